"""From the stack of headings over a column to a visit: label, stretch, day, window, contact and repeats."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from protocols.domain.importers.grid.elapsed import elapsed_days
from protocols.domain.importers.grid.headings import HeadingRow, Role, is_off_calendar
from protocols.domain.importers.grid.marks import is_cross, is_empty
from protocols.domain.importers.grid.naming import is_figures, is_visit_like
from protocols.domain.importers.grid.repeats import repeats_of
from protocols.domain.importers.grid.timing import (
    contact_codes,
    contact_of,
    day_in_label,
    day_of,
    unit_of,
    with_points,
    without_window,
)
from protocols.domain.importers.grid.vocabulary import plain, says, tokens, words
from protocols.domain.importers.grid.windows import window_over
from protocols.domain.schedule import Contact, Repeats, Window

_CYCLE = re.compile(r"\bc(?:ycles?)?\s*(\d+)", re.IGNORECASE)
_CODED_DAY = re.compile(r"\bc\d+\s*d\s*(\d+)\b", re.IGNORECASE)
_WORDED_DAY = re.compile(r"\s*c(?:ycle)?\s*\d+\W{0,3}d(?:ay)?\s*(\d+)\b(?!\s*[-–,&/]\s*\d)", re.IGNORECASE)
_CODE = re.compile(r"^([A-Z]{1,3})\s*-?\d+\b")
_RANGE = re.compile(r"\d+\s*(?:-|to)\s*\d+$")
_UNIT_WORDS = {"day": "Day", "week": "Week", "month": "Month", "hour": "Hour"}


@dataclass(frozen=True)
class VisitRead:
    """A visit as its headings describe it. `doubts` are sentences about what another person might read otherwise."""

    label: str
    epoch: str | None
    header: tuple[str, ...]
    day: float | None
    window: Window | None
    contact: Contact
    repeats: Repeats | None
    doubts: tuple[tuple[str, str], ...] = ()


def read_visit(
    rows: Sequence[HeadingRow], column: int, *, cycle_length: int | None, legend: Mapping[str, str]
) -> VisitRead:
    """Return the visit in one column, by its number among the visit columns. `legend` explains codes: "T" is a call."""
    doubts: list[tuple[str, str]] = []
    return VisitRead(
        label=_label(rows, column),
        epoch=_epoch(rows, column),
        header=header_stack(rows, column),
        day=_day(rows, column, cycle_length),
        window=window_over(rows, column, doubts),
        contact=_contact(rows, column, legend, doubts),
        repeats=_repeats(rows, column, doubts),
        doubts=tuple(doubts),
    )


def header_stack(rows: Sequence[HeadingRow], column: int) -> tuple[str, ...]:
    """Return the texts over a column from the top. A cross in a row such as "Fasting visit" gives the row's name."""
    stack = []
    for row in rows:
        text = row.texts[column]
        if row.role is Role.QUALIFIER and is_yes(text):
            text = row.name or text
        if text:
            stack.append(text)
    return tuple(stack)


def is_yes(text: str) -> bool:
    """Tell whether a text in a row such as "Fasting visit" says that the visit is one."""
    return is_cross(text) or text.casefold() in words("marks", "plain")


def _said(row: HeadingRow, column: int) -> str:
    text = row.texts[column]
    return "" if is_empty(text) and text != "0" else text


def _label(rows: Sequence[HeadingRow], column: int) -> str:
    """The row named for visits speaks first, then the row with the most different texts, then the lowest text.

    A row of identifiers comes after the others. A text that tells a time by another event, such as "30 days after the
    last dose", speaks last.
    """
    naming = [row for row in rows if row.role not in {Role.WINDOW, Role.QUALIFIER, Role.ARM}]
    visit_rows = [row for row in naming if row.role is Role.VISIT]
    ordered = sorted(naming, key=_worth_as_label, reverse=True)
    told = [
        _with_unit(row, text, row.unit or _unit_above(rows, row, column))
        for row in [*visit_rows, *ordered]
        if (text := _said(row, column))
    ]
    direct = [text for text in told if not says(text, "relations", "words")]
    if told:
        return (direct or told)[0]
    lowest = [text for row in rows if (text := row.texts[column]) and row.role is not Role.QUALIFIER]
    return lowest[-1] if lowest else ""


def _worth_as_label(row: HeadingRow) -> tuple[bool, bool, int]:
    identifies = not words("row_names", "codes").isdisjoint(tokens(row.name))
    return not identifies, row.role is not Role.EPOCH, len(set(row.texts))


def _with_unit(row: HeadingRow, text: str, unit: str | None) -> str:
    """A bare number is told with what it counts: "Week 4", "Visit 3"."""
    if not re.fullmatch(r"[-+]?\.?\d+(?:\.\d+)?(?:\s*(?:-|to)\s*[-+]?\d+)?", plain(text)):
        return text
    if _counts_cycles(row):
        return f"Cycle {text}"
    if row.role is Role.VISIT:
        return f"Visit {text}"
    word = _UNIT_WORDS.get(unit or "")
    return f"{word} {text}" if word else text


