"""Reads the USDM Excel workbook, in both of its dialects."""

from collections.abc import Iterable
from dataclasses import replace

from protocols.domain.importers.grid.marks import kind_of
from protocols.domain.importers.imported import Imported, Refused
from protocols.domain.importers.sheets import Sheet, heading_key, read_sheets
from protocols.domain.importers.usdm import workbook
from protocols.domain.importers.usdm.build import Study, build
from protocols.domain.importers.usdm.model import Design
from protocols.domain.importers.usdm.path import in_file_order
from protocols.domain.importers.usdm.prose import plain
from protocols.domain.problems import Problem, note, warning
from protocols.domain.schedule import Mark, MarkKind, Schedule

FORMAT = "usdm-xlsx"
TITLES = ("officialtitle", "studytitle", "publictitle", "scientifictitle", "brieftitle", "name")


def read(data: bytes) -> Imported:
    """Return the schedule of the main timeline sheet. Raises Refused."""
    sheets = read_sheets(data)
    by_key = {heading_key(name): sheet for name, sheet in sheets.items()}
    main, unsure = _main_sheet(sheets, by_key)
    rows = workbook.rows(main)
    design = _design(sheets, by_key, main, rows)
    conditions = tuple(workbook.conditions(_sheet(by_key, "studydesignconditions")))
    study = Study(_title(_sheet(by_key, "study")), design, conditions, lambda text, _: plain(text), in_file_order)
    schedule, problems = build(study)
    schedule = replace(schedule, marks=_with_texts(schedule, rows, design, main))
    found = (*unsure, *main.problems, *_remark_columns(main), *_doubles(main, rows), *problems, *_told_texts(schedule))
    return Imported(FORMAT, schedule, found)


def _design(sheets: dict[str, Sheet], by_key: dict[str, Sheet], main: Sheet, rows: list[workbook.Row]) -> Design:
    timings = workbook.timings(_sheet(by_key, "studydesigntiming"))
    timelines = {
        sheet.name: workbook.timeline(sheet, workbook.rows(sheet), timings, is_main=sheet is main)
        for sheet in sheets.values()
        if workbook.is_timeline(sheet)
    }
    return Design(
        name=main.name,
        encounters=workbook.encounters(_sheet(by_key, "studydesignencounters")),
        activities=workbook.activities(rows, {heading_key(name): timeline.id for name, timeline in timelines.items()}),
        timelines=list(timelines.values()),
        epochs=workbook.epochs(_sheet(by_key, "studydesignepochs")),
        arms=workbook.arms(_sheet(by_key, "studydesignarms")),
        objectives=workbook.objectives(_sheet(by_key, "studydesignoe")),
    )


def _sheet(by_key: dict[str, Sheet], key: str) -> Sheet:
    """Return the sheet of a name, in the singular or the plural; an empty one where none has it."""
    bare = key.removesuffix("s")
    return by_key.get(key) or by_key.get(bare) or by_key.get(f"{bare}s") or Sheet(key)


def _main_sheet(sheets: dict[str, Sheet], by_key: dict[str, Sheet]) -> tuple[Sheet, tuple[Problem, ...]]:
    """Return the sheet that studyDesign names as the main timeline, else the widest one, with a warning."""
    design = _sheet(by_key, "studydesign")
    beside = {heading_key(design.text(row, 1)): design.text(row, 2) for row in range(1, design.last_row + 1)}
    timelines = {heading_key(name): sheet for name, sheet in sheets.items() if workbook.is_timeline(sheet)}
    if named := timelines.get(heading_key(beside.get("maintimeline", ""))):
        return named, ()
    if not timelines:
        raise Refused.because(
            "workbook",
            "No sheet has the headings Parent Activity and Child Activity, so there is no schedule to read.",
            "Upload the complete USDM workbook, or the schedule as a grid.",
            format=FORMAT,
        )
    main = max(timelines.values(), key=lambda sheet: sheet.last_column)
    message = f"The sheet studyDesign names no main timeline that exists. {main.name!r} was read."
    return main, (warning("studyDesign", message, "Check that this is the schedule."),)


def _title(study: Sheet) -> str | None:
    """Return the best title of the sheet `study`, where names stand in column A and values in column B."""
    beside = {heading_key(study.text(row, 1)): study.text(row, 2) for row in range(1, study.last_row + 1)}
    return next((plain(beside[key]) for key in TITLES if beside.get(key, "").strip()), None)


def _remark_columns(main: Sheet) -> list[Problem]:
    message = "This column holds remarks, so it was not read as a visit."
    return [note(main.where(1, column), message, "Read it beside.") for column in workbook.remark_columns(main)]


def _with_texts(schedule: Schedule, rows: list[workbook.Row], design: Design, sheet: Sheet) -> tuple[Mark, ...]:
    """Give each mark the text of its cell, and the kind that the text says."""
    main = next(timeline for timeline in design.timelines if timeline.is_main)
    ids = (instance.id for instance in main.instances)
    columns = dict(zip(workbook.visit_columns(sheet), ids, strict=True))
    texts = {(columns[column], row.activity): text for row in rows for column, text in row.cells.items()}
    return tuple(_with_text(mark, texts[mark.visit, mark.activity]) for mark in schedule.marks)


def _with_text(mark: Mark, text: str) -> Mark:
    said = kind_of(text)
    return replace(mark, text=text, kind=said if said is not MarkKind.PLANNED else mark.kind)


def _doubles(main: Sheet, rows: Iterable[workbook.Row]) -> list[Problem]:
    seen: dict[str, int] = {}
    problems = []
    for row in rows:
        if row.activity in seen:
            message = (
                f"The activity {row.activity!r} stands in row {seen[row.activity]} too. The two rows were read as one."
            )
            problems.append(warning(main.where(row.number, workbook.CHILD), message, "Check its marks."))
        seen.setdefault(row.activity, row.number)
    return problems


def _told_texts(schedule: Schedule) -> list[Problem]:
    """Say once for each text other than X how it was read."""
    kinds = {mark.text: mark.kind for mark in schedule.marks if mark.text.strip().upper() != "X"}
    return [
        note(
            f"marks {text[:40]!r}",
            f"The mark {text[:40]!r} was read as: {kind.value}.",
            "Change it if it means something else.",
        )
        for text, kind in kinds.items()
    ]
