"""Turning a request into a run-through or into the person's own walk through it."""

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest

from protocols.people.access import NOT_HERE, person, refuse
from protocols.prepared import Prepared
from protocols.reviews.access import Place, place_in, require
from protocols.reviews.permissions import Need, Role
from protocols.runthroughs.models import RunThrough, Walk
from protocols.runthroughs.sessions.models import SessionPerson

# No more than a save needs: people save every second.
_walk = Prepared(lambda code: Walk.objects.filter(code=code).select_related("run__review", "seat", "persona"), str)


def get_run(request: HttpRequest, code: str, need: Need) -> tuple[Place, RunThrough]:
    """Return a run-through of a review in which the person has a place with `need`."""
    run = RunThrough.objects.filter(code=code).select_related("review__protocol", "session").first()
    place = place_in(run.review, person(request)) if run else None
    if run is None or place is None:
        raise Http404(NOT_HERE)
    if place.role is Role.ADVOCATE and not runs_in(place).filter(pk=run.pk).exists():
        raise Http404(NOT_HERE)  # still a draft, or others were asked
    return require(request, place, need), run


def get_walk(request: HttpRequest, code: str) -> tuple[Place, Walk]:
    """Return the person's own walk, or one that they type in from paper. Other people's walks are closed to all."""
    walk = _walk.first(code)
    place = place_in(walk.run.review, person(request), walk.seat) if walk else None
    if walk is None or place is None:
        raise Http404(NOT_HERE)
    if _is_typed_in_by(place, walk):
        return require(request, place, Need.PLAN_SESSION), walk
    if walk.seat.user_id != place.user.pk:
        refuse(request, subject=f"walk:{code}", review=place.review.code, message="These are someone else's answers.")
    return require(request, place, Need.ANNOTATE), walk


def _is_typed_in_by(place: Place, walk: Walk) -> bool:
    """True while a paper is being typed in: until it is sent, or its writer has begun to write here themselves."""
    if walk.typed_by_id != place.user.pk or walk.sent_at is not None:
        return False
    return not walk.annotations.filter(entered_by=walk.seat.user_id).exists()


def runs_in(place: Place) -> QuerySet[RunThrough]:
    """Return the run-throughs of a review, with how many people have started and sent.

    Drafts are the facilitator's; an advocate has those without a plan, and those to which they were asked.
    """
    seen = Q()
    if place.role is Role.ADVOCATE:
        seen = Q(session=None) | Q(session__people__seat=place.seat, session__people__asked_at__isnull=False)
    elif not place.may(Need.PLAN_SESSION):
        seen = Q(session=None) | Q(session__sent_at__isnull=False)
    return (
        place.review.run_throughs.filter(seen)
        .select_related("session")
        .annotate(
            started=Count("walks", distinct=True),
            sent=Count("walks", filter=Q(walks__sent_at__isnull=False, walks__withdrawn_at=None), distinct=True),
        )
        .order_by("id")
    )


def own_invitations(place: Place) -> dict[int, SessionPerson]:
    """Return the sessions of a review to which the person was asked, by run-through; cancelled ones are gone."""
    asked = SessionPerson.objects.filter(asked_at__isnull=False, session__cancelled_at=None).select_related("session")
    return {each.session.run_id: each for each in asked.filter(seat=place.seat)} if place.seat else {}


def own_walks(place: Place) -> dict[int, Walk]:
    """Return the person's own walks in a review, by run-through."""
    walks = Walk.objects.filter(seat=place.seat, run__review=place.review) if place.seat else Walk.objects.none()
    return {walk.run_id: walk for walk in walks}
