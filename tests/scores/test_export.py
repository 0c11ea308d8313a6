"""The lines as files: the numbers of the page, what they were made from, and no text that turns into a formula."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.urls import reverse

from protocols.audit.models import Action, Event
from protocols.domain.schedule import Activity, Mark
from protocols.schedules.spreadsheets import harmless
from protocols.scores.export import COLUMNS
from protocols.scores.services import score_review
from tests.cast import Cast, make_cast, match, small_schedule

pytestmark = pytest.mark.django_db
SMALL = small_schedule()
ATTACK = '=HYPERLINK("http://example.org";"press")'


@pytest.fixture
def cast() -> Cast:
    rows = (*SMALL.activities, Activity("a5", ATTACK))
    cast = make_cast(replace(SMALL, activities=rows, marks=(*SMALL.marks, Mark("v1", "a5"))))
    for key, name in (("a2", "vital_signs"), ("a3", "twelve_lead_ecg"), ("a5", "informed_consent")):
        match(cast.protocol, key, name)
    return cast


def url(cast: Cast, kind: str) -> str:
    return reverse(f"scores:lines_{kind}", args=[cast.review.code])


def rows_of(response: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_the_points_of_the_csv_add_up_to_the_load_on_the_page(client, cast):
    client.force_login(cast["RV"])
    rows = rows_of(client.get(url(cast, "csv")))
    found = client.get(reverse("scores:made", args=[cast.review.code])).context["score"]
    assert sum(Decimal(row["points"] or 0) for row in rows) == found.load.planned > 0
    assert sum(Decimal(row["minutes"]) for row in rows) == found.minutes.planned
    assert len(rows) == len(found.lines)
    for row, line in zip(rows, found.lines, strict=True):
        assert Decimal(row["occurrences"]) * Decimal(row["points_each"] or 0) == line.points.planned


def test_each_line_names_ruleset_and_hashes(client, cast):
    client.force_login(cast["SV"])
    (first, *_) = rows_of(client.get(url(cast, "csv")))
    found = score_review(cast.review, persona=None)
    assert tuple(first) == COLUMNS
    assert first["ruleset"] == f"{found.score.ruleset.name} {found.score.ruleset.version}"
    assert first["ruleset_sha256"] == found.score.ruleset.sha256
    assert first["schedule_sha256"] == cast.version.schedule_sha256
    assert first["inputs_sha256"] == found.inputs.sha256


def test_a_label_that_looks_like_a_formula_stays_a_text(client, cast):
    client.force_login(cast["SV"])
    response = client.get(url(cast, "csv"))
    (row,) = [row for row in rows_of(response) if row["activity"] == "a5"]
    assert row["label"] == f"'{ATTACK}"
    for cell in (cell for row in rows_of(response) for cell in row.values()):
        assert not cell.startswith(("=", "+", "-", "@"))
    assert ATTACK in {line["label"] for line in json.loads(client.get(url(cast, "json")).content)["lines"]}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1+1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["ECG", "12-lead ECG", "a=b", "", "Week 2 (+3 days)", "'quoted'"])
def test_other_text_stays_as_it_is(text):
    assert harmless(text) == text


def test_the_json_holds_the_same_lines_and_the_totals_they_add_up_to(client, cast):
    client.force_login(cast["SV"])
    found = json.loads(client.get(url(cast, "json")).content)
    rows = rows_of(client.get(url(cast, "csv")))
    assert round(sum(line["points"] for line in found["lines"]), 2) == found["load"]["planned"]
    assert [line["activity"] for line in found["lines"]] == [row["activity"] for row in rows]
    assert found["inputs_sha256"] == rows[0]["inputs_sha256"]
    assert found["ruleset"]["sha256"] == rows[0]["ruleset_sha256"]


def test_previewed_weights_reach_the_file_and_its_hash(client, cast):
    client.force_login(cast["SV"])
    weights = {"physical": "0", "worry": "1", "effort": "0"}
    plain, other = rows_of(client.get(url(cast, "csv"))), rows_of(client.get(url(cast, "csv"), weights))
    assert [row["points"] for row in plain] != [row["points"] for row in other]
    assert plain[0]["ruleset_sha256"] != other[0]["ruleset_sha256"]
    page = client.get(reverse("scores:made", args=[cast.review.code]), weights).content.decode()
    assert f"{url(cast, 'csv')}?physical=0&amp;worry=1&amp;effort=0" in page


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_it_is_a_download_and_written_down(client, cast, kind):
    client.force_login(cast["SV"])
    response = client.get(url(cast, kind))
    assert response.headers["Content-Disposition"] == f'attachment; filename="ALD-1-version-1-lines.{kind}"'
    event = Event.objects.filter(action=Action.DOWNLOADED).get()
    assert event.detail["lines"] == kind
    assert event.actor == cast["SV"].pk


@pytest.mark.parametrize("kind", ["csv", "json"])
@pytest.mark.parametrize(("who", "status"), [("AD", 403), ("AC", 403), ("SI", 403), ("stranger", 404)])
def test_who_may_not_see_the_score_gets_no_file(client, cast, kind, who, status):
    client.force_login(cast[who])
    assert client.get(url(cast, kind)).status_code == status


def test_nothing_is_posted(client, cast):
    client.force_login(cast["SE"])
    assert client.post(url(cast, "csv")).status_code == 405
