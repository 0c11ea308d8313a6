"""Which of several tables are the schedule, and how they belong together: more visits, more rows, or another arm."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from protocols.domain.importers.grid.arms import arm_in_caption, part_in_caption
from protocols.domain.importers.grid.cells import Cell, Grid, excel_address, without_raised
from protocols.domain.importers.grid.headings import HeadingRow, Role, read_headings
from protocols.domain.importers.grid.layout import Layout
from protocols.domain.importers.grid.markers import Evidence, evidence_of
from protocols.domain.importers.grid.marks import is_cross
from protocols.domain.importers.grid.notes import Note, explains_sign, is_key, key_at_start, keyed, notes_of
from protocols.domain.importers.grid.visits import has_visit_heading, header_stack, stands_under_visits
from protocols.domain.importers.grid.vocabulary import limit, pairs, says, share


class Join(StrEnum):
    """How a table belongs to the schedule that was begun before it."""

    COLUMNS = "columns"
    ROWS = "rows"
    ARM = "arm"
    NONE = "none"


@dataclass(frozen=True)
class Table:
    """One table with its layout, its headings and the remarks that stand under it."""

    layout: Layout
    headings: tuple[HeadingRow, ...]
    notes: tuple[Note, ...]
    evidence: Evidence

    @property
    def caption(self) -> str:
        """The title of the table: what stands above it, else the name of its sheet."""
        grid = self.layout.grid
        titles = [cell.text for row in self.layout.titles for cell in grid.rows[row].values()]
        return " ".join([grid.caption, *titles[:2]]).strip()

    @property
    def stacks(self) -> tuple[tuple[str, ...], ...]:
        """The heading stack of each visit."""
        return tuple(header_stack(self.headings, column) for column in range(len(self.layout.visits)))

    @property
    def labels(self) -> list[str]:
        """The labels of the rows with something at a visit, in the form in which they are compared."""
        column, visits = self.layout.main_label, frozenset(self.layout.visits)
        rows = (row for row in self.layout.body if not visits.isdisjoint(self.layout.grid.rows[row]))
        cells = (self.layout.cell(row, column) for row in rows)
        return [same_label(without_raised(cell)) for cell in cells if cell]


def same_label(text: str) -> str:
    """Return a label in the form in which two tables are compared: letters and figures only, American spelling."""
    folded = text.casefold()
    for british, american in pairs("spellings", "words"):
        folded = folded.replace(british, american)
    return re.sub(r"[\W_]+", "", folded)


def read_tables(layouts: Sequence[Layout], texts: Sequence[Cell]) -> list[Table]:
    """Return the tables with their headings. A table without notes of its own uses those of the next one, or any.

    `texts` are lines that stand apart from every table, such as a sheet of footnotes.
    """
    own = [notes_of([*_legends_above(layout), *_lines_below(layout)]) for layout in layouts]
    apart = notes_of(texts)
    tables = []
    for position, layout in enumerate(layouts):
        following = (notes for notes in [*own[position:], *reversed(own[:position]), apart] if keyed(notes))
        keys = keyed(next(following, ()))
        evidence = _evidence(layout, keys)
        tables.append(Table(layout, read_headings(layout, evidence), own[position], evidence))
    return tables


def lines_of(grid: Grid, rows: Iterable[int]) -> list[Cell]:
    """Return rows of remarks as lines: a row of several cells is one line, for its first is only a key or a name.

    A single letter or figure in the first cell is the key of the footnote that stands beside it.
    """
    lines: list[Cell] = []
    for row in rows:
        cells = [cell for _, cell in sorted(grid.rows[row].items())]
        if len(cells) > 1:
            first = cells[0]
            text = " ".join([first.text, *(cell.text for cell in cells[1:])])
            key = ((0, len(first.text)),) if _is_key_cell(first, lines) else ()
            lines.append(Cell(text, first.raised or key))
        else:
            lines.extend(cells)
    return lines


def _is_key_cell(cell: Cell, before: Sequence[Cell]) -> bool:
    """A cell "a" is the key of a footnote. "X" is a mark that is explained, unless it comes after footnote w."""
    after_w = bool(before) and before[-1].text[:1].casefold() == "w"
    return not cell.raised and is_key(cell.text) and (after_w or not is_cross(cell.text))


def _legends_above(layout: Layout) -> list[Cell]:
    """Return the cells over a table that explain its signs, as some templates put their legend there."""
    cells = [cell for row in layout.titles for _, cell in sorted(layout.grid.rows[row].items())]
    return [cell for cell in cells if explains_sign(cell.text)]


def _lines_below(layout: Layout) -> list[Cell]:
    """Return the lines under a table, inside its grid and outside, and the footnotes that stand beside it."""
    beside = [cell for column in layout.remarks for cell in notes_beside(layout, column)]
    return [*lines_of(layout.grid, layout.below), *layout.grid.below, *beside]


def notes_beside(layout: Layout, column: int) -> list[Cell]:
    """Return the cells of a column without a heading in which every text begins like a footnote, two at least."""
    rows = [*layout.header, *layout.body]
    if any(layout.cell(row, column) for row in layout.header):
        return []
    cells = [cell for row in rows if (cell := layout.grid.rows[row].get(column))]
    return cells if len(cells) > 1 and all(key_at_start(cell) for cell in cells) else []


def _evidence(layout: Layout, keys: dict[str, Note]) -> Evidence:
    texts = [
        cell.text
        for row, cells in layout.grid.rows.items()
        for column, cell in cells.items()
        if column in layout.labels
    ]
    texts += [cell.text for row in layout.header for cell in layout.grid.rows[row].values()]
    raised = any(
        any(character.isalpha() for start, end in cell.raised for character in cell.text[start:end])
        for row in (*layout.header, *layout.body)
        for cell in layout.grid.rows[row].values()
        if cell.raised
    )
    return evidence_of(texts, [note.text for note in keys.values()], keys=keys, raised=raised)


def visit_share(table: Table) -> float:
    """Return the part of the columns whose headings name a visit, from 0 to 1."""
    count = len(table.layout.visits)
    return sum(has_visit_heading(table.headings, column) for column in range(count)) / count


def weight(table: Table) -> float:
    """Return how much speaks for a table: its marks, its visits, and what its caption says."""
    marks = sum(len(columns) for row, columns in table.layout.marked.items() if row in table.layout.body)
    caption = table.caption
    factor = 4.0 if says(caption, "captions", "schedule") else 0.25 if says(caption, "captions", "other") else 1.0
    factor *= 0.1 if is_partial(table) else 1.0
    return marks * visit_share(table) * factor * (0.01 if table.layout.grid.transposed else 1.0)


def is_partial(table: Table) -> bool:
    """Tell whether a caption says that only some participants have this schedule: one of a sub-study."""
    return says(table.caption, "captions", "partial")


def is_by_the_hour(table: Table) -> bool:
    """Tell whether all columns are times within a day, as in a pharmacokinetic grid."""
    rows = [row for row in table.headings if row.role is not Role.WINDOW]
    pattern = re.compile(
        r"(?:pre|post)-?\s?dose|\b\d+(?:\.\d+)?\s*(?:h|hr|hrs|hours?|min|mins|minutes?)\b", re.IGNORECASE
    )
    lowest = rows[-1].texts if rows else ()
    timed = sum(1 for text in lowest if pattern.search(text))
    return bool(lowest) and timed >= 0.8 * len(lowest) and len(rows) == 1


def choose(tables: Sequence[Table]) -> list[tuple[Table, Join]]:
    """Return the tables of the schedule in their order: the one for which most speaks, and those that continue it."""
    able = [table for table in tables if visit_share(table) >= share("visit_columns")] or _only_one(tables)
    if not able:
        return []
    main = max(able, key=weight)
    return _in_order([table for table in able if table is main or how_joined(main, table) is not Join.NONE])


def _only_one(tables: Sequence[Table]) -> list[Table]:
    """The only table of a file is taken if its columns stand in a row of visits, even if no heading sounds like one."""
    if len(tables) != 1 or tables[0].layout.grid.transposed or says(tables[0].caption, "captions", "other"):
        return []
    table = tables[0]
    count = len(table.layout.visits)
    named = sum(1 for column in range(count) if stands_under_visits(table.headings, column))
    return [table] if named >= share("visit_columns") * count else []


def _in_order(tables: Sequence[Table]) -> list[tuple[Table, Join]]:
    """Keep the order of the file: a table with the visits of an earlier one adds rows to it, any other adds visits."""
    result: list[tuple[Table, Join]] = []
    for table in tables:
        earlier = [other for other, join in result if join is Join.COLUMNS]
        same = next((other for other in earlier if same_visits(other, table)), None)
        join = how_joined(same, table) if same else _columns_or_arm(earlier[0], table) if earlier else Join.COLUMNS
        if join is not Join.NONE:
            result.append((table, join))
    arms = [table for table, join in result if join is Join.ARM]
    return [(table, Join.ARM if _is_arm(table, arms) else join) for table, join in result]


def _is_arm(table: Table, arms: Sequence[Table]) -> bool:
    """The first table is an arm as well if a later one is another arm."""
    return any(same_visits(table, arm) or _name_two_arms(table, arm) for arm in arms)


def how_joined(main: Table, other: Table) -> Join:
    """Decide how a table continues another: same headings are more rows, shared labels or captions are more visits."""
    shared = _shared_labels(main, other)
    if same_visits(main, other):
        if shared < share("shared_labels"):
            return Join.ROWS
        return Join.ARM if _name_two_arms(main, other) else Join.NONE
    if other.layout.grid.transposed or is_partial(main) != is_partial(other):
        return Join.NONE
    if (
        says(other.caption, "captions", "other")
        and not says(other.caption, "captions", "schedule")
        or is_by_the_hour(other)
    ):
        return Join.NONE
    if _same_caption(main, other):
        joined = _columns_or_arm(main, other)
        return Join.NONE if _repeats_visits(main, other) and joined is not Join.ARM else joined
    return (
        _columns_or_arm(main, other)
        if shared >= share("shared_labels") and _count_shared(main, other) >= limit("shared_rows_to_join")
        else Join.NONE
    )


def _name_two_arms(one: Table, other: Table) -> bool:
    """Two parts of a study have other people if most visits are the same, or if each begins with the same screening."""
    named = {_arm_words(table.caption) for table in (one, other)}
    if not any(named) and (_repeats_visits(one, other) or one.stacks[0] == other.stacks[0]):
        named = {(part_in_caption(table.caption) or "").casefold() for table in (one, other)}
    return len(named) == 2 and all(named)


def _columns_or_arm(main: Table, other: Table) -> Join:
    """Captions that name two arms say that nobody goes through both tables."""
    return Join.ARM if _name_two_arms(main, other) else Join.COLUMNS


def _repeats_visits(main: Table, other: Table) -> bool:
    """Nobody goes through the same visits twice: a table with most of them is about other people or other things."""
    repeated = sum(1 for stack in other.stacks if stack in main.stacks)
    return 2 * repeated > len(other.stacks)


def _arm_words(caption: str) -> str:
    return (arm_in_caption(caption) or "").casefold()


def same_visits(one: Table, other: Table) -> bool:
    """Tell whether two tables have the same heading stacks."""
    if len(one.stacks) != len(other.stacks):
        return False
    same = sum(1 for a, b in zip(one.stacks, other.stacks, strict=True) if a == b)
    return same >= share("same_header") * len(one.stacks)


def _count_shared(one: Table, other: Table) -> int:
    return sum((Counter(one.labels) & Counter(other.labels)).values())


def _shared_labels(one: Table, other: Table) -> float:
    smaller = min(len(one.labels), len(other.labels))
    return _count_shared(one, other) / smaller if smaller else 0.0


_TABLE_NUMBER = re.compile(r"^\s*(?:table|tab\.)\s*[\w.-]+\s*[:.]?\s*", re.IGNORECASE)
_PART_NUMBER = re.compile(
    r"\s*[(\[]?\s*(?:part|page|sheet|section)?\s*(?:\d{1,2}|[ivx]{1,4}|[ab])\s*(?:(?:of|/)\s*\d{1,2})?\s*[)\]]?\s*$",
    re.IGNORECASE,
)


def goes_on_below(above: Table, other: Table) -> bool:
    """A table of a document goes on in the next one unless that has a name of its own; a sheet is always one."""
    caption = other.caption
    if other.layout.grid.address is excel_address:
        return False
    if says(caption, "captions", "continued") or _same_caption(above, other):
        return True
    return not (is_numbered_caption(caption) or says(caption, "captions", "schedule"))


def is_numbered_caption(caption: str) -> bool:
    """Tell whether a line above a table gives it a number of its own: "Table 4. Dose levels"."""
    return _TABLE_NUMBER.match(caption) is not None


def _same_caption(one: Table, other: Table) -> bool:
    """Captions that begin alike and name a schedule: "Schedule of assessments: second part", "SoA 1" and "SoA 2"."""
    captions = [_TABLE_NUMBER.sub("", table.caption) for table in (one, other)]
    heads = [_PART_NUMBER.sub("", re.split(r"[:,(–-]", caption)[0].casefold().strip()) for caption in captions]
    return heads[0] == heads[1] and says(heads[0], "captions", "schedule")
