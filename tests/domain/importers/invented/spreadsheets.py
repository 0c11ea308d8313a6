"""Invented workbooks and text files with what only programs make: fonts, strikes, formats, check boxes, separators."""

from collections.abc import Callable

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.domain.importers.factory import saved
from tests.domain.importers.invented.facts import Invented

VISITS = "Screening | Day 1 | Week 4 | Week 8"
RIGHT = "Consent x...\nLabs x.xx\nDiary .xxx\nECG xx.x"
ROWS = (
    ("Procedure", "Screening", "Day 1", "Week 4", "Week 8"),
    ("Consent", "X", None, None, None),
    ("Labs", "X", None, "X", "X"),
    ("Diary", None, "X", "X", "X"),
    ("ECG", "X", "X", None, "X"),
)


def _workbook(change: Callable[[Worksheet], None]) -> Callable[[], bytes]:
    def make() -> bytes:
        book = openpyxl.Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        for row in ROWS:
            sheet.append(row)
        change(sheet)
        return saved(book)

    return make


def _each_mark(sheet: Worksheet, mark: Callable[[object], None]) -> None:
    for row in sheet.iter_rows(min_row=2, min_col=2):
        for cell in row:
            if cell.value:
                mark(cell)


def _in_font(name: str, letter: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        def mark(cell) -> None:
            cell.value, cell.font = letter, Font(name=name)

        _each_mark(sheet, mark)

    return change


def _struck(sheet: Worksheet) -> None:
    sheet["D5"] = "X"
    sheet["D5"].font = Font(strike=True)
    sheet["B4"] = CellRichText(TextBlock(InlineFont(strike=True), "X"))


def _by_format(sheet: Worksheet) -> None:
    """The cells hold numbers; what people see comes from their number format."""
    for column, value in (("D", 4), ("E", 8)):
        sheet[f"{column}1"] = value
        sheet[f"{column}1"].number_format = '"Week "0'

    def mark(cell) -> None:
        cell.value, cell.number_format = 1, '"X";;""'

    _each_mark(sheet, mark)


def _check_boxes(sheet: Worksheet) -> None:
    for row in sheet.iter_rows(min_row=2, min_col=2):
        for cell in row:
            cell.value = cell.value is not None


def _centred_across(sheet: Worksheet) -> None:
    sheet.insert_rows(1)
    for cell, text in zip(sheet[1][1:], (None, "Treatment", None, None), strict=True):
        cell.value = text
        cell.alignment = Alignment(horizontal="centerContinuous" if cell.column > 2 else None)
    sheet["B1"] = "Before"


def _formulas(sheet: Worksheet) -> None:
    sheet["E5"] = '="X"'


def _far_apart(sheet: Worksheet) -> None:
    sheet.insert_cols(1, 3)
    sheet.insert_rows(1, 25)


def _odd_blanks(sheet: Worksheet) -> None:
    _each_mark(sheet, lambda cell: setattr(cell, "value", "\u00a0X \u200b"))


def _text(text: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: text.encode(encoding)


LINES = "\n".join(",".join(cell or "" for cell in row) for row in ROWS)
BOXES = "\n".join(
    ",".join(cell or "" if n == 0 or m == 0 else ("FALSE", "TRUE")[bool(cell)] for m, cell in enumerate(row))
    for n, row in enumerate(ROWS)
)


def _of(name: str, kind: str, make: Callable[[], bytes], **facts) -> Invented:
    return Invented(name, (), kind, facts.pop("visits", VISITS), facts.pop("rows", RIGHT), make=make, **facts)


ALL = (
    _of("Wingdings ticks", "xlsx", _workbook(_in_font("Wingdings", "ü"))),
    _of("Wingdings bullets", "xlsx", _workbook(_in_font("Wingdings", "l"))),
    _of("Wingdings 2 ticks", "xlsx", _workbook(_in_font("Wingdings 2", "P"))),
    _of("Webdings ticks", "xlsx", _workbook(_in_font("Webdings", "a"))),
    _of("marks struck through", "xlsx", _workbook(_struck), told=("struck through",)),
    _of("numbers shown as texts", "xlsx", _workbook(_by_format), days="? 1 28 56"),
    _of("check boxes", "xlsx", _workbook(_check_boxes)),
    _of("headings centred across columns", "xlsx", _workbook(_centred_across)),
    _of("a formula without a result", "xlsx", _workbook(_formulas), rows=RIGHT.replace("ECG xx.x", "ECG xx.."),
        told=("without a saved result",)),
    _of("far from the corner", "xlsx", _workbook(_far_apart)),
    _of("blanks that are no spaces", "xlsx", _workbook(_odd_blanks)),
    _of("check boxes in CSV", "csv", _text(BOXES)),
    _of("a hint for the separator", "csv", _text("sep=;\n" + LINES.replace(",", ";"))),
    _of("UTF-16 with tabs", "csv", _text("\ufeff" + LINES.replace(",", "\t"), "utf-16-le")),
    _of("quoted line breaks", "csv", _text(LINES.replace("Week 4", '"Week 4\n(±3 days)"')),
        visits="Screening | Day 1 | Week 4 (±3 days) | Week 8", windows="? ? 3d ?"),
    _of("a title with commas before semicolons", "csv",
        _text("A study of a cream, in adults, with itch, and more\n" + LINES.replace(",", ";"))),
    _of("ragged rows", "csv", _text(LINES.replace("Consent,X,,,", "Consent,X") + ",,,,\n")),
    _of("old Macintosh line ends", "csv", _text(LINES.replace("\n", "\r"))),
    _of("Windows-1252 signs", "csv", _text(LINES.replace("Week 8", "Week 8 ±3"), "cp1252"),
        visits="Screening | Day 1 | Week 4 | Week 8 ±3", windows="? ? ? 3d"),
)  # fmt: skip
