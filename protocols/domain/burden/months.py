"""What each month of a study asks: its visits, load, minutes and nights, from the days of the visits.

Month 1 begins with the first visit that has a day. Tasks on days at home are spread evenly over the days of their part
of the study: from its first visit to the first of the next part. What has no day of its own is kept apart, so that the
months and the rest add up to the whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil, floor

from .amounts import NOTHING, ZERO, Range, rounded
from .score import Score
from .summaries import VisitScore

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """What some days ask, as planned. `visits` are visits and calls."""

    visits: Decimal = NOTHING
    load: Decimal = NOTHING
    minutes: Decimal = NOTHING
    nights: Decimal = NOTHING

    def __add__(self, other: "Asked") -> "Asked":
        """Add each of the four."""
        return Asked(
            self.visits + other.visits,
            self.load + other.load,
            self.minutes + other.minutes,
            self.nights + other.nights,
        )

    @property
    def is_nothing(self) -> bool:
        """True when nothing is asked."""
        return self == Asked()


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the study, from its first day to its last."""

    number: int
    first: int
    last: int
    asked: Asked


@dataclass(frozen=True, slots=True)
class Months:
    """All months in order, and what falls into none: visits without a day, and visits that take place several times."""

    months: tuple[Month, ...]
    rest: Asked

    @property
    def fullest(self) -> Month:
        """The month with the most load; minutes, then the earlier month, settle ties."""
        return max(self.months, key=lambda month: (month.asked.load, month.asked.minutes))


@dataclass(frozen=True)
class _Calendar:
    """The months of a study that begins on the day `first`, each of `length` days."""

    first: float
    length: float
    held: dict[int, Asked] = field(default_factory=dict)

    def month_of(self, day: float) -> int:
        return floor((day - self.first) / self.length)

    def add(self, month: int, asked: Asked) -> None:
        self.held[month] = self.held.get(month, Asked()) + asked

    def days_of(self, month: int) -> tuple[int, int]:
        """Return the first and the last whole day of a month."""
        begins, ends = (ceil(self.first + each * self.length) for each in (month, month + 1))
        return begins, ends - 1

    def shares(self, span: Span) -> Iterator[tuple[int, float]]:
        """Return which part of a stretch of days lies before the end of each month that it touches."""
        first, last = span
        for month in range(self.month_of(first), self.month_of(last) + 1):
            until = min(last, self.first + (month + 1) * self.length)
            yield month, (until - first) / (last - first) if last > first else 1.0


def months_of_study(score: Score, *, most: int) -> Months | None:
    """Return what each month asks; None where fewer than two visits have a day, or there are more months than `most`.

    Example: visits on days 1, 15 and 40 are two in month 1 (days 1 to 31), and one in month 2.
    """
    days = score.found.frame.days
    if days is None:
        return None
    calendar = _Calendar(days[0], score.ruleset.number("calendar.month_days"))
    if calendar.month_of(days[1]) >= most:
        return None
    nights, rest = _nights(score), Asked()
    for visit in score.visits:
        own = nights.get(visit.key, ZERO).planned
        asked = Asked(
            NOTHING if visit.is_home else visit.repeats.planned, visit.load.planned, visit.minutes.planned, own
        )
        span = home_days(score, visit) if visit.is_home else None
        if span is not None:
            _spread(calendar, span, asked, score)
        elif visit.day is not None and visit.repeats.most == 1:
            calendar.add(calendar.month_of(visit.day), asked)
        else:
            rest = rest + asked
    listed = range(calendar.month_of(days[1]) + 1)
    months = (Month(n + 1, *calendar.days_of(n), calendar.held.get(n, Asked())) for n in listed)
    return Months(tuple(months), rest)


def home_days(score: Score, home: VisitScore) -> Span | None:
    """Return the days over which the tasks at home of one part of the study run; None where its visits have no days."""
    begins: dict[str, float] = {}
    days = [(visit.day, visit.epoch) for visit in score.visits if not visit.is_home and visit.day is not None]
    for day, epoch in days:
        begins.setdefault(epoch, day)
    first = begins.get(home.epoch)
    if first is None:
        return None
    return first, min((day for day in begins.values() if day > first), default=max(day for day, _epoch in days))


def _spread(calendar: _Calendar, span: Span, asked: Asked, score: Score) -> None:
    """Give each month its part, rounded so that the parts add up to the whole."""
    points, minutes = score.ruleset.step("rounding.points"), score.ruleset.step("rounding.minutes")
    given = Asked()
    for month, share in calendar.shares(span):
        until = Asked(
            load=rounded(float(asked.load) * share, points), minutes=rounded(float(asked.minutes) * share, minutes)
        )
        if share == 1:
            until = asked
        calendar.add(month, Asked(load=until.load - given.load, minutes=until.minutes - given.minutes))
        given = until


def _nights(score: Score) -> Mapping[str, Range]:
    """Return nights away by visit: that of an overnight procedure, or those that the journey needs; the larger."""
    by_journey = Decimal(score.persona.nights_away) if score.persona else NOTHING
    repeats = {visit.key: visit.repeats for visit in score.found.frame.visits}
    stays = score.tally.visits_with(lambda row: any(part.overnight for part in row.procedures), repeats)
    return {
        visit.key: stays.get(visit.key, ZERO).larger(visit.repeats.times(by_journey) if visit.travels else ZERO)
        for visit in score.found.frame.visits
    }
