"""What changes protocols and uploads: starting, naming, putting away, uploading, cancelling, correcting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.domain.importers.limits import limits as import_limits
from protocols.domain.importers.limits import megabytes
from protocols.people.models import Organisation, User
from protocols.schedules.checks.corrections import Correction
from protocols.schedules.limits import limits
from protocols.schedules.models import Protocol, ScheduleVersion, StoredFile, Upload, UploadAttempt, UploadState
from protocols.schedules.tasks import read_upload

CLOSED = _lazy("This file can no longer be checked: it was saved or cancelled in the meantime.")


class Conflict(Exception):
    """What was asked for does not fit the state of things any more; the text says why and what to do."""


class Stale(Conflict):
    """Somebody changed the same upload since this page was shown."""


class TooLarge(Exception):
    """The file is larger than what is read; the text names the limit."""

    def __init__(self) -> None:
        most = megabytes(import_limits().upload_bytes)
        super().__init__(
            _("The file is larger than %(most)s. Upload only the part with the schedule.") % {"most": most}
        )


class TooMany(Exception):
    """A person uploads more often than the limit allows."""

    def __init__(self) -> None:
        most = limits().uploads_per_minute
        super().__init__(_("You can upload %(most)d files a minute. Wait a minute and try again.") % {"most": most})


class StudyCodeTaken(Exception):
    """The sponsor has a protocol with this study code already."""

    def __init__(self, existing: Protocol) -> None:
        super().__init__(_("“%(title)s” has this study code already.") % {"title": existing.plain_title})
        self.existing = existing


@dataclass(frozen=True, slots=True)
class Names:
    """How a protocol is called: by the sponsor's code, by its full title, and in plain words for advocates."""

    study_code: str
    title: str
    plain_title: str


def create_protocol(*, sponsor: Organisation, by: User, names: Names, is_example: bool = False) -> Protocol:
    """Start a protocol without any version. Raises StudyCodeTaken."""
    protocol = Protocol(sponsor=sponsor, created_by=by, is_example=is_example)
    _save_names(protocol, names)
    with transaction.atomic():
        _log(Action.PROTOCOL_CREATED, protocol, by)
    return protocol


def rename_protocol(*, protocol: Protocol, by: User, names: Names) -> Protocol:
    """Give a protocol other names. Raises StudyCodeTaken."""
    before = protocol.study_code
    with transaction.atomic():
        _save_names(protocol, names)
        _log(Action.PROTOCOL_RENAMED, protocol, by, before=before, after=names.study_code)
    return protocol


@transaction.atomic
def archive_protocol(*, protocol: Protocol, by: User) -> Protocol:
    """Put a protocol away: it stays readable, and takes no uploads. Doing it twice changes nothing."""
    return _set_archived(protocol, by, is_archived=True)


@transaction.atomic
def restore_protocol(*, protocol: Protocol, by: User) -> Protocol:
    """Bring an archived protocol back. Doing it twice changes nothing."""
    return _set_archived(protocol, by, is_archived=False)


@transaction.atomic
def delete_draft(*, protocol: Protocol, by: User) -> None:
    """Remove a protocol that never had a version, with its uploads and their bytes. Raises Conflict."""
    protocol = Protocol.objects.select_for_update().get(pk=protocol.pk)
    if protocol.versions.exists():
        raise Conflict(_("This study plan has a saved version, so it cannot be deleted. You can archive it."))
    files = list(protocol.uploads.exclude(file=None).values_list("file_id", flat=True))
    code = protocol.code
    protocol.delete()
    for sha256 in files:
        StoredFile.drop_unused(str(sha256))
    record(
        action=Action.DRAFT_DELETED,
        subject=f"protocol:{code}",
        actor=by.pk,
        organisation=protocol.sponsor_id,
        detail={"uploads": len(files)},
    )


def start_upload(*, protocol: Protocol, by: User, content: bytes, filename: str) -> Upload:
    """Keep a file and have it read in the background. Raises TooLarge, TooMany, Conflict.

    The same bytes twice into one protocol are one upload for as long as it is open, so a second click makes no second.
    """
    if len(content) > import_limits().upload_bytes:
        raise TooLarge
    _count_attempt(by)
    with transaction.atomic():
        locked = Protocol.objects.select_for_update().get(pk=protocol.pk)
        if locked.archived_at:
            raise Conflict(_("This study plan is archived. Bring it back before you upload a file."))
        file = StoredFile.keep(content)
        same = locked.uploads.open().filter(file=file).first()
        if same is not None:
            return same
        upload = Upload.objects.create(protocol=locked, file=file, filename=_plain_filename(filename), created_by=by)
        _log(Action.UPLOADED, locked, by, upload=upload.code, sha256=file.sha256, size=file.size)
    read_upload.enqueue(upload.code)
    upload.refresh_from_db()
    return upload


