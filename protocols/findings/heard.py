"""What was heard in a review, piece by piece and topic by topic, as far as the team may see it.

A piece is one answer of an advocate that says more than a number, what sites said on one visit, or one remark of the
score. A topic gathers the pieces about one test or task, or about one visit. Findings are made from pieces.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from protocols.domain.burden.flags import Flag
from protocols.domain.schedule import Schedule
from protocols.findings.models import FindingSource
from protocols.reviews.models import Review
from protocols.runthroughs.models import Annotation, Tap
from protocols.runthroughs.sites.access import told_to_sponsor
from protocols.runthroughs.sites.release import Released
from protocols.schedules.models import Activity, Purpose
from protocols.schedules.records import current_purposes
from protocols.scores.services import ReviewScore

ANSWER, SITES, SCORE, NO_PURPOSE = "answer", "sites", "score", "purpose"
ACTIVITY, VISIT, STUDY = "activity", "visit", "study"


@dataclass(frozen=True)
class Piece:
    """One thing that was heard, about one topic. One of the last four is there; `key` lasts as long as it does."""

    key: str
    topic: str
    answer: Annotation | None = None
    sites: Released | None = None
    flag: Flag | None = None
    has_no_purpose: bool = False


@dataclass(frozen=True)
class Topic:
    """All pieces about one test or task, one visit, or the study as a whole."""

    key: str
    label: str
    pieces: tuple[Piece, ...]
    taken: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """What it is about: activity, visit or study."""
        return self.key.partition(":")[0]

    @property
    def about(self) -> str:
        """The key of the activity or of the visit."""
        return self.key.partition(":")[2]

    @property
    def new(self) -> tuple[Piece, ...]:
        """The pieces on which no finding rests yet."""
        return tuple(each for each in self.pieces if each.key not in self.taken)

    @cached_property
    def counts(self) -> "Counts":
        """How many people, and what else, the new pieces come from."""
        return counts_of(self.new)


@dataclass(frozen=True)
class Counts:
    """Where pieces come from: people who walked, visits on which sites spoke, and remarks of the score."""

    people: int = 0
    site_visits: int = 0
    remarks: int = 0


@dataclass(frozen=True)
class Heard:
    """Everything that was heard in a review, in the order of the schedule."""

    topics: tuple[Topic, ...]
    pieces: Mapping[str, Piece] = field(repr=False)

    @property
    def waiting(self) -> list[Topic]:
        """Topics with something on which no finding rests yet; those that most people spoke about come first."""
        found = [topic for topic in self.topics if topic.new]
        return sorted(found, key=lambda topic: -topic.counts.people)

    def topic(self, key: str) -> Topic | None:
        """Return one topic."""
        return next((topic for topic in self.topics if topic.key == key), None)


def counts_of(pieces: Iterable[Piece]) -> Counts:
    """Count where pieces come from. A person who said two things counts once."""
    found = list(pieces)
    return Counts(
        people=len({each.answer.walk.seat_id for each in found if each.answer}),
        site_visits=sum(each.sites is not None for each in found),
        remarks=sum(each.flag is not None or each.has_no_purpose for each in found),
    )


def heard_in(review: Review, scored: ReviewScore) -> Heard:
    """Return what was heard in a review, with its score as it stands now."""
    pieces = [*_answers(review, scored), *_sites(review), *_remarks(review, scored)]
    keys = FindingSource.objects.filter(finding__review=review).values_list("key", flat=True)
    labels, taken = _labels(scored.inputs.schedule, review), frozenset(keys)
    by_topic: dict[str, list[Piece]] = {}
    for piece in pieces:  # days at home are no visit that one can open: what is said of them is about the study
        by_topic.setdefault(piece.topic if piece.topic in labels else STUDY, []).append(piece)
    topics = [Topic(key, label, tuple(by_topic[key]), taken) for key, label in labels.items() if key in by_topic]
    return Heard(tuple(topics), {piece.key: piece for piece in pieces})


def says_something(answer: Annotation, hard: float) -> bool:
    """Tell whether an answer says more than a number that is not hard. "This is fine" alone says nothing to look at."""
    texts = (answer.words, answer.would_help, answer.keeps_going, answer.question)
    taps = [tap for tap in answer.taps if tap != Tap.FINE]
    is_hard = answer.overall is not None and answer.overall >= hard
    return bool(is_hard or answer.could_not_do or answer.reasons or taps or any(text.strip() for text in texts))


def _answers(review: Review, scored: ReviewScore) -> list[Piece]:
    hard = scored.inputs.ruleset.number("flags.high_estimate")
    rows = Annotation.objects.that_count().filter(walk__run__review=review)
    said = rows.select_related("walk__run", "walk__seat", "visit", "activity").order_by("id")
    return [
        Piece(f"{ANSWER}:{each.pk}", topic_key(each.activity, each.visit.key), answer=each)
        for each in said
        if says_something(each, hard)
    ]


def _sites(review: Review) -> list[Piece]:
    return [
        Piece(f"{SITES}:{key}", f"{VISIT}:{key}", sites=released)
        for key, released in told_to_sponsor(review).visits.items()
        if released.said or released.totals
    ]


def _remarks(review: Review, scored: ReviewScore) -> list[Piece]:
    flags = [
        Piece(f"{SCORE}:{flag.kind}:{flag.visit or ''}:{flag.activity or ''}", _topic_of(flag), flag=flag)
        for flag in scored.score.flags
    ]
    purposes = current_purposes(review.protocol)
    unstated = [
        Piece(f"{NO_PURPOSE}:{row.key}", f"{ACTIVITY}:{row.key}", has_no_purpose=True)
        for row in scored.inputs.schedule.activities
        if row.key not in purposes or purposes[row.key].purpose == Purpose.NOT_STATED
    ]
    return [*{piece.key: piece for piece in flags}.values(), *unstated]


def topic_key(activity: Activity | None, visit: str) -> str:
    """Return the topic of something said about an activity, or else about a visit."""
    return f"{ACTIVITY}:{activity.key}" if activity else f"{VISIT}:{visit}"


def _topic_of(flag: Flag) -> str:
    if flag.activity:
        return f"{ACTIVITY}:{flag.activity}"
    return f"{VISIT}:{flag.visit}" if flag.visit else STUDY


def _labels(schedule: Schedule, review: Review) -> dict[str, str]:
    """Return the words for every topic there can be: those of the schedule first, then what was removed from it."""
    now = {f"{ACTIVITY}:{each.key}": each.label for each in schedule.activities}
    now |= {f"{VISIT}:{each.key}": each.label for each in schedule.visits}
    kept = {f"{ACTIVITY}:{each.key}": each.label for each in review.protocol.activities.all()}
    kept |= {f"{VISIT}:{each.key}": each.label for each in review.protocol.visits.all()}
    return {STUDY: "", **now, **{key: label for key, label in kept.items() if key not in now}}
