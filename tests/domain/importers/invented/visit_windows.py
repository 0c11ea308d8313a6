"""Invented schedules that tell their windows in rows for each side, as limits, as ranges or in worded headings."""

from tests.domain.importers.invented.drawing import Part
from tests.domain.importers.invented.facts import Invented

ALL = (
    Invented(
        "windows as minus and plus rows",
        (
            Part(
                """
 | Screening | Visit 2 | Visit 3 | Visit 4
Target day | -14 | 1 | 29 | 85
Window (- days) | 14 | 0 | 3 | 7
Window (+ days) | 0 | 0 | 5 | 10
Consent | X | | |
Bloods | X | X | X | X
Imaging | X | | | X
""",
                "Schedule of Activities",
            ),
        ),
        "xlsx csv",
        "Screening | Visit 2 | Visit 3 | Visit 4",
        """
Consent x...
Bloods xxxx
Imaging x..x
""",
        days="-14 1 29 85",
        windows="14/0d ? 3/5d 7/10d",
    ),
    Invented(
        "earliest and latest day rows",
        (
            Part(
                """
Visit | V1 | V2 | V3 | V4
Planned day | 1 | 15 | 29 | 57
Earliest day | 1 | 13 | 26 | 50
Latest day | 1 | 17 | 32 | 64
Dose | X | X | X |
Bloods | X | X | X | X
ECG | X | | | X
""",
                "Schedule of Activities",
            ),
        ),
        "xlsx csv",
        "V1 | V2 | V3 | V4",
        """
Dose xxx.
Bloods xxxx
ECG x..x
""",
        days="1 15 29 57",
        windows="? 2d 3d 7d",
    ),
    Invented(
        "range of allowed days in the heading",
        (
            Part(
                """
Visit | V1 | V2 | V3 | V4 (EOS)
Day (range) | 1 | 15 (13-17) | 29 (26-32) | 57 (50-64)
Dose | X | X | X |
Bloods | X | X | X | X
ECG | X | | | X
""",
                "Schedule of Activities",
            ),
        ),
        "xlsx csv",
        "V1 | V2 | V3 | V4 (EOS)",
        """
Dose xxx.
Bloods xxxx
ECG x..x
""",
        days="1 15 29 57",
        windows="? 2d 3d 7d",
    ),
    Invented(
        "windows told as days after another visit",
        (
            Part(
                """
Visit Number | 1 | 2 | 3 | 4 | Unplanned | 5
Visit Description | Vax 1 | Vax 2 | 1-Month Follow-up | 6-Month Follow-up | Potential Illness Visit | 12-Month Follow-up
Visit Window (Days) | Day 1 | 19 to 23 Days After Visit 1 | 28 to 35 Days After Visit 2 | 175 to 189 Days After Visit 2 | Optimally Within 3 Days After Illness Onset | 350 to 378 Days After Visit 2
Obtain informed consent | X | | | | |
Obtain nasal swab | X | X | | | X |
Collect blood (~20 mL) | X | | X | X | | X
Administer vaccine | X | X | | | |
Review e-diary | X | X | | | |
""",  # noqa: E501 - a row of a table
                "Schedule of Activities",
            ),
        ),
        "csv",
        ("Vax 1 | Vax 2 | 1-Month Follow-up | 6-Month Follow-up | Potential Illness Visit | 12-Month Follow-up"),
        """
Obtain informed consent x.....
Obtain nasal swab xx..x.
Collect blood (~20 mL) x.xx.x
Administer vaccine xx....
Review e-diary xx....
""",
    ),
    Invented(
        "cycles side by side with a window under each",
        (
            Part(
                """
Cycle | Screening | 1 | < | < | 2 | < | 3-6 | EOT
Day | -21 to 0 | 1 | 8 | 15 | 1 | 8 | 1 | 30 days after last dose
Window (days) | | 0 | ±1 | ±1 | ±2 | ±1 | ±2 | +7
Consent | X | | | | | | |
Chemo | | X | X | | X | X | X |
CBC | X | X | X | X | X | X | X | X
""",
                "Schedule of Activities",
            ),
        ),
        "xlsx",
        "Screening | 1 | 8 | 15 | 1 | 8 | 1 | EOT",
        """
Consent x.......
Chemo .xx.xxx.
CBC xxxxxxxx
""",
        windows="? ? 1d 1d 2d 1d 2d 0/7d",
        repeats="1 1 1 1 1 1 4-4 1",
    ),
    Invented(
        "Word-style header with visit windows in the second line of each cell and ET beside",
        (
            Part(
                """
Study Procedures | Screening\\n(Day -42 to -1) | Baseline\\n(Day 1) | Week 2\\n(±2 days) | Week 4\\n(±2 days) | Weeks 8, 12, 16, 20\\n(±4 days) | Week 24/ET\\n(±4 days) | Safety Follow-up\\n(30 +7 days after last dose)
Informed consent | X | | | | | |
Physical exam | X | X | | X | | X | X
Labs^1,2^ | X | X | X | X | X | X | X
PK sample | | X^3^ | X | X | X^4^ | X |
""",  # noqa: E501 - a row of a table
                "Schedule of Activities",
                ("1 Hematology and chemistry.", "2 Fasting at Week 24.", "3 Pre-dose.", "4 Weeks 12 and 20 only."),
            ),
        ),
        "docx",
        (
            "Screening\\n(Day -42 to -1) | Baseline\\n(Day 1) | Week 2\\n(±2 days) | Week 4\\n(±2 days) | "
            "Weeks 8, 12, 16, 20\\n(±4 days) | Week 24/ET\\n(±4 days) | "
            "Safety Follow-up\\n(30 +7 days after last dose)"
        ),
        """
Informed consent x......
Physical exam xx.x.xx
Labs xxxxxxx
PK sample .xxxxx.
""",
        windows="? ? 2d 2d 4d 4d 0/7d",
        repeats="1 1 1 1 4-4 1 1",
        notes=4,
        pointed={"Labs": "1 2", "PK sample": "3 4"},
    ),
    Invented(
        "single dose with a very long follow-up in years",
        (
            Part(
                """
Procedure | Screening | Day 0 (infusion) | Days 1-7 (daily) | Week 2 | Month 1 | Month 3 | Month 6 | Year 1 | Year 2 | Years 3, 4 and 5 | Years 6 to 15 (yearly)
Window | | | | ±2d | ±5d | ±7d | ±14d | ±30d | ±30d | ±60d | ±60d
Consent | X | | | | | | | | | |
Infusion | | X | | | | | | | | |
CBC | X | X | X | X | X | X | X | X | X | X |
VCN | | | | X | X | X | X | X | X | X | X
""",  # noqa: E501 - a row of a table
                "Schedule of Activities",
            ),
        ),
        "csv",
        (
            "Screening | Day 0 (infusion) | Days 1-7 (daily) | Week 2 | Month 1 | Month 3 | Month 6 | "
            "Year 1 | Year 2 | Years 3, 4 and 5 | Years 6 to 15 (yearly)"
        ),
        """
Consent x..........
Infusion .x.........
CBC xxxxxxxxxx.
VCN ...xxxxxxxx
""",
        windows="? ? ? 2d 5d 7d 14d 30d 30d 60d 60d",
        repeats="1 1 7-7 1 1 1 1 1 1 3-3 10-10",
    ),
    Invented(
        "windows in brackets on a row without a name",
        (
            Part(
                """
Assessments | Screening | Baseline | Week 2 | Week 6 | Week 12 | Safety Follow-up
 | Day -21 to Day -1 | Day 1 | Day 15 | Day 43 | Day 85 | Day 113
 | | | (±2 days) | (±3 days) | (±3 days) | (+7 days)
Informed consent | X | | | | |
PASI score | X | X | X | X | X | X
Skin biopsy (optional) | | X | | | X |
Dispense study drug | | X | X | X | |
""",
                "Schedule of Activities",
            ),
        ),
        "csv",
        "Screening | Baseline | Week 2 | Week 6 | Week 12 | Safety Follow-up",
        """
Informed consent x.....
PASI score xxxxxx
Skin biopsy (optional) .x..x.
Dispense study drug .xxx..
""",
        days="? 1 15 43 85 113",
        windows="? ? 2d 3d 3d 0/7d",
    ),
    Invented(
        "footnotes above the table and headings with long text",
        (
            Part(
                """
Procedure | Screening visit to confirm eligibility (up to 6 weeks before baseline) | Baseline visit (day of first injection) | Phone call 2 days (±1) after each injection | Injection visits at Weeks 4, 8 and 12 | End of study visit at Week 16 (±7 days)
Informed consent^1^ | X | | | |
Injection | | X | | X |
Injection site check | | X | X | X | X
Blood | X | X | | X | X
""",  # noqa: E501 - a row of a table
                "Schedule of Activities",
                ("^1^ Signed before anything is done.",),
            ),
        ),
        "xlsx",
        (
            "Screening visit to confirm eligibility (up to 6 weeks before baseline) | "
            "Baseline visit (day of first injection) | Phone call 2 days (±1) after each injection | "
            "Injection visits at Weeks 4, 8 and 12 | End of study visit at Week 16 (±7 days)"
        ),
        """
Informed consent x....
Injection .x.x.
Injection site check .xxxx
Blood xx.xx
""",
        windows="? ? 1d ? 7d",
        contacts="unknown unknown phone unknown unknown",
        repeats="1 1 1-* 3-3 1",
    ),
    Invented(
        "Italian",
        (
            Part(
                """
Procedure | Screening | Basale | Settimana 4 | Settimana 8 | Fine studio | Follow-up
Giorno | -28/-1 | 1 | 29 ± 3 | 57 ± 3 | 85 ± 3 | 113 ± 7
Consenso informato | X | | | | |
Esame obiettivo | X | X | X | X | X | X
Parametri vitali | X | X | X | X | X | X
""",
                "Schedule of Activities",
            ),
        ),
        "csv",
        "Screening | Basale | Settimana 4 | Settimana 8 | Fine studio | Follow-up",
        """
Consenso informato x.....
Esame obiettivo xxxxxx
Parametri vitali xxxxxx
""",
        windows="? ? 3d 3d 3d 7d",
    ),
    Invented(
        "Dutch",
        (
            Part(
                """
Onderzoek | Screening | Bezoek 1 | Bezoek 2 | Bezoek 3 | Einde studie
 | week -2 | week 0 | week 6 (± 1 week) | week 12 (± 1 week) | week 24 (± 2 weken)
Toestemming | X | | | |
Lichamelijk onderzoek | X | X | X | X | X
Bloedafname | X | | X | X | X
""",
                "Schedule of Activities",
            ),
        ),
        "csv",
        "Screening | Bezoek 1 | Bezoek 2 | Bezoek 3 | Einde studie",
        """
Toestemming x....
Lichamelijk onderzoek xxxxx
Bloedafname x.xxx
""",
        windows="? ? 1w 1w 2w",
    ),
    Invented(
        "Japanese",
        (
            Part(
                """
項目 | 同意取得 | スクリーニング | 0週 | 4週 | 8週 | 12週 | 中止時
許容範囲 | | -14～-1日 | | ±3日 | ±3日 | ±7日 |
同意取得 | ○ | | | | | |
バイタルサイン | | ○ | ○ | ○ | ○ | ○ | ○
血液検査 | | ○ | ○ | ○ | ○ | ○ | ○
有害事象 | | | ○ | ○ | ○ | ○ | ○
""",
                "Schedule of Activities",
            ),
        ),
        "csv",
        "同意取得 | スクリーニング | 0週 | 4週 | 8週 | 12週 | 中止時",
        """
同意取得 x......
バイタルサイン .xxxxxx
血液検査 .xxxxxx
有害事象 ..xxxxx
""",
    ),
)
