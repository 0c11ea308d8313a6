"""Which findings a person may decide about, and the record of what was decided in a review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from protocols.domain.burden.changes import Option
from protocols.findings.access import findings_in
from protocols.findings.decisions.models import Choice, Decision, DecisionQuerySet
from protocols.findings.models import Finding, Status
from protocols.reviews.access import Place
from protocols.reviews.models import Review
from protocols.schedules.models import PurposeRecord
from protocols.schedules.records import current_purposes
from protocols.scores.models import WhatIf
from protocols.scores.options.changes import encode, read
from protocols.scores.options.tried import Tried
from protocols.scores.services import ReviewScore


@dataclass(frozen=True)
class Row:
    """A finding with what was decided last, and what is late."""

    finding: Finding
    decision: Decision | None

    @property
    def is_overdue(self) -> bool:
        """True where a decision is needed and its day has gone by."""
        by = self.finding.decide_by
        return self.finding.status == Status.DECISION and by is not None and by < timezone.localdate()

    @property
    def is_late(self) -> bool:
        """True where something is to be done, and should have been by now."""
        made = self.decision
        return bool(made and made.choice != Choice.NO and made.due and made.due < timezone.localdate())

    @property
    def is_taken_up_again(self) -> bool:
        """True where the team looks at it once more."""
        return self.decision is not None and self.finding.status != Status.DECIDED


@dataclass(frozen=True)
class Record:
    """What was decided in a review, newest first, and what waits for a decision, the earliest day first."""

    decided: tuple[Row, ...]
    waiting: tuple[Row, ...]


def record_of(place: Place) -> Record:
    """Return the record of decisions of a review."""
    newest = newest_in(place.review)
    rows = [Row(each, newest.get(each.pk)) for each in findings_in(place)]
    waiting = [row for row in rows if row.finding.status == Status.DECISION]
    decided = {row.decision.pk: row for row in rows if row.decision and row not in waiting}
    return Record(
        tuple(decided[key] for key in sorted(decided, reverse=True)),
        tuple(sorted(waiting, key=lambda row: row.finding.decide_by or date.max)),
    )


def decisions_on(finding: Finding) -> DecisionQuerySet:
    """Return what was decided about a finding, and about those merged into it, the newest first."""
    return Decision.objects.about(finding)


def newest_in(review: Review) -> dict[int, Decision]:
    """Return the newest decision by finding that stands for itself; one on a merged finding counts for its whole."""
    found: dict[int, Decision] = {}
    decisions = Decision.objects.filter(finding__review=review).select_related("finding", "owner", "by", "option")
    for each in decisions:
        found.setdefault(each.finding.merged_into_id or each.finding_id, each)
    return found


def tried_for(finding: Finding, place: Place, scored: ReviewScore) -> list[tuple[WhatIf, Tried]]:
    """Return the options kept with a finding, each beside the schedule as it is."""
    purposes: Mapping[str, PurposeRecord] = current_purposes(place.review.protocol)
    found = []
    for option in finding.options.filter(deleted_at=None):
        changes, _notes = read(map(encode, option.option.changes), scored.inputs.schedule)
        if changes:  # what the schedule has no more cannot be tried
            found.append((option, Tried(Option(option.name, changes), scored.drawn, purposes)))
    return found
