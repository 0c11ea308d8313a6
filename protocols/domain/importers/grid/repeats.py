"""How many visits a column stands for, and how long a cycle is, as heading texts state them."""

import re

from protocols.domain.importers.grid.timing import without_window
from protocols.domain.importers.grid.vocabulary import plain
from protocols.domain.schedule import Repeats

_CYCLE_RANGE = re.compile(r"\bc(?:ycles?)?\s*(\d+)\s*(?:-|to|through)\s*c?\s*(\d+)(?:\s*/\s*(\d+))?", re.IGNORECASE)
_PLURAL_RANGE = re.compile(
    r"\b(?:visits|weeks|months|cycles|years)\s*(\d+)\s*(?:-|to|through)\s*(\d+)\b", re.IGNORECASE
)
_DAY_RANGE = re.compile(
    r"^\s*(?:days\s*|(?=d\s*\d+\s*-\s*d)d\s*)(\d+)\s*(?:-|to|through)\s*(?:day|d)?\s*(\d+)\s*(\(?daily\)?)?\s*$",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\b(?:cycles?|visits?|weeks?|months?|days?|years?)\s*(\d+(?:\s*(?:,|and|&|,\s*and)\s*\d+)+)\b(?!\s*[a-z])",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"^\s*([a-z]+)\s*\d+(?:\s*/\s*(?:\1\s*)?\d+){2,}\s*$", re.IGNORECASE)
_VISIT_RANGE = re.compile(r"^\s*(?:v|visit)\s*(\d+)\s*(?:-|to|through)\s*(?:v|visit)?\s*(\d+)\s*$", re.IGNORECASE)
_STEP = re.compile(r"\b(?:every|q)\s*(\d+)\s*-?\s*(week|month|year|w|m)|\b(\d+)-?(week|month|year)ly\b", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:every|each|q)\s*\d*\s*-?\s*(?:weeks?|w|wks?|months?|m|days?|d|cycles?|visits?|years?|hours?)\b"
    r"|\bq\d+(?:w|wk|m|d)\b|\bonwards?\b|\band (?:beyond|subsequent|later|above)\b|\bsubsequent\b|\bthereafter\b"
    r"|\b(?:cycles?|c|visits?|v|weeks?)\s*(?:≥|>=|>)\s*\d+|\b(?:cycle|c|visit|v|week)\s*\d+\s*\+(?!\s*\d)|\betc\b"
    r"|\b(?:after|before|at|with|during)\s+(?:each|every)\s+(?:\w+\s+)?(?:dose|injection|infusion|vaccination|cycle|visit|treatment)\b"
    r"|\b\d+\s*-\s*\d*x+\b|\b(?:weekly|monthly|quarterly|yearly|annual|annually)\b"
    r"|\bcycles?\s*[nx]\b|\b(?:further|additional|remaining|later)\s+(?:cycles|visits)\b",
    re.IGNORECASE,
)


def repeats_of(text: str) -> Repeats | None:
    """Return how many visits a column stands for: "Cycles 3-6/8" is 4 to 6, "Cycle 5 onwards" 1 or more.

    "Days 2-4" may be one visit within these days or one on each: 1 to 3; "Days 2-4 (daily)" is one on each.
    """
    bare = without_window(text)
    if found := _CYCLE_RANGE.search(bare) or _PLURAL_RANGE.search(bare):
        first, last = int(found[1]), int(found[2])
        furthest = int(found[3]) if (found.re is _CYCLE_RANGE and found[3]) else last
        step = _step(bare, found[0])
        if first < last:
            return Repeats((last - first) // step + 1, (max(furthest, last) - first) // step + 1)
    if (found := _VISIT_RANGE.search(bare)) and int(found[1]) < int(found[2]):
        count = int(found[2]) - int(found[1]) + 1
        return Repeats(count, count)
    if _SLASHED.search(bare):
        return Repeats(bare.count("/") + 1, bare.count("/") + 1)
    if (found := _DAY_RANGE.search(bare)) and 0 < int(found[1]) < int(found[2]):
        count = int(found[2]) - int(found[1]) + 1
        return Repeats(count if found[3] else 1, count)
    if found := _LIST.search(bare):
        count = len(re.findall(r"\d+", found[1]))
        return Repeats(count, count)
    return Repeats(1, None) if _OPEN.search(bare) else None


def how_many(repeats: Repeats) -> str:
    """Say a number of visits: "3", "1 to 3" or "1 or more"."""
    if repeats.min == repeats.max:
        return str(repeats.min)
    return f"{repeats.min} to {repeats.max}" if repeats.max else f"{repeats.min} or more"


def _step(text: str, named: str) -> int:
    """Return every how many of its units a range is visited: "Weeks 4 to 12 (every 2 weeks)" is every second."""
    found = _STEP.search(text)
    if not found:
        return 1
    size, unit = found[1] or found[3], (found[2] or found[4])[0].casefold()
    return max(int(size), 1) if named.strip()[0].casefold() == unit else 1


def cycle_days(text: str) -> int | None:
    """Return the length of a cycle in days where a text states it: "21-day cycles", "Cycle (28 days)"."""
    found = re.search(
        r"\b(\d{1,3})[\s-]*days?[\s-]*cycles?\b|\bcycles?\s*(?:\(|=|of|is|:)\s*(\d{1,3})\s*days?\b", plain(text), re.I
    )
    return int(found[1] or found[2]) if found else None
