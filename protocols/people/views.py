"""Pages about one's own name and organisation: who belongs to it, as what, and who is invited."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols.people.access import get_invitation, get_member, get_organisation, invited_to, members_of, person
from protocols.people.access import membership_in as place_of
from protocols.people.forms import MemberForm, NameForm, RoleForm
from protocols.people.invitations import Invitee, resend, revoke
from protocols.people.mail import send_member_invitation
from protocols.people.models import MembershipRole, Organisation
from protocols.people.services import change_role, invite_member, remove_member, rename


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def name(request: HttpRequest) -> HttpResponse:
    """Change the name by which others see me."""
    user = person(request)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        rename(user=user, name=form.cleaned_data["name"])
        messages.success(request, _("Your name is changed."))
        return redirect("account")
    return render(request, "people/name.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@login_required
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """Show who belongs to one's organisation and who is invited."""
    found = get_organisation(request, code)
    return render(request, "people/organisation.html", organisation_context(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """Invite somebody into one's organisation."""
    found = get_organisation(request, code, admin=True)
    form = MemberForm(request.POST if request.method == "POST" else None, organisation=found)
    if request.method == "POST" and form.is_valid():
        invitee = Invitee(organisation=found, **form.cleaned_data)
        try:
            sent = invite_member(invitee=invitee, by=person(request))
        except ValidationError as error:
            form.add_error("email", error)
        else:
            tell_about_mail(request, send_member_invitation(sent), sent.invitation.email)
            return redirect("people:organisation", code)
    context = {"form": form, "organisation": found}
    return render(request, "people/invite.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def member(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Give a member another role."""
    membership = get_member(request, code, number)
    form = RoleForm(request.POST if request.method == "POST" else None, membership=membership)
    if request.method == "POST" and form.is_valid():
        try:
            change_role(membership=membership, role=form.cleaned_data["role"], by=person(request))
        except ValidationError as error:
            form.add_error("role", error)
        else:
            messages.success(request, _("The role is changed."))
            return redirect("people:organisation", code)
    context = {"form": form, "membership": membership, "organisation": membership.organisation}
    return render(request, "people/member.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def remove(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """End a membership; the last admin stays."""
    membership = get_member(request, code, number)
    form = RoleForm({"role": membership.role}, membership=membership)
    try:
        remove_member(membership=membership, by=person(request))
    except ValidationError as error:
        form.add_error(None, error)
        context = {"form": form, "membership": membership, "organisation": membership.organisation}
        return render(request, "people/member.html", context, status=422)
    messages.success(request, _("%(name)s no longer belongs to the organisation.") % {"name": membership.user})
    return redirect("home") if membership.user == request.user else redirect("people:organisation", code)


@require_POST
@login_required
def resend_invitation(request: HttpRequest, code: str, invitation: str) -> HttpResponse:
    """Send an invitation again with a new link; the old link stops working."""
    sent = resend(invitation=get_invitation(request, code, invitation), by=person(request))
    tell_about_mail(request, send_member_invitation(sent), sent.invitation.email)
    return redirect("people:organisation", code)


@require_POST
@login_required
def revoke_invitation(request: HttpRequest, code: str, invitation: str) -> HttpResponse:
    """Take an invitation back."""
    revoke(invitation=get_invitation(request, code, invitation), by=person(request))
    messages.success(request, _("The invitation is taken back. Its link no longer works."))
    return redirect("people:organisation", code)


def tell_about_mail(request: HttpRequest, is_sent: bool, email: str) -> None:
    """Say whether the invitation went out, or what to do about it."""
    if is_sent:
        messages.success(request, _("The invitation went to %(email)s.") % {"email": email})
    else:
        messages.error(
            request,
            _("The invitation is saved, but the e-mail could not be sent. Wait a moment, then choose Send again."),
        )


def organisation_context(request: HttpRequest, found: Organisation) -> dict[str, object]:
    """Return what the page of an organisation shows."""
    own = place_of(person(request), found)
    is_admin = own is not None and own.role == MembershipRole.ADMIN
    return {
        "organisation": found,
        "members": members_of(found),
        "invitations": invited_to(found) if is_admin else [],
        "is_admin": is_admin,
    }
