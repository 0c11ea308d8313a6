"""From stored records to the inputs of a score, each with the ids that say which records were used."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from protocols.domain.burden.library import Shelf
from protocols.domain.burden.library import shelf as shelf_of
from protocols.domain.burden.persona import Persona as Walker
from protocols.domain.burden.ratings import BETWEEN, JOURNEY, Rating
from protocols.domain.burden.ruleset import Ruleset
from protocols.domain.burden.ruleset import load as load_ruleset
from protocols.domain.catalogue import Procedure
from protocols.domain.catalogue import load as load_catalogue
from protocols.domain.schedule import Schedule
from protocols.reviews.models import Persona, Review, SeatRole
from protocols.runthroughs.models import Annotation, AnnotationQuerySet, RunThrough
from protocols.schedules.models import ProcedureMatch, ScheduleVersion
from protocols.schedules.records import current_matches
from protocols.scores.house.values import as_value, entries_of
from protocols.scores.models import HouseEntry

Weights = dict[str, float]

# The evening before belongs to the days between, the way back to the journey: the score knows one step for each.
STEPS = {"before": BETWEEN, "between": BETWEEN, "journey": JOURNEY, "back": JOURNEY}
ROLES = {SeatRole.ADVOCATE: "advocate", SeatRole.ADVOCACY_CONTACT: "advocate", SeatRole.SITE: "site"}

UNDERSTOOD: dict[str, Literal["yes", "partly", "no"]] = {"yes": "yes", "partly": "partly", "no": "no"}


@dataclass(frozen=True, eq=False)
class Inputs:
    """All that a score of a review depends on. Equal inputs have equal hashes, are equal, and give equal scores.

    `said` holds id, version and seat of each annotation that counts; the annotations are fetched when needed, as they
    stood at `said_by` where that is given. `version` is the one that is scored, mostly the review's own.
    """

    review: Review
    version: ScheduleVersion
    matches: dict[str, ProcedureMatch]
    said: tuple[tuple[int, int, int], ...]
    persona: Walker | None
    ruleset: Ruleset
    said_by: datetime | None = None
    house: tuple[HouseEntry, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Inputs) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)

    @cached_property
    def schedule(self) -> Schedule:
        """The schedule of the version that is scored."""
        return self.version.schedule

    @cached_property
    def procedures(self) -> dict[str, tuple[Procedure, ...]]:
        """The matched procedures of each activity."""
        known = load_catalogue().procedures
        return {
            key: tuple(known[name] for name in match.procedures if name in known) for key, match in self.matches.items()
        }

    @cached_property
    def annotations(self) -> tuple[Annotation, ...]:
        """What people said, with who said it where."""
        rows = annotations_that_count(self.review, by=self.said_by)
        return as_they_stood(rows.select_related("walk__seat__user", "walk__run", "visit", "activity"), self.said_by)

    @cached_property
    def ratings(self) -> tuple[Rating, ...]:
        """What people said, as the score reads it."""
        return tuple(rating for annotation in self.annotations for rating in _ratings(annotation))

    @cached_property
    def raters(self) -> int:
        """How many people said something that counts."""
        return len({seat for _, _, seat in self.said})

    @cached_property
    def shelf(self) -> Shelf:
        """The library with the ruleset, and the sponsor's own values where the review uses a set of them."""
        return shelf_of(self.ruleset, shared=load_catalogue().shared, house=map(as_value, self.house))

    @cached_property
    def used(self) -> dict[str, object]:
        """The ids of what was used, for the report and for the hash."""
        return {
            "schedule_sha256": self.version.schedule_sha256,
            "catalogue": load_catalogue().sha256,
            "ruleset_sha256": self.ruleset.sha256,
            "matches": sorted(match.pk for match in self.matches.values()),
            "annotations": sorted([pk, version] for pk, version, _ in self.said),
            "persona": self.persona.to_dict() if self.persona else None,
            "house": [entry.pk for entry in self.house],
        }

    @cached_property
    def sha256(self) -> str:
        """The hash over `used`."""
        return hashlib.sha256(json.dumps(self.used, sort_keys=True).encode()).hexdigest()


