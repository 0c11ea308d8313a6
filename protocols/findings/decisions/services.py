"""Recording what was decided about a finding."""

from collections.abc import Mapping

from django.db import transaction

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.findings import services
from protocols.findings.decisions.models import Decision
from protocols.findings.models import Finding, Status
from protocols.people.models import User


@transaction.atomic
def decide(*, finding: Finding, by: User, said: Mapping[str, object], known: int) -> Decision:
    """Record a decision, and let the finding say that it is decided.

    `known` is how many decisions on this finding the person had read. Stale where there is another one by now, or
    where the finding was merged into another: then nothing is written.
    """
    now = Finding.objects.select_for_update().get(pk=finding.pk)
    if now.merged_into_id or now.decisions.count() != known:
        raise services.Stale(now)
    decision = Decision.objects.create(finding=now, by=by, **said)
    services.change_finding(finding=now, by=by, said={"status": Status.DECIDED})
    record(action=Action.DECIDED, actor=by.pk, subject=f"finding:{now.code}", review=now.review.code)
    return decision
