"""Whatever the layout, a drawn schedule is read back as it was drawn; a damaged one is noticed or reads differently."""

from collections import Counter
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from protocols.domain.importers import csv_grid, xlsx_grid
from protocols.domain.importers.imported import Imported, Refused
from protocols.domain.schedule import Window
from tests.domain.importers.drawn import (
    WINDOWS,
    Drawn,
    Heading,
    Layout,
    Sheet,
    as_csv,
    as_xlsx,
    draw_sheet,
    layouts,
    schedules,
    sign_of,
)


def headers(drawn: Drawn) -> list[tuple[str, ...]]:
    stacks = []
    for visit in range(drawn.visits):
        stack = [row.name if row.kind == "fasting" else row.texts[visit] for row in drawn.headings if row.texts[visit]]
        stacks.append(tuple(text.replace("+/- ", "±") for text in stack))
    return stacks


def read_headers(imported: Imported) -> list[tuple[str, ...]]:
    return [tuple(text.replace("+/- ", "±") for text in visit.header) for visit in imported.schedule.visits]


def read_marks(imported: Imported) -> dict[tuple[str, int], str]:
    schedule = imported.schedule
    order = {visit.key: number for number, visit in enumerate(schedule.visits)}
    label = {activity.key: activity.label for activity in schedule.activities}
    return {(label[mark.activity], order[mark.visit]): mark.text for mark in schedule.marks}


def check(imported: Imported, drawn: Drawn, layout: Layout) -> None:
    schedule = imported.schedule
    assert read_headers(imported) == headers(drawn)
    assert [activity.label for activity in schedule.activities] == drawn.labels
    assert read_marks(imported) == drawn.marks
    check_windows(imported, drawn)
    check_notes(imported, drawn, layout)
    if drawn.groups[0][0]:
        groups = {label: group for group, labels in drawn.groups for label in labels}
        assert {a.label: a.group for a in schedule.activities} == groups


def check_windows(imported: Imported, drawn: Drawn) -> None:
    row = next((row for row in drawn.headings if row.kind == "window"), None)
    for number, visit in enumerate(imported.schedule.visits):
        stated = WINDOWS.get(row.texts[number]) if row else None
        assert (visit.window and (visit.window.before, visit.window.after)) == stated


def check_notes(imported: Imported, drawn: Drawn, layout: Layout) -> None:
    schedule = imported.schedule
    key = sign_of if layout.note_style == "sign" else str
    assert {note.key for note in schedule.footnotes} == {key(letter) for letter in drawn.letters}
    noted = {a.label: a.footnotes for a in schedule.activities if a.footnotes}
    assert noted == {label: (key(letter),) for label, letter in drawn.label_notes.items()}
    assert Counter(m.footnotes for m in schedule.marks if m.footnotes) == Counter(
        (key(letter),) for letter in drawn.mark_notes.values()
    )


@given(schedules(), layouts)
def test_an_excel_grid_in_any_layout_is_read_back(drawn: Drawn, layout: Layout) -> None:
    data = as_xlsx([("SoA", draw_sheet(drawn, layout, merge=True))], layout)
    check(xlsx_grid.read(data), drawn, layout)


@given(schedules(), layouts, st.sampled_from(",;\t"))
def test_a_csv_grid_in_any_layout_is_read_back(drawn: Drawn, layout: Layout, delimiter: str) -> None:
    data = as_csv(draw_sheet(drawn, layout, merge=False), layout, delimiter)
    check(csv_grid.read(data), drawn, layout)


def columns_of(drawn: Drawn, visits: range) -> Drawn:
    """Return the part of a schedule with these visits; activities without a mark there fall away."""
    marks = {(label, v - visits.start): text for (label, v), text in drawn.marks.items() if v in visits}
    held = {label for label, _ in marks}
    groups = tuple((group, tuple(label for label in labels if label in held)) for group, labels in drawn.groups)
    headings = tuple(
        replace(row, texts=row.texts[visits.start : visits.stop]) for row in drawn.headings if row.kind != "period"
    )
    notes = {label: letter for label, letter in drawn.label_notes.items() if label in held}
    return Drawn(headings, tuple(part for part in groups if part[1]), marks, {}, notes, {})


