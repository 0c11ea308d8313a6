"""Django's entry for this slice."""

from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    """Reviews, seats and personas."""

    name = "protocols.reviews"
    label = "reviews"

    def ready(self) -> None:
        """Listen to confirmed versions, to members who leave, and to sign-ins that an invitation waits for."""
        import_module("protocols.reviews.signals")
        import_module("protocols.reviews.joining")
