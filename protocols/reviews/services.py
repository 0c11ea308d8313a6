"""The life of a review: started with its personas, given dates, opened, closed; and who approves its explainers."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from protocols.audit.models import Action
from protocols.audit.services import Detail, record
from protocols.domain.burden.persona import examples
from protocols.people.models import User
from protocols.reviews.access import Place
from protocols.reviews.models import Persona, Review, ReviewState, Seat, SeatRole
from protocols.schedules.models import ScheduleVersion


@dataclass(frozen=True)
class Terms:
    """What a review promises: by when, and from how many people and sites answers of sites are shown."""

    answer_by: date | None
    decide_by: date | None
    least_respondents: int
    least_sites: int


@transaction.atomic
def start_review(*, version: ScheduleVersion, by: User) -> Review:
    """Start the next round of review, on this version, with the example personas. One version has one round."""
    started = Review.objects.filter(version=version).first()
    if started is not None:
        return started
    rounds = Review.objects.filter(protocol=version.protocol).aggregate(last=Max("number"))["last"] or 0
    review = Review.objects.create(protocol=version.protocol, version=version, number=rounds + 1, created_by=by)
    Persona.objects.bulk_create(_personas(review))
    _log(Action.REVIEW_STARTED, review, by, {"round": review.number, "version": version.number})
    return review


def _personas(review: Review) -> list[Persona]:
    return [
        Persona(
            review=review,
            key=example.key,
            name=example.name,
            one_line=example.about[:200],
            details=example.to_dict(),
            is_default=position == 0,
        )
        for position, example in enumerate(examples())
    ]


@transaction.atomic
def set_terms(*, review: Review, terms: Terms) -> None:
    """Set dates and the small-number rule. Once open the rule can only become stricter: people answered under it."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.state == ReviewState.CLOSED:
        raise ValidationError(_("This review is closed. Its dates and rules stay as they are."))
    looser = terms.least_respondents < review.least_respondents or terms.least_sites < review.least_sites
    if review.is_open and looser:
        raise ValidationError(_("The review is open: people answered under this rule. It can only become stricter."))
    for name in ("answer_by", "decide_by", "least_respondents", "least_sites"):
        setattr(review, name, getattr(terms, name))
    review.save(update_fields=["answer_by", "decide_by", "least_respondents", "least_sites"])


@transaction.atomic
def open_review(*, review: Review, by: User) -> None:
    """Let people answer. Nothing happens when it is open already; a closed review stays closed."""
    if _move(review, ReviewState.DRAFT, ReviewState.OPEN):
        Review.objects.filter(pk=review.pk).update(opened_at=timezone.now())
        _log(Action.REVIEW_OPENED, review, by, {})


@transaction.atomic
def close_review(*, review: Review, by: User) -> None:
    """Take no more answers. Nothing happens unless it is open."""
    if _move(review, ReviewState.OPEN, ReviewState.CLOSED):
        Review.objects.filter(pk=review.pk).update(closed_at=timezone.now())
        _log(Action.REVIEW_CLOSED, review, by, {})


@transaction.atomic
def name_approvers(*, place: Place, clinical: list[User], lay: list[Seat]) -> None:
    """Name who may give the clinical and the lay approval of explainers; those not named lose it."""
    review = place.review
    for user in clinical:
        Seat.objects.current().get_or_create(
            review=review,
            user=user,
            removed_at=None,
            defaults={"role": SeatRole.SPONSOR, "organisation": review.protocol.sponsor},
        )
    seats = Seat.objects.current().filter(review=review)
    seats.update(is_clinical_approver=False, is_lay_approver=False)
    seats.filter(user__in=clinical).update(is_clinical_approver=True)
    seats.filter(pk__in=[seat.pk for seat in lay]).update(is_lay_approver=True)
    named: Detail = {
        "clinical": [f"user:{user.pk}" for user in clinical],
        "lay": [f"seat:{seat.code}" for seat in lay],
    }
    _log(Action.SEAT_CHANGED, review, place.user, named)


def _move(review: Review, before: ReviewState, after: ReviewState) -> int:
    moved = Review.objects.filter(pk=review.pk, state=before).update(state=after)
    review.refresh_from_db()
    return moved


def _log(action: Action, review: Review, by: User, detail: Detail) -> None:
    record(
        action=action,
        actor=by.pk,
        subject=f"review:{review.code}",
        organisation=review.protocol.sponsor_id,
        review=review.code,
        detail=detail,
    )
