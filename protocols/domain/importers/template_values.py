"""Typed values from the cells of the template; what cannot be read becomes a fault with its cell."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from protocols.domain.importers.sheets import Sheet
from protocols.domain.problems import Problem, error

LARGEST = 1_000_000  # days, visits: more is a slip of the keyboard, and far less than what a number can hold


@dataclass
class Faults:
    """Everything to tell about a workbook, in the order of finding."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, where: str, message: str, remedy: str) -> None:
        """Note a fault that refuses the file."""
        self.problems.append(error(where, message, remedy))


def number(sheet: Sheet, row: int, column: int, faults: Faults) -> float | None:
    """Return the number of a cell; None where it is empty or no number."""
    text = sheet.text(row, column).strip().replace("\N{MINUS SIGN}", "-")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = LARGEST + 1
    if abs(value) <= LARGEST:
        return value
    faults.add(
        sheet.where(row, column), f"{text[:40]!r} is not a number that can be used.", "Enter a number such as 14 or -7."
    )
    return None


def amount(sheet: Sheet, row: int, column: int, faults: Faults) -> float | None:
    """Return a number that is not below zero."""
    value = number(sheet, row, column, faults)
    if value is not None and value < 0:
        faults.add(sheet.where(row, column), f"{value:g} is below zero.", "Enter it without the minus sign.")
        return None
    return value


def whole(sheet: Sheet, row: int, column: int, faults: Faults) -> int | None:
    """Return a whole number from 1."""
    value = number(sheet, row, column, faults)
    if value is None:
        return None
    if value < 1 or value != int(value):
        faults.add(sheet.where(row, column), f"{value:g} is not a whole number from 1.", "Enter 1, 2, 3 ...")
        return None
    return int(value)


def one_of(sheet: Sheet, row: int, column: int, choices: Sequence[str], faults: Faults) -> str | None:
    """Return the word of a cell where it is one of the choices, in any case, also in the plural: "Days"."""
    text = sheet.text(row, column).strip()
    folded = text.casefold()
    for word in (folded, folded.removesuffix("s")):
        if not word or word in choices:
            return word or None
    where, listed = sheet.where(row, column), ", ".join(choices)
    faults.add(where, f"{text[:40]!r} is not understood here.", f"Use one of: {listed}.")
    return None


def keys(text: str) -> tuple[str, ...]:
    """Return the keys of a list such as "a, b"."""
    return tuple(key for part in text.split(",") if (key := part.strip()))
