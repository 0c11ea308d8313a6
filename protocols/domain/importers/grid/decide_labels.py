"""Which rows have marks, and which columns name the activities, their groups and their numbers."""

import re
from collections import Counter
from itertools import pairwise

from protocols.domain.importers.grid.cells import Cell, Grid, without_raised
from protocols.domain.importers.grid.marks import is_cross, is_empty
from protocols.domain.importers.grid.naming import is_code, is_reference, is_remark_heading, is_visit_like, names_rows
from protocols.domain.importers.grid.vocabulary import limit, plain, says, share

_PRICE = re.compile(r"[$€£]?\s*\d{1,3}(?:,?\d{3})*(?:\.\d{1,2})?\s*[$€£]?")
_SHORT_NAME = re.compile(r"[A-Z][A-Z0-9_.-]{0,9}")  # of a form in a data base: "DM", "QS1", "VITALS"


def rows_with_marks(grid: Grid) -> dict[int, set[int]]:
    """Find the marks: crosses and ticks; in a grid without any, the short text that it repeats most, or its prices."""
    found: dict[int, set[int]] = {}
    for row, cells in grid.rows.items():
        columns = {column for column, cell in cells.items() if _is_crossed(cell)}
        if columns:
            found[row] = columns
    return found or _rows_with(grid, _repeated_text(grid)) or _rows_of_prices(grid)


def _is_crossed(cell: Cell) -> bool:
    return is_cross(cell.text) or bool(cell.raised) and is_cross(without_raised(cell))


def _repeated_text(grid: Grid) -> str | None:
    """The text that a grid without crosses uses as its mark: short, and a quarter of all cells that say something."""
    said = [cell.text.strip() for _, _, cell in grid.cells() if not is_empty(cell.text)]
    texts = Counter(text for text in said if len(text) <= 4)
    if not texts:
        return None
    text, count = texts.most_common(1)[0]
    return text if count >= 6 and count * 4 >= len(said) else None


def _rows_with(grid: Grid, text: str | None) -> dict[int, set[int]]:
    if text is None:
        return {}
    rows = {row: {c for c, cell in cells.items() if cell.text.strip() == text} for row, cells in grid.rows.items()}
    found = {row: rows[row] for row in sorted(rows) if rows[row]}
    begin = next((row for row in found if not _counts_up(grid.rows[row])), 0)
    return {row: columns for row, columns in found.items() if row >= begin}


def _rows_of_prices(grid: Grid) -> dict[int, set[int]]:
    """A budget, known by its words, has the price of an activity at each visit: in most rows one figure comes again."""
    if not any(says(cell.text, "money", "words") or cell.text[:1] in "$€£" for _, _, cell in grid.cells()):
        return {}
    found: dict[int, set[int]] = {}
    repeating = 0
    for row, cells in sorted(grid.rows.items()):
        prices = {c: cell.text for c, cell in cells.items() if _PRICE.fullmatch(cell.text) and not is_empty(cell.text)}
        if len(prices) > 1 and not _counts_up(cells):
            found[row] = set(prices)
            repeating += len(set(prices.values())) < len(prices)
    return found if repeating >= limit("shared_rows_to_join") and 2 * repeating > len(found) else {}


def _counts_up(cells: dict[int, Cell]) -> bool:
    """Figures that rise from left to right number the visits or days over a grid of figures: its "1" is no mark."""
    texts = [plain(cell.text) for _, cell in sorted(cells.items())]
    figures = [float(text) for text in texts if re.fullmatch(r"[-+]?\d+(?:\.\d+)?", text)]
    return len(figures) > 2 and all(one < next_one for one, next_one in pairwise(figures))


def label_column(grid: Grid, marked: dict[int, set[int]]) -> int | None:
    """The label column has its own text in most rows that have marks, and more different texts than any other column.

    It stands left of the marks where such a column exists. Numbers of rows or sections and long remarks are no labels.
    """
    counts = Counter(column for columns in marked.values() for column in columns)
    texts: dict[int, list[str]] = {}
    for row in marked:
        for column, cell in grid.rows[row].items():
            if column not in marked[row] and not is_empty(cell.text):
                texts.setdefault(column, []).append(cell.text.strip())
    labelled = _labelled_rows(grid, marked)
    wanted = share("label_rows") * len(marked)
    able = [
        column
        for column, found in texts.items()
        if labelled[column] >= wanted and counts[column] < len(found) and not _is_numbering(found)
    ]
    able = _without_remarks(grid, able, min(marked)) or [column for column in able if column < min(counts)][:1]
    if not able:
        return None
    able = [column for column in able if column == min(able) or not _heads_a_visit(grid, column, min(marked))]
    first = min((column for column in counts if column not in able), default=max(able) + 1)
    left = [column for column in able if column < first] or able
    return max(left, key=lambda column: (*_worth(texts[column]), _headed_for_rows(grid, column, min(marked)), column))


