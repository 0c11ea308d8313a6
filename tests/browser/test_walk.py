"""An advocate walks through visits on a phone, by finger, by keyboard or without JavaScript, alone with their words."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from protocols.runthroughs import services
from protocols.runthroughs.models import Annotation, Walk
from protocols.runthroughs.steps import way_of
from tests.browser.conftest import OpenPage
from tests.browser.looks import overlaps, scrolls_sideways, small_targets, tab_to
from tests.browser.stages import empty, full
from tests.cast import PASSWORD, Cast

# What the browser and htmx write on the console when a test takes the network or the session away.
OFFLINE = ("Failed to load resource: net::ERR_", "htmx:afterRequest", "htmx:sendError")
BROKEN = ("Failed to load resource: the server responded with a status of 500", "Response Status Error Code")
SIGNED_OUT = ("Response Status Error Code",)
SAVED = re.compile(r"Saved at \d\d:\d\d")
WORDS = "I would need a chair and a cup of tea."
FINGER = 44  # pixels


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    return empty()


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk.objects.get(seat=cast.seats["AD"])


def activity_step(walk: Walk) -> int:
    return next(step.number for step in way_of(walk).steps if step.story.kind == "activity")


def open_step(page: Page, server: LiveServer, walk: Walk) -> Page:
    page.goto(server.url + reverse("runthroughs:step", args=[walk.code, activity_step(walk)]))
    return page


def words_of(walk: Walk) -> list[str]:
    return list(walk.annotations.exclude(words="").values_list("words", flat=True))


def tap(page: Page, role: str, name: str) -> None:
    """Tap a link or button that leads to another page, and be there."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).tap()  # type: ignore[arg-type]


