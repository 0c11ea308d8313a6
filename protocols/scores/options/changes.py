"""Single changes as they stand in an address, as people say them, and what they touch."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from math import isfinite
from urllib.parse import quote, unquote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from protocols.domain.burden.changes import (
    KINDS,
    Change,
    DropActivity,
    DropMark,
    HoldElsewhere,
    LessOften,
    MergeVisits,
    Move,
    Option,
    Shorten,
    WidenWindow,
)
from protocols.domain.schedule import Contact, Schedule
from protocols.scores.limits import limits

SEPARATOR = ","
PLACES = {
    Contact.PHONE: gettext_lazy("by phone"),
    Contact.VIDEO: gettext_lazy("by video"),
    Contact.HOME: gettext_lazy("at home"),
}
EVERY_OTHER = 2


def encode(change: Change) -> str:
    """Write a change for an address: its kind and its parts, `drop-mark,v1,a3`."""
    return SEPARATOR.join([change.kind, *(quote(_text(part), safe="") for part in asdict(change).values())])


def _text(part: object) -> str:
    return f"{part:g}" if isinstance(part, float) else str(part)


def parts_of(kind: str) -> tuple[str, ...]:
    """Return the names of the parts that a kind of change has."""
    return tuple(each.name for each in fields(KINDS[kind]))


def decode(text: str) -> Change:
    """Read a change from an address. Raises ValueError where it is none."""
    kind, *parts = text.split(SEPARATOR)
    made = KINDS.get(kind)
    if made is None or len(parts) != len(fields(made)):
        raise ValueError(f"{text!r} is no change")
    named = {each.name: _part(each.name, unquote(part)) for each, part in zip(fields(made), parts, strict=True)}
    return made(**named)  # type: ignore[arg-type]


def _part(name: str, text: str) -> object:
    if name == "contact":
        contact = Contact(text)
        if contact not in PLACES:
            raise ValueError(f"no visit is moved to {text!r}")
        return contact
    if name == "every":
        return int(_within(float(text), EVERY_OTHER, limits().most_skipped))
    if name == "minutes":
        return _within(float(text), limits().least_minutes, limits().most_minutes)
    if name in ("days_before", "days_after"):
        return _within(float(text), 0, limits().most_days)
    return text


def _within(number: float, lowest: float, highest: float) -> float:
    if not isfinite(number) or not lowest <= number <= highest:
        raise ValueError(f"{number} does not lie between {lowest} and {highest}")
    return number


def read(texts: Iterable[str], schedule: Schedule) -> tuple[tuple[Change, ...], list[str]]:
    """Return the changes of an address that the schedule knows, each once, and a sentence about what was left out."""
    found: list[Change] = []
    left_out = 0
    for text in texts:
        try:
            change = decode(text)
        except ValueError:
            left_out += 1
            continue
        if Option("", (change,)).faults(schedule):
            left_out += 1
        elif change not in found:
            found.append(change)
    left_out += max(0, len(found) - limits().changes_in_an_option)
    notes = [_("Some changes in the address make no sense for this schedule. They are left out.")] if left_out else []
    return tuple(found[: limits().changes_in_an_option]), notes


def in_words(change: Change, schedule: Schedule) -> str:
    """Say a change as people do."""
    named = _named(change, schedule)
    match change:
        case DropMark():
            return _("Leave out %(activity)s at %(visit)s") % named
        case DropActivity():
            return _("Leave out %(activity)s everywhere") % named
        case LessOften(every=2):
            return _("%(activity)s at every other visit") % named
        case LessOften():
            return _("%(activity)s only at each visit number %(every)s of those where it is planned") % named
        case Move():
            return _("Move %(activity)s from %(visit)s to %(to)s") % named
        case HoldElsewhere():
            return _("Hold %(visit)s %(contact)s") % named
        case MergeVisits():
            return _("Hold %(visit)s together with %(into)s") % named
        case WidenWindow():
            words = _("Let people come to %(visit)s up to %(days_before)s days early or %(days_after)s days late")
            return words % named
        case Shorten():
            return _("Shorten %(activity)s to %(minutes)s minutes") % named


def _named(change: Change, schedule: Schedule) -> dict[str, str]:
    named = {name: _text(part) for name, part in asdict(change).items()}
    for name in ("visit", "to", "into"):
        if name in named and named[name] in schedule.visit_by_key:
            named[name] = schedule.visit_by_key[named[name]].label
    if "activity" in named and named["activity"] in schedule.activity_by_key:
        named["activity"] = schedule.activity_by_key[named["activity"]].label
    if isinstance(change, HoldElsewhere):
        named["contact"] = str(PLACES.get(change.contact, change.contact.value))
    return named


def rows_of(changes: Iterable[Change]) -> list[str]:
    """Return the activities of which something is left out, moved or shortened, each once."""
    own = (each.activity for each in changes if isinstance(each, DropMark | DropActivity | LessOften | Move | Shorten))
    return list(dict.fromkeys(own))


def misfit(change: Change, schedule: Schedule) -> tuple[str, str] | None:
    """Return the field and the sentence about a change that would do nothing; None for one that does something."""
    named = _named(change, schedule)
    match change:
        case DropMark() | Move() if (change.visit, change.activity) not in schedule.mark_at:
            return "activity", _("%(activity)s is not planned at %(visit)s.") % named
        case Move() if change.to == change.visit:
            return "to", _("Choose another visit to move it to.")
        case MergeVisits() if change.into == change.visit:
            return "into", _("Choose two different visits.")
        case HoldElsewhere() if schedule.visit_by_key[change.visit].contact == change.contact:
            return "contact", _("%(visit)s is held %(contact)s already.") % named
    return None
