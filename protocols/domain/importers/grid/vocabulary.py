"""The general words, limits and shares of `words.toml`, ready to compare with."""

import re
import tomllib
from functools import cache
from importlib import resources

_TOKEN = re.compile(r"[^\W_]+(?:[-/&'.][^\W_]+)*|[#*†‡§¶]")
_TILDE = re.compile(r"(?<=\d)\s*[~～〜∼]\s*(?=[-+D\d])", re.IGNORECASE)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－", "-") | {"\u00a0": " ", "\u2009": " ", "\u202f": " "})


@cache
def _tables() -> dict[str, dict[str, object]]:
    text = resources.files("protocols.domain.importers").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def words(table: str, name: str) -> frozenset[str]:
    """Return one list of words, all in small letters."""
    entries = _tables()[table][name]
    assert isinstance(entries, list)  # noqa: S101 - a broken words.toml is our own mistake
    return frozenset(str(entry) for entry in entries)


@cache
def pairs(table: str, name: str) -> tuple[tuple[str, str], ...]:
    """Return one table of texts by text, such as spellings, in its order."""
    entries = _tables()[table][name]
    assert isinstance(entries, dict)  # noqa: S101 - a broken words.toml is our own mistake
    return tuple((str(key), str(value)) for key, value in entries.items())


@cache
def text_words(table: str, name: str) -> frozenset[str]:
    """Return the words of a list that is written as one text."""
    return frozenset(str(_tables()[table][name]).split())


@cache
def number(table: str, name: str) -> float:
    """Return one limit, share or factor."""
    value = _tables()[table][name]
    assert isinstance(value, int | float)  # noqa: S101 - a broken words.toml is our own mistake
    return float(value)


def limit(name: str) -> int:
    """Return a limit of the layout search."""
    return int(number("limits", name))


def share(name: str) -> float:
    """Return a share between 0 and 1 by which a decision is taken."""
    return number("shares", name)


@cache
def _phrases(table: str, name: str) -> re.Pattern[str]:
    ordered = sorted(words(table, name), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in ordered) + r")(?!\w)")


def says(text: str, table: str, name: str) -> bool:
    """Tell whether one of the words or phrases of a list stands in the text as whole words."""
    return _phrases(table, name).search(text.casefold()) is not None


def plain(text: str) -> str:
    """Return the text with every sort of dash as "-" and every sort of blank as one blank; "1~5" is a range too."""
    text = " ".join(text.translate(_DASHES).split())
    return text if text.isascii() and "~" not in text else _TILDE.sub("-", text)


def tokens(text: str) -> list[str]:
    """Return the words of a text in small letters; hyphens and slashes inside a word stay."""
    return _TOKEN.findall(text.translate(_DASHES).casefold())


_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def only_of(text: str, core: frozenset[str], fill: frozenset[str]) -> bool:
    """Tell whether the text has a core word and besides only filling words; brackets count if nothing else is there."""
    bare = _IN_BRACKETS.sub(" ", text)
    found: list[str] = []
    for token in tokens(bare if bare.strip() else text):
        found += [token] if token in core or token in fill else token.split("/")
    return any(token in core for token in found) and all(token in core or token in fill for token in found)
