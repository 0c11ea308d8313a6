"""The numbers of a report, taken from a score as it stands: figures, visits, lines, the burden map."""

from collections.abc import Iterable
from dataclasses import fields

from protocols.domain.burden.blending import RATINGS
from protocols.domain.burden.counts import Counts
from protocols.domain.burden.lines import TRAVEL
from protocols.domain.burden.lines import Line as ScoreLine
from protocols.domain.burden.score import AT_HOME, ON_SITE, Score
from protocols.domain.burden.summaries import VisitScore
from protocols.domain.burden.uncertainty import Drawn, Draws
from protocols.domain.schedule import Contact
from protocols.scores import overview
from protocols.scores.maps.grid import BurdenMap, MapRow, burden_map
from protocols.scores.parts import Part
from protocols.scores.services import ReviewScore
from reports.heads import extra_lines, fitting
from reports.limits import limits
from reports.sections import Count, Figures, Left, Line, Seen, Share, VisitSum
from reports.tables import HeatCell, HeatRow, HeatTable, pages


def figures_of(found: ReviewScore, drawn: Drawn) -> Figures:
    """Return the numbers of the summary."""
    score = found.score
    places, month = score.minutes_by_place, score.per_month
    return Figures(
        load=score.load,
        low=drawn.load_interval.low,
        high=drawn.load_interval.high,
        minutes=score.minutes,
        minutes_low=drawn.minutes_interval.low,
        minutes_high=drawn.minutes_interval.high,
        on_site=places[ON_SITE].planned,
        travel=places[TRAVEL].planned,
        at_home=places[AT_HOME].planned,
        added_load=score.added_load.planned,
        added_minutes=score.added_minutes.planned,
        raters=found.raters,
        coverage=score.coverage,
        basis=tuple(Share(basis, share) for basis, share in score.basis.items() if share),
        is_at_least=score.is_at_least,
        weeks=overview.length_in_weeks(score.schedule),
        contacts=overview.contacts(score),
        months=month.months if month else None,
        load_per_month=month.load if month else None,
        minutes_per_month=month.minutes if month else None,
    )


def draws_of(score: Score) -> Drawn:
    """Return the score with its seeded draws."""
    return Drawn(score, Draws(score.ruleset))


def counts_of(counts: Counts) -> tuple[Count, ...]:
    """Return the plain numbers over the whole study."""
    return tuple(Count(each.name, getattr(counts, each.name)) for each in fields(counts))


def visits_of(score: Score, drawn: Drawn) -> tuple[VisitSum, ...]:
    """Return every visit in order, then the days at home that ask for something."""
    kept = [visit for visit in score.visits if not visit.is_home or visit.load.planned or visit.minutes.planned]
    return tuple(_visit(score, drawn, visit) for visit in kept)


def _visit(score: Score, drawn: Drawn, visit: VisitScore) -> VisitSum:
    contact = Contact.HOME if visit.is_home else score.schedule.visit_by_key[visit.key].contact
    return VisitSum(
        key=visit.key,
        label=visit.label,
        epoch=visit.epoch,
        day=visit.day,
        place=contact.value,
        is_home=visit.is_home,
        is_busiest=visit == score.busiest_visit and bool(visit.load_once),
        times=visit.repeats.planned,
        load=visit.load.planned,
        minutes=visit.minutes.planned,
        load_once=visit.load_once,
        minutes_once=visit.minutes_once,
        ranks=drawn.rank_intervals.get(visit.key),
    )


def lines_of(score: Score) -> tuple[Line, ...]:
    """Return every line of the score; their points and minutes add up to its load and time."""
    return tuple(_line(score, line) for line in score.lines)


def _line(score: Score, line: ScoreLine) -> Line:
    part = Part(line, score.ruleset)
    return Line(
        visit=line.visit,
        activity=line.activity,
        label=line.label,
        times=line.occurrences.planned,
        each=line.points_each,
        points=line.points.planned,
        minutes=line.minutes.planned,
        raters=part.raters,
        grades=tuple(part.grades),
        sources=_sources(line),
        usual_care=line.usual_care,
        shares_a_step=line.is_further,
    )


def _sources(line: ScoreLine) -> tuple[str, ...]:
    row = line.estimate.row if line.estimate else None
    known = [*row.dimensions.values(), *row.minutes.values()] if row else []
    return tuple(dict.fromkeys(each.source for each in known if each.source))


def heat_of(score: Score, visits: tuple[VisitSum, ...]) -> tuple[HeatTable, ...]:
    """Return the burden map, cut into tables of one page each. Rows in which nothing stands are left out."""
    table = burden_map(score)
    by_key = {visit.key: visit for visit in visits}
    columns = [by_key[column.visit.key] for column in table.columns]
    found: list[HeatTable] = []
    for stretch in fitting([visit.label for visit in columns]):
        rows = limits().rows_per_table - extra_lines([visit.label for visit in columns[stretch]])
        cut = pages(_groups(table, stretch), lambda row: height_of(row.label), rows)
        for number, page in enumerate(cut, start=1):
            found.append(HeatTable(tuple(columns[stretch]), tuple(page), number == len(cut)))
    return tuple(found)


def _groups(table: BurdenMap, stretch: slice) -> list[tuple[str, list[HeatRow]]]:
    groups = [(name, [_row(row, stretch) for row in rows]) for name, rows in table.groups]
    kept = [(name, [row for row in rows if any(row.cells)]) for name, rows in groups]
    return [(name, rows) for name, rows in kept if rows]


def _row(row: MapRow, stretch: slice) -> HeatRow:
    cells = (HeatCell(cell.points, cell.sign) if cell else None for cell in row.cells[stretch])
    return HeatRow(row.label, tuple(cells))


def height_of(label: str) -> int:
    """Return how many lines a row's name takes in the first column of a table, in about."""
    return 1 + len(label) // limits().letters_per_line


def seen_of(score: Score, name: str, *, about: str = "", is_shown: bool) -> Seen:
    """Return one way to look at the schedule: as a persona, or one arm of it."""
    travel = score.minutes_by_place[TRAVEL].planned
    return Seen(name, about, score.load.planned, score.minutes.planned, travel, is_shown)


def left_out(score: Score) -> tuple[Left, ...]:
    """Return what the score leaves out, by name."""
    return tuple(Left(each.label, each.occurrences, each.reason) for each in score.unscored)


def partly(score: Score) -> tuple[Left, ...]:
    """Return activities that nobody rated and for which the library lacks a dimension."""
    return tuple(Left(each.label, None, _missing(each.row.dimensions)) for each in score.partly_scored)


def _missing(known: Iterable[str]) -> str:
    return ", ".join(name for name in ("physical", "worry", "effort") if name not in set(known))


def rated_activities(score: Score) -> int:
    """Return how many activities of the schedule somebody rated."""
    return sum(RATINGS in score.estimates.activities[each.key].shares for each in score.schedule.activities)
