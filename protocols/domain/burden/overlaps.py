"""The same thing twice: a procedure soon after itself, two questionnaires on one topic, a test of usual care."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from ..catalogue import Procedure
from .lines import Done
from .ruleset import Ruleset
from .score import Score
from .visits import HOME

REPEATED, ONE_TOPIC, USUAL_CARE = "same-procedure", "same-topic", "usual-care"


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two places that may ask the same of a person. A person decides; nothing is dropped by itself."""

    kind: str
    subject: str
    first: tuple[str, str]
    second: tuple[str, str]
    days_apart: float
    message: str


def overlaps(score: Score) -> tuple[Overlap, ...]:
    """Return the overlaps of one arm; places are (visit, activity).

    The same procedure in two rows of one visit, or at two visits within the ruleset's number of days; two
    questionnaires, or a questionnaire and an interview, on one topic at one visit; a test that usual care does too.
    """
    places = [_Place(score, each) for each in score.found.done if not each.occurrence.visit.startswith(HOME)]
    found = [*_same_procedure(places, score.ruleset), *_same_topic(places, score.ruleset)]
    return tuple(sorted(found, key=lambda each: (each.kind, each.days_apart, each.subject, each.first, each.second)))


class _Place:
    """One row at one visit, with the day and the words to speak of it."""

    def __init__(self, score: Score, done: Done) -> None:
        visit = score.found.frame.visits[score.found.frame.position[done.occurrence.visit]]
        self.key = (visit.key, done.occurrence.activity)
        self.day = visit.day
        self.usual_care = done.occurrence.usual_care
        self.words = f"{done.estimate.label} at {visit.label}"
        self.procedures = done.estimate.row.procedures


def _same_procedure(places: list[_Place], ruleset: Ruleset) -> Iterator[Overlap]:
    limit = ruleset.number("overlaps.days")
    by_procedure: dict[str, list[_Place]] = {}
    for place in places:
        for procedure in place.procedures:
            if not procedure.daily_at_home:
                by_procedure.setdefault(procedure.key, []).append(place)
    for key, own in by_procedure.items():
        for one, other in combinations(own, 2):
            apart = _days_apart(one, other)
            if one.key != other.key and apart is not None and apart <= limit:
                kind = USUAL_CARE if one.usual_care != other.usual_care else REPEATED
                yield Overlap(kind, key, one.key, other.key, apart, _said(kind, one, other, apart))


def _days_apart(one: _Place, other: _Place) -> float | None:
    if one.key[0] == other.key[0]:
        return 0.0
    return None if one.day is None or other.day is None else abs(one.day - other.day)


def _said(kind: str, one: _Place, other: _Place, apart: float) -> str:
    when = "on the same day" if apart == 0 else "one day apart" if apart == 1 else f"{apart:g} days apart"
    ending = " One of them is usual care: can its result be used?" if kind == USUAL_CARE else ""
    return f"{one.words}, and {other.words}: the same procedure {when}.{ending}"


def _same_topic(places: list[_Place], ruleset: Ruleset) -> Iterator[Overlap]:
    asking = [place for place in places if any(_asks(procedure) for procedure in place.procedures)]
    for topic in ruleset.words("overlaps.topics"):
        own = [place for place in asking if _speaks_of(topic, place.procedures)]
        for one, other in combinations(own, 2):
            same = {each.key for each in one.procedures} & {each.key for each in other.procedures}
            if one.key[0] == other.key[0] and one.key != other.key and not same:
                name = topic.split("|")[0]
                message = f"{one.words}, and {other.words}: both ask about {name}."
                yield Overlap(ONE_TOPIC, name, one.key, other.key, 0.0, message)


def _asks(procedure: Procedure) -> bool:
    return procedure.questionnaire or procedure.category == "rating"


def _speaks_of(topic: str, procedures: Iterable[Procedure]) -> bool:
    names = " ".join(each.plain_name.casefold() for each in procedures if _asks(each))
    return any(word in names for word in topic.split("|"))
