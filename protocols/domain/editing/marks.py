"""The edit of one cell, and the mending of merged marks that edits took apart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from protocols.domain.problems import Problem
from protocols.domain.schedule import Mark, MarkKind, Schedule

from .rows import missing, plain, text_faults

# What stands in a cell whose kind was chosen and for which nothing was typed; a reader takes it for the same kind.
TEXTS = {
    MarkKind.PLANNED: "X",
    MarkKind.CONDITIONAL: "If needed",
    MarkKind.OPTIONAL: "Optional",
    MarkKind.CONTINUOUS: "Continuously",
    MarkKind.REFERRED: "See text",
}


@dataclass(frozen=True, slots=True)
class SetMark:
    """Say whether and how an activity is done at a visit; `mark` None takes the mark away.

    A mark that was there keeps its footnotes; it counts for itself from now on, even if it was part of a merged one.
    """

    kind: ClassVar[str] = "set-mark"
    visit: str
    activity: str
    mark: MarkKind | None = MarkKind.PLANNED
    text: str = ""

    def apply(self, schedule: Schedule) -> Schedule:
        """Return the schedule with the cell changed."""
        return with_marks_set(schedule, [self])

    def faults(self, schedule: Schedule) -> Iterator[Problem]:
        """Yield what is wrong with it."""
        if self.visit not in schedule.visit_by_key:
            yield missing("visit", self.visit)
        if self.activity not in schedule.activity_by_key:
            yield missing("activity", self.activity)
        yield from text_faults("mark", self.text, required=False)

    def made_of(self, mark: Mark, kind: MarkKind) -> Mark:
        """Return the mark that a mark becomes."""
        text = plain(self.text) or TEXTS[kind]
        if (mark.kind, mark.text) == (kind, text):
            return mark
        probability = mark.probability if mark.kind is kind else None
        return replace(mark, kind=kind, text=text, probability=probability, spans=1, count_each=False)


def with_marks_set(schedule: Schedule, edits: Iterable[SetMark]) -> Schedule:
    """Return the schedule after any number of these edits, in one go: a draft has hundreds of them."""
    marks = {(mark.visit, mark.activity): mark for mark in schedule.marks}
    for edit in edits:
        place = (edit.visit, edit.activity)
        if edit.visit not in schedule.visit_by_key or edit.activity not in schedule.activity_by_key:
            continue
        if edit.mark is None:
            marks.pop(place, None)
        else:
            marks[place] = edit.made_of(marks.get(place) or Mark(*place), edit.mark)
    return replace(schedule, marks=tuple(marks.values()))


def mended(schedule: Schedule, *, base: Schedule) -> Schedule:
    """Return the schedule with every merged mark that edits cut short or apart spanning what is left of it.

    A merged mark is repeated for each visit that it covers, so its number has to be that of its marks. Those that
    stand as they stood in `base` stay as they are.
    """
    as_they_were = set(_runs(base))
    spans = {
        (mark.visit, mark.activity): len(run) for run in _runs(schedule) if run not in as_they_were for mark in run
    }
    marks = (
        replace(mark, spans=spans.get((mark.visit, mark.activity), mark.spans)) if mark.spans > 1 else mark
        for mark in schedule.marks
    )
    return replace(schedule, marks=tuple(marks)) if spans else schedule


def _runs(schedule: Schedule) -> Iterator[tuple[Mark, ...]]:
    """Yield the neighbouring marks of a row that are one merged mark, as far as they are still neighbours."""
    for activity in schedule.activities:
        run: list[Mark] = []
        for visit in schedule.visits:
            mark = schedule.mark_at.get((visit.key, activity.key))
            is_next = bool(run and mark) and (run[0].spans, run[0].text) == (mark.spans, mark.text)  # type: ignore[union-attr]
            if run and (not is_next or len(run) == run[0].spans):
                yield tuple(run)
                run = []
            if mark is not None and mark.spans > 1:
                run.append(mark)
        if run:
            yield tuple(run)
