"""What was heard and stands in no finding yet, and making findings from it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from protocols.findings import services
from protocols.findings.access import Listening, findings_in, get_listening, get_topic
from protocols.findings.forms import FindingForm, IntoForm, PiecesForm
from protocols.findings.heard import ACTIVITY, VISIT, Piece, Topic
from protocols.findings.models import Finding, Severity
from protocols.findings.views.tabs import tabs
from protocols.findings.words import suggested_title
from protocols.people.access import person
from protocols.reviews.permissions import Need


@require_safe
@login_required
def heard(request: HttpRequest, code: str) -> HttpResponse:
    """Show by topic what was heard and stands in no finding yet."""
    listening = get_listening(request, code)
    return _page(request, "findings/heard.html", listening, {"waiting": listening.heard.waiting})


@require_safe
@login_required
def topic(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show everything that was heard about one topic."""
    listening, here = get_topic(request, code, key)
    return _topic(request, listening, here)


@require_POST
@login_required
def make(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Make a finding of what is ticked, or add it to one that is there."""
    listening, here = get_topic(request, code, key, Need.TRIAGE)
    ticked = PiecesForm(request.POST, keys=[piece.key for piece in here.pieces])
    is_adding = request.POST.get("go") == "add"
    into = IntoForm(request.POST if is_adding else None, place=listening.place)
    form = FindingForm(request.POST) if not is_adding else None
    if not all([ticked.is_valid(), into.is_valid() if form is None else form.is_valid()]):
        return _topic(request, listening, here, forms=(form or _typed(request), into, ticked))
    pieces = [piece for piece in here.pieces if piece.key in ticked.cleaned_data["piece"]]
    done = _make(request, listening, here, form, pieces) if form else _add(request, into, pieces)
    return redirect("findings:finding", code, done.code)


def _typed(request: HttpRequest) -> FindingForm:
    """Return what stands in the fields for a new finding while the person adds to another one: nothing is lost."""
    return FindingForm(initial={name: request.POST.get(name, "") for name in FindingForm.base_fields})


def _make(request: HttpRequest, listening: Listening, here: Topic, form: FindingForm, pieces: list[Piece]) -> Finding:
    review = listening.place.review
    activity = review.protocol.activities.filter(key=here.about).first() if here.kind == ACTIVITY else None
    visit = review.protocol.visits.filter(key=here.about).first() if here.kind == VISIT else None
    made = services.make_finding(
        review=review, by=person(request), about=services.About(activity, visit), said=form.cleaned_data, pieces=pieces
    )
    messages.success(request, _("The finding is made."))
    return made


def _add(request: HttpRequest, into: IntoForm, pieces: list[Piece]) -> Finding:
    kept: Finding = into.cleaned_data["into"]
    services.add_pieces(finding=kept, by=person(request), pieces=pieces)
    messages.success(request, _("It is added to this finding."))
    return kept


def _topic(
    request: HttpRequest,
    listening: Listening,
    here: Topic,
    forms: tuple[FindingForm, IntoForm, PiecesForm] | None = None,
) -> HttpResponse:
    initial = {"title": suggested_title(here), "severity": Severity.MEDIUM}
    form, into, ticked = forms or (FindingForm(initial=initial), IntoForm(place=listening.place), None)
    context = {
        "topic": here,
        "form": form,
        "into": into,
        "pieces_form": ticked,
        "ticked": request.POST.getlist("piece") if forms else [piece.key for piece in here.new],
        "may_triage": listening.place.may(Need.TRIAGE),
        "has_findings": findings_in(listening.place).exists(),
    }
    return _page(request, "findings/topic.html", listening, context, status=422 if forms else 200)


def _page(
    request: HttpRequest, template: str, listening: Listening, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    return render(request, template, {**tabs(listening, "heard"), **context}, status=status)
