"""For whom a paper is typed in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from protocols.people.forms import offer_rows
from protocols.reviews.models import Seat, SeatQuerySet
from protocols.runthroughs.forms import StartForm


class PaperForm(StartForm):
    """The person who wrote on paper, as whom they walked, and that they know of the typing."""

    seat = forms.ModelChoiceField(
        label=_("Whose paper is it?"),
        queryset=Seat.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose whose paper it is."),
            "invalid_choice": _("This person has begun on a screen, or was not asked. Choose another."),
        },
    )
    knows = forms.BooleanField(
        label=_("They gave it to me so that I type it in"),
        error_messages={"required": _("Type in a paper only if its writer wants that.")},
    )

    def __init__(self, *args: Any, seats: SeatQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "seat", seats, lambda seat: f"{seat.user} ({seat.organisation})")
        self.fields["persona"].help_text = _("As it is ticked on the first page.")

    def chosen(self) -> dict[str, Any]:
        """Return whose walk begins, and how."""
        return {name: self.cleaned_data[name] for name in ("seat", "persona", "answering_for")}
