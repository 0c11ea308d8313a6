"""The schedule while it is put together: tables add visits, rows, marks and footnotes to it, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from protocols.domain.importers.grid.arms import ArmColumns, arm_in_caption, arms_of, part_in_caption
from protocols.domain.importers.grid.arrows import RowMark
from protocols.domain.importers.grid.body import ActivityRow, Body
from protocols.domain.importers.grid.cells import Cell
from protocols.domain.importers.grid.notes import Note, legend_of, notes_of
from protocols.domain.importers.grid.repeats import cycle_days
from protocols.domain.importers.grid.tables import Join, Table, same_label, same_visits
from protocols.domain.importers.grid.telling import tell_arms, tell_heading, where_heading
from protocols.domain.importers.grid.visits import header_stack, read_visit, told_apart
from protocols.domain.problems import Problem, note, warning
from protocols.domain.schedule import Activity, Arm, Footnote, Mark, MarkKind, Visit


def _people_of(table: Table) -> str | None:
    return arm_in_caption(table.caption) or part_in_caption(table.caption)


def _remarks_on_headings(table: Table) -> list[Cell]:
    """Return what a column of remarks says beside the headings, such as "T = telephone visit"."""
    rows = (table.layout.grid.rows[row] for row in table.layout.header)
    return [cells[column] for cells in rows for column in table.layout.remarks if column in cells]


@dataclass
class Draft:
    """What was read so far. `rows` finds an activity by its label and how often that label came before.

    `marks` has one dictionary by visit for each activity; `odd_marks` the places of every text that is no plain X;
    `pointed` the footnotes that something points to.
    """

    arms: dict[str, Arm] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    rows: dict[tuple[str, int], int] = field(default_factory=dict)
    marks: list[dict[str, Mark]] = field(default_factory=list)
    footnotes: dict[str, Footnote] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    odd_marks: dict[tuple[str, MarkKind], list[str]] = field(default_factory=dict)
    pointed: set[str] = field(default_factory=set)
    columns: list[tuple[Table, list[str]]] = field(default_factory=list)

    def add_notes(self, notes: Sequence[Note], suffix: str, *, same_rows: bool) -> dict[str, str]:
        """Add the remarks of one table; return the key in the schedule for each key in the table.

        Letters begin anew under each table, so later ones get a suffix. A page that continues the rows of another one
        (`same_rows`) repeats its footnotes: they are kept once.
        """
        keys: dict[str, str] = {}
        for entry in notes:
            key = self._note_key(entry, suffix) if entry.key not in keys else self._note_key(Note(None, ""), "")
            known = (
                next((old for old in self.footnotes.values() if old.text == entry.text), None) if same_rows else None
            )
            if known is None:
                self.footnotes[key] = Footnote(key, entry.text)
            if entry.key:
                keys.setdefault(entry.key, known.key if known else key)
        return keys

    def _note_key(self, entry: Note, suffix: str) -> str:
        if entry.key is None:
            return f"note {1 + sum(1 for key in self.footnotes if key.startswith('note '))}"
        key = entry.key + suffix
        while key in self.footnotes:
            key += "'"
        return key

    def add_table(self, table: Table, body: Body, how: tuple[Join, dict[str, str]]) -> None:
        """Add the visits and rows of a table; `how` is the way it joins and the keys of its footnotes."""
        join, keys = how
        if join is Join.ROWS:
            columns = next(found for other, found in self.columns if same_visits(other, table))
        else:
            columns = self._add_visits(table, join)
            self.columns.append((table, columns))
        self.pointed.update(keys.get(key, key) for row in table.headings for found in row.markers for key in found)
        seen: dict[str, int] = {}
        for row in body.activities:
            where = table.layout.grid.where(row.row, table.layout.main_label)
            number = self._activity(row, where, (seen, join))
            self._point(number, self._linked(row.label.markers, keys, where))
            self._add_marks(table, row.marks, (number, columns, keys))

    def _add_visits(self, table: Table, join: Join) -> list[str]:
        rows = table.headings
        count = len(table.layout.visits)
        arms = arms_of(rows) if join is not Join.ARM else ArmColumns((_people_of(table),) * count)
        self.problems.extend(tell_arms(table, arms))
        length = next((days for row in rows for text in (*row.texts, row.name) if (days := cycle_days(text))), None)
        heads = [row for row in rows if row.row != arms.row] or list(rows)
        legend = legend_of([*table.notes, *notes_of(_remarks_on_headings(table))])
        reads = [read_visit(heads, number, cycle_length=length, legend=legend) for number in range(count)]
        labels = told_apart([read.label for read in reads], heads)
        keys: list[str] = []
        for number, read in enumerate(reads):
            where = where_heading(table, number)
            keys.append(f"v{len(self.visits) + 1}")
            self.visits.append(
                Visit(
                    key=keys[-1],
                    label=labels[number] or f"Column {where.rsplit(', ', 1)[-1]}",
                    epoch=read.epoch,
                    arm=self._arm_key(arms.labels[number]),
                    header=header_stack(rows, number),
                    day=read.day,
                    window=read.window,
                    contact=read.contact,
                    repeats=read.repeats,
                )
            )
            self.problems.extend(warning(where, message, remedy) for message, remedy in read.doubts)
            self.problems.extend(tell_heading(table, number))
        return keys

    def _arm_key(self, label: str | None) -> str | None:
        if not label:
            return None
        shown = " ".join(label.split())
        arm = self.arms.setdefault(shown.casefold(), Arm(f"arm{len(self.arms) + 1}", shown))
        return arm.key

    def _activity(self, row: ActivityRow, where: str, state: tuple[dict[str, int], Join]) -> int:
        """The n-th row with a label continues the n-th row with that label in the tables before."""
        seen, join = state
        label = row.label.text or f"(no name) {where.rsplit(', ', 1)[-1]}"
        same = same_label(label) or label
        seen[same] = seen.get(same, 0) + 1
        place = (same, seen[same])
        if row.label.doubtful:
            text = f'The last letter of "{label}" may be a footnote letter. It was kept as part of the word.'
            self.problems.append(warning(where, text, "Correct the label if it is a footnote letter."))
        if place in self.rows and join is not Join.ROWS:
            self._tell_spelling(label, self.activities[self.rows[place]].label, where)
            return self.rows[place]
        while place in self.rows:
            place = (same, place[1] + 1)
        self.rows[place] = len(self.activities)
        self.marks.append({})
        self.activities.append(Activity(f"a{len(self.activities) + 1}", label, row.group))
        return self.rows[place]

    def _tell_spelling(self, label: str, before: str, where: str) -> None:
        if before != label:
            text = f'"{label}" and "{before}" were read as the same activity.'
            self.problems.append(note(where, text, "Check that they are the same."))

    def _point(self, number: int, footnotes: tuple[str, ...]) -> None:
        activity = self.activities[number]
        joined = tuple(dict.fromkeys((*activity.footnotes, *footnotes)))
        self.activities[number] = replace(activity, footnotes=joined)

    def _linked(self, markers: tuple[str, ...], keys: dict[str, str], where: str) -> tuple[str, ...]:
        """Return the keys of the footnotes that markers point to; a marker without a footnote is told once."""
        for marker in markers:
            text = f'The marker "{marker}" points to no footnote in the file.'
            if marker not in keys and not any(problem.message == text for problem in self.problems):
                self.problems.append(warning(where, text, "Add the footnote to the file, or correct the marker."))
        linked = tuple(keys.get(marker, marker) for marker in markers)
        self.pointed.update(linked)
        return linked

    def _add_marks(self, table: Table, marks: tuple[RowMark, ...], at: tuple[int, list[str], dict[str, str]]) -> None:
        number, columns, keys = at
        key, held = self.activities[number].key, self.marks[number]
        for mark in marks:
            visit, read = columns[mark.visit], mark.read
            if visit in held:
                self._tell_double(table, mark)
            elif read.plain and not read.doubtful and not read.markers:
                held[visit] = Mark(visit, key, read.text, read.kind, (), mark.spans)
            else:
                where = table.layout.grid.where(mark.row, mark.column)
                held[visit] = Mark(
                    visit, key, read.text, read.kind, self._linked(read.markers, keys, where), mark.spans
                )
                self._remember_odd(mark, where)

    def _remember_odd(self, mark: RowMark, where: str) -> None:
        if not mark.read.plain or mark.read.doubtful:
            places = self.odd_marks.setdefault((mark.read.text, mark.read.kind), [])
            if places[-1:] != [where]:
                places.append(where)

    def _tell_double(self, table: Table, mark: RowMark) -> None:
        where = table.layout.grid.where(mark.row, mark.column)
        text = "This visit and activity are marked in two places of the file; the first was taken."
        self.problems.append(warning(where, text, "Check both cells."))
