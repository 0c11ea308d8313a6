"""Two scored versions side by side: what to say first, the figures, each visit, and what each change adds or takes."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from protocols.domain.burden.compare import Comparison, compare
from protocols.domain.burden.lines import Line
from protocols.domain.burden.score import Score
from protocols.domain.burden.summaries import VisitScore
from protocols.domain.burden.uncertainty import share_lighter
from protocols.domain.burden.visits import in_order
from protocols.domain.changes import Change, What, changes
from protocols.domain.text_changes import text_changes
from protocols.schedules.models import ScheduleVersion
from protocols.scores.services import ReviewScore
from protocols.scores.versions.words import LOOKS, SIGNS, Names, further, sentence

SHOWN = {
    "visits": {What.VISIT},
    "activities": {What.ACTIVITY},
    "marks": {What.MARK},
    "texts": {What.FOOTNOTE, What.OBJECTIVE, What.ENDPOINT},
}
NOTHING = Decimal(0)
Place = tuple[str, str]
Amounts = tuple[Decimal, Decimal]
Reach = Callable[[Change], list[Place]]


@dataclass(frozen=True)
class ChangeRow:
    """One change for a reader: its sign, its sentence, and what it adds to load and minutes."""

    change: Change
    words: str
    further: list[str]
    load: Decimal
    minutes: Decimal

    @property
    def sign(self) -> str:
        """A sign that stands beside the words."""
        return SIGNS[self.change.how]

    @property
    def look(self) -> str:
        """How the sign is drawn."""
        return LOOKS[self.change.how]


@dataclass(frozen=True)
class VisitPair:
    """One visit in both versions; None where it does not take place."""

    key: str
    label: str
    before: VisitScore | None
    after: VisitScore | None

    @property
    def load(self) -> Decimal:
        """New load less the old."""
        return _load(self.after) - _load(self.before)

    @property
    def minutes(self) -> Decimal:
        """New minutes less the old."""
        return _minutes(self.after) - _minutes(self.before)

    @property
    def is_home(self) -> bool:
        """True for the days at home of one part of the study."""
        visit = self.after or self.before
        return visit is not None and visit.is_home

    @property
    def is_same(self) -> bool:
        """True when nothing about it is different."""
        return not self.load and not self.minutes and bool(self.before) == bool(self.after)


@dataclass(frozen=True)
class Compare:
    """Everything that the page says about two versions, from their scores."""

    old: ReviewScore
    new: ReviewScore

    @property
    def versions(self) -> tuple[ScheduleVersion, ScheduleVersion]:
        """The version before and the one after."""
        return self.old.inputs.version, self.new.inputs.version

    @cached_property
    def found(self) -> Comparison:
        """Index, verdict and what is newly without an estimate."""
        return compare(self.new.drawn, self.old.drawn)

    @cached_property
    def share(self) -> Decimal:
        """The share of draws that speak for the verdict; of being lighter where there is none."""
        is_heavier = self.found.verdict == "heavier"
        return share_lighter(self.old.drawn, self.new.drawn) if is_heavier else self.found.share_lighter

    @property
    def moves(self) -> Decimal | None:
        """By how many in 100 the load falls or rises; None where the older version has none."""
        return None if self.found.load is None else abs(self.found.load - 100)

    @property
    def limit(self) -> float:
        """From which share of draws on a difference is called one."""
        return self.new.score.ruleset.number("draws.difference")

    @cached_property
    def names(self) -> Names:
        """What visits and activities are called."""
        return Names(self.old.score.schedule, self.new.score.schedule)

    @cached_property
    def rows(self) -> list[ChangeRow]:
        """Every change with what it adds or takes away."""
        old, new = self.old.score.schedule, self.new.score.schedule
        found = (*changes(old, new), *text_changes(old, new))
        by_change = _by_change(found, _differences(self.old.score, self.new.score))
        return [
            ChangeRow(each, sentence(each, self.names), further(each, self.names), *by_change[place])
            for place, each in enumerate(found)
        ]

    @cached_property
    def rest(self) -> tuple[Decimal, Decimal]:
        """What no single change accounts for: shared steps, and days at home."""
        load, minutes = self.difference
        return load - sum((row.load for row in self.rows), NOTHING), minutes - sum(
            (row.minutes for row in self.rows), NOTHING
        )

    @property
    def difference(self) -> tuple[Decimal, Decimal]:
        """New load and minutes less the old."""
        old, new = self.old.score, self.new.score
        return new.load.planned - old.load.planned, new.minutes.planned - old.minutes.planned

    @cached_property
    def visits(self) -> list[VisitPair]:
        """Every visit of either version, by day; those at home last."""
        before = {visit.key: visit for visit in self.old.score.visits}
        after = {visit.key: visit for visit in self.new.score.visits}
        keys = sorted({*before, *after}, key=lambda key: _in_order(after.get(key) or before[key]))
        pairs = [VisitPair(key, (after.get(key) or before[key]).label, before.get(key), after.get(key)) for key in keys]
        return [each for each in pairs if not _is_empty(each)]

    @property
    def changed_visits(self) -> list[VisitPair]:
        """Those whose load or time differ, or that came or went."""
        return [each for each in self.visits if not each.is_same]

    @property
    def gone(self) -> tuple[Collection[str], Collection[str]]:
        """Keys of the activities and of the visits that the new version lacks."""
        old, new = self.old.score.schedule, self.new.score.schedule
        return set(old.activity_by_key) - set(new.activity_by_key), set(old.visit_by_key) - set(new.visit_by_key)


def shown(rows: Iterable[ChangeRow], kind: str) -> list[ChangeRow]:
    """Return the changes of one kind; all of them for no kind."""
    return [row for row in rows if not kind or row.change.what in SHOWN[kind]]


def kinds() -> list[tuple[str, str]]:
    """Return what changes can be filtered by."""
    words = [_("All changes"), _("Visits"), _("Tests and tasks"), _("Single marks"), _("Footnotes and objectives")]
    return list(zip(["", *SHOWN], words, strict=True))


def _differences(old: Score, new: Score) -> dict[Place, Amounts]:
    """New points and minutes less the old ones, by visit and activity."""
    before, after = _amounts(old.lines), _amounts(new.lines)
    zero = (NOTHING, NOTHING)
    places = sorted({*before, *after})
    pairs = ((place, before.get(place, zero), after.get(place, zero)) for place in places)
    return {place: (now[0] - was[0], now[1] - was[1]) for place, was, now in pairs if was != now}


def _amounts(lines: Iterable[Line]) -> dict[Place, Amounts]:
    found: dict[Place, Amounts] = {}
    for line in lines:
        load, minutes = found.get((line.visit, line.activity), (NOTHING, NOTHING))
        found[line.visit, line.activity] = load + line.points.planned, minutes + line.minutes.planned
    return found


def _by_change(found: Iterable[Change], left: dict[Place, Amounts]) -> dict[int, Amounts]:
    """Take each difference out of `left` for one change: that of its cell, else of its visit, else of its row."""
    listed = list(enumerate(found))
    totals: dict[int, Amounts] = {place: (NOTHING, NOTHING) for place, _change in listed}
    for reach in (_cells, _visits, _rows):
        reached = reach(left)
        for place, change in listed:
            for at in reached(change):
                (load, minutes), (more, longer) = totals[place], left.pop(at, (NOTHING, NOTHING))
                totals[place] = load + more, minutes + longer
    return totals


def _cells(left: Iterable[Place]) -> Reach:
    return lambda change: [(cell.visit, cell.activity) for cell in change.cells]


def _visits(left: Iterable[Place]) -> Reach:
    by_visit: dict[str, list[Place]] = {}
    for at in left:
        by_visit.setdefault(at[0], []).append(at)
    return lambda change: by_visit.get(change.key, []) if change.what is What.VISIT else []


def _rows(left: Iterable[Place]) -> Reach:
    by_row: dict[str, list[Place]] = {}
    for at in left:
        by_row.setdefault(at[1], []).append(at)
    return lambda change: by_row.get(change.key, []) if change.what in (What.ACTIVITY, What.MARK) else []


def _in_order(visit: VisitScore) -> tuple[object, ...]:
    return visit.is_home, *in_order(visit.day, visit.key)


def _is_empty(pair: VisitPair) -> bool:
    sides = [each for each in (pair.before, pair.after) if each]
    return pair.is_home and not any(each.load.planned or each.minutes.planned for each in sides)


def _load(visit: VisitScore | None) -> Decimal:
    return visit.load.planned if visit else NOTHING


def _minutes(visit: VisitScore | None) -> Decimal:
    return visit.minutes.planned if visit else NOTHING
