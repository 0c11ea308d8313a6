"""A grid written as text becomes a workbook, a CSV, a Word or a PDF file: one invented schedule, many formats.

One line is a row, cells are parted by "|". In a cell:
    <        merged with the cell at its left          ^        merged with the cell above
    X^a^     a raised letter (in CSV it is glued)      >        one step of indentation
    \\n       a line break                              {fill}   nothing but a fill colour, or before a text: filled
    {b}      bold                                      {hide}   its row is hidden
"""

import csv
import html
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font, PatternFill
from weasyprint import HTML

PAGE = """<style>@page { size: A3 landscape; margin: 1cm } body { font: 8pt sans-serif }
table { border-collapse: collapse } td { border: 0.5pt solid black; padding: 2pt } sup { font-size: 5pt }</style>"""


@dataclass(frozen=True)
class Part:
    """One sheet, or one table of a document: what stands above it, the grid, and the lines below it."""

    grid: str
    caption: str = ""
    below: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Box:
    """One cell as written: its pieces (text, raised), how it looks and how far it is merged."""

    pieces: tuple[tuple[str, bool], ...]
    filled: bool = False
    bold: bool = False
    hide: bool = False
    indent: int = 0
    rows: int = 1
    columns: int = 1

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


def boxes(grid: str) -> dict[tuple[int, int], Box]:
    """Return the cells by place; cells under a merge are left out."""
    lines = [line.split("|") for line in grid.strip("\n").splitlines()]
    texts = {(r, c): text.strip() for r, line in enumerate(lines) for c, text in enumerate(line)}
    return {place: _box(text, *_reach(texts, place)) for place, text in texts.items() if text not in {"<", "^"}}


def _reach(texts: dict[tuple[int, int], str], place: tuple[int, int]) -> tuple[int, int]:
    row, column = place
    columns = 1
    while texts.get((row, column + columns)) == "<":
        columns += 1
    rows = 1
    while texts.get((row + rows, column)) == "^":
        rows += 1
    return rows, columns


def _box(text: str, rows: int, columns: int) -> Box:
    flags = {flag: f"{{{flag}}}" in text for flag in ("fill", "b", "hide")}
    for flag in flags:
        text = text.replace(f"{{{flag}}}", "")
    text = text.replace("\\n", "\n")
    indent = len(text) - len(text.lstrip(">"))
    pieces = tuple((piece, bool(n % 2)) for n, piece in enumerate(text[indent:].split("^")) if piece)
    return Box(pieces, flags["fill"], flags["b"], flags["hide"], indent, rows, columns)


def width(grid: str) -> int:
    """Return how many columns a grid has."""
    return max(line.count("|") + 1 for line in grid.strip("\n").splitlines())


def height(grid: str) -> int:
    """Return how many rows a grid has."""
    return len(grid.strip("\n").splitlines())


