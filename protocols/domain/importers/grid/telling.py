"""What is told to the person about a grid: what was read in which way, and what was left out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from protocols.domain.importers.grid.arms import ArmColumns, groups_with_the_same_visits
from protocols.domain.importers.grid.body import Body
from protocols.domain.importers.grid.cells import Grid
from protocols.domain.importers.grid.headings import HeadingRow, Role
from protocols.domain.importers.grid.marks import has_arrow
from protocols.domain.importers.grid.naming import is_date, is_reference
from protocols.domain.importers.grid.tables import Table, notes_beside, visit_share
from protocols.domain.importers.grid.timing import lacks_unit
from protocols.domain.importers.grid.visits import has_visit_heading
from protocols.domain.importers.grid.vocabulary import share
from protocols.domain.problems import Problem, note, warning
from protocols.domain.schedule import Footnote, Mark, MarkKind

_SAID = {
    MarkKind.PLANNED: "done",
    MarkKind.CONDITIONAL: "done only on a condition",
    MarkKind.OPTIONAL: "optional",
    MarkKind.CONTINUOUS: "going on all the time",
    MarkKind.REFERRED: "described elsewhere",
}


def where_heading(table: Table, number: int) -> str:
    """Return the place of the lowest heading over a visit, by its number among the visits of the table."""
    row = next((row.row for row in reversed(table.headings) if row.texts[number]), table.layout.header[-1])
    return table.layout.grid.where(row, table.layout.visits[number])


def tell_arms(table: Table, arms: ArmColumns) -> Iterator[Problem]:
    """Say that arms were inferred, or that visits stand twice: adding arms up would double a patient's burden."""
    if arms.inferred:
        place = table.layout.grid.where(arms.row or 0, table.layout.visits[0])
        text = "The same visits repeat under each heading of this row: the headings were read as arms."
        yield warning(place, text, "Check the arms.")
    elif not any(arms.labels) and (groups := groups_with_the_same_visits(table.headings)):
        text = f"The same visits stand under {' and under '.join(groups)}."
        remedy = "If these are groups of people, nobody goes through both: make them arms."
        yield warning(table.layout.grid.where(table.layout.header[0], table.layout.visits[0]), text, remedy)
    half = len(table.stacks) // 2
    if not any(arms.labels) and half >= 2 and table.stacks[:half] == table.stacks[half:]:
        text = "The same visits stand twice side by side, and nothing says which arm they belong to."
        yield warning(where_heading(table, half), text, "Name the arms if they are two arms.")


def tell_heading(table: Table, number: int) -> Iterator[Problem]:
    """Say what is unsure about the heading of one visit."""
    where = where_heading(table, number)
    said = [row.texts[number] for row in table.headings if row.texts[number]]
    if not said:
        yield warning(where, "This column has no heading.", "Say which visit it is, or take the column out.")
    elif not has_visit_heading(table.headings, number) and visit_share(table) < 1:
        text = f'It is not sure that the column "{said[-1]}" is a visit.'
        yield warning(where, text, "Check the column; take it out if it is no visit.")
    for row in table.headings:
        if _is_lone_date(row, number):
            text = (
                f'The heading "{row.texts[number]}" is a date among other texts: a program may have made it of "3-4".'
            )
            at = table.layout.grid.where(row.row, table.layout.visits[number])
            yield warning(at, text, "Write the heading as a text if it is no date.")
        if row.markers[number] and row.starts[number]:
            text = f'The heading "{row.texts[number]}" carries footnote {", ".join(row.markers[number])}.'
            yield note(table.layout.grid.where(row.row, table.layout.visits[number]), text, "Read the footnote.")


def _is_lone_date(row: HeadingRow, number: int) -> bool:
    said = {text for text in row.texts if text}
    dates = {text for text in said if is_date(text)}
    return row.texts[number] in dates and row.starts[number] and 2 * len(dates) < len(said)


