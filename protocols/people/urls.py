"""Addresses of this slice."""

from django.urls import include, path

from protocols.people import views

app_name = "people"
organisation = [
    path("", views.organisation, name="organisation"),  # /organisations/<code>/
    path("invite/", views.invite, name="invite"),
    path("members/<int:number>/", views.member, name="member"),
    path("members/<int:number>/remove/", views.remove, name="remove"),
    path("invitations/<str:invitation>/resend/", views.resend_invitation, name="resend"),
    path("invitations/<str:invitation>/revoke/", views.revoke_invitation, name="revoke"),
]
urlpatterns = [
    path("account/name/", views.name, name="name"),
    path("organisations/<str:code>/", include(organisation)),
]
