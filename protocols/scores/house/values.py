"""The house values that count for a review: the newest record of each number in the set that it names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from protocols.domain.burden.library import HouseValue
from protocols.domain.catalogue import DIMENSIONS, PARTICIPANT_TIMES, Grade, Procedure, Value
from protocols.domain.catalogue import load as load_catalogue
from protocols.reviews.models import Review
from protocols.scores.models import HouseChoice, HouseEntry, HouseSet

NUMBERS = (*DIMENSIONS, *PARTICIPANT_TIMES)


@dataclass(frozen=True)
class Own:
    """One house value beside what the library says; `earlier` are the records before it, newest first."""

    entry: HouseEntry
    procedure: Procedure | None
    library: Value | None
    earlier: tuple[HouseEntry, ...]

    @property
    def value(self) -> Decimal | None:
        """The house's value; None where it was taken back."""
        return self.entry.value


def choice_of(review: Review, *, by: datetime | None = None) -> HouseChoice | None:
    """Return which set a review uses; as of a moment in the past where one is given."""
    choices = review.house_choices.select_related("house_set", "by").order_by("-id")
    return (choices.filter(at__lte=by) if by else choices).first()


def entries_of(review: Review, *, by: datetime | None = None) -> tuple[HouseEntry, ...]:
    """Return the house values that count for a review, in a fixed order."""
    choice = choice_of(review, by=by)
    if choice is None or choice.house_set is None:
        return ()
    rows = choice.house_set.entries.select_related("by").order_by("id")
    return tuple(each for each in newest(rows.filter(at__lte=by) if by else rows) if each.value is not None)


def newest(entries: Iterable[HouseEntry]) -> list[HouseEntry]:
    """Return the newest record of each number, by procedure and number. Takes records in order of time."""
    held = {(each.procedure, each.number): each for each in entries}
    return [held[key] for key in sorted(held)]


def as_value(entry: HouseEntry) -> HouseValue:
    """Return a record as the score reads it."""
    assert entry.value is not None  # noqa: S101 - what was taken back is left out before
    day = entry.at.date().isoformat()
    return HouseValue("procedure", entry.procedure, entry.number, float(entry.value), str(entry.by), day, entry.why)


def contents(house_set: HouseSet) -> list[Own]:
    """Return all values of a set with their history, by the procedure's name."""
    history: dict[tuple[str, str], list[HouseEntry]] = {}
    for entry in house_set.entries.select_related("by").order_by("-id"):
        history.setdefault((entry.procedure, entry.number), []).append(entry)
    found = [_own(own) for own in history.values()]
    return sorted(found, key=lambda each: (_name(each).casefold(), NUMBERS.index(each.entry.number)))


def _own(entries: list[HouseEntry]) -> Own:
    entry, procedure = entries[0], load_catalogue().procedures.get(entries[0].procedure)
    library = known(procedure, entry.number) if procedure else None
    return Own(entry, procedure, library, tuple(entries[1:]))


def _name(own: Own) -> str:
    return own.procedure.name if own.procedure else own.entry.procedure


def known(procedure: Procedure, number: str) -> Value | None:
    """Return what the library knows about one number of a procedure."""
    return procedure.dimensions.get(number) or procedure.participant_minutes.get(number)


def is_published(procedure: Procedure, number: str) -> bool:
    """True when a source stands behind a number: house values replace judgement only."""
    value = known(procedure, number)
    return value is not None and value.grade is not Grade.J


def newest_entry(house_set: HouseSet, procedure: str, number: str) -> HouseEntry | None:
    """Return the newest record of one number in a set."""
    return house_set.entries.filter(procedure=procedure, number=number).order_by("-id").first()
