"""What the catalogue holds: procedures, the values known about them, and the sources those values stand on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import ConfigDict, with_config

DIMENSIONS = ("physical", "worry", "effort")
PARTICIPANT_TIMES = ("active", "waiting", "moving")
ROLES = (
    "coordinator",
    "investigator",
    "nurse",
    "phlebotomist",
    "pharmacist",
    "imaging",
    "rater",
    "laboratory",
    "data_entry",
)
SETTINGS = ("site", "home", "either", "phone")


class Grade(StrEnum):
    """How well a number is founded; `catalogue.toml` says in plain words what each letter means."""

    A = "A"
    B = "B"
    D = "D"
    T = "T"
    J = "J"


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Value:
    """One number with its grade, the id of its source, and a note saying how it was come by.

    Dimensions run from 0 to 4, times are minutes, blood is millilitres.
    """

    value: float
    grade: Grade
    source: str
    note: str


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Remark:
    """Published evidence of grade C: an ordering, a percentage or another scale, which gives no value here."""

    source: str
    note: str


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Procedure:
    """One thing that schedules ask for, as it would be done on its own.

    A dimension or a time that is missing is unknown, never zero. `staff_minutes` are per participant and occurrence;
    `fixed_staff_minutes` fall to a site once. `shares` names a `SharedStep`: of all rows with the same step at one
    visit, one is charged as it stands here, the others only what the step says they add (one needle fills many tubes).
    """

    key: str
    name: str
    plain_name: str
    category: str
    setting: str
    who: str
    synonyms: tuple[str, ...] = ()
    invasive: bool = False
    needles: int = 0
    blood_ml: Value | None = None
    fasting: bool = False
    overnight: bool = False
    questionnaire: bool = False
    device: bool = False
    daily_at_home: bool = False
    imaging: bool = False
    shares: str = ""
    dimensions: Mapping[str, Value] = field(default_factory=dict)
    participant_minutes: Mapping[str, Value] = field(default_factory=dict)
    staff_minutes: Mapping[str, Value] = field(default_factory=dict)
    fixed_staff_minutes: Mapping[str, Value] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class SharedStep:
    """A step that several rows of one visit have in common, and what each further row adds to it.

    A further row brings no further needle; the blood it takes is its own and always counts.
    """

    key: str
    name: str
    dimensions: Mapping[str, Value] = field(default_factory=dict)
    participant_minutes: Mapping[str, Value] = field(default_factory=dict)
    staff_minutes: Mapping[str, Value] = field(default_factory=dict)


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers come from: `seen` tells how it was read, `link` is a DOI or address (empty when none was seen)."""

    id: str
    citation: str
    link: str
    seen: str
    says: str


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Level:
    """What one value of a dimension means, with the keys of the procedures that stand for it."""

    value: int
    meaning: str
    anchors: tuple[str, ...]


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Order:
    """A published comparison of two procedures, which their physical values have to agree with."""

    lighter: str
    heavier: str
    source: str
    why: str


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Rubric:
    """How the editors judge: the levels of each dimension, and the published orders that bind the physical one."""

    question: Mapping[str, str]
    levels: Mapping[str, tuple[Level, ...]]
    orders: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole library: `version` is set by the editors, `sha256` follows every byte of its files."""

    procedures: Mapping[str, Procedure]
    sources: Mapping[str, Source]
    shared: Mapping[str, SharedStep]
    rubric: Rubric
    categories: Mapping[str, str]
    grades: Mapping[str, str]
    version: str
    sha256: str
