"""The burden map: activities by visits, each cell the points of one time, with the totals that the score gives."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from protocols.domain.burden.lines import Line
from protocols.domain.burden.score import Score
from protocols.domain.burden.summaries import VisitScore
from protocols.domain.schedule import MarkKind

SIGNS = {MarkKind.CONDITIONAL: "c", MarkKind.OPTIONAL: "o", MarkKind.CONTINUOUS: "d", MarkKind.REFERRED: "r"}


@dataclass(frozen=True)
class Column:
    """One visit, or the days at home of one epoch."""

    visit: VisitScore
    contact: str


@dataclass(frozen=True)
class Shade:
    """What one box shows instead of its points: a text, a class that colours it, and the colour in words."""

    text: str
    look: str
    words: str


@dataclass(frozen=True)
class Cell:
    """One activity at one visit: points of one time, None where nothing is known, and the sign of its mark."""

    points: Decimal | None
    sign: str = ""
    shade: Shade | None = None


@dataclass(frozen=True)
class MapRow:
    """One activity, the journey, or the days between; a cell is None where it does not take place."""

    key: str
    label: str
    group: str
    cells: tuple[Cell | None, ...]
    total: Decimal | None
    is_activity: bool = True
    total_text: str | None = None


@dataclass(frozen=True)
class BurdenMap:
    """The whole map, ready to be drawn."""

    columns: tuple[Column, ...]
    epochs: tuple[tuple[str, int], ...]
    groups: tuple[tuple[str, tuple[MapRow, ...]], ...]


def burden_map(scored: Score) -> BurdenMap:
    """Lay a score out as a map."""
    columns = tuple(Column(visit, _contact(scored, visit)) for visit in scored.visits if not _is_empty(visit))
    rows = groupby(_rows(scored, columns), key=lambda row: row.group)
    groups = tuple((name, tuple(found)) for name, found in rows)
    epochs = tuple((name, len(list(found))) for name, found in groupby(columns, key=lambda each: each.visit.epoch))
    return BurdenMap(columns, epochs, groups)


def _rows(scored: Score, columns: tuple[Column, ...]) -> Iterable[MapRow]:
    by_step: dict[str, list[Line]] = {}
    for line in scored.lines:
        by_step.setdefault(line.activity, []).append(line)
    steps = [key for key in by_step if key not in scored.schedule.activity_by_key]
    for key in steps:
        lines = by_step[key]
        yield _row(key, lines[0].label, "Getting there and in between", lines, columns, scored)
    for activity in scored.schedule.activities:
        lines = by_step.get(activity.key, [])
        if lines or any(mark.activity == activity.key for mark in scored.schedule.marks):
            yield _row(activity.key, activity.label, activity.group or "", lines, columns, scored)


def _row(key: str, label: str, group: str, lines: list[Line], columns: tuple[Column, ...], scored: Score) -> MapRow:
    at: dict[str, list[Line]] = {}
    for line in lines:
        at.setdefault(line.visit, []).append(line)
    known = [line for line in lines if not line.is_unscored]
    total = sum((line.points.planned for line in known), Decimal(0)) if known else None
    cells = tuple(_cell(key, at.get(column.visit.key, []), column, scored) for column in columns)
    return MapRow(key, label, group, cells, total, key in scored.schedule.activity_by_key)


def _cell(key: str, lines: list[Line], column: Column, scored: Score) -> Cell | None:
    mark = scored.schedule.mark_at.get((column.visit.key, key))
    sign = SIGNS.get(mark.kind, "") if mark else ""
    known = [line for line in lines if line.points_each is not None]
    if known:
        return Cell(max(line.points_each for line in known if line.points_each is not None), sign)
    return Cell(None, sign) if mark or lines else None


def _contact(scored: Score, visit: VisitScore) -> str:
    return "home" if visit.is_home else scored.schedule.visit_by_key[visit.key].contact.value


def _is_empty(visit: VisitScore) -> bool:
    return visit.is_home and not visit.load.planned and not visit.minutes.planned
