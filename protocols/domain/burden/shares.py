"""How much of a schedule the score covers, and how much of the load rests on ratings, evidence or judgement."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, Decimal

from .amounts import NOTHING
from .blending import RATINGS
from .library import HOUSE
from .lines import Done, Line

BASES = (RATINGS, HOUSE, "A", "B", "D", "T", "J")
STEP = Decimal("0.0001")
NOT_STATED = "not-stated"


def coverage_of(done: Iterable[Done], referred: Mapping[str, Decimal]) -> Decimal | None:
    """Return the share of planned occurrences that have an estimate; None where nothing is marked.

    A mark that only points elsewhere has no estimate. A diary counts once per marked visit here, not once per day.
    """
    scored, missing = NOTHING, sum(referred.values(), NOTHING)
    for each in done:
        if each.estimate.is_unscored:
            missing += each.occurrence.marks
        else:
            scored += each.occurrence.marks
    return (scored / (scored + missing)).quantize(STEP) if scored + missing else None


def basis_of(lines: Iterable[Line]) -> Mapping[str, Decimal]:
    """Return the shares of the planned load by where it comes from; they sum to 1, and are empty without load.

    Ratings count with w x y, the library with (1 - w) x weight x value of each dimension under that value's grade.
    """
    found = dict.fromkeys(BASES, 0.0)
    for line in lines:
        if line.estimate and line.occurrences.planned:
            times = float(line.occurrences.planned)
            for basis, points in line.estimate.shares.items():
                found[basis] += times * points
    load = sum(found.values())
    return _exact_shares({basis: points / load for basis, points in found.items()}) if load > 0 else {}


def load_by_purpose(lines: Iterable[Line], purposes: Mapping[str, str]) -> Mapping[str, Decimal]:
    """Return the planned load of activities by what they are for; "not-stated" is a finding of its own.

    Journeys and the days between visits belong to no activity and are left out.
    """
    found: dict[str, Decimal] = {}
    for line in lines:
        if line.is_activity:
            purpose = purposes.get(line.activity, NOT_STATED)
            found[purpose] = found.get(purpose, NOTHING) + line.points.planned
    return found


def _exact_shares(shares: Mapping[str, float]) -> dict[str, Decimal]:
    """Round shares down to steps and give the rest to those that lost most, so that they sum to 1."""
    exact = {basis: Decimal(repr(round(share, 12))) for basis, share in shares.items()}
    cut = {basis: share.quantize(STEP, ROUND_DOWN) for basis, share in exact.items()}
    missing = int((1 - sum(cut.values())) / STEP)
    for basis in sorted(exact, key=lambda each: (cut[each] - exact[each], each))[:missing]:
        cut[basis] += STEP
    return cut
