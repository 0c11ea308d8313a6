"""Keeping what a site says on a visit: as a draft, sent, changed after sending, and taken back."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.people.models import User
from protocols.reviews.models import Seat
from protocols.runthroughs.models import SiteAnswer
from protocols.schedules.models import Visit
from protocols.turns import in_turn


@dataclass(frozen=True)
class SavedAnswer:
    """What became of a save. With a conflict nothing was written, and `answer` is what stands there now."""

    answer: SiteAnswer
    is_conflict: bool = False


@dataclass(frozen=True)
class SitePlace:
    """Where something is said, and by whom: the seat that holds the answer, the visit, and the person typing."""

    seat: Seat
    visit: Visit
    by: User


@in_turn()
def save_site_answer(
    *, place: SitePlace, expected_version: int, content: dict[str, object], send: bool, key: str = ""
) -> SavedAnswer:
    """Save what a site says on a visit; with `send` the team may see it, as far as its share level says.

    `expected_version` is the version the person saw (0 for a blank page). If somebody else saved in between, nothing
    is written and the conflict comes back. The same words again are no change and no conflict: a button pressed twice.
    The same `key` as at the last save is the same page going on writing, whose answer got lost. An answer that was
    sent stays sent when it is changed.
    """
    answer = SiteAnswer.objects.filter(seat=place.seat, visit=place.visit).first() or _first(place, content, key)
    was_sent, is_changed = answer.is_sent, answer.content() != content
    seen = answer.version if key and answer.key == key else expected_version
    if is_changed and not _write(answer, place.by, seen, {**content, "key": key}):
        return SavedAnswer(answer, is_conflict=True)
    if send and not was_sent:
        SiteAnswer.objects.filter(pk=answer.pk).update(sent_at=timezone.now(), withdrawn_at=None)
        _log(Action.ANSWERS_SENT, place)
    elif was_sent and is_changed:
        _log(Action.ANSWERS_CHANGED, place)
    answer.refresh_from_db()
    return SavedAnswer(answer)


@transaction.atomic
def withdraw_site_answer(*, place: SitePlace) -> None:
    """Take an answer back. It stays with the site, and nobody else sees it. Nothing happens unless it is sent."""
    sent = SiteAnswer.objects.that_count().filter(seat=place.seat, visit=place.visit)
    if sent.update(withdrawn_at=timezone.now()):
        _log(Action.ANSWERS_WITHDRAWN, place)


def answer_at(place: SitePlace) -> SiteAnswer:
    """Return what a site says on a visit; where it says nothing yet, a blank draft that no page has seen."""
    blank, _ = SiteAnswer.objects.get_or_create(
        seat=place.seat, visit=place.visit, defaults={"entered_by": place.by, "version": 0}
    )
    return blank


def tell_changed(answer: SiteAnswer, place: SitePlace) -> None:
    """Log a change of something that others may see already."""
    if answer.is_sent:
        _log(Action.ANSWERS_CHANGED, place)


def _first(place: SitePlace, content: dict[str, object], key: str) -> SiteAnswer:
    """Store the first words on a visit; where another device was faster, return what it stored."""
    said = {**content, "key": key, "entered_by": place.by}
    try:
        with transaction.atomic():
            return SiteAnswer.objects.create(seat=place.seat, visit=place.visit, **said)
    except IntegrityError:
        return SiteAnswer.objects.get(seat=place.seat, visit=place.visit)


def _write(answer: SiteAnswer, by: User, expected_version: int, content: dict[str, object]) -> bool:
    written = SiteAnswer.objects.filter(pk=answer.pk, version=expected_version).update(
        **content, version=F("version") + 1, saved_at=timezone.now(), entered_by=by
    )
    answer.refresh_from_db()
    return bool(written)


def _log(action: Action, place: SitePlace) -> None:
    """Tell the audit log who did what on which visit; neither the site nor the seat is named."""
    review = place.seat.review.code
    record(action=action, actor=place.by.pk, subject=f"site-answer:{place.visit.key}", review=review)
