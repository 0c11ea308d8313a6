"""How often an activity is done, at which visits, and how long it takes in all: counted from the schedule, in words."""

from dataclasses import dataclass

from protocols.domain.language.amounts import about, counted, times
from protocols.domain.schedule import Mark, MarkKind, Schedule, Visit

TIME_NOT_KNOWN = "We do not know yet how long it takes."
SAID_ELSEWHERE = "The plan says elsewhere how often."
_MAY_BE_LEFT_OUT = (MarkKind.CONDITIONAL, MarkKind.OPTIONAL)


@dataclass(frozen=True, slots=True)
class ComputedFacts:
    """What the schedule says about one activity, in plain words, and the numbers that the words were made from.

    `least` and `most` are how many times for one person; `most` None means that the plan gives no upper number.
    Empty text means that there is nothing to say.
    """

    least: int
    most: int | None
    how_often: str
    at_visits: tuple[str, ...]
    time_each: str
    total: str
    usual_care: str


@dataclass(frozen=True, slots=True)
class _Count:
    least: int = 0
    most: int | None = 0

    def __add__(self, other: "_Count") -> "_Count":
        most = None if self.most is None or other.most is None else self.most + other.most
        return _Count(self.least + other.least, most)


def computed_facts(schedule: Schedule, activity: str, minutes: float | None) -> ComputedFacts:
    """Count an activity over the visits of one person and say it in words; `minutes` is the time each, None if unknown.

    A person follows one arm: with several arms the count runs from the arm with the fewest to the one with the most.
    A column that stands for several visits counts its repeats; a mark merged over several visits counts once unless
    a person said otherwise; a mark that is done only if needed, or by choice, counts from none to once.
    """
    marks = [
        (visit, mark) for visit in schedule.visits if (mark := schedule.mark_at.get((visit.key, activity))) is not None
    ]
    per_arm = [_count(marks, arm.key) for arm in schedule.arms] or [_count(marks, None)]
    least = min(count.least for count in per_arm)
    most = None if any(c.most is None for c in per_arm) else max(c.most for c in per_arm if c.most is not None)
    referred = any(mark.kind is MarkKind.REFERRED for _, mark in marks)
    how_often = _how_often(least, most, referred=referred)
    labels = tuple(dict.fromkeys(visit.label for visit, _ in marks))
    return ComputedFacts(
        least=least,
        most=most,
        how_often=how_often,
        at_visits=labels,
        time_each=f"{about(minutes).capitalize()} each time." if minutes is not None else TIME_NOT_KNOWN,
        total=_total(least, most, minutes=minutes, referred=referred),
        usual_care=_usual_care([mark for _, mark in marks]),
    )


def _count(marks: list[tuple[Visit, Mark]], arm: str | None) -> _Count:
    total, still_merged, seen = _Count(), 0, set[str]()
    for visit, mark in marks:
        same_visit = visit.same_visit_as or visit.key
        if arm is not None and visit.arm not in (None, arm):
            continue
        if still_merged:
            still_merged -= 1
        elif same_visit not in seen:
            seen.add(same_visit)
            total += _count_of(visit, mark)
            if mark.kind is not MarkKind.CONTINUOUS and not mark.count_each:
                still_merged = mark.spans - 1
    return total


def _count_of(visit: Visit, mark: Mark) -> _Count:
    if mark.kind is MarkKind.REFERRED:
        return _Count()
    fewest, most = (visit.repeats.min, visit.repeats.max) if visit.repeats else (1, 1)
    return _Count(0 if mark.kind in _MAY_BE_LEFT_OUT else fewest, most)


def _how_often(least: int, most: int | None, *, referred: bool) -> str:
    if most == 0:
        return SAID_ELSEWHERE if referred else "The plan does not say when."
    said = f"{_range(least, most)} in the study.".capitalize()
    return f"{said} {SAID_ELSEWHERE.replace('how often', 'about more')}" if referred else said


def _range(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {times(least)}" if least else "as often as needed"
    if least == most:
        return times(most)
    return f"up to {times(most)}" if least == 0 else f"{least} to {most} times"


def _total(least: int, most: int | None, *, minutes: float | None, referred: bool) -> str:
    if most == 0:
        return SAID_ELSEWHERE if referred else ""
    said = _range(least, most).capitalize()
    if minutes is None:
        return f"{said}. {TIME_NOT_KNOWN}"
    if most is None and not least:
        return f"{said}, {about(minutes)} each time."
    in_all = about(least * minutes if most is None else most * minutes)
    if most is None:
        return f"{said}, {in_all} or more in all."
    return f"{said}, {'' if least == most else 'up to '}{in_all} in all."


def _usual_care(marks: list[Mark]) -> str:
    usual = sum(mark.usual_care for mark in marks)
    if not usual:
        return ""
    if usual == len(marks):
        return "No. You would have this in your usual care too."
    return f"In part. At {counted(usual, 'visit')} of {len(marks)} it is part of your usual care."
