"""Django's entry for this slice."""

from django.apps import AppConfig


class Config(AppConfig):
    """Why we ask this."""

    name = "protocols.explainers"
    label = "explainers"
