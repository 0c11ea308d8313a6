"""Free text of sites: held for the neutral facilitator, who releases it, asks to reword it, or leaves words out.

What a site wrote is never changed. Others read what was released, and a text that was written anew is held anew.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.people.models import User
from protocols.reviews.models import Review
from protocols.runthroughs.models import SiteAnswer
from protocols.runthroughs.sites.records import FLAG_TEXTS, SiteFlag, SiteText, TextState

REMOVED = "[removed]"
OF_THE_ANSWER = ("note", "suggestion")


@dataclass(frozen=True)
class Held:
    """One text of a sent answer, and what was decided about it. `token` tells it apart without telling whose it is."""

    token: str
    visit: str
    about: str
    text: str
    digest: str
    state: str
    shown: str
    message: str


class StaleText(Exception):
    """The site wrote something else since the facilitator read the text."""


class NotFound(Exception):
    """Words to leave out that do not stand in the text."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def digest_of(text: str) -> str:
    """Return what tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def place_of(flag: SiteFlag, name: str) -> str:
    """Return the name of the place where a text of a flag stands."""
    return f"{flag.code}:{name}"


class Decisions:
    """What was decided about the texts of one answer."""

    def __init__(self, texts: Iterable[SiteText]) -> None:
        self._by_place: Mapping[str, SiteText] = {each.place: each for each in texts}

    def about(self, place: str, text: str) -> SiteText | None:
        """Return the decision about a text, if there is one about just these words."""
        found = self._by_place.get(place)
        return found if found and found.digest == digest_of(text) else None

    def told(self, place: str, text: str) -> str:
        """Return what others than the facilitator and the writer may read of a text."""
        found = self.about(place, text)
        return found.shown if found and found.state != TextState.REWORD else ""


def places_in(answer: SiteAnswer) -> Iterator[tuple[str, str, str]]:
    """Yield place, heading and text of whatever a site wrote on a visit."""
    headings = {"note": _("Own words"), "suggestion": _("What should change")}
    for name in OF_THE_ANSWER:
        if getattr(answer, name):
            yield name, headings[name], getattr(answer, name)
    ways = {"workaround": _("instead today"), "change": _("what should change")}
    for flag in answer.details.all():
        for name in FLAG_TEXTS:
            if getattr(flag, name):
                yield place_of(flag, name), f"{flag.get_category_display()}: {ways[name]}", getattr(flag, name)


def held_in(review: Review) -> list[Held]:
    """Return all sent texts of a review for its facilitator: those that wait first, in an order that says nothing."""
    found = [held for _answer, _place, held in _all(review)]
    return sorted(found, key=lambda held: (bool(held.state), held.token))


def messages_to_writer(answer: SiteAnswer) -> list[Held]:
    """Return the texts of a site's own answer about which the facilitator asked or decided something it should know."""
    decisions = Decisions(answer.texts.all())
    found = [_held(answer, decisions, *where) for where in places_in(answer)]
    return [held for held in found if held.state in (TextState.REWORD, TextState.REDACTED)]


@transaction.atomic
def decide(*, review: Review, token: str, by: User, digest: str, state: TextState, words: str = "") -> None:
    """Keep what the facilitator decided about one text; LookupError where the review has no such text.

    `words` is the message to the writer, or the words to leave out, one run of words a line.
    """
    found = next((each for each in _all(review) if each[2].token == token), None)
    if found is None:
        raise LookupError(token)
    answer, place, held = found
    if held.digest != digest:
        raise StaleText
    shown = "" if state == TextState.REWORD else held.text
    if state == TextState.REDACTED:
        shown = without(held.text, words)
    decided = {
        "digest": digest, "state": state, "shown": shown, "by": by, "at": timezone.now(),
        "message": words if state == TextState.REWORD else "",
    }  # fmt: skip
    SiteText.objects.update_or_create(answer=answer, place=place, defaults=decided)
    # Without the review's code: its trail is read by the sponsor, who must not learn that there is a text.
    record(action=Action.REVEALED, actor=by.pk, subject=f"site-text:{held.token}", detail={"state": str(state)})


def without(text: str, words: str) -> str:
    """Return a text with runs of words replaced, the longest first; NotFound where one does not stand in it."""
    runs = sorted({line.strip() for line in words.splitlines() if line.strip()}, key=len, reverse=True)
    if not runs:
        raise NotFound("")
    for run in runs:
        if run not in text:
            raise NotFound(run)
    for run in runs:
        text = text.replace(run, REMOVED)
    return text


def _all(review: Review) -> Iterator[tuple[SiteAnswer, str, Held]]:
    sent = SiteAnswer.objects.that_count().filter(seat__review=review)
    for answer in sent.select_related("visit").prefetch_related("details", "texts"):
        decisions = Decisions(answer.texts.all())
        for place, about, text in places_in(answer):
            yield answer, place, _held(answer, decisions, place, about, text)


def _held(answer: SiteAnswer, decisions: Decisions, place: str, about: str, text: str) -> Held:
    found = decisions.about(place, text)
    return Held(
        token=salted_hmac(__name__, f"{answer.pk}:{place}", algorithm="sha256").hexdigest()[:16],
        visit=answer.visit.label,
        about=about,
        text=text,
        digest=digest_of(text),
        state=found.state if found else "",
        shown=found.shown if found else "",
        message=found.message if found else "",
    )
