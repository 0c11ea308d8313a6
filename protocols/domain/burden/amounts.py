"""Exact amounts: a least, a planned and a most, in decimals that anyone can add up by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Range:
    """How much it is at least, as planned, and at most. `most` None means that nobody has said where it ends."""

    least: Decimal
    planned: Decimal
    most: Decimal | None

    def __add__(self, other: "Range") -> "Range":
        """Add end by end; without an upper end on one side there is none in the sum."""
        most = None if self.most is None or other.most is None else self.most + other.most
        return Range(self.least + other.least, self.planned + other.planned, most)

    def __sub__(self, other: "Range") -> "Range":
        """Take away end by end."""
        most = None if self.most is None or other.most is None else self.most - other.most
        return Range(self.least - other.least, self.planned - other.planned, most)

    def times(self, factor: Decimal) -> "Range":
        """Multiply each end by the same factor; nothing times an unknown number is still nothing."""
        if self.is_certain:  # as most are: once is enough
            return exactly(self.planned * factor)
        most = None if self.most is None and factor else (self.most or NOTHING) * factor
        return Range(self.least * factor, self.planned * factor, most)

    def by(self, other: "Range") -> "Range":
        """Multiply end by end."""
        most = None if self.most is None or other.most is None else self.most * other.most
        return Range(self.least * other.least, self.planned * other.planned, most)

    def larger(self, other: "Range") -> "Range":
        """Return the larger of the two, end by end; no upper end is larger than any."""
        most = None if self.most is None or other.most is None else max(self.most, other.most)
        return Range(max(self.least, other.least), max(self.planned, other.planned), most)

    def smaller(self, other: "Range") -> "Range":
        """Return the smaller of the two, end by end; no upper end is larger than any."""
        ends = [end for end in (self.most, other.most) if end is not None]
        return Range(min(self.least, other.least), min(self.planned, other.planned), min(ends) if ends else None)

    def beyond(self, other: "Range") -> "Range":
        """Return by how much this exceeds the other, end by end, and never less than nothing."""
        if self.most is None:
            most = None if other.most is not None else NOTHING
        else:
            most = NOTHING if other.most is None else max(NOTHING, self.most - other.most)
        return Range(max(NOTHING, self.least - other.least), max(NOTHING, self.planned - other.planned), most)

    @property
    def is_certain(self) -> bool:
        """True when one and the same number is its every end (see `exactly`)."""
        return self.least is self.planned is self.most

    @property
    def is_nothing(self) -> bool:
        """True when it is nothing at every end."""
        return not self.least and not self.planned and self.most == NOTHING

    def to_dict(self) -> dict[str, float | None]:
        """Return plain JSON numbers."""
        most = None if self.most is None else number(self.most)
        return {"least": number(self.least), "planned": number(self.planned), "most": most}


NOTHING = Decimal(0)


def exactly(amount: Decimal) -> Range:
    """Return the range of an amount that is certain."""
    return Range(amount, amount, amount)


ZERO = exactly(NOTHING)
ONE = exactly(Decimal(1))


def total(ranges: Iterable[Range]) -> Range:
    """Add ranges up."""
    listed = list(ranges)
    if len(listed) == 1:
        return listed[0]
    mosts = [each.most for each in listed if each.most is not None]
    return Range(
        sum([each.least for each in listed], NOTHING),
        sum([each.planned for each in listed], NOTHING),
        sum(mosts, NOTHING) if len(mosts) == len(listed) else None,
    )


def rounded(value: float, step: Decimal) -> Decimal:
    """Round a number half up to a decimal step (.01, .1, 1); noise of binary floats below 1e-9 does not decide."""
    return Decimal(repr(round(value, 9))).quantize(step, ROUND_HALF_UP)


def number(amount: Decimal) -> float:
    """Return the JSON number that prints as this decimal."""
    return float(amount)
