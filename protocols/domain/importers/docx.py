"""Word documents: the schedule is found among all tables of a protocol and joined where it continues."""

import io
from collections.abc import Iterator
from dataclasses import replace

import docx as python_docx
from docx.document import Document
from lxml import etree

from protocols.domain.importers.grid.cells import Cell, Grid
from protocols.domain.importers.grid.notes import has_raised_key, is_note_line
from protocols.domain.importers.grid.reading import left_out, only_colours, read_grids
from protocols.domain.importers.grid.vocabulary import limit, says
from protocols.domain.importers.grid.word_cells import W, WordText, note_cell, paragraph_cell, table_grid
from protocols.domain.importers.grid.word_lists import list_numbers
from protocols.domain.importers.imported import Imported, Refused

FORMAT = "docx"
LONGEST_CAPTION = 200  # characters; a caption is one line, an introduction to a table is not
LINES_BETWEEN_NOTES = 2  # lines without a letter that may stand between two footnotes
LINES_BEFORE_RAISED = 10  # lines that may stand before a footnote with a raised letter, which is a surer sign


def read(data: bytes) -> Imported:
    """Return the schedule of a Word document. Raises Refused where no table shows one."""
    document = _open(data)
    words = WordText(_raised_styles(document), _footnote_texts(document), numbers=list_numbers(document))
    grids = _grids(document, words)
    try:
        imported = read_grids(grids, FORMAT)
    except Refused as refused:
        raise _refused(document, grids) from refused
    struck = tuple(left_out(where, text) for where, text in words.struck if where)
    return replace(imported, problems=(*imported.problems, *struck))


def _open(data: bytes) -> Document:
    try:
        return python_docx.Document(io.BytesIO(data))
    except Exception as problem:  # python-docx raises many kinds for one cause: this is no document it can read
        raise Refused.because(
            "file",
            "The file is not a valid Word document.",
            "Open it in a word processor, save it as .docx and upload it again.",
            format=FORMAT,
        ) from problem


def _refused(document: Document, grids: list[Grid]) -> Refused:
    tables = len(grids)
    if (shaded := _shaded_cells(document)) >= limit("coloured_cells"):
        return only_colours(shaded, FORMAT)
    pictures = sum(1 for _ in document.element.body.iter(f"{W}drawing", f"{W}pict"))
    if pictures:
        return Refused.because(
            "document",
            f"None of the {tables} tables is a schedule of visits. The document has {pictures} pictures; "
            "the schedule may be one of them, and pictures cannot be read.",
            "Upload the schedule as a Word table, as an Excel or CSV grid, or as USDM JSON.",
            format=FORMAT,
        )
    return Refused.because(
        "document",
        f"None of the {tables} tables has marks under headings of visits.",
        "Upload the part of the protocol that holds the schedule of activities as a table.",
        format=FORMAT,
    )


def _shaded_cells(document: Document) -> int:
    """Count the cells that are shaded and hold nothing."""
    cells = (shade.getparent().getparent() for shade in document.element.body.iter(f"{W}shd") if _is_shade(shade))
    return sum(1 for cell in cells if cell.tag == f"{W}tc" and not "".join(cell.itertext()).strip())


def _is_shade(shade: etree._Element) -> bool:
    fill = (shade.get(f"{W}fill") or "auto").casefold()
    holder = shade.getparent()
    return holder is not None and holder.tag == f"{W}tcPr" and fill not in {"auto", "ffffff"}


def _grids(document: Document, words: WordText) -> list[Grid]:
    """Return every table with the caption above it and the footnotes below it."""
    blocks = list(_blocks(document.element.body))
    tables = [position for position, block in enumerate(blocks) if block.tag == f"{W}tbl"]
    grids: list[Grid] = []
    for number, position in enumerate(tables):
        before = blocks[tables[number - 1] + 1 : position] if number else blocks[:position]
        after = blocks[position + 1 : tables[number + 1]] if number + 1 < len(tables) else blocks[position + 1 :]
        caption = _caption(before, words)
        used = len(words.used)
        grid = table_grid(blocks[position], words, f"table {number + 1}")
        below = (*_below(after, words), *_word_footnotes(words, used))
        grids.append(replace(grid, caption=caption, below=below))
    return grids


def _blocks(element: etree._Element) -> Iterator[etree._Element]:
    """Return the paragraphs and tables of the text in order, also inside content controls."""
    for child in element:
        if child.tag == f"{W}tbl" and (frame := _only_cell(child)) is not None:
            yield from _blocks(frame)
        elif child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _blocks(child)


def _only_cell(table: etree._Element) -> etree._Element | None:
    """Return the one cell of a table that is only a frame around another table."""
    cells = [cell for row in table.iterfind(f"{W}tr") for cell in row.iterfind(f"{W}tc")]
    return cells[0] if len(cells) == 1 and cells[0].find(f"{W}tbl") is not None else None


def _caption(before: list[etree._Element], words: WordText) -> str:
    """The caption is the nearest short line that names a schedule or something else, or just the last short line."""
    lines = [
        text for block in before[-8:] if (text := paragraph_cell(block, words).text) and len(text) < LONGEST_CAPTION
    ]
    named = [line for line in lines[-4:] if says(line, "captions", "schedule") or says(line, "captions", "other")]
    return " ".join((named or lines or [""])[-1].split())


def _below(after: list[etree._Element], words: WordText) -> list[Cell]:
    """Footnotes follow the table up to the next heading; a few lines without a letter may stand between them.

    More lines may stand before a footnote whose letter is raised.
    """
    lines: list[Cell] = []
    last = 0
    for block in after:
        if _is_heading(block):
            break
        cell = note_cell(block, words)
        if not cell.text:
            continue
        lines.append(cell)
        between = len(lines) - last - 1
        if has_raised_key(cell) or (is_note_line(cell) and between <= LINES_BETWEEN_NOTES):
            last = len(lines)
        elif between >= LINES_BEFORE_RAISED:
            break
    return lines[:last]


def _is_heading(block: etree._Element) -> bool:
    style = block.find(f"{W}pPr/{W}pStyle")
    name = (style.get(f"{W}val") or "").casefold() if style is not None else ""
    return name.startswith(("heading", "title", "caption")) or block.find(f"{W}pPr/{W}outlineLvl") is not None


def _raised_styles(document: Document) -> frozenset[str]:
    found = (
        style.get(f"{W}styleId")
        for style in document.styles.element.iter(f"{W}style")
        if (align := style.find(f"{W}rPr/{W}vertAlign")) is not None and align.get(f"{W}val") == "superscript"
    )
    return frozenset(name for name in found if name)


def _footnote_texts(document: Document) -> dict[str, str]:
    """Return the texts of Word's own footnotes by their identifier."""
    texts: dict[str, str] = {}
    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith("/footnotes"):
            continue
        root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        for footnote in root.iter(f"{W}footnote"):
            lines = (paragraph_cell(paragraph, WordText()).text for paragraph in footnote.iter(f"{W}p"))
            texts[footnote.get(f"{W}id") or ""] = " ".join(line for line in lines if line)
    return texts


def _word_footnotes(words: WordText, before: int) -> list[Cell]:
    """Return the footnotes that a table is the first to refer to, each as a line that begins with its raised number."""
    lines = []
    for number, identifier in enumerate(words.used[before:], start=before + 1):
        lines.append(Cell(f"{number} {words.footnotes.get(identifier, '')}".strip(), ((0, len(str(number))),)))
    return lines
