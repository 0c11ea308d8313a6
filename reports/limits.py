"""What reports allow: the numbers of `limits.toml` as one value."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Limits:
    """Counts, bytes, seconds and minutes as the names say."""

    wall_seconds: int
    cpu_seconds: int
    memory_bytes: int
    pdf_bytes: int
    cells: int
    at_once: int
    minutes_until_stuck: int
    visits_per_table: int
    rows_per_table: int
    rows_per_list: int
    letters_per_line: int
    findings: int
    findings_on_summary: int
    quotes_per_finding: int
    listed: int


@cache
def limits() -> Limits:
    """Return the limits in force. One that is missing or not known is our own mistake and raises."""
    table = tomllib.loads(resources.files(__package__).joinpath("limits.toml").read_text(encoding="utf-8"))
    if unknown := set(table) - {field.name for field in fields(Limits)}:
        raise ValueError(f"limits.toml has unknown limits: {sorted(unknown)}")
    return Limits(**{name: entry["value"] for name, entry in table.items()})