def inputs_of(
    review: Review, *, persona: Persona | None, weights: Weights | None = None, by: datetime | None = None
) -> Inputs:
    """Gather the inputs of a review's score. `weights` preview other weights than the review's own.

    With `by` they are as the records stood at that moment; personas, the library and the default ruleset have no dates
    and are those of today.
    """
    return Inputs(
        review=review,
        version=(version_at(review, by) if by else None) or review.version,
        matches=current_matches(review.protocol, by=by),
        said=_said(review, by),
        persona=Walker.from_dict(persona.details) if persona else None,
        ruleset=ruleset_of(review, weights, by=by),
        said_by=by,
        house=entries_of(review, by=by),
    )


def version_at(review: Review, moment: datetime) -> ScheduleVersion | None:
    """Return the newest version that stood at a moment, up to the one under review; None before the first."""
    earlier = review.protocol.versions.filter(number__lte=review.version.number, created_at__lte=moment)
    return earlier.order_by("-number").first()


def _said(review: Review, by: datetime | None) -> tuple[tuple[int, int, int], ...]:
    rows = annotations_that_count(review, by=by)
    if by is None:
        return tuple(rows.values_list("pk", "version", "walk__seat_id"))
    return tuple((each.pk, each.version, each.walk.seat_id) for each in as_they_stood(rows.select_related("walk"), by))


def ruleset_of(review: Review, weights: Weights | None = None, *, by: datetime | None = None) -> Ruleset:
    """Return the ruleset of a review: the default one, with the newest weights that its sponsor chose (until `by`)."""
    rulesets = review.rulesets.order_by("-number")
    chosen = (rulesets.filter(at__lte=by) if by else rulesets).first()
    ruleset = load_ruleset()
    if chosen:
        ruleset = ruleset.with_weights(chosen.weights, reason=chosen.reason, version=chosen.number)
    return ruleset.with_weights(weights, reason="A preview that nobody saved.") if weights else ruleset


def annotations_that_count(review: Review, *, by: datetime | None = None) -> AnnotationQuerySet:
    """Return the sent and revealed annotations of a review, in a fixed order; those that counted at `by`, if given."""
    rows = Annotation.objects.that_counted_at(by) if by else Annotation.objects.that_count()
    return rows.filter(walk__run__review=review).order_by("walk_id", "visit_id", "id")


def as_they_stood(rows: AnnotationQuerySet, moment: datetime | None) -> tuple[Annotation, ...]:
    """Return annotations with what they said at a moment; those that did not say anything yet are left out.

    They are read only: what stands in them then is not what is stored now.
    """
    if moment is None:
        return tuple(rows)
    found = []
    for annotation in rows.prefetch_related("changes"):
        if annotation.saved_at <= moment:
            found.append(annotation)
        elif earlier := [change for change in annotation.changes.all() if change.at <= moment]:
            annotation.version = earlier[-1].version
            for name, value in earlier[-1].content.items():
                setattr(annotation, name, value)
            found.append(annotation)
    return tuple(found)


def step_of(said: Annotation) -> str | None:
    """Return what the score calls the step of an annotation: an activity's key, the journey, or the days between."""
    return said.activity.key if said.activity else STEPS.get(said.step)


def _ratings(said: Annotation) -> Iterable[Rating]:
    seat = said.walk.seat
    who = (seat.code, ROLES.get(SeatRole(seat.role), "team"), said.visit.key)
    if (step := step_of(said)) is not None:
        yield Rating(
            *who,
            activity=step,
            overall=said.overall,
            physical=said.physical,
            worry=said.worry,
            effort=said.effort,
            active=said.active_minutes,
            waiting=said.waiting_minutes,
            moving=said.moving_minutes,
            understood=UNDERSTOOD.get(said.understood),
            could_not=said.could_not_do,
            timed=said.walk.run.kind == RunThrough.Kind.GROUP,  # only there a clock runs
        )
    if said.cost is not None or said.disruption is not None:
        yield Rating(*who, cost=said.cost, disruption=said.disruption)
