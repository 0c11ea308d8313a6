"""Where paragraphs, sentences and words begin and end, in any script."""

import re
from dataclasses import dataclass

from protocols.domain.language.shelf import read_toml

_LINE_BREAKS = str.maketrans({"\r": " ", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_PARAGRAPH_GAP = re.compile(r"\n[^\S\n]*\n\s*")
_LIST_MARKER = re.compile(r"\s*(?:[-•*–]|\d{1,2}[.)])\s+")
# A full stop ends a sentence before a space; the full-width marks of Chinese and Japanese need none.
_SENTENCE_END = re.compile(r"""[.!?…؟۔।]+["'”’)\]»]*(?=\s|$)|[。！？]+|\n(?=[ \t]*(?:[-•*–]|\d{1,2}[.)])\s)""")
_NEXT_MARK = re.compile(r"\s*(\S)")
# No abbreviation and no number of a list item is longer; it keeps the search short in one long line.
_LONGEST_LOOK_BACK = 40
_MARKS = ".,;:!?…()[]{}<>\"'“”‘’«»*_"
_BETWEEN_WORDS = re.compile(r"[\s/—–…]+|--+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its text, where it starts in the whole text (in characters), and its words."""

    text: str
    start: int
    words: tuple[str, ...]


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text: what stands between spaces and has a letter or a digit, without the marks around."""
    return tuple(token.strip(_MARKS) for token in _BETWEEN_WORDS.split(text) if any(c.isalnum() for c in token))


def paragraphs_of(text: str) -> tuple[tuple[Sentence, ...], ...]:
    """Return the sentences of each paragraph; a blank line ends a paragraph, and a list item is a sentence."""
    # Same length as the text that was given, so that positions stay true.
    flat = text.replace("\r\n", " \n").replace("\r", "\n").translate(_LINE_BREAKS)
    found, start = [], 0
    for gap in [*_PARAGRAPH_GAP.finditer(flat), None]:
        end = gap.start() if gap else len(flat)
        sentences = tuple(_sentences(flat[start:end], start))
        if sentences:
            found.append(sentences)
        start = gap.end() if gap else end
    return tuple(found)


def _sentences(paragraph: str, offset: int) -> list[Sentence]:
    found, start = [], 0
    ends = [m.end() for m in _SENTENCE_END.finditer(paragraph) if _is_end(paragraph, start_of=m)]
    for end in [*ends, len(paragraph)]:
        marker = _LIST_MARKER.match(paragraph, start, end)
        begin = marker.end() if marker else start
        raw = paragraph[begin:end]
        words = words_of(raw)
        if words:
            lead = len(raw) - len(raw.lstrip())
            found.append(Sentence(" ".join(raw.split()), offset + begin + lead, words))
        start = end
    return found


def _is_end(paragraph: str, start_of: re.Match[str]) -> bool:
    """Whether a mark ends a sentence: not after "Dr.", not after the number of a list item."""
    if start_of[0] != ".":
        return True
    line = paragraph[paragraph.rfind("\n", 0, start_of.start()) + 1 : start_of.start()][-_LONGEST_LOOK_BACK:]
    if line.strip().isdigit() and len(line.strip()) <= 2:
        return False
    tail = re.split(r"[\s(]", line)[-1].lower()
    listed = read_toml("readability.toml")["abbreviations"]
    if tail in listed["never_end"]:
        return False
    follows = _NEXT_MARK.match(paragraph, start_of.end())
    return tail not in listed["may_end"] or follows is None or follows[1].isupper()
