"""What a room is doing now, in words: the same on the console and on each participant's page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from protocols.runthroughs.rooms.models import Phase, Room
from protocols.runthroughs.zones import time_in, zone_of

# The parts of a run-through together, as the console lists them.
PHASES: tuple[tuple[Phase, StrOrPromise, StrOrPromise], ...] = (
    (Phase.WAITING, gettext_lazy("Welcome"), gettext_lazy("People join")),
    (Phase.WRITING, gettext_lazy("Write alone"), gettext_lazy("In silence")),
    (Phase.REVEALED, gettext_lazy("Show answers"), gettext_lazy("When you press it")),
    (Phase.TALKING, gettext_lazy("Talk"), gettext_lazy("About this step")),
    (Phase.CLOSED, gettext_lazy("The end"), gettext_lazy("Each person sends")),
)


def status_of(room: Room) -> str:
    """Return one sentence on what the group is doing now."""
    ends = room.break_ends_at
    words = {
        Phase.WAITING: _("The room is not open yet."),
        Phase.WRITING: _("Everyone writes alone."),
        Phase.REVEALED: _("The answers are on show."),
        Phase.TALKING: _("The group talks about the answers."),
        Phase.BREAK: _("Break until %(time)s."),
        Phase.CLOSED: _("The run-through is over."),
    }[Phase(room.phase)]
    return words % {"time": time_in(ends, zone_of(room.run))} if ends else words
