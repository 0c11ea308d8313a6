"""Proposals and overlaps: ranked by what they save, honest about what they cost, and one press from being tried."""

from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from django.urls import reverse

from protocols.domain.burden.overlaps import ONE_TOPIC, REPEATED, USUAL_CARE, Overlap
from protocols.domain.schedule import Activity, Mark, Visit
from protocols.schedules.models import PurposeRecord
from protocols.scores.options.changes import decode
from protocols.scores.options.proposing import KINDS, _by_subject, doubled, ranked
from protocols.scores.services import default_persona, score_review
from tests.cast import Cast, make_cast, match, small_schedule

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    match(cast.protocol, "a1", "informed_consent")
    match(cast.protocol, "a2", "vital_signs")
    match(cast.protocol, "a3", "lumbar_puncture")
    return cast


def found_of(cast: Cast):
    return score_review(cast.review, persona=default_persona(cast.review))


def url(cast: Cast, name: str) -> str:
    return reverse(f"scores:{name}", args=[cast.review.code])


def state(cast: Cast, key: str, purpose: str) -> None:
    activity = cast.protocol.activities.get(key=key)
    PurposeRecord.objects.create(activity=activity, purpose=purpose, by=cast["SE"])


def twice(*, usual_care: bool = False) -> Cast:
    """Vital signs on two days within a week, and two questionnaires about mood on one day."""
    small = small_schedule()
    visits = (*small.visits, Visit("v4", "Day after", header=("D",), day=16))
    rows = (*small.activities, Activity("q1", "PHQ-9"), Activity("q2", "Hamilton depression scale"))
    marks = (*small.marks, Mark("v4", "a2", usual_care=usual_care), Mark("v2", "q1"), Mark("v2", "q2"))
    cast = make_cast(replace(small, visits=visits, activities=rows, marks=marks))
    match(cast.protocol, "a2", "vital_signs")
    match(cast.protocol, "q1", "phq9")
    match(cast.protocol, "q2", "hamd")
    return cast


def test_the_change_that_saves_most_stands_first_and_each_saves_something(cast):
    rows = ranked(found_of(cast), {})
    saved = [(row.proposal.saves_load, row.proposal.saves_minutes) for row in rows]
    assert saved == sorted(saved, reverse=True)
    assert all(load > 0 or minutes > 0 for load, minutes in saved)
    assert rows[0].proposal.option.name == "Leave out 12-lead ECG"
    assert [row.place for row in rows] == list(range(1, len(rows) + 1))


def test_each_proposal_is_one_press_from_being_tried(client, cast):
    client.force_login(cast["SV"])
    text = client.get(url(cast, "proposals")).content.decode()
    for row in ranked(found_of(cast), {}):
        asked = parse_qs(row.query)["change"]
        assert tuple(map(decode, asked)) == row.proposal.option.changes
        assert f"{url(cast, 'option_try')}?{row.query.replace('&', '&amp;')}" in text


def test_the_preview_of_a_proposal_saves_what_the_ranking_says(client, cast):
    client.force_login(cast["SV"])
    first = ranked(found_of(cast), {})[0]
    response = client.get(f"{url(cast, 'option_try')}?{first.query}")
    load, minutes = response.context["trying"].tried.measures[:2]
    assert -load.difference == first.proposal.saves_load
    assert -minutes.difference == first.proposal.saves_minutes


def test_nothing_that_serves_the_main_question_or_safety_is_proposed_without_saying_so(client, cast):
    state(cast, "a3", "primary")
    state(cast, "a2", "safety")
    client.force_login(cast["SV"])
    response = client.get(url(cast, "proposals"))
    for row in response.context["list"]:
        rows = {getattr(change, "activity", "") for change in row.proposal.option.changes}
        assert row.is_protected == bool(rows & {"a2", "a3"}), row.proposal.option.name
    text = response.content.decode()
    assert "It serves the main question of the study." in text
    assert "It keeps people safe." in text
    assert "Nobody has stated what it is for." in text


