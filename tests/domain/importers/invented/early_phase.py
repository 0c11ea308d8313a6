"""Invented first studies in people: days on a ward, hours on a day, crossover periods, food effect, device days."""

from tests.domain.importers.invented.drawing import Part
from tests.domain.importers.invented.facts import Invented

WARD = Invented(
    "phase 1 with days in the ward",
    (
        Part(
            """
Study Procedure | Screening | Confinement Period | < | < | < | < | Follow-up
^ | Day -28 to -2 | Day -1 | Day 1 | Day 2 | Day 3 | Day 4 | Day 10 (±2)
Informed consent | X | | | | | |
Admission to clinic | | X | | | | |
Discharge from clinic | | | | | | X |
Ambulatory visit | X | | | | | | X
Vital signs | X | X | X^a^ | X | X | X | X
12-lead ECG (triplicate) | X | X | X^a^ | X | | X | X
Study drug administration | | | X | | | |
PK blood sampling | | | X^b^ | X^b^ | X^b^ | X^b^ |
Urine drug screen | X | X | | | | | X
Adverse events | ←--------------------------------------------→ | < | < | < | < | < | <
""",
            "Table 2 Schedule of Activities",
            (
                "a Pre-dose and 1, 2, 4, 8 and 12 hours post-dose.",
                "b Pre-dose, 0.5, 1, 2, 4, 6, 8, 12, 24, 36, 48 and 72 hours post-dose.",
            ),
        ),
    ),
    "xlsx docx pdf",
    "Screening | Day -1 | Day 1 | Day 2 | Day 3 | Day 4 | Follow-up",
    """
Informed consent x......
Admission to clinic .x.....
Discharge from clinic .....x.
Ambulatory visit x.....x
Vital signs xxxxxxx
12-lead ECG (triplicate) xxxx.xx
Study drug administration ..x....
PK blood sampling ..xxxx.
Urine drug screen xx....x
Adverse events ttttttt
""",
    days="? -1 1 2 3 4 10",
    windows="? ? ? ? ? ? 2d",
    notes=2,
    pointed={"PK blood sampling": "b"},
)

HOURS = Invented(
    "hourly grid beside the schedule",
    (
        Part(
            """
Procedure | Screening | Day 1 | Day 2 | Day 8
Consent | X | | |
Dosing | | X | |
PK sampling | | see Table 2 | see Table 2 |
Safety labs | X | X | X | X
""",
            "Schedule of Activities",
        ),
        Part(
            """
Day | Day 1 | < | < | < | < | Day 2 | <
Hours | Pre-dose | 0 | 0.5 | 1 | 2 | 24 | 36
Plasma PK | X | | X | X | X | X | X
Dose | | X | | | | |
ECG | X | | | X | X | X |
""",
            "PK sampling",
        ),
    ),
    "xlsx docx pdf",
    "Screening | Day 1 | Day 2 | Day 8",
    """
Consent x...
Dosing .x..
PK sampling .rr.
Safety labs xxxx
""",
    days="? 1 2 8",
    told=("was not read as part of the schedule",),
)

CROSSOVER = Invented(
    "crossover periods that repeat the same days",
    (
        Part(
            """
 | Screening | Period 1 | < | < | Washout | Period 2 | < | < | Follow-up
Day | -28 to -1 | -1 | 1 | 2 | 3-9 | -1 | 1 | 2 | 7 (±1)
Consent | X | | | | | | | |
Fasted dosing | | | X | | | | | |
Fed dosing | | | | | | | X | |
High-fat meal | | | | | | | X | |
PK sampling | | | X | X | | | X | X |
Vital signs | X | X | X | X | | X | X | X | X
""",
            "Schedule of Activities",
        ),
    ),
    "xlsx docx pdf",
    "Screening | -1 | 1 | 2 | Washout | -1 | 1 | 2 | Follow-up",
    """
Consent x........
Fasted dosing ..x......
Fed dosing ......x..
High-fat meal ......x..
PK sampling ..xx..xx.
Vital signs xxxx.xxxx
""",
)

DEVICE = Invented(
    "device trial with hours and days after the implant",
    (
        Part(
            """
ASSESSMENT | BASELINE | PROCEDURE | PRE-DISCHARGE | 30 DAYS\\n(± 7 days) | 6 MONTHS\\n(± 30 days) | 12 MONTHS\\n(± 30 days) | ANNUAL\\nYEARS 2 - 5\\n(± 60 days)
Informed consent | ■ | | | | | |
Medical history | ■ | | | | | |
Implant | | ■ | | | | |
Fluoroscopy time | | ■ | | | | |
Echocardiogram (TTE) | ■ | | ■ | ■ | ■ | ■ | ■
NYHA class | ■ | | | ■ | ■ | ■ | ■
Device deficiencies | | ■ | ■ | ■ | ■ | ■ | ■
""",  # noqa: E501 - one row of a table
            "Schedule of assessments",
        ),
    ),
    "xlsx csv docx pdf",
    "BASELINE | PROCEDURE | PRE-DISCHARGE | 30 DAYS\\n(± 7 days) | 6 MONTHS\\n(± 30 days) | 12 MONTHS\\n(± 30 days) "
    "| ANNUAL\\nYEARS 2 - 5\\n(± 60 days)",
    """
Informed consent x......
Medical history x......
Implant .x.....
Fluoroscopy time .x.....
Echocardiogram (TTE) x.xxxxx
NYHA class x..xxxx
Device deficiencies .xxxxxx
""",
    days="? ? ? 30 180 360 ?",
    windows="? ? ? 7d 30d 30d 60d",
    repeats="1 1 1 1 1 1 4-4",
)

INPATIENT = Invented(
    "visits by hours on the first day",
    (
        Part(
            """
Time point | Screening | Pre-dose | 0 h | 6 h (± 30 min) | 24 h (± 2 h) | Day 7 (± 1 day) | Day 28 (± 3 days)
Consent | X | | | | | |
Infusion | | | X | | | |
SOFA score | | X | | | X | X | X
Arterial blood gas | | X | | X | X | |
Mortality | | | | | | X | X
""",
            "Study assessments",
        ),
    ),
    "xlsx csv docx pdf",
    "Screening | Pre-dose | 0 h | 6 h (± 30 min) | 24 h (± 2 h) | Day 7 (± 1 day) | Day 28 (± 3 days)",
    """
Consent x......
Infusion ..x....
SOFA score .x..xxx
Arterial blood gas .x.xx..
Mortality .....xx
""",
    windows="? ? ? 0.5h 2h 1d 3d",
)

ALL = (WARD, HOURS, CROSSOVER, DEVICE, INPATIENT)
