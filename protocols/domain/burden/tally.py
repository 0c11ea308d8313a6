"""Adds up amounts that rows carry, such as needles or staff minutes, charging a shared step once per visit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from .amounts import NOTHING, ZERO, Range, exactly, total
from .library import Row
from .lines import Done, pooled
from .sharing import Claim, allocate

Amount = Callable[[Row], Decimal]


@dataclass(frozen=True)
class Tally:
    """All occurrences of an arm, scored or not, ready to be added up."""

    done: tuple[Done, ...]

    @cached_property
    def rows(self) -> list[tuple[Row, list[Done]]]:
        """All occurrences, by row."""
        return _by_row(self.done)

    @cached_property
    def _alone(self) -> list[tuple[Row, list[Done]]]:
        return _by_row(self._split[0])

    @cached_property
    def _split(self) -> tuple[list[Done], list[list[Done]]]:
        return pooled(self.done)

    @cached_property
    def once(self) -> "Tally":
        """The same for a single taking place of each visit."""
        single = (each.occurrence._replace(times=exactly(each.occurrence.once)) for each in self.done)
        return Tally(tuple(each._replace(occurrence=own) for each, own in zip(self.done, single, strict=True)))

    def by_visit(self, amount: Amount) -> Mapping[str, Range]:
        """Return an amount per visit (and per `home:<epoch>`)."""
        found: dict[str, Range] = {}
        for row, done in self._alone:
            if size := amount(row):
                for each in done:
                    visit, times = each.occurrence.visit, each.occurrence.times.times(size)
                    found[visit] = found[visit] + times if visit in found else times
        for pool in self._split[1]:
            if (times := _shared(pool, amount)) is not ZERO:
                visit = pool[0].occurrence.visit
                found[visit] = found[visit] + times if visit in found else times
        return found

    def total(self, amount: Amount) -> Range:
        """Return an amount over the whole schedule."""
        return total(self.by_visit(amount).values())

    def visits_with(self, is_so: Callable[[Row], bool], repeats: Mapping[str, Range]) -> Mapping[str, Range]:
        """Return how many times a visit has something in it, however often it is done there; home does not count."""
        most: dict[str, Range] = {}
        occurrences = (each.occurrence for row, done in self.rows if is_so(row) for each in done)
        for occurrence in occurrences:
            visit = occurrence.visit
            if visit in repeats:
                times = occurrence.times.smaller(repeats[visit])
                most[visit] = most[visit].larger(times) if visit in most else times
        return most


def _by_row(done: Iterable[Done]) -> list[tuple[Row, list[Done]]]:
    """Group by row, so that an amount is looked up once per row."""
    rows: dict[int, tuple[Row, list[Done]]] = {}
    for each in done:
        row = each.estimate.row
        rows.setdefault(id(row), (row, []))[1].append(each)
    return list(rows.values())


def _shared(pool: list[Done], amount: Amount) -> Range:
    """Each occurrence adds what it adds in any case; the step itself counts for whichever row it weighs most in."""
    claims, added = [], ZERO
    for each in pool:
        times, size = each.occurrence.times, amount(each.estimate.row)
        further = amount((each.estimate.further or each.estimate).row)
        if size or further:
            claims.append(Claim(times, max(NOTHING, size - further), (NOTHING, each.occurrence.activity)))
            added = added + times.times(further) if further else added
    if not claims:
        return ZERO
    return added + total(
        times.times(claim.size) for times, claim in zip(allocate(claims), claims, strict=True) if claim.size
    )
