"""Ways to colour the burden map: each says what a box shows, in which colour, and what the colour means in words.

Load keeps the map as it is. Hours, notes and disagreement have a ramp of their own, site minutes another, and purposes
have no ramp at all, so that a colour never means two things.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from protocols.domain.burden.agreement import by_item
from protocols.domain.burden.lines import Line
from protocols.reviews.models import SeatRole
from protocols.runthroughs.models import Annotation
from protocols.schedules.models import Purpose
from protocols.scores.maps.grid import BurdenMap, Cell, Column, MapRow, Shade
from protocols.scores.maps.levels import levels
from protocols.scores.services import ReviewScore

COLOURS: dict[str, str | Promise] = {
    "load": gettext_lazy("Burden each time"),
    "hours": gettext_lazy("Time of a person"),
    "site": gettext_lazy("Time of the site"),
    "notes": gettext_lazy("What people wrote"),
    "purpose": gettext_lazy("What it is for"),
    "disagreement": gettext_lazy("How far answers lie apart"),
}
PURPOSES = {
    Purpose.PRIMARY: "M",
    Purpose.SECONDARY: "O",
    Purpose.SAFETY: "S",
    Purpose.EXPLORATORY: "X",
    Purpose.OPERATIONAL: "R",
    Purpose.NOT_STATED: "?",
}
UNKNOWN = "pb-hatch"
Key = tuple[str, str]


@dataclass(frozen=True)
class Layer:
    """One way to colour the map. `legend` holds sign, class and words; `shades` the boxes by visit and row.

    `totals` are texts by row; None keeps the load of each row. `foot` has the sums of visits, instead of their load.
    """

    key: str
    caption: str
    unit: str
    legend: tuple[tuple[str, str, str], ...] = ()
    shades: Mapping[Key, Shade] = field(default_factory=dict)
    totals: Mapping[str, str] | None = None
    foot: Mapping[str, str] = field(default_factory=dict)
    foot_label: str = ""
    foot_total: str = ""
    unknown: str = ""
    only_activities: bool = False


def layer(key: str, found: ReviewScore, purposes: Mapping[str, str]) -> Layer | None:
    """Return a way to colour the map; None for load, which needs none."""
    made: dict[str, Callable[[], Layer]] = {
        "hours": lambda: _hours(found),
        "site": lambda: _site(found),
        "notes": lambda: _notes(found),
        "purpose": lambda: _purposes(found, purposes),
        "disagreement": lambda: _disagreement(found),
    }
    return made[key]() if key in made else None


def coloured(table: BurdenMap, chosen: Layer) -> BurdenMap:
    """Return the map with what each box shows under this way to colour it."""
    groups = [(name, [_row(row, table.columns, chosen) for row in rows]) for name, rows in table.groups]
    kept = [
        (name, tuple(row for row in rows if row.is_activity or not chosen.only_activities)) for name, rows in groups
    ]
    return replace(table, groups=tuple((name, rows) for name, rows in kept if rows))


def _row(row: MapRow, columns: tuple[Column, ...], chosen: Layer) -> MapRow:
    pairs = zip(row.cells, columns, strict=True)
    cells = tuple(_cell(cell, chosen.shades.get((column.visit.key, row.key)), chosen) for cell, column in pairs)
    return replace(row, cells=cells, total_text=None if chosen.totals is None else chosen.totals.get(row.key, ""))


def _cell(cell: Cell | None, shade: Shade | None, chosen: Layer) -> Cell | None:
    return None if cell is None else replace(cell, shade=shade or Shade("?", UNKNOWN, chosen.unknown))


def _hours(found: ReviewScore) -> Layer:
    """Minutes of a person at one taking place of each visit."""
    minutes: dict[Key, Decimal] = {}
    for line in found.score.lines:
        if _is_timed(line):
            key = line.visit, line.activity
            minutes[key] = minutes.get(key, Decimal(0)) + line.minutes_once
    totals = _sums((line.activity, line.minutes.planned) for line in found.score.lines if _is_timed(line))
    return Layer(
        "hours", _("Minutes of a person for each test or task, by visit"), _("Minutes of one time"),
        _ramp("hours", "q"), _shades("hours", "q", minutes, _("min")), _whole(totals),
        unknown=_("we do not know how long it takes"),
    )  # fmt: skip


def _is_timed(line: Line) -> bool:
    return bool(line.split) or bool(line.estimate and line.estimate.minutes)


def _site(found: ReviewScore) -> Layer:
    """Minutes of all staff; a step that rows share counts in each box, and once in the sums of visits."""
    known = {key: each.row.staff for key, each in found.score.estimates_used.items() if each.row.staff}
    each_time = {key: Decimal(str(round(sum(roles.values()), 1))) for key, roles in known.items()}
    minutes = {
        (line.visit, line.activity): each_time[line.activity] * line.once
        for line in found.score.found.lines
        if line.activity in each_time and not line.at_home and line.once
    }
    totals = _sums(
        (line.activity, each_time[line.activity] * line.occurrences.planned)
        for line in found.score.found.lines
        if line.activity in each_time
    )
    visits = {visit.key: visit.minutes for visit in found.site.visits}
    return Layer(
        "site", _("Minutes of all staff for each test or task, by visit"), _("Staff minutes of one time"),
        _ramp("site", "s"), _shades("site", "s", minutes, _("min of staff")), _whole(totals),
        foot=_whole(visits), foot_label=_("Staff minutes, one time"),
        unknown=_("we do not know what it takes of a site"), only_activities=True,
    )  # fmt: skip


def _notes(found: ReviewScore) -> Layer:
    """How many people wrote something about one activity at one visit. Sites have a page with a rule of its own."""
    counts: dict[Key, set[int]] = {(mark.visit, mark.activity): set() for mark in found.score.schedule.marks}
    for said in found.inputs.annotations:
        if said.activity and said.walk.seat.role != SeatRole.SITE and _wrote(said):
            counts.setdefault((said.visit.key, said.activity.key), set()).add(said.walk.seat_id)
    numbers = {key: Decimal(len(people)) for key, people in counts.items()}
    rows: dict[str, set[int]] = {}
    for (_visit, row), people in counts.items():
        rows.setdefault(row, set()).update(people)
    totals = {row: Decimal(len(people)) for row, people in rows.items()}
    return Layer(
        "notes", _("How many people wrote something, by visit"), _("People who wrote something"),
        _ramp("notes", "q"), _shades("notes", "q", numbers, _("wrote")), _whole(totals),
        unknown=_("nobody was asked"), only_activities=True,
    )  # fmt: skip


def _wrote(said: Annotation) -> bool:
    return any((said.words.strip(), said.would_help.strip(), said.question.strip()))


def _purposes(found: ReviewScore, purposes: Mapping[str, str]) -> Layer:
    """Points of one time, coloured by what the activity is for."""
    shades: dict[Key, Shade] = {}
    for mark in found.score.schedule.marks:
        purpose = Purpose(purposes.get(mark.activity, Purpose.NOT_STATED))
        estimate = found.score.estimates.activities[mark.activity]
        points = "?" if estimate.points is None else f"{estimate.points:.1f}"
        look = f"p-{purpose.value}"
        shades[mark.visit, mark.activity] = Shade(f"{points} {PURPOSES[purpose]}", look, str(purpose.label))
    legend = tuple((sign, f"p-{purpose.value}", str(purpose.label)) for purpose, sign in PURPOSES.items())
    return Layer(
        "purpose", _("Load points for each test or task, by what it is for"), _("What it is for"),
        legend, shades, unknown=_("not said"), only_activities=True,
    )  # fmt: skip


def _disagreement(found: ReviewScore) -> Layer:
    """How far the advocates' answers to one step lie apart; a single answer says nothing about that."""
    apart = {
        step: Decimal(str(max(roles["advocate"]) - min(roles["advocate"])))
        for step, roles in by_item(found.inputs.ratings).items()
        if len(roles.get("advocate", ())) > 1
    }
    return Layer(
        "disagreement", _("How far advocates' answers lie apart, by visit"), _("Highest less lowest answer, 0 to 4"),
        _ramp("disagreement", "q"), _shades("disagreement", "q", apart, _("apart")), {},
        unknown=_("fewer than two answers"),
    )  # fmt: skip


def _ramp(name: str, letter: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(("", f"{letter}{level}", words) for level, words in enumerate(levels()[name].stretches))


def _shades(name: str, letter: str, numbers: Mapping[Key, Decimal], unit: str) -> dict[Key, Shade]:
    steps = levels()[name]
    whole = {key: round(number) for key, number in numbers.items()}
    return {key: Shade(f"{number}", f"{letter}{steps.of(number)}", unit) for key, number in whole.items()}


def _sums(amounts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for key, amount in amounts:
        found[key] = found.get(key, Decimal(0)) + amount
    return found


def _whole(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    return {key: f"{round(amount)}" for key, amount in amounts.items()}
