"""The demo does the main job for real: from the sample schedule to a PDF and a workbook."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from protocols.audit.services import broken_links
from protocols.people.models import User
from protocols.reviews.models import Review
from protocols.runthroughs.models import Annotation, SiteAnswer
from protocols.runthroughs.sessions.guards import gaps_in
from protocols.runthroughs.sessions.models import Session
from protocols.scores.services import default_persona, score_review
from reports.models import Report
from workbench.demo.cast import role_lines, told
from workbench.demo.job import Job, run

pytestmark = pytest.mark.django_db


@pytest.mark.pdf
def test_the_main_job_goes_from_the_schedule_to_the_report(tmp_path):
    said: list[str] = []
    run(Job(tmp_path, said.append))
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert summary["files"] == ["example-schedule.xlsx", "burden-report.pdf", "burden-report.xlsx"]
    assert all(seconds >= 0 for seconds in summary["seconds"].values())
    assert len(said) == len(summary["seconds"])
    assert (tmp_path / "burden-report.pdf").read_bytes().startswith(b"%PDF-")
    assert load_workbook(io.BytesIO((tmp_path / "burden-report.xlsx").read_bytes())).sheetnames
    review = Review.objects.get()
    schedule = review.version.schedule
    assert (len(schedule.visits), len(schedule.activities), len(schedule.marks)) == (16, 30, 122)
    assert summary["results"]["load"] == str(score_review(review, persona=default_persona(review)).score.load.planned)
    assert (
        Annotation.objects.that_count().count() + SiteAnswer.objects.that_count().count()
        == summary["results"]["answers"]
    )
    assert Report.objects.get().state == "ready"
    session = Session.objects.get()
    assert session.is_on
    assert gaps_in(session, now=timezone.now()) == []
    assert [asked.reply for asked in session.people.order_by("id")] == ["yes", "maybe", ""]
    assert list(broken_links()) == []


def test_the_example_people_all_say_that_they_are_examples(tmp_path):
    from workbench.demo.cast import make_people

    people = make_people()
    assert {key for key, _ in role_lines()} == set(people)
    assert all("Example" in user.name and user.is_example for user in people.values())
    assert make_people().keys() == people.keys()
    assert User.objects.count() == len(people)


def test_every_answer_of_the_demo_is_given_somewhere():
    """What stands in the file and is never shown would be a promise that nobody keeps."""
    from protocols.domain.sample import sample_schedule

    schedule = sample_schedule()
    labels = {label for walk in told("answers")["walks"] for label in walk["visits"]}
    walked = {visit.key for visit in schedule.visits if visit.label in labels}
    done = {schedule.activity_by_key[mark.activity].label for mark in schedule.marks if mark.visit in walked}
    for person in told("answers")["people"].values():
        assert set(person["activities"]) <= done


def test_the_demo_command_starts_in_the_demo_only():
    with pytest.raises(CommandError, match="./dev demo"):
        call_command("demo", once=True)
