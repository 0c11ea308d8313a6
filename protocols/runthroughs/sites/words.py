"""The words of a site review: roles at a site, what would not work there, and how serious it is."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

# Who does the work, by the catalogue's names of roles.
STAFF = {
    "coordinator": _("Coordinator"),
    "investigator": _("Doctor"),
    "nurse": _("Nurse"),
    "phlebotomist": _("Blood drawer"),
    "pharmacist": _("Pharmacist"),
    "imaging": _("Imaging"),
    "rater": _("Rater"),
    "laboratory": _("Laboratory"),
    "data_entry": _("Data entry"),
}

SEVERITY = [
    ("0", _("A remark only")),
    ("1", _("A small problem")),
    ("2", _("Some trouble")),
    ("3", _("A big problem")),
    ("4", _("We see no way round it")),
]


class SiteRole(models.TextChoices):
    """Whose view it is. A choice and not free text, so that nobody names themselves by accident."""

    COORDINATOR = "coordinator", _("Coordinator")
    INVESTIGATOR = "investigator", _("Doctor or investigator")
    NURSE = "nurse", _("Nurse")
    PHARMACIST = "pharmacist", _("Pharmacist")
    LABORATORY = "laboratory", _("Laboratory")
    DATA = "data", _("Data entry")
    MANAGER = "manager", _("Manager")
    OTHER = "other", _("Another role")


class Effect(models.TextChoices):
    """What a thing that would not work does to the site."""

    MINUTES = "minutes", _("Extra minutes at each visit")
    STAFF = "staff", _("Extra people")
    DELAY = "delay", _("Delay")
    CANNOT = "cannot", _("We cannot do it")
    RISK = "risk", _("A risk to people or to data")


class OutOfHours(models.TextChoices):
    """Whether a site can work outside its opening hours."""

    YES = "yes", _("Yes")
    SOMETIMES = "sometimes", _("Sometimes, if planned early")
    NO = "no", _("No")


class Flag(models.TextChoices):
    """What would make a visit hard to run at a site: taps that are counted and shown, never turned into numbers."""

    STAFF_NUMBER = "staff-number", _("We need more people than we have")
    STAFF_BLINDING = "staff-blinding", _("Blinded and unblinded staff at once")
    STAFF_RATERS = "staff-raters", _("Trained raters are few")
    STAFF_BACKUP = "staff-backup", _("Nobody stands in when one is away")
    STAFF_LANGUAGES = "staff-languages", _("Languages we do not speak")
    HOURS_EARLY = "hours-early", _("Early, late, night or weekend work")
    HOURS_LONG = "hours-long", _("Longer than our clinic day")
    HOURS_WINDOW = "hours-window", _("The window is too tight")
    ROOMS = "rooms", _("A room, chair or bed is missing")
    EQUIPMENT = "equipment", _("Equipment is missing: freezer, centrifuge, ECG")
    PHARMACY_TIME = "pharmacy-time", _("Preparing the medicine takes long")
    PHARMACY_RULES = "pharmacy-rules", _("Storing, blinding or destroying it is hard")
    LAB_KITS = "lab-kits", _("Too many kits or tubes")
    LAB_TIME = "lab-time", _("Samples must be ready too fast")
    LAB_COURIER = "lab-courier", _("The courier comes too early or not at all")
    IMAGING = "imaging", _("Scan slots are hard to get")
    SPECIALIST = "specialist", _("We have no such specialist")
    SYSTEMS_LOGINS = "systems-logins", _("Too many systems and log-ins")
    SYSTEMS_TWICE = "systems-twice", _("The same is entered twice")
    SYSTEMS_DEVICES = "systems-devices", _("Devices fail or nobody helps with them")
    TRAINING = "training", _("Too many hours of training")
    TRAINING_AGAIN = "training-again", _("Training again at each change")
    DATA_FIELDS = "data-fields", _("Too many data fields")
    DATA_DEADLINE = "data-deadline", _("Deadlines for data are too short")
    CONSENT = "consent", _("Consent takes too long")
    RECRUITING = "recruiting", _("Many people will not pass screening")
    SAFETY_REPORTS = "safety-reports", _("Safety reports and monitoring take long")
    UNPAID = "unpaid", _("This work is not paid")
    LOCAL_RULES = "local-rules", _("Local law, ethics or import stands against it")
    PATIENT_TRAVEL = "patient-travel", _("We would have to arrange travel")
    SAME_IN_CARE = "same-in-care", _("The same is done in usual care")
    NOBODY_USES_IT = "nobody-uses-it", _("Nobody seems to use this")
    AMENDMENTS = "amendments", _("It changes too often")


@dataclass(frozen=True)
class FlagGroup:
    """Flags of one kind, under one heading."""

    key: str
    heading: StrOrPromise
    flags: tuple[Flag, ...]


def _group(key: str, heading: StrOrPromise, *flags: Flag) -> FlagGroup:
    return FlagGroup(key, heading, flags)


FLAG_GROUPS = (
    _group(
        "staff",
        _("Staff and hours"),
        Flag.STAFF_NUMBER,
        Flag.STAFF_BLINDING,
        Flag.STAFF_RATERS,
        Flag.STAFF_BACKUP,
        Flag.STAFF_LANGUAGES,
        Flag.HOURS_EARLY,
        Flag.HOURS_LONG,
        Flag.HOURS_WINDOW,
    ),
    _group("rooms", _("Rooms, equipment and scans"), Flag.ROOMS, Flag.EQUIPMENT, Flag.IMAGING, Flag.SPECIALIST),
    _group(
        "pharmacy",
        _("Pharmacy and laboratory"),
        Flag.PHARMACY_TIME,
        Flag.PHARMACY_RULES,
        Flag.LAB_KITS,
        Flag.LAB_TIME,
        Flag.LAB_COURIER,
    ),
    _group(
        "systems",
        _("Systems, training and data"),
        Flag.SYSTEMS_LOGINS,
        Flag.SYSTEMS_TWICE,
        Flag.SYSTEMS_DEVICES,
        Flag.TRAINING,
        Flag.TRAINING_AGAIN,
        Flag.DATA_FIELDS,
        Flag.DATA_DEADLINE,
    ),
    _group(
        "around",
        _("Consent, safety, money and rules"),
        Flag.CONSENT,
        Flag.RECRUITING,
        Flag.SAFETY_REPORTS,
        Flag.UNPAID,
        Flag.LOCAL_RULES,
        Flag.PATIENT_TRAVEL,
    ),
    _group("needless", _("Not needed, or never still"), Flag.SAME_IN_CARE, Flag.NOBODY_USES_IT, Flag.AMENDMENTS),
)


def flag_words(keys: list[str]) -> tuple[str, ...]:
    """Return taps in words, in the order of the list; a tap that the product no longer has is left out."""
    return tuple(str(flag.label) for flag in Flag if flag.value in keys)


def severity_words(level: int | None) -> str:
    """Return the words of a severity from 0 to 4, or nothing where none was given."""
    return "" if level is None else str(SEVERITY[level][1])


def effect_words(effect: str, minutes: int | None) -> str:
    """Return what a flag would mean for a site, with its minutes where it has some."""
    if effect == Effect.MINUTES and minutes is not None:
        return gettext("%(minutes)s extra minutes at each visit") % {"minutes": minutes}
    return str(Effect(effect).label) if effect in Effect.values else ""
