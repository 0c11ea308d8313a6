"""A site says more about what would not work: one flag at a time, merged where two are about the same."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from protocols.audit.models import Action, Event
from protocols.runthroughs.models import SiteAnswer
from protocols.runthroughs.sites.access import told_to_sponsor
from protocols.runthroughs.sites.flags import merged_content
from protocols.runthroughs.sites.records import FLAG_FIELDS, SiteFlag
from tests.cast import Cast, make_cast
from tests.runthroughs.sites import close, release_texts, say, site_seats

db = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def new(cast: Cast, key: str = "v1") -> str:
    return reverse("runthroughs:site_flag_new", args=[cast.review.code, key])


def one(cast: Cast, flag: SiteFlag, name: str = "site_flag") -> str:
    return reverse(f"runthroughs:{name}", args=[cast.review.code, flag.answer.visit.key, flag.code])


def typed(**fields):
    return {"version": 0, "category": "rooms", **fields}


@db
def test_only_what_it_is_about_is_needed(client, cast):
    client.force_login(cast["SI"])
    assert client.post(new(cast), typed()).url == reverse("runthroughs:site_visit", args=[cast.review.code, "v1"])
    flag = SiteFlag.objects.get()
    assert (flag.category, flag.severity, flag.effect, flag.answer.is_sent) == ("rooms", None, "", False)


@db
def test_all_that_was_said_is_kept_and_shown_again(client, cast):
    client.force_login(cast["SI"])
    said = typed(
        severity="3", effect="minutes", extra_minutes="20", done_by="nurse", workaround="We wait.", change="Move it.",
        past_studies="4", would_stop_us="on",
    )  # fmt: skip
    client.post(new(cast), said)
    flag = SiteFlag.objects.get()
    assert flag.content() == {
        "category": "rooms", "severity": 3, "effect": "minutes", "extra_minutes": 20, "done_by": "nurse",
        "workaround": "We wait.", "change": "Move it.", "past_studies": 4, "would_stop_us": True,
    }  # fmt: skip
    page = client.get(one(cast, flag)).content.decode()
    assert "We wait." in page and "Move it." in page and 'value="20"' in page


@db
def test_a_flag_leaves_the_quick_form_as_it_was(client, cast):
    """The flag makes a blank draft behind an open page; sending that page is no conflict."""
    client.force_login(cast["SI"])
    client.post(new(cast), typed())
    visit = reverse("runthroughs:site_visit", args=[cast.review.code, "v1"])
    assert client.post(visit, {"version": 0, "go": "send", "verdict": "help", "share_level": "role"}).status_code == 302
    answer = SiteAnswer.objects.get()
    assert (answer.is_sent, answer.verdict, answer.categories) == (True, "help", ("rooms",))


@db
def test_saying_more_about_a_tap_keeps_what_was_typed_first(client, cast):
    client.force_login(cast["SI"])
    visit = reverse("runthroughs:site_visit", args=[cast.review.code, "v1"])
    said = {"version": 0, "go": "rooms", "verdict": "no", "share_level": "role", "flags": ["rooms"], "note": "Words"}
    assert client.post(visit, said).url == new(cast) + "?category=rooms"
    assert SiteAnswer.objects.get().note == "Words" and not SiteAnswer.objects.get().is_sent
    assert client.get(new(cast) + "?category=rooms").context["form"]["category"].value() == "rooms"


@db
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"category": ""}, "What would not work? Choose one"),
        ({"category": "made-up"}, "What would not work? Choose one"),
        ({"extra_minutes": "abc"}, "Extra minutes at each visit: type a whole number from 0 to 1440"),
        ({"extra_minutes": "-5"}, "Extra minutes at each visit: type a whole number from 0 to 1440"),
        ({"extra_minutes": "1441"}, "Extra minutes at each visit: type a whole number from 0 to 1440"),
        ({"extra_minutes": "5", "effect": "delay"}, "Extra minutes go with"),
        ({"severity": "7"}, "from 0 to 4"),
        ({"done_by": "king"}, "Who would do it? Choose one from the list"),
        ({"past_studies": "1e3"}, "type a whole number from 0 to 999"),
        ({"change": "x" * 2001}, "Please shorten it to 2000"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, cast, fields, words):
    client.force_login(cast["SI"])
    page = client.post(new(cast), typed(**{"workaround": "My own words", **fields}))
    assert page.status_code == 422
    assert words in page.content.decode() and "My own words" in page.content.decode()
    assert not SiteFlag.objects.exists()


@db
def test_a_flag_about_the_same_is_offered_to_be_merged(client, cast):
    client.force_login(cast["SI"])
    client.post(new(cast), typed(severity="1", change="A bed."))
    page = client.post(new(cast), typed(severity="3", change="A chair.", would_stop_us="on"))
    assert page.status_code == 422 and "You have a flag on the same thing" in page.content.decode()
    assert SiteFlag.objects.count() == 1
    client.post(new(cast), typed(severity="3", change="A chair.", would_stop_us="on", go="merge"))
    flag = SiteFlag.objects.get()
    assert (flag.severity, flag.change, flag.would_stop_us) == (3, "A bed.\nA chair.", True)


@db
def test_two_flags_about_the_same_can_both_stand(client, cast):
    client.force_login(cast["SI"])
    client.post(new(cast), typed(change="A bed."))
    client.post(new(cast), typed(change="A chair.", go="both"))
    assert sorted(SiteFlag.objects.values_list("change", flat=True)) == ["A bed.", "A chair."]
    first = SiteFlag.objects.order_by("id")[0]
    assert client.post(one(cast, first), typed(version=1, change="Two beds.")).status_code == 302


@db
def test_words_that_are_too_long_together_are_not_merged(client, cast):
    client.force_login(cast["SI"])
    client.post(new(cast), typed(change="x" * 1500))
    page = client.post(new(cast), typed(change="y" * 1500, go="merge"))
    assert page.status_code == 422 and "too long for one flag" in page.content.decode()
    assert "y" * 1500 in page.content.decode()


@db
def test_another_device_in_between_shows_both_texts(client, cast):
    client.force_login(cast["SI"])
    client.post(new(cast), typed(change="First"))
    flag = SiteFlag.objects.get()
    client.post(one(cast, flag), typed(version=1, change="Of the phone"))
    page = client.post(one(cast, flag), typed(version=1, change="Of the desk"))
    assert page.status_code == 409
    assert "Of the phone" in page.content.decode() and "Of the desk" in page.content.decode()
    again = client.post(one(cast, flag), typed(version=page.context["form"]["version"].value(), change="Of the desk"))
    assert again.status_code == 302
    flag.refresh_from_db()
    assert flag.change == "Of the desk"


@db
def test_pressing_twice_keeps_one(client, cast):
    client.force_login(cast["SI"])
    client.post(new(cast), typed(change="A bed."))
    client.post(new(cast), typed(change="A bed.", go="both"))
    assert SiteFlag.objects.count() == 1


@db
def test_taking_a_flag_away_takes_its_tap_too(client, cast):
    answer = say(cast.seats["SI"], flags=["rooms", "imaging"])
    flag = answer.details.create(category="rooms")
    client.force_login(cast["SI"])
    client.post(one(cast, flag, "site_flag_remove"))
    answer.refresh_from_db()
    assert (answer.flags, answer.categories) == (["imaging"], ("imaging",))
    assert Event.objects.filter(action=Action.ANSWERS_CHANGED).count() == 1


@db
def test_a_closed_review_takes_nothing_and_gives_the_words_back(client, cast):
    answer = say(cast.seats["SI"])
    flag = answer.details.create(category="rooms", change="As sent")
    close(cast.review)
    client.force_login(cast["SI"])
    page = client.post(one(cast, flag), typed(version=1, change="Too late"))
    assert page.status_code == 409 and "Too late" in page.content.decode()
    client.post(one(cast, flag, "site_flag_remove"))
    assert client.post(new(cast), typed(change="Too late")).status_code == 409
    assert SiteFlag.objects.get().change == "As sent"


@db
def test_old_answers_with_taps_alone_still_read(cast):
    say(cast.seats["SI"], share_level="named", flags=["rooms"])
    (said,) = told_to_sponsor(cast.review).visits["v1"].said
    assert (said.flags, said.details) == (("A room, chair or bed is missing",), ())


@db
def test_a_named_flag_is_told_at_once_and_its_words_when_they_are_released(cast):
    answer = say(cast.seats["SI"], share_level="named", flags=["rooms"])
    answer.details.create(category="rooms", severity=2, effect="minutes", extra_minutes=9, done_by="nurse",
                          past_studies=0, change="A bed.", would_stop_us=True)  # fmt: skip
    (said,) = told_to_sponsor(cast.review).visits["v1"].said
    (flag,) = said.details
    assert said.flags == ()  # it stands once, as the flag
    assert (flag.severity, flag.effect, flag.done_by) == ("Some trouble", "9 extra minutes at each visit", "Nurse")
    assert (flag.past_studies, flag.change) == (0, "")
    assert told_to_sponsor(cast.review).visits["v1"].totals.would_stop_us == 1
    release_texts(cast)
    assert told_to_sponsor(cast.review).visits["v1"].said[0].details[0].change == "A bed."


@db
def test_flags_of_answers_without_a_name_are_counted_by_the_same_rule(cast):
    for number, seat in enumerate(site_seats(cast, 2, 2, 2)):
        answer = say(seat, share_level="totals", flags=["rooms"] if number % 2 else [])
        if not number % 2:
            answer.details.create(category="rooms", change="Words that only the facilitator reads.")
    assert told_to_sponsor(cast.review).visits["v1"].totals is None
    close(cast.review)
    totals = told_to_sponsor(cast.review).visits["v1"].totals
    assert totals.flags == (("A room, chair or bed is missing", 6),)


@db
def test_examples_are_marked_and_are_no_data(client, cast):
    client.force_login(cast["SI"])
    page = client.get(reverse("runthroughs:site_visit", args=[cast.review.code, "v1"])).content.decode()
    assert page.count(">Example</span>") == 2
    assert not SiteFlag.objects.exists()
    say(cast.seats["SI"]).details.create(category="rooms")
    page = client.get(reverse("runthroughs:site_visit", args=[cast.review.code, "v1"])).content.decode()
    assert ">Example</span>" not in page


@db
def test_nobody_elses_flag_exists_for_a_site(client, cast):
    (other,) = site_seats(cast, 1)
    flag = say(other).details.create(category="rooms")
    client.force_login(cast["SI"])
    assert client.get(one(cast, flag)).status_code == 404
    assert client.post(one(cast, flag), typed(version=1)).status_code == 404
    assert client.post(one(cast, flag, "site_flag_remove")).status_code == 404
    client.force_login(cast["SE"])
    assert client.get(one(cast, flag)).status_code == 403
    client.force_login(cast["stranger"])
    assert client.get(one(cast, flag)).status_code == 404
    client.force_login(other.user)
    assert client.get(one(cast, flag, "site_flag_remove")).status_code == 405
    assert client.get(new(cast, "v9")).status_code == 404


CONTENT = st.fixed_dictionaries(
    {
        "category": st.just("rooms"),
        "severity": st.none() | st.integers(0, 4),
        "effect": st.sampled_from(["", "minutes", "delay"]),
        "extra_minutes": st.none() | st.integers(0, 99),
        "done_by": st.sampled_from(["", "nurse"]),
        "workaround": st.text(max_size=5),
        "change": st.text(max_size=5),
        "past_studies": st.none() | st.integers(0, 9),
        "would_stop_us": st.booleans(),
    }
)


@given(CONTENT, CONTENT)
def test_merging_loses_no_word_and_no_number(one, other):
    merged = merged_content(one, other)
    assert set(merged) == set(FLAG_FIELDS)
    for each in (one, other):
        assert str(each["change"]) in merged["change"] and str(each["workaround"]) in merged["workaround"]
        assert each["severity"] is None or merged["severity"] >= each["severity"]
        assert merged["would_stop_us"] or not each["would_stop_us"]
    assert merged_content(one, one) == one
