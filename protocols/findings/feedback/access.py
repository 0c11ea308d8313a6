"""Who is told what: a person's own points first, and what everybody in the review may read."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from protocols.findings.access import Listening, findings_in, get_finding
from protocols.findings.decisions.access import newest_in
from protocols.findings.decisions.models import Decision
from protocols.findings.feedback.models import Clarity, Feedback
from protocols.findings.heard import SITES
from protocols.findings.models import Finding, FindingSource, Status
from protocols.people.access import NOT_HERE
from protocols.people.models import User
from protocols.reviews.access import Place
from protocols.reviews.models import Review, Seat, SeatRole
from protocols.reviews.permissions import Need, Role
from protocols.runthroughs.models import Annotation, AnnotationQuerySet, QuoteConsent, SiteAnswer

QUOTES = 2  # words of others on one card; more would bury the answer
QUOTABLE = {QuoteConsent.NAMED, QuoteConsent.UNNAMED}


@dataclass(frozen=True)
class Voice:
    """A person's words on a card. `name` is empty where they asked for none."""

    words: str
    name: str = ""


@dataclass(frozen=True)
class Card:
    """One answer as a person reads it: what they said themselves, what others agreed to be quoted with, and what came.

    `people` is how many people walked and said so, the reader among them.
    """

    feedback: Feedback
    own: tuple[str, ...] = ()
    voices: tuple[Voice, ...] = ()
    people: int = 0
    is_own: bool = False

    @property
    def others(self) -> int:
        """How many others said so."""
        return self.people - (1 if self.own else 0)


@dataclass(frozen=True)
class Still:
    """What a person said that has no answer yet: on how many points, and by when one is promised."""

    points: int
    promised: date | None

    @property
    def is_overdue(self) -> bool:
        """True where the promised day has gone by."""
        return self.promised is not None and self.promised < timezone.localdate()


@dataclass(frozen=True)
class Told:
    """All that a person may read of what came of a review."""

    cards: tuple[Card, ...]
    still: Still

    @property
    def own_newest(self) -> Feedback | None:
        """The last answer to something the person said themselves."""
        own = [card.feedback for card in self.cards if card.is_own]
        return max(own, key=lambda each: (each.sent_at, each.pk), default=None)

    @property
    def totals(self) -> Counter[str]:
        """How many answers there are of each kind of decision."""
        return Counter(card.feedback.decision.choice for card in self.cards)


def told_in(place: Place) -> Told:
    """Return what a person may read: answers to what they or their group said, and those that are for everybody."""
    points = _own_points(place)
    own = set().union(*points.values())
    sources = _sources_of(place.review)
    cards = [
        _card(each, sources[each.finding_id].values(), place, is_own=each.finding_id in own)
        for each in _newest_sent(place.review)
        if place.is_team or each.for_all or each.finding_id in own
    ]
    answered = {card.feedback.finding_id for card in cards}
    waiting = [standing for standing, findings in points.items() if findings.isdisjoint(answered)]
    return Told(tuple(sorted(cards, key=lambda card: not card.is_own)), _still(place, waiting))


@dataclass(frozen=True)
class Hearers:
    """Whom to write to: people who walked, and people of sites, who must not be counted or named to the sponsor."""

    walkers: tuple[User, ...]
    of_sites: tuple[User, ...]
    rests_on_sites: bool


def hearers_of(review: Review, feedback: Iterable[Feedback]) -> Hearers:
    """Return who sits in the review and said something that one of these answers, as far as it still counts."""
    findings = [each.finding_id for each in feedback]
    rows = FindingSource.objects.filter(Q(finding__in=findings) | Q(finding__merged_into__in=findings))
    visits = [key.removeprefix(f"{SITES}:") for key in rows.values_list("key", flat=True) if key.startswith(SITES)]
    said = Annotation.objects.that_count().filter(pk__in=rows.values("annotation"))
    answers = SiteAnswer.objects.that_count().filter(seat__review=review, visit__key__in=visits)
    return Hearers(
        _still_here(review, said.values("walk__seat__user")),
        _still_here(review, answers.values("seat__user")),
        bool(visits),
    )


def _still_here(review: Review, users: QuerySet[Any, Any]) -> tuple[User, ...]:
    """Those of these people who sit in the review now, be it on another seat than when they spoke."""
    seated = Seat.objects.current().filter(review=review).values("user")
    return tuple(User.objects.filter(pk__in=users, is_active=True).filter(pk__in=seated).order_by("pk"))


def last_clarity(place: Place) -> Clarity | None:
    """Return what the person said last about how clear it was."""
    return Clarity.objects.filter(review=place.review, user=place.user).first()


def clarity_in(review: Review) -> list[Clarity]:
    """Return the newest word of each person on how clear it was."""
    newest: dict[int, Clarity] = {}
    for each in Clarity.objects.filter(review=review):
        newest.setdefault(each.user_id, each)
    return list(newest.values())


@dataclass(frozen=True)
class Row:
    """A finding as the team sees its answer: what was decided, what is written, and what people were told."""

    finding: Finding
    decision: Decision | None
    draft: Feedback | None
    sent: Feedback | None

    @property
    def ready(self) -> Feedback | None:
        """The draft, where it tells the newest decision."""
        return self.draft if self.draft and self.decision and self.draft.decision_id == self.decision.pk else None

    @property
    def is_unwritten(self) -> bool:
        """True where something was decided that nobody has written down for people yet."""
        return self.decision is not None and not self.ready and not self.is_told

    @property
    def is_told(self) -> bool:
        """True where people were told of the newest decision."""
        return self.sent is not None and self.decision is not None and self.sent.decision_id == self.decision.pk

    @property
    def is_overdue(self) -> bool:
        """True where people should have been told by now."""
        return self.decision is not None and not self.is_told and self.decision.tell_by < timezone.localdate()


