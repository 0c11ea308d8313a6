"""Puts the controls of the check page's form beside what they are about, for its template."""

from dataclasses import dataclass

from django.forms import BoundField

from protocols.domain.catalogue import load
from protocols.domain.schedule import Activity, Visit
from protocols.schedules.checks.answers import AnswersForm, names_of
from protocols.schedules.checks.matches import Matched
from protocols.schedules.checks.page import Check, Remark
from protocols.schedules.checks.questions import Question, Target, visit_name
from protocols.schedules.grid import lay_out, rows_to_look_at


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with its controls: those for all the same, and those for one by one."""

    anchor: str
    question: Question
    fields: tuple[BoundField, ...]
    singles: tuple[tuple[Target, BoundField], ...]

    @property
    def is_touched(self) -> bool:
        """True where one of the single controls has an answer or an error, so that they are shown open."""
        return any(field.errors or field.value() for _, field in self.singles)


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """Something the reader was not sure of, with the tick that says that somebody looked."""

    remark: Remark
    tick: BoundField


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A column with its controls."""

    visit: Visit
    name: str
    contact: BoundField
    day: BoundField


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A row of the schedule, what it is taken for, and the control to change that."""

    activity: Activity
    match: Matched
    names: str
    field: BoundField


def page_context(seen: Check, *, form: AnswersForm, first: int, only_look: bool = False) -> dict[str, object]:
    """Return the context of the check page; the grid shows the block of visits that begins at `first`.

    With `only_look` all that is settled or was never in doubt is left out.
    """
    unmatched = set(seen.unmatched)
    rows = [_match_row(seen, form, number) for number in range(len(seen.read.activities))]
    visits = [_visit_row(seen, form, number) for number in range(len(seen.schedule.visits))]
    remarks = [RemarkRow(remark, form[f"w{number}"]) for number, remark in enumerate(seen.warnings)]
    asked = [_question_row(form, number, question) for number, question in enumerate(seen.questions)]
    grid = lay_out(seen.saved.shown, seen.unsure, first=first)
    return {
        "only_look": only_look,
        "remarks": [row for row in remarks if not (only_look and row.remark.is_seen)],
        "check": seen,
        "upload": seen.upload,
        "protocol": seen.upload.protocol,
        "form": form,
        "grid": rows_to_look_at(grid) if only_look else grid,
        "questions": [row for row in asked if row.question.is_open or not only_look],
        "visits": visits,
        "visits_have_errors": any(row.contact.errors or row.day.errors for row in visits),
        "unmatched": [row for row in rows if row.activity.key in unmatched or row.field.errors],
        "matched": [row for row in rows if row.activity.key not in unmatched and not row.field.errors],
        "procedures": sorted(procedure.name for procedure in load().procedures.values()),
    }


def _question_row(form: AnswersForm, number: int, question: Question) -> QuestionRow:
    names = [name for end in ("", "-min", "-max", "-share") if (name := f"q{number}{end}") in form.fields]
    singles = enumerate(question.targets if question.can_be_split else ())
    return QuestionRow(
        anchor=f"question-{number}",
        question=question,
        fields=tuple(form[name] for name in names),
        singles=tuple((target, form[f"q{number}-{place}"]) for place, target in singles),
    )


def _visit_row(seen: Check, form: AnswersForm, number: int) -> VisitRow:
    visit = seen.schedule.visits[number]
    return VisitRow(visit, visit_name(visit), form[f"v{number}-contact"], form[f"v{number}-day"])


def _match_row(seen: Check, form: AnswersForm, number: int) -> MatchRow:
    activity = seen.read.activities[number]
    match = seen.matches[activity.key]
    return MatchRow(activity, match, names_of(match.procedures), form[f"m{number}"])