def rows_of(drawn: Drawn, labels: list[str]) -> Drawn:
    """Return the part of a schedule with these activities."""
    marks = {place: text for place, text in drawn.marks.items() if place[0] in labels}
    notes = {label: letter for label, letter in drawn.label_notes.items() if label in labels}
    return Drawn(drawn.headings, ((None, tuple(labels)),), marks, {}, notes, {})


def below(upper: Sheet, lower: Sheet) -> Sheet:
    """Draw one sheet under another."""
    start = max(row for row, _ in upper.cells) + 2
    cells = {**upper.cells, **{(row + start, column): cell for (row, column), cell in lower.cells.items()}}
    merges = upper.merges + [(top + start, left, bottom + start, right) for top, left, bottom, right in lower.merges]
    return Sheet(cells, merges)


PLAIN = Layout()


@settings(max_examples=40)
@given(schedules(), st.booleans())
def test_rows_that_continue_under_a_repeated_heading_are_joined(drawn: Drawn, two_sheets: bool) -> None:
    half = len(drawn.labels) // 2
    parts = [rows_of(drawn, drawn.labels[:half]), rows_of(drawn, drawn.labels[half:])]
    assume(all(any(text in "Xx✓" for text in part.marks.values()) for part in parts))
    upper, lower = (draw_sheet(replace(part, label_notes={}), PLAIN, merge=True) for part in parts)
    sheets = [("Part 1", upper), ("Part 2", lower)] if two_sheets else [("SoA", below(upper, lower))]
    imported = xlsx_grid.read(as_xlsx(sheets, PLAIN))
    assert [activity.label for activity in imported.schedule.activities] == drawn.labels
    assert read_headers(imported) == headers(drawn)
    assert len(imported.schedule.marks) == len(drawn.marks)


@settings(max_examples=40)
@given(schedules(), st.booleans())
def test_visits_that_continue_in_a_second_table_are_joined(drawn: Drawn, two_sheets: bool) -> None:
    assume(drawn.visits >= 6)
    half = drawn.visits // 2
    parts = [columns_of(drawn, range(half)), columns_of(drawn, range(half, drawn.visits))]
    marks = [{label for label, _ in part.marks} for part in parts]
    assume(len(marks[0] & marks[1]) >= 3 and 2 * len(marks[0] & marks[1]) >= min(map(len, marks)))
    assume(all(sum(text in "Xx✓" for text in part.marks.values()) >= 3 for part in parts))
    upper, lower = (draw_sheet(replace(part, label_notes={}), PLAIN, merge=True) for part in parts)
    sheets = [("Part 1", upper), ("Part 2", lower)] if two_sheets else [("SoA", below(upper, lower))]
    imported = xlsx_grid.read(as_xlsx(sheets, PLAIN))
    wanted = [stack for part in parts for stack in headers(part)]
    assert read_headers(imported) == wanted
    assert read_marks(imported) == drawn.marks


@settings(max_examples=40)
@given(schedules(), st.booleans())
def test_arms_side_by_side_are_told_apart(drawn: Drawn, merge: bool) -> None:
    arms = ("Placebo arm", "Active arm")
    twice = tuple(replace(row, texts=row.texts * 2) for row in drawn.headings)
    named = Heading("arm", "Arm", tuple(arm for arm in arms for _ in range(drawn.visits)), merged=True)
    marks = {(label, v + shift): text for (label, v), text in drawn.marks.items() for shift in (0, drawn.visits)}
    both = Drawn((named, *twice), drawn.groups, marks)
    sheet = draw_sheet(both, PLAIN, merge=merge)
    imported = xlsx_grid.read(as_xlsx([("SoA", sheet)], PLAIN)) if merge else csv_grid.read(as_csv(sheet, PLAIN))
    labels = {arm.key: arm.label for arm in imported.schedule.arms}
    assert [labels.get(visit.arm or "") for visit in imported.schedule.visits] == list(named.texts)
    assert len(imported.schedule.marks) == 2 * len(drawn.marks)


@settings(max_examples=40)
@given(schedules(), st.sampled_from(["{} (± 3 days)", "{} (±3)", "{} (-3/+3 days)"]))
def test_a_window_inside_the_visit_heading_is_read(drawn: Drawn, written: str) -> None:
    rows = [row for row in drawn.headings if row.kind == "visit"]
    named = replace(rows[0], texts=tuple(written.format(text) for text in rows[0].texts))
    sheet = draw_sheet(Drawn((named,), drawn.groups, drawn.marks), PLAIN, merge=True)
    schedule = xlsx_grid.read(as_xlsx([("SoA", sheet)], PLAIN)).schedule
    assert [v.window for v in schedule.visits] == [Window(3, 3, "day")] * drawn.visits


