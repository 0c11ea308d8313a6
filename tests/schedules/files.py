"""Small files that people might upload, and the way from a file to a version."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from protocols.people.models import User
from protocols.schedules.checks.confirming import Preview, confirm_upload
from protocols.schedules.checks.corrections import corrected_schedule
from protocols.schedules.models import Protocol, ScheduleVersion, Upload
from protocols.schedules.services import start_upload

GRID = """Procedure,Screening,Week 2,Week 4,Phone call 5
Informed consent,X,,,
Vital signs,X,X,X,
12-lead ECG,X,,X (if needed),
Zorbing,,X,,
Adverse events,,X,X,X
"""
AMENDED = GRID.replace("Zorbing,,X,,\n", "").replace("Phone call 5", "Week 6").replace("Adverse events", "Chest X-ray")


def csv(text: str = GRID, name: str = "schedule.csv") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def uploaded(protocol: Protocol, by: User, text: str = GRID, name: str = "schedule.csv") -> Upload:
    """An upload that was read."""
    return start_upload(protocol=protocol, by=by, content=text.encode(), filename=name)


def preview(upload: Upload) -> Preview:
    """What the check page shows of an upload now."""
    return Preview(upload.revision, corrected_schedule(upload).sha256)


def confirmed(protocol: Protocol, by: User, text: str = GRID) -> ScheduleVersion:
    """A version made from a file."""
    upload = uploaded(protocol, by, text)
    return confirm_upload(upload=upload, by=by, preview=preview(upload))


def answers(client: Client, upload: Upload, **changed: object) -> dict[str, object]:
    """The check page's form as a browser sends it: every control as it stands, and what somebody changed."""
    form = client.get(reverse("schedules:check", args=[upload.code])).context["form"]
    filled = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**filled, **changed}.items() if value is not None and value is not False}
