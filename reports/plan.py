"""The schedule as a report prints it: the grid of the workbench, joined over its blocks and cut into pages."""

from collections.abc import Iterable, Sequence

from protocols.domain.schedule import Schedule
from protocols.schedules.grid import Grid as ScreenGrid
from protocols.schedules.grid import Row, lay_out
from reports.burden import height_of
from reports.heads import extra_lines, fitting
from reports.limits import limits
from reports.tables import Grid, GridColumn, GridRow, GridTable, pages


def grid_of(schedule: Schedule) -> Grid:
    """Return the whole schedule, and the same cut into tables of one page each."""
    first = lay_out(schedule)
    blocks = [first, *(lay_out(schedule, first=block.first) for block in first.blocks[1:])]
    whole = _join(blocks)
    return Grid(
        tables=tuple(_cut(whole)),
        whole=whole,
        signs=first.signs,
        footnotes=tuple((note.key, note.text) for note in schedule.footnotes),
    )


def _join(blocks: Sequence[ScreenGrid]) -> GridTable:
    columns = tuple(
        GridColumn(column.label, tuple(fact for fact in (band, column.arm, *column.facts) if fact))
        for block in blocks
        for column, band in zip(block.columns, _bands(block), strict=True)
    )
    groups = tuple(
        (name, tuple(_row([block.groups[place][1][index] for block in blocks]) for index in range(len(rows))))
        for place, (name, rows) in enumerate(blocks[0].groups)
    )
    return GridTable(columns, groups)


def _bands(block: ScreenGrid) -> list[str]:
    return [name for name, span in block.bands for _ in range(span)]


def _row(parts: Sequence[Row]) -> GridRow:
    cells = ((cell.sign, cell.notes) if cell else None for part in parts for cell in part.cells)
    return GridRow(parts[0].label, parts[0].notes, tuple(cells))


def _cut(whole: GridTable) -> Iterable[GridTable]:
    for stretch in fitting(*_said(whole.columns)):
        columns = whole.columns[stretch]
        groups = [(name, [_cells(row, stretch) for row in rows]) for name, rows in whole.groups]
        rows_here = limits().rows_per_table - extra_lines(*_said(columns))
        for page in pages(groups, lambda row: height_of(row.label), rows_here):
            yield GridTable(columns, tuple(page))


def _said(columns: Sequence[GridColumn]) -> tuple[list[str], list[tuple[str, ...]]]:
    return [column.label for column in columns], [column.facts for column in columns]


def _cells(row: GridRow, stretch: slice) -> GridRow:
    return GridRow(row.label, row.notes, row.cells[stretch])
