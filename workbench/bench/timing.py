"""Timing two things in turn, so that a machine whose speed drifts is as fair to one as to the other."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Work = Callable[[], object]


@dataclass(frozen=True)
class Pair:
    """Seconds of our work and of the baseline, run in turn."""

    ours: list[float]
    bare: list[float]

    @property
    def ratio(self) -> float:
        """Median of the ratios run by run."""
        return median(ours / bare for ours, bare in zip(self.ours, self.bare, strict=True))

    @property
    def milliseconds(self) -> tuple[float, float]:
        """Medians of ours and of the baseline."""
        return median(self.ours) * 1000, median(self.bare) * 1000


def compare(ours: Work, bare: Work, *, runs: int) -> Pair:
    """Time both in turn, after one run of each that does not count."""
    found = Pair([], [])
    for run in range(runs + 1):
        for work, seconds in ((ours, found.ours), (bare, found.bare)):
            gc.collect()
            begun = time.perf_counter()
            work()
            if run:
                seconds.append(time.perf_counter() - begun)
    return found
