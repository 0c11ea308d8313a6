"""A schedule laid out for reading: bands of epochs, columns, rows in groups, cells, and blocks where it is wide."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from protocols.domain.schedule import Activity, Contact, Footnote, Mark, MarkKind, Repeats, Schedule, Visit, Window
from protocols.schedules.checks.questions import MARK_WORDS
from protocols.schedules.limits import limits

SHORT = 5  # characters of a mark that fit a cell; longer ones get a sign, and stand in words under the grid
NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
KIND_SIGNS = {
    MarkKind.PLANNED: "X",
    MarkKind.CONDITIONAL: "C",
    MarkKind.OPTIONAL: "O",
    MarkKind.CONTINUOUS: "T",
    MarkKind.REFERRED: "S",
}
PLACES = {
    Contact.SITE: gettext_lazy("Clinic"),
    Contact.HOME: gettext_lazy("Home"),
    Contact.PHONE: gettext_lazy("Phone"),
    Contact.VIDEO: gettext_lazy("Video"),
    Contact.UNKNOWN: gettext_lazy("Place not said"),
}


@dataclass(frozen=True, slots=True)
class Unsure:
    """What to mark in the grid: marks asked about (True while open), columns and rows that need a look."""

    marks: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    visits: Collection[str] = ()
    activities: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One mark: what stands in the cell, the same in words, the footnotes, and whether it needs a look."""

    sign: str
    words: str
    notes: tuple[str, ...]
    needs_look: bool
    activity: str


