"""A visit or a month beside what a site has, in words for the site's own pages. Nothing here is told to others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from decimal import Decimal

from django.utils.translation import gettext as _

from protocols.domain.burden.capacity import (
    VisitWork,
    kinds_of_equipment,
    month_of,
    people_needed,
    share_of_hours,
)
from protocols.domain.burden.ruleset import Ruleset
from protocols.domain.burden.ruleset import load as load_ruleset
from protocols.runthroughs.sites.records import SiteProfile
from protocols.runthroughs.sites.release import Words
from protocols.runthroughs.sites.words import STAFF

NOTHING = Decimal(0)


@dataclass(frozen=True)
class RoleLine:
    """One role: minutes at one visit or in a month, standard and own, and the share of the site's hours."""

    role: str
    words: Words
    standard: Decimal
    own: Decimal | None
    share: Decimal | None
    hours: int | None

    @property
    def minutes(self) -> Decimal:
        """The minutes as the site sees them."""
        return self.standard if self.own is None else self.own

    @property
    def is_too_much(self) -> bool:
        """True where more is asked than the site has."""
        return self.share is not None and self.share > Decimal(100)


@dataclass(frozen=True)
class Capacity:
    """One visit beside a site's profile: its roles, and what it asks for that the site lacks or did not say."""

    participants: int | None
    lines: Sequence[RoleLine]
    lacks: Sequence[str]
    unknown: Sequence[str]
    remarks: Sequence[str]
    has_profile: bool

    @property
    def known(self) -> list[RoleLine]:
        """Roles of which the site said how many hours it has."""
        return [line for line in self.lines if line.share is not None]

    @property
    def not_known(self) -> list[str]:
        """Roles that the visit takes, and of which the site said no hours."""
        return [str(line.words) for line in self.lines if line.share is None]


@dataclass(frozen=True)
class Month:
    """A month with so many participants at each visit: minutes by role, and people needed."""

    participants: int
    lines: Sequence[RoleLine]
    people: Decimal
    own_people: Decimal
    people_with_the_rest: Decimal

    @property
    def standard(self) -> Decimal:
        """All standard minutes."""
        return sum((line.standard for line in self.lines), NOTHING)

    @property
    def own(self) -> Decimal:
        """All minutes as the site sees them."""
        return sum((line.minutes for line in self.lines), NOTHING)


def capacity_at(work: VisitWork, profile: SiteProfile | None, participants: int | None) -> Capacity:
    """Return one visit beside what a site has; without a profile only what the visit asks."""
    ruleset, has = load_ruleset(), profile.equipment if profile else {}
    lines = [_line(role, work, profile, participants, ruleset) for role in STAFF if work.as_the_site_sees_it.get(role)]
    kinds = kinds_of_equipment()
    return Capacity(
        participants,
        lines,
        [_(kinds[key].words) for key in work.equipment if has.get(key) == "no"],
        [_(kinds[key].words) for key in work.equipment if not has.get(key)],
        _remarks(work, profile) if profile else (),
        profile is not None,
    )


def month(visits: Sequence[VisitWork], profile: SiteProfile | None, participants: int) -> Month:
    """Return what a month asks of a site."""
    ruleset = load_ruleset()
    standard, own = month_of(visits, participants), month_of(visits, participants, own=True)
    lines = []
    for role, words in STAFF.items():
        if standard.get(role) or own.get(role):
            hours = _hours(profile, role)
            share = share_of_hours(own.get(role, NOTHING), Decimal(hours), ruleset) if hours else None
            mine = own[role] if own[role] != standard.get(role, NOTHING) else None
            lines.append(RoleLine(role, words, standard.get(role, NOTHING), mine, share, hours))
    total, mine = sum(standard.values(), NOTHING), sum(own.values(), NOTHING)
    rest = people_needed(mine, ruleset, with_work_outside_visits=True)
    return Month(participants, lines, people_needed(total, ruleset), people_needed(mine, ruleset), rest)


def with_own(work: VisitWork, minutes: Mapping[str, int | None]) -> VisitWork:
    """Return a visit with a site's own minutes put in."""
    return replace(work, own={role: Decimal(own) for role, own in minutes.items() if own is not None})


def _line(
    role: str, work: VisitWork, profile: SiteProfile | None, participants: int | None, ruleset: Ruleset
) -> RoleLine:
    minutes, hours = work.as_the_site_sees_it[role], _hours(profile, role)
    monthly = minutes * work.repeats * (participants or 0)
    share = share_of_hours(monthly, Decimal(hours), ruleset) if hours and participants else None
    own = work.own.get(role)
    return RoleLine(role, STAFF[role], work.minutes.get(role, NOTHING), own, share, hours)


def _hours(profile: SiteProfile | None, role: str) -> int | None:
    return profile.hours.get(role) if profile else None


def _remarks(work: VisitWork, profile: SiteProfile) -> list[str]:
    found = []
    is_long = work.stay and profile.opens and profile.closes and work.stay > _minutes(profile.opens, profile.closes)
    if is_long or work.is_overnight:
        found.append(_("It lasts longer than you are open.") if is_long else _("It asks for a night at the site."))
        if profile.out_of_hours == "no":
            found.append(_("You said that you cannot work outside your hours."))
    if work.samples and profile.to_laboratory:
        walk = _("Samples go to your laboratory, %(minutes)s minutes away.")
        found.append(walk % {"minutes": profile.to_laboratory})
    if work.minutes.get("pharmacist") and profile.to_pharmacy:
        found.append(
            _("Medicine comes from your pharmacy, %(minutes)s minutes away.") % {"minutes": profile.to_pharmacy}
        )
    return found


def _minutes(opens: time, closes: time) -> int:
    return (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
