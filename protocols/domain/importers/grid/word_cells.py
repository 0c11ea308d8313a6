"""Word XML to cells: text of runs with superscripts, symbol fonts and footnote references, and merged table cells."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from protocols.domain.importers.grid.cells import Cell, Grid, Place, Span, table_address
from protocols.domain.importers.grid.symbols import in_font, symbol
from protocols.domain.importers.grid.word_lists import ListNumber
from protocols.domain.importers.plain_text import without_unseen

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEX = re.compile(r"[0-9A-Fa-f]{1,5}")
WIDEST = 1000  # columns; what a broken file may claim beyond is no table
_SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}tbl", f"{W}txbxContent", f"{W}instrText"}


@dataclass
class WordText:
    """What is needed to read runs: styles that raise letters, and the numbers of footnotes in their order.

    `struck` collects the texts that are struck through, which were left out, with their places. `numbers` are what
    Word's automatic lists show before a paragraph.
    """

    raised_styles: frozenset[str] = frozenset()
    footnotes: dict[str, str] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    struck: list[tuple[str, str]] = field(default_factory=list)
    numbers: Mapping[etree._Element, ListNumber] = field(default_factory=dict)

    def number_of(self, identifier: str) -> str:
        """Return the number that Word shows for a footnote reference: they count in the order of the text."""
        if identifier not in self.used:
            self.used.append(identifier)
        return str(self.used.index(identifier) + 1)


def paragraph_cell(paragraph: etree._Element, words: WordText) -> Cell:
    """Return one paragraph as a cell."""
    return _stripped(*_pieces([paragraph], words))


def note_cell(paragraph: etree._Element, words: WordText) -> Cell:
    """Return a paragraph below a table as a cell, with the letter that an automatic list shows before it."""
    return _stripped(*_pieces([paragraph], words, listed=True))


def _pieces(
    paragraphs: list[etree._Element], words: WordText, *, listed: bool = False
) -> tuple[str, list[tuple[int, int]], bool]:
    text, raised, bold, runs = "", [], 0, 0
    for number, paragraph in enumerate(paragraphs):
        text += "\n" if number else ""
        if listed and (shown := words.numbers.get(paragraph)) and any(paragraph.itertext(f"{W}t")):
            if shown.raised:
                raised.append((len(text), len(text) + len(shown.text)))
            text += f"{shown.text}\t"
        for run in _runs(paragraph):
            part = "" if _is_on(run, "vanish") else _run_text(run, words)
            if part.strip() and (_is_on(run, "strike") or _is_on(run, "dstrike")):
                words.struck.append(("", part.strip()))
            elif part:
                if _is_raised(run, words):
                    raised.append((len(text), len(text) + len(part)))
                runs += 1
                bold += _is_bold(run)
                text += part
    return text, raised, bool(runs) and bold == runs


def _runs(element: etree._Element) -> Iterator[etree._Element]:
    """Return the runs of a paragraph in order; deleted text and tables inside it are no part of it."""
    for child in element:
        if child.tag == f"{W}r":
            yield child
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _runs(child)


def _run_text(run: etree._Element, words: WordText) -> str:
    font = _font(run)
    text = ""
    for child in run:
        if child.tag == f"{W}t":
            text += without_unseen(in_font(child.text or "", font))
        elif child.tag == f"{W}tab":
            text += "\t"
        elif child.tag in {f"{W}br", f"{W}cr"}:
            text += "\n"
        elif child.tag == f"{W}noBreakHyphen":
            text += "-"
        elif child.tag == f"{W}sym":
            code = child.get(f"{W}char") or ""
            if _HEX.fullmatch(code):
                text += symbol(int(code, 16), child.get(f"{W}font") or font)
        elif child.tag == f"{W}fldChar" and (box := child.find(f"{W}ffData/{W}checkBox")) is not None:
            text += "☒" if _is_ticked(box) else "☐"
        elif child.tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
            text += words.number_of(child.get(f"{W}id") or "")
    return text


def _is_ticked(box: etree._Element) -> bool:
    """A check box of a form is ticked by the person who fills it in, else as it was made."""
    ticked = box.find(f"{W}checked")
    ticked = box.find(f"{W}default") if ticked is None else ticked
    return ticked is not None and ticked.get(f"{W}val") not in {"0", "false", "off"}


def _font(run: etree._Element) -> str:
    fonts = run.find(f"{W}rPr/{W}rFonts")
    return (fonts.get(f"{W}ascii") or "") if fonts is not None else ""


def _is_raised(run: etree._Element, words: WordText) -> bool:
    if any(child.tag in {f"{W}footnoteReference", f"{W}endnoteReference"} for child in run):
        return True
    align = run.find(f"{W}rPr/{W}vertAlign")
    if align is not None:
        return align.get(f"{W}val") == "superscript"
    position = run.find(f"{W}rPr/{W}position")
    if position is not None and (position.get(f"{W}val") or "").isdecimal():
        return int(position.get(f"{W}val") or "0") > 0
    style = run.find(f"{W}rPr/{W}rStyle")
    return style is not None and style.get(f"{W}val") in words.raised_styles


def _is_bold(run: etree._Element) -> bool:
    return _is_on(run, "b")


def _is_on(run: etree._Element, name: str) -> bool:
    """Tell whether a run is bold, hidden or struck through."""
    found = run.find(f"{W}rPr/{W}{name}")
    return found is not None and found.get(f"{W}val") not in {"0", "false", "off"}


def _stripped(text: str, raised: list[tuple[int, int]], bold: bool, indent: float = 0) -> Cell:
    bare = text.strip()
    lead = len(text) - len(text.lstrip())
    moved = tuple(
        (max(start - lead, 0), min(end - lead, len(bare)))
        for start, end in raised
        if end > lead and start - lead < len(bare)
    )
    return Cell(bare, moved, bold, indent + lead)


def table_grid(table: etree._Element, words: WordText, name: str) -> Grid:
    """Return a Word table as a grid: merged cells once, with their span; rows may begin further right."""
    rows: dict[int, dict[int, Cell]] = {}
    spans: dict[Place, Span] = {}
    open_merges: dict[int, Place] = {}
    drawn: set[Place] = set()
    notes = _rows_of_a_list(table, words)
    for number, row in enumerate(_children(table, "tr")):
        column = min(_number(row.find(f"{W}trPr/{W}gridBefore")), WIDEST)
        for cell in _children(row, "tc"):
            width = max(1, min(_number(cell.find(f"{W}tcPr/{W}gridSpan")) or 1, WIDEST))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val") != "restart" and column in open_merges:
                _lengthen(spans, open_merges[column], number)
            else:
                struck = len(words.struck)
                _begin(rows, spans, (number, column), (width, _cell(cell, words, listed=number in notes)))
                place = f"{name}, {table_address(number, column)}"
                if next(cell.iter(f"{W}drawing", f"{W}pict"), None) is not None:
                    drawn.add((number, column))
                words.struck[struck:] = [(place, text) for _, text in words.struck[struck:]]
                open_merges.pop(column, None)
                if merge is not None:
                    open_merges[column] = (number, column)
            column += width
    return Grid(name, rows, spans, address=table_address, drawn=frozenset(drawn))


def _begin(rows: dict[int, dict[int, Cell]], spans: dict[Place, Span], place: Place, found: tuple[int, Cell]) -> None:
    width, cell = found
    if width > 1:
        spans[place] = Span(1, width)
    if cell.text:
        rows.setdefault(place[0], {})[place[1]] = cell


def _lengthen(spans: dict[Place, Span], first: Place, row: int) -> None:
    width = spans[first].columns if first in spans else 1
    spans[first] = Span(row - first[0] + 1, width)


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Return the rows of a table or the cells of a row, also those inside content controls and tracked insertions."""
    for child in element:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _children(child, name)


