"""The design team's work in a browser: from a file to a burden map, an explainer and a report; and a site's answer."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from protocols.domain.sample import sample_workbook
from protocols.people.models import User
from protocols.reviews.models import Seat, SeatRole
from protocols.runthroughs.models import RunThrough, SiteAnswer
from protocols.schedules.models import Protocol, PurposeRecord, ScheduleVersion
from tests.browser.conftest import DESK, PHONE, House, OpenPage, sign_in
from tests.browser.looks import scrolls_sideways, tab
from tests.browser.stages import empty
from tests.cast import Cast
from tests.screens import resize

REASON = "The medicine may change the heart beat. We look, so that we can stop in time."


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    return empty()


def press(page: Page, name: str) -> None:
    """Press a button that leads to another page, and be there."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def go(page: Page, server: LiveServer, name: str, *args: object) -> Page:
    page.goto(server.url + reverse(name, args=args))
    return page


def title(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_an_editor_brings_a_file_to_a_burden_map(live_server, open_as: OpenPage, cast: Cast, tmp_path: Path):
    file = tmp_path / "schedule.xlsx"
    file.write_bytes(sample_workbook())
    page = go(open_as(cast["SE"], width=DESK), live_server, "schedules:new")
    page.get_by_label("Study code").fill("XLSX-1")
    page.locator("[name=title]").fill("The whole title of the study")
    page.locator("[name=plain_title]").fill("A patch for memory")
    page.locator("[name=file]").set_input_files(file)
    press(page, "Continue")
    assert title(page) == "Check what we read"
    expect(page.locator(".pb-counts")).to_contain_text("16")
    expect(page.locator(".pb-counts")).to_contain_text("122")
    assert not ScheduleVersion.objects.filter(protocol__study_code="XLSX-1").exists()
    press(page, "Save as version 1")
    version = ScheduleVersion.objects.get(protocol__study_code="XLSX-1")
    assert (len(version.schedule.visits), len(version.schedule.marks)) == (16, 122)
    go(page, live_server, "scores:map", version.reviews.get().code)
    expect(page.locator(".pb-heat tbody th[scope=row] a")).to_have_count(len(version.schedule.activities))


def test_a_file_that_cannot_be_read_says_what_to_do(live_server, open_as: OpenPage, cast: Cast, tmp_path: Path):
    file = tmp_path / "picture.xlsx"
    file.write_bytes(b"\x89PNG\r\n\x1a\n and no workbook")
    draft = Protocol.objects.get(study_code="DRAFT-1")
    page = go(open_as(cast["SE"]), live_server, "schedules:upload", draft.code)
    page.locator("[name=file]").set_input_files(file)
    press(page, "Upload and read")
    assert title(page) == "We could not read this file"
    assert page.title().startswith("Error: ")
    expect(page.get_by_role("alert")).to_be_visible()


def test_a_file_that_waits_is_watched_and_can_be_cancelled(live_server, open_as: OpenPage, cast: Cast):
    waiting = Protocol.objects.get(study_code="DRAFT-1").uploads.get(state="waiting")
    page = go(open_as(cast["SE"]), live_server, "schedules:progress", waiting.code)
    expect(page.locator("#state")).to_contain_text("Waiting to be read")
    with page.expect_response("**/uploads/*/?seen=waiting") as asked_again:
        pass
    assert asked_again.value.status == 204
    waiting.state = "reading"
    waiting.save(update_fields=["state"])
    expect(page.locator("#state")).to_contain_text("Being read")
    press(page, "Cancel, keep nothing")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.file) == ("cancelled", None)


@pytest.mark.parametrize("house", ["full"], indirect=True, scope="module")
def test_no_stop_of_the_tab_key_is_hidden_on_the_burden_map(page: Page, house: House):
    sign_in(page.context, house.cast["SE"], house.url)
    resize(page, DESK)
    page.goto(house.address("scores:map", code=house.cast.review.code))
    names, hidden = set(), []
    links = page.locator(".pb-heat a").count()
    assert links > 40
    for _ in range(links + 40):
        name, fault = tab(page)
        inside = page.evaluate("Boolean(document.activeElement.closest('.pb-heat'))")
        names |= {name} if inside else set()
        hidden += [f"{name}: {fault}"] if fault and inside else []
    assert hidden == []
    assert len(names) == len(set(page.locator(".pb-heat a").all_inner_texts()))


@pytest.mark.parametrize("house", ["full"], indirect=True, scope="module")
def test_a_phone_shows_the_burden_map_as_a_list(page: Page, house: House):
    sign_in(page.context, house.cast["SE"], house.url)
    resize(page, PHONE)
    page.goto(house.address("scores:map", code=house.cast.review.code))
    expect(page.locator(".pb-heat")).to_be_hidden()
    expect(page.locator(".pb-maplist details")).to_have_count(page.locator(".pb-heat thead th[scope=col] a").count())
    visit = page.locator(".pb-maplist details").nth(2)
    visit.locator("summary").click()
    expect(visit.locator("li").first).to_be_visible()
    assert not scrolls_sideways(page)


