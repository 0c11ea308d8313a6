"""The audit trail of a review in plain words, without what would say who of the sites answered."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from protocols.audit.models import Action, Event
from protocols.people.models import Invitation, User
from protocols.reviews.access import Place
from protocols.reviews.models import Seat, SeatRole
from protocols.reviews.permissions import Need
from protocols.schedules.models import Purpose

PER_PAGE = 50
DETAIL_WORDS = {
    "purpose": _lazy("purpose"),
    "round": _lazy("round"),
    "version": _lazy("study plan version"),
    "before": _lazy("before"),
    "after": _lazy("after"),
    "format": _lazy("format"),
    "path": _lazy("page"),
    "reason": _lazy("reason"),
}


@dataclass(frozen=True)
class Line:
    """One event as people read it."""

    at: datetime
    who: str
    what: str
    about: str


def trail(place: Place, number: str) -> tuple[Page[Event], list[Line]]:
    """Return a page of the review's events, newest first, and its lines."""
    events = Event.objects.filter(review=place.review.code)
    if not place.may(Need.SEE_SITE_ACTIVITY):
        site_people = Seat.objects.filter(review=place.review, role=SeatRole.SITE, user__isnull=False)
        events = events.exclude(actor__in=list(site_people.values_list("user_id", flat=True)))
    page = Paginator(events.order_by("-id"), PER_PAGE).get_page(number)
    return page, _lines(list(page.object_list), _activities(place))


def _lines(events: list[Event], activities: dict[str, str]) -> list[Line]:
    people = _people(events)
    named = activities | people | _invited(_codes(events, "invitation")) | _seats(_codes(events, "seat"))
    nobody = _("Somebody")
    return [
        Line(
            at=event.at,
            who=people.get(f"user:{event.actor}", nobody) if event.actor else _("The workbench"),
            what=Action(event.action).label,
            about=_about(event, named),
        )
        for event in events
    ]


def _about(event: Event, named: dict[str, str]) -> str:
    """Return what it was about: whom, and the details that people understand."""
    approvers = [named.get(each, "") for kind in ("clinical", "lay") for each in event.detail.get(kind, ())]
    if "clinical" in event.detail:
        return _("approvers: %(names)s") % {"names": ", ".join(approvers) or _("nobody")}
    details = [
        f"{words}: {_word(event.detail[name])}" for name, words in DETAIL_WORDS.items() if event.detail.get(name)
    ]
    explained = named.get(f"activity:{event.detail.get('activity')}", "")
    return ", ".join(filter(None, [named.get(event.subject, explained), *details]))


def _word(stored: object) -> str:
    """Write what is stored by its letters or key as its name; everything else as it is."""
    for known in (SeatRole, Purpose):
        if stored in known.values:
            return str(known(stored).label)
    return str(stored)


def _codes(events: list[Event], kind: str) -> set[str]:
    """Return the codes of what the events are about, where it is of one kind."""
    subjects = {event.subject for event in events}
    subjects |= {each for event in events for name in ("clinical", "lay") for each in event.detail.get(name, ())}
    return {subject.partition(":")[2] for subject in subjects if subject.startswith(f"{kind}:")}


def _activities(place: Place) -> dict[str, str]:
    return {f"activity:{key}": label for key, label in place.review.protocol.activities.values_list("key", "label")}


def _people(events: list[Event]) -> dict[str, str]:
    ids = {event.actor for event in events if event.actor} | {int(pk) for pk in _codes(events, "user") if pk.isdigit()}
    return {f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=ids)}


def _invited(codes: set[str]) -> dict[str, str]:
    found = Invitation.objects.filter(code__in=codes).select_related("seat")
    return {
        f"invitation:{each.code}": f"{each.email}, {each.seat.get_role_display()}"
        if hasattr(each, "seat")
        else each.email
        for each in found
    }


def _seats(codes: set[str]) -> dict[str, str]:
    found = Seat.objects.filter(code__in=codes).select_related("user", "invitation")
    return {f"seat:{seat.code}": str(seat.user or seat.invitation and seat.invitation.email or "") for seat in found}
