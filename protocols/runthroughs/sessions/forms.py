"""What a facilitator types into a plan, and what people answer to an invitation."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protocols.people.forms import OneLineField, offer, offer_rows
from protocols.reviews.access import Place
from protocols.reviews.forms import date_field
from protocols.reviews.models import Persona, Seat
from protocols.runthroughs.forms import WordsField
from protocols.runthroughs.limits import lengths
from protocols.runthroughs.models import RunThrough
from protocols.runthroughs.sessions.access import people_to_ask
from protocols.runthroughs.sessions.models import Need, Pay, Session, SessionPerson
from protocols.runthroughs.sessions.planning import VisitChoice, visit_choices
from protocols.runthroughs.sessions.services import OF_THE_SESSION, Plan, Said

LAST_MINUTE = time(23, 59)  # who answers alone has the whole last day


def zones() -> list[tuple[str, str]]:
    """Return the time zones of the world by their names, as people know them: cities."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix")))
    return [(name, name.replace("_", " ")) for name in ("UTC", *names)]


def zone_field(label: Any, **extra: Any) -> forms.ChoiceField:
    """Return a field for a time zone."""
    return forms.ChoiceField(
        label=label, choices=zones, error_messages={"invalid_choice": _("Choose a time zone from the list")}, **extra
    )


def clock_field(label: Any) -> forms.TimeField:
    """Return a field for a time of day that may be left open."""
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("%(label)s: enter a time like 14:30") % {"label": label}},
    )


class StartPlanForm(forms.Form):
    """How a plan begins: a name, alone or together, and how long."""

    title = OneLineField(
        label=_("Name of the session"),
        max_length=160,
        error_messages={"required": _("Enter a name for the session")},
        help_text=_("People see it. It must not name the medicine."),
    )
    kind = forms.ChoiceField(
        label=_("Alone or together?"),
        choices=RunThrough.Kind,
        initial=RunThrough.Kind.SOLO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose alone or together")},
    )
    length = forms.TypedChoiceField(
        label=_("How long?"),
        coerce=int,
        choices=lambda: [(n, _("%(n)d minutes") % {"n": n}) for n in lengths()],
        initial=60,
        widget=forms.RadioSelect,
        help_text=_("Texts and visits that fit are filled in. You can change all of them."),
        error_messages={"required": _("Choose how long the session is")},
    )


class MomentForm(forms.Form):
    """When a session is: a day, for a group also a time, and the zone in which both are meant."""

    day = date_field(_("Day"))
    clock = clock_field(_("It begins at"))
    zone = zone_field(_("Time zone"), initial="UTC")

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_group = session.run.kind == RunThrough.Kind.GROUP
        if not self.is_group:
            self.fields["day"].label = _("Last day to answer")
            del self.fields["clock"]

    def moment(self) -> datetime | None:
        """Return the moment, or None while a part of it is missing."""
        said = self.cleaned_data
        day, clock = said.get("day"), said.get("clock") if self.is_group else LAST_MINUTE
        return datetime.combine(day, clock, ZoneInfo(said["zone"])) if day and clock else None


def moment_of(session: Session) -> dict[str, Any]:
    """Return the date of a session as its form shows it."""
    moment = session.local()
    return {"day": moment and moment.date(), "clock": moment and moment.time(), "zone": session.zone}


