"""Minutes as the catalogue predicts them beside minutes as people observed them in a run-through."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from protocols.domain.burden.estimates import Estimate, estimate_activities
from protocols.domain.burden.library import shelf
from protocols.domain.burden.ruleset import load as load_ruleset
from protocols.domain.catalogue import load
from protocols.reviews.models import Review
from protocols.reviews.permissions import Need
from protocols.runthroughs.access import get_run
from protocols.runthroughs.models import Annotation, RunThrough
from protocols.runthroughs.rooms.models import RoomStep, Spent
from protocols.runthroughs.steps import WalkStep, way_through
from protocols.schedules.records import current_matches


@dataclass(frozen=True)
class Beside:
    """One kind of time at a step: predicted, as the median of people who observed it, and by the group's clock.

    None is "not known", never zero.
    """

    kind: Spent
    predicted: int | None
    observed: float | None
    people: int
    group: int | None


@dataclass(frozen=True)
class StepMinutes:
    """The times at one step."""

    step: WalkStep
    times: tuple[Beside, ...]

    @property
    def is_known(self) -> bool:
        """True when anything at all is known about its time."""
        return self.is_timed or any(each.predicted is not None for each in self.times)

    @property
    def is_timed(self) -> bool:
        """True when somebody observed it."""
        return any(each.people or each.group is not None for each in self.times)


@require_safe
@login_required
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """Show predicted minutes beside observed ones, step by step."""
    place, run = get_run(request, code, Need.SEE_ANNOTATIONS)
    rows = minutes_of(run)
    people = max((each.people for row in rows for each in row.times), default=0)
    visits = {visit.key: visit.label for visit in run.review.version.schedule.visits}
    named = [(visits[row.step.visit_key], row) for row in rows if row.is_known]
    context = {
        "place": place,
        "current": "sessions",
        "run": run,
        "people": people,
        "timed": [(visit, row) for visit, row in named if row.is_timed],
        "others": [(visit, row) for visit, row in named if not row.is_timed],
        "caption_timed": _("Steps that were timed"),
        "caption_others": _("Steps that nobody timed"),
    }
    return render(request, "runthroughs/room_minutes.html", context)


def minutes_of(run: RunThrough) -> list[StepMinutes]:
    """Return each step of a run-through with its times; only answers that count are in them."""
    way, predicted = way_through(run, None), _predicted(run.review)
    observed: dict[str, list[Annotation]] = {}
    for said in Annotation.objects.that_count().filter(walk__run=run).select_related("visit"):
        observed.setdefault(f"{said.visit.key}/{said.step}", []).append(said)
    group = {row.ref: row for row in RoomStep.objects.filter(room__run=run)}
    return [
        StepMinutes(
            step, _times(predicted.get(step.story.activity_key or ""), observed.get(step.ref, []), group.get(step.ref))
        )
        for step in way.steps
    ]


def _times(predicted: Estimate | None, said: list[Annotation], group: RoomStep | None) -> tuple[Beside, ...]:
    found = []
    for kind in Spent:
        name = f"{kind.value}_minutes"
        counted = [value for each in said if (value := getattr(each, name)) is not None]
        known = predicted.minutes.get(kind.value) if predicted else None
        middle = median(counted) if counted else None
        by_group = getattr(group, name) if group else None
        found.append(Beside(kind, round(known.point) if known else None, middle, len(counted), by_group))
    return tuple(found)


def _predicted(review: Review) -> Mapping[str, Estimate]:
    """Return the estimates of a review's schedule from the library alone, as if nobody had observed anything."""
    catalogue = load()
    matched = {
        key: tuple(catalogue.procedures[name] for name in match.procedures if name in catalogue.procedures)
        for key, match in current_matches(review.protocol).items()
    }
    library = shelf(load_ruleset(), shared=catalogue.shared)
    return estimate_activities(review.version.schedule, matched, shelf=library).activities
