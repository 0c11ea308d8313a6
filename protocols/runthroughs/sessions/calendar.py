"""The calendar entry of a session (iCalendar, RFC 5545), in the session's own time zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from protocols.people.addresses import address_of
from protocols.runthroughs.sessions.models import Session

LOCAL, UTC_TIME = "%Y%m%dT%H%M%S", "%Y%m%dT%H%M%SZ"
LONGEST_LINE = 75  # octets, by RFC 5545 section 3.1


def calendar_entry(session: Session) -> str:
    """Return the file for a calendar. The study is not named: calendars are shared with colleagues and phones."""
    begins = session.local()
    if begins is None:
        raise ValueError("A session without a date has no calendar entry.")
    page = address_of("runthroughs:asked", code=session.run.code)
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Burden Review//EN", "METHOD:PUBLISH",
        *_zone_lines(session.zone, begins),
        "BEGIN:VEVENT",
        f"UID:{session.run.code}@burden-review",
        f"DTSTAMP:{timezone.now().astimezone(UTC).strftime(UTC_TIME)}",
        f"SEQUENCE:{session.moves}",
        f"DTSTART;TZID={session.zone}:{begins.strftime(LOCAL)}",
        f"DURATION:PT{session.length}M",
        f"SUMMARY:{_escaped(_('Session: a walk through visits of a study'))}",
        f"DESCRIPTION:{_escaped(page)}",
        *([f"LOCATION:{_escaped(session.where)}"] if session.where else []),
        f"STATUS:{'CANCELLED' if session.cancelled_at else 'CONFIRMED'}",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _zone_lines(name: str, around: datetime) -> list[str]:
    """Describe a zone by its changes of the clock from a year before the session to a year after it."""
    zone, day = ZoneInfo(name), timedelta(days=1)
    days = [(around - 366 * day + n * day).astimezone(UTC).replace(hour=0, minute=0) for n in range(732)]
    first = days[0].astimezone(zone)
    parts = [_observance(first, first)]
    parts += [
        _observance(_change(a, b, zone), a.astimezone(zone))
        for a, b in zip(days, days[1:], strict=False)
        if a.astimezone(zone).utcoffset() != b.astimezone(zone).utcoffset()
    ]
    return ["BEGIN:VTIMEZONE", f"TZID:{name}", *(line for part in parts for line in part), "END:VTIMEZONE"]


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Find the minute at which the clock changes between two moments, by halving."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) / 2
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == old else (before, middle)
    return after.replace(second=0, microsecond=0).astimezone(zone)


def _observance(begins: datetime, before: datetime) -> list[str]:
    kind = "DAYLIGHT" if begins.dst() else "STANDARD"
    shown = begins.astimezone(UTC) + (before.utcoffset() or timedelta())  # as the clock showed it before the change
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{shown.strftime(LOCAL)}",
        f"TZOFFSETFROM:{before.strftime('%z')}",
        f"TZOFFSETTO:{begins.strftime('%z')}",
        f"TZNAME:{begins.tzname()}",
        f"END:{kind}",
    ]


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n").replace("\r", "")


def _folded(line: str) -> str:
    """Break a line that is too long, never inside a character; the next line begins with a space."""
    parts, rest = [], line
    while len(rest.encode()) > LONGEST_LINE - 1:
        size = LONGEST_LINE - 1
        while len(rest[:size].encode()) > LONGEST_LINE - 1:
            size -= 1
        parts.append(rest[:size])
        rest = rest[size:]
    return "\r\n ".join([*parts, rest])
