"""What a page has to say of a run-through together, wherever it stands."""

from django import template

from protocols.runthroughs.models import Walk
from protocols.runthroughs.rooms.unshown import unshown_titles

register = template.Library()


@register.filter
def not_shown(walk: Walk) -> list[str]:
    """Return the steps that the person answered and that the group never saw."""
    return unshown_titles(walk)
