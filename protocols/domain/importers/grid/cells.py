"""A grid of cells as it stands in the file, whatever the format: texts, raised letters, merges and how they look."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

Place = tuple[int, int]


class Cell(NamedTuple):
    """What one cell holds. Equal cells may be one object, so a cell does not know where it stands.

    `text` is everything that is written; `raised` are the pieces of it, as (start, end), that are superscript.
    """

    text: str
    raised: tuple[tuple[int, int], ...] = ()
    bold: bool = False
    indent: float = 0
    fill: str | None = None


def without_raised(cell: Cell) -> str:
    """Return the text of a cell without its raised pieces."""
    text, position = "", 0
    for start, end in cell.raised:
        text, position = text + cell.text[position:start], end
    return text + cell.text[position:]


class Span(NamedTuple):
    """How many rows and columns a merged cell covers."""

    rows: int
    columns: int


ALONE = Span(1, 1)


def excel_address(row: int, column: int) -> str:
    """Return the name of a cell as spreadsheets show it, from zero-based numbers: (0, 27) is "AB1"."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def table_address(row: int, column: int) -> str:
    """Return the name of a cell as a reader of a document counts: "row 3, column 2"."""
    return f"row {row + 1}, column {column + 1}"


@dataclass(frozen=True)
class Grid:
    """One sheet, file or table. Only cells with text are stored, by zero-based row and column.

    `spans` holds merged cells by their first cell. `caption` is the text above a table or the name of a sheet;
    `below` are the lines that stand under a table outside it. `ruled` are columns that are drawn as wide as others even
    where they hold nothing. `drawn` are cells at which an arrow, a line or a picture begins. `joined` tells, with a
    place, what was put together to make this grid.
    """

    name: str
    rows: dict[int, dict[int, Cell]]
    spans: dict[Place, Span] = field(default_factory=dict)
    caption: str = ""
    below: tuple[Cell, ...] = ()
    address: Callable[[int, int], str] = excel_address
    merges_are_shown: bool = True
    transposed: bool = False
    ruled: frozenset[int] = frozenset()
    drawn: frozenset[Place] = frozenset()
    joined: tuple[tuple[str, str], ...] = ()

    def where(self, row: int, column: int) -> str:
        """Return the place of a cell in words that a person can find."""
        if self.transposed:
            row, column = column, row
        return f"{self.name}, {self.address(row, column)}" if self.name else self.address(row, column)

    def where_column(self, column: int) -> str:
        """Return the place of a column: its first cell with text."""
        row = next((row for row in sorted(self.rows) if column in self.rows[row]), 0)
        return self.where(row, column)

    def span(self, row: int, column: int) -> Span:
        """Return how far the cell that begins here reaches."""
        return self.spans.get((row, column), ALONE)

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell, empty where nothing is stored."""
        cells = self.rows.get(row)
        cell = cells.get(column) if cells else None
        return cell.text if cell else ""

    def filled_rows(self) -> list[int]:
        """Return the rows that hold text, from the top."""
        return sorted(row for row, cells in self.rows.items() if cells)

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        """Return every cell with its row and column."""
        return ((row, column, cell) for row, cells in self.rows.items() for column, cell in cells.items())

    def part(self, rows: Iterable[int]) -> "Grid":
        """Return the grid of these rows only, at their old places; merges are cut where the rows end."""
        kept = set(rows)
        last = max(kept, default=-1)
        spans = {
            (row, column): Span(min(span.rows, last - row + 1), span.columns)
            for (row, column), span in self.spans.items()
            if row in kept
        }
        return replace(self, rows={row: self.rows[row] for row in sorted(kept) if row in self.rows}, spans=spans)

    def without(self, columns: frozenset[int]) -> "Grid":
        """Return the grid without the cells of these columns."""
        if not columns:
            return self
        rows = {row: {c: cell for c, cell in cells.items() if c not in columns} for row, cells in self.rows.items()}
        return replace(self, rows=rows)

    def flipped(self) -> "Grid":
        """Return the grid with rows and columns exchanged; `where` still names the places of the file."""
        rows: dict[int, dict[int, Cell]] = {}
        for row, column, cell in self.cells():
            rows.setdefault(column, {})[row] = cell
        spans = {(column, row): Span(span.columns, span.rows) for (row, column), span in self.spans.items()}
        return replace(self, rows=rows, spans=spans, transposed=not self.transposed)

    def covering(self) -> dict[Place, Place]:
        """Return for every place under a merged cell the first cell of the merge, over rows that hold text only."""
        covered: dict[Place, Place] = {}
        for (row, column), span in self.spans.items():
            for r in range(row, row + span.rows):
                for c in range(column, column + span.columns):
                    covered[(r, c)] = (row, column)
        return covered
