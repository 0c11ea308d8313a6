"""The planned study day of each column, worked out from timings that are relative to other columns."""

from collections.abc import Mapping, Sequence

from protocols.domain.importers.usdm.durations import parse
from protocols.domain.importers.usdm.model import Instance, Timeline, Timing
from protocols.domain.importers.usdm.path import name
from protocols.domain.problems import Problem, note, warning

FIRST_DAY = 1  # studies count day 1, the day before it is day -1: there is no day 0
SHOWN = 5  # visits in one message


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
    fixed = {
        key: _anchor(timing) for key, listed in timings.items() if (timing := _usable(listed)) and _is_anchor(timing)
    }
    _leave_out_later_starts(fixed, visits)
    no_zero = next((day for day in fixed.values() if day in (0, FIRST_DAY)), None) == FIRST_DAY
    found = {key: day + 1 if no_zero and day is not None and day < 0 else day for key, day in fixed.items()}
    for visit in visits:
        _settle(visit.id, timings, found)
    return {visit.id: fixed.get(visit.id, _shown(found[visit.id], no_zero=no_zero)) for visit in visits}


def _leave_out_later_starts(fixed: dict[str, float | None], visits: Sequence[Instance]) -> None:
    """Day 0 after an anchor with a day of its own only begins a count anew, as the end of treatment does."""
    counted = False
    for visit in visits:
        day = fixed.get(visit.id)
        if counted and day == 0:
            fixed[visit.id] = None
        counted = counted or (day is not None and day > 0)


def unread_days(
    visits: Sequence[Instance], timings: Mapping[str, Sequence[Timing]], found: Mapping[str, float | None]
) -> list[Problem]:
    """Warn of the visits whose timing says something of which no day could be made, and tell a file without timings."""
    if not any(timings.values()):
        return [note("timings", "The file has no timings, so no visit has a day or a window.", "Enter the days.")]
    lost = [
        f"{name(visit)}: {timing.type.decode} {timing.value}"
        for visit in visits
        if found[visit.id] is None
        for timing in timings[visit.id][:1]
        if timing.value and ((value := parse(timing.value)) is None or value.amount)
    ]
    if not lost:
        return []
    message = (
        f"No day could be worked out for {len(lost)} of the visits ({'; '.join(lost[:SHOWN])}): their timing is "
        "not a length of time that can be read, or is relative to a visit without a day."
    )
    return [warning("timings", message, "Enter the days.")]


def order_problems(visits: Sequence[Instance], found: Mapping[str, float | None]) -> list[Problem]:
    """Warn where the days do not rise along the path."""
    known = [(visit, day) for visit in visits if (day := found[visit.id]) is not None]
    return [
        warning(
            name(visit),
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
        timing = _usable(timings.get(instance, ()))
        if timing and (step := _step(timing)) is not None:
            chain.append((instance, step))
            instance = timing.to_id
    day = found.get(instance or "")
    for earlier, step in reversed(chain):
        day = None if day is None else day + step
        found[earlier] = day


def _usable(timings: Sequence[Timing]) -> Timing | None:
    return next((timing for timing in timings if _is_anchor(timing) or _step(timing) is not None), None)


def _is_anchor(timing: Timing) -> bool:
    return "fixed" in timing.type.decode.lower()


def _anchor(timing: Timing) -> float | None:
    """An anchor without a value is day 0; one with words that are no length of time is no day at all."""
    value = parse(timing.value)
    return value.days if value else None if timing.value else 0.0


def _step(timing: Timing) -> float | None:
    """Return the days from the instance that is referred to; a sign turns "After" round, but only adorns "Before"."""
    value = parse(timing.value)
    if value is None:
        return None
    kind = timing.type.decode.lower()
    if "before" in kind:
        return -abs(value.days) if value.amount else None
    return value.days if "after" in kind else None


def _shown(day: float | None, *, no_zero: bool) -> float | None:
    if day is None:
        return None
    day = round(day, 6)
    return round(day - 1, 6) if no_zero and day < FIRST_DAY else day
