"""The words of clinical studies in our own plain words, and which of them a text uses."""

import re
from dataclasses import dataclass
from functools import cache

from protocols.domain.language.shelf import read_toml


@dataclass(frozen=True, slots=True)
class Term:
    """One entry: the term, other ways to write it, what it means, and an example where that helps."""

    name: str
    meaning: str
    also: tuple[str, ...] = ()
    example: str = ""


@cache
def glossary() -> tuple[Term, ...]:
    """Return all terms, sorted by name."""
    terms = (
        Term(entry["name"], entry["meaning"], tuple(entry.get("also", ())), entry.get("example", ""))
        for entry in read_toml("glossary.toml")["term"]
    )
    return tuple(sorted(terms, key=lambda term: term.name.lower()))


def terms_in(text: str) -> tuple[Term, ...]:
    """Return the terms that an English text uses, in the order of their first use; the longest name wins."""
    found = (_term_for(" ".join(match[0].split())) for match in _pattern().finditer(text))
    return tuple(dict.fromkeys(term for term in found if term))


def _term_for(words: str) -> Term | None:
    # Letters such as "PI" are a term only in capitals: "pi" is a word of its own.
    forms = _by_form()
    return forms.get(words) or forms.get(words.lower())


@cache
def _by_form() -> dict[str, Term]:
    return {form if form.isupper() else form.lower(): term for term in glossary() for form in (term.name, *term.also)}


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted(_by_form(), key=len, reverse=True)
    body = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)
