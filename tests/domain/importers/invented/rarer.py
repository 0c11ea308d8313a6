"""Invented schedules in rarer layouts: two rows for a visit, arms by caption, marks that reach down, keys as rows."""

from tests.domain.importers.invented.drawing import Part
from tests.domain.importers.invented.facts import Invented

ARMS_OF_DIFFERENT_LENGTH = Invented(
    "a table for each arm, with other visits",
    (
        Part(
            "Procedure | Screening | Day 1 | Day 15 | Day 29\nConsent | X | | |\nLabs | X | X | X | X\n"
            "ECG | X | X | | X\nInfusion | | X | X |",
            "Schedule of Activities: Arm A",
        ),
        Part(
            "Procedure | Screening | Day 1 | Day 29 | Day 57 | Day 85\nConsent | X | | | |\nLabs | X | X | X | X | X\n"
            "ECG | X | X | | X | X\nTablets | | X | X | X |",
            "Schedule of Activities: Arm B",
        ),
    ),
    "docx pdf",
    "Screening | Day 1 | Day 15 | Day 29 | Screening | Day 1 | Day 29 | Day 57 | Day 85",
    "Consent x...x....\nLabs xxxxxxxxx\nECG xx.xxx.xx\nInfusion .xx......\nTablets .....xxx.",
    arms="Arm A | Arm A | Arm A | Arm A | Arm B | Arm B | Arm B | Arm B | Arm B",
)

DOWNWARDS = Invented(
    "one mark merged down over several rows",
    (
        Part(
            """
Procedure | V1 | V2 | V3
Consent | X | |
Height | X | |
Weight | ^ | X | X
Pulse | ^ | ^ | ^
ECG | X | | X
""",
            "Schedule of assessments",
        ),
    ),
    "xlsx docx pdf",
    "V1 | V2 | V3",
    "Consent x..\nHeight x..\nWeight xxx\nPulse xxx\nECG x.x",
)

STUB_IN_TWO_COLUMNS = Invented(
    "row names over two columns, the second only for headings",
    (
        Part(
            """
Study phase | < | Screening | Treatment | < | Follow-up
Visit | Number | 1 | 2 | 3 | 4
^ | Week | -2 | 0 | 6 | 10
Informed consent | < | X | | |
Vital signs | < | X | X | X | X
Spirometry | < | | X | X |
""",
            "Flow chart",
        ),
    ),
    "xlsx docx pdf",
    "Screening | 2 | 3 | Follow-up",
    "Informed consent x...\nVital signs xxxx\nSpirometry .xx.",
    days="-14 0 42 70",
)

GROUPS_WITH_TEXT = Invented(
    "group rows that are merged and coloured, with a remark in one of them",
    (
        Part(
            """
Procedure | V1 | V2 | V3 | V4
{fill}{b}Eligibility | {fill} | {fill} | {fill} | {fill}
Consent | X | | |
Criteria | X | X | |
{fill}{b}Efficacy (before dosing at each visit) | < | < | < | <
Pain score | X | X | X | X
Walk test | | X | | X
{fill}{b}Safety | < | < | < | <
Adverse events | | X | X | X
""",
            "Schedule of events",
        ),
    ),
    "xlsx docx pdf",
    "V1 | V2 | V3 | V4",
    "Consent x...\nCriteria xx..\nPain score xxxx\nWalk test .x.x\nAdverse events .xxx",
    groups={
        "Criteria": "Eligibility",
        "Walk test": "Efficacy (before dosing at each visit)",
        "Adverse events": "Safety",
    },
)

VISITS_AS_LETTERS = Invented(
    "visits with letters and a screening of two parts",
    (
        Part(
            """
Visit | SV1a | SV1b | RV | FV1 | FV2 | ETV
Month | -1 | -1 | 0 | 3 | 6 |
Window (weeks) | | | | ±1 | ±2 |
Consent | X | | | | |
Central reading of scan | | X | | | |
Randomise | | | X | | |
Bloods | X | | X | X | X | X
""",
            "Visit schedule",
        ),
    ),
    "xlsx csv docx pdf",
    "SV1a | SV1b | RV | FV1 | FV2 | ETV",
    "Consent x.....\nCentral reading of scan .x....\nRandomise ..x...\nBloods x.xxxx",
    days="-30 -30 0 90 180 ?",
    windows="? ? ? 1w 2w ?",
)

ONLY_NUMBERS = Invented(
    "visits that are only numbers",
    (
        Part(
            """
 | 1 | 2 | 3 | 4 | 5
Consent | X | | | |
Questionnaire | X | X | X | X | X
Interview | | | X | | X
""",
            "Schedule of visits",
        ),
    ),
    "xlsx csv docx pdf",
    "1 | 2 | 3 | 4 | 5",
    "Consent x....\nQuestionnaire xxxxx\nInterview ..x.x",
)

TEN_NOTES = Invented(
    "more than twenty-six notes, and notes that go on over several lines",
    (
        Part(
            """
Procedure | V1 | V2
Consent^z^ | X |
Labs^aa^ | X | X
ECG^y,bb^ | X | X
Scan^x^ | X |
""",
            "Schedule of activities",
            (
                "x. Chest and abdomen.",
                "y. In triplicate,\\nat least one minute apart.",
                "z. Written.",
                "aa. Fasting.",
                "bb. After ten minutes of rest. Abbreviations are in Section 2.",
            ),
        ),
    ),
    "xlsx docx",
    "V1 | V2",
    "Consent x.\nLabs xx\nECG xx\nScan x.",
    notes=5,
    pointed={"Labs": "aa", "ECG": "bb y", "Consent": "z"},
)

