"""Who is charged for a step that several rows of one visit have in common, such as one needle for many tubes."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from .amounts import NOTHING, ZERO, Range, exactly


class Claim(NamedTuple):
    """One row's claim on a shared step: how often it is done, what the step adds to it, and how ties are settled."""

    times: Range
    size: Decimal
    tie: tuple[Decimal, str]


def allocate(claims: Sequence[Claim]) -> list[Range]:
    """Return for each row how often it is charged for the step itself; its other occurrences only add to it.

    The row for which the step weighs most is charged first, others only as far as they are done more often. So the sum
    over rows of size x charged is the sum, over each time the step is done, of the largest size among the rows that
    need it: a further row can raise it and never lower it. Example: sizes 2 and 1, done 1 and 3 times: charged 1 and 2.
    """
    order = sorted(range(len(claims)), key=lambda i: (-claims[i].size, -claims[i].tie[0], claims[i].tie[1]))
    charged, reach = [ZERO] * len(claims), ZERO
    for index in order:
        times = claims[index].times
        charged[index] = times if reach is ZERO else ZERO if times is reach else times.beyond(reach)
        reach = times if reach is ZERO else reach if times is reach else reach.larger(times)
    return charged


def left_over(times: Range, charged: Range) -> Range:
    """Return the occurrences for which the step was not charged; without an upper end there is none here either."""
    if charged is ZERO:
        return times
    most = None if times.most is None else times.most - (charged.most or NOTHING)
    return Range(times.least - charged.least, times.planned - charged.planned, most)


def charged_once(claims: Sequence[Claim], once: Sequence[Decimal]) -> list[Decimal]:
    """Return the same for a single taking place of the visit."""
    single = [claim._replace(times=exactly(amount)) for claim, amount in zip(claims, once, strict=True)]
    return [each.planned for each in allocate(single)]
