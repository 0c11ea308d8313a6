"""Estimates every activity of a schedule: the library's value and people's ratings, blended by how sure each is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from ..catalogue import DIMENSIONS, Procedure
from ..schedule import Schedule
from .amounts import NOTHING, rounded
from .answers import Answers, Times, all_times_of, answers_of, feeding_load, feeding_times
from .blending import RATINGS, minutes_of, posterior
from .estimate import Estimate, Estimates
from .library import Row, Shelf
from .ratings import BETWEEN, JOURNEY, Rating
from .ruleset import Ruleset

__all__ = ["Estimate", "Estimates", "blended", "estimate_activities", "journey_estimate"]


def estimate_activities(
    schedule: Schedule,
    procedures_by_activity: Mapping[str, Sequence[Procedure]],
    *,
    ratings: Iterable[Rating] = (),
    shelf: Shelf,
    identities: Mapping[str, str] | None = None,
) -> Estimates:
    """Estimate every activity of a schedule, and the steps around them, from the library and the ratings.

    `procedures_by_activity` holds the matched procedures by activity key; ratings name visits and activities by key
    (see `ratings.fit_to`). `identities` names what an activity is called across versions, so that two versions draw
    alike for it; without it the key does.
    """
    given, ruleset = list(ratings), shelf.ruleset
    load, times = _by_step(feeding_load(given, ruleset)), _by_step(feeding_times(given, ruleset))
    could_not = _count(given)
    names = identities or {}

    def said_of(step: str) -> _Said:
        answers, minutes = answers_of(load.get(step, ()), ruleset), all_times_of(times.get(step, ()), ruleset)
        return _Said(answers, minutes, could_not.get(step, 0))

    activities = {}
    for activity in schedule.activities:
        procedures = procedures_by_activity.get(activity.key, ())
        step = _Step(activity.key, activity.label, names.get(activity.key, activity.key))
        activities[activity.key] = _estimate_row(step, procedures, said_of(activity.key), shelf)
    between = replace(said_of(BETWEEN), times={})
    return Estimates(
        activities,
        journey=said_of(JOURNEY).answers,
        between=blended(_Step(BETWEEN, "The days between visits", BETWEEN), Row(), between, ruleset),
        visit_times=_visit_times(times.get(None, []), ruleset),
        could_not=could_not,
    )


def journey_estimate(minutes_one_way: float | None, answers: Answers | None, ruleset: Ruleset) -> Estimate:
    """Estimate the journey there and back: the ruleset's table by minutes one way (grade J), blended with ratings.

    Example: 90 minutes one way and nobody's rating give 2.0 points by the default table.
    """
    step = _Step(JOURNEY, "The journey there and back", JOURNEY)
    said = _Said(answers, {}, 0)
    if minutes_one_way is None:
        return blended(step, Row(), said, ruleset)
    points = [points for start, points in ruleset.journey_table if minutes_one_way >= start][-1]
    return blended(step, Row(), said, ruleset, constant=points)


@dataclass(frozen=True, slots=True)
class _Step:
    key: str
    label: str
    identity: str


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said about one step."""

    answers: Answers | None
    times: Mapping[str, Times]
    could_not: int


def _estimate_row(step: _Step, procedures: Sequence[Procedure], said: _Said, shelf: Shelf) -> Estimate:
    row = shelf.row(step.key, procedures)
    full = blended(step, row, said, shelf.ruleset)
    if not row.step:
        return full
    further = blended(step, shelf.row(step.key, procedures, shares_done=True), said, shelf.ruleset)
    if (further.points or NOTHING) > (full.points or NOTHING):
        return full
    return replace(full, further=further)


def blended(step: _Step, row: Row, said: _Said, ruleset: Ruleset, *, constant: float | None = None) -> Estimate:
    """Blend the library value of one step with what people said (normal-normal; formulas on `Estimate`).

    `constant` is a library value of grade J that does not come from dimensions: the journey's.
    """
    answers = said.answers
    parts = _library_parts(row, ruleset, constant)
    library = sum(parts.values()) if parts else None
    spread = max(ruleset.spread(basis) for basis in parts) if parts else None
    weight, variance = posterior(answers.raters if answers else 0, spread, ruleset.number("raters.spread"))
    shares = {basis: (1 - weight) * part for basis, part in parts.items()}
    if answers:
        shares[RATINGS] = weight * answers.mean(ruleset.weights)
    mean = sum(shares.values()) if shares else None
    return Estimate(
        step.key, step.label, step.identity, row, constant or 0.0, library, spread, answers, weight, mean, variance,
        None if mean is None else rounded(mean, ruleset.step("rounding.points")), shares,
        minutes_of(row, said.times, ruleset), said.could_not,
    )  # fmt: skip


def _library_parts(row: Row, ruleset: Ruleset, constant: float | None) -> dict[str, float]:
    """Split the library value m0 = sum of weight x value over the known dimensions by grade."""
    parts: dict[str, float] = {} if constant is None else {"J": constant}
    for name, weight in zip(DIMENSIONS, ruleset.weights, strict=True):
        if known := row.dimensions.get(name):
            parts[known.basis] = parts.get(known.basis, 0.0) + weight * known.value
    return parts


def _by_step(ratings: Iterable[Rating]) -> dict[str | None, list[Rating]]:
    steps: dict[str | None, list[Rating]] = {}
    for rating in ratings:
        steps.setdefault(rating.activity, []).append(rating)
    for own in steps.values():
        own.sort(key=attrgetter("rater", "visit"))
    return steps


def _count(ratings: Iterable[Rating]) -> dict[str, int]:
    """Count the people who said of a step that they could not do it, whatever their role."""
    people: dict[str, set[str]] = {}
    for rating in ratings:
        if rating.could_not and rating.activity is not None:
            people.setdefault(rating.activity, set()).add(rating.rater)
    return {step: len(raters) for step, raters in sorted(people.items())}


def _visit_times(ratings: Iterable[Rating], ruleset: Ruleset) -> dict[str, Mapping[str, Times]]:
    by_visit: dict[str, list[Rating]] = {}
    for rating in ratings:
        by_visit.setdefault(rating.visit, []).append(rating)
    return {visit: all_times_of(own, ruleset) for visit, own in sorted(by_visit.items())}
