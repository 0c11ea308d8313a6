"""Schedules that hypothesis makes up, and the layouts in which they are drawn as Excel and CSV grids."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import openpyxl
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font

# Ordinary procedures; some end in letters that are footnote letters too, some hold figures and small letters.
LABELS = (
    "Informed consent", "Inclusion criteria", "Medical history", "Demographics", "Height", "Body weight", "Vital signs",
    "Physical examination", "12-lead ECG", "Haematology", "Clinical chemistry", "Urinalysis", "HbA1c", "SpO2",
    "Pregnancy test", "Concomitant medication", "Adverse events", "Randomisation", "Dispense study drug", "PK sample",
    "Quality of life questionnaire (EQ-5D)", "MRI of the knee", "Lipid panel", "Spirometry", "Hand out diary",
    "Review of diary", "FEV1", "Drug accountability", "Biopsy", "CT scan", "Echocardiogram", "Blood pressure",
)  # fmt: skip
GROUPS = (
    "Administrative",
    "SAFETY",
    "Efficacy",
    "Laboratory assessments",
    "Other procedures",
    "Patient-reported outcomes",
)
PERIODS = ("Screening", "Run-in period", "Treatment period", "Maintenance period", "Follow-up")
ODD_MARKS = {
    **{"O": "optional", "As clinically indicated": "conditional", "X (if necessary)": "conditional"},
    **{"See PK table": "referred", "Throughout": "continuous", "P": "planned", "6h": "planned", "P, 4h": "planned"},
}
WINDOWS = {"±3": (3, 3), "-7 to 0": (7, 0), "0 to +5": (0, 5), "+/- 2": (2, 2), "-1/+4": (1, 4), "±0": (0, 0)}
TITLES = ("Schedule of activities", "Table 1. Schedule of assessments")


@dataclass(frozen=True)
class Heading:
    """One heading row: its name at the left and a text for each visit; `merged` texts are drawn over their run."""

    kind: str
    name: str
    texts: tuple[str, ...]
    merged: bool = False


@dataclass(frozen=True)
class Drawn:
    """A schedule: heading rows, groups of activities, marks by (activity, visit), and letters of footnotes."""

    headings: tuple[Heading, ...]
    groups: tuple[tuple[str | None, tuple[str, ...]], ...]
    marks: dict[tuple[str, int], str]
    spans: dict[tuple[str, int], int] = field(default_factory=dict)
    label_notes: dict[str, str] = field(default_factory=dict)
    mark_notes: dict[tuple[str, int], str] = field(default_factory=dict)

    @property
    def visits(self) -> int:
        return len(self.headings[0].texts)

    @property
    def labels(self) -> list[str]:
        return [label for _, labels in self.groups for label in labels]

    def stack(self, visit: int) -> tuple[str, ...]:
        return tuple(row.texts[visit] for row in self.headings if row.texts[visit])

    @property
    def letters(self) -> list[str]:
        return sorted({*self.label_notes.values(), *self.mark_notes.values()})


@dataclass(frozen=True)
class Layout:
    """How a schedule is drawn: blank rows and columns around it, titles, notes, and how groups and footnotes look."""

    left: int = 0
    top: int = 0
    titles: tuple[str, ...] = ()
    gaps: bool = False
    notes_column: str | None = None
    numbered: bool = False
    group_style: str = "row"  # row, band, indent, column
    note_style: str = "raised"  # raised, bracket, sign
    names_in_label: bool = True


@st.composite
def heading_rows(draw: st.DrawFn, visits: int) -> tuple[Heading, ...]:
    rows: list[Heading] = []
    runs = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4).filter(lambda found: sum(found) <= visits))
    runs[-1] += visits - sum(runs)
    if draw(st.booleans()):
        texts = tuple(PERIODS[number] for number, run in enumerate(runs) for _ in range(run))
        rows.append(Heading("period", draw(st.sampled_from(["Period", "Study phase", ""])), texts, merged=True))
    code = draw(st.sampled_from(["V{}", "Visit {}", "{}", "Week {}", "Day {}"]))
    codes = tuple(code.format(number + 1) for number in range(visits))
    if code == "{}" or draw(st.booleans()):
        rows.append(Heading("visit", "Visit number", codes))
    else:
        rows.append(Heading("visit", draw(st.sampled_from(["Visit", "Procedure", ""])), codes))
    if draw(st.booleans()):
        unit = draw(st.sampled_from(["Week", "Study day", "Timing of visit (weeks)"]))
        start = draw(st.integers(-4, 0))
        rows.append(Heading("time", unit, tuple(str(start + 2 * number) for number in range(visits))))
    if draw(st.booleans()):
        windows = draw(st.lists(st.sampled_from([*WINDOWS, ""]), min_size=visits, max_size=visits))
        if any(windows):
            rows.append(Heading("window", draw(st.sampled_from(["Visit window (days)", "Window"])), tuple(windows)))
    if draw(st.booleans()):
        fasting = draw(st.lists(st.booleans(), min_size=visits, max_size=visits).filter(any))
        rows.append(Heading("fasting", "Fasting visit", tuple("X" if held else "" for held in fasting)))
    return tuple(rows)


@st.composite
def schedules(draw: st.DrawFn) -> Drawn:
    visits = draw(st.integers(3, 9))
    headings = draw(heading_rows(visits))
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=4, max_size=14, unique=True))
    groups = _grouped(labels, draw(st.integers(0, 3)))
    marks: dict[tuple[str, int], str] = {}
    spans: dict[tuple[str, int], int] = {}
    for number, label in enumerate(labels):
        held = draw(st.sets(st.integers(0, visits - 1), min_size=1))
        held |= {number} if number < visits else set()
        for visit in held:
            marks[(label, visit)] = draw(st.sampled_from(["X", "X", "X", "X", "x", "✓"]))
    for place in draw(st.lists(st.sampled_from(sorted(marks)), max_size=3, unique=True)):
        if sum(1 for text in marks.values() if text in "Xx✓") > len(marks) // 2 + 1:
            marks[place] = draw(st.sampled_from(sorted(ODD_MARKS)))
    letters = draw(st.integers(0, 4))
    noted = draw(st.lists(st.sampled_from(labels), min_size=letters, max_size=letters, unique=True))
    label_notes = {label: "abcdefgh"[number] for number, label in enumerate(noted)}
    mark_notes = {}
    crosses = sorted(place for place, text in marks.items() if text in "Xx✓")
    if letters and crosses and draw(st.booleans()):
        mark_notes[draw(st.sampled_from(crosses))] = "abcdefgh"[letters]
    return Drawn(headings, groups, marks, spans, label_notes, mark_notes)


def _grouped(labels: list[str], count: int) -> tuple[tuple[str | None, tuple[str, ...]], ...]:
    if not count:
        return ((None, tuple(labels)),)
    size = max(1, len(labels) // count)
    parts = [labels[start : start + size] for start in range(0, len(labels), size)]
    return tuple((GROUPS[number % len(GROUPS)], tuple(part)) for number, part in enumerate(parts))


layouts = st.builds(
    Layout,
    left=st.integers(0, 2),
    top=st.integers(0, 3),
    titles=st.lists(st.sampled_from(TITLES), max_size=1).map(tuple),
    gaps=st.booleans(),
    notes_column=st.sampled_from([None, None, "Notes", "Comments"]),
    numbered=st.booleans(),
    group_style=st.sampled_from(["row", "band", "indent", "column"]),
    note_style=st.sampled_from(["raised", "bracket", "sign"]),
)

RAISED = InlineFont(vertAlign="superscript")
SIGNS = ("*", "†", "‡", "§", "¶", "#", "**", "††")


@dataclass
class Sheet:
    """Cells and merges while a schedule is drawn; a cell is (text, footnote letter, look)."""

    cells: dict[tuple[int, int], tuple[str, str, str]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def put(self, row: int, column: int, text: str, letter: str = "", look: str = "") -> None:
        if text:
            self.cells[(row, column)] = (text, letter, look)


def draw_sheet(drawn: Drawn, layout: Layout, *, merge: bool) -> Sheet:
    """Draw a schedule; where `merge` is false a text over several visits stands in the first one only."""
    sheet = Sheet()
    label_column = layout.left + (1 if layout.numbered else 0)
    first = label_column + (2 if layout.group_style == "column" and drawn.groups[0][0] else 1)
    name_column = first - 1
    row = layout.top
    for title in layout.titles:
        sheet.put(row, layout.left, title)
        row += 2 if layout.gaps else 1
    for heading in drawn.headings:
        sheet.put(row, name_column, heading.name)
        _put_heading(sheet, heading, (row, first), merge)
        row += 1
    if layout.notes_column:
        sheet.put(row - 1, first + drawn.visits, layout.notes_column)
    if layout.numbered:
        sheet.put(row - 1, layout.left, "No.")
    row = _put_body(sheet, drawn, layout, (row, label_column, first), merge)
    row += 1
    for position, letter in enumerate(drawn.letters):
        sheet.put(
            row,
            layout.left,
            _note_line(letter, layout, position),
            letter if layout.note_style == "raised" else "",
            "note",
        )
        row += 1
    return sheet


def _put_heading(sheet: Sheet, heading: Heading, at: tuple[int, int], merge: bool) -> None:
    row, first = at
    for visit, text in enumerate(heading.texts):
        if heading.merged and visit and heading.texts[visit - 1] == text:
            continue
        sheet.put(row, first + visit, text)
        run = next((n for n, other in enumerate(heading.texts[visit:]) if other != text), len(heading.texts) - visit)
        if heading.merged and merge and run > 1:
            sheet.merges.append((row, first + visit, row, first + visit + run - 1))


def _put_body(sheet: Sheet, drawn: Drawn, layout: Layout, at: tuple[int, int, int], merge: bool) -> int:
    row, label_column, first = at
    number = 0
    for group, labels in drawn.groups:
        if group and layout.group_style != "column":
            sheet.put(row, label_column, group)
            if layout.group_style == "band" and merge:
                sheet.merges.append((row, label_column, row, first + drawn.visits - 1))
            row += 1
        for position, label in enumerate(labels):
            number += 1
            if group and layout.group_style == "column" and position == 0:
                sheet.put(row, label_column, group)
            if layout.numbered:
                sheet.put(row, layout.left, str(number))
            look = "indent" if group and layout.group_style == "indent" else ""
            sheet.put(row, first - 1, label, drawn.label_notes.get(label, ""), look)
            for visit in range(drawn.visits):
                text = drawn.marks.get((label, visit), "")
                sheet.put(row, first + visit, text, drawn.mark_notes.get((label, visit), ""))
            if layout.notes_column and position % 2:
                sheet.put(row, first + drawn.visits, "To be done before any other procedure of the visit")
            row += 2 if layout.gaps and position == 1 else 1
    return row


def sign_of(letter: str) -> str:
    return SIGNS["abcdefgh".index(letter)]


def _note_line(letter: str, layout: Layout, position: int) -> str:
    text = f"Only for some participants, as described in the protocol ({position + 1})."
    return {"raised": text, "bracket": f"[{letter}] {text}", "sign": f"{sign_of(letter)} {text}"}[layout.note_style]


def as_xlsx(sheets: list[tuple[str, Sheet]], layout: Layout) -> bytes:
    """Write drawn sheets as a workbook, with superscripts, merges and indents."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, drawn in sheets:
        sheet = book.create_sheet(name)
        for (row, column), (text, letter, look) in drawn.cells.items():
            cell = sheet.cell(row + 1, column + 1)
            cell.value = _written(text, letter, look, layout)
            if look == "indent":
                cell.alignment = Alignment(indent=1)
            if look == "bold":
                cell.font = Font(bold=True)
        for top, left, bottom, right in drawn.merges:
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _written(text: str, letter: str, look: str, layout: Layout) -> str | CellRichText:
    if not letter or (look == "note" and layout.note_style != "raised"):
        return text
    if layout.note_style == "raised":
        pieces = [TextBlock(RAISED, letter), " " + text] if look == "note" else [text, TextBlock(RAISED, letter)]
        return CellRichText(*pieces)
    return text + (f"[{letter}]" if layout.note_style == "bracket" else sign_of(letter))


def as_csv(drawn: Sheet, layout: Layout, delimiter: str = ",") -> bytes:
    """Write a drawn sheet as CSV; raised letters are glued on, as programs do that save a sheet as text."""
    rows = max(row for row, _ in drawn.cells) + 1
    columns = max(column for _, column in drawn.cells) + 1
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    for row in range(rows):
        writer.writerow([_plain(drawn.cells.get((row, column)), layout) for column in range(columns)])
    return buffer.getvalue().encode()


def _plain(cell: tuple[str, str, str] | None, layout: Layout) -> str:
    if cell is None:
        return ""
    text, letter, look = cell
    written = _written(text, letter, look, layout)
    indent = "   " if look == "indent" else ""
    return indent + (str(written) if isinstance(written, str) else "".join(str(piece) for piece in written))


def expected_marks(drawn: Drawn) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Return (label, heading stack, text) of every mark."""
    for (label, visit), text in drawn.marks.items():
        yield label, drawn.stack(visit), text
