"""The only way to what a site says of itself, which opens to people of that site and to nobody else.

Not to a sponsor, not to a facilitator, and not to somebody whom a sponsor seated for the site, if the site has not
taken them in.
"""

from django.http import HttpRequest

from protocols.people.access import membership_in, refuse
from protocols.reviews.access import Place, get_place
from protocols.reviews.permissions import Need
from protocols.runthroughs.sites.records import SitePace, SiteProfile


def get_site_place(request: HttpRequest, code: str) -> Place:
    """Return the place of somebody who works at the site; 404 and 403 as for all pages of a site."""
    place = get_place(request, code, Need.SITE_REVIEW)
    if not works_there(place):
        message = "Only people who belong to the site's own organisation see this. Ask your colleagues to take you in."
        refuse(request, subject=f"review:{code}", review=place.review.code, message=message)
    return place


def works_there(place: Place) -> bool:
    """Answer whether the person has a site's seat, and belongs to that site."""
    if place.seat is None or not place.may(Need.SITE_REVIEW):
        return False
    return membership_in(place.user, place.seat.organisation) is not None


def profile_of(place: Place) -> SiteProfile | None:
    """Return the profile of the person's own site, if there is one."""
    if place.seat is None or not works_there(place):
        return None
    return SiteProfile.objects.filter(organisation=place.seat.organisation).first()


def pace_of(place: Place) -> int | None:
    """Return how many participants a month the site thinks of, if it said so."""
    if place.seat is None or not works_there(place):
        return None
    found = SitePace.objects.filter(organisation=place.seat.organisation, review=place.review).first()
    return found.participants if found else None
