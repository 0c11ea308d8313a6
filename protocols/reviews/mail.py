"""The e-mails about seats in a review. None names the study: mailboxes are no place for a secret."""

from protocols.people.addresses import address_of
from protocols.people.invitations import Sent
from protocols.people.mail import compose, deliver, invitation_words
from protocols.people.models import Invitation, Organisation
from protocols.reviews.access import Place
from protocols.reviews.models import Seat, SeatRole
from protocols.reviews.seating import WHAT_THEY_DO, Guest

TEMPLATE = "reviews/mail/invitation"


def send_seat_invitation(sent: Sent, role: str) -> bool:
    """Send the link to a seat."""
    link = address_of("reviews:accept", token=sent.token)
    words = {**invitation_words(sent.invitation, link), "as_what": WHAT_THEY_DO[SeatRole(role)]}
    return deliver(TEMPLATE, sent.invitation.email, words)


def preview(place: Place, guest: Guest, link: str) -> tuple[str, str]:
    """Return subject and text of the e-mail as it would go out, with words in place of the link; nothing is stored."""
    organisation = guest.organisation or Organisation(name=guest.new_organisation)
    invitation = Invitation(email=guest.email, name=guest.name, organisation=organisation, invited_by=place.user)
    words = {**invitation_words(invitation, link), "as_what": WHAT_THEY_DO[guest.role]}
    return compose(TEMPLATE, words)


def tell_inviter(invitation: Invitation) -> bool:
    """Tell who invited that the link ran out, and where to send a new one."""
    seat = Seat.objects.current().filter(invitation=invitation).select_related("review").first()
    page = (
        address_of("reviews:people", code=seat.review.code)
        if seat
        else address_of("people:organisation", code=invitation.organisation.code)
    )
    return deliver("reviews/mail/ask_again", invitation.invited_by.email, {"invitation": invitation, "page": page})
