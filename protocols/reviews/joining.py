"""Joining by an invitation: a code to the mailbox it went to, and the place once that has answered.

A link can be forwarded; so nobody who is not signed in gets anything for it but a code in the invited mailbox.
"""

from allauth.account.forms import RequestLoginCodeForm
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from protocols.people.invitations import InvitationClosed, person_for
from protocols.people.models import Invitation, User
from protocols.reviews.mail import tell_inviter
from protocols.reviews.models import Seat
from protocols.reviews.seating import accept_invitation

WAITING = "waiting invitation"  # in the session: the code of the invitation, never its secret
ONE_DAY = 24 * 60 * 60


class TooManyCodes(Exception):  # noqa: N818 - a state, not an error of ours
    """So many codes were sent to this mailbox lately that it has to wait."""


def ask_mailbox(request: HttpRequest, invitation: Invitation) -> None:
    """Send a sign-in code to the invited mailbox and remember in the session what waits for it."""
    user = person_for(invitation)
    if user is None:
        raise InvitationClosed
    if not RequestLoginCodeForm({"email": invitation.email}).is_valid():  # keeps allauth's count of codes per mailbox
        raise TooManyCodes
    request.session[WAITING] = invitation.code
    # allauth has no public call for "send this person a code"; its own view does the same.
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=invitation.email)


@receiver(user_logged_in)
def take_the_place(sender: object, request: HttpRequest | None, user: User, **kwargs: object) -> None:
    """Accept the invitation that waited for this sign-in, and say what came of it."""
    code = request.session.pop(WAITING, "") if request is not None and hasattr(request, "session") else ""
    invitation = Invitation.objects.filter(code=code).first() if code else None
    if request is not None and invitation is not None:
        join(request, invitation, user)


def join(request: HttpRequest, invitation: Invitation, user: User) -> None:
    """Accept an invitation and tell the person what came of it."""
    try:
        seat = accept_invitation(invitation=invitation, user=user)
    except InvitationClosed:
        messages.error(
            request, _("This invitation can no longer be used. Ask the person who invited you for a new one.")
        )
    except (ValidationError, PermissionDenied) as refusal:
        messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
    else:
        messages.success(request, _welcome(seat, invitation))


def _welcome(seat: Seat | None, invitation: Invitation) -> str:
    if seat is None:
        return _("Welcome. You now belong to %(name)s.") % {"name": invitation.organisation}
    return _("Welcome. You now have a place in the review of %(title)s.") % {"title": seat.review.protocol.plain_title}


def ask_again(token: str) -> None:
    """Tell the inviter that an invitation ran out and somebody still wants it: once a day, and for known ones only."""
    old = Invitation.objects.with_token(token).filter(used_at=None, revoked_at=None)
    invitation = old.select_related("invited_by", "organisation").first()
    if invitation is not None and cache.add(f"asked-again:{invitation.code}", True, ONE_DAY):
        tell_inviter(invitation)