@transaction.atomic
def start_with_file(*, sponsor: Organisation, by: User, names: Names, content: bytes, filename: str) -> Upload:
    """Start a protocol with its first upload: both or neither. Raises as the two services do."""
    protocol = create_protocol(sponsor=sponsor, by=by, names=names)
    return start_upload(protocol=protocol, by=by, content=content, filename=filename)


@transaction.atomic
def cancel_upload(*, upload: Upload, by: User) -> Upload:
    """Drop an upload: nothing of the file or of what was read is kept. Cancelling twice changes nothing."""
    upload = lock_upload(upload)
    if upload.state == UploadState.CONFIRMED:
        raise Conflict(_("This file was saved as a version already. Versions stay as they are."))
    if upload.state == UploadState.CANCELLED:
        return upload
    sha256 = upload.file_id
    upload.state, upload.file, upload.finished_at = UploadState.CANCELLED, None, timezone.now()
    upload.schedule_json, upload.problems_json, upload.corrections = None, [], []
    upload.save()
    if sha256:
        StoredFile.drop_unused(sha256)
    _log(Action.UPLOAD_CANCELLED, upload.protocol, by, upload=upload.code)
    return upload


@transaction.atomic
def correct_upload(*, upload: Upload, by: User, revision: int, corrections: Sequence[Correction]) -> Upload:
    """Add what a person settled to an upload's records. `revision` is what their page showed; raises Stale."""
    upload = lock_upload(upload)
    require_fresh(upload, revision)
    if corrections:
        at = timezone.now().isoformat(timespec="seconds")
        upload.corrections = [*upload.corrections, *(c.to_dict(by=by.pk, at=at) for c in corrections)]
        upload.revision += 1
        upload.save(update_fields=["corrections", "revision"])
    return upload


@transaction.atomic
def record_download(*, version: ScheduleVersion, by: User, review: str = "") -> None:
    """Write down who took the original file of a version. `review` is where they took it from, if from one."""
    record(
        action=Action.DOWNLOADED,
        subject=f"version:{version.code}",
        actor=by.pk,
        organisation=version.protocol.sponsor_id,
        review=review,
        detail={"sha256": version.file_id},
    )


def lock_upload(upload: Upload) -> Upload:
    """Return the upload as it stands now, locked until the transaction ends."""
    related = Upload.objects.select_related("protocol__sponsor", "version", "file").defer("file__content")
    return related.select_for_update(of=("self",)).get(pk=upload.pk)


def require_fresh(upload: Upload, revision: int) -> None:
    """Raise Stale unless the upload can be checked and is still what the person's page showed."""
    if upload.state != UploadState.READ:
        raise Stale(CLOSED)
    if upload.revision != revision:
        raise Stale(_("Somebody changed these answers after your page was shown. Look at the page as it is now."))


def _set_archived(protocol: Protocol, by: User, *, is_archived: bool) -> Protocol:
    protocol = Protocol.objects.select_for_update().get(pk=protocol.pk)
    if bool(protocol.archived_at) != is_archived:
        protocol.archived_at = timezone.now() if is_archived else None
        protocol.save(update_fields=["archived_at"])
        _log(Action.PROTOCOL_ARCHIVED if is_archived else Action.PROTOCOL_RESTORED, protocol, by)
    return protocol


def _save_names(protocol: Protocol, names: Names) -> None:
    others = Protocol.objects.filter(sponsor=protocol.sponsor, study_code__iexact=names.study_code)
    if existing := others.exclude(pk=protocol.pk).first():
        raise StudyCodeTaken(existing)
    protocol.study_code, protocol.title, protocol.plain_title = names.study_code, names.title, names.plain_title
    try:
        with transaction.atomic():
            protocol.save()
    except IntegrityError as problem:  # Two people at the same moment; the constraint decides.
        raise StudyCodeTaken(others.exclude(pk=protocol.pk)[0]) from problem


def _count_attempt(by: User) -> None:
    now = timezone.now()
    a_minute_ago = now - timedelta(minutes=1)
    UploadAttempt.objects.filter(user=by, at__lt=a_minute_ago).delete()
    if UploadAttempt.objects.filter(user=by, at__gte=a_minute_ago).count() >= limits().uploads_per_minute:
        raise TooMany
    UploadAttempt.objects.create(user=by, at=now)


def _plain_filename(filename: str) -> str:
    """Return a name that is safe to show and to send back: no folders, no control characters."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[-255:].strip() or _("file")


def _log(action: Action, protocol: Protocol, by: User, **detail: str | int) -> None:
    subject = f"protocol:{protocol.code}"
    record(action=action, subject=subject, actor=by.pk, organisation=protocol.sponsor_id, detail={**detail})
