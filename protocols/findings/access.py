"""Turning a request into the findings of a review, or one of them, that the person may see or change."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from protocols.findings.heard import Counts, Heard, Piece, Topic, counts_of, heard_in
from protocols.findings.models import Finding, FindingQuerySet
from protocols.people.access import NOT_HERE
from protocols.people.models import User
from protocols.reviews.access import Place, get_place, sponsor_editors
from protocols.reviews.models import SeatRole
from protocols.reviews.permissions import Need
from protocols.scores.models import WhatIf
from protocols.scores.services import ReviewScore, default_persona, score_review


@dataclass(frozen=True)
class Listening:
    """A place with all that was heard in its review, and the score that some of it comes from."""

    place: Place
    scored: ReviewScore
    heard: Heard


@dataclass(frozen=True)
class Rests:
    """A finding with what it and those merged into it rest on, as far as it can still be read."""

    finding: Finding
    pieces: tuple[Piece, ...] = ()
    gone: int = 0  # how many sources were taken back, or may not be told any more

    @property
    def counts(self) -> Counts:
        """Where the pieces come from."""
        return counts_of(self.pieces)


def get_listening(request: HttpRequest, code: str, need: Need = Need.SEE_FINDINGS) -> Listening:
    """Return what was heard in a review; 404 for strangers, 403 without `need`."""
    place = get_place(request, code, need)
    scored = score_review(place.review, persona=default_persona(place.review))
    return Listening(place, scored, heard_in(place.review, scored))


def get_topic(request: HttpRequest, code: str, key: str, need: Need = Need.SEE_FINDINGS) -> tuple[Listening, Topic]:
    """Return one topic of what was heard; 404 for one about which nothing was."""
    listening = get_listening(request, code, need)
    topic = listening.heard.topic(key)
    if topic is None:
        raise Http404(NOT_HERE)
    return listening, topic


def findings_in(place: Place) -> FindingQuerySet:
    """Return the findings of a review that stand for themselves."""
    found = Finding.objects.standing().filter(review=place.review)
    return found.select_related("activity", "visit", "owner", "made_by", "changed_by")


def get_finding(
    request: HttpRequest, code: str, finding: str, need: Need = Need.SEE_FINDINGS
) -> tuple[Listening, Finding]:
    """Return a finding of a review that stands for itself; 404 for any other."""
    listening = get_listening(request, code, need)
    found = findings_in(listening.place).filter(code=finding).first()
    if found is None:
        raise Http404(NOT_HERE)
    return listening, found


def get_merged(request: HttpRequest, code: str, finding: str, merged: str) -> tuple[Listening, Finding]:
    """Return a finding that was merged into another one; 404 for any other."""
    listening, kept = get_finding(request, code, finding, Need.TRIAGE)
    found = kept.merged.filter(code=merged).first()
    if found is None:
        raise Http404(NOT_HERE)
    return listening, found


def get_option(request: HttpRequest, code: str, option: str) -> tuple[Place, WhatIf]:
    """Return an option of a review that may be kept with its findings; 404 for one that was put aside."""
    place = get_place(request, code, Need.TRIAGE)
    found = options_in(place).filter(code=option).first()
    if found is None:
        raise Http404(NOT_HERE)
    return place, found


def options_in(place: Place) -> QuerySet[WhatIf]:
    """Return the saved options of a review."""
    return WhatIf.objects.current().filter(review=place.review)


def owners_in(place: Place) -> QuerySet[User]:
    """Return the people who can look after a finding: those who may change it."""
    facilitators = Q(
        seats__review=place.review, seats__role=SeatRole.FACILITATOR, seats__removed_at=None, is_active=True
    )
    editors = Q(pk__in=sponsor_editors(place).values("pk"))
    return User.objects.filter(facilitators | editors).distinct().order_by("name")


def rests_of(finding: Finding, heard: Heard) -> Rests:
    """Return what a finding rests on. Answers that were taken back, or that may not be told, are only counted."""
    keys = [source.key for each in (finding, *finding.merged.all()) for source in each.sources.all()]
    known = {key: heard.pieces[key] for key in keys if key in heard.pieces}
    return Rests(finding, tuple(known.values()), len(set(keys)) - len(known))
