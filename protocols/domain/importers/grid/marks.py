"""What the text in a cell of the body says: nothing, done, may be done, done if, done throughout, or said elsewhere."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from protocols.domain.importers.grid.cells import Cell
from protocols.domain.importers.grid.markers import Evidence, keys_in, split_markers
from protocols.domain.importers.grid.vocabulary import says, words
from protocols.domain.schedule import MarkKind

ARROWS = "←→↔⟵⟶⟷⇐⇒⇔➔➜►◄▶◀"
_ARROW = re.compile(rf"[{ARROWS}]|<\s*-+|-+\s*>|={{2,}}>|<={{2,}}|={{3,}}|-{{4,}}|_{{4,}}|[—–]{{2,}}|━+|─{{2,}}")
_LETTER_CROSSES = {
    "x",
    "xx",
    "х",
    "ｘ",
    "true",
}  # also the Cyrillic and the wide letter; words such as "yes" are no crosses
_BRACKETED = re.compile(r"^[(\[{]{1,2}\s*(?P<inner>[^()\[\]{}]+?)\s*[)\]}]{1,2}$")
_EXPLAINED = re.compile(r"^\s*\S{1,4}\s*[=:–-]\s*")
_SUFFIX = re.compile(r"^(?P<base>.+?)\s*(?P<list>(?:[a-z]{1,2}|\d{1,2})(?:\s*,\s*(?:[a-z]{1,2}|\d{1,2}))*)$", re.I)


class MarkRead(NamedTuple):
    """A mark as read. `plain` means an X or its like, about which nothing needs to be said."""

    text: str
    kind: MarkKind
    markers: tuple[str, ...]
    plain: bool
    doubtful: bool


@cache
def _crosses() -> str:
    signs = [sign for sign in words("marks", "plain") if sign in _LETTER_CROSSES or not (sign.isalpha() or sign == "+")]
    return "(?:" + "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True)) + ")"


@cache
def _cross() -> re.Pattern[str]:
    key = r"(?:[a-z]{1,2}|\d{1,2}|[*†‡§¶#]{1,4})"
    suffix = rf"(?:\s*[\(\[^]?\s*{key}(?:\s*,\s*{key})*\s*[\)\]]?(?:\s*[\(\[]{key}[\)\]])*)?"
    return re.compile(rf"^(?P<base>(?:\d{{1,2}}\s*(?=[x×]))?[\(\[]?\s*{_crosses()}\s*[\)\]]?){suffix}$", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def is_cross(text: str) -> bool:
    """Tell whether a text is an X, a tick or a bullet, alone, counted or marked: "X", "✓", "(x)", "3x", "Xa,b"."""
    return len(text) < 16 and _cross().match(text.strip()) is not None


@lru_cache(maxsize=20_000)
def is_empty(text: str) -> bool:
    """Tell whether a text only says that there is nothing: "-", "N/A"."""
    return text.strip().casefold() in words("marks", "empty")


@lru_cache(maxsize=20_000)
def is_worded(text: str) -> bool:
    """Tell whether a text speaks of how something is done: "Optional", "See PK table", "Continuously", an arrow."""
    named = ("optional", "conditional", "continuous", "referred", "timed")
    return bool(_ARROW.search(text)) or any(says(text, "marks", name) for name in named)


def read_mark(cell: Cell, evidence: Evidence, bare: frozenset[str], legend: Mapping[str, MarkKind]) -> MarkRead | None:
    """Return the mark that a cell of the body holds, or None where the cell says that there is nothing.

    A letter that often says "no" is a mark where the legend explains it as one, such as N for a nurse.

    `bare` are the short texts that stand alone in some cell of the body, so that "1d" can be known as "1" with note d.
    """
    if is_empty(cell.text) and not (cell.text.strip().isalpha() and cell.text.strip().casefold() in legend):
        return None
    text, markers, doubtful = _without_markers(cell, evidence, bare)
    folded = text.casefold()
    if is_empty(text) and not (text.isalpha() and folded in legend):
        return None
    if folded in words("marks", "plain"):
        kind = legend.get(folded, MarkKind.PLANNED)
        return MarkRead(text, kind, markers, kind is MarkKind.PLANNED, doubtful)
    kind = legend.get(folded) or _kind_of_open(folded, bare) or kind_of(text)
    return MarkRead(text, kind, markers, plain=False, doubtful=doubtful)


def _kind_of_open(sign: str, bare: frozenset[str]) -> MarkKind | None:
    """An open circle that stands beside full signs promises less than they do; alone it is the sign of its grid."""
    if sign not in words("marks", "open"):
        return None
    fuller = {other for other in bare if other != sign and (is_cross(other) or other in {"○", "◎"})}
    return MarkKind.CONDITIONAL if fuller else MarkKind.PLANNED


def _without_markers(cell: Cell, evidence: Evidence, bare: frozenset[str]) -> tuple[str, tuple[str, ...], bool]:
    marked = split_markers(cell, _without_words(evidence))
    text, found = marked.text, marked.markers
    if cross := _cross().match(text):
        base, rest = cross["base"].strip(), text[cross.end("base") :]
        listed = keys_in(rest)
        if any(key.isdigit() and key not in evidence.keys for key in listed):
            return text, found, True
        return base, (*found, *listed), bool(listed) and not evidence.keys.issuperset(listed)
    if found or len(text) > 6:
        return text, found, False
    suffix = _SUFFIX.match(text)
    if suffix and suffix["base"] in bare and evidence.keys.issuperset(keys_in(suffix["list"])):
        return suffix["base"], keys_in(suffix["list"]), False
    return text, found, False


@lru_cache(maxsize=8)
def _keyed(keys: frozenset[str], raised: bool) -> Evidence:
    return Evidence(keys, raised=True)


def _without_words(evidence: Evidence) -> Evidence:
    """Return the evidence for marks: letters glued to words are not searched in them."""
    return _keyed(evidence.keys, raised=True)


@lru_cache(maxsize=20_000)
def kind_of(text: str) -> MarkKind:
    """Return the kind of a mark by its words. Where two kinds are named, the one that promises less is taken."""
    folded = text.casefold().strip()
    if folded in words("marks", "optional_alone") or says(text, "marks", "optional"):
        return MarkKind.OPTIONAL
    if folded in words("marks", "conditional_alone") or _is_bracketed_cross(text) or says(text, "marks", "conditional"):
        return MarkKind.CONDITIONAL
    if says(text, "marks", "referred"):
        return MarkKind.REFERRED
    if says(text, "marks", "continuous") or _ARROW.search(text):
        return MarkKind.CONTINUOUS
    return MarkKind.PLANNED


def _is_bracketed_cross(text: str) -> bool:
    """A cross in brackets, "(X)", "[✓]", is one with a reservation."""
    found = _BRACKETED.match(text.strip()) if len(text) < 16 else None
    return found is not None and is_cross(found["inner"])


def denies(meaning: str) -> bool:
    """Tell whether the legend explains a sign as "not done", "none" or "not applicable"."""
    bare = _EXPLAINED.sub("", meaning).strip(" .;,").casefold()
    return bare in words("marks", "empty") or bare.startswith(("no ", "not ", "none", "nothing"))


def has_arrow(text: str) -> bool:
    """Tell whether a text has an arrow or a long line, which mean that something reaches over several visits."""
    return _ARROW.search(text) is not None
