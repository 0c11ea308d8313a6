"""Invented schedules with their footnotes in every place: below, beside, on another sheet, in one cell, as signs."""

from tests.domain.importers.invented.drawing import Part
from tests.domain.importers.invented.facts import Invented

GRID = """
Procedure | Screening^a^ | Week 0 | Week 4 | Week 8
Informed consent^b^ | X | | |
Haematology^c,d^ | X | X | X | X
SpO2 | X | | X |
HbA1c^d^ | X | X | | X^e^
Height (cm) | X | | |
"""
RIGHT = """
Informed consent x...
Haematology xxxx
SpO2 x.x.
HbA1c xx.x
Height (cm) x...
"""
VISITS = "Screening | Week 0 | Week 4 | Week 8"
POINTED = {"Informed consent": "b", "Haematology": "c d", "HbA1c": "d e", "SpO2": "", "Height (cm)": ""}
LINES = (
    "a. Up to 28 days before Week 0.",
    "b. Before any procedure.",
    "c. Full blood count with differential.",
    "d. Local laboratory.",
    "e. Only if the last value was above 7 %.",
)

BELOW = Invented(
    "footnotes below",
    (Part(GRID, "Schedule of activities", LINES),),
    "xlsx csv docx pdf",
    VISITS,
    RIGHT,
    notes=5,
    pointed=POINTED,
)

ONE_CELL = Invented(
    "footnotes in one merged cell with line breaks",
    (Part(GRID + "\\n".join(LINES) + " | < | < | <", "Schedule of activities"),),
    "xlsx docx pdf",
    VISITS,
    RIGHT,
    notes=5,
    pointed=POINTED,
)

OTHER_SHEET = Invented(
    "footnotes on a second sheet",
    (Part(GRID, "SoA"), Part("\n".join(line.replace(". ", " | ", 1) for line in LINES), "Footnotes")),
    "xlsx",
    VISITS,
    RIGHT,
    notes=5,
    pointed=POINTED,
)

TWO_COLUMNS = Invented(
    "footnotes below in two columns",
    (Part(GRID + "\n".join(line.replace(". ", " | ", 1) + " | | |" for line in LINES), "SoA"),),
    "xlsx csv",
    VISITS,
    RIGHT,
    notes=5,
    pointed=POINTED,
)

UNICODE = Invented(
    "raised letters of Unicode",
    (
        Part(
            """
Procedure | Screening | Week 0 | Week 4¹
Consent² | X | |
Labs ᵃ | X | X | X³
Weight | X | X | X
""",
            "Schedule of activities",
            ("¹ Or at early withdrawal.", "² Written.", "³ If needed.", "ᵃ Fasting."),
        ),
    ),
    "xlsx csv docx",
    "Screening | Week 0 | Week 4",
    "Consent x..\nLabs xxx\nWeight xxx",
    notes=4,
    pointed={"Consent": "2", "Labs": "3 a", "Weight": ""},
)

SIGNS = Invented(
    "asterisks and daggers",
    (
        Part(
            """
Procedure | V1 | V2* | V3
Consent† | X | |
Labs** | X | X | X
ECG*† | X | | X
Weight | X | X | X
""",
            "Schedule of activities",
            ("* By telephone if the patient cannot come.", "** Fasting.", "† Before any procedure."),
        ),
    ),
    "xlsx csv docx",
    "V1 | V2 | V3",
    "Consent x..\nLabs xxx\nECG x.x\nWeight xxx",
    notes=3,
    pointed={"Consent": "†", "Labs": "**", "ECG": "* †"},
)

BRACKETS = Invented(
    "footnotes in brackets",
    (
        Part(
            """
Procedure | V1 | V2 | V3
Consent (1) | X | |
Labs [2] | X | X | X (3)
ECG (12-lead) | X | | X
Weight (kg) | X | X | X
""",
            "Schedule of activities",
            ("(1) Before any procedure.", "(2) Fasting.", "(3) If needed."),
        ),
    ),
    "xlsx csv docx",
    "V1 | V2 | V3",
    "Consent x..\nLabs xxx\nECG (12-lead) x.x\nWeight (kg) xxx",
    notes=3,
    pointed={"Consent": "1", "Labs": "2 3", "ECG (12-lead)": ""},
)

NUMBERS = Invented(
    "raised numbers, with units that look like them",
    (
        Part(
            """
Procedure | V1 | V2 | V3
Consent^1^ | X | |
BMI (kg/m^2^) | X | | X
CD4 count^2,3^ | X | X | X
Weight | X^3^ | X | X
""",
            "Schedule of activities",
            ("1 Before any procedure.", "2 Central laboratory.", "3 Fasting."),
        ),
    ),
    "xlsx docx",
    "V1 | V2 | V3",
    "Consent x..\nBMI (kg/m2) x.x\nCD4 count xxx\nWeight xxx",
    notes=3,
    pointed={"Consent": "1", "CD4 count": "2 3", "Weight": "3", "BMI (kg/m2)": ""},
)

UNEXPLAINED = Invented(
    "markers without any footnote in the file",
    (
        Part(
            """
Procedure | V1 | V2 | V3
Consent^a^ | X | |
Labs | X | X^b^ | X
ECG | X | | X
""",
            "Schedule of activities",
        ),
    ),
    "xlsx docx",
    "V1 | V2 | V3",
    "Consent x..\nLabs xxx\nECG x.x",
    notes=0,
    told=("points to no footnote",),
)

ALL = (BELOW, ONE_CELL, OTHER_SHEET, TWO_COLUMNS, UNICODE, SIGNS, BRACKETS, NUMBERS, UNEXPLAINED)
