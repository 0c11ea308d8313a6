"""Everything that the check page shows of one upload, worked out once."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from protocols.domain.problems import Problem, Severity
from protocols.domain.schedule import Schedule
from protocols.schedules.checks.adding import ToSave, to_save
from protocols.schedules.checks.answers import ConfirmForm, Page
from protocols.schedules.checks.confirming import identical_version
from protocols.schedules.checks.corrections import Kind, corrected, is_added, settled
from protocols.schedules.checks.matches import Matched, matched, remembered
from protocols.schedules.checks.questions import Question, questions, uncertain_marks, uncertain_visits
from protocols.schedules.checks.suggestions import suggestions
from protocols.schedules.grid import Unsure
from protocols.schedules.identities import Known
from protocols.schedules.models import ScheduleVersion, Upload


@dataclass(frozen=True, slots=True)
class Remark:
    """The same thing said of one place or of several, and whether a person has looked at it."""

    places: tuple[str, ...]
    message: str
    remedy: str
    is_seen: bool = False

    @property
    def mark(self) -> str:
        """The short name under which a record says that somebody looked."""
        return hashlib.sha256(f"{self.message}|{self.remedy}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Check:
    """One upload as the check page sees it: as read, with the answers given, and as it will be saved."""

    upload: Upload
    read: Schedule
    schedule: Schedule
    saved: ToSave
    questions: list[Question]
    matches: Mapping[str, Matched]
    identical: ScheduleVersion | None
    next_number: int

    @property
    def warnings(self) -> list[Remark]:
        """What the reader was not sure of."""
        seen = settled(self.upload.corrections)
        remarks = _remarks((*self.upload.problems, *self.saved.problems), Severity.WARNING)
        return [replace(each, is_seen=bool(seen.get((Kind.SEEN.value, each.mark, None)))) for each in remarks]

    @property
    def notes(self) -> list[Remark]:
        """What the reader only tells."""
        return _remarks(self.upload.problems, Severity.NOTE)

    @property
    def unmatched(self) -> list[str]:
        """The keys of the rows that fit nothing in the catalogue and that nobody has settled."""
        return [key for key, match in self.matches.items() if match.is_open]

    @property
    def open_questions(self) -> int:
        """How many questions nobody has answered."""
        return sum(question.is_open for question in self.questions)

    @property
    def to_check(self) -> int:
        """How many things need a look: open questions, what nobody has looked at yet, rows without a match."""
        unseen = sum(not remark.is_seen for remark in self.warnings)
        return self.open_questions + unseen + len(self.unmatched)

    @property
    def unsure(self) -> Unsure:
        """What the grid marks."""
        unsure = Unsure(uncertain_marks(self.questions), uncertain_visits(self.questions), self.unmatched)
        return unsure if self.saved.shown is self.schedule else self._in_saved_keys(unsure)

    def form(self, typed: Mapping[str, str] | None = None) -> ConfirmForm:
        """Return the form of the page, filled with what was typed if something was."""
        remarks = {remark.mark: remark.is_seen for remark in self.warnings}
        page = Page(
            self.read,
            self.schedule,
            self.questions,
            self.matches,
            remarks,
            newest=self.next_number - 1,
            is_added=is_added(self.upload.corrections),
        )
        initial = {"revision": self.upload.revision, "sha256": self.saved.shown.sha256}
        return ConfirmForm(typed, page=page, is_identical=self.identical is not None, initial=initial)

    def _in_saved_keys(self, unsure: Unsure) -> Unsure:
        """Name what needs a look by the lasting keys, which a schedule has to which the file was added."""
        own = self.saved.own
        visits = {one.key: other.key for one, other in zip(self.schedule.visits, own.visits, strict=True)}
        rows = {one.key: other.key for one, other in zip(self.schedule.activities, own.activities, strict=True)}
        return Unsure(
            {(visits[visit], rows[row]): is_open for (visit, row), is_open in unsure.marks.items()},
            [visits[key] for key in unsure.visits],
            [rows[key] for key in unsure.activities],
        )


def _remarks(problems: Iterable[Problem], severity: Severity) -> list[Remark]:
    places: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        if problem.severity is severity:
            places.setdefault((problem.message, problem.remedy), []).append(problem.where)
    return [Remark(tuple(where), message, remedy) for (message, remedy), where in places.items()]


def check(upload: Upload) -> Check:
    """Look at an upload that was read."""
    read = Schedule.from_dict(upload.schedule_json or Schedule().to_dict())
    schedule = corrected(read, upload.corrections)
    versions = list(upload.protocol.versions.order_by("number"))
    known = Known.of(version.schedule for version in versions)
    saved = to_save(upload, schedule, versions, known)
    suggested = suggestions(read, known, versions[-1].schedule if versions else None)
    return Check(
        upload=upload,
        read=read,
        schedule=schedule,
        saved=saved,
        questions=questions(read, upload.corrections, suggested),
        matches=matched(read, settled(upload.corrections), remembered(upload.protocol.sponsor)),
        identical=identical_version(upload, saved, versions),
        next_number=len(versions) + 1,
    )
