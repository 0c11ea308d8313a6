"""Our own workbook: what is written reads back equal, and every fault that a person makes is said with its cell."""

import datetime
import io
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from protocols.domain import importers
from protocols.domain.importers import template, template_write
from protocols.domain.importers import template_layout as layout
from protocols.domain.importers.limits import limits
from protocols.domain.importers.template_write import write_template
from protocols.domain.schedule import (
    Activity,
    Arm,
    Contact,
    Endpoint,
    Footnote,
    Mark,
    MarkKind,
    Objective,
    Repeats,
    Schedule,
    Visit,
    Window,
)
from tests.domain.importers.factory import changed, parts_of, refusal, schedule, told, with_part, words

WRITABLE = st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t=+-@'")
TEXTS = st.text(WRITABLE, min_size=1, max_size=30).map(str.strip).filter(bool)
NAMES = st.text("abcxyz019_*", min_size=1, max_size=6)
AMOUNTS = st.floats(0, 1000, allow_nan=False)
KEYS = st.lists(NAMES, max_size=3, unique=True).map(tuple)


@st.composite
def visits(draw: st.DrawFn, keys: list[str], arms: list[str]) -> tuple[Visit, ...]:
    def one(key: str) -> Visit:
        others = [other for other in keys if other != key]
        least = draw(st.integers(1, 50))
        return Visit(
            key=key,
            label=draw(TEXTS),
            epoch=draw(st.none() | TEXTS),
            arm=draw(st.sampled_from([None, *arms])),
            header=tuple(draw(st.lists(TEXTS, max_size=4))),
            day=draw(st.none() | st.floats(-1000, 1000, allow_nan=False)),
            window=draw(st.none() | st.builds(Window, AMOUNTS, AMOUNTS, st.sampled_from(["hour", "day", "week"]))),
            contact=draw(st.sampled_from(Contact)),
            repeats=draw(st.none() | st.builds(Repeats, st.just(least), st.none() | st.integers(least, 99))),
            same_visit_as=draw(st.none() | st.sampled_from(others)) if others else None,
        )

    return tuple(map(one, keys))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    arms = draw(st.lists(NAMES, max_size=3, unique=True))
    columns = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    rows = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    cells = draw(st.sets(st.tuples(st.sampled_from(columns), st.sampled_from(rows)), min_size=1))
    mark = st.builds(
        Mark,
        visit=st.just(""),
        activity=st.just(""),
        text=st.just("X") | TEXTS,
        kind=st.sampled_from(MarkKind),
        footnotes=KEYS,
        spans=st.integers(1, 5),
        count_each=st.booleans(),
        usual_care=st.booleans(),
        probability=st.none() | st.floats(0, 1),
    )
    levels = st.none() | TEXTS
    endpoints = st.lists(st.builds(Endpoint, levels, TEXTS), max_size=3).map(tuple)
    return Schedule(
        title=draw(st.none() | TEXTS),
        arms=tuple(Arm(key, draw(TEXTS)) for key in arms),
        visits=draw(visits(columns, arms)),
        activities=tuple(Activity(key, draw(TEXTS), draw(st.none() | TEXTS), draw(KEYS)) for key in rows),
        marks=tuple(
            replace(draw(mark), visit=column, activity=row)
            for column in columns
            for row in rows
            if (column, row) in cells
        ),
        footnotes=tuple(Footnote(key, draw(TEXTS)) for key in draw(KEYS)),
        objectives=tuple(draw(st.lists(st.builds(Objective, levels, TEXTS, endpoints), max_size=3))),
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(schedules())
def test_what_is_written_reads_back_equal(made: Schedule) -> None:
    imported = importers.read(write_template(made), "schedule.xlsx")
    assert imported.schedule == made
    assert imported.schedule.sha256 == made.sha256


def test_nothing_is_asked_about_a_schedule_that_we_wrote() -> None:
    assert importers.read(write_template(schedule()), "schedule.xlsx").problems == ()


def test_an_empty_template_is_refused_with_what_to_do() -> None:
    said = words(refusal(write_template()))
    assert "No visit is filled in" in said and "put an X" in said


def test_a_person_can_fill_in_the_empty_template() -> None:
    def fill(made: openpyxl.Workbook) -> None:
        rows = labels_of(made)
        sheet = made[layout.SCHEDULE]
        for column, (name, day) in enumerate((("Screening", -7), ("Week 1", 8)), start=layout.FIRST_VISIT):
            sheet.cell(rows[layout.VISIT], column, name)
            sheet.cell(rows[layout.DAY], column, day)
        sheet.cell(rows[layout.EPOCH], layout.FIRST_VISIT, "Before")
        first = rows[layout.GRID_HEADINGS[0]] + 1
        sheet.cell(first, 1, "ECG")
        sheet.cell(first, layout.FIRST_VISIT, "x")
        sheet.cell(first + 1, 1, "Call")
        sheet.cell(first + 1, layout.FIRST_VISIT + 1, "If needed")

    imported = importers.read(changed(write_template(), fill), "mine.xlsx")
    assert [(visit.key, visit.label, visit.day) for visit in imported.schedule.visits] == [
        ("v1", "Screening", -7),
        ("v2", "Week 1", 8),
    ]
    assert imported.schedule.visits[0].header == ("Before", "Screening")
    assert [(mark.visit, mark.activity, mark.text, mark.kind) for mark in imported.schedule.marks] == [
        ("v1", "a1", "x", MarkKind.PLANNED),
        ("v2", "a2", "If needed", MarkKind.CONDITIONAL),
    ]
    assert "The mark 'If needed' was read as: conditional." in told(imported)


def test_the_template_is_made_for_people() -> None:
    made = openpyxl.load_workbook(io.BytesIO(write_template(schedule())))
    sheet = made[layout.SCHEDULE]
    assert made.sheetnames[0] == layout.SCHEDULE and layout.GUIDE in made.sheetnames
    assert sheet.freeze_panes == f"B{labels_of(made)[layout.VISIT] + 1}"
    assert sheet.column_dimensions["A"].width == 40
    offered = {validation.formula1 for validation in sheet.data_validations.dataValidation}
    assert offered == {'"site,home,phone,video,unknown"', '"hour,day,week"'}


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    made = replace(schedule(), title="=1+1", activities=(Activity("a1", "=SUM(A1)"), Activity("a2", "#N/A")))
    sheet = openpyxl.load_workbook(io.BytesIO(write_template(made)))[layout.SCHEDULE]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type in ("f", "e")]
    assert importers.read(write_template(made), "x.xlsx").schedule == made


