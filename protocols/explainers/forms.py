"""Writing an explainer, sending it back, and stating a purpose."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from protocols.domain.language.readability import Verdict
from protocols.explainers.first_drafts import WRITTEN
from protocols.explainers.services import readability_of
from protocols.schedules.models import Purpose

LABELS = {
    "plain_name": _("Name in plain words"),
    "one_line": _("What it is, in one line"),
    "why_this_study": _("Why this study needs it"),
    "what_happens": _("What happens, one step a line"),
    "how_it_may_feel": _("How it may feel"),
    "risks_plain": _("What may go wrong"),
    "get_ready": _("How to get ready"),
    "where_who": _("Where, and who does it"),
    "home_possible": _("Could it be done at home?"),
    "extra_to_usual_care": _("Is it extra to usual care?"),
    "results_to_you": _("Do people get the result?"),
    "sample_data_use": _("What happens to the sample and the data"),
    "can_i_say_no": _("Can people say no to this one?"),
    "could_it_change": _("Could this change?"),
    "questions_to_ask": _("Questions people may want to ask, one a line"),
}
SHORT = {"plain_name", "one_line"}
ROWS = {"what_happens": 6, "questions_to_ask": 5}
LONGEST = 2000
TOO_LONG = _("“{label}” is %(show_value)s characters long. Please shorten it to %(limit_value)s.")
TOO_HARD = _("The text is too hard to read. Use shorter words, or say why it has to be.")


class TextField(forms.CharField):
    """A text whose length is checked here and not by the browser, which would cut a pasted one short without a word."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Set no maxlength."""
        return {}


class DraftForm(forms.Form):
    """All texts of an explainer. Nothing is required to save; sending needs the reason, in plain words."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    hard_reason = forms.CharField(
        label=_("Why the text has to be this hard to read"), required=False, max_length=300,
        help_text=_("Only needed when the check says that the text is too hard."),
    )  # fmt: skip

    def __init__(self, *args: Any, sending: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sending = sending
        for name in WRITTEN:
            widget = forms.TextInput() if name in SHORT else forms.Textarea(attrs={"rows": ROWS.get(name, 3)})
            self.fields[name] = TextField(
                label=LABELS[name], required=False, max_length=LONGEST, widget=widget,
                error_messages={"max_length": format_lazy(TOO_LONG, label=LABELS[name])},
            )  # fmt: skip

    @property
    def texts(self) -> dict[str, str]:
        """The texts as written, with one kind of line end."""
        return {name: self.cleaned_data[name].replace("\r\n", "\n").strip() for name in WRITTEN}

    def clean(self) -> dict[str, Any]:
        """Refuse to send without a reason of the study's own, or with a text that is too hard for no reason."""
        cleaned = super().clean() or {}
        if self.sending and not cleaned.get("why_this_study"):
            self.add_error("why_this_study", _("Say why this study needs it. Only a person can."))
        if self.sending and not self.errors and not cleaned.get("hard_reason") and self._is_too_hard():
            self.add_error("hard_reason", TOO_HARD)
        return cleaned

    def _is_too_hard(self) -> bool:
        return readability_of(self.texts).verdict == Verdict.TOO_HARD


class SendBackForm(forms.Form):
    """What to change before an approver can agree."""

    words = forms.CharField(
        label=_("What should change?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what should change.")},
    )  # fmt: skip


class PurposeForm(forms.Form):
    """What an activity is for."""

    purpose = forms.ChoiceField(
        label=_("What is it for?"), choices=Purpose, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is for.")},
    )  # fmt: skip
    objective = forms.ChoiceField(label=_("Which objective or endpoint does it serve?"), required=False)
    reason = forms.CharField(
        label=_("Why, in your own words"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, objectives: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objective"].choices = [("", _("None, or not in the list")), *((o, o) for o in objectives)]  # type: ignore[attr-defined]
