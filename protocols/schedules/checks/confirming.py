"""Saving a checked upload as a version: one transaction that makes everything a version needs, or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.domain.importers.check import check_schedule
from protocols.domain.importers.imported import Imported
from protocols.domain.schedule import Schedule
from protocols.people.models import User
from protocols.schedules.checks.adding import ToSave, to_save
from protocols.schedules.checks.corrections import corrected_schedule, settled
from protocols.schedules.checks.matches import Matched, matched, record_matches, remembered
from protocols.schedules.identities import Known
from protocols.schedules.models import Activity, Protocol, ScheduleVersion, StoredFile, Upload, UploadState, Visit
from protocols.schedules.services import CLOSED, Stale, lock_upload, require_fresh
from protocols.schedules.signals import version_confirmed


@dataclass(frozen=True, slots=True)
class Preview:
    """What the person saw when they decided: the revision of the answers and the hash of the schedule."""

    revision: int
    sha256: str


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What a version is made of besides its number; the keys of the schedule are the lasting ones."""

    schedule: Schedule
    file: StoredFile
    filename: str
    format: str
    reason: str
    problems_json: list[dict[str, str]] = field(default_factory=list)
    corrections: list[dict[str, Any]] = field(default_factory=list)


@transaction.atomic
def confirm_upload(*, upload: Upload, by: User, preview: Preview, reason: str = "") -> ScheduleVersion:
    """Save an upload as the next version of its protocol. Raises Stale, and Refused where a correction broke it.

    A second confirm of the same upload returns the version that the first one made. Two uploads confirmed at the
    same moment become two versions, one after the other.
    """
    protocol = Protocol.objects.select_for_update().get(pk=upload.protocol_id)
    upload = lock_upload(upload)
    if upload.version is not None:
        return upload.version
    schedule = corrected_schedule(upload)
    saved = _checked(upload, preview, schedule)
    if upload.file is None:
        raise Stale(CLOSED)
    problems = [*upload.problems_json, *(problem.to_dict() for problem in saved.problems)]
    new = NewVersion(saved.schedule, upload.file, upload.filename, upload.format, reason, problems, upload.corrections)
    version = store_version(protocol=protocol, by=by, new=new, matches=_matches(upload, schedule, saved.own))
    upload.state, upload.version = UploadState.CONFIRMED, version
    upload.save(update_fields=["state", "version"])
    version_confirmed.send(sender=ScheduleVersion, version=version, by=by)
    return version


def store_version(*, protocol: Protocol, by: User, new: NewVersion, matches: Mapping[str, Matched]) -> ScheduleVersion:
    """Store the next version of a locked protocol with its identities, its matches and its event in the log.

    The caller finishes what became the version, and then sends `version_confirmed`.
    """
    _keep_identities(protocol, new.schedule)
    highest = protocol.versions.aggregate(highest=Max("number"))["highest"]
    version = ScheduleVersion.objects.create(
        protocol=protocol,
        number=(highest or 0) + 1,
        file=new.file,
        filename=new.filename,
        format=new.format,
        schedule_json=new.schedule.to_dict(),
        schedule_sha256=new.schedule.sha256,
        problems_json=new.problems_json,
        corrections=new.corrections,
        reason=new.reason,
        created_by=by,
    )
    record_matches(protocol, matches, by=by)
    _log(version, by)
    return version


def known_of(protocol: Protocol) -> Known:
    """Return the visits and activities that all versions of a protocol know."""
    return Known.of(version.schedule for version in protocol.versions.order_by("number"))


def identical_version(upload: Upload, saved: ToSave, versions: Sequence[ScheduleVersion]) -> ScheduleVersion | None:
    """Return the newest of the versions that has the same file or the same schedule as this upload would make."""
    same = (v for v in reversed(versions) if v.file_id == upload.file_id or v.schedule_sha256 == saved.schedule.sha256)
    return next(same, None)


def _checked(upload: Upload, preview: Preview, schedule: Schedule) -> ToSave:
    """Return what is saved, once it is what the person saw and inside the limits."""
    require_fresh(upload, preview.revision)
    versions = list(upload.protocol.versions.order_by("number"))
    saved = to_save(upload, schedule, versions, Known.of(version.schedule for version in versions))
    if saved.shown.sha256 != preview.sha256:
        raise Stale(_("The schedule is not the one that your page showed. Look at the page as it is now."))
    problems = (*upload.problems, *saved.problems)
    return replace(saved, schedule=check_schedule(Imported(upload.format, saved.schedule, problems)).schedule)


def _keep_identities(protocol: Protocol, lasting: Schedule) -> None:
    """Make rows for new keys; rows of old keys take the wording of this version."""
    Visit.objects.bulk_create(
        [Visit(protocol=protocol, key=v.key, label=v.label[:300], header=list(v.header)) for v in lasting.visits],
        update_conflicts=True,
        unique_fields=["protocol", "key"],
        update_fields=["label", "header"],
    )
    Activity.objects.bulk_create(
        [Activity(protocol=protocol, key=a.key, label=a.label[:500]) for a in lasting.activities],
        update_conflicts=True,
        unique_fields=["protocol", "key"],
        update_fields=["label"],
    )


def _matches(upload: Upload, schedule: Schedule, lasting: Schedule) -> Mapping[str, Matched]:
    found = matched(schedule, settled(upload.corrections), remembered(upload.protocol.sponsor))
    keys: Iterable[tuple[str, str]] = zip(
        (row.key for row in schedule.activities), (row.key for row in lasting.activities), strict=True
    )
    return {lasting_key: found[key] for key, lasting_key in keys}


def _log(version: ScheduleVersion, by: User) -> None:
    record(
        action=Action.VERSION_CONFIRMED,
        subject=f"version:{version.code}",
        actor=by.pk,
        organisation=version.protocol.sponsor_id,
        detail={
            "protocol": version.protocol.code,
            "number": version.number,
            "file": version.file_id,
            "schedule": version.schedule_sha256,
            "corrections": len(version.corrections),
        },
    )
