"""The USDM workbook: from its sheets to the same parts that USDM JSON has, so that both make the schedule alike.

Two dialects are in use. The newer one names every column (name, label, type, default, epoch, encounter) and keeps
timings in a sheet of their own; the older one has the rows Epoch, Cycle, Timing, Encounter xref and Window.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from protocols.domain.importers.grid.marks import is_empty
from protocols.domain.importers.grid.naming import is_remark_heading
from protocols.domain.importers.sheets import Sheet, heading_key
from protocols.domain.importers.usdm.model import (
    Activity,
    Arm,
    Branch,
    Code,
    Condition,
    Encounter,
    Endpoint,
    Epoch,
    Instance,
    Objective,
    Timeline,
    Timing,
)

FIRST_VISIT = 4  # column D; A and B are the parent and child activity, C their concepts
PARENT, CHILD, PARTS = 1, 2, 3
HEADINGS = ("parentactivity", "childactivity")
EMPTY = ("", "-")
UNITS = {
    "d": "D",
    "w": "W",
    "h": "TH",
    "minute": "TM",
    "min": "TM",
    "hour": "TH",
    "hr": "TH",
    "day": "D",
    "week": "W",
    "wk": "W",
    "month": "M",
    "year": "Y",
}
AMOUNT = re.compile(r"^([+-]?\d+(?:\.\d+)?)\s*([a-z]+)$", re.IGNORECASE)
NUMBERED = re.compile(r"^(day|week)\s*([+-]?\d+)$", re.IGNORECASE)
LISTED = re.compile(r'"([^"]*)"|([^,"]+)')
PART = re.compile(r"^(?:BC|PR):\s*(.+)$", re.IGNORECASE)
OLD_TIMINGS = {"A": "Fixed Reference", "P": "After", "N": "Before", "C": "After"}  # anchor, previous, next, cycle
NEW_TIMINGS = {"FIXED": "Fixed Reference", "BEFORE": "Before", "AFTER": "After"}


@dataclass(frozen=True, slots=True)
class Row:
    """One activity of a timeline sheet: its texts by column, without those that say that there is nothing."""

    number: int
    parent: str
    activity: str
    timeline: str
    parts: tuple[str, ...]
    cells: Mapping[int, str]


def is_timeline(sheet: Sheet) -> bool:
    """Tell whether a sheet is a schedule: somewhere near the top stand Parent Activity and Child Activity."""
    return _heading_row(sheet) is not None


def timeline(sheet: Sheet, rows: Iterable[Row], timings: Iterable[Timing], *, is_main: bool) -> Timeline:
    """Return the timeline of a sheet, its instances in the order of the columns; `timings` are those of all sheets."""
    heads = _heads(sheet)
    columns = visit_columns(sheet)
    listed = list(rows)
    names = _names(sheet, heads, columns)
    again = _cycles(sheet, heads, names)
    epochs = _carried(sheet, heads, "epoch", columns)
    instances = [
        Instance(
            id=names[column],
            kind=_at(sheet, heads, "type", column) or "Activity",
            name=_at(sheet, heads, "name", column),
            label=_at(sheet, heads, "label", column),
            description=_at(sheet, heads, "description", column),
            default_id=_at(sheet, heads, "default", column) or None,
            epoch_id=epochs[column] or None,
            encounter_id=_at(sheet, heads, "encounter", column) or _at(sheet, heads, "encounterxref", column) or None,
            activity_ids=[row.activity for row in listed if column in row.cells],
            timeline_id=_at(sheet, heads, "timeline", column) or None,
            branches=[*_branches(_at(sheet, heads, "condition", column)), *again.get(column, ())],
        )
        for column in columns
    ]
    title = next((sheet.text(row, 2) for row in range(1, 4) if heading_key(sheet.text(row, 1)) == "name"), sheet.name)
    entry = next((sheet.text(row, 2) for row in range(1, 5) if heading_key(sheet.text(row, 1)) == "condition"), "")
    return Timeline(
        id=title,
        name=title,
        entry_condition=entry,
        is_main=is_main,
        instances=instances,
        timings=[*_old_timings(sheet, heads, names), *timings],
    )


def rows(sheet: Sheet) -> list[Row]:
    """Return the rows with an activity. A parent that stands only on its first row holds for the rows below."""
    start = _heading_row(sheet) or 0
    found: list[Row] = []
    columns = visit_columns(sheet)
    parent = ""
    for number in range(start + 1, sheet.last_row + 1):
        parent = _word(sheet, number, PARENT) or parent
        activity = _word(sheet, number, CHILD)
        cells = {column: text for column in columns if (text := _word(sheet, number, column)) and not is_empty(text)}
        if activity or cells:
            behind = re.search(r"TL:\s*([^,]+)", sheet.text(number, PARTS))
            name = activity or _word(sheet, number, PARENT) or f"row {number}"
            found.append(
                Row(number, parent, name, behind[1].strip() if behind else "", _parts(sheet.text(number, PARTS)), cells)
            )
    return found


def _parts(text: str) -> tuple[str, ...]:
    """Return the concepts and procedures that an activity consists of: "BC: Pulse, PR: PR1" are Pulse and PR1."""
    matches = (PART.match(part) for part in _list(text))
    return tuple(match[1].strip() for match in matches if match)


def timings(sheet: Sheet) -> list[Timing]:
    """Return the timings of the newer dialect."""
    return [
        Timing(
            label=record.get("label", ""),
            type=Code(decode=NEW_TIMINGS.get(record.get("type", "").strip().upper(), record.get("type", ""))),
            value=duration(record.get("timingvalue", "")),
            from_id=record.get("from") or None,
            to_id=record.get("to") or None,
            window_label=_unless_empty(record.get("window", "")),
        )
        for _, record in sheet.records()
    ]


def encounters(sheet: Sheet) -> list[Encounter]:
    """Return the encounters, of either dialect."""
    return [
        Encounter(
            id=key,
            name=record.get("encountername", "") or key,
            label=record.get("label", "") or record.get("encounterlabel", ""),
            contact_modes=_codes(record.get("contactmodes", "") or record.get("encountercontactmodes", "")),
            settings=_codes(record.get("environmentalsetting", "") or record.get("encounterenvironmentalsetting", "")),
        )
        for _, record in sheet.records()
        if (key := record.get("name", "") or record.get("xref", ""))
    ]


def epochs(sheet: Sheet) -> list[Epoch]:
    """Return the epochs, of either dialect."""
    return [
        Epoch(id=key.strip(), name=key, label=record.get("label", ""))
        for _, record in sheet.records()
        if (key := record.get("name", "") or record.get("studyepochname", ""))
    ]


def arms(sheet: Sheet) -> list[Arm]:
    """Return the arms, of either dialect."""
    return [
        Arm(id=key.strip(), name=key, label=record.get("label", ""))
        for _, record in sheet.records()
        if (key := record.get("name", "") or record.get("studyarmname", ""))
    ]


def conditions(sheet: Sheet) -> list[Condition]:
    """Return the footnotes; `context` names columns and `appliesTo` activities, several with commas between."""
    return [
        Condition(
            text=record.get("text", "") or record.get("description", "") or record.get("label", ""),
            context_ids=_list(record.get("context", "")),
            applies_ids=_list(record.get("appliesto", "")),
        )
        for _, record in sheet.records()
    ]


def objectives(sheet: Sheet) -> list[Objective]:
    """Return the objectives; endpoints on the rows below one belong to it, also where these rows say it again."""
    found: list[tuple[dict[str, str], list[Endpoint]]] = []
    for _, record in sheet.records():
        begins = any(record.get(f"objective{part}") for part in ("text", "description", "level"))
        if begins and not (found and _is_said_again(found[-1][0], record)):
            found.append((record, []))
        text = record.get("endpointtext", "") or record.get("endpointdescription", "")
        if found and (text or record.get("endpointlevel")):
            found[-1][1].append(Endpoint(text=text, level=Code(decode=record.get("endpointlevel", ""))))
    return [
        Objective(
            text=record.get("objectivetext", "") or record.get("objectivedescription", ""),
            level=Code(decode=record.get("objectivelevel", "")),
            endpoints=endpoints,
        )
        for record, endpoints in found
    ]


def _is_said_again(earlier: Mapping[str, str], record: Mapping[str, str]) -> bool:
    """Merged cells, and people who fill every row, repeat an objective beside each of its endpoints."""
    parts = [f"objective{part}" for part in ("name", "xref", "text", "description", "level")]
    return all(earlier.get(part, "") == record.get(part, "") for part in parts)


def activities(listed: Iterable[Row], timeline_ids: Mapping[str, str]) -> list[Activity]:
    """Return the activities of the main timeline, in order, with their parents as headings."""
    made: dict[str, Activity] = {}
    children: dict[str, list[str]] = {}
    ordered = list(listed)
    names = {row.activity for row in ordered}
    for row in ordered:
        behind = timeline_ids.get(heading_key(row.timeline), row.timeline) or None
        parts = [part for part in row.parts if part not in names]
        made.setdefault(
            row.activity, Activity(id=row.activity, name=row.activity, timeline_id=behind, concept_ids=parts)
        )
        if row.parent and row.parent != row.activity:
            children.setdefault(row.parent, []).append(row.activity)
    headings = [Activity(id=f"parent {parent}", name=parent, child_ids=found) for parent, found in children.items()]
    return [*made.values(), *headings]


def duration(text: str) -> str:
    """Return "2 weeks" and "Week 2" as P2W; other texts as they are, so that they are known as no length of time."""
    if found := AMOUNT.match(text.strip()):
        return _iso(found[1], found[2]) or text
    found = NUMBERED.match(text.strip())
    return _iso(found[2], found[1]) if found else text.strip()


def _iso(amount: str, unit: str) -> str:
    code = UNITS.get(unit.casefold().removesuffix("s"))
    sign = "-" if amount.startswith("-") else ""
    return f"{sign}P{code[:-1]}{amount.lstrip('+-')}{code[-1]}" if code else ""


def _unless_empty(text: str) -> str:
    return "" if is_empty(text) else text.strip()


def _cycles(sheet: Sheet, heads: Mapping[str, int], names: Mapping[int, str]) -> dict[int, list[Branch]]:
    """Return by the last column of each cycle with an end rule the way back to the first: it is gone until then."""
    columns = list(names)
    cycles, rules = (_carried(sheet, heads, head, columns) for head in ("cycle", "cycleendrule"))
    found: dict[int, list[Branch]] = {}
    for cycle, run in groupby(columns, key=cycles.__getitem__):
        listed = list(run)
        rule = next((rules[column] for column in listed if rules[column]), "")
        if cycle and rule:
            found[listed[-1]] = [Branch(condition=rule, target_id=names[listed[0]])]
    return found


def _carried(sheet: Sheet, heads: Mapping[str, int], head: str, columns: Iterable[int]) -> dict[int, str]:
    """Return by column what a row says of it. A blank means the same as before, "-" that there is nothing."""
    found: dict[int, str] = {}
    said = ""
    for column in columns:
        said = (sheet.text(heads[head], column).strip() or said) if head in heads else ""
        found[column] = "" if said in EMPTY else said
    return found


def _old_timings(sheet: Sheet, heads: Mapping[str, int], by_column: Mapping[int, str]) -> list[Timing]:
    """Return timings such as "P: +3 Days" (after the previous column), "N: ..." (before the next), "A:" (anchor)."""
    if "timing" not in heads:
        return []
    made = []
    names = list(by_column.values())
    for number, (column, name) in enumerate(by_column.items()):
        kind, _, value = _at(sheet, heads, "timing", column).partition(":")
        kind = kind.strip().upper()
        other = number + 1 if kind == "N" else number if kind == "A" else number - 1
        made.append(
            Timing(
                label=value.strip(),
                type=Code(decode=OLD_TIMINGS.get(kind, "")),
                value=duration(value),
                from_id=name,
                to_id=names[other] if 0 <= other < len(names) else None,
                window_label=_unless_empty(_at(sheet, heads, "window", column)),
            )
        )
    return made


def _heading_row(sheet: Sheet) -> int | None:
    for row in range(1, 31):
        if (heading_key(sheet.text(row, PARENT)), heading_key(sheet.text(row, CHILD))) == HEADINGS:
            return row
    return None


def _heads(sheet: Sheet) -> dict[str, int]:
    """Return the rows above the grid by what column C calls them."""
    return {heading_key(sheet.text(row, PARTS)): row for row in range(1, _heading_row(sheet) or 1)}


def visit_columns(sheet: Sheet) -> list[int]:
    """Return the columns of the visits: all up to the last one with a heading, but no blank one and none of remarks."""
    start = _heading_row(sheet) or 0
    headed = {column for row, column in sheet.cells if row < start and column >= FIRST_VISIT}
    filled = {column for (row, column), text in sheet.cells.items() if text.strip() not in EMPTY}
    able = (column for column in range(FIRST_VISIT, max(headed, default=0) + 1) if column in filled)
    return [column for column in able if not _holds_remarks(sheet, column, start)]


def remark_columns(sheet: Sheet) -> list[int]:
    """Return the columns that are headed as remarks, such as "Notes"."""
    start = _heading_row(sheet) or 0
    return sorted(
        {column for _, column in sheet.cells if column >= FIRST_VISIT and _holds_remarks(sheet, column, start)}
    )


def _holds_remarks(sheet: Sheet, column: int, start: int) -> bool:
    said = [text for row in range(1, start + 1) if (text := _word(sheet, row, column))]
    return bool(said) and all(is_remark_heading(text) for text in said)


def _at(sheet: Sheet, heads: Mapping[str, int], head: str, column: int) -> str:
    return _word(sheet, heads[head], column) if head in heads else ""


def _names(sheet: Sheet, heads: Mapping[str, int], columns: Iterable[int]) -> dict[int, str]:
    """Return by column what it is referred to by: its name, or its letter where it has none or shares it."""
    given = {column: _at(sheet, heads, "name", column) for column in columns}
    used: set[str] = set()
    names = {}
    for column, name in given.items():
        letter = sheet.where(1, column).rpartition("!")[2].rstrip("1")
        names[column] = name if name and name not in used else f"column {letter}"
        used.add(names[column])
    return names


def _word(sheet: Sheet, row: int, column: int) -> str:
    text = sheet.text(row, column).strip()
    return "" if text in EMPTY else text


def _branches(text: str) -> list[Branch]:
    """Return the ways out of a decision, written as "condition: column", several with commas between."""
    parts = (part.rpartition(":") for part in text.split(",") if ":" in part)
    return [Branch(condition=condition.strip(), target_id=target.strip()) for condition, _, target in parts]


def _codes(text: str) -> list[Code]:
    return [Code(decode=word) for word in _list(text)]


def _list(text: str) -> list[str]:
    """Return the words between commas; one in quotes may hold commas itself."""
    parts = (found[1] or found[2] for found in LISTED.finditer(text))
    return [word for part in parts if (word := part.strip()) not in EMPTY]
