"""Broken and hostile files of further kinds: parts that contradict each other, claims beyond all sizes, evil texts."""

import csv
import io
import json
import time
from collections.abc import Callable, Sequence

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table, _Cell

from protocols.domain import importers
from protocols.domain.importers import Imported
from tests.domain.importers.factory import (
    SHEET_HEAD,
    SHEET_TAIL,
    Json,
    instance,
    refusal,
    simple_study,
    told,
    with_part,
    words,
)

GRID = (
    ("Procedure", "Screening", "Week 1", "Week 2"),
    ("Consent", "X", "", ""),
    ("ECG", "X", "", "X"),
    ("Labs", "X", "X", "X"),
)
SECONDS = 5  # far more than each of these files takes


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, texts: Sequence[str]) -> str:
    cells = (cell(f"{'ABCD'[column]}{number}", text) for column, text in enumerate(texts) if text)
    return f'<row r="{number}">{"".join(cells)}</row>'


ROWS = "".join(row(number, texts) for number, texts in enumerate(GRID, start=1))


def workbook(rows: str, *, after: str = "", encoding: str = "utf-8") -> bytes:
    """Return a workbook in which the XML of the only sheet is this."""
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    sheet = head + SHEET_HEAD + rows + SHEET_TAIL.replace("</worksheet>", after + "</worksheet>")
    return with_part(out.getvalue(), "xl/worksheets/sheet1.xml", sheet.encode(encoding))


def merges(*areas: str) -> str:
    listed = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return f"<mergeCells>{listed}</mergeCells>"


def read(data: bytes, name: str = "file.xlsx") -> Imported:
    return importers.read(data, name)


def marks(imported: Imported) -> dict[str, int]:
    """Return how many marks each activity has."""
    named = {activity.key: activity.label for activity in imported.schedule.activities}
    found = dict.fromkeys(named.values(), 0)
    for mark in imported.schedule.marks:
        found[named[mark.activity]] += 1
    return found


RIGHT = {"Consent": 1, "ECG": 2, "Labs": 3}


# ------------------------------------------------------------------ workbooks
def test_a_row_that_is_stored_twice_is_refused() -> None:
    assert "not a valid Excel workbook" in words(refusal(workbook(ROWS + row(2, ("Consent", "", "X")))))


def test_a_text_that_is_not_in_the_list_of_texts_is_refused() -> None:
    lost = '<row r="5"><c r="A5" t="s"><v>99</v></c></row>'
    assert "not a valid Excel workbook" in words(refusal(workbook(ROWS + lost)))


@pytest.mark.parametrize("area", ["A0:B2", "C3:A1", "B2:B", "nonsense"])
def test_a_merge_of_cells_that_do_not_exist_changes_nothing_or_is_refused(area: str) -> None:
    try:
        found = marks(read(workbook(ROWS, after=merges(area))))
    except importers.Refused:
        return
    assert found == RIGHT


def test_merges_over_each_other_are_told_with_their_place() -> None:
    imported = read(workbook(ROWS, after=merges("B2:C3", "C3:D4")))
    assert "C3: This merged cell and another one lie over each other" in told(imported)


def test_errors_of_formulas_are_no_marks() -> None:
    errors = '<row r="5"><c r="A5" t="inlineStr"><is><t>Urine</t></is></c><c r="B5" t="e"><v>#REF!</v></c></row>'
    last = row(6, ("Weight", "X", "", ""))
    imported = read(workbook(ROWS + errors + last))
    assert marks(imported) == {**RIGHT, "Weight": 1}
    assert 'B5: The cell holds the error "#REF!"' in told(imported)


def test_a_sheet_in_another_encoding_is_read() -> None:
    assert marks(read(workbook(ROWS, encoding="utf-16"))) == RIGHT


@pytest.mark.parametrize("value", ["1e999", "nan", "-0"])
def test_numbers_that_are_none_are_read_or_refused(value: str) -> None:
    odd = f'<row r="5">{cell("A5", "Odd")}<c r="B5"><v>{value}</v></c>{cell("D5", "X")}</row>'
    assert marks(read(workbook(ROWS + odd)))["Odd"] >= 1


