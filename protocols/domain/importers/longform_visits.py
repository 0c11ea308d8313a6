"""Which rows of a long form mean the same visit, in which order the visits come, and how many one stands for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from protocols.domain.importers.csv_tables import Record, Table
from protocols.domain.importers.grid.repeats import how_many, repeats_of
from protocols.domain.importers.grid.timing import day_of
from protocols.domain.problems import Problem, note, warning
from protocols.domain.schedule import Repeats, Visit

# What keeps two visits of one name apart: "Day 1" of two periods, or "Week 2" of two arms.
APART = ("arm", "epoch", "cycle")


@dataclass
class Names:
    """The visits of one name that the marks keep apart: by plain key what they differ in, and by key its values."""

    differ: dict[str, tuple[str, ...]] = field(default_factory=dict)
    keys: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def keys_of(self, record: Record) -> list[str]:
        """Return the keys of the visits that a row of marks means. A blank arm or period means each of them."""
        plain = plain_key(record, "visit", "visit_label")
        if plain not in self.differ:
            return [plain]
        said = _values(record, self.differ[plain])
        meant = [
            key
            for key, values in self.keys[plain].items()
            if all(one in ("", other) for one, other in zip(said, values, strict=True))
        ]
        return meant or ["/".join((*said, plain))]


def plain_key(record: Record, *roles: str) -> str:
    """Return the key of a visit or activity. Where a set holds several tables, ids of different tables differ."""
    table = record.get("table")
    return f"{table}/{record.get(*roles)}" if table else record.get(*roles)


def names_of(tables: Sequence[Table], listed: Mapping[str, Record]) -> Names:
    """Find the visits whose name stands with several arms, periods or cycles in the rows of marks.

    Where another file lists a visit once, its name is that of one visit in whatever period; arms still differ.
    """
    records = [
        record
        for table in tables
        for record in table.records
        if record.get("visit", "visit_label") and record.get("activity", "activity_label")
    ]
    said: dict[tuple[str, str], set[str]] = {}
    for record in records:
        for role in APART:
            if record.get(role):
                place = (plain_key(record, "visit", "visit_label"), role)
                said.setdefault(place, set()).add(record.get(role).casefold())
    names = Names()
    for (key, role), texts in said.items():
        if len(texts) > 1 and (role == "arm" or key not in listed):
            names.differ[key] = (*names.differ.get(key, ()), role)
    for record in records:
        plain = plain_key(record, "visit", "visit_label")
        if plain in names.differ:
            values = _values(record, names.differ[plain])
            names.keys.setdefault(plain, {})["/".join((*values, plain))] = values
    for plain, keys in names.keys.items():
        names.keys[plain] = {key: values for key, values in keys.items() if all(values)} or keys
    return names


def _values(record: Record, roles: Iterable[str]) -> tuple[str, ...]:
    return tuple(record.get(role).casefold() for role in roles)


def told_apart(names: Names, listed: Mapping[str, Record]) -> list[Problem]:
    """Say which names were read as several visits."""
    words = {"epoch": "period"}
    return [
        note(
            listed[next(iter(keys))].where,
            f"The visit {key!r} stands with several values of: "
            f"{', '.join(words.get(role, role) for role in names.differ[key])}. It was read as {len(keys)} visits.",
            "Check that these are different visits.",
        )
        for key, keys in names.keys.items()
    ]


def in_order(visits: Mapping[str, Record]) -> list[tuple[str, Record]]:
    """Return the visits by their position where every one has a number, else by their day, else as they are listed.

    Days that begin again with each cycle or in each arm do not tell the order.
    """
    listed = list(visits.items())
    positions = {key: _number(record.get("position")) for key, record in listed}
    if None not in positions.values():
        return sorted(listed, key=lambda item: positions[item[0]] or 0)
    days = {key: day_of(record.get("day"), "day") if record.get("day") else None for key, record in listed}
    begins_again = any(record.get("cycle") or record.get("arm") for _, record in listed)
    if begins_again or None in days.values() or len({*days.values()}) < len(days):
        return listed
    return sorted(listed, key=lambda item: days[item[0]] or 0)


def order_problems(visits: Iterable[Visit], listed: Mapping[str, Record]) -> list[Problem]:
    """Warn where the days of an arm do not rise: a day may be counted anew, or the order may be wrong."""
    latest: dict[str | None, float] = {}
    problems = []
    for visit in visits:
        if visit.day is None:
            continue
        earlier = latest.get(visit.arm)
        if earlier is not None and visit.day < earlier:
            message = f"Day {visit.day:g} of {visit.label!r} comes after day {earlier:g} in the order of the visits."
            problems.append(warning(listed[visit.key].where, message, "Check the day and the order."))
        latest[visit.arm] = visit.day
    return problems


def cycle_of(record: Record) -> str:
    """Return the words of a cycle: "2" is "Cycle 2"."""
    cycle = record.get("cycle")
    return f"Cycle {cycle}" if cycle[:1].isdigit() else cycle


def repeats(record: Record, label: str) -> tuple[Repeats | None, list[Problem]]:
    """Return how many visits a row stands for by its label or its cycle, such as "3+", and ask for the number."""
    found = repeats_of(label) or repeats_of(cycle_of(record))
    if found is None:
        return None, []
    message = f"The visit {' '.join(filter(None, (cycle_of(record), label)))!r} stands for {how_many(found)} visits."
    return found, [warning(record.where, message, "Enter the number of visits.")]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
