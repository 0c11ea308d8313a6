"""The rows and the cells: which activities are rows, in which order, and what stands where a row meets a column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from protocols.domain.importers.usdm.model import Activity, Condition, Instance
from protocols.domain.importers.usdm.path import name as name_of_instance
from protocols.domain.importers.usdm.prose import plain
from protocols.domain.problems import Problem, note, warning
from protocols.domain.schedule import Activity as Row
from protocols.domain.schedule import Footnote, Mark, MarkKind


@dataclass
class Notes:
    """Footnotes made from conditions, and the rows and cells that carry them."""

    footnotes: list[Footnote] = field(default_factory=list)
    of_row: dict[str, list[str]] = field(default_factory=dict)
    of_cell: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def label(activity: Activity) -> str:
    """Return the words of a row."""
    return plain(activity.label) or plain(activity.name) or activity.id


def notes(
    conditions: Sequence[Condition], texts: Sequence[str], grid: tuple[Sequence[Activity], Sequence[Instance]]
) -> Notes:
    """Turn conditions into lettered footnotes. No context means the whole row, else only the cells of the context.

    A context is a visit, an encounter (all its visits) or an activity (its row, as far as the condition applies to it).
    """
    found = Notes()
    if not conditions:
        return found
    activities, visits = grid
    done = {visit.id: frozenset(visit.activity_ids) for visit in visits}
    rows = _rows_by_part(activities, frozenset().union(*done.values()))
    places = _visits_by_context(visits)
    for number, (condition, text) in enumerate(zip(conditions, texts, strict=True)):
        key = letters(number)
        found.footnotes.append(Footnote(key, text))
        applies = dict.fromkeys(row for part in condition.applies_ids for row in rows.get(part, ()))
        within = [row for context in condition.context_ids for row in applies if context == row]
        contexts = [visit for at in condition.context_ids for visit in places.get(at, ())]
        cells = [(visit, row) for row in applies for visit in contexts if row in done[visit]]
        whole = within if condition.context_ids else list(applies)
        for row in dict.fromkeys(whole):
            found.of_row.setdefault(row, []).append(key)
        for cell in dict.fromkeys(cells):
            found.of_cell.setdefault(cell, []).append(key)
        if (condition.applies_ids or condition.context_ids) and not whole and not cells:
            message = f"The footnote {text[:60]!r} points to nothing in the schedule."
            found.problems.append(warning(f"footnote {key}", message, "Check where it belongs."))
    return found


def _visits_by_context(visits: Sequence[Instance]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for visit in visits:
        for context in (visit.id, visit.encounter_id):
            if context:
                found.setdefault(context, []).append(visit.id)
    return found


def letters(number: int) -> str:
    """Return the letter of a footnote: 0 is a, 25 is z, 26 is aa."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def in_order(activities: Sequence[Activity]) -> list[Activity]:
    """Follow next, or previous where only that is written; what is not linked keeps its place, at the end."""
    by_id = {activity.id: activity for activity in activities}
    order: dict[str, Activity] = {}
    heads = [activity for activity in activities if activity.previous_id not in by_id]
    following = {activity.previous_id: activity for activity in reversed(activities) if activity.previous_id in by_id}
    following |= {activity.id: by_id[activity.next_id] for activity in activities if activity.next_id in by_id}
    for head in heads if following else activities:
        activity: Activity | None = head
        while activity and activity.id not in order:
            order[activity.id] = activity
            activity = following.get(activity.id)
    return [*order.values(), *(activity for activity in activities if activity.id not in order)]


def rows(activities: Iterable[Activity], marked: set[str], found: Notes) -> tuple[Row, ...]:
    """Return the marked activities; one that has children and no mark is only the heading of its children."""
    listed = list(activities)
    groups = {child: label(parent) for parent in listed for child in parent.child_ids}
    return tuple(
        Row(activity.id, label(activity), groups.get(activity.id), tuple(found.of_row.get(activity.id, ())))
        for activity in listed
        if activity.id in marked
    )


def marks(
    visits: Sequence[Instance], by_id: Mapping[str, Activity], found: Notes
) -> tuple[tuple[Mark, ...], tuple[Problem, ...]]:
    """Return one mark for each activity that an instance names, visit by visit, and what it names wrongly."""
    kinds = {key: _kind(activity, found) for key, activity in by_id.items()}
    made: list[Mark] = []
    problems: list[Problem] = []
    for visit in visits:
        named = dict.fromkeys(visit.activity_ids)
        if len(named) < len(visit.activity_ids):
            problems.append(
                note(name_of_instance(visit), "An activity is named twice for this visit; it is marked once.")
            )
        if not kinds.keys() >= named.keys():
            unknown = [activity for activity in named if activity not in kinds]
            message = f"The visit names activities that do not exist: {', '.join(unknown[:5])}."
            problems.append(warning(name_of_instance(visit), message, "Check what is done at this visit."))
            named = {activity: None for activity in named if activity in kinds}
        made += Mark.at_visit(visit.id, named, kinds)
    return tuple(_with_footnotes(made, found)), tuple(problems)


def _kind(activity: Activity, found: Notes) -> MarkKind:
    if activity.is_optional:
        return MarkKind.OPTIONAL
    if activity.procedures and all(procedure.is_conditional for procedure in activity.procedures):
        return MarkKind.CONDITIONAL
    return MarkKind.CONDITIONAL if activity.is_conditional or activity.id in found.of_row else MarkKind.PLANNED


def _with_footnotes(made: list[Mark], found: Notes) -> list[Mark]:
    """Add the footnotes of single cells: what a footnote says holds only under its condition."""
    if not found.of_cell:
        return made
    return [
        replace(mark, kind=_conditional(mark.kind), footnotes=tuple(keys))
        if (keys := found.of_cell.get((mark.visit, mark.activity)))
        else mark
        for mark in made
    ]


def _conditional(kind: MarkKind) -> MarkKind:
    return MarkKind.CONDITIONAL if kind is MarkKind.PLANNED else kind


def _rows_by_part(activities: Sequence[Activity], marked: frozenset[str]) -> dict[str, list[str]]:
    """Return the marked rows that a condition means by an id: an activity, a heading over several, or a part of some.

    A part is a procedure, or a concept, its surrogate or its category.
    """
    found: dict[str, list[str]] = {}
    for activity in activities:
        if activity.id not in marked:
            continue
        parts = [activity.id, *activity.concept_ids, *activity.surrogate_ids, *activity.category_ids]
        for part in (*parts, *(procedure.id for procedure in activity.procedures if procedure.id)):
            found.setdefault(part, []).append(activity.id)
    by_id = {activity.id: activity for activity in activities}
    headings = [activity for activity in activities if activity.child_ids and activity.id not in marked]
    return found | {heading.id: _marked_below(heading, by_id, marked) for heading in headings}


def _marked_below(heading: Activity, by_id: Mapping[str, Activity], marked: frozenset[str]) -> list[str]:
    below: dict[str, Activity] = {}
    waiting = list(heading.child_ids)
    while waiting:
        child = by_id.get(waiting.pop(0))
        if child and child.id not in below:
            below[child.id] = child
            waiting += child.child_ids
    return [key for key in below if key in marked]
