"""The demo's sign-in links: they open the example people's doors, in the demo, and nothing else anywhere."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import NoReverseMatch, reverse

from protocols.people.models import User
from tests.access import demo_urls
from tests.cast import Cast, make_cast
from workbench.demo.sign_in import routes, sign_in_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings) -> Cast:
    settings.ROOT_URLCONF = demo_urls  # made at import, when the settings were not the demo's
    settings.IS_DEMO = True
    cast = make_cast()
    User.objects.update(is_example=True)
    return cast


def path_of(user: User) -> str:
    return sign_in_link(user).removeprefix("http://127.0.0.1:8000")


def test_a_link_signs_in_the_person_it_names(cast: Cast, client: Client) -> None:
    assert client.get(path_of(cast["SE"]))["Location"] == reverse("home")
    assert "Eve Editor" in client.get(reverse("account")).content.decode()
    client.get(path_of(cast["AD"]))
    assert "Ann Advocate" in client.get(reverse("account")).content.decode()


def test_a_link_only_reads(cast: Cast, client: Client) -> None:
    assert client.post(path_of(cast["SE"])).status_code == 405


@pytest.mark.parametrize("spoil", ["?token=", "?token=made-up", ""])
def test_a_made_up_link_opens_nothing(cast: Cast, client: Client, spoil: str) -> None:
    assert client.get(path_of(cast["SE"]).partition("?")[0] + spoil).status_code == 404
    assert client.get(reverse("home")).status_code == 302


def test_the_link_of_one_does_not_carry_another_name(cast: Cast, client: Client) -> None:
    assert client.get(path_of(cast["SE"]).replace("eve.editor", "ada.admin")).status_code == 404


def test_real_people_have_no_link(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast["SE"].pk).update(is_example=False)
    assert client.get(path_of(cast["SE"])).status_code == 404


def test_outside_the_demo_even_a_good_link_is_nothing(cast: Cast, client: Client, settings) -> None:
    path = path_of(cast["SE"])
    settings.IS_DEMO = False
    assert client.get(path).status_code == 404


def test_outside_the_demo_there_is_no_such_address() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("demo_sign_in", kwargs={"key": "se"})
    with pytest.raises(ImproperlyConfigured, match="DJANGO_ENV=demo only"):
        routes()


@pytest.mark.parametrize(("environment", "has_it"), [("demo", True), ("production", False), ("development", False)])
def test_only_the_demo_starts_with_it(environment: str, has_it: bool, tmp_path) -> None:
    production = {"SECRET_KEY": "x" * 30 + "-yz" * 10, "ALLOWED_HOSTS": "review.example.org"}
    asked = "import django; django.setup(); from django.urls import get_resolver as r; import json; "
    asked += "print(json.dumps('demo_sign_in' in r().reverse_dict))"
    answer = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, **production, "DJANGO_ENV": environment, "VAR_DIR": str(tmp_path),
             "DJANGO_SETTINGS_MODULE": "workbench.settings"},
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    assert answer.stdout.strip() == str(has_it).lower()
