"""Planning a session: its pages for the facilitator, from the draft to another date."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from protocols.people.access import person
from protocols.reviews.access import Place, get_place
from protocols.reviews.permissions import Need
from protocols.runthroughs.limits import reminder_days
from protocols.runthroughs.models import RunThrough
from protocols.runthroughs.sessions import mail as session_mail
from protocols.runthroughs.sessions import services
from protocols.runthroughs.sessions.access import get_session, session_people
from protocols.runthroughs.sessions.forms import MoveForm, SessionForm, StartPlanForm, moment_of, plan_so_far
from protocols.runthroughs.sessions.guards import blocking, gaps_in
from protocols.runthroughs.sessions.models import Session, SessionPerson
from protocols.runthroughs.sessions.planning import estimate


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a plan: its name, alone or together, and how long."""
    place = get_place(request, code, Need.PLAN_SESSION)
    form = StartPlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        session = services.start_plan(review=place.review, by=person(request), **form.cleaned_data)
        return redirect("runthroughs:session_plan", session.run.code)
    context = {"place": place, "current": "sessions", "form": form}
    return render(request, "runthroughs/plan.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def session_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Show a draft with all that is missing in it, or save it."""
    place, session = get_session(request, code)
    if not session.is_draft:
        return redirect("runthroughs:session", code)
    if request.method != "POST":
        form = SessionForm(place=place, session=session, initial=plan_so_far(session))
        return render(request, "runthroughs/session_plan.html", _plan_context(place, session, form))
    form = SessionForm(request.POST, place=place, session=session)
    if not form.is_valid():
        return render(request, "runthroughs/session_plan.html", _plan_context(place, session, form), status=422)
    try:
        services.save_plan(session=session, expected_revision=form.cleaned_data["revision"], plan=form.plan())
    except services.StalePlan as stale:
        return _stale(request, place, stale.current)
    where = "runthroughs:session_send" if request.POST.get("go") == "send" else "runthroughs:session_plan"
    return redirect(where, code)


@require_safe
@login_required
def session_time(request: HttpRequest, code: str) -> HttpResponse:
    """Say how long the visits take that are ticked on the page now."""
    place, session = get_session(request, code)
    visits = request.GET.getlist("visits")
    context = {"time": estimate(place.review, session.run.kind, visits), "visits": len(visits), "session": session}
    return render(request, "runthroughs/session_time.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def session_send(request: HttpRequest, code: str) -> HttpResponse:
    """Show the letter and what is missing, or ask the people."""
    place, session = get_session(request, code)
    if not session.is_draft:
        return redirect("runthroughs:session", code)
    if request.method == "POST":
        try:
            people = services.send_invitations(session=session, by=person(request))
        except services.NotReady:
            context = {**_send_context(place, session), "was_refused": True}
            return render(request, "runthroughs/session_send.html", context, status=422)
        return _tell(request, place, session, "ask", people)
    return render(request, "runthroughs/session_send.html", _send_context(place, session))


@require_safe
@login_required
def session(request: HttpRequest, code: str) -> HttpResponse:
    """Show who was asked, what they said and need, and what can be done now."""
    place, planned = get_session(request, code)
    if planned.is_draft:
        return redirect("runthroughs:session_plan", code)
    return render(request, "runthroughs/session.html", _session_context(place, planned))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def session_move(request: HttpRequest, code: str) -> HttpResponse:
    """Give a session another date, and tell the people."""
    place, planned = get_session(request, code)
    if not planned.is_on:
        return redirect("runthroughs:session", code)
    form = MoveForm(request.POST if request.method == "POST" else None, session=planned, initial=moment_of(planned))
    moment = form.moment() if request.method == "POST" and form.is_valid() else None
    if moment:
        people = services.move_session(session=planned, at=moment, zone=form.cleaned_data["zone"])
        return _tell(request, place, planned, "move", people)
    context = {"place": place, "current": "sessions", "session": planned, "form": form}
    return render(request, "runthroughs/session_move.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def session_cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once, then cancel a session and tell the people."""
    place, planned = get_session(request, code)
    if not planned.is_on:
        return redirect("runthroughs:session", code)
    if request.method == "POST":
        return _tell(request, place, planned, "cancel", services.cancel_session(session=planned))
    context = {"place": place, "current": "sessions", "session": planned}
    return render(request, "runthroughs/session_cancel.html", context)


def _tell(
    request: HttpRequest, place: Place, session: Session, letter: str, people: list[SessionPerson]
) -> HttpResponse:
    """Send a letter after what it tells is stored; whom it did not reach is named on the page."""
    for asked in people:
        asked.session = session
    missed = session_mail.send(letter, people)
    if not missed:
        return redirect("runthroughs:session", session.run.code)
    return render(request, "runthroughs/session.html", {**_session_context(place, session), "missed": missed})


def _plan_context(place: Place, session: Session, form: SessionForm) -> dict[str, object]:
    visits = form["visits"].value() or []
    return {
        "place": place,
        "current": "sessions",
        "session": session,
        "form": form,
        "time": estimate(place.review, session.run.kind, visits),
        "visits": len(visits),
        "gaps": gaps_in(session, now=timezone.now()),
    }


def _stale(request: HttpRequest, place: Place, current: Session) -> HttpResponse:
    """Show the person's own plan again, ready to be saved over the other one, which stands beside it."""
    typed = request.POST.copy()
    typed["revision"] = str(current.revision)
    form = SessionForm(typed, place=place, session=current)
    form.is_valid()
    theirs = SessionForm(place=place, session=current, initial=plan_so_far(current))
    differ = [theirs[name] for name in theirs.fields if _said(theirs, name) != _said(form, name)]
    context = {**_plan_context(place, current, form), "theirs": [field for field in differ if not field.is_hidden]}
    return render(request, "runthroughs/session_plan.html", context, status=409)


def _said(form: SessionForm, name: str) -> object:
    value = form[name].value()
    return sorted(map(str, value)) if isinstance(value, list) else str(value or "")


def _send_context(place: Place, session: Session) -> dict[str, object]:
    gaps = gaps_in(session, now=timezone.now())
    first = next(iter(session_people(session)), None)
    letter = session_mail.preview(first) if first else None
    return {
        "place": place,
        "current": "sessions",
        "session": session,
        "gaps": gaps,
        "can_send": not blocking(gaps),
        "letter": letter,
        "people": session_people(session),
    }


def _session_context(place: Place, session: Session) -> dict[str, object]:
    run = session.run
    return {
        "place": place,
        "current": "sessions",
        "session": session,
        "people": session_people(session),
        "is_group": run.kind == RunThrough.Kind.GROUP,
        "when": session_mail.moment_words(session, session.zone),
        "time": estimate(place.review, run.kind, run.visits),
        "reminder_days": reminder_days(),
        "walks": {walk.seat_id: walk for walk in run.walks.select_related("typed_by")},
    }
