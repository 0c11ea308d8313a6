"""From the grids of a file to one schedule, with everything that a person should look at."""

from collections.abc import Sequence
from dataclasses import replace

from protocols.domain.importers.grid.body import Body, read_body
from protocols.domain.importers.grid.cells import Cell, Grid
from protocols.domain.importers.grid.draft import Draft
from protocols.domain.importers.grid.finding import candidates
from protocols.domain.importers.grid.layout import Layout
from protocols.domain.importers.grid.markers import Marked, split_markers
from protocols.domain.importers.grid.marks import denies, kind_of
from protocols.domain.importers.grid.notes import legend_of, names_notes, notes_of
from protocols.domain.importers.grid.objectives import objectives_of, tell_objectives
from protocols.domain.importers.grid.tables import Join, Table, choose, goes_on_below, lines_of, read_tables
from protocols.domain.importers.grid.telling import tell_layout, tell_marks, tell_no_table, tell_unread, tell_unused
from protocols.domain.importers.grid.vocabulary import limit, says
from protocols.domain.importers.grid.wrapped import label_over_the_page
from protocols.domain.importers.imported import Imported, Refused
from protocols.domain.importers.limits import limits
from protocols.domain.problems import Problem, warning
from protocols.domain.schedule import Schedule


def read_grids(grids: Sequence[Grid], format: str) -> Imported:
    """Return the schedule that stands in these grids. Raises Refused where no grid is a schedule of visits."""
    layouts, unread = candidates(grids)
    layouts, vast = _without_vast(layouts, format)
    apart = _lines_apart(grids, {layout.grid.name for layout in layouts})
    tables = read_tables(layouts, apart)
    chosen = choose(tables)
    if not chosen:
        raise _no_schedule(grids, format)
    draft = Draft()
    bodies = _read_bodies(chosen)
    keys = [
        _add_notes(draft, number, table, (join, body))
        for number, ((table, join), body) in enumerate(zip(chosen, bodies, strict=True))
    ]
    keys.append(draft.add_notes(notes_of(apart), "", same_rows=False))
    for number, ((table, join), body) in enumerate(zip(chosen, bodies, strict=True)):
        own = next((found for found in [*keys[number:], *reversed(keys[:number])] if found), {})
        draft.add_table(table, body, (join, own))
        draft.problems.extend(tell_layout(table, body))
    draft.problems.extend(tell_marks(draft.odd_marks, draft.marks))
    draft.problems.extend(tell_unused(draft.footnotes, draft.pointed))
    draft.problems.extend(tell_unread([table for table in tables if all(table is not used for used, _ in chosen)]))
    draft.problems.extend(tell_no_table(unread))
    draft.problems.extend(vast)
    used = {table.layout.grid.name for table, _ in chosen}
    objectives = objectives_of(grid for grid in grids if grid.name not in used)
    draft.problems.extend(tell_objectives(objectives))
    schedule = replace(_schedule(draft, chosen[0][0], format), objectives=objectives)
    return Imported(format, schedule, tuple(draft.problems))


def _without_vast(layouts: list[Layout], format: str) -> tuple[list[Layout], list[Problem]]:
    """Leave out tables with more visits than any schedule has, before they cost time; refuse where no other is left."""
    most = limits().visits
    vast = [layout for layout in layouts if len(layout.visits) > most]
    if vast and len(vast) == len(layouts):
        _within(max(len(layout.visits) for layout in vast), most, ("visits", format))
    text = f"This table has marks in more than {most} columns, so it was not read."
    told = [warning(layout.grid.name or "file", text, "Upload it alone if it is the schedule.") for layout in vast]
    return [layout for layout in layouts if len(layout.visits) <= most], told


def _lines_apart(grids: Sequence[Grid], used: set[str]) -> list[Cell]:
    """Return the lines of grids that hold no table and are named as notes, such as a sheet "Footnotes"."""
    apart = (grid for grid in grids if grid.name not in used and names_notes(grid.name))
    return [line for grid in apart for line in lines_of(grid, grid.filled_rows())]


def _no_schedule(grids: Sequence[Grid], format: str) -> Refused:
    found = "no table with marks under headings of visits" if grids else "no table"
    return Refused.because(
        "file",
        f"The file holds {found}, so there is no schedule to read.",
        "Upload the schedule as a table: a column for each visit, a row for each activity, an X where it is done.",
        format=format,
    )


