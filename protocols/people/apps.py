"""Django's entry for this slice."""

from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    """People and organisations."""

    name = "protocols.people"
    label = "people"

    def ready(self) -> None:
        """Start listening to who signs in and out."""
        import_module("protocols.people.signals")
