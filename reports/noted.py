"""What the team made of what was heard, as a report says it: each finding with what it rests on and what would help."""

from protocols.findings.access import rests_of
from protocols.findings.answered import saved_by
from protocols.findings.heard import Heard, heard_in
from protocols.findings.models import Finding, Status
from protocols.reviews.models import Review
from protocols.scores.services import ReviewScore
from reports.sections import Noted, Saving


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
    )