def _without_remarks(grid: Grid, columns: list[int], first_marked: int) -> list[int]:
    """Leave out columns of remarks. "eCRF" may head the names of the rows too, where no other column has any."""
    headed = {column: _headings(grid, column, first_marked) for column in columns}
    return [column for column in columns if not any(map(is_remark_heading, headed[column]))]


def _worth(texts: list[str]) -> tuple[int, bool, bool]:
    return len(set(texts)), _is_wordy(texts), _is_short(texts)


def _headed_for_rows(grid: Grid, column: int, first_marked: int) -> int:
    """Of two columns alike, the one whose heading names the rows speaks for them, and "Frequency" does not."""
    headings = _headings(grid, column, first_marked)
    return 1 if any(names_rows(text) for text in headings) else -1 if headings else 0


def _labelled_rows(grid: Grid, marked: dict[int, set[int]]) -> Counter[int]:
    """Count by column the rows with marks that it labels; a label merged downwards counts for each row it covers."""
    count = Counter(column for row in marked for column in grid.rows[row] if column not in marked[row])
    for (row, column), span in grid.spans.items():
        if span.rows > 1 and column in grid.rows.get(row, {}):
            count[column] += sum(1 for r in range(row + 1, row + span.rows) if r in marked)
    return count


def _is_numbering(texts: list[str]) -> bool:
    numbered = sum(1 for text in texts if is_reference(text))
    return numbered > len(texts) / 2


def _are_identifiers(texts: list[str]) -> bool:
    """Identifiers such as "ACT-001" or "DM" are all different and say nothing; groups repeat, or have names."""
    if len(texts) < 3 or len(set(texts)) < len(texts):
        return False
    return all(is_code(text) for text in texts) or len(texts) > 4 and all(map(_SHORT_NAME.fullmatch, texts))


def _is_wordy(texts: list[str]) -> bool:
    return sum(any(character.isalpha() for character in text) for text in texts) > len(texts) / 2


def _is_short(texts: list[str]) -> bool:
    return sum(map(len, texts)) <= limit("long_text") * len(texts)


def _headings(grid: Grid, column: int, first_marked: int) -> list[str]:
    """Return the last texts over a column before the marks; a title alone in its row is no heading."""
    rows = (cells for row, cells in sorted(grid.rows.items()) if row < first_marked and len(cells) > 1)
    return [cells[column].text for cells in rows if column in cells][-3:]


def _heads_a_visit(grid: Grid, column: int, first_marked: int) -> bool:
    headings = _headings(grid, column, first_marked)
    return any(is_visit_like(text) and not names_rows(text) for text in headings)


def numbering_columns(grid: Grid, marked: dict[int, set[int]], first: int) -> frozenset[int]:
    """Columns left of the visits that only number the rows, or name sections, say nothing about the heading rows."""
    texts: dict[int, list[str]] = {}
    for row in marked:
        for column, cell in grid.rows[row].items():
            if column < first:
                texts.setdefault(column, []).append(cell.text)
    return frozenset(column for column, found in texts.items() if len(found) > 1 and _is_numbering(found))


def label_columns(grid: Grid, marked: dict[int, set[int]], main: int, taken: frozenset[int]) -> tuple[int, ...]:
    """Other label columns hold groups (left of the main one) or the parts of an activity (right of it).

    A column right of the main one is a label only if it has text in a row of marks where the main column has none.
    """
    found = {main}
    edge = min((column for column in taken if column > main), default=main + 1)
    stub = {column for row in marked for column in grid.rows[row] if column < edge and column not in taken}
    body = [cells for row, cells in grid.rows.items() if min(marked) <= row <= max(marked)]
    stub |= {column for cells in body for column in cells if column < main}
    for column in stub - {main} - taken:
        texts = [cells[column].text for cells in body if column in cells]
        if _is_numbering(texts) or not _is_wordy(texts) or _are_identifiers(texts):
            continue
        if column < main or any(column in grid.rows[row] and main not in grid.rows[row] for row in marked):
            found.add(column)
    return tuple(sorted(found))
