"""CSV: every usual encoding and separator is read, and what is broken is refused with the line."""

import pytest

from protocols.domain.importers import csv_grid
from protocols.domain.importers.imported import Refused

GRID = "Visit;V1 (± 1);V2\nConsent;X;\nLabs;X;X\nMénière test;;X\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    schedule = csv_grid.read(GRID.encode(encoding)).schedule
    assert [activity.label for activity in schedule.activities] == ["Consent", "Labs", "Ménière test"]
    assert schedule.visits[0].window is not None


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_separator_is_found(delimiter: str) -> None:
    schedule = csv_grid.read(GRID.replace(";", delimiter).encode()).schedule
    assert len(schedule.visits) == 2 and len(schedule.marks) == 4


def test_commas_inside_quotes_do_not_make_columns() -> None:
    text = 'Visit,V1,V2\n"Vital signs, sitting",X,X\n"Labs, ""safety""",X,\n'
    assert [a.label for a in csv_grid.read(text.encode()).schedule.activities] == [
        "Vital signs, sitting",
        'Labs, "safety"',
    ]


def test_ragged_rows_are_read() -> None:
    assert len(csv_grid.read(b"Visit,V1,V2\nConsent,X\nLabs,X,X,\nECG,,X\n").schedule.marks) == 4


def test_quoted_line_breaks_keep_the_row_together() -> None:
    schedule = csv_grid.read(b'Visit,"V1\n(Week 0)",V2\nConsent,X,\nLabs,X,X\n').schedule
    assert schedule.visits[0].header == ("V1 (Week 0)",)


def test_an_open_quotation_mark_is_refused_with_its_line() -> None:
    with pytest.raises(Refused) as refused:
        csv_grid.read(b'Visit,V1,V2\nConsent,"X,\nLabs,X,X\n')
    assert refused.value.problems[0].where.startswith("line")


def test_a_cell_that_is_too_long_is_refused() -> None:
    with pytest.raises(Refused, match="characters"):
        csv_grid.read(b"Visit,V1,V2\nConsent,X,\n" + b"a" * 20_000 + b",X,X\n")


def test_too_many_cells_are_refused() -> None:
    line = ",".join(["Labs", *["X"] * 300])
    with pytest.raises(Refused, match="filled cells"):
        csv_grid.read("\n".join(["," + ",".join(f"V{n}" for n in range(300)), *[line] * 250]).encode())
