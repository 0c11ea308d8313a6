"""The forms of one visit and of one test or task of a draft: all that is said of it, and each of its cells."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from protocols.domain.editing import Facts, OneEdit, RenameVisit, SetActivity, SetMark, SetUsualCare, SetVisit
from protocols.domain.importers.template_values import LARGEST
from protocols.domain.schedule import Activity, Contact, MarkKind, Repeats, Schedule, Visit, Window
from protocols.schedules.checks.answers import PLACE_CHOICES, SELECT, number_field
from protocols.schedules.checks.questions import visit_name
from protocols.schedules.drafts.forms import KIND_CHOICES, RevisionForm, limit
from protocols.schedules.limits import limits

CELL_CHOICES = [("", _("Not done")), *KIND_CHOICES]
UNIT_CHOICES = [("day", _("days")), ("week", _("weeks")), ("hour", _("hours"))]


class RowForm(RevisionForm):
    """What the pages of a visit and of an activity share: a name, and a choice for each cell of the column or row."""

    label = forms.CharField(label=_("Name"), error_messages={"required": _("Enter a name")})

    def __init__(self, *args: Any, cells: dict[str, tuple[str, str]], **kwargs: Any) -> None:
        """Take the cells as {key of the other row: (its name, the kind of mark there or "")}."""
        super().__init__(*args, **kwargs)
        self.cells = cells
        for key, (name, kind) in cells.items():
            self.fields[f"m-{key}"] = forms.ChoiceField(
                label=name, choices=CELL_CHOICES, required=False, initial=kind, widget=forms.Select(attrs=SELECT)
            )

    @property
    def cell_fields(self) -> list[forms.BoundField]:
        """The controls of the cells."""
        return [self[f"m-{key}"] for key in self.cells]

    def changed_cells(self) -> Iterator[tuple[str, MarkKind | None]]:
        """Yield the key of each cell whose choice changed, with the choice."""
        for key in self.cells:
            if f"m-{key}" in self.changed_data and f"m-{key}" in self.data:
                value = self.cleaned_data[f"m-{key}"]
                yield key, MarkKind(value) if value else None


class VisitForm(RowForm):
    """All that is said of one visit."""

    epoch = forms.CharField(label=_("Part of the study"), required=False, help_text=_("Like Screening or Treatment."))
    contact = forms.ChoiceField(label=_("Where it takes place"), choices=PLACE_CHOICES)
    unit = forms.ChoiceField(label=_("Unit of the window"), choices=UNIT_CHOICES, required=False)
    FACTS = ("epoch", "arm", "contact", "unit", "day", "before", "after", "least", "most")

    def __init__(self, *args: Any, visit: Visit, schedule: Schedule, **kwargs: Any) -> None:
        cells = {row.key: (row.label, _kind(schedule, visit.key, row.key)) for row in schedule.activities}
        super().__init__(*args, cells=cells, **kwargs)
        self.visit = visit
        limit(self.fields["label"], limits().visit_name)
        limit(self.fields["epoch"], limits().visit_name)
        self.fields["epoch"].widget.attrs["list"] = "epochs"
        arms = [("", _("All arms")), *((arm.key, arm.label) for arm in schedule.arms)]
        self.fields["arm"] = forms.ChoiceField(label=_("Arm"), required=False, choices=arms)
        for name, label, least, most in (
            ("day", _("Study day"), -LARGEST, LARGEST),
            ("before", _("May be earlier by"), 0, LARGEST),
            ("after", _("May be later by"), 0, LARGEST),
            ("least", _("Visits it stands for, at least"), 1, LARGEST),
            ("most", _("Visits it stands for, at most"), 1, LARGEST),
        ):
            self.fields[name] = number_field(str(label), least, most)
        self.initial.update(_initial(visit))

    def clean(self) -> dict[str, Any]:
        """Check what needs two controls."""
        values = self.cleaned_data
        for name in ("least", "most"):
            if values.get(name) is not None and values[name] != int(values[name]):
                self.add_error(name, _("Enter a whole number, like 4"))
        least, most = values.get("least"), values.get("most")
        if least is not None and most is not None and most < least:
            self.add_error("most", _("Enter the same number or a larger one"))
        if least is None and most is not None and "least" not in self.errors:
            self.add_error("least", _("Enter how many visits it stands for at least"))
        return values

    def edits(self) -> tuple[OneEdit, ...]:
        """Return the edits that what changed means."""
        key = self.visit.key
        named = (RenameVisit(key, self.cleaned_data["label"]),) if "label" in self.changed_data else ()
        facts = (SetVisit(key, self._facts()),) if set(self.FACTS) & set(self.changed_data) else ()
        return (*named, *facts, *(SetMark(key, row, kind) for row, kind in self.changed_cells()))

    def _facts(self) -> Facts:
        values = self.cleaned_data
        sides, least, most = (values["before"], values["after"]), values["least"], values["most"]
        has_window = sides != (None, None)
        return Facts(
            epoch=values["epoch"] or None,
            arm=values["arm"] or None,
            day=values["day"],
            window=Window(sides[0] or 0.0, sides[1] or 0.0, values["unit"] or "day") if has_window else None,
            contact=Contact(values["contact"]),
            repeats=None if least is None else Repeats(int(least), None if most is None else int(most)),
        )


class ActivityForm(RowForm):
    """The name and the heading of one test or task, and where it is done."""

    group = forms.CharField(label=_("Heading it stands under"), required=False)
    usual_care = forms.BooleanField(
        label=_("People have this in their usual care anyway"),
        required=False,
        help_text=_("It then counts in the total, and not in what the study adds."),
    )

    def __init__(self, *args: Any, activity: Activity, schedule: Schedule, **kwargs: Any) -> None:
        cells = {visit.key: (visit_name(visit), _kind(schedule, visit.key, activity.key)) for visit in schedule.visits}
        super().__init__(*args, cells=cells, **kwargs)
        self.activity = activity
        for name in ("label", "group"):
            limit(self.fields[name], limits().activity_name)
        self.fields["group"].widget.attrs["list"] = "groups"
        marks = [mark for mark in schedule.marks if mark.activity == activity.key]
        is_usual = bool(marks) and all(mark.usual_care for mark in marks)
        self.initial.update({"label": activity.label, "group": activity.group or "", "usual_care": is_usual})

    def edits(self) -> tuple[OneEdit, ...]:
        """Return the edits that what changed means."""
        key, values = self.activity.key, self.cleaned_data
        is_named = {"label", "group"} & set(self.changed_data)
        named = (SetActivity(key, values["label"], values["group"] or None),) if is_named else ()
        cells = (SetMark(visit, key, kind) for visit, kind in self.changed_cells())
        care = (SetUsualCare(key, values["usual_care"]),) if "usual_care" in self.changed_data else ()
        return (*named, *cells, *care)


def _kind(schedule: Schedule, visit: str, activity: str) -> str:
    mark = schedule.mark_at.get((visit, activity))
    return mark.kind.value if mark else ""


def _initial(visit: Visit) -> dict[str, Any]:
    window, repeats = visit.window, visit.repeats
    return {
        "label": visit.label,
        "epoch": visit.epoch or "",
        "arm": visit.arm or "",
        "contact": visit.contact.value,
        "unit": window.unit if window else "day",
        "day": _whole(visit.day),
        "before": _whole(window.before) if window else None,
        "after": _whole(window.after) if window else None,
        "least": repeats.min if repeats else None,
        "most": repeats.max if repeats else None,
    }


def _whole(number: float | None) -> float | None:
    """Return 224 for 224.0, as people write it."""
    return int(number) if number is not None and number == int(number) else number
