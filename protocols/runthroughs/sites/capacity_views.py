"""A site's own profile, and what the study plan would ask of it in a month. For people of the site only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from protocols.people.access import NOT_HERE, person
from protocols.people.models import Organisation
from protocols.reviews.access import Place
from protocols.runthroughs.sites.access import own_minutes
from protocols.runthroughs.sites.capacity import month, with_own
from protocols.runthroughs.sites.capacity_access import get_site_place, pace_of, profile_of
from protocols.runthroughs.sites.capacity_forms import PaceForm, ProfileForm
from protocols.runthroughs.sites.capacity_services import save_profile, set_pace
from protocols.runthroughs.sites.capacity_words import assumptions, clinic_day, opal_of
from protocols.runthroughs.sites.plans import plans_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def site_profile(request: HttpRequest, code: str) -> HttpResponse:
    """Show or keep what a site has. It is filled once, and used at every study plan."""
    place = get_site_place(request, code)
    if request.method != "POST":
        return _profile(request, place, ProfileForm.starting_from(profile_of(place)))
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _profile(request, place, form, status=422)
    version = form.cleaned_data["version"]
    saved = save_profile(site=_site(place), by=person(request), expected_version=version, content=form.content())
    if saved.is_conflict:
        typed = request.POST.copy()
        typed["version"] = str(saved.profile.version)
        theirs = ProfileForm.starting_from(saved.profile)
        return _profile(request, place, ProfileForm(typed), status=409, theirs=theirs)
    messages.success(request, _("Your profile is saved. Only people of your site see it."))
    return redirect("runthroughs:site_load", code)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def site_load(request: HttpRequest, code: str) -> HttpResponse:
    """Show minutes by role for each visit and for a month, or keep how many participants a month to think of."""
    place = get_site_place(request, code)
    form = PaceForm(request.POST if request.method == "POST" else None, initial={"participants": pace_of(place)})
    if request.method == "POST" and form.is_valid():
        set_pace(site=_site(place), review=place.review, participants=form.cleaned_data["participants"])
        return redirect("runthroughs:site_load", code)
    return render(request, "runthroughs/site_load.html", _load(place, form), status=422 if form.errors else 200)


def _load(place: Place, form: PaceForm) -> dict[str, object]:
    own, profile, pace = own_minutes(place), profile_of(place), pace_of(place)
    plans = plans_of(place.review)
    visits = [with_own(plan.work, own.get(plan.key, {})) for plan in plans]
    return {
        "place": place,
        "form": form,
        "profile": profile,
        "rows": list(zip(plans, visits, strict=True)),
        "day": clinic_day(),
        "month": month(visits, profile, pace) if pace else None,
        "assumptions": assumptions(place.review),
        "opal": opal_of(place.review),
    }


def _profile(
    request: HttpRequest, place: Place, form: ProfileForm, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"place": place, "form": form, "site": _site(place), "profile": profile_of(place), **more}
    return render(request, "runthroughs/site_profile.html", context, status=status)


def _site(place: Place) -> Organisation:
    if place.seat is None:  # a site is in a review by its seat alone
        raise Http404(NOT_HERE)
    return place.seat.organisation
