"""The forms of django-allauth in the words of this product, with labels instead of placeholders."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.validators import EmailValidator, MaxLengthValidator
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Your password now"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "code": _("Code"),
    "name": _("Name of the key"),
    "passwordless": _("Let this key sign me in by itself, without e-mail or password"),
}
MISSING = {
    "login": _("Enter your e-mail address"),
    "email": _("Enter your e-mail address"),
    "password": _("Enter your password"),
    "oldpassword": _("Enter your password"),
    "password1": _("Enter a new password"),
    "password2": _("Enter the new password once more"),
    "code": _("Enter the code"),
}
LONGEST_PASSWORD = 1000  # longer ones only keep the machine busy
TOO_LONG = _("Use a password of 1,000 characters at most")
NOT_AN_ADDRESS = _("Enter an e-mail address like name@example.org")


class PlainWords(forms.Form):
    """Give the fields our labels, hints and messages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            field.help_text = ""
            field.error_messages |= {"required": MISSING.get(name, field.error_messages["required"])}
            if isinstance(field.widget, forms.PasswordInput):
                field.validators = [*field.validators, MaxLengthValidator(LONGEST_PASSWORD, TOO_LONG)]
            if isinstance(field, forms.EmailField):
                field.validators = [EmailValidator(NOT_AN_ADDRESS)]


class Login(PlainWords, account.LoginForm):
    """E-mail address and password."""


class RequestCode(PlainWords, account.RequestLoginCodeForm):
    """Where to send a code."""


class ConfirmCode(PlainWords, account.ConfirmLoginCodeForm):
    """The code from the mailbox."""


class ResetPassword(PlainWords, account.ResetPasswordForm):
    """Where to send the link to a new password."""


class ResetPasswordByLink(PlainWords, account.ResetPasswordKeyForm):
    """A new password, by the link."""


class ChangePassword(PlainWords, account.ChangePasswordForm):
    """A new password, by the old one."""


class SetPassword(PlainWords, account.SetPasswordForm):
    """A first password."""


class NewEmail(PlainWords, account.AddEmailForm):
    """Another e-mail address."""


class Reauthenticate(PlainWords, account.ReauthenticateForm):
    """The password, once more."""


class SecondStep(PlainWords, mfa.AuthenticateForm):
    """A code of the app."""


class SecondStepAgain(PlainWords, mfa.ReauthenticateForm):
    """A code of the app, once more."""


class ActivateApp(PlainWords, totp.ActivateTOTPForm):
    """The first code of the app."""


class AddKey(PlainWords, webauthn.AddWebAuthnForm):
    """A new passkey or security key."""


class RenameKey(PlainWords, webauthn.EditWebAuthnForm):
    """Another name for a key."""
