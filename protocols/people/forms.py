"""What people type about themselves and about whom they invite, turned into clean values."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from protocols.people.models import Membership, MembershipRole, Organisation
from protocols.people.roles import roles_in

ROLE_HINTS = {
    MembershipRole.ADMIN: _("Admin: looks after people and roles, and may do all that the others may"),
    MembershipRole.EDITOR: _("Editor: adds study plans, runs reviews, decides"),
    MembershipRole.VIEWER: _("Viewer: sees everything of the organisation, changes nothing"),
    MembershipRole.MEMBER: _("Member: belongs to the organisation"),
    MembershipRole.FACILITATOR: _("Facilitator: can be asked to run reviews"),
    MembershipRole.OPERATOR: _("Operator: looks after the machine, sees no content"),
    MembershipRole.DATA_PROTECTION: _("Data protection officer"),
}


class OneLineField(forms.CharField):
    """A text of one line: line breaks and doubled spaces become single spaces."""

    def to_python(self, value: str | None) -> str:
        """Return the text with single spaces only."""
        return " ".join((super().to_python(value) or "").split())


def offer(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    """Set what a field lets people choose from."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the form names the field itself
    field.choices = choices


def offer_rows(form: forms.Form, name: str, rows: QuerySet[Any], words: Callable[[Any], str] = str) -> None:
    """Set from which stored rows a field lets people choose, and how each is called."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - the form names the field itself
    field.queryset = rows
    field.label_from_instance = words  # type: ignore[assignment] # as Django's documentation does it


def name_field() -> OneLineField:
    """Return a field for a person's name."""
    return OneLineField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the person's name")},
    )


def email_field() -> forms.EmailField:
    """Return a field for the e-mail address of somebody else."""
    return forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation works for this address only."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter the person's e-mail address"),
            "invalid": _("Enter an e-mail address like name@example.org"),
        },
    )


class NameForm(forms.Form):
    """The name by which others see me."""

    name = OneLineField(
        label=_("Your name"),
        help_text=_("The people you work with here see it."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name")},
    )


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), error_messages={"invalid_choice": _("Choose one of the roles")})

    def __init__(self, data: QueryDict | dict[str, str] | None = None, *, membership: Membership) -> None:
        super().__init__(data, initial={"role": membership.role})
        offer(self, "role", [(role.value, role.label) for role in roles_in(membership.organisation.kind)])


class MemberForm(forms.Form):
    """Somebody to invite into an organisation."""

    name = name_field()
    email = email_field()
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, error_messages={"required": _("Choose a role")})

    def __init__(self, data: QueryDict | None = None, *, organisation: Organisation) -> None:
        super().__init__(data)
        offer(self, "role", [(role.value, ROLE_HINTS[role]) for role in roles_in(organisation.kind)])
