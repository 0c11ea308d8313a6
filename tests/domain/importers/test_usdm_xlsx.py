"""The USDM workbook in both dialects: columns, marks, timings, windows, contacts, footnotes, objectives."""

from collections.abc import Mapping, Sequence

import openpyxl
import pytest

from protocols.domain import importers
from protocols.domain.importers import usdm_xlsx
from protocols.domain.schedule import Contact, MarkKind, Repeats, Window
from tests.conftest import DATA_FOLDER
from tests.domain.importers.factory import changed, refusal, told, words, workbook

Rows = Sequence[Sequence[object]]

NEW_GRID: Rows = (
    ("Name", "Main", "name", "SCR", "BASE", "WK1"),
    ("Description", "The schedule", "description", "-", "-", "-"),
    ("Condition", "Joined", "label", "Screening visit", "Baseline", "Week 1"),
    (None, None, "type", "Activity", "Activity", "Activity"),
    (None, None, "default", "BASE", "WK1", "(EXIT)"),
    (None, None, "condition", None, None, None),
    (None, None, "epoch", "Screening", "Treatment", "Treatment"),
    (None, None, "encounter", "E1", "E2", "E3"),
    ("Parent Activity", "Child Activity", "BC/Procedure/Timeline"),
    (None, "Consent", None, "X", "-", "-"),
    ("Tests", "Vital signs", "BC: Pulse, TL: pressure", "X", "X", "O"),
    ("-", "ECG", "PR: PR1", "-", "x", "If needed"),
)
NEW_SHEETS: Mapping[str, Rows] = {
    "study": (("name", "S"), ("officialTitle", "A <i>fine</i> study")),
    "studyDesign": (("studyDesignName", "D"), ("mainTimeline", "grid"), ("otherTimelines", "pressure, early")),
    "studyDesignArms": (("name", "label"), ("Active", "Active arm"), ("Placebo", "Placebo arm")),
    "studyDesignEpochs": (("name", "label"), ("Screening ", "Screening period"), ("Treatment", "Treatment period")),
    "studyDesignEncounters": (
        ("name", "label", "environmentalSetting", "contactModes"),
        ("E1", "Visit 1", "CLINIC", "In Person"),
        ("E2", "Visit 2", "HOME", "In Person"),
        ("E3", "Call", "HOME", "Telephone Call"),
    ),
    "studyDesignTiming": (
        ("name", "label", "type", "from", "to", "timingValue", "window"),
        ("T1", "Before", "BEFORE", "SCR", "BASE", "2 weeks", "-4..0 hours"),
        ("T2", "Start", "FIXED", "BASE", "BASE", "1 Day", None),
        ("T3", "Later", "AFTER", "WK1", "BASE", "1 Week", "-1..2 days"),
    ),
    "studyDesignConditions": (
        ("name", "text", "context", "appliesTo"),
        ("C1", "Only if fasting", "SCR", "Vital signs, Consent"),
        ("C2", "Every time", None, "ECG"),
    ),
    "studyDesignOE": (
        ("objectiveName", "objectiveText", "objectiveLevel", "endpointName", "endpointText", "endpointLevel"),
        ("O1", "Does it work?", "Primary Objective", "N1", "Score", "Primary Endpoint"),
        (None, None, None, "N2", "Time", "Secondary Endpoint"),
        ("O2", "Is it safe?", "Secondary Objective", "N3", "Events", "Secondary Endpoint"),
    ),
    "grid": NEW_GRID,
    "pressure": (
        ("Name", "Pressure profile", "name", "P1", "P2"),
        ("Parent Activity", "Child Activity", "BC/Procedure/Timeline"),
        (None, "Lie down", None, "X", "-"),
        (None, "Stand", None, "-", "X"),
    ),
    "early": (
        ("Name", "Early end", "name", "ET"),
        (None, None, None),
        ("Condition", "Stops early", "label", "Early visit"),
        ("Parent Activity", "Child Activity", "BC/Procedure/Timeline"),
        (None, "ECG", None, "X"),
    ),
}
OLD_SHEETS: Mapping[str, Rows] = {
    "study": (("studyTitle", "An older study"),),
    "studyDesign": (("mainTimeline", "mainTimeline"),),
    "studyDesignEpochs": (("studyEpochName",), ("Screening",), ("Treatment",)),
    "studyDesignArms": (("studyArmName",), ("One",)),
    "studyDesignEncounters": (
        ("xref", "encounterName", "encounterEnvironmentalSetting", "encounterContactModes"),
        ("E1", "Screening", "HOSPITAL", "In Person"),
        ("E2", "15 min", "HOSPITAL", "In Person"),
        ("E3", "24 Hours", "HOSPITAL", "In Person"),
    ),
    "studyDesignOE": (
        ("objectiveXref", "objectiveDescription", "objectiveLevel", "endpointDescription", "endpointLevel"),
        ("O1", "Why", "Primary", "What", "Primary"),
    ),
    "mainTimeline": (
        ("Name", "Main", "Epoch", "Screening", "Treatment", "Treatment"),
        (None, None, "Cycle", "-", "-", "-"),
        (None, None, "Timing", "N: 0..2 Days", "A:", "P: +24 Hours"),
        (None, None, "Encounter xref", "E1", "E2", "E3"),
        (None, None, "Window", None, "0..1 Hours", "0..4 Hours"),
        ("Parent Activity", "Child Activity", "BC/Procedure/Timeline"),
        ("-", "Consent", "-", "X", "-", "-"),
        ("-", "ECG", "-", "X", "O", "X"),
    ),
}


