"""What stands between a plan and its invitations: everything that is missing, with the place to put it right."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from protocols.people.models import Membership, User
from protocols.runthroughs.models import RunThrough
from protocols.runthroughs.sessions.models import Pay, Session


@dataclass(frozen=True)
class Gap:
    """One thing that is missing, in words, and the part of the plan where it belongs. A warning blocks nothing."""

    words: str
    place: str
    is_warning: bool = False


def gaps_in(session: Session, *, now: datetime) -> list[Gap]:
    """Return everything that is missing before people can be asked, in the order of the plan; then warnings."""
    missing = [
        (not session.purpose, _("Say what the session is for."), "purpose"),
        (not session.run.visits, _("Choose at least one visit."), "visits"),
        (not session.personas.exists(), _("Choose at least one person to walk as."), "personas"),
        (not session.people.exists(), _("Choose at least one person to ask."), "people"),
        (not session.pay, _("Choose whether people are paid."), "pay"),
        (bool(session.pay) and not session.pay_words and session.pay != Pay.EXPENSES, _pay_words(session), "pay"),
        (session.at is None, _date_words(session), "date"),
        (session.at is not None and session.at <= now, _("The date is in the past. Choose a later one."), "date"),
        (not _is_agreed(session), _("Say who agreed to this, on what terms, and when."), "agreement"),
        (not session.run.review.is_open, _("Open the review first. Until then nobody can answer."), "review"),
    ]
    gaps = [Gap(words, place) for is_missing, words, place in missing if is_missing]
    return [*gaps, *_warnings(session)]


def blocking(gaps: list[Gap]) -> list[Gap]:
    """Return those without which no invitation goes out."""
    return [gap for gap in gaps if not gap.is_warning]


def _warnings(session: Session) -> list[Gap]:
    if is_of_the_project(session.run.created_by, session):
        words = _("The facilitator belongs to the study team. People speak more freely with someone who does not.")
        return [Gap(words, "facilitator", is_warning=True)]
    return []


def is_of_the_project(user: User, session: Session) -> bool:
    """Answer whether a person is of the sponsor whose study plan this is: by membership, by seat, or by making it."""
    protocol = session.run.review.protocol
    is_member = Membership.objects.filter(user=user, organisation=protocol.sponsor).exists()
    sits_for_it = user.seats.filter(review=session.run.review, organisation=protocol.sponsor, removed_at=None).exists()
    return is_member or sits_for_it or protocol.created_by_id == user.pk


def _is_agreed(session: Session) -> bool:
    return bool(session.is_agreed and session.agreement and session.agreed_on)


def _pay_words(session: Session) -> str:
    return _("Say how much people are paid.") if session.pay == Pay.PAID else _("Say why people are not paid.")


def _date_words(session: Session) -> str:
    is_group = session.run.kind == RunThrough.Kind.GROUP
    return _("Choose the date and the time.") if is_group else _("Choose the last day to answer.")
