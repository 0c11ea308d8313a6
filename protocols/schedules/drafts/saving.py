"""Saving a draft as a version: changes made in the browser become a fact with a file of its own, or nothing does."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from protocols.domain.changes import Change, changes
from protocols.domain.importers import Imported, read
from protocols.domain.importers.check import check_schedule
from protocols.domain.importers.template import write_template
from protocols.domain.schedule import Schedule
from protocols.people.models import User
from protocols.schedules.checks.confirming import NewVersion, known_of, store_version
from protocols.schedules.checks.matches import Matched, matched, remembered
from protocols.schedules.drafts.draft import DraftState, ScheduleDraft
from protocols.schedules.drafts.services import lock_fresh
from protocols.schedules.identities import Said, with_lasting_keys
from protocols.schedules.models import Protocol, ScheduleVersion, StoredFile
from protocols.schedules.services import Conflict, Stale
from protocols.schedules.signals import version_confirmed

FORMAT = "xlsx"


class Identical(Conflict):
    """The schedule is the newest version's; the text says so."""

    def __init__(self, version: ScheduleVersion) -> None:
        text = _("This is identical to version %(number)d. There is nothing to save.")
        super().__init__(text % {"number": version.number})


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person saw and wrote when they decided: the revision, the newest version's number, and their reason."""

    revision: int
    newest: int
    reason: str


def newest_of(protocol: Protocol) -> ScheduleVersion | None:
    """Return the newest version of a protocol, if it has one."""
    return protocol.versions.order_by("-number").first()


def identical_to(version: ScheduleVersion | None, finished: Schedule) -> bool:
    """Answer whether a schedule is a version's, whatever the order in which its marks were made."""
    if version is None or len(finished.marks) != len(version.schedule.marks):
        return False
    return replace(finished, marks=()) == replace(version.schedule, marks=()) and (
        finished.mark_at == version.schedule.mark_at
    )


def changes_of(draft: ScheduleDraft) -> tuple[Change, ...]:
    """Return what a draft changes in the schedule with which it began."""
    return changes(draft.began, draft.finished)


@transaction.atomic
def save_draft(*, draft: ScheduleDraft, by: User, wish: Wish) -> ScheduleVersion:
    """Save a draft as the next version. Raises Stale, Identical, and Refused with what is wrong in the schedule.

    The version is what the stored workbook says when it is read, so that both can never differ. A second save of the
    same draft returns the version that the first one made.
    """
    protocol = Protocol.objects.select_for_update().get(pk=draft.protocol_id)
    saved = ScheduleDraft.objects.select_related("version").get(pk=draft.pk).version
    if saved is not None:
        return saved
    draft = lock_fresh(draft, wish.revision)
    newest = newest_of(protocol)
    number = newest.number if newest else 0
    if number != wish.newest:
        raise Stale(_("Version %(number)d was saved after your page was shown.") % {"number": number})
    workbook, imported = _as_workbook(draft, protocol)
    if newest is not None and identical_to(newest, imported.schedule):
        raise Identical(newest)
    new = NewVersion(
        schedule=imported.schedule,
        file=StoredFile.keep(workbook),
        filename=_filename(protocol, number + 1),
        format=FORMAT,
        reason=wish.reason,
        problems_json=[problem.to_dict() for problem in imported.problems],
    )
    version = store_version(protocol=protocol, by=by, new=new, matches=_matches(draft, protocol, imported.schedule))
    draft.state, draft.version = DraftState.SAVED, version
    draft.save(update_fields=["state", "version"])
    version_confirmed.send(sender=ScheduleVersion, version=version, by=by)
    return version


def _as_workbook(draft: ScheduleDraft, protocol: Protocol) -> tuple[bytes, Imported]:
    """Return the schedule as our own workbook, and what that says when it is read back. Raises Refused."""
    finished = check_schedule(Imported(FORMAT, draft.finished)).schedule
    lasting = with_lasting_keys(finished, known_of(protocol), said=Said.kept(draft.began))
    workbook = write_template(lasting)
    return workbook, read(workbook, "draft.xlsx")  # our own file: it needs no child process with limits


def _filename(protocol: Protocol, number: int) -> str:
    name = _("%(code)s version %(number)d (edited).xlsx") % {"code": protocol.study_code, "number": number}
    return name.replace("/", "-").replace("\\", "-")


def _matches(draft: ScheduleDraft, protocol: Protocol, lasting: Schedule) -> Mapping[str, Matched]:
    """Return what the new and the renamed rows are taken for; of the others nothing has changed."""
    before = {(row.key, row.label, row.group) for row in draft.began.activities}
    found = matched(lasting, {}, remembered(protocol.sponsor))
    return {row.key: found[row.key] for row in lasting.activities if (row.key, row.label, row.group) not in before}
