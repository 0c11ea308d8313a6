"""USDM JSON of v2, v3 and v4: from instances to columns, from conditions to footnotes, and what is told beside it."""

import json
from typing import Any

import pytest

from protocols.domain import importers
from protocols.domain.importers import Imported, usdm_json
from protocols.domain.importers.usdm.durations import Duration, parse, window
from protocols.domain.importers.usdm.marks import letters
from protocols.domain.importers.usdm.prose import plain
from protocols.domain.schedule import Contact, MarkKind, Repeats, Window
from tests.conftest import DATA_FOLDER
from tests.domain.importers.factory import (
    Json,
    activity,
    code,
    decision,
    design,
    instance,
    refusal,
    simple_study,
    study,
    timeline,
    timing,
    told,
    words,
)


def read(document: Json, **choice: Any) -> Imported:
    """Read a document as the registry would."""
    return usdm_json.read(json.dumps(document).encode(), **choice)


def with_instances(*instances: Json, **more: Any) -> Json:
    """Return a study with these instances in its main timeline, and two activities."""
    return study(design([timeline(instances, **more)], [activity("A1"), activity("A2")]))


def labels(imported: Imported) -> list[str]:
    """Return the labels of the columns."""
    return [visit.label for visit in imported.schedule.visits]


def test_a_study_becomes_columns_rows_and_marks() -> None:
    imported = importers.read(json.dumps(simple_study()).encode(), "study.json")
    schedule = imported.schedule
    assert imported.format == "usdm-json"
    assert schedule.title == "A study of things"
    assert labels(imported) == ["Visit i1", "Visit i2", "Visit i3"]
    assert [row.label for row in schedule.activities] == ["Activity A1", "Activity A2"]
    assert set(schedule.mark_at) == {("i1", "A1"), ("i1", "A2"), ("i2", "A1"), ("i3", "A2")}


def test_the_keys_are_the_ids_of_the_study() -> None:
    schedule = read(simple_study()).schedule
    assert [visit.key for visit in schedule.visits] == ["i1", "i2", "i3"]
    assert [row.key for row in schedule.activities] == ["A1", "A2"]


def test_days_are_counted_from_the_anchor_and_there_is_no_day_0() -> None:
    schedule = read(simple_study()).schedule
    assert [visit.day for visit in schedule.visits] == [-14, 1, 8]
    assert [visit.window for visit in schedule.visits] == [None, None, Window(1, 2, "day")]


def test_days_follow_a_chain_of_references_and_stop_at_a_circle() -> None:
    timings = [
        timing("i1", "Fixed Reference", "P1D", "i1"),
        timing("i2", "After", "P7D", "i1"),
        timing("i3", "After", "PT36H", "i2"),
        timing("i4", "After", "P1D", "i5"),
        timing("i5", "After", "P1D", "i4"),
        timing("i6", "Before", "PT0M", "i1"),
    ]
    schedule = read(with_instances(*(instance(f"i{n}", ["A1"]) for n in range(1, 7)), timings=timings)).schedule
    assert [visit.day for visit in schedule.visits] == [1, 8, 9.5, None, None, None]


def test_several_anchors_each_have_their_own_day() -> None:
    timings = [timing(f"i{n}", "Fixed Reference", f"P{n * 10}D", f"i{n}") for n in (1, 2)]
    schedule = read(with_instances(instance("i1", ["A1"]), instance("i2", ["A1"]), timings=timings)).schedule
    assert [visit.day for visit in schedule.visits] == [10, 20]


def test_days_that_do_not_rise_are_told() -> None:
    timings = [timing("i1", "Fixed Reference", "P20D", "i1"), timing("i2", "Fixed Reference", "P10D", "i2")]
    assert "Day 10 comes after day 20" in told(
        read(with_instances(instance("i1", ["A1"]), instance("i2", ["A1"]), timings=timings))
    )


def test_columns_follow_the_default_way_and_not_the_order_of_the_file() -> None:
    document = with_instances(
        instance("i3", ["A1"], defaultConditionId=None),
        instance("i1", ["A1"], defaultConditionId="i2"),
        instance("i2", ["A1"], defaultConditionId="i3"),
        entryId="i1",
    )
    assert labels(read(document)) == ["Visit i1", "Visit i2", "Visit i3"]


