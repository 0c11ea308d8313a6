"""JSON without its traps: nothing is read that the sender cannot have meant."""

import json
import re
from typing import Any, NoReturn

from protocols.domain.importers.imported import Refused
from protocols.domain.importers.limits import limits
from protocols.domain.importers.plain_text import UNSEEN
from protocols.domain.problems import Problem, warning

SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
CONTROL = re.compile(r"(?<!\\)(?:\\\\)*(\\u00(?:0[0-8bBeEfF]|1[0-9a-fA-F]|7[fF]))|\x7f")
REMEDY = "Export the study again from the system that made it and upload that file."


class Trap(Exception):
    """A value that JSON readers take silently and people cannot have meant."""


def load(text: str) -> Any:
    """Return the value of a JSON text. Raises Refused, with the line and column or the name where known."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise _refused(where, f"The file is not valid JSON: {problem.msg}.") from problem
    except Trap as problem:
        raise _refused(_place(text, str(problem.args[1])), str(problem.args[0])) from problem
    except RecursionError as problem:
        raise _too_deep() from problem
    if SURROGATE.search(text):
        _check_letters(value, text)
    return value


def without_controls(value: Any, text: str) -> tuple[Any, tuple[Problem, ...]]:
    """Return the value without control characters, with a warning where one stood. Raises Refused where one is NUL.

    No text means a NUL, and databases store none; a vertical tab or bell comes from a word processor.
    """
    suspicious = "\\u00" in text or "\x7f" in text
    found = CONTROL.search(text) if suspicious else None
    if found is None:
        return value, ()
    nul = next((match for match in CONTROL.finditer(text) if (match[1] or "").endswith("0000")), None)
    if nul:
        place = _at(text, nul.start(1))
        raise _refused(place, "A text contains a NUL character, which is no character of any language.")
    message = "A text contains a control character, which nobody sees. It was taken out."
    return _cleaned(value), (warning(_at(text, found.start()), message, "Check the words there."),)


def _cleaned(value: Any) -> Any:
    """Return a JSON value with its texts cleaned; what `load` returns is never nested deeper than Python can follow."""
    if isinstance(value, str):
        return value.translate(UNSEEN)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {name: _cleaned(item) for name, item in value.items()}
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise Trap(f"The name {double[:60]!r} occurs twice in one object, so it is not clear which value counts.", "")
    return found


def _integer(digits: str) -> int:
    if len(digits) > limits().integer_digits:
        raise Trap(f"A whole number has more than {limits().integer_digits} digits.", digits)
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise Trap(f"The number {digits[:30]} is too large.", digits)
    return value


def _constant(name: str) -> NoReturn:
    raise Trap(f"The file contains {name}, which is not a number.", name)


def _place(text: str, token: str) -> str:
    at = text.find(token) if token else -1
    return "file" if at < 0 else _at(text, at)


def _at(text: str, at: int) -> str:
    return f"line {text.count(chr(10), 0, at) + 1}, column {at - text.rfind(chr(10), 0, at)}"


def _check_letters(value: object, text: str) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except RecursionError as problem:
        raise _too_deep() from problem
    except UnicodeEncodeError as problem:
        found = SURROGATE.search(text)
        where = _place(text, found[0]) if found else "file"
        raise _refused(where, "The file contains half of a character (a lone surrogate).") from problem


def _too_deep() -> Refused:
    return _refused("file", "The JSON is nested hundreds of levels deep; a study has about a dozen.")


def _refused(where: str, message: str) -> Refused:
    return Refused.because(where, message, REMEDY, format="usdm-json")
