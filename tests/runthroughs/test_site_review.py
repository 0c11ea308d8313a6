"""A site says what each visit would take there, sees what the sponsor will see, and can take it back."""

from dataclasses import replace

import pytest
from django.urls import reverse

from protocols.audit.models import Action, Event
from protocols.reviews.access import place_in
from protocols.reviews.models import ReviewState
from protocols.runthroughs.models import ShareLevel, SiteAnswer
from protocols.runthroughs.sites.access import own_minutes
from protocols.runthroughs.sites.plans import busiest, plans_of
from protocols.schedules.models import Visit
from tests.cast import Cast, make_cast, match, small_schedule
from tests.runthroughs.sites import close, release_texts, say, site_seats

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    match(cast.protocol, "a1", "informed_consent")
    match(cast.protocol, "a2", "vital_signs")
    match(cast.protocol, "a3", "ecg_12_lead")
    return cast


def url(cast: Cast, name: str = "site_visit", key: str = "v1") -> str:
    return reverse(f"runthroughs:{name}", args=[cast.review.code, *([key] if name != "site" else [])])


def typed(**fields):
    return {"version": 0, "go": "send", "verdict": "help", "share_level": "role", **fields}


def test_a_site_sees_its_visits_with_staff_time_and_status(client, cast):
    say(cast.seats["SI"], "v2", verdict="no")
    client.force_login(cast["SI"])
    page = client.get(url(cast, "site")).content.decode()
    assert page.count("<h1>") == 1
    for words in ("Screening", "Week 2", "Call 3", "Not yet started", "Sent", "1 of 3 sent", "Busiest visit"):
        assert words in page
    assert "Answers here are not used to choose or rate sites." in page


def test_the_list_takes_few_queries_however_many_answers(client, cast, django_assert_max_num_queries):
    for key in ("v1", "v2", "v3"):
        say(cast.seats["SI"], key)
    client.force_login(cast["SI"])
    with django_assert_max_num_queries(9):
        client.get(url(cast, "site"))


def test_the_standard_minutes_are_those_of_the_score(cast):
    plans = plans_of(cast.review)
    assert [plan.key for plan in plans] == ["v1", "v2", "v3"]
    assert plans[0].minutes["coordinator"] > 0
    assert [task.key for task in plans[0].tasks] == ["a1", "a2", "a3"]
    assert busiest(plans) == plans[0]


def test_without_matches_no_visit_is_called_the_busiest():
    assert busiest(plans_of(make_cast().review)) is None


def test_a_draft_may_be_blank_and_stays_with_the_site(client, cast):
    client.force_login(cast["SI"])
    answer = client.post(url(cast), typed(go="save", verdict="", note="Only a start"))
    assert answer.url == url(cast, "site")
    kept = SiteAnswer.objects.get()
    assert (kept.note, kept.is_sent, kept.version, kept.entered_by) == ("Only a start", False, 1, cast["SI"])
    assert "Draft, not sent" in client.get(url(cast, "site")).content.decode()
    assert not Event.objects.filter(action=Action.ANSWERS_SENT).exists()


def test_all_that_was_said_is_kept_and_sent(client, cast):
    client.force_login(cast["SI"])
    client.post(
        url(cast),
        typed(minutes_coordinator=" 190 ", minutes_nurse="0", flags=["rooms", "imaging"], severity="3", note="No bed.",
              would_stop_us="on", suggestion="Two days.", site_role="nurse", share_level="named"),
    )  # fmt: skip
    kept = SiteAnswer.objects.get()
    assert kept.is_sent
    assert kept.minutes == {"coordinator": 190, "nurse": 0}
    assert (kept.flags, kept.severity, kept.would_stop_us) == (["rooms", "imaging"], 3, True)
    assert (kept.note, kept.suggestion, kept.site_role, kept.share_level) == ("No bed.", "Two days.", "nurse", "named")
    page = client.get(url(cast)).content.decode()
    assert 'value="190"' in page and "No bed." in page and "Two days." in page


def test_role_and_region_is_the_suggestion(client, cast):
    client.force_login(cast["SI"])
    assert client.get(url(cast)).context["form"]["share_level"].value() == ShareLevel.ROLE


def test_sending_asks_for_the_first_answer_and_keeps_all_else(client, cast):
    client.force_login(cast["SI"])
    page = client.post(url(cast), typed(verdict="", note="My words", minutes_nurse="33", flags=["rooms"]))
    body = page.content.decode()
    assert page.status_code == 422
    assert "Say whether your site could do this visit on a normal day." in body
    assert "<title>Error:" in body
    assert "My words" in body and 'value="33"' in body and page.context["form"]["flags"].value() == ["rooms"]
    assert not SiteAnswer.objects.exists()


