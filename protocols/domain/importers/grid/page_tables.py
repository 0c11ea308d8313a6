"""Pages to grids: rules become rows and columns, characters become the texts of cells, sideways pages are turned."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NotRequired, TypedDict, cast

from pdfplumber.page import Page
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
from pdfplumber.utils.geometry import line_to_edge, rect_to_edges

from protocols.domain.importers.grid.cells import Cell, Grid, Place, Span, table_address
from protocols.domain.importers.grid.notes import is_note_line
from protocols.domain.importers.grid.page_sides import closing_lines
from protocols.domain.importers.grid.symbols import in_font
from protocols.domain.importers.grid.vocabulary import limit, number
from protocols.domain.importers.plain_text import CONTROLS

_LETTER = 6.0  # points; a smaller area is a line
Box = tuple[float, float, float, float]  # left, top, right, bottom in points from the top left corner
_REFERENCE = re.compile(
    r"\s*\((?:SECT\s*)?\d+(?:\.\d+)*(?:\s*(?:,|;|and)\s*(?:SECT\s*)?\d+(?:\.\d+)*)*\)$".replace(
        "SECT", r"(?:section|sect\.?|appendix|app\.?|§)"
    ),
    re.IGNORECASE,
)


class Character(TypedDict):
    """The part of a character of a page that is used here; lengths in points from the top left corner.

    `turn` is 1 for one that runs upwards among upright ones, -1 for downwards.
    """

    text: str
    fontname: str
    size: float
    x0: float
    x1: float
    top: float
    bottom: float
    turn: NotRequired[int]


class Rule(TypedDict):
    """A line or filled shape of a page; lengths as for characters."""

    object_type: str
    x0: float
    x1: float
    top: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True)
class Sheet:
    """What a page shows, turned so that its text stands upright."""

    number: int
    height: float
    characters: tuple[Character, ...]
    rules: tuple[Rule, ...]
    pictures: int
    coloured: int = 0


def read_page(page: Page) -> Sheet:
    """Read a page once. Wide tables are often printed sideways: then everything is turned by a quarter."""
    characters = cast(list[Character], page.chars)
    rules = [*cast(list[Rule], page.lines), *cast(list[Rule], page.rects)]
    turns = [(round(c["matrix"][1]) > 0) - (round(c["matrix"][1]) < 0) for c in page.chars]
    direction = Counter(turns).most_common(1)[0][0] if turns else 0
    width, height = float(page.width), float(page.height)
    if direction:
        characters = [_upright(c, _turned(c, direction, (width, height))) for c in characters]
        rules = [cast(Rule, {**rule, **_turned(rule, direction, (width, height))}) for rule in rules]
        height = width
    elif any(turns):
        characters = [{**c, "turn": turn} if turn else c for c, turn in zip(characters, turns, strict=True)]
    coloured = _coloured(page)
    return Sheet(page.page_number, height, tuple(characters), tuple(rules), len(page.images), coloured)


def _coloured(page: Page) -> int:
    """Count the coloured areas, as large as a letter, in which no letter stands."""
    areas = [rect for rect in page.rects if rect.get("fill") and min(rect["width"], rect["height"]) > _LETTER]
    middles = [((c["x0"] + c["x1"]) / 2, (c["top"] + c["bottom"]) / 2) for c in page.chars] if areas else []
    return sum(1 for area in areas if _is_coloured(area["non_stroking_color"]) and not _any_inside(area, middles))


def _is_coloured(colour: object) -> bool:
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    return any(isinstance(part, int | float) and part not in (1, 1.0) for part in parts) and len(parts) < 4


def _any_inside(area: Mapping[str, float], middles: Sequence[tuple[float, float]]) -> bool:
    return any(area["x0"] <= x <= area["x1"] and area["top"] <= y <= area["bottom"] for x, y in middles)


def _upright(character: Character, turned: dict[str, float]) -> Character:
    """The size of a sideways character is measured along the line; upright it is the height."""
    return cast(Character, {**character, **turned, "size": turned["height"]})


def _turned(item: Character | Rule, direction: int, size: tuple[float, float]) -> dict[str, float]:
    """Return the place of an item on the turned page: text that ran upwards runs to the right."""
    width, height = size
    if direction > 0:
        left, right, top, bottom = height - item["bottom"], height - item["top"], item["x0"], item["x1"]
    else:
        left, right, top, bottom = item["top"], item["bottom"], width - item["x1"], width - item["x0"]
    return {"x0": left, "x1": right, "top": top, "bottom": bottom, "width": right - left, "height": bottom - top}


def page_grids(sheet: Sheet) -> list[Grid]:
    """Return the ruled tables of a page with the line above and the remarks below each."""
    tables = _tables(sheet, thin=True) or _tables(sheet, thin=False)
    grids: list[Grid] = []
    for count, boxes in enumerate(tables, start=1):
        name = f"page {sheet.number}" + (f", table {count}" if len(tables) > 1 else "")
        grid = _without_references(_table_grid(boxes, sheet.characters, name))
        caption, below = _lines_around(sheet, boxes, tables)
        grids.append(replace(grid, caption=caption, below=below))
    return grids


def _tables(sheet: Sheet, *, thin: bool) -> list[list[Box]]:
    """Return the cells of each table. Only thin shapes are rules, since shaded lines of text are no cells."""
    widest = number("limits", "pdf_rule_width")
    edges = []
    for rule in sheet.rules:
        if rule["object_type"] == "line":
            edges.append(line_to_edge({**rule, "orientation": "v" if rule["width"] < rule["height"] else "h"}))
        elif not thin or min(rule["width"], rule["height"]) <= widest:
            edges.extend(rect_to_edges(dict(rule)))
    merged = merge_edges(edges, widest, widest, widest, widest)
    crossings = edges_to_intersections(merged, widest, widest)
    if closing := closing_lines(crossings, widest, _LETTER):
        crossings = edges_to_intersections([*merged, *closing], widest, widest)
    cells = intersections_to_cells(crossings)
    return [sorted(boxes, key=lambda box: (box[1], box[0])) for boxes in cells_to_tables(cells)]


def _table_grid(boxes: Sequence[Box], characters: Sequence[Character], name: str) -> Grid:
    """Return a ruled table as a grid: lines give rows and columns, and cells over several of them are merged."""
    columns = _lines([edge for box in boxes for edge in (box[0], box[2])])
    rows = _lines([edge for box in boxes for edge in (box[1], box[3])])
    found: dict[int, dict[int, Cell]] = {}
    spans: dict[Place, Span] = {}
    inside = _by_box(boxes, characters)
    for box, letters in zip(boxes, inside, strict=True):
        left, top = _nearest(columns, box[0]), _nearest(rows, box[1])
        width, height = _nearest(columns, box[2]) - left, _nearest(rows, box[3]) - top
        if width > 1 or height > 1:
            spans[(top, left)] = Span(max(height, 1), max(width, 1))
        cell = cell_of(letters)
        if cell.text:
            found.setdefault(top, {})[left] = cell
    return Grid(name, found, spans, address=table_address, ruled=_usual_columns(columns))


def _usual_columns(columns: Sequence[float]) -> frozenset[int]:
    """Return the columns that are at least half as wide as the usual one; narrower ones come from crooked lines."""
    widths = [right - left for left, right in zip(columns, columns[1:], strict=False)]
    usual = sorted(widths)[len(widths) // 2] if widths else 0.0
    return frozenset(position for position, width in enumerate(widths) if width >= usual / 2)


def _lines(edges: list[float]) -> list[float]:
    """Return the places of the lines; edges closer than the width of a rule are one line."""
    lines: list[float] = []
    for edge in sorted(edges):
        if not lines or edge - lines[-1] > number("limits", "pdf_rule_width"):
            lines.append(edge)
    return lines


def _nearest(lines: Sequence[float], edge: float) -> int:
    return min(range(len(lines)), key=lambda position: abs(lines[position] - edge))


def _by_box(boxes: Sequence[Box], characters: Sequence[Character]) -> list[list[Character]]:
    """Give each character to the cell that holds its middle, unless it is too large for it: "DRAFT" over the page."""
    found: list[list[Character]] = [[] for _ in boxes]
    for character in characters:
        x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
        for position, (left, top, right, bottom) in enumerate(boxes):
            if left <= x <= right and top <= y <= bottom:
                if character["bottom"] - character["top"] <= number("limits", "pdf_letter_in_cell") * (bottom - top):
                    found[position].append(character)
                break
    return found


def cell_of(characters: Sequence[Character]) -> Cell:
    """Return characters as a cell: lines from the top, blanks at gaps, small letters above the line as raised."""
    shown = [c for c in characters if not c["text"].startswith("(cid:") and not CONTROLS.search(c["text"])]
    if not shown:
        return Cell("")
    shown = _read_upright(shown)
    size = _size_of(shown)
    text = ""
    raised: list[tuple[int, int]] = []
    for line in _text_lines(shown, size):
        text += "\n" if text else ""
        base = max(c["bottom"] for c in line)
        end = line[0]["x0"]
        for c in line:
            if c["x0"] - end > size * number("limits", "pdf_gap") and not text.endswith((" ", "\n")):
                text += " "
            part = in_font(c["text"], c["fontname"])
            if c["size"] < size * number("limits", "pdf_raised_size") and c["bottom"] < base - size / 20:
                joins = raised and raised[-1][1] == len(text)
                start = raised.pop()[0] if joins else len(text)
                raised.append((start, len(text) + len(part)))
            text += part
            end = c["x1"]
    return _stripped(text, raised)


def _size_of(characters: list[Character]) -> float:
    """Return the size of the text: the usual one, unless all letters of it are raised beside a larger one: "Xa,b,c"."""
    sizes = Counter(round(c["size"], 1) for c in characters)
    usual, largest = sizes.most_common(1)[0][0], max(sizes)
    if usual >= largest * number("limits", "pdf_raised_size"):
        return usual
    base = min(c["bottom"] for c in characters if round(c["size"], 1) == largest)
    lifted = all(c["bottom"] < base - largest / 20 for c in characters if round(c["size"], 1) == usual)
    return largest if lifted else usual


def _read_upright(characters: list[Character]) -> list[Character]:
    """Headings of narrow columns are often printed sideways in their cells: then the cell is turned by a quarter."""
    turn, count = Counter(c.get("turn", 0) for c in characters).most_common(1)[0]
    if not turn or 2 * count <= len(characters):
        return characters
    return [_upright(c, _turned(c, turn, (0, 0))) for c in characters if c.get("turn") == turn]


def _stripped(text: str, raised: Sequence[tuple[int, int]]) -> Cell:
    bare, lead = text.strip(), len(text) - len(text.lstrip())
    moved = ((max(start - lead, 0), min(end - lead, len(bare))) for start, end in raised)
    return Cell(bare, tuple((start, end) for start, end in moved if start < end))


def _text_lines(characters: Sequence[Character], size: float) -> list[list[Character]]:
    """Cut characters into lines: a new one begins where the middle is more than half a letter lower."""
    lines: list[list[Character]] = []
    middle = 0.0
    for c in sorted(characters, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        here = (c["top"] + c["bottom"]) / 2
        if not lines or here - middle > size / 2:
            lines.append([])
            middle = here
        lines[-1].append(c)
    return [sorted(line, key=lambda c: c["x0"]) for line in lines]


def _without_references(grid: Grid) -> Grid:
    """Protocols print the number of a section behind labels. Where many end so, it is no part of the name."""
    first = {row: cells[0] for row, cells in grid.rows.items() if 0 in cells}
    ending = [row for row, cell in first.items() if _REFERENCE.search(cell.text)]
    if len(ending) < limit("pdf_references") or 4 * len(ending) < len(first):
        return grid
    rows = dict(grid.rows)
    for row in ending:
        cell = first[row]
        text = _REFERENCE.sub("", cell.text)
        raised = tuple((start, end) for start, end in cell.raised if end <= len(text))
        rows[row] = {**rows[row], 0: cell._replace(text=text, raised=raised)}
    return replace(grid, rows=rows)


def _lines_around(sheet: Sheet, boxes: Sequence[Box], tables: Sequence[Sequence[Box]]) -> tuple[str, tuple[Cell, ...]]:
    """Return the last line above a table and the remarks between it and the next table."""
    top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
    ends = [max(box[3] for box in other) for other in tables]
    begins = [min(box[1] for box in other) for other in tables]
    floor = max((end for end in ends if end <= top), default=0.0)
    ceiling = min((begin for begin in begins if begin >= bottom), default=sheet.height)
    upper = [c for c in sheet.characters if floor <= c["top"] and c["bottom"] <= top]
    lower = [c for c in sheet.characters if bottom <= c["top"] and c["bottom"] <= ceiling]
    above = [line for line in cell_of(upper).text.split("\n") if line.strip()]
    return (above[-1] if above else ""), tuple(_remarks(lower))


def _remarks(characters: Sequence[Character]) -> list[Cell]:
    """Join the lines of each remark; what stands after the last one, such as a page number, is left out."""
    if not characters:
        return []
    size = Counter(round(c["size"], 1) for c in characters).most_common(1)[0][0]
    remarks: list[Cell] = []
    for line in _text_lines(characters, size):
        cell = cell_of(line)
        if is_note_line(cell):
            remarks.append(cell)
        elif remarks and cell.text:
            remarks[-1] = remarks[-1]._replace(text=f"{remarks[-1].text} {cell.text}")
    return remarks
