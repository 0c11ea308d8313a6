"""The label cells of a row, and labels that go on in the next row because somebody broke a long line by hand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from protocols.domain.importers.grid.cells import Cell
from protocols.domain.importers.grid.layout import Layout
from protocols.domain.importers.grid.notes import begins_remark
from protocols.domain.importers.grid.vocabulary import share

_DANGLES = re.compile(r"(?:[,/&]|\b(?:and|or|of|for|with|the|including|by))\s*$", re.IGNORECASE)
Labels = list[tuple[int, Cell]]


@dataclass
class Wrapped:
    """The labels of rows that were joined, and the rows that are only a part of the label of another one."""

    joined: dict[int, Labels] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)


def labels_of(layout: Layout, row: int) -> Labels:
    """Return the label cells of a row from the outermost; a cell merged over two label columns counts once."""
    found: Labels = []
    seen = set()
    for column in layout.labels:
        first = layout.covered.get((row, column), (row, column))
        cell = layout.cell(row, column)
        if cell and first not in seen:
            seen.add(first)
            found.append((column, cell))
    return found


def wrapped_labels(layout: Layout, marks: Mapping[int, Sequence[object]]) -> Wrapped:
    """Join labels over two rows of which one has the marks: a bracket is open, or the second goes on in small letters.

    A blank row between them, another label column, marks in both rows or several rows without marks, which are a list
    of parts, say that these are rows of their own.
    """
    found = Wrapped()
    pairs = zip(layout.body, layout.body[1:], strict=False)
    able = [(above, row) for above, row in pairs if row == above + 1 and not (marks.get(above) and marks.get(row))]
    small = bool(able) and _writes_small(layout)
    for above, row in able:
        one, other = found.joined.get(above) or _only_label(layout, above), _only_label(layout, row)
        if not one or not other or one[0][0] != other[0][0] or above in found.taken:
            continue
        heads = not marks.get(above)  # a row without marks over one with marks is rather the name of a group
        if not _goes_on(one[0][1], other[0][1], small=small or heads):
            continue
        if not marks.get(row) and row + 1 in layout.body and _is_one_of_a_list(layout, row + 1, marks):
            continue
        whole = [(one[0][0], _joined(one[0][1], other[0][1]))]
        keeper, lost = (above, row) if marks.get(above) else (row, above)
        found.joined[keeper] = whole
        found.taken.add(lost)
    return found


def label_over_the_page(above: Layout, below: Layout) -> Cell | None:
    """Return the rest of a label that breaks off at the end of a page: the next one begins with it and no mark."""
    last, first = above.body[-1], below.body[0]
    one, other = _only_label(above, last), _only_label(below, first)
    if not one or not other or last not in above.marked or len(below.grid.rows[first]) > 1:
        return None
    return other[0][1] if _goes_on(one[0][1], other[0][1], small=_writes_small(below)) else None


def _only_label(layout: Layout, row: int) -> Labels:
    labels = labels_of(layout, row)
    return labels if len(labels) == 1 and layout.grid.span(row, labels[0][0]).columns == 1 else []


def _writes_small(layout: Layout) -> bool:
    """Tell whether labels of this table begin with small letters anyway; then they say nothing about line breaks."""
    texts = [cell.text for row in layout.body for _, cell in labels_of(layout, row)]
    return sum(text[:1].islower() for text in texts) > (1 - share("label_rows")) * len(texts)


def _is_one_of_a_list(layout: Layout, row: int, marks: Mapping[int, Sequence[object]]) -> bool:
    labels = _only_label(layout, row)
    return bool(labels) and not marks.get(row) and labels[0][1].text[:1].islower()


def _goes_on(cell: Cell, following: Cell, *, small: bool) -> bool:
    text = cell.text
    if begins_remark(following.text) or following.bold != cell.bold or text.rstrip().endswith((":", ".")):
        return False
    if following.indent > cell.indent:
        return False
    if text.count("(") > text.count(")") and following.text.count(")") > following.text.count("("):
        return True
    first = following.text.split(maxsplit=1)[0]
    if _DANGLES.search(text):
        return not following.text[:1].isupper() or text.rstrip()[-1] not in ",/"
    return not small and first.islower() and first.isalpha() and len(first) > 1 and text[:1].isupper()


def _joined(one: Cell, other: Cell) -> Cell:
    start = len(one.text) + 1
    raised = tuple((start + a, start + b) for a, b in other.raised)
    return one._replace(text=f"{one.text} {other.text}", raised=one.raised + raised)
