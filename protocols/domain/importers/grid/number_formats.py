"""What a cell shows for the number that it stores, where its number format adds words: 4 is shown as "Week 4"."""

import re
from functools import cache

_PIECE = re.compile(
    r'"([^"]*)"|\\(.)|_.|\*.|(\[[^\]]*\])|((?:[#0?][#0?,]*(?:\.[#0?]+)?)|General|@)|([^\[\]"\\;])', re.I
)
_CONDITION = re.compile(r"\[(=|<>|<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)\]")
_SECTIONS = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])+|(?<=;)(?=;|$)|^(?=;)')
_TESTS = {
    "=": lambda number, limit: number == limit,
    "<>": lambda number, limit: number != limit,
    "<": lambda number, limit: number < limit,
    ">": lambda number, limit: number > limit,
    "<=": lambda number, limit: number <= limit,
    ">=": lambda number, limit: number >= limit,
}


@cache
def has_words(code: str) -> bool:
    """Tell whether a number format adds words or hides numbers, so that a cell shows another text than it holds."""
    return '"' in code or "\\" in code and any(map(str.isalpha, code.replace("General", "")))


def shown(number: float, plain: str, code: str) -> str:
    """Return what is shown: `plain` is the number as text, which stands where the format has a placeholder."""
    sections = _SECTIONS.findall(code) or [code]
    section, signed = _section(number, sections)
    text = plain.lstrip("-") if signed else plain
    return "".join(_piece(match, text) for match in _PIECE.finditer(section)).strip()


def _section(number: float, sections: list[str]) -> tuple[str, bool]:
    """Return the section for a number, and whether the section itself says that the number is negative."""
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _TESTS[condition[1]](number, float(condition[2])):
                return section, False
        return "General", False
    if number < 0 and len(sections) > 1:
        return sections[1], True
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _piece(match: re.Match[str], text: str) -> str:
    quoted, escaped, _, placeholder, letter = match.groups()
    if quoted is not None:
        return quoted
    if placeholder:
        return text
    return escaped or letter or ""
