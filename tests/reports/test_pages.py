"""Pages of reports: made, shown, taken out, tried again, and told about in plain words when something is wrong."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from protocols.audit.models import Action, Event
from protocols.people.models import Organisation
from protocols.schedules.models import StoredFile
from reports import services, tasks
from reports.limits import Limits, limits
from reports.models import Report
from reports.pdf import Pdf, PdfError
from reports.templatetags.reports import exact
from tests.cast import Cast, person
from tests.reports.factory import rated_cast, report_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
A_PDF = b"%PDF-1.7 made %%EOF"


@pytest.fixture
def cast() -> Cast:
    return rated_cast()


@pytest.fixture
def editor(client: Client, cast: Cast) -> Client:
    client.force_login(cast["SE"])
    return client


@pytest.fixture(autouse=True)
def _no_pdf_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Laying out takes seconds and has its own tests."""
    monkeypatch.setattr(tasks, "pdf_of", lambda html: Pdf(A_PDF, ()))


def make(client: Client, cast: Cast, extent: str = "whole"):
    return client.post(reverse("reports:make", args=[cast.review.code]), {"extent": extent})


def at(name: str, report: Report) -> str:
    return reverse(f"reports:{name}", args=[report.code])


def listed(client: Client, cast: Cast) -> str:
    return client.get(reverse("reports:list", args=[cast.review.code])).content.decode()


def test_a_report_is_made_and_its_files_are_kept(editor: Client, cast: Cast) -> None:
    answer = make(editor, cast)
    report = Report.objects.get()
    assert answer.status_code == 302 and answer["Location"] == at("progress", report)
    assert report.state == Report.State.READY
    assert bytes(report.pdf.content) == A_PDF
    assert bytes(report.xlsx.content).startswith(b"PK")
    assert Event.objects.filter(action=Action.REPORT_MADE, subject=f"report:{report.code}").count() == 1


def test_asked_twice_it_is_one_report(editor: Client, cast: Cast) -> None:
    make(editor, cast)
    make(editor, cast)
    assert Report.objects.count() == 1


def test_another_part_is_another_report(editor: Client, cast: Cast) -> None:
    make(editor, cast)
    make(editor, cast, "summary")
    assert {report.content["extent"] for report in Report.objects.all()} == {"whole", "summary"}


def test_the_list_says_what_is_missing_and_offers_to_make_one(editor: Client, cast: Cast) -> None:
    text = listed(editor, cast)
    assert "No report yet." in text and "4 tests and tasks have no stated purpose." in text
    assert "1 test or task is matched to nothing" in text and "Make a report" in text


def test_a_viewer_reads_but_cannot_make(client: Client, cast: Cast) -> None:
    client.force_login(cast["SV"])
    assert "<form" not in listed(client, cast).split("<main")[1]
    assert make(client, cast).status_code == 403
    assert Report.objects.count() == 0