def test_signs_that_no_spreadsheet_can_hold_are_left_out() -> None:
    made = replace(schedule(), title="A\x0b study\ud800\uffff")
    assert importers.read(write_template(made), "x.xlsx").schedule.title == "A study"


def labels_of(made: openpyxl.Workbook) -> dict[str, int]:
    """Return the rows of the sheet Schedule by what stands in column A."""
    sheet = made[layout.SCHEDULE]
    return {str(sheet.cell(row, 1).value): row for row in range(1, sheet.max_row + 1)}


def after(change: Callable[[Worksheet, dict[str, int]], None]) -> bytes:
    """Return the small schedule as a workbook after a change in the sheet Schedule."""

    def apply(made: openpyxl.Workbook) -> None:
        change(made[layout.SCHEDULE], labels_of(made))

    return changed(write_template(schedule()), apply)


def with_value(label: str, value: object, column: int = layout.FIRST_VISIT) -> bytes:
    """Return the small schedule with one value over the grid changed."""
    return after(lambda sheet, rows: sheet.cell(rows[label], column).__setattr__("value", value))


@pytest.mark.parametrize(
    ("label", "value", "cell", "said"),
    [
        (layout.DAY, "soon", "E5", "'soon' is not a number"),
        (layout.DAY, "2026-01-01", "E5", "is not a number"),
        (layout.DAY, 1e300, "E5", "is not a number that can be used"),
        (layout.DAY, "nan", "E5", "is not a number"),
        (layout.BEFORE, -3, "E6", "-3 is below zero"),
        (layout.AFTER, "+/-3", "E7", "is not a number"),
        (layout.UNIT, "fortnight", "E8", "Use one of: hour, day, week"),
        (layout.PLACE, "moon", "E9", "Use one of: site, home, phone, video, unknown"),
        (layout.LEAST, 0, "E10", "not a whole number"),
        (layout.LEAST, 1.5, "E10", "not a whole number"),
        (layout.SAME_AS, "v9", "E12", "no other visit with the key 'v9'"),
        (layout.SAME_AS, "v1", "E12", "no other visit"),
        (layout.ARM, "third", "E2", "The arm 'third' is not in the sheet Arms"),
        (layout.VISIT, None, "E4", "no name"),
    ],
)
def test_a_value_that_is_not_understood_is_named_with_its_cell(label: str, value: object, cell: str, said: str) -> None:
    refused = words(refusal(with_value(label, value)))
    assert f"Schedule!{cell}: " in refused and said in refused


def test_three_faults_are_three_messages() -> None:
    def spoil(sheet: Worksheet, rows: dict[str, int]) -> None:
        sheet.cell(rows[layout.DAY], layout.FIRST_VISIT).value = "soon"
        sheet.cell(rows[layout.PLACE], layout.FIRST_VISIT).value = "moon"
        sheet.cell(rows["ECG"], 1).value = None

    assert len(refusal(after(spoil)).problems) == 3