def usdm_workbook(sheets: Mapping[str, Rows] = NEW_SHEETS) -> bytes:
    """Return a study workbook with these sheets."""

    def fill(made: openpyxl.Workbook) -> None:
        made.remove(made.worksheets[0])
        for name, rows in sheets.items():
            sheet = made.create_sheet(name)
            for row in rows:
                sheet.append(list(row))

    return workbook(fill)


def with_sheet(name: str, rows: Rows) -> bytes:
    """Return the newer workbook with one sheet replaced."""
    return usdm_workbook({**NEW_SHEETS, name: rows})


def test_the_newer_dialect_is_read() -> None:
    imported = importers.read(usdm_workbook(), "study.xlsx")
    schedule = imported.schedule
    assert imported.format == "usdm-xlsx"
    assert schedule.title == "A fine study"
    assert [visit.label for visit in schedule.visits] == ["Screening visit", "Baseline", "Week 1"]
    assert schedule.visits[0].header == ("Screening period", "Visit 1", "Screening visit", "Before", "-4..0 hours")
    assert [visit.day for visit in schedule.visits] == [-14, 1, 8]
    assert [visit.window for visit in schedule.visits] == [Window(4, 0, "hour"), None, Window(1, 2, "day")]
    assert [visit.contact for visit in schedule.visits] == [Contact.SITE, Contact.HOME, Contact.PHONE]
    assert [arm.label for arm in schedule.arms] == ["Active arm", "Placebo arm"]


def test_marks_keep_their_texts_and_a_dash_is_nothing() -> None:
    schedule = usdm_xlsx.read(usdm_workbook()).schedule
    texts = {place: mark.text for place, mark in schedule.mark_at.items()}
    assert texts == {
        ("SCR", "Consent"): "X",
        ("SCR", "Vital signs"): "X",
        ("BASE", "Vital signs"): "X",
        ("WK1", "Vital signs"): "O",
        ("BASE", "ECG"): "x",
        ("WK1", "ECG"): "If needed",
    }
    assert schedule.mark_at["WK1", "Vital signs"].kind is MarkKind.OPTIONAL
    assert schedule.mark_at["WK1", "ECG"].kind is MarkKind.CONDITIONAL


def test_a_parent_holds_for_the_rows_below_and_is_no_activity() -> None:
    schedule = usdm_xlsx.read(usdm_workbook()).schedule
    assert [(row.label, row.group) for row in schedule.activities] == [
        ("Consent", None),
        ("Vital signs", "Tests"),
        ("ECG", "Tests"),
    ]


def test_conditions_are_footnotes_of_cells_or_of_rows() -> None:
    schedule = usdm_xlsx.read(usdm_workbook()).schedule
    assert [(note.key, note.text) for note in schedule.footnotes] == [("a", "Only if fasting"), ("b", "Every time")]
    assert schedule.mark_at["SCR", "Vital signs"].footnotes == ("a",)
    assert schedule.mark_at["SCR", "Vital signs"].kind is MarkKind.CONDITIONAL
    assert schedule.mark_at["BASE", "Vital signs"].footnotes == ()
    assert schedule.activity_by_key["ECG"].footnotes == ("b",)


