"""How far people of one role agree: Krippendorff's alpha, with a jackknife interval, and where they disagree."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from .ratings import Rating
from .ruleset import Ruleset

Floats = npt.NDArray[np.float64]
Units = dict[tuple[str, str], dict[str, float]]
Metric = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of one role. `alpha` None: not enough data, or everybody gave one and the same answer."""

    role: str
    raters: int
    items: int
    alpha: float | None
    low: float | None
    high: float | None
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """How far apart people of one role lie at one step: the range and how many answered."""

    visit: str
    activity: str
    role: str
    answers: tuple[float, ...]

    @property
    def width(self) -> float:
        """The highest answer less the lowest."""
        return max(self.answers) - min(self.answers)


def agreement_by_role(ratings: Iterable[Rating], ruleset: Ruleset) -> tuple[Agreement, ...]:
    """Return the agreement of each role over steps (one visit, one activity), by overall answers, ordinal.

    Roles are shown side by side and never pooled. Below the ruleset's least raters or items: not enough data.
    """
    by_role: dict[str, Units] = {}
    for rating in ratings:
        if rating.overall is not None and rating.activity is not None:
            units = by_role.setdefault(rating.role, {})
            units.setdefault((rating.visit, rating.activity), {})[rating.rater] = rating.overall
    return tuple(_agreement(role, by_role[role], ruleset) for role in sorted(by_role))


def widest_spreads(ratings: Iterable[Rating]) -> tuple[Spread, ...]:
    """Return the steps on which people of one role disagree, the widest first: a list to talk about."""
    steps: dict[tuple[str, str, str], dict[str, float]] = {}
    for rating in ratings:
        if rating.overall is not None and rating.activity is not None:
            step = (rating.visit, rating.activity, rating.role)
            steps.setdefault(step, {})[rating.rater] = rating.overall
    found = [Spread(*step, tuple(sorted(answers.values()))) for step, answers in steps.items() if len(answers) > 1]
    apart = [spread for spread in found if spread.width > 0]
    return tuple(sorted(apart, key=lambda each: (-each.width, each.visit, each.activity, each.role)))


def _agreement(role: str, units: Units, ruleset: Ruleset) -> Agreement:
    pairable = [list(answers.values()) for _, answers in sorted(units.items()) if len(answers) > 1]
    raters = len({rater for answers in units.values() for rater in answers})
    least_raters, least_items = (ruleset.number(f"agreement.least_{each}") for each in ("raters", "items"))
    if raters < least_raters or len(pairable) < least_items:
        return Agreement(role, raters, len(pairable), None, None, None, False)
    found, low, high = alpha_with_interval(pairable, confidence=ruleset.number("agreement.interval"))
    return Agreement(role, raters, len(pairable), found, low, high, True)


def nominal(a: Floats, b: Floats) -> Floats:
    """Values are the same or not."""
    return np.not_equal(a, b).astype(np.float64)


def interval(a: Floats, b: Floats) -> Floats:
    """Values lie apart by the square of their difference."""
    apart: Floats = (a - b) ** 2
    return apart


def alpha(units: Sequence[Sequence[float]], metric: Metric | None = None) -> float | None:
    """Return Krippendorff's alpha over units (the answers to one item each); ordinal unless a metric is given.

    1 - observed / expected disagreement, by coincidences (Krippendorff 2011; Hayes and Krippendorff 2007). Units with
    fewer than two answers do not count. None where all answers are alike, since nothing could then disagree.
    """
    coincidences, values = _coincidences(units)
    return _alpha(coincidences.sum(axis=0), values, metric) if len(values) else None


def alpha_with_interval(
    units: Sequence[Sequence[float]], metric: Metric | None = None, *, confidence: float
) -> tuple[float | None, float | None, float | None]:
    """Return alpha with a normal interval from a jackknife over units (Hughes, arXiv 2210.13265)."""
    coincidences, values = _coincidences(units)
    whole = _alpha(coincidences.sum(axis=0), values, metric) if len(values) else None
    left_out = [_alpha(coincidences.sum(axis=0) - own, values, metric) for own in coincidences]
    if whole is None or any(each is None for each in left_out) or len(left_out) < 2:
        return whole, None, None
    found = np.array(left_out, dtype=float)
    error = np.sqrt((len(found) - 1) / len(found) * ((found - found.mean()) ** 2).sum())
    half = NormalDist().inv_cdf((1 + confidence) / 2) * float(error)
    return whole, max(-1.0, whole - half), min(1.0, whole + half)


def _coincidences(units: Sequence[Sequence[float]]) -> tuple[Floats, Floats]:
    """Return the matrix of value pairs of each unit, every pair weighted by 1 / (answers - 1), and the values."""
    pairable = [unit for unit in units if len(unit) > 1]
    values = np.array(sorted({value for unit in pairable for value in unit}), dtype=float)
    matrices = np.zeros((len(pairable), len(values), len(values)))
    for place, unit in enumerate(pairable):
        counts = np.array([(np.array(unit) == value).sum() for value in values], dtype=float)
        matrices[place] = (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    return matrices, values


def _alpha(coincidences: Floats, values: Floats, metric: Metric | None) -> float | None:
    margins = coincidences.sum(axis=0)
    number = margins.sum()
    distance = _ordinal(margins) if metric is None else metric(values[:, None], values[None, :])
    expected = (np.outer(margins, margins) * distance).sum()
    if expected <= 0:
        return None
    return float(1 - (number - 1) * (coincidences * distance).sum() / expected)


def _ordinal(margins: Floats) -> Floats:
    """Values lie apart by the square of how many answers stand from one to the other, each end counted half."""
    reached = np.cumsum(margins) - margins / 2
    return interval(reached[:, None], reached[None, :])


def by_item(ratings: Iterable[Rating]) -> Mapping[tuple[str, str], Mapping[str, tuple[float, ...]]]:
    """Return overall answers by (visit, activity) and role, for showing roles side by side."""
    found: dict[tuple[str, str], dict[str, list[float]]] = {}
    for rating in ratings:
        if rating.overall is not None and rating.activity is not None:
            roles = found.setdefault((rating.visit, rating.activity), {})
            roles.setdefault(rating.role, []).append(rating.overall)
    return {step: {role: tuple(answers) for role, answers in roles.items()} for step, roles in found.items()}
