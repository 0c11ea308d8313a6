"""The numbers of a run-through together, read once from room.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RoomLimits:
    """Counts, seconds, minutes and points as the names say."""

    least_answers: int
    seconds_between_looks: int
    seconds_until_away: int
    seconds_between_signs_of_life: int
    points_each: int
    minutes_of_timer: int
    minutes_of_break: int
    minutes_added: int
    most_minutes: int


@cache
def room_limits() -> RoomLimits:
    """Return the numbers."""
    stated = tomllib.loads(Path(__file__).with_name("room.toml").read_text(encoding="utf-8"))
    return RoomLimits(**{name: entry["value"] for name, entry in stated.items()})