def test_objectives_keep_their_endpoints() -> None:
    objectives = usdm_xlsx.read(usdm_workbook()).schedule.objectives
    assert [(one.text, [endpoint.text for endpoint in one.endpoints]) for one in objectives] == [
        ("Does it work?", ["Score", "Time"]),
        ("Is it safe?", ["Events"]),
    ]


def test_smaller_timelines_and_events_are_told() -> None:
    said = told(usdm_xlsx.read(usdm_workbook()))
    assert "note Vital signs: One mark here hides 2 steps of the timeline 'Pressure profile': P1, P2." in said
    assert "'Early end' is not on the calendar and not in the grid: 1 visits (Early visit) with 1 activities." in said
    assert "It starts when: Stops early." in said


def test_the_older_dialect_is_read() -> None:
    imported = usdm_xlsx.read(usdm_workbook(OLD_SHEETS))
    schedule = imported.schedule
    assert schedule.title == "An older study"
    assert [visit.label for visit in schedule.visits] == ["Screening", "15 min", "24 Hours"]
    assert [visit.day for visit in schedule.visits] == [None, 0, 1]
    assert [visit.window for visit in schedule.visits] == [None, Window(0, 1, "hour"), Window(0, 4, "hour")]
    assert [visit.contact for visit in schedule.visits] == [Contact.SITE] * 3
    assert [mark.text for mark in schedule.marks] == ["X", "X", "O", "X"]
    assert schedule.objectives[0].endpoints[0].text == "What"


def test_a_decision_column_is_no_visit_and_its_loop_asks_for_repeats() -> None:
    rows = [list(row) for row in NEW_GRID]
    for row, value in zip(rows[:8], ("LOOP", "-", "", "Decision", "(EXIT)", "until cured: BASE", "", ""), strict=True):
        row.append(value)
    imported = usdm_xlsx.read(with_sheet("grid", rows))
    assert [visit.repeats for visit in imported.schedule.visits] == [None, Repeats(1, None), Repeats(1, None)]
    assert "stands for more than one visit: 'until cured'" in told(imported)


def test_merged_periods_hold_for_all_their_columns() -> None:
    def merge(made: openpyxl.Workbook) -> None:
        made["grid"].merge_cells("E7:F7")

    schedule = usdm_xlsx.read(changed(usdm_workbook(), merge)).schedule
    assert [visit.epoch for visit in schedule.visits] == ["Screening period", "Treatment period", "Treatment period"]


def test_two_columns_with_one_name_are_kept_apart() -> None:
    rows = (("Name", "Main", "name", "A", "A", None), *NEW_GRID[1:])
    schedule = usdm_xlsx.read(with_sheet("grid", rows)).schedule
    assert [visit.key for visit in schedule.visits] == ["A", "column E", "column F"]
    assert len(schedule.marks) == 6


def test_an_activity_in_two_rows_is_read_as_one_and_told() -> None:
    imported = usdm_xlsx.read(with_sheet("grid", (*NEW_GRID, (None, "ECG", None, "X", "-", "-"))))
    assert ("SCR", "ECG") in imported.schedule.mark_at
    assert "warning grid!B13: The activity 'ECG' stands in row 12 too." in told(imported)


def test_an_activity_that_stands_in_the_parent_column_is_kept() -> None:
    schedule = usdm_xlsx.read(with_sheet("grid", (*NEW_GRID, ("Weight", None, None, "X", "-", "-")))).schedule
    assert "Weight" in [row.label for row in schedule.activities]


def test_a_main_timeline_that_does_not_exist_is_replaced_by_the_widest_sheet_and_told() -> None:
    imported = usdm_xlsx.read(with_sheet("studyDesign", (("mainTimeline", "nowhere"),)))
    assert len(imported.schedule.visits) == 3
    assert "names no main timeline that exists. 'grid' was read." in told(imported)


def test_a_study_without_any_timeline_sheet_is_refused() -> None:
    data = usdm_workbook({"study": (("name", "S"),), "studyDesign": (("mainTimeline", "x"),)})
    assert "Parent Activity" in words(refusal(data))


