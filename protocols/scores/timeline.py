"""Visits over the weeks of a study: where each falls, how far it may move, how long it takes, and the days at home."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from protocols.domain.burden.months import home_days
from protocols.domain.burden.score import Score
from protocols.domain.burden.summaries import VisitScore
from protocols.domain.schedule import Contact, Visit, Window
from protocols.schedules.grid import MINUS
from protocols.scores.overview import DAYS_PER_WEEK, without_brackets

HOURS_PER_DAY, FIRST_DAY = 24, 1
# The drawing, in its own units: bars stand on the floor, windows hang below it, the days at home run under these.
WIDTH, EDGE, FLOOR, TOP, BAR = 1180.0, 56.0, 170.0, 34.0, 9.0
STEPS = (1, 2, 4, 8, 13, 26, 52, 104)  # weeks between two marks of the axis; the first that leaves room is taken
MOST_TICKS = 16
LETTER = 7.4  # units that a letter of a label takes


@dataclass(frozen=True)
class Moment:
    """One visit on the way: its score, its column, and where it stands in the drawing (None without a day)."""

    visit: VisitScore
    column: Visit | None
    week: int | None
    gap: int | None
    x: float | None = None
    height: float = 0.0
    window: tuple[float, float] | None = None
    label: str = ""
    is_top: bool = False

    @property
    def week_words(self) -> str:
        """The week with a proper minus sign."""
        return with_minus(self.week or 0)

    @property
    def left(self) -> float:
        """Left side of the bar."""
        return (self.x or 0.0) - BAR / 2

    @property
    def y(self) -> float:
        """Top of the bar."""
        return FLOOR - self.height

    @property
    def above(self) -> float:
        """Where its name stands."""
        return self.y - 6

    @property
    def is_call(self) -> bool:
        """True for a phone or video call."""
        return self.column is not None and self.column.contact in {Contact.PHONE, Contact.VIDEO}


@dataclass(frozen=True)
class Stretch:
    """The days at home of one part of the study: from its first visit to the first of the next part."""

    visit: VisitScore
    first: float | None
    last: float | None
    x: float = 0.0
    width: float = 0.0


@dataclass(frozen=True)
class Timeline:
    """The whole way through the study."""

    moments: tuple[Moment, ...]
    home: tuple[Stretch, ...]
    ticks: tuple[tuple[str, float], ...]
    weeks: int | None

    @property
    def drawn(self) -> list[Moment]:
        """Those that have a day."""
        return [each for each in self.moments if each.x is not None]

    @property
    def without_day(self) -> list[Moment]:
        """Those of which nobody has said when they are."""
        return [each for each in self.moments if each.x is None]


@dataclass(frozen=True)
class Scale:
    """From days to places in the drawing."""

    first: float
    last: float

    def at(self, day: float) -> float:
        """Return where a day stands."""
        length = max(self.last - self.first, 1.0)
        return round(EDGE + (day - self.first) / length * (WIDTH - 2 * EDGE), 1)


def timeline(scored: Score) -> Timeline:
    """Lay the visits of a scored arm out over its weeks."""
    columns = scored.schedule.visit_by_key
    visits = [visit for visit in scored.visits if not visit.is_home]
    days = [visit.day for visit in visits if visit.day is not None]
    scale = _scale(visits, columns.get)
    moments = [
        _moment(visit, columns.get(visit.key), earlier.day if earlier else None, scored, scale)
        for earlier, visit in zip([None, *visits], visits, strict=False)
    ]
    return Timeline(
        moments=tuple(_labelled(moments)),
        home=tuple(_home(scored, scale)),
        ticks=tuple(_ticks(scale)) if scale else (),
        weeks=round((max(days) - min(days)) / DAYS_PER_WEEK) if len(days) > 1 else None,
    )


def week_of(day: float) -> int:
    """Return how many weeks a study day lies from day 1, to the nearest: day 15 is in week 2, day -7 in week -1."""
    return floor((day - FIRST_DAY) / DAYS_PER_WEEK + 0.5)


def with_minus(number: int) -> str:
    """Write a whole number with a proper minus sign."""
    return f"{number}".replace("-", MINUS)


def in_days(window: Window) -> tuple[float, float]:
    """Return how many days earlier and later a visit may be."""
    factor = {"hour": 1 / HOURS_PER_DAY, "day": 1, "week": DAYS_PER_WEEK}[window.unit]
    return window.before * factor, window.after * factor


def _scale(visits: Iterable[VisitScore], column: Callable[[str], Visit | None]) -> Scale | None:
    ends: list[float] = []
    for visit in visits:
        if visit.day is not None:
            found = column(visit.key)
            before, after = in_days(found.window) if found and found.window else (0.0, 0.0)
            ends += [visit.day - before, visit.day + after]
    return Scale(min(ends), max(ends)) if ends else None


def _moment(
    visit: VisitScore, column: Visit | None, earlier: float | None, scored: Score, scale: Scale | None
) -> Moment:
    day, window = visit.day, column.window if column else None
    found = Moment(visit, column, None, None, is_top=visit == scored.busiest_visit and bool(visit.load_once))
    if day is None or scale is None:
        return found
    longest = max((each.minutes_once for each in scored.visits if not each.is_home), default=visit.minutes_once)
    before, after = in_days(window) if window else (0.0, 0.0)
    return replace(
        found,
        week=week_of(day),
        gap=None if earlier is None else round(day - earlier),
        x=scale.at(day),
        height=round(float(visit.minutes_once / longest) * (FLOOR - TOP), 1) if longest else 0.0,
        window=(scale.at(day - before), scale.at(day + after)) if window else None,
    )


def _labelled(moments: Sequence[Moment]) -> Iterable[Moment]:
    """Name visits from left to right, as far as the names do not touch; the table names all of them."""
    free = 0.0
    for each in moments:
        label = without_brackets(each.visit.label) or each.visit.label
        half = len(label) * LETTER / 2
        if each.x is not None and each.x - half >= free and each.x + half <= WIDTH and _has_room(each, half, moments):
            free = each.x + half + LETTER
            yield replace(each, label=label)
        else:
            yield each


def _has_room(moment: Moment, half: float, others: Iterable[Moment]) -> bool:
    """Answer whether no taller bar stands where a name would be written."""
    middle = moment.x or 0.0
    taller = (each.x for each in others if each.x is not None and each.height > moment.height)
    return all(abs(x - middle) > half + BAR for x in taller)


def _home(scored: Score, scale: Scale | None) -> Iterable[Stretch]:
    for home in (each for each in scored.visits if each.is_home and (each.load.planned or each.minutes.planned)):
        days = home_days(scored, home)
        if days is None or scale is None:
            yield Stretch(home, None, None)
        else:
            first, until = days
            yield Stretch(home, first, until, scale.at(first), round(scale.at(until) - scale.at(first), 1))


def _ticks(scale: Scale) -> Iterable[tuple[str, float]]:
    """Mark the beginnings of weeks, at even distances, with the number of the week."""
    weeks = (scale.last - scale.first) / DAYS_PER_WEEK
    step = next((step for step in STEPS if weeks / step <= MOST_TICKS), STEPS[-1])
    length = step * DAYS_PER_WEEK
    first, last = ceil((scale.first - FIRST_DAY) / length), floor((scale.last - FIRST_DAY) / length)
    for number in range(first, last + 1):
        yield with_minus(number * step), scale.at(FIRST_DAY + number * length)
