"""Watching a file being read: the page asks again and is told only what changed; cancelling leaves nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from protocols.audit.models import Action, Event
from protocols.domain.importers.imported import Imported
from protocols.schedules import tasks
from protocols.schedules.models import StoredFile, Upload, UploadState
from protocols.schedules.services import Conflict, cancel_upload
from tests.cast import Cast, make_cast
from tests.schedules.files import GRID, confirmed, uploaded

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def waiting(cast: Cast) -> Upload:
    """An upload that no worker has taken yet."""
    file = StoredFile.keep(GRID.encode())
    return Upload.objects.create(protocol=cast.protocol, file=file, filename="schedule.csv", created_by=cast["SE"])


@pytest.fixture
def editor(client: Client, cast: Cast) -> Client:
    client.force_login(cast["SE"])
    return client


def progress(client: Client, upload: Upload, seen: str = "", **headers: str):
    return client.get(reverse("schedules:progress", args=[upload.code]), {"seen": seen}, headers=headers)


def test_a_waiting_file_is_shown_with_a_way_to_look_again_and_to_cancel(editor: Client, waiting: Upload) -> None:
    text = progress(editor, waiting).content.decode()
    assert "Waiting to be read" in text and "Look again" in text and "Cancel, keep nothing" in text
    assert "<html" in text


def test_nothing_new_is_answered_with_nothing(editor: Client, waiting: Upload) -> None:
    response = progress(editor, waiting, seen="waiting", **HTMX)
    assert (response.status_code, response.content) == (204, b"")


def test_a_new_state_is_answered_with_the_fragment_alone(editor: Client, waiting: Upload) -> None:
    Upload.objects.update(state=UploadState.READING)
    text = progress(editor, waiting, seen="waiting", **HTMX).content.decode()
    assert "Being read" in text and "<html" not in text and "seen=reading" in text


def test_a_read_file_leads_on_to_the_check_page(editor: Client, waiting: Upload) -> None:
    tasks.read_upload.call(waiting.code)
    check = reverse("schedules:check", args=[waiting.code])
    assert progress(editor, waiting, seen="reading", **HTMX)["HX-Redirect"] == check
    assert progress(editor, waiting)["Location"] == check


def test_a_refused_or_cancelled_file_reloads_the_page_for_those_with_scripts(editor: Client, waiting: Upload) -> None:
    for state in (UploadState.REFUSED, UploadState.CANCELLED):
        Upload.objects.update(state=state)
        here = reverse("schedules:progress", args=[waiting.code])
        assert progress(editor, waiting, seen="reading", **HTMX)["HX-Redirect"] == here


def test_a_file_that_nobody_reads_is_not_waited_for_for_ever(editor: Client, waiting: Upload) -> None:
    Upload.objects.update(created_at=timezone.now() - timedelta(hours=1))
    response = progress(editor, waiting, seen="waiting", **HTMX)
    assert response.status_code == 200
    assert "longer than it should" in response.content.decode()
    assert "hx-get" not in response.content.decode()


def test_cancelling_leaves_nothing_of_the_file(editor: Client, cast: Cast, waiting: Upload) -> None:
    before = StoredFile.objects.count()
    response = editor.post(reverse("schedules:cancel", args=[waiting.code]), follow=True)
    waiting.refresh_from_db()
    assert "Nothing of the file is kept" in response.content.decode()
    assert (waiting.state, waiting.file, waiting.schedule_json, waiting.problems_json) == ("cancelled", None, None, [])
    assert StoredFile.objects.count() == before - 1
    assert Event.objects.filter(action=Action.UPLOAD_CANCELLED).count() == 1


def test_cancelling_twice_is_the_same_as_once(editor: Client, waiting: Upload) -> None:
    for _ in range(2):
        assert editor.post(reverse("schedules:cancel", args=[waiting.code])).status_code == 302
    assert Event.objects.filter(action=Action.UPLOAD_CANCELLED).count() == 1
    assert "was cancelled" in progress(editor, waiting).content.decode()


def test_a_file_cancelled_while_it_is_read_stays_cancelled(
    cast: Cast, waiting: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_and_be_cancelled(content: bytes, filename: str) -> Imported:
        cancel_upload(upload=waiting, by=cast["SE"])
        return Imported("csv", cast.version.schedule)

    monkeypatch.setattr(tasks, "read_in_child", read_and_be_cancelled)
    assert tasks.read_upload.call(waiting.code) == UploadState.CANCELLED
    waiting.refresh_from_db()
    assert (waiting.state, waiting.schedule_json) == (UploadState.CANCELLED, None)


def test_a_draft_deleted_while_its_file_is_read_comes_to_nothing(
    cast: Cast, waiting: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_and_vanish(content: bytes, filename: str) -> Imported:
        Upload.objects.all().delete()
        return Imported("csv", cast.version.schedule)

    monkeypatch.setattr(tasks, "read_in_child", read_and_vanish)
    assert tasks.read_upload.call(waiting.code) == UploadState.CANCELLED
    assert not Upload.objects.exists()


def test_a_job_that_comes_twice_reads_once(waiting: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks.read_upload.call(waiting.code)
    monkeypatch.setattr(tasks, "read_in_child", lambda *_: pytest.fail("read again"))
    assert tasks.read_upload.call(waiting.code) == "nothing to read"


@pytest.mark.postgres
def test_a_character_that_cannot_be_stored_is_refused_in_words(
    cast: Cast, waiting: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = replace(cast.version.schedule, title="A\0B")
    monkeypatch.setattr(tasks, "read_in_child", lambda *_: Imported("usdm-json", broken))
    assert tasks.read_upload.call(waiting.code) == UploadState.REFUSED
    waiting.refresh_from_db()
    assert "NUL" in waiting.problems[0].message


def test_our_own_fault_is_told_and_does_not_hang(
    editor: Client, waiting: Upload, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(content: bytes, filename: str) -> Imported:
        raise OSError("no process can be started")

    monkeypatch.setattr(tasks, "read_in_child", fail)
    assert tasks.read_upload.call(waiting.code) == UploadState.REFUSED
    assert "on our side" in progress(editor, waiting).content.decode()
    assert "no process can be started" in caplog.text


def test_a_saved_version_cannot_be_cancelled_away(cast: Cast) -> None:
    version = confirmed(cast.protocol, cast["SE"])
    with pytest.raises(Conflict, match="saved as a version"):
        cancel_upload(upload=version.upload, by=cast["SE"])


def test_a_stranger_sees_no_progress_and_cancels_nothing(client: Client, cast: Cast, waiting: Upload) -> None:
    for who, status in (("SV", 403), ("stranger", 404), ("RV", 404)):
        client.force_login(cast[who])
        assert progress(client, waiting).status_code == status
        assert client.post(reverse("schedules:cancel", args=[waiting.code])).status_code == status
    waiting.refresh_from_db()
    assert waiting.state == UploadState.WAITING


def test_cancel_is_a_post(editor: Client, cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"])
    assert editor.get(reverse("schedules:cancel", args=[upload.code])).status_code == 405
