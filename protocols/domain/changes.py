"""What changed between two versions of a schedule whose visits and activities have lasting keys.

Each cell of the grid that differs is named by exactly one change: by the visit that came or went, else by the activity
that came or went, else by a change of its own. `text_changes` compares footnotes, objectives and endpoints.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from .schedule import Mark, Schedule, Visit

VISIT_FIELDS = ("label", "epoch", "arm", "day", "window", "contact", "repeats", "same_visit_as")
ACTIVITY_FIELDS = ("label", "group", "footnotes")
MARK_FIELDS = ("kind", "text", "footnotes", "spans", "count_each", "usual_care", "probability")
LOOK = ("kind", "spans", "count_each", "usual_care", "probability")  # alike in these, a mark was moved, not replaced

Place = tuple[str, str]


class What(StrEnum):
    """What a change is about."""

    VISIT = "visit"
    ACTIVITY = "activity"
    MARK = "mark"
    FOOTNOTE = "footnote"
    OBJECTIVE = "objective"
    ENDPOINT = "endpoint"


class How(StrEnum):
    """What happened to it."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


CALLED_BY = {What.FOOTNOTE: "key", What.OBJECTIVE: "text", What.ENDPOINT: "text"}  # the detail that is their `key`
MIRRORED = {How.ADDED: How.REMOVED, How.REMOVED: How.ADDED}


@dataclass(frozen=True, slots=True)
class Detail:
    """One property that differs, before and after."""

    name: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the grid that differs; None where there is no mark."""

    visit: str
    activity: str
    before: Mark | None
    after: Mark | None


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `key` is that of the visit or activity; a mark has its activity's, and its visit in `at`.

    A moved mark went from the visit `at` to the visit `to`. `cells` are the cells that this change accounts for.
    A footnote's key is its marker; that of an objective or an endpoint is its text, as it is now. An endpoint belongs
    to the objective that was called `at` and is called `to`.
    """

    what: What
    how: How
    key: str
    at: str | None = None
    to: str | None = None
    details: tuple[Detail, ...] = ()
    cells: tuple[Cell, ...] = ()

    @property
    def mirrored(self) -> "Change":
        """The same change, seen from the other version."""
        return replace(
            self,
            how=MIRRORED.get(self.how, self.how),
            key=self._key_before,
            at=self.to if self.to is not None else self.at,
            to=self.at if self.to is not None else None,
            details=tuple(Detail(each.name, each.after, each.before) for each in self.details),
            cells=tuple(sorted((replace(c, before=c.after, after=c.before) for c in self.cells), key=_place)),
        )

    @property
    def _key_before(self) -> str:
        name = CALLED_BY.get(self.what)
        return next(
            (str(each.before) for each in self.details if each.name == name and each.before is not None), self.key
        )


def changes(old: Schedule, new: Schedule) -> tuple[Change, ...]:
    """Return every change from one version to the next: of visits, then of activities, then of single marks.

    Example: a new visit with three marks is one change; so is a row that went, with all its marks; so is a mark that
    went from one visit to another.
    """
    left = {(cell.visit, cell.activity): cell for cell in _cells(old.mark_at, new.mark_at)}
    visits = list(_visits(old, new, left))
    activities = list(_activities(old, new, left))
    return (*visits, *activities, *_marks(old, new, left))


def _cells(old: Mapping[Place, Mark], new: Mapping[Place, Mark]) -> Iterator[Cell]:
    for place in sorted(set(old) | set(new)):
        if old.get(place) != new.get(place):
            yield Cell(*place, old.get(place), new.get(place))


def _visits(old: Schedule, new: Schedule, left: dict[Place, Cell]) -> Iterator[Change]:
    before, after = old.visit_by_key, new.visit_by_key
    keys = sorted(set(before) | set(after), key=lambda key: _in_order(after.get(key) or before[key]))
    for key in keys:
        if key in before and key in after:
            details = _details(before[key], after[key], VISIT_FIELDS)
            how = How.MOVED if any(each.name == "day" for each in details) else How.CHANGED
            if details:
                yield Change(What.VISIT, how, key, details=details)
        else:
            how = How.ADDED if key in after else How.REMOVED
            yield Change(What.VISIT, how, key, cells=_take(left, [place for place in left if place[0] == key]))


