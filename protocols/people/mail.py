"""E-mails to people: plain text, sent after what they tell about is stored, and never a reason to lose it."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from protocols.people.addresses import address_of
from protocols.people.invitations import Sent
from protocols.people.models import INVITATION_DAYS, Invitation

logger = logging.getLogger(__name__)


def compose(template: str, context: dict[str, object]) -> tuple[str, str]:
    """Return subject and text of the e-mail `<template>.txt`; its first line is the subject."""
    words = {**context, "help_email": settings.HELP_EMAIL, "help_phone": settings.HELP_PHONE}
    subject, text = render_to_string(f"{template}.txt", words).strip().split("\n", 1)
    return " ".join(subject.split()), text.strip() + "\n"


def deliver(template: str, recipient: str, context: dict[str, object]) -> bool:
    """Send an e-mail. False when the mail server refuses."""
    subject, text = compose(template, context)
    try:
        send_mail(subject, text, None, [recipient])
    except (OSError, SMTPException) as error:
        logger.error("An e-mail could not be sent: %s", type(error).__name__)
        return False
    return True


def invitation_words(invitation: Invitation, link: str) -> dict[str, object]:
    """Return what the e-mail of an invitation says."""
    return {"invitation": invitation, "link": link, "days": INVITATION_DAYS, "site": settings.SITE_ADDRESS}


def send_member_invitation(sent: Sent) -> bool:
    """Send the link into an organisation."""
    words = invitation_words(sent.invitation, address_of("reviews:accept", token=sent.token))
    return deliver("people/mail/invitation", sent.invitation.email, words)
