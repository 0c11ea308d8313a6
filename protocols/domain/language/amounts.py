"""Amounts in the words of lay readers: said twice where that helps, and never more exact than they are."""

from fractions import Fraction

from protocols.domain.language.shelf import read_toml


def counted(number: float, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun: "1 visit", "3 visits", "2.5 days"."""
    return f"{_figure(number)} {noun if number == 1 else plural or noun + 's'}"


def _figure(number: float) -> str:
    return f"{number:,.0f}" if number == round(number) else f"{number:,.1f}"


def times(number: int) -> str:
    """Return how often: "never", "once", "twice", "14 times"."""
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number:,} times")


def duration(minutes: float) -> str:
    """Return minutes as hours and minutes, to the nearest minute: "1 hour 30 minutes"."""
    hours, rest = divmod(round(minutes), 60)
    parts = [counted(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(counted(rest, "minute"))
    return " ".join(parts)


def about(minutes: float) -> str:
    """Return an estimated time in whole, rounded words: "about 1 hour 30 minutes", "about 50 hours (2 days)"."""
    if minutes < 1:
        return "less than 1 minute" if minutes > 0 else "no time"
    rounded = _rounded(minutes)
    rule = read_toml("amounts.toml")["minutes"]
    if rounded < rule["days_from"]:
        return f"about {duration(rounded)}"
    days = rounded / (24 * 60)
    return f"about {duration(rounded)} ({counted(round(days * 2) / 2, 'day')})"


def _rounded(minutes: float) -> int:
    rule = read_toml("amounts.toml")["minutes"]
    step = next((s["to"] for s in rule["steps"] if minutes < s["under"]), rule["above"])
    # Half a step rounds up: time that is asked of people is not made smaller.
    return int((minutes + step / 2) // step) * int(step)


def volume(ml: float) -> str:
    """Return an amount of liquid in spoons or cups, and in ml: "2 teaspoons (10 ml)"."""
    measure = read_toml("amounts.toml")["volume"]
    if ml <= 0:
        return "nothing (0 ml)"
    if ml < measure["tablespoons_from_ml"]:
        name, holds = "teaspoon", measure["teaspoon_ml"]
    elif ml < measure["cups_from_ml"]:
        name, holds = "tablespoon", measure["tablespoon_ml"]
    else:
        name, holds = "cup", measure["cup_ml"]
    return f"{_spoons(ml / holds, name)} ({_figure(ml)} ml)"


def _spoons(amount: float, name: str) -> str:
    halves = Fraction(round(amount * 2), 2)
    exact = "" if abs(float(halves) - amount) < 0.01 else "about "
    if halves == 0:
        return f"less than half a {name}"
    if halves == Fraction(1, 2):
        return f"{exact}half a {name}"
    whole, half = divmod(halves, 1)
    if half:
        return f"{exact}{whole} and a half {name}s"
    return f"{exact}{counted(int(whole), name)}"


def weeks(number: float) -> str:
    """Return weeks, with months beside them from 8 weeks on: "26 weeks (about 6 months)"."""
    calendar = read_toml("amounts.toml")["calendar"]
    said = counted(number, "week")
    if number < calendar["months_from_weeks"]:
        return said
    months = round(number * calendar["days_in_week"] / calendar["days_in_month"])
    if months >= calendar["years_from_months"]:
        return f"{said} (about {counted(round(months / 6) / 2, 'year')})"
    return f"{said} (about {counted(months, 'month')})"


def days(number: float) -> str:
    """Return days, as weeks where they are whole weeks: "3 days", "14 days (2 weeks)"."""
    per_week = read_toml("amounts.toml")["calendar"]["days_in_week"]
    said = counted(number, "day")
    if number < 2 * per_week or number % per_week:
        return said
    return f"{said} ({weeks(number / per_week).replace(' (', ', ').replace(')', '')})"


def people(share: float) -> str:
    """Return a share of people, 0 to 1, as "about 1 in 10 people"; what is rarer than that as "about 1 in 250"."""
    if share <= 0:
        return "nobody"
    if share >= 1:
        return "everyone"
    if share >= read_toml("amounts.toml")["share"]["tens_from"]:
        tens = round(share * 10)
        return "nearly everyone" if tens == 10 else f"about {tens} in 10 people"
    return f"about 1 in {_two_figures(1 / share):,} people"


def _two_figures(number: float) -> int:
    return int(float(f"{number:.2g}"))


def clock(minutes: float) -> str:
    """Return a time of day from minutes after midnight: "8 o’clock", "10:20", "midday"."""
    hours, rest = divmod(round(minutes) % (24 * 60), 60)
    if rest:
        return f"{hours}:{rest:02d}"
    return {0: "midnight", 12: "midday"}.get(hours, f"{hours} o’clock")
