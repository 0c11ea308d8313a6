"""Sessions in which so many people made some points."""

from django.utils import timezone

from protocols.people.models import OrganisationKind
from protocols.reviews.models import Persona, SeatRole
from protocols.runthroughs.models import Annotation, RunThrough, Walk
from tests.cast import Cast, add_seat, organisation

REASONS = ["pain", "worry", "travel", "waiting", "cost", "tiring"]


def hear(cast: Cast, title: str, people: int, reasons: list[str], answering_for: str = "self") -> RunThrough:
    """A session alone, sent by so many people who all name the same reasons at the first activity."""
    review, schedule = cast.review, cast.version.schedule
    mark = schedule.marks[0]
    run = RunThrough.objects.create(review=review, title=title, visits=[mark.visit], created_by=cast["MO"])
    home = organisation(f"Group of {title}", OrganisationKind.ADVOCACY)
    for number in range(people):
        seat = add_seat(cast, SeatRole.ADVOCATE, f"Speaker {title} {number}", home, key=f"{title}-{number}")
        walk = Walk.objects.create(
            run=run, seat=seat, persona=Persona.objects.filter(review=review).first(), answering_for=answering_for,
            sent_at=timezone.now(),
        )  # fmt: skip
        Annotation.objects.create(
            walk=walk, visit=cast.protocol.visits.get(key=mark.visit), entered_by=seat.user, reasons=reasons,
            activity=cast.protocol.activities.get(key=mark.activity), step=f"activity:{mark.activity}",
        )  # fmt: skip
    return run


def hear_sessions(cast: Cast, number: int) -> None:
    """So many sessions of five people, each with two reasons more than the one before."""
    for place in range(number):
        kinds = ["self", "other", "self"]
        hear(cast, f"Evening {place + 1}", 5, REASONS[: 2 * place + 2], kinds[place % 3])
