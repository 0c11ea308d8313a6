"""CSV files as records: which column is which is known by its heading, in any order; rows keep their line numbers."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from protocols.domain.importers.grid.timing import unit_of
from protocols.domain.importers.grid.vocabulary import words
from protocols.domain.importers.imported import Refused
from protocols.domain.importers.plain_text import decode
from protocols.domain.problems import Problem, error, note

FORMAT = "csv"
DELIMITERS = ",;\t|"
TITLE_LINES = 5  # lines in which the headings are searched
MINIMUM = "Use one row per mark with at least the columns visit and activity."

# What is read, and the headings that people write for it (letters and digits only, small).
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "visit": (
        *("visit", "visitid", "visitkey", "colid", "columnid", "encounter", "encounterid", "visitcode", "visitoid"),
        *("eventid", "eventoid", "studyevent", "studyeventid", "studyeventoid"),
    ),
    "timepoint": ("timepoint", "plannedtimepoint", "nominaltimepoint"),
    "visit_label": (
        *("visitlabel", "visitname", "headertext", "encounterlabel", "encountername"),
        *("eventname", "eventlabel", "studyeventname", "visitdescription", "timepointname", "timepointlabel"),
    ),
    "activity": (
        *("activity", "activityid", "activitykey", "procedure", "procedureid", "assessment", "rowid"),
        *("form", "formid", "formoid", "crf"),
    ),
    "activity_label": (
        *("activitylabel", "activityname", "procedurename", "assessmentname", "procedurelabel", "assessmentlabel"),
        *("procname", "formname", "formlabel", "testname"),
    ),
    "mark": (
        *("mark", "marker", "marktext", "cell", "required", "performed", "done", "planned", "scheduled"),
        *("requirement",),
    ),
    "status": ("status",),
    "position": (
        *("position", "order", "visitorder", "visitnumber", "visitnum", "visitno", "visitnr", "visitsequence"),
        *("eventorder", "studyeventorder"),
    ),
    "epoch": ("epoch", "period", "phase", "studyperiod", "studyphase", "epochname"),
    "cycle": ("cycle", "cyclenumber", "cycleno"),
    "arm": ("arm", "treatmentarm", "studyarm"),
    "day": ("day", "studyday", "visitday", "plannedday", "plannedstudyday", "targetday", "nominalday", "visitdy"),
    "timing": ("timing", "temporalvalue", "week", "studyweek", "visitweek"),
    "window": ("window", "visitwindow", "tolerancewindow", "tolerance"),
    "window_before": (
        *("windowbefore", "windowminus", "windowlower", "minus", "daysbefore", "earlywindow"),
        *("windowearly",),
    ),
    "window_after": ("windowafter", "windowplus", "windowupper", "plus", "daysafter", "latewindow", "windowlate"),
    "contact": ("contact", "where", "place", "contactmode", "location", "visittype", "visitmode", "contacttype"),
    "group": (
        *("group", "category", "section", "activitygroup", "procedurecategory", "assessmentcategory"),
        *("proceduregroup", "assessmentgroup"),
    ),
    "is_group": ("parentflag", "isgroup", "isparent"),
    "footnotes": ("footnotes", "annotationmarkers"),
    "footnote": ("annotationmarker", "footnotekey", "footnoteid", "footnote", "footnotemarker"),
    "footnote_text": ("annotationtext", "footnotetext"),
    "title": ("tabletitle", "title", "studytitle"),
    "comment": ("comment", "activitycomment", "remark"),
    "table": ("tableid",),
}
WINDOWS = frozenset(("window", "window_before", "window_after"))
DESCRIBING = frozenset(("contact", "group", "comment"))  # two such columns do not make a row unclear
# A sign at the end of a heading tells two columns apart: "Window -" and "Window (+)", but not "Window +/-".
_SIGNED = re.compile(r"[\s(\[]([-–−+])\s*[)\]]?\s*$")
_BOTH_SIDES = ("±", "+/-", "+/−", "+ / -")
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_BARE = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
ROLE = {heading: role for role, headings in HEADINGS.items() for heading in headings}
# Headings of the published long form that add nothing to a schedule.
KNOWN_BUT_NOT_READ = frozenset(
    (
        "timepointreference",
        "annotationid",
        "annotationtype",
        "appliesto",
        "pagestart",
        "pageend",
        "tabletype",
        "visitrange",
    )
)


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its texts by role, and where it stands."""

    where: str
    texts: Mapping[str, str]

    def get(self, *roles: str) -> str:
        """Return the first text that is there."""
        return next((self.texts[role] for role in roles if role in self.texts), "")


