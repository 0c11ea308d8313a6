"""CSV with one row per mark: one file or a set, headings in any order, and every fault with its line."""

import pytest

from protocols.domain import importers
from protocols.domain.importers import Imported, longform
from protocols.domain.schedule import Contact, MarkKind, Repeats, Window
from tests.conftest import DATA_FOLDER
from tests.domain.importers.factory import refusal, told, words, zipped

ONE_FILE = """Visit,Activity,Mark,Epoch,Day,Window,Where,Group
V1,Informed consent,X,Screening,-7,,site,Start
V1,ECG,X,Screening,-7,,site,Safety
V2,ECG,If needed,Treatment,1,+/-3,site,Safety
V3,Call,O,Treatment,29,,telephone,Safety
"""
SET = {
    "marks.csv": "activity_id,col_id,marker\na2,c1,X\na1,c1,X\na2,c2,P\na2,c3,-\n",
    "rows.csv": "activity_id,activity_name,parent_flag\ng1,Safety tests,Yes\na1,ECG,No\na2,Blood,No\na3,Idle,No\n",
    "columns.csv": "col_id,position,header_text\nc2,2,Visit 2\nc1,1,Visit 1\nc3,10,Visit 3\n",
    "times.csv": "col_id,period,temporal_value,tolerance_window\nc1,Screening,WEEK -1,\nc2,Treatment,WEEK 2,± 3 days\n",
    "notes.csv": "annotation_marker,annotation_text\nP,Practice only\n",
    "about.csv": "table_title,page_start\nSchedule of events,2\n",
}


def read(text: str) -> Imported:
    """Read one CSV file as the registry would."""
    return importers.read(text.encode(), "marks.csv")


def test_one_file_is_read() -> None:
    imported = read(ONE_FILE)
    schedule = imported.schedule
    assert imported.format == "csv"
    assert [(visit.label, visit.epoch, visit.day) for visit in schedule.visits] == [
        ("V1", "Screening", -7),
        ("V2", "Treatment", 1),
        ("V3", "Treatment", 29),
    ]
    assert schedule.visits[1].window == Window(3, 3, "day")
    assert schedule.visits[2].contact is Contact.PHONE
    assert [(row.label, row.group) for row in schedule.activities] == [
        ("Informed consent", "Start"),
        ("ECG", "Safety"),
        ("Call", "Safety"),
    ]
    assert [(mark.text, mark.kind) for mark in schedule.marks] == [
        ("X", MarkKind.PLANNED),
        ("X", MarkKind.PLANNED),
        ("If needed", MarkKind.CONDITIONAL),
        ("O", MarkKind.OPTIONAL),
    ]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_signs_between_values_are_understood(delimiter: str) -> None:
    assert read(ONE_FILE.replace(",", delimiter)).schedule == read(ONE_FILE).schedule


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_understood(encoding: str) -> None:
    text = ONE_FILE.replace("Call", "Anruf für Ärzte")
    imported = importers.read(text.encode(encoding), "marks.csv")
    assert imported.schedule.activities[2].label == "Anruf für Ärzte"
    assert "warning file" not in told(imported)


def test_an_old_western_encoding_is_read_right_and_told() -> None:
    imported = importers.read(ONE_FILE.replace("Call", "Ärzte ±").encode("cp1252"), "marks.csv")
    assert imported.schedule.activities[2].label == "Ärzte ±"
    assert "Windows-1252" in told(imported)


def test_bytes_of_no_encoding_are_refused_with_their_line() -> None:
    assert "line 2" in words(refusal(b"visit,activity\nV1,\x81\xff\n", "m.csv"))


def test_a_letter_that_was_lost_before_is_told_with_its_line() -> None:
    assert "warning line 2: A character was already lost" in told(read("visit,activity\nV1,Bl\ufffdd\n"))


def test_a_zero_byte_is_refused_with_its_line() -> None:
    assert "line 3" in words(refusal(b"visit,activity\nV1,ECG\nV2,E\x00CG\n", "m.csv"))


