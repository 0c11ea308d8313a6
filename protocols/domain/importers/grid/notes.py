"""The footnotes under a grid: where one begins, which letter or sign it explains, and what stands there without one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from protocols.domain.importers.grid.cells import Cell
from protocols.domain.importers.grid.markers import RAISED_KEY, ROMAN, SYMBOLS, key_of, keys_in, lowered
from protocols.domain.importers.grid.vocabulary import limit, says, words

SENTENCE = 8  # words
_RAISED_KEY = re.compile(rf"^\s*[\(\[]?\s*({ROMAN}|[A-Za-z]{{1,2}}|\d{{1,2}}|[{SYMBOLS}]{{1,4}})\s*[\)\]]?[.:]?\s*$")
_RAISED_SIGN = re.compile(r"^\s*([^\w\s()\[\].,:;'\"-]{1,2})\s*$")
_SIGN = re.compile(rf"^\s*([{SYMBOLS}]{{1,4}})\s*[.:)]?\s*(?=\S)")
_BRACKETED = re.compile(
    rf"^\s*[\(\[]\^?\s*(?![xX]\s*[\)\]])({ROMAN}|[A-Za-z]{{1,2}}|\d{{1,2}})\s*[\)\]]\s*[.:]?\s*(?=\S)"
)  # "(X)" is a mark that the line explains
_POINTED = re.compile(rf"^\s*({ROMAN}|iv|vi|ix|xi|[a-z]|([a-z])\2|[A-Z]|\d{{1,2}})\s*[.):]\s*(?=[^\d\s])")
_SPACED = re.compile(r"^\s*([a-z]|([a-z])\2)(?:\s+(?=[^\s=:–—-])|\t)")
_FIGURE = re.compile(r"^\s*(\d{1,2})\s+(?=[A-Z])")
_GLUED = re.compile(r"^\s*([a-z])(?=[A-Z][a-z]+[\s,.])")
_CROSS_LEGEND = re.compile(r"^\s*[Xx]([a-z])\s*=\s*")
_LEGEND = re.compile(r"^\s*[\"'“]?(\(?[^\s=:]{1,4}\)?|O|P)[\"'”]?\s*(?:=|:|–|-|—)\s+(?=\S)")
_TOLD = re.compile(
    r"^\s*[\"'“]?([^\s\w]{1,2}|[A-Z]{1,2}|[xo])[\"'”]?\s+(?:is|are)?\s*(?:used to\s+)?"
    r"(?:indicates?|denotes?|means?|marks?|represents?|stands? for)\s+(?=\S)"
)
_SIGN_EXPLAINED = re.compile(r"^\s*[\"'“]?\(?[^\s=]{1,4}\)?[\"'”]?\s*=\s*[^\W\d]")
_MEANING = re.compile(r"(?:^|[;,.\n]\s*)[\"'“]?(\(?[^\s=:;,.]{1,4}?\)?)[\"'”]?\s*[=:]\s*(?=\S)")
_INNER = re.compile(r"(?<=[.;,])\s+(?=(?:\(?([a-z])[\).:]|\(?(\d{1,2})[\).:]|\[([a-z\d]{1,2})\])\s+\S)")


@dataclass(frozen=True)
class Note:
    """One remark under the grid; `key` is None where nothing points to it, `legend` is a mark text that it explains."""

    key: str | None
    text: str
    legend: str | None = None


def notes_of(lines: Iterable[Cell]) -> tuple[Note, ...]:
    """Return the remarks of these lines. A line that begins no new remark belongs to the one before it."""
    found: list[Note] = []
    for cell in lines:
        for number, piece in enumerate(_pieces(cell)):
            note = _note(piece)
            if number and note.key is None and note.legend is None and found and not begins_remark(piece.text):
                found[-1] = Note(found[-1].key, f"{found[-1].text} {note.text}".strip(), found[-1].legend)
            elif note.text and not _is_heading_of_notes(note.text):
                found.append(note)
    return _without_false_keys(found)


def _is_heading_of_notes(text: str) -> bool:
    return text.casefold().strip(" :.") in words("remarks", "starts")


def begins_remark(text: str) -> bool:
    """Tell whether a line begins like a remark: "Abbreviations: ...", "Note: ...", "CRP = C-reactive protein; ..."."""
    folded = text.casefold().lstrip()
    first = re.match(r"[^\s:=]+", folded)
    return bool(first and first[0].rstrip(".") in words("remarks", "starts")) or is_abbreviations(text)


def is_sentence(text: str) -> bool:
    """Tell whether a text is a sentence, which no name of a group is: eight words or more and a full stop."""
    return text.rstrip().endswith(".") and len(text.split()) >= SENTENCE


def is_abbreviations(text: str) -> bool:
    """Tell whether a line explains abbreviations: several "ABC = words" or "ABC: words; DEF: words"."""
    return len(re.findall(r"[A-Za-z0-9/&-]{1,12}\s*(?:=|[–—])\s*\S", text)) >= 1 and "=" in text


def key_at_start(cell: Cell) -> tuple[str, int] | None:
    """Return the key with which a line begins and where its text starts; raised letters are the surest sign."""
    if cell.raised and not cell.text[: cell.raised[0][0]].strip():
        start, end = _joined_raised(cell)
        if found := _RAISED_KEY.match(cell.text[start:end]) or _RAISED_SIGN.match(cell.text[start:end]):
            return key_of(found[1]), end
    if found := RAISED_KEY.match(cell.text):
        return keys_in(lowered(found[1]))[0], found.end()
    for pattern in (_SIGN, _BRACKETED, _CROSS_LEGEND, _POINTED, _SPACED, _FIGURE, _GLUED):
        if found := pattern.match(cell.text):
            return key_of(found[1]), found.end()
    return None


def has_raised_key(cell: Cell) -> bool:
    """Tell whether a line begins with a raised key, the surest sign of a footnote."""
    return bool(cell.raised) and not cell.text[: cell.raised[0][0]].strip() and key_at_start(cell) is not None


def is_key(text: str) -> bool:
    """Tell whether a whole cell is only the key of a footnote: "a", "2)", "**", "b."."""
    return _RAISED_KEY.match(text) is not None


def _joined_raised(cell: Cell) -> tuple[int, int]:
    """Return the raised letters at the start as one piece: word processors cut "a" and the tab after it in two."""
    start, end = cell.raised[0]
    for following, until in cell.raised[1:]:
        if cell.text[end:following].strip():
            break
        end = until
    return start, end


def _note(cell: Cell) -> Note:
    if told := _TOLD.match(cell.text):
        return Note(None, cell.text.strip(), told[1])
    if begun := key_at_start(cell):
        key, start = begun
        return Note(key, cell.text[start:].strip(" \t:="))
    if (legend := _LEGEND.match(cell.text)) and not is_listing(cell.text):
        letter = legend[1] if re.fullmatch("[a-wyz]", legend[1]) else None  # an x explains the mark itself
        return Note(letter, cell.text[legend.end() :].strip() if letter else cell.text.strip(), legend[1])
    return Note(None, cell.text.strip())


def is_listing(text: str) -> bool:
    """Tell whether a line holds several "ABC = words"."""
    return len(re.findall(r"=", text)) > 1


def _pieces(cell: Cell) -> list[Cell]:
    """Cut a cell at its line breaks, and at "b. " and "c. " where a cell holds all footnotes in one line."""
    pieces: list[Cell] = []
    start = 0
    cuts = [match.start() for match in re.finditer("\n", cell.text)] or _raised_cuts(cell) or _inner_cuts(cell.text)
    for cut in [*cuts, len(cell.text)]:
        piece = _piece(cell, start, cut)
        if piece.text.strip():
            pieces.append(piece)
        start = cut
    return pieces


def _raised_cuts(cell: Cell) -> list[int]:
    """Return where the next footnotes begin in a line of several, each with its raised key: "ᵃ Once. ᵇ At home."."""
    begun = key_at_start(cell) if has_raised_key(cell) else None
    cuts: list[int] = []
    key = begun[0] if begun else ""
    for start, end in cell.raised[1:]:
        begins = cell.text[start - 1].isspace()  # "m2" with a raised 2 is a unit
        if begins and len(key) == 1 and cell.text[start:end].strip(" .:)").casefold() == _after(key):
            cuts.append(start)
            key = _after(key)
    return cuts


def _inner_cuts(text: str) -> list[int]:
    first = re.match(r"\s*\(?\[?([a-z]|\d{1,2})[\).\]:]", text)
    if not first:
        return []
    cuts, expected = [], _after(first[1])
    for match in _INNER.finditer(text):
        key = next(group for group in match.groups() if group)
        if key == expected:
            cuts.append(match.start())
            expected = _after(key)
    return cuts


def _after(key: str) -> str:
    if key in SYMBOLS:
        return SYMBOLS[SYMBOLS.index(key) + 1 :][:1]
    return str(int(key) + 1) if key.isdigit() else chr(ord(key) + 1)


def _piece(cell: Cell, start: int, end: int) -> Cell:
    raised = tuple((max(a, start) - start, min(b, end) - start) for a, b in cell.raised if a < end and b > start)
    return Cell(cell.text[start:end], raised, cell.bold, cell.indent, cell.fill)


def _without_false_keys(notes: Sequence[Note]) -> tuple[Note, ...]:
    """Figures are keys only where they count from 1: "7 days before" alone is a remark, no footnote 7."""
    figures = [int(note.key) for note in notes if note.key and note.key.isdigit()]
    counted = figures[:1] == [1]
    return tuple(
        Note(None, f"{note.key} {note.text}") if note.key and note.key.isdigit() and not counted else note
        for note in notes
    )


def legend_of(notes: Sequence[Note]) -> dict[str, str]:
    """Return what the remarks say about mark texts: "P = predose; O = optional", one or several in a line."""
    found: dict[str, str] = {}
    for note in notes:
        begun = list(_MEANING.finditer(note.text))
        ends = [following.start() for following in begun[1:]] + [len(note.text)]
        if note.legend:
            end = next((match.start() for match in begun if match.start()), len(note.text))
            found.setdefault(note.legend.casefold(), note.text[:end])
        for match, end in zip(begun, ends, strict=False):
            found.setdefault(match[1].casefold(), note.text[match.end() : end].strip())
    return _meanings_of_signs(notes) | found


@cache
def _sign() -> re.Pattern[str]:
    signs = {sign for name in ("plain", "open") for sign in words("marks", name) if not sign.isalnum() and sign != "+"}
    return re.compile(rf"(?:^|[;,.\n])\s*([{re.escape(''.join(sorted(signs)))}])\s+(?=[^\W\d_])")


def _meanings_of_signs(notes: Sequence[Note]) -> dict[str, str]:
    """A drawn sign and a few words say what it means: "● mandatory; ○ optional". A sign that repeats is a bullet."""
    told = [meaning for note in notes for meaning in _signs_told(note.text)]
    signs = [sign for sign, _ in told]
    return {sign: meaning for sign, meaning in told if signs.count(sign) == 1}


def _signs_told(text: str) -> list[tuple[str, str]]:
    begun = list(_sign().finditer(text))
    ends = [following.start() for following in begun[1:]] + [len(text)]
    told = [(match[1], text[match.end() : end].strip()) for match, end in zip(begun, ends, strict=False)]
    return told if all(len(meaning.split()) <= limit("sign_words") for _, meaning in told) else []


def keyed(notes: Iterable[Note]) -> dict[str, Note]:
    """Return the notes that something can point to, by key; the first of two with the same key."""
    found: dict[str, Note] = {}
    for note in notes:
        if note.key:
            found.setdefault(note.key, note)
    return found


def is_note_line(cell: Cell) -> bool:
    """Tell whether a line of a document belongs to the remarks of the table above it."""
    return (
        key_at_start(cell) is not None
        or begins_remark(cell.text)
        or bool(_LEGEND.match(cell.text) or _TOLD.match(cell.text) or _signs_told(cell.text))
    )


def explains_sign(text: str) -> bool:
    """Tell whether a text only says what a sign means: "R = required"."""
    return _SIGN_EXPLAINED.match(text) is not None


def names_notes(text: str) -> bool:
    """Tell whether a title names a list of remarks, such as a sheet called "Footnotes"."""
    return len(text) < 40 and says(text, "remarks", "starts")
