"""Tables of objectives and endpoints: which level they have, and which endpoint belongs to which objective."""

import re
from collections.abc import Iterable, Iterator, Sequence

from protocols.domain.importers.grid.cells import Grid, without_raised
from protocols.domain.importers.grid.vocabulary import says, tokens, words
from protocols.domain.problems import Problem, note
from protocols.domain.schedule import Endpoint, Objective

LONGEST_LEVEL = 60  # characters; a longer text is an objective, not the name of a level
_BULLET = re.compile(r"^[\s•●▪◦‣∙·*–—-]+|^\(?\d{1,2}[.)]\s+")
_LEVEL_FIRST = re.compile(
    r"^\s*((?:key |other )?(?:primary|secondary|tertiary|exploratory))(?: objectives?| endpoints?)?\s*[:.–-]\s*", re.I
)


def objectives_of(grids: Iterable[Grid]) -> tuple[Objective, ...]:
    """Return the objectives of every table in which one heading names objectives and another endpoints.

    Protocols show the table in the synopsis and again in the text: an objective is read once.
    """
    found: dict[str, Objective] = {}
    for objective in (objective for grid in grids for objective in _objectives_in(grid)):
        found.setdefault("".join(tokens(objective.text)), objective)
    return tuple(found.values())


def tell_objectives(objectives: Sequence[Objective]) -> Iterator[Problem]:
    """Say how many were read, since such tables are written in many ways."""
    if objectives:
        endpoints = sum(len(objective.endpoints) for objective in objectives)
        message = f"{len(objectives)} objectives with {endpoints} endpoints were read from a table of objectives."
        yield note("objectives", message, "Check them.")


def _objectives_in(grid: Grid) -> Iterator[Objective]:
    headed = _heading(grid)
    if headed is None:
        return
    top, column, others = headed
    level = _named_level(grid.text(top, column))
    open_text, endpoints = "", list[str]()
    for row in (row for row in grid.filled_rows() if row > top):
        texts = {c: without_raised(cell).strip() for c, cell in grid.rows[row].items()}
        if _names_columns(texts) or _level_row(texts):
            yield from _made(level, open_text, endpoints)
            level, open_text, endpoints = _named_level(" ".join(texts.values())), "", []
            continue
        beside = next((found for c, text in texts.items() if c < column and (found := _level(text))), None)
        if text := texts.get(column, ""):
            yield from _made(level, open_text, endpoints)
            own, text = _without_level(text)
            level, open_text, endpoints = own or beside or level, text, []
        endpoints += [line for c in others if c in texts for line in _lines(texts[c])]
    yield from _made(level, open_text, endpoints)


def _heading(grid: Grid) -> tuple[int, int, list[int]] | None:
    """Return the row of headings, the column of the objectives and those of the endpoints."""
    for row in grid.filled_rows()[:3]:
        texts = {c: without_raised(cell) for c, cell in grid.rows[row].items()}
        if columns := _names_columns(texts):
            return row, *columns
    return None


def _names_columns(texts: dict[int, str]) -> tuple[int, list[int]] | None:
    """Return the column of objectives and those of endpoints where a row names both, at the top or for a new level."""
    named = {c: text for c, text in texts.items() if len(text) < LONGEST_LEVEL}
    column = next((c for c, text in named.items() if says(text, "objectives", "objectives")), None)
    others = [c for c, text in named.items() if c != column and says(text, "objectives", "endpoints")]
    return (column, others) if column is not None and others else None


def _level_row(texts: dict[int, str]) -> bool:
    """Tell whether a row only gives a level to the rows below: "Secondary" alone, or merged over the table."""
    said = {text for text in texts.values() if text}
    return len(said) == 1 and _level(next(iter(said))) is not None


def _named_level(text: str) -> str | None:
    """Return the first level that stands in the heading of a part: "Primary Efficacy Objective" is "Primary"."""
    found = next((word for word in tokens(text) if word in words("objectives", "levels")), None)
    return found.capitalize() if found else None


def _level(text: str) -> str | None:
    """Return the level that a text names if it says nothing else: "Secondary objectives:" is "Secondary"."""
    found = tokens(text)
    if len(text) > LONGEST_LEVEL or not found or not words("objectives", "fill").issuperset(found):
        return None
    named = [word for word in found if word in words("objectives", "levels")]
    return named[0].capitalize() if named else None


def _without_level(text: str) -> tuple[str | None, str]:
    lines = text.split("\n")
    if len(lines) > 1 and (level := _level(lines[0])):
        return level, "\n".join(lines[1:])
    found = _LEVEL_FIRST.match(text)
    return (found[1].capitalize(), text[found.end() :]) if found else (None, text)


def _lines(text: str) -> list[str]:
    """Each line of a cell is an endpoint, without its bullet; a line in small letters goes on with the one before."""
    lines: list[str] = []
    for line in text.split("\n"):
        bare = _BULLET.sub("", line).strip()
        if lines and bare[:1].islower() and bare == line.strip():
            lines[-1] = f"{lines[-1]} {bare}"
        elif bare and _level(bare) is None:
            lines.append(bare)
    return lines


def _made(level: str | None, text: str, endpoints: Sequence[str]) -> Iterator[Objective]:
    """Several objectives in one cell have one endpoint each where there are as many; else the first has them all."""
    lines = _lines(text)
    if not lines:
        return
    told = tuple(Endpoint(level, line) for line in endpoints)
    if len(lines) == len(told):
        yield from (Objective(level, line, (each,)) for line, each in zip(lines, told, strict=True))
        return
    yield Objective(level, lines[0], told)
    yield from (Objective(level, line) for line in lines[1:])
