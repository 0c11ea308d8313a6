"""Counts and flags: what is asked in plain numbers, and what no average may hide."""

import pytest

from protocols.domain.schedule import Contact, Mark, MarkKind, Repeats, Window

from .factory import DANA, grid, procedure, rating, scored, value, visit

WEEKS = [visit("v1", 1), visit("v2", 8), visit("v3", 15)]
ALL = {each.key: "X" for each in WEEKS}


def one(found, kind):
    flags = [flag for flag in found.flags if flag.kind == kind]
    assert len(flags) == 1
    return flags[0]


def kinds(found):
    return {flag.kind for flag in found.flags}


def planned(found):
    return {name: each["planned"] for name, each in found.counts.to_dict().items()}


def test_counts_over_the_whole_schedule():
    rows = {
        "draw": procedure("draw", needles=1, blood_ml=value(10.5), fasting=True, invasive=True),
        "stay": procedure("stay", overnight=True, device=True),
        "form": procedure("form", questionnaire=True, minutes={"active": 12}),
    }
    schedule = grid({"draw": ALL, "stay": {"v1": "X"}, "form": {"v1": "X", "v2": "X"}}, WEEKS)
    assert planned(scored(schedule, rows)) == {
        "visits": 3,
        "trips": 3,
        "nights": 1,
        "needles": 3,
        "blood_ml": 31.5,
        "fasting_mornings": 3,
        "invasive": 3,
        "questionnaires": 2,
        "questionnaire_minutes": 24,
        "devices": 1,
        "home_days": 0,
    }


def test_a_morning_is_fasted_once_however_much_is_done():
    rows = {key: procedure(key, fasting=True) for key in ("lipids", "sugar")}
    schedule = grid({key: {"v1": "X"} for key in rows}, [visit("v1", 1, repeats=Repeats(2, 2))])
    assert scored(schedule, rows).counts.fasting_mornings.planned == 2


def test_days_at_home_are_no_fasting_mornings():
    cells = {each.key: Mark(each.key, "diary", kind=MarkKind.CONTINUOUS) for each in WEEKS}
    diary = procedure("diary", daily_at_home=True, fasting=True)
    assert scored(grid({"diary": cells}, WEEKS), {"diary": diary}).counts.fasting_mornings.planned == 0


def test_nights_come_from_the_procedure_or_the_journey_whichever_is_more():
    tom = type(DANA)("tom", "Tom", 180, nights_away=1)
    schedule = grid({"stay": {"v1": "X"}}, [*WEEKS, visit("v4", 20, contact=Contact.PHONE)])
    assert scored(schedule, {"stay": procedure("stay", overnight=True)}, persona=tom).counts.nights.planned == 3


def test_a_row_that_holds_a_questionnaire_and_more_counts_its_own_minutes():
    parts = (procedure("form", questionnaire=True, minutes={"active": 12}), procedure("ecg", minutes={"active": 20}))
    counts = scored(grid({"row": {"v1": "X"}}, WEEKS), {"row": parts}).counts
    assert (counts.questionnaires.planned, counts.questionnaire_minutes.planned) == (1, 12)


def test_a_device_that_may_be_used_is_a_range():
    cells = {"v1": Mark("v1", "watch", kind=MarkKind.OPTIONAL, probability=0.2)}
    devices = scored(grid({"watch": cells}, WEEKS), {"watch": procedure("watch", device=True)}).counts.devices
    assert (devices.least, devices.planned, devices.most) == (0, 1, 1)


def test_what_a_schedule_costs_a_persona():
    schedule = grid({"draw": {"v1": "X"}}, [visit("v1", 1), visit("v2", 8, contact=Contact.HOME)])
    cost = scored(schedule, {"draw": procedure("draw", minutes={"active": 60})}, persona=DANA).persona_cost
    # One trip at 14; 180 minutes of travel and 60 at the site are 4 hours, half of them working time.
    assert (cost.money.planned, cost.work_hours.planned, cost.carer_hours.planned) == (14, 2, 4)
    assert scored(schedule, {}).persona_cost is None


def test_an_estimate_of_three_is_flagged():
    flag = one(scored(grid({"tap": {"v1": "X"}}, WEEKS), {}, [rating("ann", "tap", 3)]), "high_estimate")
    assert (flag.activity, flag.value, flag.limit) == ("tap", 3, 3)


def test_a_dimension_of_three_is_flagged_even_if_the_estimate_is_low():
    found = scored(grid({"tap": {"v1": "X"}}, WEEKS), {"tap": procedure("tap", {"worry": 3.0})})
    assert "high_estimate" not in kinds(found)
    assert "worry" in one(found, "high_dimension").message


@pytest.mark.parametrize(("people", "words"), [(["ann"], "1 person"), (["ann", "sam"], "2 people")])
def test_could_not_do_this_is_flagged_whoever_says_it(people, words):
    given = [rating(name, "tap", could_not=True, role="site") for name in people]
    found = scored(grid({"tap": {"v1": "X"}}, WEEKS), {"tap": procedure("tap")}, given)
    assert words in one(found, "could_not").message


