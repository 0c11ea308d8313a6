"""Which procedures of the catalogue each row is, what rows are called across versions, and ratings carried over."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..catalogue import Catalogue, Procedure
from ..catalogue.matching import match
from ..schedule import Activity, Schedule
from .ratings import STEPS, Rating


def matched_procedures(schedule: Schedule, catalogue: Catalogue) -> Mapping[str, tuple[Procedure, ...]]:
    """Return the procedures of each row by the catalogue's own matching; a person's choice may stand in for it."""
    found = {activity.key: match(activity.label, activity.group) for activity in schedule.activities}
    return {key: procedures_by_key(each.procedures, catalogue) for key, each in found.items()}


def procedures_by_key(keys: Sequence[str], catalogue: Catalogue) -> tuple[Procedure, ...]:
    """Return procedures by key; keys that an older catalogue had and this one has not are left out."""
    return tuple(catalogue.procedures[key] for key in keys if key in catalogue.procedures)


def identities(schedule: Schedule) -> Mapping[str, str]:
    """Return what each row is called across files: its group and label, and its place among rows of the same name."""
    found: dict[str, str] = {}
    seen: dict[str, int] = {}
    for activity in schedule.activities:
        name = _name(activity)
        seen[name] = seen.get(name, 0) + 1
        found[activity.key] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return found


def _name(activity: Activity) -> str:
    return " / ".join(" ".join(part.casefold().split()) for part in (activity.group or "", activity.label))


def carried_over(ratings: Iterable[Rating], old: Schedule, new: Schedule) -> tuple[Rating, ...]:
    """Return ratings of one schedule as ratings of another, by what its rows and visits are called.

    A rating of a row that the other lacks is left out, and so is one of a whole visit that it lacks. A row that was
    rated at a visit which is gone keeps its rating: the estimate is of the activity.
    """
    rows = _translation(identities(old), identities(new)) | {step: step for step in STEPS}
    visits = _translation(_visit_names(old), _visit_names(new))
    found = []
    for rating in ratings:
        if rating.activity is None and rating.visit in visits:
            found.append(replace(rating, visit=visits[rating.visit]))
        elif rating.activity in rows:
            visit = visits.get(rating.visit, rating.visit)
            found.append(replace(rating, visit=visit, activity=rows[rating.activity]))
    return tuple(found)


def _visit_names(schedule: Schedule) -> Mapping[str, str]:
    """Visits are called by their header stack, arm and day, or by their key where two would be called alike."""
    names = {visit.key: repr((visit.header or visit.label, visit.arm, visit.day)) for visit in schedule.visits}
    alike = Counter(names.values())
    return {key: name if alike[name] == 1 else key for key, name in names.items()}


def _translation(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    key_of = {name: key for key, name in new.items()}
    return {key: key_of[name] for key, name in old.items() if name in key_of}
