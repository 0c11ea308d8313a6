"""What people type in a run-through together, turned into proper values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from protocols.codes import ALPHABET
from protocols.runthroughs.forms import StepForm, WordsField
from protocols.runthroughs.rooms.keeping import A_DAY, Note
from protocols.runthroughs.rooms.limits import room_limits
from protocols.runthroughs.rooms.models import JOIN_LENGTH, Spent
from protocols.runthroughs.steps import WalkStep

WHOLE = _("Write whole minutes, such as 10.")
WITHIN_A_DAY = _("A day has 1440 minutes. Write fewer.")


def typed_number() -> forms.TextInput:
    """Return a box for a number. Browsers keep what is no number to themselves in their own kind of box."""
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


def minutes_field(label: Any, *, most: int = A_DAY, least: int = 0, required: bool = False) -> forms.IntegerField:
    """Return a field for whole minutes."""
    too_long = WITHIN_A_DAY if most == A_DAY else _("Write %(limit_value)s minutes or fewer.")
    messages = {
        "invalid": WHOLE,
        "required": WHOLE,
        "max_value": too_long,
        "min_value": _("Write %(limit_value)s or more."),
    }
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, required=required, error_messages=messages, widget=typed_number()
    )


class RoomStepForm(StepForm):
    """A step in a room: the same questions, and the times that the person took or would take."""

    active_minutes = minutes_field(_("Minutes of doing"))
    waiting_minutes = minutes_field(_("Minutes of waiting"))
    moving_minutes = minutes_field(_("Minutes of moving"))


class ConsoleForm(forms.Form):
    """One of the forms of the console. They stand on one page, so each has ids of its own."""

    ids = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{self.ids}-%s"
        super().__init__(*args, **kwargs)


class GroupMinutesForm(ConsoleForm):
    """What the whole group needed at a step, typed by a facilitator."""

    ids = "group"

    active_minutes = minutes_field(_("Minutes of doing"))
    waiting_minutes = minutes_field(_("Minutes of waiting"))
    moving_minutes = minutes_field(_("Minutes of moving"))
    step = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class TapForm(forms.Form):
    """Starting or stopping a clock."""

    tap = forms.ChoiceField(choices=[*((each.value, each.label) for each in Spent), ("stop", "Stop")])
    step = forms.IntegerField(min_value=1, required=False)


class TimerForm(ConsoleForm):
    """How long the group has for this part."""

    ids = "timer"
    minutes = minutes_field(_("Minutes for this part"), most=room_limits().most_minutes, least=1, required=True)


class BreakForm(ConsoleForm):
    """How long a break is."""

    ids = "break"
    minutes = minutes_field(_("Minutes of break"), most=room_limits().most_minutes, least=1, required=True)


class MoveForm(ConsoleForm):
    """Which step the group goes to."""

    ids = "move"
    step = forms.IntegerField(
        label=_("Go to step"),
        min_value=1,
        error_messages={"required": _("Choose a step."), "invalid": _("Choose a step.")},
    )


class RevealForm(ConsoleForm):
    """Showing the answers at the step that the facilitator sees. With few answers they must say that it is fine."""

    ids = "show"
    step = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    is_fine = forms.BooleanField(
        label=_("They have agreed that the others may know whose answer is whose"),
        required=False,
        error_messages={"required": _("Ask them first, and then tick the box.")},
    )

    def __init__(self, *args: Any, are_few: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_fine"].required = are_few


class CloseForm(ConsoleForm):
    """Ending the run-through together."""

    ids = "close"
    is_over = forms.BooleanField(
        label=_("We are done, and everybody knows it"),
        error_messages={"required": _("Tick the box if the run-through is over for everybody.")},
    )


class NoteForm(ConsoleForm):
    """The scribe's note on one step, and who spoke."""

    ids = "note"
    words = WordsField(_("In people’s own words"), rows=6)
    heard = forms.MultipleChoiceField(
        label=_("Who has spoken?"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heard"].choices = people  # type: ignore[attr-defined]

    def note(self) -> Note:
        """Return what was typed and ticked."""
        return Note(self.cleaned_data["words"], self.cleaned_data["heard"])


class ParkForm(ConsoleForm):
    """Something to come back to."""

    ids = "park"
    words = forms.CharField(
        label=_("Park a question"),
        max_length=300,
        error_messages={
            "required": _("Write what to come back to."),
            "max_length": _(
                "“Park a question” is %(show_value)s characters long. Please shorten it to %(limit_value)s."
            ),
        },
    )


class PrioritiesForm(forms.Form):
    """Points for the steps that matter most: a number beside each step, no dragging."""

    def __init__(self, *args: Any, steps: list[WalkStep], given: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"step_{step.number}": step for step in steps}
        most = room_limits().points_each
        for name, step in self.names.items():
            self.fields[name] = forms.IntegerField(
                label=step.story.title,
                min_value=0,
                max_value=most,
                required=False,
                initial=given.get(step.ref),
                widget=typed_number(),
                error_messages={
                    "invalid": _("Write a number."),
                    "max_value": _("Give %(limit_value)s points or fewer."),
                },
            )

    def clean(self) -> dict[str, Any]:
        """Refuse more points than a person has."""
        most, given = room_limits().points_each, sum(self.points().values())
        if given > most:
            words = ngettext(
                "You gave %(given)d points. You have %(most)d point.",
                "You gave %(given)d points. You have %(most)d points.",
                most,
            )
            raise forms.ValidationError(words % {"given": given, "most": most})
        return self.cleaned_data

    def points(self) -> dict[str, int]:
        """Return the points by step."""
        return {step.ref: self.cleaned_data.get(name) or 0 for name, step in self.names.items()}


class JoinCodeForm(forms.Form):
    """The code that the facilitator reads out."""

    code = forms.CharField(
        label=_("Join code"),
        max_length=40,
        help_text=_("Six letters and numbers. Capitals and spaces do not matter."),
        error_messages={"required": _("Type the code that the facilitator gave you.")},
    )

    def clean_code(self) -> str:
        """Return the code as it is stored; anything that is not one simply opens nothing."""
        typed = "".join(sign for sign in self.cleaned_data["code"].lower() if sign in ALPHABET)
        return typed if len(typed) == JOIN_LENGTH else ""
