"""Trying a change by keyboard and without JavaScript, from the page of a test to an option that is saved."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from protocols.scores.models import WhatIf
from tests.browser.conftest import DESK, OpenPage
from tests.cast import Cast, make_cast, match

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    match(cast.protocol, "a2", "vital_signs")
    match(cast.protocol, "a3", "twelve_lead_ecg")
    return cast


def page_of_ecg(page: Page, live_server: LiveServer, cast: Cast) -> Page:
    page.goto(live_server.url + reverse("scores:activity", args=[cast.review.code, "a3"]))
    return page


def test_without_javascript_a_change_is_tried_and_saved(live_server: LiveServer, open_as: OpenPage, cast: Cast) -> None:
    page = page_of_ecg(open_as(cast["SE"], java_script_enabled=False), live_server, cast)
    page.get_by_role("link", name="Try a change").click()
    page.get_by_role("link", name="Leave it out at one visit").click()
    page.get_by_label("Visit", exact=True).select_option("Call 3")
    page.get_by_role("button", name="See what it does").click()
    expect(page.get_by_role("link", name="12-lead ECG is not planned at Call 3.")).to_be_visible()
    expect(page.get_by_label("Test or task")).to_have_value("a3")
    page.get_by_label("Visit", exact=True).select_option("Screening")
    page.get_by_role("button", name="See what it does").click()
    expect(page.get_by_text("of 100 draws it is lighter than now")).to_be_visible()
    page.get_by_label("Name of the option").fill("One ECG less")
    page.get_by_role("button", name="Save the option").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One ECG less")
    assert WhatIf.objects.get().made_by == cast["SE"]


def test_a_change_is_tried_by_keyboard_alone(live_server: LiveServer, open_as: OpenPage, cast: Cast) -> None:
    page = page_of_ecg(open_as(cast["SE"], width=DESK), live_server, cast)
    page.get_by_role("link", name="Try a change").press("Enter")
    page.get_by_role("link", name="Leave it out everywhere").press("Enter")
    page.get_by_role("button", name="See what it does").press("Enter")
    page.wait_for_url(re.compile(r"/options/try/"))
    page.get_by_label("Name of the option").press_sequentially("No ECG")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("No ECG")
    page.get_by_role("button", name="Put aside").press("Space")
    expect(page.get_by_text("You can bring it back below.")).to_be_visible()
    page.get_by_text("1 option put aside").press("Enter")
    page.get_by_role("button", name="Bring back No ECG").press("Enter")
    expect(page.get_by_role("link", name="No ECG", exact=True)).to_be_visible()
