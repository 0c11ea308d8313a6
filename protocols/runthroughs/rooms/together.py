"""The participants' side of a room: joining, waiting, writing the group's step, and reading what was shown."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols.explainers.access import approved_text
from protocols.explainers.models import ExplainerDraft
from protocols.people.access import NOT_HERE, person
from protocols.reviews.access import Place
from protocols.reviews.permissions import Need
from protocols.runthroughs import services
from protocols.runthroughs.forms import StartForm, StepForm
from protocols.runthroughs.models import Annotation, Walk
from protocols.runthroughs.rooms import keeping as room_keeping
from protocols.runthroughs.rooms import services as room_services
from protocols.runthroughs.rooms.access import Chair, get_chair, get_joined, get_writer, room_called
from protocols.runthroughs.rooms.answers import answers_at, what_matters
from protocols.runthroughs.rooms.forms import JoinCodeForm, PrioritiesForm, RoomStepForm
from protocols.runthroughs.rooms.limits import room_limits
from protocols.runthroughs.rooms.models import Phase, Presence, Room, Spent
from protocols.runthroughs.rooms.now import status_of
from protocols.runthroughs.rooms.views import STOP_ASKING
from protocols.runthroughs.services import Saved, StepPlace
from protocols.runthroughs.steps import WalkStep, Way, way_of


@dataclass(frozen=True)
class Desk:
    """A participant at a step that the group has reached."""

    chair: Chair
    walk: Walk
    presence: Presence
    way: Way
    here: WalkStep


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def join(request: HttpRequest) -> HttpResponse:
    """Find the room of a join code. It only saves looking for the page: who has no place there finds nothing."""
    form = JoinCodeForm(request.POST if request.method == "POST" else None)
    found = room_called(request, form.cleaned_data["code"]) if request.method == "POST" and form.is_valid() else None
    if found:
        return redirect(_way_in(found[1]), found[0].run.code)
    if request.method == "POST" and form.is_valid():
        form.add_error("code", _("No room with this code is open to you. Check the code, or ask the facilitator."))
    return render(request, "runthroughs/room_join.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def together(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the group is doing now; before that, let the person choose as whom they walk."""
    chair = get_chair(request, code)
    if not chair.place.review.is_open and not chair.has_joined:
        return render(request, "runthroughs/closed.html", {"place": chair.place, "walk": chair.walk}, status=409)
    if request.method == "POST" or not chair.has_joined:
        return _join(request, chair)
    chair, walk, presence = get_joined(request, code)
    room_services.seen(presence)
    if _writes_now(chair, walk, presence):
        return redirect("runthroughs:together_step", code, chair.room.at_step)
    return render(request, "runthroughs/room_together.html", _group_context(chair, walk, presence))


