"""What people said, as far as a report may repeat it: who took part, what makes things hard, and quotes by consent."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from protocols.domain.burden.amounts import rounded
from protocols.domain.burden.score import Score
from protocols.explainers.models import DraftState, ExplainerDraft
from protocols.reviews.models import Review, SeatRole
from protocols.runthroughs.models import Annotation, QuoteConsent, Reason, Walk
from protocols.schedules.models import Protocol, Purpose, PurposeRecord
from protocols.scores.overview import Weight, heaviest
from protocols.scores.parts import Part
from reports.burden import rated_activities
from reports.limits import limits
from reports.sections import Finding, People, Quote, Walked

TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")


def people_of(review: Review, score: Score, said: Iterable[Annotation]) -> People:
    """Return who took part. Advocates are counted from the first; subgroups by the small-number rule."""
    annotations = list(said)
    seats = {each.walk.seat_id for each in annotations}
    walks = {each.walk.pk: each.walk for each in annotations}
    advocates = review.seats.current().filter(role=SeatRole.ADVOCATE).count()
    return People(
        invited=max(advocates, len(seats)),
        answered=len(seats),
        walked=_walked(score, annotations),
        visits=len(score.schedule.visits),
        rated=rated_activities(score),
        activities=len(score.schedule.activities),
        voices=voices_of(walks.values(), review.least_respondents),
        least_respondents=review.least_respondents,
        least_sites=review.least_sites,
    )


def voices_of(walks: Iterable[Walk], least: int) -> tuple[tuple[str, str], ...]:
    """Return how many spoke for whom. Where a group is small no number is shown, so that none can be worked out."""
    people: dict[str, set[int]] = {}
    for walk in walks:
        people.setdefault(walk.answering_for, set()).add(walk.seat_id)
    counts = {str(kind.label): len(people.get(kind, ())) for kind in Walk.AnsweringFor}
    if not any(counts.values()):
        return ()
    is_small = any(0 < count < least for count in counts.values())
    return tuple((kind, _banded(count, least) if is_small else str(count)) for kind, count in counts.items())


def _banded(count: int, least: int) -> str:
    return f"Fewer than {least}" if count < least else f"{least} or more"


def _walked(score: Score, annotations: Iterable[Annotation]) -> tuple[Walked, ...]:
    people: dict[str, set[int]] = {}
    for each in annotations:
        people.setdefault(each.visit.key, set()).add(each.walk.seat_id)
    return tuple(Walked(visit.label, len(people[visit.key])) for visit in score.schedule.visits if visit.key in people)


def findings_of(
    score: Score, purposes: Mapping[str, PurposeRecord], said: Iterable[Annotation], protocol: Protocol
) -> tuple[Finding, ...]:
    """Return what weighs most, heaviest first, each with what people said about it and why it is in the study."""
    by_activity: dict[str, list[Annotation]] = {}
    for each in said:
        if each.activity:
            by_activity.setdefault(each.activity.key, []).append(each)
    approved = ExplainerDraft.objects.filter(activity__protocol=protocol, state=DraftState.APPROVED)
    why = {draft.activity.key: draft.why_this_study for draft in approved.select_related("activity")}
    weights = heaviest(score, purposes, most=limits().findings)
    return tuple(
        _finding(score, weight, by_activity.get(weight.key, []), why=why.get(weight.key, "")) for weight in weights
    )


def _finding(score: Score, weight: Weight, said: list[Annotation], *, why: str) -> Finding:
    lines = [line for line in score.lines if line.activity == weight.key]
    part = Part(lines[0], score.ruleset)
    purpose = Purpose(weight.purpose.purpose if weight.purpose else Purpose.NOT_STATED)
    mean = part.estimate.ratings_mean if part.estimate else None
    return Finding(
        key=weight.key,
        label=weight.label,
        each=weight.points_each,
        points=weight.points,
        times=sum((line.occurrences.planned for line in lines), Decimal(0)),
        low=rounded(part.whisker.low, HUNDREDTH) if part.whisker else None,
        high=rounded(part.whisker.high, HUNDREDTH) if part.whisker else None,
        raters=weight.raters,
        mean=rounded(mean, TENTH) if mean is not None else None,
        grades=tuple(part.grades),
        could_not=weight.could_not,
        reasons=reasons_of(said),
        purpose=purpose.value,
        purpose_words=str(purpose.label),
        objective=weight.purpose.objective if weight.purpose else "",
        why=why,
        quotes=quotes_of(said)[: limits().quotes_per_finding],
    )


def reasons_of(said: Iterable[Annotation]) -> tuple[tuple[str, int], ...]:
    """Return what makes a step hard, with how many people tapped it; most often first."""
    people = {(reason, each.walk.seat_id) for each in said for reason in each.reasons if reason in Reason.values}
    counts = Counter(reason for reason, _ in people)
    ordered = sorted(counts, key=lambda reason: (-counts[reason], reason))
    return tuple((str(Reason(reason).label), counts[reason]) for reason in ordered)


def quotes_of(said: Iterable[Annotation]) -> tuple[Quote, ...]:
    """Return people's words, unchanged, of those who agreed to be quoted; the harder they found it the earlier."""
    spoken = [each for each in said if each.words.strip() and each.walk.quote_consent in AGREED]
    spoken.sort(key=lambda each: (-(each.overall if each.overall is not None else -1), each.pk))
    return tuple(Quote(each.words.strip(), each.visit.label, _name(each)) for each in spoken)


AGREED = {QuoteConsent.NAMED, QuoteConsent.UNNAMED}


def _name(said: Annotation) -> str:
    user = said.walk.seat.user
    return user.name if said.walk.quote_consent == QuoteConsent.NAMED and user else ""
