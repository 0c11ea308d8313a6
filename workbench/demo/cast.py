"""The example people of the demo and their seats."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from protocols.people.models import Membership, Organisation, User
from protocols.reviews.models import Review, Seat, SeatRole

HERE = Path(__file__).parent
DOMAIN = "example.org"


@cache
def told(name: str) -> dict[str, Any]:
    """Return one of the demo's files."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@transaction.atomic
def make_people() -> dict[str, User]:
    """Return the example people by key, made where they are missing."""
    homes = {each["key"]: _organisation(each) for each in told("people")["organisations"]}
    people = {}
    for each in told("people")["people"]:
        user, is_new = User.objects.get_or_create(
            email=f"{each['key']}@{DOMAIN}", defaults={"name": each["name"], "is_example": True}
        )
        if is_new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            Membership.objects.create(user=user, organisation=homes[each["organisation"]], role=each["membership"])
        people[each["key"]] = user
    return people


@transaction.atomic
def seat_people(review: Review, people: dict[str, User]) -> dict[str, Seat]:
    """Give the example people their seats in a review."""
    seats = {}
    for each in told("people")["people"]:
        if "seat" in each:
            user = people[each["key"]]
            seats[each["key"]] = Seat.objects.create(
                review=review,
                role=SeatRole(each["seat"]),
                organisation=user.memberships.select_related("organisation").get().organisation,
                user=user,
                is_clinical_approver=each.get("clinical_approver", False),
                is_lay_approver=each.get("lay_approver", False),
            )
    return seats


def role_lines() -> list[tuple[str, str]]:
    """Return the key and the role of each person, in the order in which they are printed."""
    return [(each["key"], each["role"]) for each in told("people")["people"]]


def sponsor_of(people: dict[str, User]) -> Organisation:
    """Return the example sponsor."""
    return people["editor"].memberships.select_related("organisation").get().organisation


def _organisation(stated: dict[str, str]) -> Organisation:
    organisation, _ = Organisation.objects.get_or_create(
        name=stated["name"], is_example=True, defaults={"kind": stated["kind"], "region": stated["region"]}
    )
    return organisation
