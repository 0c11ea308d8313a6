"""Which visit and activity of a new schedule is which of the earlier versions: decides the keys that outlive a version.

The same stack of header texts is the same visit, then the same name in the same part of the study, then the same name
where only one visit has it on both sides. Activities likewise: name and group, then the name alone. The rest is new.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from protocols.domain.schedule import Activity, Schedule, Visit

Row = TypeVar("Row", Visit, Activity)
Keys = dict[str, str]


@dataclass(frozen=True)
class Known:
    """Visits and activities of earlier versions by their lasting keys; those of the latest version come first."""

    visits: tuple[Visit, ...] = ()
    activities: tuple[Activity, ...] = ()

    @classmethod
    def of(cls, versions: Iterable[Schedule]) -> "Known":
        """Gather what all versions know, oldest first; what a later one says of a key replaces the earlier."""
        visits: dict[str, Visit] = {}
        activities: dict[str, Activity] = {}
        for schedule in versions:
            visits = {visit.key: visit for visit in schedule.visits} | _missing(visits, schedule.visit_by_key)
            activities = {row.key: row for row in schedule.activities} | _missing(activities, schedule.activity_by_key)
        return cls(tuple(visits.values()), tuple(activities.values()))


@dataclass(frozen=True)
class Said:
    """What a person said to be the same, whatever it is called now: the lasting key, or "" for new, by its own key."""

    visits: Mapping[str, str] = field(default_factory=dict)
    activities: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def kept(cls, schedule: Schedule) -> "Said":
        """Say that every row of a schedule keeps its key."""
        return cls({key: key for key in schedule.visit_by_key}, {key: key for key in schedule.activity_by_key})


def with_lasting_keys(schedule: Schedule, known: Known, *, said: Said | None = None) -> Schedule:
    """Return the schedule with the keys of what was there before, and v1, v2, ... a1, a2, ... for what is new."""
    said = said or Said()
    visits = lasting_keys(schedule.visits, known.visits, prefix="v", by=VISIT_LOOKS, said=said.visits)
    activities = lasting_keys(
        schedule.activities, known.activities, prefix="a", by=ACTIVITY_LOOKS, said=said.activities
    )
    return replace(
        schedule,
        visits=tuple(_renamed_visit(visit, visits) for visit in schedule.visits),
        activities=tuple(replace(row, key=activities[row.key]) for row in schedule.activities),
        marks=tuple(
            replace(mark, visit=visits[mark.visit], activity=activities[mark.activity]) for mark in schedule.marks
        ),
    )


def lasting_keys(
    rows: Sequence[Row],
    known: Sequence[Row],
    *,
    prefix: str,
    by: Sequence[Callable[[Row], Hashable]],
    said: Mapping[str, str] | None = None,
) -> Keys:
    """Return the lasting key of each row's own key. Each way of `by` is tried on what the ways before it left.

    Rows that look the same are paired in their order, except by the last way, which pairs single ones only.
    """
    found: Keys = {}
    for row in rows:
        key = (said or {}).get(row.key)
        if key and key not in found.values():  # of two rows said to be the same one, the first is
            found[row.key] = key
    for way in by:
        is_last = way is by[-1]
        left = _by_look([row for row in rows if row.key not in found], way)
        taken = set(found.values())
        free = _by_look([row for row in known if row.key not in taken], way)
        for look, alike in left.items():
            others = free.get(look, [])
            if is_last and not len(alike) == len(others) == 1:
                continue
            found |= {row.key: other.key for row, other in zip(alike, others, strict=False)}
    number = max((_number(row.key, prefix) for row in known), default=0)
    for row in rows:
        if row.key not in found:
            number += 1
            found[row.key] = f"{prefix}{number}"
    return found


def _missing(earlier: Mapping[str, Row], later: Mapping[str, Row]) -> dict[str, Row]:
    return {key: row for key, row in earlier.items() if key not in later}


def _by_look(rows: Iterable[Row], way: Callable[[Row], Hashable]) -> dict[Hashable, list[Row]]:
    found: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        found[way(row)].append(row)
    return found


def _number(key: str, prefix: str) -> int:
    rest = key.removeprefix(prefix)
    return int(rest) if rest.isascii() and rest.isdigit() else 0


def _renamed_visit(visit: Visit, keys: Keys) -> Visit:
    same = keys.get(visit.same_visit_as) if visit.same_visit_as else None
    return replace(visit, key=keys[visit.key], same_visit_as=same)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()


def _stack(visit: Visit) -> Hashable:
    return (_plain(visit.arm), tuple(_plain(text) for text in visit.header) or _plain(visit.label))


def _name_in_epoch(visit: Visit) -> Hashable:
    return (_plain(visit.arm), _plain(visit.epoch), _plain(visit.label))


def _visit_name(visit: Visit) -> Hashable:
    return _plain(visit.label)


def _name_in_group(activity: Activity) -> Hashable:
    return (_plain(activity.group), _plain(activity.label))


def _activity_name(activity: Activity) -> Hashable:
    return _plain(activity.label)


VISIT_LOOKS = (_stack, _name_in_epoch, _visit_name)
ACTIVITY_LOOKS = (_name_in_group, _activity_name)
