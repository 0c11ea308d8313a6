"""Every address of the workbench, asked for by everybody: who may gets in, and nobody else."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.rows import PEOPLE, ROWS, Row
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The full name of every pattern below a resolver; a nameless one is shown by its path."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}" if pattern.name else f"nameless: {pattern.pattern}"


def in_use() -> list[str]:
    return list(names(get_resolver()))


def is_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and urlsplit(response["Location"]).path.startswith("/accounts/")


def clients(cast: Cast) -> dict[str, Client]:
    """A browser for each person, signed in."""
    browsers = {who: Client() for who in PEOPLE}
    for who, browser in browsers.items():
        browser.force_login(cast[who])
    return browsers


def test_every_pattern_has_a_row() -> None:
    assert [name for name in in_use() if name not in ROWS] == []


def test_every_row_has_a_pattern() -> None:
    assert [name for name in ROWS if name not in in_use()] == []


@pytest.mark.parametrize("name", sorted(ROWS))
def test_who_gets_in(name: str) -> None:
    row, cast = ROWS[name], make_cast()
    address = reverse(name, kwargs=row.kwargs(cast))
    nobody = Client()
    read, written = nobody.get(address), nobody.post(address) if "anonymous" not in row.may else None
    assert read.status_code == anonymous_status(row)
    assert read.status_code != 302 or "anonymous" in row.may or is_sign_in(read)
    assert written is None or written.status_code == 405 or is_sign_in(written)
    for who, browser in clients(cast).items():
        assert browser.get(address).status_code == reading_status(row, who), f"{who} reads {name}"
        assert write(browser, address) in writing_statuses(row, who), f"{who} writes to {name}"


def write(browser: Client, address: str) -> int:
    """Send an empty form and undo what it did."""
    with transaction.atomic():
        status = browser.post(address).status_code
        transaction.set_rollback(True)
    return status


def anonymous_status(row: Row) -> int:
    if "GET" not in row.methods:
        return 405
    if "anonymous" in row.may:
        return row.anonymous if row.anonymous != 302 else row.opens
    return row.anonymous


def reading_status(row: Row, who: str) -> int:
    if "GET" not in row.methods:
        return 405
    return row.refusal(who) or row.opens


def writing_statuses(row: Row, who: str) -> set[int]:
    """What an empty form may lead to: for those who may never a failure of ours, for the others never a yes."""
    if "POST" not in row.methods:
        return {405}
    if refusal := row.refusal(who):
        return {refusal}
    if row.posts:
        return {row.posts}
    return {200, 204, 302, 400, 409, 422} | ({404} if row.opens == 404 else set())


def test_the_login_address_is_where_the_signed_out_are_sent() -> None:
    assert reverse(settings.LOGIN_URL).startswith("/accounts/")
