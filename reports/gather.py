"""From stored records to what a report says. The same records give the same content, whoever asks and whenever."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from protocols.explainers.models import Approval
from protocols.reviews.models import Persona, Review
from protocols.schedules.models import Purpose, PurposeRecord
from protocols.schedules.records import current_purposes
from protocols.scores.house.values import choice_of
from protocols.scores.overview import flags_by_kind
from protocols.scores.services import ReviewScore, default_persona, score_review
from reports import burden, method, voices
from reports.content import Content, Extent
from reports.noted import noted_in
from reports.plan import grid_of
from reports.sections import Cover, Finding, Seen
from reports.sites import site_of

AUDIENCE = "design-team"


def gather(review: Review, *, extent: Extent = Extent.WHOLE) -> Content:
    """Return what a report of a review says now. Nothing in it depends on the clock."""
    persona = default_persona(review)
    found = score_review(review, persona=persona)
    score, drawn = found.score, burden.draws_of(found.score)
    purposes = current_purposes(review.protocol)
    findings = voices.findings_of(score, purposes, found.inputs.annotations, review.protocol)
    visits, lines = burden.visits_of(score, drawn), burden.lines_of(score)
    return Content(
        extent=extent,
        cover=_cover(review, _cutoff(review, found, purposes), findings),
        figures=burden.figures_of(found, drawn),
        counts=burden.counts_of(score.counts),
        visits=visits,
        heat=burden.heat_of(score, visits),
        findings=findings,
        flags=tuple((kind, tuple(flag.message for flag in flags)) for kind, flags in flags_by_kind(score.flags)),
        personas=_personas(review, found, persona),
        arms=_arms(review, found, persona),
        people=voices.people_of(review, score, found.inputs.annotations),
        site=site_of(review, found),
        not_stated=_labels(found, purposes, Purpose.NOT_STATED),
        extra=_labels(found, purposes, Purpose.EXPLORATORY),
        unscored=burden.left_out(score),
        partly=burden.partly(score),
        weights=method.weights_of(review, found, persona),
        settings=method.settings_of(score.ruleset),
        glossary=method.words_in(score.schedule),
        lines=lines,
        sources=method.sources_of(lines),
        grid=grid_of(score.schedule),
        stamp=method.stamp_of(review, found, purposes=len(purposes)),
        house=method.house_of(review, found),
        noted=noted_in(review, found),
    )


def _cover(review: Review, cutoff: datetime, findings: Iterable[Finding]) -> Cover:
    protocol, version = review.protocol, review.version
    return Cover(
        study_code=protocol.study_code,
        title=protocol.title,
        plain_title=protocol.plain_title,
        sponsor=protocol.sponsor.name,
        is_example=protocol.is_example,
        version=version.number,
        version_at=version.created_at,
        round=review.number,
        state=review.state,
        answer_by=review.answer_by,
        cutoff=cutoff,
        audience=AUDIENCE,
        named=len({quote.name for finding in findings for quote in finding.quotes if quote.name}),
    )


def _cutoff(review: Review, found: ReviewScore, purposes: Mapping[str, PurposeRecord]) -> datetime:
    """Return when the newest record that the report uses was made: no later one is in it."""
    said = found.inputs.annotations
    approvals = Approval.objects.filter(draft__activity__protocol=review.protocol)
    moments = [
        review.version.created_at,
        review.opened_at,
        review.closed_at,
        *(each.saved_at for each in said),
        *(each.walk.sent_at for each in said),
        *(match.at for match in found.inputs.matches.values()),
        *(purpose.at for purpose in purposes.values()),
        *review.rulesets.values_list("at", flat=True),
        *approvals.values_list("at", flat=True),
        *_house_moments(review),
        *review.findings.values_list("changed_at", flat=True),
        *review.findings.values_list("decisions__at", flat=True),
        *review.findings.values_list("feedback__sent_at", flat=True),
    ]
    return max(moment for moment in moments if moment)


def _house_moments(review: Review) -> Iterable[datetime]:
    """Return when house values were chosen for a review, or set in the chosen set, or taken back from it."""
    choice = choice_of(review)
    if choice is None:
        return ()
    entries = choice.house_set.entries.values_list("at", flat=True) if choice.house_set else ()
    return (choice.at, *entries)


def _personas(review: Review, found: ReviewScore, shown: Persona | None) -> tuple[Seen, ...]:
    return tuple(
        burden.seen_of(
            found.score if persona == shown else score_review(review, persona=persona).score,
            persona.name,
            about=persona.one_line,
            is_shown=persona == shown,
        )
        for persona in review.personas.all()
    )


def _arms(review: Review, found: ReviewScore, persona: Persona | None) -> tuple[Seen, ...]:
    """Arms are scored apart and never added up. One arm alone needs no table."""
    keys = [key for key in found.score.arms if key is not None]
    labels = {arm.key: arm.label for arm in found.score.schedule.arms}
    if len(keys) < 2:
        return ()
    scores = {key: score_review(review, persona=persona, arm=key).score for key in keys if key != found.score.arm}
    return tuple(
        burden.seen_of(scores.get(key, found.score), labels.get(key, key), is_shown=key == found.score.arm)
        for key in keys
    )


def _labels(found: ReviewScore, purposes: Mapping[str, PurposeRecord], purpose: Purpose) -> tuple[str, ...]:
    """Return the activities with a purpose; what nobody stated is not stated."""
    stated = {key: record.purpose for key, record in purposes.items()}
    activities = found.score.schedule.activities
    return tuple(each.label for each in activities if stated.get(each.key, Purpose.NOT_STATED) == purpose)
