"""USDM as systems really export it: words in place of codes, ways back without a branch, windows in words only."""

import json
from collections.abc import Sequence

import pytest

from protocols.domain import importers
from protocols.domain.importers import Imported, usdm_json
from protocols.domain.schedule import Contact, MarkKind, Repeats, Window
from tests.domain.importers.factory import (
    Json,
    activity,
    code,
    decision,
    design,
    instance,
    simple_study,
    study,
    timeline,
    timing,
    told,
)


def read(document: Json) -> Imported:
    return usdm_json.read(json.dumps(document).encode())


def with_visits(visits: Sequence[Json], timings: Sequence[Json] = (), **more: object) -> Json:
    """Return a study of these visits and one activity."""
    return study(design([timeline(visits, timings)], [activity("A1"), activity("A2")], **more))


def days(imported: Imported) -> list[float | None]:
    return [visit.day for visit in imported.schedule.visits]


def repeats(imported: Imported) -> list[bool]:
    return [visit.repeats is not None for visit in imported.schedule.visits]


# ------------------------------------------------------------------ labels, days and windows
def test_weeks_and_the_numbers_of_visits_do_not_contradict_each_other() -> None:
    visits = [instance(f"i{n}", ["A1"], label=f"Week {4 * n}", encounterId=f"E{n}") for n in (1, 2, 3)]
    encounters = [{"id": f"E{n}", "name": f"Visit {n + 1}"} for n in (1, 2, 3)]
    timings = [timing("i1", "Fixed Reference", "P1D", "i1")]
    imported = read(with_visits(visits, timings, encounters=encounters))
    assert days(imported) == [1, None, None]
    assert "contradict" not in told(imported)


def test_a_label_without_a_word_is_compared_by_the_name_of_the_visit() -> None:
    visits = [instance(f"i{n}", ["A1"], label=str(n), name=f"DAY_{n}", encounterId=f"E{n}") for n in (1, 8, 15)]
    encounters = [{"id": f"E{n}", "name": f"Main Day {n + 50}"} for n in (1, 8, 15)]
    assert "contradict" in told(read(with_visits(visits, encounters=encounters)))


def test_a_fixed_reference_has_the_day_that_it_states() -> None:
    timings = [
        timing("i1", "Fixed Reference", "-P14D", "i1"),
        timing("i2", "After", "P13D", "i1"),
        timing("i3", "Fixed Reference", "P1D", "i3"),
        timing("i4", "After", "-P1D", "i3"),
    ]
    assert days(read(with_visits([instance(f"i{n}", ["A1"]) for n in range(1, 5)], timings))) == [-14, -1, 1, -1]


@pytest.mark.parametrize("value", [None, "PT0M"])
def test_an_anchor_without_a_value_after_day_1_begins_a_count_of_its_own(value: str | None) -> None:
    timings = [
        timing("i1", "Fixed Reference", "P1D", "i1"),
        timing("i2", "Fixed Reference", value, "i2"),
        timing("i3", "After", "P30D", "i2"),
    ]
    imported = read(with_visits([instance(f"i{n}", ["A1"]) for n in (1, 2, 3)], timings))
    assert days(imported) == [1, None, None]
    assert "No day could be worked out for 1 of the visits (Visit i3: After P30D)" in told(imported)


@pytest.mark.parametrize(("value", "target"), [("14 days", "i1"), (14, "i1"), ("P14D", None)])
def test_a_timing_of_which_no_day_can_be_made_is_told(value: object, target: str | None) -> None:
    timings = [timing("i1", "Fixed Reference", "P1D", "i1"), {**timing("i2", "After", "", ""), "value": value}]
    timings[1]["relativeToScheduledInstanceId"] = target
    imported = read(with_visits([instance("i1", ["A1"]), instance("i2", ["A1"])], timings))
    assert days(imported) == [1, None]
    assert f"No day could be worked out for 1 of the visits (Visit i2: After {value})" in told(imported)


def test_a_study_without_timings_is_told() -> None:
    assert "The file has no timings, so no visit has a day" in told(read(with_visits([instance("i1", ["A1"])])))


def test_an_anchor_in_words_is_no_day() -> None:
    imported = read(with_visits([instance("i1", ["A1"])], [timing("i1", "Fixed Reference", "Day 1", "i1")]))
    assert days(imported) == [None] and "Fixed Reference Day 1" in told(imported)


