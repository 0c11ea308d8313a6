"""How times are written on the pages of run-throughs: the group's in its session's zone, a person's own by their clock.

A person's own times ("Saved at 10:42") leave the server in a zone that is named; workbench.js turns them into the time
of the person's own clock. Without JavaScript they stay as they are.
"""

from datetime import datetime

from django import template
from django.utils.html import format_html

from protocols.runthroughs import zones
from protocols.runthroughs.models import RunThrough
from protocols.runthroughs.templatetags.plans import zone_words

register = template.Library()


@register.filter
def zone_of(run: RunThrough) -> str:
    """Return the zone in which a run-through tells the group's times."""
    return zones.zone_of(run)


@register.filter
def group_time(when: datetime | None, zone: str) -> str:
    """Write a time of the group as 14:10, in a zone that the page names once."""
    return "" if when is None else zones.time_in(when, zone)


@register.simple_tag
def own_time(when: datetime | None, zone: str = "") -> str:
    """Write when a person did something, as a time of day; `zone` is what stands there without JavaScript."""
    return "" if when is None else _written(when, zone or zones.UTC, kind="time")


@register.simple_tag
def own_day(when: datetime | None, zone: str = "") -> str:
    """Write when a person did something, as a date."""
    return "" if when is None else _written(when, zone or zones.UTC, kind="day")


def _written(when: datetime, zone: str, *, kind: str) -> str:
    # No template of its own: it is part of the answer to every save.
    words = f"{zones.time_in(when, zone)} ({zone_words(zone)})" if kind == "time" else zones.day_in(when, zone)
    return format_html('<time datetime="{}" data-own="{}">{}</time>', when.isoformat(), kind, words)
