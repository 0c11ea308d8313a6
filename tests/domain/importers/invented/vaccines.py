"""Invented vaccine, paediatric and rare disease studies: diaries, home visits, ages, calls between visits."""

from tests.domain.importers.invented.drawing import Part
from tests.domain.importers.invented.facts import Invented

DIARY = Invented(
    "vaccine with diary days between the visits",
    (
        Part(
            """
Visit Number | 1 | | 2 | | 3 | 4 | 5
Type of contact | Clinic | Phone call | Clinic | Phone call | Clinic | Clinic | Clinic
Study Day | D1 | D3 | D29 | D31 | D57 | D181 | D366
Window (days) | 0 | ±1 | -3/+7 | ±1 | -3/+14 | ±14 | ±28
Vaccination | ● | | ● | | | |
Informed consent | ● | | | | | |
Eligibility check | ● | | | | | |
Temperature (before vaccination) | ● | | ● | | | |
Blood sample (10 mL) | ● | | ● | | ● | ● | ●
Distribute diary card | ● | | ● | | | |
Diary reminder | | ● | | ● | | |
Collect diary card | | | ● | | ● | |
Solicited AEs (Day 1-7 after each dose) | ● | ● | ● | ● | | |
SAEs | ● | ● | ● | ● | ● | ● | ●
""",
            "Study procedures",
        ),
    ),
    "xlsx csv docx pdf",
    "D1 | D3 | D29 | D31 | D57 | D181 | D366",
    """
Vaccination x.x....
Informed consent x......
Eligibility check x......
Temperature (before vaccination) x.x....
Blood sample (10 mL) x.x.xxx
Distribute diary card x.x....
Diary reminder .x.x...
Collect diary card ..x.x..
Solicited AEs (Day 1-7 after each dose) xxxx...
SAEs xxxxxxx
""",
    days="1 3 29 31 57 181 366",
    windows="? 1d 3/7d 1d 3/14d 14d 28d",
    contacts="site phone site phone site site site",
)

AGES = Invented(
    "paediatric vaccine with ages",
    (
        Part(
            """
Age | 2 months | 4 months | 6 months | 12 months | 15 months
Visit | Visit 1 | Visit 2 | Visit 3 | Visit 4 | Visit 5
Time interval | Day 0 | 42-84 days after Visit 1 | 42-84 days after Visit 2 | | 21-48 days after Visit 4
Parental consent | ✓ | | | |
Assent (if applicable) | ✓ | | | |
Study vaccine | ✓ | ✓ | ✓ | ✓ |
Routine vaccine | ✓ | ✓ | ✓ | ✓ |
Blood sampling (5 mL) | ✓ | | | ✓ | ✓
30-minute observation | ✓ | ✓ | ✓ | ✓ |
Growth (length, weight, head circumference) | ✓ | ✓ | ✓ | ✓ | ✓
""",
            "Outline of study procedures",
        ),
    ),
    "xlsx csv docx pdf",
    "Visit 1 | Visit 2 | Visit 3 | Visit 4 | Visit 5",
    """
Parental consent x....
Assent (if applicable) x....
Study vaccine xxxx.
Routine vaccine xxxx.
Blood sampling (5 mL) x..xx
30-minute observation xxxx.
Growth (length, weight, head circumference) xxxxx
""",
)

HOME = Invented(
    "rare disease with optional home visits",
    (
        Part(
            """
Phase | Screening | Double-blind | < | < | < | < | Open-label Extension | < | End of Study
Visit | 1 | 2 | 3^a^ | 4 | 5^a^ | 6 | 7 | 8^a^ | 9/ET
Location | Site | Site | Home or site | Site | Home or site | Site | Site | Telephone | Site
Week | -6 to -2 | 0 | 4 | 12 | 18 | 24 | 36 | 48 | 52
Visit window (± days) | | | 3 | 5 | 3 | 5 | 7 | 7 | 7
Informed consent/assent | X | | | | | | | |
6-minute walk test | X | X | | X | | X | X | | X
Forced vital capacity | X | X | O | X | O | X | X | | X
Dispense study drug | | X | | X | | X | X | |
Caregiver questionnaire | | X | | X | | X | X | X | X
AE/SAE review | X | X | X | X | X | X | X | X | X
""",
            "SoA",
            ("a. May be done at the patient's home by a nurse.", "O = optional"),
        ),
    ),
    "xlsx docx pdf",
    "Screening | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9/ET",
    """
Informed consent/assent x........
6-minute walk test xx.x.xx.x
Forced vital capacity xxoxoxx.x
Dispense study drug .x.x.xx..
Caregiver questionnaire .x.x.xxxx
AE/SAE review xxxxxxxxx
""",
    days="? 0 28 84 126 168 252 336 364",
    windows="? ? 3d 5d 3d 5d 7d 7d 7d",
    contacts="site site unknown site unknown site site phone site",
    told=("optional",),
)

EXTENSION = Invented(
    "long extension with columns of years",
    (
        Part(
            """
Study year | Year 1 | < | < | < | Year 2 | < | Years 3-5 | ET
Month | 0 | 3 | 6 | 12 | 18 | 24 | Every 6 months |
Window (days) | | ±7 | ±7 | ±14 | ±14 | ±14 | ±14 |
Consent (extension) | X | | | | | | |
Physical exam | X | | X | X | X | X | X | X
Bone density (DXA) | X | | | X | | X | X^1^ | X
Drug accountability | | X | X | X | X | X | X | X
""",
            "Extension study schedule",
            ("^1^ Once a year.",),
        ),
    ),
    "xlsx docx pdf",
    "0 | 3 | 6 | 12 | 18 | 24 | Every 6 months | ET",
    """
Consent (extension) x.......
Physical exam x.xxxxxx
Bone density (DXA) x..x.xxx
Drug accountability .xxxxxxx
""",
    days="0 90 180 360 540 720 ? ?",
    windows="? 7d 7d 14d 14d 14d 14d ?",
    repeats="1 1 1 1 1 1 1-* 1",
    notes=1,
    pointed={"Bone density (DXA)": "1"},
)

DELAYED = Invented(
    "visits told by the visit before",
    (
        Part(
            """
Procedures | Enrolment | Visit 2 | Visit 3 | Unscheduled visit | Illness visit
 | Day 0 | 28 (+7) days after Visit 1 | 6 months (± 14 days) after Visit 2 | if needed | within 72 h of onset
Consent | Yes | | | |
Randomisation | Yes | | | |
Vaccine | Yes | Yes | | |
Nasal swab | | | | Yes | Yes
Serum | Yes | Yes | Yes | | Yes
""",
            "Visit schedule",
        ),
    ),
    "xlsx csv docx pdf",
    "Enrolment | Visit 2 | Visit 3 | Unscheduled visit | Illness visit",
    """
Consent x....
Randomisation x....
Vaccine xx...
Nasal swab ...xx
Serum xxx.x
""",
    windows="? 0/7d 14d ? ?",
)

ALL = (DIARY, AGES, HOME, EXTENSION, DELAYED)
