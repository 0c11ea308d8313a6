"""What a team writes to those who spoke, and how clear it was to them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from protocols.findings.feedback.models import Clarity
from protocols.findings.forms import coming_day, long_text
from protocols.people.forms import OneLineField

HIDDEN = {"revision", "decision"}


class FeedbackForm(forms.Form):
    """What people are told about one finding, in plain words.

    `revision` is that of the draft that was read, `decision` the one that it tells.
    """

    title = OneLineField(
        label=_("What it is about"), help_text=_("A few plain words: “A long first visit”."), max_length=120,
        error_messages={"required": _("Say in a few words what it is about.")},
    )  # fmt: skip
    looked_at = long_text(_("We looked at"), _("What you thought about doing."))
    did = long_text(
        _("We did"), _("What changes. If nothing changes, say so."),
        required=_("Say what changes, or that nothing does."),
    )  # fmt: skip
    why = long_text(_("Why not, or why not all of it"), _("Why something stays as it is."))
    next_step = OneLineField(
        label=_("What comes next"), help_text=_("For example: we will tell you about the small monitor."),
        max_length=300, required=False,
    )  # fmt: skip
    next_by = coming_day(_("By when"))
    for_all = forms.BooleanField(
        label=_("Everybody in this review may read it"),
        help_text=_("Without this, only those who said something about it, and the team."),
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, why_is_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].required = why_is_needed
        self.fields["why"].error_messages["required"] = _("Say why, in plain words: not all of it was accepted.")

    def said(self) -> dict[str, Any]:
        """Return what is written."""
        return {name: value for name, value in self.cleaned_data.items() if name not in HIDDEN}


class ClearForm(forms.Form):
    """Was it clear?"""

    clear = forms.ChoiceField(
        label=_("Was this clear?"), choices=Clarity.Clear, widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes, partly or no.")},
    )  # fmt: skip
    words = OneLineField(
        label=_("What was not clear?"), help_text=_("The team reads it without your name."), max_length=500,
        required=False,
    )  # fmt: skip
