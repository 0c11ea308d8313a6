"""A visit is told step by step to a lay person, with a clock that never knows more than the plan does."""

from itertools import pairwise

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from protocols.domain.language.explainers import general_information
from protocols.domain.language.hard_topics import topics_of, topics_sentence
from protocols.domain.language.readability import read_text
from protocols.domain.language.shelf import read_toml
from protocols.domain.language.story import DayClock, Doing, Step, StepKind, Traveller, tell
from protocols.domain.schedule import Activity, Contact, Mark, MarkKind, Repeats, Schedule, Visit, Window

BUS = Traveller(minutes_one_way=90, transport="bus", carer=True, works=True, cares_for_others=True)
NEAR = Traveller(minutes_one_way=10)
SITE = Visit("v1", "Screening", day=-14, contact=Contact.SITE)
NEXT = Visit("v2", "Baseline", day=0, contact=Contact.SITE, window=Window(3, 2, "day"))
ACTIVITIES = (Activity("vs", "Vital signs"), Activity("mm", "MMSE"), Activity("xx", "Zorblat"), Activity("ur", "Urine"))


def schedule_of(*visits, activities=ACTIVITIES, marks=None):
    every = tuple(Mark(visits[0].key, activity.key) for activity in activities)
    return Schedule(visits=visits, activities=activities, marks=every if marks is None else tuple(marks))


DOINGS = {
    "vs": Doing(("vital_signs",), 10),
    "mm": Doing(("mmse",), 55),
    "xx": Doing(),
    "ur": Doing(("urinalysis",), 5),
}


def told(visit=SITE, *more, traveller=BUS, doings=DOINGS, clock=None, **of) -> dict[str, Step]:
    steps = tell(schedule_of(visit, *more, **of), visit.key, traveller=traveller, doings=doings, clock=clock)
    return {step.key: step for step in steps}


def test_a_visit_is_told_from_the_evening_before_to_the_days_after():
    steps = told(SITE, NEXT)
    assert list(steps) == [
        "before",
        "journey",
        "activity:vs",
        "activity:mm",
        "activity:xx",
        "activity:ur",
        "back",
        "between",
    ]
    assert [step.kind for step in steps.values()] == [
        StepKind.BEFORE,
        StepKind.JOURNEY,
        *[StepKind.ACTIVITY] * 4,
        StepKind.BACK,
        StepKind.BETWEEN,
    ]
    assert [step.activity_key for step in steps.values() if step.activity_key] == ["vs", "mm", "xx", "ur"]


def test_the_clock_runs_with_the_minutes_until_one_is_unknown():
    steps = told(SITE, clock=DayClock(starts=8 * 60 + 30, waiting=10))
    assert [step.clock_text for step in steps.values()] == [
        "",
        "7 o’clock",
        "8:40",
        "8:50",
        "9:45",
        "after 9:45",
        "after 9:50",
        "",
    ]
    assert "It is about 8:50." in steps["activity:mm"].story
    assert "You have been here" not in steps["activity:mm"].story
    assert "You have been here for about 1 hour 15 minutes." in steps["activity:xx"].story
    assert steps["activity:ur"].story.startswith("It is some time after 9:45.")
    assert "You were there for" not in steps["back"].story


def test_when_all_minutes_are_known_the_way_home_has_a_time():
    activities = ACTIVITIES[:2]
    back = told(SITE, activities=activities, clock=DayClock(starts=540, waiting=0))["back"]
    assert back.clock_text == "10:05"
    assert "You were there for about 1 hour." in back.story
    assert "You are home at about 11:35." in back.story


def test_the_persona_is_in_the_story():
    steps = told(SITE)
    assert "You tell your workplace" in steps["before"].story
    assert "look after the people who need you" in steps["before"].story
    assert "You go by bus. It takes about 1 hour 30 minutes" in steps["journey"].story
    assert "The person who helps you is with you." in steps["journey"].story
    alone = told(SITE, traveller=NEAR)
    assert "workplace" not in alone["before"].story
    assert "The person who helps you" not in alone["journey"].story + alone["back"].story
    assert "You drive for about 10 minutes." in alone["journey"].story
    by_boat = told(SITE, traveller=Traveller(40, "boat"))["journey"].story
    assert "You travel by boat. It takes about 40 minutes." in by_boat


