"""The shapes that real schedules have, one by one, drawn as CSV."""

import pytest

from protocols.domain.importers import csv_grid
from protocols.domain.importers.imported import Imported, Refused
from protocols.domain.problems import Severity
from protocols.domain.schedule import Contact, MarkKind, Repeats, Schedule


def read(text: str) -> Imported:
    return csv_grid.read(text.encode())


def rows(schedule: Schedule) -> dict[str, int]:
    return {a.label: sum(mark.activity == a.key for mark in schedule.marks) for a in schedule.activities}


def told(imported: Imported, words: str) -> bool:
    return any(words in problem.message for problem in imported.problems)


def test_a_period_reaches_to_the_next_one_but_not_to_visits_off_the_calendar() -> None:
    schedule = read(
        "Period,Screening,Treatment,,,Follow-up\nVisit,V1,V2,V3,ET,V4\nConsent,X,,,,\nECG,X,X,X,X,X\n"
    ).schedule
    assert [visit.epoch for visit in schedule.visits] == ["Screening", "Treatment", "Treatment", None, "Follow-up"]
    assert schedule.visits[3].day is None


def test_a_row_of_crosses_under_the_headings_describes_the_visits() -> None:
    imported = read("Visit,V1,V2,V3\nFasting visit,X,,X\nPhone visit,,X,\nConsent,X,,\nLabs,X,,X\n")
    assert list(rows(imported.schedule)) == ["Consent", "Labs"]
    assert imported.schedule.visits[1].contact is Contact.PHONE
    assert imported.schedule.visits[0].header == ("V1", "Fasting visit")
    assert told(imported, "describing the visits")


def test_the_same_row_deeper_in_the_body_is_an_activity() -> None:
    assert "Fasting visit" in rows(read("Visit,V1,V2\nConsent,X,\nFasting visit,X,\nLabs,X,X\n").schedule)


def test_a_heading_without_marks_is_a_group_and_not_an_activity() -> None:
    schedule = read("Visit,V1,V2\nStudy drug administration,,\nDrug A,X,\nDrug B,,X\nSAFETY,,\nECG,X,X\n").schedule
    assert {a.label: a.group for a in schedule.activities} == {
        "Drug A": "Study drug administration",
        "Drug B": "Study drug administration",
        "ECG": "SAFETY",
    }


def test_rows_indented_like_their_heading_have_left_its_group() -> None:
    schedule = read("Visit,V1,V2\nSafety,,\n   ECG,X,X\n   Labs,X,X\nConsent,X,\n").schedule
    assert [a.group for a in schedule.activities] == ["Safety", "Safety", None]


def test_a_group_named_on_its_first_row_only() -> None:
    schedule = read("Group,Procedure,V1,V2\nSafety,ECG,X,X\n,Labs,X,\nOther,Consent,X,\n").schedule
    assert [(a.label, a.group) for a in schedule.activities] == [
        ("ECG", "Safety"),
        ("Labs", "Safety"),
        ("Consent", "Other"),
    ]


def test_a_last_row_without_marks_is_left_out_and_told() -> None:
    imported = read("Visit,V1,V2\nConsent,X,\nLabs,X,X\nMedication returned,,\n")
    assert list(rows(imported.schedule)) == ["Consent", "Labs"]
    assert told(imported, '"Medication returned" has no marks')


def test_columns_of_remarks_and_numbers_are_no_visits() -> None:
    imported = read(
        "No.,Procedure,Section,V1,V2,Notes\n1,Consent,8.1,X,,Before anything else\n"
        "2,Labs,8.2,X,X,\n3,ECG,8.3,,X,After rest\n"
    )
    assert [visit.label for visit in imported.schedule.visits] == ["V1", "V2"]
    assert rows(imported.schedule) == {"Consent": 1, "Labs": 2, "ECG": 1}
    assert told(imported, "After rest")


def test_a_visit_without_any_mark_stays_a_visit() -> None:
    schedule = read("Visit,V1,V2,V3\nConsent,,X,\nLabs,,X,X\n").schedule
    assert [visit.label for visit in schedule.visits] == ["V1", "V2", "V3"]


