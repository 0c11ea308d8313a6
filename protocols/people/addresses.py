"""Whole addresses for links that leave the site."""

from django.conf import settings
from django.urls import reverse


def address_of(name: str, **kwargs: str) -> str:
    """Return a whole address on this site, as configured: never as the visitor's browser names it."""
    return settings.SITE_ADDRESS.rstrip("/") + reverse(name, kwargs=kwargs)
