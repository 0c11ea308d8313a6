"""Django's entry for this slice."""

from django.apps import AppConfig


class Config(AppConfig):
    """The audit log."""

    name = "protocols.audit"
    label = "audit"
