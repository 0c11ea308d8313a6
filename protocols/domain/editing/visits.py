"""The edits of columns: adding, copying, naming, moving and removing a visit, and what is said of it."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar

from protocols.domain.importers.template_values import LARGEST
from protocols.domain.problems import Problem, error
from protocols.domain.schedule import Contact, Repeats, Schedule, Visit, Window

from .rows import VISITS, missing, next_key, plain, put_after, text_faults, without

HERE = "visit"


@dataclass(frozen=True, slots=True)
class AddVisit:
    """Add a visit without any mark; `after` None puts it first. It joins the part of the study of its neighbour."""

    kind: ClassVar[str] = "add-visit"
    label: str
    after: str | None = None

    def apply(self, schedule: Schedule) -> Schedule:
        """Return the schedule with one more visit."""
        neighbour = schedule.visit_by_key.get(self.after or "") or next(iter(schedule.visits), None)
        epoch, label = neighbour.epoch if neighbour else None, plain(self.label)
        visit = Visit(next_key(schedule.visits, VISITS), label, epoch=epoch, header=_stack(epoch, label))
        return replace(schedule, visits=put_after(schedule.visits, visit, self.after))

    def faults(self, schedule: Schedule) -> Iterator[Problem]:
        """Yield what is wrong with it."""
        yield from text_faults(HERE, self.label)
        if self.after is not None:
            yield from _missing(schedule, self.after)


@dataclass(frozen=True, slots=True)
class CopyVisit:
    """Put a visit with the same marks right behind another one; each mark of the copy counts for itself."""

    kind: ClassVar[str] = "copy-visit"
    visit: str
    label: str

    def apply(self, schedule: Schedule) -> Schedule:
        """Return the schedule with the copy."""
        source = schedule.visit_by_key.get(self.visit)
        if source is None:
            return schedule
        copy = _relabelled(
            replace(source, key=next_key(schedule.visits, VISITS), same_visit_as=None), plain(self.label)
        )
        if copy.header == source.header:
            copy = replace(copy, header=_stack(copy.epoch, copy.label))
        marks = tuple(
            replace(mark, visit=copy.key, spans=1, count_each=False)
            for mark in schedule.marks
            if mark.visit == source.key
        )
        visits = put_after(schedule.visits, copy, source.key)
        return replace(schedule, visits=visits, marks=(*schedule.marks, *marks))

    def faults(self, schedule: Schedule) -> Iterator[Problem]:
        """Yield what is wrong with it."""
        yield from _missing(schedule, self.visit)
        yield from text_faults(HERE, self.label)


@dataclass(frozen=True, slots=True)
class RenameVisit:
    """Call a visit otherwise; it stays the same visit. Its old name in the headings over it changes too."""

    kind: ClassVar[str] = "rename-visit"
    visit: str
    label: str

    def apply(self, schedule: Schedule) -> Schedule:
        """Return the schedule with the name changed."""
        visits = (_relabelled(v, plain(self.label)) if v.key == self.visit else v for v in schedule.visits)
        return replace(schedule, visits=tuple(visits))

    def faults(self, schedule: Schedule) -> Iterator[Problem]:
        """Yield what is wrong with it."""
        yield from _missing(schedule, self.visit)
        yield from text_faults(HERE, self.label)


@dataclass(frozen=True, slots=True)
class MoveVisit:
    """Put a visit behind another one, or first."""

    kind: ClassVar[str] = "move-visit"
    visit: str
    after: str | None

    def apply(self, schedule: Schedule) -> Schedule:
        """Return the schedule in the new order."""
        visit = schedule.visit_by_key.get(self.visit)
        if visit is None or self.after == self.visit:
            return schedule
        return replace(schedule, visits=put_after(without(schedule.visits, self.visit), visit, self.after))

    def faults(self, schedule: Schedule) -> Iterator[Problem]:
        """Yield what is wrong with it."""
        yield from _missing(schedule, self.visit)
        if self.after is not None:
            yield from _missing(schedule, self.after)


@dataclass(frozen=True, slots=True)
class RemoveVisit:
    """Take a visit out, with its marks; no other visit is said to be the same as it any more."""

    kind: ClassVar[str] = "remove-visit"
    visit: str

    def apply(self, schedule: Schedule) -> Schedule:
        """Return the schedule without the visit."""
        left = (
            replace(v, same_visit_as=None) if v.same_visit_as == self.visit else v
            for v in without(schedule.visits, self.visit)
        )
        marks = tuple(mark for mark in schedule.marks if mark.visit != self.visit)
        return replace(schedule, visits=tuple(left), marks=marks)

    def faults(self, schedule: Schedule) -> Iterator[Problem]:
        """Yield what is wrong with it."""
        yield from _missing(schedule, self.visit)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is said of a visit besides its name, its headings and its marks."""

    epoch: str | None = None
    arm: str | None = None
    day: float | None = None
    window: Window | None = None
    contact: Contact = Contact.UNKNOWN
    repeats: Repeats | None = None

    @classmethod
    def of(cls, visit: Visit) -> "Facts":
        """Return what is said of a visit now."""
        return cls(visit.epoch, visit.arm, visit.day, visit.window, visit.contact, visit.repeats)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Facts":
        """Rebuild them from plain values."""
        window, repeats = stored["window"], stored["repeats"]
        return cls(
            **{
                **stored,
                "window": Window(**window) if window else None,
                "contact": Contact(stored["contact"]),
                "repeats": Repeats(**repeats) if repeats else None,
            }
        )


