"""What is wrong with a ruleset, said so that the person who wrote it can mend it."""

import math
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

POSITIVE = [
    *(f"spread.{basis}" for basis in ("A", "B", "D", "T", "J", "house")),
    *(f"minutes.spread.{basis}" for basis in ("observed", "A", "B", "D", "T", "J", "house")),
    *(f"rounding.{amount}" for amount in ("points", "minutes", "occurrences")),
    *("raters.spread", "minutes.rater_spread", "scale.highest", "draws.concentration", "site.fte_hours_per_month"),
    *("calendar.month_days", "calendar.least_months_for_rates"),
]
FLAGS = [
    *("high_estimate", "high_dimension", "long_assessment_minutes", "assessments_per_month", "travel_minutes_one_way"),
    *(
        "fasting_visit_minutes",
        "invasive_per_day",
        "invasive_dimension",
        "window_days",
        "clinic_day_minutes",
        "needles",
        "blood_ml",
    ),
]
NOT_NEGATIVE = [
    *("scale.lowest", "weights.physical", "weights.worry", "weights.effort", "overlaps.days"),
    *(f"flags.{name}" for name in FLAGS),
    *(f"opal.{name}" for name in ("addition", "surveys", "many_visits", "long_visit_minutes")),
]
WHOLE = [
    *("draws.number", "draws.seed", "options.first_with_intervals"),
    *("agreement.least_raters", "agreement.least_items"),
]
SHARES = ["draws.difference", "agreement.interval"]
PERCENTS = ["draws.low", "draws.high"]
AT_LEAST_ONE = ["site.outside_visits"]
WORDS = ["roles.feed_load", "roles.feed_times", "roles.others", "overlaps.topics"]
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"repeats.planned": ("min", "max"), "compound.dimensions": ("max",)}
)

Values = Mapping[str, object]


def faults_of(values: Values, reasons: Mapping[str, str]) -> list[str]:
    """Return one sentence per fault of the values by path; `reasons` holds the `why` or source of each."""
    faults = [*_of_numbers(values), *_of_words(values), *_of_names(values, reasons)]
    return faults or [*_of_weights(values), *_of_journey(values), *_of_interval(values)]


def _of_numbers(values: Values) -> Iterable[str]:
    kinds: list[tuple[list[str], Callable[[float], bool], str]] = [
        (POSITIVE, lambda number: number > 0, "a number above 0"),
        (NOT_NEGATIVE, lambda number: number >= 0, "a number that is 0 or more"),
        (WHOLE, lambda number: number > 0 and number == int(number), "a whole number above 0"),
        (SHARES, lambda number: 0 < number < 1, "a number between 0 and 1"),
        (PERCENTS, lambda number: 0 <= number <= 100, "a number from 0 to 100"),
        (AT_LEAST_ONE, lambda number: number >= 1, "a number that is 1 or more"),
    ]
    for paths, fits, wanted in kinds:
        for path in paths:
            if not is_number(values.get(path)) or not fits(float(str(values[path]))):
                yield f"{path} must be {wanted}; it is {_shown(values, path)}."


def _of_words(values: Values) -> Iterable[str]:
    for path in WORDS:
        words = values.get(path)
        if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
            yield f"{path} must be a list of words; it is {_shown(values, path)}."
    for path, choices in CHOICES.items():
        if values.get(path) not in choices:
            yield f"{path} must be one of: {', '.join(choices)}; it is {_shown(values, path)}."


def _of_names(values: Values, reasons: Mapping[str, str]) -> Iterable[str]:
    known = {*POSITIVE, *NOT_NEGATIVE, *WHOLE, *SHARES, *PERCENTS, *AT_LEAST_ONE, *WORDS, *CHOICES, "journey.table"}
    for path in sorted(set(values) - known):
        yield f"{path} is not a setting of the score. Take it out, or mend its spelling."
    for path in sorted(set(values) & known):
        if not reasons.get(path, "").strip():
            yield f'{path} needs a reason: why = "...".'


def _of_weights(values: Values) -> Iterable[str]:
    if not sum(float(str(values[f"weights.{name}"])) for name in ("physical", "worry", "effort")):
        yield "At least one of the weights physical, worry and effort must be above 0."


def _of_journey(values: Values) -> Iterable[str]:
    table = values.get("journey.table")
    if not _is_table(table):
        yield "journey.table must be a list of [minutes one way, points]."
        return
    rows = [(row[0], row[1]) for row in table]  # type: ignore[attr-defined]
    top = float(str(values["scale.highest"]))
    if rows[0][0] != 0 or any(not (a[0] < b[0] and a[1] <= b[1]) for a, b in zip(rows, rows[1:], strict=False)):
        yield "journey.table must start at 0 minutes and rise from row to row."
    if any(not 0 <= points <= top for _, points in rows):
        yield f"journey.table: points must lie between 0 and {top:g}."


def _is_table(table: object) -> bool:
    if not isinstance(table, list) or not table:
        return False
    return all(isinstance(row, list) and len(row) == 2 and all(is_number(cell) for cell in row) for row in table)


def _of_interval(values: Values) -> Iterable[str]:
    if not float(str(values["draws.low"])) < float(str(values["draws.high"])):
        yield "draws.low must lie below draws.high."


def is_number(value: object) -> bool:
    """True for a finite number that is no yes or no."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _shown(values: Values, path: str) -> str:
    return repr(values[path]) if path in values else "missing"
