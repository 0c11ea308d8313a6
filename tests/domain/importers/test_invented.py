"""Invented schedules in the shapes that sponsors write, read from every kind of file that can hold them."""

import pytest

from tests.domain.importers.invented import (
    awkward,
    drawn_marks,
    early_phase,
    harder,
    marking,
    notes,
    oncology,
    pages,
    rarer,
    row_labels,
    several,
    shapes,
    spreadsheets,
    templates,
    tongues,
    vaccines,
    visit_windows,
    word_files,
    workbooks,
)
from tests.domain.importers.invented.facts import Invented, misses

SHELVES = (
    oncology,
    vaccines,
    awkward,
    early_phase,
    marking,
    shapes,
    notes,
    several,
    tongues,
    harder,
    rarer,
    spreadsheets,
    word_files,
    templates,
    visit_windows,
    row_labels,
    drawn_marks,
    pages,
    workbooks,
)
FILES = [(invented, kind) for shelf in SHELVES for invented in shelf.ALL for kind in invented.kinds.split()]


@pytest.mark.parametrize(("invented", "kind"), FILES, ids=[f"{invented.name} ({kind})" for invented, kind in FILES])
def test_an_invented_schedule_is_read_right(invented: Invented, kind: str) -> None:
    assert misses(invented, kind) == []
