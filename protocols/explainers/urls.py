"""Addresses of "why we ask this", inside a review."""

from django.urls import include, path

from protocols.explainers import views

app_name = "explainers"

activity_urls = [
    path("", views.activity, name="activity"),
    path("edit/", views.edit, name="edit"),
    path("check-words/", views.check_words, name="check_words"),
    path("purpose/", views.purpose, name="purpose"),
    path("approve/<slug:kind>/", views.approve, name="approve"),
    path("send-back/<slug:kind>/", views.send_back, name="send_back"),
]

urlpatterns = [
    path("reviews/<slug:code>/why/", views.explainer_list, name="list"),
    path("reviews/<slug:code>/why/<slug:key>/", include(activity_urls)),
]
