"""Writing explainers, sending them to be checked, approving them, and saying what an activity is for."""

from django.db import transaction
from django.db.models import F

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.domain.language.explainers import Origin
from protocols.domain.language.readability import Readability, read_text
from protocols.explainers.models import Approval, DraftState, ExplainerDraft
from protocols.people.models import User
from protocols.reviews.models import Review
from protocols.schedules.models import Activity, PurposeRecord

Texts = dict[str, str]
OPEN_STATES = {DraftState.WRITING, DraftState.CHECKING, DraftState.SENT_BACK}


class StaleDraft(Exception):
    """Somebody else saved the draft in between; nothing was written."""

    def __init__(self, current: ExplainerDraft) -> None:
        self.current = current
        super().__init__("The draft was changed by somebody else.")


def readability_of(texts: Texts) -> Readability:
    """Return the readability of all that a person wrote, read as one text."""
    return read_text("\n\n".join(text for text in texts.values() if text))


@transaction.atomic
def save_draft(
    *, activity: Activity, by: User, texts: Texts, origins: dict[str, str], expected_revision: int, send: bool
) -> ExplainerDraft:
    """Save a draft, and with `send` ask for its two approvals. An approved text stays live; changes make a new draft.

    `expected_revision` is what the writer saw (0 for a first draft). Raises StaleDraft when it is no longer so.
    """
    newest = activity.explainers.select_for_update().order_by("-number").first()
    draft = newest if newest and newest.state in OPEN_STATES else None
    if newest and (draft.revision if draft else 0) != expected_revision:
        raise StaleDraft(newest)
    content = {
        "fields": {name: {"text": text, "origin": origins[name]} for name, text in texts.items()},
        "readability": _counts(readability_of(texts)),
        "state": DraftState.CHECKING if send else DraftState.WRITING,
        "written_by": by,
    }
    if draft is None:
        number = newest.number + 1 if newest else 1
        return ExplainerDraft.objects.create(activity=activity, number=number, **content)
    draft.approvals.all().delete()  # They were given to another text.
    ExplainerDraft.objects.filter(pk=draft.pk).update(**content, revision=F("revision") + 1)
    draft.refresh_from_db()
    return draft


def origins_of(texts: Texts, general: Texts) -> dict[str, str]:
    """Return where each text comes from: unchanged general information stays marked as such."""
    return {name: _origin(text, general.get(name, "")) for name, text in texts.items()}


@transaction.atomic
def approve(*, draft: ExplainerDraft, kind: str, by: User, review: Review) -> None:
    """Give one of the two approvals. The second one makes the text live and retires the one before."""
    Approval.objects.create(draft=draft, kind=kind, by=by, review=review)
    record(
        action=Action.EXPLAINER_APPROVED,
        actor=by.pk,
        subject=f"explainer:{draft.pk}",
        review=review.code,
        detail={"kind": kind, "activity": draft.activity.key},
    )
    if draft.approvals.count() == len(Approval.Kind.values):
        draft.activity.explainers.filter(state=DraftState.APPROVED).update(state=DraftState.REPLACED)
        ExplainerDraft.objects.filter(pk=draft.pk).update(state=DraftState.APPROVED)


@transaction.atomic
def send_back(*, draft: ExplainerDraft, by: User, review: Review, words: str) -> None:
    """Send a draft back to its writers with words about what to change."""
    draft.approvals.all().delete()
    ExplainerDraft.objects.filter(pk=draft.pk).update(
        state=DraftState.SENT_BACK, sent_back_words=words, revision=F("revision") + 1
    )
    record(
        action=Action.EXPLAINER_SENT_BACK,
        actor=by.pk,
        subject=f"explainer:{draft.pk}",
        review=review.code,
        detail={"activity": draft.activity.key},
    )


@transaction.atomic
def set_purpose(
    *, activity: Activity, by: User, review: Review, purpose: str, objective: str, reason: str
) -> PurposeRecord:
    """State what an activity is for, as a new dated record. Earlier ones stay."""
    stated = PurposeRecord.objects.create(activity=activity, purpose=purpose, objective=objective, reason=reason, by=by)
    record(
        action=Action.PURPOSE_SET,
        actor=by.pk,
        subject=f"activity:{activity.key}",
        review=review.code,
        detail={"purpose": purpose},
    )
    return stated


def _origin(text: str, general: str) -> str:
    if not text:
        return Origin.EMPTY
    return Origin.GENERAL if text == general else Origin.PERSON


def _counts(reading: Readability) -> dict[str, object]:
    return {
        "words": reading.words,
        "sentences": reading.sentences,
        "grade": reading.grade,
        "verdict": reading.verdict.value,
    }
