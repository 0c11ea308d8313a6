"""Fits the rules for wordings that hold a name nobody can list, such as that of a new medicine."""

import re
from functools import cache

from .index import spelt, the_index
from .wording import Pattern, rules, words


def pattern_of(text: str) -> Pattern | None:
    """Return the first rule that a plain label fits, or None."""
    wording = " ".join(words(text))
    return next((pattern for pattern in rules().patterns if _fits(pattern, wording)), None)


def _fits(pattern: Pattern, wording: str) -> bool:
    fit = _expression(pattern.wording).fullmatch(wording)
    if fit is None:
        return False
    new = fit.groupdict().get("new")
    return new is None or _is_new(new)


def _is_new(word: str) -> bool:
    """True when a word is neither in a name of the catalogue, nor a misspelling of one, nor a substance of the body."""
    return word not in _body() and not the_index().knows(word) and spelt(word)[0] == word


@cache
def _body() -> frozenset[str]:
    return frozenset(word for name in rules().names.body for word in words(name))


@cache
def _expression(wording: str) -> re.Pattern[str]:
    names = rules().names
    drug = rf"[a-z]{{3,}}(?:{'|'.join(names.stems)})"
    region = rf"(?:(?:{'|'.join(names.regions)})(?: |$|(?= )))+"
    filled = wording.replace("{new}", r"(?P<new>[a-z][a-z0-9]{4,})").replace("{drug}", drug).replace("{any}", ".+")
    return re.compile(filled.replace("{region} ", region).replace("{region}", region))
