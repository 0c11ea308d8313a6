"""Django's entry for this slice."""

from django.apps import AppConfig


class Config(AppConfig):
    """Run-throughs."""

    name = "protocols.runthroughs"
    label = "runthroughs"
