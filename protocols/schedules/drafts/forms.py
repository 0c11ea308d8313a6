"""Turning what people press and type on the pages of a draft into edits."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from protocols.domain.editing import AddActivity, AddVisit, SetMark
from protocols.domain.schedule import Activity, MarkKind, Schedule, Visit
from protocols.schedules.limits import limits

KIND_CHOICES = [
    (MarkKind.PLANNED.value, _("Done")),
    (MarkKind.CONDITIONAL.value, _("Done only in some cases")),
    (MarkKind.OPTIONAL.value, _("May be done")),
    (MarkKind.CONTINUOUS.value, _("Done throughout")),
    (MarkKind.REFERRED.value, _("Said elsewhere")),
]


class RevisionForm(forms.Form):
    """What every step needs: the revision that the page showed."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class PenForm(RevisionForm):
    """What a press on a cell sets."""

    pen = forms.ChoiceField(label=_("Marks you set are"), choices=KIND_CHOICES, initial=MarkKind.PLANNED.value)
    words = forms.CharField(
        label=_("Text in the cell"), required=False, max_length=40, help_text=_("Like “X (if needed)”.")
    )


class MarkForm(PenForm):
    """A press on a cell. What is in the cell already is taken away; anything else becomes what the pen says."""

    pen = forms.ChoiceField(choices=KIND_CHOICES, required=False)
    mark = forms.RegexField(r"^[\w-]+:[\w-]+$", max_length=80)

    def edit(self, schedule: Schedule) -> SetMark:
        """Return the edit that the press means."""
        visit, activity = self.cleaned_data["mark"].split(":")
        kind, words = MarkKind(self.cleaned_data["pen"] or MarkKind.PLANNED), self.cleaned_data["words"]
        there = schedule.mark_at.get((visit, activity))
        if there is not None and there.kind is kind and words in ("", there.text):
            return SetMark(visit, activity, None)
        return SetMark(visit, activity, kind, words)


class AddVisitForm(RevisionForm):
    """A new visit, and where it stands."""

    prefix = "visit"
    label = forms.CharField(label=_("Name of the visit"), error_messages={"required": _("Enter a name for the visit")})

    def __init__(self, *args: Any, schedule: Schedule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit(self.fields["label"], limits().visit_name)
        _choose_place(self, schedule.visits)

    def add_prefix(self, field_name: str) -> str:
        """Leave the revision without prefix, as every form has it."""
        return field_name if field_name == "revision" else super().add_prefix(field_name)

    def edit(self) -> AddVisit:
        """Return the edit."""
        return AddVisit(self.cleaned_data["label"], self.cleaned_data["after"] or None)


class AddActivityForm(RevisionForm):
    """A new test or task, its heading, and where it stands."""

    prefix = "row"
    label = forms.CharField(
        label=_("Name of the test or task"), error_messages={"required": _("Enter a name for the test or task")}
    )
    group = forms.CharField(label=_("Heading it stands under"), required=False)

    def __init__(self, *args: Any, schedule: Schedule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("label", "group"):
            limit(self.fields[name], limits().activity_name)
        self.fields["group"].widget.attrs["list"] = "groups"
        _choose_place(self, schedule.activities)

    def add_prefix(self, field_name: str) -> str:
        """Leave the revision without prefix, as every form has it."""
        return field_name if field_name == "revision" else super().add_prefix(field_name)

    def edit(self) -> AddActivity:
        """Return the edit."""
        values = self.cleaned_data
        return AddActivity(values["label"], values["group"] or None, values["after"] or None)


class SaveForm(RevisionForm):
    """Why there is a new version, and what the page showed."""

    newest = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why this version?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In plain words, like “Amendment 2: fewer blood tests, since people found them hard”."),
        error_messages={"required": _("Say why there is a new version")},
    )
    older = forms.BooleanField(
        label=_("Save mine all the same"), required=False, error_messages={"required": _("Tick this to save")}
    )


def limit(field: forms.Field, most: int) -> None:
    """Let a text have so many characters. It is checked here: a browser would cut a pasted one without a word."""
    field.validators.append(MaxLengthValidator(most, _("Enter %(limit_value)d characters or fewer")))


def _choose_place(form: forms.Form, rows: Sequence[Visit] | Sequence[Activity]) -> None:
    """Offer every place among the rows; the last one is where a new row goes if nobody says otherwise."""
    choices = [("", _("Nothing: it comes first")), *((row.key, row.label or _("No name")) for row in rows)]
    form.fields["after"] = forms.ChoiceField(
        label=_("Put it after"), required=False, choices=choices, initial=choices[-1][0]
    )