def test_waiting_is_left_out_where_there_is_none():
    assert "You arrive, give your name and wait for about 10 minutes." in told(SITE)["journey"].story
    assert told(SITE, clock=DayClock(waiting=0))["journey"].story.endswith("You arrive and give your name.")


@pytest.mark.parametrize("contact", [Contact.PHONE, Contact.VIDEO, Contact.HOME])
def test_a_visit_from_home_has_no_journey(contact):
    steps = told(Visit("v1", "Call", contact=contact))
    assert "journey" not in steps and "back" not in steps
    assert steps["activity:vs"].clock_text == "9 o’clock"
    assert "You have been at it for" in steps["activity:xx"].story
    assert "to be there" in steps["before"].story


def test_a_visit_whose_place_is_unknown_is_travelled_to_and_says_so():
    steps = told(Visit("v1", "Week 2"))
    assert "journey" in steps
    assert "The plan does not say where it is." in steps["before"].story


def test_the_evening_before_tells_of_fasting_devices_and_bags():
    doings = {"vs": Doing(("vital_signs",), 10, fasting=True, device=True, overnight=True)}
    steps = told(SITE, doings=doings, activities=ACTIVITIES[:1])
    assert "You do not eat after the time the team gave you." in steps["before"].story
    assert "You charge the study device" in steps["before"].story
    assert "You pack a bag" in steps["before"].story
    assert "You have not had breakfast." in steps["journey"].story
    assert steps["back"].story.startswith("You go home after the night at the clinic.")
    assert steps["back"].clock_text == ""
    plain = told(SITE)["before"].story
    assert "eat" not in plain and "device" not in plain and "bag" not in plain


def test_what_a_procedure_says_of_the_evening_before_is_said_once():
    doings = {"vs": Doing(("fasting_glucose",), 5, fasting=True), "mm": Doing(("ogtt",), 120, fasting=True)}
    before = told(SITE, doings=doings)["before"].story
    assert before.count("not eat") == 1


def test_an_activity_without_a_known_procedure_says_that_we_do_not_know():
    step = told(SITE)["activity:xx"]
    assert step.title == "Zorblat"
    assert "We do not know yet what this asks of you." in step.story


def test_an_activity_with_two_procedures_keeps_its_label_and_tells_both():
    doings = {"vs": Doing(("vital_signs", "weight"), 10)}
    step = told(SITE, doings=doings)["activity:vs"]
    assert step.title == "Vital signs"
    assert general_information()["weight"].story in step.story
    assert told(SITE)["activity:vs"].title == general_information()["vital_signs"].name


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (MarkKind.CONDITIONAL, "This is done if the team finds that it is needed."),
        (MarkKind.OPTIONAL, "You can choose if you want to do this."),
        (MarkKind.CONTINUOUS, "This goes on through this part of the study."),
        (MarkKind.REFERRED, "The plan says more about this in another place."),
    ],
)
def test_a_mark_that_is_not_plain_is_told(kind, line):
    marks = [Mark("v1", "vs", kind=kind, usual_care=True), Mark("v1", "mm")]
    steps = told(SITE, marks=marks)
    assert line in steps["activity:vs"].story
    assert "You would have this in your usual care too." in steps["activity:vs"].story
    assert line not in steps["activity:mm"].story


def test_the_days_between_tell_of_home_tasks_and_the_next_visit():
    doings = {
        "vs": Doing(("dispensing",), 10),
        "mm": Doing((), daily_at_home=True),
        "xx": Doing((), device=True),
        "ur": Doing(("urinalysis",), 5),
    }
    story = told(SITE, NEXT, doings=doings)["between"].story
    assert "You take the study medicine at home as you were told." in story
    assert "You do this at home each day: MMSE." in story
    assert "You wear or use the study device at home." in story
    assert "Your next visit is “Baseline”. It is about 14 days (2 weeks) from now." in story
    assert "You can come up to 3 days before or 2 days after the planned day." in story
    assert "nothing at home" not in story


def test_the_last_visit_says_that_it_is_the_last():
    step = told(SITE)["between"]
    assert step.title == "The days after this visit"
    assert step.story == "The plan asks for nothing at home that we know of. This is the last visit in the plan."


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (None, "The plan does not say how long that is from now."),
        (-20, "The plan does not say how long that is from now."),
        (-14, "It is on the same day."),
        (-13, "It is about 1 day from now."),
    ],
)
def test_the_time_to_the_next_visit_is_said_as_far_as_it_is_known(day, line):
    assert line in told(SITE, Visit("v2", "Next", day=day))["between"].story


