"""How numbers and dates are written on screens: the same everywhere."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()

NO_BREAK = "\N{NO-BREAK SPACE}"
BURDEN_WORDS = ("None", "Low", "Some", "High", "Very high")
UNKNOWN = "We do not know yet"
LEAST_SHOWN = Decimal("0.05")  # from here on one decimal shows something


@register.filter
def duration(minutes: float | Decimal | None) -> str:
    """Write minutes as people say them: 45 min, 8 h 14."""
    if minutes is None:
        return UNKNOWN
    whole = round(minutes)
    if whole < 60:
        return f"{whole}{NO_BREAK}min"
    hours, rest = divmod(whole, 60)
    return f"{hours}{NO_BREAK}h{NO_BREAK}{rest:02d}" if rest else f"{hours}{NO_BREAK}h"


@register.filter
def clock(minutes: float | Decimal | None) -> str:
    """Write minutes for a narrow table cell: 8:14."""
    if minutes is None:
        return "?"
    hours, rest = divmod(round(minutes), 60)
    return f"{hours}:{rest:02d}"


@register.filter
def one_decimal(number: float | Decimal | None) -> str:
    """Write a load with one decimal; a missing one is a question mark."""
    return "?" if number is None else f"{number:.1f}"


@register.filter
def burden_level(estimate: float | Decimal | None) -> int | None:
    """Return the nearest whole level, 0 to 4, of an estimate. "None" is for nothing: what shows as 0.1 is "Low"."""
    if estimate is None:
        return None
    nearest = int(Decimal(str(estimate)).quantize(Decimal(1), "ROUND_HALF_UP"))
    least = 1 if Decimal(str(estimate)) >= LEAST_SHOWN else 0
    return max(least, min(4, nearest))


@register.filter
def burden_word(estimate: float | Decimal | None) -> str:
    """Return the word of an estimate on a map: None, Low, Some, High, Very high."""
    level = burden_level(estimate)
    return UNKNOWN if level is None else BURDEN_WORDS[level]


@register.filter
def plain_date(when: date | datetime | None) -> str:
    """Write a date as 12 May 2027."""
    if when is None:
        return ""
    return date_format(timezone.localtime(when) if isinstance(when, datetime) else when, "j F Y")


@register.filter
def at_time(when: datetime | None) -> str:
    """Write a time of day as 10:42."""
    return "" if when is None else date_format(timezone.localtime(when), "H:i")


@register.filter
def get(mapping: dict[object, object], key: object) -> object:
    """Look a key up in a mapping; templates have no other way."""
    return mapping.get(key)


@register.filter
def signed_points(points: Decimal) -> str:
    """Write a difference of load with its sign: +0.4, −3.2; nothing is "same"."""
    return f"{_sign(points)}{abs(points):.1f}" if round(points, 2) else _("same")


@register.filter
def signed_minutes(minutes: Decimal) -> str:
    """Write a difference of time with its sign: +10 min, −1 h 30."""
    return f"{_sign(minutes)}{duration(abs(minutes))}" if round(minutes) else _("same")


@register.filter
def hours_only(minutes: Decimal) -> str:
    """Write a time for a headline: whole hours from ten hours on, else hours and minutes."""
    return duration(minutes) if minutes < 600 else _("%(n)d h") % {"n": round(minutes / 60)}


def _sign(amount: Decimal) -> str:
    return "+" if amount > 0 else "\N{MINUS SIGN}"
