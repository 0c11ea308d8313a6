"""Choosing weights."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from protocols.domain.burden.opal import StudyFacts
from protocols.domain.catalogue import DIMENSIONS
from protocols.scores.limits import limits

LABELS = {"physical": _("Body"), "worry": _("Mind"), "effort": _("Effort")}


MOST = 100
FAULTS = ("required", "invalid", "min_value", "max_value")


def _said(name: str) -> Any:
    return format_lazy(_("{label}: enter a number from 0 to {most}"), label=LABELS[name], most=MOST)


class WeightsForm(forms.Form):
    """How much each part counts. Only their proportion matters: 1, 1, 1 and 2, 2, 2 are the same."""

    reason = forms.CharField(
        label=_("Why these weights?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why. Readers of the report will want to know.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DIMENSIONS:
            self.fields[name] = forms.FloatField(
                label=LABELS[name], min_value=0, max_value=MOST, error_messages=dict.fromkeys(FAULTS, _said(name))
            )
        self.order_fields([*DIMENSIONS, "reason"])

    def clean(self) -> dict[str, Any]:
        """Refuse weights that are all nothing."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned[name] for name in DIMENSIONS):
            raise forms.ValidationError(_("At least one part has to count."))
        return cleaned

    @property
    def weights(self) -> dict[str, float]:
        """The weights as typed."""
        return {name: self.cleaned_data[name] for name in DIMENSIONS}


class SiteWorkForm(forms.Form):
    """How many participants a site has, and what OPAL asks that no schedule says. What makes no sense is left out."""

    number = forms.IntegerField(label=_("Participants at one site"), min_value=1, max_value=1000, required=False)
    is_phase_1 = forms.BooleanField(label=_("It is a phase 1 study"), required=False)
    is_observational = forms.BooleanField(label=_("It only observes: nothing is given"), required=False)
    no_study_drug = forms.BooleanField(label=_("No medicine is tested"), required=False)
    has_frequent_monitoring = forms.BooleanField(label=_("Monitors come every three months or more"), required=False)

    @classmethod
    def asked(cls, typed: QueryDict) -> "SiteWorkForm":
        """Return the form of an address; nothing typed is the usual case."""
        form = cls(typed if set(typed) & set(cls.base_fields) else {"number": limits().participants})
        form.full_clean()
        return form

    @property
    def participants(self) -> int:
        """The number asked for, or the usual one."""
        return self.cleaned_data.get("number") or limits().participants

    @property
    def facts(self) -> StudyFacts:
        """What OPAL is told."""
        said = self.cleaned_data
        return StudyFacts(
            is_observational=said["is_observational"],
            is_phase_1=said["is_phase_1"],
            has_study_drug=not said["no_study_drug"],
            has_frequent_monitoring=said["has_frequent_monitoring"],
        )
