"""Everything that adds to the score of one arm: activities, journeys, the days between visits, and time at visits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import expm1
from statistics import fmean

from ..catalogue import PARTICIPANT_TIMES
from ..schedule import Schedule
from .amounts import NOTHING, ONE, ZERO, Range, rounded, total
from .answers import Times
from .estimate import Estimate, Estimates
from .estimates import journey_estimate
from .lines import Done, Line, between_line, journey_line, lines_of, visit_clock_line
from .occurrences import RowOccurrences, by_activity, row_occurrences
from .persona import Persona
from .ruleset import Ruleset
from .visits import HOME, Frame, VisitGroup, frame_of, natural


@dataclass(frozen=True)
class Contributions:
    """What was counted in one arm: occurrences, lines in the order of visits, and what could not be counted.

    `referred` is how many occurrences a mark only points at; `unknown_days` are rows at home whose days are not known;
    `by_visit_only` are rows done daily at home that the schedule marks visit by visit.
    """

    frame: Frame
    done: tuple[Done, ...]
    lines: tuple[Line, ...]
    referred: Mapping[str, Decimal]
    unknown_days: tuple[str, ...]
    by_visit_only: tuple[str, ...]
    journey: Estimate | None


def contributions(
    schedule: Schedule, estimates: Estimates, *, arm: str | None, persona: Persona | None, ruleset: Ruleset
) -> Contributions:
    """Count everything in one arm; the order of rows and columns in the file does not matter."""
    frame = frame_of(schedule, arm, ruleset)
    rows = {
        key: row_occurrences(
            key, marks, frame, is_daily_at_home=estimates.activities[key].row.is_daily_at_home, ruleset=ruleset
        )
        for key, marks in sorted(by_activity(schedule.marks).items(), key=lambda row: natural(row[0]))
    }
    at_home = {visit.key: not visit.travels for visit in frame.visits}
    done = tuple(
        Done(each, estimates.activities[key], at_home.get(each.visit, True))
        for key, row in rows.items()
        for each in row.done
    )
    journey = _journey(estimates, persona, ruleset)
    lines = lines_of(done)
    lines += visit_clocks(frame, lines, estimates.visit_times, ruleset=ruleset)
    lines += _journeys(schedule, frame, journey, persona=persona, ruleset=ruleset) if journey else []
    lines += _between(frame, estimates.between)
    return Contributions(
        frame,
        done,
        tuple(_in_visit_order(lines, frame)),
        {key: row.referred for key, row in rows.items() if row.referred},
        tuple(key for key, row in rows.items() if row.has_unknown_days),
        tuple(key for key, row in rows.items() if _is_marked_by_visit_only(row, estimates.activities[key])),
        journey,
    )


def _is_marked_by_visit_only(row: RowOccurrences, estimate: Estimate) -> bool:
    return estimate.row.is_daily_at_home and bool(row.done) and not any(each.is_home for each in row.done)


def _journey(estimates: Estimates, persona: Persona | None, ruleset: Ruleset) -> Estimate | None:
    if persona is None and estimates.journey is None:
        return None
    return journey_estimate(persona.minutes_one_way if persona else None, estimates.journey, ruleset)


def _journeys(
    schedule: Schedule, frame: Frame, journey: Estimate, *, persona: Persona | None, ruleset: Ruleset
) -> list[Line]:
    """Return one journey for each visit away from home; it is usual care where everything marked at the visit is."""
    minutes = rounded(persona.minutes_there_and_back, ruleset.step("rounding.minutes")) if persona else NOTHING
    own = [(frame.of_column[mark.visit].key, mark) for mark in schedule.marks if mark.visit in frame.of_column]
    usual = {key for key, mark in own if mark.usual_care} - {key for key, mark in own if not mark.usual_care}
    return [
        journey_line(visit.key, journey, visit.repeats, minutes_each=minutes, usual_care=visit.key in usual)
        for visit in frame.visits
        if visit.travels
    ]


def _between(frame: Frame, between: Estimate | None) -> list[Line]:
    """Return the days between visits, once per gap, by the epoch of the visit before; only if somebody rated them."""
    if between is None or between.is_unscored:
        return []
    gaps: dict[str, Range] = {}
    for visit in frame.visits:
        times = visit.repeats if visit is not frame.visits[-1] else visit.repeats.beyond(ONE)
        gaps[visit.epoch] = gaps[visit.epoch] + times if visit.epoch in gaps else times
    return [between_line(f"{HOME}{epoch}", between, times) for epoch, times in gaps.items() if not times.is_nothing]


def visit_clocks(
    frame: Frame, lines: Iterable[Line], times: Mapping[str, Mapping[str, Times]], *, ruleset: Ruleset
) -> list[Line]:
    """Return the time that people gave for a whole visit where it exceeds what its steps add up to, kind by kind."""
    timed = {frame.of_column[column].key for column in times if column in frame.of_column}
    steps: dict[str, list[Line]] = {key: [] for key in timed}
    for line in lines:
        if line.visit in timed:
            steps[line.visit].append(line)
    found = [_visit_clock(visit, times, steps[visit.key], ruleset) for visit in frame.visits if visit.key in timed]
    return [line for line in found if not line.minutes.is_nothing]


def _visit_clock(
    visit: VisitGroup, times: Mapping[str, Mapping[str, Times]], steps: list[Line], ruleset: Ruleset
) -> Line:
    split, once = {}, NOTHING
    for kind in PARTICIPANT_TIMES:
        given = [_minutes(times[column][kind]) for column in visit.columns if kind in times.get(column, {})]
        if given:
            whole = rounded(max(given), ruleset.step("rounding.minutes"))
            split[kind] = visit.repeats.times(whole).beyond(total(line.split.get(kind, ZERO) for line in steps))
            own = sum((line.once * line.estimate.each[kind] for line in steps if line.estimate), NOTHING)
            once += max(NOTHING, whole - own)
    return visit_clock_line(visit.key, split, once=once, at_home=not visit.travels)


def _minutes(times: Times) -> float:
    return fmean(times.timed) if times.timed else expm1(times.log_mean)


def _in_visit_order(lines: list[Line], frame: Frame) -> list[Line]:
    homes = dict.fromkeys(f"{HOME}{visit.epoch}" for visit in frame.visits)
    epochs = {home: len(frame.visits) + number for number, home in enumerate(homes)}
    place = {**epochs, **frame.position}
    rows = sorted({line.activity for line in lines}, key=natural)
    rank = {row: number for number, row in enumerate(rows)}
    return sorted(
        lines,
        key=lambda line: (
            place[line.visit],
            not line.is_activity,
            rank[line.activity],
            line.usual_care,
            line.is_further,
        ),
    )
