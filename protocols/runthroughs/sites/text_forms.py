"""What the facilitator decides about one text of a site, turned into proper values."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from protocols.runthroughs.sites.records import TextState

LONGEST_MESSAGE = 500


class DecisionForm(forms.Form):
    """One of three buttons; asking needs a message, leaving out needs the words."""

    go = forms.ChoiceField(
        choices=TextState,
        error_messages={"required": _("Choose what to do."), "invalid_choice": _("Choose what to do.")},
    )
    digest = forms.CharField(max_length=64)
    message = forms.CharField(
        label=_("What should the writer change?"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("The message is too long. Please shorten it to %(limit_value)s characters.")},
    )
    leave_out = forms.CharField(
        label=_("Words to leave out, one run of words a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what the button pressed needs."""
        said = super().clean() or {}
        if said.get("go") == TextState.REWORD and not said.get("message") and "message" not in self.errors:
            self.add_error("message", ValidationError(_("Say what the writer should change.")))
        if said.get("go") == TextState.REDACTED and not said.get("leave_out"):
            self.add_error("leave_out", ValidationError(_("Type the words to leave out, as they stand in the text.")))
        return said

    def words(self) -> str:
        """Return the message or the words to leave out, as the button says."""
        said: dict[str, str] = self.cleaned_data
        return {TextState.REWORD: said["message"], TextState.REDACTED: said["leave_out"]}.get(TextState(said["go"]), "")
