"""Headings that tell only how long ago a study began: "Baseline | 3 months | 6 months", or "M0 | M3 | 6M"."""

import re
from functools import lru_cache

from protocols.domain.importers.grid.timing import day_in_label, day_of, without_window
from protocols.domain.importers.grid.vocabulary import number, plain, says

_AMOUNT = re.compile(r"^-?\d+(?:\.\d+)?\s*-?\s*[a-z]+\.?$", re.IGNORECASE)
_MONTH = re.compile(r"^M\s?(\d{1,3})$|^(\d{1,3})\s?M$")


@lru_cache(maxsize=64)
def elapsed_days(texts: tuple[str, ...]) -> tuple[float | None, ...]:
    """Return the day of each heading of a row that counts the time from its own beginning, else nothing.

    A row counts so if at least two of its headings are lengths of time that grow, after a heading that names the start.
    """
    days = tuple(_day(plain(text)) for text in texts)
    found = [day for day in days if day is not None]
    if len(found) < 2 or found != sorted(set(found)):
        return (None,) * len(texts)
    first = next(place for place, day in enumerate(days) if day is not None)
    begun = found[0] <= 0 or any(_names_the_start(text) for text in texts[:first])
    return days if begun else (None,) * len(texts)


def _names_the_start(text: str) -> bool:
    return says(text, "visit_words", "start") or day_in_label(text) in {0, 1}


def _day(text: str) -> float | None:
    bare = without_window(text)
    if bare == "0":
        return 0.0
    if month := _MONTH.match(bare):
        return int(month[1] or month[2]) * number("unit_days", "month")
    return day_of(bare, None) if _AMOUNT.match(bare) else None