@pytest.mark.parametrize(
    ("words", "window"),
    [("-3..3 days", Window(3, 3, "day")), ("± 1 week", Window(1, 1, "week")), ("soon after", None), ("-", None)],
)
def test_a_window_of_words_only_is_read_or_told(words: str, window: Window | None) -> None:
    timings = [timing("i1", "After", "P7D", "i1", windowLower=None, windowUpper="", windowLabel=words)]
    imported = read(with_visits([instance("i1", ["A1"])], timings))
    assert imported.schedule.visits[0].window == window
    assert ("The window 'soon after' is not a length of time" in told(imported)) == (words == "soon after")


# ------------------------------------------------------------------ ways through the timeline
def test_a_decision_that_leads_back_by_default_makes_a_loop() -> None:
    visits = [
        instance("i1", ["A1"], defaultConditionId="i2"),
        instance("i2", ["A1"], defaultConditionId="d"),
        decision("d", "Progression", "i3", defaultConditionId="i2"),
        instance("i3", ["A1"], defaultConditionId=None),
    ]
    imported = read(with_visits(visits))
    assert repeats(imported) == [False, True, False]
    assert "stands for more than one visit: 'until: Progression'" in told(imported)


def test_a_visit_that_leads_back_by_default_makes_a_loop_and_one_that_joins_a_path_none() -> None:
    back = [instance("i1", ["A1"]), instance("i2", ["A1"]), instance("i3", ["A1"], defaultConditionId="i2")]
    assert repeats(read(with_visits(back))) == [False, True, True]
    joined = [
        decision("d", "Extra visit", "i2", defaultConditionId="i1"),
        instance("i1", ["A1"], defaultConditionId=None),
        instance("i2", ["A1"], defaultConditionId="i1"),
    ]
    assert repeats(read(with_visits(joined))) == [False, False]


def test_a_path_may_lead_to_the_exit_of_its_timeline() -> None:
    visits = [instance("i1", ["A1"]), instance("i2", ["A1"], defaultConditionId="X")]
    assert "does not exist" in told(read(with_visits(visits)))
    document = study(design([timeline(visits, exits=[{"id": "X"}])], [activity("A1")]))
    assert "does not exist" not in told(read(document))


def test_a_way_out_that_leads_nowhere_is_told() -> None:
    visits = [instance("i1", ["A1"]), decision("d", "Relapse", "gone"), instance("i2", ["A1"])]
    assert "'gone', which does not exist" in told(read(with_visits(visits)))


@pytest.mark.parametrize(
    ("label", "number"), [("Cycle 4 and subsequent cycles", Repeats(1, None)), ("Cycles 3-6", Repeats(4, 4))]
)
def test_a_label_may_say_that_a_column_stands_for_several_visits(label: str, number: Repeats) -> None:
    imported = read(with_visits([instance("i1", ["A1"], label=label)]))
    assert imported.schedule.visits[0].repeats == number
    assert "By its label, this column stands for" in told(imported)


# ------------------------------------------------------------------ rows and footnotes
def test_a_condition_of_a_heading_holds_for_the_rows_below_it() -> None:
    rows = [
        activity("G", childIds=["H", "A1"]),
        activity("H", childIds=["A2", "G"]),
        activity("A1"),
        activity("A2"),
        activity("A3", bcCategoryIds=["B"]),
    ]
    conditions = [
        {"id": "C1", "text": "Central laboratory", "contextIds": [], "appliesToIds": ["G"]},
        {"id": "C2", "text": "By category", "contextIds": [], "appliesToIds": ["B"]},
    ]
    document = study(design([timeline([instance("i1", ["A1", "A2", "A3"])])], rows), conditions=conditions)
    found = {row.label: row.footnotes for row in read(document).schedule.activities}
    assert found == {"Activity A1": ("a",), "Activity A2": ("a",), "Activity A3": ("b",)}


@pytest.mark.parametrize(("context", "applies"), [(["i2"], "A1"), ([], "A2")])
def test_a_condition_of_what_is_never_done_is_told(context: list[str], applies: str) -> None:
    condition = {"id": "C1", "text": "Only once", "contextIds": context, "appliesToIds": [applies]}
    visits = [instance("i1", ["A1"]), instance("i2")]
    rows = [activity("A1"), activity("A2")]
    imported = read(study(design([timeline(visits)], rows), conditions=[condition]))
    assert "The footnote 'Only once' points to nothing in the schedule." in told(imported)


