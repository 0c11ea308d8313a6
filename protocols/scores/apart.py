"""Where people disagree, for a reader: roles side by side, a few words, and how far each role agrees as a whole.

What sites said is told of only when the review is closed and enough people of enough sites answered; until then not
even that they answered is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from protocols.domain.burden.agreement import Agreement, agreement_by_role
from protocols.domain.burden.disagreement import Disagreement, Voices, disagreements
from protocols.domain.burden.ratings import BETWEEN, JOURNEY, Rating
from protocols.reviews.models import ReviewState, SeatRole
from protocols.runthroughs.models import Annotation
from protocols.runthroughs.sites.access import rule_of
from protocols.scores.inputs import Inputs, step_of
from protocols.scores.overview import LONGEST_QUOTE
from protocols.scores.parts import Whisker

ROLES = {"advocate": gettext_lazy("Advocates"), "site": gettext_lazy("Sites"), "team": gettext_lazy("Study team")}
STEP_NAMES = {JOURNEY: gettext_lazy("The journey there and back"), BETWEEN: gettext_lazy("The days between visits")}
SITE = "site"
MOST_WORDS = 2


@dataclass(frozen=True)
class Side:
    """One role's answers to one step; without `voices` nobody of that role answered, or it may not be told."""

    role: str
    words: str
    voices: Voices | None

    @cached_property
    def whisker(self) -> Whisker | None:
        """Where the answers lie, for the drawing."""
        found = self.voices
        return Whisker(found.low, found.high, found.median) if found else None


@dataclass(frozen=True)
class Apart:
    """One step on which people differ, with what a few of them wrote."""

    key: str
    label: str
    is_activity: bool
    found: Disagreement
    sides: tuple[Side, ...]
    said: tuple[Annotation, ...]

    @property
    def differs(self) -> bool:
        """False where everybody who answered sees it alike."""
        return bool(self.found.width or self.found.gap)


@dataclass(frozen=True)
class Told:
    """What may be told: the ratings, and whether those of sites are among them."""

    ratings: tuple[Rating, ...]
    has_sites: bool


def told(inputs: Inputs) -> Told:
    """Return the ratings that may be told of: those of advocates and the team, of sites by the small-number rule."""
    by_seat = {
        each.walk.seat_id: each.walk.seat.organisation_id
        for each in inputs.annotations
        if each.walk.seat.role == SeatRole.SITE
    }
    rule = rule_of(inputs.review)
    is_enough = len(by_seat) >= rule.people and len(set(by_seat.values())) >= rule.sites
    has_sites = is_enough and inputs.review.state == ReviewState.CLOSED
    return Told(tuple(each for each in inputs.ratings if has_sites or each.role != SITE), has_sites)


def apart(inputs: Inputs, given: Told) -> list[Apart]:
    """Return the steps that at least two people answered, those that differ most first."""
    by_step: dict[str, list[Annotation]] = {}
    for each in inputs.annotations:
        if each.walk.seat.role != SeatRole.SITE and (step := step_of(each)):
            by_step.setdefault(step, []).append(each)
    return [_apart(each, inputs, by_step.get(each.activity, [])) for each in disagreements(given.ratings)]


def agreements(inputs: Inputs, given: Told) -> list[tuple[str, Agreement]]:
    """Return how far each role agrees, under its name, in the order of the columns."""
    found = {each.role: each for each in agreement_by_role(given.ratings, inputs.ruleset)}
    return [(str(words), found[role]) for role, words in ROLES.items() if role in found]


def roles_of(rows: Iterable[Apart]) -> set[str]:
    """Return the roles that answered anything."""
    return {side.role for row in rows for side in row.sides if side.voices}


def _apart(found: Disagreement, inputs: Inputs, said: Iterable[Annotation]) -> Apart:
    activity = inputs.schedule.activity_by_key.get(found.activity)
    label = activity.label if activity else str(STEP_NAMES.get(found.activity, _("Removed from the study plan")))
    sides = tuple(Side(role, str(words), found.roles.get(role)) for role, words in ROLES.items())
    return Apart(found.activity, label, activity is not None, found, sides, _few_words(said))


def _few_words(said: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Return the words of who found it hardest and of who found it easiest; long ones are read where they were said."""
    short = [each for each in said if each.overall is not None and 0 < len(each.words.strip()) <= LONGEST_QUOTE]
    ordered = sorted(short, key=lambda each: (-(each.overall or 0), each.pk))
    return tuple(ordered) if len(ordered) <= MOST_WORDS else (ordered[0], ordered[-1])
