"""Invented USDM studies in the shapes that exports have: gaps, nulls, decisions, contexts, odd durations."""

import json
from typing import Any

import pytest

from protocols.domain.importers import usdm_json
from protocols.domain.importers.imported import Imported
from protocols.domain.importers.usdm.durations import Duration, parse
from protocols.domain.schedule import Contact, MarkKind, Window
from tests.domain.importers.factory import (
    Json,
    activity,
    code,
    decision,
    design,
    instance,
    refusal,
    study,
    timeline,
    timing,
    told,
    words,
)


def read(document: Json) -> Imported:
    return usdm_json.read(json.dumps(document).encode())


def cells(imported: Imported) -> set[tuple[str, str]]:
    visits = {visit.key: visit.label for visit in imported.schedule.visits}
    rows = {row.key: row.label for row in imported.schedule.activities}
    return {(visits[mark.visit], rows[mark.activity]) for mark in imported.schedule.marks}


def three(**more: Any) -> Json:
    """A study of three visits and two activities: A1 at all of them, A2 at the second."""
    visits = [instance("i1", ["A1"]), instance("i2", ["A1", "A2"]), instance("i3", ["A1"])]
    return study(design([timeline(visits)], [activity("A1"), activity("A2")], **more))


def test_parts_that_nothing_needs_may_have_no_id() -> None:
    document = three(
        arms=[{"id": None, "name": "Cream"}, {"name": "Placebo"}],
        epochs=[{"id": "E1", "name": "Treatment"}, {"id": None, "name": "Follow-up"}],
        encounters=[{"id": None, "name": "Visit 1"}, {"id": "", "name": "Visit 2"}],
    )
    imported = read(document)
    assert [arm.label for arm in imported.schedule.arms] == ["Cream", "Placebo"]
    assert len({arm.key for arm in imported.schedule.arms}) == 2
    assert len(imported.schedule.marks) == 4


def test_an_activity_without_an_id_is_left_out_and_told() -> None:
    document = three()
    document["study"]["versions"][0]["studyDesigns"][0]["activities"].append(
        {"id": None, "name": "Lost", "label": "A lost activity"}
    )
    imported = read(document)
    assert len(imported.schedule.activities) == 2
    assert "A lost activity" in told(imported)


def test_a_visit_without_an_id_is_refused_with_its_path() -> None:
    document = three()
    document["study"]["versions"][0]["studyDesigns"][0]["scheduleTimelines"][0]["instances"][2]["id"] = None
    assert "instances[2].id" in words(refusal(json.dumps(document).encode(), "study.json"))


def test_nothing_in_a_list_of_ids_is_nothing() -> None:
    visits = [instance("i1", ["A1"]), instance("i2", ["A1", "A2"])]
    visits[0]["activityIds"] = ["A1", None, ""]
    imported = read(study(design([timeline(visits)], [activity("A1"), activity("A2", childIds=[None])])))
    assert cells(imported) == {("Visit i1", "Activity A1"), ("Visit i2", "Activity A1"), ("Visit i2", "Activity A2")}


def test_missing_labels_fall_back_to_what_else_names_the_visit() -> None:
    visits = [
        instance("i1", ["A1"], label=None, encounterId="N1"),
        instance("i2", ["A1"], label="", encounterId="N2"),
        instance("i3", ["A1"], label="", name="WEEK_8", encounterId=None),
    ]
    encounters = [{"id": "N1", "name": "E1", "label": "Screening"}, {"id": "N2", "name": "Baseline", "label": None}]
    imported = read(study(design([timeline(visits)], [activity("A1", label=None)], encounters=encounters)))
    assert [visit.label for visit in imported.schedule.visits] == ["Screening", "Baseline", "WEEK_8"]
    assert imported.schedule.activities[0].label == "name A1"


def test_one_encounter_for_several_columns_keeps_the_columns_apart() -> None:
    visits = [instance(f"i{n}", ["A1"], label="", name=f"N{n}", encounterId="N1") for n in (1, 2, 3)]
    encounters = [{"id": "N1", "name": "Call", "label": "Call", "contactModes": [code("Telephone Call")]}]
    imported = read(study(design([timeline(visits)], [activity("A1")], encounters=encounters)))
    assert len(imported.schedule.visits) == 3
    assert len({visit.header for visit in imported.schedule.visits}) == 3
    assert {visit.contact for visit in imported.schedule.visits} == {Contact.PHONE}


