"""What this slice does when others speak: a confirmed version starts a round, a member who leaves loses seats."""

from django.dispatch import receiver

from protocols.people.models import Organisation, User
from protocols.people.signals import member_left
from protocols.reviews.models import Seat
from protocols.reviews.seating import remove_seat
from protocols.reviews.services import start_review
from protocols.schedules.models import ScheduleVersion
from protocols.schedules.signals import version_confirmed


@receiver(version_confirmed)
def start_the_round(sender: object, version: ScheduleVersion, by: User, **kwargs: object) -> None:
    """Start a draft review of the new version."""
    start_review(version=version, by=by)


@receiver(member_left)
def free_the_seats(sender: object, user: User, organisation: Organisation, by: User, **kwargs: object) -> None:
    """End the seats that the person held for the organisation they left."""
    for seat in Seat.objects.current().filter(user=user, organisation=organisation).select_related("review"):
        remove_seat(seat=seat, by=by)
