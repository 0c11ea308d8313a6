"""What the example team decided about the example findings, and what it told those who spoke."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from protocols.domain.burden.changes import DropActivity
from protocols.findings.decisions.services import decide
from protocols.findings.feedback.services import send, write
from protocols.findings.models import Finding
from protocols.findings.services import change_finding, keep_options
from protocols.people.models import User
from protocols.reviews.models import Review
from protocols.scores.options.services import save_option
from workbench.demo.cast import told


def decide_and_tell(review: Review, by: User) -> int:
    """Decide about some of the example findings and answer those who spoke; return how many decisions there are."""
    decided = told("answers")["decisions"]
    for each in decided:
        _decide(review.findings.get(title=each["finding"]), each, by)
    _leave_one_waiting(review, told("answers")["waiting"], by)
    return len(decided)


def _decide(finding: Finding, said: Mapping[str, Any], by: User) -> None:
    words = {name: said[name] for name in ("choice", "outcome", "reason", "target", "dissent") if name in said}
    days = {"due": _in_days(said["days_to_do"]), "tell_by": _in_days(said["days_to_tell"])}
    decision = decide(finding=finding, by=by, said={**words, **days, "owner": by}, known=0)
    answer = dict(said["told"])
    is_sent = answer.pop("is_sent", False)
    draft = write(finding=finding, decision=decision.pk, by=by, said=answer, expected_revision=0)
    if is_sent:
        send(review=finding.review, by=by, drafts=[draft])


def _leave_one_waiting(review: Review, said: Mapping[str, Any], by: User) -> None:
    finding = review.findings.get(title=said["finding"])
    change_finding(finding=finding, by=by, said={"decide_by": _in_days(said["days"])})
    rows = {row.label: row.key for row in review.version.schedule.activities}
    changes = [DropActivity(rows[label]) for label in said["without"]]
    option = save_option(review=review, by=by, name=said["option"], note=said["note"], changes=changes)
    keep_options(finding=finding, by=by, options=[option])


def _in_days(days: int) -> object:
    return timezone.localdate() + timedelta(days=days)
