"""Which rows are headings of the visits, and which rows above them are titles."""

from protocols.domain.importers.grid.cells import Cell, Grid, without_raised
from protocols.domain.importers.grid.marks import is_empty, is_worded
from protocols.domain.importers.grid.naming import is_date, is_figures, is_row_name, is_visit_like, names_rows
from protocols.domain.importers.grid.notes import SENTENCE, begins_remark, explains_sign, names_notes
from protocols.domain.importers.grid.timing import contact_of, looks_like_window, unit_of
from protocols.domain.importers.grid.vocabulary import limit, only_of, says, share, words
from protocols.domain.schedule import Contact


def heading_rows(
    grid: Grid, marked: dict[int, set[int]], edges: tuple[int, int]
) -> tuple[tuple[int, ...], frozenset[int], tuple[int, ...]]:
    """The headings end at the last row that is evidently one, before the first row of marks that is an activity.

    Rows of marks directly under the headings are headings too if their name says how a visit is held. Rows that
    stand above the first heading with a single text are titles.
    """
    label, first = edges
    above: list[int] = []
    qualifiers: set[int] = set()
    reach = _label_reach(grid, label)
    for row in _rows_near(grid, marked, first):
        if row in marked:
            headed = any(_values(grid, r, first) for r in above)
            if not (headed and _is_qualifier(grid, row, first) and not _alone_since_heading(grid, above, first)):
                break
            qualifiers.add(row)
        elif _says_yes_or_no(grid, row, first) and _is_qualifier(grid, row, first):
            qualifiers.add(row)
        above.append(row)
    last = _last_heading(grid, above, qualifiers, (first, reach))
    if last is None:
        return (), frozenset(), tuple(above)
    kept = [row for row in above if row <= last]
    begin = next((i for i, row in enumerate(kept) if _is_first_heading(grid, row, first)), None)
    if begin is None:
        return (), frozenset(), tuple(above)
    header = tuple(kept[begin:][: limit("header_rows")])
    return header, frozenset(qualifiers & set(header)), tuple(kept[:begin])


def _rows_near(grid: Grid, marked: dict[int, set[int]], first: int) -> list[int]:
    """Return the rows in which headings are searched: a text of many lines above the table is passed over."""
    rows = grid.filled_rows()
    begin = next((i for i, row in enumerate(rows) if row in marked and _values(grid, row, first)), 0)
    return rows[max(0, begin - limit("header_rows") - limit("title_rows")) :]


def _values(grid: Grid, row: int, first: int) -> dict[int, Cell]:
    return {column: cell for column, cell in grid.rows.get(row, {}).items() if column >= first}


def _name(grid: Grid, row: int, first: int) -> str:
    return " ".join(without_raised(cell) for column, cell in sorted(grid.rows.get(row, {}).items()) if column < first)


def _label_reach(grid: Grid, label: int) -> int:
    """A label cell that is merged downwards at the top belongs to all heading rows that it covers."""
    tops = set(grid.filled_rows()[: limit("title_rows")])
    reaching = (
        row + span.rows - 1
        for (row, column), span in grid.spans.items()
        if column == label and span.rows > 1 and row in tops and is_row_name(grid.text(row, column))
    )
    return max(reaching, default=-1)


def _is_qualifier(grid: Grid, row: int, first: int) -> bool:
    name = _name(grid, row, first)
    return len(name) < 50 and only_of(name, words("qualifier_rows", "words"), words("qualifier_rows", "fill"))


def _says_yes_or_no(grid: Grid, row: int, first: int) -> bool:
    values = _values(grid, row, first).values()
    return bool(values) and all(cell.text.strip().casefold() in {"yes", "no", "y", "n"} for cell in values)


def _alone_since_heading(grid: Grid, above: list[int], first: int) -> bool:
    return bool(above) and not _values(grid, above[-1], first) and not is_row_name(_name(grid, above[-1], first))


def _is_first_heading(grid: Grid, row: int, first: int) -> bool:
    """A single text merged over everything is a title, unless it names a visit or what the numbers below it count."""
    values = _values(grid, row, first)
    name = _name(grid, row, first)
    if not values or _is_legend_row(grid, row):
        return False
    if _is_beside_title(values, name, first) or _is_filled_in(values, name):
        return False
    if (
        is_row_name(name)
        or says(name, "arms", "row_names")
        or any(is_visit_like(cell.text) or _names_a_unit(cell.text) for cell in values.values())
    ):
        return True
    return len(values) > 1 and (
        not name or _is_heading_like(values) or any(grid.span(row, c).columns > 1 for c in values)
    )


