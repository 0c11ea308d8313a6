"""Which groups of capital letters a text uses without saying what they stand for."""

import re

from protocols.domain.language.sentences import paragraphs_of
from protocols.domain.language.shelf import read_toml

_TOKEN = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_CAPITALS = re.compile(r"[a-z]?[A-Z0-9]*[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*s?")
# "CT scan (a ring-shaped X-ray machine)": one word may stand before the brackets.
_EXPLAINED_AFTER = re.compile(r"(?:[a-z]+\s+)?\(")
_ROMAN = re.compile(r"[IVX]+")


def unexplained_acronyms(text: str) -> tuple[str, ...]:
    """Return each acronym whose first use is neither in brackets after words nor followed by brackets.

    "a heart trace (ECG)" and "ECG (a heart trace)" are explained; a sentence all in capitals is not looked at.
    """
    first_use: dict[str, bool] = {}
    for paragraph in paragraphs_of(text):
        for sentence in paragraph:
            for name, explained in _acronyms_in(sentence.text):
                first_use.setdefault(name, explained)
    return tuple(name for name, explained in first_use.items() if not explained)


def _acronyms_in(sentence: str) -> list[tuple[str, bool]]:
    if len(sentence.split()) > 1 and sentence == sentence.upper():
        return []
    found = []
    for match in _TOKEN.finditer(sentence):
        if _is_acronym(match[0]):
            before, after = sentence[: match.start()].rstrip(), sentence[match.end() :].lstrip()
            explained = (before.endswith("(") and len(before) > 1) or _EXPLAINED_AFTER.match(after) is not None
            found.append((_singular(match[0]), explained))
    return found


def _is_acronym(token: str) -> bool:
    if _singular(token) in read_toml("readability.toml")["acronyms"]["known"] or _ROMAN.fullmatch(token):
        return False
    return any(_looks_like_one(part) for part in token.split("-"))


def _looks_like_one(part: str) -> bool:
    if _CAPITALS.fullmatch(part):
        return True
    return sum(c.isupper() for c in part) >= 2 and any(c.isdigit() for c in part)


def _singular(token: str) -> str:
    return token[:-1] if re.fullmatch(r"[A-Z]{2,}s", token) else token
