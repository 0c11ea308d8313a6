"""Sheets that study teams work with: budgets, form matrices of data bases, legends and forms to fill in on top."""

import pytest

from protocols.domain.importers import csv_grid
from protocols.domain.importers.grid.decide_labels import rows_with_marks
from protocols.domain.importers.grid.marks import is_cross
from protocols.domain.importers.grid.naming import is_remark_heading, is_visit_like
from protocols.domain.importers.grid.timing import day_in_label, lacks_unit, with_points
from protocols.domain.importers.imported import Imported, Refused
from protocols.domain.schedule import Contact, MarkKind, Repeats, Window
from tests.domain.importers.test_grid_second_rules import grid


def read(text: str) -> Imported:
    return csv_grid.read(text.encode())


def groups(text: str) -> list[tuple[str, str | None]]:
    return [(activity.label, activity.group) for activity in read(text).schedule.activities]


def told(imported: Imported, words: str) -> int:
    return sum(words in problem.message for problem in imported.problems)


# ------------------------------------------------------------------ what stands over the grid
BODY = "Consent,X,,\nECG,X,X,X\nVitals,X,,X\n"


def test_a_legend_over_the_grid_explains_the_marks_and_is_no_heading() -> None:
    schedule = read(
        "Legend:,R = required,O = at discretion,N = by nurse,\n\nProcedure,Screening,Week 1,Week 2,Week 3\n"
        "Consent,R,,,\nECG,R,R,R,R\nBlood,R,O,R,N\nVitals,R,R,,R\n"
    ).schedule
    assert [visit.header for visit in schedule.visits][0] == ("Screening",)
    assert [note.text for note in schedule.footnotes] == ["R = required", "O = at discretion", "N = by nurse"]
    assert {mark.text: mark.kind for mark in schedule.marks} == {
        "R": MarkKind.PLANNED,
        "O": MarkKind.OPTIONAL,
        "N": MarkKind.PLANNED,
    }


@pytest.mark.parametrize(
    "top",
    [
        "Study visit schedule,,,Version 4",
        "Version:,1.2,Date:,2024-05-01",
        "Version date,2024-05-01,,",
        "Full title,Safety and effect of one drug in the treatment of pain,,",
        "Author:,Treatment team,,",
    ],
)
def test_what_is_filled_in_over_the_grid_is_no_heading(top: str) -> None:
    visits = read(f"{top}\nProcedure,Screening,Week 1,Week 2\n{BODY}").schedule.visits
    assert [visit.header for visit in visits] == [("Screening",), ("Week 1",), ("Week 2",)]


def test_one_heading_over_all_visits_stays_a_heading() -> None:
    visits = read(f"Period,Treatment,,\nWeek,0,4,8\n{BODY}").schedule.visits
    assert [visit.epoch for visit in visits] == ["Treatment"] * 3
    visits = read(f"Cohort,Older people,,\nWeek,0,4,8\n{BODY}").schedule.visits
    assert visits[2].header == ("Older people", "8")


def test_a_stretch_that_begins_at_a_later_visit_stays_a_heading() -> None:
    visits = read(f"Period,,Intervention,\nWeek,0,4,8\n{BODY}").schedule.visits
    assert [visit.epoch for visit in visits] == [None, "Intervention", "Intervention"]
    assert visits[1].header == ("Intervention", "4")


def test_a_form_without_any_heading_of_visits_is_refused() -> None:
    with pytest.raises(Refused):
        read("Version:,1.2,Date:,2024-05-01\nName,Consent,Safety,Other\nA,X,,\nB,X,X,X\nC,X,,X\n")


# ------------------------------------------------------------------ figures, counts and prices
def test_figures_that_count_up_over_a_grid_of_ones_are_its_days() -> None:
    schedule = read(
        "Visit,Screening,Start,Later,End\nDay,-14,1,29,57\nConsent,1,0,0,0\nECG,1,1,0,1\nVitals,1,1,1,1\n"
    ).schedule
    assert [visit.day for visit in schedule.visits] == [-14, 1, 29, 57]
    assert [activity.label for activity in schedule.activities] == ["Consent", "ECG", "Vitals"]


def test_figures_that_count_up_below_stay_marks() -> None:
    schedule = read("Visit,V1,V2,V3\nConsent,1,0,0\nECG,1,1,1\nPulse,1,2,3\nVitals,1,1,1\n").schedule
    assert "Pulse" in [activity.label for activity in schedule.activities]


BUDGET = """Procedure,CPT code,Unit price,Screening,Week 4,Week 8,# units,Total cost
Consent,,150,150,,,1,150
Exam,99204,210,210,210,0.00,2,420
ECG,93000,85,85,,85,2,170
Blood,36415,20,20,20,20,3,60
"Subtotal",,,465,230,105,,800
Overhead (25%),,,116.25,57.50,26.25,,200
"""


