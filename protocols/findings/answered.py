"""What the options that would answer a finding save, by the score as it stands now."""

from dataclasses import dataclass
from decimal import Decimal

from protocols.domain.burden.changes import Option
from protocols.domain.burden.savings import Ledger
from protocols.findings.models import Finding
from protocols.scores.models import WhatIf
from protocols.scores.options.changes import encode, read
from protocols.scores.services import ReviewScore


@dataclass(frozen=True)
class Saves:
    """An option with the planned load and minutes that it saves."""

    option: WhatIf
    load: Decimal
    minutes: Decimal


def saved_by(finding: Finding, scored: ReviewScore) -> list[Saves]:
    """Return the options that would answer a finding. What the schedule has no more is left out of their changes."""
    ledger, schedule, found = Ledger(scored.score), scored.inputs.schedule, []
    for option in finding.options.filter(deleted_at=None):
        changes, _notes = read(map(encode, option.option.changes), schedule)
        found.append(Saves(option, *ledger.saving(Option(option.name, changes))))
    return found
