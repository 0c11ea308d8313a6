"""Flags of a site on one visit: add one, say more about it, merge two that are about the same, take one away."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from protocols.people.access import NOT_HERE
from protocols.reviews.access import Place, get_place
from protocols.reviews.permissions import Need
from protocols.runthroughs.models import SiteAnswer
from protocols.runthroughs.sites.access import own_answers, own_flag
from protocols.runthroughs.sites.flag_forms import SiteFlagForm
from protocols.runthroughs.sites.flags import (
    add_flag,
    alike,
    change_flag,
    is_too_long,
    merge_flag,
    merged_content,
    remove_flag,
)
from protocols.runthroughs.sites.plans import SitePlan, plans_of
from protocols.runthroughs.sites.records import SiteFlag
from protocols.runthroughs.sites.services import SitePlace
from protocols.runthroughs.sites.views import plan_or_404, site_place
from protocols.runthroughs.sites.words import Flag


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def site_flag_new(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Say what would not work at a visit. About something that is flagged already, offer to merge the two."""
    page = _page_at(request, code, key, None)
    if request.method != "POST":
        category = request.GET.get("category", "")
        same = alike(page.answer, category)
        if same is not None:
            return redirect("runthroughs:site_flag", code, key, same.code)
        form = SiteFlagForm.starting_from(None, category if category in Flag.values else "")
        return _show(request, page, form)
    return _write(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def site_flag(request: HttpRequest, code: str, key: str, flag: str) -> HttpResponse:
    """Show one flag, or keep what was changed about it."""
    page = _page_at(request, code, key, flag)
    if request.method != "POST":
        return _show(request, page, SiteFlagForm.starting_from(page.flag))
    return _write(request, page)


@require_POST
@login_required
def site_flag_remove(request: HttpRequest, code: str, key: str, flag: str) -> HttpResponse:
    """Take a flag away."""
    page = _page_at(request, code, key, flag)
    if page.flag and page.place.review.is_open:
        remove_flag(place=page.where(request), flag=page.flag)
        messages.success(request, _("The flag is gone."))
    else:
        messages.error(request, _("The review is not open. Flags stay as they are."))
    return redirect("runthroughs:site_visit", code, key)


@dataclass(frozen=True)
class _Page:
    """What a page about one flag stands on; no flag on the page for a new one."""

    place: Place
    plan: SitePlan
    answer: SiteAnswer | None
    flag: SiteFlag | None

    def where(self, request: HttpRequest) -> SitePlace:
        """Where the person says it."""
        return site_place(self.place, self.plan, request)


def _page_at(request: HttpRequest, code: str, key: str, flag: str | None) -> _Page:
    place = get_place(request, code, Need.SITE_REVIEW)
    plan = plan_or_404(plans_of(place.review), key)
    found = own_flag(place, key, flag) if flag else None
    if flag and found is None:
        raise Http404(NOT_HERE)
    return _Page(place, plan, own_answers(place).get(key), found)


def _write(request: HttpRequest, page: _Page) -> HttpResponse:
    """Keep what was typed, unless the review is not open, a field is wrong, or the same is flagged already."""
    form = SiteFlagForm(request.POST)
    if not page.place.review.is_open:
        return _show(request, page, form, status=409, not_saved="closed")
    if not form.is_valid():
        return _show(request, page, form, status=422)
    same, go = alike(page.answer, form.cleaned_data["category"], page.flag), request.POST.get("go")
    if same and go == "merge" and not is_too_long(merged_content(same.content(), form.content())):
        merge_flag(place=page.where(request), into=same, content=form.content(), gone=page.flag)
        return _back(request, page, _("Both are one flag now."))
    is_new_pair = same and (page.flag is None or page.flag.category != form.cleaned_data["category"])
    if same and (go == "merge" or (go != "both" and is_new_pair)):
        return _show(request, page, form, status=422, same=same, is_too_long=go == "merge")
    return _keep(request, page, form)


def _keep(request: HttpRequest, page: _Page, form: SiteFlagForm) -> HttpResponse:
    if page.flag is None:
        add_flag(place=page.where(request), content=form.content())
        return _back(request, page, _("Flag kept."))
    version = form.cleaned_data["version"]
    kept = change_flag(place=page.where(request), flag=page.flag, expected_version=version, content=form.content())
    if kept.is_conflict:
        typed = request.POST.copy()
        typed["version"] = str(kept.flag.version)
        return _show(request, page, SiteFlagForm(typed), status=409, not_saved="conflict", theirs=kept.flag)
    return _back(request, page, _("Flag kept."))


def _back(request: HttpRequest, page: _Page, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("runthroughs:site_visit", page.place.review.code, page.plan.key)


def _show(request: HttpRequest, page: _Page, form: SiteFlagForm, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"place": page.place, "plan": page.plan, "flag": page.flag, "form": form, **more}
    return render(request, "runthroughs/site_flag.html", context, status=status)
