"""Being asked, and the deeper walk, in a browser: by finger, without JavaScript, and by keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from protocols.runthroughs.models import Annotation, Walk
from protocols.runthroughs.sessions.models import Session
from protocols.runthroughs.sessions.services import Said, answer_invitation
from protocols.runthroughs.steps import way_of
from tests.browser.conftest import OpenPage
from tests.browser.looks import scrolls_sideways, small_targets
from tests.browser.stages import empty
from tests.cast import Cast
from tests.runthroughs.sessions import asked_session

FINGER = 44  # pixels


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    return empty()


@pytest.fixture
def session(cast: Cast) -> Session:
    return asked_session(cast, "solo")


def go(page: Page, server: LiveServer, name: str, *parts: object) -> Page:
    page.goto(server.url + reverse(f"runthroughs:{name}", args=parts))
    return page


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_without_scripts_a_person_answers_practises_walks_and_leaves(live_server, open_as: OpenPage, cast, session):
    page = go(open_as(cast["AD"], java_script_enabled=False), live_server, "asked", session.run.code)
    page.get_by_label("More breaks").check()
    press(page, "Yes")
    assert session.people.get().reply == "yes"
    page.get_by_role("link", name="Test my screen").click()
    page.get_by_label("Type anything here").fill("It works")
    press(page, "Save it")
    expect(page.get_by_text("Saving works.")).to_be_visible()
    go(page, live_server, "start", session.run.code)
    page.get_by_role("link", name="Try one step first").click()
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("That is how it works")
    page.get_by_role("link", name="On to the walk").click()
    press(page, "Begin")
    page.get_by_label("Confusing").check()
    press(page, "Save and stop")
    expect(page.get_by_role("heading", level=1)).to_have_text("You can stop here")
    assert Annotation.objects.get().taps == ["confusing"]


def test_the_screen_test_saves_by_itself_after_a_pause(live_server, open_as: OpenPage, cast, session):
    page = go(open_as(cast["AD"]), live_server, "screen_test", session.run.code)
    page.get_by_label("Type anything here").fill("Saved by itself")
    expect(page.locator("#saved")).to_contain_text("Saved by itself")


def test_on_a_phone_everything_to_press_is_large_enough_for_a_finger(live_server, open_as: OpenPage, cast, session):
    answer_invitation(asked=session.people.get(), said=Said("yes", "UTC", [], ""))
    walk = Walk.objects.create(run=session.run, seat=cast.seats["AD"], persona=cast.review.personas.first())
    back = next(step.number for step in way_of(walk).steps if step.story.kind == "back")
    code = session.run.code
    page = open_as(cast["AD"])
    pages = [("asked", code), ("screen_test", code), ("start", code), ("practice", code), ("step", walk.code, back),
             ("leave", walk.code), ("quotes", walk.code)]  # fmt: skip
    for name, *parts in pages:
        go(page, live_server, name, *parts)
        assert small_targets(page, FINGER) == [], name
        assert not scrolls_sideways(page), name
