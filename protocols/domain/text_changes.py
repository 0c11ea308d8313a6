"""What changed beside the grid between two versions: footnotes, objectives and their endpoints.

None of them has a lasting key. A footnote is known by its text, and where that differs by its marker. An objective is
known by its text; where one of a level went and one of that level came, it was put in other words. So are endpoints.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from .changes import Change, Detail, How, What
from .schedule import Endpoint, Footnote, Objective, Schedule

Text = TypeVar("Text", Footnote, Objective, Endpoint)
Way = Callable[[Text], Hashable]


def text_changes(old: Schedule, new: Schedule) -> tuple[Change, ...]:
    """Return every change of footnotes, then of objectives, each followed by those of its endpoints.

    Example: a footnote whose marker changed from a to b is one change; so is an objective that came with two endpoints.
    """
    return (*_footnotes(old.footnotes, new.footnotes), *_objectives(old.objectives, new.objectives))


def _footnotes(old: Sequence[Footnote], new: Sequence[Footnote]) -> Iterator[Change]:
    pairs = _Pairs(old, new)
    pairs.join(lambda each: each)
    pairs.join(lambda each: each.text)
    pairs.join(lambda each: each.key)
    for before, after in pairs:
        if each := after or before:
            names = ("key", "text") if before and after else ("text",)
            yield from _if_any(Change(What.FOOTNOTE, _how(before, after), each.key), _details(before, after, names))


def _objectives(old: Sequence[Objective], new: Sequence[Objective]) -> Iterator[Change]:
    pairs = _Pairs(old, new)
    pairs.join(lambda each: each)
    pairs.join(lambda each: each.text)
    pairs.join(lambda each: each.level, only_alone=True)
    for before, after in pairs:
        if each := after or before:
            names = ("text", "level") if before and after else ("text", "level", "endpoints")
            yield from _if_any(Change(What.OBJECTIVE, _how(before, after), each.text), _details(before, after, names))
        if before and after:
            yield from _endpoints(before, after)


def _endpoints(of: Objective, now: Objective) -> Iterator[Change]:
    pairs = _Pairs(of.endpoints, now.endpoints)
    pairs.join(lambda each: each)
    pairs.join(lambda each: each.text)
    pairs.join(lambda each: each.level, only_alone=True)
    for before, after in pairs:
        if each := after or before:
            change = Change(What.ENDPOINT, _how(before, after), each.text, of.text, now.text)
            yield from _if_any(change, _details(before, after, ("text", "level")))


class _Pairs(Generic[Text]):
    """Texts before and after, joined in one way after the other; what finds no partner went or came."""

    def __init__(self, old: Sequence[Text], new: Sequence[Text]) -> None:
        self._new: Sequence[Text] = new
        self._partner: dict[int, Text] = {}
        self._went: dict[int, Text] = dict(enumerate(old))
        self._came: dict[int, Text] = dict(enumerate(new))

    def join(self, way: Way[Text], *, only_alone: bool = False) -> None:
        """Join what is left and alike in this way, in order; `only_alone` where one went and one came."""
        came = _by(self._came, way)
        for alike, places in _by(self._went, way).items():
            others = came.get(alike, [])
            if only_alone and (len(places), len(others)) != (1, 1):
                continue
            for before, after in zip(places, others, strict=False):
                self._partner[after] = self._went.pop(before)
                del self._came[after]

    def __iter__(self) -> Iterator[tuple[Text | None, Text | None]]:
        """Go through the new ones in their order, then through those that went."""
        yield from ((self._partner.get(place), each) for place, each in enumerate(self._new))
        yield from ((each, None) for each in self._went.values())


def _by(texts: Mapping[int, Text], way: Way[Text]) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = {}
    for place, each in texts.items():
        found.setdefault(way(each), []).append(place)
    return found


def _details(before: Text | None, after: Text | None, names: Sequence[str]) -> tuple[Detail, ...]:
    pairs = ((name, getattr(before, name, None), getattr(after, name, None)) for name in names)
    return tuple(Detail(name, was, now) for name, was, now in pairs if (was or None) != (now or None))


def _how(before: object, after: object) -> How:
    if before and after:
        return How.CHANGED
    return How.ADDED if after else How.REMOVED


def _if_any(change: Change, details: tuple[Detail, ...]) -> Iterator[Change]:
    """Yield a change with its details; none where the two are the same."""
    if details or change.how is not How.CHANGED:
        yield replace(change, details=details)
