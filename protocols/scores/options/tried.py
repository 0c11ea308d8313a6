"""An option beside the schedule as it is: what it saves, what it serves, the flags that go and come, and how sure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from protocols.domain.burden.changes import Option
from protocols.domain.burden.compare import Comparison, compare
from protocols.domain.burden.flags import Flag
from protocols.domain.burden.savings import rescored
from protocols.domain.burden.score import Score
from protocols.domain.burden.site import site_load
from protocols.domain.burden.uncertainty import Drawn
from protocols.schedules.models import Purpose, PurposeRecord
from protocols.scores.options.changes import in_words, rows_of

PROTECTED = {Purpose.PRIMARY.value, Purpose.SAFETY.value}


@dataclass(frozen=True)
class Measure:
    """One number before and after."""

    label: str
    before: Decimal
    after: Decimal
    is_time: bool = False

    @property
    def difference(self) -> Decimal:
        """After less before."""
        return self.after - self.before

    @property
    def size(self) -> Decimal:
        """How far apart they are, without a sign."""
        return abs(self.difference)


@dataclass(frozen=True)
class Served:
    """One activity that an option touches: how often it is planned before and after, and what it is for."""

    key: str
    label: str
    before: int
    after: int
    record: PurposeRecord | None

    @property
    def purpose(self) -> str:
        """What it is for, `not-stated` where nobody said."""
        return self.record.purpose if self.record else Purpose.NOT_STATED.value

    @property
    def is_protected(self) -> bool:
        """True for what serves the main question of the study, or keeps people safe."""
        return self.purpose in PROTECTED

    @property
    def objective(self) -> str:
        """The objective it serves, in the protocol's words."""
        return self.record.objective if self.record else ""


@dataclass(frozen=True)
class Tried:
    """An option and the schedule as it is, scored alike: same estimates, ruleset and draws."""

    option: Option
    base: Drawn
    purposes: Mapping[str, PurposeRecord]

    @cached_property
    def new(self) -> Drawn:
        """The option's score with its draws."""
        return Drawn(rescored(self.base.score, self.option), self.base.draws)

    @cached_property
    def comparison(self) -> Comparison:
        """The option against the schedule as it is."""
        return compare(self.new, self.base)

    @property
    def changes(self) -> list[str]:
        """What it changes, in words."""
        return [in_words(change, self.base.score.schedule) for change in self.option.changes]

    @cached_property
    def measures(self) -> list[Measure]:
        """Load, time and what is easiest to picture, for one participant, and the site's minutes apart from them."""
        old, new = self.base.score, self.new.score
        return [
            Measure(_("Load points"), old.load.planned, new.load.planned),
            Measure(_("Time"), old.minutes.planned, new.minutes.planned, is_time=True),
            Measure(_("Heaviest visit"), _heaviest(old), _heaviest(new)),
            Measure(_("Trips"), old.counts.trips.planned, new.counts.trips.planned),
            Measure(_("Needles"), old.counts.needles.planned, new.counts.needles.planned),
            Measure(_("Site time"), _site(old), _site(new), is_time=True),
        ]

    @cached_property
    def served(self) -> list[Served]:
        """What the touched activities are for; what must not be lost lightly stands first."""
        before, after = _marks(self.base.score), _marks(self.new.score)
        labels = self.base.score.schedule.activity_by_key
        found = [
            Served(row, labels[row].label, before.get(row, 0), after.get(row, 0), self.purposes.get(row))
            for row in rows_of(self.option.changes)
            if row in labels
        ]
        return sorted(found, key=lambda each: (not each.is_protected, each.label))

    @property
    def is_protected(self) -> bool:
        """True when it touches what serves the main question, or safety."""
        return any(each.is_protected for each in self.served)

    @cached_property
    def flags_gone(self) -> list[Flag]:
        """What would no longer have to be looked at."""
        left = {_name(flag) for flag in self.new.score.flags}
        return [flag for flag in self.base.score.flags if _name(flag) not in left]

    @cached_property
    def flags_new(self) -> list[Flag]:
        """What would have to be looked at anew."""
        known = {_name(flag) for flag in self.base.score.flags}
        return [flag for flag in self.new.score.flags if _name(flag) not in known]


def _name(flag: Flag) -> tuple[str, str | None, str | None]:
    return flag.kind, flag.visit, flag.activity


def _heaviest(score: Score) -> Decimal:
    return score.busiest_visit.load_once if score.busiest_visit else Decimal(0)


def _site(score: Score) -> Decimal:
    return site_load(score).total_per_participant.planned


def _marks(score: Score) -> dict[str, int]:
    found: dict[str, int] = {}
    for mark in score.schedule.marks:
        found[mark.activity] = found.get(mark.activity, 0) + 1
    return found
