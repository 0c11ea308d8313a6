"""Whose turn it is to write: the threads of a server queue up for SQLite, which knows no queue of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import connection, transaction

_turn = Lock()


@contextmanager
def in_turn() -> Iterator[None]:
    """Do this in a transaction, after those who came before. Also a decorator, for what many people do at once.

    Whom SQLite sends away sleeps and tries again; with people saving all the time somebody then waits for a second
    while others go ahead. PostgreSQL lets all write at once. Inside a transaction nobody waits here: it may hold the
    database's own lock already, for which the one whose turn it is would wait in vain.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
    else:
        with _turn, transaction.atomic():
            yield
