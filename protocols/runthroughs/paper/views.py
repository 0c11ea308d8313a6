"""The pages of the paper way: what is printed, and for whom a facilitator types in what came back."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from protocols.people.access import person
from protocols.reviews.permissions import Need
from protocols.runthroughs.access import get_run
from protocols.runthroughs.ahead import hard_topics_of
from protocols.runthroughs.forms import SendForm, StepForm
from protocols.runthroughs.models import Walk
from protocols.runthroughs.paper.forms import PaperForm
from protocols.runthroughs.paper.services import begin_typing, get_paper, seats_to_type_for
from protocols.runthroughs.sessions.planning import estimate
from protocols.runthroughs.steps import way_through


@require_safe
@login_required
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Show a whole run-through for printing: all steps with the same questions, and boxes and lines to write on."""
    place, run = get_paper(request, code)
    personas = list(run.review.personas.order_by("-is_default", "id"))
    named = [each for each in personas if each.key == request.GET.get("persona")]
    chosen = next(iter([*named, *personas]), None)
    way = way_through(run, chosen)
    context = {
        "place": place,
        "run": run,
        "current": "sessions",
        "personas": personas,
        "persona": chosen,
        "is_large": request.GET.get("size") == "large",
        "visits": [(way.schedule.visit_by_key[key], way.of_visit(key)) for key in way.visit_keys],
        "form": StepForm(),
        "send": SendForm(),
        "answering_for": Walk.AnsweringFor.choices,
        "ahead": hard_topics_of(run),
        "time": estimate(place.review, run.kind, run.visits),
        "session": getattr(run, "session", None),
    }
    return render(request, "runthroughs/paper.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def paper_type(request: HttpRequest, code: str) -> HttpResponse:
    """Choose for whom a paper is typed in, and begin with its first step."""
    place, run = get_run(request, code, Need.PLAN_SESSION)
    seats = seats_to_type_for(place, run)
    form = PaperForm(request.POST if request.method == "POST" else None, review=run.review, seats=seats)
    if run.closed_at or not run.review.is_open:
        return render(request, "runthroughs/closed.html", {"place": place}, status=409)
    if request.method == "POST" and form.is_valid():
        walk = begin_typing(run=run, by=person(request), **form.chosen())
        return redirect("runthroughs:step", walk.code, 1)
    context = {"place": place, "run": run, "current": "sessions", "form": form, "has_seats": seats.exists()}
    return render(request, "runthroughs/paper_type.html", context, status=422 if form.errors else 200)
