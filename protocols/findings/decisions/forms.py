"""What a team types when it decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from protocols.findings.access import options_in, owners_in
from protocols.findings.decisions.models import Choice
from protocols.findings.forms import coming_day, long_text
from protocols.people.forms import OneLineField, offer_rows
from protocols.people.models import User
from protocols.reviews.access import Place
from protocols.scores.models import WhatIf

CHOOSE = {"required": _("Choose what you decide."), "invalid_choice": _("Choose one from the list.")}
WORDS = {
    Choice.ACCEPT: _("Accept: we will do it"),
    Choice.PART: _("Accept in part: we will do some of it"),
    Choice.NO: _("Do not accept: it stays as it is"),
}


class DecisionForm(forms.Form):
    """One decision. What people will read is asked in plain words; `known` is how many decisions were read before."""

    choice = forms.ChoiceField(
        label=_("What do you decide?"), choices=list(WORDS.items()), widget=forms.RadioSelect, error_messages=CHOOSE
    )
    option = forms.ModelChoiceField(
        label=_("By which option"), queryset=WhatIf.objects.none(), to_field_name="code", required=False,
        empty_label=_("None of them"), error_messages=CHOOSE,
    )  # fmt: skip
    outcome = long_text(
        _("What will be done"),
        _("In plain words, for the people who raised it. Needed if you accept it, or a part of it."),
    )
    reason = long_text(
        _("Why not, or why not all of it"),
        _("In plain words, for the people who raised it. Needed unless you accept all of it."),
    )
    owner = forms.ModelChoiceField(
        label=_("Who carries it out"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet"),
        error_messages=CHOOSE,
    )  # fmt: skip
    due = coming_day(_("To be done by"))
    target = OneLineField(
        label=_("Where it will stand"), help_text=_("For example: version 2, or amendment 1."), max_length=120,
        required=False,
    )  # fmt: skip
    dissent = long_text(
        _("Who sees it otherwise, and why"), _("It stays in the record. Name roles, not people."), rows=2
    )
    tell_by = coming_day(_("Tell people by"))
    known = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "option", options_in(place))
        offer_rows(self, "owner", owners_in(place))
        self.fields["tell_by"].required = True
        self.fields["tell_by"].error_messages["required"] = _("Enter by when people are told.")

    def clean(self) -> dict[str, Any]:
        """Ask for what people will want to know: what is done, and why not all of it."""
        cleaned = super().clean() or {}
        choice = cleaned.get("choice")
        if choice in {Choice.PART, Choice.NO} and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say in plain words why, for the people who raised it."))
        if choice in {Choice.ACCEPT, Choice.PART} and not cleaned.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", _("Say in plain words what will be done."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """Return what is recorded."""
        return {name: value for name, value in self.cleaned_data.items() if name != "known"}
