"""How numbers of a score are written."""

from collections.abc import Iterable, Sized
from decimal import Decimal

from django import template
from django.utils.translation import gettext_lazy as _

from protocols.domain.catalogue import Procedure, load
from protocols.domain.schedule import Contact, Window
from protocols.schedules.grid import PLACES, day_words, window_words
from protocols.scores.maps.grid import BurdenMap, Cell, Column, MapRow
from protocols.scores.overview import without_brackets

register = template.Library()

FLAG_WORDS = {
    "high_estimate": _("Very hard each time"),
    "high_dimension": _("Very hard in one way"),
    "could_not": _("Someone could not do it"),
    "long_assessment": _("Tests and questionnaires over half an hour"),
    "frequent_assessment": _("Asked several times a month"),
    "travel": _("Long journeys"),
    "overnight": _("Nights away"),
    "fasting_and_long": _("Fasting on a long visit"),
    "invasive_day": _("Two invasive procedures in one day"),
    "narrow_window": _("Narrow windows"),
    "long_visit": _("Visits longer than a clinic day"),
    "needles": _("Many needles"),
    "blood_ml": _("Much blood"),
    "unknown_repeats": _("Nobody has said how often"),
    "unknown_days": _("Days that nobody has stated"),
    "home_days_not_counted": _("Days at home that could not be counted"),
    "no_persona": _("No journey counted"),
}
ROLE_WORDS = {
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
PART_WORDS = {"physical": _("Body"), "worry": _("Mind"), "effort": _("Effort")}


@register.filter
def percent(share: Decimal | float) -> int:
    """Write a share as whole percents."""
    return round(share * 100)


@register.filter
def plain_label(label: str) -> str:
    """Write a visit's label for a narrow column: what stands in brackets is said by the line below it."""
    return without_brackets(label)[:40] or label[:40]


@register.filter
def without_sign(number: Decimal) -> Decimal:
    """Return how large a difference is; its direction is said in words."""
    return abs(number)


@register.filter
def whole(number: Decimal) -> int:
    """Return a count as a whole number."""
    return round(number)


@register.filter
def flag_words(kind: str) -> str:
    """Return the heading of a kind of flag."""
    return str(FLAG_WORDS.get(kind, kind.replace("_", " ").capitalize()))


@register.filter
def role_words(role: str) -> str:
    """Return what people call a role at a site."""
    return str(ROLE_WORDS.get(role, role))


@register.filter
def part_words(name: str) -> str:
    """Return what people call a dimension."""
    return str(PART_WORDS.get(name, name))


@register.filter
def cells_of(column: Column, table: BurdenMap) -> list[tuple[MapRow, Cell]]:
    """Return what takes place at one visit of the map, heaviest first; what is not known stands last."""
    index = table.columns.index(column)
    found = [(row, cell) for _, rows in table.groups for row in rows if (cell := row.cells[index]) is not None]
    return sorted(found, key=lambda each: -(each[1].points if each[1].points is not None else -1))


@register.filter
def made_id(counter: int) -> str:
    """Return an id for the table of one visit."""
    return f"lines-{counter}"


@register.filter
def notes_on(procedures: Iterable[Procedure], name: str) -> list[str]:
    """Return why the library gives each procedure its value in one dimension."""
    return [procedure.dimensions[name].note for procedure in procedures if name in procedure.dimensions]


@register.filter
def source_words(source: str) -> str:
    """Return the citation of a source of the catalogue; anything else stays as it is."""
    found = load().sources.get(source)
    return found.citation if found else source


@register.filter
def take(number: int, others: Sized) -> int:
    """Return how many are left of a number without the others."""
    return number - len(others)


@register.filter
def window_in_words(window: Window | None) -> str:
    """Write a window as people do: ±3 days."""
    return window_words(window) if window else ""


@register.filter
def place_in_words(contact: Contact) -> str:
    """Write where a visit takes place."""
    return str(PLACES[contact])


@register.filter
def day_in_words(day: float) -> str:
    """Write a study day: Day 15, Day −7."""
    return day_words(day)