def test_values_in_quotes_may_hold_line_breaks_and_signs() -> None:
    schedule = read('visit,activity\nV1,"Blood,\nfasting ""early"""\n').schedule
    assert schedule.activities[0].label == 'Blood,\nfasting "early"'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('visit,activity\nV1,ECG\nV2,"ECG\nV3,ECG\n', "line 3"),
        ('visit,activity\nV1,"E"CG\n', "line 2"),
        ("visit,activity\nV1,ECG\nV2,ECG,extra\n", "line 3"),
        ("visit,activity\nV1," + "x" * 200_000 + "\n", "line 2"),
    ],
)
def test_rows_that_cannot_be_read_are_refused_with_their_line(text: str, line: str) -> None:
    assert line in words(refusal(text.encode(), "m.csv"))


def test_short_and_empty_rows_are_no_fault() -> None:
    assert len(read("visit,activity,day,mark\nV1,ECG,1,X\n\n,,,\nV2,ECG,,X\n").schedule.marks) == 2
    assert len(read("visit,activity,day\nV1,ECG\n\nV2,ECG,2\n").schedule.marks) == 2


@pytest.mark.parametrize("heading", ["Mark", "Required", "Performed"])
@pytest.mark.parametrize("nothing", ["", "No", "N", "0", "-"])
def test_a_row_that_says_no_is_no_mark(heading: str, nothing: str) -> None:
    imported = read(f"Visit,Procedure,{heading}\nV1,ECG,Yes\nV1,Labs,{nothing}\nV2,ECG,{nothing}\nV2,Labs,Yes\n")
    assert set(imported.schedule.mark_at) == {("V1", "ECG"), ("V2", "Labs")}
    assert ("2 rows have no mark" in told(imported)) == (nothing == "")


def test_a_column_of_yes_and_no_that_is_not_known_is_refused_and_not_guessed() -> None:
    text = "Visit,Procedure,Included\nV1,ECG,Y\nV1,Labs,N\nV2,ECG,N\nV2,Labs,Y\n"
    assert "may be the marks" in words(refusal(text.encode(), "m.csv"))


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        ("visit,activity,activity", "'activity' stands over 2 columns"),
        ("visit,encounter,activity", "visit and encounter mean the same"),
    ],
)
def test_doubled_headings_are_refused(headings: str, said: str) -> None:
    assert said in words(refusal(f"{headings}\nV1,ECG,X\n".encode(), "m.csv"))


def test_a_missing_column_is_named_with_those_that_are_there() -> None:
    said = words(refusal(zipped({"m.csv": "visit,mark\nV1,X\n", "n.csv": "activity,group\nECG,S\n"}), "m.zip"))
    assert "m.csv: visit, mark; n.csv: activity, group" in said
    assert "at least the columns visit and activity" in said


def test_a_column_that_is_not_known_is_told_and_the_order_is_free() -> None:
    imported = read("colour,mark,activity,visit\nred,X,ECG,V1\n")
    assert len(imported.schedule.marks) == 1
    assert "The columns colour were not read." in told(imported)


def test_a_file_with_headings_only_has_no_schedule() -> None:
    assert "No schedule was found" in words(refusal(b"visit,activity,mark\n", "m.csv"))


def test_rows_that_name_nothing_or_twice_the_same_are_told() -> None:
    imported = read("visit,activity,mark\nV1,ECG,X\nV1,ECG,O\n,ECG,X\nV2,,X\n")
    assert [mark.text for mark in imported.schedule.marks] == ["X"]
    assert "warning line 3: The same visit and activity stand in an earlier row." in told(imported)
    assert "line 4: The row names no visit or no activity" in told(imported)
    assert "line 5: The row names no visit or no activity" in told(imported)


@pytest.mark.parametrize(("day", "window"), [("soon", ""), ("", "some time"), ("1", "3")])
def test_days_and_windows_that_are_not_clear_are_told(day: str, window: str) -> None:
    imported = read(f"visit,activity,day,window\nV1,ECG,{day},{window}\n")
    assert "line 2" in told(imported)


def test_an_unknown_mark_is_kept_and_told_with_its_legend() -> None:
    imported = importers.read(zipped(SET), "set.zip")
    assert imported.schedule.mark_at["c2", "a2"].text == "P"
    assert "The mark 'P' was read as planned. The file explains it as: Practice only" in told(imported)


