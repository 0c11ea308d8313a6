"""Which score a request asks for: of a review that the person may see, for a persona, with weights."""

from dataclasses import dataclass, field

from django.http import Http404, HttpRequest

from protocols.people.access import NOT_HERE
from protocols.reviews.access import Place, get_place
from protocols.reviews.models import Persona
from protocols.reviews.permissions import Need
from protocols.scores.forms import WeightsForm
from protocols.scores.inputs import Weights
from protocols.scores.services import ReviewScore, default_persona, score_review


@dataclass(frozen=True)
class Scored:
    """A place with the score it asked for; `notes` tells about parts of the address that were not understood."""

    place: Place
    found: ReviewScore
    persona: Persona | None
    personas: list[Persona]
    weights: Weights | None
    notes: list[str] = field(default_factory=list)


def get_scored(request: HttpRequest, code: str) -> Scored:
    """Return the score of a review. `?persona=` and `?arm=` choose; `?physical=&worry=&effort=` preview weights.

    What makes no sense in the address is left out, and said.
    """
    place = get_place(request, code, Need.SEE_SCORE)
    notes: list[str] = []
    personas = list(place.review.personas.all())
    persona = persona_asked(request, place, personas, notes)
    weights = weights_asked(request, notes)
    try:
        found = score_review(place.review, persona=persona, weights=weights, arm=request.GET.get("arm") or None)
    except KeyError:
        notes.append("There is no such arm. The first one is shown.")
        found = score_review(place.review, persona=persona, weights=weights)
    return Scored(place, found, persona, personas, weights, notes)


def visit_in(scored: Scored, key: str) -> str:
    """Return the key of a visit, or of the days at home, that the score has; 404 for any other."""
    if key not in {visit.key for visit in scored.found.score.visits}:
        raise Http404(NOT_HERE)
    return key


def activity_in(scored: Scored, key: str) -> str:
    """Return the key of an activity that the schedule has; 404 for any other."""
    if key not in scored.found.inputs.schedule.activity_by_key:
        raise Http404(NOT_HERE)
    return key


def persona_asked(request: HttpRequest, place: Place, personas: list[Persona], notes: list[str]) -> Persona | None:
    """Return the persona of `?persona=`, or the usual one; `notes` gets what was not understood."""
    asked = request.GET.get("persona")
    if not asked:
        return default_persona(place.review)
    chosen = next((persona for persona in personas if persona.key == asked), None)
    if chosen is None:
        notes.append("There is no such persona. The usual one is shown.")
    return chosen or default_persona(place.review)


def weights_asked(request: HttpRequest, notes: list[str]) -> Weights | None:
    """Return the weights to preview; `notes` gets what was not understood."""
    if not any(name in request.GET for name in ("physical", "worry", "effort")):
        return None
    form = WeightsForm({**request.GET.dict(), "reason": "A preview."})
    if form.is_valid():
        return form.weights
    notes.append("These weights make no sense. The review's own are shown.")
    return None
