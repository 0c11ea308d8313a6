"""Which rows have marks, and which columns name the activities, their groups and their numbers."""

from collections import Counter

from protocols.domain.importers.grid.cells import Cell, Grid, without_raised
from protocols.domain.importers.grid.marks import is_cross, is_empty
from protocols.domain.importers.grid.naming import is_code, is_reference, is_remark_heading, is_visit_like, names_rows
from protocols.domain.importers.grid.vocabulary import limit, share


def rows_with_marks(grid: Grid) -> dict[int, set[int]]:
    """Find the marks: crosses and ticks. A grid without any is read by the short text that it repeats most."""
    found: dict[int, set[int]] = {}
    for row, cells in grid.rows.items():
        columns = {column for column, cell in cells.items() if _is_crossed(cell)}
        if columns:
            found[row] = columns
    return found or _rows_with(grid, _repeated_text(grid))


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
    return {row: columns for row, columns in rows.items() if columns}


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
        if labelled[column] >= wanted
        and counts[column] < len(found)
        and not _is_numbering(found)
        and not any(is_remark_heading(text) for text in _headings(grid, column, min(marked)))
    ]
    if not able:
        return None
    able = [column for column in able if column == min(able) or not _heads_a_visit(grid, column, min(marked))]
    first = min((column for column in counts if column not in able), default=max(able) + 1)
    left = [column for column in able if column < first] or able
    return max(left, key=lambda column: (*_worth(texts[column]), _headed_for_rows(grid, column, min(marked)), column))


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
    """Identifiers such as "ACT-001" are all different and say nothing; groups repeat, or have names."""
    return len(texts) > 2 and len(set(texts)) == len(texts) and all(is_code(text) for text in texts)


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
