"""Tables of a page that are open at a side: drawn without an outer line, or broken off at the end of the page."""

from collections.abc import Iterable, Sequence
from typing import Any

Edge = dict[str, Any]  # a line as pdfplumber describes it
Crossings = dict[tuple[float, float], dict[str, list[Edge]]]
_FEWEST = 3  # lines that must end at one place before a side is closed there
_ENDS = {"v": ("top", "bottom"), "h": ("x0", "x1")}


def closing_lines(crossings: Crossings, near: float, gap: float) -> list[Edge]:
    """Return the lines that close the open sides of each table: where most of its lines end beyond the last one across.

    Lines belong to one table if they cross. `near` is how far apart two ends may be that are one place, `gap` how far
    beyond the last line across they must reach to leave room for text.
    """
    found: list[Edge] = []
    for table in _tables(crossings):
        for along, across in (("v", "h"), ("h", "v")):
            for first in (True, False):
                if line := _closing_line(table[along], table[across], (along, first), (near, gap)):
                    found.append(line)
    return found


def _tables(crossings: Crossings) -> list[dict[str, list[Edge]]]:
    """Put together the lines that cross each other, directly or over other lines."""
    table_of: dict[int, int] = {}
    tables: dict[int, dict[int, Edge]] = {}
    for crossing in crossings.values():
        lines = [*crossing["v"], *crossing["h"]]
        known = sorted({table_of[id(line)] for line in lines if id(line) in table_of})
        number = known[0] if known else len(table_of)
        table = tables.setdefault(number, {})
        for other in known[1:]:
            table.update(tables.pop(other))
        table.update((id(line), line) for line in lines)
        table_of.update(dict.fromkeys(table if known[1:] else map(id, lines), number))
    return [
        {kind: [line for line in lines.values() if line["orientation"] == kind] for kind in _ENDS}
        for lines in tables.values()
    ]


def _closing_line(
    along: Sequence[Edge], across: Sequence[Edge], side: tuple[str, bool], room: tuple[float, float]
) -> Edge | None:
    """Return the line across the ends of these lines, if most of them end together with room for text beyond it."""
    (kind, first), (near, gap) = side, room
    start, end = _ENDS[kind]
    places = [line[start] for line in across]
    outermost = min(places) if first else max(places)
    ends = [(line, line[start] if first else line[end]) for line in along]
    beyond = [(line, place) for line, place in ends if (outermost - place if first else place - outermost) > gap]
    if len(across) < 2 or len(beyond) < _FEWEST or 2 * len(beyond) < len(along):
        return None
    place = _usual(place for _, place in beyond)
    held = [line for line, other in beyond if abs(other - place) <= near]
    return _line_across(held, kind, place) if 2 * len(held) > len(beyond) else None


def _usual(places: Iterable[float]) -> float:
    ordered = sorted(places)
    return ordered[len(ordered) // 2]


def _line_across(lines: Sequence[Edge], kind: str, place: float) -> Edge:
    """Return the line from the first to the last of these parallel lines."""
    low, high = ("x0", "x1") if kind == "v" else ("top", "bottom")
    begin, end = min(line[low] for line in lines), max(line[high] for line in lines)
    sides = {low: begin, high: end, **dict.fromkeys(_ENDS[kind], place)}
    width, height = sides["x1"] - sides["x0"], sides["bottom"] - sides["top"]
    return {**lines[0], **sides, "width": width, "height": height, "orientation": "h" if kind == "v" else "v"}
