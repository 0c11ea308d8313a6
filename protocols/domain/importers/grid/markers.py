"""Footnote markers: which letters of a text point to a footnote and which belong to the word."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from protocols.domain.importers.grid.cells import Cell
from protocols.domain.importers.grid.vocabulary import text_words, tokens, words

SYMBOLS = "*†‡§¶#"
LONGEST_LIST = 40  # characters of raised letters that can be a list of markers; more are a raised text
LONGEST_WORD = 60  # characters of a word to which a letter may be glued
ROMAN = "(?:viii|vii|iii|xii|xiii|xiv)"
_KEY = rf"(?:{ROMAN}|[a-zA-Z]{{1,2}}|\d{{1,2}}|[{SYMBOLS}]{{1,4}})"
_LIST = re.compile(rf"[\(\[]?{_KEY}(?:[,;/&\-–— ]{{1,3}}{_KEY})*[\)\]]?[,;]?")
_SPLIT = re.compile(rf"{ROMAN}(?![a-zA-Z])|[a-zA-Z]{{1,2}}|\d{{1,2}}|([{SYMBOLS}])\1*")
_RANGE = re.compile(
    r"(?<![a-z\d])(?:([a-z])\s*[-–—]\s*([a-z])|(\d{1,2})\s*[-–—]\s*(\d{1,2}))(?![a-z\d])", re.IGNORECASE
)
_RAISED = {
    **dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)),
    **dict(zip("ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "abcdefghijklmnoprstuvwxyz", strict=True)),
    "ª": "a",
    "º": "o",
}
_UNICODE = re.compile("[" + "".join(_RAISED) + "]+(?:[,\\s]+[" + "".join(_RAISED) + "]+)*")
RAISED_KEY = re.compile(r"^\s*([" + "".join(_RAISED) + r"]{1,2})\s*[.:)]?\s*(?=\S)")
_CARET = re.compile(rf"\s*\[\^({_KEY})\]|\s*\^\s*(?:\{{([^{{}}]*)\}}|\(([^()]*)\)|({_KEY}(?:,{_KEY})*)\^?)")
_SYMBOL_END = re.compile(rf"(?<=[\w)\].%+])\s*([{SYMBOLS}]+(?:[\s,]{{1,3}}[{SYMBOLS}]+)*)(?=\s|$|[,;:)])")
_BRACKET = re.compile(
    rf"\s*[\[(]\s*(?:foot)?(?:note)?s?\s*({_KEY}(?:\s*,\s*{_KEY})*)\s*[\])](?=\s|$|[,;:]|[\[(]{_KEY}[\])])"
)
_APART = re.compile(r"(?<=\S)\s+([a-z]{1,2}(?:\s*,\s*[a-z]{1,2})*|\d{1,2}(?:\s*,\s*\d{1,2})+)\s*$")
_GLUED = re.compile(r"^(?P<base>.*?[^,\s])(?P<list>(?:[a-z]|\d{1,2})(?:,(?:[a-z]{1,2}|\d{1,2}))*)(?P<tail>[:.,;]?)$")


@dataclass(frozen=True)
class Marked:
    """A text without its markers, the markers, and whether another reading was possible."""

    text: str
    markers: tuple[str, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True)
class Evidence:
    """What a file says about its markers: the keys of its notes, whether letters are raised, and its words."""

    keys: frozenset[str] = frozenset()
    raised: bool = False
    in_cells: Counter[str] = field(default_factory=Counter)
    in_notes: Counter[str] = field(default_factory=Counter)

    def knows(self, base: str, whole: str) -> bool:
        """Tell whether `base` is a word of its own: general vocabulary, or seen elsewhere in the file."""
        if base in known_words() or base in words("markers", "letter_digit_words"):
            return True
        return self.in_notes[base] > 0 or self.in_cells[base] > (0 if base != whole else 1)


@cache
def known_words() -> frozenset[str]:
    """Return the words that stand in the schedules of many studies, in labels or in headings."""
    headings = (("visit_words", "words"), ("row_names", "core"), ("row_names", "fill"), ("note_columns", "words"))
    return text_words("known_words", "words").union(*(words(table, name) for table, name in headings))


def key_of(marker: str) -> str:
    """Return a marker in the form in which footnotes are keyed: small letters."""
    return marker.casefold() if marker.isalpha() else marker


def keys_in(text: str) -> tuple[str, ...]:
    """Return the keys of a list of markers: "a, b" or "1,2" or "**"; "*†" are two, "b-d" are b, c and d."""
    text = _RANGE.sub(_all_between, text) if "-" in text or "–" in text or "—" in text else text
    return tuple(dict.fromkeys(key_of(found[0]) for found in _SPLIT.finditer(text)))


def _all_between(found: re.Match[str]) -> str:
    if found[1]:
        codes = range(ord(found[1].casefold()), ord(found[2].casefold()) + 1)
        return ",".join(map(chr, codes)) or found[0]
    first, last = int(found[3]), int(found[4])
    return ",".join(map(str, range(first, last + 1))) or found[0]


def lowered(text: str) -> str:
    """Return a text with the raised letters of Unicode as ordinary ones."""
    return "".join(_RAISED.get(character, character) for character in text)


def evidence_of(texts: Iterable[str], notes: Iterable[str], *, keys: Iterable[str], raised: bool) -> Evidence:
    """Collect what a file says about its markers from the texts of its cells and its notes."""
    in_cells = Counter(token for text in texts for token in tokens(text))
    in_notes = Counter(token for text in notes for token in tokens(text))
    return Evidence(frozenset(keys), raised, in_cells, in_notes)


def split_markers(cell: Cell, evidence: Evidence) -> Marked:
    """Return the text of a label or heading without its markers.

    The surest signs come first: raised letters, signs that are never part of a word, brackets around a known key.
    A letter that is only glued to a word is taken off where the file has no raised letters and the words speak for it.
    """
    text, found = _without_raised(cell, evidence)
    text, more = _without_signs(text, evidence)
    found += more
    if not found and not evidence.raised and evidence.keys:
        return _without_glued(text, evidence)
    return Marked(_tidy(text), tuple(dict.fromkeys(found)))


def _tidy(text: str) -> str:
    text = " ".join(text.split())
    return re.sub(r"\s+([,;:)])", r"\1", text).strip(" ,;")


def _without_raised(cell: Cell, evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    if not cell.raised:
        return cell.text, ()
    found: tuple[str, ...] = ()
    kept, position = "", 0
    for start, end in cell.raised:
        kept += cell.text[position:start]
        piece = cell.text[start:end]
        if _is_known_sign(piece.strip(), evidence):
            found += (piece.strip(),)
        elif _is_marker_list(piece, kept, evidence):
            found += _known_keys(piece, evidence)
            kept += " " if piece[-1:].isspace() or piece[:1].isspace() else ""
        else:
            kept += piece
        position = end
    return kept + cell.text[position:], found


def _is_known_sign(piece: str, evidence: Evidence) -> bool:
    """Any raised sign is a marker where a footnote begins with it: "&", "∞" and "@" serve where letters are used up."""
    return piece in evidence.keys and not any(map(str.isalnum, piece))


def _known_keys(piece: str, evidence: Evidence) -> tuple[str, ...]:
    """Raised "ab" is footnote ab where there is one, else footnotes a and b."""
    keys: list[str] = []
    for key in keys_in(piece):
        apart = key.isalpha() and key not in evidence.keys and evidence.keys.issuperset(key)
        keys.extend(key if apart else [key])
    return tuple(keys)


def _is_marker_list(piece: str, before: str, evidence: Evidence) -> bool:
    """Raised letters are markers; raised figures only where notes have figures and no unit stands before ("kg/m2")."""
    bare = " ".join(piece.split())
    if not bare:
        return True
    if len(bare) > LONGEST_LIST or not _LIST.fullmatch(bare) or bare.casefold() in words("markers", "ordinals"):
        return False
    if not any(character.isdigit() for character in piece):
        return True
    unit = re.search(r"([A-Za-z]+|\d+)$", before)
    if unit and unit[1].casefold() in words("markers", "units"):
        return False
    return not evidence.keys or all(key in evidence.keys for key in keys_in(piece))


def _without_signs(text: str, evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    """Take off what is never part of a word: raised Unicode letters, "^a", "*" at the end, "[1]" with a known key."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        listed = next(group for group in match.groups() if group is not None)
        found.extend(keys_in(listed))
        return " "

    def take_known(match: re.Match[str]) -> str:
        return take(match) if evidence.keys.issuperset(keys_in(match[1])) else match[0]

    def take_raised(match: re.Match[str]) -> str:
        unit = re.search(r"([A-Za-z]+|\d+)$", text[: match.start()])
        if unit and unit[1].casefold() in words("markers", "units"):
            return match[0]
        found.extend(keys_in("".join(_RAISED.get(character, character) for character in match[0])))
        return " "

    if not text.isascii():
        text = _UNICODE.sub(take_raised, text)
    if "^" in text:
        text = _CARET.sub(take, text)
    if any(symbol in text for symbol in SYMBOLS):
        text = _SYMBOL_END.sub(take, text)
    if evidence.keys and ("(" in text or "[" in text):
        text = _BRACKET.sub(take_known, text)
    return text, tuple(found)


