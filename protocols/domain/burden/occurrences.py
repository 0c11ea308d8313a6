"""How often each activity is done, from the marks in the grid: at which visits, or between them at home."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from ..schedule import Mark, MarkKind
from .amounts import NOTHING, ONE, ZERO, Range, exactly, rounded
from .ruleset import Ruleset
from .visits import HOME, Frame, VisitGroup

NOT_ALWAYS = (MarkKind.CONDITIONAL, MarkKind.OPTIONAL)


class Occurrence(NamedTuple):
    """How often one activity is done at one visit, or in the days at home of one epoch (`visit` is `home:<epoch>`).

    `times` counts all repeats of the visit, `once` a single one. `marks` is how many marks it answers for (coverage).
    `is_merged` tells a mark over several visits, which stands for itself whatever else is done at its visit.
    """

    visit: str
    activity: str
    times: Range
    once: Decimal
    usual_care: bool
    marks: Decimal
    is_home: bool = False
    is_merged: bool = False

    def and_also(self, other: "Occurrence") -> "Occurrence":
        """Return this with another mark of the row at the same visit."""
        times = self.times + other.times
        return self._replace(times=times, once=self.once + other.once, marks=times.planned)


@dataclass(frozen=True, slots=True)
class RowOccurrences:
    """The occurrences of one row, the marks that point elsewhere ("see PK table"), and days that are not known."""

    done: tuple[Occurrence, ...]
    referred: Decimal
    has_unknown_days: bool


def row_occurrences(
    activity: str, marks: Sequence[Mark], frame: Frame, *, is_daily_at_home: bool, ruleset: Ruleset
) -> RowOccurrences:
    """Count one row.

    Planned: once at each visit. Conditional and optional: 0 / the stated probability or 1 / 1. Continuous: once at
    each visit it covers, or the days from the first covered visit to the last where it is done daily at home.
    Referred: not counted, but told. A mark merged over several visits counts once, at its earliest visit by day.
    """
    of_column = frame.of_column
    own = [mark for mark in marks if mark.visit in of_column]
    referred = sum([of_column[m.visit].repeats.planned for m in own if m.kind is MarkKind.REFERRED], NOTHING)
    daily = [m for m in own if m.kind is MarkKind.CONTINUOUS] if is_daily_at_home else []
    plain = [m for m in own if m.kind is not MarkKind.CONTINUOUS] if daily else own
    done = [*_at_visits(activity, plain, frame, ruleset), *_at_home(activity, daily, frame)]
    unknown = any(frame.of_column[mark.visit].day is None for mark in daily)
    return RowOccurrences(tuple(done), referred, unknown)


def _at_visits(activity: str, marks: Iterable[Mark], frame: Frame, ruleset: Ruleset) -> list[Occurrence]:
    at: dict[tuple[str, bool, bool], Occurrence] = {}
    merged: dict[tuple[object, ...], list[Mark]] = {}
    of_column = frame.of_column
    for mark in marks:
        if mark.kind is MarkKind.REFERRED:
            continue
        if mark.spans > 1 and not mark.count_each and mark.kind is not MarkKind.CONTINUOUS:
            merged.setdefault((mark.spans, mark.kind, mark.usual_care, mark.probability), []).append(mark)
            continue
        visit, chance = of_column[mark.visit], _chance(mark, ruleset)
        times = visit.repeats if chance is ONE else chance.by(visit.repeats)
        own = Occurrence(visit.key, activity, times, chance.planned, mark.usual_care, times.planned)
        place = (visit.key, mark.usual_care, False)
        at[place] = at[place].and_also(own) if place in at else own
    for group in merged.values():
        for first in _first_of_each_span(group, frame):
            visit, chance = of_column[first.visit], _chance(first, ruleset)
            once = chance.planned
            own = Occurrence(visit.key, activity, chance, once, first.usual_care, once, is_merged=True)
            place = (visit.key, first.usual_care, True)
            at[place] = at[place].and_also(own) if place in at else own
    return list(at.values())


def _chance(mark: Mark, ruleset: Ruleset) -> Range:
    """Return how often one mark is done at one visit."""
    if mark.kind not in NOT_ALWAYS:
        return ONE
    likely = 1.0 if mark.probability is None else mark.probability
    return Range(NOTHING, rounded(likely, ruleset.step("rounding.occurrences")), Decimal(1))


def _first_of_each_span(marks: list[Mark], frame: Frame) -> list[Mark]:
    """Return one mark for each merged cell: marks are repeated for every visit a cell covers, `spans` of them."""
    spans = marks[0].spans
    ordered = sorted(marks, key=lambda mark: (frame.position[frame.of_column[mark.visit].key], mark.visit))
    return ordered[::spans]


def _at_home(activity: str, marks: Sequence[Mark], frame: Frame) -> list[Occurrence]:
    """Count days at home per epoch, from the first covered visit to the last; a visit without a day counts as one.

    The days between two covered visits belong to the epoch of the earlier one, even if a visit between is not marked.
    They are usual care only if every mark is.
    """
    covered = {frame.of_column[mark.visit].key: frame.of_column[mark.visit] for mark in marks}
    ordered = sorted(covered.values(), key=lambda visit: frame.position[visit.key])
    usual_care = all(mark.usual_care for mark in marks)
    days, counted = dict[str, Range](), dict[str, Decimal]()
    for visit, following in zip_longest(ordered, ordered[1:]):
        days[visit.epoch] = days.get(visit.epoch, ZERO) + _days_until(visit, following)
        counted[visit.epoch] = counted.get(visit.epoch, NOTHING) + 1
    return [
        Occurrence(f"{HOME}{epoch}", activity, times, times.planned, usual_care, counted[epoch], is_home=True)
        for epoch, times in days.items()
    ]


def _days_until(visit: VisitGroup, following: VisitGroup | None) -> Range:
    """Return the days that a covered visit answers for: up to the next covered one, and one more for each repeat."""
    if visit.day is None or following is None or following.day is None:
        return visit.repeats.larger(ONE)
    days = Decimal(int(following.day // 1) - int(visit.day // 1))
    return exactly(days) + visit.repeats.larger(ONE) - ONE


def by_activity(marks: Iterable[Mark]) -> Mapping[str, list[Mark]]:
    """Return the marks of each row."""
    rows: dict[str, list[Mark]] = {}
    for mark in marks:
        rows.setdefault(mark.activity, []).append(mark)
    return rows