def as_csv(parts: Sequence[Part], delimiter: str = ",") -> bytes:
    """Write the parts one under the other; a merged text stands in its first cell only."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for part in parts:
        found = boxes(part.grid)
        if part.caption:
            writer.writerow([part.caption])
        for row in range(height(part.grid)):
            cells = [found.get((row, column)) for column in range(width(part.grid))]
            writer.writerow([" " * 3 * box.indent + box.text if box else "" for box in cells])
        for line in part.below:
            writer.writerow([line.replace("^", "")])
    return out.getvalue().encode()


def as_xlsx(parts: Sequence[Part]) -> bytes:
    """Write each part on a sheet named by its caption, with the lines below in column A."""
    book = openpyxl.Workbook()
    for number, part in enumerate(parts):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = part.caption.partition(":")[0][:31] or f"Sheet{number + 1}"
        if part.hidden:
            sheet.sheet_state = "hidden"
        for (row, column), box in boxes(part.grid).items():
            _write_cell(sheet, (row + 1, column + 1), box)
        for offset, line in enumerate(part.below):
            _write_cell(sheet, (height(part.grid) + 2 + offset, 1), _box(line, 1, 1))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_cell(sheet, place, box: Box) -> None:
    cell = sheet.cell(*place)
    if any(raised for _, raised in box.pieces):
        font = InlineFont(vertAlign="superscript")
        cell.value = CellRichText(*(TextBlock(font, text) if raised else text for text, raised in box.pieces))
    elif box.text:
        cell.value = int(box.text) if box.text.isdigit() else box.text
    if box.filled:
        cell.fill = PatternFill("solid", fgColor="FFB7C9E2")
    if box.bold:
        cell.font = Font(bold=True)
    if box.indent:
        cell.alignment = Alignment(indent=box.indent)
    if box.hide:
        sheet.row_dimensions[place[0]].hidden = True
    if box.rows > 1 or box.columns > 1:
        row, column = place
        sheet.merge_cells(
            start_row=row, start_column=column, end_row=row + box.rows - 1, end_column=column + box.columns - 1
        )


def as_docx(parts: Sequence[Part]) -> bytes:
    """Write each part as a table with its caption above and its lines below."""
    document = docx.Document()
    document.add_paragraph("An invented study that was never run.")
    for part in parts:
        document.add_paragraph(part.caption)
        table = document.add_table(rows=height(part.grid), cols=width(part.grid))
        for (row, column), box in boxes(part.grid).items():
            cell = table.cell(row, column)
            if box.rows > 1 or box.columns > 1:
                cell = cell.merge(table.cell(row + box.rows - 1, column + box.columns - 1))
            for paragraph in cell.paragraphs[1:]:
                paragraph._element.getparent().remove(paragraph._element)
            _write_paragraph(cell.paragraphs[0], box)
            if box.filled:
                _shade(cell)
        for line in part.below:
            _write_paragraph(document.add_paragraph(), _box(line, 1, 1))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write_paragraph(paragraph, box: Box) -> None:
    if box.indent:
        paragraph.paragraph_format.left_indent = Pt(9 * box.indent)
    for text, raised in box.pieces:
        run = paragraph.add_run(text)
        run.font.superscript = raised or None
        run.bold = box.bold or None


def _shade(cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "B7C9E2")):
        shade.set(qn(f"w:{name}"), value)
    cell._element.get_or_add_tcPr().append(shade)


def as_pdf(parts: Sequence[Part]) -> bytes:
    """Print each part on a page of its own with ruled lines."""
    pages = [f"<h2>{html.escape(part.caption)}</h2>{_table(part.grid)}{_lines(part.below)}" for part in parts]
    return HTML(string=PAGE + "<div style='page-break-before: always'></div>".join(pages)).write_pdf()


def _table(grid: str) -> str:
    found = boxes(grid)
    rows = (
        "<tr>" + "".join(_td(found[row, c]) for c in range(width(grid)) if (row, c) in found) + "</tr>"
        for row in range(height(grid))
    )
    return f"<table>{''.join(rows)}</table>"


def _td(box: Box) -> str:
    shown = "background: #b7c9e2; " if box.filled else ""
    style = f"{shown}padding-left: {2 + 9 * box.indent}pt"
    return f'<td rowspan="{box.rows}" colspan="{box.columns}" style="{style}">{_html(box)}</td>'


def _html(box: Box) -> str:
    return "".join(
        f"<sup>{html.escape(text)}</sup>" if raised else html.escape(text).replace("\n", "<br>")
        for text, raised in box.pieces
    )


def _lines(below: Sequence[str]) -> str:
    return "".join(f"<p>{_html(_box(line, 1, 1))}</p>" for line in below)


def drawn(parts: Sequence[Part], kind: str) -> bytes:
    """Return the parts as a file of this kind."""
    writers = {"xlsx": as_xlsx, "docx": as_docx, "pdf": as_pdf, "csv": as_csv}
    if kind in writers:
        return writers[kind](parts)
    return as_csv(parts, {"semicolon": ";", "tab": "\t", "pipe": "|"}[kind])


def kinds(names: str) -> Iterator[str]:
    """Return the kinds of files in a list of names."""
    yield from names.split()
