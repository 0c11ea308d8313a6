"""The facilitator's console: opening a room, moving on, showing answers, notes, breaks, time, and closing it."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from protocols.people.access import NOT_HERE, person, refuse
from protocols.runthroughs.rooms import keeping as room_keeping
from protocols.runthroughs.rooms import services as room_services
from protocols.runthroughs.rooms.access import ONLY_WHO_LEADS, Console, get_console, get_lead
from protocols.runthroughs.rooms.answers import answers_at, what_matters
from protocols.runthroughs.rooms.board import Board, board_of
from protocols.runthroughs.rooms.forms import (
    BreakForm,
    CloseForm,
    GroupMinutesForm,
    MoveForm,
    NoteForm,
    ParkForm,
    RevealForm,
    TapForm,
    TimerForm,
)
from protocols.runthroughs.rooms.limits import room_limits
from protocols.runthroughs.rooms.models import Phase, RoomStep, Spent
from protocols.runthroughs.rooms.now import PHASES, status_of
from protocols.runthroughs.steps import WalkStep

# The acts that need nothing but the press of a button by the one who leads.
ACTS: dict[str, Callable[..., bool]] = {
    "talk": room_services.talk,
    "end-break": room_services.end_break,
    "pause": room_services.pause_timer,
    "resume": room_services.resume_timer,
    "extend": room_services.extend_timer,
    "stop-timer": room_services.stop_timer,
    "ask": room_services.ask_priorities,
    "show": room_services.show_priorities,
}
# htmx stops asking when it is answered with this.
STOP_ASKING = 286


@require_safe
@login_required
def room(request: HttpRequest, code: str) -> HttpResponse:
    """Show the console: where the group is, who is there, and what can be done next."""
    return _console(request, get_console(request, code))


@require_safe
@login_required
def room_state(request: HttpRequest, code: str) -> HttpResponse:
    """Answer what changed on the console since it was last looked at: mostly nothing."""
    console = get_console(request, code)
    board = board_of(console)
    if request.GET.get("seen") == board.stamp:
        return HttpResponse(status=STOP_ASKING if console.room.is_closed else 204)
    revision_seen = request.GET.get("seen", "").partition("-")[0]
    news = {"is_update": True, "is_news": revision_seen != str(console.room.revision)}
    return render(request, "runthroughs/room_console.html#state", {**_context(request, console, board), **news})


@require_POST
@login_required
def room_open(request: HttpRequest, code: str) -> HttpResponse:
    """Open the room, and lead it."""
    console = get_console(request, code)
    done = room_services.open_room(room=console.room, seat=console.seat, by=person(request))
    return _done(request, console, done)


@require_POST
@login_required
def room_lead(request: HttpRequest, code: str) -> HttpResponse:
    """Take over leading from another facilitator."""
    console = get_console(request, code)
    done = room_services.take_over(room=console.room, seat=console.seat, by=person(request))
    return _done(request, console, done)


@require_POST
@login_required
def room_act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Do one of the acts that need nothing but a button."""
    console = get_lead(request, code)
    if act not in ACTS:
        raise Http404(NOT_HERE)
    return _done(request, console, ACTS[act](room=console.room, seat=console.seat))


@require_POST
@login_required
def room_move(request: HttpRequest, code: str) -> HttpResponse:
    """Go with the group to another step."""
    console = get_lead(request, code)
    form, board = MoveForm(request.POST), board_of(console)
    step = board.way.step(form.cleaned_data["step"]) if form.is_valid() else None
    if step is None or console.room.phase == Phase.WAITING:
        return _console(request, console, status=422, move_form=form)
    return _done(request, console, room_services.move_to(room=console.room, seat=console.seat, step=step))


@require_POST
@login_required
def room_reveal(request: HttpRequest, code: str) -> HttpResponse:
    """Show the answers at the step where the group is to everybody in it."""
    console = get_lead(request, code)
    board = board_of(console)
    form = RevealForm(request.POST, are_few=board.are_few)
    if not form.is_valid() or not board.answers_here or board.here is None:
        return _console(request, console, status=422, reveal_form=form)
    if form.cleaned_data["step"] != console.room.at_step:
        return _console(request, console, status=409, is_stale=True)
    by, answers = person(request), board.answers_here
    shown = room_services.reveal(room=console.room, seat=console.seat, by=by, step=board.here, answers=answers)
    return _done(request, console, shown)


@require_POST
@login_required
def room_timer(request: HttpRequest, code: str) -> HttpResponse:
    """Start the group's timer."""
    console, form = get_lead(request, code), TimerForm(request.POST)
    if not form.is_valid():
        return _console(request, console, status=422, timer_form=form)
    return _done(request, console, room_services.start_timer(room=console.room, seat=console.seat, **form.cleaned_data))