def test_decisions_between_the_visits_are_no_columns_and_ask_for_the_number() -> None:
    visits = [
        instance("i1", ["A1"], defaultConditionId="i2"),
        instance("i2", ["A1", "A2"], defaultConditionId="d1"),
        decision("d1", "Disease is stable", "i2", defaultConditionId="i3"),
        instance("i3", ["A1"], defaultConditionId=None),
    ]
    imported = read(study(design([timeline(visits)], [activity("A1"), activity("A2")])))
    assert [visit.label for visit in imported.schedule.visits] == ["Visit i1", "Visit i2", "Visit i3"]
    assert [visit.repeats is not None for visit in imported.schedule.visits] == [False, True, False]
    assert "Disease is stable" in told(imported)


@pytest.mark.parametrize("context", ["i2", "N2"])
def test_a_condition_in_the_context_of_a_visit_or_its_encounter_is_a_note_of_one_cell(context: str) -> None:
    visits = [instance(f"i{n}", ["A1"], encounterId=f"N{n}") for n in (1, 2)]
    encounters = [{"id": f"N{n}", "name": f"Encounter {n}"} for n in (1, 2)]
    condition = {"id": "C1", "text": "Only if fasting", "contextIds": [context], "appliesToIds": ["A1"]}
    document = study(design([timeline(visits)], [activity("A1")], encounters=encounters), conditions=[condition])
    marks = read(document).schedule.marks
    assert [mark.footnotes for mark in marks] == [(), ("a",)]
    assert [mark.kind for mark in marks] == [MarkKind.PLANNED, MarkKind.CONDITIONAL]


def test_a_condition_in_the_context_of_an_activity_is_a_note_of_its_row() -> None:
    condition = {"id": "C1", "text": "Women only", "contextIds": ["A2"], "appliesToIds": ["P1"]}
    visits = [instance("i1", ["A1", "A2"])]
    rows = [activity("A1", definedProcedures=[{"id": "P1"}]), activity("A2", definedProcedures=[{"id": "P1"}])]
    schedule = read(study(design([timeline(visits)], rows), conditions=[condition])).schedule
    assert [row.footnotes for row in schedule.activities] == [(), ("a",)]


def test_a_condition_that_points_nowhere_is_kept_and_told() -> None:
    condition = {"id": "C1", "text": "Never", "contextIds": ["gone"], "appliesToIds": ["A1"]}
    lost = {"id": "C2", "text": "Lost", "contextIds": [], "appliesToIds": ["gone"]}
    document = three()
    document["study"]["versions"][0]["conditions"] = [condition, lost]
    imported = read(document)
    assert len(imported.schedule.footnotes) == 2
    assert told(imported).count("points to nothing in the schedule") == 2


def test_several_timelines_of_which_one_is_main() -> None:
    other = timeline([instance("j1", ["A2"]), instance("j2", ["A2"])], id="other", mainTimeline=False, name="Early end")
    document = study(design([other, timeline([instance("i1", ["A1"])])], [activity("A1"), activity("A2")]))
    imported = read(document)
    assert [visit.key for visit in imported.schedule.visits] == ["i1"]
    assert "Early end" in told(imported)


def test_attributes_that_nobody_knows_change_nothing() -> None:
    plain, more = three(), three(futureThing={"a": [1, {"b": None}]}, notes=[{"id": "N", "text": "x"}])
    more["futureVersion"] = "9"
    more["study"]["versions"][0]["studyDesigns"][0]["scheduleTimelines"][0]["instances"][0]["colour"] = "red"
    assert read(plain).schedule == read(more).schedule


def test_version_3_with_one_design_and_arms_by_cells() -> None:
    visits = [
        instance("i1", ["A1"], epochId="E1"),
        instance("i2", ["A1"], epochId="EA"),
        instance("i3", ["A1"], epochId="EB"),
    ]
    one = design(
        [timeline(visits)],
        [activity("A1")],
        arms=[{"id": "A", "name": "Cream"}, {"id": "B", "name": "Placebo"}],
        epochs=[{"id": key, "name": key} for key in ("E1", "EA", "EB")],
        studyCells=[
            {"id": "C1", "armId": "A", "epochId": "E1", "elementIds": []},
            {"id": "C2", "armId": "B", "epochId": "E1"},
            {"id": "C3", "armId": "A", "epochId": "EA"},
            {"id": "C4", "armId": "B", "epochId": "EB"},
        ],
        studyType=None,
    )
    document = {
        "study": {"id": None, "name": "S", "label": "A v3 study", "versions": [{"id": "V", "studyDesigns": [one]}]}
    }
    schedule = read(document).schedule
    assert [visit.arm for visit in schedule.visits] == [None, "A", "B"]
    assert schedule.title == "A v3 study"


