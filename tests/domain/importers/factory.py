"""Files for the tests of the importers, made by the tests themselves: good ones, and parts to spoil them with."""

import copy
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from protocols.domain import importers
from protocols.domain.importers import Imported, Refused
from protocols.domain.schedule import Activity, Arm, Endpoint, Footnote, Mark, Objective, Schedule, Visit, Window

Json = dict[str, Any]

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Grid" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_TAIL = "</sheetData></worksheet>"


def schedule() -> Schedule:
    """Return a small schedule: two visits, two activities, three marks."""
    return Schedule(
        title="A study",
        arms=(Arm("a", "Active"), Arm("p", "Placebo")),
        visits=(
            Visit("v1", "Screening", "Screening", header=("Screening", "Visit 1"), day=-7.0),
            Visit(
                "v2", "Week 1", "Treatment", header=("Treatment", "Visit 2"), day=8.0, window=Window(1.0, 2.0, "day")
            ),
        ),
        activities=(Activity("a1", "ECG", "Safety"), Activity("a2", "Blood sample", "Safety", ("a",))),
        marks=(Mark("v1", "a1"), Mark("v1", "a2"), Mark("v2", "a2")),
        footnotes=(Footnote("a", "Fasting."),),
        objectives=(Objective("Primary", "Is it safe?", (Endpoint("Primary", "QTc"),)),),
    )


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """Pack the parts into a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """Unpack a zip that a test made."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(data: bytes, name: str, content: bytes | str) -> bytes:
    """Return the zip with one part put in or replaced."""
    return zipped({**parts_of(data), name: content})


def raw_workbook(rows: str, *, after: str = "") -> bytes:
    """Return a workbook whose only sheet has these rows, as XML."""
    sheet = SHEET_HEAD + rows + SHEET_TAIL.replace("</worksheet>", after + "</worksheet>")
    return zipped(
        {"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": WORKBOOK, "xl/worksheets/sheet1.xml": sheet}
    )


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    """Return a workbook that `fill` has written into."""
    made = openpyxl.Workbook()
    fill(made)
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    """Return a workbook as bytes."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data: bytes, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    """Return the workbook after a person worked on it."""
    made = openpyxl.load_workbook(io.BytesIO(data))
    change(made)
    return saved(made)


def grid_workbook() -> bytes:
    """Return an ordinary schedule grid, not in our template."""

    def fill(made: openpyxl.Workbook) -> None:
        sheet = made.active
        assert isinstance(sheet, Worksheet)
        for row in (
            ["Procedure", "Screening", "Week 1", "Week 2"],
            ["Informed consent", "X", None, None],
            ["ECG", "X", None, "X"],
            ["Blood sample", "X", "X", "X"],
        ):
            sheet.append(row)

    return workbook(fill)


def refusal(data: bytes, filename: str = "file.xlsx") -> Refused:
    """Read a file that must be refused, and check what every refusal has: an error, a message and a remedy."""
    with pytest.raises(Refused) as caught:
        importers.read(data, filename)
    errors = [problem for problem in caught.value.problems if problem.severity == "error"]
    assert errors
    assert all(problem.message and problem.remedy and problem.where for problem in errors)
    document = importers.refusal_document(caught.value)
    assert not document["visits"] and not document["activities"] and not document["marks"]
    return caught.value


def words(refused: Refused) -> str:
    """Return all that a refusal says."""
    return "\n".join(f"{problem.where}: {problem.message} {problem.remedy}" for problem in refused.problems)


def told(imported: Imported) -> str:
    """Return all that was said beside a schedule."""
    return "\n".join(f"{problem.severity} {problem.where}: {problem.message}" for problem in imported.problems)


# ------------------------------------------------------------------ USDM
def code(decode: str) -> Json:
    """Return a coded word."""
    return {"id": f"Code {decode}", "code": "C0", "decode": decode, "instanceType": "Code"}


def instance(key: str, activities: Sequence[str] = (), **more: Any) -> Json:
    """Return an activity instance of v3 or v4."""
    return {
        "id": key,
        "name": key.upper(),
        "label": f"Visit {key}",
        "instanceType": "ScheduledActivityInstance",
        "activityIds": list(activities),
        "epochId": "E1",
        **more,
    }


def decision(key: str, condition: str, target: str, **more: Any) -> Json:
    """Return a decision instance of v3 or v4."""
    branch = {"id": f"B{key}", "condition": condition, "conditionTargetId": target}
    return {"id": key, "instanceType": "ScheduledDecisionInstance", "conditionAssignments": [branch], **more}


def timing(start: str, kind: str, value: str, target: str, **more: Any) -> Json:
    """Return a timing of `start` relative to `target`."""
    return {
        "id": f"T{start}",
        "label": "",
        "type": code(kind),
        "value": value,
        "relativeFromScheduledInstanceId": start,
        "relativeToScheduledInstanceId": target,
        **more,
    }


def activity(key: str, **more: Any) -> Json:
    """Return an activity without links to its neighbours."""
    return {"id": key, "name": f"name {key}", "label": f"Activity {key}", "instanceType": "Activity", **more}


def timeline(instances: Sequence[Json], timings: Sequence[Json] = (), **more: Any) -> Json:
    """Return a main timeline that begins with the first instance; instances without a next one get the following."""
    linked = [copy.deepcopy(one) for one in instances]
    for one, following in zip(linked, linked[1:], strict=False):
        one.setdefault("defaultConditionId", following["id"])
    entry = linked[0]["id"] if linked else None
    shape = {"id": "main", "name": "Main", "mainTimeline": True, "entryId": entry, "entryCondition": "Joined"}
    return {**shape, "instances": linked, "timings": list(timings), **more}


def design(timelines: Sequence[Json], activities: Sequence[Json], **more: Any) -> Json:
    """Return a study design with one epoch."""
    shape: Json = {"id": "D1", "name": "Design", "epochs": [{"id": "E1", "name": "Treatment", "label": ""}], "arms": []}
    return {**shape, "scheduleTimelines": list(timelines), "activities": list(activities), **more}


def study(*designs: Json, **version: Any) -> Json:
    """Return a v4 document with one version."""
    titles = [{"text": "A study of things", "type": code("Official Study Title")}]
    shape = {"id": "SV", "versionIdentifier": "1", "titles": titles, "studyDesigns": list(designs)}
    return {"study": {"name": "S", "versions": [{**shape, **version}]}, "usdmVersion": "4.0.0"}


def simple_study() -> Json:
    """Return a v4 study: three visits, two activities, four marks."""
    visits = [instance("i1", ["A1", "A2"]), instance("i2", ["A1"]), instance("i3", ["A2"])]
    timings = [
        timing("i1", "Before", "P2W", "i2"),
        timing("i2", "Fixed Reference", "P1D", "i2"),
        timing("i3", "After", "P1W", "i2", windowLower="P1D", windowUpper="P2D", windowLabel="-1..2 days"),
    ]
    return study(design([timeline(visits, timings)], [activity("A1"), activity("A2")]))
