"""Invented schedules in other languages and from academic trials: at least nothing may be read wrongly."""

from tests.domain.importers.invented.drawing import Part
from tests.domain.importers.invented.facts import Invented

FRENCH = Invented(
    "French, with decimal commas and semicolons",
    (
        Part(
            """
Procédure | Sélection | Inclusion | Suivi | <
Visite | V1 | V2 | V3 | V4
Jour | J-14 | J0 | J28 | J56
Fenêtre | | | ±3 j | ±7 j
Consentement éclairé | X | | |
Examen clinique | X | X | X | X
Prise de sang (7,5 mL) | X | | X | X
Questionnaire de qualité de vie | | X | | X
Événements indésirables | X | X | X | X
""",
            "Calendrier de l'étude",
        ),
    ),
    "xlsx semicolon docx pdf",
    "V1 | V2 | V3 | V4",
    """
Consentement éclairé x...
Examen clinique xxxx
Prise de sang (7,5 mL) x.xx
Questionnaire de qualité de vie .x.x
Événements indésirables xxxx
""",
    days="-14 0 28 56",
    windows="? ? 3d 7d",
)

GERMAN = Invented(
    "German, with weeks",
    (
        Part(
            """
Untersuchung | Screening | Visite 1 | Visite 2 | Visite 3 | Nachbeobachtung
Woche | -2 | 0 | 4 | 12 | 24
Einwilligung | X | | | |
Körperliche Untersuchung | X | X | X | X | X
Blutentnahme | X | | X | X |
Fragebogen (SF-36) | | X | | X | X
""",
            "Zeitplan der Studie",
        ),
    ),
    "xlsx semicolon docx pdf",
    "Screening | Visite 1 | Visite 2 | Visite 3 | Nachbeobachtung",
    """
Einwilligung x....
Körperliche Untersuchung xxxxx
Blutentnahme x.xx.
Fragebogen (SF-36) .x.xx
""",
)

SPANISH = Invented(
    "Spanish, with words only",
    (
        Part(
            """
Procedimiento | Selección | Basal | Semana 4 | Semana 12 | Fin de estudio
Consentimiento informado | X | | | |
Exploración física | X | X | X | X | X
Análisis de sangre | X | | X | X | X
Entrega de medicación | | X | X | |
""",
            "Calendario de visitas",
        ),
    ),
    "xlsx csv docx pdf",
    "Selección | Basal | Semana 4 | Semana 12 | Fin de estudio",
    """
Consentimiento informado x....
Exploración física xxxxx
Análisis de sangre x.xxx
Entrega de medicación .xx..
""",
    days="? ? 28 84 ?",
)

ACADEMIC = Invented(
    "academic trial in the SPIRIT layout",
    (
        Part(
            """
 | STUDY PERIOD | < | < | < | < | <
 | Enrolment | Allocation | Post-allocation | < | < | Close-out
TIMEPOINT** | -t1 | 0 | t1 | t2 | t3 | tx
ENROLMENT: | | | | | |
Eligibility screen | X | | | | |
Informed consent | X | | | | |
Allocation | | X | | | |
INTERVENTIONS: | | | | | |
Exercise classes | | | ◆ | < | < |
Usual care | | | ◆ | < | < |
ASSESSMENTS: | | | | | |
Grip strength | X | X | | | |
Walking speed | | X | | X | | X
Falls diary | | | X | X | X | X
""",
            "Schedule of enrolment, interventions, and assessments",
        ),
    ),
    "xlsx docx pdf",
    "-t1 | 0 | t1 | t2 | t3 | tx",
    """
Eligibility screen x.....
Informed consent x.....
Allocation .x....
Exercise classes ..xxx.
Usual care ..xxx.
Grip strength xx....
Walking speed .x.x.x
Falls diary ..xxxx
""",
    groups={"Usual care": "INTERVENTIONS:", "Grip strength": "ASSESSMENTS:"},
)

CLINIC = Invented(
    "academic trial with months and ticks in one heading row",
    (
        Part(
            """
Assessment | Baseline | 3 months | 6 months | 12 months | 24 months
Consent form | ✓ | | | |
Questionnaire booklet | ✓ | ✓ | ✓ | ✓ | ✓
Clinic measurements | ✓ | | ✓ | ✓ |
Resource use | | ✓ | ✓ | ✓ | ✓
Qualitative interview (subset) | | | ✓ | |
""",
            "Data collection schedule",
        ),
    ),
    "xlsx csv docx pdf",
    "Baseline | 3 months | 6 months | 12 months | 24 months",
    """
Consent form x....
Questionnaire booklet xxxxx
Clinic measurements x.xx.
Resource use .xxxx
Qualitative interview (subset) ..x..
""",
    days="? 90 180 360 720",
)

ALL = (FRENCH, GERMAN, SPANISH, ACADEMIC, CLINIC)