def _without_glued(text: str, evidence: Evidence) -> Marked:
    if (apart := _APART.search(text)) and _stands_apart(text[: apart.start()], apart[1], evidence):
        return Marked(_tidy(text[: apart.start()]), keys_in(apart[1]))
    pieces = re.split(r"(\s+)", text.strip())
    found: tuple[str, ...] = ()
    doubtful = False
    for position, piece in enumerate(pieces):
        match = _GLUED.match(piece) if len(piece) < LONGEST_WORD else None
        if not match or not all(key in evidence.keys for key in keys_in(match["list"])):
            continue
        verdict = _glued_verdict(match["base"], match["list"], evidence)
        if verdict is None:
            doubtful = doubtful or position == len(pieces) - 1
        elif verdict:
            found += keys_in(match["list"])
            pieces[position] = match["base"] + match["tail"]
    return Marked(_tidy("".join(pieces)), tuple(dict.fromkeys(found)), doubtful)


def _stands_apart(before: str, listed: str, evidence: Evidence) -> bool:
    last = tokens(before)[-1:] or [""]
    known = all(key in evidence.keys for key in keys_in(listed))
    return known and last[0] not in words("markers", "not_after")


def _glued_verdict(base: str, listed: str, evidence: Evidence) -> bool | None:
    """Tell whether the letters after `base` are markers; None where the words do not say."""
    whole = (base + listed).casefold()
    if "," in listed and len(base) > 2:
        return True
    if not base[-1].isalnum():
        return base[-1] in ")]%+" or None
    if whole in known_words() or whole in words("markers", "letter_digit_words") or evidence.in_notes[_bare(whole)]:
        return False
    if base[-1].isdigit() or listed[0].isdigit():
        return _after_figure(base, listed, evidence)
    if len(base) >= 2 and base.isupper():
        return listed != "s" or None
    if len(base) < 3:
        return False
    if _is_word(base.casefold(), whole, evidence):
        return True
    return None if _ends_like_no_word(whole) else False


