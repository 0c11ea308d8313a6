"""Merged cells of a sheet: which places they cover, what they hide and where they lie over each other."""

import re

from protocols.domain.importers.grid.cells import Cell, Place, Span

REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


def column_of(reference: str) -> int:
    """Return the zero-based column of a reference such as "AB12"."""
    column = 0
    for character in reference:
        if character.isdigit():
            break
        column = column * 26 + ord(character) - 64
    return column - 1


def merged_area(area: str) -> tuple[Place, Span] | None:
    """Return the first cell of "B2:D3" and how far it reaches; None where there are no such cells."""
    corners = REFERENCE.findall(area)
    if len(corners) != 2:
        return None
    (left, top), (right, bottom) = corners
    first = (int(top) - 1, column_of(left))
    if min(first) < 0 or int(bottom) <= first[0] or column_of(right) < first[1]:
        return None
    return first, Span(int(bottom) - first[0], column_of(right) - first[1] + 1)


def hide_covered(rows: dict[int, dict[int, Cell]], spans: dict[Place, Span]) -> list[Place]:
    """Take out what other cells under a merged one still hold, since only the first is shown.

    Return the merged cells that lie over another one: a program drops some of them, and nobody knows which was meant.
    """
    seen: set[Place] = set()
    overlapping: list[Place] = []
    for (row, column), span in spans.items():
        places = {(r, c) for r in range(row, row + span.rows) for c in range(column, column + span.columns)}
        if not seen.isdisjoint(places):
            overlapping.append((row, column))
        seen |= places
        for covered in range(row, row + span.rows):
            cells = rows.get(covered)
            for other in [c for c in cells if column <= c < column + span.columns] if cells else ():
                if (covered, other) != (row, column) and cells:
                    del cells[other]
    return overlapping
