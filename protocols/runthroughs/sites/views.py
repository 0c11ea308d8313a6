"""The site review: a site's visits, what it says on each of them, and what the team may read of it."""

from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols.people.access import NOT_HERE, person
from protocols.reviews.access import Place, get_place, has_facilitator
from protocols.reviews.permissions import Need
from protocols.runthroughs.models import SiteAnswer
from protocols.runthroughs.sites.access import as_said, as_sponsor_sees, own_answers, rule_of, site_answers_for
from protocols.runthroughs.sites.capacity import Capacity, capacity_at, with_own
from protocols.runthroughs.sites.capacity_access import pace_of, profile_of, works_there
from protocols.runthroughs.sites.examples import EXAMPLES
from protocols.runthroughs.sites.forms import SiteAnswerForm, say_more
from protocols.runthroughs.sites.minutes import minutes_table
from protocols.runthroughs.sites.plans import SitePlan, busiest, plan_at, plans_of
from protocols.runthroughs.sites.records import SiteFlag
from protocols.runthroughs.sites.services import SavedAnswer, SitePlace, save_site_answer, withdraw_site_answer
from protocols.runthroughs.sites.texts import messages_to_writer
from protocols.runthroughs.sites.words import Flag


@require_safe
@login_required
def site(request: HttpRequest, code: str) -> HttpResponse:
    """Show a site its visits: what each takes by the standard, and how far its own answer is."""
    place = get_place(request, code, Need.SITE_REVIEW)
    plans, own = plans_of(place.review), own_answers(place)
    context = {
        "place": place,
        "rule": rule_of(place.review),
        "rows": [(plan, own.get(plan.key)) for plan in plans],
        "busiest": busiest(plans),
        "sent": sum(answer.is_sent for answer in own.values()),
        "works_there": works_there(place),
    }
    return render(request, "runthroughs/site_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def site_visit(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show what a site says on one visit, or save, send or preview it. The button pressed says which."""
    page = _page_at(request, code, key)
    if request.method != "POST":
        seen = as_sponsor_sees(page.answer, page.place) if page.answer else None
        return _show(request, page, SiteAnswerForm.starting_from(page.answer), seen=seen)
    go = request.POST.get("go", "")
    is_sending = go != "show" and (go == "send" or page.is_sent)
    form = SiteAnswerForm(request.POST, is_sending=is_sending)
    if not page.place.review.is_open:
        return _show(request, page, form, status=409, not_saved="closed")
    if not form.is_valid():
        return _show(request, page, form, status=422)
    if go == "show":
        seen = as_sponsor_sees(SiteAnswer(**form.content()), page.place, of=page.answer)
        return _show(request, page, form, seen=seen)
    return _save(request, page, form, then=go)


@require_POST
@login_required
def site_save(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Save a draft while the person writes. What was sent already changes by its button only."""
    page = _page_at(request, code, key)
    form = SiteAnswerForm(request.POST)
    if not page.place.review.is_open:
        return _saved(request, page, 409, not_saved="closed")
    if page.is_sent:
        return _saved(request, page, 409, not_saved="sent")
    if not form.is_valid():
        return _saved(request, page, 422, not_saved="errors", form=form)
    saved = _keep(request, page, form)
    if saved.is_conflict:
        theirs = as_said(saved.answer, _("What stands there now"))
        return _saved(request, page, 409, not_saved="conflict", theirs=theirs)
    return _saved(request, page, 200, saved=saved.answer, next_key=uuid4())


@require_POST
@login_required
def site_withdraw(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take an answer back."""
    place = get_place(request, code, Need.SITE_REVIEW)
    plan = plan_or_404(plans_of(place.review), key)
    if not place.review.is_open:
        messages.error(request, _("The review has closed. Answers stay as they were sent."))
        return redirect("runthroughs:site_visit", code, key)
    withdraw_site_answer(place=site_place(place, plan, request))
    messages.success(request, _("Your answer is taken back. Nobody else sees it."))
    return redirect("runthroughs:site_visit", code, key)


@require_safe
@login_required
def site_answers(request: HttpRequest, code: str) -> HttpResponse:
    """Show the team what sites said on each visit, as far as it may be told."""
    place = get_place(request, code, Need.SEE_SITE_ANSWERS)
    told = site_answers_for(place)
    visits = [(plan, told.visits[plan.key]) for plan in plans_of(place.review) if plan.key in told.visits]
    shown = [(plan, released) for plan, released in visits if released.said or released.totals]
    context = {"place": place, "current": "sessions", "told": told, "visits": shown}
    context["is_sealed"] = place.may(Need.SEE_SITE_ACTIVITY)
    context["has_facilitator"] = has_facilitator(place.review)
    return render(request, "runthroughs/site_answers.html", context)


@dataclass(frozen=True)
class _Page:
    """What a page about one visit stands on."""

    place: Place
    plans: tuple[SitePlan, ...]
    plan: SitePlan
    answer: SiteAnswer | None

    @property
    def flags(self) -> list[SiteFlag]:
        """The flags about which the site said more."""
        return list(self.answer.details.all()) if self.answer else []

    @property
    def is_sent(self) -> bool:
        """True when the answer of this page was sent and not taken back."""
        return self.answer is not None and self.answer.is_sent


def _page_at(request: HttpRequest, code: str, key: str) -> _Page:
    place = get_place(request, code, Need.SITE_REVIEW)
    plans = plans_of(place.review)
    return _Page(place, plans, plan_or_404(plans, key), own_answers(place).get(key))


def _keep(request: HttpRequest, page: _Page, form: SiteAnswerForm) -> SavedAnswer:
    return save_site_answer(
        place=site_place(page.place, page.plan, request),
        expected_version=form.cleaned_data["version"],
        content=form.content(),
        send=form.is_sending,
        key=str(form.cleaned_data["key"] or ""),
    )


def _saved(request: HttpRequest, page: _Page, status: int, **said: object) -> HttpResponse:
    """Say what became of an autosave, as the piece of the page that the browser puts in place."""
    return render(request, "runthroughs/site_saved.html", {"place": page.place, **said}, status=status)


def _save(request: HttpRequest, page: _Page, form: SiteAnswerForm, then: str) -> HttpResponse:
    """Save or send what was typed, and go where the button says; with a conflict show both texts."""
    saved = _keep(request, page, form)
    if saved.is_conflict:
        theirs = as_said(saved.answer, _("What stands there now"))
        again = SiteAnswerForm(_with_version(request.POST, saved.answer))
        return _show(request, page, again, status=409, not_saved="conflict", theirs=theirs)
    if then == "flag" or then in Flag.values:
        about = f"?category={then}" if then in Flag.values else ""
        return redirect(reverse("runthroughs:site_flag_new", args=[page.place.review.code, page.plan.key]) + about)
    words = _("Sent: %(visit)s.") if saved.answer.is_sent else _("Saved as a draft: %(visit)s. Only you see it.")
    messages.success(request, words % {"visit": page.plan.label})
    return redirect("runthroughs:site", page.place.review.code)


def _show(
    request: HttpRequest, page: _Page, form: SiteAnswerForm, *, status: int = 200, **more: object
) -> HttpResponse:
    """Show the page, or only its preview where that is what the browser will put in place."""
    is_fragment = request.headers.get("HX-Target") == "preview"
    context = {
        "place": page.place,
        "plans": page.plans,
        "plan": page.plan,
        "answer": page.answer,
        "own": as_said(page.answer, _("You")) if page.answer else None,
        "rule": rule_of(page.place.review),
        "form": form,
        "flags": page.flags,
        "say_more": say_more(form, page.flags),
        "examples": EXAMPLES,
        "messages_to_writer": messages_to_writer(page.answer) if page.answer else [],
        "capacity": _capacity(page, form),
        "table": minutes_table(page.plan, form),
        "is_fragment": is_fragment,
        **more,
    }
    template = "runthroughs/site_preview.html" if is_fragment else "runthroughs/site_visit.html"
    return render(request, template, context, status=status)


def _capacity(page: _Page, form: SiteAnswerForm) -> Capacity | None:
    """Return the visit beside the site's own profile, for people of the site only."""
    if not works_there(page.place):
        return None
    work = with_own(page.plan.work, form.own_minutes())
    return capacity_at(work, profile_of(page.place), pace_of(page.place))


def site_place(place: Place, plan: SitePlan, request: HttpRequest) -> SitePlace:
    """Return where the person says something: their seat and the visit; 404 for who has no seat."""
    if place.seat is None:  # a site is in a review by its seat alone
        raise Http404(NOT_HERE)
    return SitePlace(place.seat, place.review.protocol.visits.get(key=plan.key), person(request))


def plan_or_404(plans: tuple[SitePlan, ...], key: str) -> SitePlan:
    """Return the visit under a key; 404 where the version has no such visit."""
    plan = plan_at(plans, key)
    if plan is None:
        raise Http404(NOT_HERE)
    return plan


def _with_version(typed: QueryDict, answer: SiteAnswer) -> QueryDict:
    """Return the person's own text again, ready to be saved over what stands there now."""
    again = typed.copy()
    again["version"] = str(answer.version)
    return again