@settings(max_examples=40)
@given(schedules(), st.data())
def test_a_mark_merged_over_visits_is_repeated_with_its_span(drawn: Drawn, data: st.DataObject) -> None:
    label = data.draw(st.sampled_from(drawn.labels[1:]))
    first = data.draw(st.integers(0, drawn.visits - 2))
    last = data.draw(st.integers(first + 1, drawn.visits - 1))
    marks = {place: text for place, text in drawn.marks.items() if place[0] != label} | {(label, first): "X"}
    sheet = draw_sheet(Drawn(drawn.headings, drawn.groups, marks), PLAIN, merge=True)
    row, column = next(place for place, cell in sheet.cells.items() if cell[0] == label)
    sheet.merges.append((row, column + 1 + first, row, column + 1 + last))
    schedule = xlsx_grid.read(as_xlsx([("SoA", sheet)], PLAIN)).schedule
    key = next(activity.key for activity in schedule.activities if activity.label == label)
    found = [(mark.visit, mark.spans) for mark in schedule.marks if mark.activity == key]
    keys = [visit.key for visit in schedule.visits]
    assert found == [(visit, last - first + 1) for visit in keys[first : last + 1]]


@settings(max_examples=40)
@given(schedules())
def test_visits_that_go_down_the_page_are_read_with_a_warning(drawn: Drawn) -> None:
    codes = tuple(f"Visit {number + 1}" for number in range(drawn.visits))
    plain = Drawn((Heading("visit", "Visit", codes),), ((None, tuple(drawn.labels)),), drawn.marks)
    sheet = draw_sheet(plain, PLAIN, merge=True)
    turned = Sheet({(column, row): cell for (row, column), cell in sheet.cells.items()})
    imported = xlsx_grid.read(as_xlsx([("Sheet1", turned)], PLAIN))
    assert [visit.label for visit in imported.schedule.visits] == list(codes)
    assert read_marks(imported) == drawn.marks
    assert any("rows and columns were exchanged" in problem.message for problem in imported.problems)


@settings(max_examples=40)
@given(schedules(), layouts, st.data())
def test_a_column_moved_by_one_is_noticed_or_reads_differently(
    drawn: Drawn, layout: Layout, data: st.DataObject
) -> None:
    """Negative control: a mark under the wrong visit never reads like the right file."""
    sheet = draw_sheet(drawn, layout, merge=False)
    right = csv_grid.read(as_csv(sheet, layout))
    header_rows = {
        row for row, _ in sheet.cells if row < min(r for (r, _), c in sheet.cells.items() if c[0] in drawn.labels)
    }
    names = {text for row in drawn.headings for text in row.texts if row.kind == "visit"}
    visit_columns = sorted(
        column for (row, column), cell in sheet.cells.items() if cell[0] in names and row in header_rows
    )
    marked = {
        column for (row, column), cell in sheet.cells.items() if row not in header_rows and column in visit_columns
    }
    moved_from = data.draw(st.sampled_from([column for column in visit_columns if column <= max(marked)]))
    cells = {
        (row, column + (1 if column >= moved_from and row not in header_rows else 0)): cell
        for (row, column), cell in sheet.cells.items()
    }
    assert reads_otherwise(as_csv(Sheet(cells), layout), right)


@settings(max_examples=40)
@given(schedules(), layouts)
def test_a_dropped_heading_row_is_noticed_or_reads_differently(drawn: Drawn, layout: Layout) -> None:
    sheet = draw_sheet(drawn, layout, merge=False)
    right = csv_grid.read(as_csv(sheet, layout))
    names = {text for row in drawn.headings for text in row.texts if row.kind == "visit"}
    row = next(row for (row, _), cell in sorted(sheet.cells.items()) if cell[0] in names)
    cells = {place: cell for place, cell in sheet.cells.items() if place[0] != row}
    assert reads_otherwise(as_csv(Sheet(cells), layout), right)


def reads_otherwise(damaged: bytes, right: Imported) -> bool:
    try:
        return csv_grid.read(damaged).schedule != right.schedule
    except Refused:
        return True