def _counts_cycles(row: HeadingRow) -> bool:
    """ "Cycle", "Treatment cycle/title": what is named first is counted."""
    return any(token.split("/")[0] in {"cycle", "cycles"} for token in tokens(row.name))


def _epoch(rows: Sequence[HeadingRow], column: int) -> str | None:
    return next((row.texts[column] for row in rows if row.role is Role.EPOCH and row.texts[column]), None)


def _day(rows: Sequence[HeadingRow], column: int, cycle_length: int | None) -> float | None:
    """A row of days speaks before rows of weeks; a day of a cycle counts only if the cycle's length is known."""
    timed = sorted((row for row in rows if row.role is Role.TIME), key=lambda row: row.unit != "day")
    day = next(
        (found for row in timed if (found := day_of(with_points(row.texts, row.unit)[column], row.unit)) is not None),
        None,
    )
    if day is None:
        day = next((found for row in rows if (found := _day_under_unit(rows, row, column)) is not None), None)
    if day is None:
        stated = [day_in_label(row.texts[column]) for row in reversed(rows) if row.role not in {Role.WINDOW, Role.ARM}]
        day = next((value for value in stated if value is not None), None)
    if day is None:
        day = _coded_cycle_day(rows, column)
    if day is None:
        day = _elapsed(rows, column)
    cycle = _cycle_number(rows, column)
    if day is None or cycle is None or cycle == 1 or (timed and _names_cycle_day(rows, column)):
        return day
    if cycle_length is None or day < 1:
        return None
    return (cycle - 1) * cycle_length + day


def _unit_above(rows: Sequence[HeadingRow], row: HeadingRow, column: int) -> str | None:
    """Return the unit that a heading over a bare number names: "Evaluations (weeks)" over 4, 8 and 12."""
    if row.role is not Role.OTHER or row.unit or not is_figures(without_window(row.texts[column])):
        return None
    above = (other.texts[column] for other in rows[: rows.index(row)])
    return next((unit for text in above if not any(map(str.isdigit, text)) and (unit := unit_of(text))), None)


def _day_under_unit(rows: Sequence[HeadingRow], row: HeadingRow, column: int) -> float | None:
    unit = _unit_above(rows, row, column)
    return day_of(row.texts[column], unit) if unit else None


def _elapsed(rows: Sequence[HeadingRow], column: int) -> float | None:
    """The time since the start, as long as no heading over the column says that it is counted from a later event."""
    if any(says(row.texts[column], "visit_words", "later") for row in rows):
        return None
    named = [row for row in rows if row.role not in {Role.WINDOW, Role.QUALIFIER, Role.ARM}]
    lines = [row.texts for row in named] + [_with_what_stands_above(named, row) for row in named[1:]]
    return next((day for texts in lines if (day := elapsed_days(texts)[column]) is not None), None)


def _with_what_stands_above(rows: Sequence[HeadingRow], row: HeadingRow) -> tuple[str, ...]:
    """The start may be named one row higher: "Baseline | Year 1 | Year 1" over "| 6M | 12M"."""
    above = rows[: rows.index(row)]
    return tuple(
        text or next((other.texts[column] for other in reversed(above) if other.texts[column]), "")
        for column, text in enumerate(row.texts)
    )


def _names_cycle_day(rows: Sequence[HeadingRow], column: int) -> bool:
    """Where "Cycle 2 Day 1" stands in one heading, a row of days beside it holds study days."""
    pattern = re.compile(r"\bc(?:ycle)?\s*\d+\W*d(?:ay)?\s*\d+", re.IGNORECASE)
    return any(pattern.search(row.texts[column]) for row in rows)


def _coded_cycle_day(rows: Sequence[HeadingRow], column: int) -> float | None:
    texts = [row.texts[column] for row in rows if repeats_of(row.texts[column]) is None]
    codes = [_CODED_DAY.search(text) or _WORDED_DAY.match(text) for text in texts]
    return next((float(code[1]) for code in codes if code), None)


def _cycle_number(rows: Sequence[HeadingRow], column: int) -> int | None:
    for row in rows:
        text = row.texts[column]
        if not text:
            continue
        if found := re.search(r"\bc(?:ycles?\s*)?(\d+)", text, re.IGNORECASE):
            return int(found[1])
        if _counts_cycles(row) and (found := re.match(r"\d+", text)):
            return int(found[0])
    return None


def _contact(
    rows: Sequence[HeadingRow], column: int, legend: Mapping[str, str], doubts: list[tuple[str, str]]
) -> Contact:
    for row in rows:
        if row.role is Role.QUALIFIER and is_yes(row.texts[column]):
            contact = contact_of(row.name)
            if contact is not Contact.UNKNOWN:
                return contact
        elif row.role is Role.QUALIFIER and (meaning := legend.get(row.texts[column].casefold())):
            return contact_of(meaning)
    worded = {contact_of(text) for row in rows if (text := row.texts[column])} - {Contact.UNKNOWN}
    if len(worded) == 1:
        return worded.pop()
    codes = {code: contact for row in rows for code, contact in contact_codes(row.name).items()}
    return _coded_contact(rows, column, codes, doubts)


