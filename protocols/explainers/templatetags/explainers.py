"""Reading an explainer: a written text where there is one, else what is generally known, else nothing."""

from django import template
from django.utils.translation import gettext_lazy as _

from protocols.domain.language.explainers import ExplainerDraft as FirstDraft
from protocols.domain.language.explainers import Origin
from protocols.explainers.models import ExplainerDraft

register = template.Library()

SECTIONS = {
    "how_it_may_feel": _("How it may feel"),
    "risks_plain": _("What may go wrong"),
    "get_ready": _("How to get ready"),
    "where_who": _("Where, and who does it"),
    "home_possible": _("Could it be done at home?"),
    "extra_to_usual_care": _("Is it extra to usual care?"),
    "results_to_you": _("Do you get the result?"),
    "sample_data_use": _("What happens to the sample and the data"),
    "can_i_say_no": _("Can I say no to this one?"),
    "could_it_change": _("Could this change?"),
}


@register.simple_tag
def said(draft: ExplainerDraft | None, general: FirstDraft, name: str) -> str:
    """Return one text of an explainer in one piece, or nothing."""
    return "\n".join(said_lines(draft, general, name))


@register.simple_tag
def said_lines(draft: ExplainerDraft | None, general: FirstDraft, name: str) -> list[str]:
    """Return one text of an explainer line by line, or nothing."""
    if draft:
        return [line for line in draft.text(name).splitlines() if line.strip()]
    field = getattr(general, name)
    return [] if field.origin is Origin.EMPTY else list(field.lines)


@register.simple_tag
def said_sections(draft: ExplainerDraft | None, general: FirstDraft) -> list[tuple[str, list[str]]]:
    """Return the headed sections that have something to say, in reading order."""
    found = ((str(heading), said_lines(draft, general, name)) for name, heading in SECTIONS.items())
    return [(heading, lines) for heading, lines in found if lines]
