"""The numbers by which a session is planned, read once from limits.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _limits() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("limits.toml").read_text(encoding="utf-8"))


def minutes_per_step(kind: str) -> float:
    """Return how long one step takes, alone ("solo") or together ("group")."""
    return float(_limits()["time"]["together" if kind == "group" else "alone"])


def lengths() -> list[int]:
    """Return the lengths of a session, in minutes, for which there are texts to start from."""
    return list(_limits()["lengths"]["minutes"])


def most_suggested() -> int:
    """Return how many visits are suggested at most."""
    return int(_limits()["visits"]["most_suggested"])


def reminder_days() -> list[int]:
    """Return how many days before a session its reminders go out, the first reminder first."""
    return list(_limits()["reminders"]["days_before"])
