"""The questions that people asked about one test or task, for those who write its explainer."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from protocols.explainers.access import get_activity
from protocols.people.access import person
from protocols.reviews.access import Place
from protocols.reviews.permissions import Need
from protocols.runthroughs.questions import answering_text, asked_about, name_answers, said_back
from protocols.schedules.models import Activity


@require_safe
@login_required
def questions(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show what people asked, and what answers it."""
    place, activity = get_activity(request, code, key, Need.SEE_ANNOTATIONS)
    return _show(request, place, activity)


@require_POST
@login_required
def answer_questions(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Keep that the approved text answers the questions that were ticked."""
    place, activity = get_activity(request, code, key, Need.WRITE_EXPLAINER)
    numbers = [int(number) for number in request.POST.getlist("question") if number.isascii() and number.isdecimal()]
    if not name_answers(place=place, activity=activity, by=person(request), numbers=numbers[:1000]):
        return _show(request, place, activity, _("Tick the questions that the approved text answers."))
    return redirect("runthroughs:questions", code, key)


def _show(request: HttpRequest, place: Place, activity: Activity, problem: str = "") -> HttpResponse:
    text = answering_text(activity)
    asked = asked_about(place, activity)
    rows = [(each, bool(text and not each.answer and text.can_answer(each.said))) for each in asked]
    context = {
        "place": place,
        "current": "why",
        "activity": activity,
        "rows": rows,
        "approved": text,
        "can_write": place.may(Need.WRITE_EXPLAINER),
        "can_answer": any(can for _each, can in rows),
        "problem": problem,
        "said_back": said_back(place, activity),
    }
    return render(request, "runthroughs/questions_asked.html", context, status=422 if problem else 200)
