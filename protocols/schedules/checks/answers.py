"""The form of the check page: one control for each question, each visit and each row, and the corrections they mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from protocols.domain.catalogue import load
from protocols.domain.schedule import Contact, MarkKind, Schedule
from protocols.schedules.checks.corrections import NOT_DONE, Correction, Kind
from protocols.schedules.checks.matches import Matched
from protocols.schedules.checks.questions import Question, Target, visit_name
from protocols.schedules.grid import PLACES

CHOOSE = ("", gettext_lazy("Choose"))
PLACE_CHOICES = [(contact.value, PLACES[contact]) for contact in Contact]
MARK_CHOICES = [
    CHOOSE,
    (MarkKind.PLANNED.value, gettext_lazy("Done")),
    (MarkKind.CONDITIONAL.value, gettext_lazy("Done only in some cases")),
    (MarkKind.OPTIONAL.value, gettext_lazy("May be done")),
    (MarkKind.CONTINUOUS.value, gettext_lazy("Done throughout")),
    (MarkKind.REFERRED.value, gettext_lazy("Said elsewhere")),
    (NOT_DONE, gettext_lazy("Not done")),
]
EACH_CHOICES = [CHOOSE, ("once", gettext_lazy("Counted once")), ("each", gettext_lazy("Counted at each visit"))]
SAME_CHOICES = [CHOOSE, ("same", gettext_lazy("Yes, the same visits")), ("apart", gettext_lazy("No, keep them apart"))]
SAME_AS_CHOICES = [CHOOSE, ("same", gettext_lazy("Yes, it is the same")), ("apart", gettext_lazy("No, it is new"))]
ADD, REPLACE = "add", "replace"
SEPARATOR = ";"
TEXT, SELECT = {"class": "govuk-input pb-in"}, {"class": "govuk-select pb-in pb-sel"}


def number_field(label: str, least: float | None = None, most: float | None = None) -> forms.FloatField:
    """Return an optional number with words for what is wrong."""
    return forms.FloatField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={**TEXT, "inputmode": "decimal"}),
        error_messages={
            "invalid": _("%(label)s: enter a number, like 4") % {"label": label},
            "min_value": _("%(label)s: enter %(least)g or more") % {"label": label, "least": least or 0},
            "max_value": _("%(label)s: enter %(most)g or less") % {"label": label, "most": most or 0},
        },
    )


@dataclass(frozen=True, slots=True)
class Page:
    """What the form is about: the schedule as read and as it stands, its questions, its matches, and remarks seen.

    `newest` is the number of the newest version, 0 for none; `is_added` whether the file is added to it.
    """

    read: Schedule
    current: Schedule
    questions: Sequence[Question]
    matches: Mapping[str, Matched]
    remarks: Mapping[str, bool] = field(default_factory=dict)
    newest: int = 0
    is_added: bool = False


class AnswersForm(forms.Form):
    """All controls of the check page. Only what differs from the page as shown becomes a correction."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, page: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        if page.newest:
            self.fields["added"] = _added_field(page)
        for number, question in enumerate(page.questions):
            self.fields |= dict(_question_fields(f"q{number}", question))
        for number, visit in enumerate(page.current.visits):
            place = _choice(_("Place"), PLACE_CHOICES, visit.contact.value)
            day = number_field(_("Day of %(visit)s") % {"visit": visit_name(visit)}, -100_000, 100_000)
            day.initial = _whole(visit.day)
            self.fields |= {f"v{number}-contact": place, f"v{number}-day": day}
        for number, activity in enumerate(page.read.activities):
            initial = names_of(page.matches[activity.key].procedures)
            self.fields[f"m{number}"] = ProceduresField(initial=initial)
        for number, is_seen in enumerate(page.remarks.values()):
            self.fields[f"w{number}"] = forms.BooleanField(label=_("I looked at this"), required=False, initial=is_seen)

    def clean(self) -> dict[str, Any]:
        """Check what needs two controls: a column cannot stand for more visits at least than at most."""
        for number, question in enumerate(self.page.questions):
            least, most = (self.cleaned_data.get(f"q{number}-{end}") for end in ("min", "max"))
            if question.kind == Kind.REPEATS and least is not None and most is not None and most < least:
                self.add_error(f"q{number}-max", _("Enter the same number or a larger one"))
            if question.kind == Kind.REPEATS and least is None and most is not None:
                self.add_error(f"q{number}-min", _("Enter how many visits it stands for at least"))
        return self.cleaned_data

    def corrections(self) -> list[Correction]:
        """Return what changed, in the order in which it counts: a single answer stands over one for all the same."""
        changed = {name for name in self.changed_data if name in self.data}
        added = [Correction(Kind.ADDED, None, None, self.cleaned_data["added"] == ADD)] if "added" in changed else []
        answers = (*self._all_answers(changed), *self._visits(changed), *self._matches(changed), *self._seen(changed))
        return [*added, *answers]

    def _all_answers(self, changed: set[str]) -> Iterator[Correction]:
        for number, question in enumerate(self.page.questions):
            yield from self._answers(number, question, changed)

    def _answers(self, number: int, question: Question, changed: set[str]) -> Iterator[Correction]:
        names = {f"q{number}", f"q{number}-min", f"q{number}-max", f"q{number}-share"}
        if names & changed:
            for target in question.targets:
                value = self._value(f"q{number}", question.kind, target)
                if value is not None:
                    yield Correction(question.kind, target.visit, target.activity, value)
        for place, target in enumerate(question.targets if question.can_be_split else ()):
            name = f"q{number}-{place}"
            if name in changed and self.cleaned_data[name]:
                value = {"kind": self.cleaned_data[name], "probability": None}
                yield Correction(question.kind, target.visit, target.activity, value)

    def _value(self, name: str, kind: Kind, target: Target) -> Any:
        """Return the value for the record; None where the question was left open."""
        if kind == Kind.REPEATS:
            least, most = self.cleaned_data[f"{name}-min"], self.cleaned_data[f"{name}-max"]
            return None if least is None else {"min": least, "max": most}
        answer = self.cleaned_data[name]
        if answer == "":
            return None
        if kind == Kind.MARK:
            share = self.cleaned_data[f"{name}-share"]
            return {"kind": answer, "probability": None if share is None else share / 100}
        if kind == Kind.COUNT_EACH:
            return answer == "each"
        if kind in (Kind.SAME_VISIT, Kind.SAME_AS):
            return target.candidate if answer == "same" else ""
        return answer

    def _visits(self, changed: set[str]) -> Iterator[Correction]:
        for number, visit in enumerate(self.page.current.visits):
            for kind in (Kind.CONTACT, Kind.DAY):
                name = f"v{number}-{kind.value}"
                if name in changed and self.cleaned_data[name] != "":
                    yield Correction(kind, visit.key, None, self.cleaned_data[name])

    def _matches(self, changed: set[str]) -> Iterator[Correction]:
        chosen = {
            _plain(activity.label): list(self.cleaned_data[f"m{number}"])
            for number, activity in enumerate(self.page.read.activities)
            if f"m{number}" in changed
        }
        for activity in self.page.read.activities:
            if _plain(activity.label) in chosen:  # the same words in another row mean the same
                yield Correction(Kind.MATCH, None, activity.key, chosen[_plain(activity.label)])

    def _seen(self, changed: set[str]) -> Iterator[Correction]:
        for number, mark in enumerate(self.page.remarks):
            if f"w{number}" in changed:
                yield Correction(Kind.SEEN, mark, None, True)


