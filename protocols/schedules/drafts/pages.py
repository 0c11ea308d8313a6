"""What the pages of a draft show: the grid whose cells are buttons, the last step in words, and who took it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from protocols.people.models import User
from protocols.schedules.drafts.draft import ScheduleDraft
from protocols.schedules.drafts.words import edit_words
from protocols.schedules.grid import Cell, Column, Grid, Row, cell_at, lay_out
from protocols.schedules.limits import limits

RECENT = 5  # steps of others that a person is told about when theirs came too late


@dataclass(frozen=True, slots=True)
class Step:
    """One edit as people read it."""

    words: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of the grid: where it is, and what stands there."""

    visit: str
    activity: str
    cell: Cell | None


@dataclass(frozen=True, slots=True)
class EditRow:
    """One row with a place for each column that is shown."""

    row: Row
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class EditGrid:
    """The grid of a draft: as it is read elsewhere, and with its places."""

    grid: Grid
    groups: tuple[tuple[str, tuple[EditRow, ...]], ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The visits that are shown."""
        return self.grid.columns


def edit_grid(draft: ScheduleDraft, *, first: int) -> EditGrid:
    """Return the grid of the block of visits that begins at `first`."""
    grid = lay_out(draft.schedule, first=first, most_cells=limits().editing_cells)
    keys = [column.key for column in grid.columns]
    groups = tuple((group, tuple(_edit_row(row, keys) for row in rows)) for group, rows in grid.groups)
    return EditGrid(grid, groups)


def place_at(draft: ScheduleDraft, visit: str, activity: str) -> Place:
    """Return one place of the grid as it stands now."""
    return Place(visit, activity, cell_at(draft.schedule, visit, activity))


def last_steps(draft: ScheduleDraft, count: int = 1) -> list[Step]:
    """Return the newest edits that count, newest first."""
    first = max(0, draft.position - count)
    records = draft.records[first:]
    people = {user.pk: user for user in User.objects.filter(pk__in={record["by"] for record in records})}
    schedule, steps = draft.after(first), []
    for place, record in enumerate(records, start=first):
        edit = draft.edit(place)
        who = str(people.get(record["by"]) or _("Somebody"))
        steps.append(Step(edit_words(edit, schedule), who, datetime.fromisoformat(record["at"])))
        schedule = edit.apply(schedule)
    return steps[::-1]


def _edit_row(row: Row, keys: list[str]) -> EditRow:
    pairs = zip(keys, row.cells, strict=True)
    return EditRow(row, tuple(Place(visit, row.key, cell) for visit, cell in pairs))
