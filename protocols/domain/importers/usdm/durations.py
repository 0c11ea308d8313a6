"""ISO 8601 durations as USDM uses them, and the windows made from them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from protocols.domain.schedule import Window

Unit = Literal["hour", "day", "week"]
HOURS: dict[Unit, float] = {"hour": 1, "day": 24, "week": 168}
DAYS_OF_MONTH, DAYS_OF_YEAR = 365.25 / 12, 365.25  # mean Gregorian lengths; USDM gives no calendar date

_AMOUNT = r"(-?\d+(?:[.,]\d+)?)"
DURATION = re.compile(
    rf"([+-])?P(?:{_AMOUNT}Y)?(?:{_AMOUNT}M)?(?:{_AMOUNT}W)?(?:{_AMOUNT}D)?"
    rf"(?:T(?:{_AMOUNT}H)?(?:{_AMOUNT}M)?(?:{_AMOUNT}S)?)?"
)
LONGEST = 30  # letters; longer texts are no durations
LONGEST_DAYS = 36_525  # a hundred years; no study plans further
# The parts of a duration in the order of the expression: unit to show it in, and how many of that unit one is.
PARTS: tuple[tuple[Unit, float], ...] = (
    ("day", DAYS_OF_YEAR),
    ("day", DAYS_OF_MONTH),
    ("week", 1),
    ("day", 1),
    ("hour", 1),
    ("hour", 1 / 60),
    ("hour", 1 / 3600),
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, with its sign if the text had one; `unit` is the one the text was written in."""

    amount: float
    unit: Unit

    @property
    def days(self) -> float:
        """The same length in days."""
        return self.amount * HOURS[self.unit] / HOURS["day"]

    def in_unit(self, unit: Unit) -> float:
        """The same length as a number of another unit."""
        return _tidy(self.amount * HOURS[self.unit] / HOURS[unit])


@lru_cache(maxsize=1024)  # the windows of a study are few, and each is written at every visit
def parse(text: str) -> Duration | None:
    """Return the duration of an ISO 8601 text such as P2W, -P1D or PT4H; None where it is not one.

    Examples: P2W -> 2 weeks; P1DT12H -> 36 hours; PT30M -> 0.5 hours; P1M -> 30.4375 days (mean month).
    """
    text = text.strip().upper()
    found = DURATION.fullmatch(text) if len(text) <= LONGEST else None
    if not found or not any(found.groups()[1:]):
        return None
    amounts = [float(part.replace(",", ".")) if part else None for part in found.groups()[1:]]
    used = [(amount, *part) for amount, part in zip(amounts, PARTS, strict=True) if amount is not None]
    unit = min((unit for _, unit, _ in used), key=HOURS.__getitem__)
    total = sum(amount * factor * HOURS[part] for amount, part, factor in used) / HOURS[unit]
    if abs(total) * HOURS[unit] > LONGEST_DAYS * HOURS["day"]:
        return None
    return Duration(_tidy(-total if found[1] == "-" else total), unit)


def window(lower: str, upper: str) -> Window | None:
    """Return the window of two duration texts; a missing side is 0, none at all is None. Signs are ignored."""
    before, after = parse(lower), parse(upper)
    sides = [side for side in (before, after) if side]
    if not sides:
        return None
    stated = [side for side in sides if side.amount] or sides
    unit = min((side.unit for side in stated), key=HOURS.__getitem__)
    return Window(
        abs(before.in_unit(unit)) if before else 0.0,
        abs(after.in_unit(unit)) if after else 0.0,
        unit,
    )


def _tidy(number: float) -> float:
    """Drop the dust of binary fractions: 0.1 + 0.2 is 0.3."""
    return round(number, 9)
