"""Single rules of reading, each with what it must find and what it must leave alone."""

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import LineChart
from openpyxl.worksheet.worksheet import Worksheet

from protocols.domain.importers import csv_grid, xlsx_grid
from protocols.domain.importers.grid import number_formats
from protocols.domain.importers.grid.cells import Cell
from protocols.domain.importers.grid.elapsed import elapsed_days
from protocols.domain.importers.grid.marks import is_cross, kind_of
from protocols.domain.importers.grid.naming import is_visit_like
from protocols.domain.importers.grid.notes import is_key, is_sentence, legend_of, notes_of
from protocols.domain.importers.grid.repeats import repeats_of
from protocols.domain.importers.grid.symbols import in_font
from protocols.domain.importers.grid.timing import day_in_label, day_of, stated_window, window_cell
from protocols.domain.importers.imported import Imported
from protocols.domain.schedule import MarkKind, Repeats, Window
from tests.domain.importers.factory import workbook


def read(text: str) -> Imported:
    return csv_grid.read(text.encode())


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("+ or - 3 days", Window(3, 3, "day")),
        ("plus/minus 3 days", Window(3, 3, "day")),
        ("± one week", Window(1, 1, "week")),
        ("±0,5", Window(0.5, 0.5, "day")),
        ("-3 ~ +5", Window(3, 5, "day")),
        ("+5 -3", Window(3, 5, "day")),
        ("up to +14 days", Window(0, 14, "day")),
        ("3 days before or after", Window(3, 3, "day")),
        ("±3 j", Window(3, 3, "day")),
        ("± 2 Wochen", Window(2, 2, "week")),
    ],
)
def test_windows_are_read_however_they_are_written(text: str, window: Window) -> None:
    assert window_cell(text, "day") == (window, False)


@pytest.mark.parametrize("text", ["± 10%", "±3-5 days", "±3/±5", "within 3 days", "some days"])
def test_a_window_that_is_not_clear_is_doubted(text: str) -> None:
    assert window_cell(text, "day").doubtful


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("Week 4 -3/+5 days", Window(3, 5, "day")),
        ("Day 15 [-2, +3]", Window(2, 3, "day")),
        ("Day -3/+5", None),
        ("Day 29 (28-32)", None),
    ],
)
def test_windows_beside_a_visit_need_their_signs(text: str, window: Window | None) -> None:
    assert stated_window(text, None) == window


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Wk 4/D29", 29),
        ("Day 29 (Week 4)", 29),
        ("V3 W4 D29", 29),
        ("Month 3 (Day 90)", 90),
        ("Week 4, Day 3", None),
        ("Week 4 Day 3", None),
        ("Semaine 4", 28),
        ("Day 30 follow-up", None),
        ("Day 1 of each cycle", None),
    ],
)
def test_two_ways_of_saying_one_time_agree_or_say_nothing(text: str, day: float | None) -> None:
    assert day_in_label(text) == day


@pytest.mark.parametrize(("text", "day"), [("1 (Baseline)", 1), ("~15", None), ("-28~-1", None), ("Day -0", 0)])
def test_days_of_a_row_of_days(text: str, day: float | None) -> None:
    assert day_of(text, "day") == day
    assert str(day_of(text, "day")) != "-0.0"


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        ("Weeks 4 to 12 (every 2 weeks)", Repeats(5, 5)),
        ("Months 18-60 (6-monthly)", Repeats(8, 8)),
        ("V5-V10", Repeats(6, 6)),
        ("D2-D6", Repeats(1, 5)),
        ("Days 2-4", Repeats(1, 3)),
        ("W2/W4/W6", Repeats(3, 3)),
        ("Week 16, 24, 32", Repeats(3, 3)),
        ("Cycle n", Repeats(1, None)),
        ("Days -28 to -1", None),
        ("Wk 4/D29", None),
        ("Week 4, 30 days after", None),
        ("V5+", Repeats(1, None)),
        ("V1 + 28-42 days", None),
    ],
)
def test_columns_that_stand_for_several_visits(text: str, repeats: Repeats | None) -> None:
    assert repeats_of(text) == repeats


def test_time_since_the_start_is_counted_only_from_a_start() -> None:
    assert elapsed_days(("Baseline", "3 months", "6 months (± 2 weeks)", "End")) == (None, 90, 180, None)
    assert elapsed_days(("M0", "M3", "M6")) == (0, 90, 180)
    assert set(elapsed_days(("Visit A", "3 months", "6 months"))) == {None}
    assert set(elapsed_days(("Baseline", "6 months", "3 months"))) == {None}
    assert set(elapsed_days(("Baseline", "3 months", "Later"))) == {None}


def test_time_under_a_follow_up_has_no_day() -> None:
    schedule = read("Phase,Treatment,,Follow-up,\nVisit,Baseline,1 month,3 months,6 months\nECG,X,X,X,X\nLabs,X,X,,X\n")
    assert [visit.day for visit in schedule.schedule.visits] == [None, 30, None, None]