def test_only_the_grid_is_needed() -> None:
    schedule = importers.read(usdm_workbook({"studyDesign": (("a", "b"),), "grid": NEW_GRID}), "s.xlsx").schedule
    assert len(schedule.visits) == 3 and len(schedule.marks) == 6
    assert schedule.title is None
    assert {visit.contact for visit in schedule.visits} == {Contact.UNKNOWN}


def with_rows(**changes: Sequence[object]) -> bytes:
    """Return the newer workbook with rows of its grid replaced; "row9" is the tenth."""
    rows = [list(changes.get(f"row{number}", row)) for number, row in enumerate(NEW_GRID)]
    return with_sheet("grid", rows)


def test_every_sign_for_nothing_is_nothing() -> None:
    schedule = usdm_xlsx.read(with_rows(row9=(None, "Consent", None, "X", "–", "n/a"))).schedule
    consent = next(row.key for row in schedule.activities if row.label == "Consent")
    assert [mark.visit for mark in schedule.marks if mark.activity == consent] == ["SCR"]


def test_a_column_of_remarks_and_a_blank_one_are_no_visits() -> None:
    data = with_rows(row0=(*NEW_GRID[0], None, "Notes"), row10=(*NEW_GRID[10], None, "See the manual"))
    imported = usdm_xlsx.read(data)
    assert len(imported.schedule.visits) == 3
    assert "grid!H1: This column holds remarks" in told(imported)


@pytest.mark.parametrize(
    ("written", "window"),
    [
        ("-1..2 days", Window(1, 2, "day")),
        ("-1 to 2 days", Window(1, 2, "day")),
        ("± 2 days", Window(2, 2, "day")),
        ("-4/+4 h", Window(4, 4, "hour")),
        ("-", None),
        ("sometime", None),
    ],
)
def test_windows_as_people_write_them(written: str, window: Window | None) -> None:
    timings = [list(row) for row in NEW_SHEETS["studyDesignTiming"]]
    timings[3][5:] = ["7d", written]
    imported = usdm_xlsx.read(with_sheet("studyDesignTiming", timings))
    assert imported.schedule.visits[2].day == 8 and imported.schedule.visits[2].window == window
    assert ("not a length of time" in told(imported)) == (written == "sometime")


def test_hidden_rows_and_columns_of_the_grid_are_read_and_told() -> None:
    def hide(made: openpyxl.Workbook) -> None:
        made["grid"].row_dimensions[12].hidden = True
        made["grid"].column_dimensions["F"].hidden = True
        made["grid"].sheet_state = "hidden"

    imported = usdm_xlsx.read(changed(usdm_workbook(), hide))
    assert len(imported.schedule.marks) == 6
    for place in ("grid: This sheet is hidden", "grid, row 12: This row is hidden", "grid, column F: This column"):
        assert place in told(imported)


def test_sheet_names_may_differ_in_case_and_blanks() -> None:
    sheets = {
        {"studyDesign": "Study Design", "grid": "Main Grid"}.get(name, name): rows for name, rows in NEW_SHEETS.items()
    }
    sheets["Study Design"] = (("studyDesignName", "D"), ("mainTimeline", "maingrid"))
    imported = importers.read(usdm_workbook(sheets), "study.xlsx")
    assert imported.format == "usdm-xlsx" and "names no main timeline" not in told(imported)


def test_a_list_may_have_a_name_in_the_plural_and_a_blank_row_above() -> None:
    sheets = {name: rows for name, rows in NEW_SHEETS.items() if name != "studyDesignTiming"}
    sheets["studyDesignTimings"] = ((None,), *NEW_SHEETS["studyDesignTiming"])
    assert [visit.day for visit in usdm_xlsx.read(usdm_workbook(sheets)).schedule.visits] == [-14, 1, 8]


def test_an_ordinary_workbook_may_have_a_sheet_about_the_study_design() -> None:
    grid = (("Procedure", "Screening", "Week 1"), ("ECG", "X", "X"), ("Labs", "X", None), ("Weight", None, "X"))
    data = usdm_workbook({"Study Design": (("Design", "Open"),), "Schedule": grid})
    assert importers.read(data, "study.xlsx").format == "xlsx"


