"""Lets tests empty the database although some of its tables refuse to forget."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase

from protocols.audit.immutable import GUARDS, install, remove
from protocols.runthroughs import steps
from protocols.scores import services
from protocols.scores.options import proposing

teardown = TransactionTestCase._fixture_teardown


def _fixture_teardown(self: TransactionTestCase) -> None:
    """Lift the guards, empty the tables, put the guards back."""
    for name in self._databases_names(include_mirrors=False):
        for guard in GUARDS:
            remove(connections[name], guard)
    try:
        teardown(self)
    finally:
        for name in self._databases_names(include_mirrors=False):
            for guard in GUARDS:
                install(connections[name], guard)


@pytest.fixture(autouse=True, scope="session")
def _guards_are_lifted_to_empty_tables() -> Iterator[None]:
    TransactionTestCase._fixture_teardown = _fixture_teardown
    yield
    TransactionTestCase._fixture_teardown = teardown


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    """Row numbers come again in each test, and with them the names under which scores and pages are kept."""
    yield
    cache.clear()
    services.forget()
    steps.forget()
    proposing.forget()
