"""A table without headings, or without names of rows, that only goes on where the one on the page before ended."""

from dataclasses import replace

from protocols.domain.importers.grid.cells import Cell, Grid, Span, table_address
from protocols.domain.importers.grid.decide_labels import label_column, rows_with_marks
from protocols.domain.importers.grid.layout import Layout, lay_out
from protocols.domain.importers.grid.vocabulary import limit, says, share


def has_crosses(grid: Grid) -> bool:
    """Tell whether a grid has as many marks as a part of a schedule has, and not only one here and there."""
    marked = rows_with_marks(grid)
    return len(marked) >= limit("shared_rows_to_join") and sum(map(len, marked.values())) >= limit("unread_marks")


def joined_to(before: Layout, grid: Grid) -> Layout | None:
    """Return the table before with this one at its end or at its right side, if it goes on there and nowhere else.

    Sheets of a workbook do not break off; pages and tables of documents do.
    """
    if before.grid.address is not table_address or before.grid.transposed or not rows_with_marks(grid):
        return None
    if says(grid.caption, "captions", "other") and not says(grid.caption, "captions", "schedule"):
        return None
    return _rows_below(before, grid) or _facing_page(before, grid)


def _rows_below(before: Layout, grid: Grid) -> Layout | None:
    """A table with as many columns, labels where the one before has them and marks only under its visits."""
    above = before.grid
    if _width(above) != _width(grid) or not _fits_below(before, grid):
        return None
    offset = max(above.rows) + 1
    moved = {row + offset: cells for row, cells in grid.rows.items()}
    spans = {(row + offset, column): span for (row, column), span in grid.spans.items()}

    def address(row: int, column: int) -> str:
        if row < offset:
            return table_address(row, column)
        return f"continued on {grid.name}, {table_address(row - offset, column)}"

    text = "This table has no headings of its own. Its rows were read under the headings of the one before."
    whole = _whole(above, {**above.rows, **moved}, {**above.spans, **spans}, (grid, text))
    layout = lay_out(replace(whole, address=address))
    return layout if layout and layout.header == before.header and layout.visits == before.visits else None


def _fits_below(before: Layout, grid: Grid) -> bool:
    marked = rows_with_marks(grid)
    visits = frozenset(before.visits)
    if any(not visits.isdisjoint(grid.rows[row]) for row in grid.rows if row < min(marked)):
        return False  # it has headings, only not of visits
    named = sum(1 for row in marked if not grid.rows[row].keys().isdisjoint(before.labels))
    return named >= share("label_rows") * len(marked) and all(columns <= visits for columns in marked.values())


def _facing_page(before: Layout, grid: Grid) -> Layout | None:
    """A table of exactly as many rows, whose headings stand in the same rows, and that has no names of its own."""
    left = before.grid
    if max(left.rows) != max(grid.rows) or label_column(grid, rows_with_marks(grid)) is not None:
        return None
    offset = max(column for cells in left.rows.values() for column in cells) + 1
    offset = max(offset, len(left.ruled), *(column + span.columns for (_, column), span in left.spans.items()), 0)
    rows: dict[int, dict[int, Cell]] = {row: dict(cells) for row, cells in left.rows.items()}
    for row, cells in grid.rows.items():
        rows.setdefault(row, {}).update({column + offset: cell for column, cell in cells.items()})
    spans = {(row, column + offset): span for (row, column), span in grid.spans.items()}
    text = "This table has no names of rows. Its rows were read as those of the table before, one by one."
    layout = lay_out(_whole(left, rows, {**left.spans, **spans}, (grid, text)))
    if layout is None or layout.header != before.header or layout.visits[: len(before.visits)] != before.visits:
        return None
    return layout if len(layout.visits) > len(before.visits) else None


def _whole(
    first: Grid, rows: dict[int, dict[int, Cell]], spans: dict[tuple[int, int], Span], more: tuple[Grid, str]
) -> Grid:
    second, text = more
    told = (*first.joined, (second.name, text))
    return replace(first, rows=rows, spans=spans, below=(*first.below, *second.below), joined=told)


def _width(grid: Grid) -> int:
    """Count the columns: as they are drawn, else as far as there is text or a merged cell."""
    if grid.ruled:
        return max(grid.ruled) + 1
    ends = [column + 1 for cells in grid.rows.values() for column in cells]
    return max(ends + [column + span.columns for (_, column), span in grid.spans.items()])
