"""The edits of rows: adding, naming, moving and removing an activity."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from protocols.domain.problems import Problem
from protocols.domain.schedule import Activity, Schedule

from .rows import ACTIVITIES, missing, next_key, plain, put_after, text_faults, without

HERE = "activity"


@dataclass(frozen=True, slots=True)
class AddActivity:
    """Add an activity that is done nowhere yet; `after` None puts it first."""

    kind: ClassVar[str] = "add-activity"
    label: str
    group: str | None = None
    after: str | None = None

    def apply(self, schedule: Schedule) -> Schedule:
        """Return the schedule with one more activity."""
        key = next_key(schedule.activities, ACTIVITIES)
        row = Activity(key, plain(self.label), plain(self.group) or None)
        return replace(schedule, activities=put_after(schedule.activities, row, self.after))

    def faults(self, schedule: Schedule) -> Iterator[Problem]:
        """Yield what is wrong with it."""
        yield from text_faults(HERE, self.label)
        yield from text_faults(HERE, self.group, required=False)
        if self.after is not None:
            yield from _missing(schedule, self.after)


@dataclass(frozen=True, slots=True)
class SetActivity:
    """Say how an activity is called and under which heading it stands; it stays the same activity."""

    kind: ClassVar[str] = "set-activity"
    activity: str
    label: str
    group: str | None = None

    def apply(self, schedule: Schedule) -> Schedule:
        """Return the schedule with the activity changed."""
        label, group = plain(self.label), plain(self.group) or None
        rows = (replace(a, label=label, group=group) if a.key == self.activity else a for a in schedule.activities)
        return replace(schedule, activities=tuple(rows))

    def faults(self, schedule: Schedule) -> Iterator[Problem]:
        """Yield what is wrong with it."""
        yield from _missing(schedule, self.activity)
        yield from text_faults(HERE, self.label)
        yield from text_faults(HERE, self.group, required=False)


@dataclass(frozen=True, slots=True)
class MoveActivity:
    """Put an activity behind another one, or first."""

    kind: ClassVar[str] = "move-activity"
    activity: str
    after: str | None

    def apply(self, schedule: Schedule) -> Schedule:
        """Return the schedule in the new order."""
        row = schedule.activity_by_key.get(self.activity)
        if row is None or self.after == self.activity:
            return schedule
        left = without(schedule.activities, self.activity)
        return replace(schedule, activities=put_after(left, row, self.after))

    def faults(self, schedule: Schedule) -> Iterator[Problem]:
        """Yield what is wrong with it."""
        yield from _missing(schedule, self.activity)
        if self.after is not None:
            yield from _missing(schedule, self.after)


@dataclass(frozen=True, slots=True)
class RemoveActivity:
    """Take an activity out, with its marks."""

    kind: ClassVar[str] = "remove-activity"
    activity: str

    def apply(self, schedule: Schedule) -> Schedule:
        """Return the schedule without the activity."""
        marks = tuple(mark for mark in schedule.marks if mark.activity != self.activity)
        return replace(schedule, activities=without(schedule.activities, self.activity), marks=marks)

    def faults(self, schedule: Schedule) -> Iterator[Problem]:
        """Yield what is wrong with it."""
        yield from _missing(schedule, self.activity)


@dataclass(frozen=True, slots=True)
class SetUsualCare:
    """Say whether people have an activity in their usual care anyway, wherever the schedule has it."""

    kind: ClassVar[str] = "set-usual-care"
    activity: str
    is_usual: bool

    def apply(self, schedule: Schedule) -> Schedule:
        """Return the schedule with the activity's marks changed."""
        marks = (replace(m, usual_care=self.is_usual) if m.activity == self.activity else m for m in schedule.marks)
        return replace(schedule, marks=tuple(marks))

    def faults(self, schedule: Schedule) -> Iterator[Problem]:
        """Yield what is wrong with it."""
        yield from _missing(schedule, self.activity)


def _missing(schedule: Schedule, key: str) -> Iterator[Problem]:
    if key not in schedule.activity_by_key:
        yield missing(HERE, key)
