"""What sessions bring: which points are new and which were heard before, and who spoke, with small numbers merged.

A point is one thing and one reason, such as a blood draw and pain, or a visit and a flag of sites. Worked example:
five people name {draw and pain, draw and worry, way and travel}; five more name {draw and pain, scan and worry}. The
first session brought 3 new points of 3, the second 1 new of 2, and 4 were heard in all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Point = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Heard:
    """What one session brought: who spoke, and the points that they made. `people` are there to be counted only."""

    label: str
    people: frozenset[int]
    points: frozenset[Point]


@dataclass(frozen=True, slots=True)
class Brought:
    """One session, or several counted as one since alone they were too small: points new, repeated, and so far."""

    labels: tuple[str, ...]
    people: int
    new: int
    repeated: int
    so_far: int

    @property
    def points(self) -> int:
        """All points that were made here."""
        return self.new + self.repeated


@dataclass(frozen=True, slots=True)
class Mix:
    """How many of each kind spoke.

    `few` holds kinds of which none or too few spoke; `others` counts those, where that may be told.
    """

    shown: tuple[tuple[str, int], ...]
    others: int
    few: tuple[str, ...]


def brought(sessions: Sequence[Heard], least: int) -> tuple[Brought, ...]:
    """Count sessions in their order. Those of fewer than `least` people are counted with the next, or with the last.

    Nothing is told where all sessions together have fewer people than that.
    """
    found, seen = list[Brought](), set[Point]()
    for group in _large_enough([each for each in sessions if each.people], least):
        points = frozenset().union(*(each.points for each in group))
        people = frozenset().union(*(each.people for each in group))
        new = points - seen
        seen |= points
        labels = tuple(each.label for each in group)
        found.append(Brought(labels, len(people), len(new), len(points) - len(new), len(seen)))
    return tuple(found)


def mixed(counts: Mapping[str, int], least: int) -> Mix:
    """Show kinds with at least `least` people; the others are told as one number if that is large enough.

    Where the others are too few, the smallest kind that is shown joins them, so that no subtraction finds them.
    """
    shown = {kind: number for kind, number in counts.items() if number >= least}
    few = [kind for kind in counts if kind not in shown]
    others = sum(counts[kind] for kind in few)
    while 0 < others < least and shown:
        smallest = min(shown, key=lambda kind: shown[kind])
        others += shown.pop(smallest)
        few.append(smallest)
    in_order = tuple(kind for kind in counts if kind in few)
    return Mix(tuple(shown.items()), others if others >= least else 0, in_order)


def _large_enough(sessions: Iterable[Heard], least: int) -> list[list[Heard]]:
    groups, waiting = list[list[Heard]](), list[Heard]()
    for each in sessions:
        waiting.append(each)
        if _people(waiting) >= least:
            groups.append(waiting)
            waiting = []
    if waiting and groups:
        groups[-1] = [*groups[-1], *waiting]
    return groups


def _people(sessions: Iterable[Heard]) -> int:
    return len(frozenset[int]().union(*(each.people for each in sessions)))