def test_an_entry_that_is_missing_is_replaced_by_the_instance_nothing_leads_to() -> None:
    document = with_instances(
        instance("i2", ["A1"], defaultConditionId=None), instance("i1", ["A1"], defaultConditionId="i2"), entryId=None
    )
    imported = read(document)
    assert labels(imported) == ["Visit i1", "Visit i2"]
    assert "does not say where the timeline begins" in told(imported)


def test_a_path_that_breaks_off_keeps_every_column_and_says_so() -> None:
    document = with_instances(
        instance("i1", ["A1"], defaultConditionId="gone"), instance("i2", ["A1"], defaultConditionId=None)
    )
    imported = read(document)
    assert labels(imported) == ["Visit i1", "Visit i2"]
    assert "'gone', which does not exist" in told(imported)
    assert "No path leads to 1 of the columns (Visit i2)" in told(imported)


def test_a_decision_is_no_column_and_what_it_leads_back_to_repeats() -> None:
    document = with_instances(
        instance("i1", ["A1"]), instance("i2", ["A1"]), decision("d", "Cycle 4 to 12", "i2"), instance("i3", ["A2"])
    )
    imported = read(document)
    assert labels(imported) == ["Visit i1", "Visit i2", "Visit i3"]
    assert [visit.repeats for visit in imported.schedule.visits] == [None, Repeats(1, None), None]
    assert "warning Visit i2: This column stands for more than one visit: 'Cycle 4 to 12'." in told(imported)


def test_the_other_way_out_of_a_decision_is_walked_after_the_default_one() -> None:
    document = with_instances(
        instance("i1", ["A1"], defaultConditionId="d"),
        decision("d", "Relapse", "i3", defaultConditionId="i2"),
        instance("i3", ["A1"], defaultConditionId=None),
        instance("i2", ["A1"], defaultConditionId=None),
    )
    imported = read(document)
    assert labels(imported) == ["Visit i1", "Visit i2", "Visit i3"]
    assert "No path leads" not in told(imported)


def test_a_way_ahead_is_told_as_a_choice() -> None:
    document = with_instances(decision("d", "Only women", "i2"), instance("i1", ["A1"]), instance("i2", ["A1"]))
    assert "Some participants take another way here: 'Only women'." in told(read(document))


def test_branches_as_pairs_are_understood_as_in_version_2() -> None:
    fork = {"id": "d", "instanceType": "ScheduledDecisionInstance", "conditionAssignments": [["again", "i1"]]}
    imported = read(with_instances(instance("i1", ["A1"]), fork))
    assert imported.schedule.visits[0].repeats == Repeats(1, None)


def test_columns_without_an_encounter_or_activities_are_kept_and_told() -> None:
    imported = read(with_instances(instance("i1", ["A1"]), instance("i2")))
    assert labels(imported) == ["Visit i1", "Visit i2"]
    assert "note Visit i2: Nothing is done at this visit." in told(imported)


@pytest.mark.parametrize(
    ("modes", "settings", "contact"),
    [
        (["In Person"], ["Clinic"], Contact.SITE),
        (["In Person"], [], Contact.SITE),
        (["In Person"], ["Home"], Contact.HOME),
        (["Telephone Call"], ["Home"], Contact.PHONE),
        (["Audio-Videoconferencing"], [], Contact.VIDEO),
        ([], ["Clinic"], Contact.SITE),
        ([], ["Home"], Contact.HOME),
        (["Mail"], ["Home"], Contact.UNKNOWN),
        ([], [], Contact.UNKNOWN),
        (["In Person", "Telephone Call"], ["Clinic"], Contact.UNKNOWN),
    ],
)
def test_where_a_visit_takes_place_follows_from_its_encounter(
    modes: list[str], settings: list[str], contact: Contact
) -> None:
    document = with_instances(instance("i1", ["A1"], encounterId="E"))
    encounter = {"id": "E", "name": "e", "contactModes": list(map(code, modes))}
    encounter["environmentalSettings"] = list(map(code, settings))
    document["study"]["versions"][0]["studyDesigns"][0]["encounters"] = [encounter]
    imported = read(document)
    assert imported.schedule.visits[0].contact is contact
    assert ("It does not say which" in told(imported)) == (contact is Contact.UNKNOWN and bool(modes))


