"""Django's entry for this slice."""

from django.apps import AppConfig


class Config(AppConfig):
    """Findings."""

    name = "protocols.findings"
    label = "findings"
