"""The workbook: live formulas that give the report's totals, and nobody's text ever a formula."""

import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from protocols.domain.schedule import Schedule
from reports.cells import LONGEST, put, sheet
from reports.content import Content
from reports.gather import gather
from reports.xlsx import workbook_of
from tests.cast import make_cast
from tests.reports.evaluator import Sheets
from tests.reports.factory import rated_cast, say, walk

pytestmark = pytest.mark.django_db


def book_of(content: Content) -> Workbook:
    return load_workbook(io.BytesIO(workbook_of(content, content.sha256)))


@pytest.fixture
def content() -> Content:
    return gather(rated_cast().review)


def test_formulas_give_the_reports_totals(content: Content) -> None:
    sheets = Sheets(book_of(content))
    for row, planned in ((3, content.figures.load.planned), (4, content.figures.minutes.planned)):
        assert sheets.number("Totals", f"B{row}") == planned > 0
        assert sheets.number("Totals", f"C{row}") == planned
        assert sheets.number("Totals", f"D{row}") == planned
        assert sheets.value("Totals", f"E{row}") == "yes"


def test_formulas_give_the_sum_of_each_visit(content: Content) -> None:
    sheets = Sheets(book_of(content))
    for row, visit in enumerate(content.visits, start=3):
        assert sheets.value("Visits", f"B{row}") == visit.label
        assert sheets.number("Visits", f"F{row}") == visit.load
        assert sheets.number("Visits", f"G{row}") == visit.minutes
        assert sheets.value("Visits", f"I{row}") == "yes"


def test_a_changed_number_shows_in_the_totals(content: Content) -> None:
    book = book_of(content)
    lines = book["Lines"]
    row = next(row for row in range(3, lines.max_row + 1) if lines.cell(row, 5).value != "not known")
    lines.cell(row, 5).value += 1
    sheets = Sheets(book)
    assert sheets.number("Totals", "B3") == content.figures.load.planned + Decimal(str(lines.cell(row, 4).value))
    assert sheets.value("Totals", "E3") == "NO"


def test_points_are_formulas_and_unknown_ones_add_nothing(content: Content) -> None:
    unknown = replace(content.lines[0], each=None, points=Decimal(0))
    lines = book_of(replace(content, lines=(unknown, *content.lines[1:])))["Lines"]
    assert lines["E3"].value == "not known"
    assert all(lines.cell(row, 6).value == f"=D{row}*N(E{row})" for row in range(3, lines.max_row + 1))


def test_every_sheet_is_there_with_frozen_heads(content: Content) -> None:
    book = book_of(content)
    assert book.sheetnames == [
        "Summary", "Schedule", "Lines", "Visits", "Totals", "What weighs most", "Flags", "Gaps", "Site", "Sites say",
        "Settings", "Sources",
    ]  # fmt: skip
    assert all(made.freeze_panes for made in book)


def test_the_schedule_stands_there_as_it_was_saved(content: Content) -> None:
    made = book_of(content)["Schedule"]
    assert [made.cell(2, column).value for column in range(1, 5)] == ["Test or task", "Screening", "Week 2", "Call 3"]
    rows = {made.cell(row, 1).value: [made.cell(row, column).value for column in (2, 3, 4)] for row in range(4, 12)}
    assert rows["12-lead ECG"] == ["X", "C1", None]
    assert rows["Adverse events"] == [None, "X", "X"]
    assert "C1: X (if needed)" in rows


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.test","x")', "\t=1", "{=1}"])
def test_nobodys_text_becomes_a_formula(text: str) -> None:
    cast = rated_cast()
    type(cast.protocol).objects.update(title=text, plain_title=text, study_code=text.strip())
    say(walk(cast, "Nora", consent="unnamed"), "a3", 3, words=text)
    cast.review.refresh_from_db()
    content = gather(cast.review)
    content = replace(content, lines=tuple(replace(line, label=text) for line in content.lines))
    book = book_of(content)
    ours = re.compile(r"=(D\d+\*N\(E\d+\)|SUM\((Lines|Visits)![FG].+|SUMIF\(Lines!.+|IF\((AND\()?ROUND\(.+)")
    formulas = [cell.value for made in book for row in made for cell in row if cell.data_type == "f"]
    assert formulas and all(ours.fullmatch(formula) for formula in formulas)
    assert book["Lines"]["C3"].value == text
    assert book["Lines"]["C3"].data_type == "s"
    assert book["Summary"]["B4"].value == text


def test_signs_that_a_workbook_cannot_hold_are_left_out_with_a_note() -> None:
    made = sheet(Workbook(), "Sheet", (10,))
    cell = put(made, 1, 1, "a\x0bb\x00c")
    assert cell.value == "abc"
    assert "left out" in cell.comment.text


def test_a_text_that_is_too_long_is_cut_with_a_note() -> None:
    cell = put(sheet(Workbook(), "Sheet", (10,)), 1, 1, "x" * (LONGEST + 1))
    assert len(cell.value) == LONGEST and cell.value.endswith("…")
    assert "cut" in cell.comment.text


def test_a_plain_text_has_no_note() -> None:
    assert put(sheet(Workbook(), "Sheet", (10,)), 1, 1, "x" * LONGEST).comment is None


def test_titles_of_sheets_are_made_possible() -> None:
    assert sheet(Workbook(), "a[b]:c*d?e/f\\" + "g" * 40, ()).title == "a-b--c-d-e-f-" + "g" * 18


def test_a_review_without_anything_gives_a_workbook() -> None:
    content = gather(make_cast(Schedule("Nothing")).review)
    sheets = Sheets(book_of(content))
    assert sheets.number("Totals", "B3") == 0
    assert sheets.value("Totals", "E3") == "yes"


def test_a_visit_whose_name_looks_like_a_pattern_gets_its_own_lines_only(content: Content) -> None:
    visits = tuple(replace(visit, label="*", epoch=">0") for visit in content.visits)
    sheets = Sheets(book_of(replace(content, visits=visits)))
    assert sheets.value("Totals", "E3") == "yes"