def test_a_first_row_of_words_is_an_activity_and_no_heading() -> None:
    imported = read(
        "Procedure,Screening,Day 1,Week 12,EOS\nConsent,Within 28 days of Day 1,,,\nHistory,X,,,\nExam,X,X,X,X\n"
    )
    assert rows(imported.schedule) == {"Consent": 1, "History": 1, "Exam": 4}


def test_repeated_labels_are_told_apart_by_what_stands_beside_them() -> None:
    schedule = read(
        "Visit,SCR,SCR,1,1\nDay,-14,-7,1,1\nTime,,,Pre-dose,Post-dose\nConsent,X,,,\nECG,X,X,X,X\n"
    ).schedule
    assert len({visit.label for visit in schedule.visits[2:]}) == 2
    assert schedule.visits[3].header == ("1", "1", "Post-dose")


def test_a_column_that_stands_for_many_visits_asks_for_their_number() -> None:
    imported = read("Visit,Cycle 1,Cycles 2-6,Cycle 7 onwards\nDrug,X,X,X\nECG,X,,\n")
    assert [visit.repeats for visit in imported.schedule.visits] == [None, Repeats(5, 5), Repeats(1, None)]
    assert told(imported, "does not say how many")


def test_days_of_cycles_count_only_if_the_length_is_known() -> None:
    unknown = read("Cycle,1,1,2\nDay,1,8,1\nDrug,X,X,X\nECG,X,,X\n").schedule
    assert [visit.day for visit in unknown.visits] == [1, 8, None]
    known = read("Cycle (21 days),1,1,2\nDay,1,8,1\nDrug,X,X,X\nECG,X,,X\n").schedule
    assert [visit.day for visit in known.visits] == [1, 8, 22]


def test_arms_are_inferred_where_the_same_visits_repeat_below_two_names() -> None:
    imported = read(",Drug A,,,Placebo,,\nVisit,V1,V2,V3,V1,V2,V3\nConsent,X,,,X,,\nLabs,X,X,X,X,X,X\n")
    assert [arm.label for arm in imported.schedule.arms] == ["Drug A", "Placebo"]
    assert told(imported, "read as arms")


def test_the_same_visits_twice_without_names_are_told() -> None:
    assert told(read("Visit,V1,V2,V1,V2\nConsent,X,,X,\nLabs,X,X,X,X\n"), "stand twice side by side")


def test_cycles_with_the_same_days_are_no_arms() -> None:
    schedule = read("Cycle,1,,2,\nDay,1,8,1,8\nDrug,X,X,X,X\nECG,X,,X,\n").schedule
    assert schedule.arms == ()


def test_the_schedule_is_taken_and_the_other_table_is_told() -> None:
    imported = read(
        "Visit,V1,V2,V3\nConsent,X,,\nLabs,X,X,X\nECG,X,X,X\n\n"
        "Pharmacokinetic sampling\nVisit,V7,V8\nPlasma,X,X\nSerum,X,\n"
    )
    assert list(rows(imported.schedule)) == ["Consent", "Labs", "ECG"]
    assert told(imported, "not read as part of the schedule")


def test_a_marker_without_a_footnote_and_a_footnote_without_a_marker_are_told() -> None:
    imported = read("Visit,V1,V2\nConsent,Xa,\nLabs*,X,X\na Only once.\nb Nowhere.\n")
    assert told(imported, '"*" points to no footnote')
    assert told(imported, "points to footnote b")


def test_marks_that_are_no_cross_are_told_with_their_place() -> None:
    imported = read("Visit,V1,V2\nConsent,X,\nLabs,X,See lab manual\n")
    problem = next(problem for problem in imported.problems if "See lab manual" in problem.message)
    assert (problem.where, problem.severity) == ("C3", Severity.WARNING)
    assert imported.schedule.marks[-1].kind is MarkKind.REFERRED


