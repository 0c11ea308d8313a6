"""Invented schedules in odd layouts: transposed, split labels, notes in the middle, blanks, repeats, titles."""

from tests.domain.importers.invented.drawing import Part
from tests.domain.importers.invented.facts import Invented

DOWN = Invented(
    "visits in rows and activities in columns",
    (
        Part(
            """
Visit | Day | Window | Informed consent | Vital signs | ECG | Blood sample | Diary check
Screening | -14 | -7 to 0 | X | X | X | X |
Baseline | 1 | | | X | X | X |
Week 2 | 15 | ±3 | | X | | | X
Week 4 | 29 | ±3 | | X | X | X | X
Week 8 | 57 | ±5 | | X | | X | X
End of study | 85 | ±5 | | X | X | X | X
""",
            "Schedule of assessments",
        ),
    ),
    "xlsx csv docx pdf",
    "Screening | Baseline | Week 2 | Week 4 | Week 8 | End of study",
    """
Informed consent x.....
Vital signs xxxxxx
ECG xx.x.x
Blood sample xx.xxx
Diary check ..xxxx
""",
    days="-14 1 15 29 57 85",
    windows="7/0d ? 3d 3d 5d 5d",
)

SPLIT_LABELS = Invented(
    "labels over columns A to C",
    (
        Part(
            """
Category | Procedure | Detail | V1 | V2 | V3 | V4
 | | | Week -2 | Week 0 | Week 6 | Week 12
Safety | Laboratory tests | Haematology | X | X | X | X
 | | Chemistry | X | X | X | X
 | | Urinalysis | X | | | X
 | ECG | | X | | X | X
Efficacy | Walking test | | | X | X | X
 | Questionnaires | Sleep diary | | X | X | X
 | | Fatigue score | | X | | X
Admin | Informed consent | | X | | |
""",
            "Schedule",
        ),
    ),
    "xlsx csv docx pdf",
    "V1 | V2 | V3 | V4",
    """
Haematology xxxx
Chemistry xxxx
Urinalysis x..x
ECG x.xx
Walking test .xxx
Sleep diary .xxx
Fatigue score .x.x
Informed consent x...
""",
    days="-14 0 42 84",
    groups={"Urinalysis": "Laboratory tests", "Fatigue score": "Questionnaires", "ECG": "Safety"},
)

NUMBERED = Invented(
    "rows numbered 1, 1.1 in the label",
    (
        Part(
            """
Activity | Screening | Baseline | Month 3 | Month 6
1. Enrolment | | | |
1.1 Informed consent | X | | |
1.2 Medical history | X | | |
2. Clinical assessments | | | |
2.1 Vital signs | X | X | X | X
2.2 Physical examination | X | | | X
3. Laboratory | | | |
3.1 Full blood count | X | X | X | X
3.2 HbA1c | X | | X | X
""",
            "Appendix 1 Schedule of events",
        ),
    ),
    "xlsx csv docx pdf",
    "Screening | Baseline | Month 3 | Month 6",
    """
1.1 Informed consent x...
1.2 Medical history x...
2.1 Vital signs xxxx
2.2 Physical examination x..x
3.1 Full blood count xxxx
3.2 HbA1c x.xx
""",
    groups={"1.2 Medical history": "1. Enrolment", "3.2 HbA1c": "3. Laboratory"},
)

NUMBER_COLUMN = Invented(
    "numbers in a column of their own, notes in the middle",
    (
        Part(
            """
No. | Assessment | Protocol section | Screening | Day 1 | Comments | Day 15 | Day 29
1 | Informed consent | 5.1 | X | | Before any procedure | |
2 | Vital signs | 8.2.1 | X | X | | X | X
3 | Weight | 8.2.2 | X | X | In light clothing | | X
4 | Concomitant medication | 6.5 | X | X | | X | X
5 | Randomisation | 6.3 | | X | By interactive system | |
""",
            "Schedule of assessments",
        ),
    ),
    "xlsx csv docx pdf",
    "Screening | Day 1 | Day 15 | Day 29",
    """
Informed consent x...
Vital signs xxxx
Weight xx.x
Concomitant medication xxxx
Randomisation .x..
""",
    days="? 1 15 29",
    told=("read as remarks",),
)

BLANKS = Invented(
    "blank rows and columns, title rows and a legend",
    (
        Part(
            """
An invented study in adults with hay fever | | | | | | |
Protocol INV-7, version 2.0, 3 March 2031 | | | | | | |
 | | | | | | |
 | Schedule of Activities | | | | | |
 | | | | | | |
 | Visit | | Visit 1 | Visit 2 | | Visit 3 | Visit 4
 | Day | | -7 | 1 | | 28 | 56
 | | | | | | |
 | Informed consent | | X | | | |
 | Skin prick test | | X | | | |
 | | | | | | |
 | Symptom score | | | X | | X | X
 | Nasal peak flow | | X | X | | X | X
 | | | | | | |
 | Study drug | | | X | | X |
 | | | | | | |
 | X = to be done | | | | | |
""",
        ),
    ),
    "xlsx csv",
    "Visit 1 | Visit 2 | Visit 3 | Visit 4",
    """
Informed consent x...
Skin prick test x...
Symptom score .xxx
Nasal peak flow xxxx
Study drug .xx.
""",
    days="-7 1 28 56",
)

