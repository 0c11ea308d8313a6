"""The sheets of a workbook as texts by cell, whatever the cells hold: numbers, dates, formulas."""

import datetime
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from protocols.domain.importers.archive import damaged
from protocols.domain.importers.plain_text import without_controls
from protocols.domain.problems import Problem, note, warning


@dataclass
class Sheet:
    """One sheet: the text of each filled cell by (row, column), both from 1.

    Merged cells repeat their text; `spans` says how many columns such a text was merged over.
    """

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    spans: dict[tuple[int, int], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        """Return what a cell says, or nothing."""
        return self.cells.get((row, column), "")

    def where(self, row: int, column: int) -> str:
        """Return the place as people find it in a spreadsheet: Schedule!B7."""
        return f"{self.name}!{get_column_letter(column)}{row}"

    @property
    def last_row(self) -> int:
        """The last row with text."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def last_column(self) -> int:
        """The last column with text."""
        return max((column for _, column in self.cells), default=0)

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield (row number, texts by heading) of a sheet that is a list with headings in its first filled row.

        Headings are compared without regard to case and blanks; empty rows are left out.
        """
        first = min((row for row, _ in self.cells), default=1)
        headings = {column: heading_key(text) for (row, column), text in self.cells.items() if row == first}
        found: dict[int, dict[str, str]] = {}
        for (row, column), text in sorted(self.cells.items()):
            if row > first and column in headings:
                found.setdefault(row, {}).setdefault(headings[column], text)
        yield from sorted(found.items())


def heading_key(text: str) -> str:
    """Return a heading as it is compared: letters and digits only, small."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def read_sheets(data: bytes) -> dict[str, Sheet]:
    """Return the sheets by name. Raises Refused where the workbook cannot be opened."""
    workbook = _open(data, results=False)
    formulas = [
        (worksheet.title, cell.coordinate)
        for worksheet in workbook.worksheets
        for cell in _stored(worksheet)
        if cell.data_type == "f"
    ]
    results = _open(data, results=True) if formulas else workbook
    sheets = {worksheet.title: _read(worksheet) for worksheet in results.worksheets}
    for title, coordinate in formulas:
        sheets[title].problems.append(_formula(f"{title}!{coordinate}", results[title][coordinate]))
    return sheets


def _open(data: bytes, *, results: bool) -> Workbook:
    """Open with the cells' formulas, or with the results that were saved with them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library warns of styles and validations that it drops
            return openpyxl.load_workbook(io.BytesIO(data), data_only=results, keep_links=False)
    except MemoryError:
        raise
    except Exception as problem:  # the library lets whatever a broken part causes come out: KeyError, TypeError ...
        raise damaged() from problem


def _stored(worksheet: Worksheet) -> Iterator[Cell]:
    """Yield only the cells that are in the file; iter_rows would make every cell up to the farthest one."""
    for cell in worksheet._cells.values():
        if isinstance(cell, Cell):
            yield cell


def _read(worksheet: Worksheet) -> Sheet:
    sheet = Sheet(worksheet.title)
    for cell in _stored(worksheet):
        if text := _text(cell.value):
            sheet.cells[cell.row, cell.column] = text
    for merge in worksheet.merged_cells.ranges:
        if text := sheet.text(merge.min_row, merge.min_col):
            for row in range(merge.min_row, merge.max_row + 1):
                for column in range(merge.min_col, merge.max_col + 1):
                    sheet.cells[row, column] = text
                    sheet.spans[row, column] = merge.max_col - merge.min_col + 1
    sheet.problems += _hidden(worksheet)
    return sheet


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return without_controls(str(value))


def _hidden(worksheet: Worksheet) -> Iterator[Problem]:
    if worksheet.sheet_state != "visible":
        yield note(worksheet.title, "This sheet is hidden. It was read all the same.")
    for number, row in worksheet.row_dimensions.items():
        if row.hidden:
            yield note(f"{worksheet.title}, row {number}", "This row is hidden. It was read all the same.")
    for letter, column in worksheet.column_dimensions.items():
        if column.hidden:
            yield note(f"{worksheet.title}, column {letter}", "This column is hidden. It was read all the same.")


def _formula(where: str, cell: Cell) -> Problem:
    result = _text(cell.value)
    if result:
        message = f"This cell holds a formula. Its last saved result was read: {result[:60]!r}."
        return warning(where, message, "Check it, or put the value itself in the cell.")
    return warning(
        where, "This cell holds a formula without a saved result. It was read as empty.", "Put the value in."
    )