class ConfirmForm(AnswersForm):
    """The same controls with what saving needs besides."""

    reason = forms.CharField(
        label=gettext_lazy("Why is there a new version?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("In your own words, like “Amendment 2: fewer blood tests”."),
    )
    again = forms.BooleanField(
        label=gettext_lazy("Save it although it is identical"),
        required=False,
        error_messages={"required": gettext_lazy("Tick this to save")},
    )

    def __init__(self, *args: Any, is_identical: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["again"].required = is_identical


class ProceduresField(forms.CharField):
    """Names of procedures of the catalogue, several apart by a semicolon; the value is their keys."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={**TEXT, "list": "procedures", "autocomplete": "off"})
        super().__init__(label=_("Procedures"), required=False, max_length=1000, widget=widget, **kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return the keys. A name that is not in the catalogue is an error that quotes it."""
        known, keys = _keys_by_name(), []
        for name in filter(None, (part.strip() for part in super().clean(value).split(SEPARATOR))):
            if _plain(name) not in known:
                text = _("“%(name)s” is not in the library. Choose a name from the list, or leave it empty.")
                raise forms.ValidationError(text % {"name": name})
            keys.append(known[_plain(name)])
        return tuple(dict.fromkeys(keys))


def names_of(keys: Sequence[str]) -> str:
    """Return the names of procedures as the field shows them."""
    procedures = load().procedures
    return f"{SEPARATOR} ".join(procedures[key].name for key in keys if key in procedures)


def _added_field(page: Page) -> forms.ChoiceField:
    choices = [
        (REPLACE, _("It is the whole schedule: it takes the place of version %(number)d")),
        (ADD, _("It is a further part: it is added to version %(number)d")),
    ]
    return forms.ChoiceField(
        label=_("What is this file?"),
        choices=[(value, words % {"number": page.newest}) for value, words in choices],
        required=False,
        initial=ADD if page.is_added else REPLACE,
        widget=forms.RadioSelect,
        help_text=_("A part has more visits or more tests, like a second table. What is there already stays."),
        error_messages={"invalid_choice": _("Choose one of the answers")},
    )


def _question_fields(name: str, question: Question) -> Iterator[tuple[str, forms.Field]]:
    answer = question.answer
    if question.kind == Kind.REPEATS:
        for end, label in (("min", _("Number of visits")), ("max", _("At most, if it varies"))):
            yield f"{name}-{end}", _count(label, answer[end] if answer else None)
    elif question.kind == Kind.LABEL:
        widget = forms.TextInput(attrs=TEXT)
        label = _("Name of the visit")
        yield name, forms.CharField(label=label, required=False, max_length=300, initial=answer, widget=widget)
    elif question.kind == Kind.CONTACT:
        yield name, _choice(_("Where they take place"), [CHOOSE, *PLACE_CHOICES], answer)
    elif question.kind == Kind.SAME_VISIT:
        initial = None if answer is None else "same" if answer else "apart"
        yield name, _choice(_("The same visits?"), SAME_CHOICES, initial)
    elif question.kind == Kind.SAME_AS:
        initial = None if answer is None else "same" if answer else "apart"
        yield name, _choice(_("The same?"), SAME_AS_CHOICES, initial)
    elif question.kind == Kind.COUNT_EACH:
        initial = None if answer is None else "each" if answer else "once"
        yield name, _choice(_("How it counts"), EACH_CHOICES, initial)
    else:
        yield from _mark_fields(name, question)


def _mark_fields(name: str, question: Question) -> Iterator[tuple[str, forms.Field]]:
    answer = question.answer or {"kind": None, "probability": None}
    yield name, _choice(_("What it means"), MARK_CHOICES, answer["kind"])
    share = number_field(_("For how many of 100 people?"), 0, 100)
    share.initial = None if answer["probability"] is None else round(answer["probability"] * 100)
    yield f"{name}-share", share
    if question.can_be_split:
        for place, (target, single) in enumerate(zip(question.targets, question.answers, strict=True)):
            yield f"{name}-{place}", _choice(target.label, MARK_CHOICES, single["kind"] if single else None)


def _count(label: str, initial: int | None) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        initial=initial,
        min_value=1,
        max_value=1000,
        widget=forms.TextInput(attrs={**TEXT, "inputmode": "numeric"}),
        error_messages={"invalid": _("Enter a whole number, like 4")},
    )


def _choice(label: str, choices: Sequence[tuple[str, Any]], initial: str | None) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        initial=initial or "",
        widget=forms.Select(attrs=SELECT),
        error_messages={"invalid_choice": _("Choose one of the answers")},
    )


@cache
def _keys_by_name() -> dict[str, str]:
    return {_plain(procedure.name): key for key, procedure in load().procedures.items()}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _whole(number: float | None) -> float | None:
    """Return 224 for 224.0, as people write it; it counts as unchanged when it comes back."""
    return int(number) if number is not None and number == int(number) else number
