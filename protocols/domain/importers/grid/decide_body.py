"""Where the activities end and the remarks under the grid begin."""

from protocols.domain.importers.grid.cells import Grid
from protocols.domain.importers.grid.marks import is_empty, is_worded
from protocols.domain.importers.grid.notes import is_note_line
from protocols.domain.importers.grid.vocabulary import limit


def body_and_below(
    grid: Grid, marked: dict[int, set[int]], edges: tuple[tuple[int, ...], tuple[int, ...]], label: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The body ends at the last row with a label and something at a visit; what follows are remarks.

    After the last cross a single long word does not keep a row in the body, since a list of notes or abbreviations
    under the grid may stand in two columns.
    """
    header, visits = edges
    wanted = frozenset(visits)
    rows = [row for row in grid.filled_rows() if row > header[-1]]
    last = -1
    for position, row in enumerate(rows):
        if wanted & marked.get(row, set()):
            last = position
    for position in range(last + 1, len(rows)):
        if _is_worded_row(grid, rows[position], wanted, label):
            last = position
    while last + 1 < len(rows) and rows[last + 1] == rows[last] + 1 and _is_unmarked_row(grid, rows[last + 1], label):
        last += 1
    return tuple(rows[: last + 1]), tuple(rows[last + 1 :])


def _is_unmarked_row(grid: Grid, row: int, label: int) -> bool:
    """A short text directly under the last activity, with no sign of a remark, is a row without marks."""
    cells = grid.rows[row]
    if set(cells) != {label}:
        return False
    cell = cells[label]
    sentence = cell.text.rstrip().endswith((".", ";", ":")) or "=" in cell.text
    return len(cell.text) < limit("long_text") and not sentence and not is_note_line(cell)


def _is_worded_row(grid: Grid, row: int, visits: frozenset[int], label: int) -> bool:
    cells = grid.rows[row]
    name = cells[label].text.strip() if label in cells else ""
    if len(name) < 3 or len(name) > limit("heading_text"):
        return False
    values = [cell.text for column, cell in cells.items() if column in visits and not is_empty(cell.text)]
    if not values or any(len(text) >= limit("long_text") for text in values):
        return False
    if name.endswith(":") and not any(is_worded(text) for text in values):
        return False  # "Prepared by:" and "Version:" are filled in under a table; no activity ends so
    return len(values) > 1 or len(values[0]) <= limit("short_mark") or is_worded(values[0])
