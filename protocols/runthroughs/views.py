"""Walking alone: start, one step a page, check your answers, send, and take back."""

from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols.explainers.access import approved_text
from protocols.explainers.models import ExplainerDraft
from protocols.people.access import NOT_HERE, person
from protocols.reviews.access import Place, get_place
from protocols.reviews.permissions import Need
from protocols.runthroughs import services
from protocols.runthroughs.access import get_run, get_walk, own_walks, runs_in
from protocols.runthroughs.ahead import hard_topics_of, is_taught_at
from protocols.runthroughs.forms import SendForm, StartForm, StepForm
from protocols.runthroughs.models import Annotation, RunThrough, Walk
from protocols.runthroughs.rooms.access import may_send
from protocols.runthroughs.services import Saved, StepPlace
from protocols.runthroughs.sessions.planning import estimate
from protocols.runthroughs.steps import WalkStep, Way, way_of, way_through


@require_safe
@login_required
def run_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show the run-throughs of a review: to the team who has answered, to an advocate what waits for them."""
    place = get_place(request, code)
    runs, walks = list(runs_in(place)), own_walks(place)
    rows = [(run, walks.get(run.pk)) for run in runs]
    can_plan = place.may(Need.PLAN_SESSION)
    context = {"place": place, "current": "sessions", "rows": rows, "can_plan": can_plan}
    return render(request, "runthroughs/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Say what this is, how long, who sees it; choose a persona; begin or go on."""
    place, run = get_run(request, code, Need.ANNOTATE)
    if run.kind == RunThrough.Kind.GROUP and run.closed_at is None:
        return redirect("runthroughs:together", code)
    walk = own_walks(place).get(run.pk)
    if run.closed_at or not run.review.is_open:
        return render(request, "runthroughs/closed.html", {"place": place, "walk": walk}, status=409)
    form = StartForm(
        request.POST if request.method == "POST" else None,
        review=run.review,
        asks_consent=run.kind == RunThrough.Kind.GROUP,
        personas=run.session.personas.all() if hasattr(run, "session") else None,
        initial=_chosen(walk),
    )
    if request.method == "POST" and form.is_valid() and place.seat:
        walk = services.start_walk(run=run, seat=place.seat, **form.cleaned_data)
        return redirect("runthroughs:step", walk.code, max(walk.at_step, 1))
    context = {"place": place, "run": run, "walk": walk, "form": form, "way": way_through(run, None)}
    context |= {"ahead": hard_topics_of(run), "time": estimate(run.review, run.kind, run.visits)}
    return render(request, "runthroughs/start.html", context, status=422 if form.errors else 200)


def _chosen(walk: Walk | None) -> dict[str, object]:
    return {name: getattr(walk, name) for name in ("persona", "answering_for", "quote_consent")} if walk else {}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one step, or save it and go on. The button pressed says where to."""
    place, walk = get_walk(request, code)
    way = way_of(walk)
    here = _step_or_404(way, number)
    if request.method != "POST" and not may_send(walk):
        return redirect("runthroughs:together", walk.run.code)  # the group decides where it is
    if request.method != "POST":
        services.go_to(walk=walk, step=number)
        said = _annotation(walk, here)
        form = StepForm.starting_from(said, str(uuid4()))
        return render(request, "runthroughs/step.html", _step_context(place, walk, way, here, form, said))
    form = StepForm(request.POST)
    if not _is_open(walk):
        return _refused(request, _step_context(place, walk, way, here, form), 409, "closed")
    if not form.is_valid():
        return _refused(request, _step_context(place, walk, way, here, form), 422, "")
    saved = _save(request, walk, way, here, form)
    if saved.is_conflict:
        context = _step_context(place, walk, way, here, _with_version(request, saved), saved.annotation)
        return _refused(request, context, 409, "conflict")
    return redirect(_next(request, walk, way, here))


@require_POST
@login_required
def autosave(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Save what stands on the page a moment after the person paused, and say so."""
    place, walk = get_walk(request, code)
    way = way_of(walk)
    here = _step_or_404(way, number)
    form = StepForm(request.POST, only_read=True)
    if not _is_open(walk):
        return render(request, "runthroughs/step.html#saved", {"not_saved": "closed"}, status=409)
    if not form.is_valid():
        return render(request, "runthroughs/step.html#saved", {"not_saved": "errors", "form": form}, status=422)
    saved = _save(request, walk, way, here, form)
    if saved.is_conflict:
        context = {"not_saved": "conflict", "theirs": saved.annotation, "walk": walk, "here": here}
        return render(request, "runthroughs/step.html#saved", context, status=409)
    context = {"saved": saved.annotation, "next_key": uuid4(), "walk": walk}
    return render(request, "runthroughs/step.html#saved", context)


@require_safe
@login_required
def answers(request: HttpRequest, code: str) -> HttpResponse:
    """Show all that was said, each with a link to change it, and the question about quotes."""
    place, walk = get_walk(request, code)
    if not may_send(walk):
        return redirect("runthroughs:together", walk.run.code)
    form = SendForm(initial={"quote_consent": walk.quote_consent})
    return render(request, "runthroughs/answers.html", _answers_context(place, walk, form))


