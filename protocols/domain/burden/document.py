"""The score as one JSON document: what the command line prints, and what a stored score keeps."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ..catalogue import DIMENSIONS, PARTICIPANT_TIMES, ROLES
from ..problems import Problem
from .amounts import Range, number
from .compare import Comparison, compare
from .estimate import Estimate
from .lines import TRAVEL, Line
from .score import Score
from .site import site_load
from .summaries import VisitScore
from .uncertainty import Drawn

Document = dict[str, Any]


def document(drawn: Drawn, *, baseline: Drawn | None = None, problems: Sequence[Problem] = ()) -> Document:
    """Return the document. Sums over `lines` give `load.planned` and `minutes.planned`; numbers are rounded already.

    `minutes` of a line are its planned minutes, `minutes_split` parts them by kind. `unscored` and `partly_scored` name
    activities by label. `against` compares with a baseline (= 100), and is null without one.
    """
    score = drawn.score
    return {
        "ruleset": _ruleset(score),
        "schedule_sha256": score.schedule.sha256,
        "arm": score.arm,
        "arms": _arms(score),
        "persona": score.persona.to_dict() if score.persona else None,
        "load": {**score.load.to_dict(), **_ends(drawn.load_interval.low, drawn.load_interval.high)},
        "minutes": {**score.minutes.to_dict(), **_ends(drawn.minutes_interval.low, drawn.minutes_interval.high)},
        "at_least": score.is_at_least,
        "minutes_by_place": {place: amount.to_dict() for place, amount in score.minutes_by_place.items()},
        "added": {"load": number(score.added_load.planned), "minutes": number(score.added_minutes.planned)},
        "per_month": _per_month(score),
        "lines": [_line(line) for line in score.lines],
        "visits": [_visit(visit, drawn.rank_intervals.get(visit.key)) for visit in score.visits],
        "counts": score.counts.to_dict(),
        "site": _site(score),
        "flags": [flag.to_dict() for flag in score.flags],
        "unscored": list(dict.fromkeys(each.label for each in score.unscored)),
        "unscored_marks": [
            {"activity": each.activity, "occurrences": number(each.occurrences), "reason": each.reason}
            for each in score.unscored
        ],
        "partly_scored": [each.label for each in score.partly_scored],
        "rater_spread": {
            "used": score.ruleset.number("raters.spread"),
            "seen": _rounded(score.estimates.spread_seen),
        },
        "coverage": None if score.coverage is None else number(score.coverage),
        "basis": {basis: number(share) for basis, share in score.basis.items()},
        "against": None if baseline is None else _against(compare(drawn, baseline)),
        "problems": [problem.to_dict() for problem in problems],
    }


def _ends(low: Decimal, high: Decimal) -> dict[str, float]:
    return {"low": number(low), "high": number(high)}


def _ruleset(score: Score) -> Document:
    ruleset = score.ruleset
    weights = {name: round(weight, 6) for name, weight in zip(DIMENSIONS, ruleset.weights, strict=True)}
    return {"name": ruleset.name, "version": ruleset.version, "sha256": ruleset.sha256, "weights": weights}


def _arms(score: Score) -> list[Document]:
    labels = {arm.key: arm.label for arm in score.schedule.arms}
    return [{"key": key, "label": labels.get(key, key)} for key in score.arms if key is not None]


def _per_month(score: Score) -> Document | None:
    rate = score.per_month
    if rate is None:
        return None
    return {"months": number(rate.months), "load": number(rate.load), "minutes": number(rate.minutes)}


def _line(line: Line) -> Document:
    estimate = line.estimate
    procedures = [procedure.key for procedure in estimate.row.procedures] if estimate else []
    return {
        "visit": line.visit,
        "activity": line.activity,
        "label": line.label,
        "procedure": " + ".join(procedures) or None,
        "occurrences": number(line.occurrences.planned),
        "occurrences_range": line.occurrences.to_dict(),
        "library": _library(estimate),
        "ratings_mean": _two_digits(estimate.ratings_mean if estimate else None),
        "raters": estimate.raters if estimate else 0,
        "weight_of_ratings": round(estimate.weight, 4) if estimate else 0.0,
        "points_each": None if line.points_each is None else number(line.points_each),
        "points": number(line.points.planned),
        "points_range": line.points.to_dict(),
        "minutes": number(line.minutes.planned),
        "minutes_split": _split(line),
        "minutes_range": line.minutes.to_dict(),
        "at_home": line.at_home,
        "usual_care": line.usual_care,
        "shares_a_step": line.is_further,
        "sources": _sources(estimate),
    }


def _library(estimate: Estimate | None) -> Document:
    known = estimate.row.dimensions if estimate else {}
    values: Document = {name: known[name].value if name in known else None for name in DIMENSIONS}
    grades = {name: known[name].basis for name in DIMENSIONS if name in known}
    if estimate and not known and estimate.library is not None:
        grades = {"overall": "J"}
    return {**values, "overall": _rounded(estimate.library if estimate else None), "grades": grades}


def _two_digits(mean: float | None) -> float | None:
    """A mean of people's answers is shown with two digits: more would look surer than it is."""
    return None if mean is None else round(mean, 1)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _split(line: Line) -> dict[str, float]:
    kinds = (*PARTICIPANT_TIMES, TRAVEL)
    return {kind: number(line.split[kind].planned) for kind in kinds if kind in line.split}


def _sources(estimate: Estimate | None) -> list[str]:
    if estimate is None:
        return []
    known = [*estimate.row.dimensions.values(), *estimate.row.minutes.values()]
    listed = [f"{each.source} (grade {each.basis})" for each in known]
    rated = [f"{estimate.raters} rating{'s' if estimate.raters > 1 else ''}"] if estimate.raters else []
    table = ["journey table of the ruleset (grade J)"] if estimate.constant else []
    return list(dict.fromkeys([*rated, *table, *listed]))


def _visit(visit: VisitScore, ranks: tuple[int, int] | None) -> Document:
    return {
        "key": visit.key,
        "label": visit.label,
        "epoch": visit.epoch,
        "day": visit.day,
        "repeats": visit.repeats.to_dict(),
        "load": number(visit.load.planned),
        "load_range": visit.load.to_dict(),
        "load_once": number(visit.load_once),
        "minutes": number(visit.minutes.planned),
        "minutes_range": visit.minutes.to_dict(),
        "minutes_once": number(visit.minutes_once),
        "rank_interval": list(ranks) if ranks else None,
    }


def _site(score: Score) -> dict[str, float]:
    site = site_load(score)
    return {role: number(_planned(site.per_participant.get(role))) for role in ROLES}


def _planned(amount: Range | None) -> Decimal:
    return amount.planned if amount else Decimal(0)


def _against(comparison: Comparison) -> Document:
    return {
        "load": None if comparison.load is None else number(comparison.load),
        "minutes": None if comparison.minutes is None else number(comparison.minutes),
        "share_lighter": number(comparison.share_lighter),
        "verdict": comparison.verdict,
        "newly_unscored": list(comparison.newly_unscored),
        "visits": [
            {"key": each.key, "label": each.label, "load": number(each.load), "minutes": number(each.minutes)}
            for each in comparison.visits
        ],
    }
