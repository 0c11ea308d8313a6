"""What one step is believed to ask of a person, and what a number of its occurrences ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from math import sqrt
from statistics import fmean
from typing import NamedTuple

from ..catalogue import DIMENSIONS, PARTICIPANT_TIMES
from .amounts import NOTHING, ZERO, Range
from .answers import Answers, Times
from .blending import Minutes
from .library import Row


class Asked(NamedTuple):
    """What a number of occurrences ask for: points, minutes, and minutes by kind."""

    points: Range
    minutes: Range
    split: Mapping[str, Range]


Timed = tuple["Estimate", str, Decimal]  # how often one kind of minutes was counted, and by which estimate
Charged = tuple[Range, Decimal]  # how often a row is charged for a shared step, in all and at one visit


class AskedSharing(NamedTuple):
    """Minutes of a row that shares a step: in all, of one taking place of the visit, by kind, and how they count."""

    minutes: Range
    minutes_once: Decimal
    split: Mapping[str, Range]
    timed: tuple[Timed, ...]


@dataclass(frozen=True)
class Estimate:
    """What one occurrence of a step is believed to ask, in points from 0 to 4.

    `library` is the value m0 (None: nothing known) with spread t, `answers` the ratings with mean y of n people;
    `weight` w = n / (n + s^2/t^2), `mean` = w y + (1 - w) m0, `variance` = 1 / (1/t^2 + n/s^2); without a library value
    y and s^2/n; without either `mean` is None and the step is unscored. `shares` splits `mean` by where it comes from.
    `further` is the same row where the step it shares was already done at this visit for another row.
    """

    key: str
    label: str
    identity: str
    row: Row = field(default_factory=Row)
    constant: float = 0.0
    library: float | None = None
    spread: float | None = None
    answers: Answers | None = None
    weight: float = 0.0
    mean: float | None = None
    variance: float = 0.0
    points: Decimal | None = None
    shares: Mapping[str, float] = field(default_factory=dict)
    minutes: Mapping[str, Minutes] = field(default_factory=dict)
    could_not: int = 0
    further: "Estimate | None" = None

    @property
    def is_unscored(self) -> bool:
        """True when nothing is known and nobody rated it."""
        return self.mean is None

    @property
    def is_partly_scored(self) -> bool:
        """True when nobody rated it and the library lacks a dimension."""
        return self.library is not None and not self.answers and self._lacks_a_dimension

    @property
    def _lacks_a_dimension(self) -> bool:
        return bool(self.row.dimensions) and len(self.row.dimensions) < len(DIMENSIONS)

    @property
    def raters(self) -> int:
        """How many people rated it."""
        return self.answers.raters if self.answers else 0

    @property
    def ratings_mean(self) -> float | None:
        """Mean of the people's values at the ruleset's weights."""
        return fmean(self.answers.values) if self.answers else None

    @property
    def dimensions(self) -> tuple[float, float, float]:
        """Library values of physical, worry and effort, 0 where unknown."""
        physical, worry, effort = (
            self.row.dimensions[name].value if name in self.row.dimensions else 0.0 for name in DIMENSIONS
        )
        return physical, worry, effort

    @cached_property
    def each(self) -> Mapping[str, Decimal]:
        """Minutes of one occurrence by kind: active, waiting, moving."""
        return {name: self.minutes[name].point if name in self.minutes else NOTHING for name in PARTICIPANT_TIMES}

    @cached_property
    def minutes_each(self) -> Decimal:
        """All minutes of one occurrence."""
        return sum(self.each.values(), NOTHING)

    @property
    def without_step(self) -> "Estimate":
        """The same row where the step it shares was done for another row; itself where it shares none."""
        return self.further or self

    @cached_property
    def step_points(self) -> Decimal:
        """Points that the shared step adds to one occurrence."""
        return (self.points or NOTHING) - (self.without_step.points or NOTHING)

    @cached_property
    def step_minutes(self) -> Mapping[str, Decimal]:
        """Minutes that the shared step adds to one occurrence, by kind; never less than nothing."""
        return {kind: max(NOTHING, amount - self.without_step.each[kind]) for kind, amount in self.each.items()}

    # Most visits take place equally often, and options change few rows, so what is certain is worked out once for each
    # number. What is not certain is worked out anew: 1 and 1.00 times are equal, but an amount keeps its digits.

    def asked(self, times: Range) -> Asked:
        """Return what so many occurrences ask for; nothing where it is unscored."""
        if not times.is_certain:
            return self._ask(times)
        if times.planned not in self._asked:
            self._asked[times.planned] = self._ask(times)
        return self._asked[times.planned]

    def asked_sharing(self, times: Range, once: Decimal, charged: tuple[Charged, ...]) -> AskedSharing:
        """Return `sharing` of times that are certain, where the row is charged for all of them or for none."""
        key = (times.planned, once, charged)
        if key not in self._asked_sharing:
            self._asked_sharing[key] = self.sharing(times, once, charged)
        return self._asked_sharing[key]

    def sharing(self, times: Range, once: Decimal, charged: tuple[Charged, ...]) -> AskedSharing:
        """Return the minutes where the row shares a step: `charged` says how often it is charged for it, by kind."""
        minutes, minutes_once, rest = ZERO, NOTHING, self.without_step
        split, counts = dict[str, Range](), list[Timed]()
        for (kind, step), (charged_times, charged_once) in zip(self.step_minutes.items(), charged, strict=True):
            own = times.times(rest.each[kind]) + charged_times.times(step)
            minutes, split[kind] = minutes + own, own
            minutes_once += once * rest.each[kind] + charged_once * step
            in_full = charged_times.planned if step else NOTHING
            counts += [(self, kind, in_full), (rest, kind, times.planned - in_full)]
        return AskedSharing(minutes, minutes_once, split, tuple(counts))

    def _ask(self, times: Range) -> Asked:
        split = {kind: times.times(amount) for kind, amount in self.each.items() if amount}
        return Asked(times.times(self.points or NOTHING), times.times(self.minutes_each), split)

    @cached_property
    def _asked(self) -> dict[Decimal, Asked]:
        return {}

    @cached_property
    def _asked_sharing(self) -> dict[tuple[Decimal, Decimal, tuple[Charged, ...]], AskedSharing]:
        return {}


@dataclass(frozen=True)
class Estimates:
    """The estimates of a schedule: one per activity, the ratings of the journey, the days between, and whole visits."""

    activities: Mapping[str, Estimate]
    journey: Answers | None = None
    between: Estimate | None = None
    visit_times: Mapping[str, Mapping[str, Times]] = field(default_factory=dict)
    could_not: Mapping[str, int] = field(default_factory=dict)

    @property
    def spread_seen(self) -> float | None:
        """How far people's answers to one activity lie apart, pooled over activities; None for fewer than two people.

        sqrt(sum of (n - 1) SD^2 / sum of (n - 1)). Shown beside the ruleset's constant, and never used in a score.
        """
        found = [each.answers for each in self.activities.values() if each.answers and each.answers.spread is not None]
        freedom = sum(answers.raters - 1 for answers in found)
        squares = sum((answers.raters - 1) * (answers.spread or 0.0) ** 2 for answers in found)
        return sqrt(squares / freedom) if freedom else None
