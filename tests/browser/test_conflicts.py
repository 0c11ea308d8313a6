"""Two hands at the same thing: each page that says so, readable by everybody, with both texts and a way on."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from protocols.domain.editing import RenameVisit, SetMark
from protocols.explainers.first_drafts import WRITTEN
from protocols.explainers.services import save_draft
from protocols.people.models import User
from protocols.runthroughs.models import SiteAnswer
from protocols.runthroughs.steps import way_of
from protocols.schedules.checks.corrections import Correction, Kind
from protocols.schedules.drafts.services import make_edit, start_draft
from protocols.schedules.models import Protocol, UploadState
from protocols.schedules.services import correct_upload
from tests.browser.conftest import DESK, OpenPage
from tests.browser.screens_table import own_walk
from tests.browser.stages import empty
from tests.cast import Cast
from tests.screens import take

Open = Callable[..., Page]
Look = Callable[[Page], None]


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    return empty()


@pytest.fixture
def look(axe: Look) -> Callable[[Page, str], None]:
    def look_at(page: Page, name: str) -> None:
        take(page, f"conflict-{name}")
        axe(page)

    return look_at


@pytest.fixture
def open_page(open_as: OpenPage, live_server: LiveServer) -> Open:
    def open_one(user: User, name: str, *args: object) -> Page:
        page = open_as(user, width=DESK, expected=("Failed to load resource",))
        page.goto(live_server.url + reverse(name, args=args))
        return page

    return open_one


def press(page: Page, name: str, status: int = 409) -> None:
    """Press a button that leads to another page, which answers with `status`."""
    with page.expect_navigation() as leading:
        page.get_by_role("button", name=name).first.click()
    assert leading.value is not None and leading.value.status == status


def test_a_step_that_another_device_changed(open_page: Open, cast: Cast, look: Callable[[Page, str], None]):
    walk = own_walk(cast)
    number = next(step.number for step in way_of(walk).steps if step.story.kind == "activity")
    page = open_page(cast["AD"], "runthroughs:step", walk.code, number)
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("In your own words").fill("From my phone: the room is cold.")
    press(other, "Continue", 200)
    page.get_by_label("In your own words").fill("From my computer: the chair is hard.")
    press(page, "Continue")
    expect(page.locator(".govuk-error-summary")).to_contain_text("the room is cold")
    expect(page.get_by_label("In your own words")).to_have_value("From my computer: the chair is hard.")
    look(page, "step")


def test_a_walk_in_a_review_that_closed(open_page: Open, cast: Cast, look: Callable[[Page, str], None]):
    walk = own_walk(cast)
    page = open_page(cast["AD"], "runthroughs:step", walk.code, 2)
    page.get_by_label("In your own words").fill("I was still writing.")
    walk.run.closed_at = timezone.now()
    walk.run.save()
    press(page, "Continue")
    expect(page.get_by_label("In your own words")).to_have_value("I was still writing.")
    look(page, "step-closed")
    page.goto(page.url.partition("/walks/")[0] + reverse("runthroughs:start", args=[walk.run.code]))
    look(page, "start-closed")


def test_a_check_page_that_a_colleague_answered(open_page: Open, cast: Cast, look: Callable[[Page, str], None]):
    upload = Protocol.objects.get(study_code="DRAFT-1").uploads.get(state=UploadState.READ)
    page = open_page(cast["SE"], "schedules:check", upload.code)
    visit = upload.schedule_json["visits"][0]["key"]
    correct_upload(
        upload=upload, by=cast["SA"], revision=0, corrections=[Correction(Kind.LABEL, visit, None, "First visit")]
    )
    press(page, "Save as version 1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Something changed")
    look(page, "check")
    page.get_by_role("link", name="Show the page as it is now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what we read")


def test_an_explainer_that_a_colleague_saved(open_page: Open, cast: Cast, look: Callable[[Page, str], None]):
    activity = cast.protocol.activities.first()
    assert activity is not None
    page = open_page(cast["SE"], "explainers:edit", cast.review.code, activity.key)
    texts = dict.fromkeys(WRITTEN, "") | {"why_this_study": "My colleague says: to see whether it works."}
    save_draft(
        activity=activity,
        by=cast["SA"],
        texts=texts,
        origins=dict.fromkeys(texts, "written"),
        expected_revision=0,
        send=False,
    )
    page.locator("[name=why_this_study]").fill("I say: to look after you.")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("My colleague says: to see whether it works.")
    expect(page.locator("[name=why_this_study]")).to_have_value("I say: to look after you.")
    look(page, "explainer")


def test_a_site_visit_that_a_colleague_answered(open_page: Open, cast: Cast, look: Callable[[Page, str], None]):
    visit = cast.protocol.visits.get(key=cast.version.schedule.visits[0].key)
    page = open_page(cast["SI"], "runthroughs:site_visit", cast.review.code, visit.key)
    SiteAnswer.objects.create(
        seat=cast.seats["SI"], visit=visit, verdict="no", note="No chair is free.", entered_by=cast["SI"], version=1
    )
    page.locator("label", has_text="Yes, with help").first.click()
    page.locator("[name=note]").fill("We would need a second nurse.")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("No chair is free.")
    expect(page.locator("[name=note]")).to_have_value("We would need a second nurse.")
    look(page, "site-visit")


def test_a_visit_that_a_colleague_renamed_in_the_same_draft(
    open_page: Open, cast: Cast, look: Callable[[Page, str], None]
):
    draft = start_draft(protocol=cast.protocol, by=cast["SE"])
    page = open_page(cast["SE"], "schedules:draft_visit", draft.code, "v2")
    make_edit(draft=draft, by=cast["SA"], revision=0, edit=RenameVisit("v2", "Theirs"))
    page.get_by_label("Name", exact=True).fill("Mine")
    press(page, "Keep these changes")
    expect(page.get_by_role("alert")).to_contain_text("Stored now: “Theirs”. Yours: “Mine”.")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Mine")
    look(page, "draft-visit")
    press(page, "Keep these changes", 200)
    expect(page.locator("#h-v2")).to_have_text("Mine")


def test_a_draft_that_a_colleague_changed_before_it_was_saved(
    open_page: Open, cast: Cast, look: Callable[[Page, str], None]
):
    draft = start_draft(protocol=cast.protocol, by=cast["SE"])
    draft = make_edit(draft=draft, by=cast["SE"], revision=0, edit=SetMark("v3", "a1"))
    page = open_page(cast["SE"], "schedules:draft_save", draft.code)
    make_edit(draft=draft, by=cast["SA"], revision=1, edit=RenameVisit("v2", "Theirs"))
    page.get_by_label("Why this version?").fill("My long reason")
    press(page, "Save as version 2")
    for words in ("What you asked for: My long reason", "renamed to “Theirs”", "by Ada Admin"):
        expect(page.locator("main")).to_contain_text(words)
    look(page, "draft")
