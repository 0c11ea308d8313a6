"""A facilitator and two participants walk together: each in a browser, by keyboard, and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from protocols.runthroughs.models import Annotation
from protocols.runthroughs.rooms.models import Phase
from tests.browser.conftest import DESK, OpenPage
from tests.browser.looks import small_targets, tab_to
from tests.browser.test_walk import OFFLINE
from tests.runthroughs.rooms import ADVOCATES, Group, make_group

FINGER = 44  # pixels for participants
LOOKS = 10_000  # milliseconds: a page looks for news every three seconds
WORDS = "The waiting wears me out."


@pytest.fixture
def group(live_server: LiveServer) -> Group:
    return make_group()


def press(page: Page, name: str, role: str = "button") -> None:
    """Press a button or link that leads to another page, and be there."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]


def enter(page: Page, server: LiveServer, group: Group) -> None:
    """Join from one's start page."""
    page.goto(server.url)
    press(page, group.run.title, "link")
    page.locator(".pb-choice label").first.click()
    page.get_by_label("Yes, without my name").check()
    press(page, "Join the group")
    expect(page.get_by_text("You are in.")).to_be_visible()


def test_from_waiting_to_the_end_with_two_participants(
    live_server: LiveServer, open_as: OpenPage, group: Group, axe: Callable[[Page], None]
):
    console = open_as(group.cast["MO"], width=DESK)
    one, two = open_as(group.cast["AD"]), open_as(group.cast["AD2"])
    console.goto(live_server.url + group.url("room"))
    for each in (one, two):
        enter(each, live_server, group)
        assert small_targets(each, FINGER) == []
    expect(console.get_by_text("Waiting for people to join (2 of 3)")).to_be_visible(timeout=LOOKS)
    axe(console)
    press(console, "Open the room")
    for each in (one, two):
        expect(each.get_by_text("How hard would this be for you?")).to_be_visible(timeout=LOOKS)
    assert small_targets(one, FINGER) == []
    axe(one)
    one.locator("label[for=id_overall_2]").click()
    press(one, "Continue")
    expect(one.get_by_text("You have finished this step.")).to_be_visible()
    two.get_by_label("In your own words").fill(WORDS)
    expect(two.get_by_text("Saved at")).to_be_visible()
    expect(console.get_by_text("1 of 2 people here have finished this step.")).to_be_visible(timeout=LOOKS)
    expect(console.get_by_text("Only 2 people have answered.")).to_be_visible(timeout=LOOKS)
    assert WORDS not in console.content() + one.content()
    console.get_by_label("They have agreed").check()
    press(console, "Show answers to the group")
    expect(console.get_by_text(WORDS)).to_be_visible()
    axe(console)
    expect(one.get_by_text(WORDS)).to_be_visible(timeout=LOOKS)
    assert small_targets(one, FINGER) == []
    axe(one)
    stays_while_typing(two)
    press(two, "See them", "link")
    press(console, "Begin to talk")
    console.get_by_label("In people’s own words").fill("“I sat there for an hour.”")
    expect(console.locator("#note-saved")).to_contain_text("Saved at")
    press(console, "Go on to step 2")
    for each in (one, two):
        expect(each.get_by_role("heading", level=1)).to_have_text("The way there", timeout=LOOKS)
    console.locator("#tool-close summary").click()
    console.get_by_label("We are done").check()
    press(console, "Close it for everybody")
    expect(one.get_by_role("link", name="Go on to check your answers")).to_be_visible(timeout=LOOKS)
    press(one, "Go on to check your answers", "link")
    press(one, "Check your answers", "link")
    one.get_by_text("Yes, without my name").click()
    press(one, "Send my answers")
    expect(one.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert [said.walk for said in Annotation.objects.that_count()] == [group.walk("AD")]
    assert group.room.steps.get(ref="v1/before").note == "“I sat there for an hour.”"


def stays_while_typing(page: Page) -> None:
    """The group has gone on; who is typing keeps the page, the field and the focus."""
    page.get_by_label("In your own words").focus()
    page.keyboard.press("End")
    expect(page.get_by_text("The answers at this step are on show.")).to_be_visible(timeout=LOOKS)
    page.keyboard.type(" Really.")
    expect(page.get_by_label("In your own words")).to_have_value(WORDS + " Really.")
    assert page.evaluate("document.activeElement.id") == "id_words"
    expect(page.get_by_text("Saved at")).to_be_visible()
    page.wait_for_function("!document.querySelector('#saved [data-next-key]')")


def test_the_facilitators_main_way_by_keyboard_only(live_server: LiveServer, open_as: OpenPage, group: Group):
    group.join(*ADVOCATES)
    console = open_as(group.cast["MO"], width=DESK)
    console.goto(live_server.url + group.url("room"))
    by_key(console, "Open the room")
    for who in ADVOCATES:
        group.say(who, words=f"Words of {who}", overall=3)
    expect(console.get_by_text("You can do this now: 3 people have answered.")).to_be_visible(timeout=LOOKS)
    by_key(console, "Show answers to the group")
    by_key(console, "Begin to talk")
    tab_to(console, "note-words")
    console.keyboard.type("Said aloud")
    by_key(console, "Save notes")
    back_to(console, "do-next")
    with console.expect_navigation():
        console.keyboard.press("Enter")
    tab_to(console, "Close the room")
    console.keyboard.press("Enter")
    tab_to(console, "close-is_over")
    console.keyboard.press("Space")
    by_key(console, "Close it for everybody")
    expect(console.get_by_role("heading", name="This run-through is over")).to_be_visible()
    assert (group.room.phase, group.room.at_step) == (Phase.CLOSED, 2)
    assert group.room.steps.get(ref="v1/before").note == "Said aloud"


def back_to(page: Page, stop: str) -> None:
    """Press Shift and Tab until the stop of this id has the focus: after saving, one stands at the notes."""
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.id") == stop:
            return
    raise AssertionError(f"{stop} is not reached")


def by_key(page: Page, name: str) -> None:
    """Reach a button by the Tab key, press it with Enter, and be on the next page."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_without_javascript_the_main_way_works_by_reloading(live_server: LiveServer, open_as: OpenPage, group: Group):
    console = open_as(group.cast["MO"], width=DESK, java_script_enabled=False)
    one = open_as(group.cast["AD"], java_script_enabled=False)
    enter(one, live_server, group)
    console.goto(live_server.url + group.url("room"))
    press(console, "Open the room")
    one.goto(live_server.url + group.url("together"))
    one.get_by_label("In your own words").fill(WORDS)
    press(one, "Continue")
    console.reload()
    press(console, "Show answers to the group")
    expect(console.locator(".govuk-error-summary")).to_contain_text("Ask them first")
    console.get_by_label("They have agreed").check()
    press(console, "Show answers to the group")
    one.reload()
    expect(one.get_by_text(WORDS)).to_be_visible()
    press(console, "Begin to talk")
    console.get_by_label("In people’s own words").fill("Noted")
    press(console, "Save notes")
    expect(console.get_by_label("In people’s own words")).to_have_value("Noted")
    press(console, "Go on to step 2")
    one.reload()
    press(one, "Go to step 2", "link") if one.get_by_role("link", name="Go to step 2").count() else one.reload()
    expect(one.get_by_role("heading", level=1)).to_have_text("The way there")


def test_on_a_bad_connection_words_stay_and_the_page_goes_on_looking(
    live_server: LiveServer, open_as: OpenPage, group: Group
):
    group.join("AD")
    group.open()
    one = open_as(group.cast["AD"], expected=OFFLINE)
    one.goto(live_server.url + group.url("together"))
    with one.expect_event("requestfailed"):  # it looks for news in vain, and that is no reason to trouble anybody
        one.context.set_offline(True)
    assert one.locator(".pb-unsaved").count() == 0
    one.get_by_label("In your own words").fill(WORDS)
    expect(one.get_by_role("alert")).to_contain_text("Not saved yet")
    group.move(2)
    one.context.set_offline(False)
    expect(one.get_by_text("Saved at")).to_be_visible(timeout=20_000)
    expect(one.get_by_text("The group has moved on.")).to_be_visible(timeout=LOOKS)
    expect(one.get_by_label("In your own words")).to_have_value(WORDS)
    assert Annotation.objects.get().words == WORDS
