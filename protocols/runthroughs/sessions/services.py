"""Planning a session, asking people to it, and what they answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.people.models import User
from protocols.reviews.models import Persona, Review, Seat
from protocols.runthroughs.limits import reminder_days
from protocols.runthroughs.models import RunThrough, Walk
from protocols.runthroughs.rooms.models import Phase, Room
from protocols.runthroughs.sessions.guards import Gap, blocking, gaps_in
from protocols.runthroughs.sessions.models import Reminder, Reply, Session, SessionPerson
from protocols.runthroughs.sessions.planning import first_choice
from protocols.runthroughs.sessions.words import texts_for


class StalePlan(Exception):
    """Somebody else saved the plan since this person opened it."""

    def __init__(self, current: Session) -> None:
        super().__init__(f"{current} is at revision {current.revision}")
        self.current = current


class NotReady(Exception):
    """Something is missing before people can be asked."""

    def __init__(self, gaps: list[Gap]) -> None:
        super().__init__("; ".join(gap.words for gap in gaps))
        self.gaps = gaps


@dataclass(frozen=True)
class Plan:
    """All that a facilitator decides about a session."""

    title: str
    visits: list[str]
    personas: list[Persona]
    seats: list[Seat]
    purpose: str
    can_change: str
    cannot_change: str
    decide_on: date | None
    pay: str
    pay_words: str
    at: datetime | None
    zone: str
    where: str
    is_agreed: bool
    agreement: str
    agreed_on: date | None


OF_THE_SESSION = (
    "purpose", "can_change", "cannot_change", "decide_on", "pay", "pay_words", "at", "zone", "where", "is_agreed",
    "agreement", "agreed_on",
)  # fmt: skip


@transaction.atomic
def start_plan(*, review: Review, by: User, title: str, kind: str, length: int) -> Session:
    """Begin a draft with the texts for its length, the visits that tell most, and the personas of the review."""
    texts = texts_for(length)
    run = RunThrough.objects.create(
        review=review, kind=kind, title=title, visits=first_choice(review, kind, length), created_by=by
    )
    session = Session.objects.create(
        run=run,
        length=length,
        purpose=str(texts.purpose),
        can_change=str(texts.can_change),
        cannot_change=str(texts.cannot_change),
        decide_on=review.decide_by,
    )
    session.personas.set(review.personas.filter(is_default=True))
    return session


@transaction.atomic
def save_plan(*, session: Session, expected_revision: int, plan: Plan) -> None:
    """Save a draft. Raises StalePlan if somebody else saved it in between: then nothing is written."""
    changed = {name: getattr(plan, name) for name in OF_THE_SESSION}
    same = Session.objects.filter(pk=session.pk, revision=expected_revision, sent_at=None)
    if not same.update(**changed, revision=F("revision") + 1):
        raise StalePlan(Session.objects.select_related("run").get(pk=session.pk))
    RunThrough.objects.filter(pk=session.run_id).update(title=plan.title, visits=plan.visits)
    session.personas.set(plan.personas)
    session.people.exclude(seat__in=plan.seats).delete()
    for seat in plan.seats:
        SessionPerson.objects.get_or_create(session=session, seat=seat, defaults={"zone": _zone_they_gave(seat)})


@transaction.atomic
def send_invitations(*, session: Session, by: User) -> list[SessionPerson]:
    """Make the draft a session to which people are asked, and return whom to write to. Raises NotReady with all gaps.

    Nothing is sent here: the letters go out once this is stored. A second call asks nobody again.
    """
    now = timezone.now()
    gaps = blocking(gaps_in(session, now=now))
    if gaps:
        raise NotReady(gaps)
    if not Session.objects.filter(pk=session.pk, sent_at=None, cancelled_at=None).update(sent_at=now):
        return []
    session.people.update(asked_at=now)
    session.refresh_from_db()
    run = session.run
    record(action=Action.RUN_STARTED, actor=by.pk, subject=f"run:{run.code}", review=run.review.code)
    return list(session.people.select_related("seat__user"))


@transaction.atomic
def move_session(*, session: Session, at: datetime, zone: str) -> list[SessionPerson]:
    """Give the session another date, and return whom to tell: all who have not said no."""
    Session.objects.filter(pk=session.pk).update(at=at, zone=zone, moves=F("moves") + 1)
    session.refresh_from_db()
    return _to_tell(session)


@transaction.atomic
def cancel_session(*, session: Session) -> list[SessionPerson]:
    """Cancel the session, and return whom to tell. Answers that were given stay."""
    now = timezone.now()
    if not Session.objects.filter(pk=session.pk, cancelled_at=None).update(cancelled_at=now, moves=F("moves") + 1):
        return []
    RunThrough.objects.filter(pk=session.run_id, closed_at=None).update(closed_at=now)
    rooms = Room.objects.filter(run=session.run_id, closed_at=None)
    rooms.update(phase=Phase.CLOSED, closed_at=now, revision=F("revision") + 1)
    session.refresh_from_db()
    return _to_tell(session)


@dataclass(frozen=True)
class Said:
    """What a person says to an invitation."""

    reply: str
    zone: str
    needs: list[str]
    needs_words: str


@transaction.atomic
def answer_invitation(*, asked: SessionPerson, said: Said) -> None:
    """Keep what the person says. They can change it as long as the session is on."""
    asked.reply, asked.zone, asked.replied_at = said.reply, said.zone, timezone.now()
    asked.needs, asked.needs_words = said.needs, said.needs_words
    asked.save(update_fields=["reply", "zone", "replied_at", "needs", "needs_words"])


def stop_reminders(*, asked: SessionPerson) -> None:
    """Send this person no more reminders of this session."""
    SessionPerson.objects.filter(pk=asked.pk, no_reminders_at=None).update(no_reminders_at=timezone.now())


def due_reminders(*, now: datetime) -> list[Reminder]:
    """Claim and return the reminders that are due: each number once, however often this runs.

    Due is the latest day of reminder_days that has come; what was missed before it is not made up for. Nobody gets
    one who said no or not now, who wants none, who has sent their answers, or who was asked after its day.
    """
    going = Session.objects.filter(sent_at__isnull=False, cancelled_at=None, at__gt=now, run__closed_at=None)
    due = [(session, number) for session in going if (number := _number_due(session, now))]
    return [made for session, number in due for made in _claim(session, number, now)]


def forget_reminder(*, reminder: Reminder) -> None:
    """Take a reminder back that no mail server took, so that the next run tries again."""
    reminder.delete()


def _number_due(session: Session, now: datetime) -> int:
    """The number of the reminder whose day has come, counted from 1; 0 before the first, or if asked after its day."""
    if session.at is None or session.sent_at is None:
        return 0
    come = [n for n, days in enumerate(reminder_days(), 1) if session.at - timedelta(days=days) <= now]
    if not come or session.sent_at > session.at - timedelta(days=reminder_days()[come[-1] - 1]):
        return 0
    return come[-1]


def _claim(session: Session, number: int, now: datetime) -> list[Reminder]:
    people = session.people.filter(no_reminders_at=None, asked_at__isnull=False, seat__removed_at=None)
    people = people.exclude(reply__in=[Reply.NO, Reply.NOT_NOW]).exclude(reminders__number__gte=number)
    waiting = people.exclude(seat__walks__run=session.run, seat__walks__sent_at__isnull=False)
    made = []
    for asked in waiting.select_related("seat__user", "session__run__review"):
        try:
            with transaction.atomic():
                made.append(Reminder.objects.create(to=asked, number=number, sent_at=now))
        except IntegrityError:  # Another run of the command was faster.
            continue
    return made


def _zone_they_gave(seat: Seat) -> str:
    """The time zone that the person gave for an earlier session: nobody is asked twice."""
    earlier = SessionPerson.objects.filter(seat__user=seat.user_id, replied_at__isnull=False).order_by("-replied_at")
    return earlier.values_list("zone", flat=True).first() or ""


def _to_tell(session: Session) -> list[SessionPerson]:
    told = session.people.exclude(reply__in=[Reply.NO, Reply.NOT_NOW]).filter(asked_at__isnull=False)
    return list(told.select_related("seat__user"))


@transaction.atomic
def set_quote_consent(*, walk: Walk, by: User, quote_consent: str) -> None:
    """Change how a person's words may be used. It goes for all they said and for what is said from now on."""
    if walk.quote_consent == quote_consent:
        return
    walk.quote_consent = quote_consent
    walk.save(update_fields=["quote_consent"])
    run = walk.run
    record(
        action=Action.ANSWERS_CHANGED,
        actor=by.pk,
        subject=f"walk:{walk.code}",
        review=run.review.code,
        detail={"quotes": quote_consent},
    )
