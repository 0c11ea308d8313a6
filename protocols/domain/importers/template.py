"""Reads our own workbook template, and says every fault in it with the cell where it is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from protocols.domain.importers import template_layout as layout
from protocols.domain.importers.grid.marks import is_cross
from protocols.domain.importers.imported import Imported, Refused
from protocols.domain.importers.sheets import Sheet, heading_key, read_sheets
from protocols.domain.importers.template_grid import ScheduleSheet
from protocols.domain.importers.template_values import Faults, keys, number, one_of, whole
from protocols.domain.importers.template_write import write_template
from protocols.domain.problems import Severity, warning
from protocols.domain.schedule import Arm, Endpoint, Footnote, Mark, MarkKind, Objective, Schedule

__all__ = ["read", "write_template"]

FORMAT = "xlsx"
KINDS = [kind.value for kind in MarkKind]


def read(data: bytes) -> Imported:
    """Return the schedule of a filled-in template. Raises Refused with all faults, each with its cell."""
    sheets = {name.strip(): sheet for name, sheet in read_sheets(data).items()}
    faults = Faults([problem for sheet in sheets.values() for problem in sheet.problems])
    grid = ScheduleSheet(sheets[layout.SCHEDULE], faults)
    arms = tuple(Arm(key, label) for _, key, label in _pairs(_sheet(sheets, layout.ARMS), layout.ARM_HEADINGS))
    footnotes = _pairs(_sheet(sheets, layout.FOOTNOTES), layout.FOOTNOTE_HEADINGS)
    visits, activities = tuple(grid.visits(arms)), tuple(grid.activities())
    plain = Schedule(visits=visits, activities=activities, marks=tuple(grid.marks()))
    explained = _Explanations(_sheet(sheets, layout.MARKS), plain, faults)
    marks = tuple(explained.explain(mark, grid) for mark in plain.marks)
    schedule = Schedule(
        title=grid.title,
        arms=arms,
        visits=visits,
        activities=activities,
        marks=marks,
        footnotes=tuple(Footnote(key, text) for _, key, text in footnotes),
        objectives=_objectives(_sheet(sheets, layout.OBJECTIVES)),
    )
    _check_lists(schedule, faults)
    if errors := tuple(problem for problem in faults.problems if problem.severity is Severity.ERROR):
        raise Refused(errors, format=FORMAT)
    return Imported(FORMAT, schedule, tuple(faults.problems))


def _sheet(sheets: dict[str, Sheet], name: str) -> Sheet:
    return sheets.get(name) or Sheet(name)


def _pairs(sheet: Sheet, headings: tuple[str, str]) -> list[tuple[int, str, str]]:
    """Return (row, key, text) of a list with two columns. A row with one of the two uses it for both."""
    found = []
    for row, record in sheet.records():
        key, text = (record.get(heading_key(heading), "").strip() for heading in headings)
        if key or text:
            found.append((row, key or text, text or key))
    return found


def _objectives(sheet: Sheet) -> tuple[Objective, ...]:
    """Return the objectives; rows without one are further endpoints of the objective above."""
    found: list[Objective] = []
    for _, record in sheet.records():
        level, text, endpoint_level, endpoint = (
            record.get(heading_key(heading), "").strip() for heading in layout.OBJECTIVE_HEADINGS
        )
        if text or level or not found:
            found.append(Objective(level or None, text))
        if endpoint or endpoint_level:
            endpoints = (*found[-1].endpoints, Endpoint(endpoint_level or None, endpoint))
            found[-1] = replace(found[-1], endpoints=endpoints)
    return tuple(found)


class _Explanations:
    """The sheet that says more about single marks, by the keys or, where these are empty, the names."""

    def __init__(self, sheet: Sheet, schedule: Schedule, faults: Faults) -> None:
        self.sheet, self.faults = sheet, faults
        self.columns = {heading_key(sheet.text(1, column)): column for column in range(1, sheet.last_column + 1)}
        self.rows = dict(self._places(schedule))

    def explain(self, mark: Mark, grid: ScheduleSheet) -> Mark:
        """Return the mark with what its row says. A text that is no X and has no row is told with how it was read."""
        row = self.rows.get((mark.activity, mark.visit))
        if row is None:
            self._tell(mark, grid)
            return mark
        column = self._column
        kind = one_of(self.sheet, row, column("Kind"), KINDS, self.faults)
        probability = number(self.sheet, row, column("Probability"), self.faults)
        if probability is not None and not 0 <= probability <= 1:
            where = self.sheet.where(row, column("Probability"))
            self.faults.add(
                where, f"The probability {probability:g} is not between 0 and 1.", "Enter 0.5 for one in two."
            )
        return replace(
            mark,
            kind=MarkKind(kind) if kind else mark.kind,
            footnotes=keys(self.sheet.text(row, column("Footnotes"))),
            spans=whole(self.sheet, row, column("Visits it spans"), self.faults) or mark.spans,
            count_each=self._is_yes(row, "Count each"),
            usual_care=self._is_yes(row, "Usual care"),
            probability=probability,
        )

    def _column(self, heading: str) -> int:
        return self.columns.get(heading_key(heading), self.sheet.last_column + 1)

    def _is_yes(self, row: int, heading: str) -> bool:
        return one_of(self.sheet, row, self._column(heading), [layout.YES, "no"], self.faults) == layout.YES

    def _tell(self, mark: Mark, grid: ScheduleSheet) -> None:
        if not is_cross(mark.text) and mark.text.strip():
            message = f"The mark {mark.text[:40]!r} was read as: {mark.kind.value}."
            remedy = f"If that is wrong, say so in the sheet {layout.MARKS}."
            self.faults.problems.append(warning(grid.place_of(mark), message, remedy))

    def _places(self, schedule: Schedule) -> Iterator[tuple[tuple[str, str], int]]:
        for row, record in self.sheet.records():
            activity = self._named(record, "Activity", [(a.key, a.label) for a in schedule.activities], row)
            visit = self._named(record, "Visit", [(v.key, v.label) for v in schedule.visits], row)
            if activity is None or visit is None:
                continue
            if (visit, activity) not in schedule.mark_at:
                where = f"{self.sheet.name}, row {row}"
                self.faults.add(
                    where, "There is no mark at this visit and activity.", "Put the mark in the sheet Schedule."
                )
            yield (activity, visit), row

    def _named(self, record: dict[str, str], what: str, known: list[tuple[str, str]], row: int) -> str | None:
        key = record.get(heading_key(f"{what} key"), "").strip()
        name = record.get(heading_key(what), "").strip()
        found = [one for one, label in known if (one == key if key else label == name)]
        if len(found) == 1:
            return found[0]
        reason = "is not in the sheet Schedule" if not found else "is the name of several"
        remedy = "Enter its key from the sheet Schedule."
        self.faults.add(f"{self.sheet.name}, row {row}", f"{what} {(key or name)[:40]!r} {reason}.", remedy)
        return None


def _check_lists(schedule: Schedule, faults: Faults) -> None:
    for sheet, used in (
        (layout.ARMS, [arm.key for arm in schedule.arms]),
        (layout.FOOTNOTES, [footnote.key for footnote in schedule.footnotes]),
    ):
        for key, count in Counter(used).items():
            if count > 1:
                faults.add(sheet, f"The key {key[:40]!r} is used {count} times.", "Give each row a key of its own.")
    labels = Counter(visit.label for visit in schedule.visits)
    for label, count in labels.items():
        if count > 1:
            message = f"{count} visits are called {label[:40]!r}. They were kept apart."
            faults.problems.append(warning(layout.SCHEDULE, message, "Give them different names if you can."))
    named = {footnote.key for footnote in schedule.footnotes}
    pointed_to = {key for row in schedule.activities for key in row.footnotes}
    pointed_to |= {key for mark in schedule.marks for key in mark.footnotes}
    for key in sorted(pointed_to - named):
        message = f"The footnote {key[:40]!r} has no text."
        faults.problems.append(warning(layout.FOOTNOTES, message, f"Add its text in the sheet {layout.FOOTNOTES}."))
