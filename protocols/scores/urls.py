"""Addresses of the score, inside a review."""

from django.urls import URLPattern, URLResolver, include, path

from protocols.scores.house import views as house
from protocols.scores.maps import views as maps
from protocols.scores.options import proposal_views as proposals
from protocols.scores.options import views as options
from protocols.scores.versions import views as compare
from protocols.scores.views import apart, catalogue, export, numbers, pages, since, timeline

app_name = "scores"

option_urls = [  # /reviews/<code>/options/
    path("", options.options, name="options"),
    path("try/", options.try_option, name="option_try"),
    path("try/save/", options.save_option, name="option_save"),
    path("change/", options.add_change, name="option_change"),
    path("side-by-side/", options.side_by_side, name="options_compare"),
    path("<str:option>/", options.option, name="option"),
    path("<str:option>/copy/", options.copy_option, name="option_copy"),
    path("<str:option>/delete/", options.delete_option, name="option_delete"),
    path("<str:option>/restore/", options.restore_option, name="option_restore"),
]

review_urls: list[URLPattern | URLResolver] = [
    path("", pages.overview, name="overview"),
    path("map/", maps.burden_map_page, name="map"),
    path("visits/<path:key>/", pages.visit, name="visit"),  # a key, or home:<epoch>
    path("activities/<slug:key>/", pages.activity, name="activity"),
    path("score/", pages.made, name="made"),
    path("compare/", compare.compare, name="compare"),
    path("disagreement/", apart.disagreement, name="disagreement"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("changes/", since.changes, name="changes"),
    path("score/lines.csv", export.as_csv, name="lines_csv"),
    path("score/lines.json", export.as_json, name="lines_json"),
    path("weights/", pages.weights, name="weights"),
    path("options/", include(option_urls)),
    path("house-values/", house.choose, name="house_choose"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("overlaps/", proposals.overlaps, name="overlaps"),
]

catalogue_urls = [  # /catalogue/
    path("", catalogue.catalogue, name="catalogue"),
    path("sources/", catalogue.sources, name="sources"),
    path("rubric/", catalogue.rubric, name="rubric"),
    path("procedures/<slug:key>/", catalogue.procedure, name="procedure"),
]

house_urls = [  # /organisations/<code>/house-values/
    path("", house.sets, name="house"),
    path("new/", house.new_set, name="house_new"),
    path("<str:house>/", house.one_set, name="house_set"),
    path("<str:house>/value/", house.value, name="house_value"),
]

urlpatterns = [
    path("how-it-is-worked-out/", pages.how, name="how"),
    path("catalogue/", include(catalogue_urls)),
    path("organisations/<str:code>/house-values/", include(house_urls)),
    path("reviews/<slug:code>/", include(review_urls)),
]
