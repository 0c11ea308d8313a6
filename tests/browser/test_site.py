"""A site says what a visit takes: saved while it writes, by keyboard, without JavaScript, and when things go wrong."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from protocols.runthroughs.models import SiteAnswer
from tests.browser.conftest import OpenPage
from tests.browser.looks import tab_to
from tests.browser.stages import empty
from tests.cast import Cast
from tests.runthroughs.sites import close

SAVED = re.compile(r"Saved at \d\d:\d\d")
WORDS = "There is no bed for so long a day."
SIGNED_OUT = ("Response Status Error Code",)


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    return empty()


def visit(page: Page, server: LiveServer, cast: Cast) -> Page:
    page.goto(server.url + reverse("runthroughs:site_visit", args=[cast.review.code, "v1"]))
    return page


def test_words_are_saved_a_second_after_a_pause_and_are_there_again(live_server, open_as: OpenPage, cast: Cast):
    page = visit(open_as(cast["SI"]), live_server, cast)
    page.get_by_label("In your own words").fill(WORDS)
    page.get_by_label("Yes, with help").check()
    expect(page.locator("#saved")).to_contain_text(SAVED)
    page.get_by_label("In your own words").fill(WORDS + " None.")
    expect(page.locator("#site-form")).to_have_attribute("data-saved-version", "2")
    answer = SiteAnswer.objects.get()
    assert (answer.note, answer.verdict, answer.is_sent) == (WORDS + " None.", "help", False)
    visit(page, live_server, cast)
    expect(page.get_by_label("In your own words")).to_have_value(WORDS + " None.")


def test_a_conflict_shows_both_texts_and_keeps_the_words(live_server, open_as: OpenPage, cast: Cast):
    page = visit(open_as(cast["SI"]), live_server, cast)
    SiteAnswer.objects.create(
        seat=cast.seats["SI"], visit=cast.protocol.visits.get(key="v1"), entered_by=cast["SI"], note="Of the phone."
    )
    page.get_by_label("In your own words").fill(WORDS)
    expect(page.locator("#saved")).to_contain_text("Of the phone.")
    expect(page.get_by_label("In your own words")).to_have_value(WORDS)
    assert SiteAnswer.objects.get().note == "Of the phone."


def test_a_review_that_closes_keeps_the_words_in_the_box(live_server, open_as: OpenPage, cast: Cast):
    page = visit(open_as(cast["SI"]), live_server, cast)
    close(cast.review)
    page.get_by_label("In your own words").fill(WORDS)
    expect(page.locator("#saved")).to_contain_text("this review is not open")
    expect(page.get_by_label("In your own words")).to_have_value(WORDS)


def test_signed_out_keeps_the_words_and_says_so(live_server, open_as: OpenPage, cast: Cast):
    page = visit(open_as(cast["SI"], expected=SIGNED_OUT), live_server, cast)
    Session.objects.all().delete()
    page.get_by_label("In your own words").fill(WORDS)
    expect(page.locator("#saved")).to_contain_text("you are signed out")
    expect(page.get_by_label("In your own words")).to_have_value(WORDS)


def test_by_keyboard_two_answers_and_a_button_send_a_visit(live_server, open_as: OpenPage, cast: Cast):
    page = visit(open_as(cast["SI"]), live_server, cast)
    tab_to(page, "id_verdict_0")
    page.keyboard.press("Space")
    tab_to(page, "That is all: send it")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert SiteAnswer.objects.get().is_sent


def test_without_javascript_a_flag_is_added_merged_and_seen(live_server, open_as: OpenPage, cast: Cast):
    page = visit(open_as(cast["SI"], java_script_enabled=False), live_server, cast)
    for words in ("A bed.", "A chair."):
        page.get_by_role("button", name="Add a flag with details").click()
        page.get_by_label("What would not work?").select_option("rooms")
        page.get_by_text("Say more: minutes, who").click()
        page.get_by_label("What would you change?").fill(words)
        page.get_by_role("button", name="Keep this flag").click()
    page.get_by_role("button", name="Make them one flag").click()
    page.get_by_role("link", name="A room, chair or bed is missing").click()
    expect(page.get_by_label("What would you change?")).to_have_value("A bed.\nA chair.")
