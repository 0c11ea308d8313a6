"""Turns the label of a row into plain words: one spelling, no footnote signs, no filler; the rules stand in TOML."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from pydantic import TypeAdapter

RULES = Path(__file__).with_name("matching.toml")
BRACKETS = re.compile(r"\(([^()]*)\)?")
WORD = re.compile(r"[a-zβ0-9]+")


@dataclass(frozen=True, slots=True)
class Limit:
    """One threshold or confidence, with the reason for it."""

    value: float
    why: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A wording that holds a name nobody can list, and the procedures it asks for."""

    wording: str
    procedures: tuple[str, ...]
    reason: str
    confidence: str = "pattern"


@dataclass(frozen=True, slots=True)
class TextRules:
    """What is cut from a label before its words are looked at, and where a compound row is split."""

    from_here: tuple[str, ...]
    noise: tuple[str, ...]
    separators: str
    alternatives: str
    one_of_categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpellingRules:
    """Which spellings and forms are one word."""

    replace: tuple[tuple[str, str], ...]
    isation: str
    same: tuple[tuple[str, ...], ...]
    joined: tuple[tuple[str, str], ...]
    no_plural: frozenset[str]
    never: frozenset[str]


@dataclass(frozen=True, slots=True)
class WordRules:
    """Which words carry nothing, little, or turn the meaning; and which procedures are too broad to be meant."""

    filler: frozenset[str]
    light: frozenset[str]
    turning: frozenset[str]
    governing: frozenset[str]
    leading: frozenset[str]
    unsure: frozenset[str]
    generic: frozenset[str]


@dataclass(frozen=True, slots=True)
class NameRules:
    """What helps to tell names that nobody can list: endings of medicines, substances and places of the body."""

    stems: tuple[str, ...]
    body: frozenset[str]
    regions: tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """All of `matching.toml`."""

    limits: dict[str, Limit]
    confidence: dict[str, Limit]
    text: TextRules
    spelling: SpellingRules
    words: WordRules
    names: NameRules
    patterns: tuple[Pattern, ...]

    @cached_property
    def one_word(self) -> dict[str, str]:
        """Each form of a word and the form that stands for all."""
        singular = self.singular
        return {singular(form): singular(forms[0]) for forms in self.spelling.same for form in forms}

    def singular(self, word: str) -> str:
        """Return a word without its plural ending, by rule of thumb: the same word always gives the same answer."""
        if word in self.spelling.no_plural or len(word) < 4:
            return word
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word

    @cached_property
    def noise(self) -> re.Pattern[str]:
        """Signs and numbers that are no part of a name."""
        return re.compile("|".join(self.text.noise))


@cache
def rules() -> Rules:
    """Return the rules of `matching.toml`, read once."""
    return TypeAdapter(Rules).validate_python(tomllib.loads(RULES.read_text(encoding="utf-8")))


def plain(label: str) -> str:
    """Return a label in lower case without superscripts, footnote signs, units in square brackets or odd spaces."""
    text = "".join(" " if unicodedata.decomposition(sign).startswith("<super>") else sign for sign in label)
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("'s", "s")
    return rules().noise.sub(" ", text).strip(" :.-")


def until_condition(text: str) -> str:
    """Return a plain label up to the words that say when it is done."""
    starts = [at for phrase in rules().text.from_here if (at := text.find(phrase)) > 0]
    return text[: min(starts)].strip(" :.-(") if starts else text


def outside_brackets(text: str) -> str:
    """Return a plain label without what stands in round brackets."""
    return " ".join(BRACKETS.sub(" ", text).split())


def inside_brackets(text: str) -> Iterator[str]:
    """Yield what stands in each pair of round brackets."""
    yield from (found.strip() for found in BRACKETS.findall(text) if found.strip())


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a plain text in one spelling and form, in order, without filler if anything else is there."""
    folded = unicodedata.normalize("NFKD", text)
    found = [_one_form(word) for word in WORD.findall("".join(c for c in folded if not unicodedata.combining(c)))]
    joined = f" {' '.join(found)} "
    for apart, together in rules().spelling.joined:
        joined = joined.replace(f" {apart} ", f" {together} ")
    carrying = tuple(word for word in joined.split() if word not in rules().words.filler)
    return carrying or tuple(joined.split())


def _one_form(word: str) -> str:
    spelling = rules().spelling
    for british, american in spelling.replace:
        word = word.replace(british, american)
    word = rules().singular(re.sub(spelling.isation, r"iz\1", word))
    return rules().one_word.get(word, word)
