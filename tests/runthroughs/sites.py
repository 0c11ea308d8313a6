"""Sites, their people and their answers for the tests of the site review."""

from datetime import time

from django.utils import timezone

from protocols.people.models import OrganisationKind
from protocols.reviews.models import Review, ReviewState, Seat, SeatRole
from protocols.runthroughs.models import ShareLevel, SiteAnswer
from protocols.runthroughs.sites.capacity_services import save_profile, set_pace
from protocols.runthroughs.sites.records import SiteProfile, TextState
from protocols.runthroughs.sites.texts import decide, held_in
from tests.cast import Cast, add_seat, organisation


def site_seats(cast: Cast, *people_by_site: int, region: str = "Southmark", first: int = 1) -> list[Seat]:
    """Sites with so many people each; names say nothing that could stand on a page by accident."""
    seats = []
    for site, people in enumerate(people_by_site, first):
        home = organisation(f"Quillbrook Infirmary {site}", OrganisationKind.SITE, region=region)
        for number in range(people):
            key = f"SI-{site}-{number}"
            seats.append(add_seat(cast, SeatRole.SITE, f"Zebedee Underhill {site} {number}", home, key=key))
    return seats


def say(seat: Seat, visit: str = "v1", **content) -> SiteAnswer:
    """A sent answer."""
    said = {"verdict": "help", "note": "Words of somebody", "site_role": "nurse", **content}
    return SiteAnswer.objects.create(
        seat=seat,
        visit=seat.review.protocol.visits.get(key=visit),
        entered_by=seat.user,
        sent_at=timezone.now(),
        **{"share_level": ShareLevel.ROLE, **said},
    )


def close(review: Review) -> Review:
    """Close a review."""
    Review.objects.filter(pk=review.pk).update(state=ReviewState.CLOSED, closed_at=timezone.now())
    review.refresh_from_db()
    return review


def release_texts(cast: Cast) -> None:
    """The facilitator has read all texts and releases them."""
    for held in held_in(cast.review):
        decide(
            review=cast.review, token=held.token, by=cast["MO"], digest=held.digest, state=TextState.RELEASED
        )  # fmt: skip


def fill_profile(cast: Cast, participants: int = 4, **content) -> SiteProfile:
    """The profile of the cast's site, and how many participants a month it thinks of."""
    seat = cast.seats["SI"]
    said = {
        "hours": {"nurse": 60, "coordinator": 30, "investigator": 2}, "equipment": {"centrifuge": "yes", "mri": "no"},
        "rooms": 3, "chairs": 2, "opens": time(8), "closes": time(16, 30), "out_of_hours": "no", "to_pharmacy": 5,
        "to_laboratory": 12,
    }  # fmt: skip
    set_pace(site=seat.organisation, review=cast.review, participants=participants)
    saved = save_profile(site=seat.organisation, by=seat.user, expected_version=1, content={**said, **content})
    return saved.profile
