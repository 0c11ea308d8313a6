"""Writing cells of a workbook: a person's text stays text whatever it looks like, and looks stay tidy."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 32_767  # characters that a cell can hold, by the file format
LONGEST_TITLE = 31
NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
HEAD = PatternFill("solid", fgColor="34163F")
SUM = PatternFill("solid", fgColor="F3EBF5")
LINE = Border(bottom=Side("thin", color="DED6DF"))
POINTS, MINUTES, TIMES, SHARE = "0.00##", "0.0##", "0.##", "0%"

Value = str | int | float | Decimal | datetime | date | None


def sheet(book: Workbook, title: str, widths: Sequence[float]) -> Worksheet:
    """Return a new sheet with columns of these widths. Signs that a title may not have become dashes."""
    made: Worksheet = book.create_sheet(title.translate(NOT_IN_TITLES)[:LONGEST_TITLE].strip("'"))
    for number, width in enumerate(widths, start=1):
        made.column_dimensions[get_column_letter(number)].width = width
    made.sheet_view.showGridLines = False
    return made


def head(made: Worksheet, row: int, words: Iterable[str]) -> None:
    """Write a row of column heads."""
    for column, word in enumerate(words, start=1):
        cell = put(made, row, column, word)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)


def at(made: Worksheet, row: int, column: int) -> Cell:
    """Return a cell. Nothing is merged here, so that it is never part of another one."""
    return cast("Cell", made.cell(row, column))


def put(made: Worksheet, row: int, column: int, value: Value, *, look: str = "") -> Cell:
    """Write one value; `look` is a number format. Text never becomes a formula, and says so where it was changed."""
    cell = at(made, row, column)
    if isinstance(value, str):
        _put_text(cell, value)
    elif isinstance(value, datetime):
        cell.value, cell.number_format = value.replace(tzinfo=None), "yyyy-mm-dd hh:mm"
        cell.alignment = Alignment(horizontal="left", vertical="top")
    else:
        cell.value = value
        cell.alignment = Alignment(vertical="top")
    if look:
        cell.number_format = look
    return cell


def title(made: Worksheet, text: str) -> None:
    """Write what a sheet is about into its first row."""
    cell = put(made, 1, 1, text)
    cell.font, cell.alignment = Font(bold=True, size=13), Alignment(wrap_text=False)


def formula(made: Worksheet, row: int, column: int, text: str, *, look: str) -> Cell:
    """Write one of our own formulas. Nobody's text goes into it."""
    cell = at(made, row, column)
    cell.value = text
    cell.number_format = look
    cell.alignment = Alignment(vertical="top")
    return cell


def sums(made: Worksheet, row: int, columns: int) -> None:
    """Make a row look like the sum of those above it."""
    for column in range(1, columns + 1):
        cell = made.cell(row, column)
        cell.font, cell.fill = Font(bold=True), SUM


def band(made: Worksheet, row: int, columns: int) -> None:
    """Colour a row that names a group."""
    for column in range(1, columns + 1):
        at(made, row, column).fill = SUM


def underline(made: Worksheet, row: int, columns: int) -> None:
    """Draw a hairline under a row."""
    for column in range(1, columns + 1):
        made.cell(row, column).border = LINE


def _put_text(cell: Cell, text: str) -> None:
    kept = ILLEGAL_CHARACTERS_RE.sub("", text)
    notes = ["Signs that a workbook cannot hold were left out."] if kept != text else []
    if len(kept) > LONGEST:
        kept = kept[: LONGEST - 1] + "…"
        notes.append("The text was cut: a cell holds 32,767 characters.")
    cell.value = kept
    cell.data_type = "s"  # "=1+1" stays what somebody wrote
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if notes:
        cell.comment = Comment(" ".join(notes), "Burden Review")
