"""Which findings a person may decide about, and the record of what was decided in a review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from protocols.findings.access import findings_in
from protocols.findings.decisions.models import Decision
from protocols.findings.models import Finding, Status
from protocols.reviews.access import Place
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
        """True where a decision was promised for a day that has gone by."""
        by = self.finding.decide_by
        return self.decision is None and by is not None and by < timezone.localdate()

    @property
    def is_late(self) -> bool:
        """True where what was decided should have been done by now."""
        return self.decision is not None and self.decision.due is not None and self.decision.due < timezone.localdate()


@dataclass(frozen=True)
class Record:
    """What was decided in a review, newest first, and what waits for a decision, the earliest day first."""

    decided: tuple[Row, ...]
    waiting: tuple[Row, ...]


def record_of(place: Place) -> Record:
    """Return the record of decisions of a review."""
    decisions = Prefetch("decisions", Decision.objects.select_related("owner", "by", "option"))
    rows = [Row(each, _newest(each)) for each in findings_in(place).prefetch_related(decisions)]
    decided = sorted(
        ((row.decision.pk, row) for row in rows if row.decision and row.finding.status == Status.DECIDED), reverse=True
    )
    waiting = [row for row in rows if row.finding.status == Status.DECISION]
    return Record(
        tuple(row for _key, row in decided),
        tuple(sorted(waiting, key=lambda row: row.finding.decide_by or date.max)),
    )


def _newest(finding: Finding) -> Decision | None:
    return next(iter(finding.decisions.all()), None)


def tried_for(finding: Finding, place: Place, scored: ReviewScore) -> list[tuple[WhatIf, Tried]]:
    """Return the options kept with a finding, each beside the schedule as it is."""
    purposes: Mapping[str, PurposeRecord] = current_purposes(place.review.protocol)
    found = []
    for option in finding.options.filter(deleted_at=None):
        changes, _notes = read(map(encode, option.option.changes), scored.inputs.schedule)
        found.append((option, Tried(type(option.option)(option.name, changes), scored.drawn, purposes)))
    return found
