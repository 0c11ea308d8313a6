"""What people said about one step, brought to one value per person, kept so that other weights can be tried on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from operator import attrgetter
from statistics import fmean, stdev

from ..catalogue import PARTICIPANT_TIMES
from .ratings import Rating
from .ruleset import Ruleset

Weights = Sequence[float]
Mask = tuple[bool, bool, bool]

_times_given = attrgetter(*PARTICIPANT_TIMES)
NO_TIMES = (None,) * len(PARTICIPANT_TIMES)


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to one step. `raters` is the number of people, each of whom counts once.

    Their mean under weights W is `fixed` + sum over `parts` of sum_d W_d c_d / sum_d W_d over the dimensions of the
    mask: `fixed` comes from overall answers, `parts` from people who rated dimensions instead.
    """

    raters: int
    fixed: float
    parts: Mapping[Mask, tuple[float, float, float]]
    values: tuple[float, ...]

    def mean(self, weights: Weights) -> float:
        """Return the mean answer under these weights, on the 0-4 scale."""
        return self.fixed + sum(_weighted(part, mask, weights) for mask, part in self.parts.items())

    @property
    def spread(self) -> float | None:
        """Return how far people's values lie apart (standard deviation); None for fewer than two people."""
        return stdev(self.values) if len(self.values) > 1 else None


def answers_of(ratings: Iterable[Rating], ruleset: Ruleset) -> Answers | None:
    """Return the answers to one step; None when nobody gave one that counts under the ruleset's weights.

    Per person: the mean over their repeats of the overall answer, else of the weighted mean of the dimensions given.
    """
    by_rater: dict[str, list[Rating]] = {}
    for rating in ratings:
        if rating.overall is not None or any(_mask(rating, ruleset.weights)):
            by_rater.setdefault(rating.rater, []).append(rating)
    fixed, parts, values = 0.0, dict[Mask, list[float]](), []
    for rater in sorted(by_rater):
        own = by_rater[rater]
        values.append(fmean([_value(rating, ruleset.weights) for rating in own]))
        for rating in own:
            share = 1 / (len(by_rater) * len(own))
            if rating.overall is not None:
                fixed += share * rating.overall
            else:
                part = parts.setdefault(_mask(rating, ruleset.weights), [0.0, 0.0, 0.0])
                for index, answer in enumerate(_dimensions(rating)):
                    part[index] += share * (answer or 0.0)
    frozen = {mask: (part[0], part[1], part[2]) for mask, part in sorted(parts.items())}
    return Answers(len(values), fixed, frozen, tuple(values)) if values else None


@dataclass(frozen=True, slots=True)
class Times:
    """Minutes that people gave for one part of one step: `log_mean` over people of log(1 + m), and what was timed."""

    raters: int
    log_mean: float
    timed: tuple[float, ...]


def all_times_of(ratings: Sequence[Rating], ruleset: Ruleset) -> dict[str, Times]:
    """Return what people said of each participant time; one of which nobody said anything is missing."""
    times = {name: times_of(ratings, name, ruleset) for name in PARTICIPANT_TIMES if ratings}
    return {name: said for name, said in times.items() if said is not None}


def times_of(ratings: Iterable[Rating], name: str, ruleset: Ruleset) -> Times | None:
    """Return what people said of one participant time (active, waiting, moving); one value per person."""
    said, timed = dict[str, list[float]](), dict[str, list[float]]()
    roles = ruleset.words("roles.feed_load")
    for rating in ratings:
        minutes = getattr(rating, name)
        if minutes is not None and (rating.timed or rating.role in roles):
            (timed if rating.timed else said).setdefault(rating.rater, []).append(minutes)
    if not said and not timed:
        return None
    logs = [log1p(fmean(said[rater])) for rater in sorted(said)]
    return Times(len(logs), fmean(logs) if logs else 0.0, tuple(fmean(timed[rater]) for rater in sorted(timed)))


@dataclass(frozen=True, slots=True)
class BesideVisit:
    """Cost and disruption of one visit, each with its number of people: shown beside it, never part of the load."""

    cost: float | None
    cost_raters: int
    disruption: float | None
    disruption_raters: int


def beside_visits(ratings: Iterable[Rating], ruleset: Ruleset) -> Mapping[str, BesideVisit]:
    """Return mean cost and disruption (0-4) by visit, from the roles that feed the load."""
    by_visit: dict[str, list[Rating]] = {}
    for rating in feeding_load(ratings, ruleset):
        by_visit.setdefault(rating.visit, []).append(rating)
    found = {}
    for visit in sorted(by_visit):
        costs = [rating.cost for rating in by_visit[visit] if rating.cost is not None]
        upsets = [rating.disruption for rating in by_visit[visit] if rating.disruption is not None]
        if costs or upsets:
            means = (fmean(costs) if costs else None, fmean(upsets) if upsets else None)
            found[visit] = BesideVisit(means[0], len(costs), means[1], len(upsets))
    return found


def feeding_load(ratings: Iterable[Rating], ruleset: Ruleset) -> list[Rating]:
    """Return the ratings of the roles that feed the load."""
    roles = ruleset.words("roles.feed_load")
    return [rating for rating in ratings if rating.role in roles]


def feeding_times(ratings: Iterable[Rating], ruleset: Ruleset) -> list[Rating]:
    """Return the ratings whose minutes count: those of the roles that may hold the clock, with any minutes given."""
    roles = ruleset.words("roles.feed_times")
    return [rating for rating in ratings if rating.role in roles and _times_given(rating) != NO_TIMES]


def _dimensions(rating: Rating) -> tuple[float | None, float | None, float | None]:
    return rating.physical, rating.worry, rating.effort


def _mask(rating: Rating, weights: Weights) -> Mask:
    """Which dimensions were rated; a dimension of weight 0 says nothing, so alone it is no answer."""
    given = [answer is not None for answer in _dimensions(rating)]
    weighty = any(weight > 0 for weight, is_given in zip(weights, given, strict=True) if is_given)
    return (given[0], given[1], given[2]) if weighty else (False, False, False)


def _value(rating: Rating, weights: Weights) -> float:
    if rating.overall is not None:
        return rating.overall
    physical, worry, effort = (answer or 0.0 for answer in _dimensions(rating))
    return _weighted((physical, worry, effort), _mask(rating, weights), weights)


def _weighted(part: Sequence[float], mask: Mask, weights: Weights) -> float:
    given = [weight if is_given else 0.0 for weight, is_given in zip(weights, mask, strict=True)]
    return sum(weight * value for weight, value in zip(given, part, strict=True)) / sum(given)
