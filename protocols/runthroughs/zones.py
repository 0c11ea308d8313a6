"""The time zone in which a run-through tells its times: that of its planned session, and UTC where none is planned."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from protocols.runthroughs.models import RunThrough

UTC = "UTC"


def zone_of(run: RunThrough) -> str:
    """Return the name of the zone in which the group of a run-through reads its clock."""
    return str(run.session.zone) if hasattr(run, "session") else UTC


def time_in(when: datetime, zone: str) -> str:
    """Return a time of day as a clock in a zone shows it: 14:10."""
    return date_format(when.astimezone(ZoneInfo(zone)), "H:i")


def day_in(when: datetime, zone: str) -> str:
    """Return a date as a calendar in a zone shows it: 12 May 2027."""
    return date_format(when.astimezone(ZoneInfo(zone)), "j F Y")