def test_rows_follow_their_links_and_loose_ones_keep_their_place() -> None:
    chained = [
        activity("A3", previousId="A2"),
        activity("A1", nextId="A2"),
        activity("A2", previousId="A1", nextId="A3"),
        activity("A4"),
    ]
    document = study(design([timeline([instance("i1", ["A1", "A2", "A3", "A4"])])], chained))
    assert [row.key for row in read(document).schedule.activities] == ["A1", "A2", "A3", "A4"]
    for one in chained:
        one.pop("previousId", None), one.pop("nextId", None)
    assert [row.key for row in read(document).schedule.activities] == ["A3", "A1", "A2", "A4"]


def test_a_circle_of_rows_loses_none() -> None:
    rows = [activity("A1", previousId="A2", nextId="A2"), activity("A2", previousId="A1", nextId="A1")]
    document = study(design([timeline([instance("i1", ["A1", "A2"])])], rows))
    assert [row.key for row in read(document).schedule.activities] == ["A1", "A2"]


def test_an_activity_with_children_is_a_heading_unless_it_is_marked() -> None:
    rows = [activity("G", childIds=["A1"]), activity("A1"), activity("H", childIds=["A2"]), activity("A2")]
    document = study(design([timeline([instance("i1", ["A1", "H", "A2"])])], rows))
    found = [(row.label, row.group) for row in read(document).schedule.activities]
    assert found == [("Activity A1", "Activity G"), ("Activity H", None), ("Activity A2", "Activity H")]


def test_activities_that_are_never_done_are_told() -> None:
    document = study(design([timeline([instance("i1", ["A1"])])], [activity("A1"), activity("A2")]))
    imported = read(document)
    assert [row.key for row in imported.schedule.activities] == ["A1"]
    assert "1 activities are listed but never done, so they are not in the grid: Activity A2." in told(imported)


def test_marks_named_twice_or_wrongly_are_told() -> None:
    imported = read(with_instances(instance("i1", ["A1", "A1", "A9"])))
    assert len(imported.schedule.marks) == 1
    assert "named twice" in told(imported) and "do not exist: A9" in told(imported)


def test_conditions_become_footnotes_of_cells_or_of_whole_rows() -> None:
    conditions = [
        {"id": "C1", "text": "<p>If A<sup>1C</sup> &gt; 7</p>", "contextIds": ["i1"], "appliesToIds": ["A1"]},
        {"id": "C2", "text": "Always", "contextIds": [], "appliesToIds": ["BC"]},
    ]
    rows = [activity("A1"), activity("A2", biomedicalConceptIds=["BC"])]
    visits = [instance("i1", ["A1", "A2"]), instance("i2", ["A1"])]
    schedule = read(study(design([timeline(visits)], rows), conditions=conditions)).schedule
    assert [(note.key, note.text) for note in schedule.footnotes] == [("a", "If A1C > 7"), ("b", "Always")]
    assert schedule.mark_at["i1", "A1"].footnotes == ("a",)
    assert schedule.mark_at["i1", "A1"].kind is MarkKind.CONDITIONAL
    assert schedule.mark_at["i2", "A1"].kind is MarkKind.PLANNED
    assert schedule.activity_by_key["A2"].footnotes == ("b",)
    assert schedule.mark_at["i1", "A2"].kind is MarkKind.CONDITIONAL


def test_conditions_in_the_design_are_read_as_in_version_3() -> None:
    condition = {"id": "C1", "text": "If so", "contextIds": ["i1"], "appliesToIds": ["A1"]}
    document = study(design([timeline([instance("i1", ["A1"])])], [activity("A1")], conditions=[condition]))
    assert read(document).schedule.mark_at["i1", "A1"].footnotes == ("a",)


