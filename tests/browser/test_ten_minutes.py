"""A lay person walks alone on a phone in under ten minutes, and a site answers on a visit in five: counted, not timed.

What a person is asked for is counted in pages, taps, swipes to the button and words to read. Seconds of a test machine
would say nothing about people.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from protocols.runthroughs.models import Annotation, SiteAnswer, Walk
from protocols.runthroughs.sessions.planning import estimate
from protocols.runthroughs.steps import way_of
from tests.browser.conftest import OpenPage
from tests.browser.stages import full
from tests.cast import Cast

TEN, FIVE = 10, 5  # minutes
# How a person reads plain words, and taps by one thumb. Who reads 150 words a minute takes about two minutes longer.
WORDS_A_MINUTE = 200
SECONDS_A_TAP = 2
SECONDS_A_PAGE = 1
SCREEN = 844  # pixels of a common phone
# What stands on each page of a walk in the same words is read once; after that only the step's own words are.
OWN_WORDS = "h1, .pb-note, .pb-story, .pb-step"


@dataclass
class Thumb:
    """One thumb on a phone that counts what it is asked for."""

    page: Page
    taps: int = 0
    pages: int = 0
    words: int = 0
    swipes: list[float] = field(default_factory=list)

    def tap(self, what: Locator) -> None:
        """Tap something on the page."""
        self.taps += 1
        what.tap()

    def go(self, role: str, name: str) -> None:
        """Tap what leads to the next page, and be there."""
        target = self.page.get_by_role(role, name=name)  # type: ignore[arg-type]
        box = target.bounding_box()
        assert box
        self.swipes.append(box["y"] / SCREEN)
        self.taps, self.pages = self.taps + 1, self.pages + 1
        with self.page.expect_navigation():
            target.tap()

    def read(self, where: str = "main") -> None:
        """Read some words of the page."""
        self.words += sum(len(text.split()) for text in self.page.locator(where).all_inner_texts())

    @property
    def minutes(self) -> float:
        """What all that takes a person, by the numbers above."""
        return self.words / WORDS_A_MINUTE + (self.taps * SECONDS_A_TAP + self.pages * SECONDS_A_PAGE) / 60


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    return full()


def test_a_walk_for_somebody_new_takes_no_more_pages_taps_and_words_than_ten_minutes_allow(live_server, cast, open_as):
    """The first run-through that the sample offers, by thumb only, from the start page until the answers are sent."""
    run = cast.review.run_throughs.order_by("id")[0]
    thumb = Thumb(open_as(cast["newcomer"]))
    page = thumb.page
    page.goto(live_server.url)
    thumb.go("link", run.title)
    thumb.read()
    told = estimate(cast.review, run.kind, run.visits)
    assert told.minutes < TEN and f"about {told.minutes}\xa0min in all" in page.inner_text("main").replace("\n", " ")
    thumb.go("button", "Begin")
    walk = Walk.objects.get(seat=cast.seats["newcomer"], run=run)
    steps = way_of(walk).steps
    for step in steps:
        expect(page.get_by_role("heading", level=1)).to_have_text(step.story.title)
        thumb.read(OWN_WORDS if step.number > 1 else "main")
        thumb.tap(page.locator(f"label[for=id_overall_{step.number % 5}]"))
        thumb.go("button", "That is enough: go on")
    thumb.read("h1, h2, h3, .govuk-radios, legend")
    thumb.tap(page.get_by_text("Yes, without my name"))
    thumb.go("button", "Send my answers")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    walk.refresh_from_db()
    assert walk.is_sent and walk.annotations.count() == len(steps) == told.steps
    assert thumb.pages == len(steps) + 3  # the start page, the steps, the check, the thank-you
    assert thumb.taps == 2 * len(steps) + 4
    assert max(thumb.swipes[2:-1]) < 2.5  # the button of a step is no more than two swipes away
    assert thumb.minutes < TEN


def test_who_has_had_enough_after_one_visit_sends_what_was_said(live_server, cast, open_as):
    run = cast.review.run_throughs.order_by("id")[0]
    thumb = Thumb(open_as(cast["newcomer"]))
    thumb.page.goto(live_server.url + reverse("runthroughs:start", args=[run.code]))
    expect(thumb.page.get_by_text("You can stop after any visit, and send what you have said.")).to_be_visible()
    thumb.go("button", "Begin")
    walk = Walk.objects.get(seat=cast.seats["newcomer"], run=run)
    way = way_of(walk)
    first = way.of_visit(way.visit_keys[0])
    for step in first:
        stop = thumb.page.get_by_role("button", name="Stop here: check and send")
        expect(stop).to_have_count(1 if step is first[-1] else 0)
        thumb.tap(thumb.page.locator("label[for=id_overall_2]"))
        thumb.go("button", "Stop here: check and send" if step is first[-1] else "That is enough: go on")
    thumb.tap(thumb.page.get_by_text("No, please do not quote me"))
    thumb.go("button", "Send my answers")
    walk.refresh_from_db()
    assert walk.is_sent
    assert [each.overall for each in Annotation.objects.that_count().filter(walk=walk)] == [2] * len(first)


def test_a_site_answers_on_a_visit_by_three_taps_and_reads_no_more_than_five_minutes_allow(live_server, cast, open_as):
    SiteAnswer.objects.all().delete()
    thumb = Thumb(open_as(cast["SI"]))
    thumb.page.goto(live_server.url + reverse("runthroughs:site", args=[cast.review.code]))
    thumb.go("link", "Screening 1")
    thumb.read()
    thumb.tap(thumb.page.get_by_text("Yes, with help"))
    thumb.go("button", "That is all: send it")
    assert SiteAnswer.objects.get().is_sent
    assert (thumb.taps, thumb.pages) == (3, 2)
    assert thumb.minutes < FIVE


def test_a_person_reads_when_it_was_saved_by_their_own_clock_and_without_javascript_in_a_zone_that_is_named(
    live_server, cast, open_as: OpenPage
):
    walk = Walk.objects.filter(seat=cast.seats["AD"]).order_by("id")[0]
    said = walk.annotations.order_by("id")[0]
    Annotation.objects.filter(pk=said.pk).update(saved_at=datetime(2027, 7, 1, 22, 5, tzinfo=UTC))
    number = next(s.number for s in way_of(walk).steps if (s.visit_key, s.story.key) == (said.visit.key, said.step))
    address = live_server.url + reverse("runthroughs:step", args=[walk.code, number])
    for options, shown in (
        ({"timezone_id": "Asia/Kolkata"}, "Saved at 03:35"),
        ({"timezone_id": "America/New_York"}, "Saved at 18:05"),
        ({"java_script_enabled": False}, "Saved at 22:05 (UTC)"),
    ):
        page = open_as(cast["AD"], **options)
        page.goto(address)
        expect(page.locator("#saved")).to_have_text(shown, use_inner_text=True)