def test_a_grid_of_ticks_or_yes_is_read_too() -> None:
    assert rows(read("Visit,V1,V2,V3\nConsent,Yes,No,No\nLabs,Yes,Yes,Yes\nECG,Yes,No,Yes\n").schedule) == {
        "Consent": 1,
        "Labs": 3,
        "ECG": 2,
    }


@pytest.mark.parametrize(
    "text",
    [
        "Consent,X,,\nECG,X,X,\nLabs,X,X,X\n",
        "Role,Investigator,Nurse,Pharmacist\nObtain consent,X,,\nDispense drug,,,X\nDraw blood,,X,\n",
        "Lesion,Target,Non-target\nA,CR,CR\nB,PR,SD\n",
        "just some text\nand another line\n",
        "Visit,V1,V2\n",
    ],
)
def test_what_is_no_schedule_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    assert refused.value.problems[0].remedy


def test_rows_without_a_label_are_kept_and_told() -> None:
    imported = read("Visit,V1,V2\nConsent,X,\nLabs,X,X\n,X,\nECG,,X\n")
    assert list(rows(imported.schedule)) == ["Consent", "Labs", "(no name) A4", "ECG"]
    assert told(imported, "marks but no name")


def test_long_rows_between_activities_are_remarks_and_no_groups() -> None:
    schedule = read("Visit,V1,V2\nConsent,X,\nNote: all visits in the morning,,\nLabs,X,X\n").schedule
    assert [a.group for a in schedule.activities] == [None, None]
    assert [note.text for note in schedule.footnotes] == ["Note: all visits in the morning"]


def test_a_letter_that_may_belong_to_the_word_is_kept_and_told() -> None:
    imported = read("Visit,V1,V2\nConsenta,X,\nZylobtc,X,X\nLabs,X,\na Once.\nc Twice.\n")
    assert list(rows(imported.schedule)) == ["Consent", "Zylobtc", "Labs"]
    assert told(imported, '"Zylobtc" may be a footnote letter')


def test_a_mark_with_an_unclear_figure_is_told() -> None:
    assert told(read("Visit,V1,V2\nConsent,X,\nLabs,X2,X\n"), '"X2" was read as done')


def test_the_same_label_in_two_groups_is_two_activities_also_when_rows_continue() -> None:
    table = "Visit,V1,V2\nEfficacy,,\nVital signs,X,\nWeight,X,X\nSafety,,\nECG,X,X\n"
    again = "Visit,V1,V2\nSafety,,\nVital signs,,X\nPulse,X,X\nLabs,X,X\nUrine,X,\n"
    schedule = read(f"{table}\n{again}").schedule
    assert [a.label for a in schedule.activities] == [
        "Vital signs", "Weight", "ECG", "Vital signs", "Pulse", "Labs", "Urine"
    ]  # fmt: skip


def test_a_title_above_a_second_part_belongs_to_it() -> None:
    first = "Schedule of activities\nVisit,V1,V2\nConsent,X,\nLabs,X,X\nECG,X,\nPulse,X,\n"
    schedule = read(f"{first}Schedule of activities (continued)\nVisit,V3,V4\nLabs,X,X\nECG,X,\nPulse,X,X\n").schedule
    assert schedule.title == "Schedule of activities"
    assert [visit.label for visit in schedule.visits] == ["V1", "V2", "V3", "V4"]
    assert list(rows(schedule)) == ["Consent", "Labs", "ECG", "Pulse"]


def test_a_row_of_codes_is_explained_by_its_legend() -> None:
    schedule = read(
        "Day,1,8,15\nVisit type,C,T,C\nConsent,X,,\nLabs,X,,X\nDiary,X,X,X\n\nC = clinic; T = telephone\n"
    ).schedule
    assert [visit.contact for visit in schedule.visits] == [Contact.SITE, Contact.PHONE, Contact.SITE]


