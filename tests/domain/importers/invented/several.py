"""Invented files with several tables: front pages, parts, sub-studies, other grids, tables that are no schedule."""

from tests.domain.importers.invented.drawing import Part
from tests.domain.importers.invented.facts import Invented

FRONT = Part(
    "Study title | An invented study of a cream\nSponsor | Nobody\nVersion | 3.0\nDate | 1 May 2031", "Front page"
)
ROWS_ONE = "Informed consent | X | | |\nVital signs | X | X | X | X\nHaematology | X | X | | X\n"
ROWS_TWO = "ECG | X | | | X\nSkin photo | | X | X | X\nDiary | | X | X | X\n"
HEAD = "Procedure | Screening | Day 1 | Day 15 | Day 29\n"
VISITS = "Screening | Day 1 | Day 15 | Day 29"
ONE = "Informed consent x...\nVital signs xxxx\nHaematology xx.x\n"
TWO = "ECG x..x\nSkin photo .xxx\nDiary .xxx\n"

PARTS_OF_ROWS = Invented(
    "front page and two parts with the same visits",
    (FRONT, Part(HEAD + ROWS_ONE, "SoA part 1"), Part(HEAD + ROWS_TWO, "SoA part 2")),
    "xlsx docx pdf",
    VISITS,
    ONE + TWO,
)

PARTS_OF_COLUMNS = Invented(
    "two parts with further visits",
    (
        FRONT,
        Part(HEAD + ROWS_ONE, "SoA part 1"),
        Part(
            "Procedure | Day 43 | Day 57 | Follow-up\nInformed consent | | |\nVital signs | X | X | X\n"
            "Haematology | | X |\nPhone call | | | X",
            "SoA part 2",
        ),
    ),
    "xlsx docx pdf",
    VISITS + " | Day 43 | Day 57 | Follow-up",
    "Informed consent x......\nVital signs xxxxxxx\nHaematology xx.x.x.\nPhone call ......x",
)

SUB_STUDY = Invented(
    "a main schedule and one of a sub-study",
    (
        Part(HEAD + ROWS_ONE + ROWS_TWO, "Schedule of Activities"),
        Part(
            "Procedure | Day 1 | Day 29\nSub-study consent | X |\nSkin biopsy | X | X\nBlood draw for genetics | X |",
            "Sub-study Schedule of Activities",
        ),
    ),
    "docx xlsx pdf",
    VISITS,
    ONE + TWO,
    told=("not read as part of the schedule",),
)

SUB_STUDY_FIRST = Invented(
    "a larger sub-study table before the main schedule",
    (
        Part(
            "Procedure | Day 1 | Day 8 | Day 15 | Day 22 | Day 29\nSub-study consent | X | | | |\n"
            "Skin biopsy | X | X | X | X | X\nPhoto | X | X | X | X | X\nSwab | X | X | X | X | X\n"
            "Nurse visit | X | X | X | X | X",
            "Substudy Schedule of Activities",
        ),
        Part(HEAD + ROWS_ONE + ROWS_TWO, "Schedule of Activities"),
    ),
    "docx xlsx pdf",
    VISITS,
    ONE + TWO,
    told=("not read as part of the schedule",),
)

OTHER_TABLES = Invented(
    "tables of a protocol that are no schedule",
    (
        Part("Role | Name | Phone\nMonitor | A | X\nPhysician | B | X\nStatistician | C |", "Contacts"),
        Part(
            "Objective | Endpoint\nPrimary: to heal the skin | Area at Week 4\nSecondary: to reduce itch | Score at Week 4",  # noqa: E501 - one row of a table
            "Objectives and endpoints",
        ),
        Part(HEAD + ROWS_ONE + ROWS_TWO, "Schedule of Activities"),
        Part(
            "Toxicity | Grade 1 | Grade 2 | Grade 3\nContinue | X | X |\nInterrupt dose | | X |\nStop | | | X",
            "Dose modification",
        ),
        Part("Amendment | Date | Reason\n1 | May 2031 | New visit\n2 | June 2031 | Typing error", "History"),
    ),
    "docx xlsx pdf",
    VISITS,
    ONE + TWO,
)

ARMS = Invented(
    "a table for each arm",
    (
        Part(HEAD + ROWS_ONE, "Schedule of Activities, Arm A"),
        Part(
            HEAD + ROWS_ONE.replace("Haematology | X | X | | X", "Haematology | X | X | X | X"),
            "Schedule of Activities, Arm B",
        ),
    ),
    "docx xlsx",
    f"{VISITS} | {VISITS}",
    "Informed consent x...x...\nVital signs xxxxxxxx\nHaematology xx.xxxxx",
    arms="Arm A | Arm A | Arm A | Arm A | Arm B | Arm B | Arm B | Arm B",
)

LEVELS = Invented(
    "only a table of toxicity levels",
    (
        Part(
            "Action | Grade 1 | Grade 2 | Grade 3 | Grade 4\nContinue | X | X | |\nReduce | | X | X |\nStop | | | | X",
            "Dose modification",
        ),
    ),
    "docx xlsx csv pdf",
    refused="schedule",
)

RESPONSIBILITIES = Invented(
    "only a table of who does what",
    (
        Part(
            "Task | Sponsor | Site | Laboratory\nRecruit | | X |\nAnalyse | | | X\nMonitor | X | |\nReport | X | X |",
            "Delegation of tasks",
        ),
    ),
    "docx xlsx csv pdf",
    refused="schedule",
)

PROSE = Invented(
    "no marks at all",
    (Part("Visit | What is done\nScreening | Consent, blood, ECG\nWeek 4 | Blood\nWeek 8 | Blood, ECG", "Visits"),),
    "docx xlsx csv pdf",
    refused="schedule",
)

ALL = (
    *(PARTS_OF_ROWS, PARTS_OF_COLUMNS, SUB_STUDY, SUB_STUDY_FIRST, OTHER_TABLES),
    *(ARMS, LEVELS, RESPONSIBILITIES, PROSE),
)
