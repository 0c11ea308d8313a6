"""Excel: superscripts, merges, formulas, hidden parts, dates and comments are read as a person sees them."""

import datetime
import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from protocols.domain.importers import xlsx_grid
from protocols.domain.importers.grid.sheet_cells import read_workbook
from protocols.domain.importers.imported import Imported, Refused

ROWS = [["Visit", "V1", "V2", "V3"], ["Week", 0, 4, 8.0], ["Consent", "X", None, None], ["Labs", "X", "X", "X"]]


def workbook(change: Callable[[Worksheet], object] = lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "SoA"
    for row in ROWS:
        sheet.append(row)
    change(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def told(imported: Imported, words: str) -> list[str]:
    return [problem.where for problem in imported.problems if words in problem.message]


def test_numbers_are_read_as_people_see_them() -> None:
    schedule = xlsx_grid.read(workbook()).schedule
    assert [visit.header for visit in schedule.visits] == [("V1", "0"), ("V2", "4"), ("V3", "8")]
    assert [visit.day for visit in schedule.visits] == [0, 28, 56]


def test_superscripts_are_footnotes_and_words_stay_whole() -> None:
    raised = InlineFont(vertAlign="superscript")

    def change(sheet: Worksheet) -> None:
        sheet.append([CellRichText("HbA1c", TextBlock(raised, "a,b")), CellRichText("X", TextBlock(raised, "c"))])
        sheet.append([CellRichText("Volume (10", TextBlock(raised, "9"), "/L)"), "X"])
        for letter in "abc":
            sheet.append([CellRichText(TextBlock(raised, letter), " Footnote text.")])

    schedule = xlsx_grid.read(workbook(change)).schedule
    assert schedule.activities[2].label == "HbA1c" and schedule.activities[2].footnotes == ("a", "b")
    assert schedule.activities[3].label == "Volume (109/L)"
    assert [mark.footnotes for mark in schedule.marks if mark.footnotes] == [("c",)]
    assert [note.key for note in schedule.footnotes] == ["a", "b", "c"]


def test_a_mark_merged_over_visits_and_rows_is_repeated_for_each() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.append(["ECG", "X"])
        sheet.append(["Pulse"])
        sheet.merge_cells("B5:C6")

    schedule = xlsx_grid.read(workbook(change)).schedule
    merged = [(mark.visit, mark.activity, mark.spans) for mark in schedule.marks if mark.spans > 1]
    assert merged == [("v1", "a3", 2), ("v2", "a3", 2), ("v1", "a4", 2), ("v2", "a4", 2)]


def test_what_lies_under_a_merged_cell_is_not_read() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.append(["Everything", None, None, None])
        sheet.merge_cells("A5:D5")
        sheet._cells[(5, 3)] = openpyxl.cell.Cell(sheet, 5, 3, "X")
        sheet.append(["ECG", "X"])

    schedule = xlsx_grid.read(workbook(change)).schedule
    assert [(a.label, a.group) for a in schedule.activities][-1] == ("ECG", "Everything")


def test_formulas_are_flagged_and_their_saved_result_is_read() -> None:
    data = workbook(lambda sheet: sheet.append(["ECG", '=IF(1,"X","")', "X"]))
    imported = xlsx_grid.read(data)
    assert told(imported, "formula without a saved result") == ["SoA, B5"]
    saved = _with_result(data)
    imported = xlsx_grid.read(saved)
    assert told(imported, 'saved result "X"') == ["SoA, B5"]
    assert len(imported.schedule.marks) == 6


def _with_result(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b'<c r="B5"><f>', b'<c r="B5" t="str"><f>').replace(
                    b"</f><v></v>", b"</f><v>X</v>"
                )
                content = content.replace(b"</f><v />", b"</f><v>X</v>").replace(b"</f><v/>", b"</f><v>X</v>")
            new.writestr(name, content)
    return buffer.getvalue()


def test_hidden_rows_and_columns_are_read_and_hidden_sheets_are_named() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["C"].hidden = True
        other = sheet.parent.create_sheet("Old version")
        other.sheet_state = "hidden"
        other.append(["Visit", "V9"])

    imported = xlsx_grid.read(workbook(change))
    assert told(imported, "row is hidden") == ["SoA, row 4"]
    assert told(imported, "column is hidden") == ["SoA, C1"]
    assert told(imported, "sheet is hidden") == ["Old version"]
    assert len(imported.schedule.marks) == 4 and len(imported.schedule.visits) == 3


def test_comments_on_cells_are_told() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["B4"].comment = Comment("Only if not done before.", "someone")

    assert told(xlsx_grid.read(workbook(change)), "Only if not done before.") == ["SoA, B4"]


def test_dates_are_dates_and_not_serial_numbers() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["B2"] = datetime.date(2024, 3, 1)
        sheet["A6"], sheet["B6"] = "Form completed", datetime.datetime(2024, 3, 1, 9, 30)

    header = xlsx_grid.read(workbook(change)).schedule.visits[0].header
    assert header == ("V1", "2024-03-01")
    assert read_workbook(workbook(change))[0].rows[5][1].text == "2024-03-01 09:30:00"


def test_looks_of_cells_are_read() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["A4"].alignment = openpyxl.styles.Alignment(indent=2)
        sheet["A4"].font = openpyxl.styles.Font(bold=True)
        sheet["A4"].fill = PatternFill("solid", fgColor="FFEEDDCC")

    cell = read_workbook(workbook(change))[0].rows[3][0]
    assert (cell.indent, cell.bold, cell.fill) == (2, True, "FFEEDDCC")


def test_a_sheet_of_footnotes_belongs_to_the_schedule() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["A4"] = "Labs a"
        notes = sheet.parent.create_sheet("Footnotes")
        notes.append(["a Fasting samples."])

    schedule = xlsx_grid.read(workbook(change)).schedule
    assert [(note.key, note.text) for note in schedule.footnotes] == [("a", "Fasting samples.")]
    assert schedule.activities[1].footnotes == ("a",)


def test_the_schedule_is_found_beside_sheets_of_other_things() -> None:
    def change(sheet: Worksheet) -> None:
        first = sheet.parent.create_sheet("Contents", 0)
        first.append(["Study", "Version 2"])
        arms = sheet.parent.create_sheet("Arms")
        arms.append(["Arm", "Drug", "Dose"])
        arms.append(["A", "X", "10 mg"])

    assert len(xlsx_grid.read(workbook(change)).schedule.visits) == 3


def test_sheets_for_two_arms_become_arms() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.title = "Arm A"
        other = sheet.parent.copy_worksheet(sheet)
        other.title = "Arm B"

    schedule = xlsx_grid.read(workbook(change)).schedule
    assert [arm.label for arm in schedule.arms] == ["Arm A", "Arm B"]
    assert len(schedule.visits) == 6 and len(schedule.activities) == 2


def test_a_second_version_of_the_same_schedule_is_told_and_not_added() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.parent.copy_worksheet(sheet).title = "SoA v2"

    imported = xlsx_grid.read(workbook(change))
    assert len(imported.schedule.visits) == 3
    assert told(imported, "not read as part of the schedule") == ["SoA v2"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no workbook"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="not a valid Excel workbook"):
        xlsx_grid.read(data)


def test_a_workbook_without_a_schedule_is_refused() -> None:
    book = openpyxl.Workbook()
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(Refused):
        xlsx_grid.read(buffer.getvalue())


def test_a_cell_in_the_far_corner_costs_nothing() -> None:
    imported = xlsx_grid.read(workbook(lambda sheet: sheet.cell(1_048_576, 16_384, "stray")))
    assert len(imported.schedule.visits) == 3


def test_too_many_cells_and_too_long_cells_are_refused_with_the_place() -> None:
    with pytest.raises(Refused) as refused:
        xlsx_grid.read(workbook(lambda sheet: sheet.append(["a" * 10_001])))
    assert refused.value.problems[0].where == "SoA, A5"

    def fill(sheet: Worksheet) -> None:
        for _ in range(301):
            sheet.append(["X"] * 200)

    with pytest.raises(Refused, match="filled cells"):
        xlsx_grid.read(workbook(fill))


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Write a workbook again with its parts changed; a part that becomes None is left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


def test_cells_without_references_inline_texts_and_truth_values_are_read() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row><c t="inlineStr"><is><t>Visit</t></is></c><c t="str"><v>V1</v></c><c t="str"><v>V2</v></c></row>'
        b'<row><c t="inlineStr"><is><r><rPr><vertAlign val="superscript"/></rPr><t>a</t></r><r><t>Labs</t></r></is></c>'
        b'<c t="str"><v>X</v></c><c t="b"><v>1</v></c></row>'
        b'<row><c t="str"><v>ECG</v></c><c t="str"><v>X</v></c><c t="e"><v>#REF!</v></c><c><v>1.5</v></c></row>'
        b"</sheetData></worksheet>"
    )
    data = rewritten(workbook(), lambda name, content: sheet if name.endswith("sheet1.xml") else content)
    read = read_workbook(data)[0]
    rows = read.rows
    assert [cell.text for cell in rows[0].values()] == ["Visit", "V1", "V2"]
    assert rows[1][0].raised == ((0, 1),) and rows[1][2].text == "TRUE"
    assert [cell.text for cell in rows[2].values()] == ["ECG", "X", "1.5"]
    assert read.errors == {(2, 2): "#REF!"}


def test_workbooks_without_styles_or_with_dates_from_1904_are_read() -> None:
    def without_styles(name: str, content: bytes) -> bytes | None:
        if name.endswith("styles.xml"):
            return None
        lines = content.split(b"<Relationship ") if name.endswith("workbook.xml.rels") else [content]
        return b"<Relationship ".join(
            line for line in lines if b"styles.xml" not in line or b"</Relationships>" in line
        )

    assert len(xlsx_grid.read(rewritten(workbook(), without_styles)).schedule.visits) == 3

    def dated(sheet: Worksheet) -> None:
        sheet["B2"] = datetime.date(2024, 3, 1)

    def from_1904(name: str, content: bytes) -> bytes:
        return (
            content.replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
            if name.endswith("workbook.xml")
            else content
        )

    assert xlsx_grid.read(rewritten(workbook(dated), from_1904)).schedule.visits[0].header == ("V1", "2028-03-02")


def test_a_document_type_in_a_part_is_refused() -> None:
    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"<styleSheet", b"<!DOCTYPE a><styleSheet") if name.endswith("styles.xml") else content

    with pytest.raises(Refused):
        xlsx_grid.read(rewritten(workbook(), change))
