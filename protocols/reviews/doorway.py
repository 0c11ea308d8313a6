"""The page behind an invitation's link. Looking changes nothing and names no study; accepting needs the mailbox."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from protocols.people.access import person
from protocols.people.invitations import InvitationClosed, find
from protocols.people.models import Invitation
from protocols.reviews.joining import TooManyCodes, ask_again, ask_mailbox, join
from protocols.reviews.seating import what_for


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation; on POST accept it, or ask the mailbox first where nobody is signed in."""
    invitation = find(token)
    if invitation is None:
        return _without_referrer(render(request, "reviews/invitation_closed.html", status=404))
    if request.user.is_authenticated and person(request).email != invitation.email:
        return _without_referrer(render(request, "reviews/invitation_other.html", {"here": request.path}, status=403))
    if request.method == "POST":
        return _accept(request, invitation)
    context = {"invitation": invitation, "as_what": what_for(invitation)}
    return _without_referrer(render(request, "reviews/invitation.html", context))


@require_POST
def wanted_again(request: HttpRequest, token: str) -> HttpResponse:
    """Pass the wish for a new invitation on, and say the same whether or not we know the old one."""
    ask_again(token)
    messages.info(request, _("If we know this invitation, we have asked the person who sent it for a new one."))
    return redirect("account_login")


def _accept(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.user.is_authenticated:
        join(request, invitation, person(request))
        return redirect("home")
    try:
        ask_mailbox(request, invitation)
    except InvitationClosed:
        return _without_referrer(render(request, "reviews/invitation_closed.html", status=404))
    except TooManyCodes:
        return _without_referrer(render(request, "429.html", status=429))
    return redirect("account_confirm_login_code")


def _without_referrer(response: HttpResponse) -> HttpResponse:
    """Keep the secret out of every Referer; `no-referrer` would also blank the Origin that a POST is checked by."""
    response["Referrer-Policy"] = "strict-origin"
    return response