def test_conditional_and_optional_activities_are_marked_so() -> None:
    rows = [activity("A1", isConditional=True), activity("A2", isOptional=True)]
    schedule = read(study(design([timeline([instance("i1", ["A1", "A2"])])], rows))).schedule
    assert [mark.kind for mark in schedule.marks] == [MarkKind.CONDITIONAL, MarkKind.OPTIONAL]


def test_footnotes_go_on_after_z() -> None:
    assert [letters(number) for number in (0, 25, 26, 27, 701, 702)] == ["a", "z", "aa", "ab", "zz", "aaa"]


def test_tags_in_texts_are_replaced_by_what_they_stand_for() -> None:
    objective = {
        "text": '<p>Score of <usdm:tag name="top"/> or <usdm:tag name="none"/></p>',
        "level": code("Primary"),
        "dictionaryId": "Dict",
        "endpoints": [{"text": "Rate", "level": code("Primary endpoint")}],
    }
    reference = '<usdm:ref klass="Activity" id="A1" attribute="label"></usdm:ref>'
    dictionaries = [{"id": "Dict", "parameterMaps": [{"tag": "top", "reference": reference}]}]
    document = study(
        design([timeline([instance("i1", ["A1"])])], [activity("A1")], objectives=[objective]),
        dictionaries=dictionaries,
    )
    found = read(document).schedule.objectives[0]
    assert found.text == "Score of Activity A1 or [none]"
    assert (found.level, found.endpoints[0].text) == ("Primary", "Rate")


def test_a_tag_that_stands_for_itself_comes_to_an_end() -> None:
    objective = {"text": '<usdm:tag name="x"/>', "dictionaryId": "Dict"}
    dictionaries = [{"id": "Dict", "parameterMaps": [{"tag": "x", "reference": '<usdm:tag name="x"/>!'}]}]
    document = study(
        design([timeline([instance("i1", ["A1"])])], [activity("A1")], objectives=[objective]),
        dictionaries=dictionaries,
    )
    assert set(read(document).schedule.objectives[0].text) == {"!"}


def test_no_purpose_is_guessed() -> None:
    document = simple_study()
    document["study"]["versions"][0]["studyDesigns"][0]["objectives"] = [{"text": "Why", "level": code("Primary")}]
    assert "Choose the purpose of each activity later" in "".join(problem.remedy for problem in read(document).problems)


def test_timelines_behind_marks_are_counted_and_events_are_told() -> None:
    behind = timeline(
        [instance("s1", ["A2"]), instance("s2", ["A1", "A2"])], id="sub", name="Profile", mainTimeline=False
    )
    event = timeline([instance("e1", ["A2"])], id="ev", name="Early end", mainTimeline=False)
    main = timeline([instance("i1", ["A1"]), instance("i2", ["A2"], timelineId="gone")])
    imported = read(study(design([main, behind, event], [activity("A1", timelineId="sub"), activity("A2")])))
    assert len(imported.schedule.visits) == 2
    assert "One mark here hides 3 steps of the timeline 'Profile': Visit s1, Visit s2." in told(imported)
    assert "'Early end' is not on the calendar and not in the grid: 1 visits (Visit e1) with 1 activities." in told(
        imported
    )
    assert "It points to a timeline that is not in the file (gone)." in told(imported)


@pytest.mark.parametrize(
    ("main", "said"), [(["True"], ""), ([True], ""), ([""], "No timeline is named"), ([True, True], "several")]
)
def test_the_main_timeline_is_found(main: list[object], said: str) -> None:
    lines = [
        timeline([instance(f"i{number}", ["A1"])], id=f"t{number}", name=f"T{number}", mainTimeline=value)
        for number, value in enumerate(main)
    ]
    imported = read(study(design(lines, [activity("A1")])))
    assert labels(imported) == ["Visit i0"]
    assert said in told(imported)
    assert ("warning" in told(imported)) == bool(said)


