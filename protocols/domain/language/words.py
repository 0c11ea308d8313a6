"""Which words a text should not use for lay readers, and what to write instead."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from protocols.domain.language.shelf import read_toml

_SENTENCE_MARK = re.compile(r"[.!?\n]")


@dataclass(frozen=True, slots=True)
class WordAdvice:
    """One entry of our word list: the forms to avoid, what to use, and why."""

    kind: str
    avoid: tuple[str, ...]
    use: str
    why: str
    fine_in_brackets: bool
    only_in_questions: bool
    match_case: bool


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word to avoid as it stands in a text: `start` and `end` are character positions in it."""

    found: str
    start: int
    end: int
    use: str
    why: str


@cache
def word_list() -> tuple[WordAdvice, ...]:
    """Return the whole list, in the order of the file."""
    return tuple(
        WordAdvice(
            kind=kind,
            avoid=tuple(entry["avoid"]),
            use=entry["use"],
            why=entry.get("why", group["why"]),
            fine_in_brackets=group.get("fine_in_brackets", False),
            only_in_questions=group.get("only_in_questions", False),
            match_case=group.get("match_case", False),
        )
        for kind, group in read_toml("words.toml").items()
        for entry in group["words"]
    )


def find_words(text: str) -> tuple[FoundWord, ...]:
    """Return the words to avoid in an English text, in the order they stand; where two overlap, the longer one."""
    found: list[FoundWord] = []
    for match in _pattern().finditer(text):
        advice = _advice_for(match[0])
        if advice and not _is_fine(advice, text, match):
            found.append(FoundWord(match[0], match.start(), match.end(), advice.use, advice.why))
    return tuple(found)


def _is_fine(advice: WordAdvice, text: str, match: re.Match[str]) -> bool:
    if advice.only_in_questions:
        end = _SENTENCE_MARK.search(text, match.end())
        return end is None or end[0] != "?"
    return advice.fine_in_brackets and text.endswith("(", 0, match.start()) and text.startswith(")", match.end())


def _plain(form: str) -> str:
    """One spelling for the ways a form can be typed: hyphens, line breaks, curly apostrophes."""
    return re.sub(r"[-\s\u2011]+", " ", form.replace("\u2019", "'"))


@cache
def _by_form() -> dict[str, WordAdvice]:
    forms: dict[str, WordAdvice] = {}
    for advice in word_list():
        for form in advice.avoid:
            forms[_plain(form) if advice.match_case else _plain(form).lower()] = advice
    return forms


def _advice_for(found: str) -> WordAdvice | None:
    """Look up a match as typed, then in small letters, then without the plural s; small-letter forms match any case."""
    plain = _plain(found)
    forms = _by_form()
    for form in (plain, plain.lower(), plain.lower().removesuffix("s")):
        if form in forms and (not forms[form].match_case or form == plain):
            return forms[form]
    return None


@cache
def _pattern() -> re.Pattern[str]:
    # Longest first, so that "adverse event" is found before "event"; by first letter, so that few forms are tried.
    forms = sorted((f for f in _by_form() if f[0].isalpha()), key=lambda form: (form[0].lower(), -len(form)))
    signs = "|".join(re.escape(form) for form in _by_form() if not form[0].isalpha())
    by_letter = (
        f"{re.escape(letter)}(?:{'|'.join(_rest_pattern(form) for form in same)})"
        for letter, same in groupby(forms, key=lambda form: form[0].lower())
    )
    return re.compile(f"{signs}|(?<!\\w)(?:{'|'.join(by_letter)})", re.IGNORECASE)


def _rest_pattern(form: str) -> str:
    rest = re.escape(form[1:]).replace(r"\ ", r"[-\s\u2011]+").replace("'", "['\u2019]")
    return rf"{rest}s?(?!\w)" if form[-1].isalnum() else rest
