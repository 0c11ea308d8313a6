"""The pages of the score in a browser: without scripts, with htmx, and taking a table away."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from protocols.reviews.models import Persona, SeatRole
from protocols.runthroughs.models import Annotation, RunThrough, Walk
from tests.browser.conftest import OpenPage, sign_in
from tests.browser.stages import amended, long_schedule
from tests.cast import Cast, add_seat, make_cast, match, version_of
from tests.screens import take

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db) -> Cast:
    cast = make_cast()
    for key, name in (("a1", "informed_consent"), ("a2", "vital_signs"), ("a3", "twelve_lead_ecg")):
        match(cast.protocol, key, name)
    Persona.objects.create(
        review=cast.review, key="tom", name="Tom", one_line="Example.",
        details={"key": "tom", "name": "Tom", "minutes_one_way": 90},
    )  # fmt: skip
    return cast


def address(live_server, cast: Cast, name: str) -> str:
    return live_server.url + reverse(f"scores:{name}", args=[cast.review.code])


def test_the_map_is_coloured_and_narrowed_without_scripts(live_server, new_context, cast: Cast):
    context: BrowserContext = new_context(java_script_enabled=False, viewport={"width": 1280, "height": 844})
    sign_in(context, cast["SV"], live_server.url)
    page = context.new_page()
    page.goto(address(live_server, cast, "map"))
    page.get_by_label("Colour shows").select_option(label="Time of the site")
    page.get_by_label("Find a test or task").fill("ecg")
    page.get_by_role("button", name="Apply").click()
    assert "colour=site" in page.url
    assert "q=ecg" in page.url
    expect(page.locator(".pb-heat tbody th[scope=row]")).to_have_text(["12-lead ECG"])
    expect(page.locator(".pb-heat td.s1, .pb-heat td.s2, .pb-heat td.s3")).not_to_have_count(0)
    expect(page.get_by_role("button", name="Copy table")).to_be_hidden()


def test_htmx_swaps_the_map_keeps_the_focus_and_the_address_can_be_shared(live_server, open_as: OpenPage, cast: Cast):
    page = open_as(cast["SV"], width=1280)
    page.goto(address(live_server, cast, "map"))
    page.get_by_label("Colour shows").select_option(label="Time of a person")
    page.get_by_role("button", name="Apply").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pb-heat caption")).to_have_text("Minutes of a person for each test or task, by visit")
    expect(page.locator("#apply")).to_be_focused()
    expect(page.locator("#status")).to_have_text("5 rows shown.")
    assert "colour=hours" in page.url
    page.reload()
    expect(page.locator(".pb-heat caption")).to_have_text("Minutes of a person for each test or task, by visit")
    page.go_back()
    expect(page.locator(".pb-heat caption")).to_have_text("Load points for each test or task, by visit")
    expect(page.locator("h1")).to_have_count(1)


def test_the_lines_are_copied_for_a_spreadsheet(live_server, open_as: OpenPage, cast: Cast):
    page = open_as(cast["SV"], width=1280, permissions=["clipboard-read", "clipboard-write"])
    page.goto(address(live_server, cast, "made"))
    page.get_by_role("button", name="Copy all lines").click()
    expect(page.locator("#status")).to_have_text("Copied")
    rows = [line.split("\t") for line in page.evaluate("navigator.clipboard.readText()").split("\n")]
    ecg = [row for row in rows if row[0] == "12-lead ECG"]
    assert len(ecg) == 2
    assert all(len(row) == 7 for row in ecg)
    assert all(float(row[1]) * float(row[2]) == pytest.approx(float(row[6])) for row in ecg)
    assert ["Screening"] in rows


def test_the_map_is_copied_with_its_numbers_and_without_the_words_for_readers(
    live_server, open_as: OpenPage, cast: Cast
):
    page = open_as(cast["SV"], width=1280, permissions=["clipboard-read", "clipboard-write"])
    page.goto(address(live_server, cast, "map"))
    page.get_by_role("button", name="Copy table").click()
    expect(page.locator("#status")).to_have_text("Copied")
    rows = [line.split("\t") for line in page.evaluate("navigator.clipboard.readText()").split("\n")]
    (ecg,) = [row for row in rows if row[0] == "12-lead ECG"]
    assert len(ecg) == len(cast.version.schedule.visits) + 2
    assert "no estimate" not in " ".join(cell for row in rows for cell in row)


@pytest.fixture
def wordy(transactional_db) -> Cast:
    """A study plan with names as long as they may be, its amendment, and two people who disagree at length."""
    cast = make_cast(long_schedule())
    version_of(cast.protocol, amended(cast.version.schedule), cast["SE"], number=2)
    add_seat(cast, SeatRole.ADVOCATE, "Bo Other", cast.seats["AD"].organisation, key="BO")
    match(cast.protocol, "a0", "twelve_lead_ecg")
    for who, overall in (("AD", 4), ("BO", 0)):
        run = RunThrough.objects.create(review=cast.review, title="Walk", visits=["v0"], created_by=cast["MO"])
        walk = Walk.objects.create(run=run, seat=cast.seats[who], sent_at=run.created_at)
        for activity in cast.protocol.activities.all():
            Annotation.objects.create(
                walk=walk, visit=cast.protocol.visits.get(key="v0"), activity=activity,
                step=f"activity:{activity.key}", answer="rated", overall=overall, words="w" * 240,
                entered_by=cast[who],
            )  # fmt: skip
    return cast


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("compare", ""), ("timeline", ""), ("disagreement", ""), ("changes", ""), ("map", "?colour=purpose"),
        ("made", ""),
    ],
)  # fmt: skip
def test_long_names_break_no_page(
    live_server, page: Page, axe: Callable[[Page], None], wordy: Cast, name: str, query: str
):
    sign_in(page.context, wordy["SE"], live_server.url)
    page.goto(address(live_server, wordy, name) + query)
    take(page, f"wordy-{name}")
    axe(page)