@pytest.mark.parametrize("text", ["3x", "1 x", "✔", "✕", "●", "TRUE", "X", "(●)", "х"])  # noqa: RUF001 - Cyrillic
def test_signs_that_mean_done(text: str) -> None:
    assert is_cross(text)


@pytest.mark.parametrize("text", ["x3 daily", "yes", "FALSE", "○", "3", "2x daily"])
def test_texts_that_are_no_cross(text: str) -> None:
    assert not is_cross(text)


@pytest.mark.parametrize("text", ["(●)", "[✓]", "((x))", "X/-"])
def test_a_cross_with_a_reservation_is_conditional(text: str) -> None:
    assert kind_of(text) is MarkKind.CONDITIONAL


def test_no_is_never_a_mark_in_a_grid_of_yes_and_no() -> None:
    rows = "Consent,{0},{1},{1}\nECG,{0},{1},{0}\nLabs,{0},{0},{0}\nDiary,{1},{0},{0}\n"
    for yes, no in (("TRUE", "FALSE"), ("Yes", "No"), ("1", "0"), ("Oui", "Non"), ("Ja", "Nein")):
        schedule = read("Procedure,Week 0,Week 4,Week 8\n" + rows.format(yes, no)).schedule
        assert len(schedule.marks) == 8


def test_open_circles_alone_are_marks_and_beside_full_ones_a_reservation() -> None:
    alone = read("Visit,V1,V2\nA,○,○\nB,○,\nC,○,○\nD,○,○\n").schedule
    assert {mark.kind for mark in alone.marks} == {MarkKind.PLANNED}
    beside = read("Visit,V1,V2\nA,●,○\nB,●,\nC,●,●\n").schedule
    assert {(mark.text, mark.kind) for mark in beside.marks} == {
        ("●", MarkKind.PLANNED),
        ("○", MarkKind.CONDITIONAL),
    }


def test_a_legend_gives_each_sign_its_own_meaning() -> None:
    found = legend_of(notes_of([Cell("○: mandatory, △: if necessary; O = optional")]))
    assert kind_of(found["○"]) is MarkKind.PLANNED
    assert kind_of(found["△"]) is MarkKind.CONDITIONAL
    assert kind_of(found["o"]) is MarkKind.OPTIONAL


def test_raised_letters_of_unicode_begin_a_note() -> None:
    lines = ("¹ Fasting.", "²) Seated.", "ᵃ At home.", "No key.")
    assert [note.key for note in notes_of(map(Cell, lines))] == ["1", "2", "a", None]


@pytest.mark.parametrize(
    ("text", "is_one"), [("a", True), ("2)", True), ("**", True), ("ECG", False), ("a b c", False)]
)
def test_a_cell_that_is_only_a_key(text: str, is_one: bool) -> None:
    assert is_key(text) == is_one


def test_a_sentence_is_no_name_of_a_group() -> None:
    assert is_sentence("All of these are done before the dose at each visit.")
    assert not is_sentence("Safety assessments incl. lab.")


