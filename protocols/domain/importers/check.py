"""The last look at what a reader hands back: inside the limits, and every mark points to a visit and an activity."""

from collections.abc import Iterator
from dataclasses import replace
from operator import add, attrgetter, itemgetter, lt

from protocols.domain.importers.imported import Imported, Refused
from protocols.domain.importers.limits import limits
from protocols.domain.problems import Problem, Severity, note
from protocols.domain.schedule import Schedule

VISIT, ACTIVITY, TEXT = map(attrgetter, ("visit", "activity", "text"))
UPLOAD_PART = "Upload only the part with the schedule."


def check_schedule(imported: Imported) -> Imported:
    """Return the same with its marks in order and a long list of problems cut short. Raises Refused."""
    schedule = imported.schedule
    if errors := tuple(problem for problem in imported.problems if problem.severity is Severity.ERROR):
        raise Refused(errors, format=imported.format)
    _check_counts(imported)
    if not schedule.visits or not schedule.activities or not schedule.marks:
        raise Refused.because(
            "file",
            "No schedule was found: there is no visit with an activity marked in it.",
            "Check that this is the right file, or fill in the template and upload that.",
            format=imported.format,
        )
    return replace(imported, schedule=_in_order(schedule), problems=_shortened(imported.problems))


def _in_order(schedule: Schedule) -> Schedule:
    """Put the marks visit by visit in the order of the rows, so that the same grid is the same from every format.

    A reader that breaks the grid, with a key used twice or a mark outside of it, is our own mistake, so it raises.
    """
    columns = {visit.key: number * len(schedule.activities) for number, visit in enumerate(schedule.visits)}
    rows = {activity.key: number for number, activity in enumerate(schedule.activities)}
    if len(columns) < len(schedule.visits) or len(rows) < len(schedule.activities):
        raise ValueError("a reader gave two visits or two activities the same key")
    places = list(
        map(
            add,
            map(columns.__getitem__, map(VISIT, schedule.marks)),
            map(rows.__getitem__, map(ACTIVITY, schedule.marks)),
        )
    )
    if all(map(lt, places, places[1:])):
        return schedule
    if len(set(places)) < len(places):
        raise ValueError("a reader made two marks in one cell")
    in_order = (mark for _, mark in sorted(zip(places, schedule.marks, strict=True), key=itemgetter(0)))
    return replace(schedule, marks=tuple(in_order))


def _check_counts(imported: Imported) -> None:
    schedule = imported.schedule
    for found, limit, what in (
        (len(schedule.visits), limits().visits, "visits"),
        (len(schedule.activities), limits().activities, "activities"),
        (len(schedule.marks), limits().cells, "marks"),
    ):
        if found > limit:
            message = f"The schedule has {found:,} {what}; at most {limit:,} are read."
            raise Refused.because("file", message, UPLOAD_PART, format=imported.format)
    _check_lengths(imported)


def _check_lengths(imported: Imported) -> None:
    texts = list(_texts(imported.schedule))
    if nul := next((text for text in texts if "\x00" in text), None):
        message = f"A text contains a NUL character, which is no character of any language: {nul[:60]!r}."
        raise Refused.because("file", message, "Delete it in the program that made the file.", format=imported.format)
    limit = limits().cell_characters
    text = max(texts, key=len)
    if len(text) <= limit:
        return
    message = f"A text has {len(text):,} characters; at most {limit:,} are read. It begins: {text[:60]!r}."
    raise Refused.because("file", message, "Shorten it.", format=imported.format)


def _texts(schedule: Schedule) -> Iterator[str]:
    yield schedule.title or ""
    for visit in schedule.visits:
        yield from (visit.label, visit.epoch or "", *visit.header)
    for activity in schedule.activities:
        yield from (activity.label, activity.group or "")
    yield from set(map(TEXT, schedule.marks))
    yield from (footnote.text for footnote in schedule.footnotes)
    for objective in schedule.objectives:
        yield objective.text
        yield from (endpoint.text for endpoint in objective.endpoints)


def _shortened(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Warnings first where the list is cut, since they ask and notes only tell."""
    if len(problems) <= limits().problems:
        return problems
    ordered = sorted(problems, key=lambda problem: problem.severity is Severity.NOTE)
    rest = len(problems) - limits().problems
    return (*ordered[: limits().problems], note("file", f"{rest:,} more remarks of the same kinds are not listed."))
