"""Addresses of findings, inside a review."""

from django.urls import URLPattern, URLResolver, include, path

from protocols.findings.decisions import views as decisions
from protocols.findings.feedback import views as feedback
from protocols.findings.views import listing, one, topics

app_name = "findings"

finding_urls = [  # /reviews/<code>/findings/<finding>/
    path("", one.finding, name="finding"),
    path("change/", one.change, name="change"),
    path("merge/", one.merge, name="merge"),
    path("split/", one.split, name="split"),
    path("options/", one.options, name="options"),
    path("apart/<slug:merged>/", one.apart, name="apart"),
    path("decide/", decisions.decide, name="decide"),
    path("answer/", feedback.write, name="write_feedback"),
]

review_urls: list[URLPattern | URLResolver] = [  # /reviews/<code>/findings/
    path("", listing.findings, name="list"),
    path("many/", listing.many, name="many"),
    path("new/", listing.new, name="new"),
    path("heard/", topics.heard, name="heard"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("answers/", feedback.feedback, name="feedback"),
    path("answers/send/", feedback.send, name="send_feedback"),
    path("heard/<str:key>/", topics.topic, name="topic"),
    path("heard/<str:key>/finding/", topics.make, name="make"),
    path("<slug:finding>/", include(finding_urls)),
]

urlpatterns = [
    path("reviews/<slug:code>/findings/", include(review_urls)),
    path("reviews/<slug:code>/you-said/", feedback.you_said, name="you_said"),
    path("reviews/<slug:code>/you-said/clear/", feedback.clear, name="clear"),
    path("reviews/<slug:code>/options/<slug:option>/findings/", listing.of_option, name="of_option"),
]