@dataclass(frozen=True, slots=True)
class SetVisit:
    """Say all that is said of a visit: part of the study, arm, day, window, place, how many visits it stands for."""

    kind: ClassVar[str] = "set-visit"
    visit: str
    facts: Facts

    def apply(self, schedule: Schedule) -> Schedule:
        """Return the schedule with the visit changed."""
        visits = (self._changed(v) if v.key == self.visit else v for v in schedule.visits)
        return replace(schedule, visits=tuple(visits))

    def faults(self, schedule: Schedule) -> Iterator[Problem]:
        """Yield what is wrong with it."""
        yield from _missing(schedule, self.visit)
        yield from text_faults(HERE, self.facts.epoch, required=False)
        if self.facts.arm is not None and self.facts.arm not in {arm.key for arm in schedule.arms}:
            yield error(HERE, "This arm is not in the schedule.", "Choose one of its arms.")
        yield from _number_faults(self.facts)

    def _changed(self, visit: Visit) -> Visit:
        epoch = plain(self.facts.epoch) or None
        header = _stack(epoch, visit.label) if visit.header == _stack(visit.epoch, visit.label) else visit.header
        if visit.epoch and epoch:
            header = tuple(epoch if text == visit.epoch else text for text in header)
        named = {name: getattr(self.facts, name) for name in ("arm", "day", "window", "contact", "repeats")}
        return replace(visit, **named, epoch=epoch, header=header)


def _number_faults(facts: Facts) -> Iterator[Problem]:
    numbers = [facts.day or 0.0]
    if facts.window is not None:
        numbers += [facts.window.before, facts.window.after]
        if min(facts.window.before, facts.window.after) < 0:
            yield error("window", "A side of the window is below zero.", "Enter it without the minus sign.")
    if facts.repeats is not None:
        least, most = facts.repeats.min, facts.repeats.max
        numbers += [least, most or 0]
        if least < 1 or (most is not None and most < least):
            remedy = "Enter 1 or more, and at most not less than at least."
            yield error("repeats", "These are not numbers of visits.", remedy)
    if not all(abs(number) <= LARGEST for number in numbers):  # also where one is not a number at all
        yield error(HERE, f"A number is larger than {LARGEST:,}.", "Enter a smaller number.")


def stored_facts(facts: Facts) -> dict[str, Any]:
    """Return facts as plain JSON values."""
    return {**asdict(facts), "contact": facts.contact.value}


def _missing(schedule: Schedule, key: str) -> Iterator[Problem]:
    if key not in schedule.visit_by_key:
        yield missing(HERE, key)


def _stack(epoch: str | None, label: str) -> tuple[str, ...]:
    return tuple(text for text in (epoch, label) if text)


def _relabelled(visit: Visit, label: str) -> Visit:
    header = tuple(label if text == visit.label else text for text in visit.header)
    return replace(visit, label=label, header=header)