def _activities(old: Schedule, new: Schedule, left: dict[Place, Cell]) -> Iterator[Change]:
    before, after = old.activity_by_key, new.activity_by_key
    for key in dict.fromkeys([*after, *before]):
        if key in before and key in after:
            if details := _details(before[key], after[key], ACTIVITY_FIELDS):
                yield Change(What.ACTIVITY, How.CHANGED, key, details=details)
        else:
            how = How.ADDED if key in after else How.REMOVED
            yield Change(What.ACTIVITY, how, key, cells=_take(left, [place for place in left if place[1] == key]))


def _marks(old: Schedule, new: Schedule, left: Mapping[Place, Cell]) -> Iterator[Change]:
    """Return what is left: marks that moved within their row, then those that came, went or changed."""
    order = {activity.key: place for place, activity in enumerate(new.activities)}
    rows: dict[str, list[Cell]] = {}
    for cell in sorted(left.values(), key=lambda each: (order.get(each.activity, len(order)), each.activity)):
        rows.setdefault(cell.activity, []).append(cell)
    for own in rows.values():
        moved = list(_moved(own, old, new))
        taken = {cell for change in moved for cell in change.cells}
        yield from moved
        rest = [cell for cell in own if cell not in taken]
        yield from (_single(cell) for cell in sorted(rest, key=lambda each: _in_order(_visit_of(each, old, new))))


def _moved(cells: Iterable[Cell], old: Schedule, new: Schedule) -> Iterator[Change]:
    """Pair marks that went with marks that look alike and came, both in order of their visits."""
    gone: dict[object, list[Cell]] = {}
    come: dict[object, list[Cell]] = {}
    for cell in cells:
        if cell.after is None and cell.before is not None:
            gone.setdefault(_look(cell.before), []).append(cell)
        elif cell.before is None and cell.after is not None:
            come.setdefault(_look(cell.after), []).append(cell)
    for look, went in gone.items():
        first = sorted(went, key=lambda each: _in_order(old.visit_by_key[each.visit]))
        then = sorted(come.get(look, []), key=lambda each: _in_order(new.visit_by_key[each.visit]))
        for away, here in zip(first, then, strict=False):
            pair = tuple(sorted((away, here), key=_place))
            yield Change(What.MARK, How.MOVED, away.activity, away.visit, here.visit, cells=pair)


def _single(cell: Cell) -> Change:
    if cell.before is not None and cell.after is not None:
        details = _details(cell.before, cell.after, MARK_FIELDS)
        return Change(What.MARK, How.CHANGED, cell.activity, cell.visit, details=details, cells=(cell,))
    how = How.ADDED if cell.before is None else How.REMOVED
    return Change(What.MARK, how, cell.activity, cell.visit, cells=(cell,))


def _details(before: object, after: object, names: Iterable[str]) -> tuple[Detail, ...]:
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    return tuple(Detail(name, was, now) for name, was, now in pairs if was != now)


def _take(left: dict[Place, Cell], places: Iterable[Place]) -> tuple[Cell, ...]:
    return tuple(left.pop(place) for place in sorted(places))


def _visit_of(cell: Cell, old: Schedule, new: Schedule) -> Visit:
    return new.visit_by_key.get(cell.visit) or old.visit_by_key[cell.visit]


def _look(mark: Mark) -> object:
    return tuple(getattr(mark, name) for name in LOOK)


def _in_order(visit: Visit) -> tuple[bool, float, int, str]:
    """Return what visits are sorted by: the day, unknown days last, then the key, a short one first."""
    return visit.day is None, visit.day or 0.0, len(visit.key), visit.key


def _place(cell: Cell) -> Place:
    return cell.visit, cell.activity
