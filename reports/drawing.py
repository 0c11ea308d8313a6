"""Where the bars of the cover stand: one for each visit, as high as its load."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.sections import VisitSum

# The drawing in its own units: a base line, room above it, and the share of a step that its bar takes.
WIDTH, FLOOR, TOP, SHARE_OF_BAR, LEAST = 1700, 400, 20, 0.81, 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its place in the drawing, and whether it is the heaviest, or a call."""

    x: int
    y: int
    width: int
    height: int
    is_top: bool
    is_call: bool


def skyline(visits: Sequence[VisitSum]) -> list[Bar]:
    """Return a bar for each visit at the site, at home or by phone; the days at home have none."""
    shown = [visit for visit in visits if not visit.is_home]
    top = max((visit.load_once for visit in shown), default=None)
    step = WIDTH / max(len(shown), 1)
    bars = []
    for place, visit in enumerate(shown):
        share = float(visit.load_once / top) if top else 0.0
        height = max(LEAST, round(share * (FLOOR - TOP)))
        x = round(place * step + step * (1 - SHARE_OF_BAR) / 2)
        is_call = visit.place in {"phone", "video"}
        bars.append(Bar(x, FLOOR - height, round(step * SHARE_OF_BAR), height, visit.is_busiest, is_call))
    return bars
