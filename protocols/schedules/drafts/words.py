"""What a person did to a schedule, in words: each edit as one sentence, and all that differs in the end, row by row."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from protocols.domain.changes import Change, How, What
from protocols.domain.editing import (
    AddActivity,
    AddVisit,
    CopyVisit,
    Edit,
    MoveActivity,
    MoveVisit,
    RemoveActivity,
    RemoveVisit,
    RenameVisit,
    SetActivity,
    SetMark,
    SetUsualCare,
    SetVisit,
    Together,
)
from protocols.domain.schedule import Contact, Repeats, Schedule, Window
from protocols.schedules.checks.questions import MARK_WORDS
from protocols.schedules.grid import PLACES, day_words, repeats_words, window_words


def edit_words(edit: Edit, schedule: Schedule) -> str:
    """Return an edit as one sentence; `schedule` is the one that it was made in."""
    if isinstance(edit, Together):
        words = [edit_words(each, schedule) for each in edit.edits]
        rest = ngettext("and %(n)d more change", "and %(n)d more changes", len(words) - 1) % {"n": len(words) - 1}
        return words[0] if len(words) == 1 else f"{words[0]}, {rest}"
    names = {
        "visit": _visit(schedule, getattr(edit, "visit", "")),
        "row": _row(schedule, getattr(edit, "activity", "")),
    }
    if isinstance(edit, SetMark):
        names["kind"] = str(MARK_WORDS[edit.mark]) if edit.mark else _("not done")
    return _sentence(edit) % {**names, "label": getattr(edit, "label", "")}


def _sentence(edit: Edit) -> str:
    return {
        AddVisit: _("Visit “%(label)s” added"),
        CopyVisit: _("Visit “%(visit)s” copied as “%(label)s”"),
        RenameVisit: _("Visit “%(visit)s” renamed to “%(label)s”"),
        MoveVisit: _("Visit “%(visit)s” moved"),
        RemoveVisit: _("Visit “%(visit)s” removed"),
        SetVisit: _("Details of “%(visit)s” changed"),
        AddActivity: _("Test or task “%(label)s” added"),
        SetActivity: _("Test or task “%(row)s” is now “%(label)s”"),
        MoveActivity: _("Test or task “%(row)s” moved"),
        RemoveActivity: _("Test or task “%(row)s” removed"),
        SetUsualCare: _("Usual care for “%(row)s” changed"),
        SetMark: _("%(row)s at %(visit)s: %(kind)s"),
    }[type(edit)]


def change_lines(changes: Iterable[Change], before: Schedule, after: Schedule) -> list[tuple[str, list[str]]]:
    """Return what differs as (what it is about, what is different) for visits, then rows, in the order of reading."""
    lines: dict[str, list[str]] = {}
    for change in changes:
        if change.what is What.MARK:
            about, text = _row_in(change.key, after, before), _mark_line(change, before, after)
        else:
            name = _visit_in if change.what is What.VISIT else _row_in
            about, text = name(change.key, after, before), "; ".join(_row_lines(change))
        lines.setdefault(about, []).append(text)
    return [*lines.items(), *_order_lines(before, after)]


def _row_lines(change: Change) -> Iterator[str]:
    marks = len(change.cells)
    if change.how is How.ADDED:
        yield ngettext("new, with %(n)d mark", "new, with %(n)d marks", marks) % {"n": marks}
    elif change.how is How.REMOVED:
        yield ngettext("removed, with %(n)d mark", "removed, with %(n)d marks", marks) % {"n": marks}
    for detail in change.details:
        values = {"name": _names()[detail.name], "before": _value(detail.before), "after": _value(detail.after)}
        yield _("%(name)s: %(before)s before, now %(after)s") % values


def _mark_line(change: Change, before: Schedule, after: Schedule) -> str:
    at, to = (_visit_in(key or "", after, before) for key in (change.at, change.to))
    if change.how is How.MOVED:
        return _("moved from %(at)s to %(to)s") % {"at": at, "to": to}
    if change.how is How.ADDED:
        return _("now also at %(at)s") % {"at": at}
    if change.how is How.REMOVED:
        return _("no longer at %(at)s") % {"at": at}
    mark = change.cells[0].after
    if mark and [detail.name for detail in change.details] == ["usual_care"]:
        return (_("in usual care anyway at %(at)s") if mark.usual_care else _("not in usual care at %(at)s")) % {
            "at": at
        }
    return _("changed at %(at)s: %(kind)s") % {"at": at, "kind": MARK_WORDS[mark.kind] if mark else ""}


def _order_lines(before: Schedule, after: Schedule) -> Iterator[tuple[str, list[str]]]:
    for name, old, new in (
        (_("Visits"), before.visit_by_key, after.visit_by_key),
        (_("Tests and tasks"), before.activity_by_key, after.activity_by_key),
    ):
        if [key for key in old if key in new] != [key for key in new if key in old]:
            yield name, [_("in another order")]


def _names() -> dict[str, str]:
    return {
        "label": _("name"),
        "epoch": _("part of study"),
        "arm": _("arm"),
        "day": _("day"),
        "window": _("window"),
        "contact": _("place"),
        "repeats": _("stands for"),
        "same_visit_as": _("shared with another arm"),
        "group": _("heading"),
        "footnotes": _("footnotes"),
    }


def _value(value: object) -> str:
    if isinstance(value, Window):
        return window_words(value)
    if isinstance(value, Repeats):
        return repeats_words(value)
    if isinstance(value, Contact):
        return str(PLACES[value])
    if isinstance(value, int | float):
        return day_words(value)
    if isinstance(value, tuple):
        value = ", ".join(map(str, value))
    return f"“{value}”" if value else _("nothing")


def _visit(schedule: Schedule, key: str) -> str:
    visit = schedule.visit_by_key.get(key)
    return (visit.label or _("No name")) if visit else key


def _row(schedule: Schedule, key: str) -> str:
    row = schedule.activity_by_key.get(key)
    return row.label if row else key


def _visit_in(key: str, after: Schedule, before: Schedule) -> str:
    return _visit(after if key in after.visit_by_key else before, key)


def _row_in(key: str, after: Schedule, before: Schedule) -> str:
    return _row(after if key in after.activity_by_key else before, key)
