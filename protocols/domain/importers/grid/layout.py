"""THE ORDER OF DECISIONS: which rows and columns of a grid are headings, labels, visits, remarks, activities.

`lay_out` takes the decisions one after the other; each is a function that is named and reasoned in its own module. They
go by where a text stands, how often it is repeated and how it is merged; words come second and are general ones
(`words.toml`).
"""

from dataclasses import dataclass

from protocols.domain.importers.grid.cells import Cell, Grid, Place
from protocols.domain.importers.grid.decide_body import body_and_below
from protocols.domain.importers.grid.decide_headings import heading_rows
from protocols.domain.importers.grid.decide_labels import (
    label_column,
    label_columns,
    numbering_columns,
    rows_with_marks,
)
from protocols.domain.importers.grid.decide_visits import first_visit_column, visit_columns


@dataclass(frozen=True)
class Layout:
    """Where things stand in a grid, by zero-based rows and columns.

    `labels` are the label columns from the outermost (groups) to the innermost, `main_label` the one with most names.
    `qualifiers` are heading rows of marks, such as "Fasting visit"; `marked` the columns with marks by row; `numbering`
    columns that only number the rows. `covered` gives the first cell for each place under a merged cell.
    """

    grid: Grid
    covered: dict[Place, Place]
    titles: tuple[int, ...]
    header: tuple[int, ...]
    qualifiers: frozenset[int]
    labels: tuple[int, ...]
    main_label: int
    visits: tuple[int, ...]
    remarks: tuple[int, ...]
    body: tuple[int, ...]
    below: tuple[int, ...]
    marked: dict[int, set[int]]
    numbering: frozenset[int]

    def cell(self, row: int, column: int) -> Cell | None:
        """Return the cell that covers a place, merged cells included."""
        cells = self.grid.rows.get(row)
        if cells and (cell := cells.get(column)):
            return cell
        first = self.covered.get((row, column))
        return self.grid.rows.get(first[0], {}).get(first[1]) if first else None

    def row_name(self, row: int) -> str:
        """Return what stands in the label columns of a heading row."""
        edge = min(self.visits)
        stub = {column for column in self.grid.rows.get(row, {}) if column < edge} | set(self.labels)
        cells = {self.covered.get((row, c), (row, c)): self.cell(row, c) for c in sorted(stub - self.numbering)}
        return " ".join(cell.text for cell in cells.values() if cell)


def lay_out(grid: Grid) -> Layout | None:
    """Decide the layout of one grid, or None where it has no marks under headings of visits."""
    marked = rows_with_marks(grid)
    if not marked:
        return None
    main = label_column(grid, marked)
    if main is None:
        return None
    first = first_visit_column(grid, marked, main)
    numbering = numbering_columns(grid, marked, first)
    header, qualifiers, titles = heading_rows(grid.without(numbering), marked, (main, first))
    if not header:
        return None
    visits, remarks = visit_columns(grid, marked, (header, qualifiers), main)
    if not visits:
        return None
    labels = label_columns(grid, marked, main, frozenset(visits) | frozenset(remarks) | numbering)
    body, below = body_and_below(grid, marked, (header, visits), main)
    if not body:
        return None
    remarks = tuple(column for column in remarks if column not in labels)
    return Layout(
        grid, grid.covering(), titles, header, qualifiers, labels, main, visits, remarks, body, below, marked, numbering
    )
