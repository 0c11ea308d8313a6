"""How answers of a walk are written: in the words of the choices, never as numbers."""

from django import template

from protocols.runthroughs.forms import LEVELS
from protocols.runthroughs.models import Reason, Tap

register = template.Library()


@register.filter
def rating_word(level: int | None) -> str:
    """Return the words a person chose for a 0-4 answer."""
    return "" if level is None else str(LEVELS[level][1])


@register.filter
def tap_words(taps: list[str]) -> str:
    """Return what was marked in a tap, in words."""
    return ", ".join(str(Tap(key).label) for key in taps if key in Tap.values)


@register.filter
def reason_words(reasons: list[str]) -> str:
    """Return the taps as a list in words; a tap that the product no longer has is left out."""
    return ", ".join(str(Reason(key).label) for key in reasons if key in Reason.values)