@pytest.mark.parametrize(
    ("letter", "font", "sign"),
    [
        ("ü", "Wingdings", "✓"),
        ("P", "Wingdings 2", "✓"),
        ("O", "ABCDEF+Wingdings2", "✗"),
        ("a", "Webdings", "✓"),
        ("O", "Arial", "O"),
        ("P", "Symbola", "P"),
    ],
)
def test_a_letter_is_read_as_its_font_shows_it(letter: str, font: str, sign: str) -> None:
    assert in_font(letter, font) == sign


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (4, '"Week "0', "Week 4"),
        (3, '"±"0" d"', "±3 d"),
        (1, '"X";;""', "X"),
        (0, '"X";;""', ""),
        (-2, '0" w";"minus "0" w"', "minus 2 w"),
        (1, '[=1]"X";[=2]"O";""', "X"),
        (2, '[=1]"X";[=2]"O";""', "O"),
        (3, '[=1]"X";[=2]"O";""', ""),
        (7, "[Blue]\\D0", "D7"),
        (0, '0" d";-0" d";"none"', "none"),
        (5, '[<1]"early";[>9]"late"', "5"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(number: int, code: str, shown: str) -> None:
    assert number_formats.has_words(code)
    assert number_formats.shown(number, str(number), code) == shown


@pytest.mark.parametrize("code", ["General", "0", "0.00", "#,##0", "0%"])
def test_ordinary_formats_are_left_alone(code: str) -> None:
    assert not number_formats.has_words(code)


@pytest.mark.parametrize(
    ("text", "is_one"), [("SE_C1D1", True), ("SCREENING_1", True), ("VITAL_SIGNS", False), ("Dosing, days 2-9", True)]
)
def test_names_of_a_data_base_are_known_as_visits(text: str, is_one: bool) -> None:
    assert is_visit_like(text) == is_one


def test_totals_are_told_and_not_read_and_a_laboratory_value_is_no_total() -> None:
    imported = read("Visit,V1,V2\nConsent,X,\nLabs,X,X\nTotal blood volume (mL),12,7\n")
    assert [row.label for row in imported.schedule.activities] == ["Consent", "Labs"]
    assert any("adds up" in problem.message for problem in imported.problems)
    ones = read("Visit,V1,V2\nConsent,1,0\nTotal bilirubin,1,1\nLabs,1,1\nECG,1,1\nWeight,1,1\n")
    assert "Total bilirubin" in [row.label for row in ones.schedule.activities]


def test_a_column_of_notes_is_no_name_because_one_row_has_no_label() -> None:
    imported = read("Procedure,Notes,V1,V2\nVital signs,Sitting,X,X\n,Standing for three minutes,X,\nECG,,X,X\n")
    assert [row.label for row in imported.schedule.activities][::2] == ["Vital signs", "ECG"]
    assert any("no name" in problem.message for problem in imported.problems)


def test_a_row_that_says_not_applicable_is_no_heading_of_the_rows_below() -> None:
    imported = read("Visit,V1,V2\nMRI,x,N/A\nBlood,N/A,N/A\nUrine,x,x\n")
    assert [(row.label, row.group) for row in imported.schedule.activities] == [("MRI", None), ("Urine", None)]
    assert any('"Blood" has no marks' in problem.message for problem in imported.problems)


def test_a_column_of_frequencies_does_not_name_the_rows() -> None:
    schedule = read("Procedure,Frequency,Screening,Week 1\nECG,Once,X,\nLabs,Weekly,X,X\nDiary,Daily,,X\n").schedule
    assert [row.label for row in schedule.activities] == ["ECG", "Labs", "Diary"]


def test_how_long_a_visit_takes_is_not_its_day() -> None:
    schedule = read("Procedure,Screening,Week 1\nVisit duration (hours),3,2\nECG,X,\nLabs,X,X\n").schedule
    assert [(visit.label, visit.day) for visit in schedule.visits] == [("Screening", None), ("Week 1", 7)]


def test_visits_may_be_named_by_their_dates() -> None:
    schedule = read("Test,15/01/2031,12 Feb 2031,2031-03-12\nMRI,X,X,X\nBlood,X,,X\n").schedule
    assert [visit.label for visit in schedule.visits] == ["15/01/2031", "12 Feb 2031", "2031-03-12"]


def test_a_figure_after_an_abbreviation_is_doubted() -> None:
    imported = read("Visit,V1,V2\nMRI1,X,X\nCD4,X,\nBlood,X1,X\n1. Once.\n")
    assert any('"MRI1"' in problem.message for problem in imported.problems)
    assert not any('"CD4"' in problem.message for problem in imported.problems)


def test_a_band_whose_text_is_repeated_in_each_cell_is_a_heading_of_rows() -> None:
    text = "Visit,V1,V2\nSafety,Safety,Safety\nECG,X,X\nLabs,X,\nEfficacy,Efficacy,Efficacy\nPain,X,X\n"
    schedule = read(text).schedule
    assert [(row.label, row.group) for row in schedule.activities] == [
        ("ECG", "Safety"),
        ("Labs", "Safety"),
        ("Pain", "Efficacy"),
    ]
    assert [visit.header for visit in schedule.visits] == [("V1",), ("V2",)]


def test_a_row_of_places_describes_the_visits_whatever_its_name() -> None:
    schedule = read("Visit,V1,V2,V3\nType,Clinic,Phone,Home\nLabs,X,,X\nAE,X,X,X\nConsent,X,,\n").schedule
    assert [row.label for row in schedule.activities] == ["Labs", "AE", "Consent"]
    assert [visit.contact.value for visit in schedule.visits] == ["site", "phone", "home"]


def test_a_drawing_over_a_row_of_a_sheet_is_told() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        for row in (["Visit", "V1", "V2"], ["ECG", "X", "X"], ["Diary", None, None], ["Labs", "X", None]):
            sheet.append(row)
        chart = LineChart()
        chart.anchor = "B3"
        sheet.add_chart(chart)

    imported = xlsx_grid.read(workbook(fill))
    assert [p.where for p in imported.problems if "drawn here" in p.message] == ["Sheet, B3"]


def test_a_nul_that_a_workbook_escapes_is_taken_out() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        sheet.append(["Visit", "V1", "V2"])
        sheet.append(["Labs_x0000_", "X", "X"])

    assert xlsx_grid.read(workbook(fill)).schedule.activities[0].label == "Labs"


def test_a_text_struck_through_in_part_keeps_the_rest() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        sheet.append(["Visit", "V1", "V2"])
        sheet.append([None, "X", "X"])
        sheet["A2"] = CellRichText(TextBlock(InlineFont(strike=True), "ECG "), "Holter")

    imported = xlsx_grid.read(workbook(fill))
    assert imported.schedule.activities[0].label == "Holter"
    assert any('"ECG" is struck through' in problem.message for problem in imported.problems)
