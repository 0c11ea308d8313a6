"""What a person settles on the check page: records beside the file as it was read, and the schedule that follows.

A record is `{"kind", "visit", "activity", "value", "by", "at"}`; `visit` and `activity` are keys of the schedule as
read. Records are only ever added; of two about the same thing the later one counts.

    kind          about                value
    repeats       a column             {"min": 4, "max": 6 or null}
    same-visit    a column             the key of the column that is the same visit, or ""
    contact       a column             site, home, phone, video or unknown
    day           a column             a number or null
    label         a column             its name
    count-each    one merged mark      true when it is done at each visit it covers; `visit` is the first of them
    mark          a mark               {"kind": a kind of mark or "none", "probability": 0 to 1 or null}
    match         a row                the keys of procedures of the catalogue
    same-as       a new column or row  the lasting key of the visit or activity of an earlier version that it is, or ""
    seen          a remark             true when a person looked at what the reader was not sure of; `visit` names it
    added         the whole file       true when it is added to the newest version, false when it replaces it
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from protocols.domain.schedule import Contact, Mark, MarkKind, Repeats, Schedule, Visit
from protocols.schedules.identities import Said
from protocols.schedules.models import Upload

NOT_DONE = "none"
Stored = Mapping[str, Any]


class Kind(StrEnum):
    """What a correction is about."""

    REPEATS = "repeats"
    SAME_VISIT = "same-visit"
    CONTACT = "contact"
    DAY = "day"
    LABEL = "label"
    COUNT_EACH = "count-each"
    MARK = "mark"
    MATCH = "match"
    SAME_AS = "same-as"
    SEEN = "seen"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that a person settled."""

    kind: Kind
    visit: str | None
    activity: str | None
    value: Any

    @property
    def about(self) -> tuple[str, str | None, str | None]:
        """What it is about: two corrections about the same thing differ in their value only."""
        return (self.kind.value, self.visit, self.activity)

    def to_dict(self, *, by: int, at: str) -> dict[str, Any]:
        """Return the record as it is stored."""
        return {
            "kind": self.kind.value,
            "visit": self.visit,
            "activity": self.activity,
            "value": self.value,
            "by": by,
            "at": at,
        }


Settled = Mapping[tuple[str, str | None, str | None], Any]


def settled(corrections: Iterable[Stored]) -> Settled:
    """Return the value that counts for each thing settled."""
    return {(c["kind"], c["visit"], c["activity"]): c["value"] for c in corrections}


def said_to_be_same(corrections: Iterable[Stored]) -> Said:
    """Return which columns and rows a person said to be those of earlier versions."""
    said = [(about, value) for about, value in settled(corrections).items() if about[0] == Kind.SAME_AS]
    return Said(
        visits={visit: value for (_, visit, activity), value in said if visit and not activity},
        activities={activity: value for (_, _, activity), value in said if activity},
    )


def is_added(corrections: Iterable[Stored]) -> bool:
    """Answer whether the file is added to the newest version rather than put in its place."""
    return bool(settled(corrections).get((Kind.ADDED.value, None, None)))


def corrected_schedule(upload: Upload) -> Schedule:
    """Return the schedule of an upload as it will be saved, keys still those of the file."""
    return corrected(Schedule.from_dict(upload.schedule_json or Schedule().to_dict()), upload.corrections)


def corrected(schedule: Schedule, corrections: Iterable[Stored]) -> Schedule:
    """Return the schedule with all corrections applied; it stays unchanged where they name what is not in it."""
    values = settled(corrections)
    if not values:
        return schedule
    each = _counted_each(schedule, values)
    marks = (_mark(mark, values, count_each=(mark.visit, mark.activity) in each) for mark in schedule.marks)
    return replace(
        schedule,
        visits=tuple(_visit(visit, values) for visit in schedule.visits),
        marks=tuple(mark for mark in marks if mark is not None),
    )


def merged_marks(schedule: Schedule) -> Iterator[tuple[Mark, ...]]:
    """Yield each merged mark as the marks it was repeated as, in the order of the visits."""
    for activity in schedule.activities:
        waiting: list[Mark] = []
        for visit in schedule.visits:
            mark = schedule.mark_at.get((visit.key, activity.key))
            if mark is None or mark.spans < 2 or (waiting and (mark.spans, mark.text) != _shape(waiting)):
                yield from _run(waiting)
                waiting = []
            if mark is not None and mark.spans > 1:
                waiting.append(mark)
                if len(waiting) == mark.spans:
                    yield from _run(waiting)
                    waiting = []
        yield from _run(waiting)


def _shape(run: list[Mark]) -> tuple[int, str]:
    return run[0].spans, run[0].text


def _run(marks: list[Mark]) -> Iterator[tuple[Mark, ...]]:
    if marks:
        yield tuple(marks)


def _counted_each(schedule: Schedule, values: Settled) -> set[tuple[str, str]]:
    return {
        (mark.visit, mark.activity)
        for run in merged_marks(schedule)
        if values.get((Kind.COUNT_EACH.value, run[0].visit, run[0].activity))
        for mark in run
    }


def _visit(visit: Visit, values: Settled) -> Visit:
    def value(kind: Kind, otherwise: Any) -> Any:
        return values.get((kind.value, visit.key, None), otherwise)

    repeats = value(Kind.REPEATS, None)
    return replace(
        visit,
        label=value(Kind.LABEL, visit.label),
        day=value(Kind.DAY, visit.day),
        contact=Contact(value(Kind.CONTACT, visit.contact)),
        repeats=Repeats(repeats["min"], repeats["max"]) if repeats else visit.repeats,
        same_visit_as=value(Kind.SAME_VISIT, visit.same_visit_as) or None,
    )


def _mark(mark: Mark, values: Settled, *, count_each: bool) -> Mark | None:
    value = values.get((Kind.MARK.value, mark.visit, mark.activity))
    if value and value["kind"] == NOT_DONE:
        return None
    if value:
        mark = replace(mark, kind=MarkKind(value["kind"]), probability=value["probability"])
    return replace(mark, count_each=True) if count_each else mark
