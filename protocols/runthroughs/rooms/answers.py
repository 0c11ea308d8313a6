"""What a group may see of its answers: nothing until a step's were shown, and then without names, in no known order."""

from collections import Counter
from dataclasses import dataclass

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from protocols.runthroughs.forms import LEVELS
from protocols.runthroughs.models import Annotation, Answer
from protocols.runthroughs.rooms.models import Priority, Room
from protocols.runthroughs.steps import WalkStep, Way


@dataclass(frozen=True)
class Card:
    """One person's answer, without the person."""

    overall: int | None
    is_unsure: bool
    could_not_do: bool
    reasons: list[str]
    words: str
    would_help: str
    question: str


@dataclass(frozen=True)
class Shown:
    """The answers at one step: how many chose each, in words, and what they said."""

    counts: tuple[tuple[StrOrPromise, int], ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Mattering:
    """A step and the points it was given by all together."""

    step: WalkStep
    points: int


def answers_at(room: Room, step: WalkStep) -> Shown | None:
    """Return the answers at a step, or None until they were shown. Nothing else reads answers for a group."""
    if not room.steps.filter(ref=step.ref, revealed_at__isnull=False).exists():
        return None
    said = Annotation.objects.filter(
        walk__run=room.run_id, walk__withdrawn_at=None, visit__key=step.visit_key, step=step.story.key
    ).select_related("walk")
    given = [annotation for annotation in said if not annotation.is_blank]
    mixed = sorted(given, key=lambda each: _place_in_the_mix(room, step, each))
    cards = tuple(_card(each) for each in mixed if each.answer != Answer.SKIPPED)
    return Shown(_counts(given), cards)


def what_matters(room: Room, way: Way) -> list[Mattering] | None:
    """Return the steps by their points, most first; None until the points are shown."""
    if room.priorities_shown_at is None:
        return None
    sums = Counter[str]()
    for ref, points in Priority.objects.filter(room=room).values_list("ref", "points"):
        sums[ref] += points
    found = [Mattering(step, sums[step.ref]) for step in way.steps if sums[step.ref]]
    return sorted(found, key=lambda each: -each.points)


def _place_in_the_mix(room: Room, step: WalkStep, said: Annotation) -> str:
    """Return where an answer stands: the same each time it is looked at, and different from step to step."""
    return salted_hmac("room-answers", f"{room.pk} {step.ref} {said.walk.code}").hexdigest()


def _counts(given: list[Annotation]) -> tuple[tuple[StrOrPromise, int], ...]:
    levels = Counter(each.overall for each in given if each.overall is not None)
    rows: list[tuple[StrOrPromise, int]] = [(words, levels[int(level)]) for level, words in LEVELS]
    rows.append((_("I'm not sure"), sum(each.answer == Answer.NOT_SURE for each in given)))
    rows.append((_("I could not do this"), sum(each.could_not_do for each in given)))
    rows.append((_("Skipped"), sum(each.answer == Answer.SKIPPED for each in given)))
    return tuple(row for row in rows if row[1])


def _card(said: Annotation) -> Card:
    is_unsure = said.answer == Answer.NOT_SURE
    return Card(said.overall, is_unsure, said.could_not_do, said.reasons, said.words, said.would_help, said.question)
