"""What a visit asks of a site, beside what a site has: hours by role, equipment, nights, samples. No part of a score.

Worked example: a visit takes 95 nurse minutes once. With 4 participants a month that is 380 minutes. A site with 30
nurse hours a week has 30 x 60 x 30.4 / 7 minutes a month, which is 7817. 380 of 7817 is 4.9 %.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

from ..catalogue import Procedure
from .amounts import NOTHING, rounded
from .lines import TRAVEL
from .ruleset import Ruleset
from .score import Score
from .site import SiteVisit, site_load

TENTHS = Decimal("0.1")
HUNDREDTHS = Decimal("0.01")
DAYS_OF_A_WEEK = 7
MINUTES_OF_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Equipment:
    """One kind of room or equipment, and what tells that a visit asks for it."""

    key: str
    words: str
    why: str
    procedures: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    with_role: str = ""
    overnight: bool = False


@dataclass(frozen=True)
class VisitWork:
    """One taking place of a visit: minutes by role, how often it takes place, and what it asks for besides people.

    `stay` is how long a participant is there. `samples` counts the rows of the schedule that bring laboratory work.
    """

    key: str
    label: str
    minutes: Mapping[str, Decimal]
    repeats: Decimal
    equipment: tuple[str, ...] = ()
    samples: int = 0
    stay: Decimal = NOTHING
    is_overnight: bool = False
    own: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def as_the_site_sees_it(self) -> Mapping[str, Decimal]:
        """Minutes by role with a site's own where it gave them."""
        return {**self.minutes, **self.own}

    @property
    def own_total(self) -> Decimal:
        """All minutes of the visit as the site sees them."""
        return sum(self.as_the_site_sees_it.values(), NOTHING)


@cache
def kinds_of_equipment() -> Mapping[str, Equipment]:
    """Return the kinds of rooms and equipment in the order of their list."""
    stated = tomllib.loads(Path(__file__).with_name("equipment.toml").read_text(encoding="utf-8"))
    return {
        key: Equipment(
            key, entry["words"], entry["why"], tuple(entry.get("procedures", ())), tuple(entry.get("categories", ())),
            entry.get("with_role", ""), entry.get("overnight", False),
        )
        for key, entry in stated.items()
    }  # fmt: skip


def work_of(score: Score) -> tuple[VisitWork, ...]:
    """Return what each visit of a scored arm asks of a site, in the order of days."""
    stays = dict[str, Decimal]()
    for line in score.lines:
        stays[line.visit] = stays.get(line.visit, NOTHING) + (
            line.minutes_once if TRAVEL not in line.split else NOTHING
        )
    repeats = {visit.key: visit.repeats.planned for visit in score.found.frame.visits}
    return tuple(
        _work(score, visit, repeats[visit.key], stays.get(visit.key, NOTHING)) for visit in site_load(score).visits
    )


def _work(score: Score, visit: SiteVisit, repeats: Decimal, stay: Decimal) -> VisitWork:
    rows = [each.estimate.row for each in score.found.done if each.occurrence.visit == visit.key]
    done = {part.key: part for row in rows for part in row.procedures}.values()
    asked = [kind.key for kind in kinds_of_equipment().values() if any(_asks(kind, part) for part in done)]
    samples = sum(any("laboratory" in part.staff_minutes for part in row.procedures) for row in rows)
    is_overnight = any(part.overnight for part in done)
    return VisitWork(visit.key, visit.label, visit.default, repeats, tuple(asked), samples, stay, is_overnight)


def _asks(kind: Equipment, part: Procedure) -> bool:
    by_category = part.category in kind.categories and (not kind.with_role or kind.with_role in part.staff_minutes)
    return part.key in kind.procedures or by_category or (kind.overnight and part.overnight)


def month_of(visits: Iterable[VisitWork], participants: int, *, own: bool = False) -> Mapping[str, Decimal]:
    """Return staff minutes by role in a month in which so many participants come to each visit."""
    found: dict[str, Decimal] = {}
    for visit in visits:
        for role, minutes in (visit.as_the_site_sees_it if own else visit.minutes).items():
            found[role] = found.get(role, NOTHING) + minutes * visit.repeats * participants
    return found


def share_of_hours(minutes: Decimal, hours_a_week: Decimal, ruleset: Ruleset) -> Decimal | None:
    """Return a month's minutes as a percentage of a role's hours; None where a site has no such hours."""
    if not hours_a_week:
        return None
    weeks = Decimal(str(ruleset.number("calendar.month_days"))) / DAYS_OF_A_WEEK
    return rounded(float(100 * minutes / (hours_a_week * weeks * MINUTES_OF_AN_HOUR)), TENTHS)


def people_needed(minutes: Decimal, ruleset: Ruleset, *, with_work_outside_visits: bool = False) -> Decimal:
    """Return a month's minutes as full-time people; with the work outside visits by the ruleset's factor."""
    hours = minutes / MINUTES_OF_AN_HOUR
    if with_work_outside_visits:
        hours *= Decimal(str(ruleset.number("site.outside_visits")))
    return rounded(float(hours / Decimal(str(ruleset.number("site.fte_hours_per_month")))), HUNDREDTHS)
