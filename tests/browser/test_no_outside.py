"""No page asks anybody else for anything, and no page carries a script or a style of its own."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.conftest import House, sign_in, signed_in
from tests.browser.screens_table import SCREENS, Screen, teaching_step
from tests.browser.stages import empty
from tests.cast import Cast

STRICT = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'", "font-src": "'self'",
    "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}  # fmt: skip
LOOSER = {"mfa_activate_totp": {"img-src": "'self' data:"}}  # the picture that a phone scans is made on the spot
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HTMX = {
    "selfRequestsOnly": True,
    "allowEval": False,
    "allowScriptTags": False,
    "historyCacheSize": 0,
    "includeIndicatorStyles": False,
}
ADDRESSES = {"src", "href", "action", "hx-get", "hx-post", "formaction", "data", "poster"}
LEADS_OUT = re.compile(r"(https?:)?//|javascript:|data:text")
# Most pages that only the whole sample shows in full can be opened in the small study too, which is made at once.
HERE = [
    screen
    for screen in SCREENS
    if "empty" in screen.only or (screen.only == ("full",) and screen.at is not teaching_step)
]


class Tags(HTMLParser):
    """The tags of a page, with their attributes and the text inside scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.inside = ""
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name: value or "" for name, value in attrs}))
        self.inside = tag if tag in {"script", "style"} else ""

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside and data.strip():
            self.texts.append((self.inside, data))


@pytest.fixture
def cast() -> Cast:
    return empty()


@pytest.mark.django_db
@pytest.mark.parametrize("part", sorted({screen.name.split(":")[0].split("_")[0] for screen in HERE}))
def test_every_page_is_strict_and_plain(cast: Cast, part: str):
    faults = []
    for screen in HERE:
        if screen.name.split(":")[0].split("_")[0] == part:
            faults += [f"{screen}: {fault}" for fault in faults_of(screen, answer_to(screen, cast))]
    assert faults == []


def answer_to(screen: Screen, cast: Cast) -> HttpResponse:
    client = signed_in(cast[screen.who]) if screen.who else Client()
    return client.get(reverse(screen.name, kwargs=screen.at(cast)), follow=True)


def faults_of(screen: Screen, answer: HttpResponse) -> Iterator[str]:
    policy = dict(each.strip().split(" ", 1) for each in answer["Content-Security-Policy"].split(";"))
    if policy != {**STRICT, **LOOSER.get(screen.name, {})}:
        yield f"policy at {answer.request['PATH_INFO']}: img-src {policy['img-src']}"
    for name, value in EVERYWHERE.items():
        if answer.get(name) != value:
            yield f"{name}: {answer.get(name)}"
    if screen.who and "no-store" not in answer["Cache-Control"]:
        yield f"may be kept: {answer['Cache-Control']}"
    yield from faults_in(answer.content.decode())


def faults_in(html: str) -> Iterator[str]:
    """What no page of ours may hold."""
    tags = Tags()
    tags.feed(html)
    for tag, attributes in tags.seen:
        for name, value in attributes.items():
            if name == "style" or name.startswith("on"):
                yield f"{name} on <{tag}>"
            if name in ADDRESSES and tag != "a" and LEADS_OUT.match(value):
                yield f"<{tag}> points at {value[:60]}"
        if tag == "script" and "src" not in attributes and attributes.get("type") != "application/json":
            yield "a script inside the page"
    for tag, text in tags.texts:
        if tag == "style" or not text.strip().startswith("{"):
            yield f"<{tag}> holds {text.strip()[:60]}"


def test_faults_are_found():
    bad = (
        "<script>alert(1)</script><p style='color:red' onclick='go()'><style>p{}</style>"
        "<img src='https://other.example/a.png'><a href='https://fine.example'>a link may lead out</a>"
    )
    assert list(faults_in(bad)) == [
        "a script inside the page", "style on <p>", "onclick on <p>",
        "<img> points at https://other.example/a.png", "<script> holds alert(1)", "<style> holds p{}",
    ]  # fmt: skip


@pytest.mark.django_db
def test_htmx_is_told_to_stay_at_home(cast: Cast):
    html = signed_in(cast["SE"]).get(reverse("home")).content.decode()
    said = re.search(r"<meta name=\"htmx-config\" content='([^']+)'>", html)
    assert said is not None
    config = json.loads(said[1])
    assert {name: config[name] for name in HTMX} == HTMX
    swaps = {code["code"]: code["swap"] for code in config["responseHandling"]}
    assert swaps["(409|413|422|429)"] is True and swaps["[45].."] is False


@pytest.mark.parametrize("house", ["empty"], indirect=True, scope="module")
def test_nothing_leaves_while_somebody_looks_around(page: Page, house: House):
    """The `page` fixture fails on a request to another host; here every request of the main pages is named."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page.context, house.cast["SE"], house.url)
    for name in ("scores:overview", "scores:map", "explainers:list", "reports:list"):
        page.goto(house.address(name, code=house.cast.review.code))
        page.wait_for_load_state("networkidle")
    assert len(asked) > 10
    assert [address for address in asked if not address.startswith(house.url)] == []
    assert page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].some((font) => font.status === 'loaded'))"
    )


@pytest.mark.parametrize("house", ["empty"], indirect=True, scope="module")
def test_the_browser_itself_refuses_scripts_styles_and_strangers(new_context, house: House):
    page = new_context().new_page()  # not the watched one: it would fail on what the browser complains about
    page.goto(house.url + reverse("help"))
    refused: list[str] = page.evaluate(
        """async () => {
          const refused = [];
          document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
          const script = Object.assign(document.createElement('script'), {textContent: 'window.wasRun = true'});
          const image = Object.assign(new Image(), {src: 'https://other.example/pixel.png'});
          document.head.append(script, image);
          document.body.setAttribute('style', 'color: red');
          await fetch('https://other.example/').catch(() => 0);
          await new Promise((done) => setTimeout(done, 300));
          return window.wasRun ? ['the script was run'] : refused;
        }"""
    )
    assert {"script-src-elem", "img-src", "style-src-attr", "connect-src"} <= set(refused)
