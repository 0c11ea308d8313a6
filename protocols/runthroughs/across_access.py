"""The only way from a request to what all sessions brought together: counted, and never of fewer than the rule allows.

What sites said enters only as far as it may be told to a sponsor; which sites sit in a review is no secret.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from protocols.domain.burden.points import Brought, Heard, Mix, Point, brought, mixed
from protocols.reviews.models import Review, Seat, SeatRole
from protocols.runthroughs.models import Annotation, RunThrough, Tap, Walk
from protocols.runthroughs.sites.access import rule_of, told_to_sponsor
from protocols.runthroughs.sites.release import Totals


@dataclass(frozen=True)
class Across:
    """What a review has heard so far, and from whom."""

    least: int
    sessions: tuple[Brought, ...]
    site_points: int
    speakers: Mix
    regions: Mix
    unheard_visits: tuple[str, ...]

    @property
    def last(self) -> Brought | None:
        """The last session that is large enough to be told of."""
        return self.sessions[-1] if self.sessions else None


def across(review: Review) -> Across:
    """Count what the sessions of a review brought. Only answers that are sent, revealed and not withdrawn count."""
    rule, said = rule_of(review), _said(review)
    flags = {(key, words) for key, each in told_to_sponsor(review).visits.items() for words in _flags(each.totals)}
    heard = {(each.visit.key, each.walk.seat_id) for each in said}
    people = Counter(key for key, _seat in heard)
    return Across(
        least=rule.people,
        sessions=brought(_heard(review, said), rule.people),
        site_points=len(flags),
        speakers=mixed(_speakers(said), rule.people),
        regions=mixed(_regions(review), rule.sites),
        unheard_visits=tuple(
            visit.label for visit in review.version.schedule.visits if people[visit.key] < rule.people
        ),
    )


def _said(review: Review) -> list[Annotation]:
    found: QuerySet[Annotation] = Annotation.objects.that_count().filter(walk__run__review=review)
    return list(found.select_related("walk__run", "walk__seat", "visit", "activity"))


def _heard(review: Review, said: list[Annotation]) -> list[Heard]:
    runs = RunThrough.objects.filter(review=review).order_by("created_at", "id")
    own = {run.pk: [each for each in said if each.walk.run_id == run.pk] for run in runs}
    return [
        Heard(
            run.title,
            frozenset(each.walk.seat_id for each in own[run.pk]),
            frozenset(point for each in own[run.pk] for point in points_of(each)),
        )
        for run in runs
    ]


def points_of(annotation: Annotation) -> set[Point]:
    """Return the points of one answer: what it is about, with each reason and each tap but "this is fine"."""
    about = annotation.activity.key if annotation.activity else f"{annotation.visit.key}:{annotation.step}"
    why = [*annotation.reasons, *(f"tap:{tap}" for tap in annotation.taps if tap != Tap.FINE)]
    return {(about, str(each)) for each in why}


def _speakers(said: list[Annotation]) -> Mapping[str, int]:
    about = {each.walk.seat_id: each.walk.answering_for for each in said if each.walk.seat.role == SeatRole.ADVOCATE}
    counts = Counter(about.values())
    return {str(Walk.AnsweringFor(kind).label): counts[kind] for kind in Walk.AnsweringFor.values}


def _regions(review: Review) -> Mapping[str, int]:
    """Count sites by region as they sit in the review, whether they said something or not."""
    sites = Seat.objects.taken().filter(review=review, role=SeatRole.SITE).select_related("organisation")
    homes = {seat.organisation_id: seat.organisation.region or _("No region given") for seat in sites}
    return dict(sorted(Counter(homes.values()).items()))


def _flags(totals: Totals | None) -> list[str]:
    return [str(words) for words, _count in totals.flags] if totals else []