def test_prices_of_a_budget_stand_where_something_is_done() -> None:
    imported = read(BUDGET)
    assert [visit.label for visit in imported.schedule.visits] == ["Screening", "Week 4", "Week 8"]
    marks = {
        a.label: [m.text for m in imported.schedule.marks if m.activity == a.key] for a in imported.schedule.activities
    }
    assert marks == {"Consent": ["150"], "Exam": ["210"] * 2, "ECG": ["85"] * 2, "Blood": ["20"] * 3}
    assert told(imported, "adds up other rows") == 2 and told(imported, "was read as done") == 4
    assert not told(imported, "Remark on")


def test_figures_without_a_word_of_money_are_no_marks() -> None:
    plain = BUDGET.replace("CPT code,Unit price", "a,b").replace("# units,Total cost", "c,d")
    with pytest.raises(Refused):
        read(plain)
    assert not rows_with_marks(grid("Budget | Week 1 | Week 2\nA | 120 | 130\nB | 220 | 250\nC | 310 | 390"))


def test_the_totals_of_a_budget_with_crosses_are_no_activity() -> None:
    text = 'Procedure,Screening,Week 4,Qty\nConsent,X,,1\nECG,X,X,2\nCT,X,X,2\nVisit total,"$1,620.00",$370,\n'
    assert [label for label, _ in groups(text)] == ["Consent", "ECG", "CT"]


# ------------------------------------------------------------------ matrices of forms
FORMS = [("DM", "Demography"), ("VS", "Vital signs"), ("EG", "ECG"), ("LB", "Laboratory"), ("QS1", "Diary")]


def matrix(head: str, order: int) -> str:
    rows = "".join(f"{','.join(form[::order])},X,X,\n" for form in FORMS)
    return f"{head},SCRN,CYC1 D1,FU30\n{rows}"


def test_names_of_forms_in_a_data_base_are_no_groups() -> None:
    expected = [(name, None) for _, name in FORMS]
    assert groups(matrix("Short,Form name", 1)) == expected
    assert groups(matrix("Form name,Form OID", -1)) == expected


def test_groups_in_capitals_that_come_again_stay_groups() -> None:
    text = "Part,Form,V1,V2\nLAB,Blood,X,X\nLAB,Urine,X,X\nECG,ECG,X,X\nPRO,Pain,X,X\nAE,Events,X,X\n"
    assert groups(text)[:3] == [("Blood", "LAB"), ("Urine", "LAB"), ("ECG", "ECG")]


def test_a_heading_of_remarks_may_stand_over_the_only_names() -> None:
    assert [label for label, _ in groups(f"eCRF,Screening,Week 1,Week 2\n{BODY}")] == ["Consent", "ECG", "Vitals"]
    with pytest.raises(Refused):
        read("Screening,Week 1,Week 2,Notes\nX,,,Once\nX,X,X,At rest\nX,,X,Seated\n")


def test_the_same_remark_on_many_rows_is_told_once() -> None:
    text = "Procedure,Screening,Week 1,Comment\nConsent,X,,On site\nECG,X,X,On site\nVitals,X,X,Seated\n"
    assert told(read(text), 'Remark on "Consent" (and 1 more): On site') == 1


@pytest.mark.parametrize("text", ["Form OID", "Total cost", "# units", "Price per unit", "Qty", "CPT code", "Legend"])
def test_columns_of_prices_and_codes_are_remarks(text: str) -> None:
    assert is_remark_heading(text)


@pytest.mark.parametrize("text", ["SCRN", "CYC2 D8", "Days 2-6"])
def test_more_names_of_visits(text: str) -> None:
    assert is_visit_like(text)


# ------------------------------------------------------------------ times and markers
@pytest.mark.parametrize(
    ("text", "day"),
    [("End of Treatment Week 24 (Day 169 ± 7)", 169), ("End of study (Week 12)", 84), ("End of Week 4", None)],
)
def test_the_end_of_the_treatment_may_have_a_day(text: str, day: float | None) -> None:
    assert day_in_label(text) == day


def test_a_comma_in_figures_that_rise_is_a_decimal_one() -> None:
    assert with_points(("0", "1,5", "3"), "week") == ("0", "1.5", "3")
    assert with_points(("0", "1,5", "1"), "week") == ("0", "1,5", "1")
    assert with_points(("0", "1,15", "3"), "week") == ("0", "1,15", "3")
    assert with_points(("0", "1,5", "8"), "day") == ("0", "1,5", "8")
    visits = read("Visite;V1;V2;V3\nMonat;0;1,5;3\nECG;X;X;X\nLabor;X;;X\n").schedule.visits
    assert [visit.day for visit in visits] == [0, 45, 90]


def test_months_after_a_day_that_is_the_start() -> None:
    visits = read("Visite;V0;V1;V2;V3\n;J-30;J0;M1;M3\nECG;X;X;X;X\nBilan;X;;X;X\n").schedule.visits
    assert [visit.day for visit in visits] == [-30, 0, 30, 90]


