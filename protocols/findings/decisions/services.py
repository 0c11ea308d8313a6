"""Recording what was decided about a finding."""

from collections.abc import Mapping

from django.db import transaction

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.findings import services
from protocols.findings.decisions.models import Decision
from protocols.findings.models import Finding, Status
from protocols.people.models import User
from protocols.scores.models import WhatIf
from protocols.scores.options.changes import encode, in_words, read


@transaction.atomic
def decide(*, finding: Finding, by: User, said: Mapping[str, object], known: int) -> Decision:
    """Record a decision, and let the finding say that it is decided.

    `known` is how many decisions on this finding the person had read. Stale where there is another one by now, or
    where the finding was merged into another: then nothing is written. The same from the same person once more, as a
    button pressed twice sends it, is the decision that stands.
    """
    now = Finding.objects.select_for_update().get(pk=finding.pk)
    before = list(Decision.objects.about(now))
    if len(before) == known + 1 and _is_same(before[0], by, said):
        return before[0]
    if now.merged_into_id or len(before) != known:
        raise services.Stale(now)
    option = said.get("option")
    words = _words_of(option, now) if isinstance(option, WhatIf) else ""
    decision = Decision.objects.create(finding=now, by=by, option_words=words, **said)
    services.change_finding(finding=now, by=by, said={"status": Status.DECIDED})
    record(action=Action.DECIDED, actor=by.pk, subject=f"finding:{now.code}", review=now.review.code)
    return decision


def _is_same(decision: Decision, by: User, said: Mapping[str, object]) -> bool:
    return decision.by_id == by.pk and all(getattr(decision, name) == value for name, value in said.items())


def _words_of(option: WhatIf, finding: Finding) -> str:
    """Return the name of an option and what it changes, as far as the schedule has it."""
    schedule = finding.review.version.schedule
    changes, _notes = read(map(encode, option.option.changes), schedule)
    return ". ".join([option.name, *(in_words(change, schedule) for change in changes)])
