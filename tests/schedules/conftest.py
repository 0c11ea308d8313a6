"""In these tests files are read by the real readers in this process; the tests of the child process ask for it."""

import pytest

from protocols.domain.importers import read
from protocols.domain.importers.child import read_in_child
from protocols.schedules import tasks


@pytest.fixture(autouse=True)
def _read_in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "read_in_child", read_in_child if "in_a_child" in request.fixturenames else read)


@pytest.fixture
def in_a_child() -> None:
    """Read files in the limited child process, as the running program does."""
