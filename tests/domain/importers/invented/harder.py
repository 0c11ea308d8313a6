"""Invented schedules with several difficulties at once, as amended and translated protocols have them."""

from tests.domain.importers.invented.drawing import Part
from tests.domain.importers.invented.facts import Invented

EVERYTHING_IN_ONE_HEADING = Invented(
    "one heading cell holds visit, name, day and window",
    (
        Part(
            """
Study Activities | Visit 1\\nScreening\\nDay -28 to -1 | Visit 2\\nBaseline\\nDay 1 | Visit 3\\nWeek 2\\nDay 15 ± 3 | Visit 4\\nWeek 6\\nDay 43 ± 5 | Visit 5\\nWeek 12 / EOT\\nDay 85 ± 5 | Visit 6\\nFollow-up\\nDay 113 ± 7
{b}STUDY MANAGEMENT | < | < | < | < | < | <
Informed consent | X | | | | |
Inclusion/exclusion criteria | X | X | | | |
{b}SAFETY | < | < | < | < | < | <
Vital signs (BP, HR, temperature) | X | X | X | X | X | X
Clinical laboratory tests | X | X | | X | X |
{b}EFFICACY | < | < | < | < | < | <
Pain diary | | ←---------→ | < | < | < |
""",  # noqa: E501 - one row of a table
            "Table 1. Time and Events Schedule",
        ),
    ),
    "xlsx docx pdf",
    "Visit 1\\nScreening\\nDay -28 to -1 | Visit 2\\nBaseline\\nDay 1 | Visit 3\\nWeek 2\\nDay 15 ± 3 | "
    "Visit 4\\nWeek 6\\nDay 43 ± 5 | Visit 5\\nWeek 12 / EOT\\nDay 85 ± 5 | Visit 6\\nFollow-up\\nDay 113 ± 7",
    """
Informed consent x.....
Inclusion/exclusion criteria xx....
Vital signs (BP, HR, temperature) xxxxxx
Clinical laboratory tests xx.xx.
Pain diary .tttt.
""",
    days="? 1 15 43 85 113",
    windows="? ? 3d 5d 5d 7d",
    groups={"Informed consent": "STUDY MANAGEMENT", "Pain diary": "EFFICACY"},
)

TILDES = Invented(
    "ranges with tildes, circles for done",
    (
        Part(
            """
Item | Screening | Treatment period | < | < | < | Discontinuation
Visit | 1 | 2 | 3 | 4 | 5 |
Day | -28~-1 | 1 | 15±3 | 29±3 | 57±7 |
Informed consent | ○ | | | | |
Patient background | ○ | | | | |
Drug administration | | ○ | ○ | ○ | |
Vital signs | ○ | ○ | ○ | ○ | ○ | ○
Laboratory test | ○ | | ○ | ○ | ○ | ○
Chest X-ray | ○ | | | | △ | △
""",
            "Schedule of observations",
            ("○: mandatory, △: if necessary",),
        ),
    ),
    "xlsx csv docx pdf",
    "Screening | 2 | 3 | 4 | 5 | Discontinuation",
    """
Informed consent x.....
Patient background x.....
Drug administration .xxx..
Vital signs xxxxxx
Laboratory test x.xxxx
Chest X-ray x...cc
""",
    days="? 1 15 29 57 ?",
    windows="? ? 3d 3d 7d ?",
)

TOTALS = Invented(
    "a column and a row of totals",
    (
        Part(
            """
Procedure | Screening | Day 1 | Day 8 | Day 15 | Total
Consent | X | | | | 1
Haematology (3 mL) | X | X | X | X | 4
Chemistry (5 mL) | X | X | | X | 3
Serology | X | | | | 1
Total blood volume (mL) | 13 | 8 | 3 | 8 | 32
""",
            "Schedule of assessments",
        ),
    ),
    "xlsx csv docx pdf",
    "Screening | Day 1 | Day 8 | Day 15",
    """
Consent x...
Haematology (3 mL) xxxx
Chemistry (5 mL) xx.x
Serology x...
""",
    told=("Total blood volume",),
)

DAY_RANGES = Invented(
    "columns of several days",
    (
        Part(
            """
 | Screening | Inpatient | < | < | Outpatient | <
 | | Day 1 | Days 2-4 | Day 5 | Day 8 (±1 day) | Days 15, 22 and 29 (±2 days)
Consent | X | | | | |
Infusion | | X | X | X | |
Vital signs | X | X | X | X | X | X
Discharge | | | | X | |
""",
            "Schedule of activities",
        ),
    ),
    "xlsx docx pdf",
    "Screening | Day 1 | Days 2-4 | Day 5 | Day 8 (±1 day) | Days 15, 22 and 29 (±2 days)",
    "Consent x.....\nInfusion .xxx..\nVital signs xxxxxx\nDischarge ...x..",
    days="? 1 ? 5 8 ?",
    windows="? ? ? ? 1d 2d",
    repeats="1 1 1-3 1 1 3-3",
)

REPEATED_UNMERGED = Invented(
    "the period written over each visit, without merges",
    (
        Part(
            """
Period | Screening | Treatment | Treatment | Treatment | Follow-up | Follow-up
Visit name | V1 | V2 | V3 | V4 | V5 | V6
Study week | -2 | 0 | 4 | 8 | 12 | 16
Window | -3/+0 | 0 | ±3 | ±3 | ±7 | ±7
Informed consent | X | | | | |
Physical exam | X | X | X | X | X | X
Labs | X | X | | X | X |
""",
            "Schedule of activities",
        ),
    ),
    "xlsx csv docx pdf",
    "V1 | V2 | V3 | V4 | V5 | V6",
    "Informed consent x.....\nPhysical exam xxxxxx\nLabs xx.xx.",
    days="-14 0 28 56 84 112",
    windows="3/0d ? 3d 3d 7d 7d",
)

