"""Contribution lines: occurrences times points each, with where they come from. Every total is a sum of lines."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from ..catalogue import PARTICIPANT_TIMES
from .amounts import NOTHING, ONE, ZERO, Range, total
from .estimate import AskedSharing, Charged, Estimate, Timed
from .occurrences import Occurrence
from .sharing import Claim, allocate, charged_once, left_over

TRAVEL = "travel"
AT_VISIT = "at_visit"
NO_MINUTES = AskedSharing(ZERO, NOTHING, {}, ())


class Line(NamedTuple):
    """One activity at one visit (or in the days at home of one epoch), and what it adds.

    `points` = `occurrences` x `points_each`, exactly. `points_each` is None where nothing is known and nobody rated:
    the line then adds nothing to the load, and is no zero. `minutes` are of all occurrences, `split` parts
    them by kind (active, waiting, moving, travel). `once` and `minutes_once` are of one taking place of the visit.
    `is_further`: the step it shares with another row of the visit is charged there; `timed` then says how often each
    kind of minutes was counted by which estimate.
    """

    visit: str
    activity: str
    label: str
    occurrences: Range
    once: Decimal
    points_each: Decimal | None
    points: Range
    minutes: Range
    minutes_once: Decimal
    split: Mapping[str, Range]
    estimate: Estimate | None = None
    marks: Decimal = NOTHING
    at_home: bool = False
    usual_care: bool = False
    is_further: bool = False
    is_activity: bool = True
    timed: tuple[Timed, ...] | None = None

    @property
    def is_unscored(self) -> bool:
        """True when nothing is known about it and nobody rated it."""
        return self.points_each is None


class Done(NamedTuple):
    """An occurrence with its estimate, and whether it takes place at home."""

    occurrence: Occurrence
    estimate: Estimate
    at_home: bool


def lines_of(done: Iterable[Done]) -> list[Line]:
    """Return the lines of all occurrences; rows that share a step at one visit are settled among themselves.

    Occurrences of usual care share only with each other, so that marking one as usual care cannot make the rest of the
    study look heavier or lighter than it is.
    """
    alone, pools = pooled(done)
    lines = [plain_line(each) for each in alone]
    for pool in pools:
        lines += _pooled(pool)
    return lines


def pooled(done: Iterable[Done]) -> tuple[list[Done], list[list[Done]]]:
    """Return the occurrences that stand for themselves, and those that share a step, together."""
    alone: list[Done] = []
    pools: dict[tuple[str, bool, str], list[Done]] = {}
    for each in done:
        occurrence = each.occurrence
        if each.estimate.further is None or occurrence.is_home or occurrence.is_merged:
            alone.append(each)
        else:
            step = each.estimate.row.step
            pools.setdefault((occurrence.visit, occurrence.usual_care, step), []).append(each)
    alone += [pool[0] for pool in pools.values() if len(pool) == 1]
    return alone, [pool for pool in pools.values() if len(pool) > 1]


def plain_line(done: Done) -> Line:
    """Return the line of an occurrence that shares nothing."""
    occurrence, estimate = done.occurrence, done.estimate
    times = occurrence.times
    asked = estimate.asked(times)
    return Line(
        occurrence.visit, occurrence.activity, estimate.label, times, occurrence.once, estimate.points,
        asked.points, asked.minutes, occurrence.once * estimate.minutes_each, asked.split,
        estimate, occurrence.marks, done.at_home, occurrence.usual_care,
    )  # fmt: skip


def _pooled(pool: list[Done]) -> list[Line]:
    """Settle one shared step: by points, and by each kind of minutes, whichever row the step weighs most in."""
    times = pool[0].occurrence.times
    is_alike = all(each.occurrence.times is times for each in pool)
    charged = _charged(pool, [each.estimate.step_points for each in pool], is_alike=is_alike)
    sizes = [[each.estimate.step_minutes[kind] for each in pool] for kind in PARTICIPANT_TIMES]
    nobody = [(ZERO, NOTHING)] * len(pool)
    by_kind = [_charged(pool, own, is_alike=is_alike) if any(own) or not is_alike else nobody for own in sizes]
    lines = []
    for each, own, timed in zip(pool, charged, zip(*by_kind, strict=True), strict=True):
        ask = each.estimate.asked_sharing if is_alike and times.is_certain else each.estimate.sharing
        lines += _two_lines(each, own, ask(each.occurrence.times, each.occurrence.once, timed))
    return lines


def _charged(pool: list[Done], sizes: list[Decimal], *, is_alike: bool) -> list[Charged]:
    """Return how often each row is charged, in all and at one visit; `is_alike`: all are done equally often."""
    claims = [
        Claim(each.occurrence.times, size, (each.estimate.step_points, each.occurrence.activity))
        for each, size in zip(pool, sizes, strict=True)
    ]
    charged, once = allocate(claims), [each.occurrence.once for each in pool]
    if is_alike:
        single = [NOTHING if times is ZERO else amount for times, amount in zip(charged, once, strict=True)]
    else:
        single = charged_once(claims, once)
    return list(zip(charged, single, strict=True))


def _two_lines(done: Done, charged: Charged, asked: AskedSharing) -> list[Line]:
    """Return the line with the step, the line without it, or both; the minutes stand on the first."""
    occurrence, estimate = done.occurrence, done.estimate
    rest = (left_over(occurrence.times, charged[0]), occurrence.once - charged[1])
    lines: list[Line] = []
    for own, (times, once), is_further in ((estimate, charged, False), (estimate.without_step, rest, True)):
        if times.is_nothing:
            continue
        minutes, marks = (NO_MINUTES, NOTHING) if lines else (asked, occurrence.marks)
        line = Line(
            occurrence.visit, occurrence.activity, estimate.label, times, once, own.points,
            own.asked(times).points, minutes.minutes, minutes.minutes_once, minutes.split,
            own, marks, done.at_home, occurrence.usual_care, is_further, timed=minutes.timed,
        )  # fmt: skip
        lines.append(line)
    return lines


def visit_clock_line(visit: str, split: Mapping[str, Range], *, once: Decimal, at_home: bool) -> Line:
    """Return the line of minutes that people gave for a whole visit beyond what its steps add up to."""
    label = "Time at the visit beyond its steps"
    minutes = total(split.values())
    return Line(
        visit, AT_VISIT, label, ONE, Decimal(1), None, ZERO, minutes, once, split, at_home=at_home, is_activity=False
    )


def journey_line(visit: str, estimate: Estimate, repeats: Range, *, minutes_each: Decimal, usual_care: bool) -> Line:
    """Return the line of the journey there and back, once for each time the visit takes place."""
    minutes = repeats.times(minutes_each)
    return Line(
        visit, estimate.key, estimate.label, repeats, Decimal(1), estimate.points,
        repeats.times(estimate.points or NOTHING), minutes, minutes_each, {TRAVEL: minutes},
        estimate, usual_care=usual_care, is_activity=False,
    )  # fmt: skip


def between_line(home: str, estimate: Estimate, gaps: Range) -> Line:
    """Return the line of the days between visits in one epoch, once for each gap between two visits."""
    points = gaps.times(estimate.points or NOTHING)
    return Line(
        home, estimate.key, estimate.label, gaps, NOTHING, estimate.points, points, ZERO, NOTHING, {},
        estimate, at_home=True, is_activity=False,
    )  # fmt: skip
