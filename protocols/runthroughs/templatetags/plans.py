"""How the plan of a session is written: keys and zones in words."""

from django import template
from django.forms import BoundField

from protocols.domain.suggestions import Why
from protocols.runthroughs.sessions.models import Need
from protocols.runthroughs.sessions.words import WHY_WORDS

register = template.Library()


@register.filter
def why_words(why: Why) -> str:
    """Return why a visit is worth walking."""
    return str(WHY_WORDS[why])


@register.filter
def need_words(needs: list[str]) -> str:
    """Return what a person needs as a list in words; a need that the product no longer has is left out."""
    return "; ".join(str(Need(key).label) for key in needs if key in Need.values)


@register.filter
def zone_words(zone: str) -> str:
    """Return a time zone as people write it."""
    return zone.replace("_", " ")


@register.filter
def chosen_words(field: BoundField) -> str:
    """Return what a field of a form holds, with the words of its choices."""
    value = field.value()
    values = [str(each) for each in (value if isinstance(value, list) else [value]) if each not in (None, "")]
    labels = {str(key): str(words) for key, words in getattr(field.field, "choices", [])}
    return ", ".join(labels.get(each, each) for each in values)
