"""The score of one arm for one persona: lines that add up, and what is read from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ..schedule import Schedule
from .amounts import ZERO, Range, total
from .contributions import Contributions, contributions
from .counts import Counts, PersonaCost, count, persona_cost
from .estimate import Estimate, Estimates
from .flags import Flag, Seen, flags_of
from .lines import TRAVEL, Line
from .persona import Persona
from .ruleset import Ruleset
from .shares import basis_of, coverage_of
from .summaries import PerMonth, Unscored, VisitScore, months_of, unscored_of, visit_scores
from .tally import Tally
from .visits import arms_of

ON_SITE, AT_HOME = "on_site", "at_home"


@dataclass(frozen=True)
class Score:
    """What one arm asks of one persona: the lines, and everything that is read from them.

    Planned load = sum over lines of occurrences x points each, where points each are rounded to .01 first.
    """

    schedule: Schedule
    estimates: Estimates
    persona: Persona | None
    ruleset: Ruleset
    arms: tuple[str | None, ...]
    found: Contributions

    @property
    def arm(self) -> str | None:
        """The arm that was scored; None where visits name none."""
        return self.found.frame.arm

    @property
    def is_at_least(self) -> bool:
        """True when nobody has said how often some visit takes place, so that totals are a lower limit."""
        return self.found.frame.is_open_ended

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Lines that add load or time, in the order of visits."""
        return tuple(line for line in self.found.lines if not line.is_unscored or not line.minutes.is_nothing)

    @cached_property
    def load(self) -> Range:
        """Load in points: the sum of the lines."""
        return total(line.points for line in self.lines)

    @cached_property
    def minutes(self) -> Range:
        """Time in minutes, on site, on the way and at home: the sum of the lines."""
        return total(line.minutes for line in self.lines)

    @cached_property
    def added_load(self) -> Range:
        """Load without what is usual care."""
        return total(line.points for line in self.lines if not line.usual_care)

    @cached_property
    def added_minutes(self) -> Range:
        """Time without what is usual care."""
        return total(line.minutes for line in self.lines if not line.usual_care)

    @cached_property
    def visits(self) -> tuple[VisitScore, ...]:
        """Visits by day, then the days at home by epoch. Their loads sum to the load."""
        return visit_scores(self.found.frame, self.lines)

    @cached_property
    def busiest_visit(self) -> VisitScore | None:
        """The visit with the most load at one taking place; minutes, then the earlier day, settle ties."""
        real = [visit for visit in self.visits if not visit.is_home]
        return max(real, key=lambda visit: (visit.load_once, visit.minutes_once), default=None)

    @cached_property
    def tally(self) -> Tally:
        """All occurrences, scored or not, ready to be added up."""
        return Tally(self.found.done)

    @cached_property
    def counts(self) -> Counts:
        """Visits, nights, needles, blood, fasting mornings, questionnaires, devices."""
        return count(self.tally, self.found.frame, self.persona, self.ruleset)

    @cached_property
    def coverage(self) -> Decimal | None:
        """Share of the planned occurrences that have an estimate; None where nothing is marked."""
        return coverage_of(self.found.done, self.found.referred)

    @cached_property
    def basis(self) -> Mapping[str, Decimal]:
        """Shares of the planned load by where it comes from; they sum to 1, and are empty where the load is 0."""
        return basis_of(self.lines)

    @cached_property
    def estimates_used(self) -> Mapping[str, Estimate]:
        """The estimate of each activity that takes place, and of the journey."""
        used = {each.occurrence.activity: each.estimate for each in self.found.done}
        journey = self.found.journey
        return {**used, journey.key: journey} if journey else used

    @cached_property
    def unscored(self) -> tuple[Unscored, ...]:
        """What the score leaves out, by activity."""
        return unscored_of(self.found, self.estimates)

    @cached_property
    def partly_scored(self) -> tuple[Estimate, ...]:
        """Activities that nobody rated and for which the library lacks a dimension."""
        return tuple(estimate for estimate in self.estimates_used.values() if estimate.is_partly_scored)

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """What no average may hide."""
        could_not = self.estimates.could_not
        seen = Seen(
            self.found, self.tally, self.lines, self.counts, self.estimates_used, could_not, self.persona, self.ruleset
        )  # fmt: skip
        return flags_of(seen)

    @cached_property
    def persona_cost(self) -> PersonaCost | None:
        """Money, hours of work and hours of care for this persona; None without a persona."""
        away = [line.minutes for line in self.lines if not line.at_home]
        return persona_cost(away, self.counts.trips, persona=self.persona) if self.persona else None

    @cached_property
    def minutes_by_place(self) -> Mapping[str, Range]:
        """Minutes on site, on the way and at home; they sum to the time."""
        found = {ON_SITE: ZERO, TRAVEL: ZERO, AT_HOME: ZERO}
        for line in self.lines:
            place = TRAVEL if TRAVEL in line.split else AT_HOME if line.at_home else ON_SITE
            found[place] = found[place] + line.minutes
        return found

    @cached_property
    def per_month(self) -> PerMonth | None:
        """Planned load and time per month of study; None where its length is unknown or under a month."""
        months = months_of(self.found.frame, self.ruleset)
        if months is None:
            return None
        step = self.ruleset.step("rounding.points")
        load, minutes = ((amount / months).quantize(step) for amount in (self.load.planned, self.minutes.planned))
        return PerMonth(months.quantize(step), load, minutes)


def score(
    schedule: Schedule, estimates: Estimates, persona: Persona | None, ruleset: Ruleset, *, arm: str | None = None
) -> Score:
    """Score one arm of a schedule for one persona. Arms are never added up; without `arm` it is the first.

    Without a persona, travel is left out and flagged. Raises KeyError for an arm that the schedule does not have.
    Example: two visits with one activity of 1.25 points each, and no persona: a load of 2.50.
    """
    arms = arms_of(schedule)
    if arm is not None and arm not in arms:
        raise KeyError(f"no visit belongs to the arm {arm!r}")
    found = contributions(schedule, estimates, arm=arm or arms[0], persona=persona, ruleset=ruleset)
    return Score(schedule, estimates, persona, ruleset, arms, found)
