"""What a facilitator chooses visits by: how many steps each has, how long that takes, and why it is worth walking."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from protocols.domain.schedule import Schedule
from protocols.domain.suggestions import Suggestion, Why, suggest_visits, within
from protocols.reviews.models import Review
from protocols.runthroughs.limits import minutes_per_step, most_suggested
from protocols.runthroughs.models import RunThrough
from protocols.runthroughs.steps import doings_of, way_through


@dataclass(frozen=True)
class Estimate:
    """How long a walk takes: steps x minutes, in whole minutes. `visits` says the same of each visit by itself."""

    steps: int
    minutes_each: float
    label: str = ""
    visits: tuple["Estimate", ...] = ()

    @property
    def minutes(self) -> int:
        """The whole time."""
        return ceil(self.steps * self.minutes_each)

    @property
    def each(self) -> str:
        """How long one step takes, in words."""
        if self.minutes_each < 1:
            return _("%(n)d seconds") % {"n": round(self.minutes_each * 60)}
        return _("%(n)g min") % {"n": self.minutes_each}


@dataclass(frozen=True)
class VisitChoice:
    """One visit that may be walked, as the facilitator sees it."""

    key: str
    label: str
    steps: int
    why: tuple[Why, ...]


@dataclass(frozen=True)
class VisitTold:
    """One visit in plain words, for those who read before they walk."""

    label: str
    steps: int
    tests: tuple[str, ...]


def estimate(review: Review, kind: str, visits: Iterable[str]) -> Estimate:
    """Return how long it takes to walk these visits."""
    steps, each = steps_of_visits(review, visits), minutes_per_step(kind)
    labels = review.version.schedule.visit_by_key
    by_visit = tuple(Estimate(count, each, labels[key].label) for key, count in steps.items())
    return Estimate(sum(steps.values()), each, visits=by_visit)


def steps_of_visits(review: Review, visits: Iterable[str]) -> dict[str, int]:
    """Return how many steps each of these visits has; those that the version lacks are left out."""
    way = way_through(RunThrough(review=review, visits=list(visits)), None)
    counts: dict[str, int] = {}
    for step in way.steps:
        counts[step.visit_key] = counts.get(step.visit_key, 0) + 1
    return counts


def visits_told(run: RunThrough) -> list[VisitTold]:
    """Return the visits of a run-through with the names of their tests and tasks, as the walk calls them."""
    way = way_through(run, None)
    told = []
    for key in way.visit_keys:
        steps = way.of_visit(key)
        tests = tuple(step.story.title for step in steps if step.story.activity_key)
        told.append(VisitTold(way.schedule.visit_by_key[key].label, len(steps), tests))
    return told


def visit_choices(review: Review) -> list[VisitChoice]:
    """Return all visits of the version, with their steps, and why some are worth walking."""
    schedule = review.version.schedule
    steps = steps_of_visits(review, [visit.key for visit in schedule.visits])
    why = {suggestion.visit: suggestion.why for suggestion in suggested(review)}
    return [VisitChoice(v.key, v.label, steps.get(v.key, 0), why.get(v.key, ())) for v in schedule.visits]


def suggested(review: Review) -> tuple[Suggestion, ...]:
    """Return the visits that are worth walking, the most telling first."""
    schedule = review.version.schedule
    return suggest_visits(schedule, minutes=_minutes(review, schedule), most=most_suggested())


def first_choice(review: Review, kind: str, length: int) -> list[str]:
    """Return the suggested visits that fit into a session of `length` minutes, in the order of the schedule."""
    found = suggested(review)
    steps = steps_of_visits(review, [suggestion.visit for suggestion in found])
    cost = {key: float(count * minutes_per_step(kind)) for key, count in steps.items()}
    kept = within(found, cost=cost, limit=length)
    return [visit.key for visit in review.version.schedule.visits if visit.key in kept]


def _minutes(review: Review, schedule: Schedule) -> dict[str, float]:
    doings = doings_of(review, schedule)
    takes = {key: doing.minutes or 0.0 for key, doing in doings.items()}
    return {
        visit.key: sum(takes.get(mark.activity, 0.0) for mark in schedule.marks_of_visit(visit.key))
        for visit in schedule.visits
    }
