"""The tables by visit, cut so that each fits one page with its own head: the burden map and the schedule."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import TypeVar

from reports.sections import VisitSum

Row = TypeVar("Row")
Groups = Sequence[tuple[str, Sequence[Row]]]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One activity at one visit in the burden map: points of one time, None where nothing is known."""

    points: Decimal | None
    sign: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row of the burden map; None where the activity is not done."""

    label: str
    cells: tuple[HeatCell | None, ...]


@dataclass(frozen=True, slots=True)
class HeatTable:
    """One page of the burden map: some visits, and some rows; `is_last` where the rows end and totals stand."""

    visits: tuple[VisitSum, ...]
    groups: tuple[tuple[str, tuple[HeatRow, ...]], ...]
    is_last: bool


@dataclass(frozen=True, slots=True)
class GridColumn:
    """The head of one column of the schedule."""

    label: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of the schedule: the sign of each mark with its footnotes; None where there is none."""

    label: str
    notes: tuple[str, ...]
    cells: tuple[tuple[str, tuple[str, ...]] | None, ...]


@dataclass(frozen=True, slots=True)
class GridTable:
    """One page of the schedule."""

    columns: tuple[GridColumn, ...]
    groups: tuple[tuple[str, tuple[GridRow, ...]], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole schedule, cut into pages, with what its signs and footnotes mean, and without cuts for the workbook."""

    tables: tuple[GridTable, ...]
    whole: GridTable
    signs: tuple[tuple[str, str], ...]
    footnotes: tuple[tuple[str, str], ...]


def stretches(columns: int, most: int) -> list[slice]:
    """Cut columns into stretches of at most `most`, all of about the same length.

    Example: 16 columns with at most 10 give two stretches of 8.
    """
    count = max(1, ceil(columns / most))
    ends = [round(columns * place / count) for place in range(count + 1)]
    return [slice(start, end) for start, end in zip(ends, ends[1:], strict=False) if end > start]


def pages(groups: Groups[Row], height: Callable[[Row], int], most: int) -> list[list[tuple[str, tuple[Row, ...]]]]:
    """Cut groups of rows into pages of at most `most` lines, all about equally full.

    A group that is cut keeps its name on both pages. Its head takes a line, and never stands alone at the foot of one.
    """
    lines = sum((1 if name else 0) + sum(height(row) for row in rows) for name, rows in groups)
    aim = ceil(lines / ceil(lines / most)) + 1 if lines > most else most
    found: list[list[tuple[str, list[Row]]]] = [[]]
    used = 0
    for name, rows in groups:
        is_new = True
        for row in rows:
            head = 1 if name else 0
            if used and used + height(row) + head * is_new > min(aim, most):
                found.append([])
                used, is_new = 0, True
            if is_new:
                found[-1].append((name, []))
                used += head
            found[-1][-1][1].append(row)
            used, is_new = used + height(row), False
    return [[(name, tuple(rows)) for name, rows in page] for page in found if page]