REPEATED = Invented(
    "headings repeated in the middle of the sheet",
    (
        Part(
            """
Procedure | Screening | Baseline | Week 6 | Week 12
Informed consent | X | | |
Eligibility | X | X | |
Vital signs | X | X | X | X
Procedure | Screening | Baseline | Week 6 | Week 12
ECG | X | | | X
Blood tests | X | X | X | X
Questionnaire | | X | X | X
""",
            "Study plan",
        ),
    ),
    "xlsx csv docx pdf",
    "Screening | Baseline | Week 6 | Week 12",
    """
Informed consent x...
Eligibility xx..
Vital signs xxxx
ECG x..x
Blood tests xxxx
Questionnaire .xxx
""",
)

HEADER_WINDOWS = Invented(
    "windows in the headings in every spelling",
    (
        Part(
            """
Visit | Screening\\n(Day -28 to -1) | Baseline\\nDay 1 | Wk 4/D29\\n(±3d) | Wk 8/D57\\n(+/- 3 days) | Wk 12/D85\\n(-3/+5) | Wk 24/D169\\n(± 1 wk)
Consent | X | | | | |
Randomisation | | X | | | |
Dispense drug | | X | X | X | X |
Labs | X | X | X | X | X | X
""",  # noqa: E501 - one row of a table
            "Schedule of activities",
        ),
    ),
    "xlsx csv docx pdf",
    "Screening\\n(Day -28 to -1) | Baseline\\nDay 1 | Wk 4/D29\\n(±3d) | Wk 8/D57\\n(+/- 3 days) | Wk 12/D85\\n(-3/+5) "
    "| Wk 24/D169\\n(± 1 wk)",
    """
Consent x.....
Randomisation .x....
Dispense drug .xxxx.
Labs xxxxxx
""",
    days="? 1 29 57 85 169",
    windows="? ? 3d 3d 3/5d 1w",
)

HIDDEN = Invented(
    "a hidden row and a hidden sheet",
    (
        Part(
            """
Visit | V1 | V2 | V3
Consent | X | |
{hide}Old test | X | X |
Labs | X | X | X
Diary | | X | X
""",
            "SoA",
        ),
        Part("Visit | V1 | V2\nOther | X | X\nMore | X | X", "old", hidden=True),
    ),
    "xlsx",
    "V1 | V2 | V3",
    """
Consent x..
Old test xx.
Labs xxx
Diary .xx
""",
    told=("This row is hidden", "This sheet is hidden"),
)

NOTES_FIRST = Invented(
    "notes column directly after the labels",
    (
        Part(
            """
Procedure | Notes | Visit 1 | Visit 2 | Visit 3
Informed consent | Sign before anything | X | |
Labs | Fasting, see Section 8 | X | X | X
ECG | | X | | X
Study drug | First dose on site | | X | X
""",
            "Schedule of activities",
        ),
    ),
    "xlsx csv docx pdf",
    "Visit 1 | Visit 2 | Visit 3",
    """
Informed consent x..
Labs xxx
ECG x.x
Study drug .xx
""",
)

INDENTED = Invented(
    "parents with children that are indented, a parent with marks",
    (
        Part(
            """
Procedure | Screening | Day 1 | Day 8
Informed consent | X | |
Laboratory tests | X | X | X
>Haematology | X | X | X
>Chemistry | X | | X
Questionnaires | | |
>Pain score | | X | X
>Mood score | | X |
Adverse events | X | X | X
""",
            "Schedule of activities",
        ),
    ),
    "xlsx csv docx",
    "Screening | Day 1 | Day 8",
    """
Informed consent x..
Laboratory tests xxx
Haematology xxx
Chemistry x.x
Pain score .xx
Mood score .x.
Adverse events xxx
""",
    groups={"Pain score": "Questionnaires", "Adverse events": None},
)

EMPTY_VISIT = Invented(
    "a visit without any mark, and a row without any",
    (
        Part(
            """
Visit | V1 | V2 | V3 | V4
Week | 0 | 2 | 4 | 6
Consent | X | | |
Labs | X | | X | X
Biopsy | | | |
ECG | X | | | X
""",
            "SoA",
        ),
    ),
    "xlsx csv docx pdf",
    "V1 | V2 | V3 | V4",
    """
Consent x...
Labs x.xx
ECG x..x
""",
)

ALL = (
    *(DOWN, SPLIT_LABELS, NUMBERED, NUMBER_COLUMN, BLANKS, REPEATED),
    *(HEADER_WINDOWS, HIDDEN, NOTES_FIRST, INDENTED, EMPTY_VISIT),
)
