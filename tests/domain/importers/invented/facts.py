"""What a right reading of an invented schedule is, and everything in which a reading differs from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from protocols.domain import importers
from protocols.domain.importers.imported import Imported, Refused
from protocols.domain.schedule import MarkKind, Schedule, Visit
from tests.domain.importers.invented.drawing import Part, drawn

LETTERS = {
    MarkKind.PLANNED: "x",
    MarkKind.OPTIONAL: "o",
    MarkKind.CONDITIONAL: "c",
    MarkKind.CONTINUOUS: "t",
    MarkKind.REFERRED: "r",
}
HOURS = {"hour": "h", "day": "d", "week": "w"}


@dataclass(frozen=True)
class Invented:
    """One invented schedule, the kinds of files it is drawn as, and the facts.

    `visits` are parted by "|"; each must be the label or one of the headings. `rows` has a line for each activity: its
    label, then a letter for each visit (x planned, o optional, c conditional, t throughout, r referred, . nothing).
    `days` and `windows` have one word for each visit ("?" for none, "3d" for ±3 days, "2/5d" for unequal sides).
    `notes` counts the footnotes that have a key; `pointed` names those of an activity; `told` are pieces of problems.
    `refused` is a piece of the refusal where the file must be refused. `make` writes a file that no grid can describe.
    """

    name: str
    parts: tuple[Part, ...]
    kinds: str
    visits: str = ""
    rows: str = ""
    days: str = ""
    windows: str = ""
    arms: str = ""
    contacts: str = ""
    repeats: str = ""
    notes: int | None = None
    pointed: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str | None] = field(default_factory=dict)
    texts: dict[tuple[str, int], str] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    refused: str = ""
    make: Callable[[], bytes] | None = None

    def data(self, kind: str) -> bytes:
        """Return the file of one kind."""
        return self.make() if self.make else drawn(self.parts, kind)


def misses(invented: Invented, kind: str) -> list[str]:
    """Return everything in which the reading of the file differs from the facts; empty when it is right."""
    data = invented.data(kind)
    try:
        imported = importers.read(data, f"invented.{kind}")
    except Refused as refused:
        said = " ".join(f"{p.message} {p.remedy}" for p in refused.problems)
        return [] if invented.refused and invented.refused in said else [f"refused: {said}"]
    if invented.refused:
        return [f"read, but must be refused: {[a.label for a in imported.schedule.activities]}"]
    return list(differences(invented, imported))


def differences(invented: Invented, imported: Imported) -> Iterator[str]:
    """Yield everything in which a reading differs from the facts."""
    schedule = imported.schedule
    wanted = [text.strip().replace("\\n", "\n") for text in invented.visits.split("|")]
    if len(wanted) != len(schedule.visits):
        yield f"{len(schedule.visits)} visits, not {len(wanted)}: {[v.header for v in schedule.visits]}"
        return
    for text, visit in zip(wanted, schedule.visits, strict=True):
        shown = [" ".join(word.split()) for word in (visit.label, *visit.header)]
        if " ".join(text.split()) not in shown:
            yield f"visit {text!r} is {visit.label!r} {visit.header}"
    yield from _of_visits(invented, schedule)
    yield from _of_rows(invented, schedule)
    yield from _of_notes(invented, imported)


def _of_visits(invented: Invented, schedule: Schedule) -> Iterator[str]:
    arms = {arm.key: arm.label for arm in schedule.arms}
    for what, wanted, found in (
        ("days", invented.days, [_number(v.day) for v in schedule.visits]),
        ("windows", invented.windows, [_window(v) for v in schedule.visits]),
        ("contacts", invented.contacts, [v.contact.value for v in schedule.visits]),
        ("repeats", invented.repeats, [_repeats(v) for v in schedule.visits]),
    ):
        if wanted and wanted.split() != found:
            yield f"{what} {' '.join(found)}, not {wanted}"
    if invented.arms:
        named = [arms.get(v.arm or "", "-") for v in schedule.visits]
        if [text.strip() for text in invented.arms.split("|")] != named:
            yield f"arms {named}"


def _number(day: float | None) -> str:
    return "?" if day is None else f"{day:g}"


def _window(visit: Visit) -> str:
    if visit.window is None or visit.window.before == visit.window.after == 0:
        return "?"
    before, after, unit = visit.window.before, visit.window.after, HOURS[visit.window.unit]
    return f"{before:g}{unit}" if before == after else f"{before:g}/{after:g}{unit}"


def _repeats(visit: Visit) -> str:
    if visit.repeats is None:
        return "1"
    return f"{visit.repeats.min}-{'*' if visit.repeats.max is None else visit.repeats.max}"


def _of_rows(invented: Invented, schedule: Schedule) -> Iterator[str]:
    places = {visit.key: number for number, visit in enumerate(schedule.visits)}
    found: list[tuple[str, str]] = []
    for activity in schedule.activities:
        letters = ["."] * len(places)
        for mark in schedule.marks:
            if mark.activity == activity.key:
                letters[places[mark.visit]] = LETTERS[mark.kind]
        found.append((activity.label, "".join(letters)))
    wanted = [tuple(line.strip().rsplit(None, 1)) for line in invented.rows.strip().splitlines()]
    yield from (f"missing row {label!r} {letters}" for label, letters in wanted if (label, letters) not in found)
    yield from (f"read {label!r} {letters}" for label, letters in found if (label, letters) not in wanted)
    for label, group in invented.groups.items():
        named = {activity.group for activity in schedule.activities if activity.label == label}
        if named != {group}:
            yield f"group of {label!r} is {named}, not {group!r}"
    for (label, visit), text in invented.texts.items():
        key = next((a.key for a in schedule.activities if a.label == label), "")
        marks = [m.text for m in schedule.marks if m.activity == key and places[m.visit] == visit]
        if marks != [text]:
            yield f"text of {label!r} at visit {visit} is {marks}, not {text!r}"


def _of_notes(invented: Invented, imported: Imported) -> Iterator[str]:
    schedule = imported.schedule
    keyed = [note.key for note in schedule.footnotes if not note.key.startswith("note ")]
    if invented.notes is not None and len(keyed) != invented.notes:
        yield f"{len(keyed)} footnotes, not {invented.notes}: {[(n.key, n.text[:40]) for n in schedule.footnotes]}"
    for label, wanted in invented.pointed.items():
        keys = {activity.key for activity in schedule.activities if activity.label == label}
        own = {key for activity in schedule.activities if activity.key in keys for key in activity.footnotes}
        own |= {key for mark in schedule.marks if mark.activity in keys for key in mark.footnotes}
        if own != set(wanted.split()):
            yield f"footnotes of {label!r} are {sorted(own)}, not {wanted!r}"
    said = [problem.message for problem in imported.problems]
    yield from (f"not told: {words!r} in {said}" for words in invented.told if not any(words in text for text in said))
