"""What a site types about itself, turned into proper values."""

from collections.abc import Iterator
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from protocols.domain.burden.capacity import kinds_of_equipment
from protocols.runthroughs.sites.forms import MINUTES_OF_A_DAY, NumberField
from protocols.runthroughs.sites.records import PROFILE_FIELDS, SiteProfile
from protocols.runthroughs.sites.words import STAFF, OutOfHours

MOST_HOURS = 9_999
MOST_ROOMS = 999
MOST_PARTICIPANTS = 999
HAVE = [("yes", _("We have it")), ("no", _("We do not have it"))]


class ClockField(forms.TimeField):
    """A time of day as people type it."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=["%H:%M", "%H.%M", "%H"],
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            error_messages={"invalid": _("Type a time of day such as 8:30.")},
        )


class ProfileForm(forms.Form):
    """A site's profile. Nothing is needed; what is blank is not known."""

    rooms = NumberField(_("Rooms for visits"), MOST_ROOMS)
    chairs = NumberField(_("Chairs or beds for treatment"), MOST_ROOMS)
    opens = ClockField(_("You open at"))
    closes = ClockField(_("You close at"))
    out_of_hours = forms.ChoiceField(
        label=_("Can you work outside these hours?"),
        choices=[("", _("We do not know yet")), *OutOfHours.choices],
        required=False,
        error_messages={"invalid_choice": _("Can you work outside these hours? Choose one from the list.")},
    )
    to_pharmacy = NumberField(_("Minutes to walk to the pharmacy"), MINUTES_OF_A_DAY)
    to_laboratory = NumberField(_("Minutes to walk to the laboratory"), MINUTES_OF_A_DAY)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role, words in STAFF.items():
            self.fields[f"hours_{role}"] = NumberField(words, MOST_HOURS)
        for kind in kinds_of_equipment().values():
            self.fields[f"has_{kind.key}"] = forms.ChoiceField(
                label=_(kind.words), choices=[("", _("Not known")), *HAVE], required=False
            )

    @classmethod
    def starting_from(cls, profile: SiteProfile | None) -> "ProfileForm":
        """Show what was said before, or a blank page."""
        if profile is None:
            return cls(initial={"version": 0})
        hours = {f"hours_{role}": hours for role, hours in profile.hours.items()}
        has = {f"has_{kind}": answer for kind, answer in profile.equipment.items()}
        clock = {name: _clock(getattr(profile, name)) for name in ("opens", "closes")}
        return cls(initial={**profile.content(), **hours, **has, **clock, "version": profile.version})

    def clean(self) -> dict[str, Any]:
        """Refuse a day that ends before it begins."""
        said = super().clean() or {}
        if said.get("opens") and said.get("closes") and said["closes"] <= said["opens"]:
            self.add_error("closes", ValidationError(_("You close at: this must be later than you open.")))
        return said

    def content(self) -> dict[str, object]:
        """Return what was said, in the fields of a profile."""
        said = self.cleaned_data
        hours = {role: said[f"hours_{role}"] for role in STAFF if said[f"hours_{role}"] is not None}
        has = {key: said[f"has_{key}"] for key in kinds_of_equipment() if said[f"has_{key}"]}
        return {name: said[name] for name in PROFILE_FIELDS if name in said} | {"hours": hours, "equipment": has}

    def hour_boxes(self) -> Iterator[Any]:
        """Yield the boxes of hours by role."""
        return (self[f"hours_{role}"] for role in STAFF)

    def equipment_boxes(self) -> Iterator[Any]:
        """Yield the choices of equipment."""
        return (self[f"has_{key}"] for key in kinds_of_equipment())


class PaceForm(forms.Form):
    """How many participants a month a site thinks of."""

    participants = NumberField(_("Participants a month at your site"), MOST_PARTICIPANTS)

    def clean_participants(self) -> int:
        """Ask for a number."""
        found: int | None = self.cleaned_data["participants"]
        if found is None:
            raise ValidationError(_("Type how many participants a month you think of, from 0 to 999."))
        return found


def _clock(moment: time | None) -> str:
    return f"{moment.hour}:{moment.minute:02}" if moment else ""
