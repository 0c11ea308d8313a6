"""What a site types and taps on a visit, turned into proper values."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from protocols.runthroughs.forms import WordsField
from protocols.runthroughs.models import SITE_CONTENT_FIELDS, ShareLevel, SiteAnswer
from protocols.runthroughs.sites.records import SiteFlag
from protocols.runthroughs.sites.words import FLAG_GROUPS, SEVERITY, STAFF, Flag, FlagGroup, SiteRole

MINUTES_OF_A_DAY = 24 * 60
NO_NAMES = _("Please do not name people, your site or your town.")


class NumberField(forms.CharField):
    """A whole number up to a limit, or nothing. The message names the field and the range."""

    message = _("%(label)s: type a whole number from 0 to %(most)s, or leave it blank.")

    def __init__(self, label: Any, most: int, help_text: Any = "") -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(label=label, required=False, widget=widget, help_text=help_text)
        self.most = most

    def clean(self, value: Any) -> int | None:
        """Return the number; only digits count, so that neither 3,5 nor 1e3 is guessed at."""
        text = (super().clean(value) or "").removesuffix("min").strip()
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) > self.most:
            raise ValidationError(self.message, params={"label": self.label, "most": self.most})
        return int(text)


class MinutesField(NumberField):
    """Whole minutes within one day, or nothing."""

    message = _("%(label)s: type whole minutes from 0 to 1440, which is 24 hours. Leave it blank for standard.")

    def __init__(self, label: Any) -> None:
        super().__init__(label, MINUTES_OF_A_DAY)


class SiteAnswerForm(forms.Form):
    """What a site says on one visit. A draft may be blank; to send it, the first question needs an answer."""

    verdict = forms.ChoiceField(
        label=_("Could your site do this visit on a normal day?"),
        choices=SiteAnswer.Verdict,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the four answers.")},
    )
    flags = forms.MultipleChoiceField(
        label=_("What would not work?"),
        choices=Flag,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("What would not work: choose from the list.")},
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
    would_stop_us = forms.BooleanField(label=_("This would stop us from taking part"), required=False)
    note = WordsField(_("In your own words"), help_text=NO_NAMES)
    suggestion = WordsField(_("What would you change?"), help_text=NO_NAMES)
    site_role = forms.ChoiceField(
        label=_("Your role at the site"),
        choices=[("", _("I would rather not say")), *SiteRole.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose your role from the list.")},
    )
    share_level = forms.ChoiceField(
        label=_("Who sees your name?"),
        choices=ShareLevel,
        initial=ShareLevel.ROLE,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who sees your name."),
            "invalid_choice": _("Choose who sees your name from the three answers."),
        },
    )
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_sending: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_sending = is_sending
        for role, words in STAFF.items():
            self.fields[f"minutes_{role}"] = MinutesField(words)

    @classmethod
    def starting_from(cls, answer: SiteAnswer | None) -> "SiteAnswerForm":
        """Show what was said before, or a blank page."""
        if answer is None:
            return cls(initial={"version": 0, "key": uuid4()})
        minutes = {f"minutes_{role}": value for role, value in answer.minutes.items()}
        return cls(initial={**answer.content(), **minutes, "version": answer.version, "key": uuid4()})

    def clean_verdict(self) -> str:
        """Ask for the one answer that sending needs."""
        verdict: str = self.cleaned_data["verdict"]
        if self.is_sending and not verdict:
            raise ValidationError(_("Say whether your site could do this visit on a normal day."))
        return verdict

    def content(self) -> dict[str, object]:
        """Return what was said, in the fields of an answer."""
        said = self.cleaned_data
        minutes = {role: said[f"minutes_{role}"] for role in STAFF if said[f"minutes_{role}"] is not None}
        return {**{name: said[name] for name in SITE_CONTENT_FIELDS if name != "minutes"}, "minutes": minutes}

    def own_minutes(self) -> dict[str, int | None]:
        """Return the minutes that stand in the boxes now, whether saved or not; what is no number counts as none."""
        found: dict[str, int | None] = {}
        for role in STAFF:
            name = f"minutes_{role}"
            try:
                found[role] = self.fields[name].clean(self[name].value())
            except ValidationError:
                found[role] = None
        return found

    def flag_boxes(self) -> Iterator[tuple[FlagGroup, list[Any], int]]:
        """Yield the taps of each group with how many are set."""
        boxes = {str(box.data["value"]): box for box in self["flags"]}
        for group in FLAG_GROUPS:
            own = [boxes[flag.value] for flag in group.flags]
            yield group, own, sum(bool(box.data["selected"]) for box in own)


def say_more(form: SiteAnswerForm, flags: Iterable[SiteFlag]) -> list[tuple[str, Any]]:
    """Return the taps on the page about which the site could say more: those without a flag of their own."""
    said = {flag.category for flag in flags}
    tapped = form["flags"].value() or []
    return [(flag.value, flag.label) for flag in Flag if flag.value in tapped and flag.value not in said]