def test_a_window_in_hours_or_weeks_is_said_in_its_unit():
    in_hours = told(SITE, Visit("v2", "Next", window=Window(1, 2, "hour")))["between"].story
    assert "up to 1 hour before or 2 hours after the planned time." in in_hours
    in_weeks = told(SITE, Visit("v2", "Next", window=Window(2, 2, "week")))["between"].story
    assert "up to 14 days (2 weeks) before" in in_weeks
    early = told(SITE, Visit("v2", "Next", window=Window(3, 0, "day")))["between"].story
    assert early.endswith("You can come up to 3 days before the planned day.")
    late = told(SITE, Visit("v2", "Next", window=Window(0, 1, "day")))["between"].story
    assert late.endswith("You can come up to 1 day after the planned day.")
    none = told(SITE, Visit("v2", "Next", window=Window(0, 0, "day")))["between"].story
    assert "You can come up to" not in none


@pytest.mark.parametrize(
    ("repeats", "line"),
    [
        (Repeats(1, 6), "You come for a visit like this up to 6 times in all."),
        (Repeats(1, None), "The plan does not say how many."),
    ],
)
def test_a_column_for_many_visits_says_so(repeats, line):
    assert line in told(Visit("v1", "Cycle 2", repeats=repeats))["between"].story
    once = told(Visit("v1", "Cycle 2", repeats=Repeats(1, 1)))["between"].story
    assert "in all" not in once and "more visits" not in once


def test_the_next_visit_is_one_of_the_same_arm():
    first = Visit("a1", "A1", arm="a")
    story = told(first, Visit("b1", "B1", arm="b"), Visit("a2", "A2", arm="a"))["between"].story
    assert "“A2”" in story and "“B1”" not in story


def test_two_columns_of_one_visit_are_one_story():
    second = Visit("v1b", "Screening, part 2", same_visit_as="v1")
    marks = [Mark("v1", "vs"), Mark("v1b", "mm"), Mark("v1b", "vs"), Mark("v2", "ur")]
    steps = told(SITE, second, NEXT, marks=marks)
    assert [key for key in steps if key.startswith("activity:")] == ["activity:vs", "activity:mm"]
    assert "“Baseline”" in steps["between"].story
    schedule = schedule_of(SITE, second, NEXT, marks=marks)
    from_second = tell(schedule, "v1b", traveller=BUS, doings=DOINGS)
    assert [s.key for s in from_second] == list(steps)


def test_hard_topics_are_announced_before_the_visit_and_at_the_step():
    activities = (Activity("a", "Tumour tissue"), Activity("b", "Apo E genotyping"), Activity("c", "Vital signs"))
    doings = {"a": Doing(("tumour_biopsy",), 60), "b": Doing(), "c": Doing(("vital_signs",), 5)}
    steps = told(SITE, activities=activities, doings=doings)
    assert "taking a small piece of tissue and genes" in steps["before"].ahead
    assert steps["before"].ahead.startswith("Part of this visit is about ")
    assert "You can skip any step" in steps["before"].ahead
    assert "You can skip it." in steps["activity:a"].ahead
    assert "genetic test" in steps["activity:b"].ahead
    assert steps["activity:c"].ahead == "" and steps["journey"].ahead == ""
    assert told(SITE, activities=activities[2:], doings=doings)["before"].ahead == ""


def test_a_line_about_memory_stands_at_the_first_such_step_and_one_about_self_harm_at_each():
    activities = tuple(Activity(key, "Test") for key in "abcd")
    doings = {"a": Doing(("mmse",)), "b": Doing(("adas_cog",)), "c": Doing(("cssrs",)), "d": Doing(("phq9",))}
    steps = told(SITE, activities=activities, doings=doings)
    assert "memory" in steps["activity:a"].ahead
    assert steps["activity:b"].ahead == ""
    assert steps["activity:c"].ahead == steps["activity:d"].ahead != ""