def test_a_set_of_files_is_joined_by_its_columns() -> None:
    schedule = importers.read(zipped(SET), "set.zip").schedule
    assert schedule.title == "Schedule of events"
    assert [visit.label for visit in schedule.visits] == ["Visit 1", "Visit 2", "Visit 3"]
    assert [visit.day for visit in schedule.visits] == [-7, 14, None]
    assert schedule.visits[1].window == Window(3, 3, "day")
    assert [row.label for row in schedule.activities] == ["ECG", "Blood"]
    assert len(schedule.marks) == 3
    assert [(note.key, note.text) for note in schedule.footnotes] == [("P", "Practice only")]


def test_activities_of_a_set_without_a_mark_are_told() -> None:
    assert "1 activities have no mark, so they are not in the grid: Idle." in told(
        importers.read(zipped(SET), "set.zip")
    )


def test_marks_come_in_the_order_of_the_grid() -> None:
    schedule = importers.read(zipped(SET), "set.zip").schedule
    assert [(mark.visit, mark.activity) for mark in schedule.marks] == [("c1", "a1"), ("c1", "a2"), ("c2", "a2")]


@pytest.mark.parametrize(
    ("text", "is_long"),
    [
        ("Visit,Activity,Mark\n", True),
        ("activity_id;col_id;marker\n", True),
        ("Procedure,Visit 1,Visit 2\n", False),
        ("Activity,Screening,Week 1\n", False),
        ("visit\n", False),
        ("", False),
        ('"visit,activity\n', False),
    ],
)
def test_the_long_form_is_told_by_its_headings(text: str, is_long: bool) -> None:
    assert longform.is_long_form(text.encode()) == is_long


@pytest.mark.needs_data
def test_the_published_set_is_read_whole() -> None:
    folder = DATA_FOLDER / "schedules" / "longform_lzzt_csv"
    schedule = importers.read(zipped({path.name: path.read_bytes() for path in folder.glob("*.csv")}), "x.zip").schedule
    assert (len(schedule.visits), len(schedule.activities), len(schedule.marks)) == (14, 28, 126)


def test_an_unknown_column_with_crosses_is_not_guessed() -> None:
    text = "visit,activity,fasting\nV1,ECG,\nV1,Glucose,X\nV2,Glucose,X\n"
    assert "may be the marks" in words(refusal(text.encode(), "file.csv"))


def test_the_side_of_a_window_keeps_the_unit_of_its_heading() -> None:
    text = (
        "visit,activity,mark,window before (hours),window after\nV1,ECG,X,2,\nV2,ECG,X,,sometime\nV3,ECG,X,1,1 hour\n"
    )
    imported = longform.read(text.encode())
    assert [visit.window for visit in imported.schedule.visits] == [Window(2, 0, "hour"), None, Window(1, 1, "hour")]
    assert "could not be read with certainty" in told(imported)


# ------------------------------------------------------------------ which rows mean the same visit
def labels(imported: Imported) -> list[tuple[str, str | None]]:
    return [(visit.label, visit.epoch or visit.arm) for visit in imported.schedule.visits]


def test_one_day_of_two_periods_is_two_visits() -> None:
    imported = read("Period,Visit,Activity\n1,Day 1,Dose\n1,Day 2,PK\n2,Day 1,Dose\n2,Day 1,PK\n")
    assert labels(imported) == [("Day 1", "1"), ("Day 2", "1"), ("Day 1", "2")]
    assert len(imported.schedule.marks) == 4
    assert "The visit 'Day 1' stands with several values of: period. It was read as 2 visits." in told(imported)


def test_a_period_written_in_two_ways_is_one() -> None:
    assert labels(read("epoch,visit,activity\nRun-in,V1,ECG\nrun-in,V1,Labs\n,V1,Vitals\n")) == [("V1", "Run-in")]


