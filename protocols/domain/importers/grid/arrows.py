"""One mark in a row, and arrows that somebody drew with one sign in each cell: "←", "—", "—", "→"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from protocols.domain.importers.grid.layout import Layout
from protocols.domain.importers.grid.marks import MarkRead
from protocols.domain.schedule import MarkKind

_LINE = r"[-‐-―─━_=]"
_OPENS = re.compile(rf"^[←⟵◄◀<]\s*{_LINE}*$")
_CLOSES = re.compile(rf"^{_LINE}*\s*[→⟶►▶>]$")
_GOES_ON = re.compile(rf"^{_LINE}*$")


class RowMark(NamedTuple):
    """One mark: the number of the visit column it stands in, what it says, and over how many visits it is merged."""

    visit: int
    row: int
    column: int
    read: MarkRead
    spans: int


def with_drawn_arrow(layout: Layout, row: int, marks: list[RowMark]) -> list[RowMark]:
    """Read an arrow of several cells as one mark over all of them: its head, nothing but lines or blanks, its tip."""
    texts = [layout.grid.text(row, column).strip() for column in layout.visits]
    if not any(_OPENS.match(text) for text in texts):
        return marks
    for first, last in _arrows(texts):
        read = MarkRead(f"{texts[first]} {texts[last]}", MarkKind.CONTINUOUS, (), plain=False, doubtful=False)
        arrow = [RowMark(visit, row, layout.visits[first], read, last - first + 1) for visit in range(first, last + 1)]
        marks = sorted([*(mark for mark in marks if not first <= mark.visit <= last), *arrow])
    return marks


def _arrows(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return the first and the last cell of each arrow."""
    found: list[tuple[int, int]] = []
    first: int | None = None
    for place, text in enumerate(texts):
        if _OPENS.match(text):
            first = place
        elif first is not None and _CLOSES.match(text):
            found.append((first, place))
            first = None
        elif not _GOES_ON.match(text):
            first = None
    return found
