"""What a site types on one flag, turned into proper values."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from protocols.runthroughs.forms import WordsField
from protocols.runthroughs.sites.forms import MINUTES_OF_A_DAY, NO_NAMES, NumberField
from protocols.runthroughs.sites.records import FLAG_FIELDS, SiteFlag
from protocols.runthroughs.sites.words import FLAG_GROUPS, SEVERITY, STAFF, Effect

MOST_STUDIES = 999
CATEGORIES = [(group.heading, [(flag.value, flag.label) for flag in group.flags]) for group in FLAG_GROUPS]


class SiteFlagForm(forms.Form):
    """One flag. Only what it is about is needed; all else is for those who want to say more."""

    category = forms.ChoiceField(
        label=_("What would not work?"),
        choices=[("", _("Choose one")), *CATEGORIES],
        error_messages={
            "required": _("What would not work? Choose one from the list."),
            "invalid_choice": _("What would not work? Choose one from the list."),
        },
    )
    severity = forms.TypedChoiceField(
        label=_("How serious is it?"),
        choices=SEVERITY,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("How serious is it? Choose one of the five answers, from 0 to 4.")},
    )
    effect = forms.ChoiceField(
        label=_("What would it mean for you?"),
        choices=Effect.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("What would it mean for you? Choose one of the five answers.")},
    )
    extra_minutes = NumberField(_("Extra minutes at each visit"), MINUTES_OF_A_DAY)
    done_by = forms.ChoiceField(
        label=_("Who would do it?"),
        choices=[("", _("We do not know yet")), *STAFF.items()],
        required=False,
        error_messages={"invalid_choice": _("Who would do it? Choose one from the list.")},
    )
    past_studies = NumberField(_("In how many past studies have you done this?"), MOST_STUDIES)
    workaround = WordsField(_("What do you do instead today?"), help_text=NO_NAMES)
    change = WordsField(_("What would you change?"), help_text=NO_NAMES)
    would_stop_us = forms.BooleanField(label=_("This would stop us from taking part"), required=False)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    @classmethod
    def starting_from(cls, flag: SiteFlag | None, category: str = "") -> "SiteFlagForm":
        """Show what was said before, or a blank page about one thing."""
        if flag is None:
            return cls(initial={"version": 0, "category": category})
        return cls(initial={**flag.content(), "version": flag.version})

    def clean(self) -> dict[str, Any]:
        """Refuse minutes that no answer asks for, so that no number says something else than its question."""
        said = super().clean() or {}
        if said.get("extra_minutes") and said.get("effect") not in ("", Effect.MINUTES, None):
            message = _("Extra minutes go with “Extra minutes at each visit”. Choose that, or leave the minutes blank.")
            self.add_error("extra_minutes", ValidationError(message))
        return said

    def content(self) -> dict[str, object]:
        """Return what was said, in the fields of a flag."""
        said = dict(self.cleaned_data)
        if said["extra_minutes"] is not None and not said["effect"]:
            said["effect"] = Effect.MINUTES.value
        return {name: said[name] for name in FLAG_FIELDS}
