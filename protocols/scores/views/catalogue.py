"""The library as anybody may read it: procedures with every number, the sources, and the rubric of the editors."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from protocols.domain.catalogue import DIMENSIONS, Catalogue, Grade
from protocols.domain.catalogue import load as load_catalogue
from protocols.people.access import NOT_HERE
from protocols.scores.catalogue_search import MISSING, Wanted, find, numbers_of, uses_of
from protocols.scores.limits import limits


@require_safe
@login_required
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show the procedures, some at a time; words, kind, grade and what is missing choose among them."""
    library, notes = load_catalogue(), list[str]()
    wanted = _wanted(request, library, notes)
    found = find(library, wanted)
    page = Paginator(found, limits().procedures_on_a_page).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "catalogue": library,
        "wanted": wanted,
        "notes": notes,
        "page": page,
        "query": query.urlencode(),
        "grades": list(library.grades.items()),
        "missing": [(key, label) for key, (label, _test) in MISSING.items()],
    }
    return render(request, "scores/catalogue.html", context)


def _wanted(request: HttpRequest, library: Catalogue, notes: list[str]) -> Wanted:
    """Read what is looked for; a choice that does not exist is left out, and said."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "category", "grade", "missing")}
    choices = {"category": library.categories, "grade": set(Grade), "missing": MISSING}
    for name, known in choices.items():
        if asked[name] and asked[name] not in known:
            asked[name] = ""
            notes.append(_("One of the filters does not exist. It is left out."))
    words = asked["q"][: limits().longest_search]
    return Wanted(words, asked["category"], asked["grade"], asked["missing"])


@require_safe
@login_required
def procedure(request: HttpRequest, key: str) -> HttpResponse:
    """Show one procedure: every number with grade, source and note, and the marks of the rubric beside them."""
    library = load_catalogue()
    found = library.procedures.get(key)
    if found is None:
        raise Http404(NOT_HERE)
    numbers = numbers_of(found)
    used = dict.fromkeys([*(value.source for _name, value in numbers), *(each.source for each in found.remarks)])
    anchors = [(name, level) for name in DIMENSIONS for level in library.rubric.levels[name] if key in level.anchors]
    context = {
        "catalogue": library,
        "procedure": found,
        "category": library.categories[found.category],
        "numbers": numbers,
        "unknown": [name for name in DIMENSIONS if name not in found.dimensions],
        "sources": [library.sources[source] for source in used],
        "anchors": anchors,
        "levels": [(name, library.rubric.levels[name]) for name in DIMENSIONS if name in found.dimensions],
        "step": library.shared.get(found.shares),
    }
    return render(request, "scores/procedure.html", context)


@require_safe
@login_required
def sources(request: HttpRequest) -> HttpResponse:
    """Show where the numbers come from, what each source says, and how it was seen."""
    library = load_catalogue()
    uses = uses_of(library)
    rows = [(source, uses[key]) for key, source in library.sources.items()]
    rows.sort(key=lambda row: row[0].citation.casefold())
    return render(request, "scores/sources.html", {"rows": rows})


@require_safe
@login_required
def rubric(request: HttpRequest) -> HttpResponse:
    """Show how the editors judge where no source speaks."""
    library = load_catalogue()
    parts = [(name, library.rubric.question[name], library.rubric.levels[name]) for name in DIMENSIONS]
    context = {"parts": parts, "procedures": library.procedures, "orders": library.rubric.orders}
    return render(request, "scores/rubric.html", context)