def test_a_window_without_a_unit_is_read_as_days_and_told() -> None:
    imported = importers.read(with_value(layout.BEFORE, 3), "x.xlsx")
    assert imported.schedule.visits[0].window == Window(3, 0, "day")
    assert "warning Schedule!E8: The window has no unit." in told(imported)


def test_at_most_must_not_be_less_than_at_least() -> None:
    def spoil(sheet: Worksheet, rows: dict[str, int]) -> None:
        sheet.cell(rows[layout.LEAST], layout.FIRST_VISIT).value = 5
        sheet.cell(rows[layout.MOST], layout.FIRST_VISIT).value = 2

    assert "At most 2 is less than at least 5" in words(refusal(after(spoil)))


def test_at_most_alone_is_from_one() -> None:
    imported = importers.read(with_value(layout.MOST, 4), "x.xlsx")
    assert imported.schedule.visits[0].repeats == Repeats(1, 4)


def test_the_name_of_an_arm_does_as_well_as_its_key() -> None:
    assert importers.read(with_value(layout.ARM, "Placebo"), "x.xlsx").schedule.visits[0].arm == "p"


def test_numbers_and_dates_as_names_are_texts() -> None:
    assert importers.read(with_value(layout.VISIT, 2), "x.xlsx").schedule.visits[0].label == "2"
    assert importers.read(with_value(layout.VISIT, 2.5), "x.xlsx").schedule.visits[0].label == "2.5"
    assert importers.read(with_value(layout.VISIT, True), "x.xlsx").schedule.visits[0].label == "TRUE"


def test_two_visits_with_one_name_are_kept_apart_and_told() -> None:
    imported = importers.read(with_value(layout.VISIT, "Week 1"), "x.xlsx")
    assert len(imported.schedule.visits) == 2
    assert "2 visits are called 'Week 1'. They were kept apart." in told(imported)


def test_keys_that_are_used_twice_are_refused() -> None:
    assert "The key 'v2' is used twice" in words(refusal(with_value(layout.VISIT_KEY, "v2")))


def test_a_made_key_never_meets_a_given_one() -> None:
    def empty(sheet: Worksheet, rows: dict[str, int]) -> None:
        sheet.cell(rows["ECG"], layout.KEY_COLUMN).value = None
        sheet.cell(rows["Blood sample"], layout.KEY_COLUMN).value = "a1"

    def forget(made: openpyxl.Workbook) -> None:
        empty(made[layout.SCHEDULE], labels_of(made))
        made[layout.MARKS].delete_rows(2, 10)

    imported = importers.read(changed(write_template(schedule()), forget), "x.xlsx")
    assert [row.key for row in imported.schedule.activities] == ["a2", "a1"]


def test_a_formula_gives_its_saved_result_or_is_told_as_empty() -> None:
    imported = importers.read(with_value(layout.DAY, "=7+1"), "x.xlsx")
    assert imported.schedule.visits[0].day is None
    assert "Schedule!E5: This cell holds a formula without a saved result. It was read as empty." in told(imported)


def test_a_formula_with_a_saved_result_gives_it_and_is_told() -> None:
    data = with_value(layout.DAY, "=7+1")
    name = "xl/worksheets/sheet1.xml"
    saved = (
        parts_of(data)[name]
        .replace(b"<f>7+1</f><v></v>", b"<f>7+1</f><v>8</v>")
        .replace(b"<f>7+1</f><v />", b"<f>7+1</f><v>8</v>")
    )
    imported = importers.read(with_part(data, name, saved), "x.xlsx")
    assert imported.schedule.visits[0].day == 8
    assert "Schedule!E5: This cell holds a formula. Its last saved result was read: '8'." in told(imported)


def test_a_date_as_a_name_is_its_iso_text() -> None:
    dated = importers.read(with_value(layout.VISIT, datetime.datetime(2026, 3, 1)), "x.xlsx")
    assert dated.schedule.visits[0].label == "2026-03-01"
    timed = importers.read(with_value(layout.VISIT, datetime.datetime(2026, 3, 1, 8, 30)), "x.xlsx")
    assert timed.schedule.visits[0].label == "2026-03-01 08:30:00"


def test_a_sheet_without_any_word_is_no_hindrance() -> None:
    def lose(made: openpyxl.Workbook) -> None:
        made[layout.OBJECTIVES].delete_rows(1, 20)

    assert importers.read(changed(write_template(schedule()), lose), "x.xlsx").schedule.objectives == ()


def test_memory_that_runs_out_while_opening_is_not_taken_for_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*args: object, **options: object) -> None:
        raise MemoryError

    monkeypatch.setattr(openpyxl, "load_workbook", no_room)
    with pytest.raises(MemoryError):
        template.read(write_template(schedule()))


