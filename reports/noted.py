"""What the team made of what was heard, as a report says it: each finding with what it rests on and what would help."""

from django.utils.timezone import localdate

from protocols.findings.access import rests_of
from protocols.findings.answered import saved_by
from protocols.findings.decisions.models import Decision
from protocols.findings.feedback.models import Feedback
from protocols.findings.heard import Heard, heard_in
from protocols.findings.models import Finding, Status
from protocols.reviews.models import Review
from protocols.scores.services import ReviewScore
from reports.sections import Decided, Noted, Saving, Told


def noted_in(review: Review, found: ReviewScore) -> tuple[Noted, ...]:
    """Return the findings of a review, those that matter most first. Names of those who spoke are in none of them."""
    rows = Finding.objects.standing().filter(review=review).select_related("activity", "visit", "owner")
    heard = heard_in(review, found)
    return tuple(_noted(each, heard, found) for each in rows.prefetch_related("sources", "merged__sources"))


def _noted(finding: Finding, heard: Heard, found: ReviewScore) -> Noted:
    counts, about = rests_of(finding, heard).counts, finding.activity or finding.visit
    return Noted(
        title=finding.title,
        about=about.label if about else "",
        severity=finding.get_severity_display(),
        status=finding.get_status_display(),
        needs_decision=finding.status == Status.DECISION,
        owner=str(finding.owner) if finding.owner else "",
        impact=finding.impact,
        recommendation=finding.recommendation,
        people=counts.people,
        site_visits=counts.site_visits,
        remarks=counts.remarks,
        options=tuple(Saving(each.option.name, each.load, each.minutes) for each in saved_by(finding, found)),
        decide_by=finding.decide_by,
        decided=_decided(finding),
        told=_told(finding.feedback.sent().select_related("decision").first()),
    )


def _decided(finding: Finding) -> Decided | None:
    """Return the newest decision; none where the team has taken the finding up again since."""
    found = Decision.objects.about(finding).first()
    if found is None or finding.status != Status.DECIDED:
        return None
    return Decided(
        choice=found.get_choice_display(),
        outcome=found.outcome,
        reason=found.reason,
        option=found.option_words,
        owner=str(found.owner) if found.owner else "",
        due=found.due,
        target=found.target,
        dissent=found.dissent,
        tell_by=found.tell_by,
        by=str(found.by),
        on=localdate(found.at),
    )


def _told(sent: Feedback | None) -> Told | None:
    if sent is None or sent.sent_at is None:
        return None
    return Told(
        title=sent.title,
        looked_at=sent.looked_at,
        did=sent.did,
        why=sent.why,
        next_step=sent.next_step,
        next_by=sent.next_by,
        came_of_it=sent.came_of_it,
        on=localdate(sent.sent_at),
    )
