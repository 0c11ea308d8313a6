"""Adding a change to an option, and saving an option."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from protocols.domain.burden.changes import KINDS, Change
from protocols.domain.schedule import Contact, Schedule
from protocols.scores.limits import limits
from protocols.scores.options.changes import EVERY_OTHER, PLACES, misfit, parts_of

KIND_WORDS = {
    "drop-mark": (_("Leave it out at one visit"), _("One test or task, at one visit.")),
    "drop-activity": (_("Leave it out everywhere"), _("One test or task, at all visits.")),
    "less-often": (_("Do it less often"), _("At every other visit, or at every third.")),
    "move": (_("Move it to another visit"), _("One test or task, from one visit to another.")),
    "shorten": (_("Make it shorter"), _("A questionnaire or a test that takes fewer minutes.")),
    "hold-elsewhere": (_("Hold a visit elsewhere"), _("At home, by phone or by video. Nobody travels.")),
    "merge-visits": (_("Merge two visits"), _("One journey instead of two. Nothing is left out.")),
    "widen-window": (_("Give more days to come"), _("A wider window. It saves no points, and is easier to keep.")),
}
PLACE_WORDS = {Contact.PHONE: _("By phone"), Contact.VIDEO: _("By video"), Contact.HOME: _("At home")}
CHOOSE = {"required": _("Choose one from the list."), "invalid_choice": _("Choose one from the list.")}


class ChangeForm(forms.Form):
    """The parts of one kind of change, with the visits and activities of a schedule to choose from."""

    def __init__(self, *args: Any, kind: str, schedule: Schedule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.schedule = kind, schedule
        makers = self._makers()
        for name in parts_of(kind):
            self.fields[name] = makers[name]

    def _makers(self) -> dict[str, forms.Field]:
        visits = [("", _("Choose a visit")), *((each.key, each.label) for each in self.schedule.visits)]
        rows = [("", _("Choose a test or task")), *((each.key, each.label) for each in self.schedule.activities)]
        return {
            "activity": forms.ChoiceField(label=_("Test or task"), choices=rows, error_messages=CHOOSE),
            "visit": forms.ChoiceField(label=_("Visit"), choices=visits, error_messages=CHOOSE),
            "to": forms.ChoiceField(label=_("To which visit?"), choices=visits, error_messages=CHOOSE),
            "into": forms.ChoiceField(label=_("Together with"), choices=visits, error_messages=CHOOSE),
            "contact": forms.ChoiceField(
                label=_("Where?"), choices=[(key.value, PLACE_WORDS[key]) for key in PLACES],
                widget=forms.RadioSelect, error_messages=CHOOSE,
            ),
            "every": _number(_("At each visit number"), EVERY_OTHER, limits().most_skipped, _("2: every other visit.")),
            "minutes": _number(_("Minutes of doing"), limits().least_minutes, limits().most_minutes),
            "days_before": _number(_("Days early"), 0, limits().most_days),
            "days_after": _number(_("Days late"), 0, limits().most_days),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse a change that would do nothing, and say why."""
        cleaned = super().clean() or {}
        if not self.errors and (found := misfit(self.change, self.schedule)):
            self.add_error(*found)
        return cleaned

    @property
    def change(self) -> Change:
        """The change as chosen."""
        given = dict(self.cleaned_data)
        if "contact" in given:
            given["contact"] = Contact(given["contact"])
        if "every" in given:
            given["every"] = int(given["every"])
        return KINDS[self.kind](**given)


class SaveForm(forms.Form):
    """What an option is called, and what it is about."""

    name = forms.CharField(
        label=_("Name of the option"), max_length=120, error_messages={"required": _("Give the option a name.")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), required=False, max_length=limits().longest_note, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which finding or question does it answer? What speaks against it?"),
    )  # fmt: skip
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


def _number(label: Any, lowest: int, highest: int, about: Any = "") -> forms.Field:
    words = _("Enter a number from %(low)s to %(high)s.")
    said = words % {"low": lowest, "high": highest}
    wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), said)
    field = forms.IntegerField if lowest == EVERY_OTHER else forms.FloatField
    return field(label=label, min_value=lowest, max_value=highest, help_text=about, error_messages=wrong)
