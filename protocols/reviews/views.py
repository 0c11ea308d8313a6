"""Pages of a review about itself: people and seats, invitations, dates and rules, opening and closing, audit."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols.people.invitations import resend
from protocols.people.views import tell_about_mail
from protocols.reviews.access import Place, get_place, get_seat, own_organisation, roles_to_invite, seats_in
from protocols.reviews.forms import ApproversForm, InviteForm, SeatForm, TermsForm
from protocols.reviews.mail import preview, send_seat_invitation
from protocols.reviews.models import ReviewState, SeatRole
from protocols.reviews.permissions import Need
from protocols.reviews.seating import change_seat, invite_to_review, remove_seat
from protocols.reviews.services import close_review, name_approvers, open_review, set_terms
from protocols.reviews.trail import trail

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def people(request: HttpRequest, code: str) -> HttpResponse:
    """Show who sits in the review, who has answered, and who is invited."""
    place = get_place(request, code, Need.SEE_SEATS)
    return render(request, "reviews/people.html", people_context(place))


@read_or_write
@login_required
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """Invite somebody to a seat, after a look at the e-mail."""
    place = get_place(request, code, Need.INVITE)
    form = InviteForm(request.POST if request.method == "POST" else None, place=place)
    context = {"place": place, "current": "people", "form": form, "own": own_organisation(place)}
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            context["subject"], context["mail"] = preview(place, form.guest(), _("(the link is made when you send)"))
            return render(request, "reviews/invite.html", context)
        try:
            sent = invite_to_review(place=place, guest=form.guest())
        except ValidationError as error:
            form.add_error("email", error)
        else:
            tell_about_mail(request, send_seat_invitation(sent, form.guest().role), sent.invitation.email)
            return redirect(seats_page(place), code)
    if own_organisation(place):
        context["seats"] = seats_in(place)
    return render(request, "reviews/invite.html", context, status=422 if form.errors else 200)


@read_or_write
@login_required
def seat(request: HttpRequest, code: str, seat: str) -> HttpResponse:
    """Give a person another seat."""
    place, found = get_seat(request, code, seat)
    form = SeatForm(request.POST if request.method == "POST" else None, place=place, seat=found)
    if request.method == "POST" and form.is_valid():
        try:
            change_seat(place=place, seat=found, role=SeatRole(form.cleaned_data["role"]))
        except ValidationError as error:
            form.add_error("role", error)
        else:
            messages.success(request, _("The seat is changed."))
            return redirect(seats_page(place), code)
    context = {"place": place, "current": "people", "form": form, "seat": found, "back": seats_page(place)}
    return render(request, "reviews/seat.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def remove(request: HttpRequest, code: str, seat: str) -> HttpResponse:
    """End a seat, or take a waiting invitation to it back."""
    place, found = get_seat(request, code, seat)
    remove_seat(seat=found, by=place.user)
    is_waiting = found.user is None
    messages.success(
        request, _("The invitation is taken back.") if is_waiting else _("The person has left the review.")
    )
    return redirect(seats_page(place), code)


@require_POST
@login_required
def resend_invitation(request: HttpRequest, code: str, seat: str) -> HttpResponse:
    """Send the invitation to a seat again, with a new link; the old link stops working."""
    place, found = get_seat(request, code, seat)
    try:
        if found.invitation is None:
            raise ValidationError(_("Nobody was invited to this seat by e-mail."))
        sent = resend(invitation=found.invitation, by=place.user, review=code)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        tell_about_mail(request, send_seat_invitation(sent, found.role), sent.invitation.email)
    return redirect(seats_page(place), code)


@read_or_write
@login_required
def approvers(request: HttpRequest, code: str) -> HttpResponse:
    """Name who may approve explainers."""
    place = get_place(request, code, Need.NAME_APPROVERS)
    form = ApproversForm(request.POST if request.method == "POST" else None, place=place)
    if request.method == "POST" and form.is_valid():
        name_approvers(place=place, clinical=list(form.cleaned_data["clinical"]), lay=list(form.cleaned_data["lay"]))
        messages.success(request, _("The approvers are named."))
        return redirect("reviews:people", code)
    context = {"place": place, "current": "people", "form": form}
    return render(request, "reviews/approvers.html", context, status=422 if form.errors else 200)


@read_or_write
@login_required
def settings(request: HttpRequest, code: str) -> HttpResponse:
    """Set dates and the small-number rule, and find the way to open or close."""
    place = get_place(request, code, Need.RUN_REVIEW)
    form = TermsForm(request.POST if request.method == "POST" else None, review=place.review)
    if request.method == "POST" and form.is_valid():
        try:
            set_terms(review=place.review, terms=form.terms())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("reviews:settings", code)
    context = {"place": place, "current": "people", "form": form, "review": place.review}
    return render(request, "reviews/settings.html", context, status=422 if form.errors else 200)


@read_or_write
@login_required
def opening(request: HttpRequest, code: str) -> HttpResponse:
    """Check what opening means, then open the review."""
    place = get_place(request, code, Need.RUN_REVIEW)
    if request.method == "POST":
        open_review(review=place.review, by=place.user)
        if place.review.state == ReviewState.OPEN:
            messages.success(request, _("The review is open. People can answer now."))
        return redirect("reviews:settings", code)
    return render(request, "reviews/opening.html", people_context(place))


@read_or_write
@login_required
def closing(request: HttpRequest, code: str) -> HttpResponse:
    """Check what closing means, then close the review."""
    place = get_place(request, code, Need.RUN_REVIEW)
    if request.method == "POST":
        close_review(review=place.review, by=place.user)
        if place.review.state == ReviewState.CLOSED:
            messages.success(request, _("The review is closed. No more answers come in."))
        return redirect("reviews:settings", code)
    return render(request, "reviews/closing.html", people_context(place))


@require_safe
@login_required
def audit(request: HttpRequest, code: str) -> HttpResponse:
    """Show what happened in the review and who did it."""
    place = get_place(request, code, Need.SEE_AUDIT)
    page, lines = trail(place, request.GET.get("page", "1"))
    context = {"place": place, "current": "people", "page": page, "lines": lines}
    context["is_whole"] = place.may(Need.SEE_SITE_ACTIVITY)
    return render(request, "reviews/audit.html", context)


def seats_page(place: Place) -> str:
    """Return the name of the page on which this place sees the seats it may fill."""
    return "reviews:people" if place.may(Need.SEE_SEATS) else "reviews:invite"


def people_context(place: Place) -> dict[str, object]:
    """Return what the page about people shows; the check pages count from it."""
    seats = list(seats_in(place))
    return {
        "place": place,
        "current": "people",
        "review": place.review,
        "seats": [seat for seat in seats if seat.user and seat.role != SeatRole.SPONSOR],
        "waiting": [seat for seat in seats if seat.user is None],
        "clinical": [seat for seat in seats if seat.is_clinical_approver],
        "lay": [seat for seat in seats if seat.is_lay_approver],
        "fillable": roles_to_invite(place),
        "sees_sites": place.may(Need.SEE_SITE_ACTIVITY),
        "may_invite": place.may(Need.INVITE),
        "may_name": place.may(Need.NAME_APPROVERS),
        "may_run": place.may(Need.RUN_REVIEW),
        "may_audit": place.may(Need.SEE_AUDIT),
    }