def test_weeks_named_above_count_for_figures_with_a_window() -> None:
    imported = read("Procedure,Visits [weeks],,\n,0 (Day 1),4 (±3d),12 (±3d)\nConsent,X,,\nECG,X,X,X\nVitals,X,,X\n")
    assert [visit.day for visit in imported.schedule.visits] == [1, 28, 84]
    assert imported.schedule.visits[1].window == Window(3, 3, "day")
    assert not told(imported, "It is not sure")


def test_an_open_number_of_cycles_under_a_row_of_cycles() -> None:
    visits = read("Cycle,1,2,≥3\nDay,1,1,1\nDrug,X,X,X\nECG,X,,X\nConsent,X,,\n").schedule.visits
    assert [visit.repeats for visit in visits] == [None, None, Repeats(1, None)]


def test_two_markers_in_brackets_of_their_own() -> None:
    schedule = read(
        f"Procedure,Screening,Week 1,Week 2\n{BODY}Labs(a)(b),X[a][b],X,X\n(a) Fasting.\n(b) Seated.\n"
    ).schedule
    assert schedule.activities[-1].label == "Labs" and schedule.activities[-1].footnotes == ("a", "b")
    assert is_cross("X[a][b]") and schedule.marks[-3].footnotes == ("a", "b")


def test_a_visit_by_phone_in_a_matrix_of_ones() -> None:
    text = "Visit,Screening,Start,Call by phone\nDay,-7,1,9\nConsent,1,,\nECG,1,1,\nEvents,1,1,1\nPulse,1,1,\n"
    assert read(text).schedule.visits[2].contact is Contact.PHONE


def test_numbered_visits_go_down_also_under_activities_that_sound_like_visits() -> None:
    text = "Visit,HbA1c,Randomisation,Inclusion\nVisit 1,X,X,X\nVisit 2,,X,\nVisit 3,,,X\n"
    assert [visit.label for visit in read(text).schedule.visits] == ["Visit 1", "Visit 2", "Visit 3"]


def test_the_start_may_stand_one_row_above_the_months() -> None:
    text = "Visit,Baseline,Year 1,,Year 2,\n,,6M,12M,18M,24M\nConsent,X,,,,\nECG,X,X,X,X,X\nEcho,X,,X,,X\n"
    assert [visit.day for visit in read(text).schedule.visits][1:] == [180, 360, 540, 720]


def test_groups_with_numbers_over_the_visits_are_arms() -> None:
    text = ",Group 1: now,,Group 2: later,\nVisit,Month 1,Month 3,Month 1,Month 3\nECG,X,X,X,X\nTalk,X,,,X\n"
    schedule = read(text).schedule
    assert [arm.label for arm in schedule.arms] == ["Group 1: now", "Group 2: later"]
    assert [visit.arm for visit in schedule.visits] == ["arm1", "arm1", "arm2", "arm2"]


@pytest.mark.parametrize(
    ("text", "unit", "lacking"),
    [
        ("Week 6 ± 1", None, True),
        ("6 (±3)", "week", True),
        ("Week 6 ± 1 day", None, False),
        ("Day 8 (± 1)", None, False),
        ("Week 6", None, False),
    ],
)
def test_a_window_without_a_unit_beside_weeks_is_told(text: str, unit: str | None, *, lacking: bool) -> None:
    assert lacks_unit(text, unit) == lacking
    imported = read(f"Visit,V1,V2\n{'Week' if unit else ''},,{text}\nConsent,X,\nECG,X,X\nLabs,X,\n")
    assert told(imported, "beside a week") == lacking


def test_a_row_that_tells_the_mode_of_the_visits_is_a_heading() -> None:
    schedule = read(
        "Timepoint,-4 wk,0,4 wk,8 wk\nMode,In person,In person,Phone,Online\nConsent,X,,,\nDiary,X,X,X,X\nTalk,,X,X,\n"
    ).schedule
    assert [activity.label for activity in schedule.activities] == ["Consent", "Diary", "Talk"]
    assert [visit.day for visit in schedule.visits] == [-28, 0, 28, 56]
    assert [visit.contact for visit in schedule.visits][1:] == [Contact.SITE, Contact.PHONE, Contact.UNKNOWN]


def test_a_row_of_words_that_are_all_different_tells_no_mode() -> None:
    text = "Visit,V1,V2,V3\nType,Short form,Long form,Other form\nConsent,X,,\nECG,X,X,X\n"
    assert [activity.label for activity in read(text).schedule.activities][0] == "Type"


def test_names_of_visits_come_before_their_identifiers() -> None:
    visits = read(
        "Event OID,SE_1,SE_2,SE_3\nEvent name,Screening,Week 4,Week 8\nECG,X,X,X\nConsent,X,,\n"
    ).schedule.visits
    assert [visit.label for visit in visits] == ["Screening", "Week 4", "Week 8"]
