"""What an option saves: by scoring it again, or, for changes of rows, by the difference of the lines they touch."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ..schedule import Mark, Schedule
from .amounts import NOTHING
from .changes import Change, DropActivity, DropMark, LessOften, Option, Shorten
from .contributions import visit_clocks
from .estimate import Estimates
from .lines import Done, Line, lines_of
from .occurrences import by_activity, row_occurrences
from .score import Score, score

Saving = tuple[Decimal, Decimal]


def rescored(base: Score, option: Option) -> Score:
    """Score an option by the same function as everything else, with the estimates held still."""
    schedule, estimates = option.apply(base.schedule, base.estimates)
    return score(schedule, estimates, base.persona, base.ruleset, arm=base.arm)


def row_of(change: Change) -> str | None:
    """Return the one row that a change touches; None for a change of visits, or one that moves between them."""
    return change.activity if isinstance(change, DropMark | DropActivity | LessOften | Shorten) else None


@dataclass(frozen=True)
class Ledger:
    """A score, laid out so that the difference that one change makes is found without scoring everything again."""

    base: Score

    def saving(self, option: Option) -> Saving:
        """Return planned load and minutes that an option saves. Equal to scoring it in full, by a property test."""
        rows = [row_of(change) for change in option.changes]
        if None in rows:
            changed = rescored(self.base, option)
            return self.base.load.planned - changed.load.planned, self.base.minutes.planned - changed.minutes.planned
        touched = {row for row in rows if row is not None}
        marks = {row: list(self._marks.get(row, ())) for row in touched}
        part = Schedule(visits=self.base.schedule.visits, marks=tuple(mark for own in marks.values() for mark in own))
        schedule, estimates = option.apply(part, self.base.estimates)
        before = [each for row in touched for each in self._done.get(row, ())]
        return self._difference(before, self._after(touched, by_activity(schedule.marks), estimates))

    def _after(self, rows: Iterable[str], marks: Mapping[str, list[Mark]], estimates: Estimates) -> list[Done]:
        frame, ruleset, found = self.base.found.frame, self.base.ruleset, []
        at_home = {visit.key: not visit.travels for visit in frame.visits}
        for row in rows:
            estimate = estimates.activities[row]
            own = row_occurrences(
                row, marks.get(row, []), frame, is_daily_at_home=estimate.row.is_daily_at_home, ruleset=ruleset
            )
            found += [Done(each, estimate, at_home.get(each.visit, True)) for each in own.done]
        return found

    def _difference(self, before: list[Done], after: list[Done]) -> Saving:
        """Compare the lines at the visits that changed, together with the rows that share a step with them there."""
        gone, new = [each for each in before if each not in after], [each for each in after if each not in before]
        visits = {each.occurrence.visit for each in (*gone, *new)}
        rows = {each.occurrence.activity for each in (*gone, *new)}
        steps = {each.estimate.row.step for each in (*gone, *new) if each.estimate.further}
        beside = [
            each
            for visit in visits
            for each in self._done_at.get(visit, ())
            if each.occurrence.activity not in rows and each.estimate.further and each.estimate.row.step in steps
        ]
        old_lines = lines_of([*(each for each in before if each.occurrence.visit in visits), *beside])
        new_lines = lines_of([*(each for each in after if each.occurrence.visit in visits), *beside])
        clocks = self._clocks(visits, old_lines, new_lines)
        load = _points(old_lines) - _points(new_lines)
        return load, _minutes(old_lines) - _minutes(new_lines) + clocks

    def _clocks(self, visits: set[str], old: list[Line], new: list[Line]) -> Decimal:
        """Return what the time given for whole visits beyond their steps changes by."""
        frame, ruleset = self.base.found.frame, self.base.ruleset
        times = {
            column: found
            for column, found in self.base.estimates.visit_times.items()
            if column in frame.of_column and frame.of_column[column].key in visits
        }
        if not times:
            return NOTHING
        replaced = {line.activity for line in old}
        kept = [line for line in self.base.found.lines if line.is_activity and line.activity not in replaced]
        before = visit_clocks(frame, [*kept, *old], times, ruleset=ruleset)
        return _minutes(before) - _minutes(visit_clocks(frame, [*kept, *new], times, ruleset=ruleset))

    @cached_property
    def _marks(self) -> Mapping[str, list[Mark]]:
        return by_activity(self.base.schedule.marks)

    @cached_property
    def _done(self) -> Mapping[str, list[Done]]:
        return _by(self.base.found.done, lambda each: each.occurrence.activity)

    @cached_property
    def _done_at(self) -> Mapping[str, list[Done]]:
        return _by(self.base.found.done, lambda each: each.occurrence.visit)


def _by(done: Iterable[Done], name: Callable[[Done], str]) -> dict[str, list[Done]]:
    found: dict[str, list[Done]] = {}
    for each in done:
        found.setdefault(name(each), []).append(each)
    return found


def _points(lines: Iterable[Line]) -> Decimal:
    return sum((line.points.planned for line in lines), NOTHING)


def _minutes(lines: Iterable[Line]) -> Decimal:
    return sum((line.minutes.planned for line in lines), NOTHING)
