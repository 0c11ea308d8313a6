"""Which new visit or activity of a file may be one of the last version under another name: asked, never decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from protocols.domain.schedule import Activity, Schedule, Visit
from protocols.schedules.identities import ACTIVITY_LOOKS, VISIT_LOOKS, Known, lasting_keys
from protocols.schedules.limits import limits

Row = TypeVar("Row", Visit, Activity)


@dataclass(frozen=True)
class Suggestions:
    """For the own key of a new row: the row of the last version that is gone and is named most like it."""

    visits: Mapping[str, Visit]
    activities: Mapping[str, Activity]


def suggestions(schedule: Schedule, known: Known, last: Schedule | None) -> Suggestions:
    """Return what a person may want to confirm; nothing where there is no version yet."""
    if last is None:
        return Suggestions({}, {})
    visits = lasting_keys(schedule.visits, known.visits, prefix="v", by=VISIT_LOOKS)
    activities = lasting_keys(schedule.activities, known.activities, prefix="a", by=ACTIVITY_LOOKS)
    return Suggestions(
        visits=_alike(schedule.visits, last.visits, visits, {row.key for row in known.visits}),
        activities=_alike(schedule.activities, last.activities, activities, {row.key for row in known.activities}),
    )


def _alike(rows: Sequence[Row], last: Sequence[Row], keys: Mapping[str, str], known: set[str]) -> dict[str, Row]:
    """Pair new rows with gone ones, the most alike first; each row once."""
    gone = [row for row in last if row.key not in set(keys.values())]
    new = [row for row in rows if keys[row.key] not in known]
    pairs = [(likeness(one.label, other.label), place, one, other) for place, one in enumerate(new) for other in gone]
    found: dict[str, Row] = {}
    taken: set[str] = set()
    for share, _, one, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if share >= limits().alike_names and one.key not in found and other.key not in taken:
            found[one.key] = other
            taken.add(other.key)
    return found


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1: the share of letters in blocks that both have.

    Example: "Week 4 visit" and "Week 4" share 6 of 12 and 6 letters, so 2 x 6 / 18 = 0.67.
    Source: Ratcliff and Metzener, Dr. Dobb's Journal, July 1988, as Python's difflib has it.
    """
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()
