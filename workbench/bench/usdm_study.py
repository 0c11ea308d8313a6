"""A made-up study as USDM v4 JSON, with around the schedule what real exports have: codes, concepts, texts."""

import json
from typing import Any

from protocols.domain.schedule import Schedule, Visit

PROPERTIES = 6  # of one biomedical concept: published v4 studies have about 6 kB of them for each activity
SENTENCE = "The investigator confirms, at the first visit and before any procedure, that the person may take part. "

Json = dict[str, Any]


def document(of: Schedule) -> bytes:
    """Return a schedule as a USDM v4 file in which each activity has its procedure and its biomedical concept."""
    rows = range(len(of.activities))
    version = {
        "id": "Version_1",
        "versionIdentifier": "1",
        "titles": [{"id": "Title_1", "text": of.title, "type": _code("Official Study Title")}],
        "biomedicalConcepts": [_concept(number, of.activities[number].label) for number in rows],
        "eligibilityCriterionItems": [_part("Criterion", n, f"C{n}", text=SENTENCE * 4) for n in range(30)],
        "narrativeContentItems": [_part("Narrative", n, f"Section {n}", text=SENTENCE * 30) for n in range(80)],
        "studyDesigns": [_design(of)],
    }
    study = {"id": "Study_1", "name": of.title, "versions": [version]}
    return json.dumps({"study": study, "usdmVersion": "4.0.0"}).encode()


def _design(of: Schedule) -> Json:
    numbers = {row.key: number for number, row in enumerate(of.activities)}
    named: dict[str, list[str]] = {visit.key: [] for visit in of.visits}
    for mark in of.marks:
        named[mark.visit].append(f"Activity_{numbers[mark.activity]}")
    return {
        "id": "Design_1",
        "name": "Design",
        "arms": [_part("Arm", 1, "Treatment")],
        "epochs": [_part("Epoch", 1, "Treatment")],
        "activities": [_activity(number, row.label, len(numbers)) for number, row in enumerate(of.activities)],
        "encounters": [_encounter(number, visit) for number, visit in enumerate(of.visits)],
        "scheduleTimelines": [
            _part("Timeline", 1, "Main", mainTimeline=True, entryCondition="Consent", entryId="Instance_0")
            | {
                "instances": [_instance(n, visit, named[visit.key], len(named)) for n, visit in enumerate(of.visits)],
                "timings": [_timing(number, visit) for number, visit in enumerate(of.visits)],
            }
        ],
    }


def _activity(number: int, label: str, count: int) -> Json:
    return _part(
        "Activity",
        number,
        label,
        previousId=f"Activity_{number - 1}" if number else None,
        nextId=f"Activity_{number + 1}" if number + 1 < count else None,
        childIds=[],
        definedProcedures=[_part("Procedure", number, label, procedureType="Test", code=_code(label))],
        biomedicalConceptIds=[f"Concept_{number}"],
        timelineId=None,
    )


def _instance(number: int, visit: Visit, activities: list[str], count: int) -> Json:
    return _part(
        "Instance",
        number,
        visit.label,
        instanceType="ScheduledActivityInstance",
        defaultConditionId=f"Instance_{number + 1}" if number + 1 < count else None,
        epochId="Epoch_1",
        encounterId=f"Encounter_{number}",
        activityIds=activities,
        timelineId=None,
    )


def _encounter(number: int, visit: Visit) -> Json:
    return _part("Encounter", number, visit.label, contactModes=[_code("In Person")], environmentalSettings=[])


def _timing(number: int, visit: Visit) -> Json:
    return _part(
        "Timing",
        number,
        visit.label,
        type=_code("After" if number else "Fixed Reference"),
        value=f"P{visit.day:g}D",
        valueLabel=f"{visit.day:g} days",
        relativeFromScheduledInstanceId=f"Instance_{number}",
        relativeToScheduledInstanceId="Instance_0",
        windowLower="P2D",
        windowUpper="P2D",
        windowLabel="-2..+2 days",
    )


def _concept(number: int, label: str) -> Json:
    properties = [
        _part("Property", number * PROPERTIES + n, f"Property {n}", datatype="string", code=_code(f"Property {n}"))
        | {"responseCodes": [_part("Response", n, f"Answer {n}", code=_code(f"Answer {n}"))]}
        for n in range(PROPERTIES)
    ]
    return _part("Concept", number, label, synonyms=[], reference="/concepts/1", properties=properties)


def _part(kind: str, number: int, name: str, **more: Any) -> Json:
    common = {"id": f"{kind}_{number}", "name": name, "label": name, "description": "", "extensionAttributes": []}
    return {**common, "notes": [], "instanceType": kind, **more}


def _code(decode: str) -> Json:
    return {
        "id": "Code_1",
        "code": "C00000",
        "codeSystem": "https://www.example.org",
        "codeSystemVersion": "2024-09-27",
        "decode": decode,
        "instanceType": "Code",
    }
