"""The example study: its counts, its way through our own template, and its agreement with the published study."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from protocols.domain import importers
from protocols.domain.sample import attribution, sample_schedule, sample_workbook
from protocols.domain.schedule import Contact, MarkKind, Schedule
from tests.conftest import DATA_FOLDER

# The published file misspells one activity; two others differ in punctuation and case only.
OUR_SPELLING = {"uninalysis": "urinalysis"}


def test_the_example_has_its_visits_activities_and_marks() -> None:
    schedule = sample_schedule()
    assert (len(schedule.visits), len(schedule.activities), len(schedule.marks)) == (16, 30, 122)
    assert len(schedule.visit_by_key) == 16 and len(schedule.activity_by_key) == 30
    assert [visit.label for visit in schedule.visits if visit.contact is Contact.PHONE] == [
        f"Week {week} (telephone)" for week in (10, 14, 18, 22)
    ]
    assert len(schedule.objectives) == 6
    assert sum(len(objective.endpoints) for objective in schedule.objectives) == 8


def test_every_footnote_is_used_and_has_a_text() -> None:
    schedule = sample_schedule()
    used = {key for row in schedule.activities for key in row.footnotes}
    used |= {key for mark in schedule.marks for key in mark.footnotes}
    assert used == {footnote.key for footnote in schedule.footnotes}


def test_days_rise_from_visit_to_visit() -> None:
    days = [visit.day for visit in sample_schedule().visits if visit.day is not None]
    assert len(days) == 16 and days == sorted(set(days))


def test_the_example_goes_through_our_own_template_unchanged() -> None:
    imported = importers.read(sample_workbook(), "example.xlsx")
    assert imported.schedule == sample_schedule()
    assert imported.problems == ()


def test_the_credit_stands_in_the_workbook() -> None:
    assert "CDISC" in attribution() and "CC BY 4.0" in attribution()
    texts = [cell.value for row in load_workbook(BytesIO(sample_workbook()))["How to fill in"] for cell in row]
    assert attribution() in texts


def cells(schedule: Schedule) -> dict[tuple[int, int], MarkKind]:
    """Return the kinds of marks by the numbers of column and row."""
    columns = {visit.key: number for number, visit in enumerate(schedule.visits)}
    rows = {activity.key: number for number, activity in enumerate(schedule.activities)}
    return {(columns[mark.visit], rows[mark.activity]): mark.kind for mark in schedule.marks}


def spelling(label: str) -> str:
    """Return a label without regard to case, punctuation and the one misspelling."""
    plain = "".join(letter for letter in label.casefold() if letter.isalnum())
    return OUR_SPELLING.get(plain, plain)


@pytest.mark.needs_data
def test_the_example_agrees_with_the_published_study_cell_by_cell() -> None:
    published = importers.read((DATA_FOLDER / "schedules" / "usdm4_lzzt_pilot.json").read_bytes(), "x.json").schedule
    ours = sample_schedule()
    assert ours.title == published.title
    assert [(visit.day, visit.window) for visit in ours.visits] == [(v.day, v.window) for v in published.visits]
    assert [spelling(row.label) for row in ours.activities] == [spelling(row.label) for row in published.activities]
    assert cells(ours) == cells(published)
    assert [arm.key for arm in ours.arms] == ["placebo", "low", "high"] and len(published.arms) == 3
    assert len(ours.objectives) == len(published.objectives)