def test_how_long_you_have_been_there_is_said_once_for_each_full_hour():
    activities = tuple(Activity(f"a{n}", f"Task {n}") for n in range(9))
    doings = {activity.key: Doing((), 20) for activity in activities}
    steps = told(SITE, activities=activities, doings=doings, clock=DayClock(waiting=0))
    said = [key for key, step in steps.items() if "You have been here for" in step.story]
    assert said == ["activity:a3", "activity:a6"]


@pytest.mark.parametrize(
    ("label", "topic"),
    [
        ("Skin biopsy (optional)", "biopsy"),
        ("HIV, HTLV-1, Hep B/C", "hiv"),
        ("Serum pregnancy", "pregnancy"),
        ("Survival follow-up", "death"),
        ("C-SSRS since last visit", "self_harm"),
        ("CSF sample", "needle_back"),
        ("DNA", "genetic"),
    ],
)
def test_a_topic_is_known_by_the_label_too(label, topic):
    assert topic in topics_of(label, [])


def test_labels_that_are_not_hard_are_left_alone():
    for label in ("Vital signs", "ECG", "Ordinal scale", "Archive number", "Weight", ""):
        assert topics_of(label, []) == ()
    assert topics_of("Biopsy", ["biopsy"]) == ("biopsy",)


def test_every_hard_topic_has_a_kind_line_and_a_name():
    hard = read_toml("story.toml")["hard"]
    assert set(hard["labels"]) <= set(hard["topics"])
    for topic, words in hard["topics"].items():
        assert "You can skip it." in words["line"]
        assert words["topic"] in topics_sentence([topic])
    three = topics_sentence(["biopsy", "genetic", "hiv"])
    assert "tissue, genes and infections such as HIV" in three


def test_the_story_is_plain():
    doings = {
        activity.key: Doing((key,), 10)
        for activity, key in zip(ACTIVITIES, ["lumbar_puncture", "cssrs", "pk_serial", "holter_on"], strict=True)
    }
    steps = told(SITE, Visit("v2", "Week 2", day=0), doings=doings)
    read = read_text("\n\n".join(f"{step.ahead} {step.story}" for step in steps.values()))
    assert read.grade is not None and read.grade <= 6
    assert read.avoid == () and read.acronyms == ()


FILLED = ("time", "clock", "leave", "arrive", "label", "topics", "transport", "times", "before", "after", "what")


def lines_of(node):
    if isinstance(node, dict):
        return [line for key, value in node.items() if not key.endswith("why") for line in lines_of(value)]
    return [node.format_map(dict.fromkeys(FILLED, "3 weeks"))] if isinstance(node, str) and " " in node else []


def test_all_lines_of_the_story_are_plain():
    lines = lines_of(read_toml("story.toml"))
    assert len(lines) > 60
    read = read_text("\n\n".join(lines))
    assert read.avoid == () and read.acronyms == () and read.long_sentences == ()
    assert read.grade is not None and read.grade <= 6


doing = st.builds(
    Doing,
    procedures=st.lists(st.sampled_from(sorted(general_information())), max_size=3).map(tuple),
    minutes=st.one_of(st.none(), st.floats(0, 600)),
    fasting=st.booleans(),
    device=st.booleans(),
    overnight=st.booleans(),
    daily_at_home=st.booleans(),
)


@given(
    st.fixed_dictionaries({}, optional={activity.key: doing for activity in ACTIVITIES}),
    st.sampled_from(Contact),
    st.lists(st.sampled_from(MarkKind), min_size=4, max_size=4),
    st.builds(Traveller, st.floats(0, 600), st.sampled_from(["car", "bus", "Public transport", "sledge", ""])),
)
def test_any_visit_can_be_told(doings, contact, kinds, traveller):
    marks = [Mark("v1", activity.key, kind=kind) for activity, kind in zip(ACTIVITIES, kinds, strict=True)]
    visit = Visit("v1", "Week 1", contact=contact)
    steps = tell(schedule_of(visit, NEXT, marks=marks), "v1", traveller=traveller, doings=doings)
    event(f"steps: {len(steps)}")
    keys = [step.key for step in steps]
    assert len(set(keys)) == len(keys)
    assert keys[0] == "before" and keys[-1] == "between"
    assert all(step.title and step.story and "{" not in step.story for step in steps)
    unsure = [step.clock_text.startswith("after") for step in steps if step.kind is StepKind.ACTIVITY]
    assert all(later or not earlier for earlier, later in pairwise(unsure))
