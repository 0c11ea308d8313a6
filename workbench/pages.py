"""The pages of the house: home with what you need to do, help, accessibility, privacy, words, health, and errors."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from protocols.domain.language.glossary import glossary
from protocols.people.access import organisations_of, person
from protocols.people.models import OrganisationKind
from protocols.reviews.access import place_in, reviews_of
from workbench.tasks import tasks_of

FIRST_TASKS = 3  # more at once is a wall; the others are one press away


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show each person what they can do next, and nothing of others."""
    user = person(request)
    places = [place for review in reviews_of(user) if (place := place_in(review, user))]
    todo = [(place, tasks_of(place)) for place in places]
    rows = [(place, tasks[:FIRST_TASKS], tasks[FIRST_TASKS:]) for place, tasks in todo]
    context = {"rows": rows, "works_for_a_sponsor": bool(organisations_of(user, OrganisationKind.SPONSOR))}
    return render(request, "pages/home.html", context)


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show the person their name, places and ways to sign in."""
    return render(
        request, "pages/account.html", {"memberships": person(request).memberships.select_related("organisation")}
    )


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Say what the words of the field mean."""
    return render(request, "pages/words.html", {"terms": glossary()})


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that the page was open too long, and give the typed text back for copying."""
    typed = [(name, text) for name, text in request.POST.items() if str(text).strip() and not _is_secret(name)]
    return render(request, "errors/csrf.html", {"typed": typed}, status=403)


def _is_secret(name: str) -> bool:
    return name in {"csrfmiddlewaretoken", "credential", "code"} or "password" in name
