"""How much of a file is read: the limits of `limits.toml` as one value."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper limits; bytes, counts, characters and seconds as the names say."""

    upload_bytes: int
    inflated_bytes: int
    zip_entries: int
    visits: int
    activities: int
    cells: int
    cell_characters: int
    stored_cells: int
    sheet_rows: int
    sheet_columns: int
    merged_cells: int
    sheets: int
    integer_digits: int
    problems: int
    child_memory_bytes: int
    child_cpu_seconds: int
    child_wall_seconds: int


@cache
def limits() -> Limits:
    """Return the limits in force. A limit that is missing or not known is our own mistake and raises."""
    table = tomllib.loads(resources.files(__package__).joinpath("limits.toml").read_text(encoding="utf-8"))
    known = {field.name for field in fields(Limits)}
    if unknown := set(table) - known:
        raise ValueError(f"limits.toml has unknown limits: {sorted(unknown)}")
    return Limits(**{name: entry["value"] for name, entry in table.items()})


def megabytes(count: int) -> str:
    """Return a number of bytes as people say it: "10 MB"."""
    return f"{count / 1_000_000:g} MB"