def test_a_purpose_is_stated(live_server, open_as: OpenPage, cast: Cast):
    page = go(open_as(cast["SE"]), live_server, "explainers:purpose", cast.review.code, "a3")
    press(page, "Save the purpose")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_label("Safety").check()
    press(page, "Save the purpose")
    expect(page.get_by_text("Purpose: Safety.")).to_be_visible()
    assert PurposeRecord.objects.get().purpose == "safety"


def test_an_explainer_is_written_and_two_people_approve_it(live_server, open_as: OpenPage, cast: Cast):
    clinician = Seat.objects.create(
        review=cast.review, role=SeatRole.SPONSOR, organisation=cast.sponsor, user=cast["SA"], is_clinical_approver=True
    )
    Seat.objects.filter(pk=cast.seats["AC"].pk).update(is_lay_approver=True)
    page = go(open_as(cast["SE"], width=DESK), live_server, "explainers:edit", cast.review.code, "a3")
    for box in page.locator("#explainer textarea, #explainer input[type=text]").all():
        box.fill("")
    press(page, "Save and ask for the two checks")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say why this study needs it")
    page.get_by_label("Name in plain words").fill("A look at the heart beat")
    page.get_by_label("Why this study needs it").fill(REASON)
    page.get_by_role("button", name="Check the words").click()
    expect(page.locator("#words")).to_contain_text("in 3 sentences")
    press(page, "Save and ask for the two checks")
    expect(page.get_by_text("Waits for the lay check.")).to_be_visible()
    assert REASON not in seen_by(open_as, cast["AD"], live_server, cast)
    for user, words in ((clinician.user, "Yes, it is right"), (cast["AC"], "Yes, I understand it")):
        press(go(open_as(user), live_server, "explainers:activity", cast.review.code, "a3"), words)
    assert REASON in seen_by(open_as, cast["AD"], live_server, cast)


def seen_by(open_as: OpenPage, user: User, server: LiveServer, cast: Cast) -> str:
    page = go(open_as(user), server, "explainers:activity", cast.review.code, "a3")
    return page.locator("main").inner_text()


@pytest.mark.pdf
def test_a_report_is_made_and_downloaded(live_server, open_as: OpenPage, cast: Cast):
    page = go(open_as(cast["SE"], width=DESK), live_server, "reports:list", cast.review.code)
    page.get_by_label("Summary and findings only").check()
    page.set_default_navigation_timeout(120_000)
    press(page, "Make a report")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download workbook").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def test_a_facilitator_plans_a_run_through_and_the_advocate_finds_it(live_server, open_as: OpenPage, cast: Cast):
    page = go(open_as(cast["MO"]), live_server, "runthroughs:plan", cast.review.code)
    press(page, "Begin the plan")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_label("Name of the session").fill("The telephone call")
    press(page, "Begin the plan")
    for visit in ("Screening", "Week 2"):
        page.get_by_label(visit).uncheck()
    page.get_by_label("Call 3").check()
    expect(page.get_by_role("status").filter(has_text="How long it takes")).to_contain_text("1 visit: 3 steps")
    press(page, "Save, and look at the invitation")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose whether people are paid.")
    page.get_by_role("link", name="Choose whether people are paid.").click()
    page.get_by_label(cast["AD"].name).check()
    page.get_by_label("Expenses only").check()
    page.get_by_label("Last day to answer").fill("2099-05-12")
    page.get_by_label("An agreement was made").check()
    page.get_by_label("Who agreed, and on what terms").fill("The group, by letter")
    page.get_by_label("Agreed on").fill("2026-01-05")
    press(page, "Save, and look at the invitation")
    assert not RunThrough.objects.get(title="The telephone call").session.sent_at
    press(page, "Send the invitations")
    assert RunThrough.objects.get(title="The telephone call").visits == ["v3"]
    home = go(open_as(cast["AD"]), live_server, "home")
    expect(home.get_by_role("link", name="The telephone call")).to_be_visible()


def test_a_site_says_what_a_visit_takes(live_server, open_as: OpenPage, cast: Cast):
    page = go(open_as(cast["SI"]), live_server, "runthroughs:site", cast.review.code)
    page.get_by_role("link", name="Screening").click()
    press(page, "Save and send")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say whether your site could do this visit")
    page.get_by_label("Yes, with help").check()
    page.get_by_label("In your own words").fill("The scanner is in another house.")
    assert not SiteAnswer.objects.filter(sent_at__isnull=False).exists()
    press(page, "Save and send")
    expect(page.get_by_text("Sent: Screening.")).to_be_visible()
    answer = SiteAnswer.objects.get()
    assert (answer.verdict, answer.is_sent, answer.note) == ("help", True, "The scanner is in another house.")
