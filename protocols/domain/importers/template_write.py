"""Writes our own workbook template: empty to be filled in, or with a schedule in it."""

import io
import re
from collections.abc import Iterable, Sequence
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from protocols.domain.importers import template_layout as layout
from protocols.domain.importers.limits import limits
from protocols.domain.schedule import Contact, Mark, MarkKind, Schedule, Visit

GUIDE_ROOM = 6  # cells of the guide besides its lines: headings, the credit and the remark on the limit
EMPTY_COLUMNS, EMPTY_ROWS = 8, 20  # room that an empty template shows
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
HEAD_FILL = PatternFill("solid", start_color="FFE8EEF2")
GROUP_FILL = PatternFill("solid", start_color="FFD5E0E6")
THIN = Side(style="thin", color="FFB7C3CA")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
BOLD, QUIET = Font(bold=True), Font(color="FF5B6870", size=9)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True)

Value = str | float | int | None


def write_template(schedule: Schedule | None = None, *, source: str | None = None) -> bytes:
    """Return the workbook as XLSX; reading it gives an equal schedule back. `source` is a line of credit."""
    shown = schedule or Schedule()
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _write_grid(workbook.create_sheet(layout.SCHEDULE), shown)
    _write_list(workbook, layout.MARKS, layout.MARK_HEADINGS, _mark_rows(shown))
    _write_list(workbook, layout.FOOTNOTES, layout.FOOTNOTE_HEADINGS, ((f.key, f.text) for f in shown.footnotes))
    _write_list(workbook, layout.ARMS, layout.ARM_HEADINGS, ((arm.key, arm.label) for arm in shown.arms))
    _write_list(workbook, layout.OBJECTIVES, layout.OBJECTIVE_HEADINGS, _objective_rows(shown))
    _write_list(workbook, layout.GUIDE, ("What", "How"), [*_guide(source), *_beyond_the_limit(workbook)])
    _offer(workbook[layout.MARKS], "E2:E5000", [kind.value for kind in MarkKind])
    _offer(workbook[layout.MARKS], "H2:I5000", [layout.YES])
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def _write_grid(sheet: Worksheet, schedule: Schedule) -> None:
    labels = [label for label, _ in _head_rows(schedule)]
    visits = schedule.visits or (None,) * EMPTY_COLUMNS
    last_column = layout.FIRST_VISIT + len(visits) - 1
    _put(sheet, 1, layout.ACTIVITY_COLUMN, layout.TITLE).font = BOLD
    _put(sheet, 1, layout.GROUP_COLUMN, schedule.title)
    for row, (label, values) in enumerate(_head_rows(schedule), start=2):
        _put(sheet, row, layout.ACTIVITY_COLUMN, label).font = BOLD
        for column, value in enumerate(values, start=layout.FIRST_VISIT):
            _put(sheet, row, column, value)
        _box(sheet, row, range(1, last_column + 1), is_head=True)
    first_row = len(labels) + 2
    for column, heading in enumerate(layout.GRID_HEADINGS, start=1):
        _put(sheet, first_row, column, heading).font = BOLD
    _box(sheet, first_row, range(1, last_column + 1), is_head=True)
    _write_activities(sheet, first_row + 1, schedule, last_column)
    _lay_out(sheet, labels, first_row, last_column)


def _head_rows(schedule: Schedule) -> list[tuple[str, list[Value]]]:
    """Return the rows over the grid: their labels, and one value for each visit."""
    visits = schedule.visits
    depth = max((len(visit.header) for visit in visits), default=0)
    rows: list[tuple[str, list[Value]]] = [
        (layout.ARM, [visit.arm for visit in visits]),
        (layout.EPOCH, [visit.epoch for visit in visits]),
        (layout.VISIT, [visit.label for visit in visits]),
        (layout.DAY, [visit.day for visit in visits]),
        (layout.BEFORE, [visit.window.before if visit.window else None for visit in visits]),
        (layout.AFTER, [visit.window.after if visit.window else None for visit in visits]),
        (layout.UNIT, [visit.window.unit if visit.window else None for visit in visits]),
        (layout.PLACE, [_place(visit) for visit in visits]),
        (layout.LEAST, [visit.repeats.min if visit.repeats else None for visit in visits]),
        (layout.MOST, [visit.repeats.max if visit.repeats else None for visit in visits]),
        (layout.SAME_AS, [visit.same_visit_as for visit in visits]),
    ]
    # One row even without heading lines: with none at all, a person's epoch and visit are taken as the heading.
    for number in range(max(depth, 1) if visits else 0):
        lines = [visit.header[number] if number < len(visit.header) else None for visit in visits]
        rows.append((layout.heading_row(number + 1), list(lines)))
    return [*rows, (layout.VISIT_KEY, [visit.key for visit in visits])]


def _place(visit: Visit) -> str | None:
    return None if visit.contact is Contact.UNKNOWN else visit.contact.value


def _write_activities(sheet: Worksheet, first_row: int, schedule: Schedule, last_column: int) -> None:
    columns = {visit.key: column for column, visit in enumerate(schedule.visits, start=layout.FIRST_VISIT)}
    rows = {activity.key: row for row, activity in enumerate(schedule.activities, start=first_row)}
    for activity in schedule.activities:
        row = rows[activity.key]
        _put(sheet, row, layout.ACTIVITY_COLUMN, activity.label)
        _put(sheet, row, layout.GROUP_COLUMN, activity.group)
        _put(sheet, row, layout.FOOTNOTES_COLUMN, ", ".join(activity.footnotes))
        _put(sheet, row, layout.KEY_COLUMN, activity.key)
    for row in rows.values() or range(first_row, first_row + EMPTY_ROWS):
        _box(sheet, row, range(1, last_column + 1), is_head=False)
    for mark in schedule.marks:
        _put(sheet, rows[mark.activity], columns[mark.visit], mark.text).alignment = CENTRE