def test_could_not_of_a_step_that_is_scored_nowhere_is_still_told():
    found = scored(grid({"tap": {"v1": "X"}}, WEEKS), {}, [rating("ann", "journey", could_not=True)])
    assert one(found, "could_not").activity == "journey"


def test_a_long_assessment_is_flagged_and_a_long_scan_is_not():
    rows = {
        "form": procedure("form", questionnaire=True, minutes={"active": 31}),
        "scan": procedure("scan", minutes={"active": 31}),
    }
    assert one(scored(grid({key: {"v1": "X"} for key in rows}, WEEKS), rows), "long_assessment").activity == "form"


@pytest.mark.parametrize(("days", "is_flagged"), [((1, 20), True), ((1, 60), False), ((1, None), False)])
def test_an_assessment_several_times_a_month_is_flagged(days, is_flagged):
    visits = [visit(f"v{place}", day) for place, day in enumerate(days)]
    schedule = grid({"form": {each.key: "X" for each in visits}}, visits)
    found = scored(schedule, {"form": procedure("form", questionnaire=True)})
    assert ("frequent_assessment" in kinds(found)) == is_flagged


def test_a_daily_diary_is_asked_at_most_each_day_of_a_month():
    visits = [visit("v1", 1), visit("v2", 100)]
    cells = {each.key: Mark(each.key, "diary", kind=MarkKind.CONTINUOUS) for each in visits}
    diary = procedure("diary", questionnaire=True, daily_at_home=True)
    assert one(scored(grid({"diary": cells}, visits), {"diary": diary}), "frequent_assessment").value == 30


def test_a_diary_marked_visit_by_visit_is_told():
    diary = procedure("diary", daily_at_home=True)
    assert one(scored(grid({"diary": ALL}, WEEKS), {"diary": diary}), "home_days_not_counted").activity == "diary"


@pytest.mark.parametrize(("minutes", "is_flagged"), [(29, False), (30, True)])
def test_travel_of_half_an_hour_is_flagged(minutes, is_flagged):
    somebody = type(DANA)("one", "One", minutes)
    found = scored(grid({"tap": {"v1": "X"}}, WEEKS), {"tap": procedure("tap")}, persona=somebody)
    assert ("travel" in kinds(found)) == is_flagged


def test_nights_away_are_flagged_also_where_nobody_knows_how_many():
    visits = [visit("v1", 1, repeats=Repeats(1, None))]
    found = scored(grid({"stay": {"v1": "X"}}, visits), {"stay": procedure("stay", overnight=True)})
    assert one(found, "overnight").message == "At least 1 nights away from home."


@pytest.mark.parametrize(("minutes", "is_flagged"), [(119, False), (120, True)])
def test_fasting_and_a_long_visit_are_flagged_without_the_journey(minutes, is_flagged):
    row = procedure("lipids", fasting=True, minutes={"waiting": minutes})
    found = scored(grid({"lipids": {"v1": "X"}}, WEEKS), {"lipids": row}, persona=DANA)
    assert ("fasting_and_long" in kinds(found)) == is_flagged


def test_two_invasive_procedures_in_one_visit_are_flagged_if_one_is_hard():
    rows = {"tap": procedure("tap", {"worry": 2.5}, invasive=True), "draw": procedure("draw", 0.7, invasive=True)}
    assert one(scored(grid({key: {"v1": "X"} for key in rows}, WEEKS), rows), "invasive_day").value == 2
    light = rows | {"tap": procedure("tap", 0.7, invasive=True)}
    assert "invasive_day" not in kinds(scored(grid({key: {"v1": "X"} for key in rows}, WEEKS), light))


def test_tubes_of_one_needle_are_one_invasive_procedure():
    rows = {key: procedure(key, 2.5, invasive=True, shares="needle") for key in ("blood", "serum")}
    assert "invasive_day" not in kinds(scored(grid({key: {"v1": "X"} for key in rows}, WEEKS), rows))


@pytest.mark.parametrize(
    ("window", "is_flagged"),
    [(Window(2, 2, "day"), True), (Window(48, 72, "hour"), False), (Window(0, 1, "week"), False), (None, False)],
)
def test_a_window_narrower_than_a_working_week_is_flagged(window, is_flagged):
    found = scored(grid({"tap": {"v1": "X"}}, [visit("v1", 1, window=window)]), {"tap": procedure("tap")})
    assert ("narrow_window" in kinds(found)) == is_flagged


@pytest.mark.parametrize(("minutes", "is_flagged"), [(480, False), (481, True)])
def test_a_visit_longer_than_a_clinic_day_is_flagged(minutes, is_flagged):
    found = scored(grid({"pk": {"v1": "X"}}, WEEKS), {"pk": procedure("pk", minutes={"waiting": minutes})})
    assert ("long_visit" in kinds(found)) == is_flagged


def test_many_needles_and_much_blood_are_flagged():
    visits = [visit("v1", 1, repeats=Repeats(20, 20))]
    row = procedure("draw", needles=1, blood_ml=value(22.5))
    found = scored(grid({"draw": {"v1": "X"}}, visits), {"draw": row})
    assert (one(found, "needles").value, one(found, "blood_ml").value) == (20, 450)
    assert one(found, "needles").to_dict()["limit"] == 20
