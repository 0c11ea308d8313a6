"""The rows under the headings: activities with their marks, the headings of groups, and remarks between them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from protocols.domain.importers.grid.arrows import RowMark, with_drawn_arrow
from protocols.domain.importers.grid.cells import Cell
from protocols.domain.importers.grid.layout import Layout
from protocols.domain.importers.grid.markers import Evidence, Marked, split_markers
from protocols.domain.importers.grid.marks import MarkRead, is_empty, read_mark
from protocols.domain.importers.grid.notes import begins_remark, is_sentence
from protocols.domain.importers.grid.vocabulary import limit, says, tokens, words
from protocols.domain.importers.grid.wrapped import labels_of, wrapped_labels
from protocols.domain.schedule import MarkKind

_IN_BRACKETS_AT_END = re.compile(r"(.+?)\s*[(\[]([^()\[\]]+)[)\]]$")
_FIGURE = re.compile(r"[$€£]?\s*(\d{1,3}(?:,\d{3})+(?:\.\d{1,3})?|\d{1,7}(?:\.\d{1,3})?)(?:\s*mL)?", re.IGNORECASE)


@dataclass(frozen=True)
class ActivityRow:
    """One activity: its label without markers, the group it stands under and its marks."""

    row: int
    label: Marked
    group: str | None
    marks: tuple[RowMark, ...]


@dataclass(frozen=True)
class Body:
    """What stands under the headings. `bare_headings` are rows without marks and without rows that belong to them.

    `open` are the groups that are in force at the end, with their indents.
    """

    activities: tuple[ActivityRow, ...]
    headings: tuple[tuple[int, str], ...] = ()
    bare_headings: tuple[tuple[int, str], ...] = ()
    remarks: tuple[Cell, ...] = ()
    unnamed: tuple[int, ...] = ()
    totals: tuple[tuple[int, str], ...] = ()
    wrapped: tuple[tuple[int, str], ...] = ()
    open: tuple[tuple[float, str], ...] = ()


@dataclass
class _Groups:
    """The headings that are in force while the rows are read from the top."""

    open: list[tuple[float, str]] = field(default_factory=list)
    deeper: bool = False
    carried: dict[int, str] = field(default_factory=dict)

    def begin(self, indent: float, text: str) -> None:
        self.open = [(i, t) for i, t in self.open if i < indent] + [(indent, text)]
        self.deeper = False
        self.carried.clear()

    def name_for(self, indent: float) -> str | None:
        """A row that is indented less than the rows before it, or as little as its heading, has left the group."""
        if self.open and indent > self.open[-1][0]:
            self.deeper = True
        while self.deeper and self.open and self.open[-1][0] >= indent:
            self.open.pop()
        return self.open[-1][1] if self.open else None


def read_body(
    layout: Layout,
    evidence: Evidence,
    legend: Mapping[str, MarkKind],
    before: tuple[tuple[float, str], ...] = (),
) -> Body:
    """Return the activities, headings and remarks of the body, from the top; `before` are groups that go on in it."""
    marks = _marks_by_row(layout, evidence, legend)
    groups = _Groups(list(before))
    activities: list[ActivityRow] = []
    headings: list[tuple[int, str]] = []
    remarks: list[Cell] = []
    bare: list[tuple[int, str]] = []
    totals = _totals(layout, marks)
    wrapped = wrapped_labels(layout, marks)
    for row in layout.body:
        if row in totals or row in wrapped.taken:
            continue
        labels = wrapped.joined.get(row) or labels_of(layout, row)
        if marks.get(row):
            activities.append(_activity(labels, groups, evidence, (row, tuple(marks[row]))))
        elif labels:
            cell = labels[-1][1]
            if len(cell.text) > limit("heading_text") or begins_remark(cell.text) or is_sentence(cell.text):
                remarks.append(cell)
            elif _says_nothing_aloud(layout, row):
                bare.append((row, split_markers(cell, evidence).text))
            else:
                text = _without_continued(split_markers(cell, evidence).text)
                headings.append((row, text))
                groups.begin(cell.indent, text)
    bare.extend(_bare_headings(headings, activities))
    joined = tuple((row, labels[0][1].text) for row, labels in wrapped.joined.items())
    unnamed = tuple(activity.row for activity in activities if not activity.label.text)
    said = (tuple(headings), tuple(bare), tuple(remarks), unnamed, tuple(totals.items()), joined)
    return Body(tuple(activities), *said, tuple(groups.open))


def _without_continued(name: str) -> str:
    """ "Safety (continued)" at the top of a page is the group "Safety"."""
    found = _IN_BRACKETS_AT_END.match(name)
    return found[1] if found and found[2].casefold().strip() in words("captions", "continued") else name


def _says_nothing_aloud(layout: Layout, row: int) -> bool:
    """A row with "N/A" or "No" at the visits is an activity that is not done; a heading has nothing at them."""
    cells, label = layout.grid.rows[row], layout.grid.text(row, layout.main_label)
    return any(column in cells and cells[column].text != label for column in layout.visits)


def _totals(layout: Layout, marks: Mapping[int, Sequence[RowMark]]) -> dict[int, str]:
    """Rows that add up others or tell a length: named so, nothing but figures.

    Figures of a total are larger than those of any row that is not named so: "Total protein" with 1 is an activity.
    A charge on a budget, such as "Overhead", is none, whatever its size.
    """
    figures = {
        row: [float(figure[1].replace(",", "")) for m in found if (figure := _FIGURE.fullmatch(m.read.text))]
        for row, found in marks.items()
    }
    named = {
        row: labels[-1][1].text
        for row, found in figures.items()
        if found and len(found) == len(marks[row]) and (labels := labels_of(layout, row))
        if says(labels[-1][1].text, "totals", "names") or _is_no_activity(labels[-1][1].text)
    }
    others = max((figure for row, found in figures.items() if row not in named for figure in found), default=0)
    return {row: text for row, text in named.items() if _is_no_activity(text) or max(figures[row]) > max(others, 1)}


def _is_no_activity(label: str) -> bool:
    return _tells_a_length(label) or says(label, "totals", "charges")


def _tells_a_length(label: str) -> bool:
    """ "Visit duration (min)" and "Blood volume (mL)" measure the visits; they are nothing that is done there."""
    return not words("row_names", "lengths").isdisjoint(tokens(label)) and says(label, "totals", "measures")


def _activity(
    labels: list[tuple[int, Cell]], groups: _Groups, evidence: Evidence, marked: tuple[int, tuple[RowMark, ...]]
) -> ActivityRow:
    row, marks = marked
    if not labels:
        return ActivityRow(row, Marked(""), groups.name_for(0), marks)
    column, cell = labels[-1]
    for outer, group in labels[:-1]:
        groups.carried = {c: t for c, t in groups.carried.items() if c < outer}
        groups.carried[outer] = split_markers(group, evidence).text
    groups.carried = {c: t for c, t in groups.carried.items() if c < column}
    heading = groups.name_for(cell.indent)
    innermost = max(groups.carried, default=None)
    group_name = groups.carried[innermost] if innermost is not None else heading
    return ActivityRow(row, split_markers(cell, evidence), group_name, marks)


def _bare_headings(headings: list[tuple[int, str]], activities: list[ActivityRow]) -> tuple[tuple[int, str], ...]:
    """Headings directly followed by the end, with no activity anywhere after them."""
    last = max((activity.row for activity in activities), default=-1)
    return tuple((row, text) for row, text in headings if row > last)


def _marks_by_row(layout: Layout, evidence: Evidence, legend: Mapping[str, MarkKind]) -> dict[int, list[RowMark]]:
    """Read every cell of the body once; merged marks are given to each visit and each row that they cover."""
    numbers = {column: number for number, column in enumerate(layout.visits)}
    bare = _bare_texts(layout, numbers)
    known: dict[Cell, MarkRead | None] = {}
    found: dict[int, list[RowMark]] = {}
    body = set(layout.body)
    spans = layout.grid.spans
    for row in layout.body:
        alone: list[RowMark] = found.setdefault(row, [])
        label = layout.grid.text(row, layout.main_label)  # programs repeat the text of a band in each of its cells
        for column, cell in layout.grid.rows[row].items():
            if column not in numbers or (label and cell.text == label):
                continue
            if cell not in known:
                known[cell] = read_mark(cell, evidence, bare, legend)
            read = known[cell]
            if read is None:
                continue
            if (row, column) in spans:
                _spread(layout, (row, column), read, (numbers, body, found))
            else:
                alone.append(RowMark(numbers[column], row, column, read, 1))
    for row, marks in found.items():
        marks.sort()
        found[row] = with_drawn_arrow(layout, row, marks)
    return found


def _spread(
    layout: Layout,
    place: tuple[int, int],
    read: MarkRead,
    into: tuple[dict[int, int], set[int], dict[int, list[RowMark]]],
) -> None:
    numbers, body, found = into
    row, column = place
    span = layout.grid.spans[place]
    columns = [numbers[c] for c in range(column, column + span.columns) if c in numbers]
    for covered_row in range(row, row + span.rows):
        if covered_row == row or covered_row in body:
            found.setdefault(covered_row, []).extend(
                RowMark(number, row, column, read, len(columns)) for number in columns
            )


def _bare_texts(layout: Layout, numbers: Mapping[int, int]) -> frozenset[str]:
    """Return the short texts that stand alone in some cell of the body."""
    cells = {cell for row in layout.body for column, cell in layout.grid.rows[row].items() if column in numbers}
    return frozenset(cell.text for cell in cells if len(cell.text) <= 3 and not is_empty(cell.text))
