"""Invented schedules that look like something else: exports of data bases, texts above, rows that sound like visits."""

from tests.domain.importers.invented.drawing import Part
from tests.domain.importers.invented.facts import Invented

FORMS = Invented(
    "forms and events of a data capture system",
    (
        Part(
            """
Form OID | Form name | SE_SCREENING | SE_C1D1 | SE_C1D8 | SE_C2D1 | SE_EOT
F_IC | Informed consent | X | | | |
F_DM | Demographics | X | | | |
F_VS | Vital signs | X | X | X | X | X
F_LB | Laboratory | X | X | | X | X
F_EX | Exposure | | X | X | X |
""",
            "Event matrix",
        ),
    ),
    "xlsx csv",
    "SE_SCREENING | SE_C1D1 | SE_C1D8 | SE_C2D1 | SE_EOT",
    "Informed consent x....\nDemographics x....\nVital signs xxxxx\nLaboratory xx.xx\nExposure .xxx.",
)

LONG_PREFACE = Invented(
    "forty lines of text above the grid",
    (
        Part(
            "\n".join(
                f"Paragraph {n} of a text that explains how the study is run and by whom. | | | |" for n in range(40)
            )
            + """
Procedure | Screening | Day 1 | Day 8 | Day 29
Consent | X | | |
Labs | X | X | X | X
ECG | X | | | X
""",
            "Protocol",
        ),
    ),
    "xlsx csv",
    "Screening | Day 1 | Day 8 | Day 29",
    "Consent x...\nLabs xxxx\nECG x..x",
)

REMARK_UNDER_HEADINGS = Invented(
    "a remark over the whole width under the headings",
    (
        Part(
            """
Procedure | Screening | Day 1 | Day 8 | Day 29
All assessments are to be done before dosing unless it is stated otherwise in the protocol. | < | < | < | <
Consent | X | | |
Labs | X | X | X | X
ECG | X | | | X
""",
            "Schedule of assessments",
        ),
    ),
    "xlsx docx pdf",
    "Screening | Day 1 | Day 8 | Day 29",
    "Consent x...\nLabs xxxx\nECG x..x",
    groups={"Consent": None},
)

DOUBLE_COLUMNS = Invented(
    "each visit drawn over two columns",
    (
        Part(
            """
Procedure | Screening | < | Day 1 | < | Day 8 | <
Consent | X | < | | < | | <
Labs | X | < | X | < | X | <
ECG | X | < | | < | X | <
Drug | | < | X | < | X | <
""",
            "Schedule of assessments",
        ),
    ),
    "xlsx docx pdf",
    "Screening | Day 1 | Day 8",
    "Consent x..\nLabs xxx\nECG x.x\nDrug .xx",
)

NOTES_BESIDE = Invented(
    "footnotes in a column at the right",
    (
        Part(
            """
Procedure | Screening | Day 1 | Day 8 | |
Consent^a^ | X | | | | a. Before any procedure of the study is done.
Labs^b^ | X | X | X | | b. After a fast of at least eight hours.
ECG | X | | X^c^ | | c. In triplicate, one minute apart.
Drug | | X | X | |
""",
            "SoA",
        ),
    ),
    "xlsx",
    "Screening | Day 1 | Day 8",
    "Consent x..\nLabs xxx\nECG x.x\nDrug .xx",
    notes=3,
    pointed={"Consent": "a", "Labs": "b", "ECG": "c"},
)

ROWS_LIKE_VISITS = Invented(
    "activities that sound like visits",
    (
        Part(
            """
Activity | T0 | T1 | T2 | T3
Screening log | X | | |
Randomisation | X | | |
Baseline questionnaire | X | | |
Telephone call | | X | |
Follow-up questionnaire | | | X | X
End of study form | | | | X
""",
            "Study calendar",
        ),
    ),
    "xlsx csv docx pdf",
    "T0 | T1 | T2 | T3",
    "Screening log x...\nRandomisation x...\nBaseline questionnaire x...\nTelephone call .x..\n"
    "Follow-up questionnaire ..xx\nEnd of study form ...x",
)

SAME_LABEL_TWICE = Invented(
    "the same activity in two groups",
    (
        Part(
            """
Procedure | V1 | V2 | V3
Before dosing | | |
Vital signs | X | X | X
ECG | X | X |
After dosing | | |
Vital signs | | X | X
ECG | | X |
""",
            "Schedule of assessments",
        ),
    ),
    "xlsx csv docx pdf",
    "V1 | V2 | V3",
    "Vital signs xxx\nECG xx.\nVital signs .xx\nECG .x.",
)

MANY_DAYS = Invented(
    "a column for each of thirty days",
    (
        Part(
            "Day | " + " | ".join(str(day) for day in range(1, 31)) + "\n"
            "Dose | " + " | ".join("X" for _ in range(30)) + "\n"
            "Blood | " + " | ".join("X" if day % 7 == 1 else "" for day in range(1, 31)) + "\n"
            "Diary | X" + " | <" * 29 + "\n"
            "Scan | X" + " | " * 28 + " | X",
            "Schedule of activities",
        ),
    ),
    "xlsx docx pdf",
    " | ".join(str(day) for day in range(1, 31)),
    f"Dose {'x' * 30}\nBlood {'x......' * 4}x.\nDiary {'x' * 30}\nScan x{'.' * 28}x",
    days=" ".join(str(day) for day in range(1, 31)),
)

ARMS_IN_MARKS = Invented(
    "letters of the arms in place of crosses",
    (
        Part(
            """
Procedure | Screening | Day 1 | Day 8 | Day 15
Consent | A, B | | |
Infusion | | A | A | A
Tablets | | B | B | B
Labs | A, B | A, B | A | A, B
ECG | A, B | A, B | | A, B
""",
            "Schedule of assessments",
            ("A = arm with infusion", "B = arm with tablets"),
        ),
    ),
    "xlsx csv docx",
    "Screening | Day 1 | Day 8 | Day 15",
    "Consent x...\nInfusion .xxx\nTablets .xxx\nLabs xxxx\nECG xx.x",
)

DRUG_HOLIDAY = Invented(
    "a visit row with gaps where a stretch has no visit",
    (
        Part(
            """
Period | Screening | Treatment 1 | < | Washout | Treatment 2 | < | End
Visit | V1 | V2 | V3 | | V4 | V5 | V6
Day | -7 | 1 | 14 | 15-28 | 29 | 42 | 49
Consent | X | | | | | |
Drug | | X | X | | X | X |
Labs | X | X | X | | X | X | X
Phone call | | | | X | | |
""",
            "Schedule of assessments",
        ),
    ),
    "xlsx docx pdf",
    "V1 | V2 | V3 | Washout | V4 | V5 | V6",
    "Consent x......\nDrug .xx.xx.\nLabs xxx.xxx\nPhone call ...x...",
    days="-7 1 14 ? 29 42 49",
)

ALL = (
    *(FORMS, LONG_PREFACE, REMARK_UNDER_HEADINGS, DOUBLE_COLUMNS, NOTES_BESIDE, ROWS_LIKE_VISITS),
    *(SAME_LABEL_TWICE, MANY_DAYS, ARMS_IN_MARKS, DRUG_HOLIDAY),
)