def _number(element: etree._Element | None) -> int:
    value = element.get(f"{W}val") if element is not None else None
    return int(value) if value and value.isdecimal() else 0


def _cell(cell: etree._Element, words: WordText, *, listed: bool) -> Cell:
    paragraphs = list(_children(cell, "p"))
    text, raised, bold = _pieces(paragraphs, words, listed=listed)
    indent = _number(_first_indent(paragraphs)) if paragraphs else 0
    return _stripped(text, raised, bold, indent)


def _rows_of_a_list(table: etree._Element, words: WordText) -> set[int]:
    """Return the rows of one cell in which, or in the next of which, a list goes on: they hold footnotes.

    A list in the labels only numbers the rows, and a single numbered band is the name of a group.
    """
    entries: dict[int, int] = {}
    for number, row in enumerate(_children(table, "tr")):
        cells = list(_children(row, "tc"))
        listed = sum(paragraph in words.numbers for paragraph in _children(cells[0], "p")) if len(cells) == 1 else 0
        if listed:
            entries[number] = listed
    return {row for row, listed in entries.items() if listed > 1 or row - 1 in entries or row + 1 in entries}


def _first_indent(paragraphs: list[etree._Element]) -> etree._Element | None:
    """Return the left indent of the first paragraph in a form that `_number` reads."""
    indent = paragraphs[0].find(f"{W}pPr/{W}ind")
    left = (indent.get(f"{W}left") or indent.get(f"{W}start")) if indent is not None else None
    if left is None or not left.isdecimal():
        return None
    holder = etree.Element(f"{W}holder")
    holder.set(f"{W}val", left)
    return holder
