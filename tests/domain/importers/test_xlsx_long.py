"""Workbooks with one row per mark, as data bases export them."""

from collections.abc import Sequence

import openpyxl
import pytest

from protocols.domain.importers import xlsx_grid
from protocols.domain.importers.imported import Refused
from protocols.domain.schedule import Window
from tests.domain.importers.factory import workbook

HEAD = ("Visit name", "Visit day", "Window", "Procedure", "Category", "Planned")
ROWS = [
    ("Screening", -14, None, "Consent", "Admin", "X"),
    ("Screening", -14, None, "Vital signs", "Safety", "X"),
    ("Week 4", 29, "±3", "Vital signs", "Safety", "X"),
    ("Week 4", 29, "±3", "Consent", "Admin", None),
    ("Week 4", 29, "±3", "Dosing\nby nurse", "Drug", "X"),
]


def sheet(rows: Sequence[Sequence[str | int | None]]) -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        book.worksheets[0].title = "Listing"
        for row in rows:
            book.worksheets[0].append(row)

    return workbook(fill)


def test_a_list_under_a_title_is_read_row_by_row() -> None:
    imported = xlsx_grid.read(sheet([("Exported in March",), (), HEAD, *ROWS]))
    schedule = imported.schedule
    assert imported.format == "xlsx"
    assert [(visit.label, visit.day, visit.window) for visit in schedule.visits] == [
        ("Screening", -14, None),
        ("Week 4", 29, Window(3, 3, "day")),
    ]
    assert [(a.label, a.group) for a in schedule.activities] == [
        ("Consent", "Admin"),
        ("Vital signs", "Safety"),
        ("Dosing by nurse", "Drug"),
    ]
    assert len(schedule.marks) == 4
    assert any(problem.where == "Listing, line 7" for problem in imported.problems)


def test_a_list_that_cannot_be_read_is_refused_as_a_workbook() -> None:
    with pytest.raises(Refused, match="mean the same") as refused:
        xlsx_grid.read(sheet([(*HEAD, "Assessment"), *((*row, "a") for row in ROWS)]))
    assert refused.value.format == "xlsx"


def test_a_grid_whose_corner_names_procedure_and_visit_stays_a_grid() -> None:
    rows = [
        ("Procedure", "Visit", "Screening", "Week 1", "Week 2"),
        ("Consent", "see 5.1", "X", None, None),
        ("ECG", "see 5.2", "X", "X", "X"),
        ("Labs", "see 5.2", "X", None, "X"),
    ]
    schedule = xlsx_grid.read(sheet(rows)).schedule
    assert [activity.label for activity in schedule.activities] == ["Consent", "ECG", "Labs"]


def test_a_grid_on_another_sheet_comes_before_a_list() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        log, plan = book.worksheets[0], book.create_sheet("Plan")
        log.title = "Changes"
        for row in (("Visit", "Procedure", "Change"), *((row[0], row[3], "moved") for row in ROWS)):
            log.append(row)
        for line in (("Procedure", "Screening", "Week 4"), ("Consent", "X", None), ("Labs", "X", "X")):
            plan.append(line)

    imported = xlsx_grid.read(workbook(fill))
    assert [activity.label for activity in imported.schedule.activities] == ["Consent", "Labs"]
    assert [problem.where for problem in imported.problems if "a row for each visit" in problem.message] == ["Changes"]
