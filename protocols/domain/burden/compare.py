"""A version against a baseline: indexes for load and time apart, the visits that changed, and how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .amounts import NOTHING, rounded
from .score import Score
from .uncertainty import Drawn, share_lighter

HUNDREDTHS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Difference:
    """How much one visit changed: new less baseline, planned. None on a side where the visit does not exist."""

    key: str
    label: str
    load: Decimal
    minutes: Decimal
    is_new: bool
    is_gone: bool


@dataclass(frozen=True)
class Comparison:
    """A score against a baseline that was computed with the same ratings, ruleset and draws.

    `load` and `minutes` are indexes with the baseline = 100, None where the baseline is 0. `share_lighter` is the share
    of draws in which the new one is lighter; only from the ruleset's share on (90 %) is it called lighter or heavier.
    `newly_unscored` names what the new one cannot score and the baseline did not lack: it is missing from the index.
    """

    load: Decimal | None
    minutes: Decimal | None
    share_lighter: Decimal
    verdict: str
    newly_unscored: tuple[str, ...]
    visits: tuple[Difference, ...]


def compare(new: Drawn, baseline: Drawn) -> Comparison:
    """Compare two drawn scores; visits are matched by key."""
    lighter, heavier = share_lighter(new, baseline), share_lighter(baseline, new)
    certain = Decimal(str(new.score.ruleset.number("draws.difference")))
    verdict = "lighter" if lighter >= certain else "heavier" if heavier >= certain else "no clear difference"
    lacking = {_identity(baseline.score, each.activity) for each in baseline.score.unscored}
    fresh = [each for each in new.score.unscored if _identity(new.score, each.activity) not in lacking]
    return Comparison(
        load=index(new.score.load.planned, baseline.score.load.planned),
        minutes=index(new.score.minutes.planned, baseline.score.minutes.planned),
        share_lighter=lighter,
        verdict=verdict,
        newly_unscored=tuple(dict.fromkeys(each.label for each in fresh)),
        visits=differences(new.score, baseline.score),
    )


def index(new: Decimal, baseline: Decimal) -> Decimal | None:
    """Return the new amount with the baseline = 100; None where the baseline is 0. Example: 84 of 120 gives 70.00."""
    return rounded(float(100 * new / baseline), HUNDREDTHS) if baseline else None


def differences(new: Score, baseline: Score) -> tuple[Difference, ...]:
    """Return the visits whose planned load or time differ, in the order of the new schedule, then what is gone."""
    before: Mapping[str, tuple[Decimal, Decimal]] = {
        visit.key: (visit.load.planned, visit.minutes.planned) for visit in baseline.visits
    }
    after = {visit.key: (visit.load.planned, visit.minutes.planned) for visit in new.visits}
    labels = {visit.key: visit.label for visit in (*baseline.visits, *new.visits)}
    nothing = (NOTHING, NOTHING)
    found = []
    for key in dict.fromkeys([*after, *before]):
        (load, minutes), (old_load, old_minutes) = after.get(key, nothing), before.get(key, nothing)
        changed = (load - old_load, minutes - old_minutes)
        found.append(Difference(key, labels[key], *changed, is_new=key not in before, is_gone=key not in after))
    return tuple(each for each in found if each.load or each.minutes or each.is_new or each.is_gone)


def _identity(score: Score, activity: str) -> str:
    return score.estimates.activities[activity].identity