def test_an_epoch_that_is_written_once_holds_until_the_next() -> None:
    schedule = usdm_xlsx.read(with_rows(row6=(None, None, "epoch", "Screening", None, "-"))).schedule
    assert [visit.epoch for visit in schedule.visits] == ["Screening period", "Screening period", None]


def test_a_parent_in_a_row_of_its_own_is_a_heading() -> None:
    rows = (*NEW_GRID, ("Closing", None, None, "-", "-", "-"), (None, "Return of diary", None, "-", "-", "X"))
    schedule = usdm_xlsx.read(with_sheet("grid", rows)).schedule
    assert [row.group for row in schedule.activities if row.label == "Return of diary"] == ["Closing"]


def test_a_column_of_dashes_only_is_no_visit() -> None:
    rows = [(*row, "-") for row in NEW_GRID]
    assert len(usdm_xlsx.read(with_sheet("grid", (*rows[:8], NEW_GRID[8], *rows[9:]))).schedule.visits) == 3


def test_a_cycle_with_an_end_rule_asks_for_repeats() -> None:
    grid = [list(row) for row in OLD_SHEETS["mainTimeline"]]
    grid[1][3:] = ["-", "2+", None]
    grid.insert(2, [None, None, "Cycle End Rule", "-", "Progression", None])
    imported = usdm_xlsx.read(usdm_workbook({**OLD_SHEETS, "mainTimeline": grid}))
    assert [visit.repeats for visit in imported.schedule.visits] == [None, Repeats(1, None), Repeats(1, None)]
    assert "stands for more than one visit: 'Progression'" in told(imported)


def test_an_objective_said_again_beside_each_endpoint_is_one() -> None:
    rows = [list(row) for row in NEW_SHEETS["studyDesignOE"]]
    rows[2][:3] = rows[1][:3]
    objectives = usdm_xlsx.read(with_sheet("studyDesignOE", rows)).schedule.objectives
    assert [len(one.endpoints) for one in objectives] == [2, 1]


def test_a_footnote_may_apply_to_a_concept_or_to_a_name_with_a_comma() -> None:
    grid = (*NEW_GRID, (None, "History, habits", None, "X", "-", "-"))
    conditions = (
        ("name", "text", "context", "appliesTo"),
        ("C1", "Sitting", None, "Pulse"),
        ("C2", "Ask", "SCR", '"History, habits", ECG'),
    )
    schedule = usdm_xlsx.read(usdm_workbook({**NEW_SHEETS, "grid": grid, "studyDesignConditions": conditions})).schedule
    assert schedule.activity_by_key["Vital signs"].footnotes == ("a",)
    assert schedule.mark_at["SCR", "History, habits"].footnotes == ("b",)


@pytest.mark.parametrize(("value", "day"), [("Day 1", 1), ("1 Day", 1), ("the start", None)])
def test_the_day_of_an_anchor_is_read_or_told(value: str, day: float | None) -> None:
    timings = [list(row) for row in NEW_SHEETS["studyDesignTiming"]]
    timings[2][5] = value
    imported = usdm_xlsx.read(with_sheet("studyDesignTiming", timings))
    assert imported.schedule.visits[1].day == day
    assert ("Fixed Reference the start" in told(imported)) == (day is None)


def test_a_window_before_the_time_itself_is_not_made_symmetrical() -> None:
    timings = [list(row) for row in NEW_SHEETS["studyDesignTiming"]]
    timings[1][6] = "-4..-1 hours"
    imported = usdm_xlsx.read(with_sheet("studyDesignTiming", timings))
    assert imported.schedule.visits[0].window is None and "'-4..-1 hours' is not a length" in told(imported)


@pytest.mark.needs_data
@pytest.mark.parametrize(
    ("name", "counts"), [("usdmxl_lzzt_pilot", (16, 30, 122)), ("usdmxl_old_roche_covid_NCT04320615", (35, 27, 273))]
)
def test_published_workbooks_are_read_whole(name: str, counts: tuple[int, int, int]) -> None:
    schedule = importers.read((DATA_FOLDER / "schedules" / f"{name}.xlsx").read_bytes(), "x.xlsx").schedule
    assert (len(schedule.visits), len(schedule.activities), len(schedule.marks)) == counts
