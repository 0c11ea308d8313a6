"""From what a person said to the answer they read: decided, written, checked and sent, without JavaScript too."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from protocols.findings.feedback.models import Clarity
from protocols.findings.heard import heard_in
from protocols.findings.services import About, make_finding
from protocols.scores.services import default_persona, score_review
from tests.browser.conftest import DESK, OpenPage
from tests.browser.looks import small_targets
from tests.browser.test_walk import FINGER
from tests.cast import Cast, make_cast
from tests.findings.said import say

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    say(cast, words="It hurts.")
    heard = heard_in(cast.review, score_review(cast.review, persona=default_persona(cast.review)))
    topic = heard.topic("activity:a3")
    assert topic is not None
    about = About(cast.protocol.activities.get(key="a3"))
    said = {"title": "The ECG hurts", "status": "decision"}
    make_finding(review=cast.review, by=cast["MO"], about=about, said=said, pieces=topic.pieces)
    return cast


def test_without_javascript_a_team_decides_and_answers_and_a_person_reads_it(
    live_server: LiveServer, open_as: OpenPage, cast: Cast
) -> None:
    today = timezone.localdate().isoformat()
    team = open_as(cast["SE"], width=DESK, java_script_enabled=False)
    team.goto(live_server.url + reverse("findings:decisions", args=[cast.review.code]))
    team.get_by_role("link", name="Decide: The ECG hurts").click()
    team.get_by_role("radio", name="Accept in part").check()
    team.get_by_label("What will be done").fill("We use softer stickers.")
    team.get_by_label("Tell people by").fill(today)
    team.get_by_role("button", name="Save the decision").click()
    expect(team.get_by_role("link", name="Say in plain words why")).to_be_visible()
    expect(team.get_by_label("What will be done")).to_have_value("We use softer stickers.")
    team.get_by_label("Why not, or why not all of it").fill("The test itself keeps people safe.")
    team.get_by_role("button", name="Save the decision").click()
    team.get_by_role("link", name="Findings", exact=True).first.click()
    team.get_by_role("link", name="Answers", exact=True).click()
    team.get_by_role("link", name="Check and send").click()
    expect(team.get_by_text("These decisions have no answer yet")).to_be_visible()
    team.get_by_role("link", name="The ECG hurts").click()
    expect(team.get_by_label("We did")).to_have_value("We use softer stickers.")
    team.get_by_role("button", name="Save and check").click()
    assert mail.outbox == []
    team.get_by_role("button", name="Send 1 answer").click()
    expect(team.get_by_text("1 person gets an e-mail.")).to_be_visible()

    (letter,) = mail.outbox
    assert letter.to == [cast["AD"].email] and "hurts" not in letter.body.casefold()
    person = open_as(cast["AD"], java_script_enabled=False)
    person.goto(live_server.url + reverse("home"))
    person.get_by_role("link", name="Read what came of what you said").tap()
    expect(person.locator("blockquote")).to_have_text("It hurts.")
    expect(person.get_by_text("We use softer stickers.")).to_be_visible()
    assert small_targets(person, FINGER) == []
    person.locator("label", has_text="Partly").tap()
    person.get_by_label("What was not clear?").fill("What is a sticker?")
    person.get_by_role("button", name="Send").tap()
    expect(person.get_by_text("The team sees this without your name.")).to_be_visible()
    assert Clarity.objects.get().words == "What is a sticker?"
    team.get_by_role("link", name="Answers", exact=True).click()
    expect(team.get_by_text("What is a sticker?")).to_be_visible()
    expect(team.get_by_text(cast["AD"].name)).to_have_count(0)


def test_by_keyboard_alone_a_decision_is_recorded(live_server: LiveServer, open_as: OpenPage, cast: Cast) -> None:
    page = open_as(cast["SA"], width=DESK)
    page.goto(live_server.url + reverse("findings:decisions", args=[cast.review.code]))
    page.get_by_role("link", name="Decide: The ECG hurts").press("Enter")
    page.get_by_role("radio", name="Accept: we will do it").press("Space")
    page.get_by_label("What will be done").press("a")
    page.keyboard.type(" softer sticker")
    page.get_by_label("Tell people by").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="Save the decision").press("Enter")
    expect(page.get_by_text("The decision is recorded.")).to_be_visible()
    expect(page.get_by_text("a softer sticker")).to_be_visible()
