"""What people type about a review: whom they invite, its dates and rules, who approves."""

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protocols.people.forms import OneLineField, email_field, name_field, offer, offer_rows
from protocols.people.models import Organisation, OrganisationKind, User
from protocols.reviews.access import (
    Place,
    organisations_known_to,
    own_organisation,
    roles_to_invite,
    seats_in,
    sponsor_editors,
)
from protocols.reviews.limits import small_number_floors
from protocols.reviews.models import Review, Seat, SeatRole
from protocols.reviews.seating import KIND_OF, Guest
from protocols.reviews.services import Terms

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROLE_HINTS = {
    SeatRole.FACILITATOR: _("Facilitator: plans and runs the review, takes no side"),
    SeatRole.ADVOCATE: _("Advocate: walks through visits and says how hard they would be"),
    SeatRole.ADVOCACY_CONTACT: _("Contact of an advocacy group: brings in advocates"),
    SeatRole.SITE: _("Site: says what a visit takes on a normal day"),
    SeatRole.REVIEWER: _("Reviewer: reads everything, changes nothing"),
}


class InviteForm(forms.Form):
    """Somebody to bring into a review. Advocacy contacts and sites bring in people of their own organisation."""

    name = name_field()
    email = email_field()
    role = forms.ChoiceField(label=_("Seat"), widget=forms.RadioSelect, error_messages={"required": _("Choose a seat")})
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Another one, named below"),
    )
    new_organisation = OneLineField(
        label=_("Name of another organisation"),
        help_text=_("Only where it is not in the list: the advocacy group, site or host that the person speaks for."),
        max_length=160,
        required=False,
    )
    region = OneLineField(
        label=_("Its region"),
        help_text=_("A country or a part of one, like North of England."),
        max_length=80,
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, place: Place) -> None:
        super().__init__(data)
        roles = roles_to_invite(place)
        offer(self, "role", [(role.value, ROLE_HINTS[role]) for role in roles])
        known = organisations_known_to(place)
        offer_rows(self, "organisation", known, lambda found: f"{found} ({found.get_kind_display()})")
        if own_organisation(place):
            for name in ("organisation", "new_organisation", "region"):
                del self.fields[name]
        if len(roles) == 1:
            self.fields["role"].initial = roles[0].value

    def clean(self) -> dict[str, object]:
        """Ask for an organisation that fits the seat, where it is not one's own."""
        cleaned = super().clean() or {}
        role, organisation = cleaned.get("role"), cleaned.get("organisation")
        if not role or "organisation" not in self.fields:
            return cleaned
        kind = KIND_OF[SeatRole(role)]
        if organisation and cleaned.get("new_organisation"):
            self.add_error("organisation", _("Choose an organisation, or name another one, not both"))
        elif organisation and organisation.kind != kind:
            words = {"name": organisation, "kind": OrganisationKind(kind).label.lower()}
            self.add_error("organisation", _("%(name)s does not fit this seat: it is for a %(kind)s") % words)
        elif not organisation and not cleaned.get("new_organisation") and "organisation" not in self.errors:
            self.add_error("new_organisation", _("Enter the name of the organisation that the person is from"))
        return cleaned

    def guest(self) -> Guest:
        """Return whom to invite."""
        return Guest(**{**self.cleaned_data, "role": SeatRole(self.cleaned_data["role"])})


class SeatForm(forms.Form):
    """Another seat for a person of the same kind of organisation."""

    role = forms.ChoiceField(label=_("Seat"), widget=forms.RadioSelect, error_messages={"required": _("Choose a seat")})

    def __init__(self, data: QueryDict | None = None, *, place: Place, seat: Seat) -> None:
        super().__init__(data, initial={"role": seat.role})
        kind = KIND_OF[SeatRole(seat.role)]
        fitting = [role for role in roles_to_invite(place) if KIND_OF[role] == kind]
        offer(self, "role", [(role.value, ROLE_HINTS[role]) for role in fitting])


def date_field(label: "StrOrPromise") -> forms.DateField:
    """Return a field for a day that may be left open."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("%(label)s: enter a date like 2027-05-12") % {"label": label}},
    )


class TermsForm(forms.Form):
    """Dates of a review, and from how many people and sites the answers of sites are shown."""

    answer_by = date_field(_("People answer by"))
    decide_by = date_field(_("The team decides by"))
    least_respondents = forms.IntegerField(label=_("Least number of people"), max_value=99)
    least_sites = forms.IntegerField(label=_("Least number of sites"), max_value=99)

    def __init__(self, data: QueryDict | None = None, *, review: Review) -> None:
        names = ("answer_by", "decide_by", "least_respondents", "least_sites")
        super().__init__(data, initial={name: getattr(review, name) for name in names})
        self.review = review
        for name, floor in zip(names[2:], small_number_floors(), strict=True):
            field = self.fields[name]
            field.widget.attrs["min"] = floor
            field.error_messages["required"] = _("%(label)s: enter a number") % {"label": field.label}
            field.error_messages["invalid"] = _("%(label)s: enter a whole number") % {"label": field.label}

    def clean_least_respondents(self) -> int:
        """Keep to the floor."""
        return self._at_least("least_respondents", small_number_floors()[0])

    def clean_least_sites(self) -> int:
        """Keep to the floor."""
        return self._at_least("least_sites", small_number_floors()[1])

    def _at_least(self, name: str, floor: int) -> int:
        number = self.cleaned_data[name]
        if number < floor:
            words = {"label": self.fields[name].label, "floor": floor}
            raise ValidationError(_("%(label)s: enter %(floor)s or more, so that nobody can be recognised") % words)
        return number

    def clean_answer_by(self) -> date | None:
        """Refuse a new date that is over already."""
        answer_by = self.cleaned_data["answer_by"]
        if answer_by and answer_by != self.review.answer_by and answer_by < timezone.localdate():
            raise ValidationError(_("People answer by: choose today or a later day"))
        return answer_by

    def clean(self) -> dict[str, object]:
        """Decide after the answers are in."""
        cleaned = super().clean() or {}
        answer_by, decide_by = cleaned.get("answer_by"), cleaned.get("decide_by")
        if answer_by and decide_by and decide_by < answer_by:
            self.add_error("decide_by", _("The team decides by: choose a day after the answers are in"))
        return cleaned

    def terms(self) -> Terms:
        """Return what was set."""
        return Terms(**self.cleaned_data)


class ApproversForm(forms.Form):
    """Who may approve explainers: somebody of the sponsor for the medicine, an advocate for the words."""

    clinical = forms.ModelMultipleChoiceField(
        label=_("Clinical check"),
        help_text=_("They say that an explainer is right."),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    lay = forms.ModelMultipleChoiceField(
        label=_("Lay check"),
        help_text=_("They say that an explainer is clear."),
        queryset=Seat.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: QueryDict | None = None, *, place: Place) -> None:
        lay = seats_in(place).taken().filter(role__in=[SeatRole.ADVOCATE, SeatRole.ADVOCACY_CONTACT])
        named = seats_in(place).filter(is_clinical_approver=True).values("user")
        clinical = sponsor_editors(place)
        initial = {"clinical": clinical.filter(pk__in=named), "lay": lay.filter(is_lay_approver=True)}
        super().__init__(data, initial=initial)
        offer_rows(self, "clinical", clinical)
        offer_rows(self, "lay", lay, lambda seat: f"{seat.user} ({seat.organisation})")
