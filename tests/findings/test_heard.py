"""What was heard: all that people said stands there until a finding rests on it, and nothing that is held back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from protocols.findings.heard import heard_in, says_something
from protocols.findings.models import Finding, FindingSource
from protocols.findings.services import About, make_finding
from protocols.findings.words import suggested_title
from protocols.reviews.models import SeatRole
from protocols.runthroughs.models import Annotation, RunThrough, ShareLevel
from protocols.schedules.models import PurposeRecord
from protocols.scores.services import default_persona, score_review
from tests.cast import Cast, add_seat, make_cast, match
from tests.findings.said import say
from tests.runthroughs.sites import release_texts
from tests.runthroughs.sites import say as say_as_site

pytestmark = pytest.mark.django_db
HARD = 3


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def heard(cast: Cast):
    return heard_in(cast.review, score_review(cast.review, persona=default_persona(cast.review)))


def answers(cast: Cast, key: str = "activity:a3") -> list[str]:
    topic = heard(cast).topic(key)
    return [piece.answer.words for piece in topic.new if piece.answer] if topic else []


def page(client, cast: Cast, name: str, *more: str) -> str:
    return client.get(reverse(f"findings:{name}", args=[cast.review.code, *more])).content.decode()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"overall": 2}, False),
        ({"overall": HARD}, True),
        ({"overall": 0, "could_not_do": True}, True),
        ({"taps": ["fine"]}, False),
        ({"taps": ["fine", "painful"]}, True),
        ({"reasons": ["pain"]}, True),
        ({"words": "  "}, False),
        ({"words": "Too long."}, True),
        ({"would_help": "A chair."}, True),
        ({"keeps_going": "My daughter."}, True),
        ({"question": "Why twice?"}, True),
        ({"answer": "skipped"}, False),
    ],
)
def test_an_answer_is_a_piece_where_it_says_more_than_a_number_that_is_not_hard(content, expected):
    assert says_something(Annotation(**content), HARD) is expected


def test_what_people_said_is_gathered_by_what_it_is_about(cast):
    add_seat(cast, SeatRole.ADVOCATE, "Bo Other", cast.seats["AD"].organisation, key="BO")
    say(cast, words="It hurts.", reasons=["pain"])
    say(cast, "BO", words="My skin tore.", reasons=["pain", "worry"])
    say(cast, activity=None, words="Two buses.")
    found = heard(cast)
    topic = found.topic("activity:a3")
    assert topic.label == "12-lead ECG"
    assert topic.counts.people == 2
    assert answers(cast) == ["It hurts.", "My skin tore."]
    assert answers(cast, "visit:v1") == ["Two buses."]
    assert found.waiting[0].key == "activity:a3"  # most people spoke about it
    assert suggested_title(topic) == "12-lead ECG: pain or discomfort, worry"


def test_what_does_not_count_is_not_heard(cast):
    say(cast, words="Drafted.")
    RunThrough.objects.update(kind=RunThrough.Kind.GROUP)  # written together, and not shown yet
    assert answers(cast) == []
    RunThrough.objects.update(revealed_at=timezone.now())
    assert answers(cast) == ["Drafted."]
    for state in ({"withdrawn_at": timezone.now()}, {"sent_at": None, "withdrawn_at": None}):
        Annotation.objects.get().walk.run.walks.update(**state)
        assert answers(cast) == []


def test_what_a_finding_rests_on_waits_no_more_and_is_still_shown(client, cast):
    said = say(cast, words="It hurts.")
    piece = heard(cast).pieces[f"answer:{said.pk}"]
    make_finding(review=cast.review, by=cast["MO"], about=About(), said={"title": "ECG hurts"}, pieces=[piece])
    assert answers(cast) == []
    client.force_login(cast["SV"])
    text = page(client, cast, "topic", "activity:a3")
    assert "It hurts." in text
    assert "A finding rests on this already." in text
    assert "Make the finding" not in text


def test_the_score_s_remarks_and_a_missing_purpose_are_heard_too(cast):
    match(cast.protocol, "a3", "lumbar_puncture")
    kinds = {piece.flag.kind for piece in heard(cast).pieces.values() if piece.flag}
    assert "high_dimension" in kinds
    assert heard(cast).topic("activity:a1").pieces[0].has_no_purpose
    PurposeRecord.objects.create(
        activity=cast.protocol.activities.get(key="a1"), purpose="safety", objective="", by=cast["SE"]
    )
    assert heard(cast).topic("activity:a1") is None


def test_of_sites_only_what_may_be_told_is_heard(client, cast):
    say_as_site(cast.seats["SI"], note="Our freezer is full.")
    assert heard(cast).topic("visit:v1") is None  # by role and region: held until enough people answered
    say_as_site(cast.seats["SI"], "v2", note="No nurse on Fridays.", share_level=ShareLevel.NAMED)
    assert heard(cast).topic("visit:v2").counts.site_visits == 1
    for who in ("SV", "MO"):
        client.force_login(cast[who])
        assert "No nurse on Fridays." not in page(client, cast, "topic", "visit:v2")
    release_texts(cast)
    client.force_login(cast["SV"])
    assert "No nurse on Fridays." in page(client, cast, "topic", "visit:v2")
    assert "Our freezer" not in page(client, cast, "heard")


def test_the_page_lists_what_waits_and_says_when_nothing_does(client, cast):
    client.force_login(cast["RV"])
    assert "12-lead ECG" in page(client, cast, "heard")  # nobody has said what it is for
    for activity in cast.protocol.activities.all():
        PurposeRecord.objects.create(activity=activity, purpose="safety", objective="", by=cast["SE"])
    for topic in heard(cast).waiting:
        make_finding(
            review=cast.review, by=cast["MO"], about=About(), said={"title": topic.key}, pieces=topic.new
        )  # fmt: skip
    assert "Nothing waits" in page(client, cast, "heard")


def test_a_topic_about_which_nothing_was_heard_is_not_there(client, cast):
    client.force_login(cast["SE"])
    for key in ("activity:a9", "visit:v1", "nonsense"):
        assert client.get(reverse("findings:topic", args=[cast.review.code, key])).status_code == 404


def post(client, cast: Cast, key: str, **given):
    return client.post(reverse("findings:make", args=[cast.review.code, key]), given)


def test_a_finding_is_made_of_what_is_ticked(client, cast):
    first, second = say(cast, words="It hurts."), say(cast, visit="v2", words="It is cold.")
    client.force_login(cast["MO"])
    given = {"go": "make", "title": "The ECG\nhurts", "impact": "Some may leave.", "severity": 3}
    response = post(client, cast, "activity:a3", piece=[f"answer:{first.pk}"], **given)
    made = Finding.objects.get()
    assert response["Location"] == reverse("findings:finding", args=[cast.review.code, made.code])
    assert (made.title, made.activity.key, made.severity, made.made_by) == ("The ECG hurts", "a3", 3, cast["MO"])
    assert [source.annotation for source in made.sources.all()] == [first]
    assert answers(cast) == [second.words]


def test_what_is_ticked_can_be_added_to_a_finding(client, cast):
    said = say(cast, words="It hurts.")
    kept = make_finding(review=cast.review, by=cast["MO"], about=About(), said={"title": "Too many tests"})
    client.force_login(cast["SE"])
    for _twice in range(2):
        post(client, cast, "activity:a3", go="add", into=kept.code, piece=[f"answer:{said.pk}"])
    assert FindingSource.objects.get().finding == kept
    assert [event.kind for event in kept.events.all()] == ["added", "made"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"go": "make", "title": "", "severity": 3}, "Enter the finding in one sentence."),
        ({"go": "make", "title": "ECG", "severity": 9}, "Choose one from the list."),
        ({"go": "make", "title": "ECG", "severity": 3, "piece": []}, "Tick what the finding rests on."),
        ({"go": "make", "title": "ECG", "severity": 3, "piece": ["answer:0"]}, "Something that was ticked is gone."),
        ({"go": "add", "into": ""}, "Choose one from the list."),
        ({"go": "add", "into": "nonsense", "title": "My words"}, "Choose one from the list."),
    ],
)
def test_a_bad_form_says_what_to_do_and_loses_nothing(client, cast, given, words):
    said = say(cast, words="It hurts.")
    make_finding(review=cast.review, by=cast["MO"], about=About(), said={"title": "Too many tests"})
    client.force_login(cast["SE"])
    given = {"impact": "Typed at length.", "piece": [f"answer:{said.pk}"], **given}
    response = post(client, cast, "activity:a3", **given)
    text = response.content.decode()
    assert response.status_code == 422
    assert words in text
    assert "Typed at length." in text
    assert Finding.objects.count() == 1
    assert not FindingSource.objects.exists()
