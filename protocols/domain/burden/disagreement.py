"""Where people see the same step differently: each role by itself, side by side, the widest difference first.

A list to talk about. Nobody's answer counts less because others answered differently.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean, median

from .ratings import Rating


@dataclass(frozen=True, slots=True)
class Voices:
    """The answers of one role to one step: one value per person, the mean of what they answered at its visits."""

    values: tuple[float, ...]

    @property
    def people(self) -> int:
        """How many people answered."""
        return len(self.values)

    @property
    def median(self) -> float:
        """The middle answer."""
        return median(self.values)

    @property
    def low(self) -> float:
        """The lowest answer."""
        return min(self.values)

    @property
    def high(self) -> float:
        """The highest answer."""
        return max(self.values)

    @property
    def width(self) -> float:
        """The highest answer less the lowest."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One step with the answers of each role."""

    activity: str
    roles: Mapping[str, Voices]

    @property
    def width(self) -> float:
        """How far answers lie apart inside one role, at most."""
        return max(each.width for each in self.roles.values())

    @property
    def gap(self) -> float:
        """How far the middle answers of two roles lie apart, at most."""
        middles = [each.median for each in self.roles.values()]
        return max(middles) - min(middles)

    @property
    def people(self) -> int:
        """How many people answered, in all roles."""
        return sum(each.people for each in self.roles.values())


def disagreements(ratings: Iterable[Rating]) -> tuple[Disagreement, ...]:
    """Return the steps that at least two people answered, by how far they lie apart: inside a role or between roles.

    Roles are never pooled. Example: advocates 4 and 1 (width 3), a site 3: the gap is 3 - 2.5 = 0.5, and 3 counts.
    """
    steps: dict[str, dict[str, dict[str, list[float]]]] = {}
    for rating in ratings:
        if rating.overall is not None and rating.activity is not None:
            people = steps.setdefault(rating.activity, {}).setdefault(rating.role, {})
            people.setdefault(rating.rater, []).append(rating.overall)
    found = [
        Disagreement(activity, {role: Voices(_values(people)) for role, people in sorted(roles.items())})
        for activity, roles in steps.items()
    ]
    several = [each for each in found if each.people > 1]
    return tuple(sorted(several, key=lambda each: (-max(each.width, each.gap), -each.width, each.activity)))


def _values(people: Mapping[str, list[float]]) -> tuple[float, ...]:
    return tuple(sorted(fmean(answers) for answers in people.values()))
