"""Django's entry for this slice."""

from django.apps import AppConfig


class Config(AppConfig):
    """Reports."""

    name = "reports"
    label = "reports"
