"""What the check page asks about a schedule as it was read: one question for all that is the same, with its answers.

Questions come from the schedule as read, so they and their numbers stay the same however often a person answers.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from protocols.domain.importers.grid.marks import is_cross
from protocols.domain.schedule import Contact, Mark, MarkKind, Schedule, Visit
from protocols.schedules.checks.corrections import Kind, Settled, Stored, merged_marks, settled
from protocols.schedules.checks.suggestions import Suggestions
from protocols.schedules.limits import limits

MARK_WORDS = {
    MarkKind.PLANNED: gettext_lazy("done"),
    MarkKind.CONDITIONAL: gettext_lazy("done only in some cases"),
    MarkKind.OPTIONAL: gettext_lazy("may be done"),
    MarkKind.CONTINUOUS: gettext_lazy("done throughout"),
    MarkKind.REFERRED: gettext_lazy("said elsewhere"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """One column, mark or merged mark that a question is about."""

    visit: str | None
    activity: str | None
    label: str
    candidate: str = ""  # the column, or the visit or activity of an earlier version, that may be the same


@dataclass(frozen=True, slots=True)
class Question:
    """One question about things that are the same; `answers` has the settled value of each target, or None."""

    kind: Kind
    where: str
    title: str
    hint: str
    targets: tuple[Target, ...]
    answers: tuple[Any, ...]

    @property
    def is_open(self) -> bool:
        """True until every target is settled."""
        return any(answer is None for answer in self.answers)

    @property
    def answer(self) -> Any:
        """The answer that all targets share, else None."""
        first = self.answers[0]
        return first if all(answer == first for answer in self.answers) else None

    @property
    def can_be_split(self) -> bool:
        """True where the targets can also be answered one by one."""
        return self.kind == Kind.MARK and 1 < len(self.targets) <= limits().one_by_one


Draft = tuple[Kind, str, str, str, list[Target]]


def questions(
    schedule: Schedule, corrections: Iterable[Stored], suggested: Suggestions | None = None
) -> list[Question]:
    """Return all questions about a schedule as read, with the answers given so far."""
    values = settled(corrections)
    askers: Sequence[Callable[[Schedule], Iterator[Draft]]] = (_labels, _repeats, _arms, _contacts, _merged, _marks)
    asked = [draft for asker in askers for draft in asker(schedule)]
    return [
        Question(kind, where, title, hint, tuple(targets), tuple(_answer(values, kind, target) for target in targets))
        for kind, where, title, hint, targets in [*asked, *_same_as(schedule, suggested)]
    ]


def uncertain_marks(asked: Iterable[Question]) -> dict[tuple[str, str], bool]:
    """Return (visit, activity) of each mark that is asked about, with whether the question is still open."""
    return {
        (target.visit, target.activity): answer is None
        for question in asked
        if question.kind == Kind.MARK
        for target, answer in zip(question.targets, question.answers, strict=True)
        if target.visit and target.activity
    }


def uncertain_visits(asked: Iterable[Question]) -> set[str]:
    """Return the columns about which a question is still open."""
    return {
        target.visit
        for question in asked
        for target, answer in zip(question.targets, question.answers, strict=True)
        if target.visit and target.activity is None and answer is None
    }


def visit_name(visit: Visit) -> str:
    """Return the name of a column as people can tell it from others."""
    label = visit.label or " ".join(text for text in visit.header if text) or _("A visit without a name")
    return f"{visit.epoch}, {label}" if visit.epoch and visit.epoch not in label else label


def _answer(values: Settled, kind: Kind, target: Target) -> Any:
    answer = values.get((kind.value, target.visit, target.activity))
    if kind == Kind.SAME_VISIT and (kind.value, target.visit, None) in values:
        return answer == target.candidate
    return answer


def _same_as(schedule: Schedule, suggested: Suggestions | None) -> Iterator[Draft]:
    """Ask about what is new in this file and named like something that is gone from the last version."""
    if suggested is None:
        return
    names = {visit.key: visit_name(visit) for visit in schedule.visits} | {a.key: a.label for a in schedule.activities}
    found = [(Target(key, None, names[key], old.key), visit_name(old)) for key, old in suggested.visits.items()]
    found += [(Target(None, key, names[key], old.key), old.label) for key, old in suggested.activities.items()]
    for target, old in found:
        title = _("Is this the “%(old)s” of the last version?") % {"old": old}
        hint = _("If it is, what people said about it stays with it. If not, it begins anew.")
        yield Kind.SAME_AS, target.label, title, hint, [target]


def _labels(schedule: Schedule) -> Iterator[Draft]:
    for number, visit in enumerate(schedule.visits, 1):
        if not visit.label.strip():
            where = _("Column %(number)d") % {"number": number}
            hint = _("Headings over it: %(texts)s") % {"texts": ", ".join(filter(None, visit.header)) or _("none")}
            yield Kind.LABEL, where, _("The visit has no name"), hint, [Target(visit.key, None, where)]


def _repeats(schedule: Schedule) -> Iterator[Draft]:
    for visit in schedule.visits:
        if visit.repeats is not None:
            hint = _("Until you say how many, it counts as one and totals say “at least”.")
            title = _("This column stands for several visits")
            yield Kind.REPEATS, visit_name(visit), title, hint, [Target(visit.key, None, visit_name(visit))]


def _arms(schedule: Schedule) -> Iterator[Draft]:
    """Ask about columns of one arm that have the same name as columns of an arm before it."""
    names = {arm.key: arm.label for arm in schedule.arms}
    first: dict[tuple[str, str | None], Visit] = {}
    pairs: dict[tuple[str, str], list[Target]] = defaultdict(list)
    for visit in schedule.visits:
        if visit.arm is None:
            continue
        twin = first.setdefault((visit.label, visit.epoch), visit)
        if twin.arm is not None and twin.arm != visit.arm:
            target = Target(visit.key, None, visit_name(visit), candidate=twin.key)
            pairs[names.get(twin.arm, twin.arm), names.get(visit.arm, visit.arm)].append(target)
    for (one, other), targets in pairs.items():
        title = _("Do “%(one)s” and “%(other)s” share these visits?") % {"one": one, "other": other}
        hint = ngettext("%(n)d visit has", "%(n)d visits have", len(targets)) % {"n": len(targets)}
        hint = _("%(visits)s the same name in both arms. Nobody is in both.") % {"visits": hint}
        yield Kind.SAME_VISIT, other, title, hint, targets


def _contacts(schedule: Schedule) -> Iterator[Draft]:
    unknown = [visit for visit in schedule.visits if visit.contact is Contact.UNKNOWN]
    if unknown:
        where = ngettext("%(n)d visit", "%(n)d visits", len(unknown)) % {"n": len(unknown)}
        hint = _list_of(visit_name(visit) for visit in unknown)
        targets = [Target(visit.key, None, visit_name(visit)) for visit in unknown]
        yield Kind.CONTACT, where, _("The file does not say where they take place"), hint, targets


def _merged(schedule: Schedule) -> Iterator[Draft]:
    groups: dict[tuple[str, tuple[str, ...]], list[tuple[Mark, ...]]] = defaultdict(list)
    for run in merged_marks(schedule):
        groups[run[0].text, tuple(mark.visit for mark in run)].append(run)
    for (text, visits), runs in groups.items():
        first, last = schedule.visit_by_key[visits[0]], schedule.visit_by_key[visits[-1]]
        title = _("One “%(text)s” over %(n)d visits") % {"text": text, "n": len(visits)}
        rows = _list_of(schedule.activity_by_key[run[0].activity].label for run in runs)
        span = _("%(first)s to %(last)s") % {"first": visit_name(first), "last": visit_name(last)}
        targets = [Target(visits[0], run[0].activity, schedule.activity_by_key[run[0].activity].label) for run in runs]
        yield Kind.COUNT_EACH, span, title, rows, targets


def _marks(schedule: Schedule) -> Iterator[Draft]:
    groups: dict[tuple[str, MarkKind], list[Mark]] = defaultdict(list)
    for mark in schedule.marks:
        if mark.kind is not MarkKind.PLANNED or not is_cross(mark.text):
            groups[mark.text, mark.kind].append(mark)
    for (text, kind), marks in list(groups.items())[: limits().same_marks]:
        title = ngettext("The mark “%(text)s”", "%(n)d marks “%(text)s”", len(marks)) % {"text": text, "n": len(marks)}
        read = _("We read it as: %(words)s.") % {"words": MARK_WORDS[kind]}
        targets = [Target(mark.visit, mark.activity, _place(schedule, mark)) for mark in marks]
        yield Kind.MARK, text, title, f"{read} {_list_of(target.label for target in targets)}", targets


def _place(schedule: Schedule, mark: Mark) -> str:
    activity, visit = schedule.activity_by_key[mark.activity], schedule.visit_by_key[mark.visit]
    return _("%(activity)s at %(visit)s") % {"activity": activity.label, "visit": visit_name(visit)}


def _list_of(labels: Iterable[str], *, most: int = 6) -> str:
    listed = list(labels)
    shown = "; ".join(listed[:most])
    rest = len(listed) - most
    return shown if rest <= 0 else _("%(shown)s; and %(rest)d more") % {"shown": shown, "rest": rest}
