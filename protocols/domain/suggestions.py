"""Which visits tell most when people can walk only a few: the first, the longest, the most typical, the last."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from protocols.domain.schedule import Schedule


class Why(StrEnum):
    """Why a visit is worth walking, in the order in which they are kept when time is short."""

    FIRST = "first"
    LONGEST = "longest"
    TYPICAL = "typical"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One visit that is worth walking, and all reasons for it."""

    visit: str
    why: tuple[Why, ...]


def suggest_visits(schedule: Schedule, *, minutes: Mapping[str, float], most: int) -> tuple[Suggestion, ...]:
    """Return at most `most` visits that are worth walking, the most telling first.

    `minutes` is how long each visit takes, by visit key; where it is missing or the same, more marks are longer.
    """
    busy = [visit.key for visit in schedule.visits if schedule.marks_of_visit(visit.key)]
    if not busy:
        return ()
    chosen = {
        Why.FIRST: busy[0],
        Why.LONGEST: max(busy, key=lambda key: (minutes.get(key, 0), len(schedule.marks_of_visit(key)))),
        Why.TYPICAL: most_typical(schedule, busy),
        Why.LAST: busy[-1],
    }
    visits = list(dict.fromkeys(chosen.values()))[:most]
    return tuple(Suggestion(key, tuple(why for why, found in chosen.items() if found == key)) for key in visits)


def most_typical(schedule: Schedule, visits: list[str]) -> str:
    """Return the visit whose tests and tasks are most like those of the others; the earliest where several are.

    Likeness of two visits: what both have, divided by what either has. A = {x, y} and B = {y, z} are 1/3 alike.
    """
    done = {key: frozenset(mark.activity for mark in schedule.marks_of_visit(key)) for key in visits}
    return max(visits, key=lambda key: sum(_alike(done[key], done[other]) for other in visits if other != key))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def within(suggestions: tuple[Suggestion, ...], *, cost: Mapping[str, float], limit: float) -> list[str]:
    """Return those suggested visits that fit into `limit` together, the most telling first; always at least one."""
    kept: list[str] = []
    for suggestion in suggestions:
        if not kept or sum(cost[key] for key in kept) + cost[suggestion.visit] <= limit:
            kept.append(suggestion.visit)
    return kept