def _mark_rows(schedule: Schedule) -> Iterable[tuple[Value, ...]]:
    """Yield every mark that is more than a plain X, with all that is known of it."""
    for mark in schedule.marks:
        if mark != Mark(mark.visit, mark.activity):
            yield (
                mark.activity,
                mark.visit,
                schedule.activity_by_key[mark.activity].label,
                schedule.visit_by_key[mark.visit].label,
                mark.kind.value,
                ", ".join(mark.footnotes),
                mark.spans,
                layout.YES if mark.count_each else None,
                layout.YES if mark.usual_care else None,
                mark.probability,
            )


def _objective_rows(schedule: Schedule) -> Iterable[tuple[Value, ...]]:
    for objective in schedule.objectives:
        first = (objective.level, objective.text)
        if not objective.endpoints:
            yield (*first, None, None)
        for number, endpoint in enumerate(objective.endpoints):
            yield (*(first if number == 0 else (None, None)), endpoint.level, endpoint.text)


def _write_list(workbook: Workbook, title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    sheet = workbook.create_sheet(title)
    for column, heading in enumerate(headings, start=1):
        cell = _put(sheet, 1, column, heading)
        cell.font, cell.fill, cell.border = BOLD, HEAD_FILL, BOX
    for row, values in enumerate(rows, start=2):
        for column, value in enumerate(values, start=1):
            _put(sheet, row, column, value).alignment = LEFT
    for column in range(1, len(headings) + 1):
        is_last = column == len(headings) and len(headings) < 5
        sheet.column_dimensions[get_column_letter(column)].width = 90 if is_last else 22
    sheet.freeze_panes = "A2"


def _guide(source: str | None) -> tuple[tuple[str, str], ...]:
    return (*layout.GUIDE_LINES, (layout.SOURCE, source)) if source else layout.GUIDE_LINES


def _beyond_the_limit(workbook: Workbook) -> list[tuple[str, str]]:
    """Say it in the workbook itself where it has more filled cells than are read back."""
    filled = sum(1 for sheet in workbook.worksheets for cell in sheet._cells.values() if cell.value is not None)
    room = limits().cells - len(layout.GUIDE_LINES) * 2 - GUIDE_ROOM
    if filled <= room:
        return []
    said = f"This workbook has {filled:,} filled cells; at most {limits().cells:,} are read, so it cannot be uploaded."
    return [(layout.TOO_LARGE, f"{said} Take visits or activities out before you upload it.")]


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    """Write a value as it is: a text stays a text even where it begins like a formula."""
    cell = cast(Cell, sheet.cell(row, column))  # nothing is merged here
    if isinstance(value, float) and (float(f"{value:.16g}") != value or str(value) == "-0.0"):
        value = repr(value)  # a workbook keeps 16 digits and no minus on zero; as a text the number comes back whole
    if isinstance(value, str):
        cell.value = NOT_IN_XML.sub("", value) or None
        if cell.value is not None:
            cell.data_type = "s"
    else:
        cell.value = value
    return cell


def _box(sheet: Worksheet, row: int, columns: range, *, is_head: bool) -> None:
    for column in columns:
        cell = sheet.cell(row, column)
        cell.border = BOX
        cell.alignment = LEFT if column < layout.FIRST_VISIT else CENTRE
        if is_head:
            cell.fill = GROUP_FILL if column >= layout.FIRST_VISIT and row == 4 else HEAD_FILL


def _lay_out(sheet: Worksheet, labels: list[str], first_row: int, last_column: int) -> None:
    widths = {layout.ACTIVITY_COLUMN: 40, layout.GROUP_COLUMN: 20, layout.FOOTNOTES_COLUMN: 11, layout.KEY_COLUMN: 11}
    for column in range(1, last_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = widths.get(column, 13)
    for row in range(first_row + 1, sheet.max_row + 1):
        sheet.cell(row, layout.KEY_COLUMN).font = QUIET
    key_row = labels.index(layout.VISIT_KEY) + 2
    for column in range(layout.FIRST_VISIT, last_column + 1):
        sheet.cell(labels.index(layout.VISIT) + 2, column).font = BOLD
        sheet.cell(key_row, column).font = QUIET
    # Only the names stay in view: thirteen frozen rows would leave no room for the grid on a laptop.
    sheet.freeze_panes = f"{get_column_letter(layout.GROUP_COLUMN)}{labels.index(layout.VISIT) + 3}"
    last = get_column_letter(max(last_column, layout.FIRST_VISIT + 60))
    first = get_column_letter(layout.FIRST_VISIT)
    for label, choices in ((layout.PLACE, [place.value for place in Contact]), (layout.UNIT, ["hour", "day", "week"])):
        row = labels.index(label) + 2
        _offer(sheet, f"{first}{row}:{last}{row}", choices)
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _offer(sheet: Worksheet, cells: str, choices: Sequence[str]) -> None:
    """Let a spreadsheet offer the words that are understood."""
    validation = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    validation.error, validation.errorTitle = f"Please use one of: {', '.join(choices)}.", "Not understood"
    validation.showErrorMessage = True
    sheet.add_data_validation(validation)
    validation.add(cells)