def _coded_contact(
    rows: Sequence[HeadingRow], column: int, codes: dict[str, Contact], doubts: list[tuple[str, str]]
) -> Contact:
    for row in rows:
        code = _CODE.match(row.texts[column])
        if not code or row.role not in {Role.VISIT, Role.OTHER}:
            continue
        if code[1] in codes:
            return codes[code[1]]
        others = {found[1] for text in row.texts if (found := _CODE.match(text))}
        if code[1] in {"P", "T", "TC"} and "V" in others:
            doubts.append(
                (
                    f'"{row.texts[column]}" stands among visits named V: read as a phone contact.',
                    "Set how it takes place.",
                )
            )
            return Contact.PHONE
    return Contact.UNKNOWN


def _repeats(rows: Sequence[HeadingRow], column: int, doubts: list[tuple[str, str]]) -> Repeats | None:
    """A heading over one column, or a range of cycles, may stand for many visits; the number is asked."""
    for position, row in reversed(list(enumerate(rows))):
        text = row.texts[column]
        if not text or row.role in {Role.WINDOW, Role.QUALIFIER, Role.ARM}:
            continue
        named = _named_with_unit(row, text)
        repeats = repeats_of(named)
        if repeats and (
            _run(row, column) == 1 or _is_open_cycle(named) and not _cycles_below(rows[position + 1 :], column)
        ):
            doubts.append(_ask_for_number(text, repeats))
            return repeats
    return None


def _named_with_unit(row: HeadingRow, text: str) -> str:
    """ "3-6" in a row of cycles is "Cycle 3-6", in a row of days "Days 3-6"; a row of ranges only tells windows."""
    if _counts_cycles(row) and text[0] in "0123456789≥>":
        return f"Cycle {text}"
    ranges = sum(1 for other in row.texts if _RANGE.match(plain(other)))
    if row.role is Role.TIME and row.unit == "day" and _RANGE.match(plain(text)) and 2 * ranges < len(row.texts):
        return f"Days {text}"
    return text


def _run(row: HeadingRow, column: int) -> int:
    """Count the neighbouring columns under one heading text."""
    text, first, last = row.texts[column], column, column
    while first > 0 and row.texts[first - 1] == text and not row.starts[first]:
        first -= 1
    while last + 1 < len(row.texts) and row.texts[last + 1] == text and not row.starts[last + 1]:
        last += 1
    return last - first + 1


def _is_open_cycle(text: str) -> bool:
    return _CYCLE.search(text) is not None


def _cycles_below(rows: Sequence[HeadingRow], column: int) -> bool:
    return any(_CYCLE.search(row.texts[column]) for row in rows)


def _ask_for_number(text: str, repeats: Repeats) -> tuple[str, str]:
    if repeats.max is None:
        return (
            f'The column "{text}" stands for several visits; the file does not say how many.',
            "Enter the number of visits.",
        )
    if repeats.min == repeats.max:
        return (f'The column "{text}" stands for {repeats.min} visits.', "Check the number of visits.")
    return (f'The column "{text}" stands for {repeats.min} to {repeats.max} visits.', "Enter the number of visits.")


def told_apart(labels: Sequence[str], rows: Sequence[HeadingRow]) -> list[str]:
    """Return the labels, where two are alike with the heading above or below that makes a difference."""
    told = list(labels)
    for row in [*reversed(rows), *rows]:
        if row.role in {Role.WINDOW, Role.QUALIFIER, Role.ARM}:
            continue
        alike = {label for label in told if told.count(label) > 1}
        texts = {label: {row.texts[c] for c, other in enumerate(told) if other == label} for label in alike}
        for column, label in enumerate(list(told)):
            text = row.texts[column]
            if label in alike and len(texts[label]) > 1 and text and text not in label:
                told[column] = f"{label}, {text}" if row is rows[-1] else f"{text}, {label}"
    return told


def has_visit_heading(rows: Sequence[HeadingRow], column: int) -> bool:
    """Tell whether a heading over the column names a visit, an event, or a number in a row of visits or times.

    A column that is held at the hospital or by phone is a visit too.
    """
    for row in rows:
        text = row.texts[column]
        counts = row.role in {Role.VISIT, Role.TIME, Role.EPOCH} or _counts_cycles(row)
        counted = counts and any(map(str.isdigit, text))
        held = row.role is Role.QUALIFIER and contact_of(text) is not Contact.UNKNOWN
        if text and (counted or held or is_visit_like(text) or is_off_calendar(text) or _unit_above(rows, row, column)):
            return True
    return False


def stands_under_visits(rows: Sequence[HeadingRow], column: int) -> bool:
    """Tell whether the column at least stands in a row that is named for visits, or in one of numbers only."""
    named = any(row.role in {Role.VISIT, Role.TIME, Role.EPOCH} and row.texts[column] for row in rows)
    return named or any(row.texts[column] and all(is_figures(text) for text in row.texts if text) for row in rows)
