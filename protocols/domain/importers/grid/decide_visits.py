"""Which columns are visits and which hold remarks."""

from protocols.domain.importers.grid.cells import Grid
from protocols.domain.importers.grid.marks import is_empty
from protocols.domain.importers.grid.naming import is_figures, is_remark_heading, is_row_name, is_visit_like
from protocols.domain.importers.grid.timing import without_window
from protocols.domain.importers.grid.vocabulary import limit


def first_visit_column(grid: Grid, marked: dict[int, set[int]], label: int) -> int:
    """The visits begin at the first column right of the labels that has marks or a heading that names a visit."""
    columns = {column for columns in marked.values() for column in columns}
    first = min((column for column in columns if column > label), default=min(columns))
    top = min(marked)
    for row in (row for row in grid.filled_rows() if row < top):
        for column, cell in grid.rows[row].items():
            if label < column < first and _names_a_visit([cell.text]):
                first = column
    return first


def visit_columns(
    grid: Grid, marked: dict[int, set[int]], rows: tuple[tuple[int, ...], frozenset[int]], label: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """A column right of the labels is a visit if it has marks, or a heading of its own that names a visit.

    A heading such as "Notes", or long texts without any mark, make it a column of remarks. A column that repeats the
    labels is neither.
    """
    header, qualifiers = rows
    columns = _column_texts(grid, header[-1])
    owned = _owned_headings(grid, header, qualifiers)
    crossed = {column for row, found in marked.items() if row > header[-1] for column in found}
    labels = columns.get(label, {})
    visits: list[int] = []
    remarks: list[int] = []
    for column in sorted(set(columns) | set(owned)):
        texts, headings = columns.get(column, {}), owned.get(column, [])
        if column <= label and column not in crossed:
            if column < label and texts and any(is_remark_heading(text) for text in headings):
                remarks.append(column)
            continue
        if column == label or _repeats_labels(texts, labels):
            continue
        headed_as_remarks = any(is_remark_heading(text) for text in headings)
        completes = column < min(crossed, default=0) and _completes_labels(
            grid, _marked_below(marked, header), (label, column)
        )
        if completes and (not headed_as_remarks or _are_names(texts, labels)):
            continue
        if _is_remark_column(headings, texts, crossed=column in crossed):
            remarks.append(column)
        elif column in crossed or _names_a_visit(headings):
            visits.append(column)
        elif texts:
            remarks.append(column)
    return _with_ruled(grid, visits, remarks), tuple(remarks)


def _with_ruled(grid: Grid, visits: list[int], remarks: list[int]) -> tuple[int, ...]:
    """A column drawn between two visits may be a visit whose text was lost: it is shown, without marks."""
    if not visits:
        return ()
    between = {column for column in grid.ruled if visits[0] < column < visits[-1]}
    return tuple(sorted({*visits, *between} - set(remarks)))


def _column_texts(grid: Grid, last_heading: int) -> dict[int, dict[int, str]]:
    """Texts under the headings by column, without what only says that there is nothing; remarks under the grid too."""
    columns: dict[int, dict[int, str]] = {}
    for row, cells in grid.rows.items():
        if row > last_heading:
            for column, cell in cells.items():
                if not is_empty(cell.text):
                    columns.setdefault(column, {})[row] = cell.text
    return columns


def _owned_headings(grid: Grid, header: tuple[int, ...], qualifiers: frozenset[int]) -> dict[int, list[str]]:
    """Heading texts that stand over one column alone; a text over several does not make each of them a visit."""
    owned: dict[int, list[str]] = {}
    for row in header:
        if row in qualifiers:
            continue
        for column, cell in grid.rows.get(row, {}).items():
            if grid.span(row, column).columns == 1:
                owned.setdefault(column, []).append(cell.text)
    return owned


def _names_a_visit(headings: list[str]) -> bool:
    named = [text for text in headings if not is_row_name(text) and not is_remark_heading(text)]
    return any(is_visit_like(text) or is_figures(without_window(text)) for text in named)


def _is_remark_column(headings: list[str], texts: dict[int, str], *, crossed: bool) -> bool:
    if any(is_remark_heading(text) for text in headings):
        return True
    if crossed or not texts or any(is_visit_like(text) for text in headings):
        return False
    return sum(len(text) for text in texts.values()) > 25 * len(texts)


def _marked_below(marked: dict[int, set[int]], header: tuple[int, ...]) -> list[int]:
    return [row for row in marked if row > header[-1]]


def _are_names(texts: dict[int, str], labels: dict[int, str]) -> bool:
    """Under a heading such as "Detail" the texts are names if they are short and several rows have no other."""
    alone = [text for row, text in texts.items() if row not in labels]
    return len(alone) > 1 and sum(map(len, texts.values())) <= limit("name_text") * len(texts)


def _completes_labels(grid: Grid, marked: list[int], columns: tuple[int, int]) -> bool:
    """A column between the labels and the marks holds labels where it names rows of marks that have no other name."""
    label, column = columns
    covered = {row for (first, c), span in grid.spans.items() if c == label for row in range(first, first + span.rows)}
    return any(column in grid.rows[row] and label not in grid.rows[row] and row not in covered for row in marked)


def _repeats_labels(texts: dict[int, str], labels: dict[int, str]) -> bool:
    same = sum(1 for row, text in texts.items() if labels.get(row) == text)
    return same >= 3 and same > 0.6 * len(texts)
