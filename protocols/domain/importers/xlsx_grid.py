"""Excel workbooks that show the schedule as a grid, on one sheet or several."""

from dataclasses import replace

from protocols.domain.importers.grid.cells import Grid, excel_address
from protocols.domain.importers.grid.reading import left_out, only_colours, read_grids
from protocols.domain.importers.grid.sheet_cells import SheetRead, read_workbook
from protocols.domain.importers.grid.vocabulary import limit
from protocols.domain.importers.imported import Imported, Refused
from protocols.domain.importers.limits import limits
from protocols.domain.importers.xlsx_long import is_list, read_lists
from protocols.domain.problems import Problem, note, warning

FORMAT = "xlsx"
PROGRAM_NAMES = ("sheet", "tabelle", "feuil", "hoja", "foglio", "blad")  # what programs call a sheet that nobody named


def read(data: bytes) -> Imported:
    """Return the schedule of an Excel grid. Raises Refused where no sheet shows a schedule."""
    sheets = _sheets(data)
    problems = [_hidden_sheet(sheet) for sheet in sheets if sheet.hidden]
    shown = [sheet for sheet in sheets if not sheet.hidden]
    _within_limits(shown)
    for sheet in shown:
        problems.extend(_problems(sheet))
    try:
        imported = _read_shown(shown)
    except Refused as refused:
        coloured = sum(sheet.coloured for sheet in shown)
        raise (only_colours(coloured, FORMAT) if coloured >= limit("coloured_cells") else refused) from refused
    return Imported(FORMAT, imported.schedule, (*problems, *imported.problems))


def _read_shown(sheets: list[SheetRead]) -> Imported:
    """A grid on another sheet is the schedule; a list with one row per mark, such as a log of changes, comes second."""
    lists = [sheet for sheet in sheets if is_list(sheet)]
    try:
        imported = read_grids([_grid(sheet) for sheet in sheets if sheet not in lists], FORMAT)
    except Refused:
        if lists:
            return read_lists(lists, FORMAT)
        raise
    text = "This sheet has a row for each visit and activity. It was not read, since another sheet shows a grid."
    told = [warning(sheet.name, text, "Upload it as a file of its own if it is the schedule.") for sheet in lists]
    return replace(imported, problems=(*imported.problems, *told))


def _sheets(data: bytes) -> list[SheetRead]:
    try:
        return read_workbook(data)
    except MemoryError:
        raise
    except Exception as problem:  # a broken part lets many kinds come out: KeyError, BadZipFile, XMLSyntaxError ...
        raise Refused.because(
            "file",
            "The file is not a valid Excel workbook.",
            "Open it in a spreadsheet program, save it as .xlsx and upload it again.",
            format=FORMAT,
        ) from problem


def _within_limits(sheets: list[SheetRead]) -> None:
    most, longest = limits().cells, limits().cell_characters
    count = sum(len(cells) for sheet in sheets for cells in sheet.rows.values())
    if count > most:
        raise _refused("file", f"The workbook has more than {most:,} filled cells.", "Upload the schedule alone.")
    for sheet in sheets:
        for row, cells in sheet.rows.items():
            for column, cell in cells.items():
                if len(cell.text) > longest:
                    message = f"A cell has {len(cell.text):,} characters; at most {longest:,} are read."
                    raise _refused(_where(sheet, row, column), message, "Shorten the text.")


def _refused(where: str, message: str, remedy: str) -> Refused:
    return Refused.because(where, message, remedy, format=FORMAT)


def _where(sheet: SheetRead, row: int, column: int) -> str:
    return f"{sheet.name}, {excel_address(row, column)}"


def _grid(sheet: SheetRead) -> Grid:
    caption = "" if sheet.name.casefold().startswith(PROGRAM_NAMES) else sheet.name
    return Grid(sheet.name, sheet.rows, sheet.spans, caption=caption, drawn=frozenset(sheet.drawn))


def _hidden_sheet(sheet: SheetRead) -> Problem:
    message = "This sheet is hidden and was not read."
    return warning(sheet.name, message, "Show the sheet and upload again if it belongs to the schedule.")


def _problems(sheet: SheetRead) -> list[Problem]:
    """Tell about formulas, cell comments, and hidden rows and columns, which are read all the same."""
    check = "Check that it belongs to the schedule."
    problems = [
        warning(f"{sheet.name}, row {row + 1}", "This row is hidden in the workbook. It was read.", check)
        for row in sheet.hidden_rows
    ]
    filled = {column for cells in sheet.rows.values() for column in cells}
    problems += [
        warning(_where(sheet, 0, column), "This column is hidden in the workbook. It was read.", check)
        for column in sheet.hidden_columns
        if column in filled
    ]
    problems += [_formula(_where(sheet, *place), result) for place, result in sheet.formulas.items()]
    problems += [_error(_where(sheet, *place), text) for place, text in sheet.errors.items()]
    problems += [_overlapping(_where(sheet, *place)) for place in sheet.overlapping]
    problems += [left_out(_where(sheet, *place), text) for place, text in sheet.struck.items()]
    problems += [
        note(_where(sheet, *place), f"Comment on this cell: {text}", "Read the comment.")
        for place, text in sheet.comments.items()
    ]
    return problems


def _error(where: str, text: str) -> Problem:
    message = f'The cell holds the error "{text}"; it was read as empty.'
    return warning(where, message, "Put the formula right, or type the value into the cell.")


def _overlapping(where: str) -> Problem:
    message = "This merged cell and another one lie over each other, so texts there may be hidden."
    return warning(where, message, "Open the file, undo the merges there and save it again.")


def _formula(where: str, result: str) -> Problem:
    if not result:
        message = "The cell holds a formula without a saved result; it was read as empty."
        return warning(where, message, "Type the value into the cell.")
    return warning(where, f'The cell holds a formula; its saved result "{result}" was read.', "Check the value.")
