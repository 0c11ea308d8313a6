"""Arms that stand side by side: which visit column belongs to which arm, so that no burden is counted twice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from protocols.domain.importers.grid.headings import HeadingRow, Role
from protocols.domain.importers.grid.naming import is_visit_like
from protocols.domain.importers.grid.vocabulary import says, tokens, words

_EVERYONE = re.compile(r"^(?:all|both|every)\b", re.IGNORECASE)
_PART = re.compile(r"\bpart\s+(?:[A-Z]|\d{1,2}|[ivx]{1,3})\b(?!\s*(?:of|/))(?:\s*\([^()]{1,40}\))?", re.IGNORECASE)
_GROUP = re.compile(r"^(?:treatment\s+|dose\s+)?group\s+(?:\d{1,2}|[A-Z]|[ivx]{1,3})\b", re.IGNORECASE)
_IN_CAPTION = re.compile(r"\b((?:arm|cohort|group)\s+[\w-]+)|\b([\w-]+\s+arm)\b", re.IGNORECASE)


@dataclass(frozen=True)
class ArmColumns:
    """The arm of each visit column (None: all arms), the heading row that says so, and whether it was inferred."""

    labels: tuple[str | None, ...]
    row: int | None = None
    inferred: bool = False


def arms_of(rows: Sequence[HeadingRow]) -> ArmColumns:
    """Find the heading row of arms: it or its texts are named so, or the same visits repeat under its texts."""
    for row in rows:
        said = {text for text in row.texts if text}
        if row.role in {Role.WINDOW, Role.QUALIFIER, Role.TIME} or not said:
            continue
        if (row.role is Role.ARM and not _is_timing(said)) or _are_arms(said):
            return ArmColumns(_labels(row), row.row)
    for position, row in enumerate(rows):
        if row.role not in {Role.WINDOW, Role.QUALIFIER, Role.TIME} and _repeats_below(row, rows[position + 1 :]):
            return ArmColumns(_labels(row), row.row, inferred=True)
    count = len(rows[0].texts) if rows else 0
    return ArmColumns((None,) * count)


def _labels(row: HeadingRow) -> tuple[str | None, ...]:
    return tuple(
        None if not text or _EVERYONE.match(text) or is_visit_like(text) and not _names_arm(text) else text
        for text in row.texts
    )


def _is_timing(said: set[str]) -> bool:
    return sum(is_visit_like(text) for text in said) > len(said) / 2 and not _are_arms(said)


def _are_arms(said: set[str]) -> bool:
    """Two texts or more, and most of them hold the word "arm" or "cohort", or begin like "Group 1"."""
    named = {text for text in said if _names_arm(text)}
    return len(named) >= 2 and 2 * len(named) >= len(said)


def _names_arm(text: str) -> bool:
    named = set(tokens(text)) & words("arms", "names") or _GROUP.match(text)
    return bool(named) and len(text) < 80


def _repeats_below(row: HeadingRow, lower: Sequence[HeadingRow]) -> bool:
    """Under each of two texts or more the same stack of headings repeats; numbers of cycles and weeks are no arms."""
    runs: dict[str, list[tuple[str, ...]]] = {}
    for column, text in enumerate(row.texts):
        if text:
            runs.setdefault(text, []).append(tuple(other.texts[column] for other in lower))
    if len(runs) < 2 or not lower or any(says(text, "arms", "never") or any(map(str.isdigit, text)) for text in runs):
        return False
    stacks = list(runs.values())
    return len(stacks[0]) >= 2 and all(stack == stacks[0] for stack in stacks[1:])


def groups_with_the_same_visits(rows: Sequence[HeadingRow]) -> tuple[str, ...]:
    """Return the first two headings with the same stack of two visits or more below, unless they name stretches.

    "2 to 5 years" and "6 to 17 years" may be people; one person goes through "Period 1" and "Period 2".
    """
    for position, row in enumerate(rows):
        runs: dict[str, list[tuple[str, ...]]] = {}
        for column, text in enumerate(row.texts):
            if text and row.role not in {Role.WINDOW, Role.QUALIFIER, Role.TIME, Role.VISIT}:
                runs.setdefault(text, []).append(tuple(other.texts[column] for other in rows[position + 1 :]))
        able = [(text, run) for text, run in runs.items() if not _is_stretch(text) and len(run) > 1 and any(run[0])]
        for number, (text, run) in enumerate(able):
            if alike := next((other for other, its in able[number + 1 :] if its == run), None):
                return text, alike
    return ()


def _is_stretch(text: str) -> bool:
    """Tell whether a heading names a stretch of the study rather than people; "2 to 5 years" is an age."""
    return is_visit_like(text) or says(text.replace("years", ""), "arms", "never")


def arm_in_caption(caption: str) -> str | None:
    """Return the arm that the caption of a table names: "Schedule of activities, Arm B"."""
    found = _IN_CAPTION.search(caption)
    return (found[1] or found[2]) if found else None


def part_in_caption(caption: str) -> str | None:
    """Return the part of a study that a caption names, "Part B (many doses)"; "part 1 of 2" is a part of a table."""
    found = _PART.search(caption)
    return found[0] if found else None
