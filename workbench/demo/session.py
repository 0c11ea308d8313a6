"""The session that the example facilitator planned: people were asked, two have answered, one has not."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from protocols.people.models import User
from protocols.reviews.models import Review, Seat
from protocols.runthroughs.sessions.models import Session
from protocols.runthroughs.sessions.services import (
    Plan,
    Said,
    answer_invitation,
    save_plan,
    send_invitations,
    start_plan,
)
from workbench.demo.cast import told


def plan_example_session(review: Review, facilitator: User, seats: dict[str, Seat]) -> Session:
    """Plan the session by the same services as its pages, ask the example people, and let them answer."""
    stated = told("session")
    session = start_plan(review=review, by=facilitator, title=stated["title"], kind="group", length=stated["length"])
    plan = _plan(review, seats, stated)
    save_plan(session=session, expected_revision=session.revision, plan=plan)
    session = Session.objects.select_related("run__review__protocol").get(pk=session.pk)
    asked = {each.seat_id: each for each in send_invitations(session=session, by=facilitator)}
    for key, said in stated["replies"].items():
        answer_invitation(asked=asked[seats[key].pk], said=Said(**said))
    return session


def _plan(review: Review, seats: dict[str, Seat], stated: dict[str, object]) -> Plan:
    keys = {visit.label: visit.key for visit in review.version.schedule.visits}
    today = timezone.localdate()
    day = today + timedelta(days=_number(stated["days_from_now"]))
    as_stated = ("title", "purpose", "can_change", "cannot_change", "pay", "pay_words", "zone", "where", "agreement")
    return Plan(
        **{name: str(stated[name]) for name in as_stated},
        visits=[keys[label] for label in _list(stated["visits"])],
        personas=list(review.personas.all()),
        seats=[seats[key] for key in _list(stated["people"])],
        decide_on=review.decide_by or day + timedelta(days=28),
        at=datetime(day.year, day.month, day.day, _number(stated["hour"]), tzinfo=ZoneInfo(str(stated["zone"]))),
        is_agreed=True,
        agreed_on=today,
    )


def _number(value: object) -> int:
    return int(str(value))


def _list(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
