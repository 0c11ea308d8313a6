"""What no average may hide: single things that are hard, long, or too much together, each with the limit it passed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..catalogue import DIMENSIONS
from .amounts import NOTHING, ZERO, Range, number
from .contributions import Contributions
from .counts import Counts
from .estimate import Estimate
from .library import Row
from .lines import TRAVEL, Done, Line
from .persona import Persona
from .ruleset import Ruleset
from .tally import Tally
from .visits import HOME, Frame, VisitGroup

DAYS_IN: Mapping[str, float] = {"hour": 1 / 24, "day": 1.0, "week": 7.0}


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing to look at: its kind, where it stands, what was found, the limit it passed, and a sentence."""

    kind: str
    message: str
    visit: str | None = None
    activity: str | None = None
    value: float | None = None
    limit: float | None = None

    def to_dict(self) -> dict[str, str | float | None]:
        """Return plain JSON values."""
        names = ("kind", "visit", "activity", "value", "limit", "message")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Seen:
    """What flags are raised from: one arm, its occurrences and lines, its counts, and as whom it is seen."""

    found: Contributions
    tally: Tally
    lines: Sequence[Line]
    counts: Counts
    estimates: Mapping[str, Estimate]
    could_not: Mapping[str, int]
    persona: Persona | None
    ruleset: Ruleset

    @property
    def frame(self) -> Frame:
        """The visits of the arm."""
        return self.found.frame

    @property
    def done(self) -> Sequence[Done]:
        """The occurrences of the arm, scored or not."""
        return self.found.done

    def limit(self, name: str) -> float:
        """Return one threshold of the ruleset."""
        return self.ruleset.number(f"flags.{name}")


def flags_of(seen: Seen) -> tuple[Flag, ...]:
    """Return all flags, by kind in the order of this module, then by visit and activity."""
    return tuple(
        flag
        for raised in (
            _hard(seen), _could_not(seen), _long_assessments(seen), _frequent_assessments(seen), _travel(seen),
            _overnight(seen), _fasting_and_long(seen), _invasive_days(seen), _windows(seen), _long_visits(seen),
            _needles_and_blood(seen), _open_ends(seen),
        )
        for flag in raised
    )  # fmt: skip


def _hard(seen: Seen) -> Iterable[Flag]:
    limit, hard = seen.limit("high_estimate"), seen.limit("high_dimension")
    for key, estimate in seen.estimates.items():
        if estimate.points is not None and estimate.points >= limit:
            message = f"{estimate.label}: {estimate.points} of 4 points each time."
            yield Flag("high_estimate", message, None, key, number(estimate.points), limit)
        for name in DIMENSIONS:
            known = estimate.row.dimensions.get(name)
            if known and known.value >= hard:
                message = f"{estimate.label}: {known.value:g} of 4 on {name} in the library (grade {known.basis})."
                yield Flag("high_dimension", message, None, key, known.value, hard)


def _could_not(seen: Seen) -> Iterable[Flag]:
    for key, people in seen.could_not.items():
        label = seen.estimates[key].label if key in seen.estimates else key
        who = "1 person" if people == 1 else f"{people} people"
        yield Flag("could_not", f"{label}: {who} said: I could not do this.", None, key, people)


def _long_assessments(seen: Seen) -> Iterable[Flag]:
    limit = seen.limit("long_assessment_minutes")
    for key, estimate in seen.estimates.items():
        if _is_assessment(estimate) and estimate.minutes_each > limit:
            message = f"{estimate.label}: {estimate.minutes_each} minutes each time."
            yield Flag("long_assessment", message, None, key, number(estimate.minutes_each), limit)


def _frequent_assessments(seen: Seen) -> Iterable[Flag]:
    limit, month = seen.limit("assessments_per_month"), seen.ruleset.number("calendar.month_days")
    at = {visit.key: visit.day for visit in seen.frame.visits}
    days, most = dict[str, list[tuple[float, Decimal]]](), dict[str, Decimal]()
    for each in seen.done:
        occurrence, day = each.occurrence, at.get(each.occurrence.visit)
        if _is_assessment(each.estimate) and occurrence.is_home:
            most[occurrence.activity] = min(occurrence.times.planned, Decimal(int(month)))
        elif _is_assessment(each.estimate) and day is not None:
            days.setdefault(occurrence.activity, []).append((day, occurrence.once))
    for key, found in days.items():
        within = max(sum((n for day, n in found if start <= day < start + month), NOTHING) for start, _ in found)
        most[key] = max(within, most.get(key, NOTHING))
    for key, times in most.items():
        if times >= limit:
            message = f"{seen.estimates[key].label}: up to {times.normalize():f} times within a month."
            yield Flag("frequent_assessment", message, None, key, number(times), limit)


def _is_assessment(estimate: Estimate) -> bool:
    return any(part.questionnaire for part in estimate.row.procedures)


