"""Adding a second table to a schedule: its visits, activities and marks beside those that are there already.

Both have lasting keys, so that the same key is the same visit or activity. Where both say something else of the same
thing, the schedule's word stays and the difference is told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from protocols.domain.problems import Problem, warning
from protocols.domain.schedule import Activity, Arm, Contact, Footnote, Mark, Schedule, Visit, Window

from .marks import mended
from .rows import Row, put_after

VISIT_FACTS = {
    "label": "name",
    "epoch": "part of the study",
    "arm": "arm",
    "day": "day",
    "window": "window",
    "contact": "place",
    "repeats": "number of visits it stands for",
}
ACTIVITY_FACTS = {"label": "name", "group": "heading"}
NOT_SAID = (None, "", Contact.UNKNOWN)
Said = TypeVar("Said", Arm, Footnote)


@dataclass(frozen=True, slots=True)
class Joined:
    """The schedule with the table added, and where the two do not agree."""

    schedule: Schedule
    problems: tuple[Problem, ...]


def joined(base: Schedule, added: Schedule) -> Joined:
    """Return a schedule with another one added to it.

    Example: days 1 and 2 with the rows A and B, and days 3 to 28 with the rows B and C, are four columns or more with
    the rows A, B and C; B has the marks of both.
    """
    arms, arm_of = _united(base.arms, added.arms, "label")
    footnotes, note_of = _united(base.footnotes, added.footnotes, "text")
    added = _renamed(added, arm_of, note_of)
    problems: list[Problem] = []
    visits = _rows(base.visits, added.visits, VISIT_FACTS, problems)
    activities = _rows(base.activities, added.activities, ACTIVITY_FACTS, problems)
    united = replace(base, arms=arms, visits=visits, activities=activities, footnotes=footnotes)
    marks = {**added.mark_at, **base.mark_at}
    problems += _mark_problems(base, added, united)
    places = ((visit.key, activity.key) for visit in visits for activity in activities)
    schedule = replace(
        united,
        title=base.title or added.title,
        marks=tuple(marks[place] for place in places if place in marks),
        objectives=tuple(dict.fromkeys((*base.objectives, *added.objectives))),
    )
    return Joined(mended(schedule, base=base), tuple(problems))


def _rows(
    base: Sequence[Row], added: Sequence[Row], facts: Mapping[str, str], problems: list[Problem]
) -> tuple[Row, ...]:
    """Return all rows. A new one stands behind the one before it in its own table; a new start of it stands first."""
    rows, known = tuple(base), {row.key: row for row in base}
    meets = any(row.key in known for row in added)
    before = None if meets or not rows else rows[-1].key
    for row in added:
        if row.key in known:
            both = _filled(known[row.key], row, facts, problems)
            rows = tuple(both if each.key == row.key else each for each in rows)
        else:
            rows = put_after(rows, row, before)
        before = row.key
    return rows


def _filled(here: Row, there: Row, facts: Mapping[str, str], problems: list[Problem]) -> Row:
    """Return a row with what only the other table says of it."""
    new: dict[str, Any] = {}
    for name, word in facts.items():
        ours, theirs = getattr(here, name), getattr(there, name)
        if ours in NOT_SAID and theirs not in NOT_SAID:
            new[name] = theirs
        elif theirs not in NOT_SAID and ours != theirs:
            message = f"The {word} is {_words(ours)} in the schedule and {_words(theirs)} in this file."
            problems.append(warning(here.label, message, "That of the schedule is kept."))
    if isinstance(here, Activity) and isinstance(there, Activity):
        new["footnotes"] = tuple(dict.fromkeys((*here.footnotes, *there.footnotes)))
    return replace(here, **new)


def _mark_problems(base: Schedule, added: Schedule, united: Schedule) -> Iterator[Problem]:
    for place, theirs in added.mark_at.items():
        ours = base.mark_at.get(place)
        if ours is not None and _look(ours) != _look(theirs):
            row, visit = united.activity_by_key[place[1]].label, united.visit_by_key[place[0]].label
            message = f"The mark is {_words(ours.text)} in the schedule and {_words(theirs.text)} in this file."
            yield warning(f"{row}, {visit}", message, "That of the schedule is kept.")


def _look(mark: Mark) -> tuple[object, ...]:
    return mark.kind, mark.text.strip().casefold()


def _united(base: Sequence[Said], added: Sequence[Said], text: str) -> tuple[tuple[Said, ...], dict[str, str]]:
    """Return what both list, each text once, and the key that each key of the added list has in it."""
    found, keys = list(base), {getattr(one, text): one.key for one in reversed(base)}
    renamed: dict[str, str] = {}
    for one in added:
        said = getattr(one, text)
        if said not in keys:
            keys[said] = _free(one.key, {each.key for each in found})
            found.append(replace(one, key=keys[said]))
        renamed[one.key] = keys[said]
    return tuple(found), renamed


def _free(key: str, taken: set[str]) -> str:
    numbered = (f"{key}{number}" for number in range(2, len(taken) + 3))
    return key if key not in taken else next(one for one in numbered if one not in taken)


def _renamed(added: Schedule, arms: Mapping[str, str], notes: Mapping[str, str]) -> Schedule:
    def own(keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(notes.get(key, key) for key in keys)

    def visit(one: Visit) -> Visit:
        return replace(one, arm=arms.get(one.arm, one.arm)) if one.arm else one

    return replace(
        added,
        visits=tuple(map(visit, added.visits)),
        activities=tuple(replace(row, footnotes=own(row.footnotes)) for row in added.activities),
        marks=tuple(replace(mark, footnotes=own(mark.footnotes)) for mark in added.marks),
    )


def _words(value: object) -> str:
    if isinstance(value, Window):
        return f"{value.before:g} to {value.after:g} ({value.unit})"
    if isinstance(value, int | float):
        return f"{value:g}"
    return f"“{value}”" if isinstance(value, str) else "another one"