def test_without_a_main_timeline_the_longest_is_read_and_told() -> None:
    lines = [
        timeline([instance("i1", ["A1"])], id="t1", name="T1", mainTimeline=False),
        timeline([instance("i2", ["A1"]), instance("i3", ["A1"])], id="t2", name="T2", mainTimeline=False),
    ]
    imported = read(study(design(lines, [activity("A1")])))
    assert labels(imported) == ["Visit i2", "Visit i3"]
    assert "no timeline as the main one (T1, T2). 'T2' was read." in told(imported)


def test_a_person_can_choose_among_several_designs() -> None:
    first = design([timeline([])], [], id="D1", label="Empty one")
    second = design([timeline([instance("i1", ["A1"])])], [activity("A1")], id="D2", label="Adults")
    third = design([timeline([instance("k1", ["B1"])])], [activity("B1")], id="D3", label="Children")
    document = study(first, second, third)
    imported = read(document)
    assert labels(imported) == ["Visit i1"]
    assert "3 study designs (Empty one, Adults, Children). 'Adults' was read." in told(imported)
    assert [(one.id, one.visits) for one in usdm_json.designs(json.dumps(document).encode())] == [
        ("D1", 0),
        ("D2", 1),
        ("D3", 1),
    ]
    chosen = read(document, design="D3")
    assert labels(chosen) == ["Visit k1"] and "study designs" not in told(chosen)
    with pytest.raises(importers.Refused):
        read(document, design="D9")


def test_several_versions_are_told() -> None:
    document = simple_study()
    document["study"]["versions"].append({"versionIdentifier": "2"})
    assert "2 versions of the study. The first (1) was read." in told(read(document))


def test_epochs_of_one_arm_make_visits_of_that_arm() -> None:
    cells = [{"armId": "a", "epochId": "E1"}, {"armId": "a", "epochId": "E2"}, {"armId": "b", "epochId": "E1"}]
    document = study(
        design(
            [timeline([instance("i1", ["A1"]), instance("i2", ["A1"], epochId="E2")])],
            [activity("A1")],
            arms=[{"id": "a", "name": "Active"}, {"id": "b", "name": "Control"}],
            epochs=[{"id": "E1", "name": "All"}, {"id": "E2", "name": "Extension"}],
            studyCells=cells,
        )
    )
    schedule = read(document).schedule
    assert [arm.label for arm in schedule.arms] == ["Active", "Control"]
    assert [visit.arm for visit in schedule.visits] == [None, "a"]


def test_a_file_that_departs_from_the_model_gives_marks_but_no_days() -> None:
    document = simple_study()
    line = document["study"]["versions"][0]["studyDesigns"][0]["scheduleTimelines"][0]
    line["timings"][2].update(windowLowerBound="-P1D", windowUpperBound="P1D")
    imported = read(document)
    assert len(imported.schedule.marks) == 4
    assert {visit.day for visit in imported.schedule.visits} == {None}
    assert {visit.window for visit in imported.schedule.visits} == {None}
    assert "Days and windows of this file were not read: its windows are not written as USDM has them." in told(
        imported
    )


def test_labels_that_contradict_each_other_are_not_trusted() -> None:
    visits = [instance(f"i{n}", ["A1"], label=f"Day {n}", encounterId=f"E{n}") for n in (1, 2, 3)]
    document = study(
        design(
            [timeline(visits, [timing("i1", "Fixed Reference", "P1D", "i1")])],
            [activity("A1")],
            encounters=[{"id": f"E{n}", "name": f"Day {n + 50}"} for n in (1, 2, 3)],
        )
    )
    assert "contradict each other" in told(read(document))
    assert read(document).schedule.visits[0].day is None


def test_a_window_that_is_no_duration_is_told() -> None:
    document = simple_study()
    line = document["study"]["versions"][0]["studyDesigns"][0]["scheduleTimelines"][0]
    line["timings"][2].update(windowLower="three days", windowUpper="P1D")
    imported = read(document)
    assert imported.schedule.visits[2].window is None
    assert "The window 'three days' is not a length of time" in told(imported)


