"""Pages for what went wrong: plain words, a way out, the same for everybody, and no secret on them or in the log."""

import logging

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.cast import Cast, make_cast
from workbench.errors import server_error
from workbench.log_filter import WithoutSecrets

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_what_is_not_yours_looks_like_what_does_not_exist(cast: Cast, client: Client) -> None:
    client.force_login(cast["stranger"])
    not_yours = client.get(reverse("reviews:people", kwargs={"code": cast.review.code}))
    not_there = client.get(reverse("reviews:people", kwargs={"code": "aaaaaaaaaa"}))
    no_address = client.get("/no/such/address/")
    assert {each.status_code for each in (not_yours, not_there, no_address)} == {404}
    assert not_yours.content == not_there.content == no_address.content
    assert "There is nothing here for you" in not_yours.content.decode()


def test_what_you_may_not_do_says_so_and_where_to_go(cast: Cast, client: Client) -> None:
    client.force_login(cast["AD"])
    answer = client.get(reverse("reviews:people", kwargs={"code": cast.review.code}))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Your role does not include this" in page
    assert f'href="{reverse("home")}"' in page


def test_our_own_mistake_has_a_number_that_the_log_has_too(caplog: pytest.LogCaptureFixture) -> None:
    request = RequestFactory().get("/reviews/abc/")
    with caplog.at_level(logging.ERROR):
        page = server_error(request).content.decode()
    incident = caplog.records[-1].getMessage().split()[1].rstrip(":")
    assert incident in page
    assert "Traceback" not in page


def test_a_real_failure_leads_to_that_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.pages.reviews_of", lambda user: 1 / 0)
    client = Client(raise_request_exception=False)
    client.force_login(cast["SE"])
    answer = client.get(reverse("home"))
    assert answer.status_code == 500
    assert "tell us this number" in answer.content.decode()
    assert "ZeroDivision" not in answer.content.decode()


def test_a_form_from_an_old_page_gives_the_words_back_but_no_password(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["SE"])
    typed = {"note": "My <long> answer", "password": "my-secret-word", "empty": " "}
    answer = client.post(reverse("account_change_password"), typed)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "My &lt;long&gt; answer" in page
    assert "my-secret-word" not in page
    assert "reload the page" in page


def test_a_wrong_host_is_refused_readably() -> None:
    answer = Client().get("/help/", headers={"host": "evil.test"})
    assert answer.status_code == 400
    assert "We could not read" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/invitations/s3cret/", "/invitations/.../"),
        ("/invitations/s3cret/again/", "/invitations/.../again/"),
        ("/accounts/password/reset/key/a-s3cret/", "/accounts/password/reset/key/.../"),
        ("/accounts/confirm-email/s3cret/", "/accounts/confirm-email/.../"),
        ("/demo/sign-in/eve/?token=s3cret", "/demo/sign-in/eve/?token=..."),
        ("/reviews/abc/people/", "/reviews/abc/people/"),
    ],
)
def test_the_log_keeps_no_secret_of_an_address(address: str, kept: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "%s: %s", ("Not Found", address), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == f"Not Found: {kept}"