def test_a_filter_leaves_out_what_is_protected_and_keeps_the_places(client, cast):
    state(cast, "a3", "primary")
    client.force_login(cast["SV"])
    every = client.get(url(cast, "proposals")).context["list"]
    free = client.get(url(cast, "proposals"), {"show": "free"}).context["list"]
    assert [row.place for row in free] == [row.place for row in every if not row.is_protected]
    assert len(free) < len(every)
    unstated = client.get(url(cast, "proposals"), {"show": "unstated"}).context["list"]
    assert all(row.proposal.cautions == ("Nobody has stated what it is for.",) for row in unstated)
    wrong = client.get(url(cast, "proposals"), {"show": "zorb"}).content.decode()
    assert "One of the filters does not exist." in wrong


def test_the_first_ones_come_with_the_range_of_what_they_save(cast):
    for row in ranked(found_of(cast), {}):
        likely, saves = row.proposal.load_saved, row.proposal.saves_load
        assert likely is not None
        assert likely.low <= saves <= likely.high


def test_a_schedule_without_estimates_has_nothing_to_propose(client, db):
    cast = make_cast(replace(small_schedule(), marks=(Mark("v2", "a4"),)))
    client.force_login(cast["SV"])
    assert "Nothing to propose" in client.get(url(cast, "proposals")).content.decode()


def test_stating_a_purpose_is_seen_at_once_although_rankings_are_kept(cast):
    found = found_of(cast)
    assert not any(row.is_protected for row in ranked(found, {}))
    state(cast, "a3", "safety")
    purposes = {record.activity.key: record for record in PurposeRecord.objects.select_related("activity")}
    assert any(row.is_protected for row in ranked(found, purposes))


def test_overlaps_are_found_by_procedure_and_by_topic(client):
    cast = twice()
    client.force_login(cast["SV"])
    kinds = dict(doubled(found_of(cast)))
    same, topic = kinds[str(KINDS[REPEATED])], kinds[str(KINDS[ONE_TOPIC])]
    assert [(each.subject, len(each.pairs)) for each in same] == [("Vital signs", 1)]
    assert [each.subject for each in topic] == ["mood"]
    assert not kinds[str(KINDS[USUAL_CARE])]
    text = client.get(url(cast, "overlaps")).content.decode()
    assert "the same procedure one day apart" in text
    assert "change=drop-mark%2Cv4%2Ca2" in text
    assert "No mark of this schedule says that it is usual care" in text


def test_what_usual_care_does_too_is_asked_about(db):
    cast = twice(usual_care=True)
    kinds = dict(doubled(found_of(cast)))
    assert [each.subject for each in kinds[str(KINDS[USUAL_CARE])]] == ["Vital signs"]
    assert "can its result be used?" in kinds[str(KINDS[USUAL_CARE])][0].pairs[0].words


def test_a_schedule_that_asks_nothing_twice_says_so(client, cast):
    client.force_login(cast["SV"])
    text = client.get(url(cast, "overlaps")).content.decode()
    assert "No overlap was found" in text


@pytest.mark.parametrize("name", ["proposals", "overlaps"])
def test_both_pages_ask_who_reads_and_take_no_post(client, cast, name):
    client.force_login(cast["AD"])
    assert client.get(url(cast, name)).status_code == 403
    client.force_login(cast["stranger"])
    assert client.get(url(cast, name)).status_code == 404
    client.force_login(cast["SE"])
    assert client.post(url(cast, name)).status_code == 405


def test_two_rows_that_meet_at_several_visits_are_one_thing_to_think_about(client, cast):
    found = found_of(cast)
    places = [("v1", "a1"), ("v2", "a1")]
    group = [Overlap(ONE_TOPIC, "carer", place, (place[0], "a2"), 0.0, f"message {place}") for place in places]
    (repeats,) = _by_subject(group, found.score.schedule)
    (pair,) = repeats.pairs
    assert "at 2 visits: Screening, Week 2" in pair.words
    assert pair.first.count("change=") == 2 and pair.second.count("change=") == 2
