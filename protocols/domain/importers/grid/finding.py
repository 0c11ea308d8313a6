"""The tables in the grids of a file: one under the other, continued on the next page, or with visits down the page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from protocols.domain.importers.grid.cells import Cell, Grid, table_address
from protocols.domain.importers.grid.continuing import has_crosses, joined_to
from protocols.domain.importers.grid.layout import Layout, lay_out
from protocols.domain.importers.grid.naming import is_row_name, is_visit_like
from protocols.domain.importers.grid.notes import is_note_line
from protocols.domain.importers.grid.tables import is_numbered_caption, lines_of
from protocols.domain.importers.grid.timing import looks_like_window
from protocols.domain.importers.grid.vocabulary import limit, says, share


def candidates(grids: Iterable[Grid]) -> tuple[list[Layout], list[Grid]]:
    """Return the layout of every table in the grids, and the grids with marks that make no table.

    A grid may hold several tables one under the other. One that makes no sense as it stands may go on where the grid
    before it ended, or is tried with rows and columns exchanged.
    """
    found: list[Layout] = []
    unread: list[Grid] = []
    before: Grid | None = None
    for grid in grids:
        tables = _tables_in(grid)
        for layout in tables:
            found.append((_turned(layout.grid) if goes_down(layout) else None) or layout)
        if not tables and before is not None and (longer := joined_to(found[-1], grid)):
            found[-1] = longer
            tables = [longer]
        elif not tables and before is not None and (lines := _only_notes(grid, found[-1])):
            whole = found[-1].grid
            found[-1] = replace(found[-1], grid=replace(whole, below=(*whole.below, *lines, *grid.below)))
            tables = [found[-1]]
        elif not tables and (turned := _turned(grid)):
            found.append(turned)
        elif not tables and has_crosses(grid):
            unread.append(grid)
        before = grid if tables else None
    return found, unread


def _only_notes(grid: Grid, above: Layout) -> list[Cell]:
    """Return the lines of a narrow table directly under another one in which each line begins as a footnote does.

    It begins with a key, or with a mark of the table above that it explains: "X to be recorded in the database".
    """
    narrow = len({column for _, column, _ in grid.cells()}) <= 2
    if grid.address is not table_address or not narrow or is_numbered_caption(grid.caption):
        return []
    places = ((row, column) for row in above.body for column in above.visits)
    marks = {above.grid.text(row, column) for row, column in places} - {""}
    lines = lines_of(grid, grid.filled_rows())
    return lines if all(is_note_line(line) or line.text.split()[0] in marks for line in lines) else []


def _turned(grid: Grid) -> Layout | None:
    return lay_out(replace(grid.flipped(), below=()))


def goes_down(layout: Layout) -> bool:
    """Tell whether visits are the rows of a table: its labels name visits and its headings do not.

    Activities such as "Randomisation" sound like visits too; but where the labels are numbered visits and no heading
    is one, the visits go down.
    """
    labels = [cell.text for row in layout.body if (cell := layout.cell(row, layout.main_label))]
    headings = [cell.text for row in layout.header for c in layout.visits if (cell := layout.cell(row, c))]
    named = [text for text in labels if is_visit_like(text)]
    enough = share("restart_likeness") * len(labels)
    if len(named) < enough:
        return False
    headed = [text for text in headings if is_visit_like(text) or _is_figure(text) or looks_like_window(text)]
    if len(_with_figures(named)) >= max(enough, 2) and not _with_figures(headed):
        return True
    return len(headed) < (1 - share("restart_likeness")) * len(headings)


def _with_figures(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if any(map(str.isdigit, text))]


def _tables_in(grid: Grid) -> list[Layout]:
    found: list[Layout] = []
    rest: Grid | None = grid
    while rest is not None and len(found) < limit("tables_in_one_grid"):
        layout = lay_out(rest)
        if layout is None:
            break
        cut = _next_heading(layout)
        if cut is None:
            found.append(layout)
            break
        upper = lay_out(rest.part(row for row in rest.rows if row < cut))
        if upper is not None:
            found.append(upper)
        rest = rest.part(row for row in rest.rows if row >= cut)
    return found


def _next_heading(layout: Layout) -> int | None:
    """A second table begins where, after rows of marks, a row looks like headings and rows of marks follow it."""
    named = {layout.row_name(row).casefold() for row in layout.header} - {""}
    rows = [*layout.body, *layout.below]
    started = False
    for position, row in enumerate(rows):
        if row in layout.marked:
            started = True
        elif started and _heads_again(layout, row, named):
            following = rows[position + 1 : position + 1 + limit("header_rows")]
            if any(after in layout.marked for after in following):
                return _with_titles(layout, rows, position)
    return None


def _with_titles(layout: Layout, rows: Sequence[int], position: int) -> int:
    """A title directly above the second headings goes with them."""
    row = rows[position]
    while position > 0 and rows[position - 1] not in layout.marked:
        cells = layout.grid.rows[rows[position - 1]]
        texts = [cell.text for cell in cells.values()]
        if len(texts) != 1 or not (says(texts[0], "captions", "schedule") or says(texts[0], "captions", "continued")):
            break
        position -= 1
        row = rows[position]
    return row


def _heads_again(layout: Layout, row: int, named: set[str]) -> bool:
    cells = layout.grid.rows[row]
    edge = min(layout.visits)
    values = {column: cell.text for column, cell in cells.items() if column >= edge}
    name = layout.row_name(row)
    if not values or (len(values) < 2 and len(layout.visits) > 2 and not _is_wide(layout.grid, row, values)):
        return False
    if any(_repeats(layout, heading, values, name) for heading in layout.header):
        return True
    if name and not is_row_name(name) and name.casefold() not in named:
        return False
    liked = sum(1 for text in values.values() if is_visit_like(text) or looks_like_window(text) or _is_figure(text))
    return liked >= share("restart_likeness") * len(values)


def _is_wide(grid: Grid, row: int, values: dict[int, str]) -> bool:
    return any(grid.span(row, column).columns > 1 for column in values)


def _is_figure(text: str) -> bool:
    return re.fullmatch(r"[-+]?\s*\.?\d+(?:\.\d+)?", text.strip()) is not None


def _repeats(layout: Layout, heading: int, values: dict[int, str], name: str) -> bool:
    above = {column: cell.text for column, cell in layout.grid.rows[heading].items() if column >= min(layout.visits)}
    if not above or name.casefold() != layout.row_name(heading).casefold():
        return False
    same = sum(1 for column, text in values.items() if above.get(column) == text)
    return same >= share("same_header") * max(len(above), len(values))
