"""How a library value and people's answers are blended by how sure each is, for points and for minutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import expm1, log1p
from statistics import fmean

from ..catalogue import PARTICIPANT_TIMES
from .amounts import rounded
from .answers import Times
from .library import Known, Row
from .ruleset import Ruleset

RATINGS = "ratings"
OBSERVED = "observed"


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes of one kind for one occurrence: `point`, and how sure it is on the scale log(1 + minutes)."""

    point: Decimal
    variance: float
    raters: int
    basis: str
    source: str = ""


def posterior(raters: int, spread: float | None, rater_spread: float) -> tuple[float, float]:
    """Return the weight of the ratings w = n / (n + s^2/t^2), and the variance 1 / (1/t^2 + n/s^2)."""
    if spread is None:
        return (1.0, rater_spread**2 / raters) if raters else (0.0, 0.0)
    weight = raters / (raters + rater_spread**2 / spread**2)
    return weight, 1 / (1 / spread**2 + raters / rater_spread**2)


def minutes_of(row: Row, times: Mapping[str, Times], ruleset: Ruleset) -> dict[str, Minutes]:
    """Return minutes by kind (active, waiting, moving); a kind of which nothing is known is missing."""
    found = {}
    for name in PARTICIPANT_TIMES:
        minutes = _minutes(row.minutes.get(name), times.get(name), ruleset)
        if minutes is not None:
            found[name] = minutes
    return found


def _minutes(known: Known | None, times: Times | None, ruleset: Ruleset) -> Minutes | None:
    """Blend minutes on the scale log(1 + m); timed minutes replace what was assumed by their mean."""
    step = ruleset.step("rounding.minutes")
    if times and times.timed:
        variance = ruleset.minutes_spread(OBSERVED) ** 2
        return Minutes(rounded(fmean(times.timed), step), variance, len(times.timed), OBSERVED, "timed in a walk")
    if known is None and not (times and times.raters):
        return None
    raters = times.raters if times else 0
    spread = ruleset.minutes_spread(known.basis) if known else None
    weight, variance = posterior(raters, spread, ruleset.number("minutes.rater_spread"))
    log = (1 - weight) * log1p(known.value) if known else 0.0
    log += weight * times.log_mean if times else 0.0
    basis = known.basis if known and not raters else RATINGS
    return Minutes(rounded(expm1(log), step), variance, raters, basis, known.source if known else "")