@dataclass(frozen=True)
class Table:
    """One CSV file."""

    name: str
    headings: tuple[str, ...]
    roles: frozenset[str]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...] = field(default=())

    @property
    def is_about_visits(self) -> bool:
        """Each row names a visit."""
        return bool(self.roles & {"visit", "visit_label"})

    @property
    def is_about_activities(self) -> bool:
        """Each row names an activity."""
        return bool(self.roles & {"activity", "activity_label"})


def roles_of_first_line(data: bytes) -> frozenset[str]:
    """Return what the headings of a text stand for; nothing where it cannot be decoded."""
    try:
        text, _ = decode(data)
        _, headings = next(_from_headings(_rows(text, ""))[1], (0, []))
    except Refused:
        return frozenset()
    return frozenset(filter(None, _roles(headings)))


def role_of(heading: str) -> str | None:
    """Return what a heading stands for; what stands in brackets only explains it: "Required (Y/N)", "Window (days)"."""
    return ROLE.get(_key(heading)) or ROLE.get(_key(_IN_BRACKETS.sub("", heading)))


def read_table(name: str, data: bytes) -> Table:
    """Return the records of one file. Raises Refused with the line; `name` is empty where there is only one file."""
    text, remarks = decode(data)
    above, rows = _from_headings(_rows(text, name))
    line, headings = next(rows, (1, []))
    _check_headings(headings, _where(name, line))
    roles = _roles(headings)
    shown_as = [_way_to_show(heading, role) for heading, role in zip(headings, roles, strict=True)]
    kept = list(rows)
    for line, cells in kept:
        _check_length(cells, headings, _where(name, line))
    said = _said_in_unknown(kept, roles)
    roles = _with_marks(roles, kept)
    records = []
    for line, cells in kept:
        shown = (show(cell) for cell, show in zip(cells, shown_as, strict=False))
        texts = {role: text for role, cell in zip(roles, shown, strict=False) if role and (text := cell.strip())}
        if texts:
            records.append(Record(_where(name, line), texts))
    _check_for_marks(roles, headings, (said, _where(name, 1)))
    unread = [
        heading
        for heading, role in zip(headings, roles, strict=True)
        if heading.strip() and role is None and _key(heading) not in KNOWN_BUT_NOT_READ
    ]
    told = [note(_where(name, 1), f"The columns {', '.join(unread)} were not read.")] if unread else []
    told += [note(_where(name, 1), f"The line above the headings was not read: {title[:100]!r}.") for title in above]
    return Table(name, tuple(headings), frozenset(filter(None, roles)), tuple(records), (*remarks, *told))


