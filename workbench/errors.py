"""The page for our own mistakes: no data on it, a number to tell us, and the same number in the log."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string

from protocols.codes import new_code

logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """Answer 500 without asking the session or the database, which may be what is broken."""
    incident = new_code()
    logger.error("Incident %s: %s", incident, request.path)
    words = {"incident": incident, "help_email": settings.HELP_EMAIL}
    return HttpResponseServerError(render_to_string("500.html", words))
