"""Every plain number of a score for one page: what a person does, the example people side by side, a site's work."""

from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from protocols.domain.burden.amounts import Range
from protocols.domain.burden.counts import Counts, PersonaCost
from protocols.domain.burden.lines import TRAVEL
from protocols.domain.burden.opal import Opal, StudyFacts, opal
from protocols.domain.burden.score import Score
from protocols.domain.burden.site import SiteLoad
from protocols.reviews.models import Persona
from protocols.scores.versions.figures import COUNTS

LOAD, MINUTES, COUNT = "load", "minutes", "count"


@dataclass(frozen=True)
class Number:
    """One amount, least, as planned and most; `kind` says how it is written."""

    words: str
    kind: str
    amount: Range


@dataclass(frozen=True)
class Side:
    """The same study plan for one example person."""

    persona: Persona
    score: Score

    @property
    def travel(self) -> Decimal:
        """Planned minutes on the way."""
        return self.score.minutes_by_place[TRAVEL].planned

    @property
    def cost(self) -> PersonaCost | None:
        """Money, hours of work and of care."""
        return self.score.persona_cost


@dataclass(frozen=True)
class RoleWork:
    """Planned staff minutes of one role: for one participant, and once for the whole study."""

    role: str
    each: Decimal
    fixed: Decimal


@dataclass(frozen=True)
class SiteWork:
    """A site's work for a number of participants, with what OPAL says of the same schedule."""

    site: SiteLoad
    participants: int
    opal: Opal

    @cached_property
    def roles(self) -> tuple[RoleWork, ...]:
        """The roles that have work, in the catalogue's order."""
        nothing = Decimal(0)
        found = (
            RoleWork(role, minutes.planned, self.site.fixed.get(role, nothing))
            for role, minutes in self.site.per_participant.items()
        )
        return tuple(each for each in found if each.each or each.fixed)

    @property
    def hours(self) -> Decimal:
        """Planned hours for all participants."""
        return self.site.hours(self.participants)

    @property
    def hours_with_work_outside_visits(self) -> Decimal:
        """The same with the ruleset's factor for work outside visits."""
        return self.site.hours(self.participants, with_work_outside_visits=True)

    @property
    def fte(self) -> Decimal | None:
        """Full-time people in an average month."""
        return self.site.fte_per_month(self.participants)

    @property
    def outside_visits(self) -> float:
        """The factor for work outside visits."""
        return self.site.ruleset.number("site.outside_visits")

    @property
    def full_time_hours(self) -> float:
        """Hours a month that one full-time person has."""
        return self.site.ruleset.number("site.fte_hours_per_month")


def numbers_of(score: Score) -> list[Number]:
    """Return load, time and every count, those with something in them."""
    sums = [
        Number(str(_("Load points")), LOAD, score.load),
        Number(str(_("Load points that the study adds to usual care")), LOAD, score.added_load),
        Number(str(_("Time")), MINUTES, score.minutes),
        Number(str(_("Time that the study adds to usual care")), MINUTES, score.added_minutes),
    ]
    names = [each.name for each in fields(Counts)]
    return [*sums, *(Number(str(COUNTS[name]), _kind(name), getattr(score.counts, name)) for name in names)]


def site_work(site: SiteLoad, score: Score, *, participants: int, facts: StudyFacts) -> SiteWork:
    """Return the site's side of a score."""
    return SiteWork(site, participants, opal(score, facts))


def _kind(name: str) -> str:
    return MINUTES if name.endswith("_minutes") else COUNT