@pytest.mark.parametrize("number", ["99999999999", "-5", "1.5"])
def test_a_row_with_an_impossible_number_is_refused(number: str) -> None:
    refusal(workbook(ROWS + f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>x</t></is></c></row>'))


# ------------------------------------------------------------------ texts
def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def test_characters_that_nobody_sees_change_nothing() -> None:
    unseen = [[text and f"\u2060{text}\u200b" for text in line] for line in GRID]
    imported = read(as_csv(unseen), "file.csv")
    assert marks(imported) == RIGHT and {mark.text for mark in imported.schedule.marks} == {"X"}


@pytest.mark.parametrize(
    "evil",
    [
        "±" * 5000,
        "1 to " * 1900,
        "(" * 3000,
        "a," * 3000,
        "Xa,b" * 1000,
        "Day 1 (1-" * 500,
        "-" * 5000 + ">",
        "X = " * 2000,
        "←" * 3000,
        " and" * 2000,
        "i. " * 2000,
        "+up to " * 900,
        "a-b" * 2000,
        "Objective: " * 800,
    ],
)
def test_a_text_made_to_be_slow_is_read_at_once(evil: str) -> None:
    lines = [*GRID, (evil, "X", "", evil), ("Weight", "X", "X", evil), ("a. " + evil,), (evil,)]
    begun = time.monotonic()
    read(as_csv([("Procedure", "Screening", evil, "Week 2"), *lines[1:]]), "file.csv")
    assert time.monotonic() - begun < SECONDS


def test_thousands_of_columns_are_refused_at_once() -> None:
    begun = time.monotonic()
    refused = refusal(as_csv([["P", *(f"Week {n}" for n in range(5000))], ["A", *["X"] * 5000]]), "file.csv")
    assert "5000 visits" in words(refused) and time.monotonic() - begun < SECONDS


def test_a_million_separators_are_nothing() -> None:
    assert marks(read(as_csv(GRID) + b"," * 1_000_000, "file.csv")) == RIGHT


# ------------------------------------------------------------------ documents
def document(change: Callable[[Document, Table, _Cell], None]) -> bytes:
    made = docx.Document()
    table = made.add_table(rows=4, cols=4)
    for number, texts in enumerate(GRID):
        for column, text in enumerate(texts):
            table.cell(number, column).text = text
    change(made, table, table.cell(1, 1))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _claim(name: str, value: str) -> Callable[[Document, Table, _Cell], None]:
    def change(made: Document, table: Table, first: _Cell) -> None:
        claim = OxmlElement(f"w:{name}")
        claim.set(qn("w:val"), value)
        first._element.get_or_add_tcPr().append(claim)

    return change


@pytest.mark.parametrize("value", ["1000000000", "-3", "abc", "0", "²"])
def test_a_cell_that_claims_an_impossible_width_is_read(value: str) -> None:
    assert set(marks(read(document(_claim("gridSpan", value)), "file.docx"))) == set(RIGHT)


def test_a_merge_downwards_without_a_beginning_is_read() -> None:
    assert marks(read(document(_claim("vMerge", "continue")), "file.docx")) == RIGHT


@pytest.mark.parametrize("code", ["", "ZZZZ", "-1", "FFFFFFFFFF"])
def test_a_sign_without_a_code_is_passed_over(code: str) -> None:
    def change(made: Document, table: Table, first: _Cell) -> None:
        sign = OxmlElement("w:sym")
        sign.set(qn("w:char"), code)
        sign.set(qn("w:font"), "Wingdings")
        first.paragraphs[0].add_run()._element.append(sign)

    assert marks(read(document(change), "file.docx")) == RIGHT


def test_tables_inside_tables_are_no_part_of_the_schedule() -> None:
    def change(made: Document, table: Table, first: _Cell) -> None:
        inner = table.cell(3, 3)
        for _ in range(40):
            inner = inner.add_table(1, 1).cell(0, 0)
        inner.text = "deep"

    assert marks(read(document(change), "file.docx")) == RIGHT


# ------------------------------------------------------------------ USDM
def changed_study(change: Callable[[Json, Json], None]) -> bytes:
    made = simple_study()
    design = made["study"]["versions"][0]["studyDesigns"][0]
    change(design, design["scheduleTimelines"][0])
    return json.dumps(made).encode()


def test_visits_that_follow_each_other_in_a_circle_are_read_once() -> None:
    def change(design: Json, timeline: Json) -> None:
        timeline["instances"][-1]["defaultConditionId"] = timeline["instances"][0]["id"]

    assert len(read(changed_study(change), "s.json").schedule.visits) == 3


def test_times_relative_to_themselves_say_no_day() -> None:
    def change(design: Json, timeline: Json) -> None:
        for timing in timeline["timings"]:
            timing["type"]["decode"] = "After"
            timing["relativeToScheduledInstanceId"] = timing["relativeFromScheduledInstanceId"]

    assert {visit.day for visit in read(changed_study(change), "s.json").schedule.visits} == {None}


@pytest.mark.parametrize("length", ["P99999999999999999999D", "P1e9Y", "PT" + "9" * 400 + "H", "P" + "1D" * 1000])
def test_a_length_of_time_beyond_a_century_is_told_and_not_used(length: str) -> None:
    def change(design: Json, timeline: Json) -> None:
        timeline["timings"][2].update(value=length, windowLower=length)

    imported = read(changed_study(change), "s.json")
    assert imported.schedule.visits[2].day is None and imported.schedule.visits[2].window is None
    assert "not a length of time" in told(imported)


def test_activities_that_are_their_own_children_are_read() -> None:
    def change(design: Json, timeline: Json) -> None:
        design["activities"][0]["childIds"] = ["A1", "A2"]
        design["activities"][1]["childIds"] = ["A1"]

    assert len(read(changed_study(change), "s.json").schedule.activities) == 2


def test_thousands_of_visits_are_refused() -> None:
    def change(design: Json, timeline: Json) -> None:
        timeline["instances"] = [instance(f"i{number}", ["A1"]) for number in range(3000)]

    assert "3,000 visits" in words(refusal(changed_study(change), "s.json"))


@pytest.mark.parametrize("text", ['{"study": {}}\n{"study": {}}\n', '// hi\n{"study": {"versions": []}}', "[{}]"])
def test_what_only_looks_like_a_study_is_refused(text: str) -> None:
    refusal(text.encode(), "s.json")


def test_a_vast_sheet_beside_the_schedule_is_told_and_not_read() -> None:
    book = openpyxl.Workbook()
    for line in GRID:
        book.worksheets[0].append(list(line))
    beside = book.create_sheet("Export")
    beside.append(["Procedure", *(f"Week {number}" for number in range(500))])
    beside.append(["Labs", *["X"] * 500])
    out = io.BytesIO()
    book.save(out)
    imported = read(out.getvalue())
    assert marks(imported) == RIGHT
    assert "Export: This table has marks in more than 400 columns" in told(imported)
