"""What people type and tap on a walk, turned into proper values."""

import unicodedata
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from protocols.reviews.models import Persona, Review
from protocols.runthroughs.models import Annotation, Answer, QuoteConsent, Reason, Tap, Understood, Walk

LEVELS = [
    ("0", _("No trouble")),
    ("1", _("A little hard")),
    ("2", _("Hard")),
    ("3", _("Very hard")),
    ("4", _("As hard as I can imagine")),
]
LONGEST = 2000
TOO_LONG = _("“{label}” is %(show_value)s characters long. Please shorten it to %(limit_value)s.")


class WordsField(forms.CharField):
    """Free text: what is only spaces or invisible characters counts as nothing, and too long keeps its text."""

    def __init__(self, label: Any, rows: int = 3, **extra: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={"max_length": format_lazy(TOO_LONG, label=label)},
            **extra,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Set no maxlength: a browser would cut a pasted text short without a word."""
        return {}

    def clean(self, value: Any) -> str:
        """Return the text without surrounding spaces, or nothing if no character of it can be seen."""
        text = super().clean(value) or ""
        visible = any(unicodedata.category(character)[0] not in "ZC" for character in text)
        return text if visible else ""


def level_field(label: Any) -> forms.TypedChoiceField:
    """Return one question with five stacked answers, and no answer at first."""
    return forms.TypedChoiceField(
        label=label, choices=LEVELS, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )


class _Shared(dict[str, forms.Field]):
    """Fields that are not copied for each form, which takes longer than to read what was typed; that changes none."""

    def __deepcopy__(self, memo: object) -> "_Shared":
        return self


class StepForm(forms.Form):
    """One step of a walk. Nothing is required: leaving all blank is an answer too."""

    overall = forms.ChoiceField(
        label=_("How hard would this be for you?"),
        choices=[*LEVELS, (Answer.NOT_SURE, _("I'm not sure"))],
        required=False,
        widget=forms.RadioSelect,
    )
    could_not_do = forms.BooleanField(label=_("I could not do this"), required=False)
    reasons = forms.MultipleChoiceField(
        label=_("What makes it hard?"), choices=Reason, required=False, widget=forms.CheckboxSelectMultiple
    )
    taps = forms.MultipleChoiceField(
        label=_("Mark it in a tap"), choices=Tap, required=False, widget=forms.CheckboxSelectMultiple
    )
    words = WordsField(_("In your own words"))
    would_help = WordsField(
        _("What would help?"), help_text=_("A few words are fine. You can speak if your phone types for you.")
    )
    keeps_going = WordsField(
        _("What would keep you going?"),
        rows=2,
        help_text=_("What helps you to cope with a day like this, or why you would do it all the same."),
    )
    understood = forms.ChoiceField(
        label=_("Do you know why this is done?"), choices=Understood, required=False, widget=forms.RadioSelect
    )
    teach_back = WordsField(_("Say in your own words why this is done"), rows=2)
    question = WordsField(_("What would you like to ask about it?"), rows=2)
    physical = level_field(_("On your body"))
    worry = level_field(_("On your mind: worry or embarrassment"))
    effort = level_field(_("In effort: getting ready, concentrating"))
    cost = level_field(_("How hard would the cost of this visit be?"))
    disruption = level_field(_("How hard would it be for your work, family and care?"))
    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, only_read: bool = False, **kwargs: Any) -> None:
        """Make the form; `only_read` is for a save that answers with a line and never shows the form."""
        if only_read:
            self.base_fields = _Shared(self.base_fields)  # type: ignore[misc] # of this form only
        super().__init__(*args, **kwargs)

    @classmethod
    def starting_from(cls, annotation: Annotation | None, key: str) -> "StepForm":
        """Show what was said before, or a blank step."""
        if annotation is None:
            return cls(initial={"key": key, "version": 0})
        said = {**annotation.content(), "key": key, "version": annotation.version}
        said["overall"] = Answer.NOT_SURE if annotation.answer == Answer.NOT_SURE else annotation.overall
        return cls(initial=said)

    def content(self) -> dict[str, Any]:
        """Return what was said, in the fields of an annotation."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "version", "overall"}}
        chosen = self.cleaned_data["overall"]
        rated = chosen not in {"", Answer.NOT_SURE}
        parts = any(said[name] is not None for name in ("physical", "worry", "effort"))
        return {
            **said,
            "overall": int(chosen) if rated else None,
            "answer": Answer.NOT_SURE if chosen == Answer.NOT_SURE else Answer.RATED if rated or parts else "",
        }


def consent_field(hint: Any) -> forms.ChoiceField:
    """Return the question how a person's words may be used. There is no answer at first."""
    return forms.ChoiceField(
        label=_("May the team quote your words?"),
        choices=QuoteConsent,
        widget=forms.RadioSelect,
        help_text=hint,
        error_messages={"required": _("Choose how your words may be used.")},
    )


class StartForm(forms.Form):
    """How a person begins a walk: as whom, and who is answering."""

    persona = forms.ModelChoiceField(
        label=_("Walk as"),
        queryset=Persona.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=_("Pick the person closest to you. They are made up. Answer as you would feel in their place."),
        error_messages={"required": _("Choose a person to walk as.")},
    )
    answering_for = forms.ChoiceField(
        label=_("Who is answering?"),
        choices=Walk.AnsweringFor,
        initial=Walk.AnsweringFor.SELF,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who is answering.")},
    )

    quote_consent = consent_field(
        _("In a session, somebody writes down what is said. You can change this answer until the session is over.")
    )

    def __init__(
        self, *args: Any, review: Review, asks_consent: bool = False, personas: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not asks_consent:  # alone, it is asked when the answers are sent
            del self.fields["quote_consent"]
        offered = personas if personas is not None and personas.exists() else review.personas.all()
        self.fields["persona"].queryset = offered  # type: ignore[attr-defined]
        first = offered.order_by("-is_default", "id").first()
        self.fields["persona"].initial = first.pk if first else None


class SendForm(forms.Form):
    """Sending the answers, with how the words may be used."""

    quote_consent = consent_field(
        _("The team always reads your answers. This is about reports and answers that others read too.")
    )
