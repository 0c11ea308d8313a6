"""Signing in: by a code, by a password, with a second step; the same words for known and unknown addresses."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import reverse

from protocols.people.models import User
from tests.cast import PASSWORD, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def nina() -> User:
    return person("Nina")


def without_codes(page: str) -> str:
    return re.sub(r"csrfmiddlewaretoken[^>]*|X-CSRFToken[^>]*", "", page)


def test_a_code_from_the_mailbox_signs_in_and_leads_on(nina: User, client: Client) -> None:
    wanted = reverse("account")
    asked = client.get(wanted)
    page = client.get(asked["Location"]).content.decode()
    way = re.search(r'href="([^"]*login/code/[^"]*)"', page)[1].replace("&amp;", "&")
    form = client.get(way).content.decode()
    assert f'value="{wanted}"' in form
    sent = client.post(reverse("account_request_login_code"), {"email": " NINA@example.org", "next": wanted})
    code = re.search(r"^[A-Z0-9-]{6,9}$", mail.outbox[0].body, re.MULTILINE)[0]
    assert code in mail.outbox[0].subject
    assert client.post(sent["Location"], {"code": code.lower(), "next": wanted})["Location"] == wanted


def test_a_wrong_code_says_what_to_do_and_three_wrong_ones_end_it(nina: User, client: Client) -> None:
    client.post(reverse("account_request_login_code"), {"email": nina.email})
    confirm = reverse("account_confirm_login_code")
    answer = client.post(confirm, {"code": "WRONG"})
    assert answer.status_code == 422
    assert "This is not the code" in answer.content.decode()
    client.post(confirm, {"code": "WRONG"})
    assert client.post(confirm, {"code": "WRONG"}).status_code == 302
    assert client.get(confirm).status_code == 302


def test_known_and_unknown_addresses_get_the_same_pages(nina: User) -> None:
    pages = []
    for email in (nina.email, "nobody@example.org"):
        browser = Client()
        browser.post(reverse("account_request_login_code"), {"email": email})
        page = browser.get(reverse("account_confirm_login_code")).content.decode()
        pages.append(without_codes(page).replace(email, "someone"))
    assert pages[0] == pages[1]
    assert "invitation only" in mail.outbox[1].body
    assert "signup" not in mail.outbox[1].body


def test_a_wrong_password_keeps_the_address_and_names_no_reason(nina: User, client: Client) -> None:
    answers = [
        client.post(reverse("account_login"), {"login": email, "password": "not-this-one"})
        for email in (nina.email, "nobody@example.org")
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert "do not belong together" in answer.content.decode()
        assert "<title>Error:" in answer.content.decode()
    assert 'value="nina@example.org"' in answers[0].content.decode()


@pytest.mark.parametrize("bad", ["//evil.test/", "https://evil.test", "javascript:alert(1)"])
def test_signing_in_never_leads_off_the_site(nina: User, client: Client, bad: str) -> None:
    answer = client.post(reverse("account_login"), {"login": nina.email, "password": PASSWORD, "next": bad})
    assert answer["Location"] == reverse("home")


def test_nobody_makes_an_account_by_themselves(client: Client) -> None:
    assert "by invitation" in client.get(reverse("account_signup")).content.decode()
    client.post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD})
    assert not User.objects.exists()


def test_a_new_password_by_a_link_to_the_configured_site(nina: User, client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": nina.email}, headers={"host": "localhost"})
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    assert link.startswith("http://127.0.0.1:8000/accounts/password/reset/key/")
    form = client.get(link.removeprefix("http://127.0.0.1:8000"))
    set_it = {"password1": "four horses in a row", "password2": "four horses in a row"}
    assert client.post(form["Location"], set_it).status_code == 302
    nina.refresh_from_db()
    assert nina.check_password("four horses in a row")


@pytest.mark.parametrize(
    ("chosen", "status"),
    [("short", 422), ("password1234", 422), ("x" * 64, 302), ("pferd über zaun ✓", 302), ("y" * 5000, 422)],
)
def test_which_passwords_are_taken(nina: User, client: Client, chosen: str, status: int) -> None:
    client.force_login(nina)
    typed = {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen}
    assert client.post(reverse("account_change_password"), typed).status_code == status


def test_a_changed_password_ends_the_other_sessions(nina: User, client: Client) -> None:
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.post(reverse("account_login"), {"login": nina.email, "password": PASSWORD})
    typed = {"oldpassword": PASSWORD, "password1": "four horses in a row", "password2": "four horses in a row"}
    client.post(reverse("account_change_password"), typed)
    assert elsewhere.get(reverse("home")).status_code == 302


def test_a_second_step_is_set_up_and_then_asked_for(nina: User, client: Client) -> None:
    sign_in = {"login": nina.email, "password": PASSWORD}
    client.post(reverse("account_login"), sign_in)
    activate = reverse("mfa_activate_totp")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(activate)
    assert "img-src 'self' data:" in page["Content-Security-Policy"]
    secret = page.context["form"].secret
    assert client.post(activate, {"code": "000000"}).status_code == 422
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.get(activate)
    answer = client.post(activate, {"code": _code_of(client)})
    assert answer.status_code == 302, code
    assert "Recovery codes" in client.get(reverse("mfa_index")).content.decode()
    other = Client()
    assert other.post(reverse("account_login"), sign_in)["Location"] == reverse("mfa_authenticate")
    assert other.get(reverse("home")).status_code == 302
    assert "The second step" in other.get(reverse("mfa_authenticate")).content.decode()


def _code_of(client: Client) -> str:
    secret = client.session["mfa.totp.secret"]
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_another_address_counts_only_when_its_mailbox_has_answered(nina: User, client: Client) -> None:
    taken = person("Olga")
    client.post(reverse("account_login"), {"login": nina.email, "password": PASSWORD})
    assert client.post(reverse("account_email"), {"email": "new@example.org", "action_add": "yes"}).status_code == 302
    assert not mail.outbox
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"email": "new@example.org", "action_add": "yes"})
    nina.refresh_from_db()
    assert nina.email == "nina@example.org"
    link = next(line for line in mail.outbox[0].body.splitlines() if "/confirm-email/" in line).split()[-1]
    path = "/" + link.split("/", 3)[3]
    assert client.get(path).status_code == 200
    client.post(path)
    nina.refresh_from_db()
    assert nina.email == "new@example.org"
    client.post(reverse("account_email"), {"email": taken.email.upper(), "action_add": "yes"})
    nina.refresh_from_db()
    assert nina.email == "new@example.org"


def test_a_mail_server_that_is_away_is_said_so(nina: User, client: Client, monkeypatch) -> None:
    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", _away)
    client.post(reverse("account_request_login_code"), {"email": nina.email})
    assert "could not send the e-mail" in client.get(reverse("account_confirm_login_code")).content.decode()


def _away(*args: object, **kwargs: object) -> None:
    raise ConnectionRefusedError
