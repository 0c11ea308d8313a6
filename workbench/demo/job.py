"""The main job of the workbench on the shipped sample: from the schedule to the report, step by step, timed."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.core.management.base import CommandError

from protocols.domain.sample import sample_workbook
from protocols.people.models import User
from protocols.reviews.models import Review
from protocols.reviews.services import open_review
from protocols.schedules.checks.confirming import Preview, confirm_upload
from protocols.schedules.checks.corrections import corrected_schedule
from protocols.schedules.examples import FILENAME, STUDY_CODE
from protocols.schedules.models import Protocol, ScheduleVersion, Upload
from protocols.schedules.services import Names, create_protocol, start_upload
from protocols.schedules.tasks import read_upload
from protocols.scores.services import default_persona, score_review
from reports.services import request_report
from reports.tasks import make_report
from workbench.demo.answers import (
    answer_as_site,
    explain_one,
    plan_room,
    plan_walks,
    release_site_words,
    state_purposes,
    walk_all,
)
from workbench.demo.cast import make_people, seat_people, sponsor_of
from workbench.demo.decisions import decide_and_tell
from workbench.demo.findings import note_findings
from workbench.demo.session import plan_example_session

PLAIN_TITLE = "A skin patch for memory loss in Alzheimer’s disease"
Say = Callable[[str], None]


@dataclass
class Job:
    """One run of the main job: where files go, how progress is told, and what was made and how long it took."""

    out: Path
    say: Say
    seconds: dict[str, float] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """Tell that a step begins, and how long it took."""
        begun = time.perf_counter()
        yield
        self.seconds[words] = round(time.perf_counter() - begun, 3)
        self.say(f"  {words} ({self.seconds[words]:.1f} s)")

    def keep(self, name: str, content: bytes) -> None:
        """Write one file into the folder for results."""
        path = self.out / name
        path.write_bytes(content)
        self.files.append(path.name)


def run(job: Job) -> dict[str, User]:
    """Do the main job on a fresh example protocol, write its files and summary, and return the people by key."""
    job.out.mkdir(parents=True, exist_ok=True)
    with job.step("Make the example people"):
        people = make_people()
    with job.step("Read the sample schedule"):
        workbook = sample_workbook()
        upload = _read(people, workbook)
        job.keep(FILENAME, workbook)
    with job.step("Save it as a version"):
        version = _confirm(upload, people["editor"])
    with job.step("Walk through visits as the example people"):
        review, answers = _walk(version, people)
    with job.step("Score it"):
        found = score_review(review, persona=default_persona(review))
        load, minutes = found.score.load.planned, found.score.minutes.planned
    with job.step("Make findings of what was said"):
        findings = note_findings(review, people["facilitator"])
    with job.step("Decide, and answer those who spoke"):
        decisions = decide_and_tell(review, people["editor"])
    with job.step("Make the report as PDF and XLSX"):
        report = request_report(review=review, by=people["editor"])
        make_report.call(report.code)  # here and now: the worker is not running yet
        report.refresh_from_db()
        if report.pdf is None or report.xlsx is None:
            raise CommandError(f"The report could not be made: {report.error}")
        job.keep("burden-report.pdf", bytes(report.pdf.content))
        job.keep("burden-report.xlsx", bytes(report.xlsx.content))
    _summarise(
        job,
        {
            "load": str(load),
            "minutes": str(minutes),
            "answers": answers,
            "findings": findings,
            "decisions": decisions,
            "review": review.code,
        },
    )
    return people


def _read(people: dict[str, User], workbook: bytes) -> Upload:
    sponsor = sponsor_of(people)
    old = Protocol.objects.filter(sponsor=sponsor).count()
    code = f"{STUDY_CODE} ({old + 1})" if old else STUDY_CODE
    names = Names(code, "Safety and efficacy of the xanomeline transdermal therapeutic system", PLAIN_TITLE)
    protocol = create_protocol(sponsor=sponsor, by=people["editor"], names=names, is_example=True)
    upload = start_upload(protocol=protocol, by=people["editor"], content=workbook, filename=FILENAME)
    read_upload.call(upload.code)
    upload.refresh_from_db()
    return upload


def _confirm(upload: Upload, by: User) -> ScheduleVersion:
    preview = Preview(upload.revision, corrected_schedule(upload).sha256)
    return confirm_upload(upload=upload, by=by, preview=preview)


def _walk(version: ScheduleVersion, people: dict[str, User]) -> tuple[Review, int]:
    review = version.reviews.get()
    seats = seat_people(review, people)
    open_review(review=review, by=people["editor"])
    review.refresh_from_db()
    answers = walk_all(plan_walks(review, people["facilitator"]), seats)
    plan_room(review, people["facilitator"])
    plan_example_session(review, people["facilitator"], seats)
    answers += answer_as_site(review, seats["site"])
    release_site_words(review, people["facilitator"])
    state_purposes(review, people["editor"])
    explain_one(review, people)
    return review, answers


def _summarise(job: Job, results: dict[str, object]) -> None:
    summary = {"files": job.files, "seconds": job.seconds, "results": results}
    (job.out / "summary.json").write_text(json.dumps(summary, indent=2), encoding="utf-8")
