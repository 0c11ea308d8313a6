"""The ruleset: every number of the score that is our choice, read from TOML, checked, and named by its hash."""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from ..catalogue import DIMENSIONS
from .ruleset_faults import faults_of

RULESETS = Path(__file__).parent / "rulesets"

Setting = float | int | str | list[str] | list[list[float]]


class RulesetError(ValueError):
    """The ruleset cannot be used; `faults` holds one sentence for each thing to mend."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of the ruleset (or a short list), why it was chosen, and where it was published if it was."""

    path: str
    value: Setting
    why: str
    source: str = ""


@dataclass(frozen=True)
class Ruleset:
    """A named, numbered set of entries. Equal entries give the same `sha256`."""

    name: str
    version: int
    entries: Mapping[str, Entry]
    reason: str = ""

    def number(self, path: str) -> float:
        """Return one number by its path, such as `draws.seed`."""
        value = self.entries[path].value
        assert isinstance(value, int | float)  # noqa: S101 - checked when the file was read
        return float(value)

    def words(self, path: str) -> tuple[str, ...]:
        """Return one list of words by its path."""
        value = self.entries[path].value
        assert isinstance(value, list)  # noqa: S101 - checked when the file was read
        return tuple(str(word) for word in value)

    def step(self, path: str) -> Decimal:
        """Return a rounding step as an exact decimal."""
        return Decimal(str(self.entries[path].value))

    @cached_property
    def weights(self) -> tuple[float, float, float]:
        """Weights of physical, worry and effort, brought to the sum 1."""
        raw = [self.number(f"weights.{dimension}") for dimension in DIMENSIONS]
        physical, worry, effort = (weight / sum(raw) for weight in raw)
        return physical, worry, effort

    @cached_property
    def journey_table(self) -> tuple[tuple[float, float], ...]:
        """Rows of (from this many minutes one way on, points), rising."""
        value = self.entries["journey.table"].value
        assert isinstance(value, list)  # noqa: S101 - checked when the file was read
        return tuple((float(row[0]), float(row[1])) for row in value)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 over the version and every value, so that two rulesets with the same numbers have the same name."""
        values = {path: entry.value for path, entry in self.entries.items()}
        text = json.dumps([self.version, values], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def spread(self, grade: str) -> float:
        """Return the spread t of a library value of this grade (or `house`), in points."""
        return self.number(f"spread.{grade}")

    def minutes_spread(self, basis: str) -> float:
        """Return the spread t of minutes of this grade (or `house`, `observed`), on the scale log(1 + minutes)."""
        return self.number(f"minutes.spread.{basis}")

    def with_weights(self, weights: Mapping[str, float], *, reason: str = "", version: int | None = None) -> "Ruleset":
        """Return this ruleset with other weights for some dimensions; raises RulesetError when they make no sense."""
        unknown = sorted(set(weights) - set(DIMENSIONS))
        if unknown:
            raise RulesetError([f"There is no dimension {name!r}. The dimensions are {_listed()}." for name in unknown])
        changed = {
            path: replace(self.entries[path], value=value, why=reason or "Another weight, to see what it changes.")
            for path, value in ((f"weights.{name}", weights[name]) for name in weights)
        }
        entries = MappingProxyType({**self.entries, **changed})
        return _checked(replace(self, entries=entries, reason=reason, version=version or self.version))


@cache
def load(name: str = "default") -> Ruleset:
    """Return a ruleset that comes with the program, by name."""
    return from_toml((RULESETS / f"{name}.toml").read_text(encoding="utf-8"))


def from_toml(text: str) -> Ruleset:
    """Read a ruleset; raises RulesetError that names every entry to mend."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulesetError([f"This is not TOML: {error}."]) from error
    name, version = table.pop("name", None), table.pop("version", None)
    faults = [] if isinstance(name, str) and name else ['Give the ruleset a name: name = "...".']
    if not isinstance(version, int) or isinstance(version, bool):
        faults.append("Give the ruleset a whole number as its version: version = 1.")
    if faults:
        raise RulesetError(faults)
    entries = {entry.path: entry for entry in _entries(table, "")}
    return _checked(Ruleset(name, version, MappingProxyType(entries)))


def _entries(table: Mapping[str, object], prefix: str) -> Iterator[Entry]:
    for key, value in table.items():
        path = f"{prefix}{key}"
        if isinstance(value, Mapping) and "value" in value:
            yield Entry(path, value["value"], str(value.get("why", "")), str(value.get("source", "")))
        elif isinstance(value, Mapping):
            yield from _entries(value, f"{path}.")
        else:
            raise RulesetError([f'{path}: write it as {{ value = ..., why = "..." }}.'])


def _checked(ruleset: Ruleset) -> Ruleset:
    values = {path: entry.value for path, entry in ruleset.entries.items()}
    if faults := faults_of(values, {path: entry.why or entry.source for path, entry in ruleset.entries.items()}):
        raise RulesetError(faults)
    return ruleset


def _listed() -> str:
    return ", ".join(DIMENSIONS)
