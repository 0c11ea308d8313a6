"""Real schedules, where they are: each leads to a check page, and what it shows can be saved and found again."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from protocols.schedules.checks.page import check
from protocols.schedules.models import UploadState
from protocols.schedules.services import Names, create_protocol, start_upload
from tests.cast import make_cast
from tests.conftest import DATA_FOLDER
from tests.schedules.files import answers

ENDINGS = {".xlsx", ".csv", ".docx", ".pdf", ".json"}
FOLDER = DATA_FOLDER / "schedules"
FILES = sorted(path for path in FOLDER.glob("*") if path.suffix in ENDINGS and not path.name.endswith(".expected.json"))


@pytest.mark.needs_data
@pytest.mark.django_db
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_file_can_be_checked_and_saved(path: Path, client: Client) -> None:
    cast = make_cast()
    client.force_login(cast["SE"])
    protocol = create_protocol(sponsor=cast.sponsor, by=cast["SE"], names=Names("REAL", "Real", "Real"))
    upload = start_upload(protocol=protocol, by=cast["SE"], content=path.read_bytes(), filename=path.name)
    page = client.get(reverse("schedules:progress", args=[upload.code]), follow=True)
    if upload.state == UploadState.REFUSED:
        assert page.status_code == 422 and upload.problems
        return
    seen = check(upload)
    assert f"<b>{len(seen.schedule.marks)}</b>mark" in page.content.decode()
    client.post(reverse("schedules:confirm", args=[upload.code]), answers(client, upload))
    version = protocol.versions.get()
    assert len(version.schedule.marks) == len(seen.schedule.marks)
    assert client.get(reverse("schedules:version", args=[version.code])).status_code == 200
    again = start_upload(protocol=protocol, by=cast["SE"], content=path.read_bytes(), filename="again")
    found = check(again).identical
    assert found is not None and found.number == 1
