"""What the pages of the score allow: the numbers of `limits.toml` as one value."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Limits:
    """Counts, letters, minutes and days as the names say."""

    procedures_on_a_page: int
    longest_search: int
    longest_note: int
    least_minutes: int
    most_minutes: int
    most_days: int
    most_skipped: int
    changes_in_an_option: int
    options_side_by_side: int
    proposals_on_a_page: int
    changes_on_a_page: int
    participants: int
    months_on_a_page: int


@cache
def limits() -> Limits:
    """Return the limits in force. One that is missing or not known is our own mistake and raises."""
    table = tomllib.loads(resources.files(__package__).joinpath("limits.toml").read_text(encoding="utf-8"))
    return Limits(**{name: entry["value"] for name, entry in table.items()})
