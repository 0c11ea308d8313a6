"""Invented schedules with arrows of several cells, legends by person, ranges of note letters and rows that measure."""

from tests.domain.importers.invented.drawing import Part
from tests.domain.importers.invented.facts import Invented

ALL = (
    Invented(
        "arrow drawn in single cells over the row",
        (
            Part(
                """
Procedure | Screening | Day 1 | Day 8 | Day 15 | Day 29 | EOS
Consent | X | | | | |
Vitals | X | X | X | X | X | X
AE monitoring | | ← | — | — | — | →
Con meds | ← | ─ | ─ | ─ | ─ | →
Labs | X | X | | X | | X
""",
                "Schedule of Activities",
            ),
        ),
        "xlsx csv",
        "Screening | Day 1 | Day 8 | Day 15 | Day 29 | EOS",
        """
Consent x.....
Vitals xxxxxx
AE monitoring .ttttt
Con meds tttttt
Labs xx.x.x
""",
    ),
    Invented(
        "arrow that begins and ends with an X",
        (
            Part(
                """
Procedure | Screening | Day 1 | Day 8 | Day 15 | Day 29 | EOS
Consent | X | | | | |
Vitals | X | X | X | X | X | X
AE monitoring | X | -----> | -----> | -----> | -----> | X
Diary | | X→ | → | → | →X |
""",
                "Schedule of Activities",
            ),
        ),
        "csv",
        "Screening | Day 1 | Day 8 | Day 15 | Day 29 | EOS",
        """
Consent x.....
Vitals xxxxxx
AE monitoring xttttx
Diary .tttt.
""",
    ),
    Invented(
        "marks with words in brackets",
        (
            Part(
                """
Assessment | Screening | Day 1 | Day 2 | Day 7 | Day 14
Informed consent | X | | | |
Vital signs | X | X (pre-dose) | X | X | X
PK sample | | 0h, 2h, 4h | 24h | pre-dose | X (trough)
Analgesia | | PRN | PRN | PRN | PRN
Urine pregnancy test | X | X (WOCBP only) | | | X (WOCBP only)
Oxygen saturation | | Continuous | Continuous | X | X
Chest X-ray | As clinically indicated | < | < | < | <
MRI | X | | | [X] | X*
""",
                "Schedule of Activities",
                ("* To be repeated if abnormal.",),
            ),
        ),
        "xlsx",
        "Screening | Day 1 | Day 2 | Day 7 | Day 14",
        """
Informed consent x....
Vital signs xxxxx
PK sample .xxxx
Analgesia .cccc
Urine pregnancy test xc..c
Oxygen saturation .ttxx
Chest X-ray ccccc
MRI x..cx
""",
        days="? 1 2 7 14",
        notes=1,
    ),
    Invented(
        "counts beside crosses",
        (
            Part(
                """
Procedure | Screening | Visit 1 | Visit 2 | Visit 3
Consent | X | | |
Blood pressure | X (x3) | X (x3) | X | X (x2)
ECG (triplicate) | 3X | 3X | X | 3X
Spirometry | X | 2 | 1 | 2
Capsule counts | | X | X | X
""",
                "Schedule of Activities",
            ),
        ),
        "csv",
        "Screening | Visit 1 | Visit 2 | Visit 3",
        """
Consent x...
Blood pressure xxxx
ECG (triplicate) xxxx
Spirometry xxxx
Capsule counts .xxx
""",
    ),
    Invented(
        "ranges of footnote letters",
        (
            Part(
                """
Procedure | Screening | Week 1 | Week 2 | EOT
Consent | X^a^ | | |
ECG^b-d^ | X | X | | X
Labs | X^a,c–e^ | X | X | X
""",
                "Schedule of Activities",
                ("a. One.", "b. Two.", "c. Three.", "d. Four.", "e. Five."),
            ),
        ),
        "xlsx pdf",
        "Screening | Week 1 | Week 2 | EOT",
        """
Consent x...
ECG xx.x
Labs xxxx
""",
        notes=5,
        pointed={"ECG": "b c d", "Labs": "a c d e"},
    ),
    Invented(
        "footnotes as Roman numerals",
        (
            Part(
                """
Procedure | Screening | Week 1 | Week 2 | EOT
Consent^i^ | X | | |
ECG^ii^ | X | X | | X
Labs | X | X^iii^ | X | X^iv^
""",
                "Schedule of Activities",
                ("i. One note.", "ii. Two notes.", "iii. Three notes.", "iv. Four notes."),
            ),
        ),
        "docx pdf",
        "Screening | Week 1 | Week 2 | EOT",
        """
Consent x...
ECG xx.x
Labs xxxx
""",
        notes=4,
        pointed={"ECG": "ii", "Labs": "iii iv"},
    ),
    Invented(
        "marks explained by who does them",
        (
            Part(
                """
Assessment | Screening | Baseline | Month 3 | Month 6 | Month 12
Consent | R | | | |
Demographics | R | | | |
EQ-5D | P | P | P | P | P
HADS | P | P | | P | P
Blood test | N | N | | N | N
Clinical exam | D | D | D | D | D
""",
                "Schedule of Activities",
                ("R = researcher; P = patient; N = nurse; D = doctor",),
            ),
        ),
        "csv",
        "Screening | Baseline | Month 3 | Month 6 | Month 12",
        """
Consent x....
Demographics x....
EQ-5D xxxxx
HADS xx.xx
Blood test xx.xx
Clinical exam xxxxx
""",
    ),
    Invented(
        "footnotes after a semicolon in one line",
        (
            Part(
                """
Procedure | Screening | V1 | V2 | V3
Consent^a^ | X | | |
Labs | X^b^ | X | X | X
ECG | X | | | X^c^
""",
                "Schedule of Activities",
                ("a: Before anything; b: Fasting; c: Triplicate.",),
            ),
        ),
        "xlsx",
        "Screening | V1 | V2 | V3",
        """
Consent x...
Labs xxxx
ECG x..x
""",
        notes=3,
        pointed={"Labs": "b", "ECG": "c", "Consent": "a"},
    ),
    Invented(
        "total blood volumes with their unit in the cell",
        (
            Part(
                """
Evaluation | Entry | Week 4 | Week 12 | Week 24 | Early D/C
History | X | X | X | X | X
Chemistries | 3 mL | 3 mL | 3 mL | 3 mL | 3 mL
Viral load | 5 mL | 5 mL | 5 mL | 5 mL | 5 mL
PK | | 2 mL | | 2 mL |
Total blood volume | 8 mL | 10 mL | 8 mL | 10 mL | 8 mL
""",
                "Schedule of Activities",
            ),
        ),
        "csv",
        "Entry | Week 4 | Week 12 | Week 24 | Early D/C",
        """
History xxxxx
Chemistries xxxxx
Viral load xxxxx
PK .x.x.
""",
        told=("Total blood volume",),
    ),
    Invented(
        "a mark merged over rows and columns",
        (
            Part(
                """
Procedure | Screening | Week 1 | Week 2 | Week 3 | Week 4
Consent | X | | | |
Home diary | | X | < | < | <
Pain score | | ^ | < | < | <
Actigraphy | | X | < | | X
Blood draw | X | | | | X
""",
                "Schedule of Activities",
            ),
        ),
        "xlsx",
        "Screening | Week 1 | Week 2 | Week 3 | Week 4",
        """
Consent x....
Home diary .xxxx
Pain score .xxxx
Actigraphy .xx.x
Blood draw x...x
""",
    ),
    Invented(
        "part A and part B on sheets of their own",
        (
            Part(
                """
Procedure | Screening | Day -1 | Day 1 | Day 2 | Day 8
Consent | X | | | |
Dose | | | X | |
PK | | | X | X |
Safety labs | X | X | | X | X
""",
                "Schedule of activities, Part A (SAD)",
            ),
            Part(
                """
Procedure | Screening | Day -1 | Day 1 | Day 7 | Day 14
Consent | X | | | |
Dose | | | X | X | X
PK | | | X | X | X
Safety labs | X | X | | X | X
""",
                "Schedule of activities, Part B (MAD)",
            ),
        ),
        "docx",
        "Screening | Day -1 | Day 1 | Day 2 | Day 8 | Screening | Day -1 | Day 1 | Day 7 | Day 14",
        """
Consent x....x....
Dose ..x....xxx
PK ..xx...xxx
Safety labs xx.xxxx.xx
""",
        arms=" | ".join(["Part A (SAD)"] * 5 + ["Part B (MAD)"] * 5),
    ),
    Invented(
        "a table of blood volumes beside the schedule",
        (
            Part(
                """
Visit | Screen | 1 | 2 | 3 | 4
Day | -28 to 0 | 0 | 28 | 42 | 210
Informed consent | ✓ | | | |
Vaccination | | ✓ | ✓ | |
Physical exam | ✓ | ✓ | ✓ | ✓ | ✓
HIV test | ✓ | | | | ✓
Reactogenicity | | ✓ | ✓ | |
""",
                "Appendix A: Schedule of procedures",
            ),
            Part(
                """
Assay | Tube type | Tube size (mL) | Screen | 1 | 2 | 3 | 4
HIV PCR | EDTA | 10 | 10 | | | | 10
ICS | NaHep | 8.5 | | 42.5 | 42.5 | 42.5 | 42.5
bAb | SST | 8.5 | | 8.5 | 8.5 | 8.5 | 8.5
Visit total | | | 10 | 51 | 51 | 51 | 61
56-day total | | | 10 | 61 | 112 | 163 | 61
""",
                "Appendix B: Laboratory procedures, blood volumes",
            ),
        ),
        "xlsx",
        "Screen | 1 | 2 | 3 | 4",
        """
Informed consent x....
Vaccination .xx..
Physical exam xxxxx
HIV test x...x
Reactogenicity .xx..
""",
    ),
)