@pytest.mark.parametrize(
    ("lower", "upper", "window"),
    [
        ("P3D", "P3D", Window(3, 3, "day")),
        ("PT72H", "PT72H", Window(72, 72, "hour")),
        ("P1W", "P3D", Window(7, 3, "day")),
        ("-P3D", "P3D", Window(3, 3, "day")),
        ("P-3D", "P3D", Window(3, 3, "day")),
        ("P0.5D", "P0,5D", Window(0.5, 0.5, "day")),
        ("P1DT12H", "PT36H", Window(36, 36, "hour")),
        ("PT0S", "P2D", Window(0, 2, "day")),
        (None, "P2D", Window(0, 2, "day")),
        ("p3d", " P3D ", Window(3, 3, "day")),
        ("3 days", "P3D", None),
        ("P", "P3D", None),
    ],
)
def test_windows_in_odd_durations(lower: str | None, upper: str, window: Window | None) -> None:
    timings = [
        timing("i1", "Fixed Reference", "P1D", "i1"),
        timing("i2", "After", "P7D", "i1", windowLower=lower, windowUpper=upper),
    ]
    imported = read(
        study(design([timeline([instance("i1", ["A1"]), instance("i2", ["A1"])], timings)], [activity("A1")]))
    )
    assert imported.schedule.visits[1].window == window
    assert (window is None) == ("not a length of time" in told(imported))


def test_a_timing_without_a_word_for_its_type_is_read_by_its_code() -> None:
    timings = [timing(key, "", value, "i1") for key, value in (("i1", "P1D"), ("i2", "P7D"), ("i0", "P2W"))]
    for one, number in zip(timings, ("C201358", "C201356", "C201357"), strict=True):
        one["type"] = {"code": number}
    visits = [instance("i0", ["A1"]), instance("i1", ["A1"]), instance("i2", ["A1"])]
    schedule = read(study(design([timeline(visits, timings)], [activity("A1")]))).schedule
    assert [visit.day for visit in schedule.visits] == [-14, 1, 8]


def test_an_objective_without_a_text_is_named_by_its_label() -> None:
    objectives = [{"id": "O", "label": "Does it heal?", "level": code("Primary"), "endpoints": [{"name": "Area"}]}]
    found = read(three(objectives=objectives)).schedule.objectives
    assert [(one.text, one.endpoints[0].text) for one in found] == [("Does it heal?", "Area")]


def test_a_negative_sign_inside_a_duration_is_understood() -> None:
    assert parse("P-2D") == Duration(-2, "day")


def test_a_character_that_cannot_be_stored_is_refused_with_its_place() -> None:
    text = json.dumps(three(), indent=1).replace("Activity A2", "Activity \\u0000 A2")
    refused = refusal(text.encode(), "study.json")
    line = 1 + text[: text.index("\\u0000")].count("\n")
    assert f"line {line}, column" in words(refused) and "NUL" in words(refused)


def test_a_backslash_before_a_u_is_no_character() -> None:
    document = three()
    document["study"]["versions"][0]["studyDesigns"][0]["activities"][1]["label"] = "Path \\u0000 A2"
    assert "Path \\u0000 A2" in [row.label for row in read(document).schedule.activities]


@pytest.mark.parametrize("written", ["\\u0007", "\\u001f", "\\u007f"])
def test_other_control_characters_are_taken_out_and_told(written: str) -> None:
    text = json.dumps(three()).replace("Activity A2", f"Activity{written} A2")
    imported = usdm_json.read(text.encode())
    assert [row.label for row in imported.schedule.activities] == ["Activity A1", "Activity A2"]
    assert "control character" in told(imported)


def test_why_an_activity_is_conditional_and_comments_on_it_are_told() -> None:
    document = three()
    row = document["study"]["versions"][0]["studyDesigns"][0]["activities"][1]
    row.update(
        isConditional=True, conditionalReason="Only women", notes=[{"id": "N1", "text": "<p>Fasting</p>"}, "Late"]
    )
    said = told(read(document))
    assert "Only women" in said and "this activity: Fasting" in said and "Late" in said
    assert "this activity" not in told(read(three(notes=[{"text": "on the design"}])))
