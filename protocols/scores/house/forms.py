"""Naming a set of house values, setting one value, and choosing the set that a review uses."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from protocols.domain.burden.ruleset import load as load_ruleset
from protocols.domain.catalogue import DIMENSIONS
from protocols.domain.catalogue import load as load_catalogue
from protocols.people.models import Organisation
from protocols.scores.forms import LABELS
from protocols.scores.house.values import is_published, known, newest_entry
from protocols.scores.limits import limits
from protocols.scores.models import HouseSet

NUMBERS = {
    **LABELS,
    "active": _("Minutes of doing"),
    "waiting": _("Minutes of waiting"),
    "moving": _("Minutes of moving"),
}
SAY_WHY = _("Say why. Readers of the report will want to know.")


class WhyForm(forms.Form):
    """Anything that needs a reason; the reason stands last."""

    why = forms.CharField(
        label=_("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": SAY_WHY}
    )

    field_order: list[str] | None = None


class SetForm(WhyForm):
    """The name of a set. No two sets of a sponsor are called alike."""

    name = forms.CharField(
        label=_("Name of the set"), max_length=80,
        help_text=_("What tells it from your other sets, like “Children under 12”."),
        error_messages={"required": _("Give the set a name.")},
    )  # fmt: skip
    field_order = ["name", "why"]

    def __init__(self, *args: Any, sponsor: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sponsor = sponsor

    def clean_name(self) -> str:
        """Refuse the name of another set."""
        name = " ".join(self.cleaned_data["name"].split())
        if self.sponsor.house_sets.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("Another set has this name already."))
        return name


class ValueForm(WhyForm):
    """One value of one procedure. An empty value takes back the one that was there."""

    procedure = forms.ChoiceField(
        label=_("Procedure"),
        error_messages={"required": _("Choose a procedure."), "invalid_choice": _("Choose one from the list.")},
    )
    number = forms.ChoiceField(
        label=_("Which number?"), choices=list(NUMBERS.items()),
        error_messages={"required": _("Choose a number."), "invalid_choice": _("Choose one from the list.")},
    )  # fmt: skip
    value = forms.CharField(
        label=_("Your value"), required=False, max_length=12,
        help_text=_("Body, mind and effort go from 0 to 4. Leave it empty to take back the value that was there."),
    )  # fmt: skip
    field_order = ["procedure", "number", "value", "why"]

    def __init__(self, *args: Any, house_set: HouseSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.house_set = house_set
        _offer(self, "procedure", [("", _("Choose a procedure")), *_by_kind()])

    def clean_value(self) -> Decimal | None:
        """Read a number, with a comma or a point; nothing is nothing."""
        text = self.cleaned_data["value"].strip().replace(",", ".")
        try:
            value = Decimal(text) if text else None
        except InvalidOperation:
            raise forms.ValidationError(_("Write the value as a number, like 1.5.")) from None
        if value is not None and not value.is_finite():
            raise forms.ValidationError(_("Write the value as a number, like 1.5."))
        return value

    def clean(self) -> dict[str, Any]:
        """Refuse what lies outside the scale, what is published, and taking back what is not there."""
        cleaned = super().clean() or {}
        if not self.errors:
            self._check(cleaned["procedure"], cleaned["number"], cleaned["value"])
        return cleaned

    def _check(self, procedure: str, number: str, value: Decimal | None) -> None:
        entry = load_catalogue().procedures[procedure]
        if is_published(entry, number):
            held = known(entry, number)
            words = _("The library has a published value here: %(value)s. House values replace judgement only.")
            self.add_error("number", forms.ValidationError(words, params={"value": f"{held.value:g}" if held else ""}))
        elif value is None:
            last = newest_entry(self.house_set, procedure, number)
            if last is None or last.value is None:
                self.add_error("value", _("Enter a value. There is none to take back."))
        else:
            self._check_range(number, value)

    def _check_range(self, number: str, value: Decimal) -> None:
        scale = load_ruleset()
        low, high = ("scale.lowest", "scale.highest") if number in DIMENSIONS else ("", "")
        lowest = scale.number(low) if low else limits().least_minutes
        highest = scale.number(high) if high else limits().most_minutes
        if not lowest <= value <= highest:
            words = _("A value must lie between %(low)s and %(high)s. You wrote %(value)s.")
            params = {"low": f"{lowest:g}", "high": f"{highest:g}", "value": str(value)}
            self.add_error("value", forms.ValidationError(words, params=params))


class ChoiceForm(WhyForm):
    """Which set a review uses."""

    house_set = forms.ChoiceField(
        label=_("House values of this review"), required=False, widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one from the list.")},
    )  # fmt: skip
    field_order = ["house_set", "why"]

    def __init__(self, *args: Any, sets: Iterable[HouseSet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sets = {each.code: each for each in sets}
        names = [(code, each.name) for code, each in self.sets.items()]
        _offer(self, "house_set", [("", _("None: the library's values only")), *names])

    @property
    def chosen(self) -> HouseSet | None:
        """The set; None for none."""
        return self.sets.get(self.cleaned_data["house_set"])


def _offer(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - it is declared so above
    field.choices = choices


def _by_kind() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return all procedures by their kind, as a list to choose from shows them."""
    library = load_catalogue()
    kinds: dict[str, list[tuple[str, str]]] = {label: [] for label in library.categories.values()}
    for procedure in sorted(library.procedures.values(), key=lambda each: each.name.casefold()):
        kinds[library.categories[procedure.category]].append((procedure.key, procedure.name))
    return [(kind, own) for kind, own in kinds.items() if own]
