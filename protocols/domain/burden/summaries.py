"""Sums of lines that pages show: per visit, per month, and what was left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .amounts import NOTHING, ONE, Range, total
from .contributions import Contributions
from .estimate import Estimates
from .lines import Line
from .ruleset import Ruleset
from .visits import HOME, NO_EPOCH, Frame, VisitGroup

NOTHING_KNOWN = "Nothing is known about it and nobody rated it."
SAID_ELSEWHERE = "The schedule says it elsewhere; someone has to enter it."


@dataclass(frozen=True, slots=True)
class VisitScore:
    """One visit, or the days at home of one epoch (`is_home`): the sum of its lines, and of one taking place of it."""

    key: str
    label: str
    epoch: str
    day: float | None
    is_home: bool
    repeats: Range
    load: Range
    minutes: Range
    load_once: Decimal
    minutes_once: Decimal
    split: Mapping[str, Range]


@dataclass(frozen=True, slots=True)
class Unscored:
    """An activity, or some marks of it, that the score leaves out, and why."""

    activity: str
    label: str
    occurrences: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class PerMonth:
    """Planned load and minutes per month of study; `months` is how long the schedule lasts by its days."""

    months: Decimal
    load: Decimal
    minutes: Decimal


def visit_scores(frame: Frame, lines: Iterable[Line]) -> tuple[VisitScore, ...]:
    """Return every visit in order of day, then the days at home; each is the sum of its lines."""
    by_visit: dict[str, list[Line]] = {visit.key: [] for visit in frame.visits}
    for line in lines:
        by_visit.setdefault(line.visit, []).append(line)
    real = {visit.key: visit for visit in frame.visits}
    return tuple(_visit_score(real.get(key), key, own) for key, own in by_visit.items())


def _visit_score(visit: VisitGroup | None, key: str, lines: list[Line]) -> VisitScore:
    epoch = visit.epoch if visit else key.removeprefix(HOME)
    at_home = "At home between visits" if epoch == NO_EPOCH else f"At home: {epoch}"
    by_kind: dict[str, list[Range]] = {}
    for line in lines:
        for kind, minutes in line.split.items():
            by_kind.setdefault(kind, []).append(minutes)
    return VisitScore(
        key=key,
        label=visit.label if visit else at_home,
        epoch=epoch,
        day=visit.day if visit else None,
        is_home=visit is None,
        repeats=visit.repeats if visit else ONE,
        load=total([line.points for line in lines]),
        minutes=total([line.minutes for line in lines]),
        load_once=sum([line.once * (line.points_each or NOTHING) for line in lines], NOTHING),
        minutes_once=sum([line.minutes_once for line in lines], NOTHING),
        split={kind: total(found) for kind, found in by_kind.items()},
    )


def unscored_of(found: Contributions, estimates: Estimates) -> tuple[Unscored, ...]:
    """Return activities without an estimate, and marks that only point elsewhere."""
    missing: dict[str, Decimal] = {}
    for each in found.done:
        if each.estimate.is_unscored:
            key = each.occurrence.activity
            missing[key] = missing.get(key, NOTHING) + each.occurrence.marks
    listed = [(key, amount, NOTHING_KNOWN) for key, amount in missing.items()]
    listed += [(key, amount, SAID_ELSEWHERE) for key, amount in found.referred.items()]
    return tuple(Unscored(key, estimates.activities[key].label, amount, reason) for key, amount, reason in listed)


def months_of(frame: Frame, ruleset: Ruleset) -> Decimal | None:
    """Return how many months the schedule lasts, from its first to its last day.

    None where days are missing, where nobody knows how often a visit takes place, where the last visit stands for
    several, or where it is shorter than the ruleset allows for a rate.
    """
    days = frame.days
    if days is None or frame.is_open_ended:
        return None
    if any(visit.repeats.most != 1 for visit in frame.visits if visit.day == days[1]):
        return None
    months = Decimal(str((days[1] - days[0] + 1) / ruleset.number("calendar.month_days")))
    return months if months >= Decimal(str(ruleset.number("calendar.least_months_for_rates"))) else None