def test_an_activity_whose_only_procedure_is_conditional_is_conditional() -> None:
    procedure = {"id": "P", "name": "Swab", "isConditional": "true", "isConditionalReason": "If ill"}
    rows = [activity("A1", definedProcedures=[procedure]), activity("A2", definedProcedures=[procedure, {"id": "Q"}])]
    imported = read(study(design([timeline([instance("i1", ["A1", "A2"])])], rows)))
    assert [mark.kind for mark in imported.schedule.marks] == [MarkKind.CONDITIONAL, MarkKind.PLANNED]
    assert told(imported).count("Swab is done only under a condition: If ill") == 2


def test_rows_that_only_name_the_one_before_are_put_in_order() -> None:
    rows = [activity("A3", previousId="A2"), activity("A1"), activity("A2", previousId="A1")]
    document = study(design([timeline([instance("i1", ["A1", "A2", "A3"])])], rows))
    assert [row.key for row in read(document).schedule.activities] == ["A1", "A2", "A3"]


def test_the_parts_of_a_marked_heading_are_told_and_not_called_idle() -> None:
    rows = [activity("A1", childIds=["K1", "K2", "gone"]), activity("K1"), activity("K2")]
    said = told(read(study(design([timeline([instance("i1", ["A1"])])], rows))))
    assert "note Activity A1: One mark here stands for 2 activities: Activity K1, Activity K2." in said
    assert "never done" not in said


# ------------------------------------------------------------------ the document
def test_a_study_without_the_document_around_it_is_read() -> None:
    assert read(simple_study()["study"]).schedule == read(simple_study()).schedule


def test_of_several_versions_the_first_with_a_design_is_read() -> None:
    document = simple_study()
    document["study"]["versions"].insert(0, {"versionIdentifier": "0.1", "studyDesigns": None})
    imported = read(document)
    assert imported.schedule == read(simple_study()).schedule
    assert "2 versions of the study. The first with a study design (1) was read." in told(imported)


def test_nothing_among_objects_is_nothing() -> None:
    document = with_visits([instance("i1", ["A1"])], arms=[None], encounters=[None])
    document["study"]["versions"][0]["studyDesigns"][0]["activities"].append(None)
    assert len(read(document).schedule.marks) == 1


def test_a_code_may_be_its_word_alone_or_its_number_alone() -> None:
    visits = [instance(f"i{n}", ["A1"], encounterId=f"E{n}") for n in (1, 2, 3)]
    encounters = [
        {"id": "E1", "name": "1", "contactModes": ["In Person"], "environmentalSettings": "Clinic"},
        {"id": "E2", "name": "2", "contactModes": "Telephone Call"},
        {"id": "E3", "name": "3", "contactModes": [{"code": "C175574"}], "environmentalSettings": [{"code": "C18002"}]},
    ]
    timings = [{**timing("i1", "", "P1D", "i1"), "type": "Fixed Reference"}]
    objectives = [{"text": "Why", "level": "Primary", "endpoints": [{"text": "What", "level": None}]}]
    imported = read(with_visits(visits, timings, encounters=encounters, objectives=objectives))
    assert [visit.contact for visit in imported.schedule.visits] == [Contact.SITE, Contact.PHONE, Contact.HOME]
    assert days(imported)[0] == 1 and imported.schedule.objectives[0].level == "Primary"


def test_a_visit_in_the_clinic_or_at_home_is_asked_about() -> None:
    encounter = {
        "id": "E",
        "contactModes": [code("In Person")],
        "environmentalSettings": [code("Clinic"), code("Home")],
    }
    imported = read(with_visits([instance("i1", ["A1"], encounterId="E")], encounters=[encounter]))
    assert imported.schedule.visits[0].contact is Contact.UNKNOWN
    assert "this visit is: Clinic or Home. It does not say which." in told(imported)


def test_the_registry_reads_a_bare_study_too() -> None:
    assert importers.read(json.dumps(simple_study()["study"]).encode(), "s.json").format == "usdm-json"
