"""The page of a version, its original file, and the template to fill in."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from protocols.audit.models import Action, Event
from protocols.domain.importers import read
from protocols.schedules.models import ScheduleVersion, StoredFile
from tests.cast import Cast, make_cast
from tests.schedules.files import GRID, confirmed, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def viewer(client: Client, cast: Cast) -> Client:
    client.force_login(cast["SV"])
    return client


def test_the_schedule_is_a_table_and_a_list_with_the_same_marks(viewer: Client, cast: Cast) -> None:
    text = viewer.get(reverse("schedules:version", args=[cast.version.code])).content.decode()
    assert text.count('<td class="on') == 7
    assert '<th scope="colgroup" colspan="2"><span>Treatment</span>' in text
    assert '<th scope="rowgroup">Checks</th>' in text
    assert text.count('<details class="pb-vrow">') == 3
    assert "±3\N{NO-BREAK SPACE}days" in text and "Day \N{MINUS SIGN}7" in text and "Phone" in text


def test_it_says_where_it_comes_from(viewer: Client, cast: Cast) -> None:
    text = viewer.get(reverse("schedules:version", args=[cast.version.code])).content.decode()
    assert cast.version.schedule_sha256 in text and str(cast.version.file_id) in text
    assert "Eve Editor" in text and "To see whether the medicine works" in text


def test_the_number_of_queries_does_not_grow(viewer: Client, cast: Cast, django_assert_num_queries) -> None:
    rows = "".join(f"Test {number},X,X,X,\n" for number in range(80))
    large = confirmed(cast.protocol, cast["SE"], GRID + rows)
    for version in (cast.version, large):
        with django_assert_num_queries(5):
            viewer.get(reverse("schedules:version", args=[version.code]))


def test_a_wide_schedule_is_shown_in_blocks_of_visits(viewer: Client, cast: Cast) -> None:
    head = ",".join(f"Day {number}" for number in range(1, 121))
    rows = "".join(f"Test {number}{',X' * 120}\n" for number in range(300))
    wide = confirmed(cast.protocol, cast["SE"], f"Procedure,{head}\n{rows}")
    address = reverse("schedules:version", args=[wide.code])
    first = viewer.get(address).content.decode()
    assert "Visits 1 to 40" in first and "Visits 81 to 120" in first
    assert first.count('<td class="on') == 300 * 40
    assert "Day 41" in viewer.get(address, {"from": "41"}).content.decode()


@pytest.mark.parametrize("number", ["-1", "0", "7", "1e9", "٣", "x", "9" * 5000, ""])
def test_a_block_that_does_not_exist_shows_the_first(viewer: Client, cast: Cast, number: str) -> None:
    response = viewer.get(reverse("schedules:version", args=[cast.version.code]), {"from": number})
    assert response.status_code == 200
    assert "Screening" in response.content.decode()


def test_the_original_comes_back_byte_for_byte_as_a_download(viewer: Client, cast: Cast) -> None:
    version = confirmed(cast.protocol, cast["SE"])
    response = viewer.get(reverse("schedules:original", args=[version.code]))
    assert response.content == GRID.encode()
    assert response["Content-Disposition"] == 'attachment; filename="schedule.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in response["Cache-Control"]


def test_a_download_is_recorded_with_who_and_what(viewer: Client, cast: Cast) -> None:
    viewer.get(reverse("schedules:original", args=[cast.version.code]))
    event = Event.objects.get(action=Action.DOWNLOADED)
    assert (event.actor, event.subject) == (cast["SV"].pk, f"version:{cast.version.code}")
    assert event.detail == {"sha256": cast.version.file_id}


@pytest.mark.parametrize(
    "name", ['a";x=".csv', "naïve \U0001f600.csv", "a\r\nSet-Cookie: b=c.csv", "<b>.csv", ".htaccess"]
)
def test_a_hostile_file_name_cannot_break_the_header(viewer: Client, cast: Cast, name: str) -> None:
    upload = uploaded(cast.protocol, cast["SE"], name=name)
    version = ScheduleVersion.objects.create(
        protocol=cast.protocol, number=2, file=StoredFile.keep(b"x"), filename=upload.filename, format="csv",
        schedule_json=cast.version.schedule_json, schedule_sha256="0" * 64, created_by=cast["SE"],
    )  # fmt: skip
    response = viewer.get(reverse("schedules:original", args=[version.code]))
    header = response["Content-Disposition"]
    assert header.startswith("attachment; filename")
    assert "\n" not in header and 'a";' not in header
    assert "Set-Cookie" not in response.headers


def test_the_empty_template_is_a_workbook(viewer: Client) -> None:
    response = viewer.get(reverse("schedules:template"))
    assert 'filename="schedule-template.xlsx"' in response["Content-Disposition"]
    assert load_workbook(io.BytesIO(response.content)).sheetnames


def test_the_template_of_a_version_reads_back_as_that_version(viewer: Client, cast: Cast) -> None:
    response = viewer.get(reverse("schedules:version_template", args=[cast.version.code]))
    assert 'filename="ALD-1-version-1.xlsx"' in response["Content-Disposition"]
    again = read(response.content, "again.xlsx").schedule
    assert [visit.label for visit in again.visits] == [visit.label for visit in cast.version.schedule.visits]
    assert len(again.marks) == len(cast.version.schedule.marks)


def test_strangers_find_nothing_and_seats_without_membership_neither(client: Client, cast: Cast) -> None:
    for who in ("stranger", "MO", "AD", "AC", "SI", "RV"):
        client.force_login(cast[who])
        for name in ("version", "original", "version_template"):
            assert client.get(reverse(f"schedules:{name}", args=[cast.version.code])).status_code == 404, who
    assert not Event.objects.filter(action=Action.DOWNLOADED).exists()


def test_versions_are_only_read(viewer: Client, cast: Cast) -> None:
    for name in ("version", "original", "version_template"):
        assert viewer.post(reverse(f"schedules:{name}", args=[cast.version.code])).status_code == 405
