"""Making findings of what was heard, without JavaScript and by keyboard alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from protocols.findings.models import Finding
from tests.browser.conftest import DESK, OpenPage
from tests.cast import Cast, make_cast
from tests.findings.said import say

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    say(cast, words="It hurts.", reasons=["pain"])
    say(cast, visit="v2", words="The room is cold.")
    return cast


def start(live_server: LiveServer, cast: Cast) -> str:
    return live_server.url + reverse("findings:list", args=[cast.review.code])


def test_without_javascript_a_finding_is_made_split_and_merged(
    live_server: LiveServer, open_as: OpenPage, cast: Cast
) -> None:
    page = open_as(cast["MO"], java_script_enabled=False)
    page.goto(start(live_server, cast))
    page.get_by_role("link", name="Read what was heard").click()
    page.get_by_role("link", name="12-lead ECG").click()
    page.get_by_label("The finding, in one sentence").fill("The ECG is a strain")
    page.get_by_role("button", name="Make the finding").click()
    expect(page.get_by_text("It hurts.")).to_be_visible()
    page.get_by_label("Tick number 2").check()
    page.get_by_role("button", name="Make a finding of its own").click()
    page.get_by_label("The finding, in one sentence").fill("The room is cold")
    page.get_by_role("button", name="Save the finding").click()
    expect(page.get_by_text("The room is cold.")).to_be_visible()
    expect(page.get_by_text("It hurts.")).to_have_count(0)
    page.get_by_text("Merge it into another finding").click()
    page.get_by_label("Which finding?").select_option(label="The ECG is a strain")
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_text("It hurts.")).to_be_visible()
    page.get_by_role("button", name="Take apart again The room is cold").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The room is cold")
    assert Finding.objects.standing().count() == 2


def test_by_keyboard_alone_findings_are_sorted_out(live_server: LiveServer, open_as: OpenPage, cast: Cast) -> None:
    page = open_as(cast["SE"], width=DESK)
    page.goto(start(live_server, cast))
    page.get_by_role("link", name="Read what was heard").press("Enter")
    page.get_by_role("link", name="12-lead ECG").press("Enter")
    page.get_by_label("Tick number 1").press("Space")
    page.get_by_label("The finding, in one sentence").press("ControlOrMeta+a")
    page.keyboard.type("Rooms are cold")
    page.get_by_role("radio", name="Medium").press("ArrowUp")
    page.get_by_role("button", name="Make the finding").press("Enter")
    expect(page.get_by_text("Matters: high")).to_be_visible()
    page.get_by_role("link", name="Findings", exact=True).first.press("Enter")
    page.get_by_label("Tick Rooms are cold").press("Space")
    page.locator("#many_status").press("L")  # as one types in a list: Looking into it
    page.get_by_role("button", name="Set").press("Enter")
    expect(page.locator("#main .pb-tag", has_text="Looking into it")).to_be_visible()
    kept = Finding.objects.get().sources.all()
    assert [source.annotation.words if source.annotation else source.key for source in kept] == [
        "The room is cold.",
        "purpose:a3",
    ]
