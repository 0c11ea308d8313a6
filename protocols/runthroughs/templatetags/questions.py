"""How many questions wait for an answer, for the pages of the explainers, which do not know the walks."""

from django import template

from protocols.reviews.access import Place
from protocols.reviews.permissions import Need
from protocols.runthroughs.questions import open_counts

register = template.Library()


@register.simple_tag
def open_questions(place: Place) -> dict[int, int]:
    """Return how many questions wait, by activity; nothing for those who may not read what people said."""
    return open_counts(place) if place.may(Need.SEE_ANNOTATIONS) else {}
