"""The stack of heading texts over each visit, and what each heading row is about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from protocols.domain.importers.grid.cells import Cell
from protocols.domain.importers.grid.layout import Layout
from protocols.domain.importers.grid.markers import Evidence, Marked, split_markers
from protocols.domain.importers.grid.marks import is_empty
from protocols.domain.importers.grid.timing import (
    clean,
    contact_of,
    day_of,
    is_window_cell,
    limit_named,
    looks_like_window,
    unit_of,
    with_points,
    without_window,
)
from protocols.domain.importers.grid.vocabulary import plain, says, share, tokens, words
from protocols.domain.schedule import Contact


class Role(StrEnum):
    """What a heading row is about."""

    ARM = "arm"
    EPOCH = "epoch"
    VISIT = "visit"
    TIME = "time"
    WINDOW = "window"
    QUALIFIER = "qualifier"
    OTHER = "other"


@dataclass(frozen=True)
class HeadingRow:
    """One heading row. `texts` has one entry for each visit column; `starts` says where a text begins in that column.

    `name` is what stands at its left, `unit` the unit of time that the name states.
    """

    row: int
    name: str
    role: Role
    unit: str | None
    texts: tuple[str, ...]
    starts: tuple[bool, ...]
    markers: tuple[tuple[str, ...], ...]


def read_headings(layout: Layout, evidence: Evidence) -> tuple[HeadingRow, ...]:
    """Return the heading rows from the top, each with its text for every visit column and its role."""
    merged = _has_merged_headings(layout)
    raw = [_row_cells(layout, row) for row in layout.header]
    rows: list[HeadingRow] = []
    for position, row in enumerate(layout.header):
        marked = _told_apart(raw[position], evidence)
        name = split_markers(Cell(layout.row_name(row)), evidence).text
        texts = tuple(part.text for part in marked)
        starts = tuple(_starts(layout, row, column) for column in layout.visits)
        markers = tuple(part.markers for part in marked)
        role = _role(name, texts, qualifier=row in layout.qualifiers)
        rows.append(HeadingRow(row, name, role, row_unit(name), texts, starts, markers))
    if not merged:
        rows = _filled_right(rows)
    return tuple(_with_epoch(rows))


def _told_apart(cells: Sequence[Cell | None], evidence: Evidence) -> list[Marked]:
    """Take the markers off. A letter that tells a visit from another one in the row, "3a" from "3", is no marker."""
    marked = [split_markers(cell, evidence) if cell else Marked("") for cell in cells]
    whole = {cell.text for cell in cells if cell}
    return [
        Marked(cell.text)
        if cell and part.markers and not cell.raised and part.text[-1:].isdigit() and part.text in whole
        else part
        for cell, part in zip(cells, marked, strict=True)
    ]


def _row_cells(layout: Layout, row: int) -> list[Cell | None]:
    """Return the cell over each visit; a cell merged down from the row above is not said twice."""
    cells: list[Cell | None] = []
    for column in layout.visits:
        first = layout.covered.get((row, column), (row, column))
        said_above = first[0] != row and first[0] in layout.header
        cells.append(None if said_above else layout.cell(row, column))
    return cells


def _starts(layout: Layout, row: int, column: int) -> bool:
    return layout.covered.get((row, column), (row, column)) == (row, column) and bool(layout.grid.text(row, column))


def _has_merged_headings(layout: Layout) -> bool:
    """Where headings are merged over several columns, a blank heading cell means nothing is said there."""
    if not layout.grid.merges_are_shown:
        return False
    return any(
        span.columns > 1 and row in layout.header and layout.grid.text(row, column)
        for (row, column), span in layout.grid.spans.items()
    )


def _role(name: str, texts: Sequence[str], *, qualifier: bool) -> Role:
    said = [text for text in texts if text and (text == "0" or not is_empty(text))]
    if qualifier or _is_kind_of_visit(name, said):
        return Role.QUALIFIER
    named = set(tokens(name))
    if _is_window_row(named, said) or _is_limit_row(name, said):
        return Role.WINDOW
    if says(name, "arms", "row_names"):
        return Role.ARM
    if named & words("row_names", "lengths"):
        return Role.OTHER
    if named & {"visit", "visits", "encounter", "encounters"} and not _is_time_row(name, said):
        return Role.VISIT
    if _is_time_row(name, said):
        return Role.TIME
    if named & words("epochs", "names"):
        return Role.EPOCH
    return Role.OTHER


def _is_kind_of_visit(name: str, said: Sequence[str]) -> bool:
    """A row that says how visits are held: its texts are words such as "Phone", or a few codes under "Visit type"."""
    if not said or any(map(str.isdigit, "".join(said))):
        return False
    if all(contact_of(text) is not Contact.UNKNOWN and len(text) < 40 for text in said):
        return True
    return (
        len(set(said)) <= 4
        and bool(set(tokens(name)) & words("qualifier_rows", "kinds"))
        and len(max(said, key=len)) < 20
    )


def row_unit(name: str) -> str | None:
    """Return the unit in which a heading row counts: "Week (± 3 days)" counts weeks, "Cycle (21 days)" cycles.

    "Visit duration (hours)" is no time of the visit.
    """
    if set(tokens(name)) & ({"cycle", "cycles"} | words("row_names", "lengths")):
        return None
    return unit_of(without_window(name)) or unit_of(name)


def _is_window_row(named: set[str], said: Sequence[str]) -> bool:
    """A row of windows is named so and half of it can be windows, or is nothing but windows with their signs."""
    if named & {"window", "windows", "tolerance"}:
        return 2 * sum(1 for text in said if is_window_cell(text)) >= len(said)
    return bool(said) and all(looks_like_window(text) for text in said) and any("±" in clean(text) for text in said)


def _is_limit_row(name: str, said: Sequence[str]) -> bool:
    """A row "Earliest day" or "Latest day" holds only figures, and they are limits: no visit is planned then."""
    return bool(said) and limit_named(name) is not None and all(day_of(text, "day") is not None for text in said)


def _is_time_row(name: str, said: Sequence[str]) -> bool:
    """A row of days or weeks: its name states the unit and at least half of its texts are numbers of that unit."""
    unit = row_unit(name)
    if unit is None:
        return False
    return 2 * sum(1 for text in with_points(tuple(said), unit) if day_of(text, unit) is not None) >= len(said)


def _filled_right(rows: list[HeadingRow]) -> list[HeadingRow]:
    """Without merged cells a text stands in the first column of its run only: it reaches to the next text.

    It reaches a column only if a lower row names that column, stops where a heading above begins anew, and leaves out
    visits that are not on the calendar. Rows of windows or marks say what they say.
    """
    filled: list[HeadingRow] = []
    for position, row in enumerate(rows):
        lower = [other for other in rows[position + 1 :] if other.role not in {Role.WINDOW, Role.QUALIFIER}]
        reaches = lower and row.role not in {Role.WINDOW, Role.QUALIFIER} and not _is_row_of_numbers(row)
        filled.append(_fill(row, filled, lower) if reaches else row)
    return filled


def _is_row_of_numbers(row: HeadingRow) -> bool:
    """A blank in a row of numbers means that there is no number, unless the row is mostly blank."""
    said = [text for text in row.texts if text]
    numbers = sum(1 for text in said if not any(map(str.isalpha, text)))
    return numbers * 2 > len(said) and len(said) > share("sparse_numbers") * len(row.texts)


def _fill(row: HeadingRow, above: Sequence[HeadingRow], lower: Sequence[HeadingRow]) -> HeadingRow:
    texts: list[str] = []
    markers: list[tuple[str, ...]] = []
    for column, text in enumerate(row.texts):
        begins = any(other.starts[column] for other in above)
        named = [other.texts[column] for other in lower if other.texts[column]]
        if text or column == 0 or begins or not named or any(is_off_calendar(name) for name in named):
            texts.append(text)
            markers.append(row.markers[column])
        else:
            texts.append(texts[-1])
            markers.append(markers[-1])
    return replace(row, texts=tuple(texts), markers=tuple(markers))


def is_off_calendar(text: str) -> bool:
    """Tell whether a visit happens on an event rather than on a day: "ET", "Unscheduled", "Relapse"."""
    return len(text) < 40 and says(plain(text), "off_calendar", "words") and not any(map(str.isdigit, text))


def _with_epoch(rows: list[HeadingRow]) -> list[HeadingRow]:
    """The stretches of the study are the row that is named so, or the first row whose texts reach over several visits.

    A first row of words counts too where a lower row tells the visits apart better.
    """
    if any(row.role is Role.EPOCH for row in rows):
        return rows
    for position, row in enumerate(rows[:-1]):
        said = [text for text in row.texts if text]
        reaching = len(said) > len(set(said)) or len(said) > sum(row.starts)
        coarser = position == 0 and len(set(said)) < max(len(set(other.texts)) for other in rows[1:])
        wordy = any(any(map(str.isalpha, text)) for text in said)
        if row.role is Role.OTHER and wordy and (reaching or coarser):
            return [*rows[:position], replace(row, role=Role.EPOCH), *rows[position + 1 :]]
    return rows
