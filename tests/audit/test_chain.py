"""The audit log: what is written, that nobody can change it unnoticed, and that signing in is part of it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from protocols.audit.immutable import GUARDS, install, remove
from protocols.audit.models import Action, Event
from protocols.audit.services import FIRST_HASH, record
from tests.cast import PASSWORD, person

pytestmark = pytest.mark.django_db


def three_events() -> list[Event]:
    return [record(action=Action.INVITED, subject=f"invitation:{name}", actor=1) for name in ("one", "two", "three")]


def verify() -> str:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    return out.getvalue()


def broken() -> str:
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", stderr=told)
    return told.getvalue()


def tamper(sql: str, *values: object) -> None:
    """Do what only somebody with the database in their hands can: lift the guards and change a row."""
    guard = next(guard for guard in GUARDS if guard.table == "audit_event")
    remove(connection, guard)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    install(connection, guard)


@pytest.mark.postgres
def test_a_whole_log_says_how_many_and_its_last_hash() -> None:
    assert f"0 events.\nLast hash: {FIRST_HASH}" in verify()
    last = three_events()[-1]
    assert f"3 events.\nLast hash: {last.hash}" in verify()


@pytest.mark.postgres
def test_a_changed_event_is_named() -> None:
    events = three_events()
    tamper("UPDATE audit_event SET actor = 2 WHERE id = %s", events[1].pk)
    assert broken() == f"Event {events[1].pk}: its content was changed after it was written.\n"


@pytest.mark.postgres
def test_a_missing_event_is_noticed_at_the_next() -> None:
    events = three_events()
    tamper("DELETE FROM audit_event WHERE id = %s", events[1].pk)
    assert broken() == f"Event {events[2].pk}: the event before it is missing or was changed.\n"


@pytest.mark.postgres
@pytest.mark.parametrize("sql", ["UPDATE audit_event SET actor = 2", "DELETE FROM audit_event"])
def test_the_table_refuses_change(sql: str) -> None:
    three_events()
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_what_is_undone_was_never_said() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        three_events()
        _ = 1 / 0
    assert not Event.objects.exists()


def test_signing_in_failing_and_out_are_events(client: Client) -> None:
    user = person("Nina")
    address = {"login": user.email, "password": "not-the-password"}
    assert client.post(reverse("account_login"), address).status_code == 422
    client.post(reverse("account_login"), address | {"password": PASSWORD})
    client.post(reverse("account_logout"))
    found = list(Event.objects.values_list("action", "actor"))
    assert found == [("sign-in-failed", user.pk), ("signed-in", user.pk), ("signed-out", user.pk)]
    assert "whole" in verify()


def test_what_was_typed_into_the_wrong_box_is_not_kept(client: Client) -> None:
    client.post(reverse("account_login"), {"login": "my-secret@example.org", "password": "another-secret"})
    event = Event.objects.get()
    assert (event.actor, event.subject) == (None, "user:unknown")
    assert "secret" not in str(list(Event.objects.values_list()))


def test_a_wrong_code_is_an_event(client: Client) -> None:
    user = person("Nina")
    client.post(reverse("account_request_login_code"), {"email": user.email})
    client.post(reverse("account_confirm_login_code"), {"code": "WRONG"})
    event = Event.objects.get()
    assert (event.action, event.actor, event.detail) == ("sign-in-failed", user.pk, {"way": "code"})