def only_colours(count: int, format: str) -> Refused:
    """Say that a file without marks has coloured cells: a colour may mean a mark, shading or nothing at all."""
    return Refused.because(
        "file",
        f"The file has no marks, but {count} cells with a colour and no text. What a colour means is not read.",
        "Write an X into each cell that is meant and upload the file again.",
        format=format,
    )


def left_out(where: str, text: str) -> Problem:
    """Say that a text was not read because it is struck through."""
    return warning(where, f'"{text[:60]}" is struck through, so it was left out.', "Write it anew if it still holds.")


def _read_bodies(chosen: Sequence[tuple[Table, Join]]) -> list[Body]:
    """Read the rows of each table. A group at the end of a page goes on in the next one until another begins there."""
    bodies: list[Body] = []
    above: Table | None = None
    for table, join in chosen:
        if above is None or join is not Join.ROWS or not goes_on_below(above, table):
            bodies.append(_read_body(table, ()))
        elif rest := label_over_the_page(above.layout, table.layout):
            bodies[-1] = _with_rest(bodies[-1], split_markers(rest, table.evidence))
            later = replace(table.layout, body=table.layout.body[1:])
            bodies.append(_read_body(replace(table, layout=later), bodies[-1].open))
        else:
            bodies.append(_read_body(table, bodies[-1].open))
            bodies[-2] = _without_open(bodies[-2], bodies[-1])
        above = table
    return bodies


def _with_rest(body: Body, rest: Marked) -> Body:
    """A row that breaks off at the end of a page is one activity: the rest of its label stands on the next page."""
    last = body.activities[-1]
    label = replace(last.label, text=f"{last.label.text} {rest.text}", markers=(*last.label.markers, *rest.markers))
    activities = (*body.activities[:-1], replace(last, label=label))
    return replace(body, activities=activities, wrapped=(*body.wrapped, (last.row, label.text)))


def _without_open(body: Body, below: Body) -> Body:
    """A heading at the end of a page, whose rows stand on the next one, is not bare."""
    names = {name for _, name in body.open} & {activity.group for activity in below.activities}
    return replace(body, bare_headings=tuple(bare for bare in body.bare_headings if bare[1] not in names))


def _read_body(table: Table, before: tuple[tuple[float, str], ...]) -> Body:
    told = legend_of(table.notes)
    legend = {mark: kind_of(meaning) for mark, meaning in told.items() if not denies(meaning)}
    return read_body(table.layout, table.evidence, legend, before)


def _add_notes(draft: Draft, number: int, table: Table, read: tuple[Join, Body]) -> dict[str, str]:
    join, body = read
    notes = (*notes_of(_remarks_above(table)), *table.notes, *notes_of(body.remarks))
    suffix = f" ({number + 1})" if number and join is not Join.ROWS else ""
    return draft.add_notes(notes, suffix, same_rows=join is Join.ROWS)


def _remarks_above(table: Table) -> list[Cell]:
    """Long texts above the headings are remarks; a short one is the title."""
    cells = [cell for row in table.layout.titles for cell in table.layout.grid.rows[row].values()]
    return [cell for cell in cells if len(cell.text) > limit("title_text")]


def _schedule(draft: Draft, first: Table, format: str) -> Schedule:
    ceiling = limits()
    _within(len(draft.visits), ceiling.visits, ("visits", format))
    _within(len(draft.activities), ceiling.activities, ("activities", format))
    return Schedule(
        title=_title(first),
        arms=tuple(draft.arms.values()),
        visits=tuple(draft.visits),
        activities=tuple(draft.activities),
        marks=tuple(mark for row in draft.marks for mark in row.values()),
        footnotes=tuple(draft.footnotes.values()),
    )


def _within(count: int, most: int, told: tuple[str, str]) -> None:
    what, format = told
    if count > most:
        raise Refused.because(
            "file",
            f"The schedule has {count} {what}; at most {most} are read.",
            "Check that the file is one schedule, or split it.",
            format=format,
        )


def _title(table: Table) -> str | None:
    grid = table.layout.grid
    cells = [cell for row in table.layout.titles for cell in grid.rows[row].values()]
    titles = [cell.text for cell in cells if len(cell.text) <= limit("title_text")]
    named = [text for text in [*titles, grid.caption] if says(text, "captions", "schedule")]
    return " ".join([*named, *titles, grid.caption][0].split()) or None
