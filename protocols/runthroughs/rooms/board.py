"""What a facilitator sees of a room: where everyone is, by initials only, and who was not heard from. No answers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protocols.reviews.models import Seat
from protocols.runthroughs.models import Annotation, Answer
from protocols.runthroughs.rooms.access import Console, expected_in
from protocols.runthroughs.rooms.limits import room_limits
from protocols.runthroughs.rooms.models import Parked, Phase, Presence, Room, RoomStep
from protocols.runthroughs.steps import WalkStep, Way, way_through


class Doing(models.TextChoices):
    """What a person in a room is doing, as far as others may know."""

    FINISHED = "finished", _("Finished")
    WRITING = "writing", _("Writing")
    HERE = "here", _("Here")
    AWAY = "away", _("Away")
    NOT_JOINED = "not-joined", _("Not joined yet")


@dataclass(frozen=True)
class Someone:
    """One person on the console: initials, what they are doing, and how far they are."""

    code: str
    initials: str
    doing: Doing
    answered: int
    was_heard: bool
    has_seat: bool

    @property
    def is_there(self) -> bool:
        """True for those who joined and are not away."""
        return self.doing not in {Doing.AWAY, Doing.NOT_JOINED}


@dataclass(frozen=True)
class StepLine:
    """One step in the console's list."""

    step: WalkStep
    is_shown: bool
    has_note: bool


@dataclass(frozen=True)
class Board:
    """A room as it stands now."""

    room: Room
    way: Way
    people: tuple[Someone, ...]
    kept: dict[str, RoomStep]
    answers_here: int
    noted: int

    @cached_property
    def here(self) -> WalkStep | None:
        """The step where the group is."""
        return self.way.step(self.room.at_step)

    @cached_property
    def next_step(self) -> WalkStep | None:
        """The step after it."""
        return self.way.step(self.room.at_step + 1)

    @cached_property
    def lines(self) -> list[StepLine]:
        """All steps."""
        empty = RoomStep()
        rows = [(step, self.kept.get(step.ref, empty)) for step in self.way.steps]
        return [StepLine(step, row.revealed_at is not None, bool(row.note)) for step, row in rows]

    @property
    def joined(self) -> list[Someone]:
        """Those who have joined, here or away."""
        return [each for each in self.people if each.doing != Doing.NOT_JOINED]

    @property
    def finished(self) -> int:
        """How many have said that they are done with this step."""
        return sum(each.doing == Doing.FINISHED for each in self.people)

    @property
    def not_heard(self) -> list[Someone]:
        """Those whose words are in no note so far."""
        return [each for each in self.people if each.has_seat and not each.was_heard]

    @property
    def can_show(self) -> bool:
        """True when there is something to show at this step, and it was not shown yet."""
        return self.room.phase in {Phase.WRITING, Phase.BREAK} and self.answers_here > 0 and not self.is_shown

    @property
    def is_shown(self) -> bool:
        """True when the answers at this step are on show."""
        kept = self.kept.get(self.here.ref) if self.here else None
        return kept is not None and kept.revealed_at is not None

    @property
    def are_few(self) -> bool:
        """True when so few have answered that each would know whose the other answer is."""
        return self.answers_here < room_limits().least_answers

    @property
    def stamp(self) -> str:
        """Changes whenever something on the console changes."""
        states = "".join(each.doing[0] + str(each.answered) for each in self.people)
        return f"{self.room.revision}-{self.noted}-{self.answers_here}-{states}"


def board_of(console: Console) -> Board:
    """Look at a room."""
    room = console.room
    way = way_through(room.run, None)
    seats = list(expected_in(room))
    answered = _answered(room)
    kept = {row.ref: row for row in room.steps.all()}
    heard = {code for row in kept.values() for code in row.heard}
    presences = {presence.seat_id: presence for presence in room.presences.all()}
    here = way.step(room.at_step)
    names = initials_of(seats)
    people = tuple(
        Someone(
            seat.code,
            names[seat.code],
            _doing(presences.get(seat.pk), here, answered.get(seat.pk, set())),
            len(answered.get(seat.pk, ())),
            seat.code in heard,
            seat.user_id is not None,
        )
        for seat in seats
    )
    count = sum(here.ref in refs for refs in answered.values()) if here else 0
    noted = sum(row.note_version for row in kept.values()) + sum(_turns(room.parked.all()))
    return Board(room, way, people, kept, count, noted)


def initials_of(seats: Iterable[Seat]) -> dict[str, str]:
    """Return initials by the seat's code; where two people have the same, numbers tell them apart."""
    plain = {seat.code: seat.user.initials if seat.user else "?" for seat in seats}
    often, met, told = Counter(plain.values()), Counter[str](), {}
    for code, letters in plain.items():
        met[letters] += 1
        told[code] = f"{letters}{met[letters]}" if often[letters] > 1 else letters
    return told


def _answered(room: Room) -> dict[int, set[str]]:
    """Return the steps that each seat has answered; a skip is no answer that could be shown."""
    said = Annotation.objects.filter(walk__run=room.run_id, walk__withdrawn_at=None).exclude(answer=Answer.SKIPPED)
    found: dict[int, set[str]] = {}
    for annotation in said.select_related("walk", "visit"):
        if not annotation.is_blank:
            found.setdefault(annotation.walk.seat_id, set()).add(f"{annotation.visit.key}/{annotation.step}")
    return found


def _doing(presence: Presence | None, here: WalkStep | None, answered: set[str]) -> Doing:
    if presence is None:
        return Doing.NOT_JOINED
    if here and here.ref in presence.finished:
        return Doing.FINISHED
    if (timezone.now() - presence.last_seen).total_seconds() > room_limits().seconds_until_away:
        return Doing.AWAY
    return Doing.WRITING if here and here.ref in answered else Doing.HERE


def _turns(parked: Iterable[Parked]) -> list[int]:
    return [2 if each.settled_at else 1 for each in parked]