class SessionForm(MomentForm):
    """The whole plan. All of it may be missing while it is a draft; what is typed must make sense."""

    title = OneLineField(
        label=_("Name of the session"),
        max_length=160,
        error_messages={"required": _("Enter a name for the session")},
    )
    purpose = WordsField(
        _("What is it for?"),
        help_text=_("It goes out by e-mail. Please do not name the study or the medicine."),
    )
    can_change = WordsField(_("What can still change?"), rows=2)
    cannot_change = WordsField(_("What cannot change?"), rows=2)
    decide_on = date_field(_("The team decides on"))
    visits = forms.MultipleChoiceField(label=_("Visits to walk"), required=False, widget=forms.CheckboxSelectMultiple)
    personas = forms.ModelMultipleChoiceField(
        label=_("Walk as"), queryset=Persona.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.ModelMultipleChoiceField(
        label=_("People to ask"), queryset=Seat.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    pay = forms.ChoiceField(
        label=_("Are people paid for their time?"), choices=Pay, required=False, widget=forms.RadioSelect
    )
    pay_words = OneLineField(label=_("How much, or why not"), max_length=300, required=False)
    where = OneLineField(
        label=_("Where"), max_length=300, required=False, help_text=_("A room, or the link of a call.")
    )
    is_agreed = forms.BooleanField(label=_("An agreement was made before anybody is asked"), required=False)
    agreement = OneLineField(label=_("Who agreed, and on what terms"), max_length=500, required=False)
    agreed_on = date_field(_("Agreed on"))
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, place: Place, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, session=session, **kwargs)
        self.choices_of_visits = visit_choices(place.review)
        offer(self, "visits", [(choice.key, choice.label) for choice in self.choices_of_visits])
        offer_rows(self, "personas", place.review.personas.all(), lambda each: f"{each.name}: {each.one_line}")
        offer_rows(self, "people", people_to_ask(place), lambda seat: f"{seat.user} ({seat.organisation})")
        if not self.is_group:
            del self.fields["where"]

    def visit_rows(self) -> list[tuple[Any, VisitChoice]]:
        """Return the tick box of each visit with what the facilitator chooses by."""
        return list(zip(self["visits"], self.choices_of_visits, strict=True))

    def clean_agreed_on(self) -> date | None:
        """Refuse an agreement that nobody can have made yet."""
        day: date | None = self.cleaned_data["agreed_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("“Agreed on” is in the future. Enter the day on which it was agreed."))
        return day

    def plan(self) -> Plan:
        """Return what was decided."""
        said = self.cleaned_data
        return Plan(
            title=said["title"],
            visits=said["visits"],
            personas=list(said["personas"]),
            seats=list(said["people"]),
            at=self.moment(),
            where=said.get("where", ""),
            **{name: said[name] for name in OF_THE_SESSION if name not in {"at", "where"}},
        )


def plan_so_far(session: Session) -> dict[str, Any]:
    """Return what the form of a plan shows first."""
    return {
        **{name: getattr(session, name) for name in OF_THE_SESSION},
        **moment_of(session),
        "title": session.run.title,
        "visits": session.run.visits,
        "personas": [persona.pk for persona in session.personas.all()],
        "people": [asked.seat_id for asked in session.people.all()],
        "revision": session.revision,
    }


class MoveForm(MomentForm):
    """Another date for a session to which people were asked."""

    def clean(self) -> dict[str, Any]:
        """Ask for a moment that is still to come."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        moment = self.moment()
        if moment is None:
            self.add_error("day", _("Enter the new day and time") if self.is_group else _("Enter the new last day"))
        elif moment <= timezone.now():
            self.add_error("day", _("The date is in the past. Choose a later one."))
        return cleaned


class ReplyForm(forms.Form):
    """What a person needs, and their own time zone. The answer itself is the button that was pressed."""

    needs = forms.MultipleChoiceField(
        label=_("Do you need anything so as to take part?"),
        choices=Need,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only the facilitator sees this. You need not say why."),
    )
    needs_words = WordsField(_("What would help you?"), rows=2)
    zone = zone_field(_("Your time zone"))

    @classmethod
    def starting_from(cls, asked: SessionPerson) -> "ReplyForm":
        """Show what the person said before."""
        return cls(initial={"needs": asked.needs, "needs_words": asked.needs_words, "zone": asked.own_zone})

    def said(self, reply: str) -> Said:
        """Return the answer."""
        return Said(reply=reply, **self.cleaned_data)


class ScreenTestForm(forms.Form):
    """A few words that are saved and read back, so that a person sees that saving works for them."""

    words = WordsField(_("Type anything here"), rows=2)