def _travel(seen: Seen) -> Iterable[Flag]:
    limit = seen.limit("travel_minutes_one_way")
    if seen.persona and seen.persona.minutes_one_way >= limit and seen.counts.trips.planned:
        minutes = seen.persona.minutes_one_way
        yield Flag(
            "travel", f"{seen.persona.name}: {minutes:g} minutes of travel each way.", None, None, minutes, limit
        )


def _overnight(seen: Seen) -> Iterable[Flag]:
    nights = seen.counts.nights
    if nights.planned:
        yield Flag("overnight", f"{_shown(nights)} nights away from home.", None, None, number(nights.planned))


def _fasting_and_long(seen: Seen) -> Iterable[Flag]:
    limit, minutes = seen.limit("fasting_visit_minutes"), _minutes_once(seen.lines)
    fasting = {
        each.occurrence.visit
        for each in seen.done
        if any(part.fasting for part in each.estimate.row.procedures) and each.occurrence.once
    }
    for visit in seen.frame.visits:
        if visit.key in fasting and minutes.get(visit.key, NOTHING) >= limit:
            message = f"{visit.label}: fasting, and {minutes[visit.key]} minutes long."
            yield Flag("fasting_and_long", message, visit.key, None, number(minutes[visit.key]), limit)


def _invasive_days(seen: Seen) -> Iterable[Flag]:
    limit, hard = seen.limit("invasive_per_day"), seen.limit("invasive_dimension")
    found = seen.tally.once.by_visit(lambda row: Decimal(row.invasive))
    hard_at = {each.occurrence.visit for each in seen.done if _is_hard(each.estimate.row, hard)}
    for visit in seen.frame.visits:
        times = found.get(visit.key, ZERO).planned
        if times >= limit and visit.key in hard_at:
            message = f"{visit.label}: {times.normalize():f} invasive procedures in one visit."
            yield Flag("invasive_day", message, visit.key, None, number(times), limit)


def _is_hard(row: Row, limit: float) -> bool:
    return row.invasive > 0 and any(known.value >= limit for known in row.dimensions.values())


def _long(days: float) -> str:
    """Say a window in days, or in hours where it is shorter than a day."""
    return f"{days:g} days" if days >= 1 else f"{round(days / DAYS_IN['hour'], 1):g} hours"


def _windows(seen: Seen) -> Iterable[Flag]:
    limit = seen.limit("window_days")
    for visit in seen.frame.visits:
        days = _days(visit)
        if days is not None and days < limit:
            message = f"{visit.label}: a window of {_long(days)}, narrower than a working week."
            yield Flag("narrow_window", message, visit.key, None, round(days, 2), limit)


def _days(visit: VisitGroup) -> float | None:
    return None if visit.window is None else (visit.window.before + visit.window.after) * DAYS_IN[visit.window.unit]


def _long_visits(seen: Seen) -> Iterable[Flag]:
    limit, minutes = seen.limit("clinic_day_minutes"), _minutes_once(seen.lines)
    for visit in seen.frame.visits:
        if minutes.get(visit.key, NOTHING) > limit:
            message = f"{visit.label}: {minutes[visit.key]} minutes, longer than a clinic day."
            yield Flag("long_visit", message, visit.key, None, number(minutes[visit.key]), limit)


def _minutes_once(lines: Iterable[Line]) -> dict[str, Decimal]:
    """Minutes of one taking place of each visit, without travel."""
    minutes: dict[str, Decimal] = {}
    for line in lines:
        if TRAVEL not in line.split and not line.visit.startswith(HOME):
            minutes[line.visit] = minutes.get(line.visit, NOTHING) + line.minutes_once
    return minutes


def _needles_and_blood(seen: Seen) -> Iterable[Flag]:
    counts = seen.counts
    for kind, amount, words in (
        ("needles", counts.needles, "needle sticks"),
        ("blood_ml", counts.blood_ml, "ml of blood"),
    ):
        if amount.planned >= seen.limit(kind):
            message = f"{_shown(amount)} {words} over the whole study."
            yield Flag(kind, message, None, None, number(amount.planned), seen.limit(kind))


def _open_ends(seen: Seen) -> Iterable[Flag]:
    for visit in seen.frame.visits:
        if visit.has_unknown_repeats:
            message = (
                f'{visit.label}: nobody has said how many visits this column stands for. The totals are "at least".'
            )
            yield Flag("unknown_repeats", message, visit.key)
    for key in seen.found.unknown_days:
        message = f"{seen.estimates[key].label}: done daily at home, and a visit has no day. It counts as one day."
        yield Flag("unknown_days", message, None, key)
    for key in seen.found.by_visit_only:
        message = f"{seen.estimates[key].label}: usually daily at home, but marked visit by visit; counted per visit."
        yield Flag("home_days_not_counted", message, None, key)
    if seen.persona is None and any(visit.travels for visit in seen.frame.visits):
        yield Flag("no_persona", "No persona was chosen, so that travel is left out of load and time.")


def _shown(amount: Range) -> str:
    return f"{amount.planned.normalize():f}" if amount.most is not None else f"At least {amount.planned.normalize():f}"
