"""Which columns are one visit, in which order visits come, and how many visits a column stands for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ..schedule import Contact, Repeats, Schedule, Visit, Window
from .amounts import ONE, Range
from .ruleset import Ruleset

HOME = "home:"
NO_EPOCH = "study"


@dataclass(frozen=True, slots=True)
class VisitGroup:
    """One visit: the columns that are it, under the key of the first. `repeats` is how often it takes place."""

    key: str
    label: str
    columns: tuple[str, ...]
    epoch: str
    day: float | None
    window: Window | None
    travels: bool
    repeats: Range
    has_unknown_repeats: bool


@dataclass(frozen=True)
class Frame:
    """The visits of one arm, in order of their day."""

    arm: str | None
    visits: tuple[VisitGroup, ...]

    @cached_property
    def of_column(self) -> Mapping[str, VisitGroup]:
        """The visit that each column belongs to."""
        return {column: visit for visit in self.visits for column in visit.columns}

    @cached_property
    def position(self) -> Mapping[str, int]:
        """The place of each visit in the order of days."""
        return {visit.key: place for place, visit in enumerate(self.visits)}

    @cached_property
    def days(self) -> tuple[float, float] | None:
        """The first and the last planned day; None when fewer than two visits have one."""
        known = [visit.day for visit in self.visits if visit.day is not None]
        return (min(known), max(known)) if len(known) > 1 else None

    @property
    def is_open_ended(self) -> bool:
        """True when nobody has said how often some visit takes place."""
        return any(visit.has_unknown_repeats for visit in self.visits)


def arms_of(schedule: Schedule) -> tuple[str | None, ...]:
    """Return the arms to score apart, in the order of the schedule; (None,) where visits name none."""
    named = {visit.arm for visit in schedule.visits if visit.arm is not None}
    listed = [arm.key for arm in schedule.arms if arm.key in named]
    return (*listed, *sorted(named - set(listed))) or (None,)


def frame_of(schedule: Schedule, arm: str | None, ruleset: Ruleset) -> Frame:
    """Return the visits of an arm: its own and those that all arms share.

    Two columns are one visit only if a person said so (`same_visit_as`), or if encounter (the label), epoch, day, arm
    and contact all agree; a day that is unknown agrees with none.
    """
    columns = [visit for visit in schedule.visits if arm is None or visit.arm in (None, arm)]
    planned = str(ruleset.entries["repeats.planned"].value)
    groups = [_group(own, planned) for own in _joined(columns)]
    return Frame(arm, tuple(sorted(groups, key=lambda visit: in_order(visit.day, visit.key))))


def in_order(day: float | None, key: str) -> tuple[bool, float, list[tuple[int, str]]]:
    """Return what visits are sorted by: the day, unknown days last, then the key with its numbers read as numbers."""
    return day is None, day or 0.0, natural(key)


def natural(key: str) -> list[tuple[int, str]]:
    """Return what keys are sorted by: numbers in them as numbers, so that v2 comes before v10."""
    parts = re.split(r"([0-9]+)", key)
    return [*((int(part), "") if part.isascii() and part.isdecimal() else (-1, part) for part in parts), (-1, key)]


def _joined(columns: Sequence[Visit]) -> list[list[Visit]]:
    """Put columns that are one visit together, the leading column first."""
    by_key = {column.key: column for column in columns}
    first_alike: dict[object, str] = {}
    lead: dict[str, str] = {}
    for column in sorted(columns, key=lambda each: natural(each.key)):
        alike = (column.label, column.epoch, column.day, column.arm, column.contact)
        same = first_alike.setdefault(alike, column.key) if column.day is not None else column.key
        lead[column.key] = column.same_visit_as if column.same_visit_as in by_key else same
    groups: dict[str, list[Visit]] = {}
    for key in sorted(lead, key=natural):
        groups.setdefault(_root(lead, key), []).append(by_key[key])
    return [sorted(own, key=lambda each: (each.key != root, natural(each.key))) for root, own in groups.items()]


def _root(lead: Mapping[str, str], key: str) -> str:
    """Follow the pointers; in a circle the first key in order leads."""
    seen = [key]
    while lead[seen[-1]] not in seen:
        seen.append(lead[seen[-1]])
    circle = seen[seen.index(lead[seen[-1]]) :]
    return min(circle, key=natural)


def _group(columns: Sequence[Visit], planned: str) -> VisitGroup:
    first = columns[0]
    repeats = _largest(_times(column.repeats, planned) for column in columns)
    return VisitGroup(
        key=first.key,
        label=first.label,
        columns=tuple(column.key for column in columns),
        epoch=next((column.epoch for column in columns if column.epoch), NO_EPOCH),
        day=first.day,
        window=next((column.window for column in columns if column.window), None),
        travels=any(column.contact in (Contact.SITE, Contact.UNKNOWN) for column in columns),
        repeats=repeats,
        has_unknown_repeats=repeats.most is None,
    )


def _times(repeats: Repeats | None, planned: str) -> Range:
    """Return how often a column takes place; where no upper number is known it counts as stated, at least once."""
    if repeats is None:
        return ONE
    least = Decimal(repeats.min)
    if repeats.max is None:
        return Range(least, max(least, Decimal(1)), None)
    most = max(least, Decimal(repeats.max))
    return Range(least, least if planned == "min" else most, most)


def _largest(ranges: Iterable[Range]) -> Range:
    """Return the largest; one visit stays the very same `ONE`, which others look for to save work."""
    first, *others = ranges
    largest = first
    for each in others:
        largest = largest if each is largest else largest.larger(each)
    return largest