def test_by_tapping_from_home_to_thank_you_through_the_whole_sample(live_server: LiveServer, open_as: OpenPage):
    cast = full()
    page = open_as(cast["newcomer"])
    page.goto(live_server.url)
    page.get_by_role("link", name=cast.review.run_throughs.order_by("id")[0].title).tap()
    page.locator(".pb-choice label").nth(1).tap()
    tap(page, "button", "Begin")
    walk = Walk.objects.get(seat=cast.seats["newcomer"])
    steps = way_of(walk).steps
    assert len(steps) > 10
    for step in steps:
        expect(page.get_by_role("heading", level=1)).to_have_text(step.story.title)
        page.locator(f"label[for=id_overall_{step.number % 5}]").tap()
        tap(page, "button", "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    page.get_by_text("Yes, without my name").tap()
    tap(page, "button", "Send my answers")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    walk.refresh_from_db()
    assert (walk.is_sent, walk.quote_consent) == (True, "unnamed")
    assert [said.overall for said in walk.annotations.order_by("id")] == [step.number % 5 for step in steps]


def test_by_keyboard_only_from_home_to_thank_you(live_server: LiveServer, open_as: OpenPage, walk: Walk):
    page = open_as(walk.seat.user)
    page.goto(live_server.url)
    tab_to(page, walk.run.title)
    page.keyboard.press("Enter")
    page.wait_for_url("**/run-throughs/**")
    tab_to(page, "Go on where I was")
    page.keyboard.press("Enter")
    for step in way_of(walk).steps:
        expect(page.get_by_role("heading", level=1)).to_have_text(step.story.title)
        tab_to(page, "id_overall_0")
        page.keyboard.press("ArrowDown")
        tab_to(page, "id_words")
        page.keyboard.type(f"Step {step.number}")
        tab_to(page, "Continue")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    tab_to(page, "id_quote_consent_0")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Send my answers")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    said = list(walk.annotations.order_by("id"))
    assert [each.words for each in said] == [f"Step {step.number}" for step in way_of(walk).steps]
    assert {each.overall for each in said} == {1}


def test_without_javascript_from_home_to_thank_you(live_server: LiveServer, open_as: OpenPage, walk: Walk):
    page = open_as(walk.seat.user, java_script_enabled=False)
    page.goto(live_server.url)
    tap(page, "link", walk.run.title)
    tap(page, "button", "Go on where I was")
    page.get_by_label("In your own words").fill(WORDS)
    tap(page, "button", "Continue")
    tap(page, "link", "Back")
    expect(page.get_by_label("In your own words")).to_have_value(WORDS)
    tap(page, "button", "Continue")
    page.get_by_label("In your own words").fill("w" * 2001)
    tap(page, "button", "Continue")
    expect(page.locator(".govuk-error-summary")).to_contain_text("2001 characters long")
    expect(page.get_by_label("In your own words")).to_have_value("w" * 2001)
    tap(page, "button", "Skip this step")
    page.get_by_label("In your own words").fill("")
    while page.url.count("/steps/"):
        tap(page, "button", "Skip this step")
    tap(page, "button", "Send my answers")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose how your words may be used")
    page.get_by_label("No, please do not quote me").check()
    tap(page, "button", "Send my answers")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    walk.refresh_from_db()
    assert (walk.is_sent, words_of(walk)) == (True, [WORDS])


def test_every_target_of_a_step_is_large_enough_for_a_finger(live_server, open_as: OpenPage, walk: Walk):
    page = open_step(open_as(walk.seat.user), live_server, walk)
    page.locator("summary").evaluate_all("all => all.forEach(each => each.parentElement.open = true)")
    assert small_targets(page, FINGER) == []


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_text_of_twice_the_size_stays_readable(live_server, open_as: OpenPage, walk: Walk, width: int):
    page = open_step(open_as(walk.seat.user, width=width, bypass_csp=True), live_server, walk)
    assert overlaps(page) == []
    page.add_style_tag(content="html { font-size: 200% !important }")
    page.locator("summary").evaluate_all("all => all.forEach(each => each.parentElement.open = true)")
    assert overlaps(page) == []
    assert not scrolls_sideways(page)


def test_words_are_saved_a_second_after_a_pause_and_writing_goes_on(live_server, open_as: OpenPage, walk: Walk):
    page = open_step(open_as(walk.seat.user), live_server, walk)
    page.get_by_label("In your own words").tap()
    with page.expect_response("**/save/") as saving:
        page.keyboard.type(WORDS)
        stopped = time.monotonic()
    assert saving.value.ok
    assert time.monotonic() - stopped > 0.8
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "id_words"
    page.keyboard.type(" And time.")
    expect(page.get_by_label("In your own words")).to_have_value(WORDS + " And time.")
    with page.expect_response("**/save/") as saving:
        pass
    assert saving.value.ok
    assert words_of(walk) == [WORDS + " And time."]


def test_without_a_network_words_stay_and_are_saved_when_it_is_back(live_server, open_as: OpenPage, walk: Walk):
    page = open_step(open_as(walk.seat.user, expected=OFFLINE), live_server, walk)
    page.context.set_offline(True)
    page.get_by_label("In your own words").fill(WORDS)
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    expect(page.get_by_label("In your own words")).to_have_value(WORDS)
    assert words_of(walk) == []
    page.context.set_offline(False)
    expect(page.get_by_text(SAVED)).to_be_visible(timeout=20_000)
    assert words_of(walk) == [WORDS]


def test_five_minutes_without_a_network_lose_nothing_that_was_typed_meanwhile(
    live_server, open_as: OpenPage, walk: Walk
):
    page = open_as(walk.seat.user, expected=OFFLINE)
    page.clock.install()  # the page's own clock, so that its five minutes take this test none
    open_step(page, live_server, walk)
    page.context.set_offline(True)
    words = page.get_by_label("In your own words")
    words.fill(WORDS)
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    for _minute in range(5):
        page.clock.fast_forward("01:00")  # each of them tries to save again, and cannot
        words.press("End")
        words.press_sequentially(" More.")
        expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    assert words_of(walk) == []
    page.context.set_offline(False)
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert words_of(walk) == [WORDS + " More." * 5]


def test_words_that_were_not_saved_survive_a_reload(
    live_server, open_as: OpenPage, walk: Walk, monkeypatch: pytest.MonkeyPatch
):
    # The server refuses, not the browser: what a page sends while it is left slips past a browser's own blocking.
    def broken(**said: object) -> None:
        raise OperationalError("database is locked")

    page = open_step(open_as(walk.seat.user, expected=BROKEN), live_server, walk)
    page.on("dialog", lambda question: question.accept())
    with monkeypatch.context() as patched:
        patched.setattr(services, "save_annotation", broken)
        _write_and_reload(page)
        assert words_of(walk) == []
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert words_of(walk) == [WORDS]


def _write_and_reload(page: Page) -> None:
    page.get_by_label("In your own words").fill(WORDS)
    page.locator("label[for=id_overall_3]").tap()
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    page.reload()
    expect(page.get_by_label("In your own words")).to_have_value(WORDS)
    expect(page.locator("#id_overall_3")).to_be_checked()
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet")


def test_two_tabs_show_both_texts_and_lose_neither(live_server, open_as: OpenPage, walk: Walk):
    one = open_step(open_as(walk.seat.user), live_server, walk)
    two = open_step(one.context.new_page(), live_server, walk)
    one.get_by_label("In your own words").fill("From the first tab")
    expect(one.get_by_text(SAVED)).to_be_visible()
    two.get_by_label("In your own words").fill("From the second tab")
    expect(two.get_by_text("Not saved: this step was changed on another device")).to_be_visible()
    tap(two, "button", "Continue")
    expect(two.locator(".govuk-error-summary")).to_contain_text("From the first tab")
    expect(two.get_by_label("In your own words")).to_have_value("From the second tab")
    assert words_of(walk) == ["From the first tab"]
    tap(two, "button", "Continue")
    expect(two.get_by_label("In your own words")).to_have_value("")
    assert words_of(walk) == ["From the second tab"]


def test_when_the_session_has_ended_words_stay_and_are_saved_after_signing_in(live_server, open_as, walk: Walk):
    page = open_step(open_as(walk.seat.user, expected=SIGNED_OUT), live_server, walk)
    Session.objects.all().delete()
    page.get_by_label("In your own words").fill(WORDS)
    expect(page.get_by_role("alert")).to_contain_text("you are signed out")
    expect(page.get_by_label("In your own words")).to_have_value(WORDS)
    other = page.context.new_page()
    other.goto(live_server.url + reverse("account_login"))
    other.get_by_label("E-mail address").fill(walk.seat.user.email)
    other.locator("input[type=password]").fill(PASSWORD)
    other.get_by_role("button", name="Sign in with password").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("What you need to do")
    expect(page.get_by_text(SAVED)).to_be_visible(timeout=40_000)
    assert words_of(walk) == [WORDS]


@pytest.mark.parametrize("way_back", ["the browser's button", "the page's link"])
def test_back_never_loses_words(live_server, open_as: OpenPage, walk: Walk, way_back: str):
    page = open_as(walk.seat.user)
    page.on("dialog", lambda question: question.accept())
    page.goto(live_server.url + reverse("runthroughs:start", args=[walk.run.code]))
    open_step(page, live_server, walk)
    page.get_by_label("In your own words").fill(WORDS)  # and away, before the pause is over
    if way_back == "the page's link":
        tap(page, "link", "Back")
    else:
        page.go_back()
    open_step(page, live_server, walk)
    expect(page.get_by_label("In your own words")).to_have_value(WORDS)
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert words_of(walk) == [WORDS]


TEAM_PAGES = ["scores:overview", "scores:map", "scores:made", "runthroughs:list", "explainers:list", "reports:list"]


@pytest.mark.django_db
def test_the_team_sees_no_word_and_no_answer_before_it_is_sent(client: Client):
    cast = full()
    walk = Walk.objects.filter(seat=cast.seats["AD"]).order_by("id")[1]
    assert marked_pages(cast, walk, ["SE"])  # once sent they are seen: the search below can find them
    Walk.objects.filter(pk=walk.pk).update(sent_at=None)
    assert marked_pages(cast, walk, ["SE", "MO", "RV"]) == []


def marked_pages(cast: Cast, walk: Walk, roles: list[str]) -> list[str]:
    """The team's pages on which a word of this walk stands."""
    words = [text for text in walk.annotations.values_list("words", flat=True) if text]
    assert len(words) > 3 and Annotation.objects.exclude(walk=walk).filter(words__in=words).count() == 0
    keys = set(walk.annotations.exclude(words="", activity=None).values_list("activity__key", flat=True)) - {None}
    addresses = [reverse(name, args=[cast.review.code]) for name in TEAM_PAGES]
    addresses += [reverse(name, args=[cast.review.code, key]) for name in ("scores:activity",) for key in keys]
    addresses += [reverse("scores:visit", args=[cast.review.code, key]) for key in walk.run.visits]
    found = []
    for role in roles:
        client = Client()
        client.force_login(cast[role])
        pages = {address: client.get(address).content.decode() for address in addresses}
        found += [f"{role} {address}" for address, html in pages.items() if any(text in html for text in words)]
    return found