@require_POST
@login_required
def room_break(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a break."""
    console, form = get_lead(request, code), BreakForm(request.POST)
    if not form.is_valid():
        return _console(request, console, status=422, break_form=form)
    return _done(request, console, room_services.start_break(room=console.room, seat=console.seat, **form.cleaned_data))


@require_POST
@login_required
def room_close(request: HttpRequest, code: str) -> HttpResponse:
    """End the run-through together."""
    console, form = get_lead(request, code), CloseForm(request.POST)
    if not form.is_valid():
        return _console(request, console, status=422, close_form=form)
    return _done(request, console, room_services.close_room(room=console.room, seat=console.seat, by=person(request)))


@require_POST
@login_required
def room_note(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Save the scribe's note on a step; where another facilitator was faster, show both texts."""
    console = get_console(request, code)
    board = board_of(console)
    step = _step_or_404(board, number)
    form = NoteForm(request.POST, people=_speakers(board))
    if not form.is_valid():
        return _note(request, console, step, status=422, note_form=form)
    saved = room_keeping.save_note(
        room=console.room,
        step=step,
        seat=console.seat,
        expected_version=form.cleaned_data["version"],
        note=form.note(),
    )
    if saved.is_conflict:
        typed = request.POST.copy()
        typed["version"] = str(saved.step.note_version)
        again = NoteForm(typed, people=_speakers(board))
        return _note(request, console, step, status=409, note_form=again, theirs=saved.step)
    if request.headers.get("HX-Request"):
        return render(request, "runthroughs/room_note.html#saved", {"noted": saved.step})
    return redirect(f"{reverse('runthroughs:room', args=[code])}?step={number}#notes")


@require_POST
@login_required
def room_park(request: HttpRequest, code: str) -> HttpResponse:
    """Park a question, or say that a parked one is settled."""
    console, number = get_console(request, code), request.POST.get("number", "")
    if number.isdecimal():
        is_settled = request.POST.get("settled") == "yes"
        room_keeping.settle(room=console.room, number=int(number), is_settled=is_settled)
        return _done(request, console, True)
    form = ParkForm(request.POST)
    if not form.is_valid():
        return _console(request, console, status=422, park_form=form)
    room_keeping.park(room=console.room, seat=console.seat, words=form.cleaned_data["words"])
    return _done(request, console, True)


@require_POST
@login_required
def room_clock(request: HttpRequest, code: str) -> HttpResponse:
    """Start or stop the group's clock at a step, or keep the minutes that a facilitator typed."""
    console = get_console(request, code)
    board, tap = board_of(console), TapForm(request.POST)
    form = GroupMinutesForm(request.POST)
    if "tap" in request.POST:
        if not tap.is_valid():
            return _console(request, console, status=422)
        room_keeping.stop_group_tap(room=console.room)
        if tap.cleaned_data["tap"] != "stop":
            step = _step_or_404(board, tap.cleaned_data["step"] or 0)
            room_keeping.start_tap(clock=console.room, kind=Spent(tap.cleaned_data["tap"]), step=step)
        return _done(request, console, True)
    if not form.is_valid():
        return _console(request, console, status=422, minutes_form=form)
    typed = dict(form.cleaned_data)
    room_keeping.set_group_minutes(room=console.room, step=_step_or_404(board, typed.pop("step")), minutes=typed)
    return _done(request, console, True)


def _done(request: HttpRequest, console: Console, is_done: bool) -> HttpResponse:
    """Go back to the console; where the room has changed meanwhile, say so instead."""
    if is_done:
        return redirect("runthroughs:room", console.room.run.code)
    fresh = get_console(request, console.room.run.code)
    if console.leads and not fresh.leads:
        refuse(request, subject=f"run:{fresh.room.run.code}", review=fresh.place.review.code, message=ONLY_WHO_LEADS)
    return _console(request, fresh, status=409, is_stale=True)


def _step_or_404(board: Board, number: int) -> WalkStep:
    step = board.way.step(number)
    if step is None:
        raise Http404(NOT_HERE)
    return step


def _note(request: HttpRequest, console: Console, step: WalkStep, *, status: int, **extra: object) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "runthroughs/room_note.html#saved", extra, status=status)
    return _console(request, console, status=status, note_step=step, **extra)


def _console(request: HttpRequest, console: Console, *, status: int = 200, **extra: object) -> HttpResponse:
    board = board_of(console)
    context = {**_context(request, console, board), **_forms(request, console, board, extra), **extra}
    context["form"] = next((form for name, form in extra.items() if name.endswith("_form")), None)
    return render(request, "runthroughs/room_console.html", context, status=status)


def _context(request: HttpRequest, console: Console, board: Board) -> dict[str, object]:
    here = board.here
    return {
        "place": console.place,
        "current": "sessions",
        "console": console,
        "room": console.room,
        "run": console.room.run,
        "board": board,
        "here": here,
        "status": status_of(console.room),
        "phases": PHASES,
        "shown": answers_at(console.room, here) if here else None,
        "matters": what_matters(console.room, board.way),
        "parked": console.room.parked.all(),
        "look_again": room_limits().seconds_between_looks,
        "points_each": room_limits().points_each,
        "minutes_added": room_limits().minutes_added,
        "reveal_form": RevealForm(initial={"step": console.room.at_step}, are_few=board.are_few),
    }


def _forms(request: HttpRequest, console: Console, board: Board, extra: dict[str, object]) -> dict[str, object]:
    asked, here = request.GET.get("step", ""), board.here
    step = extra.get("note_step") or (board.way.step(int(asked)) if asked.isdecimal() else None) or here
    kept = board.kept.get(step.ref, RoomStep()) if isinstance(step, WalkStep) else RoomStep()
    said = {"words": kept.note, "heard": kept.heard, "version": kept.note_version}
    timed = {f"{each.value}_minutes": getattr(kept, f"{each.value}_minutes") for each in Spent}
    number = step.number if isinstance(step, WalkStep) else 1
    return {
        "note_step": step,
        "noted": kept,
        "note_form": NoteForm(initial=said, people=_speakers(board)),
        "park_form": ParkForm(),
        "timer_form": TimerForm(initial={"minutes": room_limits().minutes_of_timer}),
        "break_form": BreakForm(initial={"minutes": room_limits().minutes_of_break}),
        "move_form": MoveForm(),
        "close_form": CloseForm(),
        "minutes_form": GroupMinutesForm(initial={**timed, "step": number}),
    }


def _speakers(board: Board) -> list[tuple[str, str]]:
    return [(each.code, each.initials) for each in board.people if each.has_seat]
