"""Signing in, failing to, and signing out become events of the audit log; and who leaves is announced."""

from allauth.account.models import EmailAddress
from allauth.account.signals import login_code_rejected
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal, receiver
from django.http import HttpRequest

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.people.models import User

# Sent with `user` and `organisation` inside the transaction in which somebody leaves an organisation.
member_left = Signal()


@receiver(user_logged_in)
def log_sign_in(sender: object, user: User, **kwargs: object) -> None:
    """Write down who came in."""
    record(action=Action.SIGNED_IN, actor=user.pk, subject=f"user:{user.pk}")


@receiver(user_logged_in)
def keep_the_mailbox(sender: object, user: User, **kwargs: object) -> None:
    """Tell allauth that the address is proven: nobody comes in here but by their mailbox, or by the host's own hand.

    Otherwise it takes the address for one that waits to be confirmed, and a change of address would wipe it.
    """
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


@receiver(user_logged_out)
def log_sign_out(sender: object, user: User | None, **kwargs: object) -> None:
    """Write down who left; an expired session has nobody."""
    if user is not None:
        record(action=Action.SIGNED_OUT, actor=user.pk, subject=f"user:{user.pk}")


@receiver(user_login_failed)
def log_wrong_password(sender: object, credentials: dict[str, str], **kwargs: object) -> None:
    """Write down at whose door somebody failed. What was typed stays out: people type passwords into the wrong box."""
    email = credentials.get("email") or credentials.get("username") or ""
    user = User.objects.filter(email=email.strip().lower()).first() if email else None
    _failed(user, "password")


@receiver(login_code_rejected)
def log_wrong_code(sender: object, request: HttpRequest, user: User, **kwargs: object) -> None:
    """Write down that a code from the mailbox was not the right one."""
    _failed(user, "code")


@receiver(authentication_failed)
def log_wrong_second_step(sender: object, user: User, **kwargs: object) -> None:
    """Write down that a password or code was right, and the second step was not."""
    _failed(user, "second step")


def _failed(user: User | None, way: str) -> None:
    subject = f"user:{user.pk}" if user else "user:unknown"
    record(action=Action.SIGN_IN_FAILED, actor=user.pk if user else None, subject=subject, detail={"way": way})
