"""Keeping house values: sets, their dated values, and which set a review uses."""

from decimal import Decimal

from django.db import transaction

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.people.models import Organisation, User
from protocols.reviews.models import Review
from protocols.scores.house.values import newest
from protocols.scores.models import HouseChoice, HouseEntry, HouseSet


@transaction.atomic
def make_set(*, sponsor: Organisation, by: User, name: str, why: str, copy_of: HouseSet | None = None) -> HouseSet:
    """Make a set, with the values of another as they stand now where one is copied."""
    made = HouseSet.objects.create(sponsor=sponsor, name=name, why=why, by=by, copied_from=copy_of)
    if copy_of is not None:
        kept = [each for each in newest(copy_of.entries.order_by("id")) if each.value is not None]
        HouseEntry.objects.bulk_create(
            HouseEntry(
                house_set=made, procedure=each.procedure, number=each.number, value=each.value, why=each.why, by=by
            )
            for each in kept
        )
    return made


def set_value(*, house_set: HouseSet, by: User, place: tuple[str, str], value: Decimal | None, why: str) -> HouseEntry:
    """Record the value of one number of one procedure (`place`). Without a value the earlier one is taken back."""
    procedure, number = place
    return HouseEntry.objects.create(
        house_set=house_set, procedure=procedure, number=number, value=value, why=why, by=by
    )


@transaction.atomic
def choose_set(*, review: Review, by: User, house_set: HouseSet | None, why: str) -> HouseChoice:
    """Record which set a review uses from now on, or that it uses none."""
    choice = HouseChoice.objects.create(review=review, house_set=house_set, why=why, by=by)
    record(
        action=Action.HOUSE_CHOSEN,
        actor=by.pk,
        subject=f"review:{review.code}",
        review=review.code,
        detail={"set": house_set.code if house_set else None, "reason": why},
    )
    return choice