@require_safe
@login_required
def together_state(request: HttpRequest, code: str) -> HttpResponse:
    """Answer what the group is doing since the page last looked: mostly nothing new."""
    chair, walk, presence = get_joined(request, code)
    room_services.seen(presence)
    if request.GET.get("seen") == str(chair.room.revision):
        return HttpResponse(status=STOP_ASKING if chair.room.is_closed else 204)
    asked = request.GET.get("at", "")
    if asked.isdecimal():
        context = {**_room_context(chair), "number": int(asked), "is_update": True}
        return render(request, "runthroughs/room_step.html#now", context)
    context = _group_context(chair, walk, presence)
    moved_to = chair.room.at_step if _writes_now(chair, walk, presence) else None
    context = {**context, "moved_to": moved_to, "is_update": True}
    return render(request, "runthroughs/room_together.html#now", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def together_step(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a step that the group has reached, or save it. Earlier steps stay open for those who came late."""
    chair, walk, presence = get_joined(request, code)
    way = way_of(walk)
    desk = Desk(chair, walk, presence, way, _reached_or_404(chair.room, way, number))
    if request.method != "POST":
        room_services.seen(presence)
        services.go_to(walk=walk, step=number)
        said = _said(walk, desk.here)
        form = RoomStepForm.starting_from(said, str(uuid4()))
        return render(request, "runthroughs/room_step.html", _step_context(desk, form, said))
    form = RoomStepForm(request.POST)
    if not chair.place.review.is_open:
        return _refused(request, _step_context(desk, form), 409, "closed")
    if not form.is_valid():
        return _refused(request, _step_context(desk, form), 422, "")
    saved, place = _save(request, walk, way, desk.here, form)
    if saved.is_conflict:
        typed = request.POST.copy()
        typed["version"] = str(saved.annotation.version)
        return _refused(request, _step_context(desk, RoomStepForm(typed), saved.annotation), 409, "conflict")
    return _after_saving(request, desk, place)


@require_POST
@login_required
def together_save(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Save what stands on the page a moment after the person paused, as on a walk alone."""
    place, walk = get_writer(request, code)
    way = way_of(walk)
    here = _reached_or_404(walk.run.room, way, number)
    form = RoomStepForm(request.POST, only_read=True)
    if not place.review.is_open:
        return render(request, "runthroughs/step.html#saved", {"not_saved": "closed"}, status=409)
    if not form.is_valid():
        return render(request, "runthroughs/step.html#saved", {"not_saved": "errors", "form": form}, status=422)
    saved, _step = _save(request, walk, way, here, form)
    if saved.is_conflict:
        return render(request, "runthroughs/step.html#saved", {"not_saved": "conflict"}, status=409)
    context = {"saved": saved.annotation, "next_key": uuid4(), "walk": walk}
    return render(request, "runthroughs/step.html#saved", context)


@require_safe
@login_required
def together_answers(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the answers at an earlier step; before the facilitator showed them there is no such page."""
    chair, walk, _presence = get_joined(request, code)
    way = way_of(walk)
    here = _reached_or_404(chair.room, way, number)
    shown = answers_at(chair.room, here)
    if shown is None:
        raise Http404(NOT_HERE)
    context = {**_room_context(chair), "walk": walk, "way": way, "here": here, "shown": shown}
    return render(request, "runthroughs/room_answers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def together_priorities(request: HttpRequest, code: str) -> HttpResponse:
    """Let the person say what matters most to them, with a few points to give."""
    chair, walk, _presence = get_joined(request, code)
    if not chair.room.are_priorities_open:
        return redirect("runthroughs:together", code)
    reached = [step for step in way_of(walk).steps if step.number <= chair.room.furthest]
    given = dict(chair.room.priorities.filter(seat=chair.seat).values_list("ref", "points"))
    form = PrioritiesForm(request.POST if request.method == "POST" else None, steps=reached, given=given)
    if request.method == "POST" and form.is_valid():
        room_keeping.give_points(room=chair.room, seat=chair.seat, points=form.points())
        return redirect("runthroughs:together", code)
    context = {**_room_context(chair), "walk": walk, "form": form, "points_each": room_limits().points_each}
    status = 422 if form.errors else 200
    return render(request, "runthroughs/room_priorities.html", context, status=status)


def _way_in(place: Place) -> str:
    return "runthroughs:together" if place.may(Need.ANNOTATE) else "runthroughs:room"


def _join(request: HttpRequest, chair: Chair) -> HttpResponse:
    walk, run = chair.walk, chair.room.run
    begun = {name: getattr(walk, name) for name in ("persona", "answering_for", "quote_consent")} if walk else {}
    form = StartForm(
        request.POST if request.method == "POST" else None, review=run.review, asks_consent=True, initial=begun
    )
    if request.method == "POST" and not chair.place.review.is_open:
        return render(request, "runthroughs/closed.html", {"place": chair.place, "walk": walk}, status=409)
    if request.method == "POST" and form.is_valid():
        services.start_walk(run=run, seat=chair.seat, **form.cleaned_data)
        room_services.join(room=chair.room, seat=chair.seat)
        return redirect("runthroughs:together", run.code)
    context = {**_room_context(chair), "form": form, "walk": walk}
    return render(request, "runthroughs/room_enter.html", context, status=422 if form.errors else 200)


def _writes_now(chair: Chair, walk: Walk, presence: Presence) -> bool:
    """True while the group writes at a step with which this person is not done."""
    here = way_of(walk).step(chair.room.at_step)
    return chair.room.phase == Phase.WRITING and here is not None and here.ref not in presence.finished


def _reached_or_404(room: Room, way: Way, number: int) -> WalkStep:
    here = way.step(number)
    if here is None or number > room.furthest:
        raise Http404(NOT_HERE)
    return here


def _said(walk: Walk, here: WalkStep) -> Annotation | None:
    return walk.annotations.filter(visit__key=here.visit_key, step=here.story.key).first()


def _save(request: HttpRequest, walk: Walk, way: Way, here: WalkStep, form: StepForm) -> tuple[Saved, StepPlace]:
    key = form.cleaned_data["key"]
    assert isinstance(key, UUID)  # noqa: S101 - the form's own field
    place = StepPlace.at(way, here)
    save = services.skip_step if request.POST.get("go") == "skip" else services.save_annotation
    version = form.cleaned_data["version"]
    content, by = form.content(), person(request)
    return save(walk=walk, place=place, by=by, expected_version=version, key=key, content=content), place


def _after_saving(request: HttpRequest, desk: Desk, place: StepPlace) -> HttpResponse:
    """Go where the button says: a clock starts or stops and the step stays; else the person is done with it."""
    go, by, code = request.POST.get("go", ""), person(request), desk.walk.run.code
    room_keeping.stop_own_tap(presence=desk.presence, walk=desk.walk, place=place, by=by)
    if go in Spent.values:
        room_keeping.start_tap(clock=desk.presence, kind=Spent(go), step=desk.here)
    if go in {*Spent.values, "stop-clock"}:
        return redirect("runthroughs:together_step", code, desk.here.number)
    if go == "stop":
        return redirect(reverse("home"))
    room_keeping.finish(presence=desk.presence, step=desk.here)
    return redirect("runthroughs:together", code)


def _explainer(walk: Walk, here: WalkStep) -> ExplainerDraft | None:
    activity = walk.run.review.protocol.activities.filter(key=here.story.activity_key or "").first()
    return approved_text(activity) if activity else None


def _refused(request: HttpRequest, context: dict[str, object], status: int, why: str) -> HttpResponse:
    shown = {**context, "not_saved": why, "both_are_shown": True}
    return render(request, "runthroughs/room_step.html", shown, status=status)


def _room_context(chair: Chair) -> dict[str, object]:
    return {
        "place": chair.place,
        "room": chair.room,
        "run": chair.room.run,
        "status": status_of(chair.room),
        "look_again": room_limits().seconds_between_looks,
    }


def _group_context(chair: Chair, walk: Walk, presence: Presence) -> dict[str, object]:
    way = way_of(walk)
    here = way.step(chair.room.at_step)
    reached = [step for step in way.steps if step.number <= chair.room.furthest]
    shown = set(chair.room.steps.filter(revealed_at__isnull=False).values_list("ref", flat=True))
    answered = {
        f"{each.visit.key}/{each.step}" for each in walk.annotations.select_related("visit") if not each.is_blank
    }
    reads = chair.room.phase in {Phase.REVEALED, Phase.TALKING, Phase.BREAK}
    return {
        **_room_context(chair),
        "walk": walk,
        "way": way,
        "here": here,
        "reached": [(step, step.ref in shown, step.ref in answered) for step in reached],
        "is_finished": here is not None and here.ref in presence.finished,
        "shown": answers_at(chair.room, here) if here and reads else None,
        "matters": what_matters(chair.room, way),
        "has_given": chair.room.priorities.filter(seat=chair.seat).exists(),
    }


def _step_context(desk: Desk, form: StepForm, said: Annotation | None = None) -> dict[str, object]:
    here, way = desk.here, desk.way
    return {
        **_room_context(desk.chair),
        "walk": desk.walk,
        "way": way,
        "here": here,
        "number": here.number,
        "visit": way.schedule.visit_by_key[here.visit_key],
        "visit_steps": way.of_visit(here.visit_key),
        "form": form,
        "saved": said,
        "theirs": said,
        "tapped": desk.presence if desk.presence.tap_step == here.ref else None,
        "explainer": _explainer(desk.walk, here),
    }
