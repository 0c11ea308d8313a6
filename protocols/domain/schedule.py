"""The schedule of activities of a trial, in the words of ICH M11 and CDISC USDM."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, TypedDict


class Contact(StrEnum):
    """Where a visit takes place."""

    SITE = "site"
    HOME = "home"
    PHONE = "phone"
    VIDEO = "video"
    UNKNOWN = "unknown"


class MarkKind(StrEnum):
    """What a mark in the grid says: done, done only if, may be done, done throughout, or said elsewhere."""

    PLANNED = "planned"
    CONDITIONAL = "conditional"
    OPTIONAL = "optional"
    CONTINUOUS = "continuous"
    REFERRED = "referred"


@dataclass(frozen=True, slots=True)
class Window:
    """How much earlier and later than planned a visit may be, both as unsigned numbers of `unit`."""

    before: float
    after: float
    unit: Literal["hour", "day", "week"]


@dataclass(frozen=True, slots=True)
class Repeats:
    """How many visits one column stands for; `max` None means the file gives no upper number."""

    min: int
    max: int | None


@dataclass(frozen=True, slots=True)
class Arm:
    """A treatment path that some participants follow."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One column: an encounter with the study. `header` (top to bottom) is its identity, since labels repeat.

    `day` is the planned study day. `same_visit_as` names another column that a person said is the same visit.
    """

    key: str
    label: str
    epoch: str | None = None
    arm: str | None = None
    header: tuple[str, ...] = ()
    day: float | None = None
    window: Window | None = None
    contact: Contact = Contact.UNKNOWN
    repeats: Repeats | None = None
    same_visit_as: str | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """One row: something that is done. Group rows are not activities; `group` names the one it stands under."""

    key: str
    label: str
    group: str | None = None
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True)  # no slots: see `at_visit`
class Mark:
    """One cell: this activity is done at this visit.

    `spans` is the number of visits that one merged mark covers; it is then repeated for each of them and counted
    once unless `count_each` (a person said so). `usual_care` and `probability` (0 to 1) are a person's words too.
    """

    visit: str
    activity: str
    text: str = "X"
    kind: MarkKind = MarkKind.PLANNED
    footnotes: tuple[str, ...] = ()
    spans: int = 1
    count_each: bool = False
    usual_care: bool = False
    probability: float | None = None

    @classmethod
    def at_visit(cls, visit: str, activities: Iterable[str], kinds: Mapping[str, MarkKind]) -> "list[Mark]":
        """Return `Mark(visit, activity, kind=kinds[activity])` for each activity, eight times as quickly.

        Files have up to 60,000 marks. What is not set is found on the class, where a dataclass keeps its defaults.
        """
        made = []
        new = object.__new__
        for activity in activities:
            mark = new(cls)
            own = mark.__dict__
            own["visit"], own["activity"], own["kind"] = visit, activity, kinds[activity]
            made.append(mark)
        return made


@dataclass(frozen=True, slots=True)
class Footnote:
    """A remark under the grid, by the letter or number that points to it."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What is measured to answer an objective."""

    level: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Objective:
    """A question that the trial asks."""

    level: str | None
    text: str
    endpoints: tuple[Endpoint, ...] = ()


class ScheduleDict(TypedDict):
    """The stored form of a schedule: plain JSON."""

    title: str | None
    arms: list[dict[str, Any]]
    visits: list[dict[str, Any]]
    activities: list[dict[str, Any]]
    marks: list[dict[str, Any]]
    footnotes: list[dict[str, Any]]
    objectives: list[dict[str, Any]]


@dataclass(frozen=True)
class Schedule:
    """A whole schedule of activities: columns, rows, cells, and what stands around them."""

    title: str | None = None
    arms: tuple[Arm, ...] = ()
    visits: tuple[Visit, ...] = ()
    activities: tuple[Activity, ...] = ()
    marks: tuple[Mark, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    objectives: tuple[Objective, ...] = field(default=())

    @cached_property
    def visit_by_key(self) -> Mapping[str, Visit]:
        """Visits by key."""
        return {visit.key: visit for visit in self.visits}

    @cached_property
    def activity_by_key(self) -> Mapping[str, Activity]:
        """Activities by key."""
        return {activity.key: activity for activity in self.activities}

    @cached_property
    def mark_at(self) -> Mapping[tuple[str, str], Mark]:
        """Marks by (visit key, activity key)."""
        return {(mark.visit, mark.activity): mark for mark in self.marks}

    def marks_of_visit(self, visit: str) -> list[Mark]:
        """Return the marks of one column, in the order of the rows."""
        return [m for a in self.activities if (m := self.mark_at.get((visit, a.key)))]

    def to_dict(self) -> ScheduleDict:
        """Return the schedule as plain JSON values; `from_dict` gives an equal schedule back."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Schedule":
        """Rebuild a schedule from `to_dict`."""
        return cls(
            title=stored["title"],
            arms=tuple(Arm(**arm) for arm in stored["arms"]),
            visits=tuple(_visit(visit) for visit in stored["visits"]),
            activities=tuple(Activity(**{**a, "footnotes": tuple(a["footnotes"])}) for a in stored["activities"]),
            marks=tuple(_mark(mark) for mark in stored["marks"]),
            footnotes=tuple(Footnote(**footnote) for footnote in stored["footnotes"]),
            objectives=tuple(_objective(objective) for objective in stored["objectives"]),
        )

    def canonical_json(self) -> str:
        """Return the one text form of this schedule: sorted keys, no spaces; equal schedules have equal hashes."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of `canonical_json`, as hexadecimal digits."""
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()


def _visit(stored: Mapping[str, Any]) -> Visit:
    window, repeats = stored["window"], stored["repeats"]
    return Visit(
        **{
            **stored,
            "header": tuple(stored["header"]),
            "window": Window(**window) if window else None,
            "contact": Contact(stored["contact"]),
            "repeats": Repeats(**repeats) if repeats else None,
        }
    )


def _mark(stored: Mapping[str, Any]) -> Mark:
    return Mark(**{**stored, "kind": MarkKind(stored["kind"]), "footnotes": tuple(stored["footnotes"])})


def _objective(stored: Mapping[str, Any]) -> Objective:
    return Objective(stored["level"], stored["text"], tuple(Endpoint(**e) for e in stored["endpoints"]))
