"""A person's own answers of a walk as a file for themselves, in the words of the pages."""

from collections.abc import Iterable
from datetime import UTC

from django.utils.translation import gettext as _

from protocols.runthroughs.models import Annotation, Answer, Walk
from protocols.runthroughs.steps import Way, way_of
from protocols.runthroughs.templatetags.answers import rating_word, reason_words, tap_words
from protocols.schedules.spreadsheets import csv_of

RATED = ("physical", "worry", "effort", "cost", "disruption")
WORDS = ("words", "would_help", "keeps_going")
MINUTES = ("active_minutes", "waiting_minutes", "moving_minutes")


def own_copy(walk: Walk) -> bytes:
    """Return all that was said on a walk, sent or not, step by step. Steps without an answer are left out."""
    way = way_of(walk)
    said = [each for each in walk.annotations.select_related("visit") if not each.is_blank]
    return csv_of(_heads(), (_row(each, way) for each in _in_order(said, way)))


def _heads() -> list[str]:
    return [
        _("Visit"), _("Step"), _("How hard"), _("I could not do this"), _("Body"), _("Mind"), _("Effort"),
        _("Cost of the visit"), _("Work, family and care"), _("What makes it hard"), _("Marked"), _("In your words"),
        _("What would help"), _("What keeps you going"), _("I know why"), _("Why, in your words"), _("Your question"),
        _("Minutes of doing"), _("Minutes of waiting"), _("Minutes of moving"), _("Saved (UTC)"),
    ]  # fmt: skip


def _in_order(said: Iterable[Annotation], way: Way) -> list[Annotation]:
    """Return answers as they are walked; those at steps that this persona does not meet come last."""
    places = {(step.visit_key, step.story.key): step.number for step in way.steps}
    return sorted(said, key=lambda each: (places.get((each.visit.key, each.step), len(places) + 1), each.pk))


def _row(said: Annotation, way: Way) -> list[str]:
    step = way.called(f"{said.visit.key}/{said.step}")
    return [
        said.visit.label,
        step.story.title if step else said.step,
        _how_hard(said),
        _("Yes") if said.could_not_do else "",
        *(rating_word(getattr(said, name)) for name in RATED),
        reason_words(said.reasons),
        tap_words(said.taps),
        *(getattr(said, name) for name in WORDS),
        str(said.get_understood_display()),
        said.teach_back,
        said.question,
        *("" if getattr(said, name) is None else str(getattr(said, name)) for name in MINUTES),
        f"{said.saved_at.astimezone(UTC):%Y-%m-%d %H:%M}",
    ]


def _how_hard(said: Annotation) -> str:
    if said.answer in {Answer.SKIPPED, Answer.NOT_SURE}:
        return str(Answer(said.answer).label)
    return rating_word(said.overall)
