"""Writing what people are told, sending it, and keeping whether it was clear."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.findings.decisions.models import Decision
from protocols.findings.feedback.models import Clarity, Feedback
from protocols.findings.models import Finding
from protocols.people.models import User
from protocols.reviews.models import Review


class Rewritten(Exception):
    """Somebody decided or wrote since the draft was opened; `current` is what stands now."""

    def __init__(self, current: Feedback | None) -> None:
        self.current = current
        super().__init__(str(current))


@transaction.atomic
def write(*, finding: Finding, decision: int, by: User, said: Mapping[str, object], expected_revision: int) -> Feedback:
    """Write the draft of what people are told about a finding and its newest decision.

    `decision` is the id of the decision the person saw, `expected_revision` that of the draft, 0 for none. Raises
    Rewritten if either is not what stands there any more.
    """
    Finding.objects.select_for_update().get(pk=finding.pk)  # two people may begin the same draft
    draft, newest = finding.feedback.drafts().first(), Decision.objects.about(finding).first()
    if newest is None or newest.pk != decision or (draft.revision if draft else 0) != expected_revision:
        raise Rewritten(draft)
    draft = draft or Feedback(finding=finding, revision=0)
    for name, value in said.items():
        setattr(draft, name, value)
    draft.decision, draft.written_by, draft.written_at = newest, by, timezone.now()
    draft.revision += 1
    draft.save()
    return draft


@transaction.atomic
def send(*, review: Review, by: User, drafts: Iterable[Feedback]) -> list[Feedback]:
    """Send these drafts: from now on people read them. One that was sent or rewritten meanwhile is left out."""
    now, sent = timezone.now(), []
    for draft in drafts:
        same = Feedback.objects.drafts().filter(pk=draft.pk, revision=draft.revision)
        if same.update(sent_at=now, sent_by=by):
            sent.append(draft)
    if sent:
        codes = [each.code for each in sent]
        record(
            action=Action.FEEDBACK_SENT, actor=by.pk, subject=f"review:{review.code}", review=review.code,
            detail={"feedback": codes},
        )  # fmt: skip
    return sent


def say_if_clear(*, review: Review, user: User, clear: str, words: str) -> Clarity:
    """Keep whether what a person was told was clear to them."""
    return Clarity.objects.create(review=review, user=user, clear=clear, words=words)
