"""Two versions of a study side by side: what changed, and what it does to load and time."""

from collections.abc import Collection

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from protocols.runthroughs.models import Annotation
from protocols.scores.limits import limits
from protocols.scores.versions.access import Compared, get_compared, lacking_since, said_about
from protocols.scores.versions.comparison import SHOWN, Compare, kinds, shown
from protocols.scores.versions.figures import duos, figures, further_counts

LABELLED = 24  # so many pairs of bars have room for a name each in the drawing


@require_safe
@login_required
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Compare two versions, chosen by `?a=` and `?b=`; `?show=` keeps one kind of change."""
    asked = get_compared(request, code)
    context: dict[str, object] = {"place": asked.place, "current": "map", "asked": asked, "page": "compare"}
    if asked.old is None or asked.new is None:
        return render(request, "scores/compare.html", {**context, "chosen": request.GET.get("b", "")})
    found = Compare(asked.old, asked.new)
    kind = _kind(request, asked.notes)
    context |= _numbers(found) | _changes(found, kind) | {"removed": _removed(asked, found)}
    return render(request, "scores/compare.html", context)


def _kind(request: HttpRequest, notes: list[str]) -> str:
    kind = request.GET.get("show", "")
    if kind and kind not in SHOWN:
        notes.append(_("There is no such kind of change. All are shown."))
        return ""
    return kind


def _numbers(found: Compare) -> dict[str, object]:
    bars = duos([pair for pair in found.visits if not pair.is_home])
    return {
        "compare": found,
        "old": found.versions[0],
        "new": found.versions[1],
        "figures": figures(found),
        "further": further_counts(found),
        "duos": bars,
        "is_labelled": len(bars) <= LABELLED,
    }


def _changes(found: Compare, kind: str) -> dict[str, object]:
    rows = shown(found.rows, kind)
    listed = rows[: limits().changes_on_a_page]
    return {"rows": listed, "rows_in_all": len(rows), "kinds": kinds(), "kind": kind}


def _removed(asked: Compared, found: Compare) -> list[tuple[str, str, list[Annotation]]]:
    """Return what people said about what is gone: its name, since when, and their answers."""
    activities, visits = found.gone
    said = said_about(asked.place, activities, visits)
    since = lacking_since(asked.place, *found.versions) if said else {}
    rows: dict[str, list[Annotation]] = {}
    for each in said:
        is_row = each.activity is not None and each.activity.key in activities
        rows.setdefault(each.activity.key if is_row and each.activity else each.visit.key, []).append(each)
    return [
        (_name(key, found), _since(since.get(key), found), sorted(own, key=lambda each: not each.words))
        for key, own in rows.items()
    ]


def _name(key: str, found: Compare) -> str:
    is_row: Collection[str] = found.gone[0]
    return found.names.activity(key) if key in is_row else found.names.visit(key)


def _since(number: int | None, found: Compare) -> str:
    if number is None:
        return _("Not in version %(n)d") % {"n": found.versions[1].number}
    return _("Removed in version %(n)d") % {"n": number}
