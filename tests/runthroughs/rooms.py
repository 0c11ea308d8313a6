"""A room with people in it, for the tests of a run-through together."""

from dataclasses import dataclass
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from protocols.reviews.models import Persona, SeatRole
from protocols.runthroughs.models import RunThrough, Walk
from protocols.runthroughs.rooms.models import Room
from protocols.runthroughs.rooms.services import plan_together
from tests.cast import Cast, add_seat, make_cast

ADVOCATES = ("AD", "AD2", "AD3")


@dataclass
class Group:
    """A run-through together of a small study: a facilitator, another one, and some advocates."""

    cast: Cast
    run: RunThrough

    @property
    def room(self) -> Room:
        """The room as it is stored now."""
        return Room.objects.select_related("run__review__protocol", "led_by").get(run=self.run)

    def client(self, who: str) -> Client:
        """A browser of this person."""
        client = Client()
        client.force_login(self.cast[who])
        return client

    def url(self, name: str, *more: object) -> str:
        """An address of the room."""
        return reverse(f"runthroughs:{name}", args=[self.run.code, *more])

    def walk(self, who: str) -> Walk:
        """The walk of an advocate."""
        return Walk.objects.get(run=self.run, seat=self.cast.seats[who])

    def join(self, *who: str) -> None:
        """Let advocates join."""
        persona = self.cast.review.personas.first()
        for each in who:
            chosen = {"persona": persona.pk, "answering_for": "self", "quote_consent": "unnamed"}
            answer = self.client(each).post(self.url("together"), chosen)
            assert answer.status_code == 302

    def open(self, who: str = "MO") -> None:
        """Let a facilitator open the room."""
        assert self.client(who).post(self.url("room_open")).status_code == 302

    def say(self, who: str, number: int = 1, **fields: object) -> None:
        """Let an advocate answer a step and press Continue."""
        answer = self.client(who).post(self.url("together_step", number), said(**fields))
        assert answer.status_code == 302, answer.content.decode()

    def show(self, step: int = 1, **more: object) -> int:
        """Let the facilitator show the answers, and return the status."""
        return self.client("MO").post(self.url("room_reveal"), {"step": step, **more}).status_code

    def move(self, step: int) -> None:
        """Let the facilitator go to a step."""
        assert self.client("MO").post(self.url("room_move"), {"step": step}).status_code == 302

    def act(self, act: str, who: str = "MO") -> int:
        """Press one of the console's buttons, and return the status."""
        return self.client(who).post(self.url("room_act", act)).status_code

    def close(self) -> None:
        """Let the facilitator close the room."""
        assert self.client("MO").post(self.url("room_close"), {"is_over": "on"}).status_code == 302


def said(**fields: object) -> dict[str, object]:
    """What a step's page sends."""
    return {"key": str(uuid4()), "version": 0, "go": "on", **fields}


def make_group() -> Group:
    """Build it in the database."""
    cast = make_cast()
    details = {"key": "near", "name": "Ruth", "minutes_one_way": 20, "transport": "bus", "carer_share": 1}
    Persona.objects.create(review=cast.review, key="near", name="Ruth, 71", one_line="Lives near.", details=details)
    home = cast.seats["AD"].organisation
    add_seat(cast, SeatRole.ADVOCATE, "Olu Other", home, key="AD2")
    add_seat(cast, SeatRole.ADVOCATE, "Abe Adams", home, key="AD3")
    add_seat(cast, SeatRole.FACILITATOR, "Fay Facilitator", cast.seats["MO"].organisation, key="MO2")
    run = plan_together(review=cast.review, by=cast["MO"], title="The first visits", visits=["v1", "v3"])
    return Group(cast, run)