def test_one_visit_of_two_arms_is_two_visits_and_a_blank_arm_means_both() -> None:
    text = "arm,visit,activity\n,Screening,Consent\nA,V1,Dose\nB,V1,Labs\n,V1,ECG\n"
    schedule = read(text).schedule
    assert [(visit.label, visit.arm) for visit in schedule.visits] == [("Screening", None), ("V1", "A"), ("V1", "B")]
    assert [arm.label for arm in schedule.arms] == ["A", "B"]
    assert {(visit, row) for visit, row in schedule.mark_at if row != "Consent"} == {
        ("a/V1", "Dose"),
        ("b/V1", "Labs"),
        ("a/V1", "ECG"),
        ("b/V1", "ECG"),
    }


def test_what_a_file_of_visits_says_holds_for_each_arm() -> None:
    files = {"v.csv": "visit,day,window\nV1,8,±1\n", "m.csv": "arm,visit,activity\nA,V1,Dose\nB,V1,Dose\n"}
    visits = importers.read(zipped(files), "x.zip").schedule.visits
    assert [(visit.arm, visit.day, visit.window) for visit in visits] == [
        ("A", 8, Window(1, 1, "day")),
        ("B", 8, Window(1, 1, "day")),
    ]


def test_a_visit_that_a_file_lists_once_is_one_in_whatever_period() -> None:
    files = {"v.csv": "visit,day\nV1,8\n", "m.csv": "phase,visit,activity\nPre,V1,Dose\nPost,V1,ECG\n"}
    assert len(importers.read(zipped(files), "x.zip").schedule.visits) == 1


def test_a_row_that_lacks_half_of_what_keeps_visits_apart_loses_no_mark() -> None:
    text = "arm,period,visit,activity\nA,1,V1,Dose\nB,2,V1,Dose\nA,,V1,Labs\nC,,V1,Labs\n"
    assert len(read(text).schedule.marks) == 4


def test_cycles_keep_visits_apart_and_an_open_one_asks_for_the_number() -> None:
    imported = read("Cycle,Day,Visit,Procedure\n1,8,Day 8,Dose\n2,8,Day 8,Dose\n3+,8,Day 8,Dose\n,,EOT,CT\n")
    assert [visit.header for visit in imported.schedule.visits] == [
        ("Cycle 1", "Day 8"),
        ("Cycle 2", "Day 8"),
        ("Cycle 3+", "Day 8"),
        ("EOT",),
    ]
    assert [visit.day for visit in imported.schedule.visits] == [8, None, None, None]
    assert [visit.repeats for visit in imported.schedule.visits] == [None, None, Repeats(1, None), None]
    assert "stands for 1 or more visits" in told(imported)


def test_visits_without_a_position_come_by_their_days() -> None:
    text = "activity,visit,day\nECG,Screening,-7\nECG,Week 4,29\nLabs,Baseline,1\n"
    assert [visit.label for visit in read(text).schedule.visits] == ["Screening", "Baseline", "Week 4"]
    imported = read(text + "Labs,ET,\n")
    assert [visit.label for visit in imported.schedule.visits] == ["Screening", "Week 4", "Baseline", "ET"]
    assert "Day 1 of 'Baseline' comes after day 29 in the order of the visits." in told(imported)


def test_time_points_within_a_visit_are_the_text_of_its_mark() -> None:
    imported = read("Visit,Timepoint,Activity,Mark\nDay 1,Pre-dose,PK,X\nDay 1,2 h,PK,Yes\nDay 1,,ECG,X\n")
    assert {row: mark.text for (_, row), mark in imported.schedule.mark_at.items()} == {
        "PK": "Pre-dose, 2 h",
        "ECG": "X",
    }
    assert not imported.problems


# ------------------------------------------------------------------ headings
def test_two_columns_for_the_sides_of_a_window_are_told_apart_by_their_signs() -> None:
    text = "Visit;Procedure;Window -;Window (+)\nV1;ECG;3;5\nV2;ECG;;\n"
    assert [visit.window for visit in read(text).schedule.visits] == [Window(3, 5, "day"), None]


def test_a_heading_with_both_signs_makes_its_figures_symmetrical() -> None:
    imported = read("visit,activity,Window (+/- days)\nV1,ECG,3\n")
    assert imported.schedule.visits[0].window == Window(3, 3, "day") and not imported.problems


