"""The addresses of the demo: those of every day, and its sign-in links."""

from django.urls import path

from workbench.demo.sign_in import sign_in
from workbench.urls import handler500, urlpatterns

__all__ = ["handler500"]
urlpatterns = [*urlpatterns, path("demo/sign-in/<str:key>/", sign_in, name="demo_sign_in")]
