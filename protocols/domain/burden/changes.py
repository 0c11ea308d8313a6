"""The single changes that an option is made of, and what each does to a schedule and to the estimates."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import ClassVar

from ..schedule import Contact, Mark, MarkKind, Schedule, Window
from .amounts import rounded
from .blending import Minutes
from .estimate import Estimate, Estimates
from .visits import in_order

Given = tuple[Schedule, Estimates]


@dataclass(frozen=True, slots=True)
class DropMark:
    """Leave one activity out at one visit."""

    kind: ClassVar[str] = "drop-mark"
    visit: str
    activity: str

    def apply(self, schedule: Schedule, estimates: Estimates) -> Given:
        """Return both without the mark."""
        return _without(schedule, lambda mark: (mark.visit, mark.activity) == (self.visit, self.activity)), estimates


@dataclass(frozen=True, slots=True)
class DropActivity:
    """Leave one activity out everywhere."""

    kind: ClassVar[str] = "drop-activity"
    activity: str

    def apply(self, schedule: Schedule, estimates: Estimates) -> Given:
        """Return both without its marks."""
        return _without(schedule, lambda mark: mark.activity == self.activity), estimates


@dataclass(frozen=True, slots=True)
class LessOften:
    """Do one activity only at every n-th of the visits where it is planned, beginning with the first."""

    kind: ClassVar[str] = "less-often"
    activity: str
    every: int

    def apply(self, schedule: Schedule, estimates: Estimates) -> Given:
        """Return both without the marks between; marks that are not plain stay."""
        day = {visit.key: in_order(visit.day, visit.key) for visit in schedule.visits}
        own = [m for m in schedule.marks if m.activity == self.activity and m.kind is MarkKind.PLANNED]
        ordered = sorted(own, key=lambda mark: day[mark.visit])
        gone = {mark.visit for place, mark in enumerate(ordered) if place % self.every}
        return _without(schedule, lambda mark: mark in own and mark.visit in gone), estimates


@dataclass(frozen=True, slots=True)
class Move:
    """Do one activity at another visit instead; where it is done there already, once is enough."""

    kind: ClassVar[str] = "move"
    visit: str
    activity: str
    to: str

    def apply(self, schedule: Schedule, estimates: Estimates) -> Given:
        """Return both with the mark moved."""
        mark = schedule.mark_at.get((self.visit, self.activity))
        left = _without(schedule, lambda each: each == mark)
        if mark is None or (self.to, self.activity) in schedule.mark_at:
            return left, estimates
        return replace(left, marks=(*left.marks, replace(mark, visit=self.to))), estimates


@dataclass(frozen=True, slots=True)
class HoldElsewhere:
    """Hold a visit at home, by phone or by video: nobody travels to it."""

    kind: ClassVar[str] = "hold-elsewhere"
    visit: str
    contact: Contact

    def apply(self, schedule: Schedule, estimates: Estimates) -> Given:
        """Return both with the column's contact changed."""
        return _with_visit(schedule, self.visit, contact=self.contact), estimates


@dataclass(frozen=True, slots=True)
class MergeVisits:
    """Hold two visits as one: one journey; nothing that is done at either is lost."""

    kind: ClassVar[str] = "merge-visits"
    visit: str
    into: str

    def apply(self, schedule: Schedule, estimates: Estimates) -> Given:
        """Return both with the column said to be the other visit."""
        visits = (
            replace(each, same_visit_as=self.into) if each.key == self.visit else each for each in schedule.visits
        )
        return replace(schedule, visits=tuple(visits)), estimates


@dataclass(frozen=True, slots=True)
class WidenWindow:
    """Give people more days to come: saves neither load nor time, and raises a flag less."""

    kind: ClassVar[str] = "widen-window"
    visit: str
    days_before: float
    days_after: float

    def apply(self, schedule: Schedule, estimates: Estimates) -> Given:
        """Return both with the column's window changed."""
        window = Window(self.days_before, self.days_after, "day")
        return _with_visit(schedule, self.visit, window=window), estimates


