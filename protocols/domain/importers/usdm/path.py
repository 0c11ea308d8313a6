"""Which timeline is the schedule, in which order its instances come, and which of them are walked again and again."""

from collections.abc import Iterable
from dataclasses import dataclass

from protocols.domain.importers.usdm.model import Design, Instance, Timeline
from protocols.domain.problems import Problem, note, warning


@dataclass(frozen=True, slots=True)
class Loop:
    """Columns `first` to `last` (numbers, both included) that a decision sends people back to, and what it says."""

    first: int
    last: int
    condition: str


@dataclass(frozen=True, slots=True)
class Path:
    """The columns of the schedule in order, its loops, and what was not sure about them."""

    visits: tuple[Instance, ...]
    loops: tuple[Loop, ...]
    problems: tuple[Problem, ...]


def main_timeline(design: Design) -> tuple[Timeline | None, tuple[Problem, ...]]:
    """Return the timeline that is the schedule, with a warning where the file does not say which one it is."""
    timelines = [timeline for timeline in design.timelines if timeline.visits]
    main = [timeline for timeline in timelines if timeline.is_main]
    if len(main) == 1:
        return main[0], ()
    choices = main or timelines
    if not choices:
        return None, ()
    chosen = main[0] if main else max(timelines, key=lambda timeline: len(timeline.visits))
    if len(choices) == 1:
        return chosen, (
            warning(chosen.title, "No timeline is named as the main one; the only one was read.", "Check it."),
        )
    names = ", ".join(timeline.title for timeline in choices)
    said = "several timelines as the main one" if main else "no timeline as the main one"
    message = f"The file names {said} ({names}). {chosen.title!r} was read."
    return chosen, (warning("timelines", message, "Check that this is the schedule that every participant follows."),)


def walk(timeline: Timeline) -> Path:
    """Follow a timeline: from its entry along the default way, then the other ways out, then what nothing leads to."""
    by_id = {instance.id: instance for instance in timeline.instances}
    problems: list[Problem] = []
    start = by_id.get(timeline.entry_id or "") or _start(timeline.instances)
    if timeline.entry_id not in by_id:
        problems.append(
            warning(
                timeline.title,
                "The file does not say where the timeline begins.",
                f"It was read from {name(start)!r} on.",
            )
        )
    reached = _reach(start, by_id)
    missed = [instance for instance in timeline.instances if instance.id not in reached]
    problems += _broken_links(timeline, by_id)
    if columns := [instance for instance in missed if not instance.is_decision]:
        names = ", ".join(name(instance) for instance in columns[:5])
        message = f"No path leads to {len(columns)} of the columns ({names}). They were put at the end."
        problems.append(warning(timeline.title, message, "Check the order of the visits."))
    return _as_path([*reached.values(), *missed], problems)


def in_file_order(timeline: Timeline) -> Path:
    """Keep the columns as the file lists them; for workbooks, where people see that order."""
    return _as_path(timeline.instances, [])


def name(instance: Instance) -> str:
    """Return what to call an instance in a message."""
    return instance.label or instance.name or instance.id


def _start(instances: list[Instance]) -> Instance:
    """Return the first instance that no other one leads to by default."""
    led_to = {instance.default_id for instance in instances}
    return next((instance for instance in instances if instance.id not in led_to), instances[0])


def _reach(start: Instance, by_id: dict[str, Instance]) -> dict[str, Instance]:
    """Return what can be reached: the default way first, then each other way out in the order of its decision."""
    reached: dict[str, Instance] = {}
    waiting: list[str | None] = [start.id]
    while waiting:
        instance = by_id.get(waiting.pop(0) or "")
        while instance and instance.id not in reached:
            reached[instance.id] = instance
            waiting += [branch.target_id for branch in instance.branches]
            instance = by_id.get(instance.default_id or "")
    return reached


def _broken_links(timeline: Timeline, by_id: dict[str, Instance]) -> list[Problem]:
    known = by_id.keys() | {way_out.id for way_out in timeline.exits}
    broken = [
        (found, target)
        for found in timeline.instances
        for target in (found.default_id, *(branch.target_id for branch in found.branches))
        if target and target not in known
    ]
    return [
        warning(name(found), f"The next visit is named as {target!r}, which does not exist.", "Check the order.")
        for found, target in broken
    ]


def _as_path(order: Iterable[Instance], problems: list[Problem]) -> Path:
    """Split columns from decisions. A way that leads back makes a loop of the columns since its target."""
    listed = list(order)
    by_id = {instance.id: instance for instance in listed}
    visits: list[Instance] = []
    loops: list[Loop] = []
    places: dict[str, int] = {}
    for instance in listed:
        places[instance.id] = len(visits)
        if not instance.is_decision:
            visits.append(instance)
        ahead = [branch.condition for branch in instance.branches if branch.condition]
        for branch in instance.branches:
            back = places.get(branch.target_id or "", len(visits))
            if back < len(visits):
                loops.append(Loop(back, len(visits) - 1, branch.condition))
                ahead = [condition for condition in ahead if condition != branch.condition]
        back = places.get(instance.default_id or "", len(visits))
        if back < len(visits) and _leads_to(instance, by_id):
            loops.append(Loop(back, len(visits) - 1, f"until: {' or '.join(ahead)}" if ahead else ""))
            continue
        message = "Some participants take another way here: {!r}."
        problems += [
            note(name(instance), message.format(condition), "Check which visits are for everyone.")
            for condition in ahead
        ]
    return Path(tuple(visits), tuple(loops), tuple(problems))


def _leads_to(instance: Instance, by_id: dict[str, Instance]) -> bool:
    """Tell whether the default way from an instance comes back to it; one that only joins an earlier path does not."""
    start = by_id.get(instance.default_id or "")
    return start is not None and instance.id in _reach(start, by_id)
