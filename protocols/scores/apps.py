"""Django's entry for this slice."""

from django.apps import AppConfig


class Config(AppConfig):
    """Scores."""

    name = "protocols.scores"
    label = "scores"
