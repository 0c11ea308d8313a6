"""The window of a visit: a row of windows says it, or two rows that say one side each, or the heading itself."""

import re
from collections.abc import Sequence
from typing import Literal

from protocols.domain.importers.grid.headings import HeadingRow, Role
from protocols.domain.importers.grid.marks import is_empty
from protocols.domain.importers.grid.timing import (
    clean,
    day_in_label,
    day_of,
    limit_named,
    make_window,
    range_around,
    stated_window,
    unit_of,
    window_cell,
)
from protocols.domain.schedule import Window

Doubts = list[tuple[str, str]]
_EARLIER = re.compile(r"[(\[]\s*-|-\s*$|\b(?:minus|before|early|earlier|lower|prior|preceding)\b", re.IGNORECASE)
_LATER = re.compile(r"\+|\b(?:plus|after|late|later|upper|following)\b", re.IGNORECASE)
_SIZE = re.compile(r"^[-+]?\s*(\d+(?:\.\d+)?)")


def window_over(rows: Sequence[HeadingRow], column: int, doubts: Doubts) -> Window | None:
    """Rows that tell one side each speak first, then the row of windows, the lowest heading, and the name of a row."""
    named = [row for row in rows if row.role is Role.WINDOW]
    if window := _from_sides(named, column) or _from_limits(rows, column):
        return window
    for row in named:
        if row.texts[column] and limit_named(row.name) is None:
            return _from_cell(row, column, doubts)
    for row in reversed(rows):
        if window := stated_window(row.texts[column], None) or _around(row, column):
            return window
    for row in reversed(rows):
        said = row.texts[column]
        if (said == "0" or not is_empty(said)) and said and (window := stated_window(row.name, row.unit)):
            return window
    return None


def _from_cell(row: HeadingRow, column: int, doubts: Doubts) -> Window | None:
    read = window_cell(row.texts[column], row.unit)
    if read.doubtful and not (read.window and "±" in clean(row.name)):
        meant = "It was taken to reach both ways." if read.window else "No window was set."
        doubts.append(
            (f'The window "{row.texts[column]}" can be read in more than one way. {meant}', "Set the window.")
        )
    return read.window


def _side(name: str) -> Literal["before", "after"] | None:
    """Tell which side of a visit a row of windows speaks of: "Window (- days)", "Window (+ days)"."""
    bare = clean(name)
    earlier, later = _EARLIER.search(bare), _LATER.search(bare)
    if "±" in bare or bool(earlier) == bool(later):
        return None
    return "before" if earlier else "after"


def _from_sides(rows: Sequence[HeadingRow], column: int) -> Window | None:
    """Where one row tells the days before and another the days after, each figure is one side, whatever its sign."""
    sides = {side: row for row in reversed(rows) if (side := _side(row.name))}
    if len(sides) < 2:
        return None
    sizes = {side: _SIZE.match(clean(row.texts[column])) for side, row in sides.items()}
    if not any(sizes.values()):
        return None
    before, after = (float(found[1]) if (found := sizes[side]) else 0.0 for side in ("before", "after"))
    return make_window(before, after, next((row.unit for row in sides.values() if row.unit), None))


def _from_limits(rows: Sequence[HeadingRow], column: int) -> Window | None:
    """An earliest and a latest day are a window around the planned day, or around 0 where they count from it."""
    limits = {which: row for row in rows if row.role is Role.WINDOW and (which := limit_named(row.name))}
    if len(limits) < 2:
        return None
    unit = next((row.unit for row in limits.values() if row.unit), "day")
    first, last = (day_of(limits[which].texts[column], "day") for which in ("first", "last"))
    if first is None or last is None:
        return None
    timed = (row for row in rows if row.role is Role.TIME and row.unit == unit)
    days = [*(day_of(row.texts[column], "day") for row in timed), *(day_in_label(row.texts[column]) for row in rows)]
    planned = next((day for day in days if day is not None), None)
    around = planned if planned is not None and first <= planned <= last else 0.0
    return make_window(around - first, last - around, unit) if first <= around <= last else None


def _around(row: HeadingRow, column: int) -> Window | None:
    """ "15 (13-17)" is day 15 with its range; only where the heading or the row counts a time."""
    unit = unit_of(row.texts[column]) or row.unit
    found = range_around(row.texts[column]) if unit and row.role is not Role.WINDOW else None
    return make_window(found[0] - found[1], found[2] - found[0], unit) if found else None
