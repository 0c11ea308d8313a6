"""The lines of a score as people read them: points, range, raters, grades and sources of each."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import sqrt

from protocols.domain.burden.blending import OBSERVED, RATINGS
from protocols.domain.burden.estimates import Estimate
from protocols.domain.burden.lines import Line
from protocols.domain.burden.ruleset import Ruleset
from protocols.domain.catalogue import DIMENSIONS

# 5 % of a normal distribution lies beyond 1.645 standard deviations on each side.
FIVE_PERCENT = 1.645
GRADES = "ABDTJ"
WIDTH = 140  # of a whisker in its drawing, from 0 to 4
START = 6


@dataclass(frozen=True)
class Whisker:
    """A range on the 0-4 scale, cut to what is possible, with where to draw it."""

    low: float
    high: float
    point: float

    @property
    def x(self) -> float:
        """Left end in the drawing."""
        return START + self.low / 4 * WIDTH

    @property
    def width(self) -> float:
        """Length in the drawing."""
        return (self.high - self.low) / 4 * WIDTH

    @property
    def dot(self) -> float:
        """Where the point lies in the drawing."""
        return START + self.point / 4 * WIDTH


@dataclass(frozen=True)
class Part:
    """One line of the score for a reader."""

    line: Line
    ruleset: Ruleset

    @property
    def estimate(self) -> Estimate | None:
        """What the points are made from."""
        return self.line.estimate

    @property
    def raters(self) -> int:
        """How many people rated it."""
        return self.estimate.raters if self.estimate else 0

    @cached_property
    def whisker(self) -> Whisker | None:
        """Where the estimate lies in 90 of 100 cases."""
        if self.estimate is None or self.estimate.mean is None:
            return None
        reach = FIVE_PERCENT * sqrt(self.estimate.variance)
        low, high = max(0.0, self.estimate.mean - reach), min(4.0, self.estimate.mean + reach)
        return Whisker(low, high, min(4.0, max(0.0, self.estimate.mean)))

    @cached_property
    def grades(self) -> list[str]:
        """Grades of the library's values, best first; `ratings` last where people rated."""
        found = [grade for grade in GRADES if self.estimate and grade in self.estimate.shares]
        return [*found, RATINGS] if self.estimate and RATINGS in self.estimate.shares else found

    @property
    def timed_by(self) -> int:
        """How many people's clocks its minutes come from; 0 where they are assumed."""
        minutes = self.estimate.minutes.values() if self.estimate else ()
        return max((each.raters for each in minutes if each.basis == OBSERVED), default=0)

    @cached_property
    def sources(self) -> list[tuple[str, float, str, str]]:
        """Each known dimension with its value, grade and source."""
        known = self.estimate.row.dimensions if self.estimate else {}
        return [
            (name, known[name].value, known[name].basis, known[name].source) for name in DIMENSIONS if name in known
        ]


def parts(lines: tuple[Line, ...], ruleset: Ruleset) -> list[Part]:
    """Return lines for a reader, heaviest first; unscored ones stand last."""
    unknown = Decimal(-1)
    ordered = sorted(lines, key=lambda line: (-(line.points.planned if not line.is_unscored else unknown), line.label))
    return [Part(line, ruleset) for line in ordered]
