"""Finding procedures of the catalogue by words, kind, grade and by what is not known about them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from protocols.domain.catalogue import DIMENSIONS, PARTICIPANT_TIMES, Catalogue, Grade, Procedure, Value


@dataclass(frozen=True)
class Entry:
    """One procedure as a line of the list."""

    procedure: Procedure

    @cached_property
    def values(self) -> list[tuple[str, Value | None]]:
        """Each dimension with what is known about it."""
        return [(name, self.procedure.dimensions.get(name)) for name in DIMENSIONS]

    @cached_property
    def minutes(self) -> float | None:
        """All minutes of the participant; None where none are known."""
        times = self.procedure.participant_minutes
        return sum(value.value for value in times.values()) if times else None

    @cached_property
    def minutes_grades(self) -> list[str]:
        """The grades of the participant's minutes, best first."""
        return sorted({str(value.grade) for value in self.procedure.participant_minutes.values()})


def numbers_of(procedure: Procedure) -> list[tuple[str, Value]]:
    """Return every number that the catalogue has of a procedure, by what it is: `physical`, `staff nurse`."""
    return [
        *((name, procedure.dimensions[name]) for name in DIMENSIONS if name in procedure.dimensions),
        *((name, procedure.participant_minutes[name]) for name in PARTICIPANT_TIMES if name in _times(procedure)),
        *((f"staff {role}", value) for role, value in procedure.staff_minutes.items()),
        *((f"fixed {role}", value) for role, value in procedure.fixed_staff_minutes.items()),
        *((("blood_ml", procedure.blood_ml),) if procedure.blood_ml else ()),
    ]


def _times(procedure: Procedure) -> Mapping[str, Value]:
    return procedure.participant_minutes


def lacks_minutes(procedure: Procedure) -> bool:
    """True when nobody knows how long it takes."""
    return not procedure.participant_minutes


def is_judged_only(procedure: Procedure) -> bool:
    """True when no published source stands behind any of its numbers."""
    return all(value.grade is Grade.J for _, value in numbers_of(procedure))


MISSING: Mapping[str, tuple[object, Callable[[Procedure], bool]]] = {
    "physical": (_("Body: no value"), lambda procedure: "physical" not in procedure.dimensions),
    "worry": (_("Mind: no value"), lambda procedure: "worry" not in procedure.dimensions),
    "effort": (_("Effort: no value"), lambda procedure: "effort" not in procedure.dimensions),
    "minutes": (_("Minutes: none known"), lacks_minutes),
    "sources": (_("Published sources: none, judgement only"), is_judged_only),
}


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty parts ask for nothing."""

    words: str = ""
    category: str = ""
    grade: str = ""
    missing: str = ""


def find(catalogue: Catalogue, wanted: Wanted) -> list[Entry]:
    """Return the procedures that fit, kind by kind in the catalogue's order, then by name."""
    order = {category: place for place, category in enumerate(catalogue.categories)}
    found = [each for each in catalogue.procedures.values() if _fits(each, wanted)]
    return [Entry(each) for each in sorted(found, key=lambda each: (order[each.category], each.name.casefold()))]


def _fits(procedure: Procedure, wanted: Wanted) -> bool:
    if wanted.category and procedure.category != wanted.category:
        return False
    if wanted.grade and wanted.grade not in {str(value.grade) for _, value in numbers_of(procedure)}:
        return False
    if wanted.missing and not MISSING[wanted.missing][1](procedure):
        return False
    names = " ".join(_names(procedure)).casefold()
    return all(word in names for word in wanted.words.casefold().split())


def _names(procedure: Procedure) -> Iterable[str]:
    return (procedure.name, procedure.plain_name, *procedure.synonyms)


def uses_of(catalogue: Catalogue) -> Mapping[str, int]:
    """Return how many procedures each source speaks of."""
    uses: dict[str, int] = dict.fromkeys(catalogue.sources, 0)
    for procedure in catalogue.procedures.values():
        own = {value.source for _, value in numbers_of(procedure)} | {each.source for each in procedure.remarks}
        for source in own:
            uses[source] += 1
    return uses