PROSE_IN_CELLS = Invented(
    "long texts in some cells",
    (
        Part(
            """
Procedure | Screening | Day 1 | Day 2-7 | Day 8 | Follow-up
Consent | X | | | |
Infusion | | X (over 60 minutes; first dose over 90 minutes) | | X |
Blood culture | X | X | If fever is 38.5 °C or higher | X |
Chest CT | within 28 days before Day 1 | | | | Only if progression is suspected
Diary | | Daily | Daily | Daily |
""",
            "Schedule of assessments",
        ),
    ),
    "xlsx docx pdf",
    "Screening | Day 1 | Day 2-7 | Day 8 | Follow-up",
    "Consent x....\nInfusion .x.x.\nBlood culture xxcx.\nChest CT x...c\nDiary .ttt.",
    texts={("Chest CT", 0): "within 28 days before Day 1"},
)

PARENTS_WITH_MARKS_IN_CSV = Invented(
    "indentation by blanks in CSV",
    (
        Part(
            """
Procedure | V1 | V2 | V3
Laboratory | | |
>Blood count | X | X | X
>Chemistry | X | | X
Questionnaires | | |
>Sleep | | X | X
>Pain | | X | X
Consent | X | |
""",
            "Plan of the study",
        ),
    ),
    "csv xlsx docx",
    "V1 | V2 | V3",
    "Blood count xxx\nChemistry x.x\nSleep .xx\nPain .xx\nConsent x..",
    groups={"Chemistry": "Laboratory", "Pain": "Questionnaires", "Consent": None},
)

LAST_ROWS = Invented(
    "rows of words after the last cross, then notes without letters",
    (
        Part(
            """
Procedure | Screening | Day 1 | Day 8 | Day 29
Consent | X | | |
Labs | X | X | X | X
Concomitant medication | Throughout the study | < | < | <
Adverse events | | Throughout the study | < | <
""",
            "Schedule of assessments",
            ("Note: all times are approximate.", "ECG = electrocardiogram; CT = computed tomography."),
        ),
    ),
    "xlsx docx pdf",
    "Screening | Day 1 | Day 8 | Day 29",
    "Consent x...\nLabs xxxx\nConcomitant medication tttt\nAdverse events .ttt",
    notes=0,
)

TWO_ROWS_PER_VISIT = Invented(
    "visits in rows that are named only once, activities at the top",
    (
        Part(
            """
Visit | Timing | Consent | Bloods | Scan | Questionnaire
Baseline | Day 0 | ✓ | ✓ | ✓ | ✓
3-month visit | Month 3 (±2 weeks) | | ✓ | | ✓
6-month visit | Month 6 (±2 weeks) | | ✓ | ✓ | ✓
Final visit | Month 12 (±1 month) | | ✓ | ✓ | ✓
""",
            "Schedule of assessments",
        ),
    ),
    "xlsx csv docx pdf",
    "Baseline | 3-month visit | 6-month visit | Final visit",
    "Consent x...\nBloods xxxx\nScan x.xx\nQuestionnaire xxxx",
    days="0 90 180 360",
    windows="? 2w 2w 30d",
)

INTERIM_COLUMN = Invented(
    "a grey column between two parts, and a column of references with figures",
    (
        Part(
            """
Assessment | Screening | Week 1 | {fill} | Week 4 | Week 8 | Section
Consent | X | | {fill} | | | 4.1
Labs | X | X | {fill} | X | X | 6.2
ECG | X | | {fill} | | X | 6.3
Scan | | | {fill} | X | X | 6.4
""",
            "Schedule of assessments",
        ),
    ),
    "xlsx docx pdf csv",
    "Screening | Week 1 | Week 4 | Week 8",
    "Consent x...\nLabs xxxx\nECG x..x\nScan ..xx",
)

PREGNANCY = Invented(
    "gestation weeks, birth and the child",
    (
        Part(
            """
 | Pregnancy | < | < | Birth | Infant | <
 | 16-20 weeks | 28 weeks | 36 weeks | | 6 weeks | 6 months
Consent | X | | | | |
Fetal ultrasound | X | X | X | | |
Vaccine | | X | | | |
Cord blood | | | | X | |
Infant blood | | | | | X | X
""",
            "Schedule of procedures",
        ),
    ),
    "xlsx docx pdf",
    "16-20 weeks | 28 weeks | 36 weeks | Birth | 6 weeks | 6 months",
    "Consent x.....\nFetal ultrasound xxx...\nVaccine .x....\nCord blood ...x..\nInfant blood ....xx",
    days="? ? ? ? ? ?",
)

ALL = (
    *(ARMS_OF_DIFFERENT_LENGTH, DOWNWARDS, STUB_IN_TWO_COLUMNS, GROUPS_WITH_TEXT, VISITS_AS_LETTERS, ONLY_NUMBERS),
    *(TEN_NOTES, PROSE_IN_CELLS, PARENTS_WITH_MARKS_IN_CSV, LAST_ROWS, TWO_ROWS_PER_VISIT, INTERIM_COLUMN, PREGNANCY),
)
