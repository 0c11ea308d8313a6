"""What changes drafts of a schedule: starting one, one edit more, undoing, doing again, dropping."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from protocols.domain.editing import Edit, faults_of, to_dict
from protocols.domain.problems import Problem, error
from protocols.domain.schedule import Schedule
from protocols.people.models import User
from protocols.schedules.drafts.draft import DraftState, ScheduleDraft
from protocols.schedules.limits import limits
from protocols.schedules.models import Protocol
from protocols.schedules.services import Conflict, Stale


class Unfit(Exception):
    """An edit that cannot be made; `problems` say why and what to do."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(f"{problem.message} {problem.remedy}" for problem in problems))
        self.problems = problems


@transaction.atomic
def start_draft(*, protocol: Protocol, by: User) -> ScheduleDraft:
    """Begin to change the newest version, or an empty schedule where there is none. Raises Conflict.

    A person has one open draft of a study plan: where there is one, they go on with it.
    """
    protocol = Protocol.objects.select_for_update().get(pk=protocol.pk)
    if protocol.archived_at:
        raise Conflict(_("This study plan is archived. Bring it back before you change it."))
    own = protocol.drafts.open().filter(created_by=by).first()
    if own is not None:
        return own
    base = protocol.versions.order_by("-number").first()
    stored = base.schedule_json if base else Schedule(title=protocol.title).to_dict()
    return ScheduleDraft.objects.create(protocol=protocol, base=base, schedule_json=stored, created_by=by)


@transaction.atomic
def make_edit(*, draft: ScheduleDraft, by: User, revision: int, edit: Edit) -> ScheduleDraft:
    """Make one edit more; what was undone before can no longer be done again. Raises Stale and Unfit."""
    draft = lock_fresh(draft, revision)
    if problems := faults_of(edit, draft.schedule):
        raise Unfit(problems)
    if draft.position >= limits().draft_edits:
        message = _("This draft has %(most)s steps.") % {"most": f"{limits().draft_edits:,}"}
        raise Unfit((error("draft", message, _("Save it as a version, and go on from there.")),))
    record = {"edit": to_dict(edit), "by": by.pk, "at": timezone.now().isoformat(timespec="seconds")}
    draft.edits = [*draft.records, record]
    return _step(draft, draft.position + 1)


@transaction.atomic
def undo(*, draft: ScheduleDraft, revision: int) -> ScheduleDraft:
    """Take the last edit back, if there is one. Raises Stale."""
    draft = lock_fresh(draft, revision)
    return _step(draft, draft.position - 1) if draft.can_undo else draft


@transaction.atomic
def redo(*, draft: ScheduleDraft, revision: int) -> ScheduleDraft:
    """Make the edit again that was undone last, if there is one. Raises Stale."""
    draft = lock_fresh(draft, revision)
    return _step(draft, draft.position + 1) if draft.can_redo else draft


@transaction.atomic
def drop_draft(*, draft: ScheduleDraft) -> ScheduleDraft:
    """Give a draft up; its edits are forgotten. Dropping twice changes nothing. Raises Conflict for a saved one."""
    draft = ScheduleDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.state == DraftState.SAVED:
        raise Conflict(_("These changes were saved as a version already. Versions stay as they are."))
    draft.state, draft.edits, draft.position = DraftState.DROPPED, [], 0
    draft.save(update_fields=["state", "edits", "position"])
    return draft


def lock_fresh(draft: ScheduleDraft, revision: int) -> ScheduleDraft:
    """Return the draft, locked until the transaction ends. Raises Stale unless it is what a page showed."""
    related = ScheduleDraft.objects.select_related("protocol__sponsor", "base", "created_by")
    draft = related.select_for_update(of=("self",)).get(pk=draft.pk)
    if not draft.is_open:
        raise Stale(_("These changes were saved or dropped in the meantime."))
    if draft.revision != revision:
        raise Stale(_("Somebody changed this schedule after your page was shown."))
    return draft


def _step(draft: ScheduleDraft, position: int) -> ScheduleDraft:
    draft.position, draft.revision, draft.updated_at = position, draft.revision + 1, timezone.now()
    draft.save(update_fields=["edits", "position", "revision", "updated_at"])
    draft.__dict__.pop("schedule", None)  # it was worked out for the position before
    return draft