@pytest.mark.parametrize("minutes", ["abc", "-5", "1441", "3,5", "3.5", "NaN", "1e309", "٣", "9" * 5000, "1 2"])
def test_minutes_that_are_none_are_refused_by_name_and_range_and_stay_in_the_box(client, cast, minutes):
    client.force_login(cast["SI"])
    page = client.post(url(cast), typed(minutes_nurse=minutes, note="My words"))
    body = page.content.decode()
    assert page.status_code == 422
    assert "Nurse: type whole minutes from 0 to 1440" in body
    assert f'value="{minutes}"' in body and "My words" in body
    assert not SiteAnswer.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("severity", "5", "from 0 to 4"),
        ("severity", "NaN", "from 0 to 4"),
        ("verdict", "maybe", "Choose one of the four answers"),
        ("share_level", "", "Choose who sees your name"),
        ("share_level", "everyone", "Choose who sees your name"),
        ("flags", "made-up", "choose from the list"),
        ("site_role", "Dr Sid", "Choose your role"),
        ("note", "x" * 2001, "Please shorten it to 2000"),
    ],
)
def test_what_is_out_of_range_is_refused_in_plain_words(client, cast, field, value, words):
    client.force_login(cast["SI"])
    page = client.post(url(cast), typed(**{field: value}))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not SiteAnswer.objects.exists()


def test_words_that_nobody_can_see_are_no_words(client, cast):
    client.force_login(cast["SI"])
    client.post(url(cast), typed(note=" \u200b\u2060 "))
    assert SiteAnswer.objects.get().note == ""


def test_pressing_twice_stores_once_and_sends_once(client, cast):
    client.force_login(cast["SI"])
    for _ in range(2):
        assert client.post(url(cast), typed(note="Once")).status_code == 302
    assert SiteAnswer.objects.get().version == 1
    assert Event.objects.filter(action=Action.ANSWERS_SENT).count() == 1


def test_another_device_in_between_shows_both_texts_and_writes_nothing(client, cast):
    client.force_login(cast["SI"])
    client.post(url(cast), typed(note="First words"))
    client.post(url(cast), typed(version=1, note="Words of the phone"))
    page = client.post(url(cast), typed(version=1, note="Words of the desk", minutes_nurse="41"))
    body = page.content.decode()
    assert page.status_code == 409
    assert "Words of the phone" in body and "Words of the desk" in body and 'value="41"' in body
    assert SiteAnswer.objects.get().note == "Words of the phone"
    again = client.post(url(cast), typed(version=page.context["form"]["version"].value(), note="Words of the desk"))
    assert again.status_code == 302
    assert SiteAnswer.objects.get().note == "Words of the desk"


def test_changing_after_sending_stays_sent_and_is_logged(client, cast):
    client.force_login(cast["SI"])
    client.post(url(cast), typed())
    client.post(url(cast), typed(version=1, note="More", go="save"))
    assert SiteAnswer.objects.get().is_sent
    actions = Event.objects.filter(subject="site-answer:v1").values_list("action", flat=True)
    assert list(actions) == [Action.ANSWERS_SENT, Action.ANSWERS_CHANGED]


def test_an_answer_can_be_taken_back_and_sent_again(client, cast):
    client.force_login(cast["SI"])
    client.post(url(cast), typed(note="Mine"))
    for _ in range(2):
        assert client.post(url(cast, "site_withdraw")).url == url(cast)
    assert not SiteAnswer.objects.get().is_sent
    assert Event.objects.filter(action=Action.ANSWERS_WITHDRAWN).count() == 1
    assert "You took this answer back" in client.get(url(cast)).content.decode()
    client.post(url(cast), typed(version=1, note="Mine"))
    assert SiteAnswer.objects.get().is_sent


def test_the_log_names_neither_seat_nor_site(client, cast):
    client.force_login(cast["SI"])
    client.post(url(cast), typed())
    event = Event.objects.get(action=Action.ANSWERS_SENT)
    assert (event.subject, event.detail, event.organisation) == ("site-answer:v1", {}, None)


@pytest.mark.parametrize(
    ("level", "there", "not_there"),
    [
        ("named", ["Hill Clinic, Nurse", "No bed."], ["Sid Site"]),
        ("role", ["Nurse, North", "No bed.", "at least 5 people from 3 sites"], ["Hill Clinic", "Sid Site"]),
        ("totals", ["Nothing of this answer by itself"], ["Hill Clinic", "Sid Site", "No bed.", "North"]),
    ],
)
def test_the_preview_shows_what_is_typed_and_saves_nothing(client, cast, level, there, not_there):
    client.force_login(cast["SI"])
    said = typed(go="show", share_level=level, site_role="nurse", note="No bed.")
    page = client.post(url(cast), said)
    assert page.status_code == 200
    assert "No bed." in page.content.decode()  # still in the box
    fragment = client.post(url(cast), said, headers={"HX-Request": "true", "HX-Target": "preview"}).content.decode()
    assert "<html" not in fragment
    assert [words for words in there if words not in fragment] == []
    assert [words for words in not_there if words in fragment] == []
    assert not SiteAnswer.objects.exists()


