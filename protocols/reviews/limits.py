"""The limits of a review's settings, read once from limits.toml."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def small_number_floors() -> tuple[int, int]:
    """Return the lowest allowed number of respondents and of sites."""
    floors = tomllib.loads(Path(__file__).with_name("limits.toml").read_text(encoding="utf-8"))["small_numbers"]
    return floors["least_respondents_floor"], floors["least_sites_floor"]
