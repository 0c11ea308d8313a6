"""Invented cancer studies: cycles, end of treatment, follow-up that is told by the last dose, columns that repeat."""

from tests.domain.importers.invented.drawing import Part
from tests.domain.importers.invented.facts import Invented

CYCLES = Invented(
    "cycles with days below and follow-up after the last dose",
    (
        Part(
            """
Procedure | Screening | Cycle 1 | < | < | Cycle 2 onwards | EOT | Safety Follow-up
^ | Day -28 to -1 | D1 | D8 | D15 | D1 | ^ | 30 days (±7) after last dose
Window (days) | | | ±1 | ±1 | ±3 | ±7 |
{b}Administrative | | | | | | |
Informed consent^a^ | X | | | | | |
Demographics | X | | | | | |
{b}Safety | | | | | | |
Physical examination | X | X | | | X | X | X
ECOG performance status | X | X | | | X | X |
Haematology^b^ | X | X | X | X | X | X | X
Pregnancy test | X | X^c^ | | | X | X | X
{b}Efficacy | | | | | | |
Tumour assessment (CT/MRI) | X | Every 8 weeks (±7 days) | < | < | < | X |
Study drug infusion | | X | X | X | X | |
Adverse events | Continuous from consent | < | < | < | < | < | <
""",
            "Table 1: Schedule of Activities",
            (
                "^a^ Before any study procedure.",
                "^b^ Within 3 days before dosing.",
                "^c^ Women of childbearing potential only.",
                "Abbreviations: CT = computed tomography; ECOG = Eastern Cooperative Oncology Group; EOT = end of treatment.",  # noqa: E501 - one row of a table
            ),
        ),
    ),
    "xlsx docx pdf",
    "Screening | D1 | D8 | D15 | Cycle 2 onwards | EOT | Safety Follow-up",
    """
Informed consent x......
Demographics x......
Physical examination xx..xxx
ECOG performance status xx..xx.
Haematology xxxxxxx
Pregnancy test xx..xxx
Tumour assessment (CT/MRI) xxxxxx.
Study drug infusion .xxxx..
Adverse events ttttttt
""",
    windows="? ? 1d 1d 3d 7d 7d",
    repeats="1 1 1 1 1-* 1 1",
    notes=3,
    pointed={"Informed consent": "a", "Pregnancy test": "c"},
    groups={"Demographics": "Administrative", "Adverse events": "Efficacy"},
    told=("stands for several visits", "Every 8 weeks"),
)

CODED = Invented(
    "cycle days as codes",
    (
        Part(
            """
Assessment | SCR | C1D1 | C1D8 | C1D15 | C2D1 | C2D15 | C3+ D1 | EOT/ET | FU
Study day | -21 to -1 | 1 | 8 | 15 | 22 | 36 | | |
Visit window | | | ±1 day | ±1 day | ±2 days | ±2 days | ±3 days | +7 days | ±14 days
Written informed consent | X | - | - | - | - | - | - | - | -
Vital signs | X | X | X | X | X | X | X | X | -
12-lead ECG | X | X | - | - | X | - | - | X | -
Dispense study drug | - | X | - | - | X | - | X | - | -
Survival status | - | - | - | - | - | - | - | - | X
""",
            "Schedule of Assessments",
        ),
    ),
    "csv xlsx docx pdf semicolon tab pipe",
    "SCR | C1D1 | C1D8 | C1D15 | C2D1 | C2D15 | C3+ D1 | EOT/ET | FU",
    """
Written informed consent x........
Vital signs xxxxxxxx.
12-lead ECG xx..x..x.
Dispense study drug .x..x.x..
Survival status ........x
""",
    days="? 1 8 15 22 36 ? ? ?",
    windows="? ? 1d 1d 2d 2d 3d 0/7d 14d",
    repeats="1 1 1 1 1 1 1-* 1 1",
)

Q12W = Invented(
    "a column for every twelve weeks and one for several months",
    (
        Part(
            """
 | Screening | Baseline | Treatment Period | < | < | Long-term Follow-up | <
Week | -4 | 0 | 4 | 8 | Q12W | Months 3, 6, 9, 12 | Annually thereafter
Window | | | ±3 days | ±3 days | ±1 wk | ±2 wk | ±1 month
Consent | X | | | | | |
MRI | X | | | X | X | X | X
Quality of life (EQ-5D-5L) | | X | X | X | X | X | X
Biopsy | X | | | (X) | | |
Concomitant medication | X | X | X | X | X | |
""",
            "Schedule of events",
        ),
    ),
    "xlsx docx pdf",
    "-4 | 0 | 4 | 8 | Q12W | Months 3, 6, 9, 12 | Annually thereafter",
    """
Consent x......
MRI x..xxxx
Quality of life (EQ-5D-5L) .xxxxxx
Biopsy x..c...
Concomitant medication xxxxx..
""",
    days="-28 0 28 56 ? ? ?",
    windows="? ? 3d 3d 1w 2w 30d",
    repeats="1 1 1 1 1-* 4-4 1-*",
)

COHORTS = Invented(
    "dose escalation cohorts side by side",
    (
        Part(
            """
Period | Screening | Cohort 1 | < | < | Cohort 2 | < | <
Visit | V1 | V2 | V3 | V4 | V2 | V3 | V4
Day | -14 | 1 | 8 | 29 | 1 | 15 | 29
Consent | X | | | | | |
Dose administration | | X | X | | X | X |
PK sample | | X | X | X | X | X | X
""",
            "Study flow chart",
        ),
    ),
    "xlsx docx pdf",
    "V1 | V2 | V3 | V4 | V2 | V3 | V4",
    """
Consent x......
Dose administration .xx.xx.
PK sample .xxxxxx
""",
    days="-14 1 8 29 1 15 29",
    arms="- | Cohort 1 | Cohort 1 | Cohort 1 | Cohort 2 | Cohort 2 | Cohort 2",
)

SPLIT_FOLLOW_UP = Invented(
    "treatment and follow-up in two tables, with notes of their own",
    (
        Part(
            """
Assessments | Screening | Cycle 1 | < | Cycle 2 | <
^ | ^ | Day 1 | Day 15 | Day 1 | Day 15
Informed consent | X | | | |
Vital signs^a^ | X | X | X | X | X
Chemistry | X | X | | X |
Tumour imaging^b^ | X | | | | X
Drug A | | X | X | X | X
""",
            "Table 3. Schedule of Assessments: Treatment Period",
            ("a. Supine after 5 minutes of rest.", "b. Every 8 weeks from first dose."),
        ),
        Part(
            """
Assessments | End of Treatment | 30-Day Follow-up | Survival Follow-up
Vital signs^a^ | X | X |
Chemistry | X | X |
Tumour imaging | X | |
Survival | | | Every 12 weeks
""",
            "Table 4. Schedule of Assessments: Follow-up Period",
            ("a. Supine.",),
        ),
    ),
    "docx pdf",
    "Screening | Day 1 | Day 15 | Day 1 | Day 15 | End of Treatment | 30-Day Follow-up | Survival Follow-up",
    """
Informed consent x.......
Vital signs xxxxxxx.
Chemistry xx.x.xx.
Tumour imaging x...xx..
Drug A .xxxx...
Survival .......x
""",
    notes=3,
)

ALL = (CYCLES, CODED, Q12W, COHORTS, SPLIT_FOLLOW_UP)
