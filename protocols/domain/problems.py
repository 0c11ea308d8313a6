"""What was wrong or unsure in a file that a person gave us, where it is, and what they can do."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error refuses the file, a warning asks, a note tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to tell the person; `where` is a place to find it: sheet and cell, table and row, JSON path, line."""

    severity: Severity
    where: str
    message: str
    remedy: str

    def to_dict(self) -> dict[str, str]:
        """Return the problem as the import contract prints it."""
        return {"severity": self.severity.value, "where": self.where, "message": self.message, "remedy": self.remedy}

    @classmethod
    def from_dict(cls, stored: dict[str, str]) -> "Problem":
        """Rebuild a problem from `to_dict`."""
        return cls(Severity(stored["severity"]), stored["where"], stored["message"], stored["remedy"])


def error(where: str, message: str, remedy: str) -> Problem:
    """Make a problem that refuses the file."""
    return Problem(Severity.ERROR, where, message, remedy)


def warning(where: str, message: str, remedy: str) -> Problem:
    """Make a problem that a person should settle before saving."""
    return Problem(Severity.WARNING, where, message, remedy)


def note(where: str, message: str, remedy: str = "Nothing to do.") -> Problem:
    """Make a problem that only tells what was read and how."""
    return Problem(Severity.NOTE, where, message, remedy)
