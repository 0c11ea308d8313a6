"""The watchers of the browser tests notice what they are there for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser import _complaints, _strangers
from tests.screens import WIDTHS, take

GOOD = "<!doctype html><html lang=en><title>Visit</title><main><h1>Visit</h1></main></html>"


def test_a_sound_page_passes_the_accessibility_check(page: Page, axe: Callable[[Page], None]) -> None:
    page.set_content(GOOD)
    axe(page)


def test_a_field_without_a_label_is_noticed(page: Page, axe: Callable[[Page], None]) -> None:
    page.set_content(GOOD.replace("</main>", "<input></main>"))
    with pytest.raises(AssertionError, match="label"):
        axe(page)


def test_sideways_scrolling_is_noticed_at_the_width_where_it_happens(page: Page, axe: Callable[[Page], None]) -> None:
    page.set_content(GOOD.replace("</main>", "<div style='width: 350px'>.</div></main>"))
    with pytest.raises(AssertionError) as caught:
        axe(page)
    assert str(caught.value).startswith("at 320 px the page scrolls sideways")


def test_a_call_to_another_host_is_noticed(context: BrowserContext) -> None:
    page = context.new_page()  # not the watched one, whose test would fail
    page.route("http://other.example/**", lambda route: route.fulfill(body=""))
    with page.expect_request("http://other.example/font.woff2") as caught:
        page.evaluate("fetch('http://other.example/font.woff2', {mode: 'no-cors'}).then(() => 1)")
    assert _strangers(caught.value) == ["request to another host: http://other.example/font.woff2"]


def test_an_error_on_the_console_is_noticed(context: BrowserContext) -> None:
    page = context.new_page()
    with page.expect_console_message() as caught:
        page.evaluate("console.error('Refused to apply inline style')")
    assert _complaints(caught.value) == ["console: Refused to apply inline style"]


def test_pictures_are_taken_at_each_width(page: Page, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.screens.FOLDER", tmp_path)
    page.set_content(GOOD)
    assert [path.name for path in take(page, "visit")] == [f"visit-{width}.png" for width in WIDTHS]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in tmp_path.iterdir())
