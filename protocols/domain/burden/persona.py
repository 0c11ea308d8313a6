"""As whom a schedule is scored: a made-up person with a distance to the site, a job, and people to care for."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path

EXAMPLES = Path(__file__).parent / "personas"


class PersonaError(ValueError):
    """The persona cannot be used; `faults` holds one sentence for each thing to mend."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True, slots=True)
class Persona:
    """A made-up person. Times are minutes or nights, costs are for one trip there and back in `currency`.

    `work_share` is the share of visit time (0 to 1) that would have been working time, `carer_share` the share for
    which somebody has to come along or look after others; `nights_away` are nights per visit at the site.
    """

    key: str
    name: str
    minutes_one_way: float
    transport: str = ""
    cost_per_trip: float = 0.0
    currency: str = "EUR"
    work_share: float = 0.0
    carer_share: float = 0.0
    nights_away: int = 0
    about: str = ""

    @property
    def minutes_there_and_back(self) -> float:
        """Minutes of travel for one visit."""
        return 2 * self.minutes_one_way

    def to_dict(self) -> dict[str, str | float | int]:
        """Return plain JSON values; `from_dict` gives an equal persona back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, object]) -> "Persona":
        """Rebuild a persona from plain values; raises PersonaError that names everything to mend."""
        if faults := _faults(stored):
            raise PersonaError(faults)
        return cls(**stored)  # type: ignore[arg-type]


def from_toml(text: str) -> Persona:
    """Read a persona from a TOML file; raises PersonaError that names everything to mend."""
    try:
        return Persona.from_dict(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PersonaError([f"This is not TOML: {error}."]) from error


@cache
def examples() -> tuple[Persona, ...]:
    """Return the personas that come with the program, nearest to the site first."""
    personas = (from_toml(path.read_text(encoding="utf-8")) for path in EXAMPLES.glob("*.toml"))
    return tuple(sorted(personas, key=lambda persona: (persona.minutes_one_way, persona.key)))


def _faults(stored: Mapping[str, object]) -> list[str]:
    known = {field.name: field.type for field in fields(Persona)}
    faults = [f"{name} is not known. A persona has: {', '.join(known)}." for name in sorted(set(stored) - set(known))]
    faults += [f"{name} is missing." for name in ("key", "name", "minutes_one_way") if name not in stored]
    for name, kind in known.items():
        if name in stored:
            faults += _fault_of(name, stored[name], kind)
    return faults


def _fault_of(name: str, value: object, kind: object) -> list[str]:
    if kind is str:
        return [] if isinstance(value, str) and (value or name in ("transport", "about")) else [f"{name} must be text."]
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < float("inf"):
        return [f"{name} must be a number that is 0 or more."]
    if kind is int and value != int(value):
        return [f"{name} must be a whole number."]
    return [f"{name} must lie between 0 and 1."] if name.endswith("_share") and value > 1 else []
