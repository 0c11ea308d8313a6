"""Why the score changed since a date: each kind of record moves what it moves, and the steps add up."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from protocols.runthroughs.models import Annotation, AnnotationChange, RunThrough, Walk
from protocols.schedules.models import ProcedureMatch, PurposeRecord, ScheduleVersion
from protocols.scores.house.services import choose_set, make_set, set_value
from protocols.scores.services import change_weights, score_review
from protocols.scores.since import Since, since
from tests.cast import Cast, make_cast, match, small_schedule, version_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()
EARLIER = NOW - timedelta(days=30)


@pytest.fixture
def cast() -> Cast:
    """The cast with its schedule and matches of two months ago; what a test records is of now."""
    cast = make_cast()
    cast.review.version = ScheduleVersion.objects.create(
        protocol=cast.protocol, number=2, file=cast.version.file, filename="a.xlsx", format="xlsx",
        schedule_json=cast.version.schedule_json, schedule_sha256=cast.version.schedule_sha256,
        created_by=cast["SE"], created_at=NOW - timedelta(days=60),
    )  # fmt: skip
    cast.review.created_at = NOW - timedelta(days=50)
    cast.review.save()
    for key, name in (("a1", "informed_consent"), ("a2", "vital_signs"), ("a3", "twelve_lead_ecg")):
        match(cast.protocol, key, name)
    ProcedureMatch.objects.update(at=NOW - timedelta(days=60))
    return cast


def url(cast: Cast) -> str:
    return reverse("scores:changes", args=[cast.review.code])


def say(cast: Cast, overall: int, *, sent=NOW, saved=NOW) -> Annotation:
    run = RunThrough.objects.create(review=cast.review, title="Walk", visits=["v1"], created_by=cast["MO"])
    walk = Walk.objects.create(run=run, seat=cast.seats["AD"], sent_at=sent)
    return Annotation.objects.create(
        walk=walk,
        visit=cast.protocol.visits.get(key="v1"),
        activity=cast.protocol.activities.get(key="a3"),
        step="activity:a3",
        answer="rated",
        overall=overall,
        entered_by=cast["AD"],
        saved_at=saved,
    )


def found(cast: Cast, moment=EARLIER) -> Since:
    result = since(cast.review, moment, persona=None)
    assert result is not None
    return result


def moved(result: Since) -> dict[str, tuple[Decimal, Decimal]]:
    return {step.kind: (step.load, step.minutes) for step in result.steps if not step.is_same}


def test_when_nothing_was_recorded_nothing_moved_and_the_page_says_so(client, cast):
    result = found(cast)
    assert result.is_same
    assert result.load == result.minutes == 0
    client.force_login(cast["SV"])
    page = client.get(url(cast), {"since": EARLIER.date().isoformat()}).content.decode()
    assert "Nothing that the score depends on was recorded since." in page
    assert "Nothing changed" in page


def test_an_answer_moves_load_by_what_it_moves_alone(cast):
    before = score_review(cast.review, persona=None).score.load.planned
    say(cast, 4)
    result = found(cast)
    assert set(moved(result)) == {"ratings"}
    assert result.then.score.load.planned == before
    assert result.now.score.load.planned == score_review(cast.review, persona=None).score.load.planned
    assert moved(result)["ratings"][0] == result.load > 0
    assert [step.changed for step in result.steps if not step.is_same] == [("1 answer came",)]


def test_each_kind_of_record_is_a_step_and_the_steps_add_up(cast):
    say(cast, 4)
    match(cast.protocol, "a3", "lumbar_puncture")
    change_weights(
        review=cast.review, by=cast["SE"], weights={"physical": 0, "worry": 1, "effort": 0}, reason="Worry decides."
    )
    PurposeRecord.objects.create(activity=cast.protocol.activities.get(key="a3"), purpose="safety", by=cast["SE"])
    result = found(cast)
    assert set(moved(result)) == {"ratings", "matches", "ruleset", "purposes"}
    assert sum(step.load for step in result.steps) == result.load
    assert sum(step.minutes for step in result.steps) == result.minutes != 0
    assert moved(result)["purposes"] == (0, 0)
    assert moved(result)["matches"][0] != 0
    now = score_review(cast.review, persona=None).score
    assert result.now.score.load.planned == now.load.planned
    words = [text for step in result.steps for text in step.changed]
    assert "Worry decides." in words
    assert any(text.startswith("12-lead ECG: Lumbar puncture") and "before" in text for text in words)


def test_an_answer_that_was_changed_since_stood_as_it_was_then(cast):
    said = say(cast, 1, sent=EARLIER - timedelta(days=2), saved=EARLIER - timedelta(days=3))
    AnnotationChange.objects.create(
        annotation=said, version=1, content=said.content(), key="k", by=cast["AD"], at=said.saved_at
    )
    before = score_review(cast.review, persona=None).score.load.planned
    said.overall, said.version, said.saved_at = 4, 2, NOW
    said.save()
    AnnotationChange.objects.create(annotation=said, version=2, content=said.content(), key="k", by=cast["AD"], at=NOW)
    result = found(cast)
    assert result.then.score.load.planned == before
    assert result.load > 0
    assert [step.changed for step in result.steps if not step.is_same] == [("1 answer was changed",)]
    assert Annotation.objects.get(pk=said.pk).overall == 4


def test_an_answer_that_was_taken_back_counted_then(cast):
    said = say(cast, 4, sent=EARLIER - timedelta(days=2), saved=EARLIER - timedelta(days=3))
    said.walk.withdrawn_at = NOW
    said.walk.save()
    result = found(cast)
    assert result.load < 0
    assert [step.changed for step in result.steps if not step.is_same] == [("1 answer was taken back",)]


def test_what_was_revealed_only_later_did_not_count_then(cast):
    say(cast, 4, sent=EARLIER - timedelta(days=2), saved=EARLIER - timedelta(days=3))
    RunThrough.objects.update(kind="group", revealed_at=NOW)
    assert moved(found(cast))["ratings"][0] > 0
    RunThrough.objects.update(revealed_at=EARLIER - timedelta(days=1))
    assert found(cast).is_same


def test_house_values_are_a_step_of_their_own(cast):
    own = make_set(sponsor=cast.sponsor, by=cast["SE"], name="Ours", why="Older people.")
    set_value(house_set=own, by=cast["SE"], place=("twelve_lead_ecg", "worry"), value=Decimal(4), why="They said so.")
    choose_set(review=cast.review, by=cast["SE"], house_set=own, why="For this study.")
    result = found(cast)
    assert set(moved(result)) == {"house"}
    assert moved(result)["house"][0] > 0


def test_the_version_that_stood_then_is_scored(cast):
    small = small_schedule()
    lighter = replace(small, marks=small.marks[:1])
    earlier = cast.review.version
    cast.review.version = version_of(cast.protocol, lighter, cast["SE"], number=3)
    cast.review.save()
    result = found(cast)
    assert result.then.inputs.version == earlier
    assert result.now.inputs.version.number == 3
    assert set(moved(result)) == {"version"}
    assert moved(result)["version"][0] == result.load < 0


def test_before_the_first_version_there_was_no_score(client, cast):
    assert since(cast.review, NOW - timedelta(days=90), persona=None) is None
    client.force_login(cast["SV"])
    page = client.get(url(cast), {"since": (NOW - timedelta(days=90)).date().isoformat()})
    assert page.status_code == 200
    assert "There was no score yet" in page.content.decode()


def test_today_counts_from_its_morning(client, cast):
    say(cast, 4)
    client.force_login(cast["SV"])
    page = client.get(url(cast), {"since": timezone.localdate().isoformat()})
    assert page.context["found"].load > 0
    assert "1 answer came" in page.content.decode()
    assert "Nothing was recorded of: Study plan, Matches to the catalogue" in page.content.decode()


@pytest.mark.parametrize("asked", ["yesterday", "2026-13-45", "0001-01-01", "9999-01-01", "<b>"])
def test_what_is_no_day_or_has_not_come_is_said_and_stays_in_its_field(client, cast, asked):
    client.force_login(cast["SV"])
    page = client.get(url(cast), {"since": asked})
    assert page.status_code == 200
    assert page.context["notes"]
    assert page.context["is_default"]
    assert page.context["asked"] == asked


@pytest.mark.parametrize("role", ["AD", "AC", "SI"])
def test_advocates_and_sites_do_not_see_it(client, cast, role):
    client.force_login(cast[role])
    assert client.get(url(cast)).status_code == 403


def test_a_stranger_finds_nothing_and_nothing_is_posted(client, cast):
    client.force_login(cast["stranger"])
    assert client.get(url(cast)).status_code == 404
    client.force_login(cast["SE"])
    assert client.post(url(cast)).status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_answers(client, cast, django_assert_max_num_queries):
    client.force_login(cast["SV"])
    for number in range(4):
        say(cast, number)
    with django_assert_max_num_queries(30):
        client.get(url(cast), {"since": EARLIER.date().isoformat()})
