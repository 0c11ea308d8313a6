"""Django's entry for this slice."""

from django.apps import AppConfig


class Config(AppConfig):
    """Protocols and their versions."""

    name = "protocols.schedules"
    label = "schedules"
