"""Sending stored bytes: always as a download, never shown by the browser, under a name that cannot do harm."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from protocols.schedules.models import ScheduleVersion, StoredFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: bytes, filename: str, *, content_type: str = "application/octet-stream") -> HttpResponse:
    """Return bytes as a download named as RFC 6266 says."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response


def original_of(version: ScheduleVersion) -> HttpResponse:
    """Return the file from which a version was made, byte for byte."""
    content = StoredFile.objects.values_list("content", flat=True).get(pk=version.file_id)
    return attachment(bytes(content), version.filename)