@require_POST
@login_required
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Send the answers to the team."""
    place, walk = get_walk(request, code)
    form = SendForm(request.POST)
    if not may_send(walk):
        return redirect("runthroughs:together", walk.run.code)  # answers wait for the end, so nothing is sent
    if not _is_open(walk):
        return render(request, "runthroughs/closed.html", {"place": place, "walk": walk}, status=409)
    if not form.is_valid():
        return render(request, "runthroughs/answers.html", _answers_context(place, walk, form), status=422)
    services.send_answers(walk=walk, by=person(request), **form.cleaned_data)
    if walk.seat.user_id != place.user.pk:  # typed in from paper: from now on it is the person's alone
        return redirect("runthroughs:list", place.review.code)
    return redirect("runthroughs:thanks", code)


@require_safe
@login_required
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """Thank the person, say what happens next, and show a copy of what they sent."""
    place, walk = get_walk(request, code)
    if not walk.is_sent:
        return redirect("runthroughs:answers", code)
    return render(request, "runthroughs/thanks.html", _answers_context(place, walk, SendForm()))


@require_safe
@login_required
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Say that stopping is fine, that all is kept, and how to come back."""
    place, walk = get_walk(request, code)
    return render(request, "runthroughs/leave.html", {"place": place, "walk": walk, "is_open": _is_open(walk)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def practice(request: HttpRequest, code: str) -> HttpResponse:
    """Let a person try one made-up step. Nothing of it is saved, whatever they write."""
    place, run = get_run(request, code, Need.ANNOTATE)
    form = StepForm(request.POST if request.method == "POST" else None, initial={"key": uuid4(), "version": 0})
    if request.method == "POST" and form.is_valid():
        return redirect(reverse("runthroughs:practice", args=[code]) + "?tried=1")
    context = {"place": place, "run": run, "form": form, "has_tried": "tried" in request.GET}
    return render(request, "runthroughs/practice.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take the answers back."""
    _, walk = get_walk(request, code)
    if walk.is_sent and _is_open(walk):
        services.withdraw_answers(walk=walk, by=person(request))
    return redirect("runthroughs:answers", code)


def _is_open(walk: Walk) -> bool:
    return walk.run.review.is_open and walk.run.closed_at is None


def _step_or_404(way: Way, number: int) -> WalkStep:
    here = way.step(number)
    if here is None:
        raise Http404(NOT_HERE)
    return here


def _annotation(walk: Walk, here: WalkStep) -> Annotation | None:
    return walk.annotations.filter(visit__key=here.visit_key, step=here.story.key).first()


def _save(request: HttpRequest, walk: Walk, way: Way, here: WalkStep, form: StepForm) -> Saved:
    key: UUID = form.cleaned_data["key"]
    save = services.skip_step if request.POST.get("go") == "skip" else services.save_annotation
    return save(
        walk=walk,
        place=StepPlace.at(way, here),
        by=person(request),
        expected_version=form.cleaned_data["version"],
        key=key,
        content=form.content(),
    )


def _with_version(request: HttpRequest, saved: Saved) -> StepForm:
    """Return the person's own text again, ready to be saved over what stands there now."""
    typed = request.POST.copy()
    typed["version"] = str(saved.annotation.version)
    return StepForm(typed)


def _next(request: HttpRequest, walk: Walk, way: Way, here: WalkStep) -> str:
    go = request.POST.get("go")
    if go == "stop":
        return reverse("runthroughs:leave", args=[walk.code])
    if go == "compare":
        return reverse("runthroughs:step", args=[walk.code, here.number]) + "#compare"
    number = here.number - 1 if go == "back" else here.number + 1
    if go == "answers" or way.step(number) is None:
        return reverse("runthroughs:answers", args=[walk.code])
    return reverse("runthroughs:step", args=[walk.code, number])


def _refused(request: HttpRequest, context: dict[str, object], status: int, why: str) -> HttpResponse:
    return render(
        request, "runthroughs/step.html", {**context, "not_saved": why, "both_are_shown": True}, status=status
    )


def _step_context(
    place: Place, walk: Walk, way: Way, here: WalkStep, form: StepForm, said: Annotation | None = None
) -> dict[str, object]:
    return {
        "place": place,
        "walk": walk,
        "way": way,
        "here": here,
        "visit": way.schedule.visit_by_key[here.visit_key],
        "visit_steps": way.of_visit(here.visit_key),
        "form": form,
        "saved": said,
        "theirs": said,
        "explainer": _explainer(walk, here),
        "teaches": is_taught_at(way, here, walk.run.review),
    }


def _explainer(walk: Walk, here: WalkStep) -> ExplainerDraft | None:
    activity = walk.run.review.protocol.activities.filter(key=here.story.activity_key or "").first()
    return approved_text(activity) if activity else None


def _answers_context(place: Place, walk: Walk, form: SendForm) -> dict[str, object]:
    way = way_of(walk)
    found = walk.annotations.select_related("visit").prefetch_related("question_answers__draft__activity")
    said = {(a.visit.key, a.step): a for a in found}
    visits = [
        (
            way.schedule.visit_by_key[key],
            [(step, said.get((key, step.story.key))) for step in way.of_visit(key)],
        )
        for key in way.visit_keys
    ]
    return {"place": place, "walk": walk, "form": form, "visits": visits}
