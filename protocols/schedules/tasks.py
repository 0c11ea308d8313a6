"""Reading an uploaded file in the background: decides the state of an upload from "waiting" on."""

import json
import logging

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.domain.importers.child import read_in_child
from protocols.domain.importers.imported import Imported, Refused
from protocols.schedules.models import StoredFile, Upload, UploadState

logger = logging.getLogger(__name__)


@task()
def read_upload(code: str) -> str:
    """Read the file of one upload in a limited child process, and return the state it is in then.

    A job that comes twice, or late for a cancelled upload, does nothing.
    """
    if not Upload.objects.filter(code=code, state=UploadState.WAITING).update(state=UploadState.READING):
        return "nothing to read"
    upload = Upload.objects.select_related("file").get(code=code)
    if upload.file is None:
        return upload.state
    try:
        imported = read_in_child(bytes(upload.file.content), upload.filename)
        _require_storable(imported)
        return _keep(code, imported)
    except Refused as refused:
        return _refuse(code, refused)
    except Exception:
        # Whatever goes wrong with us, the person is told and the upload does not stay "being read" for ever.
        logger.exception("Reading upload %s failed", code)
        return _refuse(code, _our_fault())


def _require_storable(imported: Imported) -> None:
    """Refuse a schedule with a NUL in a text: PostgreSQL stores none, and no schedule means one."""
    if r"\u0000" in json.dumps(imported.to_document()):
        raise Refused.because(
            "file",
            "A text in the file contains a NUL character, which is no character of any language.",
            "Find it in the program that made the file, delete it, and upload the file again.",
            format=imported.format,
        )


@transaction.atomic
def _keep(code: str, imported: Imported) -> str:
    upload = _still_reading(code)
    if upload is None:
        return UploadState.CANCELLED
    upload.state = UploadState.READ
    upload.format = imported.format
    upload.schedule_json = imported.schedule.to_dict()
    upload.problems_json = [problem.to_dict() for problem in imported.problems]
    upload.finished_at = timezone.now()
    upload.save()
    return upload.state


@transaction.atomic
def _refuse(code: str, refused: Refused) -> str:
    upload = _still_reading(code)
    if upload is None:
        return UploadState.CANCELLED
    sha256 = upload.file_id
    upload.state = UploadState.REFUSED
    upload.format = refused.format
    upload.file = None
    upload.problems_json = [problem.to_dict() for problem in refused.problems]
    upload.finished_at = timezone.now()
    upload.save()
    if sha256:
        StoredFile.drop_unused(sha256)
    record(
        action=Action.UPLOAD_REFUSED,
        subject=f"upload:{upload.code}",
        actor=upload.created_by_id,
        organisation=upload.protocol.sponsor_id,
        detail={"protocol": upload.protocol.code, "sha256": sha256, "reason": refused.problems[0].message[:300]},
    )
    return upload.state


def _still_reading(code: str) -> Upload | None:
    """Return the upload, locked, unless it was cancelled or its draft was deleted while the file was being read."""
    upload = Upload.objects.select_for_update(of=("self",)).select_related("protocol").filter(code=code).first()
    return upload if upload is not None and upload.state == UploadState.READING else None


def _our_fault() -> Refused:
    return Refused.because(
        "file",
        "Something went wrong on our side while this file was read. Nothing is lost and nothing was saved.",
        "Try once more. If it happens again, write to us and say when it happened.",
    )
