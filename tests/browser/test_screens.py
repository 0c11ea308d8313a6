"""Every screen, in every state: readable by everybody, at every width, and with a picture of it."""

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.access.rows import ROWS
from tests.browser.conftest import PHONE, House, sign_in
from tests.browser.looks import faults_without_scripts, tab
from tests.browser.screens_table import SCREENS, Screen
from tests.browser.stages import STAGES
from tests.screens import WIDTHS, take

TITLE = re.compile(r"(Error: )?\S.* - Burden Review$")
IS_BUILD_SERVER = bool(os.environ.get("CI"))
STOPS = 120  # of the Tab key, more than most pages have
OWN_TITLE = {"reports:report"}  # a document of its own, for printing too
# Addresses that show no page of their own: they lead elsewhere, answer with a file, or with a corner of a page.
NO_SCREEN = {
    "health", "account_confirm_login_code", "mfa_authenticate", "mfa_reauthenticate", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "mfa_reauthenticate_webauthn", "mfa_login_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn",
    "schedules:template", "schedules:original", "schedules:version_template", "reviews:original",
    "scores:lines_csv", "scores:lines_json", "reports:progress", "reports:pdf", "reports:xlsx",
    "runthroughs:room_state", "runthroughs:together_state", "runthroughs:session_time",
    "runthroughs:session_calendar", "runthroughs:walk_copy", "runthroughs:site_copy", "scores:option_save",
}  # fmt: skip


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "screen" in metafunc.fixturenames:
        cases = [
            pytest.param(stage, screen, id=f"{stage}-{screen}", marks=[pytest.mark.deep] if stage == "longest" else [])
            for stage in STAGES
            for screen in SCREENS
            if stage in screen.only
        ]
        metafunc.parametrize(("house", "screen"), cases, indirect=["house"], scope="module")


def test_a_screen(page: Page, axe: Callable[..., None], house: House, screen: Screen) -> None:
    open_screen(page, house, screen)
    faults = [*faults_of(page, screen)]
    if not IS_BUILD_SERVER:  # pictures are for people to look at; on the build server nobody does
        take(page, f"{house.name}-{screen}")
    # The same page full is seen at all widths; the build server looks at the empty one on a phone only.
    axe(page, (PHONE,) if house.name == "empty" and IS_BUILD_SERVER else WIDTHS)
    assert not faults


@pytest.mark.deep
def test_every_stop_of_the_tab_key_is_seen(page: Page, house: House, screen: Screen) -> None:
    open_screen(page, house, screen)
    page.evaluate("document.activeElement.blur()")
    hidden = []
    for _ in range(STOPS):
        name, fault = tab(page)
        if name.startswith("BODY") or page.evaluate("document.activeElement === document.body"):
            break
        hidden += [f"{name[:40]!r} {fault}"] if fault else []
    assert hidden == []


def open_screen(page: Page, house: House, screen: Screen) -> None:
    if screen.who:
        sign_in(page.context, house.cast[screen.who], house.url)
    answer = page.goto(house.address(screen.name, **screen.at(house.cast)) + screen.query)
    assert answer is not None and answer.status == screen.status


def faults_of(page: Page, screen: Screen) -> list[str]:
    titled = screen.name in OWN_TITLE or TITLE.match(page.title())
    title = [] if titled else [f"title: {page.title()}"]
    return [*heading_faults(page), *title, *faults_without_scripts(page), *skip_link_faults(page)]


def heading_faults(page: Page) -> list[str]:
    headings = page.locator("h1").all_inner_texts()
    return [] if len(headings) == 1 and headings[0].strip() else [f"headings: {headings}"]


def skip_link_faults(page: Page) -> list[str]:
    """The first stop of the Tab key leads past the head of the page; unless a message has the focus already."""
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.getAttribute('href')") != "#main":
        return ["the first Tab does not reach the link to the main content"]
    box = page.evaluate("(({left, width}) => [left, width])(document.activeElement.getBoundingClientRect())")
    page.keyboard.press("Enter")
    has_moved = page.evaluate("document.activeElement.id === 'main'")
    page.goto(page.url.partition("#")[0])  # as it was, for the picture
    shown = [] if box[0] >= 0 and box[1] > 20 else ["the link to the main content stays hidden when focused"]
    return shown + ([] if has_moved else ["the link to the main content does not lead there"])


def test_every_page_of_the_workbench_is_in_the_table() -> None:
    pages = {name for name, row in ROWS.items() if "GET" in row.methods} - NO_SCREEN
    assert sorted(pages - {screen.name for screen in SCREENS}) == []
