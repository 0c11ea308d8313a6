"""Reads a schedule with one row per mark: one CSV file, or a set of CSV files (visits, activities, marks) in a zip.

Which file is which follows from its columns: those of visits name a visit and no activity, those of activities the
other way round, those of marks both, those of footnotes a marker and a text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from protocols.domain.importers.archive import inflate, open_archive
from protocols.domain.importers.csv_tables import FORMAT, MINIMUM, Record, Table, read_table, roles_of_first_line
from protocols.domain.importers.grid.marks import is_empty, kind_of
from protocols.domain.importers.grid.timing import contact_of, day_of, unit_of, window_cell
from protocols.domain.importers.grid.vocabulary import words
from protocols.domain.importers.imported import Imported, Refused
from protocols.domain.importers.limits import limits
from protocols.domain.problems import Problem, error, warning
from protocols.domain.schedule import Activity, Arm, Footnote, Mark, MarkKind, Schedule, Visit, Window

YES = ("yes", "y", "true", "1")
NO_MARK = "X"  # a row without a mark column says by being there that it is one


@dataclass
class Parts:
    """What was found so far, by the key that the files use."""

    visits: dict[str, Record] = field(default_factory=dict)
    activities: dict[str, Record] = field(default_factory=dict)
    marks: dict[tuple[str, str], Mark] = field(default_factory=dict)
    footnotes: dict[str, str] = field(default_factory=dict)
    title: str | None = None
    problems: list[Problem] = field(default_factory=list)


def is_long_form(data: bytes) -> bool:
    """Tell whether the headings of a text name both a visit and an activity."""
    roles = roles_of_first_line(data)
    return bool(roles & {"visit", "visit_label"}) and bool(roles & {"activity", "activity_label"})


def read(data: bytes) -> Imported:
    """Return the schedule of one CSV file, or of a zip of CSV files. Raises Refused."""
    return read_files(_files(data))


def read_files(files: Iterable[tuple[str, bytes]]) -> Imported:
    """Return the schedule of CSV texts with their names. Raises Refused."""
    tables = [read_table(name, content) for name, content in files]
    marks = [table for table in tables if table.is_about_visits and table.is_about_activities]
    if not marks:
        raise Refused((_without_marks(tables),), format=FORMAT)
    parts = Parts(problems=[problem for table in tables for problem in table.problems])
    for table in sorted(tables, key=lambda table: table in marks):
        _take(table, parts)
    _tell_empty_marks(marks, parts)
    _tell_names_without_marks(parts)
    return Imported(FORMAT, _schedule(parts), tuple(parts.problems))


def _files(data: bytes) -> Iterator[tuple[str, bytes]]:
    if not data.startswith(b"PK"):
        yield "", data
        return
    with open_archive(data) as archive:
        for entry in sorted(archive.infolist(), key=lambda entry: entry.filename):
            if not entry.is_dir():
                yield entry.filename, b"".join(inflate(archive, entry, limits().inflated_bytes))


def _without_marks(tables: Iterable[Table]) -> Problem:
    seen = "; ".join(f"{table.name or 'the file'}: {', '.join(table.headings) or 'nothing'}" for table in tables)
    message = f"No file has a column for the visit and one for the activity. Columns found: {seen[:1000]}."
    return error("headings", message, MINIMUM)


def _take(table: Table, parts: Parts) -> None:
    """Take the rows of one file. In a column of marks that says something, an empty place says that nothing is done."""
    has_marks = any("mark" in record.texts for record in table.records)
    for record in table.records:
        if table.is_about_visits and table.is_about_activities:
            _take_mark(record, parts, has_marks=has_marks)
        elif table.is_about_visits:
            _merge(parts.visits, _key(record, "visit", "visit_label"), record)
        elif table.is_about_activities:
            _take_activity(record, parts)
        elif "footnote_text" in table.roles:
            parts.footnotes.setdefault(record.get("footnote"), record.get("footnote_text"))
        elif record.get("title") and parts.title is None:
            parts.title = record.get("title")


def _merge(known: dict[str, Record], key: str, record: Record) -> None:
    """Keep what is known first; several files may tell different things about one visit."""
    earlier = known.get(key)
    known[key] = Record(earlier.where, {**record.texts, **earlier.texts}) if earlier else record


def _take_activity(record: Record, parts: Parts) -> None:
    if record.get("is_group").casefold() not in YES:
        _merge(parts.activities, _key(record, "activity", "activity_label"), record)


def _take_mark(record: Record, parts: Parts, *, has_marks: bool) -> None:
    visit, activity = _key(record, "visit", "visit_label"), _key(record, "activity", "activity_label")
    text = record.get("mark") or ("" if has_marks else NO_MARK)
    if not record.get("visit", "visit_label") or not record.get("activity", "activity_label"):
        message = "The row names no visit or no activity, so it was left out."
        parts.problems.append(warning(record.where, message, "Fill in both, or delete the row."))
        return
    _merge(parts.visits, visit, record)
    _merge(parts.activities, activity, record)
    if not text or is_empty(text):
        return
    if (visit, activity) in parts.marks:
        message = "The same visit and activity stand in an earlier row. The earlier row counts."
        parts.problems.append(warning(record.where, message, "Delete one of the two rows."))
        return
    mark = Mark(visit, activity, text, kind_of(text), _footnotes(record))
    parts.marks[visit, activity] = mark
    if mark.kind is MarkKind.PLANNED and text.casefold() not in words("marks", "plain") | words("marks", "planned"):
        legend = parts.footnotes.get(text, "")
        said = f" The file explains it as: {legend}" if legend else ""
        message = f"The mark {text[:40]!r} was read as planned.{said}"
        parts.problems.append(warning(record.where, message, "Change it if it means something else."))


def _key(record: Record, *roles: str) -> str:
    """Return the key of a visit or activity. Where a set holds several tables, ids of different tables differ."""
    table = record.get("table")
    return f"{table}/{record.get(*roles)}" if table else record.get(*roles)


def _footnotes(record: Record) -> tuple[str, ...]:
    return tuple(key for part in record.get("footnotes").replace(";", ",").split(",") if (key := part.strip()))


def _schedule(parts: Parts) -> Schedule:
    used = {mark.activity for mark in parts.marks.values()}
    arms = dict.fromkeys(arm for record in parts.visits.values() if (arm := record.get("arm")))
    return Schedule(
        title=parts.title,
        arms=tuple(Arm(arm, arm) for arm in arms),
        visits=tuple(_visit(key, record, parts) for key, record in _in_order(parts.visits)),
        activities=tuple(
            Activity(key, record.get("activity_label", "activity"), record.get("group") or None, _footnotes(record))
            for key, record in parts.activities.items()
            if key in used
        ),
        marks=tuple(parts.marks.values()),
        footnotes=tuple(Footnote(key, text) for key, text in parts.footnotes.items() if key),
    )


def _in_order(visits: dict[str, Record]) -> list[tuple[str, Record]]:
    """Return the visits by their position where every one has a number, else as the files list them."""
    positions = {key: _number(record.get("position")) for key, record in visits.items()}
    if any(position is None for position in positions.values()):
        return list(visits.items())
    return sorted(visits.items(), key=lambda item: positions[item[0]] or 0)


def _visit(key: str, record: Record, parts: Parts) -> Visit:
    label = record.get("visit_label", "visit")
    header = (record.get("epoch"), label, record.get("timing"))
    return Visit(
        key=key,
        label=label,
        epoch=record.get("epoch") or None,
        arm=record.get("arm") or None,
        header=tuple(text for text in header if text),
        day=_day(record, parts),
        window=_window(record, parts),
        contact=contact_of(record.get("contact") or label),
    )


def _day(record: Record, parts: Parts) -> float | None:
    stated, timing = record.get("day"), record.get("timing")
    day = day_of(stated, "day") if stated else day_of(timing, unit_of(timing)) if timing else None
    if stated and day is None:
        message = f"The day {stated[:40]!r} is not a number that can be read."
        parts.problems.append(warning(record.where, message, "Enter the day."))
    return day


def _window(record: Record, parts: Parts) -> Window | None:
    text = record.get("window")
    sides = [record.get(side) for side in ("window_before", "window_after")]
    if not text and any(sides):
        return _of_two_sides(sides, record, parts)
    if not text:
        return None
    found = window_cell(text, unit_of(record.get("timing")) or "day")
    if found.window is None or found.doubtful:
        message = f"The window {text[:40]!r} could not be read with certainty."
        parts.problems.append(warning(record.where, message, "Check the window."))
    return found.window


def _of_two_sides(sides: list[str], record: Record, parts: Parts) -> Window | None:
    """Each side has a column of its own and says how long it is, whatever its sign."""
    found = [window_cell(f"±{text.lstrip('+-− ')}", "day").window if text else Window(0, 0, "day") for text in sides]
    before, after = found
    if before and after:
        unit = before.unit if before.before else after.unit
        if unit == after.unit or not after.after:
            return Window(before.before, after.after, unit)
    message = f"The window {' and '.join(filter(None, sides))[:40]!r} could not be read with certainty."
    parts.problems.append(warning(record.where, message, "Check the window."))
    return None


def _tell_empty_marks(tables: Iterable[Table], parts: Parts) -> None:
    """Say how many rows have nothing in the column of marks, where other rows have a mark."""
    for table in tables:
        empty = [record.where for record in table.records if "mark" not in record.texts]
        if empty and len(empty) < len(table.records):
            message = f"{len(empty)} rows have no mark and were left out, since other rows have one."
            parts.problems.append(warning(empty[0], message, "Write an X in each row that is meant."))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _tell_names_without_marks(parts: Parts) -> None:
    """Visits without a mark stay, since a visit is a burden by itself; activities without one are told and left out."""
    used = {mark.activity for mark in parts.marks.values()}
    idle = [record.get("activity_label", "activity") for key, record in parts.activities.items() if key not in used]
    if idle:
        message = f"{len(idle)} activities have no mark, so they are not in the grid: {', '.join(idle[:8])}."
        parts.problems.append(warning("activities", message, "Check whether a mark is missing."))
