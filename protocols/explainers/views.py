"""Reading, writing and approving "why we ask this"."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols.domain.schedule import Schedule
from protocols.explainers import services
from protocols.explainers.access import Explained, explained, explained_all, general_text, get_activity, may_approve
from protocols.explainers.first_drafts import WRITTEN
from protocols.explainers.forms import DraftForm, PurposeForm, SendBackForm
from protocols.explainers.models import Approval, DraftState, ExplainerDraft
from protocols.people.access import NOT_HERE, person
from protocols.reviews.access import Place, get_place
from protocols.reviews.permissions import Need
from protocols.schedules.models import Activity
from protocols.schedules.records import current_purposes


@require_safe
@login_required
def explainer_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show all activities with the state of their explainers and their purpose."""
    place = get_place(request, code)
    purposes = current_purposes(place.review.protocol) if place.is_team else {}
    rows = [(one, purposes.get(one.activity.key)) for one in explained_all(place)]
    if not place.is_team:
        rows = [(one, purpose) for one, purpose in rows if one.shown]
    return render(request, "explainers/list.html", {"place": place, "current": "why", "rows": rows})


@require_safe
@login_required
def activity(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show one explainer as a participant reads it; the team sees its state beside it."""
    place, subject = get_activity(request, code, key)
    return _show(request, place, subject, SendBackForm())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Write the explainer; the button pressed saves it, or sends it to be checked."""
    place, subject = get_activity(request, code, key, Need.WRITE_EXPLAINER)
    general = _general_texts(place, subject)
    if request.method != "POST":
        return _editor(request, place, subject, DraftForm(initial=_starting_texts(place, subject, general)))
    sending = request.POST.get("go") == "send"
    form = DraftForm(request.POST, sending=sending)
    if not form.is_valid():
        return _editor(request, place, subject, form, status=422)
    try:
        services.save_draft(
            activity=subject,
            by=person(request),
            texts=form.texts,
            origins=services.origins_of(form.texts, general),
            expected_revision=form.cleaned_data["revision"],
            send=sending,
        )
    except services.StaleDraft as stale:
        return _editor(request, place, subject, form, status=409, theirs=stale.current)
    return redirect("explainers:activity", code, key)


@require_POST
@login_required
def check_words(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Count and check the words as they stand on the page, for the writer's eyes only."""
    get_activity(request, code, key, Need.WRITE_EXPLAINER)
    texts = {name: request.POST.get(name, "")[:2000] for name in WRITTEN}
    return render(request, "explainers/edit.html#words", {"reading": services.readability_of(texts)})


@require_POST
@login_required
def approve(request: HttpRequest, code: str, key: str, kind: str) -> HttpResponse:
    """Give the clinical or the lay approval, if this person is named for it."""
    place, subject = get_activity(request, code, key)
    draft = _draft_to_approve(place, subject, kind)
    services.approve(draft=draft, kind=kind, by=person(request), review=place.review)
    return redirect("explainers:activity", code, key)


@require_POST
@login_required
def send_back(request: HttpRequest, code: str, key: str, kind: str) -> HttpResponse:
    """Send the draft back with words about what to change."""
    place, subject = get_activity(request, code, key)
    draft = _draft_to_approve(place, subject, kind)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _show(request, place, subject, form, status=422)
    services.send_back(draft=draft, by=person(request), review=place.review, words=form.cleaned_data["words"])
    return redirect("explainers:activity", code, key)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def purpose(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """State what an activity is for, as a person's own word."""
    place, subject = get_activity(request, code, key, Need.SET_PURPOSE)
    current = subject.purposes.order_by("-id").first()
    initial = {"purpose": current.purpose, "objective": current.objective, "reason": current.reason} if current else {}
    form = PurposeForm(
        request.POST if request.method == "POST" else None,
        objectives=_objectives(place.review.version.schedule),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        services.set_purpose(activity=subject, by=person(request), review=place.review, **form.cleaned_data)
        return redirect("explainers:activity", code, key)
    context = {"place": place, "current": "why", "activity": subject, "form": form}
    return render(request, "explainers/purpose.html", context, status=422 if form.errors else 200)


def _show(request: HttpRequest, place: Place, subject: Activity, form: SendBackForm, status: int = 200) -> HttpResponse:
    one = explained(place, subject)
    may_give = [kind for kind in sorted(one.waits_for) if one.newest and may_approve(place, one.newest, kind)]
    context = {
        "place": place,
        "current": "why",
        "one": one,
        "draft": one.newest if may_give else one.shown,
        "general": general_text(place, subject),
        "purpose": subject.purposes.order_by("-id").first(),
        "may_give": may_give,
        "can_write": place.may(Need.WRITE_EXPLAINER),
        "form": form,
    }
    return render(request, "explainers/activity.html", context, status=status)


def _editor(
    request: HttpRequest,
    place: Place,
    subject: Activity,
    form: DraftForm,
    *,
    status: int = 200,
    theirs: ExplainerDraft | None = None,
) -> HttpResponse:
    texts = {name: form[name].value() or "" for name in WRITTEN}
    context = {
        "place": place,
        "current": "why",
        "activity": subject,
        "form": form,
        "theirs": theirs,
        "general": general_text(place, subject),
        "reading": services.readability_of(texts),
        "written": [form[name] for name in WRITTEN],
    }
    return render(request, "explainers/edit.html", context, status=status)


def _draft_to_approve(place: Place, subject: Activity, kind: str) -> ExplainerDraft:
    if kind not in Approval.Kind.values:
        raise Http404(NOT_HERE)
    one: Explained = explained(place, subject)
    if one.newest is None or not may_approve(place, one.newest, kind):
        raise PermissionDenied("You are not named for this approval, or the text does not wait for it now.")
    return one.newest


def _general_texts(place: Place, subject: Activity) -> dict[str, str]:
    draft = general_text(place, subject)
    empty = set(draft.empty_fields)
    return {name: "" if name in empty else getattr(draft, name).text for name in WRITTEN}


def _starting_texts(place: Place, subject: Activity, general: dict[str, str]) -> dict[str, object]:
    newest = explained(place, subject).newest
    if newest is None:
        return {**general, "revision": 0}
    is_open = newest.state not in {DraftState.APPROVED, DraftState.REPLACED}
    return {**{name: newest.text(name) for name in WRITTEN}, "revision": newest.revision if is_open else 0}


def _objectives(schedule: Schedule) -> list[str]:
    return [text for goal in schedule.objectives for text in (goal.text, *(end.text for end in goal.endpoints))]
