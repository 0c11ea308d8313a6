"""What a person who is asked to a session sees: pre-reading, yes or no, a calendar entry, a test of their screen."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols.explainers.access import explained_all
from protocols.reviews.access import Place
from protocols.runthroughs.access import get_walk, own_walks
from protocols.runthroughs.forms import SendForm
from protocols.runthroughs.models import RunThrough
from protocols.runthroughs.sessions import services
from protocols.runthroughs.sessions.access import asked_by_token, get_asked
from protocols.runthroughs.sessions.calendar import calendar_entry
from protocols.runthroughs.sessions.forms import ReplyForm, ScreenTestForm
from protocols.runthroughs.sessions.mail import when_words
from protocols.runthroughs.sessions.models import Reply, SessionPerson
from protocols.runthroughs.sessions.planning import estimate, visits_told
from protocols.runthroughs.sessions.words import GROUND_RULES

SCREEN_TEST = "screen-test"  # the scratch place: in the person's own login session, gone when they sign out


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def asked(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a person is asked to do, and take their answer."""
    place, mine = get_asked(request, code)
    if request.method != "POST":
        return render(request, "runthroughs/asked.html", _context(place, mine, ReplyForm.starting_from(mine)))
    form, reply = ReplyForm(request.POST), request.POST.get("reply")
    if not mine.session.is_on:
        return render(request, "runthroughs/asked.html", _context(place, mine, form), status=409)
    if not form.is_valid() or reply not in Reply.values:
        return render(request, "runthroughs/asked.html", _context(place, mine, form), status=422)
    services.answer_invitation(asked=mine, said=form.said(reply))
    return redirect("runthroughs:asked", code)


@require_safe
@login_required
def session_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Give the calendar entry of a group session."""
    _, mine = get_asked(request, code)
    if mine.session.at is None or mine.session.run.kind != RunThrough.Kind.GROUP:
        return redirect("runthroughs:asked", code)
    headers = {"Content-Disposition": 'attachment; filename="session.ics"'}
    return HttpResponse(calendar_entry(mine.session), content_type="text/calendar; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def screen_test(request: HttpRequest, code: str) -> HttpResponse:
    """Let a person see that text size and saving work for them, before the day."""
    place, mine = get_asked(request, code)
    form = ScreenTestForm(request.POST if request.method == "POST" else {"words": request.session.get(SCREEN_TEST, "")})
    if request.method == "POST" and form.is_valid():
        request.session[SCREEN_TEST] = form.cleaned_data["words"]
        return redirect("runthroughs:screen_test", code)
    context = {"place": place, "asked": mine, "form": form, "read_back": request.session.get(SCREEN_TEST, "")}
    return render(request, "runthroughs/screen_test.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def screen_save(request: HttpRequest, code: str) -> HttpResponse:
    """Save what stands on the test page a moment after the person paused, and say what was saved."""
    get_asked(request, code)
    form = ScreenTestForm(request.POST)
    if not form.is_valid():
        return render(request, "runthroughs/screen_test.html#read", {"form": form}, status=422)
    request.session[SCREEN_TEST] = form.cleaned_data["words"]
    return render(request, "runthroughs/screen_test.html#read", {"read_back": form.cleaned_data["words"]})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def quotes(request: HttpRequest, code: str) -> HttpResponse:
    """Let a person say, or change, how their words may be used, until the run-through is over."""
    place, walk = get_walk(request, code)
    if walk.run.closed_at or not walk.run.review.is_open:
        return render(request, "runthroughs/closed.html", {"place": place, "walk": walk}, status=409)
    begun = {"quote_consent": walk.quote_consent}
    form = SendForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        services.set_quote_consent(walk=walk, by=place.user, **form.cleaned_data)
        return redirect("runthroughs:thanks" if walk.is_sent else "home", *([code] if walk.is_sent else []))
    context = {"place": place, "walk": walk, "form": form}
    return render(request, "runthroughs/quotes.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def stop_reminders(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the reminders of one session, from the link in a mail: no signing in, and no change by opening it."""
    mine = asked_by_token(token)
    if request.method == "POST":
        services.stop_reminders(asked=mine)
        return redirect("runthroughs:stop_reminders", token)
    context = {"token": token, "is_stopped": mine.no_reminders_at is not None}
    return render(request, "runthroughs/stop_reminders.html", context)


def _context(place: Place, mine: SessionPerson, form: ReplyForm) -> dict[str, object]:
    session, run = mine.session, mine.session.run
    schedule = place.review.version.schedule
    done = {mark.activity for key in run.visits for mark in schedule.marks_of_visit(key)}
    return {
        "place": place,
        "asked": mine,
        "session": session,
        "run": run,
        "form": form,
        "is_group": run.kind == RunThrough.Kind.GROUP,
        "when": when_words(mine),
        "when_there": when_words(mine, there=True) if mine.own_zone != session.zone else "",
        "time": estimate(place.review, run.kind, run.visits),
        "visits": visits_told(run),
        "rules": GROUND_RULES,
        "explained": [one for one in explained_all(place) if one.approved and one.activity.key in done],
        "replies": Reply.choices,
        "walk": own_walks(place).get(run.pk),
        "forgot": form.is_bound and not form.errors and session.is_on,
    }
