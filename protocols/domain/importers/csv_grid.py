"""CSV files that show the schedule as a grid: one column for each visit, one row for each activity."""

import csv
import io
import re
from collections import Counter

from protocols.domain.importers.grid.cells import Cell, Grid
from protocols.domain.importers.grid.reading import read_grids
from protocols.domain.importers.imported import Imported, Refused
from protocols.domain.importers.limits import limits
from protocols.domain.importers.plain_text import decode, without_unseen

FORMAT = "csv"
_RULER = re.compile(r":?-{2,}:?")
_NO_NAME = re.compile(r"Unnamed: \d+(?:_level_\d+)?")  # what a data frame calls a column without a heading
DELIMITERS = ",;\t|"


def read(data: bytes) -> Imported:
    """Return the schedule of a CSV grid. Raises Refused with the line where the file cannot be read."""
    text, problems = decode(data)
    grid = _grid(text)
    imported = read_grids([grid], FORMAT)
    return Imported(FORMAT, imported.schedule, (*problems, *imported.problems))


def rows_of(text: str) -> list[list[str]]:
    """Return the records of a CSV text, whatever sign separates its cells. Raises Refused with the line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    rows: list[list[str]] = []
    count, most = 0, limits().cells
    try:
        for row in reader:
            rows.append(row)
            count += sum(1 for cell in row if cell.strip())
            if count > most:
                raise _refused(reader.line_num, f"The file has more than {most:,} filled cells.", "Split the file.")
    except csv.Error as problem:
        where = reader.line_num
        raise _refused(
            where,
            f"The file is not valid CSV here: {problem}.",
            "Close the quotation mark there, or save it again as CSV.",
        ) from problem
    return rows


def delimiter_of(text: str) -> str:
    """Return the sign that separates the cells: the one that cuts most lines into the same number of cells."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    best, most = ",", 0
    for delimiter in DELIMITERS:
        counts = Counter(line.count(delimiter) for line in lines if delimiter in line)
        agreed = max((count * times for count, times in counts.items()), default=0)
        if agreed > most:
            best, most = delimiter, agreed
    return best


def _grid(text: str) -> Grid:
    known: dict[str, Cell] = {}
    rows: dict[int, dict[int, Cell]] = {}
    for number, record in enumerate(rows_of(text)):
        if _is_ruler(record):
            continue
        cells = {}
        for column, value in enumerate(record):
            if value and not value.isspace() and without_unseen(value).strip() and not _NO_NAME.fullmatch(value):
                cell = known.get(value)
                if cell is None:
                    cell = known[value] = _cell(value, number)
                cells[column] = cell
        if cells:
            rows[number] = cells
    return Grid("", rows, merges_are_shown=False)


def _is_ruler(record: list[str]) -> bool:
    """A row of nothing but dashes, as under the headings of a Markdown table, is a line that is drawn."""
    said = [value.strip() for value in record if value.strip()]
    return len(said) > 1 and all(_RULER.fullmatch(value) for value in said)


def _cell(value: str, row: int) -> Cell:
    most = limits().cell_characters
    if len(value) > most:
        raise _refused(
            row + 1, f"A cell has {len(value):,} characters; at most {most:,} are read.", "Shorten the text."
        )
    value = without_unseen(value)
    return Cell(value.strip(), indent=len(value) - len(value.lstrip()))


def _refused(line: int, message: str, remedy: str) -> Refused:
    return Refused.because(f"line {line}", message, remedy, format=FORMAT)
