"""How sign-in differs from django-allauth's own: there is no public sign-up, and a mail server may be away."""

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from protocols.people.addresses import address_of

if TYPE_CHECKING:  # allauth's models need the apps to be ready
    from allauth.account.models import EmailConfirmation

logger = logging.getLogger(__name__)


class InvitedOnly(DefaultAccountAdapter):
    """People come in by invitation only."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _lazy("E-mail address and password do not belong together. Check both."),
        "incorrect_code": _lazy("This is not the code. Look at your newest e-mail or at your app, and type it again."),
        "incorrect_password": _lazy("This is not your password. Type it again."),
        "too_many_login_attempts": _lazy("Too many tries. Wait five minutes, then try again."),
        "rate_limited": _lazy("Too many tries. Wait a few minutes, then try again."),
        "same_as_current": _lazy("This is the address you have already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: nobody registers by themselves."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link to a new password on the configured site, whatever host the browser asked for."""
        uidb36, _dash, secret = key.partition("-")
        return address_of("account_reset_password_from_key", uidb36=uidb36, key=secret)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: "EmailConfirmation") -> str:
        """Return the link that confirms a mailbox, on the configured site."""
        return address_of("account_confirm_email", key=emailconfirmation.key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send an e-mail about signing in. When the mail server is away the person is told, and nothing else breaks."""
        words = {"site_address": settings.SITE_ADDRESS, "help_email": settings.HELP_EMAIL}
        try:
            super().send_mail(template_prefix, email, {**words, **context})
        except (OSError, SMTPException) as error:
            logger.error("An e-mail could not be sent: %s", type(error).__name__)
            messages.error(current.request, _("We could not send the e-mail. Wait a few minutes, then try again."))
