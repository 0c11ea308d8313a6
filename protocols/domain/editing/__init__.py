"""Changing a schedule step by step: each edit is a value, and a draft is what it began with and its edits in order.

An edit that names what is not there changes nothing, so replaying can never fail; `faults` says it beforehand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from itertools import groupby
from typing import Any, ClassVar

from protocols.domain.importers.limits import limits
from protocols.domain.problems import Problem, error
from protocols.domain.schedule import MarkKind, Schedule

from .activities import AddActivity, MoveActivity, RemoveActivity, SetActivity, SetUsualCare
from .marks import TEXTS, SetMark, mended, with_marks_set
from .visits import AddVisit, CopyVisit, Facts, MoveVisit, RemoveVisit, RenameVisit, SetVisit, stored_facts

__all__ = [
    "AddActivity",
    "AddVisit",
    "CopyVisit",
    "Edit",
    "Facts",
    "MoveActivity",
    "MoveVisit",
    "OneEdit",
    "RemoveActivity",
    "RemoveVisit",
    "RenameVisit",
    "SetActivity",
    "SetMark",
    "SetUsualCare",
    "SetVisit",
    "TEXTS",
    "Together",
    "edit_from_dict",
    "faults_of",
    "mended",
    "replayed",
    "to_dict",
]

OneEdit = (
    AddVisit
    | CopyVisit
    | RenameVisit
    | MoveVisit
    | RemoveVisit
    | SetVisit
    | AddActivity
    | SetActivity
    | MoveActivity
    | RemoveActivity
    | SetUsualCare
    | SetMark
)


@dataclass(frozen=True, slots=True)
class Together:
    """Several edits that a person made with one press; they are undone together too."""

    kind: ClassVar[str] = "together"
    edits: tuple[OneEdit, ...]

    def apply(self, schedule: Schedule) -> Schedule:
        """Return the schedule after all of them."""
        return replayed(schedule, self.edits)

    def faults(self, schedule: Schedule) -> Iterator[Problem]:
        """Yield what is wrong with each, where the ones before it have been made."""
        for edit in self.edits:
            yield from edit.faults(schedule)
            schedule = edit.apply(schedule)


Edit = OneEdit | Together
KINDS: Mapping[str, type[OneEdit]] = {
    each.kind: each
    for each in (
        AddVisit,
        CopyVisit,
        RenameVisit,
        MoveVisit,
        RemoveVisit,
        SetVisit,
        AddActivity,
        SetActivity,
        MoveActivity,
        RemoveActivity,
        SetUsualCare,
        SetMark,
    )
}


def replayed(schedule: Schedule, edits: Iterable[Edit]) -> Schedule:
    """Return the schedule after edits, one after the other; presses on cells that follow each other in one go."""
    for is_press, some in groupby(edits, key=lambda edit: isinstance(edit, SetMark)):
        if is_press:
            schedule = with_marks_set(schedule, (edit for edit in some if isinstance(edit, SetMark)))
        else:
            schedule = reduce(lambda before, edit: edit.apply(before), some, schedule)
    return schedule


def faults_of(edit: Edit, schedule: Schedule) -> tuple[Problem, ...]:
    """Return everything that is wrong with an edit, and what would be too many after it."""
    if faults := tuple(edit.faults(schedule)):
        return faults
    after = edit.apply(schedule)
    counts: Sequence[tuple[int, int, int, str]] = (
        (len(schedule.visits), len(after.visits), limits().visits, "visits"),
        (len(schedule.activities), len(after.activities), limits().activities, "activities"),
        (len(schedule.marks), len(after.marks), limits().cells, "marks"),
    )
    return tuple(
        error("schedule", f"A schedule has at most {most:,} {what}.", f"Remove {what} that are not needed first.")
        for before, now, most, what in counts
        if now > most and now > before
    )


def to_dict(edit: Edit) -> dict[str, Any]:
    """Return an edit as plain JSON values; `edit_from_dict` gives an equal one back."""
    if isinstance(edit, Together):
        return {"kind": edit.kind, "edits": [to_dict(each) for each in edit.edits]}
    if isinstance(edit, SetVisit):
        return {"kind": edit.kind, "visit": edit.visit, "facts": stored_facts(edit.facts)}
    fields = asdict(edit)
    if isinstance(edit, SetMark) and edit.mark is not None:
        fields["mark"] = edit.mark.value
    return {"kind": edit.kind, **fields}


def edit_from_dict(stored: Mapping[str, Any]) -> Edit:
    """Rebuild an edit from `to_dict`. Raises ValueError for one that does not exist, which is our own mistake."""
    if stored["kind"] == Together.kind:
        inner = (edit_from_dict(each) for each in stored["edits"])
        return Together(tuple(each for each in inner if not isinstance(each, Together)))
    kind = KINDS.get(stored["kind"])
    if kind is None:
        raise ValueError(f"There is no edit of the kind {stored['kind']!r}.")
    fields = {name: value for name, value in stored.items() if name != "kind"}
    if "facts" in fields:
        fields["facts"] = Facts.from_dict(fields["facts"])
    if fields.get("mark") is not None:
        fields["mark"] = MarkKind(fields["mark"])
    return kind(**fields)
