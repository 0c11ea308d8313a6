"""Reads a schedule with one row per mark: one CSV file, or a set of CSV files (visits, activities, marks) in a zip.

Which file is which follows from its columns: those of visits name a visit and no activity, those of activities the
other way round, those of marks both, those of footnotes a marker and a text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from protocols.domain.importers.archive import inflate, is_left_by_a_system, open_archive
from protocols.domain.importers.csv_tables import FORMAT, MINIMUM, Record, Table, read_table, roles_of_first_line
from protocols.domain.importers.grid.marks import is_empty, kind_of
from protocols.domain.importers.grid.timing import contact_of, day_in_label, day_of, stated_window, unit_of, window_cell
from protocols.domain.importers.grid.vocabulary import words
from protocols.domain.importers.imported import Imported, Refused
from protocols.domain.importers.limits import limits
from protocols.domain.importers.longform_visits import (
    Names,
    cycle_of,
    in_order,
    names_of,
    order_problems,
    plain_key,
    repeats,
    told_apart,
)
from protocols.domain.problems import Problem, error, warning
from protocols.domain.schedule import Activity, Arm, Contact, Footnote, Mark, MarkKind, Schedule, Visit, Window

YES = ("yes", "y", "true", "1")
FIRST_CYCLE = ("", "1", "Cycle 1", "C1")
NO_MARK = "X"  # a row without a mark column says by being there that it is one


@dataclass
class Parts:
    """What was found so far, by the key that the files use."""

    visits: dict[str, Record] = field(default_factory=dict)
    activities: dict[str, Record] = field(default_factory=dict)
    marks: dict[tuple[str, str], Mark] = field(default_factory=dict)
    footnotes: dict[str, str] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    unknown: dict[str, list[Record]] = field(default_factory=dict)
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
    for table in tables:
        if table not in marks:
            _take(table, parts)
    parts.names = names_of(marks, parts.visits)
    for table in marks:
        _take(table, parts)
    _leave_only_told_apart(parts)
    _tell_unknown_marks(parts)
    _tell_empty_marks(marks, parts)
    _tell_names_without_marks(parts)
    schedule = _schedule(parts)
    return Imported(FORMAT, schedule, (*parts.problems, *order_problems(schedule.visits, parts.visits)))


def _files(data: bytes) -> Iterator[tuple[str, bytes]]:
    if not data.startswith(b"PK"):
        yield "", data
        return
    with open_archive(data) as archive:
        for entry in sorted(archive.infolist(), key=lambda entry: entry.filename):
            if not entry.is_dir() and not is_left_by_a_system(entry.filename):
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
            _merge(parts.visits, plain_key(record, "visit", "visit_label"), record)
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
        _merge(parts.activities, plain_key(record, "activity", "activity_label"), record)


def _take_mark(record: Record, parts: Parts, *, has_marks: bool) -> None:
    text = record.get("mark") or ("" if has_marks else NO_MARK)
    if not record.get("visit", "visit_label") or not record.get("activity", "activity_label"):
        message = "The row names no visit or no activity, so it was left out."
        parts.problems.append(warning(record.where, message, "Fill in both, or delete the row."))
        return
    activity = plain_key(record, "activity", "activity_label")
    _merge(parts.activities, activity, record)
    for visit in parts.names.keys_of(record):
        _merge(parts.visits, visit, record)
        _put_mark(record, (visit, activity), text, parts)


def _put_mark(record: Record, place: tuple[str, str], text: str, parts: Parts) -> None:
    if not text or is_empty(text):
        return
    if (earlier := parts.marks.get(place)) and record.get("timepoint"):
        parts.marks[place] = replace(earlier, text=f"{earlier.text}, {record.get('timepoint')}")
        return
    if earlier:
        message = "The same visit and activity stand in an earlier row. The earlier row counts."
        parts.problems.append(warning(record.where, message, "Delete one of the two rows."))
        return
    is_plain = text.casefold() in words("marks", "plain") | words("marks", "planned") | set(YES)
    shown = f"{'' if is_plain else text} {record.get('timepoint')}".strip()
    mark = Mark(*place, shown if record.get("timepoint") else text, kind_of(text), _footnotes(record))
    parts.marks[place] = mark
    if mark.kind is MarkKind.PLANNED and not is_plain:
        parts.unknown.setdefault(text, []).append(record)


def _tell_unknown_marks(parts: Parts) -> None:
    """Say once for each text that is no sign for a mark how it was read."""
    for text, records in parts.unknown.items():
        legend = parts.footnotes.get(text, "")
        said = f" The file explains it as: {legend}" if legend else ""
        times = f" It stands in {len(records)} rows." if len(records) > 1 else ""
        message = f"The mark {text[:40]!r} was read as planned.{said}{times}"
        parts.problems.append(warning(records[0].where, message, "Change it if it means something else."))


def _leave_only_told_apart(parts: Parts) -> None:
    """What a file of visits says of a name holds for each of the visits that the marks keep apart under it."""
    parts.problems += told_apart(parts.names, parts.visits)
    for name, keys in parts.names.keys.items():
        if common := parts.visits.pop(name, None):
            for key in keys:
                _merge(parts.visits, key, common)


def _footnotes(record: Record) -> tuple[str, ...]:
    return tuple(
        key for part in record.get("footnotes", "footnote").replace(";", ",").split(",") if (key := part.strip())
    )


def _schedule(parts: Parts) -> Schedule:
    used = {mark.activity for mark in parts.marks.values()}
    arms = dict.fromkeys(arm for record in parts.visits.values() if (arm := record.get("arm")))
    return Schedule(
        title=parts.title,
        arms=tuple(Arm(arm, arm) for arm in arms),
        visits=tuple(_visit(key, record, parts) for key, record in in_order(parts.visits)),
        activities=tuple(
            Activity(key, record.get("activity_label", "activity"), record.get("group") or None, _footnotes(record))
            for key, record in parts.activities.items()
            if key in used
        ),
        marks=tuple(parts.marks.values()),
        footnotes=tuple(Footnote(key, text) for key, text in parts.footnotes.items() if key),
    )


def _visit(key: str, record: Record, parts: Parts) -> Visit:
    label = record.get("visit_label", "visit")
    header = (record.get("epoch"), cycle_of(record), label, record.get("timing"))
    several, asked = repeats(record, label)
    parts.problems += asked
    contact = contact_of(record.get("contact"))
    return Visit(
        key=key,
        label=label,
        epoch=record.get("epoch") or None,
        arm=record.get("arm") or None,
        header=tuple(text for text in header if text),
        day=_day(record, parts),
        window=_window(record, parts) or stated_window(label, None),
        contact=contact_of(label) if contact is Contact.UNKNOWN else contact,
        repeats=several,
    )


def _day(record: Record, parts: Parts) -> float | None:
    """Return the study day, by the label where no column tells it.

    Within a cycle after the first a day is counted from its start, which nothing tells; so it may be in a period.
    """
    stated, timing = record.get("day"), record.get("timing")
    if record.get("cycle") not in FIRST_CYCLE:
        return None
    if not stated and not timing:
        begins_again = "epoch" in parts.names.differ.get(plain_key(record, "visit", "visit_label"), ())
        return None if begins_again else day_in_label(record.get("visit_label", "visit"))
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
    found = window_cell(text, "day")
    unsure_of_unit = unit_of(record.get("timing")) not in {None, "day"} and window_cell(text, "week") != found
    if found.window is None or found.doubtful or unsure_of_unit:
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


def _tell_names_without_marks(parts: Parts) -> None:
    """Visits without a mark stay, since a visit is a burden by itself; activities without one are told and left out."""
    used = {mark.activity for mark in parts.marks.values()}
    idle = [record.get("activity_label", "activity") for key, record in parts.activities.items() if key not in used]
    if idle:
        message = f"{len(idle)} activities have no mark, so they are not in the grid: {', '.join(idle[:8])}."
        parts.problems.append(warning("activities", message, "Check whether a mark is missing."))
