"""What a reader hands back: a schedule with the things it was not sure of, or a refusal in words."""

from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from protocols.domain.problems import Problem, error
from protocols.domain.schedule import Schedule

Document = dict[str, Any]

# The contract prints what a file says; these are a person's decisions, made after reading.
SETTLED_BY_A_PERSON = {"same_visit_as", "count_each", "usual_care", "probability"}


@dataclass(frozen=True)
class Imported:
    """A schedule as it was read. `format` is one of xlsx, csv, usdm-json, usdm-xlsx, docx, pdf."""

    format: str
    schedule: Schedule
    problems: tuple[Problem, ...] = ()

    def to_document(self) -> Document:
        """Return the document of the import contract: plain JSON values, exactly the contract's keys."""
        schedule = self.schedule
        return {
            "format": self.format,
            "title": schedule.title,
            "arms": _plain(schedule.arms),
            "visits": _plain(schedule.visits),
            "activities": _plain(schedule.activities),
            "marks": _plain(schedule.marks),
            "footnotes": _plain(schedule.footnotes),
            "objectives": _plain(schedule.objectives),
            "problems": [problem.to_dict() for problem in self.problems],
        }


class Refused(Exception):
    """The file is not read. At least one of `problems` is an error that says why and what to do instead."""

    def __init__(self, problems: tuple[Problem, ...], *, format: str = "") -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems
        self.format = format

    @classmethod
    def because(cls, where: str, message: str, remedy: str, *, format: str = "") -> "Refused":
        """Refuse for one reason."""
        return cls((error(where, message, remedy),), format=format)


def refusal_document(refused: Refused) -> Document:
    """Return the contract's document of a refused file: empty lists and the errors."""
    return Imported(refused.format, Schedule(), refused.problems).to_document()


def _plain(part: Any) -> Any:
    """Return a part of the schedule as plain JSON values. Written out, since asdict copies every text of a mark."""
    if isinstance(part, tuple):
        return [_plain(inner) for inner in part]
    if isinstance(part, StrEnum):
        return part.value
    if names := _contract_names(part.__class__):
        return {name: _plain(getattr(part, name)) for name in names}
    return part


@cache
def _contract_names(kind: type) -> tuple[str, ...]:
    """Return the fields of a dataclass that the contract prints; none for anything else."""
    if not is_dataclass(kind):
        return ()
    return tuple(field.name for field in fields(kind) if field.name not in SETTLED_BY_A_PERSON)