def rows_in(place: Place) -> list[Row]:
    """Return the findings of a review with what was decided and told; what is late first, then by the promised day."""
    newest = newest_in(place.review)
    feedback = Prefetch("feedback", Feedback.objects.select_related("decision", "sent_by"))
    rows = [_row(each, newest.get(each.pk)) for each in findings_in(place).prefetch_related(feedback)]
    return sorted(rows, key=lambda row: (row.is_told, row.decision.tell_by if row.decision else date.max))


def get_writing(request: HttpRequest, code: str, finding: str) -> tuple[Listening, Row]:
    """Return a finding whose answer the person may write; 404 for any other, also for one without a decision."""
    listening, found = get_finding(request, code, finding, Need.DECIDE)
    row = _row(found, Decision.objects.about(found).first())
    if row.decision is None:
        raise Http404(NOT_HERE)
    return listening, row


def card_of(feedback: Feedback, place: Place) -> Card:
    """Return a draft as people will read it, without anybody's own words that others may not see."""
    return _card(feedback, _sources_of(place.review)[feedback.finding_id].values(), place, is_own=False)


def _row(finding: Finding, newest: Decision | None) -> Row:
    feedback = list(finding.feedback.all())
    return Row(
        finding,
        newest if finding.status == Status.DECIDED else None,
        next((each for each in feedback if each.sent_at is None), None),
        next((each for each in feedback if each.sent_at is not None), None),
    )


def _newest_sent(review: Review) -> list[Feedback]:
    newest: dict[int, Feedback] = {}
    for each in Feedback.objects.sent().filter(finding__review=review).select_related("decision", "finding"):
        newest.setdefault(each.finding_id, each)
    return list(newest.values())


def _sources_of(review: Review) -> defaultdict[int, dict[int, Annotation]]:
    """Return the answers that each finding rests on, with those of findings merged into it, as far as they count.

    Each is there once, by its id, though both findings rest on it.
    """
    counting = Annotation.objects.that_count().filter(walk__run__review=review)
    found: defaultdict[int, dict[int, Annotation]] = defaultdict(dict)
    rows = FindingSource.objects.filter(annotation__in=counting).select_related(
        "finding", "annotation__walk__seat__user", "annotation__visit"
    )
    for each in rows:
        for finding in filter(None, (each.finding_id, each.finding.merged_into_id)):
            if each.annotation:
                found[finding][each.annotation.pk] = each.annotation
    return found


def _own_points(place: Place) -> dict[int, set[int]]:
    """Return the findings that rest on what this person said, or people of the group that the person speaks for.

    Under each that stands for itself are all that were merged into it too: one may have been answered before.
    """
    sources = FindingSource.objects.filter(finding__review=place.review)
    if place.role is Role.ADVOCATE:
        sources = sources.filter(annotation__in=_sent(place).filter(walk__seat__user=place.user))
    elif place.role is Role.ADVOCACY_CONTACT and place.seat:
        group = Q(walk__seat__organisation=place.seat.organisation, walk__seat__role=SeatRole.ADVOCATE)
        sources = sources.filter(annotation__in=_sent(place).filter(group))
    elif place.role is Role.SITE:
        answers = SiteAnswer.objects.that_count().filter(seat__review=place.review, seat__user=place.user)
        sources = sources.filter(key__in=[f"{SITES}:{answer.visit.key}" for answer in answers.select_related("visit")])
    else:
        return {}
    found: defaultdict[int, set[int]] = defaultdict(set)
    for each in sources.select_related("finding"):
        standing = each.finding.merged_into_id or each.finding_id
        found[standing] |= {standing, each.finding_id}
    return found


def _sent(place: Place) -> AnnotationQuerySet:
    return Annotation.objects.filter(
        walk__run__review=place.review, walk__sent_at__isnull=False, walk__withdrawn_at=None
    )


def _card(feedback: Feedback, said: Collection[Annotation], place: Place, *, is_own: bool) -> Card:
    mine = [each for each in said if each.walk.seat.user_id == place.user.pk]
    quotable = [
        each for each in said if each not in mine and each.words.strip() and each.walk.quote_consent in QUOTABLE
    ]
    quotable.sort(key=lambda each: (-(each.overall if each.overall is not None else -1), each.pk))
    return Card(
        feedback,
        own=tuple(text for each in mine if (text := _words(each))),
        voices=tuple(Voice(each.words.strip(), _name(each)) for each in quotable[:QUOTES]),
        people=len({each.walk.seat_id for each in said}),
        is_own=is_own,
    )


def _words(said: Annotation) -> str:
    texts = (said.words, said.would_help, said.question, said.keeps_going)
    return next((text.strip() for text in texts if text.strip()), "")


def _name(said: Annotation) -> str:
    user = said.walk.seat.user
    return user.name if user and said.walk.quote_consent == QuoteConsent.NAMED else ""


def _still(place: Place, waiting: Sequence[int]) -> Still:
    """Promised is the latest of the days of what waits: when people are told of a decision, else when one is made.

    Where nobody has fixed a day for a part of it, none is promised.
    """
    newest = newest_in(place.review)
    findings = Finding.objects.filter(pk__in=waiting).prefetch_related("feedback")
    rows = [_row(each, newest.get(each.pk)) for each in findings]
    days = [row.decision.tell_by if row.decision else row.finding.decide_by or place.review.decide_by for row in rows]
    known = [day for day in days if day]
    promised = max(known, default=place.review.decide_by) if len(known) == len(days) else None
    return Still(len(waiting), promised)
