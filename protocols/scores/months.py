"""The months of a study as the timeline shows them: what each asks, and a bar as long as its load."""

from dataclasses import dataclass

from protocols.domain.burden.months import Asked, Month, Months, months_of_study
from protocols.domain.burden.score import Score
from protocols.scores.limits import limits

LONGEST_BAR = 120.0  # units of the drawing


@dataclass(frozen=True)
class MonthRow:
    """One month, and how long its bar is."""

    month: Month
    bar: float
    is_fullest: bool

    @property
    def asked(self) -> Asked:
        """What it asks."""
        return self.month.asked


@dataclass(frozen=True)
class MonthTable:
    """All months, and what falls into none of them."""

    rows: tuple[MonthRow, ...]
    found: Months

    @property
    def fullest(self) -> Month:
        """The month with the most load."""
        return self.found.fullest

    @property
    def whole(self) -> Asked:
        """Months and rest together: the totals of the study."""
        return sum((each.asked for each in self.found.months), self.found.rest)


def month_table(score: Score) -> MonthTable | None:
    """Return the months of a scored arm; None where too few visits have a day, or there are too many months to list."""
    found = months_of_study(score, most=limits().months_on_a_page)
    if found is None:
        return None
    top = found.fullest.asked.load
    rows = (
        MonthRow(month, round(float(month.asked.load / top) * LONGEST_BAR, 1) if top else 0.0, month is found.fullest)
        for month in found.months
    )
    return MonthTable(tuple(rows), found)
