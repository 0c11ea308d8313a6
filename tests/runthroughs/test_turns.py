"""Threads that write at the same time queue up, and one inside a transaction never waits for the queue."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from django.db import IntegrityError, connections, transaction

from protocols.audit.models import Action
from protocols.audit.models import Event as Logged
from protocols.audit.services import record
from protocols.turns import in_turn

pytestmark = pytest.mark.django_db(transaction=True)
LONG = 10  # seconds: a test that hangs fails


def write(subject: str) -> None:
    record(action=Action.SIGNED_IN, subject=subject, actor=1)


def beside(work: Callable[[], None]) -> Future[None]:
    """Do this in another thread, with a connection of its own."""

    def and_close() -> None:
        try:
            work()
        finally:
            connections.close_all()

    pool = ThreadPoolExecutor(1)
    done = pool.submit(and_close)
    pool.shutdown(wait=False)
    return done


@pytest.mark.postgres
def test_what_fails_in_its_turn_is_undone_and_the_next_one_has_its_turn():
    with pytest.raises(IntegrityError), in_turn():
        write("undone")
        raise IntegrityError
    beside(in_turn()(lambda: write("kept"))).result(LONG)
    assert [each.subject for each in Logged.objects.all()] == ["kept"]


@pytest.mark.postgres
def test_one_inside_a_transaction_writes_while_another_waits_for_it():
    began = Event()

    @in_turn()
    def other() -> None:
        write("other")

    def begin() -> None:
        began.set()
        other()

    with transaction.atomic():
        write("outer")
        waiting = beside(begin)
        assert began.wait(LONG)
        with in_turn():
            write("inner")
    waiting.result(LONG)
    subjects = list(Logged.objects.order_by("id").values_list("subject", flat=True))
    assert subjects == ["outer", "inner", "other"]


def test_a_second_thread_waits_for_its_turn_before_it_asks_sqlite():
    at_the_door, asked = Event(), Event()

    def second() -> None:
        at_the_door.set()
        with in_turn():
            asked.set()

    with in_turn():
        waiting = beside(second)
        assert at_the_door.wait(LONG)
        assert not asked.wait(0.2)
    waiting.result(LONG)
    assert asked.is_set()