OPTIONAL_CIRCLES = Invented(
    "open circles beside full ones",
    (
        Part(
            """
Assessment | Baseline | Month 1 | Month 2 | Month 3
Consent | ● | | |
Walking test | ● | ○ | ○ | ●
Blood sample | ● | | ● | ●
Interview | | ○ | | ●
""",
            "Schedule of assessments",
            ("● = required; ○ = optional",),
        ),
    ),
    "xlsx csv docx pdf",
    "Baseline | Month 1 | Month 2 | Month 3",
    "Consent x...\nWalking test xoox\nBlood sample x.xx\nInterview .o.x",
)

ARMS_IN_ROWS = Invented(
    "drug rows for each arm, and a row that says which arm",
    (
        Part(
            """
Procedures | Screening | C1 | < | C2 | < | End of study
 | | D1 | D15 | D1 | D15 |
Consent | X | | | | |
Drug A (Arm 1 only) | | X | X | X | X |
Drug B (Arm 2 only) | | X | | X | |
Labs | X | X | X | X | X | X
Arm 2: PK | | X | | X | |
""",
            "Schedule of activities",
        ),
    ),
    "xlsx docx pdf",
    "Screening | D1 | D15 | D1 | D15 | End of study",
    "Consent x.....\nDrug A (Arm 1 only) .xxxx.\nDrug B (Arm 2 only) .x.x..\nLabs xxxxxx\nArm 2: PK .x.x..",
)

WIDE_STUB = Invented(
    "title and group name in the stub, headings two rows lower",
    (
        Part(
            """
Schedule of Activities for the Main Study | < | < | < | < | <
Trial Period: | Screening | Intervention | < | < | Follow-up
Visit: | 1 | 2 | 3 | 4 | 5
Timing of Visit (Weeks): | -3 | 0 | 8 | 16 | 20
Visit Window (Days): | ± 0 | ± 0 | ± 3 | ± 3 | ± 5
Subject-related information | | | | |
Informed consent | X | | | |
Demography | X | | | |
Efficacy | | | | |
Body weight | X | X | X | X |
Safety | | | | |
Adverse event | | X | X | X | X
""",
        ),
    ),
    "xlsx docx pdf",
    "1 | 2 | 3 | 4 | 5",
    "Informed consent x....\nDemography x....\nBody weight xxxx.\nAdverse event .xxxx",
    days="-21 0 56 112 140",
    windows="? ? 3d 3d 5d",
    groups={"Demography": "Subject-related information", "Adverse event": "Safety"},
)

SAFETY_CALLS = Invented(
    "calls and visits with letters, an unscheduled column, a day zero",
    (
        Part(
            """
Visit | SCR | V1 | TC1 | V2 | TC2 | V3 | UNS | EOS
Day | -14 to -1 | 0 | 3 | 7 | 10 | 14 | N/A | 28
Window (days) | N/A | N/A | +1 | ±1 | ±1 | ±2 | N/A | ±3
ICF | X | | | | | | |
Dose | | X | | X | | | |
AE review | | X | X | X | X | X | X | X
Labs | X | X | | X | | X | (X) | X
""",
            "Schedule of assessments",
            ("TC = telephone call; UNS = unscheduled visit; EOS = end of study",),
        ),
    ),
    "xlsx csv docx pdf",
    "SCR | V1 | TC1 | V2 | TC2 | V3 | UNS | EOS",
    "ICF x.......\nDose .x.x....\nAE review .xxxxxxx\nLabs xx.x.xcx",
    days="? 0 3 7 10 14 ? 28",
    windows="? ? 0/1d 1d 1d 2d ? 3d",
    contacts="unknown unknown phone unknown phone unknown unknown unknown",
)

MERGED_LABELS = Invented(
    "labels and groups merged down",
    (
        Part(
            """
Domain | Test | Baseline | Week 12 | Week 24
Safety | Vital signs | X | X | X
^ | ECG | X | | X
Function | Walking test | X | X | X
^ | Grip strength | X | | X
^ | Questionnaire | X | X | X
Other | Blood for storage | X | |
""",
            "Assessments",
        ),
    ),
    "xlsx docx pdf",
    "Baseline | Week 12 | Week 24",
    "Vital signs xxx\nECG x.x\nWalking test xxx\nGrip strength x.x\nQuestionnaire xxx\nBlood for storage x..",
    groups={"ECG": "Safety", "Questionnaire": "Function", "Blood for storage": "Other"},
)

SCREENING_TWICE = Invented(
    "two screening columns under one heading with one cross over both",
    (
        Part(
            """
Procedure | Screening | < | Randomisation | Treatment | <
 | Day -28 to -8 | Day -7 to -1 | Day 1 | Day 29 | Day 57
Consent | X | < | | |
Tumour imaging | X | | | X | X
Labs | | X | X | X | X
Randomise | | | X | |
""",
            "Schedule of assessments",
        ),
    ),
    "xlsx docx pdf",
    "Day -28 to -8 | Day -7 to -1 | Randomisation | Day 29 | Day 57",
    "Consent xx...\nTumour imaging x..xx\nLabs .xxxx\nRandomise ..x..",
    days="? ? 1 29 57",
)

ALL = (
    *(EVERYTHING_IN_ONE_HEADING, TILDES, TOTALS, DAY_RANGES, REPEATED_UNMERGED, OPTIONAL_CIRCLES),
    *(ARMS_IN_ROWS, WIDE_STUB, SAFETY_CALLS, MERGED_LABELS, SCREENING_TWICE),
)