@pytest.mark.parametrize(
    ("label", "said"), [({"a": 1}, "activities[0].label"), (["x"], "activities[0].label"), (7, None), (None, None)]
)
def test_a_value_of_the_wrong_kind_is_refused_with_its_path(label: object, said: str | None) -> None:
    document = study(design([timeline([instance("i1", ["A1"])])], [activity("A1", label=label)]))
    if said is None:
        assert read(document).schedule.activities[0].label in ("7", "name A1")
    else:
        refused = words(refusal(json.dumps(document).encode(), "x.json"))
        assert f"study.versions[0].studyDesigns[0].{said}" in refused


@pytest.mark.parametrize("branches", ["anything", [["only one"]], {"condition": 5}, 7])
def test_branches_of_other_shapes_are_read_or_refused_with_their_path(branches: object) -> None:
    fork = {"id": "d", "instanceType": "ScheduledDecisionInstance", "conditionAssignments": branches}
    document = with_instances(instance("i1", ["A1"]), fork)
    if isinstance(branches, dict):
        assert len(read(document).schedule.visits) == 1
    else:
        refused = words(refusal(json.dumps(document).encode(), "x.json"))
        assert "scheduleTimelines[0].instances[1].conditionAssignments" in refused


def test_many_faults_are_listed_up_to_a_number() -> None:
    rows = [activity(f"A{number}", label={}) for number in range(30)]
    refused = refusal(json.dumps(study(design([timeline([instance("i1", ["A1"])])], rows))).encode(), "x.json")
    assert len(refused.problems) == 21
    assert "10 more faults" in words(refused)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (study(), "no study design"),
        (study(design([], [])), "no timeline with visits"),
        (study(design([timeline([decision("d", "x", "y")])], [])), "no timeline with visits"),
        (with_instances(instance("i1"), instance("i2")), "no visit with an activity marked"),
        (with_instances(instance("i1", ["A1"]), instance("i1", ["A2"])), "Two visits have the same id"),
        (study(design([timeline([instance("i1", ["A"])])], [activity("A"), activity("A")])), "Two activities have"),
        (with_instances(*(instance(f"i{n}", ["A1"]) for n in range(401))), "401 visits; at most 400"),
    ],
)
def test_a_study_without_one_clear_schedule_is_refused(document: Json, said: str) -> None:
    assert said in words(refusal(json.dumps(document).encode(), "x.json"))


def test_a_label_beyond_the_limit_is_refused() -> None:
    document = study(design([timeline([instance("i1", ["A1"])])], [activity("A1", label="x" * 10_001)]))
    assert "10,001 characters; at most 10,000" in words(refusal(json.dumps(document).encode(), "x.json"))


