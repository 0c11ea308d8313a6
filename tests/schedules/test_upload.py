"""Uploading a file: kept once, read in the background, refused in words, within limits."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from protocols.audit.models import Action, Event
from protocols.domain.importers.limits import limits as import_limits
from protocols.schedules.limits import limits
from protocols.schedules.models import ScheduleVersion, StoredFile, Upload, UploadState
from protocols.schedules.services import TooMany, start_upload
from tests.cast import Cast, make_cast
from tests.schedules.files import GRID, csv, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def editor(client: Client, cast: Cast) -> Client:
    client.force_login(cast["SE"])
    return client


def send(client: Client, cast: Cast, file: SimpleUploadedFile):
    return client.post(reverse("schedules:upload", args=[cast.protocol.code]), {"file": file}, follow=True)


def test_a_file_is_read_and_leads_to_the_check_page(editor: Client, cast: Cast, in_a_child: None) -> None:
    response = send(editor, cast, csv())
    upload = Upload.objects.get()
    assert response.redirect_chain[-1][0] == reverse("schedules:check", args=[upload.code])
    assert (upload.state, upload.format, upload.filename) == (UploadState.READ, "csv", "schedule.csv")
    assert bytes(upload.file.content) == GRID.encode()
    assert "Check what we read" in response.content.decode()
    assert Event.objects.filter(action=Action.UPLOADED, actor=cast["SE"].pk).count() == 1


def test_no_version_comes_of_an_upload_alone(editor: Client, cast: Cast) -> None:
    send(editor, cast, csv())
    assert ScheduleVersion.objects.count() == 1  # the cast's own


def test_sending_twice_makes_one_upload(editor: Client, cast: Cast) -> None:
    send(editor, cast, csv())
    send(editor, cast, csv(name="the same under another name.csv"))
    assert Upload.objects.count() == 1


def test_an_empty_file_is_refused_beside_its_field(editor: Client, cast: Cast) -> None:
    response = send(editor, cast, csv(""))
    assert response.status_code == 422
    assert "The file is empty" in response.content.decode()
    assert not Upload.objects.exists()


def test_no_file_at_all_is_said(editor: Client, cast: Cast) -> None:
    response = editor.post(reverse("schedules:upload", args=[cast.protocol.code]), {})
    assert response.status_code == 422
    assert "Choose a file" in response.content.decode()
    assert "<title>Error:" in response.content.decode()


def test_a_refused_file_is_told_with_place_and_remedy_and_not_kept(
    editor: Client, cast: Cast, in_a_child: None
) -> None:
    response = send(editor, cast, SimpleUploadedFile("schedule.xlsx", bytes(range(256)) * 20))
    text = response.content.decode()
    upload = Upload.objects.get()
    assert response.status_code == 422
    assert "We could not read this file" in text
    assert all(problem.remedy in text.replace("&#x27;", "'") for problem in upload.problems)
    assert upload.problems and upload.state == UploadState.REFUSED and upload.file is None
    assert StoredFile.objects.count() == 1  # the cast's own
    assert Event.objects.filter(action=Action.UPLOAD_REFUSED).count() == 1


def test_bytes_that_something_else_needs_stay_when_a_file_is_refused(editor: Client, cast: Cast) -> None:
    junk = bytes(range(256)) * 20
    ScheduleVersion.objects.create(
        protocol=cast.protocol, number=2, file=StoredFile.keep(junk), filename="x", format="csv",
        schedule_json=cast.version.schedule_json, schedule_sha256="0" * 64, created_by=cast["SE"],
    )  # fmt: skip
    send(editor, cast, SimpleUploadedFile("schedule.xlsx", junk))
    assert StoredFile.objects.count() == 2


def test_a_file_above_the_limit_is_413_with_the_limit_named(editor: Client, cast: Cast) -> None:
    response = send(editor, cast, SimpleUploadedFile("big.csv", b"x" * (import_limits().upload_bytes + 1)))
    assert response.status_code == 413
    assert "larger than 10 MB" in response.content.decode()
    assert not Upload.objects.exists()


def test_a_file_far_above_the_limit_is_413_too(editor: Client, cast: Cast) -> None:
    response = send(editor, cast, SimpleUploadedFile("big.csv", b"x" * (import_limits().upload_bytes * 2)))
    assert response.status_code == 413
    assert "larger than 10 MB" in response.content.decode()


def test_a_file_of_exactly_the_limit_is_left_to_the_reader(cast: Cast) -> None:
    content = b"\0" * import_limits().upload_bytes
    upload = start_upload(protocol=cast.protocol, by=cast["SE"], content=content, filename="schedule.csv")
    assert upload.state == UploadState.REFUSED
    assert "10 MB" not in str(upload.problems_json)


def test_too_many_in_a_minute_is_429_and_says_when_to_come_back(editor: Client, cast: Cast) -> None:
    for number in range(limits().uploads_per_minute):
        assert send(editor, cast, csv(f"{GRID}Extra test {number},X,,,\n")).status_code == 200
    response = send(editor, cast, csv(f"{GRID}One more,X,,,\n"))
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert "Wait a minute" in response.content.decode()
    assert Upload.objects.count() == limits().uploads_per_minute


def test_the_same_file_again_and_again_counts_too(cast: Cast) -> None:
    for _ in range(limits().uploads_per_minute):
        uploaded(cast.protocol, cast["SE"])
    with pytest.raises(TooMany):
        uploaded(cast.protocol, cast["SE"])


def test_the_limit_is_each_persons_own(cast: Cast) -> None:
    for _ in range(limits().uploads_per_minute):
        uploaded(cast.protocol, cast["SE"])
    assert uploaded(cast.protocol, cast["SA"]).state == UploadState.READ


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../x.csv", "x.csv"),
        ("..\\..\\x.csv", "x.csv"),
        ("CON.csv", "CON.csv"),
        (".htaccess", ".htaccess"),
        ("\u202egnp.csv", "gnp.csv"),
        ("a\r\nSet-Cookie: b=c.csv", "aSet-Cookie: b=c.csv"),
        ("x" * 400 + ".csv", "x" * 251 + ".csv"),
        ("  ", "file"),
        ("\U0001f600.csv", "\U0001f600.csv"),
    ],
)
def test_a_file_name_is_kept_without_what_could_do_harm(cast: Cast, given: str, kept: str) -> None:
    assert uploaded(cast.protocol, cast["SE"], name=given).filename == kept


def test_a_file_name_with_markup_is_shown_as_text(editor: Client, cast: Cast) -> None:
    text = send(editor, cast, csv(name="<img src=x onerror=alert(1)>.csv")).content.decode()
    assert "<img src=x" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;.csv" in text


def test_names_in_the_file_with_markup_are_shown_as_text(editor: Client, cast: Cast) -> None:
    text = send(editor, cast, csv(GRID.replace("Zorbing", "<script>alert(1)</script>"))).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_an_archived_protocol_takes_no_file(editor: Client, cast: Cast) -> None:
    editor.post(reverse("schedules:archive", args=[cast.protocol.code]))
    response = send(editor, cast, csv())
    assert response.status_code == 409
    assert "Bring it back" in response.content.decode()
    assert not Upload.objects.exists()


def test_a_viewer_may_not_upload_and_a_stranger_finds_nothing(client: Client, cast: Cast) -> None:
    for who, status in (("SV", 403), ("stranger", 404), ("MO", 404), ("AD", 404)):
        client.force_login(cast[who])
        assert send(client, cast, csv()).status_code == status
    assert not Upload.objects.exists()


def test_nobody_uploads_by_get_or_delete(editor: Client, cast: Cast) -> None:
    address = reverse("schedules:upload", args=[cast.protocol.code])
    assert editor.get(address).status_code == 200
    assert editor.delete(address).status_code == 405
