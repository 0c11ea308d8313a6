"""Where the texts and numbers of this folder are read from: the TOML files that lie beside the code."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@cache
def read_toml(name: str) -> dict[str, Any]:
    """Return one TOML file of this folder, by its path in the folder; callers only read it."""
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))


def names_in(folder: str) -> list[str]:
    """Return the paths of the TOML files in a sub-folder, sorted, so that reading them has one order."""
    return sorted(f"{folder}/{path.name}" for path in (_HERE / folder).glob("*.toml"))
