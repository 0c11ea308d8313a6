"""What stands beside the grid: timelines behind a mark, events that are not on the calendar, idle activities."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from protocols.domain.importers.usdm.marks import label
from protocols.domain.importers.usdm.model import Activity, Design, Instance, Timeline
from protocols.domain.importers.usdm.path import name
from protocols.domain.importers.usdm.prose import plain
from protocols.domain.problems import Problem, note, warning

SHOWN = 8  # names in one message


def other_timelines(design: Design, main: Timeline, visits: Sequence[Instance]) -> list[Problem]:
    """Tell each timeline that is not the schedule: the one mark that hides it, or the event that starts it."""
    behind: dict[str, list[str]] = {}
    for activity in design.activities:
        if activity.timeline_id:
            behind.setdefault(activity.timeline_id, []).append(label(activity))
    for instance in visits:
        if instance.timeline_id:
            behind.setdefault(instance.timeline_id, []).append(name(instance))
    known = {timeline.id: timeline for timeline in design.timelines}
    told = [_tell(timeline, behind.get(key, [])) for key, timeline in known.items() if key != main.id]
    lost = [key for key in behind if key not in known]
    return told + [
        warning(behind[key][0], f"It points to a timeline that is not in the file ({key}).", "Check what is done.")
        for key in lost
    ]


def idle_activities(
    activities: Sequence[Activity], marked: AbstractSet[str], design: Design, main: Timeline
) -> list[Problem]:
    """Tell the activities that no visit names: those of other timelines are told there, headings are no activities."""
    elsewhere = {
        activity
        for timeline in design.timelines
        if timeline.id != main.id
        for instance in timeline.instances
        for activity in instance.activity_ids
    }
    within = {child for parent in activities if _stands_for_parts(parent, marked) for child in parent.child_ids}
    idle = [
        label(activity)
        for activity in activities
        if activity.id not in marked
        and activity.id not in elsewhere
        and not activity.child_ids
        and not activity.timeline_id
        and activity.id not in within
    ]
    if not idle:
        return []
    message = f"{len(idle)} activities are listed but never done, so they are not in the grid: {_some(idle)}."
    return [note("activities", message, "Check whether a mark is missing in the file.")]


def parts_of_rows(
    activities: Sequence[Activity], marked: AbstractSet[str], by_id: Mapping[str, Activity]
) -> list[Problem]:
    """Tell the activities that are done although only their heading is marked."""
    return [
        note(
            label(parent), f"One mark here stands for {len(parts)} activities: {_some(parts)}.", "Rate it as the whole."
        )
        for parent in activities
        if _stands_for_parts(parent, marked)
        and (parts := [label(by_id[child]) for child in parent.child_ids if child in by_id])
    ]


def _stands_for_parts(parent: Activity, marked: AbstractSet[str]) -> bool:
    return parent.id in marked and marked.isdisjoint(parent.child_ids)


def remarks_on(activities: Sequence[Activity]) -> list[Problem]:
    """Tell what the file says about an activity beside its marks: why it is conditional, and comments on it."""
    said = [
        (activity, text)
        for activity in activities
        for text in (activity.reason, *(n.text for n in activity.notes), *_conditions_of_procedures(activity))
    ]
    return [
        note(label(activity), f"The file says of this activity: {words}", "Use it when you check the row.")
        for activity, text in said
        if (words := plain(text))
    ]


def _conditions_of_procedures(activity: Activity) -> list[str]:
    return [
        f"{procedure.label or procedure.name} is done only under a condition: {procedure.reason or 'not said'}"
        for procedure in activity.procedures
        if procedure.is_conditional
    ]


def _tell(timeline: Timeline, owners: list[str]) -> Problem:
    steps = sum(max(1, len(instance.activity_ids)) for instance in timeline.visits)
    names = _some([name(instance) for instance in timeline.visits])
    if owners:
        message = f"One mark here hides {steps} steps of the timeline {timeline.title!r}: {names}."
        return note(_some(owners), message, "Rate the activity as the whole of these steps.")
    event = f" It starts when: {timeline.entry_condition}." if timeline.entry_condition else ""
    message = (
        f"The timeline {timeline.title!r} is not on the calendar and not in the grid: {len(timeline.visits)} visits "
        f"({names}) with {steps} activities.{event}"
    )
    return note("timelines", message, "Add it as a visit if its burden should count.")


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
