"""The planned study day of each column, worked out from timings that are relative to other columns."""

from collections.abc import Mapping, Sequence

from protocols.domain.importers.usdm.durations import parse
from protocols.domain.importers.usdm.model import Instance, Timeline, Timing
from protocols.domain.problems import Problem, warning

FIRST_DAY = 1  # studies count day 1, the day before it is day -1: there is no day 0


def timings_by_instance(timeline: Timeline) -> dict[str, list[Timing]]:
    """Return the timings of each instance: from the timeline (v3, v4) and from the instance itself (v2)."""
    found: dict[str, list[Timing]] = {instance.id: list(instance.timings) for instance in timeline.instances}
    for timing in timeline.timings:
        if timing.from_id in found:
            found[timing.from_id].append(timing)
    return found


def days(visits: Sequence[Instance], timings: Mapping[str, Sequence[Timing]]) -> dict[str, float | None]:
    """Return the study day of each instance; None where the file does not say it.

    The anchor is a Fixed Reference; its value is its day (P1D is day 1, nothing or PT0M is day 0). Others are the day
    of the instance they refer to, plus (After) or minus (Before) their value. Where the anchor is day 1 there is no
    day 0: two weeks before it is day -14. "Before" with a value of nothing says no day.
    """
    found: dict[str, float | None] = {}
    for visit in visits:
        _settle(visit.id, timings, found)
    anchor = next((_anchor(timing) for listed in timings.values() for timing in listed if _is_anchor(timing)), None)
    return {visit.id: _without_day_zero(found[visit.id], anchor) for visit in visits}


def order_problems(visits: Sequence[Instance], found: Mapping[str, float | None]) -> list[Problem]:
    """Warn where the days do not rise along the path."""
    known = [(visit, day) for visit in visits if (day := found[visit.id]) is not None]
    return [
        warning(
            visit.label or visit.name or visit.id,
            f"Day {day:g} comes after day {earlier:g} in the order of the visits.",
            "Check the day and the order.",
        )
        for (_, earlier), (visit, day) in zip(known, known[1:], strict=False)
        if day < earlier
    ]


def _settle(start: str, timings: Mapping[str, Sequence[Timing]], found: dict[str, float | None]) -> None:
    """Work out the day of `start` and of all that it refers to, without recursion."""
    chain: list[tuple[str, float]] = []
    instance: str | None = start
    while instance is not None and instance not in found:
        found[instance] = None  # a circle of references ends here, without a day
        timing = next((timing for timing in timings.get(instance, ()) if _is_usable(timing)), None)
        if timing and _is_anchor(timing):
            found[instance] = _anchor(timing)
        elif timing and (step := _step(timing)) is not None:
            chain.append((instance, step))
            instance = timing.to_id
    day = found.get(instance or "")
    for earlier, step in reversed(chain):
        day = None if day is None else day + step
        found[earlier] = day


def _is_anchor(timing: Timing) -> bool:
    return "fixed" in timing.type.decode.lower()


def _is_usable(timing: Timing) -> bool:
    return _is_anchor(timing) or _step(timing) is not None


def _anchor(timing: Timing) -> float:
    value = parse(timing.value)
    return value.days if value else 0.0


def _step(timing: Timing) -> float | None:
    value = parse(timing.value)
    if value is None:
        return None
    kind = timing.type.decode.lower()
    if "before" in kind:
        return -abs(value.days) if value.amount else None
    return abs(value.days) if "after" in kind else None


def _without_day_zero(day: float | None, anchor: float | None) -> float | None:
    if day is None:
        return None
    day = round(day, 6)
    return round(day - 1, 6) if anchor == FIRST_DAY and day < FIRST_DAY else day
