"""What one person said about one step of a visit, and reading such answers from a CSV file."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ..problems import Problem, error, warning
from ..schedule import Schedule

JOURNEY = "journey"
BETWEEN = "between"
STEPS = (JOURNEY, BETWEEN)

Understood = Literal["yes", "partly", "no"]


@dataclass(frozen=True, slots=True)
class Rating:
    """One person's answer to one step; None is "not answered", "not sure" or "skipped", and is never zero.

    `activity` is an activity's key, `journey` or `between`, or None for what was said of the visit as a whole.
    Answers lie on the 0-4 scale, times are minutes. `timed` says that a clock ran, so that the minutes were observed.
    """

    rater: str
    role: str
    visit: str
    activity: str | None = None
    overall: float | None = None
    physical: float | None = None
    worry: float | None = None
    effort: float | None = None
    active: float | None = None
    waiting: float | None = None
    moving: float | None = None
    understood: Understood | None = None
    cost: float | None = None
    disruption: float | None = None
    comment: str = ""
    could_not: bool = False
    timed: bool = False


REQUIRED = ("rater", "role", "visit", "activity")
ANSWERS = ("overall", "physical", "worry", "effort", "cost", "disruption")
TIMES = ("active", "waiting", "moving")
FLAGS = ("could_not", "timed")
COLUMNS = (*REQUIRED, *ANSWERS, *TIMES, "understood", "comment", *FLAGS)
YES, NO = ("yes", "y", "true", "1", "x"), ("", "no", "n", "false", "0")


def read_ratings(text: str, *, highest: int = 4) -> tuple[tuple[Rating, ...], tuple[Problem, ...]]:
    """Read ratings from CSV text (comma or semicolon); a row with a fault is left out and named by its line.

    Blank cells are allowed. Answers are whole numbers from 0 to `highest`. Cost and disruption belong on a row without
    an activity. Of two answers of one person to one step the first is kept.
    """
    lines = csv.DictReader(
        io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=_delimiter(text), strict=True
    )
    problems = list(_header_problems(lines))
    ratings: dict[tuple[str, str, str | None], Rating] = {}
    try:
        for row in lines if not problems else ():
            rating, found = _read_row(row, highest)
            where = f"line {lines.line_num}"
            problems += [replace(problem, where=where) for problem in found]
            if rating is not None:
                step = (rating.rater, rating.visit, rating.activity)
                problems += [_twice(where, rating)] if step in ratings else []
                ratings.setdefault(step, rating)
    except csv.Error as fault:
        problems.append(error(f"line {lines.line_num}", f"The file breaks off here: {fault}.", "Save it as CSV again."))
    return tuple(ratings.values()), tuple(problems)


def fit_to(schedule: Schedule, ratings: Iterable[Rating]) -> tuple[tuple[Rating, ...], tuple[Rating, ...]]:
    """Find each rating's visit and activity in a schedule, by key or by label; return those found, and the rest."""
    visits = _by_name((visit.key, visit.label) for visit in schedule.visits)
    activities = _by_name((activity.key, activity.label) for activity in schedule.activities)
    activities |= {step: step for step in STEPS}
    fitting, left = [], []
    for rating in ratings:
        visit = visits.get(_plain(rating.visit))
        activity = None if rating.activity is None else activities.get(_plain(rating.activity))
        if visit is None or (activity is None) != (rating.activity is None):
            left.append(rating)
        else:
            fitting.append(replace(rating, visit=visit, activity=activity))
    return tuple(fitting), tuple(left)


def not_there(rating: Rating) -> Problem:
    """Return what to tell a person about a rating whose visit or activity is not in the schedule."""
    step = f"visit {rating.visit!r}" + (f", activity {rating.activity!r}" if rating.activity else "")
    remedy = "Use a key or a label of the schedule; a label that stands there twice needs its key."
    return warning(f"rating of {rating.rater}", f"There is no {step} in the schedule.", remedy)


def _header_problems(lines: "csv.DictReader[str]") -> Iterator[Problem]:
    names = lines.fieldnames or ()
    for name in REQUIRED:
        if name not in names:
            yield error("line 1", f"There is no column {name!r}.", f"The first line names: {', '.join(COLUMNS)}.")
    for name in names:
        if name not in COLUMNS:
            yield error("line 1", f"The column {name!r} is not known.", f"The columns are: {', '.join(COLUMNS)}.")


def _read_row(row: Mapping[str, str | None], highest: int) -> tuple[Rating | None, list[Problem]]:
    problems: list[Problem] = []
    if None in row or None in row.values():
        return None, [error("", "This row has more or fewer cells than the first line.", "Give each column one cell.")]
    cells = {name: (value or "").strip() for name, value in row.items()}
    problems += [error("", f"The {name} is missing.", "Fill it in.") for name in REQUIRED[:3] if not cells[name]]
    answers = {name: _number(cells, name, _is_answer(highest), problems) for name in ANSWERS}
    times = {name: _number(cells, name, _is_time, problems) for name in TIMES}
    could_not, timed = (_yes(cells, name, problems) for name in FLAGS)
    understood = _understood(cells.get("understood", ""), problems)
    if problems:
        return None, problems
    rating = Rating(
        cells["rater"],
        cells["role"].lower(),
        cells["visit"],
        cells["activity"] or None,
        **answers,
        **times,
        understood=understood,
        comment=cells.get("comment", ""),
        could_not=could_not,
        timed=timed,
    )
    if rating.activity and (rating.cost, rating.disruption) != (None, None):
        remedy = "They are left out here. Move them to a row without an activity."
        return replace(rating, cost=None, disruption=None), [warning("", "Cost and disruption are of a visit.", remedy)]
    return rating, []


def _number(cells: Mapping[str, str], name: str, fits: Callable[[float], str], problems: list[Problem]) -> float | None:
    text = cells.get(name, "")
    if not text:
        return None
    try:
        value = float(text) if text.isascii() else float("nan")
    except ValueError:
        value = float("nan")
    if wanted := fits(value):
        problems.append(error("", f"{name} is {text[:40]!r}.", f"Write {wanted}, or leave it blank."))
        return None
    return value


def _is_answer(highest: int) -> Callable[[float], str]:
    return lambda value: "" if value in range(highest + 1) else f"a whole number from 0 to {highest}"


def _is_time(value: float) -> str:
    return "" if 0 <= value <= 24 * 60 else "minutes, from 0 to 1440"


def _yes(cells: Mapping[str, str], name: str, problems: list[Problem]) -> bool:
    word = cells.get(name, "").lower()
    if word not in YES + NO:
        problems.append(error("", f"{name} is {word[:40]!r}.", "Write yes or no."))
    return word in YES


def _understood(text: str, problems: list[Problem]) -> Understood | None:
    answers: dict[str, Understood] = {"yes": "yes", "partly": "partly", "no": "no"}
    if text and text.lower() not in answers:
        problems.append(error("", f"understood is {text[:40]!r}.", "Write yes, partly or no."))
    return answers.get(text.lower())


def _twice(where: str, rating: Rating) -> Problem:
    step = f"{rating.visit}, {rating.activity or 'the visit as a whole'}"
    return warning(where, f"{rating.rater} answered twice for {step}. The first answer is kept.", "Take one out.")


def _by_name(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    keys, labels, repeated = {}, {}, set()
    for key, label in pairs:
        keys[_plain(key)] = key
        if _plain(label) in labels:
            repeated.add(_plain(label))
        labels[_plain(label)] = key
    return {label: key for label, key in labels.items() if label not in repeated} | keys


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return ";" if head.count(";") > head.count(",") else ","