def test_the_preview_says_how_far_own_minutes_are_from_the_standard(client, cast):
    client.force_login(cast["SI"])
    standard = plans_of(cast.review)[0].minutes["nurse"]
    headers = {"HX-Request": "true", "HX-Target": "preview"}
    more = client.post(url(cast), typed(go="show", minutes_nurse=standard + 7), headers=headers).content.decode()
    assert '<span id="difference-nurse" hx-swap-oob="true">+7</span>' in more
    less = client.post(url(cast), typed(go="show", minutes_nurse=standard - 1), headers=headers).content.decode()
    assert '<span id="difference-nurse" hx-swap-oob="true">\N{MINUS SIGN}1</span>' in less
    wrong = client.post(url(cast), typed(go="show", minutes_nurse="abc"), headers=headers)
    assert wrong.status_code == 422
    assert "Nurse: type whole minutes" in wrong.content.decode()


def test_the_preview_is_word_for_word_what_the_sponsor_gets(client, cast):
    client.force_login(cast["SI"])
    said = typed(share_level="named", note="No <b>bed</b>.", minutes_nurse="12", flags=["rooms"], severity="2")
    seen = client.post(url(cast), {**said, "go": "show"}).context["seen"]
    client.post(url(cast), said)
    release_texts(cast)
    client.force_login(cast["SE"])
    page = client.get(reverse("runthroughs:site_answers", args=[cast.review.code]))
    assert page.context["told"].visits["v1"].said == (seen,)
    assert "No &lt;b&gt;bed&lt;/b&gt;." in page.content.decode()


def test_a_closed_review_takes_nothing_more_and_gives_the_words_back(client, cast):
    say(cast.seats["SI"], note="As sent")
    close(cast.review)
    client.force_login(cast["SI"])
    read = client.get(url(cast)).content.decode()
    assert "This review closed on" in read and "As sent" in read and "Save and send" not in read
    page = client.post(url(cast), typed(version=1, note="Too late"))
    assert page.status_code == 409
    assert "Too late" in page.content.decode() and "Not saved" in page.content.decode()
    client.post(url(cast, "site_withdraw"))
    kept = SiteAnswer.objects.get()
    assert (kept.note, kept.is_sent) == ("As sent", True)


def test_before_the_review_opens_nothing_is_taken(client, cast):
    type(cast.review).objects.update(state=ReviewState.DRAFT)
    client.force_login(cast["SI"])
    assert "has not begun yet" in client.get(url(cast, "site")).content.decode()
    assert client.post(url(cast), typed()).status_code == 409
    assert not SiteAnswer.objects.exists()


def test_a_version_without_visits_says_so(client):
    cast = make_cast(replace(small_schedule(), visits=(), marks=()))
    client.force_login(cast["SI"])
    assert "No visits yet" in client.get(url(cast, "site")).content.decode()


def test_a_colleague_of_the_same_site_has_an_answer_of_their_own(client, cast):
    one, other = site_seats(cast, 2)
    say(one, note="Of the first")
    client.force_login(other.user)
    page = client.get(url(cast))
    assert "Of the first" not in page.content.decode()
    client.post(url(cast), typed(note="Of the second"))
    assert SiteAnswer.objects.count() == 2
    client.post(url(cast, "site_withdraw"))
    assert SiteAnswer.objects.get(seat=one).is_sent


def test_own_minutes_are_a_sites_own_and_nobody_elses(cast):
    (other,) = site_seats(cast, 1)
    say(other, minutes={"nurse": 99})
    say(cast.seats["SI"], minutes={"nurse": 12})
    assert own_minutes(place_in(cast.review, cast["SI"])) == {"v1": {"nurse": 12}}
    assert own_minutes(place_in(cast.review, cast["SE"])) == {}


def test_strangers_visits_and_methods(client, cast):
    client.force_login(cast["stranger"])
    assert client.get(url(cast)).status_code == 404
    client.force_login(cast["AD"])
    assert client.get(url(cast)).status_code == 403
    client.force_login(cast["SI"])
    assert client.get(url(cast, key="v9")).status_code == 404
    assert client.post(url(cast, key="v9"), typed()).status_code == 404
    assert client.post(url(cast, "site_withdraw", "v9")).status_code == 404
    assert client.delete(url(cast)).status_code == 405
    assert client.get(url(cast, "site_withdraw")).status_code == 405
    assert client.post(url(cast, "site")).status_code == 405
    assert Visit.objects.filter(site_answers__isnull=False).count() == 0
