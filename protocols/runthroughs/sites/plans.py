"""What each visit asks of a site by the catalogue: the tasks, and the standard minutes by role, for one participant."""

from collections.abc import Mapping
from dataclasses import dataclass

from protocols.domain.burden.capacity import VisitWork, work_of
from protocols.domain.burden.estimates import estimate_activities
from protocols.domain.burden.library import shelf
from protocols.domain.burden.ruleset import load as load_ruleset
from protocols.domain.burden.score import Score, score
from protocols.domain.burden.visits import VisitGroup, arms_of
from protocols.domain.catalogue import Procedure
from protocols.domain.catalogue import load as load_catalogue
from protocols.domain.schedule import Activity, Schedule
from protocols.reviews.models import Review
from protocols.runthroughs.sites.words import STAFF
from protocols.schedules.records import current_matches


@dataclass(frozen=True)
class SitePlan:
    """One visit as a site would run it. `minutes` are whole standard minutes by role; a role left out has none."""

    number: int
    key: str
    label: str
    tasks: tuple[Activity, ...]
    minutes: Mapping[str, int]
    work: VisitWork

    @property
    def total(self) -> int:
        """All standard minutes of the visit."""
        return sum(self.minutes.values())


def plans_of(review: Review) -> tuple[SitePlan, ...]:
    """Return the visits of a review's version in the order of the schedule. Columns that are one visit stand once."""
    schedule, found = review.version.schedule, dict[str, tuple[VisitGroup, VisitWork]]()
    for scored in scores_of(review):
        groups = {group.key: group for group in scored.found.frame.visits}
        found = {work.key: (groups[work.key], work) for work in work_of(scored)} | found
    ordered = [found[visit.key] for visit in schedule.visits if visit.key in found]
    return tuple(_plan(number, schedule, *each) for number, each in enumerate(ordered, 1))


def scores_of(review: Review) -> list[Score]:
    """Return the review's version scored by the library alone, arm by arm."""
    schedule, ruleset = review.version.schedule, load_ruleset()
    estimates = estimate_activities(schedule, _procedures(review), shelf=shelf(ruleset, shared=load_catalogue().shared))
    return [score(schedule, estimates, None, ruleset, arm=arm) for arm in arms_of(schedule)]


def plan_at(plans: tuple[SitePlan, ...], key: str) -> SitePlan | None:
    """Return the visit under a key, or None where the version has no such visit."""
    return next((plan for plan in plans if plan.key == key), None)


def busiest(plans: tuple[SitePlan, ...]) -> SitePlan | None:
    """Return the visit with the most standard minutes; of equal ones the earliest. None where nothing is known."""
    heaviest = max(plans, key=lambda plan: plan.total, default=None)
    return heaviest if heaviest and heaviest.total else None


def _plan(number: int, schedule: Schedule, group: VisitGroup, work: VisitWork) -> SitePlan:
    marked = {mark.activity for column in group.columns for mark in schedule.marks_of_visit(column)}
    tasks = tuple(activity for activity in schedule.activities if activity.key in marked)
    whole = {role: round(work.minutes[role]) for role in STAFF if role in work.minutes}
    known = {role: minutes for role, minutes in whole.items() if minutes}
    return SitePlan(number, group.key, group.label, tasks, known, work)


def _procedures(review: Review) -> Mapping[str, tuple[Procedure, ...]]:
    known = load_catalogue().procedures
    matches = current_matches(review.protocol).items()
    return {key: tuple(known[name] for name in match.procedures if name in known) for key, match in matches}