def test_a_mark_merged_over_visits_is_repeated_with_its_span() -> None:
    def merge(sheet: Worksheet, rows: dict[str, int]) -> None:
        sheet.merge_cells(start_row=rows["ECG"], end_row=rows["ECG"], start_column=5, end_column=6)

    marks = importers.read(after(merge), "x.xlsx").schedule.mark_at
    assert (marks["v1", "a1"].spans, marks["v2", "a1"].spans, marks["v1", "a2"].spans) == (2, 2, 1)


def test_rows_over_the_grid_may_be_moved_but_not_doubled() -> None:
    def double(sheet: Worksheet, rows: dict[str, int]) -> None:
        sheet.cell(rows[layout.EPOCH], 1).value = layout.ARM

    assert "The label stands in row 2 too" in words(refusal(after(double)))


@pytest.mark.parametrize(
    ("label", "said"), [(layout.VISIT, "The row 'Visit' is missing"), ("Activity", "headings Activity")]
)
def test_a_template_without_its_labels_is_refused(label: str, said: str) -> None:
    def lose(sheet: Worksheet, rows: dict[str, int]) -> None:
        sheet.cell(rows[label], 1).value = "gone"

    assert said in words(refusal(after(lose)))


def explained(*row: object) -> bytes:
    """Return the small schedule with one row in the sheet that explains marks."""

    def add(made: openpyxl.Workbook) -> None:
        sheet = made[layout.MARKS]
        for column, value in enumerate(row, start=1):
            sheet.cell(2, column).value = value

    return changed(write_template(schedule()), add)


def test_a_mark_may_be_explained_by_names_or_by_keys() -> None:
    by_name = importers.read(explained(None, None, "ECG", "Screening", "Optional", "a"), "x.xlsx").schedule
    by_key = importers.read(explained("a1", "v1", None, None, "optional", "a"), "x.xlsx").schedule
    assert by_name == by_key
    assert (by_name.mark_at["v1", "a1"].kind, by_name.mark_at["v1", "a1"].footnotes) == (MarkKind.OPTIONAL, ("a",))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("a9", "v1"), "Activity 'a9' is not in the sheet Schedule"),
        (("a1", "v9"), "Visit 'v9' is not in the sheet Schedule"),
        (("a1", "v2"), "There is no mark at this visit and activity"),
        (("a1", "v1", "", "", "sometimes"), "Use one of: planned"),
        (("a1", "v1", "", "", "", "", 0), "not a whole number"),
        (("a1", "v1", "", "", "", "", 1, "perhaps"), "Use one of: yes, no"),
        (("a1", "v1", "", "", "", "", 1, "", "", 2), "not between 0 and 1"),
    ],
)
def test_an_explanation_that_fits_nothing_is_refused(row: tuple[object, ...], said: str) -> None:
    assert said in words(refusal(explained(*row)))


def test_a_footnote_without_a_text_is_told_and_one_with_two_is_refused() -> None:
    def add(made: openpyxl.Workbook) -> None:
        made[layout.FOOTNOTES].append(["a", "Again."])

    def lose(made: openpyxl.Workbook) -> None:
        made[layout.FOOTNOTES].delete_rows(2)

    assert "used 2 times" in words(refusal(changed(write_template(schedule()), add)))
    assert "The footnote 'a' has no text" in told(importers.read(changed(write_template(schedule()), lose), "x.xlsx"))


def test_sheets_that_are_not_needed_may_be_missing() -> None:
    def lose(made: openpyxl.Workbook) -> None:
        for name in (layout.GUIDE, layout.ARMS, layout.FOOTNOTES, layout.MARKS):
            made.remove(made[name])

    imported = importers.read(changed(write_template(schedule()), lose), "x.xlsx")
    assert imported.schedule.marks == schedule().marks


def test_comments_and_hidden_parts_are_no_hindrance() -> None:
    def add(made: openpyxl.Workbook) -> None:
        made[layout.SCHEDULE]["E5"].comment = Comment("Is this right?", "somebody")
        made[layout.SCHEDULE].row_dimensions[3].hidden = True

    imported = importers.read(changed(write_template(schedule()), add), "x.xlsx")
    assert imported.schedule == schedule()
    assert "Schedule, row 3: This row is hidden. It was read all the same." in told(imported)


def test_the_reader_and_the_writer_are_one_module_for_callers() -> None:
    assert template.write_template is write_template


def test_a_schedule_too_large_to_be_read_back_says_so_in_its_guide(monkeypatch: pytest.MonkeyPatch) -> None:
    def guide() -> str:
        sheet = openpyxl.load_workbook(io.BytesIO(write_template(schedule())))[layout.GUIDE]
        return " ".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row if value)

    assert layout.TOO_LARGE not in guide()
    monkeypatch.setattr(template_write, "limits", lambda: replace(limits(), cells=80))
    assert "at most 80 are read" in guide()
