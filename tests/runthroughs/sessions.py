"""Planned sessions for tests: one that was only begun, one that is ready, one to which the advocate was asked."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from protocols.reviews.models import Persona
from protocols.runthroughs.sessions.models import Session
from protocols.runthroughs.sessions.services import Plan, save_plan, send_invitations, start_plan
from tests.cast import Cast

DETAILS = {"key": "near", "name": "Ruth", "minutes_one_way": 20, "transport": "bus", "carer_share": 1}


def persona(cast: Cast) -> Persona:
    """The first persona of the review, made where there is none."""
    found = cast.review.personas.first()
    return found or Persona.objects.create(
        review=cast.review, key="near", name="Ruth, 71", one_line="Lives near.", details=DETAILS, is_default=True
    )


def begun_session(cast: Cast, kind: str = "group") -> Session:
    """A draft with the texts it starts with."""
    persona(cast)
    return start_plan(review=cast.review, by=cast["MO"], title="Main visits", kind=kind, length=60)


def plan_for(cast: Cast, **changes: object) -> Plan:
    """A plan with nothing missing, two weeks from now at 14:00 in London; `changes` replace parts of it."""
    day = (timezone.now() + timedelta(days=14)).date()
    whole = {
        "title": "Main visits", "visits": ["v1", "v2"], "personas": [persona(cast)], "seats": [cast.seats["AD"]],
        "purpose": "To hear what two visits would ask of you.", "can_change": "The order.",
        "cannot_change": "The question.", "decide_on": day + timedelta(days=30), "pay": "paid",
        "pay_words": "60 pounds an hour", "at": datetime(day.year, day.month, day.day, 14, tzinfo=UTC),
        "zone": "Europe/London", "where": "Room 4", "is_agreed": True,
        "agreement": "Memory Friends, on the terms of their letter", "agreed_on": date(2026, 1, 5),
    }  # fmt: skip
    return Plan(**{**whole, **changes})


def ready_session(cast: Cast, kind: str = "group", **changes: object) -> Session:
    """A draft with nothing missing, or with what `changes` take away."""
    session = begun_session(cast, kind)
    save_plan(session=session, expected_revision=session.revision, plan=plan_for(cast, **changes))
    return Session.objects.select_related("run__review__protocol").get(pk=session.pk)


def asked_session(cast: Cast, kind: str = "group", **changes: object) -> Session:
    """A session to which people were asked; no mail goes out here."""
    session = ready_session(cast, kind, **changes)
    send_invitations(session=session, by=cast["MO"])
    session.refresh_from_db()
    return session
