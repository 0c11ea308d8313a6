"""Changes between two versions in words: "Moved Vital signs from Day 1 to Day 8", with a sign for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from protocols.domain.changes import CALLED_BY, Change, Detail, How, What
from protocols.domain.schedule import Contact, MarkKind, Repeats, Schedule, Window
from protocols.schedules.checks.questions import MARK_WORDS
from protocols.schedules.grid import PLACES, day_words, repeats_words, window_words
from protocols.scores.versions.text_words import text_further, text_sentence

SIGNS = {How.ADDED: "+", How.REMOVED: "\N{MINUS SIGN}", How.MOVED: "~", How.CHANGED: "~"}
LOOKS = {How.ADDED: "add", How.REMOVED: "del", How.MOVED: "mod", How.CHANGED: "mod"}
NAMES = {
    "label": gettext_lazy("name"),
    "epoch": gettext_lazy("part of the study"),
    "arm": gettext_lazy("arm"),
    "day": gettext_lazy("day"),
    "window": gettext_lazy("window"),
    "contact": gettext_lazy("place"),
    "repeats": gettext_lazy("how often"),
    "same_visit_as": gettext_lazy("same visit as"),
    "group": gettext_lazy("group"),
    "footnotes": gettext_lazy("footnotes"),
    "kind": gettext_lazy("kind of mark"),
    "text": gettext_lazy("mark"),
    "spans": gettext_lazy("visits under one mark"),
    "count_each": gettext_lazy("counted each time"),
    "usual_care": gettext_lazy("usual care"),
    "probability": gettext_lazy("share of people"),
}


@dataclass(frozen=True)
class Names:
    """What visits and activities of two versions are called; the newer name holds, the older where it differs too."""

    old: Schedule
    new: Schedule

    def visit(self, key: str | None, *, first: str = "new") -> str:
        """Return a visit's label."""
        return _label(key, self._in_order(first, "visit_by_key"))

    def activity(self, key: str, *, first: str = "new") -> str:
        """Return an activity's label."""
        return _label(key, self._in_order(first, "activity_by_key"))

    def _in_order(self, first: str, name: str) -> list[Mapping[str, object]]:
        sides = (self.new, self.old) if first == "new" else (self.old, self.new)
        return [getattr(side, name) for side in sides]


def _label(key: str | None, sides: Iterable[Mapping[str, object]]) -> str:
    row = next((side[key] for side in sides if key is not None and key in side), None)
    return str(getattr(row, "label", "")) or _("No name")


def sentence(change: Change, names: Names) -> str:
    """Return one change as a sentence."""
    if change.what in CALLED_BY:
        return text_sentence(change)
    return {What.VISIT: _of_visit, What.ACTIVITY: _of_activity, What.MARK: _of_mark}[change.what](change, names)


def further(change: Change, names: Names) -> list[str]:
    """Return what else there is to say about a change: how much it brings or takes, and which properties differ."""
    if change.what in CALLED_BY:
        return text_further(change)
    said = [_detail(each, names) for each in change.details if not _is_in_sentence(each, change)]
    if change.what is not What.MARK and change.how in (How.ADDED, How.REMOVED):
        said.append(_amount(change, names))
    return [each for each in said if each]


def _of_visit(change: Change, names: Names) -> str:
    words = {
        How.ADDED: _("Added visit %(visit)s"),
        How.REMOVED: _("Removed visit %(visit)s"),
        How.MOVED: _("Moved visit %(visit)s"),
        How.CHANGED: _("Changed visit %(visit)s"),
    }
    parts = {"visit": names.visit(change.key)}
    day = next((each for each in change.details if each.name == "day"), None)
    if day and day.before is not None and day.after is not None:
        days = {"from": _value(day.before, "day"), "to": _value(day.after, "day")}
        return _("Moved visit %(visit)s from %(from)s to %(to)s") % {**parts, **days}
    return words[change.how] % parts


def _of_activity(change: Change, names: Names) -> str:
    label = next((each for each in change.details if each.name == "label"), None)
    if label:
        return _("Renamed %(before)s to %(after)s") % {"before": label.before, "after": label.after}
    words = {
        How.ADDED: _("Added %(activity)s"),
        How.REMOVED: _("Removed %(activity)s"),
        How.CHANGED: _("Changed %(activity)s"),
    }
    return words[change.how] % {"activity": names.activity(change.key)}


def _of_mark(change: Change, names: Names) -> str:
    words = {
        How.ADDED: _("Added %(activity)s at %(visit)s"),
        How.REMOVED: _("Removed %(activity)s at %(visit)s"),
        How.MOVED: _("Moved %(activity)s from %(visit)s to %(to)s"),
        How.CHANGED: _("Changed %(activity)s at %(visit)s"),
    }
    parts = {
        "activity": names.activity(change.key),
        "visit": names.visit(change.at, first="old" if change.how is How.MOVED else "new"),
        "to": names.visit(change.to),
    }
    return words[change.how] % parts


def _is_in_sentence(detail: Detail, change: Change) -> bool:
    if change.what is What.ACTIVITY and detail.name == "label":
        return True
    return detail.name == "day" and detail.before is not None and detail.after is not None


def _amount(change: Change, names: Names) -> str:
    count = len(change.cells)
    if change.what is What.VISIT:
        side = names.new if change.how is How.ADDED else names.old
        visit = side.visit_by_key[change.key]
        tests = ngettext("%(n)d test or task", "%(n)d tests and tasks", count) % {"n": count}
        return tests if visit.day is None else f"{day_words(visit.day)}, {tests}"
    return ngettext("at %(n)d visit", "at %(n)d visits", count) % {"n": count}


def _detail(detail: Detail, names: Names) -> str:
    before, after = (_value(each, detail.name, names) for each in (detail.before, detail.after))
    return _("%(name)s: %(before)s, now %(after)s") % {"name": NAMES[detail.name], "before": before, "after": after}


def _value(value: object, name: str, names: Names | None = None) -> str:
    """Write one property as people do."""
    if value is None or value == ():
        return _("not said")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Contact):
        return str(PLACES[value])
    if isinstance(value, MarkKind):
        return str(MARK_WORDS[value])
    if isinstance(value, Window):
        return window_words(value)
    if isinstance(value, Repeats):
        return repeats_words(value)
    return _plain_value(value, name, names)


def _plain_value(value: object, name: str, names: Names | None) -> str:
    if name == "day" and isinstance(value, int | float):
        return day_words(value)
    if name == "same_visit_as" and names is not None:
        return names.visit(str(value))
    if name == "probability" and isinstance(value, int | float):
        return _("%(n)d in 100") % {"n": round(value * 100)}
    return ", ".join(value) if isinstance(value, tuple) else str(value)
