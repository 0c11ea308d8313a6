"""What edits of visits and of activities have in common: where a row stands, its temporary key, and its texts."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from protocols.domain.importers.limits import limits
from protocols.domain.importers.template_write import NOT_IN_XML
from protocols.domain.problems import Problem, error
from protocols.domain.schedule import Activity, Visit

Row = TypeVar("Row", Visit, Activity)
VISITS, ACTIVITIES = "v", "a"  # the letters of their keys


def put_after(rows: Sequence[Row], row: Row, after: str | None) -> tuple[Row, ...]:
    """Return the rows with one more: behind the row with the key `after`, first for None, last where there is none."""
    keys, more = [each.key for each in rows], list(rows)
    place = 0 if after is None else keys.index(after) + 1 if after in keys else len(keys)
    more.insert(place, row)
    return tuple(more)


def without(rows: Sequence[Row], key: str) -> tuple[Row, ...]:
    """Return the rows but for one."""
    return tuple(row for row in rows if row.key != key)


def next_key(rows: Sequence[Visit] | Sequence[Activity], letter: str) -> str:
    """Return the temporary key of a new row: new-v1, new-v2 ... It gets a lasting one when a version is saved."""
    start = f"new-{letter}"
    numbers = (row.key.removeprefix(start) for row in rows if row.key.startswith(start))
    return f"{start}{1 + max((int(number) for number in numbers if number.isdecimal()), default=0)}"


def plain(text: str | None) -> str:
    """Return a text as a cell of our workbook gives it back: one line, and only signs that a spreadsheet can hold."""
    return " ".join(NOT_IN_XML.sub("", text or "").split())


def text_faults(where: str, text: str | None, *, required: bool = True) -> Iterator[Problem]:
    """Yield what is wrong with a name or a heading."""
    if required and not plain(text):
        yield error(where, "It has no name.", "Enter a name.")
    if len(plain(text)) > limits().cell_characters:
        most = f"{limits().cell_characters:,}"
        yield error(where, f"The text is longer than {most} characters.", "Shorten it.")


def missing(what: str, key: str) -> Problem:
    """Return the problem of an edit that names a row which is not there."""
    return error(what, f"There is no {what} {key!r} any more.", "Look at the schedule as it is now.")
