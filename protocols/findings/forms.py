"""What people type about a finding, which findings they look for, and what they set on many at once."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from protocols.findings.access import findings_in, options_in, owners_in
from protocols.findings.models import Finding, Severity, Status
from protocols.people.forms import OneLineField, offer, offer_rows
from protocols.people.models import User
from protocols.reviews.access import Place
from protocols.reviews.forms import date_field
from protocols.scores.models import WhatIf

LONGEST_TITLE, LONGEST_TEXT = 160, 2000
ANY = ("", _("All"))
AS_IT_IS = ("", _("Leave as it is"))
IS_PAST = _("%(label)s: %(day)s has gone by. Enter today or a later day.")
UNDECIDED = _("A finding is decided when its decision is recorded. Open the finding and record it first.")
CHOOSE = {"required": _("Choose one from the list."), "invalid_choice": _("Choose one from the list.")}


def long_text(label: Any, hint: Any, *, rows: int = 4, required: Any = None) -> forms.CharField:
    """Return a field for some sentences; `required` is what to say where there are none and some are needed."""
    return forms.CharField(
        label=label, help_text=hint, required=bool(required), max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": required} if required else None,
    )  # fmt: skip


def coming_day(label: Any) -> forms.DateField:
    """Return a field for today or a later day, which may be left open."""

    def is_to_come(day: date) -> None:
        if day < timezone.localdate():
            raise forms.ValidationError(IS_PAST, params={"label": label, "day": date_format(day, "j F Y")})

    field = date_field(label)
    field.validators.append(is_to_come)
    return field


def _style(form: forms.Form, *names: str) -> None:
    """Dress fields that stand in a row of tools, without a group of their own."""
    for name in names:
        form.fields[name].widget.attrs["class"] = "pb-in pb-sel"


class FindingForm(forms.Form):
    """What a finding says, and how serious it is."""

    title = OneLineField(
        label=_("The finding, in one sentence"),
        help_text=_("In your own words. It stands in the report, so name nobody."),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Enter the finding in one sentence.")},
    )
    impact = long_text(_("What it means"), _("For people who take part, for sites, or for the study."))
    recommendation = long_text(_("What we suggest"), _("One clear step. The options page shows what it would save."))
    severity = forms.TypedChoiceField(
        label=_("How much it matters"), choices=Severity, coerce=int, widget=forms.RadioSelect, error_messages=CHOOSE
    )


class ChangeForm(FindingForm):
    """A finding with how far the team has come, and who looks after it. `revision` is the one that was read."""

    status = forms.ChoiceField(
        label=_("How far we are"), choices=Status, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    owner = forms.ModelChoiceField(
        label=_("Who looks after it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        error_messages=CHOOSE,
    )
    decide_by = date_field(_("Decision needed by"))
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, finding: Finding, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.finding = finding
        offer_rows(self, "owner", owners_in(place))

    def clean_status(self) -> str:
        """Refuse to close what nobody has decided."""
        status: str = self.cleaned_data["status"]
        if status == Status.DECIDED and not self.finding.decisions.exists():
            raise forms.ValidationError(UNDECIDED)
        return status

    def said(self) -> dict[str, Any]:
        """Return what the finding is to say."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class FilterForm(forms.Form):
    """Which findings to show. What makes no sense in the address is left out."""

    status = forms.ChoiceField(label=_("How far we are"), choices=[ANY, *Status.choices], required=False)
    severity = forms.TypedChoiceField(
        label=_("How much it matters"), choices=[ANY, *Severity.choices], coerce=int, empty_value=None, required=False
    )
    owner = forms.ModelChoiceField(
        label=_("Who looks after it"), queryset=User.objects.none(), required=False, empty_label=_("All")
    )

    def __init__(self, data: QueryDict, *, place: Place) -> None:
        super().__init__(data)
        offer_rows(self, "owner", owners_in(place))
        _style(self, "status", "severity", "owner")
        self.is_valid()

    @property
    def chosen(self) -> dict[str, Any]:
        """Return the fields that narrow the list, as the database reads them."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class ManyForm(forms.Form):
    """What to set on all findings that are ticked."""

    finding = forms.ModelMultipleChoiceField(
        label=_("Findings"), queryset=Finding.objects.none(), to_field_name="code",
        error_messages={"required": _("Tick the findings first."), "invalid_choice": _("One of them is gone.")},
    )  # fmt: skip
    status = forms.ChoiceField(label=_("How far we are"), choices=[AS_IT_IS, *Status.choices], required=False)
    severity = forms.TypedChoiceField(
        label=_("How much it matters"), choices=[AS_IT_IS, *Severity.choices], coerce=int, empty_value=None,
        required=False,
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        label=_("Who looks after it"), queryset=User.objects.none(), required=False, empty_label=_("Leave as it is")
    )

    def __init__(self, data: QueryDict | None = None, *, place: Place) -> None:
        super().__init__(data, auto_id="many_%s")
        offer_rows(self, "finding", findings_in(place))
        offer_rows(self, "owner", owners_in(place))
        _style(self, "status", "severity", "owner")

    def said(self) -> dict[str, Any]:
        """Return what to set; fields that were left as they are, are not in it."""
        names = ("status", "severity", "owner")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name] not in ("", None)}

    def clean(self) -> dict[str, Any]:
        """Refuse to set nothing, and to close what nobody has decided."""
        cleaned = super().clean() or {}
        if not self.errors and not self.said():
            self.add_error(None, _("Choose what to set on the findings that are ticked."))
        if cleaned.get("status") == Status.DECIDED and not self.errors:
            open_ones = cleaned["finding"].filter(decisions=None)
            if names := ", ".join(f"“{each.title}”" for each in open_ones):
                self.add_error("status", _("Record the decision first. Not decided yet: %(names)s") % {"names": names})
        return cleaned


class PiecesForm(forms.Form):
    """Which pieces of a topic are meant."""

    piece = forms.MultipleChoiceField(
        error_messages={
            "required": _("Tick what the finding rests on."),
            "invalid_choice": _("Something that was ticked is gone. Tick again."),
        }
    )

    def __init__(self, data: QueryDict, *, keys: list[str]) -> None:
        super().__init__(data)
        offer(self, "piece", [(key, key) for key in keys])


class IntoForm(forms.Form):
    """Into which finding another one goes, or to which pieces are added."""

    into = forms.ModelChoiceField(
        label=_("Which finding?"), queryset=Finding.objects.none(), to_field_name="code",
        empty_label=_("Choose a finding"), error_messages=CHOOSE,
    )  # fmt: skip

    def __init__(self, data: QueryDict | None = None, *, place: Place, but: Finding | None = None) -> None:
        super().__init__(data)
        others = findings_in(place)
        offer_rows(self, "into", others.exclude(pk=but.pk) if but else others)


class OptionsForm(forms.Form):
    """Which options would answer a finding."""

    option = forms.ModelMultipleChoiceField(
        label=_("Options"), queryset=WhatIf.objects.none(), to_field_name="code", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "option", options_in(place))


class KeptForm(forms.Form):
    """Which findings an option would answer."""

    finding = forms.ModelMultipleChoiceField(
        label=_("Findings"), queryset=Finding.objects.none(), to_field_name="code", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "finding", findings_in(place))
