"""What browser tests ask for: a page that watches itself, and the accessibility check."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe, AxeResults
from playwright.sync_api import ConsoleMessage, Page, Request, expect

from tests.chromium import find_chromium
from tests.screens import WIDTHS, resize

# No sandbox, since builds run as root in containers; and a browser that phones nobody.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Axe()
PATIENCE = 20_000  # milliseconds for something to appear: a busy build server is slow, and slow is not wrong
expect.set_options(timeout=PATIENCE)
OUR_HOSTS = {"localhost", "127.0.0.1"}
EXPECTED_STATUS = "Failed to load resource: the server responded with a status of 4"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def base_url() -> None:
    """None: tests say `live_server.url`. The plugin's own fixture is written in a way that pytest 10 gives up."""


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that fails its test when it calls another host, breaks its own content policy or throws in a script."""
    faults = watch(page)
    yield page
    assert not faults, "\n".join(faults)


def watch(page: Page) -> list[str]:
    """Return a list into which the page's faults will come."""
    faults: list[str] = []
    page.on("request", lambda request: faults.extend(_strangers(request)))
    page.on("console", lambda message: faults.extend(_complaints(message)))
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    return faults


def _strangers(request: Request) -> list[str]:
    address = urlsplit(request.url)
    is_ours = address.scheme not in {"http", "https", "ws", "wss"} or address.hostname in OUR_HOSTS
    return [] if is_ours else [f"request to another host: {request.url}"]


def _complaints(message: ConsoleMessage) -> list[str]:
    # A page that answers 403, 404, 409 or 422 on purpose is reported on the console too.
    if message.type != "error" or message.text.startswith(EXPECTED_STATUS):
        return []
    return [f"console: {message.text}"]


@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)` fails on any violation, and on sideways scrolling, at each of our three widths or at those given."""

    def check(page: Page, widths: tuple[int, ...] = WIDTHS) -> None:
        faults = [fault for width in widths for fault in _violations(page, width)]
        assert not faults, "\n".join(faults)

    return check


def _violations(page: Page, width: int) -> list[str]:
    resize(page, width)
    if not page.evaluate("'axe' in window"):  # once a page: it is half a megabyte
        page.evaluate(AXE.axe_script)
    results = AxeResults(page.evaluate("axe.run({resultTypes: ['violations']})"))
    faults = [f"at {width} px: {results.generate_report()}"] if results.violations_count else []
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        faults.append(f"at {width} px the page scrolls sideways")
    return faults