@dataclass(frozen=True, slots=True)
class Shorten:
    """Make an activity (a questionnaire) take so many minutes of doing; how hard it is stays as believed."""

    kind: ClassVar[str] = "shorten"
    activity: str
    minutes: float

    def apply(self, schedule: Schedule, estimates: Estimates) -> Given:
        """Return both with the activity's minutes of doing replaced."""
        shorter = _shorter(estimates.activities[self.activity], rounded(self.minutes, Decimal("0.1")))
        return schedule, replace(estimates, activities={**estimates.activities, self.activity: shorter})


Change = DropMark | DropActivity | LessOften | Move | HoldElsewhere | MergeVisits | WidenWindow | Shorten
KINDS: Mapping[str, type[Change]] = {
    each.kind: each
    for each in (DropMark, DropActivity, LessOften, Move, HoldElsewhere, MergeVisits, WidenWindow, Shorten)
}


@dataclass(frozen=True, slots=True)
class Option:
    """A named list of changes to a version, tried together."""

    name: str
    changes: tuple[Change, ...]

    def apply(self, schedule: Schedule, estimates: Estimates) -> Given:
        """Apply the changes one after the other. Estimates hold still but for what is shortened."""
        for change in self.changes:
            schedule, estimates = change.apply(schedule, estimates)
        return schedule, estimates

    def faults(self, schedule: Schedule) -> list[str]:
        """Return one sentence for each visit or activity that the schedule does not have."""
        faults = []
        for change in self.changes:
            named = asdict(change)
            for name in ("visit", "to", "into"):
                if name in named and named[name] not in schedule.visit_by_key:
                    faults.append(f"{self.name}: there is no visit {named[name]!r}.")
            if "activity" in named and named["activity"] not in schedule.activity_by_key:
                faults.append(f"{self.name}: there is no activity {named['activity']!r}.")
        return faults

    def to_dict(self) -> dict[str, object]:
        """Return plain JSON values; `from_dict` gives an equal option back."""
        return {"name": self.name, "changes": [{"kind": each.kind, **asdict(each)} for each in self.changes]}

    @classmethod
    def from_dict(cls, stored: Mapping[str, object]) -> "Option":
        """Rebuild an option from plain values. Raises ValueError for a change that does not exist."""
        changes = stored["changes"]
        if not isinstance(changes, list):
            raise ValueError("changes must be a list")
        return cls(str(stored["name"]), tuple(_change(each) for each in changes))


def _change(stored: Mapping[str, object]) -> Change:
    fields = {name: value for name, value in stored.items() if name != "kind"}
    kind = KINDS.get(str(stored.get("kind")))
    if kind is None:
        raise ValueError(f"there is no change {stored.get('kind')!r}")
    if "contact" in fields:
        fields["contact"] = Contact(str(fields["contact"]))
    try:
        return kind(**fields)  # type: ignore[arg-type]
    except TypeError as error:
        raise ValueError(f"{kind.kind}: {error}") from error


def _with_visit(schedule: Schedule, key: str, **parts: object) -> Schedule:
    visits = (replace(each, **parts) if each.key == key else each for each in schedule.visits)  # type: ignore[arg-type]
    return replace(schedule, visits=tuple(visits))


def _without(schedule: Schedule, is_gone: Callable[[Mark], bool]) -> Schedule:
    return replace(schedule, marks=_kept(schedule.marks, is_gone))


def _kept(marks: Iterable[Mark], is_gone: Callable[[Mark], bool]) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if not is_gone(mark))


def _shorter(estimate: Estimate, minutes: Decimal) -> Estimate:
    known = estimate.minutes.get("active")
    shorter = Minutes(minutes, known.variance if known else 0.0, 0, "option", "as the option says")
    further = _shorter(estimate.further, min(minutes, estimate.further.each["active"])) if estimate.further else None
    return replace(estimate, minutes={**estimate.minutes, "active": shorter}, further=further)