def _from_headings(rows: Iterator[tuple[int, list[str]]]) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Pass over titles: lines of one text above a line that names visits and activities. Return them and the rest."""
    begun: list[tuple[int, list[str]]] = []
    for line, cells in islice(rows, TITLE_LINES):
        begun.append((line, cells))
        if sum(1 for cell in cells if cell.strip()) > 1:
            break
    above = ["".join(cells).strip() for _, cells in begun[:-1]]
    named = set(_roles(begun[-1][1])) if begun else set()
    if above and named & {"visit", "visit_label"} and named & {"activity", "activity_label"}:
        return above, chain(begun[-1:], rows)
    return [], chain(begun, rows)


def _way_to_show(heading: str, role: str | None) -> Callable[[str], str]:
    """Return what a heading adds to a bare figure: "2" is 2 hours under "Window (hours)", and Week 2 under "Week"."""
    unit = unit_of(heading)
    both = "±" if role == "window" and any(sign in heading for sign in _BOTH_SIDES) else ""
    counted = f" {unit}s" if unit and role in WINDOWS else ""
    named = f"{unit.capitalize()} " if unit and role == "timing" else ""

    def show(cell: str) -> str:
        text = cell.strip()
        if not text[-1:].isdigit():
            return cell
        sign = both if text[0].isdigit() else ""
        return f"{named if _BARE.fullmatch(text) else ''}{sign}{text}{counted}"

    return show


def _roles(headings: Sequence[str]) -> list[str | None]:
    """Return what each column is. Of two that only describe, such as two columns of groups, the first counts."""
    roles: list[str | None] = []
    for heading in headings:
        role = role_of(heading)
        roles.append(None if role in DESCRIBING and role in roles else role)
    return _with_footnote_texts(_with_visits(roles, headings))


def _with_visits(roles: list[str | None], headings: Sequence[str]) -> list[str | None]:
    """Where no heading names the visit, the number of the visit or else the time point names it."""
    if not {"visit", "visit_label"}.isdisjoint(roles):
        return roles
    named = [
        role == "position" and _key(heading).startswith("visit") for heading, role in zip(headings, roles, strict=True)
    ]
    if not any(named):
        named = [role == "timepoint" for role in roles]
    return ["visit" if names_it else role for names_it, role in zip(named, roles, strict=True)]


def _with_footnote_texts(roles: list[str | None]) -> list[str | None]:
    """Beside nothing but the keys of footnotes, the only other column is their text."""
    if set(roles) == {"footnote", None} and roles.count(None) == 1:
        return [role or "footnote_text" for role in roles]
    return roles


def _said_in_unknown(rows: Sequence[tuple[int, list[str]]], roles: Sequence[str | None]) -> dict[int, set[str]]:
    """Return the texts of each column whose heading is not known, in small letters."""
    said: dict[int, set[str]] = {}
    for _, cells in rows:
        for column, cell in enumerate(cells):
            if column >= len(roles) or roles[column] is None:
                said.setdefault(column, set()).add(cell.strip().casefold())
    return said


def _with_marks(roles: list[str | None], rows: Sequence[tuple[int, list[str]]]) -> list[str | None]:
    """Where no heading names the marks, an X under "Timing" says that it is theirs, else a column of the status.

    A column that nobody knows may say anything else with its X; then the file is refused and not guessed.
    """
    if "mark" in roles:
        return roles
    crossed = {column for _, cells in rows for column, cell in enumerate(cells) if cell.strip().casefold() == "x"}
    able = [column for column in crossed if column < len(roles) and roles[column] in {"timing", "status"}]
    column = able[0] if len(able) == 1 else roles.index("status") if not able and "status" in roles else None
    return [("mark" if place == column else role) for place, role in enumerate(roles)]


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of the rows that are not empty; the first with such a sign says what separates the cells."""
    lines = (line for line in text.splitlines() if line.strip())
    first = next((line for line in lines if any(sign in line for sign in DELIMITERS)), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begun = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begun, cells
            begun = reader.line_num + 1
    except csv.Error as problem:
        raise Refused.because(
            _where(name, begun),
            f"The row that begins here cannot be read ({problem}).",
            "Check its quotation marks: each one that opens must close.",
            format=FORMAT,
        ) from problem


def _check_headings(headings: list[str], where: str) -> None:
    keys = Counter(key for heading in headings if (key := _key(heading)))
    roles = Counter(role for heading in {_key(h): h for h in headings}.values() if (role := role_of(heading)))
    problems = [
        error(where, f"The heading {key!r} stands over {count} columns.", "Delete or rename one of them.")
        for key, count in keys.items()
        if count > 1
    ]
    for role in (role for role, count in roles.items() if count > 1 and role not in DESCRIBING):
        names = [heading for heading in headings if role_of(heading) == role]
        message = f"The columns {' and '.join(names)} mean the same, so it is not clear which one counts."
        problems.append(error(where, message, "Delete or rename one of them."))
    if problems:
        raise Refused(tuple(problems), format=FORMAT)


def _check_for_marks(roles: list[str | None], headings: list[str], seen: tuple[dict[int, set[str]], str]) -> None:
    """Refuse rows of visits and activities beside a column of yes and no that nothing names as the marks."""
    said, where = seen
    named = frozenset(filter(None, roles))
    if "mark" in named or not (named & {"visit", "visit_label"} and named & {"activity", "activity_label"}):
        return
    for column, texts in said.items():
        yes, no = texts & words("marks", "plain"), (texts & words("marks", "empty")) | (texts & {""})
        if column < len(headings) and yes and no and texts <= yes | no:
            message = (
                f"The column {headings[column]!r} says yes and no, so it may be the marks; nothing says that it is."
            )
            raise Refused.because(where, message, "Name the column of the marks: mark.", format=FORMAT)


def _check_length(cells: list[str], headings: list[str], where: str) -> None:
    if any(cell.strip() for cell in cells[len(headings) :]):
        message = f"The row has {len(cells)} values under {len(headings)} headings."
        raise Refused.because(where, message, "Put a text that has the separating sign in it in quotes.", format=FORMAT)


def _where(name: str, line: int) -> str:
    return f"{name}, line {line}" if name else f"line {line}"


def _key(heading: str) -> str:
    bare = "".join(letter for letter in heading.casefold() if letter.isalnum())
    signed = _SIGNED.search(heading)
    return bare + ("" if not signed else "plus" if signed[1] == "+" else "minus")
