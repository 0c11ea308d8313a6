"""What the library knows about one row of the schedule, which may hold several procedures or none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..catalogue import DIMENSIONS, PARTICIPANT_TIMES, Procedure, SharedStep, Value
from .ruleset import Ruleset

HOUSE = "house"


@dataclass(frozen=True, slots=True)
class HouseValue:
    """A team's own value for a procedure or a row: `name` is a dimension (0-4) or a participant time (minutes)."""

    kind: Literal["procedure", "activity"]
    key: str
    name: str
    value: float
    who: str
    when: str
    why: str


@dataclass(frozen=True, slots=True)
class Known:
    """One number of the library: `basis` is its grade, or `house`; `source` says where it was found."""

    value: float
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class Row:
    """What the library knows about one row. A dimension or a time that is missing is unknown.

    A row that holds several procedures is one step: each dimension is that of its hardest part, so that the row stays
    on the 0-4 scale on which people are asked about it. Minutes, blood, needles and staff time are sums. `step` is the
    step (a blood draw) that the row may have in common with other rows of one visit.
    """

    procedures: tuple[Procedure, ...] = ()
    dimensions: Mapping[str, Known] = field(default_factory=dict)
    minutes: Mapping[str, Known] = field(default_factory=dict)
    staff: Mapping[str, float] = field(default_factory=dict)
    needles: int = 0
    invasive: int = 0
    blood_ml: float = 0.0
    step: str = ""

    @property
    def is_daily_at_home(self) -> bool:
        """True when something in this row is done each day at home."""
        return any(procedure.daily_at_home for procedure in self.procedures)


def check_house(values: Iterable[HouseValue], ruleset: Ruleset) -> list[str]:
    """Return one sentence for each house value that cannot be used."""
    faults, top = [], ruleset.number("scale.highest")
    for value in values:
        if value.name in DIMENSIONS and not ruleset.number("scale.lowest") <= value.value <= top:
            faults.append(f"{value.key}, {value.name}: a value must lie between 0 and {top:g}; it is {value.value:g}.")
        elif value.name in PARTICIPANT_TIMES and not 0 <= value.value < float("inf"):
            faults.append(f"{value.key}, {value.name}: minutes must be 0 or more; they are {value.value:g}.")
        elif value.name not in (*DIMENSIONS, *PARTICIPANT_TIMES):
            faults.append(f"{value.key}: there is no {value.name!r} to set.")
        if not value.who.strip() or not value.why.strip():
            faults.append(f"{value.key}, {value.name}: say who set this value, and why.")
    return faults


@dataclass(frozen=True)
class Shelf:
    """Where rows are looked up: the ruleset, the steps that rows can share, and the team's own values."""

    ruleset: Ruleset
    shared: Mapping[str, SharedStep] = field(default_factory=dict)
    house: Mapping[tuple[str, str, str], HouseValue] = field(default_factory=dict)

    def row(self, activity: str, procedures: Sequence[Procedure], *, shares_done: bool = False) -> Row:
        """Return what is known about a row; with `shares_done` its common step was already done for another row."""
        parts, seen = [], {procedure.shares for procedure in procedures if shares_done}
        for procedure in sorted(procedures, key=_heaviest_first):
            step = self.shared.get(procedure.shares) if procedure.shares in seen else None
            parts.append(self._part(procedure, step, is_felt=not (step and shares_done)))
            seen.add(procedure.shares)
        own = None if shares_done else ("activity", activity)
        common = sorted({procedure.shares for procedure in procedures} & set(self.shared))
        return Row(
            procedures=tuple(procedures),
            dimensions=self._own(own, _hardest(part.dimensions for part in parts), DIMENSIONS),
            minutes=self._own(own, self._added([part.minutes for part in parts]), PARTICIPANT_TIMES),
            staff=_sum_of(part.staff for part in parts),
            needles=sum(part.needles for part in parts),
            invasive=sum(part.invasive for part in parts),
            blood_ml=sum(part.blood_ml for part in parts),
            step=common[0] if common else "",
        )

    def _part(self, procedure: Procedure, step: SharedStep | None, *, is_felt: bool) -> Row:
        """Return one procedure of a row; a shared step is felt in full unless another row has felt it already."""
        entry: Procedure | SharedStep = step or procedure
        felt: Procedure | SharedStep = procedure if is_felt else entry
        own = ("procedure", procedure.key)
        return Row(
            dimensions=self._own(own if is_felt else None, _known(felt.dimensions), DIMENSIONS),
            minutes=self._own(None if step else own, _known(entry.participant_minutes), PARTICIPANT_TIMES),
            staff={role: value.value for role, value in entry.staff_minutes.items()},
            needles=0 if step else procedure.needles,
            invasive=0 if step else int(procedure.invasive),
            blood_ml=procedure.blood_ml.value if procedure.blood_ml else 0.0,
        )

    def _own(self, of: tuple[str, str] | None, known: Mapping[str, Known], names: Iterable[str]) -> Mapping[str, Known]:
        """Put the team's own values where the library has judgement or nothing; what is published stays."""
        if of is None or not self.house:
            return known
        values = {name: self.house.get((*of, name)) for name in names}
        own = {
            name: Known(value.value, HOUSE, f"{value.who}, {value.when}: {value.why}")
            for name, value in values.items()
            if value is not None and (name not in known or known[name].basis in ("J", HOUSE))
        }
        return {**known, **own}

    def _added(self, parts: Sequence[Mapping[str, Known]]) -> Mapping[str, Known]:
        added = {}
        for name in PARTICIPANT_TIMES:
            known = [part[name] for part in parts if name in part]
            if len(known) == 1:
                added[name] = known[0]
            elif known:
                weakest = max((each.basis for each in known), key=lambda basis: (self._spread(basis), basis))
                sources = "; ".join(dict.fromkeys(each.source for each in known))
                added[name] = Known(sum(each.value for each in known), weakest, sources)
        return added

    def _spread(self, basis: str) -> float:
        return self.ruleset.minutes_spread(basis)


def shelf(
    ruleset: Ruleset, *, shared: Mapping[str, SharedStep] | None = None, house: Iterable[HouseValue] = ()
) -> Shelf:
    """Return where rows are looked up; raises ValueError when a house value cannot be used."""
    values = list(house)
    if faults := check_house(values, ruleset):
        raise ValueError("\n".join(faults))
    return Shelf(ruleset, shared or {}, {(value.kind, value.key, value.name): value for value in values})


def _known(values: Mapping[str, Value]) -> Mapping[str, Known]:
    return {name: Known(value.value, str(value.grade), value.source) for name, value in values.items()}


def _hardest(parts: Iterable[Mapping[str, Known]]) -> Mapping[str, Known]:
    hardest: dict[str, Known] = {}
    for part in parts:
        for name, known in part.items():
            held = hardest.get(name)
            if held is None or _hardness(known) > _hardness(held):
                hardest[name] = known
    return hardest


def _hardness(known: Known) -> tuple[float, int]:
    """Order by value; of two equal values the published one is shown."""
    return known.value, -(ord(known.basis[0]))


def _sum_of(parts: Iterable[Mapping[str, float]]) -> Mapping[str, float]:
    added: dict[str, float] = {}
    for part in parts:
        for role, minutes in part.items():
            added[role] = added.get(role, 0.0) + minutes
    return added


def _heaviest_first(procedure: Procedure) -> tuple[float, float, str]:
    minutes = sum(value.value for value in procedure.participant_minutes.values())
    return -procedure.needles, -minutes, procedure.key