def test_a_study_of_version_2_is_read_by_its_old_names() -> None:
    visit = {
        "scheduledInstanceType": "ACTIVITY",
        "scheduledInstanceId": "i1",
        "scheduledActivityInstanceEncounterId": "E",
        "activityIds": ["A1"],
        "epochId": "P",
        "defaultConditionId": "i2",
        "scheduledInstanceTimings": [
            {
                "timingId": "T",
                "timingType": code("Fixed Reference"),
                "timingValue": "PT0M",
                "timingWindow": "0..1 Hours",
                "timingWindowLower": "PT0H",
                "timingWindowUpper": "PT1H",
                "relativeFromScheduledInstanceId": "i1",
                "relativeToScheduledInstanceId": "i1",
            }
        ],
    }
    following = {**visit, "scheduledInstanceId": "i2", "defaultConditionId": None, "scheduledInstanceTimings": []}
    document = {
        "study": {
            "studyTitle": "Alzheimer\\'s",
            "studyVersion": "1",
            "studyDesigns": [
                {
                    "studyDesignId": "D",
                    "studyDesignName": "Design",
                    "studyEpochs": [{"studyEpochId": "P", "studyEpochName": "Treatment"}],
                    "studyArms": [{"studyArmId": "R", "studyArmName": "Active"}],
                    "encounters": [
                        {
                            "encounterId": "E",
                            "encounterName": "Baseline",
                            "encounterContactModes": [code("In Person")],
                            "encounterEnvironmentalSetting": code("Hospital"),
                        }
                    ],
                    "activities": [
                        {"activityId": "A1", "activityName": "Chest\nX-ray", "activityIsConditional": False},
                    ],
                    "studyObjectives": [
                        {
                            "objectiveDescription": "Why",
                            "objectiveLevel": code("Trial Primary Objective"),
                            "objectiveEndpoints": [{"endpointDescription": "What", "endpointLevel": code("Primary")}],
                        }
                    ],
                    "studyScheduleTimelines": [
                        {
                            "scheduleTimelineId": "L",
                            "scheduleTimelineName": "Main",
                            "mainTimeline": "True",
                            "scheduleTimelineEntryId": "i1",
                            "scheduleTimelineInstances": [visit, following],
                        }
                    ],
                }
            ],
        }
    }
    schedule = read(document).schedule
    first = schedule.visits[0]
    assert schedule.title == "Alzheimer's"
    assert (first.label, first.epoch, first.day, first.contact) == ("Baseline", "Treatment", 0, Contact.SITE)
    assert first.window == Window(0, 1, "hour")
    assert [row.label for row in schedule.activities] == ["Chest X-ray"]
    assert schedule.arms[0].label == "Active"
    assert schedule.objectives[0].endpoints[0].text == "What"


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("P2W", Duration(2, "week")),
        ("-P1D", Duration(-1, "day")),
        ("PT4H", Duration(4, "hour")),
        ("PT30M", Duration(0.5, "hour")),
        ("PT36S", Duration(0.01, "hour")),
        ("P1DT12H", Duration(36, "hour")),
        ("P1M", Duration(30.4375, "day")),
        ("P1Y", Duration(365.25, "day")),
        ("P1,5D", Duration(1.5, "day")),
        (" p1d ", Duration(1, "day")),
        ("P", None),
        ("PT", None),
        ("", None),
        ("1 day", None),
        ("P1D2W", None),
        ("P" + "1" * 100 + "D", None),
    ],
)
def test_durations_are_read(text: str, duration: Duration | None) -> None:
    assert parse(text) == duration


@pytest.mark.parametrize(
    ("lower", "upper", "found"),
    [
        ("P3D", "P3D", Window(3, 3, "day")),
        ("", "", None),
        ("P0D", "P30D", Window(0, 30, "day")),
        ("", "P1W", Window(0, 1, "week")),
        ("P0W", "P2D", Window(0, 2, "day")),
        ("PT12H", "P1D", Window(12, 24, "hour")),
        ("-P1D", "P1D", Window(1, 1, "day")),
    ],
)
def test_windows_are_made_of_two_durations(lower: str, upper: str, found: Window | None) -> None:
    assert window(lower, upper) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hachinski <= 4", "Hachinski <= 4"),
        ("CRP <upper limit and x > 3", "CRP <upper limit and x > 3"),
        ("<p>One</p>\n<p>two<br/>three</p>", "One two three"),
        ("A<sup>1C</sup> &amp; more", "A1C & more"),
        ("Week\N{NO-BREAK SPACE}10", "Week 10"),
        ("a < b &lt;b&gt;", "a < b <b>"),
    ],
)
def test_texts_become_plain_words(text: str, words: str) -> None:
    assert plain(text) == words


@pytest.mark.needs_data
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("usdm2_lzzt_pilot", (18, 30, 136)),
        ("usdm2_roche_covid_NCT04320615", (35, 27, 246)),
        ("usdm3_lzzt_pilot", (16, 30, 122)),
        ("usdm4_lzzt_pilot", (16, 30, 122)),
        ("usdm4_sdr_bayer_19766", (14, 47, 220)),
        ("usdm4_synthetic_cycles", (16, 3, 12)),
    ],
)
def test_published_studies_are_read_whole(name: str, counts: tuple[int, int, int]) -> None:
    schedule = importers.read((DATA_FOLDER / "schedules" / f"{name}.json").read_bytes(), "x.json").schedule
    assert (len(schedule.visits), len(schedule.activities), len(schedule.marks)) == counts
