"""What this slice allows: the numbers of `limits.toml` as one value."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Limits:
    """Counts, bytes and minutes as the names say."""

    uploads_per_minute: int
    request_overhead_bytes: int
    grid_cells: int
    one_by_one: int
    same_marks: int
    minutes_until_stuck: int
    editing_cells: int
    draft_edits: int
    alike_names: float
    visit_name: int
    activity_name: int


@cache
def limits() -> Limits:
    """Return the limits in force. One that is missing or not known is our own mistake and raises."""
    table = tomllib.loads(resources.files(__package__).joinpath("limits.toml").read_text(encoding="utf-8"))
    if unknown := set(table) - {field.name for field in fields(Limits)}:
        raise ValueError(f"limits.toml has unknown limits: {sorted(unknown)}")
    return Limits(**{name: entry["value"] for name, entry in table.items()})