def _bare(word: str) -> str:
    return word.strip("()[].,;:")


def _is_word(base: str, whole: str, evidence: Evidence) -> bool:
    base = _bare(base)
    if evidence.knows(base, whole):
        return True
    parts = [part for part in re.split(r"[-/–]", base) if part]
    return len(parts) > 1 and (evidence.knows(parts[-1], whole) or len(parts[-1]) <= 2 and evidence.in_cells[base] > 0)


def _after_figure(base: str, listed: str, evidence: Evidence) -> bool | None:
    """ "9a" under a heading of visits is a marker unless "9b" stands beside it; "HbA1" and "SpO" stay whole words."""
    bare = _bare(base.casefold())
    if listed[0].isdigit():
        known = bare.isalpha() and len(bare) > 3 and evidence.knows(bare, bare + listed)
        return known or (None if base.isupper() and base.isalpha() and len(bare) >= 3 else False)
    siblings = [
        token for token in evidence.in_cells if token[:-1] == bare and token != bare + listed and token[-1].isalpha()
    ]
    if siblings:
        return False
    if listed in {"h", "d", "w", "m", "s"} and bare.isdigit():
        return None
    return True


def _ends_like_no_word(whole: str) -> bool:
    """Tell whether a word ends in two consonants that no English word ends in, such as "lb" or "pc"."""
    if len(whole) < 4 or whole[-2:] in words("markers", "endings"):
        return False
    return whole[-1] in "bcfgjkpqvwz" and whole[-2] in "bcdfgjklmpqstvwxz"
