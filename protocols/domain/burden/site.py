"""What a schedule asks of a site: minutes by role, the heaviest visit, and people needed. Never added to the load."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ..catalogue import ROLES
from .amounts import NOTHING, Range, rounded, total
from .library import Row
from .ruleset import Ruleset
from .score import Score
from .summaries import months_of
from .visits import Frame, VisitGroup

TENTHS = Decimal("0.1")
OwnMinutes = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class SiteVisit:
    """Staff minutes of one taking place of one visit, by role: the default, and the site's own where it gave them."""

    key: str
    label: str
    default: Mapping[str, Decimal]
    own: Mapping[str, Decimal]

    @property
    def minutes(self) -> Decimal:
        """All default minutes of the visit."""
        return sum(self.default.values(), NOTHING)

    @property
    def own_minutes(self) -> Decimal:
        """All minutes of the visit as the site sees them; roles it left out keep the default."""
        return sum({**self.default, **self.own}.values(), NOTHING)


@dataclass(frozen=True)
class SiteLoad:
    """Staff minutes of one arm: per participant by role, and what falls to a site once whoever takes part."""

    ruleset: Ruleset
    frame: Frame
    per_participant: Mapping[str, Range]
    own_per_participant: Mapping[str, Range]
    fixed: Mapping[str, Decimal]
    visits: tuple[SiteVisit, ...]

    @cached_property
    def total_per_participant(self) -> Range:
        """All default minutes for one participant."""
        return total(self.per_participant.values())

    @cached_property
    def peak_visit(self) -> SiteVisit | None:
        """The visit with the most staff minutes at one taking place; of equal ones the earliest."""
        return max(self.visits, key=lambda visit: visit.minutes, default=None)

    def hours(self, participants: int, *, own: bool = False, with_work_outside_visits: bool = False) -> Decimal:
        """Return planned staff hours for a number of participants: fixed + participants x per participant.

        Work outside visits multiplies by the ruleset's factor (1.47, Emanuel 2003: a mock trial; label it).
        """
        minutes = self.own_per_participant if own else self.per_participant
        each = total(minutes.values()).planned
        hours = (sum(self.fixed.values(), NOTHING) + participants * each) / 60
        if with_work_outside_visits:
            hours *= Decimal(str(self.ruleset.number("site.outside_visits")))
        return rounded(float(hours), TENTHS)

    def fte_per_month(self, participants: int, *, months: Decimal | None = None, own: bool = False) -> Decimal | None:
        """Return full-time people needed in an average month; None where nobody knows how long the schedule lasts."""
        length = months or months_of(self.frame, self.ruleset)
        if not length:
            return None
        full_time = length * Decimal(str(self.ruleset.number("site.fte_hours_per_month")))
        return rounded(float(self.hours(participants, own=own) / full_time), Decimal("0.01"))


def site_load(score: Score, own: OwnMinutes | None = None) -> SiteLoad:
    """Return the site's side of a scored arm.

    `own` holds a site's own minutes by visit key and role, for one taking place of the visit; a role it leaves out
    keeps the default. Marks that are not plain give a range, as they do for participants.
    """
    amounts = {role: _minutes_of(role) for role in ROLES}
    defaults = {role: score.tally.by_visit(amount) for role, amount in amounts.items()}
    once = {role: score.tally.once.by_visit(amount) for role, amount in amounts.items()}
    visits = tuple(_site_visit(visit, once, (own or {}).get(visit.key, {})) for visit in score.found.frame.visits)
    return SiteLoad(
        score.ruleset,
        score.found.frame,
        {role: total(default.values()) for role, default in defaults.items()},
        {role: _with_own(role, default, score.found.frame, visits) for role, default in defaults.items()},
        _fixed(score),
        visits,
    )


def _site_visit(visit: VisitGroup, once: Mapping[str, Mapping[str, Range]], own: Mapping[str, float]) -> SiteVisit:
    default = {role: minutes[visit.key].planned for role, minutes in once.items() if visit.key in minutes}
    return SiteVisit(visit.key, visit.label, default, {role: rounded(own[role], TENTHS) for role in own})


def _with_own(role: str, default: Mapping[str, Range], frame: Frame, visits: tuple[SiteVisit, ...]) -> Range:
    """Return the minutes of a role where a site's own stand in for the default, for each taking place of a visit."""
    repeats = {visit.key: visit.repeats for visit in frame.visits}
    own = {visit.key: repeats[visit.key].times(visit.own[role]) for visit in visits if role in visit.own}
    return total({**default, **own}.values())


def _fixed(score: Score) -> Mapping[str, Decimal]:
    """Minutes that fall to a site once for each procedure that the schedule has, whatever the number of visits."""
    procedures = {part.key: part for each in score.found.done for part in each.estimate.row.procedures}
    found: dict[str, Decimal] = {}
    for key in sorted(procedures):
        for role, value in procedures[key].fixed_staff_minutes.items():
            found[role] = found.get(role, NOTHING) + rounded(value.value, TENTHS)
    return found


def _minutes_of(role: str) -> Callable[[Row], Decimal]:
    known: dict[int, Decimal] = {}

    def minutes(row: Row) -> Decimal:
        if id(row) not in known:
            known[id(row)] = rounded(row.staff.get(role, 0.0), TENTHS)
        return known[id(row)]

    return minutes
