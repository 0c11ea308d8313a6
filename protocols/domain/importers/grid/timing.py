"""Windows, days, repeats and contacts as heading texts state them."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from protocols.domain.importers.grid.vocabulary import limit, number, plain, says, tokens, words
from protocols.domain.schedule import Contact, Window

WindowUnit = Literal["hour", "day", "week"]

_NUMBER = r"(\d+(?:\.\d+)?|\.\d+)"
_PLUS_MINUS = re.compile(
    r"\+\s*/\s*-|-\s*/\s*\+(?!\s*\d+\s*/)|\+\s*-(?=\s*\d)|∓|\bplus\s*(?:/|or)\s*minus\b|\+\s*or\s*-", re.IGNORECASE
)
_COMMA = re.compile(r"(?<=±)(\s*\d+),(?=\d)")
_SPELT = re.compile(r"\b(plus|minus)\b(?=\s*(?:up to\s*)?\d)", re.IGNORECASE)
_UP_TO = re.compile(r"([+-])\s*up to\b|\bup to\s*([+-])", re.IGNORECASE)
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "ten": "10"}
_WORDED = re.compile(rf"(?<=±)\s*({'|'.join(_NUMBERS)})\b", re.IGNORECASE)


@cache
def _unit_pattern() -> str:
    names = sorted(
        {w for unit in ("hour", "day", "week", "month") for w in words("units", unit)}, key=len, reverse=True
    )
    return r"(?:(minutes?|mins?|" + "|".join(names) + r")(?![a-z])\.?)"


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(template.replace("UNIT", _unit_pattern()).replace("NUM", _NUMBER), re.IGNORECASE)


class Timespan(NamedTuple):
    """A window as read, and whether another reading was possible."""

    window: Window | None
    doubtful: bool = False


def clean(text: str) -> str:
    """Return the text with one sign for "plus or minus" and one sort of dash. What is longer than a heading is cut."""
    cleaned = _PLUS_MINUS.sub("±", plain(text)[: limit("searched_text")])
    cleaned = _UP_TO.sub(r"\1\2", _SPELT.sub(lambda found: "+" if found[1].casefold() == "plus" else "-", cleaned))
    if "±" not in cleaned:
        return cleaned
    return _WORDED.sub(lambda found: _NUMBERS[found[1].casefold()], _COMMA.sub(r"\1.", cleaned))


def unit_of(text: str) -> str | None:
    """Return the unit of time that a text names: minute, hour, day, week or month; None where none or several."""
    found = set()
    for token in tokens(text):
        if token in {"min", "mins", "minute", "minutes"}:
            found.add("minute")
        found.update(
            unit for unit in ("hour", "day", "week", "month") if len(token) > 1 and token in words("units", unit)
        )
    return found.pop() if len(found) == 1 else None


def _unit_named(word: str | None) -> str | None:
    if not word:
        return None
    lowered = word.casefold().rstrip(".")
    if lowered.startswith("min"):
        return "minute"
    return next((unit for unit in ("hour", "day", "week", "month") if lowered in words("units", unit)), None)


def make_window(before: float, after: float, unit: str | None) -> Window:
    """Make a window; minutes become hours and months become days, since a window has no such units."""
    if unit == "minute":
        return Window(before / 60, after / 60, "hour")
    if unit == "month":
        factor = number("unit_days", "month")
        return Window(before * factor, after * factor, "day")
    known: WindowUnit = "hour" if unit == "hour" else "week" if unit == "week" else "day"
    return Window(before, after, known)


def stated_window(text: str, hint: str | None) -> Window | None:
    """Return the window that stands inside a heading, such as "D8 (± 1)"; `hint` is the unit if none is said."""
    text = clean(text)
    if found := _pattern(r"±\s*NUM(?!\d*\s*%)\s*\)?\s*UNIT?").search(text):
        size = float(found[1])
        return make_window(size, size, _unit_named(found[2]) or hint)
    if found := _pattern(r"[(\[]\s*([+-])\s*NUM\s*UNIT?\s*(?:/|,|;|to|and|or|-)\s*([+-])\s*NUM\s*UNIT?\s*[)\]]").search(
        text
    ):
        return _pair(found, hint)
    if found := _pattern(r"(?<=\d)\s+([+-])\s*NUM\s*UNIT?\s*(?:/|to)\s*([+-])\s*NUM\s*UNIT?(?!\d)").search(text):
        return _pair(found, hint)
    if found := _pattern(r"[(\[]\s*\d+\s*\+\s*NUM\s*UNIT").search(text):
        return make_window(0, float(found[1]), _unit_named(found[2]))  # "(30 +7 days after the last dose)"
    if found := _pattern(r"\(\s*(?:window\s*:?\s*)?([+-])\s*NUM\s*UNIT\s*\)|\(\s*(\+)\s*NUM\s*\)").search(text):
        sign, size = found[1] or found[4], float(found[2] or found[5])
        unit = _unit_named(found[3]) or hint
        return make_window(size, 0, unit) if sign == "-" else make_window(0, size, unit)
    return None


def lacks_unit(text: str, unit: str | None) -> bool:
    """Tell whether a heading that counts weeks or months has a window without a unit: "Week 6 ± 1" may be a week."""
    if (unit_of(without_window(text)) or unit) not in {"week", "month"}:
        return False
    return stated_window(text, None) != stated_window(text, "week")


def _pair(found: re.Match[str], hint: str | None) -> Window | None:
    first = float(found[2]) * (-1 if found[1] == "-" else 1)
    second = float(found[5]) * (-1 if found[4] == "-" else 1)
    low, high = min(first, second) + 0.0, max(first, second) + 0.0
    if low > 0 or high < 0:
        return None
    return make_window(abs(low), high, _unit_named(found[3]) or _unit_named(found[6]) or hint)


def window_cell(text: str, hint: str | None) -> Timespan:
    """Return the window of a cell in a row of windows: "±3", "-7 to 0", "0 to +5", "≤28 before V2", "3"."""
    text = clean(text).strip("() ")
    if not text or text.casefold() in words("marks", "empty") - {"0"}:
        return Timespan(None)
    if found := _pattern(r"±\s*NUM(?!\d*\s*%)\s*\)?\s*UNIT?(\s*(?:/|-|to|or)\s*±?\s*\d)?").search(text):
        size = float(found[1])
        return Timespan(make_window(size, size, _unit_named(found[2]) or hint), doubtful=found[3] is not None)
    if found := _pattern(r"^([+-])\s*NUM\s*UNIT?\s*([+-])\s*NUM\s*UNIT?$").search(text):
        return Timespan(_pair(found, hint))
    if found := _pattern(r"([+-]?)\s*NUM\s*UNIT?\s*(?:/|,|;|:|to|and|\.\.|-|–)\s*([+-]?)\s*NUM\s*UNIT?").search(text):
        signed = found[1] or found[4] or "0" in (found[2], found[5])
        return Timespan(_pair(found, hint)) if signed and _pair(found, hint) else Timespan(None, doubtful=True)
    if worded := _worded_window(text, hint):
        return Timespan(worded)
    if found := _pattern(r"^(?:up to\s*)?([+-])\s*NUM\s*UNIT?$").search(text):
        size, unit = float(found[2]), _unit_named(found[3]) or hint
        return Timespan(make_window(size, 0, unit) if found[1] == "-" else make_window(0, size, unit))
    if found := _pattern(r"^NUM\s*UNIT?$").search(text):
        size = float(found[1])
        return Timespan(make_window(size, size, _unit_named(found[2]) or hint), doubtful=size > 0)
    return Timespan(None, doubtful=True)


def _worded_window(text: str, hint: str | None) -> Window | None:
    """A number of days before or after something is a window only if it is a limit, or if both ways are named."""
    earlier = _pattern(r"NUM\s*UNIT?\s*(?:before|prior|earlier|pre\b|early)").search(text)
    later = _pattern(r"NUM\s*UNIT?\s*(?:after|later|post\b|following|late\b)").search(text)
    around = _pattern(r"within\s*NUM\s*UNIT?\s*of\b").search(text)
    around = around or _pattern(r"NUM\s*UNIT?\s*(?:before\s*(?:or|and|/)\s*after|either (?:side|way))").search(text)
    if around:
        size = float(around[1])
        return make_window(size, size, _unit_named(around[2]) or hint)
    limited = re.search(r"[≤<]|\bwithin\b|\bup to\b|\bmax|\bno more than\b|\bat most\b", text, re.IGNORECASE)
    if not (earlier and later) and not (limited and (earlier or later)):
        return None
    unit = _unit_named((earlier and earlier[2]) or (later and later[2]) or None) or hint
    return make_window(float(earlier[1]) if earlier else 0, float(later[1]) if later else 0, unit)


def looks_like_window(text: str) -> bool:
    """Tell whether a whole cell is a window and nothing else."""
    text = clean(text).strip("() ")
    if "±" in text:
        return _pattern(r"^±\s*NUM\s*UNIT?$").search(text) is not None
    signed = _pattern(
        r"^[+-]\s*NUM\s*UNIT?(?:\s*(?:/|,|to)\s*[+-]?\s*NUM\s*UNIT?)?$|^0\s*(?:/|,|to)\s*\+\s*NUM\s*UNIT?$"
    )
    return signed.search(text) is not None


def is_window_cell(text: str) -> bool:
    """Tell whether a text can stand in a row of windows: a window alone, a bare number, or days before or after."""
    bare = clean(text).strip("() ")
    if not without_window(bare) or looks_like_window(text) or re.fullmatch(r"\d+(?:\.\d+)?", bare):
        return True
    return stated_window(text, None) is None and _worded_window(bare, None) is not None


def range_around(text: str) -> tuple[float, float, float] | None:
    """Return a time and the range in brackets that holds it: "Day 15 (13-17)" is 15, 13 and 17, for it may be any.

    The number of a visit is no time: "Visit 3 (2-4 weeks)" has no range around it.
    """
    low_to_high = r"(?:UNIT\s*)?([+-]?)NUM\s*(?:-|to)\s*(?:UNIT\s*)?([+-]?)NUM\s*UNIT?"
    time = r"(?:^|(?<![a-z])UNIT)\s*([+-]?)NUM"
    found = _pattern(time + r"\s*[(\[]\s*(?:(?:range|window)\s*:?\s*)?" + low_to_high + r"\s*[)\]]").search(clean(text))
    if not found or _one_unit(text) is None:
        return None
    middle, low, high = (float(found[n + 1]) * (-1 if found[n] == "-" else 1) for n in (2, 5, 8))
    return (middle, low, high) if low <= middle <= high and low < high else None


def _one_unit(text: str) -> str | None:
    """Return the unit of a heading that names one, "" where it names none, None where the units differ."""
    named = {_unit_named(word) for word in _pattern(r"(?<![a-z])UNIT").findall(clean(text))}
    return None if len(named) > 1 else next(iter(named), None) or ""


_FIRST = re.compile(r"\b(?:earliest|minimum|min)\b|\b(?:window|visit)\s+(?:starts?|opens?|opening)\b", re.IGNORECASE)
_LAST = re.compile(r"\b(?:latest|maximum|max)\b|\b(?:window|visit)\s+(?:ends?|closes?|closing)\b", re.IGNORECASE)


def limit_named(name: str) -> Literal["first", "last"] | None:
    """Tell which limit of a window the name of a row says: "Earliest day", "Window closes (day)"."""
    first, last = _FIRST.search(name), _LAST.search(name)
    timed = unit_of(name) is not None or re.search(r"\bwindow\b", name, re.IGNORECASE) is not None
    if not timed or bool(first) == bool(last):
        return None
    return "first" if first else "last"


def without_window(text: str) -> str:
    """Return a heading without its window in brackets: "D8 (± 1)" is "D8", and so is "D8 (7-9)"."""
    if range_around(text):
        text = _pattern(r"\s*[(\[]\s*(?:(?:range|window)\s*:?\s*)?(?:UNIT\s*)?[+-]?NUM\s*(?:-|to)[^()]*[)\]]").sub(
            " ", clean(text)
        )
    bare = _pattern(r"\(\s*(?:window\s*:?\s*)?[±+-][^()]*\)").sub(" ", clean(text))
    return plain(_pattern(r"±\s*NUM\s*UNIT?").sub(" ", bare))


@lru_cache(maxsize=64)
def with_points(texts: tuple[str, ...], unit: str | None) -> tuple[str, ...]:
    """Return a row of figures with decimal points: in "0 | 1,5 | 3" the figures rise, so "1,5" is no list of two.

    Only weeks, months and hours have halves and quarters.
    """
    if unit not in {"week", "month", "hour"}:
        return texts
    pointed = tuple(re.sub(r"(?<=\d),(?=(?:\d|25|75)$)", ".", plain(text)) for text in texts)
    figures = [float(text) for text in pointed if re.fullmatch(r"[-+]?\d+(?:\.\d+)?", text)]
    rising = len(figures) > 2 and all(one < following for one, following in pairwise(figures))
    return pointed if rising else texts


_WORDS_IN_BRACKETS = re.compile(r"\s*\([^()\d]*\)$")


def day_of(text: str, unit: str | None) -> float | None:
    """Return the study day of a cell in a row of days, weeks or months; None for ranges and for days after an event."""
    bare = _WORDS_IN_BRACKETS.sub("", without_window(text))
    found = _pattern(r"^(?:(?:study|trial|第)\s*)?UNIT?\s*([+-]?)\s*NUM\s*UNIT?$").search(bare)
    if not found:
        return None
    named = _unit_named(found[1]) or _unit_named(found[4]) or unit
    if named not in {"day", "week", "month", "hour"}:
        return None
    value = float(found[3]) * (-1 if found[2] == "-" else 1)
    return round(value * number("unit_days", named), 3) + 0.0


_BY_ANOTHER_EVENT = (
    r"\b(?:after|post|before|prior|last dose|every|each|cycle|onwards?|until)\b|\bc\d"
    r"|\bend of\b(?!\s+(?:the\s+)?(?:study|trial|treatment)\b)"  # "End of treatment (Week 24)" states its day
)


def day_in_label(text: str) -> float | None:
    """Return the study day that a label states beside other words, such as "Visit 9 (Week 31)"."""
    bare = without_window(text)
    if _pattern(_BY_ANOTHER_EVENT).search(bare):
        return None
    if _pattern(r"\d\s*(?:to|-|through|until)\s*(?:day|d|week|wk|w|month|mo)?\.?\s*-?\s*\d").search(bare):
        return None
    begun = r"(?<![a-z])UNIT\s*(-?)\s*NUM(?!\s*(?:-|to\b|,\s*\d|and\s*\d|/\s*\d|\.?\d|x\b|of\b)|[a-z])"
    every = _pattern(begun).findall(bare)
    sure = _pattern(begun + r"(?!\s*[a-z])").findall(bare)
    if len(sure) < len(every) != 2:
        return None
    stated = [(_unit_named(word) or "day", float(size) * (-1 if sign else 1)) for word, sign, size in every]
    return _one_day([(unit, value) for unit, value in stated if unit in {"day", "week", "month"}])


def _one_day(stated: Sequence[tuple[str, float]]) -> float | None:
    """Return the day that one time, or two ways of saying the same, state: "Week 4 / Day 29" is day 29.

    The day counts if it lies within one unit of the coarser time. "Week 4, Day 3" is a day of a week and says none.
    """
    days = [value for unit, value in stated if unit == "day"]
    coarse = [(unit, value) for unit, value in stated if unit != "day"]
    if len(stated) == 1:
        unit, value = stated[0]
        return round(value * number("unit_days", unit), 3) + 0.0  # there is no minus on zero
    if len(days) != 1 or len(coarse) != 1:
        return None
    unit, value = coarse[0]
    length = number("unit_days", unit)
    agrees = abs(days[0] - value * length) <= length and (value <= 1 or days[0] > length)
    return days[0] if agrees else None


def contact_of(text: str) -> Contact:
    """Return how a visit takes place where the words say so; unknown where they say nothing or two things."""
    found = {
        contact
        for contact, name in (
            (Contact.PHONE, "phone"),
            (Contact.VIDEO, "video"),
            (Contact.HOME, "home"),
            (Contact.SITE, "site"),
        )
        if says(plain(text), "contacts", name)
    }
    return found.pop() if len(found) == 1 else Contact.UNKNOWN


def contact_codes(text: str) -> dict[str, Contact]:
    """Return what letters before visit numbers mean, where a heading explains them: "Clinic (C), Telephone (T)"."""
    codes: dict[str, Contact] = {}
    for word, code in re.findall(r"([A-Za-z][A-Za-z -]*?)\s*[\(\[=:]\s*([A-Z]{1,3})\s*[\)\],;]?", clean(text)):
        contact = contact_of(word)
        if contact is Contact.UNKNOWN and word.casefold().strip().endswith("visit"):
            contact = Contact.SITE
        if contact is not Contact.UNKNOWN:
            codes[code] = contact
    return codes
