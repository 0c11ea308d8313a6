"""What a team writes to those who spoke, and how clear it was to them."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from protocols.findings.feedback.models import Clarity
from protocols.people.forms import OneLineField
from protocols.reviews.forms import date_field

LONGEST_TEXT = 2000
HIDDEN = {"revision", "decision"}
IS_PAST = _("%(label)s: %(day)s has gone by. Enter today or a later day.")


def _text(label: Any, hint: Any, *, required: Any = None) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=bool(required), max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": required} if required else None,
    )  # fmt: skip


class FeedbackForm(forms.Form):
    """What people are told about one finding, in plain words.

    `revision` is that of the draft that was read, `decision` the one that it tells.
    """

    title = OneLineField(
        label=_("What it is about"), help_text=_("A few plain words: “A long first visit”."), max_length=120,
        error_messages={"required": _("Say in a few words what it is about.")},
    )  # fmt: skip
    looked_at = _text(_("We looked at"), _("What you thought about doing."))
    did = _text(
        _("We did"), _("What changes. If nothing changes, say so."),
        required=_("Say what changes, or that nothing does."),
    )  # fmt: skip
    why = _text(_("Why not, or why not all of it"), _("Why something stays as it is."))
    next_step = OneLineField(
        label=_("What comes next"), help_text=_("For example: we will tell you about the small monitor."),
        max_length=300, required=False,
    )  # fmt: skip
    next_by = date_field(_("By when"))
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

    def clean_next_by(self) -> Any:
        """Refuse a day that has gone by."""
        day = self.cleaned_data["next_by"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(
                IS_PAST, params={"label": self.fields["next_by"].label, "day": date_format(day, "j F Y")}
            )
        return day

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
