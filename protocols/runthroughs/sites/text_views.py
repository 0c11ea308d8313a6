"""The facilitator's page of sites' own words: release, ask to reword, or leave some words out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from protocols.people.access import NOT_HERE, person
from protocols.reviews.access import Place, get_place
from protocols.reviews.permissions import Need
from protocols.runthroughs.sites.records import TextState
from protocols.runthroughs.sites.text_forms import DecisionForm
from protocols.runthroughs.sites.texts import NotFound, StaleText, decide, held_in


@require_safe
@login_required
def site_texts(request: HttpRequest, code: str) -> HttpResponse:
    """Show all texts that sites sent, those that wait first."""
    return _show(request, get_place(request, code, Need.MODERATE))


@require_POST
@login_required
def site_text(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Keep what the facilitator decided about one text."""
    place = get_place(request, code, Need.MODERATE)
    form = DecisionForm(request.POST)
    if token not in {held.token for held in held_in(place.review)}:
        raise Http404(NOT_HERE)
    if not form.is_valid():
        return _show(request, place, status=422, wrong=token, form=form)
    said = form.cleaned_data
    try:
        decide(
            review=place.review, token=token, by=person(request), digest=said["digest"],
            state=TextState(said["go"]), words=form.words(),
        )  # fmt: skip
    except StaleText:
        return _show(request, place, status=409, stale=token, form=form)
    except NotFound as missing:
        form.add_error("leave_out", _("“%(words)s” does not stand in the text.") % {"words": missing.words})
        return _show(request, place, status=422, wrong=token, form=form)
    messages.success(request, _("Kept."))
    return redirect("runthroughs:site_texts", code)


def _show(request: HttpRequest, place: Place, *, status: int = 200, **more: object) -> HttpResponse:
    texts = held_in(place.review)
    context = {
        "place": place,
        "current": "sessions",
        "waiting": [held for held in texts if not held.state],
        "decided": [held for held in texts if held.state],
        **more,
    }
    return render(request, "runthroughs/site_texts.html", context, status=status)
