"""Signing in without the sign-in page, and a server whose data a whole module looks at."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from allauth.account.internal.userkit import user_id_to_str
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from protocols.people.models import User
from tests.browser import watch
from tests.browser.stages import STAGES
from tests.cast import Cast
from tests.screens import HEIGHT

PHONE = 390
DESK = 1280
OpenPage = Callable[..., Page]


def signed_in(user: User) -> Client:
    """A client that is signed in as a fresh sign-in leaves it: no page asks again who they are."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = user_id_to_str(user)
    session.save()
    return client


def sign_in(context: BrowserContext, user: User, address: str) -> None:
    """Sign a person in on one browser."""
    key = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])


@pytest.fixture
def open_as(new_context: Callable[..., BrowserContext], live_server: LiveServer) -> Iterator[OpenPage]:
    """`open_as(user, width=390)`: a browser of one's own for a person, watched as the `page` fixture is.

    `expected` are beginnings of console messages that the test brings about, as going offline does.
    """
    watched: list[tuple[list[str], tuple[str, ...]]] = []

    def open_one(user: User, *, width: int = PHONE, expected: tuple[str, ...] = (), **options: object) -> Page:
        context = new_context(viewport={"width": width, "height": HEIGHT}, has_touch=True, **options)
        sign_in(context, user, live_server.url)
        page = context.new_page()
        watched.append((watch(page), tuple(f"console: {beginning}" for beginning in expected)))
        return page

    yield open_one
    faults = [fault for each, expected in watched for fault in each if not fault.startswith(expected)]
    assert not faults, "\n".join(faults)


@dataclass(frozen=True)
class House:
    """A running workbench with one stage's people and data in it. Tests that share it do not change it."""

    name: str
    cast: Cast
    url: str

    def address(self, name: str, **kwargs: object) -> str:
        """The whole address of a page."""
        return self.url + reverse(name, kwargs=kwargs)


@pytest.fixture(scope="module")
def house(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """The server with the stage that a test names. Its tests only look, so they share it: making one takes seconds."""
    with django_db_blocker.unblock(), _test_database(), _server() as server:
        yield House(request.param, STAGES[request.param](), server.url)


@contextmanager
def _server() -> Iterator[LiveServer]:
    server = LiveServer("localhost")
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def _test_database() -> Iterator[None]:
    """The tests' own database, emptied afterwards; made here if no test of this run has asked pytest-django for one."""
    made = None if _is_test_database() else setup_databases(0, interactive=False, aliases=["default"])
    assert _is_test_database()  # or the next lines empty somebody's real one
    try:
        yield
    finally:
        TransactionTestCase("__init__")._fixture_teardown()
        if made:
            teardown_databases(made, 0)


def _is_test_database() -> bool:
    return bool(connection.settings_dict["NAME"] == connection.creation._get_test_db_name())
