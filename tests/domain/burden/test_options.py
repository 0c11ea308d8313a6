"""Options are scored by the same function; proposals by the difference of lines, which must come to the same."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from protocols.domain.burden.changes import (
    KINDS,
    DropActivity,
    DropMark,
    HoldElsewhere,
    LessOften,
    MergeVisits,
    Move,
    Option,
    Shorten,
    WidenWindow,
)
from protocols.domain.burden.overlaps import overlaps
from protocols.domain.burden.proposals import proposals
from protocols.domain.burden.savings import Ledger, rescored
from protocols.domain.burden.uncertainty import Drawn, Draws
from protocols.domain.schedule import Contact, Mark, MarkKind, Window

from .factory import DANA, grid, procedure, rating, scored, visit, with_numbers
from .strategies import Case, cases

WEEKS = [visit(f"v{place}", 7 * place) for place in range(1, 5)]
EVERYWHERE = {each.key: "X" for each in WEEKS}


def form(key, *args, **facts):
    return procedure(key, *args, questionnaire=True, **facts)


BASE = scored(
    grid({"form": EVERYWHERE, "ecg": {"v1": "X", "v2": Mark("v2", "ecg", kind=MarkKind.CONDITIONAL)}}, WEEKS),
    {"form": form("form", 1.0, minutes={"active": 40}), "ecg": procedure("ecg", 0.5, minutes={"active": 20})},
    persona=DANA,
)
FEW = Draws(with_numbers(draws__number=100))


@pytest.mark.parametrize(
    ("change", "load", "minutes"),
    [
        (DropMark("v1", "ecg"), "0.50", 20),
        (DropMark("v9", "ecg"), "0", 0),
        (DropActivity("ecg"), "1.00", 40),
        (LessOften("form", 2), "2.00", 80),
        (LessOften("ecg", 2), "0", 0),
        (Move("v1", "ecg", "v3"), "0", 0),
        (Move("v1", "ecg", "v2"), "0.50", 20),
        (Move("v3", "ecg", "v4"), "0", 0),
        (HoldElsewhere("v1", Contact.PHONE), "2.00", 180),
        (MergeVisits("v2", "v1"), "2.00", 180),
        (WidenWindow("v1", 3, 3), "0", 0),
        (Shorten("form", 10), "0", 120),
    ],
)
def test_what_each_change_saves(change, load, minutes):
    option = Option("try", (change,))
    after = rescored(BASE, option)
    assert (BASE.load.planned - after.load.planned, BASE.minutes.planned - after.minutes.planned) == (
        Decimal(load),
        minutes,
    )
    assert Ledger(BASE).saving(option) == (Decimal(load), minutes)
    assert Option.from_dict(option.to_dict()) == option


def test_every_kind_of_change_is_listed():
    assert len(KINDS) == 8


def test_changes_add_up_in_one_option():
    option = Option("both", (DropActivity("ecg"), HoldElsewhere("v1", Contact.HOME)))
    assert Ledger(BASE).saving(option) == (Decimal("3.00"), 220)


def test_a_wider_window_takes_its_flag_away():
    schedule = grid({"ecg": {"v1": "X"}}, [visit("v1", 1, window=Window(0, 1, "day"))])
    narrow = scored(schedule, {"ecg": procedure("ecg")})
    wide = rescored(narrow, Option("wide", (WidenWindow("v1", 3, 3),)))
    kinds = [{flag.kind for flag in each.flags} for each in (narrow, wide)]
    assert ["narrow_window" in found for found in kinds] == [True, False]


def test_shortening_shortens_what_shares_a_needle_too():
    rows = {
        key: procedure(key, size, minutes={"active": 30}, shares="needle", needles=1)
        for key, size in (("blood", 1.0), ("serum", 2.0))
    }
    base = scored(grid({key: {"v1": "X"} for key in rows}, WEEKS), rows)
    after = rescored(base, Option("short", (Shorten("serum", 0),)))
    assert (base.minutes.planned, after.minutes.planned) == (Decimal("30.5"), 30)


def test_an_option_names_what_the_schedule_does_not_have():
    option = Option("odd", (Move("v1", "mri", "v9"), MergeVisits("v8", "v1"), DropActivity("ecg")))
    assert option.faults(BASE.schedule) == [
        "odd: there is no visit 'v9'.",
        "odd: there is no activity 'mri'.",
        "odd: there is no visit 'v8'.",
    ]


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ({"name": "a", "changes": {}}, "list"),
        ({"name": "a", "changes": [{"kind": "explode"}]}, "no change 'explode'"),
        ({"name": "a", "changes": [{"kind": "drop-mark", "row": "x"}]}, "drop-mark"),
        ({"name": "a", "changes": [{"kind": "hold-elsewhere", "visit": "v1", "contact": "moon"}]}, "moon"),
    ],
)
def test_an_odd_option_is_refused(stored, words):
    with pytest.raises(ValueError, match=words):
        Option.from_dict(stored)


@st.composite
def row_options(draw: st.DrawFn) -> tuple[Case, Option]:
    case = draw(cases())
    rows = [activity.key for activity in case.schedule.activities]
    columns = [each.key for each in case.schedule.visits]
    row = st.sampled_from(rows)
    change = draw(
        st.builds(DropMark, st.sampled_from(columns), row)
        | st.builds(DropActivity, row)
        | st.builds(LessOften, row, st.integers(2, 3))
        | st.builds(Shorten, row, st.integers(0, 30))
    )
    return case, Option("try", (change,))


def check_savings(pair: tuple[Case, Option]) -> None:
    case, option = pair
    base = case.score()
    after = rescored(base, option)
    saved = base.load.planned - after.load.planned, base.minutes.planned - after.minutes.planned
    assert Ledger(base).saving(option) == saved


@given(row_options())
def test_the_difference_of_lines_equals_full_scoring(pair):
    event("the change saves something", Ledger(pair[0].score()).saving(pair[1]) != (0, 0))
    check_savings(pair)


def test_a_difference_that_forgets_what_shares_a_needle_would_be_seen(monkeypatch):
    rows = {key: procedure(key, 1.0, shares="needle", needles=1) for key in ("blood", "serum")}
    case = Case(grid({key: {"v1": "X"} for key in rows}, WEEKS), {key: (rows[key],) for key in rows}, (), None)
    pair = case, Option("drop", (DropMark("v1", "blood"),))
    check_savings(pair)
    monkeypatch.setattr(Ledger, "_done_at", {})
    with pytest.raises(AssertionError):
        check_savings(pair)


def test_proposals_come_with_the_heaviest_first_and_say_what_they_touch():
    found = proposals(Drawn(BASE, FEW), {"form": "primary"})
    assert [each.saves_load for each in found] == sorted((each.saves_load for each in found), reverse=True)
    assert all(each.saves_load > 0 or each.saves_minutes > 0 for each in found)
    best = found[0]
    assert (best.option.name, best.saves_load) == ("Leave out Form", Decimal("4.00"))
    assert best.cautions == ("It serves the main question of the study.",)
    unstated = next(each for each in found if each.option.name == "Leave out Ecg")
    assert unstated.cautions == ("Nobody has stated what it is for.",)
    assert "Shorten Form to 30 minutes" in {each.option.name for each in found}


def test_only_the_first_proposals_are_drawn():
    base = scored(BASE.schedule, {"form": form("form", 1.0)}, persona=DANA)
    few = with_numbers(draws__number=50, options__first_with_intervals=2)
    found = proposals(Drawn(type(base)(base.schedule, base.estimates, DANA, few, base.arms, base.found), Draws(few)))
    assert [each.comparison is not None for each in found][:3] == [True, True, False]
    assert found[0].comparison.load < 100
    assert [each.load_saved is not None for each in found][:3] == [True, True, False]


def test_visits_without_a_day_or_a_journey_are_not_merged_and_other_arms_not_proposed():
    visits = [visit("v1", 1, contact=Contact.PHONE), visit("v2", 1, arm="a"), visit("v3"), visit("v4", 1, arm="b")]
    schedule = grid({"form": {"v1": "X", "v4": "X", "v2": Mark("v2", "form", kind=MarkKind.REFERRED)}}, visits)
    base = scored(schedule, {"form": form("form", 1.0)}, persona=DANA)
    names = {each.option.name for each in proposals(Drawn(base, FEW))}
    assert not any("together" in name for name in names)


def test_visits_whose_windows_meet_may_become_one():
    near = [visit("v1", 1, window=Window(0, 2, "day")), visit("v2", 4, window=Window(24, 0, "hour")), visit("v3", 30)]
    base = scored(grid({"form": {each.key: "X" for each in near}}, near), {"form": form("form", 1.0)}, persona=DANA)
    names = {each.option.name for each in proposals(Drawn(base, FEW))}
    assert "Hold Visit v2 together with Visit v1" in names
    assert "Hold Visit v3 together with Visit v2" not in names


@pytest.mark.parametrize(
    ("setting", "words"), [("phone", "by phone"), ("either", "by phone"), ("home", "at home"), ("site", None)]
)
def test_a_visit_may_be_held_elsewhere_if_all_of_it_can(setting, words):
    row = replace(procedure("talk", 1.0), setting=setting)
    found = proposals(Drawn(scored(grid({"talk": {"v1": "X"}}, WEEKS[:1]), {"talk": row}, persona=DANA), FEW))
    held = [each.option.name for each in found if each.option.name.startswith("Hold")]
    assert held == ([f"Hold Visit v1 {words}"] if words else [])


# Overlaps


def kinds(found):
    return [(each.kind, each.subject, each.days_apart) for each in found]


def test_the_same_procedure_within_a_week_is_found():
    visits = [visit("v1", 1), visit("v2", 8), visit("v3", 30), visit("v4")]
    schedule = grid({"ecg": {each.key: "X" for each in visits}}, visits)
    assert kinds(overlaps(scored(schedule, {"ecg": procedure("ecg")}))) == [("same-procedure", "ecg", 7)]


def test_the_same_procedure_in_two_rows_of_one_visit_is_found():
    schedule = grid({"ecg": {"v1": "X"}, "more": {"v1": "X"}}, WEEKS)
    found = overlaps(scored(schedule, {"ecg": procedure("ecg"), "more": procedure("ecg")}))
    assert kinds(found) == [("same-procedure", "ecg", 0)]
    assert "on the same day" in found[0].message


def test_a_test_of_usual_care_is_found():
    cells = {"v1": Mark("v1", "ecg", usual_care=True), "v2": "X"}
    found = overlaps(scored(grid({"ecg": cells}, WEEKS), {"ecg": procedure("ecg")}))
    assert kinds(found) == [("usual-care", "ecg", 7)]
    assert "usual care" in found[0].message


def test_a_questionnaire_and_an_interview_on_one_topic_are_found():
    asked = replace(form("phq"), plain_name="Nine questions about mood")
    talked = replace(procedure("hamd"), plain_name="A talk about mood", category="rating")
    weighed = replace(procedure("scale"), plain_name="A look at your mood lamp")
    rows = {"phq": {"v1": "X", "v4": "X"}, "hamd": {"v1": "X"}, "scale": {"v1": "X"}}
    schedule = grid(rows, [WEEKS[0], WEEKS[3]])
    found = overlaps(scored(schedule, {"phq": asked, "hamd": talked, "scale": weighed}))
    assert kinds(found) == [("same-topic", "mood", 0)]


@pytest.mark.parametrize("kind", [MarkKind.CONTINUOUS, MarkKind.PLANNED])
def test_what_is_done_daily_at_home_is_no_overlap(kind):
    diary = procedure("diary", daily_at_home=True, questionnaire=True)
    cells = {each.key: Mark(each.key, "diary", kind=kind) for each in WEEKS}
    assert overlaps(scored(grid({"diary": cells}, WEEKS), {"diary": diary}, [rating("ann", "diary", 1)])) == ()
