"""The burden map: visits by activities, coloured and narrowed as the address says."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from protocols.domain.catalogue import load as load_catalogue
from protocols.schedules.models import Purpose
from protocols.schedules.records import current_purposes
from protocols.scores.access import Scored, get_scored
from protocols.scores.limits import limits
from protocols.scores.maps.filters import Filters, Known, narrowed, read_filters
from protocols.scores.maps.grid import burden_map
from protocols.scores.maps.layers import COLOURS, coloured, layer


@require_safe
@login_required
def burden_map_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the map as a table, and as a list on phones. `?colour=` and the filters are all in the address."""
    scored = get_scored(request, code)
    known = _known(scored)
    filters = read_filters(request.GET, known, scored.notes)
    context = {"place": scored.place, "current": "map", "page": "map", "scored": scored, "score": scored.found.score}
    context |= _table(scored, filters, known) | _choices(known)
    is_part = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    response = render(request, "scores/map.html#found" if is_part else "scores/map.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _table(scored: Scored, filters: Filters, known: Known) -> dict[str, object]:
    whole = burden_map(scored.found.score)
    shown = narrowed(whole, filters, known)
    chosen = layer(filters.colour, scored.found, known.purposes)
    return {
        "map": coloured(shown, chosen) if chosen else shown,
        "layer": chosen,
        "filters": filters,
        "stated": known.purposes,
        "rows_shown": sum(len(rows) for _, rows in shown.groups),
        "rows_in_all": sum(len(rows) for _, rows in whole.groups),
    }


def _choices(known: Known) -> dict[str, object]:
    categories = load_catalogue().categories
    return {
        "colours": list(COLOURS.items()),
        "epochs": known.epochs,
        "purposes": Purpose.choices,
        "categories": sorted((key, categories[key]) for key in known.categories),
        "longest_search": limits().longest_search,
    }


def _known(scored: Scored) -> Known:
    purposes = current_purposes(scored.place.review.protocol)
    return Known(
        epochs=tuple(dict.fromkeys(visit.epoch for visit in scored.found.score.visits)),
        purposes={key: record.purpose for key, record in purposes.items()},
        procedures=scored.found.inputs.procedures,
    )