def test_a_figure_under_weeks_is_a_week_and_its_window_is_asked_about() -> None:
    imported = read("visit,activity,week,window\nV1,ECG,-2,\nV2,ECG,4,±3\n")
    assert [visit.day for visit in imported.schedule.visits] == [-14, 28]
    assert imported.schedule.visits[1].window == Window(3, 3, "day")
    assert "The window '±3' could not be read with certainty." in told(imported)


@pytest.mark.parametrize(
    "headings", ["StudyEventOID,StudyEventName,FormOID,FormName", "visit_code,visit_name,form_id,form_name"]
)
def test_forms_of_events_are_activities_of_visits(headings: str) -> None:
    schedule = read(f"{headings}\nSE1,Screening,F1,Vital signs\nSE2,Week 4,F1,Vital signs\n").schedule
    assert [visit.label for visit in schedule.visits] == ["Screening", "Week 4"]
    assert [row.label for row in schedule.activities] == ["Vital signs"]


def test_the_number_of_a_visit_names_it_where_nothing_else_does() -> None:
    imported = read("Visit No.,Procedure\n1,ECG\n2,ECG\n")
    assert [visit.label for visit in imported.schedule.visits] == ["1", "2"]
    assert not longform.is_long_form(b"Order,Assessment,Screening,Week 4\n")


def test_of_two_columns_that_describe_the_first_counts() -> None:
    imported = read("visit,activity,visit type,location,category,section\nV1,ECG,Telephone,Hospital,Safety,Heart\n")
    assert imported.schedule.visits[0].contact is Contact.PHONE
    assert imported.schedule.activities[0].group == "Safety"
    assert "The columns location, section were not read." in told(imported)


def test_footnotes_of_a_set_are_a_key_and_a_text() -> None:
    files = {"m.csv": 'visit,activity,footnote\nV1,ECG,"a,b"\n', "n.csv": "footnote,explanation\na,Fasting\nb,Twice\n"}
    schedule = importers.read(zipped(files), "x.zip").schedule
    assert [(note.key, note.text) for note in schedule.footnotes] == [("a", "Fasting"), ("b", "Twice")]
    assert schedule.marks[0].footnotes == ("a", "b")


def test_what_a_computer_adds_to_a_zipped_folder_is_passed_over() -> None:
    files: dict[str, bytes | str] = {
        "set/m.csv": "visit,activity\nV1,ECG\n",
        "__MACOSX/set/._m.csv": b"\x00\x05\x16\x07Mac OS X",
        "set/.DS_Store": b"\x00\x00\x00\x01Bud1",
    }
    assert len(importers.read(zipped(files), "x.zip").schedule.marks) == 1


def test_a_title_above_the_headings_is_passed_over_and_told() -> None:
    imported = read("Study ABC: schedule\n\nvisit;activity;mark\nV1;ECG;X\nV2;ECG;X\n")
    assert len(imported.schedule.visits) == 2
    assert "The line above the headings was not read: 'Study ABC: schedule'." in told(imported)
    assert not longform.is_long_form(b"Schedule\nProcedure,Visit 1,Visit 2\nECG,X,X\n")


def test_days_and_windows_in_labels_are_read_where_no_column_tells_them() -> None:
    text = "Visit,Procedure\nDay 1,ECG\nWeek 4 (Day 29 ± 3),ECG\n30 days after last dose,ECG\n"
    visits = read(text).schedule.visits
    assert [visit.day for visit in visits] == [1, 29, None]
    assert [visit.window for visit in visits] == [None, Window(3, 3, "day"), None]
    periods = read("period,visit,activity\n1,Day 1,ECG\n2,Day 1,ECG\n").schedule.visits
    assert [visit.day for visit in periods] == [None, None]


def test_a_sign_that_is_not_known_is_told_once_and_a_one_means_yes() -> None:
    imported = read("visit,activity,required\nV1,ECG,1\nV1,Labs,0\nV2,ECG,P\nV2,Labs,P\n")
    assert len(imported.schedule.marks) == 3
    assert told(imported) == "warning line 4: The mark 'P' was read as planned. It stands in 2 rows."