def tell_layout(table: Table, body: Body) -> Iterator[Problem]:
    """Say which columns and rows of a table were read as something else than visits and activities."""
    layout, grid = table.layout, table.layout.grid

    def at(row: int) -> str:
        return grid.where(row, layout.main_label)

    if grid.transposed:
        text = "The visits go down the page in this table, so rows and columns were exchanged."
        yield warning(grid.name or "file", text, "Check the grid closely.")
    for where, text in grid.joined:
        yield warning(where, text, "Compare every row of it with the document.")
    for column in layout.remarks:
        if not notes_beside(layout, column):
            yield from _tell_remarks(table, column)
    for row in sorted(layout.qualifiers):
        text = f'The row "{layout.row_name(row)}" was read as describing the visits, not as an activity.'
        yield note(at(row), text, "Change it if it is an activity.")
    for row, name in body.bare_headings:
        text = f'The row "{name}" has no marks and was left out.'
        yield warning(at(row), text, "Mark the visits in the file if it is an activity.")
    for row, column in sorted(grid.drawn):
        if row in layout.body and column > layout.main_label and not grid.transposed:
            text = "Something is drawn here, such as an arrow or a line. Drawings are not read."
            yield warning(grid.where(row, column), text, "Write an X into each cell that is meant.")
    for row, name in body.totals:
        text = f'The row "{name}" adds up other rows or measures the visits, so it was not read as an activity.'
        yield warning(at(row), text, "Add it as an activity if it is one.")
    for row, name in body.wrapped:
        text = f'The label goes on in the row beside it and was read as "{name[:80]}".'
        yield note(at(row), text, "Check that these are not two activities.")
    for row in body.unnamed:
        yield warning(at(row), "This row has marks but no name.", "Name the activity, or correct the file.")
    inside = next((row for row in table.headings if any(lacks_unit(text, row.unit) for text in row.texts)), None)
    if inside:
        text = "A window beside a week or a month names no unit of time: days were taken."
        yield warning(at(inside.row), text, "Check the windows.")
    unnamed = next((row for row in table.headings if row.role is Role.WINDOW and _lacks_unit(row)), None)
    if unnamed:
        yield note(at(unnamed.row), "The row of windows names no unit of time: days were taken.", "Check the windows.")


def _lacks_unit(row: HeadingRow) -> bool:
    return row.unit is None and any(any(map(str.isdigit, t)) and not any(map(str.isalpha, t)) for t in row.texts)


def _tell_remarks(table: Table, column: int) -> Iterator[Problem]:
    layout, grid = table.layout, table.layout.grid
    heading = next((cell.text for row in layout.header if (cell := layout.cell(row, column))), "")
    named = f'"{heading}"' if heading else "without a heading"
    texts = {row: text for row in layout.body if (text := grid.text(row, column))}
    message = f"The column {named} was read as remarks, not as a visit ({len(texts)} remarks)."
    yield note(grid.where_column(column), message, "Change it if it is a visit.")
    if all(_says_no_words(text) for text in texts.values()):
        return
    for text in dict.fromkeys(texts.values()):
        rows = [row for row in texts if texts[row] == text]
        label = layout.cell(rows[0], layout.main_label)
        more = f" (and {len(rows) - 1} more)" if len(rows) > 1 else ""
        message = f'Remark on "{label.text if label else "this row"}"{more}: {text}'
        yield note(grid.where(rows[0], column), message, "Use it when you check the row.")


def _says_no_words(text: str) -> bool:
    """Numbers of sections, prices and codes such as "DM" or "F_DM" say nothing about how a row is done."""
    if is_reference(text) or len(text) < 3:
        return True
    plain = not any(character.islower() or character.isspace() for character in text)
    return plain and any(character.isdigit() or character == "_" for character in text)


def tell_marks(
    odd: Mapping[tuple[str, MarkKind], Sequence[str]], marks: Iterable[Mapping[str, Mark]]
) -> Iterator[Problem]:
    """Say once for each text other than X how it was read, where, and that it may reach over more visits."""
    merged = {mark.text for row in marks for mark in row.values() if mark.spans > 1}
    for (text, kind), places in odd.items():
        more = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
        remedy = "Check what it means; change it if it means something else."
        yield warning(places[0], f'"{text}"{more} was read as {_SAID[kind]}.', remedy)
        if text not in merged and (has_arrow(text) or kind is MarkKind.CONTINUOUS):
            message = f'"{text}" stands in one cell; it may reach over more visits.'
            yield warning(places[0], message, "Mark the other visits if it does.")


def tell_unused(footnotes: Mapping[str, Footnote], pointed: set[str]) -> Iterator[Problem]:
    """Say which lettered footnotes nothing points to; the letter may have been taken for part of a word."""
    unused = [key for key in footnotes if not key.startswith("note ") and key not in pointed]
    if unused and pointed:
        yield note(
            "footnotes", f"No activity or mark points to footnote {', '.join(unused)}.", "Check where they belong."
        )


def tell_unread(tables: Sequence[Table]) -> Iterator[Problem]:
    """Say which other tables have marks under visits and were not taken as part of the schedule."""
    for table in tables:
        if visit_share(table) >= share("visit_columns"):
            grid = table.layout.grid
            title = f' ("{table.caption[:80]}")' if table.caption else ""
            text = f"This table{title} also has marks under visits. It was not read as part of the schedule."
            yield warning(grid.name or "file", text, "Upload it as a file of its own if it belongs to the schedule.")


def tell_no_table(grids: Sequence[Grid]) -> Iterator[Problem]:
    """Say which tables have many marks and were not read, since their visits or the names of their rows are missing."""
    for grid in grids:
        text = "This table has marks, but no headings of visits or no names of rows. It was not read."
        yield warning(grid.name or "file", text, "Put headings and names into it if it belongs to the schedule.")
