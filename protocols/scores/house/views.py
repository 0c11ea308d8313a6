"""House values: the sets of a sponsor, what stands in one, and which one a review uses."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from protocols.people.access import person
from protocols.reviews.access import get_place
from protocols.reviews.permissions import Need
from protocols.scores.house import services
from protocols.scores.house.access import get_set, get_sponsor, may_edit, sets_of
from protocols.scores.house.forms import ChoiceForm, SetForm, ValueForm
from protocols.scores.house.values import choice_of, contents, newest_entry


@require_safe
@login_required
def sets(request: HttpRequest, code: str) -> HttpResponse:
    """Show the sets of a sponsor."""
    sponsor = get_sponsor(request, code)
    context = {"sponsor": sponsor, "sets": sets_of(sponsor), "may_edit": may_edit(request, sponsor)}
    return render(request, "scores/house_sets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_set(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a set; `?copy=` names one whose values it begins with."""
    sponsor = get_sponsor(request, code, edit=True)
    copied = sets_of(sponsor).filter(code=request.GET.get("copy", "")).first()
    form = SetForm(request.POST if request.method == "POST" else None, sponsor=sponsor)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("name", "why")}
        made = services.make_set(sponsor=sponsor, by=person(request), copy_of=copied, **words)
        return redirect("scores:house_set", code, made.code)
    context = {"sponsor": sponsor, "form": form, "copied": copied}
    return render(request, "scores/house_new.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def one_set(request: HttpRequest, code: str, house: str) -> HttpResponse:
    """Show the values of a set beside the library's, with who set each, when and why."""
    house_set = get_set(request, code, house)
    context = {
        "house_set": house_set,
        "values": contents(house_set),
        "may_edit": may_edit(request, house_set.sponsor),
    }
    return render(request, "scores/house_set.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def value(request: HttpRequest, code: str, house: str) -> HttpResponse:
    """Set one value, or take one back; the earlier record stays."""
    house_set = get_set(request, code, house, edit=True)
    asked = {key: request.GET.get(key, "") for key in ("procedure", "number")}
    last = newest_entry(house_set, **asked)
    initial = {**asked, "value": last.value if last else None}
    form = ValueForm(request.POST if request.method == "POST" else None, initial=initial, house_set=house_set)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        place = (given["procedure"], given["number"])
        services.set_value(house_set=house_set, by=person(request), place=place, value=given["value"], why=given["why"])
        return redirect("scores:house_set", code, house)
    context = {"house_set": house_set, "form": form}
    return render(request, "scores/house_value.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Choose which set of house values a review uses, or none."""
    place = get_place(request, code, Need.SET_PURPOSE)
    current = choice_of(place.review)
    known = sets_of(place.review.protocol.sponsor)
    initial = {"house_set": current.house_set.code if current and current.house_set else ""}
    form = ChoiceForm(request.POST if request.method == "POST" else None, initial=initial, sets=known)
    if request.method == "POST" and form.is_valid():
        services.choose_set(
            review=place.review, by=person(request), house_set=form.chosen, why=form.cleaned_data["why"]
        )
        return redirect("scores:made", code)
    context = {"place": place, "current": "made", "form": form, "choice": current}
    return render(request, "scores/house_choose.html", context, status=422 if form.errors else 200)