@dataclass(frozen=True, slots=True)
class Column:
    """One visit: its name, what is said of it in the head, and its marks for the list on phones."""

    key: str
    label: str
    arm: str
    facts: tuple[str, ...]
    needs_look: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One activity with a cell, or nothing, for each column shown."""

    key: str
    label: str
    notes: tuple[str, ...]
    needs_look: bool
    cells: tuple[Cell | None, ...]

    @property
    def has_something_to_look_at(self) -> bool:
        """True where the row or one of its cells needs a look."""
        return self.needs_look or any(cell is not None and cell.needs_look for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of visits that one page shows, counted from 1."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Everything that the grid's template needs."""

    bands: tuple[tuple[str, int], ...]
    columns: tuple[Column, ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    footnotes: tuple[Footnote, ...]
    signs: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    block: Block
    visits: int


def lay_out(schedule: Schedule, unsure: Unsure | None = None, *, first: int = 1, most_cells: int = 0) -> Grid:
    """Return the grid of the block of visits that begins at `first`; a number that is no beginning means the first.

    `most_cells` is how many cells a block may have, where that is not the usual number.
    """
    unsure = unsure or Unsure()
    blocks = _blocks(schedule, most_cells or limits().grid_cells)
    block = next((block for block in blocks if block.first == first), blocks[0])
    visits = schedule.visits[block.first - 1 : block.last]
    signs = _signs(schedule)
    cells = {
        (mark.visit, mark.activity): _cell(schedule, mark, signs, unsure)
        for visit in visits
        for mark in schedule.marks_of_visit(visit.key)
    }
    return Grid(
        bands=tuple((epoch or "", len(list(group))) for epoch, group in groupby(visits, lambda visit: visit.epoch)),
        columns=tuple(_column(schedule, visit, cells, unsure) for visit in visits),
        groups=tuple(
            (group or "", tuple(_row(activity, visits, cells, unsure) for activity in rows))
            for group, rows in groupby(schedule.activities, lambda activity: activity.group)
        ),
        footnotes=schedule.footnotes,
        signs=signs_of(schedule),
        blocks=blocks,
        block=block,
        visits=len(schedule.visits),
    )


def rows_to_look_at(grid: Grid) -> Grid:
    """Return the grid with only the rows in which something needs a look; the list on phones likewise."""
    groups = ((group, tuple(row for row in rows if row.has_something_to_look_at)) for group, rows in grid.groups)
    columns = (
        replace(column, cells=tuple(cell for cell in column.cells if cell.needs_look)) for column in grid.columns
    )
    return replace(
        grid,
        groups=tuple((group, rows) for group, rows in groups if rows),
        columns=tuple(columns),
    )


def signs_of(schedule: Schedule) -> tuple[tuple[str, str], ...]:
    """Return the signs that stand for long texts of marks, with the texts, as `lay_out` shows them."""
    return tuple((sign, text) for text, sign in _signs(schedule).items())


def cell_at(schedule: Schedule, visit: str, activity: str) -> Cell | None:
    """Return what stands in one cell of the grid, as `lay_out` shows it."""
    mark = schedule.mark_at.get((visit, activity))
    return _cell(schedule, mark, _signs(schedule), Unsure()) if mark else None


def window_words(window: Window) -> str:
    """Return a window as people write it: "±3 days", "−7 to +2 days"."""
    units = {"hour": _("hours"), "day": _("days"), "week": _("weeks")}
    if window.before == window.after:
        return f"±{window.before:g}{NO_BREAK}{units[window.unit]}"
    before = f"{MINUS}{window.before:g}" if window.before else "0"
    after = f"+{window.after:g}" if window.after else "0"
    return _("%(before)s to %(after)s %(units)s") % {"before": before, "after": after, "units": units[window.unit]}


def repeats_words(repeats: Repeats) -> str:
    """Return how many visits a column stands for: "4 visits", "4 to 6 visits", "at least 1 visit"."""
    if repeats.max is None:
        return ngettext("at least %(n)d visit", "at least %(n)d visits", repeats.min) % {"n": repeats.min}
    if repeats.min == repeats.max:
        return ngettext("%(n)d visit", "%(n)d visits", repeats.min) % {"n": repeats.min}
    return _("%(min)d to %(max)d visits") % {"min": repeats.min, "max": repeats.max}


def day_words(day: float) -> str:
    """Return a study day: "Day 15", "Day −7"."""
    return _("Day %(day)s") % {"day": f"{day:g}".replace("-", MINUS)}


def _blocks(schedule: Schedule, most_cells: int) -> tuple[Block, ...]:
    count = max(1, len(schedule.visits))
    size = max(4, most_cells // max(1, len(schedule.activities)))
    return tuple(Block(start, min(start + size - 1, count)) for start in range(1, count + 1, size))


def _signs(schedule: Schedule) -> dict[str, str]:
    """Give each long text of a mark a sign of its own: the letter of its kind and a number."""
    signs: dict[str, str] = {}
    for mark in schedule.marks:
        if len(mark.text) > SHORT and mark.text not in signs:
            letter = KIND_SIGNS[mark.kind]
            number = sum(sign.startswith(letter) for sign in signs.values()) + 1
            signs[mark.text] = f"{letter}{number}"
    return signs


def _cell(schedule: Schedule, mark: Mark, signs: Mapping[str, str], unsure: Unsure) -> Cell:
    words = [str(MARK_WORDS[mark.kind])]
    if mark.text in signs:
        words.append(mark.text)
    if mark.spans > 1:
        counted = _("counted each time") if mark.count_each else _("counted once")
        words.append(_("one mark over %(n)d visits, %(counted)s") % {"n": mark.spans, "counted": counted})
    if mark.probability is not None:
        words.append(_("for %(share)d%% of people") % {"share": round(mark.probability * 100)})
    return Cell(
        sign=signs.get(mark.text, mark.text),
        words=", ".join(words),
        notes=mark.footnotes,
        needs_look=unsure.marks.get((mark.visit, mark.activity), False),
        activity=schedule.activity_by_key[mark.activity].label,
    )


def _column(schedule: Schedule, visit: Visit, cells: Mapping[tuple[str, str], Cell], unsure: Unsure) -> Column:
    arms = {arm.key: arm.label for arm in schedule.arms}
    return Column(
        key=visit.key,
        label=visit.label or _("No name"),
        arm=arms.get(visit.arm, visit.arm) if visit.arm else "",
        facts=tuple(_facts(visit)),
        needs_look=visit.key in unsure.visits,
        cells=tuple(cells[mark.visit, mark.activity] for mark in schedule.marks_of_visit(visit.key)),
    )


def _facts(visit: Visit) -> Iterator[str]:
    yield str(PLACES[visit.contact])
    if visit.day is not None:
        yield day_words(visit.day)
    if visit.window is not None:
        yield window_words(visit.window)
    if visit.repeats is not None:
        yield repeats_words(visit.repeats)
    if visit.same_visit_as is not None:
        yield _("shared with another arm")


def _row(activity: Activity, visits: tuple[Visit, ...], cells: Mapping[tuple[str, str], Cell], unsure: Unsure) -> Row:
    return Row(
        key=activity.key,
        label=activity.label,
        notes=activity.footnotes,
        needs_look=activity.key in unsure.activities,
        cells=tuple(cells.get((visit.key, activity.key)) for visit in visits),
    )
