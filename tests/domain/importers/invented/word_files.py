"""Invented Word documents with what only a word processor makes: hidden and struck text, symbols, nested tables."""

import io
from collections.abc import Callable

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table

from tests.domain.importers.invented.facts import Invented
from tests.domain.importers.invented.spreadsheets import RIGHT, ROWS, VISITS


def _document(change: Callable[[Document, Table], None]) -> Callable[[], bytes]:
    def make() -> bytes:
        document = docx.Document()
        document.add_paragraph("Schedule of activities")
        table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
        for number, row in enumerate(ROWS):
            for column, text in enumerate(row):
                table.cell(number, column).text = text or ""
        change(document, table)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return make


def _run(table: Table, row: int, column: int, text: str):
    return table.cell(row, column).paragraphs[0].add_run(text)


def _struck(document: Document, table: Table) -> None:
    _run(table, 4, 3, "X").font.strike = True


def _hidden(document: Document, table: Table) -> None:
    _run(table, 4, 3, "X").font.hidden = True


def _tracked(document: Document, table: Table) -> None:
    """One mark was deleted and one inserted, and nobody has accepted either."""
    deleted = parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>X</w:delText></w:r></w:del>')
    table.cell(4, 3).paragraphs[0]._element.append(deleted)
    table.cell(4, 4).text = ""
    inserted = parse_xml(f'<w:ins {nsdecls("w")} w:id="2" w:author="a"><w:r><w:t>X</w:t></w:r></w:ins>')
    table.cell(4, 4).paragraphs[0]._element.append(inserted)


def _symbols(document: Document, table: Table) -> None:
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            if text == "X":
                table.cell(number, column).text = ""
                sign = OxmlElement("w:sym")
                sign.set(qn("w:font"), "Wingdings 2")
                sign.set(qn("w:char"), "F050")
                _run(table, number, column, "")._element.append(sign)


def _check_boxes(document: Document, table: Table) -> None:
    for number, row in enumerate(ROWS[1:], start=1):
        for column, text in enumerate(row[1:], start=1):
            table.cell(number, column).text = "☒" if text else "☐"


def _deleted_row(document: Document, table: Table) -> None:
    """A row whose deletion is tracked but not yet accepted."""
    row = table.add_row()
    for cell, text in zip(row.cells, ("Old test", "X", "X", "X", "X"), strict=True):
        deleted = f'<w:del {nsdecls("w")} w:id="3" w:author="a"><w:r><w:delText>{text}</w:delText></w:r></w:del>'
        cell.paragraphs[0]._element.append(parse_xml(deleted))
    properties = row._tr.get_or_add_trPr()
    properties.append(parse_xml(f'<w:del {nsdecls("w")} w:id="4" w:author="a"/>'))


def _nested(document: Document, table: Table) -> None:
    """The table stands in the only cell of a frame table."""
    frame = document.add_table(rows=1, cols=1)
    cell = frame.cell(0, 0)._element
    cell.insert(0, table._element)


def _repeated_heads(document: Document, table: Table) -> None:
    """The author copied the heading row into the table where a page ends."""
    copy = parse_xml(table.rows[0]._tr.xml)
    table.rows[2]._tr.addnext(copy)


def _arrow(document: Document, table: Table) -> None:
    """An arrow is drawn over the cells of a row; a picture of it is no text."""
    _run(table, 4, 3, "")._element.append(OxmlElement("w:drawing"))
    other = document.add_table(rows=1, cols=2)  # the logo of the sponsor stands in a table too
    other.cell(0, 0).paragraphs[0].add_run("")._element.append(OxmlElement("w:drawing"))


def _under_a_table(document: Document, table: Table) -> None:
    """A table of the approvals stands after the schedule, with crosses in it."""
    other = document.add_table(rows=3, cols=3)
    for number, row in enumerate((("Approved by", "Yes", "No"), ("Sponsor", "X", ""), ("Committee", "X", ""))):
        for column, text in enumerate(row):
            other.cell(number, column).text = text


def _of(name: str, change: Callable[[Document, Table], None], **facts) -> Invented:
    return Invented(name, (), "docx", VISITS, facts.pop("rows", RIGHT), make=_document(change), **facts)


ALL = (
    _of("Word: a mark struck through", _struck, told=("struck through",)),
    _of("Word: a hidden mark", _hidden),
    _of("Word: tracked changes", _tracked),
    _of("Word: symbol ticks", _symbols),
    _of("Word: check boxes", _check_boxes),
    _of("Word: a row deleted with tracking", _deleted_row),
    _of("Word: in a frame table", _nested),
    _of("Word: headings copied into the table", _repeated_heads),
    _of("Word: an arrow that is drawn", _arrow, told=("Something is drawn here",)),
    _of("Word: approvals below", _under_a_table),
)
