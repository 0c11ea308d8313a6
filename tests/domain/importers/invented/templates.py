"""Invented schedules in the templates of networks, sponsors and registers, each with its own habits."""

from tests.domain.importers.invented.drawing import Part
from tests.domain.importers.invented.facts import Invented

ALL = (
    Invented(
        "network template with weeks after entry",
        (
            Part(
                """
Evaluation | Screening | Entry | Post-Entry Evaluations (Weeks) | < | < | < | < | Confirmed Virologic Failure | Premature Study Discontinuation
 | | | 4 | 8 | 12 | 24 | 48 | |
{b}Documentation | | | | | | | | |
Documentation of HIV-1 | X | | | | | | | |
Medical History | X | X | | | | | | |
{b}Clinical Assessments | | | | | | | | |
Complete Physical Exam | X | | | | | | | |
Targeted Physical Exam | | X | X | X | X | X | X | X | X
{b}Laboratory | | | | | | | | |
Hematology | X | X | X | | X | X | X | X | X
HIV-1 RNA | X | X | X | X | X | X | X | X | X
Stored Plasma | | X | | | | X | X | X |
""",  # noqa: E501 - a row of a table
                "Schedule of Activities",
            ),
        ),
        "xlsx",
        ("Screening | Entry | 4 | 8 | 12 | 24 | 48 | Confirmed Virologic Failure | Premature Study Discontinuation"),
        """
Documentation of HIV-1 x........
Medical History xx.......
Complete Physical Exam x........
Targeted Physical Exam .xxxxxxxx
Hematology xxx.xxxxx
HIV-1 RNA xxxxxxxxx
Stored Plasma .x...xxx.
""",
        days="? ? 28 56 84 168 336 ? ?",
        groups={"Hematology": "Laboratory"},
    ),
    Invented(
        "filled and open signs told by a legend in sentences",
        (
            Part(
                """
Epoch | Screening | Treatment | < | < | Follow-up
Type of contact | Visit 1 | Visit 2 | Phone contact 1 | Visit 3 | Visit 4
Timepoints | Day -30 to Day 1 | Day 1 | Day 8 | Day 31 | Day 181
Informed consent | ● | | | |
Check inclusion/exclusion criteria | ● | O | | |
Vaccine administration | | ● | | ● |
Distribution of diary cards | | O | | O |
Return of diary cards | | | | O | O
Blood sample for humoral immunity (10 mL) | | ● | | ● | ●
Recording of SAEs | ● | ● | ● | ● | ●
""",
                "Schedule of Activities",
                (
                    "● is used to indicate a study procedure that requires documentation in the individual eCRF.",
                    "O indicates a study procedure that does not require documentation in the individual eCRF.",
                ),
            ),
        ),
        "xlsx csv",
        "Visit 1 | Visit 2 | Phone contact 1 | Visit 3 | Visit 4",
        """
Informed consent x....
Check inclusion/exclusion criteria xx...
Vaccine administration .x.x.
Distribution of diary cards .x.x.
Return of diary cards ...xx
Blood sample for humoral immunity (10 mL) .x.xx
Recording of SAEs xxxxx
""",
        days="? 1 8 31 181",
        contacts="unknown unknown phone unknown unknown",
    ),
    Invented(
        "dose escalation with a DLT period over the first cycle",
        (
            Part(
                """
Procedure | Screening | DLT Evaluation Period (Cycle 1; 28 days) | < | < | < | < | Cycle 2 | < | Cycle 3 and beyond | EOT | 30-Day Safety Follow-up | Survival Follow-up (every 12 weeks)
 | Day -28 to -1 | D1 | D2 | D8 (±1) | D15 (±1) | D22 (±1) | D1 (±2) | D15 (±2) | D1 (±2) | Within 7 days of last dose | 30 days after last dose (±7) | ±14 days
Informed consent | X | | | | | | | | | | |
Study drug (oral, BID) | | ←—— continuous dosing ——→ | < | < | < | < | < | < | < | | |
PK sampling | | X | X | X | X | | X | | | | |
DLT assessment | | X | X | X | X | X | | | | | |
CT/MRI | X | | | | | | | | X^a^ | X^b^ | |
Subsequent therapy | | | | | | | | | | | | X
Adverse events | X | X | X | X | X | X | X | X | X | X | X |
""",  # noqa: E501 - a row of a table
                "Schedule of Activities",
                ("^a^ Every 8 weeks.", "^b^ Only if not done within 28 days."),
            ),
        ),
        "xlsx",
        (
            "Screening | D1 | D2 | D8 (±1) | D15 (±1) | D22 (±1) | D1 (±2) | D15 (±2) | D1 (±2) | "
            "EOT | 30-Day Safety Follow-up | Survival Follow-up (every 12 weeks)"
        ),
        """
Informed consent x...........
Study drug (oral, BID) .tttttttt...
PK sampling .xxxx.x.....
DLT assessment .xxxxx......
CT/MRI x.......xx..
Subsequent therapy ...........x
Adverse events xxxxxxxxxxx.
""",
        days="? 1 2 8 15 22 ? ? ? ? ? ?",
        windows="? ? ? 1d 1d 1d 2d 2d 2d ? 7d 14d",
        notes=2,
    ),
    Invented(
        "template of academic trials with -t1 and tx",
        (
            Part(
                """
 | STUDY PERIOD | < | < | < | < | < | <
 | Enrolment | Allocation | Post-allocation | < | < | < | Close-out
TIMEPOINT** | -t1 | 0 | t1 | t2 | t3 | t4 | tx
{b}ENROLMENT: | | | | | | |
Eligibility screen | X | | | | | |
Informed consent | X | | | | | |
Allocation | | X | | | | |
{b}INTERVENTIONS: | | | | | | |
[Intervention A] | | ◆———————————◆ | < | < | < | < |
[Intervention B] | | X | | X | | X |
{b}ASSESSMENTS: | | | | | | |
[Baseline variables] | X | X | | | | |
[Outcome variables] | | X | | X | | X | X
[Other data variables] | | | X | X | X | X | X
""",
                "Schedule of Activities",
            ),
        ),
        "xlsx",
        "-t1 | 0 | t1 | t2 | t3 | t4 | tx",
        """
Eligibility screen x......
Informed consent x......
Allocation .x.....
[Intervention A] .ttttt.
[Intervention B] .x.x.x.
[Baseline variables] xx.....
[Outcome variables] .x.x.xx
[Other data variables] ..xxxxx
""",
        groups={"Allocation": "ENROLMENT:", "[Baseline variables]": "ASSESSMENTS:"},
    ),
    Invented(
        "NCI study calendar with dose rows lettered",
        (
            Part(
                """
 | Pre-Study | Wk 1 | Wk 2 | Wk 3 | Wk 4 | Wk 5 | Wk 6 | Wk 7-12 | Off Study^c^
Investigational agent^A^ | | A | | | A | | | A |
Other agent(s)^B^ | | B | B | B | B | B | B | B |
Informed consent | X | | | | | | | |
Physical exam | X | X | X | X | X | X | X | | X
Vital signs | X | X | X | X | X | X | X | | X
CBC w/diff, plts | X | X | X | X | X | X | X | | X
Serum chemistry^a^ | X | X | X | X | X | X | X | | X
Adverse event evaluation | | X---------------------------------------------X | < | < | < | < | < | < | X
Tumor measurements | X | Tumor measurements are repeated every 6 weeks. Documentation must be provided. | < | < | < | < | < | < | X^c^
B-HCG | X^b^ | | | | | | | |
""",  # noqa: E501 - a row of a table
                "STUDY CALENDAR",
                (
                    "A: Dose as assigned; schedule per protocol.",
                    "B: Dose as assigned.",
                    "a: Albumin, alkaline phosphatase, total bilirubin.",
                    "b: Serum pregnancy test (women of childbearing potential).",
                    "c: Off-study evaluation.",
                ),
            ),
        ),
        "docx",
        "Pre-Study | Wk 1 | Wk 2 | Wk 3 | Wk 4 | Wk 5 | Wk 6 | Wk 7-12 | Off Study",
        """
Investigational agent .x..x..x.
Other agent(s) .xxxxxxx.
Informed consent x........
Physical exam xxxxxxx.x
Vital signs xxxxxxx.x
CBC w/diff, plts xxxxxxx.x
Serum chemistry xxxxxxx.x
Adverse event evaluation .tttttttx
Tumor measurements xxxxxxxxx
B-HCG x........
""",
    ),
    Invented(
        "S marks the source only",
        (
            Part(
                """
Period | Screening | Treatment | < | < | Follow-up
Visit Name | Screening | Baseline | Week 4 | EOT | EOS
Visit Numbers^1^ | 1 | 100 | 110 | 199 | 299
Days | -28 to -1 | 1 | 29 | 85 | 113
Informed consent | X | | | |
Inclusion / Exclusion criteria | X | X | | |
Physical Examination | S | S | S | S | S
Body Weight | X | X | X | X | X
Pregnancy test | S | S | S | S |
Hematology | X | X | X | X | X
Adverse Events | X | < | < | < | <
Concomitant medications | As required | < | < | < | <
""",
                "Schedule of Activities",
                (
                    "^X^ Assessment to be recorded in the clinical database or received electronically from a vendor",
                    "^S^ Assessment to be recorded in the source documentation only",
                    "^1^ Visit structure given for internal programming purpose only",
                ),
            ),
        ),
        "xlsx",
        "Screening | Baseline | Week 4 | EOT | EOS",
        """
Informed consent x....
Inclusion / Exclusion criteria xx...
Physical Examination xxxxx
Body Weight xxxxx
Pregnancy test xxxx.
Hematology xxxxx
Adverse Events xxxxx
Concomitant medications ccccc
""",
        days="? 1 29 85 113",
    ),
    Invented(
        "cycles repeated beyond eight, a row of scheduling windows",
        (
            Part(
                """
Trial Period: | Screening | Treatment Cycles (3-week cycles) | < | < | < | < | End of Treatment | Post-Treatment | < | <
Treatment Cycle/Title: | Visit 1 | 1 | 2 | 3 | 4 | 5 and beyond | Discon | Safety Follow-up | Follow Up Visits | Survival Follow-Up
Scheduling Window (Days): | -28 to -1 | | ± 3 | ± 3 | ± 3 | ± 3 | At time of Discon | 30 days post discon | Every 9 weeks post discon (± 7) | Every 12 weeks
Administrative Procedures | < | < | < | < | < | < | < | < | < | <
Informed Consent | X | | | | | | | | |
Trial Treatment Administration | | X | X | X | X | X | | | |
Clinical Procedures | < | < | < | < | < | < | < | < | < | <
Review Adverse Events | X | X | X | X | X | X | X | X | |
Tumor Imaging | X | | | | X | X | X | | X |
Survival Status | | ←---------------→ | < | < | < | < | < | < | < | X
""",  # noqa: E501 - a row of a table
                "Schedule of Activities",
            ),
        ),
        "docx",
        ("Visit 1 | 1 | 2 | 3 | 4 | 5 and beyond | Discon | Safety Follow-up | Follow Up Visits | Survival Follow-Up"),
        """
Informed Consent x.........
Trial Treatment Administration .xxxxx....
Review Adverse Events xxxxxxxx..
Tumor Imaging x...xxx.x.
Survival Status .ttttttttx
""",
        windows="? ? 3d 3d 3d 3d ? ? 7d ?",
        groups={"Tumor Imaging": "Clinical Procedures"},
    ),
    Invented(
        "a sentence on abbreviations merged under the first heading row, notes with bullets",
        (
            Part(
                """
Visit Identifier^a^ | Screening | Baseline | Treatment | < | < | EOT/Early Withdrawal | Follow-up | Notes
Abbreviations used in this table may be found in Appendix 11. | < | < | < | < | < | < | < | <
Days Relative to Day 1 | Days -28 to -1 | Day 1 | Day 15 | Day 29 | Day 57 | Day 85 | Day 113 |
Visit Window^b^ | None | None | ±2 days | ±3 days | ±3 days | ±3 days | ±7 days |
{b}Enrollment procedures | < | < | < | < | < | < | < | <
Informed consent | X | | | | | | | • Must be signed first\\n• See Section 10.1.3
Medical history | X | X | | | | | |
{b}Medical procedures | < | < | < | < | < | < | < | <
Physical examination | X | X | | X | | X | X | • Complete at screening\\n• Abbreviated after that
Vital signs | X | X | X | X | X | X | X |
""",
                "Schedule of Activities",
                ("a. Visits are counted from Day 1.", "b. Day relative to start."),
            ),
        ),
        "xlsx docx",
        "Screening | Baseline | Day 15 | Day 29 | Day 57 | EOT/Early Withdrawal | Follow-up",
        """
Informed consent x......
Medical history xx.....
Physical examination xx.x.xx
Vital signs xxxxxxx
""",
        windows="? ? 2d 3d 3d 3d 7d",
        notes=2,
        groups={"Vital signs": "Medical procedures"},
    ),
    Invented(
        "EORTC calendar with registration and cycles by q3w",
        (
            Part(
                """
Required investigations | Before registration (within 28 days) | Before randomization | During treatment (every cycle, q3 weeks) | At end of treatment | Follow-up: every 12 weeks until progression | At progression
Informed consent | X | | | | |
Physical examination | X | | X | X | X | X
Hematology | X | | X | X | |
Biochemistry | X | | X | X | |
CT scan thorax/abdomen | X | | every 6 weeks | | X | X
QoL (QLQ-C30) | | X | X (cycles 1, 3, 5) | X | X |
Tumor block | | X | | | | optional
""",  # noqa: E501 - a row of a table
                "Schedule of Activities",
            ),
        ),
        "csv",
        (
            "Before registration (within 28 days) | Before randomization | "
            "During treatment (every cycle, q3 weeks) | At end of treatment | "
            "Follow-up: every 12 weeks until progression | At progression"
        ),
        """
Informed consent x.....
Physical examination x.xxxx
Hematology x.xx..
Biochemistry x.xx..
CT scan thorax/abdomen x.x.xx
QoL (QLQ-C30) .xxxx.
Tumor block .x...o
""",
        repeats="1 1 1-* 1 1-* 1",
    ),
)
