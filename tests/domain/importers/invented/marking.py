"""Invented schedules that mark their cells in every way that sponsors do: signs, words, fills, notes on marks."""

from tests.domain.importers.invented.drawing import Part
from tests.domain.importers.invented.facts import Invented

HEAD = "Procedure | Screening | Week 0 | Week 4 | Week 8 | Follow-up\n"
VISITS = "Screening | Week 0 | Week 4 | Week 8 | Follow-up"


def _one(name: str, rows: str, right: str, kinds: str = "xlsx csv docx pdf", **facts) -> Invented:
    below = facts.pop("below", ())
    return Invented(
        name, (Part(HEAD + rows.strip("\n"), "Schedule of activities", below),), kinds, VISITS, right, **facts
    )


SIGNS = _one(
    "every sign that means done",
    """
Consent | ✔ | | | |
Weight | ✓ | ✓ | ✓ | ✓ | ✓
ECG | • | | • | |
Labs | ● | ● | ● | ● | ●
X-ray | ■ | | | ■ |
Diary | √ | √ | √ | |
Spirometry | x | X | x | X | x
Questionnaire | ☒ | ☒ | ☐ | ☒ | ☐
Dose | | ◆ | ◆ | ◆ |
""",
    """
Consent x....
Weight xxxxx
ECG x.x..
Labs xxxxx
X-ray x..x.
Diary xxx..
Spirometry xxxxx
Questionnaire xx.x.
Dose .xxx.
""",
)

YES_AND_NO = _one(
    "yes and no in every cell",
    """
Consent | Yes | No | No | No | No
Weight | Yes | Yes | Yes | Yes | Yes
ECG | Yes | No | Yes | No | No
Labs | yes | yes | no | yes | n/a
""",
    """
Consent x....
Weight xxxxx
ECG x.x..
Labs xx.x.
""",
)

ONES = _one(
    "ones and noughts",
    """
Consent | 1 | 0 | 0 | 0 | 0
Weight | 1 | 1 | 1 | 1 | 1
ECG | 1 | 0 | 1 | 0 | 0
Labs | 1 | 1 | 0 | 1 | 1
Blood pressure | 1 | 1 | 1 | 1 | 1
""",
    """
Consent x....
Weight xxxxx
ECG x.x..
Labs xx.xx
Blood pressure xxxxx
""",
)

FILLS = _one(
    "a fill colour is the only mark",
    """
Consent | {fill} | | | |
Weight | {fill} | {fill} | {fill} | {fill} | {fill}
ECG | {fill} | | {fill} | |
Labs | {fill} | {fill} | | {fill} | {fill}
""",
    "",
    "xlsx docx pdf",
    refused="colour",
)

SHADED = _one(
    "rows shaded for reading, beside crosses",
    """
{fill}Consent | {fill}X | {fill} | {fill} | {fill} | {fill}
Weight | X | X | X | X | X
{fill}ECG | {fill}X | {fill} | {fill}X | {fill} | {fill}
Labs | X | X | | X | X
""",
    """
Consent x....
Weight xxxxx
ECG x.x..
Labs xx.xx
""",
)

NOTED = _one(
    "marks with notes in every style",
    """
Consent | X* | | | |
Weight | X^a^ | X | X | X | X^a,b^
ECG | X¹ | | X¹ | |
Labs | X^1,2^ | X^2^ | | X | X
Pregnancy test | X† | X | (X) | X | X‡
Biopsy | X^[b]^ | | | X^b^ |
""",
    """
Consent x....
Weight xxxxx
ECG x.x..
Labs xx.xx
Pregnancy test xxcxx
Biopsy x..x.
""",
    below=(
        "* Before anything else.",
        "† Serum.",
        "‡ Urine.",
        "^1^ In triplicate.",
        "^2^ Fasting.",
        "^a^ Without shoes.",
        "^b^ If the patient agrees.",
    ),
    kinds="xlsx docx",
    notes=7,
    pointed={
        "Consent": "*",
        "Weight": "a b",
        "ECG": "1",
        "Labs": "1 2",
        "Pregnancy test": "† ‡",
        "Biopsy": "b",
    },
)

GLUED = _one(
    "figures glued to the marks in CSV",
    """
Consent | X1 | | | |
Weight | X | X | X | X | X
ECG | X2 | | X2 | |
Labs | X1,2 | X2 | | X | X
""",
    """
Consent x....
Weight xxxxx
ECG x.x..
Labs xx.xx
""",
    below=("1. Before anything else.", "2. In triplicate."),
    kinds="csv xlsx docx",
    notes=2,
    pointed={"Consent": "1", "ECG": "2", "Labs": "1 2"},
    texts={("Consent", 0): "X"},
)

TEXTS = _one(
    "words in place of marks",
    """
Consent | X | | | |
Weight | X | X | X | X | X
PK sample | | Predose, 2h, 4h | Predose | Predose | 24h
Biopsy | Optional | | | Optional |
Imaging | X | | As clinically indicated | X | See Section 8.2
AE review | X | Ongoing | < | < | <
Hospital stay | | → | → | |
Labs | X | X | X/- | X | X (fasting)
""",
    """
Consent x....
Weight xxxxx
PK sample .xxxx
Biopsy o..o.
Imaging x.cxr
AE review xtttt
Hospital stay .tt..
Labs xxcxx
""",
    "xlsx docx pdf",
    texts={("PK sample", 1): "Predose, 2h, 4h", ("Labs", 4): "X (fasting)"},
    told=('"X/-"',),
)

COUNTS = _one(
    "how often in place of marks",
    """
Consent | 1x | | | |
Vital signs | 1x | 3x | 1x | 1x | 1x
ECG | 1x | 3x | | | 1x
Blood sample | 2 | 1 | 1 | 1 | 1
Urine sample | 1 | 1 | | | 1
""",
    """
Consent x....
Vital signs xxxxx
ECG xx..x
Blood sample xxxxx
Urine sample xx..x
""",
)

MERGED = _one(
    "a cross merged over visits, beside plain ones",
    """
Consent | X | | | |
Run-in diary | | X | < | < |
Weight | X | X | X | X | X
Sleep study | X | < | | X | <
Serious adverse events | X | < | < | < | <
""",
    """
Consent x....
Run-in diary .xxx.
Weight xxxxx
Sleep study xx.xx
Serious adverse events xxxxx
""",
    "xlsx docx pdf",
)

INITIALS = _one(
    "letters explained by a legend",
    """
Consent | M | | | |
Weight | M | M | M | M | M
Biopsy | | O | | O |
Counselling | R | | R | | R
Labs | M | M | C | M | M
""",
    """
Consent x....
Weight xxxxx
Biopsy .o.o.
Counselling x.x.x
Labs xxcxx
""",
    below=("M = mandatory; O = optional; R = recommended; C = if clinically indicated",),
)

ALL = (SIGNS, YES_AND_NO, ONES, FILLS, SHADED, NOTED, GLUED, TEXTS, COUNTS, MERGED, INITIALS)