def _names_a_unit(text: str) -> bool:
    """ "Month" or "Study week" over the columns counts the numbers below; "Day schedule" is a title."""
    return is_row_name(text) and unit_of(text) is not None and not says(text, "captions", "schedule")


def _is_legend_row(grid: Grid, row: int) -> bool:
    """A row over the table in which every cell, or all but the first, says what a sign means: "Key | R = required"."""
    texts = [cell.text for _, cell in sorted(grid.rows[row].items())]
    told = [text for text in texts if explains_sign(text)]
    return len(told) == len(texts) or (len(told) == len(texts) - 1 > 0 and names_notes(texts[0]))


def _is_filled_in(values: dict[int, Cell], name: str) -> bool:
    """Over the table stands what a form asks for: "Version: | 1.2 | | Date: | 2024-05-01", "Title | Safety of ..."."""
    if not name or names_rows(name) or says(name, "arms", "row_names"):
        return False
    asked = name.endswith(":") and (len(values) == 1 or any(cell.text.endswith(":") for cell in values.values()))
    return asked or len(values) == 1 and any(is_date(cell.text) or _is_prose(cell.text) for cell in values.values())


def _is_prose(text: str) -> bool:
    return len(text.split()) >= SENTENCE


def _is_beside_title(values: dict[int, Cell], name: str, first: int) -> bool:
    """A version or a date at the right of "Visit schedule" stands over one later column and names no visit."""
    column, cell = next(iter(values.items()))
    if len(values) > 1 or column == first or not says(name, "captions", "schedule"):
        return False
    return not (is_visit_like(cell.text) or is_figures(cell.text))


def _last_heading(grid: Grid, above: list[int], qualifiers: set[int], edges: tuple[int, int]) -> int | None:
    first, reach = edges
    last: int | None = None
    alone, widest = False, 0
    for row in above:
        values = _values(grid, row, first)
        name = _name(grid, row, first)
        if _is_legend_row(grid, row):
            continue
        if last is not None and begins_remark(name) and len(values) < 2:
            continue  # "Abbreviations may be found in ..." between the headings is neither heading nor group
        if not values or all(cell.text == name for cell in values.values()):
            alone = last is not None and not is_row_name(name)
            continue
        sure = row in qualifiers or row <= reach or is_row_name(name) or _say_where(values)
        sure = sure or (last is not None and not alone and _parts_merged(grid, last, row, first))
        sure = sure or (not alone and _tells_the_kind(name, values))
        full = 2 * len(values) >= widest
        if sure or (not alone and (not name or (full and _is_heading_like(values)))):
            last = row
            widest = max(widest, len(values))
    return last


def _say_where(values: dict[int, Cell]) -> bool:
    """A row of "Clinic", "Phone" and "Home" says how the visits are held, whatever its name."""
    return len(values) > 1 and all(contact_of(cell.text) is not Contact.UNKNOWN for cell in values.values())


def _tells_the_kind(name: str, values: dict[int, Cell]) -> bool:
    """A row "Mode" or "Visit type" of a few short words, which come again, says how the visits are held."""
    kinds = words("qualifier_rows", "kinds")
    told = {cell.text for cell in values.values()}
    return only_of(name, kinds, words("qualifier_rows", "fill") | {"visit"}) and len(told) < min(len(values), 5)


def _parts_merged(grid: Grid, above: int, row: int, first: int) -> bool:
    """Where headings are merged over several columns, a row that has another text under each part tells them apart.

    Without it the columns would have no names; texts of activities, such as doses, are rarely all different.
    """
    merged = {c: grid.span(above, c).columns for c in _values(grid, above, first) if grid.span(above, c).columns > 1}
    values = _values(grid, row, first)
    parts = [[values[c].text for c in range(start, start + width) if c in values] for start, width in merged.items()]
    return bool(parts) and all(
        len(texts) == len(set(texts)) == width and not any(is_worded(text) or is_empty(text) for text in texts)
        for texts, width in zip(parts, merged.values(), strict=True)
    )


def _is_heading_like(values: dict[int, Cell]) -> bool:
    texts = [cell.text for cell in values.values()]
    liked = sum(1 for text in texts if is_visit_like(text) or is_figures(text) or looks_like_window(text))
    worded = sum(1 for text in texts if is_worded(text) and not is_visit_like(text))
    return liked >= share("header_likeness") * len(texts) and worded < len(texts) / 2