def test_the_list_asks_the_same_number_of_queries_however_many_reports(
    editor: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    report_of(cast.review)
    listed(editor, cast)
    with django_assert_num_queries(QUERIES):
        listed(editor, cast)
    for extent in ("without-annexes", "summary"):
        make(editor, cast, extent)
    with django_assert_num_queries(QUERIES):
        listed(editor, cast)


QUERIES = 9


def test_something_else_than_the_three_parts_is_refused(editor: Client, cast: Cast) -> None:
    answer = make(editor, cast, "everything")
    assert answer.status_code == 422
    assert "Choose one of the three." in answer.content.decode()


def test_the_page_shows_the_numbers_and_says_draft(editor: Client, cast: Cast) -> None:
    report = report_of(cast.review)
    text = editor.get(at("report", report)).content.decode()
    load = report.content["figures"]["load"]["planned"]
    assert f"{exact(services.Content.from_dict(report.content).figures.load.planned)} load points" in text, load
    assert "DRAFT - not signed" in text and report.content_sha256 in text
    assert "Annex A" in text and "Annex B" in text


def test_a_smaller_part_leaves_out_what_it_says(editor: Client, cast: Cast) -> None:
    make(editor, cast, "without-annexes")
    middle = editor.get(at("report", Report.objects.get())).content.decode()
    assert "Burden by visit" in middle and "Annex A" not in middle
    make(editor, cast, "summary")
    brief = editor.get(at("report", Report.objects.first())).content.decode()
    assert "Burden by visit" not in brief and "Annex A" not in brief and "What weighs most" in brief


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_files_are_downloads_under_a_name_that_does_no_harm(
    editor: Client, cast: Cast, kind: str, start: bytes
) -> None:
    type(cast.protocol).objects.update(study_code='ÄLD/1 "x"\n')
    cast.review.refresh_from_db()
    answer = editor.get(at(kind, report_of(cast.review)))
    assert answer.content.startswith(start)
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert f"version-1-draft.{kind}" in answer["Content-Disposition"] and "\n" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    event = Event.objects.get(action=Action.REPORT_EXPORTED)
    assert event.detail == {"kind": kind} and event.actor == cast["SE"].pk


def test_a_file_that_is_not_there_is_not_found(editor: Client, cast: Cast) -> None:
    report = report_of(cast.review, state=Report.State.WAITING)
    Report.objects.update(pdf=None, xlsx=None)
    assert editor.get(at("pdf", report)).status_code == 404
    assert not Event.objects.filter(action=Action.REPORT_EXPORTED).exists()


@pytest.mark.parametrize("name", ["report", "progress", "pdf", "xlsx"])
def test_a_stranger_finds_no_report(client: Client, cast: Cast, name: str) -> None:
    client.force_login(cast["stranger"])
    answer, nowhere = client.get(at(name, report_of(cast.review))), client.get("/reports/nothere/")
    assert answer.status_code == nowhere.status_code == 404
    assert b"ALD-1" not in answer.content


def test_an_advocate_is_told_what_to_do(client: Client, cast: Cast) -> None:
    client.force_login(cast["AD"])
    assert client.get(at("report", report_of(cast.review))).status_code == 403


def test_pages_and_files_are_not_written_to(editor: Client, cast: Cast) -> None:
    report = report_of(cast.review)
    assert {editor.post(at(name, report)).status_code for name in ("report", "progress", "pdf", "xlsx")} == {405}
    assert editor.get(at("retry", report)).status_code == 405


def test_progress_says_how_far_it_is_and_nothing_twice(editor: Client, cast: Cast) -> None:
    report = report_of(cast.review, state=Report.State.MAKING)
    Report.objects.update(progress="Laying out the PDF")
    page = editor.get(at("progress", report)).content.decode()
    assert "<html" in page and "Laying out the PDF" in page and "Read the report now" in page
    seen = "making Laying out the PDF False"
    assert editor.get(at("progress", report), {"seen": seen}, headers=HTMX).status_code == 204
    fragment = editor.get(at("progress", report), {"seen": "waiting  False"}, headers=HTMX).content.decode()
    assert "Laying out the PDF" in fragment and "<html" not in fragment


def test_a_ready_report_is_shown_at_once(editor: Client, cast: Cast) -> None:
    report = report_of(cast.review)
    assert editor.get(at("progress", report))["Location"] == at("report", report)
    assert editor.get(at("progress", report), headers=HTMX)["HX-Redirect"] == at("report", report)


def test_a_failure_is_told_the_page_works_and_trying_again_makes_it(
    editor: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(html: str) -> Pdf:
        raise PdfError("The PDF took longer than 5 seconds.")

    with monkeypatch.context() as broken:
        broken.setattr(tasks, "pdf_of", fail)
        make(editor, cast)
    report = Report.objects.get()
    assert report.state == Report.State.FAILED and report.pdf is None and report.xlsx is not None
    for name in ("report", "progress"):
        text = editor.get(at(name, report)).content.decode()
        assert "took longer than 5 seconds" in text and "Try again" in text
    assert "took longer than 5 seconds" in listed(editor, cast)
    assert editor.post(at("retry", report)).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.error) == (Report.State.READY, "")


def test_asking_anew_for_a_failed_report_tries_again(editor: Client, cast: Cast) -> None:
    report_of(cast.review, state=Report.State.FAILED)
    make(editor, cast)
    assert Report.objects.get().state == Report.State.READY


def test_our_own_mistake_is_no_report_that_is_made_for_ever(
    editor: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "workbook_of", lambda *given: 1 / 0)
    make(editor, cast)
    report = Report.objects.get()
    assert report.state == Report.State.FAILED and "on our side" in report.error
    assert "division" not in report.error


def test_trying_a_good_report_again_changes_nothing(editor: Client, cast: Cast) -> None:
    report = report_of(cast.review)
    editor.post(at("retry", report))
    report.refresh_from_db()
    assert report.state == Report.State.READY and bytes(report.pdf.content) == b"%PDF-1.7 not really"


def test_one_report_at_a_time_for_one_person(editor: Client, cast: Cast) -> None:
    report_of(cast.review, state=Report.State.MAKING)
    answer = make(editor, cast, "summary")
    assert answer.status_code == 429 and answer["Retry-After"]
    assert "You have a report in the making." in answer.content.decode()
    failed = report_of_another_part(cast, Report.State.FAILED)
    assert editor.post(at("retry", failed)).status_code == 429


def report_of_another_part(cast: Cast, state: str) -> Report:
    return report_of(cast.review, extent=services.Extent.WITHOUT_ANNEXES, state=state)


def test_somebody_else_is_not_held_up(client: Client, cast: Cast) -> None:
    report_of(cast.review, state=Report.State.MAKING)
    client.force_login(cast["MO"])
    assert make(client, cast, "summary").status_code == 302


def test_a_report_that_nobody_works_on_any_more_can_be_tried_again(editor: Client, cast: Cast) -> None:
    report = report_of(cast.review, state=Report.State.MAKING)
    long_ago = timezone.now() - timedelta(minutes=limits().minutes_until_stuck + 1)
    Report.objects.update(made_at=long_ago)
    assert "This takes longer than it should." in editor.get(at("progress", report)).content.decode()
    editor.post(at("retry", report))
    report.refresh_from_db()
    assert report.state == Report.State.READY


def test_a_report_that_is_too_large_names_the_part_to_choose(
    editor: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {name: getattr(limits(), name) for name in Limits.__slots__}
    monkeypatch.setattr(services, "limits", lambda: Limits(**{**values, "cells": 3}))
    answer = make(editor, cast)
    assert answer.status_code == 422
    assert "Choose “without the annexes”" in answer.content.decode()
    assert "Choose “summary and findings”" in make(editor, cast, "without-annexes").content.decode()
    assert make(editor, cast, "summary").status_code == 302
    assert Report.objects.count() == 1


def test_a_late_job_does_nothing(cast: Cast) -> None:
    report = report_of(cast.review)
    assert tasks.make_report.call(report.code) == "nothing to make"
    assert tasks.make_report.call("nothere") == "nothing to make"


def test_the_same_bytes_are_kept_once(editor: Client, cast: Cast) -> None:
    make(editor, cast)
    make(editor, cast, "summary")
    assert StoredFile.objects.filter(content=A_PDF).count() == 1


def test_somebody_who_lost_their_place_finds_no_report(client: Client, cast: Cast) -> None:
    report = report_of(cast.review)
    newcomer = person("New Comer", organisation=Organisation.objects.get(name="Alder Trials"), role="viewer")
    client.force_login(newcomer)
    assert client.get(at("pdf", report)).status_code == 200
    newcomer.memberships.all().delete()
    assert client.get(at("pdf", report)).status_code == 404