def test_words_and_yes_or_no_in_the_headings_say_how_a_visit_is_held() -> None:
    schedule = read("Week,0,4,8\nContact,Clinic,Phone,Home\nConsent,X,,\nLabs,X,X,X\n").schedule
    assert [visit.contact for visit in schedule.visits] == [Contact.SITE, Contact.PHONE, Contact.HOME]
    imported = read("Week,0,4,8\nPhone visit,No,Yes,No\nConsent,X,,\nLabs,X,X,X\n")
    assert [visit.contact for visit in imported.schedule.visits][1] is Contact.PHONE
    assert list(rows(imported.schedule)) == ["Consent", "Labs"]


def test_p_among_v_is_read_as_a_phone_contact_and_told() -> None:
    imported = read("Visit,V1,P2,V3\nConsent,X,,\nLabs,X,,X\nDiary,X,X,X\n")
    assert imported.schedule.visits[1].contact is Contact.PHONE
    assert told(imported, "read as a phone contact")


def test_a_window_in_the_name_of_a_row_holds_for_all_its_visits() -> None:
    schedule = read("Week (± 3 days),0,4\nConsent,X,\nLabs,X,X\n").schedule
    assert [visit.window and visit.window.after for visit in schedule.visits] == [3, 3]


def test_a_window_without_a_sign_is_told_unless_the_row_says_both_ways() -> None:
    assert told(read("Visit,V1,V2\nWindow (days),3,5\nConsent,X,\nLabs,X,X\n"), "in more than one way")
    assert told(read("Visit,V1,V2\nWindow,±3,-9 to -5\nConsent,X,\nLabs,X,X\n"), "No window was set")
    assert not told(read("Visit,V1,V2\nWindow (± days),3,5\nConsent,X,\nLabs,X,X\n"), "in more than one way")
    assert told(read("Visit,V1,V2\nWindow,±3,±5\nConsent,X,\nLabs,X,X\n"), "names no unit")


def test_cycles_over_several_days_stand_for_many_visits_each() -> None:
    schedule = read("Cycle,1,,3-6,\nDay,1,8,1,8\nDrug,X,X,X,X\nECG,X,,X,\n").schedule
    assert [visit.repeats for visit in schedule.visits] == [None, None, Repeats(4, 4), Repeats(4, 4)]


def test_a_table_of_times_within_a_day_is_not_joined() -> None:
    schedule = read(
        "Visit,V1,V2,V3\nPK sample,X,X,X\nECG,X,,X\nPulse,X,X,\nConsent,X,,\nLabs,X,X,\n\n"
        "Pharmacokinetic sampling,,,\nDay 1,Pre-dose,1 h post-dose,2 h post-dose\n"
        "PK sample,X,X,X\nECG,X,,X\nPulse,X,,\n"
    ).schedule
    assert len(schedule.visits) == 3


def test_group_columns_of_numbers_and_parts_of_activities() -> None:
    schedule = read("Topic,Code,Activity,V1,V2\nOne,11,ECG,X,X\nOne,12,Labs,X,\nTwo,13,Consent,X,\n").schedule
    assert [(a.label, a.group) for a in schedule.activities] == [
        ("ECG", "One"),
        ("Labs", "One"),
        ("Consent", "Two"),
    ]


def test_a_column_that_repeats_the_labels_is_no_visit() -> None:
    schedule = read("Visit,V1,V2,,V3\nConsent,X,,Consent,\nLabs,X,X,Labs,X\nECG,X,,ECG,X\nPulse,,X,Pulse,\n").schedule
    assert [visit.label for visit in schedule.visits] == ["V1", "V2", "V3"]


def test_more_visits_than_the_limit_are_refused() -> None:
    header = ",".join(f"V{number}" for number in range(450))
    with pytest.raises(Refused, match="450 visits"):
        read(f"Visit,{header}\n" + "".join(f"Labs {n}," + ",".join("X" * 450) + "\n" for n in range(3)))


def test_many_lines_above_the_headings_are_searched_only_so_far() -> None:
    above = "".join(f"line {number},text\n" for number in range(60))
    with pytest.raises(Refused):
        read(above + "Lesion,Target,Other\nA,X,\nB,X,X\n")
