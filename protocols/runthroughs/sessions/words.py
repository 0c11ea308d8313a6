"""The texts that a session starts with, by its length; the facilitator makes them their own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from protocols.domain.suggestions import Why

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WHY_WORDS: dict[Why, "StrOrPromise"] = {
    Why.FIRST: _("First visit"),
    Why.LONGEST: _("Longest"),
    Why.TYPICAL: _("Most like the others"),
    Why.LAST: _("Last visit"),
}

# What everybody agrees to before a session, in the words in which it is read out.
GROUND_RULES = (
    _("There are no wrong answers. You know your own life best."),
    _("You write your own answers first. Nobody sees them before they are shown to all."),
    _("You can skip any step, take a break, or leave. Nobody will ask why."),
    _("We do not ask about your own illness. Please do not name other people."),
    _("What others tell here stays here. Please keep the study to yourself: it is not public yet."),
)


@dataclass(frozen=True)
class Texts:
    """What a plan says before anybody has written."""

    title: "StrOrPromise"
    purpose: "StrOrPromise"
    can_change: "StrOrPromise"
    cannot_change: "StrOrPromise"


SHORT = Texts(
    _("A short look at one visit"),
    _("We want to know how one visit of the study would be for you, from leaving home to getting back."),
    _("How this visit runs: its order, its breaks, and how people are told about it."),
    _("What the study wants to find out."),
)
MIDDLE = Texts(
    _("A walk through the main visits"),
    _("We want to know what the main visits of the study would ask of you, and what would make them easier."),
    _("Which tests are done at which visit, how long visits take, and where they are held."),
    _("What the study wants to find out, and the tests that keep people safe."),
)
LONG = Texts(
    _("A walk through the study"),
    _("We want to know what the study would ask of you from its first visit to its last, and what is too much."),
    _("The number of visits, the tests and tasks at each, the time between them, and where they are held."),
    _("What the study wants to find out, and the tests that keep people safe."),
)


def texts_for(length: int) -> Texts:
    """Return the texts for a session of so many minutes."""
    return SHORT if length <= 30 else MIDDLE if length <= 60 else LONG
