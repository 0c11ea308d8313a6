"""From a study design to the schedule: the columns, rows, cells, footnotes and objectives put together."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from protocols.domain.importers.imported import Refused
from protocols.domain.importers.usdm import beside, marks
from protocols.domain.importers.usdm.model import Condition, Design, Timeline, words_of
from protocols.domain.importers.usdm.path import Path, main_timeline
from protocols.domain.importers.usdm.prose import plain
from protocols.domain.importers.usdm.visits import columns
from protocols.domain.problems import Problem, note
from protocols.domain.schedule import Arm, Endpoint, Objective, Schedule

Resolve = Callable[[str, str | None], str]


@dataclass(frozen=True, slots=True)
class Study:
    """What a schedule is made from: the design, the conditions wherever they are kept, and how texts are read."""

    title: str | None
    design: Design
    conditions: tuple[Condition, ...]
    resolve: Resolve
    follow: Callable[[Timeline], Path]


def build(study: Study) -> tuple[Schedule, tuple[Problem, ...]]:
    """Return the schedule and everything that a person should know about how it was read. Raises Refused."""
    design = study.design
    main, unsure = main_timeline(design)
    if main is None:
        raise Refused.because(
            f"study design {design.title!r}",
            "The study has no timeline with visits, so there is no schedule to read.",
            "Export the study with its schedule of activities and upload that file.",
        )
    _check_identities(design, main)
    path = study.follow(main)
    found = columns(design, main, path)
    ordered = marks.in_order(design.activities)
    texts = [
        study.resolve(part.text or part.description or part.label, part.dictionary_id) for part in study.conditions
    ]
    notes = marks.notes(study.conditions, texts, (ordered, path.visits))
    by_id = {activity.id: activity for activity in ordered}
    cells, wrong = marks.marks(path.visits, by_id, notes)
    marked = set().union(*(visit.activity_ids for visit in path.visits))
    schedule = Schedule(
        title=study.title,
        arms=arms(design),
        visits=found.visits,
        activities=marks.rows(ordered, marked, notes),
        marks=cells,
        footnotes=tuple(notes.footnotes),
        objectives=objectives(design, study.resolve),
    )
    told = beside.other_timelines(design, main, path.visits) + beside.idle_activities(ordered, marked, design, main)
    return schedule, (
        *unsure,
        *path.problems,
        *found.problems,
        *wrong,
        *notes.problems,
        *told,
        *beside.parts_of_rows(ordered, marked, by_id),
        *beside.remarks_on([activity for activity in ordered if activity.id in marked]),
        *_told_purposes(schedule),
    )


def _check_identities(design: Design, main: Timeline) -> None:
    """Refuse two visits, activities or arms with one id: it would not be clear which one a mark belongs to."""
    for what, ids in (
        ("visits", [instance.id for instance in main.instances]),
        ("activities", [activity.id for activity in design.activities]),
        ("arms", [arm.id for arm in design.arms if arm.id]),
    ):
        if double := next((one for one, count in Counter(ids).items() if count > 1), None):
            raise Refused.because(
                f"study design {design.title!r}",
                f"Two {what} have the same id {double[:60]!r}, so it is not clear which one is meant.",
                "Ask for a corrected export, in which every id is used once.",
            )


def arms(design: Design) -> tuple[Arm, ...]:
    """Return the arms; one without an id gets a key of its own, since no visit can name it."""
    keys = [arm.id or f"arm {number}" for number, arm in enumerate(design.arms, start=1)]
    return tuple(
        Arm(key, plain(arm.label) or plain(arm.name) or key) for key, arm in zip(keys, design.arms, strict=True)
    )


def objectives(design: Design, resolve: Resolve) -> tuple[Objective, ...]:
    """Return the objectives with their endpoints, in plain words."""
    return tuple(
        Objective(
            plain(objective.level.decode) or None,
            resolve(words_of(objective), objective.dictionary_id),
            tuple(
                Endpoint(
                    plain(endpoint.level.decode) or None,
                    resolve(words_of(endpoint), endpoint.dictionary_id),
                )
                for endpoint in objective.endpoints
            ),
        )
        for objective in design.objectives
    )


def _told_purposes(schedule: Schedule) -> tuple[Problem, ...]:
    if not schedule.objectives:
        return ()
    message = "The file does not say which activity serves which objective; USDM has no such link."
    return (note("objectives", message, "Choose the purpose of each activity later; nothing is guessed."),)
