"""Changing a schedule in a browser: with the keyboard alone, with quick hands, with a colleague, without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from protocols.domain.editing import RenameVisit
from protocols.domain.schedule import Mark
from protocols.schedules.drafts.draft import ScheduleDraft
from protocols.schedules.drafts.services import make_edit, start_draft
from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.looks import scrolls_sideways, tab_to
from tests.cast import Cast, make_cast

FOCUS = "document.activeElement.id"


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    return make_cast()


def grid(page: Page, server: LiveServer, draft: ScheduleDraft) -> Page:
    page.goto(server.url + reverse("schedules:draft", args=[draft.code]))
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def now(draft: ScheduleDraft) -> ScheduleDraft:
    return ScheduleDraft.objects.get(pk=draft.pk)


def test_with_the_keyboard_from_the_version_to_the_next_one(live_server: LiveServer, open_as: OpenPage, cast: Cast):
    page = open_as(cast["SE"], width=DESK)
    page.goto(live_server.url + reverse("schedules:version", args=[cast.version.code]))
    tab_to(page, "Change this schedule")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Change the schedule")
    expect(page.locator("table")).to_have_attribute("role", "grid")
    tab_to(page, "c-v1-a1")
    press(page, "ArrowRight", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowRight")
    assert page.evaluate(FOCUS) == "c-v3-a2"
    press(page, "Space")
    expect(page.locator("#c-v3-a2")).to_contain_text("X")
    expect(page.locator("#status")).to_have_text("Vital signs at Call 3: done.")
    assert page.evaluate(FOCUS) == "c-v3-a2"
    press(page, "ArrowDown", "Enter")
    expect(page.locator("#c-v3-a3")).to_contain_text("X")
    press(page, "Control+z")
    expect(page.locator("#c-v3-a3")).to_have_text("not done")
    assert page.evaluate(FOCUS) == "c-v3-a3"
    press(page, "Home")
    assert page.evaluate(FOCUS) == "r-a3"
    press(page, "Control+Home")
    assert page.evaluate(FOCUS) == "h-v1"
    press(page, "Control+End", "ArrowDown", "ArrowRight")
    assert page.evaluate(FOCUS) == "c-v3-a4"
    press(page, "Shift+Tab", "Shift+Tab")
    assert not page.evaluate("Boolean(document.activeElement.closest('table'))")
    tab_to(page, "c-v3-a4")  # the grid is one stop, at the cell where the person was
    page.get_by_role("link", name="See what changed, and save").focus()
    press(page, "Enter")
    expect(page.locator(".pb-changes")).to_contain_text("now also at Call 3")
    tab_to(page, "id_reason")
    page.keyboard.type("Amendment 1: one look more")
    tab_to(page, "Save as version 2")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Schedule, version 2")
    version = cast.protocol.versions.get(number=2)
    assert version.schedule.mark_at["v3", "a2"] == Mark("v3", "a2")
    assert version.reason == "Amendment 1: one look more"


def test_quick_presses_are_all_kept_in_their_order(live_server: LiveServer, open_as: OpenPage, cast: Cast):
    draft = start_draft(protocol=cast.protocol, by=cast["SE"])
    page = grid(open_as(cast["SE"], width=DESK), live_server, draft)
    page.locator("#c-v2-a1").focus()
    press(page, "Space", "ArrowRight", "Space", "ArrowDown", "Space", "ArrowDown", "Space")
    for cell in ("v2-a1", "v3-a1", "v3-a2", "v3-a3"):
        expect(page.locator(f"#c-{cell}")).to_contain_text("X")
    press(page, "Control+z", "Control+z", "Control+y")
    expect(page.locator("#grid-form [name=revision]")).to_have_value("7")
    expect(page.locator("#c-v3-a3")).to_have_text("not done")
    expect(page.locator("#c-v3-a2")).to_contain_text("X")
    assert page.evaluate(FOCUS) == "c-v3-a3"
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#grid-form [name=revision]")).to_have_value("8")
    expect(page.locator("#c-v3-a2")).to_have_text("not done")
    assert page.evaluate(FOCUS) == "undo"
    assert (now(draft).position, len(now(draft).edits)) == (2, 4)


def test_undoing_a_new_visit_shows_the_grid_again_and_keeps_the_place(
    live_server: LiveServer, open_as: OpenPage, cast: Cast
):
    draft = start_draft(protocol=cast.protocol, by=cast["SE"])
    page = grid(open_as(cast["SE"], width=DESK), live_server, draft)
    page.get_by_label("Name of the visit").fill("Week 3")
    page.locator("#add-visit").get_by_label("Put it after").select_option("v2")
    page.get_by_role("button", name="Add the visit").click()
    expect(page.locator("#h-new-v1")).to_be_focused()
    press(page, "ArrowDown", "Space")
    expect(page.locator("#c-new-v1-a1")).to_contain_text("X")
    page.locator("#c-v2-a2").focus()
    press(page, "Control+z", "Control+z")
    expect(page.locator("#h-new-v1")).to_have_count(0)
    expect(page.locator("#c-v2-a2")).to_be_focused()


def test_a_press_that_comes_too_late_says_so_and_keeps_what_the_colleague_did(
    live_server: LiveServer, open_as: OpenPage, cast: Cast
):
    draft = start_draft(protocol=cast.protocol, by=cast["SE"])
    page = grid(open_as(cast["SE"], width=DESK), live_server, draft)
    make_edit(draft=draft, by=cast["SA"], revision=0, edit=RenameVisit("v1", "Start"))
    page.locator("#c-v3-a2").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody changed this schedule")
    expect(page.get_by_role("alert")).to_contain_text("Not kept: Vital signs at Call 3: done.")
    page.get_by_role("link", name="Show the schedule as it is now").click()
    expect(page.locator("#h-v1")).to_have_text("Start")
    assert now(draft).position == 1


def test_a_press_without_a_connection_says_that_it_is_not_kept(live_server: LiveServer, open_as: OpenPage, cast: Cast):
    draft = start_draft(protocol=cast.protocol, by=cast["SE"])
    page = open_as(cast["SE"], width=DESK, expected=("Failed to load resource", "htmx:sendError", "htmx:afterRequest"))
    grid(page, live_server, draft)
    page.context.set_offline(True)
    page.locator("#c-v3-a2").click()
    expect(page.get_by_role("alert")).to_contain_text("Not saved")
    expect(page.locator("#c-v3-a2")).to_have_text("not done")


def test_without_javascript_a_mark_a_visit_and_a_version(live_server: LiveServer, open_as: OpenPage, cast: Cast):
    draft = start_draft(protocol=cast.protocol, by=cast["SE"])
    page = grid(open_as(cast["SE"], width=DESK, java_script_enabled=False), live_server, draft)
    page.get_by_label("Marks you set are").select_option("optional")
    page.get_by_role("button", name="Vital signs Call 3 not done").click()
    page.get_by_role("button", name="Vital signs Call 3 may be done").wait_for()
    expect(page.get_by_label("Marks you set are")).to_have_value("optional")
    page.get_by_label("Name of the visit").fill("Week 6")
    page.get_by_role("button", name="Add the visit").click()
    page.get_by_role("button", name="Vital signs Week 6 not done").click()
    page.get_by_role("button", name="Vital signs Week 6 done", exact=True).wait_for()
    page.get_by_role("link", name="Week 6").first.click()
    page.get_by_label("Study day").fill("43")
    page.get_by_label("Adverse events").select_option("planned")
    page.get_by_role("button", name="Keep these changes").click()
    page.get_by_role("link", name="See what changed, and save").click()
    page.get_by_label("Why this version?").fill("One visit more")
    page.get_by_role("button", name="Save as version 2").click()
    schedule = cast.protocol.versions.get(number=2).schedule
    assert (schedule.visit_by_key["v4"].label, schedule.visit_by_key["v4"].day) == ("Week 6", 43)
    assert {mark.activity for mark in schedule.marks_of_visit("v4")} == {"a2", "a4"}


def test_on_a_phone_a_visit_is_changed_on_its_own_page(live_server: LiveServer, open_as: OpenPage, cast: Cast):
    draft = start_draft(protocol=cast.protocol, by=cast["SE"])
    page = grid(open_as(cast["SE"], width=PHONE), live_server, draft)
    expect(page.locator("#grid")).to_be_hidden()
    page.locator(".pb-maplist").get_by_role("link", name="Call 3").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Call 3")
    assert not scrolls_sideways(page)
    page.get_by_label("Vital signs").select_option("planned")
    page.get_by_role("button", name="Keep these changes").click()
    expect(page.locator("#step")).to_contain_text("Vital signs at Call 3: done.")
    assert now(draft).schedule.mark_at["v3", "a2"] == Mark("v3", "a2")
