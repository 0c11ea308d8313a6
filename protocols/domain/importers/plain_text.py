"""Bytes to text: which encoding a text file has, decided without ever replacing a character."""

import codecs
import re

from protocols.domain.importers.imported import Refused
from protocols.domain.problems import Problem, warning

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
LOST = "\N{REPLACEMENT CHARACTER}"
CONTROL_BYTES = bytes([*range(9), *range(14, 32), 127])
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
UNSEEN = dict.fromkeys([*range(9), 11, *range(14, 32), 127])  # what `str.translate` takes out of a text


# What nobody sees in a text: blanks of no width, marks of direction, soft hyphens, byte order marks.
_NO_WIDTH = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF])


def without_unseen(text: str) -> str:
    """Return a text without the characters that nobody sees: an X with one behind it is an X."""
    return text if text.isascii() else text.translate(_NO_WIDTH)


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Return the text, and a warning where the encoding had to be inferred. Raises Refused with the line."""
    text, problems = _decode(data)
    if _has_control_bytes(data) and (found := CONTROLS.search(text)):
        raise Refused.because(
            f"line {line_of(text, found.start())}",
            f"The file contains a character that no text has (code {ord(found[0])}).",
            "Save it again as CSV (UTF-8) or JSON from the program that made it.",
        )
    if LOST in text:
        message = f"A character was already lost before the upload (shown as {LOST})."
        problems += (warning(f"line {line_of(text, text.index(LOST))}", message, "Check the words there."),)
    return text, problems


def _has_control_bytes(data: bytes) -> bool:
    """A quick first look; UTF-16 has zero bytes in every letter, so the expression above decides."""
    return len(data.translate(None, CONTROL_BYTES)) < len(data)


def without_controls(text: str) -> str:
    """Return the text of a workbook without characters that XML itself cannot hold, only as escapes like _x0000_."""
    return text.translate(_NOT_IN_XML) if CONTROLS.search(text) else text


def line_of(text: str, position: int) -> int:
    """Return the line number, from 1, of a position in a text."""
    return text.count("\n", 0, position) + 1


def _decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), ()
    if unmarked := _utf16_without_mark(data):
        return _strictly(data, unmarked), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _strictly(data, "cp1252"), (
            warning(
                "file",
                "The file is not in UTF-8. It was read as Western European text (Windows-1252).",
                "Check letters such as é, ü, ± and ≥. If they are wrong, save it as CSV UTF-8 and upload it again.",
            ),
        )


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise Refused.because(
            f"line {line}",
            f"The text cannot be read: it is neither UTF-8 nor {encoding.upper()}.",
            "Save the file as CSV UTF-8 and upload it again.",
        ) from problem


def _utf16_without_mark(data: bytes) -> str | None:
    """Return the encoding where every second byte of the first letters is zero, as in UTF-16 without a mark."""
    sample = data[:200]
    if len(sample) < 4 or len(data) % 2:
        return None
    if not any(sample[0::2]) and all(sample[1::2]):
        return "utf-16-be"
    if not any(sample[1::2]) and all(sample[0::2]):
        return "utf-16-le"
    return None
