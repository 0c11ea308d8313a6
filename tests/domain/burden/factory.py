"""Small schedules, procedures and ratings to score; every test says only what it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from protocols.domain.burden.estimates import Estimates, estimate_activities
from protocols.domain.burden.library import HouseValue, shelf
from protocols.domain.burden.persona import Persona
from protocols.domain.burden.ratings import Rating
from protocols.domain.burden.ruleset import Ruleset, load
from protocols.domain.burden.score import Score, score
from protocols.domain.catalogue import Grade, Procedure, SharedStep, Value
from protocols.domain.schedule import Activity, Contact, Mark, Schedule, Visit

RULES = load()
DANA = Persona("dana", "Dana", 90, cost_per_trip=14, work_share=0.5, carer_share=1)
NEEDLE = SharedStep(
    "needle",
    "One needle",
    dimensions={name: Value(0, Grade.J, "editors", "") for name in ("physical", "worry", "effort")},
    participant_minutes={"active": Value(0.5, Grade.J, "editors", "")},
    staff_minutes={"nurse": Value(1, Grade.J, "editors", "")},
)


def with_numbers(**numbers: float) -> Ruleset:
    """The default ruleset with other numbers; draws__number stands for draws.number."""
    changed = {path.replace("__", "."): number for path, number in numbers.items()}
    entries = {path: replace(RULES.entries[path], value=number) for path, number in changed.items()}
    return replace(RULES, entries={**RULES.entries, **entries})


def value(number: float, grade: str = "J") -> Value:
    """A number of the library."""
    return Value(number, Grade(grade), "a source", "a note")


def procedure(
    key: str,
    dimensions: Mapping[str, float] | float = 1.0,
    *,
    grade: str = "J",
    minutes: Mapping[str, float] | None = None,
    staff: Mapping[str, float] | None = None,
    **facts: object,
) -> Procedure:
    """A procedure; one number stands for all three dimensions."""
    if not isinstance(dimensions, Mapping):
        dimensions = dict.fromkeys(("physical", "worry", "effort"), dimensions)
    return Procedure(
        key, key.title(), key, "examination", "site", "nurse",
        dimensions={name: value(number, grade) for name, number in dimensions.items()},
        participant_minutes={name: value(number, grade) for name, number in (minutes or {}).items()},
        staff_minutes={name: value(number, grade) for name, number in (staff or {}).items()},
        **facts,
    )  # fmt: skip


def visit(key: str, day: float | None = None, **facts: object) -> Visit:
    """A visit at the site, in one epoch, unless said otherwise."""
    return Visit(key, **{"label": f"Visit {key}", "epoch": "Treatment", "contact": Contact.SITE, "day": day} | facts)


def grid(rows: Mapping[str, Mapping[str, Mark | str]], visits: Sequence[Visit]) -> Schedule:
    """A schedule from {activity: {visit: mark}}; any text stands for a plain mark."""
    marks = tuple(
        cell if isinstance(cell, Mark) else Mark(at, row) for row, cells in rows.items() for at, cell in cells.items()
    )
    return Schedule(visits=tuple(visits), activities=tuple(Activity(row, row.title()) for row in rows), marks=marks)


def rating(rater: str, activity: str | None, overall: float | None = None, **facts: object) -> Rating:
    """An advocate's answer at visit v1, unless said otherwise."""
    return Rating(
        **{"rater": rater, "role": "advocate", "visit": "v1", "activity": activity, "overall": overall} | facts
    )


def ratings(activity: str | None, *answers: float) -> list[Rating]:
    """One answer per person."""
    return [rating(f"r{place}", activity, answer) for place, answer in enumerate(answers)]


def estimates(
    schedule: Schedule,
    procedures: Mapping[str, Procedure | Sequence[Procedure]],
    given: Sequence[Rating] = (),
    *,
    ruleset: Ruleset = RULES,
    house: Sequence[HouseValue] = (),
) -> Estimates:
    """Estimates of a schedule; a row has one procedure or several."""
    matched = {key: (found,) if isinstance(found, Procedure) else tuple(found) for key, found in procedures.items()}
    own = shelf(ruleset, shared={"needle": NEEDLE}, house=house)
    return estimate_activities(schedule, matched, ratings=given, shelf=own)


def scored(
    schedule: Schedule,
    procedures: Mapping[str, Procedure | Sequence[Procedure]],
    given: Sequence[Rating] = (),
    *,
    persona: Persona | None = None,
    arm: str | None = None,
) -> Score:
    """The score of a schedule with the default ruleset."""
    return score(schedule, estimates(schedule, procedures, given), persona, RULES, arm=arm)
