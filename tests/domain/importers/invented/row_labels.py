"""Invented schedules with labels over two rows or columns, and headings that tell columns apart in odd ways."""

from tests.domain.importers.invented.drawing import Part
from tests.domain.importers.invented.facts import Invented

ALL = (
    Invented(
        "labels that go on in the next row",
        (
            Part(
                """
Procedure | Screening | Day 1 | Day 8 | Day 15 | EOS
Informed consent | X | | | |
Physical examination (including | X | X | X | X | X
height and weight) | | | | |
Vital signs | X | X | X | X | X
Clinical laboratory evaluations (hematology, | X | X | | X | X
chemistry and urinalysis) | | | | |
Adverse events and concomitant | X | X | X | X | X
medications | | | | |
""",
                "Schedule of Activities",
            ),
        ),
        "xlsx csv pdf",
        "Screening | Day 1 | Day 8 | Day 15 | EOS",
        """
Informed consent x....
Physical examination (including height and weight) xxxxx
Vital signs xxxxx
Clinical laboratory evaluations (hematology, chemistry and urinalysis) xx.xx
Adverse events and concomitant medications xxxxx
""",
        groups={"Vital signs": None, "Adverse events and concomitant medications": None},
    ),
    Invented(
        "each eye on a row of its own",
        (
            Part(
                """
Procedure | Eye | Screening | Baseline | Week 4 (±3 d) | Week 8 (±3 d) | Week 12 (±5 d)
BCVA | OD | X | X | X | X | X
 | OS | X | X | X | X | X
IOP | Study eye | X | X | X | X | X
 | Fellow eye | X | | | | X
OCT | Study eye | X | X | X | X | X
Fundus photography | Both | X | | | | X
Intravitreal injection | Study eye | | X | X | X |
""",
                "Schedule of Activities",
            ),
        ),
        "xlsx csv",
        "Screening | Baseline | Week 4 (±3 d) | Week 8 (±3 d) | Week 12 (±5 d)",
        """
OD xxxxx
OS xxxxx
Study eye xxxxx
Fellow eye x...x
Study eye xxxxx
Both x...x
Study eye .xxx.
""",
        days="? ? 28 56 84",
        windows="? ? 3d 3d 5d",
    ),
    Invented(
        "dialysis sessions of a week",
        (
            Part(
                """
Week | Screening | Run-in | Week 1 | < | < | Week 2 | < | < | Week 4 | End of Study
Dialysis session | | Mid-week | HD1 | HD2 | HD3 | HD1 | HD2 | HD3 | Mid-week HD | Non-dialysis day
Consent | X | | | | | | | | |
Pre-dialysis weight | X | X | X | X | X | X | X | X | X |
Kt/V | | X | | | X | | | X | X |
Interdialytic diary | | | X | | | X | | | X |
24-hour urine | X | | | | | | | | | X
""",
                "Schedule of Activities",
            ),
        ),
        "xlsx docx",
        "Screening | Mid-week | HD1 | HD2 | HD3 | HD1 | HD2 | HD3 | Mid-week HD | Non-dialysis day",
        """
Consent x.........
Pre-dialysis weight xxxxxxxxx.
Kt/V .x..x..xx.
Interdialytic diary ..x..x..x.
24-hour urine x........x
""",
    ),
    Invented(
        "psychiatry scales with abbreviations that look like notes",
        (
            Part(
                """
Visit | 1 | 2 | 3 | 3a | 4 | ET
Study week | -2 | 0 | 1 | 2 | 4 |
Mode | Site | Site | Site | Phone | Site | Site
Written informed consent | X | | | | |
M.I.N.I. | X | | | | |
MADRS | X | X | X | | X | X
CGI-S | X | X | X | | X | X
CGI-I | | | X | | X | X
C-SSRS (Baseline/Screening) | X | | | | |
C-SSRS (Since Last Visit) | | X | X | X | X | X
AIMS/BARS/SAS^a^ | | X | | | X | X
""",
                "Schedule of Activities",
                (
                    "^a^ AIMS = Abnormal Involuntary Movement Scale; BARS = Barnes Akathisia Rating Scale.",
                    "ET = early termination; MADRS = Montgomery-Asberg Depression Rating Scale",
                ),
            ),
        ),
        "csv xlsx",
        "1 | 2 | 3 | 3a | 4 | ET",
        """
Written informed consent x.....
M.I.N.I. x.....
MADRS xxx.xx
CGI-S xxx.xx
CGI-I ..x.xx
C-SSRS (Baseline/Screening) x.....
C-SSRS (Since Last Visit) .xxxxx
AIMS/BARS/SAS .x..xx
""",
        days="-14 0 7 14 28 ?",
        contacts="site site site phone site site",
        notes=1,
    ),
    Invented(
        "paediatric columns by age band",
        (
            Part(
                """
Assessment | All ages | < | < | 2 to <6 years | < | 6 to <18 years | <
 | Screening | Day 1 | EOS | Week 4 | Week 12 | Week 4 | Week 12
Assent/consent | X | | | | | |
Growth (height, weight) | X | X | X | X | X | X | X
Denver scale | | X | X | X | X | |
PedsQL | | X | X | | | X | X
Blood (max 3 mL/kg) | X | | X | | X | X | X
""",
                "Schedule of Activities",
            ),
        ),
        "xlsx",
        "Screening | Day 1 | EOS | Week 4 | Week 12 | Week 4 | Week 12",
        """
Assent/consent x......
Growth (height, weight) xxxxxxx
Denver scale .xxxx..
PedsQL .xx..xx
Blood (max 3 mL/kg) x.x.xxx
""",
        told=("The same visits stand under",),
    ),
    Invented(
        "both eyes as columns under each visit",
        (
            Part(
                """
Test | Screening | < | Week 4 | < | Week 12 | <
 | OD | OS | OD | OS | OD | OS
BCVA | X | X | X | X | X | X
IOP | X | X | X | X | X | X
OCT | X | | X | | X | X
""",
                "Schedule of Activities",
            ),
        ),
        "xlsx",
        "OD | OS | OD | OS | OD | OS",
        """
BCVA xxxxxx
IOP xxxxxx
OCT x.x.xx
""",
    ),
    Invented(
        "rows of the body named like heading rows",
        (
            Part(
                """
Visit | Screening | Baseline | Month 1 | Month 3 | Month 6
Day | -30 to 0 | 0 | 30 ± 5 | 90 ± 7 | 180 ± 14
Visit with the study nurse | X | X | X | X | X
Time to wound closure | | | X | X | X
Days of work missed | | X | X | X | X
Phase angle | X | X | | X | X
Event diary review | | | X | X | X
""",
                "Schedule of Activities",
            ),
        ),
        "csv",
        "Screening | Baseline | Month 1 | Month 3 | Month 6",
        """
Visit with the study nurse xxxxx
Time to wound closure ..xxx
Days of work missed .xxxx
Phase angle xx.xx
Event diary review ..xxx
""",
        days="? 0 30 90 180",
        windows="? ? 5d 7d 14d",
    ),
    Invented(
        "two activities in one row with a slash and a sub-row for each arm",
        (
            Part(
                """
Procedure | Scr | D1 | D8 | D15 | D29 | EOS
Consent | X | | | | |
Dosing | | | | | |
>Active | | X | X | X | |
>Placebo | | X | X | X | |
Height/weight | X | X | | | X | X
""",
                "Schedule of Activities",
            ),
        ),
        "xlsx",
        "Scr | D1 | D8 | D15 | D29 | EOS",
        """
Consent x.....
Active .xxx..
Placebo .xxx..
Height/weight xx..xx
""",
        groups={"Active": "Dosing", "Height/weight": None},
    ),
    Invented(
        "visits down the page with day and window beside",
        (
            Part(
                """
Phase | Visit | Study day | Window (days) | Consent | ECG | Blood sample | Questionnaire | Study drug
Screening | Visit 1 | -14 | ±3 | X | X | X | |
Treatment | Visit 2 | 1 | | | | X | X | X
^ | Visit 3 | 15 | ±2 | | | X | X | X
^ | Visit 4 | 29 | ±2 | | X | X | X | X
Follow-up | Visit 5 | 57 | ±7 | | X | X | X |
""",
                "Schedule of Activities",
            ),
        ),
        "xlsx",
        "Visit 1 | Visit 2 | Visit 3 | Visit 4 | Visit 5",
        """
Consent x....
ECG x..xx
Blood sample xxxxx
Questionnaire .xxxx
Study drug .xxx.
""",
        days="-14 1 15 29 57",
        windows="3d ? 2d 2d 7d",
        told=("exchanged",),
    ),
    Invented(
        "visits down the page, groups of activities over the columns",
        (
            Part(
                """
Visit | Day | Window | Safety | < | < | Efficacy | <
 | | | Vitals | Labs | ECG | Score | Photo
Screening | -14 | ±2 | X | X | X | |
Baseline | 1 | | X | X | | X | X
Week 4 | 29 | ±3 | X | | | X |
Week 8 | 57 | ±3 | X | X | X | X | X
""",
                "Schedule of Activities",
            ),
        ),
        "docx",
        "Screening | Baseline | Week 4 | Week 8",
        """
Vitals xxxx
Labs xx.x
ECG x..x
Score .xxx
Photo .x.x
""",
        days="-14 1 29 57",
        windows="2d ? 3d 3d",
        groups={"ECG": "Safety", "Photo": "Efficacy"},
    ),
    Invented(
        "body rows continue after a repeated title in the middle (cont.)",
        (
            Part(
                """
Procedure | Screening | Day 1 | Day 8 | Day 15
Consent | X | | |
Labs | X | X | X | X
Schedule of activities (continued) | < | < | < | <
Procedure | Screening | Day 1 | Day 8 | Day 15
ECG | X | | | X
Vitals | X | X | X | X
""",
                "Schedule of Activities",
            ),
        ),
        "csv",
        "Screening | Day 1 | Day 8 | Day 15",
        """
Consent x...
Labs xxxx
ECG x..x
Vitals xxxx
""",
    ),
)
