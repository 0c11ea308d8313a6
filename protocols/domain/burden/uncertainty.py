"""How sure the score is: seeded draws from what is believed of each activity, and from weights around the chosen."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from math import sqrt

import numpy as np
import numpy.typing as npt

from .amounts import NOTHING, rounded
from .blending import Minutes
from .estimate import Estimate, Timed
from .lines import Line
from .ruleset import Ruleset
from .score import Score

Floats = npt.NDArray[np.float64]
EQUAL = 1e-9  # Below this, two draws differ by the noise of binary numbers only.


@dataclass(frozen=True, slots=True)
class Interval:
    """The ends between which 90 % of the draws lie (by the ruleset's percents), cut to what is possible."""

    low: Decimal
    high: Decimal


class Draws:
    """The draws of one ruleset. One stream per activity, named by its identity, so that every version, option and
    persona that is compared draws alike for it, whatever else its schedule holds and in whatever order.
    """

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.number = int(ruleset.number("draws.number"))
        self._seed = int(ruleset.number("draws.seed"))

    def normal(self, name: str) -> Floats:
        """Return the standard normal draws of one stream, to be read only."""
        return _stream(self._seed, name, self.number)

    @cached_property
    def weights(self) -> Floats:
        """Weights of the dimensions, one row per draw: Dirichlet around the chosen ones; a weight of 0 stays 0."""
        chosen = np.array(self.ruleset.weights)
        drawn = np.zeros((self.number, len(chosen)))
        weighty = chosen > 0
        alpha = self.ruleset.number("draws.concentration") * chosen[weighty]
        drawn[:, weighty] = _generator(self._seed, "the weights of the dimensions").dirichlet(alpha, self.number)
        return drawn

    def points(self, estimates: Sequence[Estimate]) -> Floats:
        """Return points of one occurrence, one row per draw and one column per estimate; never clipped.

        A draw is w y(W) + (1 - w) m0(W) + z sqrt(variance), with weights W of the draw and the activity's own z.
        """
        library = np.array([[value * (1 - each.weight) for value in each.dimensions] for each in estimates])
        constant = np.array([each.constant * (1 - each.weight) for each in estimates])
        spread = np.array([sqrt(each.variance) for each in estimates])
        noise = np.stack([self.normal(each.identity) for each in estimates], axis=1)
        noise *= spread  # in place: each table that is made anew takes longer than the sum in it
        drawn: Floats = self.weights @ library.T
        drawn += constant
        drawn += self._ratings(estimates)
        drawn += noise
        return drawn

    def _ratings(self, estimates: Sequence[Estimate]) -> Floats:
        fixed = np.array([each.weight * each.answers.fixed if each.answers else 0.0 for each in estimates])
        drawn = np.broadcast_to(fixed, (self.number, len(estimates)))
        for mask in sorted({mask for each in estimates if each.answers for mask in each.answers.parts}):
            given = self.weights * np.array(mask)
            parts = [_part(each, mask) for each in estimates]
            drawn = drawn + (given / given.sum(axis=1, keepdims=True)) @ np.array(parts).T
        return drawn

    def minutes(self, estimates: Sequence[tuple[Estimate, str]]) -> Floats:
        """Return minutes of one occurrence by (estimate, kind); the mean of the draws is the point.

        A draw is (1 + point) exp(z sd - variance / 2) - 1, on the scale log(1 + minutes).
        """
        kinds = [(each.identity, kind, each.minutes[kind]) for each, kind in estimates]
        spread = np.array([_spread(minutes) for _, _, minutes in kinds])
        points = np.array([float(minutes.point) for _, _, minutes in kinds])
        noise = np.stack([self.normal(f"{identity}: {kind} minutes") for identity, kind, _ in kinds], axis=1)
        noise *= spread
        noise -= spread**2 / 2
        drawn: Floats = np.exp(noise, out=noise)
        drawn *= 1 + points
        drawn -= 1
        return drawn


@lru_cache(maxsize=2048)  # 16 kB each; making a stream takes longer than using it, and the same ones come again
def _stream(seed: int, name: str, number: int) -> Floats:
    drawn = _generator(seed, name).standard_normal(number)
    drawn.setflags(write=False)
    return drawn


def _generator(seed: int, name: str) -> np.random.Generator:
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def _part(estimate: Estimate, mask: tuple[bool, bool, bool]) -> list[float]:
    parts = estimate.answers.parts.get(mask, (0.0, 0.0, 0.0)) if estimate.answers else (0.0, 0.0, 0.0)
    return [estimate.weight * part for part in parts]


def _spread(minutes: Minutes) -> float:
    return sqrt(minutes.variance) if minutes.point else 0.0


@dataclass(frozen=True)
class Drawn:
    """A score with its draws."""

    score: Score
    draws: Draws

    @cached_property
    def _by_estimate(self) -> list[tuple[Estimate, list[Line]]]:
        """The lines that add to the load, by what each is estimated with."""
        found: dict[int, tuple[Estimate, list[Line]]] = {}
        for line in self.score.lines:
            if line.estimate and not line.is_unscored:
                found.setdefault(id(line.estimate), (line.estimate, []))[1].append(line)
        return sorted(found.values(), key=lambda each: _in_order(each[0]))

    @cached_property
    def _times(self) -> list[Decimal]:
        """How often each of these takes place as planned."""
        return [sum([line.occurrences.planned for line in lines], NOTHING) for _, lines in self._by_estimate]

    @cached_property
    def _points(self) -> Floats:
        """Points of one occurrence, one row per draw and one column for each of these."""
        estimates = [estimate for estimate, _ in self._by_estimate]
        return self.draws.points(estimates) if estimates else np.zeros((self.draws.number, 0))

    @cached_property
    def load(self) -> Floats:
        """Planned load, draw by draw."""
        drawn: Floats = self._points @ np.array([float(times) for times in self._times])
        return drawn

    @cached_property
    def visit_loads(self) -> tuple[tuple[str, ...], Floats]:
        """Load of one taking place of each visit, one column per visit, draw by draw; days at home are no visit."""
        keys = tuple(visit.key for visit in self.score.visits if not visit.is_home)
        times = np.zeros((len(self._by_estimate), len(keys)))
        for row, (_, lines) in enumerate(self._by_estimate):
            once = dict.fromkeys(keys, 0.0)
            for line in lines:
                if line.visit in once:
                    once[line.visit] += float(line.once)
            times[row] = list(once.values())
        return keys, self._points @ times

    @cached_property
    def minutes(self) -> Floats:
        """Planned minutes, draw by draw; travel and time given for a whole visit do not vary."""
        lines = self.score.lines
        certain = sum([line.minutes.planned for line in lines if not (line.estimate and line.is_activity)], NOTHING)
        times: dict[tuple[int, str], Decimal] = {}
        by_id: dict[int, Estimate] = {}
        for estimate, kind, amount in _timed(line for line in lines if line.is_activity):
            by_id[id(estimate)] = estimate
            times[id(estimate), kind] = times.get((id(estimate), kind), NOTHING) + amount
        found = [(by_id[key], kind, float(amount)) for (key, kind), amount in times.items() if amount]
        found.sort(key=lambda each: (_in_order(each[0]), each[1]))
        drawn = np.full(self.draws.number, float(certain))
        if found:
            drawn += self.draws.minutes([(each, kind) for each, kind, _ in found]) @ [amount for *_, amount in found]
        return drawn

    @cached_property
    def load_interval(self) -> Interval:
        """The interval of the planned load; its ends lie between nothing and the top of the scale each time."""
        top = self.score.ruleset.number("scale.highest")
        most = float(sum(self._times, NOTHING)) * top
        return self._interval(self.load, most, "rounding.points")

    @cached_property
    def minutes_interval(self) -> Interval:
        """The interval of the planned minutes."""
        return self._interval(self.minutes, float("inf"), "rounding.minutes")

    def _interval(self, drawn: Floats, most: float, rounding: str) -> Interval:
        ruleset = self.score.ruleset
        low, high = np.percentile(drawn, [ruleset.number("draws.low"), ruleset.number("draws.high")])
        step = ruleset.step(rounding)
        return Interval(rounded(max(0.0, float(low)), step), rounded(min(most, max(0.0, float(high))), step))

    @cached_property
    def rank_intervals(self) -> Mapping[str, tuple[int, int]]:
        """Between which ranks each visit lies (1 the heaviest single visit; equal visits share a rank)."""
        keys, loads = self.visit_loads
        if not keys:
            return {}
        by_visit = np.ascontiguousarray(loads.T)
        ranks = np.stack([1 + (by_visit > own + EQUAL).sum(axis=0, dtype=np.int32) for own in by_visit])
        ends = [self.score.ruleset.number("draws.low"), self.score.ruleset.number("draws.high")]
        low, high = np.percentile(ranks, ends, axis=1, method="nearest")
        return {key: (int(first), int(last)) for key, first, last in zip(keys, low, high, strict=True)}


def share_lighter(new: Drawn, old: Drawn) -> Decimal:
    """Return the share of draws in which the first is lighter than the second; both must use the same `Draws`."""
    return rounded(float(np.mean(new.load < old.load - EQUAL)), Decimal("0.0001"))


def load_saved(new: Drawn, old: Drawn) -> Interval:
    """Return between which ends lies what the first saves of the second's load; below 0 where it may ask more."""
    ruleset = old.score.ruleset
    low, high = np.percentile(old.load - new.load, [ruleset.number("draws.low"), ruleset.number("draws.high")])
    step = ruleset.step("rounding.points")
    return Interval(rounded(float(low), step), rounded(float(high), step))


def _timed(lines: Iterable[Line]) -> Iterator[Timed]:
    """Yield how often each kind of minutes counts, and by which estimate; lines that share nothing come row by row."""
    alone: dict[int, tuple[Estimate, list[Decimal]]] = {}
    for line in lines:
        if line.timed is not None:
            yield from (each for each in line.timed if each[1] in each[0].minutes)
        elif line.estimate:
            alone.setdefault(id(line.estimate), (line.estimate, []))[1].append(line.occurrences.planned)
    for estimate, planned in alone.values():
        times = sum(planned, NOTHING)
        yield from ((estimate, kind, times) for kind, amount in estimate.each.items() if amount)


def _in_order(estimate: Estimate) -> tuple[str, str, bool]:
    return estimate.identity, estimate.key, estimate.further is None
