"""The e-mails about a session: asking, reminding, another date, and that it will not take place."""

from django.template.defaultfilters import date as date_words
from django.utils.translation import gettext as _

from protocols.people.addresses import address_of
from protocols.people.mail import compose, deliver
from protocols.runthroughs.models import RunThrough
from protocols.runthroughs.sessions.access import stop_token
from protocols.runthroughs.sessions.models import Session, SessionPerson
from protocols.runthroughs.sessions.planning import estimate

FOLDER = "runthroughs/mail"


def words_for(asked: SessionPerson) -> dict[str, object]:
    """Return what each e-mail about a session says to this person."""
    session, run = asked.session, asked.session.run
    return {
        "asked": asked,
        "session": session,
        "when": when_words(asked),
        "when_there": when_words(asked, there=True) if asked.own_zone != session.zone else "",
        "is_group": run.kind == RunThrough.Kind.GROUP,
        "time": estimate(run.review, run.kind, run.visits),
        "page": address_of("runthroughs:asked", code=run.code),
        "stop": address_of("runthroughs:stop_reminders", token=stop_token(asked)),
        "facilitator": run.created_by.name,
    }


def when_words(asked: SessionPerson, *, there: bool = False) -> str:
    """Return the date of a session as this person's clock shows it, or as the session's own does; with the zone."""
    return moment_words(asked.session, asked.session.zone if there else asked.own_zone)


def moment_words(session: Session, zone: str) -> str:
    """Return the date of a session as clocks in a zone show it. A template would show it in the server's zone."""
    moment = session.local(zone)
    if moment is None:
        return ""
    day = date_words(moment, "l j F Y")
    if session.run.kind != RunThrough.Kind.GROUP:
        return day
    return _("%(day)s at %(time)s (%(zone)s)") % {
        "day": day,
        "time": date_words(moment, "H:i"),
        "zone": zone.replace("_", " "),
    }


def preview(asked: SessionPerson) -> tuple[str, str]:
    """Return subject and text of the invitation as it would go out, with words in place of the links."""
    words = {**words_for(asked), "page": _("(a link to their page)"), "stop": _("(a link)")}
    return compose(f"{FOLDER}/ask", words)


def send(name: str, people: list[SessionPerson]) -> list[SessionPerson]:
    """Send the e-mail `name` to each of these people, and return those whom it did not reach."""
    return [asked for asked in people if not _send_one(name, asked)]


def _send_one(name: str, asked: SessionPerson) -> bool:
    user = asked.seat.user
    return bool(user and deliver(f"{FOLDER}/{name}", user.email, words_for(asked)))
