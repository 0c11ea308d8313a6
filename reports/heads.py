"""The heads of the tables by visit: how many fit beside each other with whole words, and which names are cut."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import ceil

from reports.limits import limits
from reports.tables import stretches

CUT = "…"
Words = tuple[str, ...]  # what stands in one head: the name of a visit, then its facts


@dataclass(frozen=True, slots=True)
class Head:
    """What one column's head says: its name, cut where it is long, and facts. `full` is empty where nothing is cut."""

    name: str
    facts: Words
    full: str


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Lengths in millimetres of the page, and counts, as the names say."""

    inside_mm: float
    gap_mm: float
    padding_mm: float
    size_mm: float
    fewest_columns: int
    letters: int
    lines: int
    lines_with_facts: int
    widths: dict[str, float]
    widest: float

    def width(self, text: str) -> float:
        """Return how wide a text in a head is at most."""
        return self.size_mm * sum(self.widths.get(letter, self.widest) for letter in text)

    def room(self, columns: int) -> float:
        """Return how much room a head has in a table of so many columns."""
        return (self.inside_mm - self.gap_mm * (columns + 2)) / columns - self.padding_mm


@cache
def reckoning() -> Reckoning:
    """Return the numbers of `heads.toml`."""
    table = tomllib.loads(resources.files(__package__).joinpath("heads.toml").read_text(encoding="utf-8"))
    groups = table.pop("widths")
    widths = {letter: float(width) for width, letters in groups.items() for letter in letters}
    numbers = {name: entry["value"] for name, entry in table.items()}
    return Reckoning(**numbers, widths=widths, widest=max(map(float, groups)))


def heads(names: Iterable[str], facts: Iterable[Words] = ()) -> list[Head]:
    """Return the heads of some columns. A name that is cut gets a number, by which its full form is found below."""
    found: list[Head] = []
    known = list(facts)
    for place, name in enumerate(names):
        short = _cut(name)
        number = 1 + sum(bool(head.full) for head in found)
        said = tuple(_cut(fact) for fact in known[place]) if known else ()
        found.append(Head(name, said, "") if short == name else Head(f"{short} ({number})", said, f"({number}) {name}"))
    return found


def fitting(names: Sequence[str], facts: Sequence[Words] = ()) -> list[slice]:
    """Cut columns into tables in which each word of each head fits its column, of about the same length if it can be.

    Example: sixteen visits, one of them "Week 10 (telephone)", give two tables of eight.
    """
    widest = [_widest(head) for head in heads(names, facts)]
    greedy = list(_greedy(widest))
    even = stretches(len(widest), ceil(len(widest) / len(greedy))) if greedy else []
    return even if all(_fits(widest[part]) for part in even) else greedy


def extra_lines(names: Sequence[str], facts: Sequence[Words] = ()) -> int:
    """Return how many lines the highest head of a table takes beyond those that a full page has room for."""
    room = reckoning().room(max(len(names), 1))
    high = [sum(_lines(text, room) for text in (head.name, *head.facts)) for head in heads(names, facts)]
    has_room = reckoning().lines_with_facts if facts else reckoning().lines
    return max(0, max(high, default=0) - has_room)


def _greedy(widest: Sequence[float]) -> Iterable[slice]:
    start = 0
    for end in range(1, len(widest) + 1):
        if end == len(widest) or not _fits(widest[start : end + 1]):
            yield slice(start, end)
            start = end


def _fits(widest: Sequence[float]) -> bool:
    if len(widest) <= reckoning().fewest_columns:
        return True
    return len(widest) <= limits().visits_per_table and max(widest) <= reckoning().room(len(widest))


def _widest(head: Head) -> float:
    words = (word for text in (head.name, *head.facts) for word in text.split())
    return max((reckoning().width(word) for word in words), default=0.0)


def _cut(text: str) -> str:
    """Cut words that fit no column, and then the text, after a whole word."""
    kept: list[str] = []
    for word in text.split():
        short = _cut_word(word)
        if kept and len(" ".join((*kept, short))) > reckoning().letters:
            return " ".join(kept) + CUT
        kept.append(short)
    return " ".join(kept) if " ".join(kept) != " ".join(text.split()) else text


def _cut_word(word: str) -> str:
    known = reckoning()
    room = known.room(known.fewest_columns)
    if known.width(word) <= room:
        return word
    ends = (end for end in range(len(word), 0, -1) if known.width(word[:end] + CUT) <= room)
    return word[: next(ends)] + CUT


def _lines(text: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in text.split():
        width = reckoning().width(f"{word} ")
        if used and used + width > room:
            lines, used = lines + 1, 0.0
        used += width
    return lines
