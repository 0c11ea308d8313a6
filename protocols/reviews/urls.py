"""Addresses of this slice."""

from django.urls import include, path

from protocols.reviews import doorway, plan_views, views

app_name = "reviews"
review = [
    path("people/", views.people, name="people"),  # /reviews/<code>/people/
    path("people/invite/", views.invite, name="invite"),
    path("people/approvers/", views.approvers, name="approvers"),
    path("people/<str:seat>/", views.seat, name="seat"),
    path("people/<str:seat>/remove/", views.remove, name="remove"),
    path("people/<str:seat>/resend/", views.resend_invitation, name="resend"),
    path("settings/", views.settings, name="settings"),
    path("open/", views.opening, name="open"),
    path("close/", views.closing, name="close"),
    path("schedule/", plan_views.schedule, name="schedule"),
    path("schedule/original/", plan_views.original, name="original"),
    path("audit/", views.audit, name="audit"),
]
urlpatterns = [
    path("reviews/<str:code>/", include(review)),
    path("invitations/<str:token>/", doorway.accept, name="accept"),
    path("invitations/<str:token>/again/", doorway.wanted_again, name="ask_again"),
]
