"""A sheet with one row per mark, as data bases export it: known by its headings and read like the same list in CSV."""

import csv
import io
from collections.abc import Iterable, Sequence

from protocols.domain.importers import longform
from protocols.domain.importers.csv_tables import role_of
from protocols.domain.importers.grid.cells import Cell
from protocols.domain.importers.grid.sheet_cells import SheetRead
from protocols.domain.importers.grid.vocabulary import limit
from protocols.domain.importers.imported import Imported, Refused

VISITS, ACTIVITIES = ("visit", "visit_label"), ("activity", "activity_label")


def is_list(sheet: SheetRead) -> bool:
    """Tell whether a sheet is such a list."""
    return _heading_row(sheet) is not None


def read_lists(sheets: Iterable[SheetRead], format: str) -> Imported:
    """Return the schedule of the sheets that are such lists. Raises Refused."""
    files = [(sheet.name, _as_csv(sheet, row)) for sheet in sheets if (row := _heading_row(sheet)) is not None]
    try:
        imported = longform.read_files(files)
    except Refused as refused:
        raise Refused(refused.problems, format=format) from refused
    return Imported(format, imported.schedule, imported.problems)


def _heading_row(sheet: SheetRead) -> int | None:
    """Return the row that heads a column of visits and one of activities, each of which stands in several rows below.

    In a grid, of which the corner may say "Procedure" and "Visit" too, every activity stands in one row only.
    """
    rows = sorted(sheet.rows)
    for position, row in enumerate(rows[: limit("title_rows")]):
        roles = {role: column for column, cell in sheet.rows[row].items() if (role := role_of(cell.text))}
        named = [next((roles[role] for role in group if role in roles), None) for group in (VISITS, ACTIVITIES)]
        if None not in named:
            below = [sheet.rows[other] for other in rows[position + 1 :]]
            return row if all(_repeats(below, column) for column in named if column is not None) else None
    return None


def _repeats(rows: Sequence[dict[int, Cell]], column: int) -> bool:
    """Tell whether the names of a column, which stand in most rows, come back in other rows."""
    texts = [cells[column].text for cells in rows if column in cells]
    return 2 * len(texts) > len(rows) and len(set(texts)) < len(texts)


def _as_csv(sheet: SheetRead, first: int) -> bytes:
    """Return the sheet from its headings on; empty lines stand for what is above, so that lines and rows agree."""
    width = 1 + max(column for cells in sheet.rows.values() for column in cells)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in range(max(sheet.rows) + 1):
        cells = sheet.rows.get(row, {}) if row >= first else {}
        written = [" ".join(cells[column].text.split()) if column in cells else "" for column in range(width)]
        writer.writerow(written if cells else [])
    return text.getvalue().encode()
