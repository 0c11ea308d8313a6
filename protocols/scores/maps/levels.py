"""From which number on a box of the map takes which colour, and how a stretch of numbers is written."""

import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib import resources

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Levels:
    """The lower ends of the colours 1, 2, 3 and 4, and why they lie there."""

    bounds: tuple[int, ...]
    why: str

    def of(self, number: float) -> int:
        """Return the colour of a number, 0 to 4."""
        return bisect_right(self.bounds, number)

    @property
    def stretches(self) -> list[str]:
        """Each colour in words: "under 5", "5 to 14", "60 or more"."""
        ends = zip(self.bounds, self.bounds[1:], strict=False)
        middle = [
            _("%(low)d to %(high)d") % {"low": low, "high": high - 1} if high - low > 1 else f"{low}"
            for low, high in ends
        ]
        first = "0" if self.bounds[0] == 1 else _("under %(n)d") % {"n": self.bounds[0]}
        return [first, *middle, _("%(n)d or more") % {"n": self.bounds[-1]}]


@cache
def levels() -> dict[str, Levels]:
    """Return the levels of each way to colour the map."""
    table = tomllib.loads(resources.files(__package__).joinpath("map.toml").read_text(encoding="utf-8"))
    return {name: Levels(tuple(entry["value"]), entry["why"]) for name, entry in table.items()}
