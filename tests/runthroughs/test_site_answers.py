"""What others may know of sites' answers: never who, never how many too few, never by comparing two moments."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from protocols.reviews.access import place_in
from protocols.reviews.models import SeatRole
from protocols.runthroughs.models import ShareLevel, SiteAnswer
from protocols.runthroughs.sites.access import shared_minutes, site_answers_for, told_to_sponsor
from tests.cast import Cast, add_seat, make_cast
from tests.runthroughs.sites import close, release_texts, say, site_seats

pytestmark = pytest.mark.django_db

READERS = ["SA", "SE", "SV", "RV"]
_FINDINGS = ("findings:decisions", "findings:feedback", "findings:you_said")
_ALL_SEE = ("runthroughs:site_answers", "runthroughs:list", "scores:overview", *_FINDINGS, "home")
PAGES = {
    "SA": (*_ALL_SEE, "reviews:people", "reviews:audit"),
    "SE": (*_ALL_SEE, "reviews:people", "reviews:audit"),
    "SV": (*_ALL_SEE, "reviews:people"),
    "RV": (*_ALL_SEE, "reviews:audit"),
}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def page_of(client, cast: Cast, who: str = "SE") -> str:
    """The page's own bytes, without what changes with each request."""
    client.force_login(cast[who])
    answer = client.get(reverse("runthroughs:site_answers", args=[cast.review.code]))
    assert answer.status_code == 200
    timeless = {name: value for name, value in answer.headers.items() if name not in {"Content-Length", "Expires"}}
    body = answer.content.decode() + str(sorted(timeless.items()))
    assert "sessionid" not in body
    return re.sub(r'(X-CSRFToken": "|csrfmiddlewaretoken" value=")[^"]+', "", body)


def told(cast: Cast, visit: str = "v1"):
    return told_to_sponsor(cast.review).visits.get(visit)


def test_a_named_answer_is_there_as_soon_as_it_is_sent(client, cast):
    (seat,) = site_seats(cast, 1)
    say(seat, share_level="named", note="No bed here.")
    assert "No bed here." not in page_of(client, cast)
    release_texts(cast)
    page = page_of(client, cast)
    assert "Quillbrook Infirmary 1, Nurse" in page and "No bed here." in page
    assert "Zebedee" not in page


@pytest.mark.parametrize(
    ("people_by_site", "is_shown"),
    [((2, 1, 1), False), ((5,), False), ((3, 2), False), ((3, 1, 1), True), ((2, 2, 2), True)],
)
@pytest.mark.parametrize("level", ["role", "totals"])
def test_answers_without_a_name_need_five_people_from_three_sites(client, cast, people_by_site, is_shown, level):
    for seat in site_seats(cast, *people_by_site):
        say(seat, share_level=level, note="Cannot be done.", minutes={"nurse": 50})
    release_texts(cast)
    close(cast.review)
    page = page_of(client, cast)
    assert ("Answers counted" in page) is is_shown
    assert ("Cannot be done." in page) is (is_shown and level == "role")
    assert shared_minutes(cast.review) == ({"v1": {"nurse": 50}} if is_shown else {})


def test_one_person_in_two_seats_is_one_person(cast):
    seats = site_seats(cast, 2, 1, 1)
    seats[0].removed_at = timezone.now()
    seats[0].save()
    home = seats[1].organisation
    again = type(seats[0]).objects.create(review=cast.review, role=SeatRole.SITE, organisation=home, user=seats[0].user)
    for seat in [*seats, again]:
        say(seat)
    close(cast.review)
    assert told(cast).said == ()
    assert told(cast).totals is None


def test_nothing_without_a_name_is_told_before_the_review_closes(client, cast):
    before = page_of(client, cast)
    for seat in site_seats(cast, 2, 2, 2):
        say(seat, minutes={"nurse": 50})
    assert page_of(client, cast) == before
    assert shared_minutes(cast.review) == {}


@pytest.mark.parametrize("who", READERS)
def test_sending_changing_and_taking_back_leave_no_trace_on_any_page_of_the_reader(client, cast, who):
    seats = site_seats(cast, 2, 2, 1)
    pages = PAGES[who]
    before = everything(client, cast, who, pages)
    answers = [say(seat, share_level="role") for seat in seats]
    assert everything(client, cast, who, pages) == before
    at_the_site = Client()
    at_the_site.force_login(seats[0].user)
    at_the_site.post(
        reverse("runthroughs:site_visit", args=[cast.review.code, "v1"]),
        {"version": 1, "go": "send", "verdict": "no", "share_level": "totals"},
    )
    at_the_site.post(reverse("runthroughs:site_withdraw", args=[cast.review.code, "v1"]))
    assert not SiteAnswer.objects.get(pk=answers[0].pk).is_sent
    assert everything(client, cast, who, pages) == before


def everything(client, cast: Cast, who: str, pages: tuple[str, ...]) -> list[str]:
    client.force_login(cast[who])
    found = []
    for name in pages:
        answer = client.get(reverse(name, args=[] if name == "home" else [cast.review.code]))
        assert answer.status_code == 200
        found.append(re.sub(r'(X-CSRFToken": "|csrfmiddlewaretoken" value=")[^"]+', "", answer.content.decode()))
    return found


def test_fewer_than_enough_looks_like_none_at_all(client, cast):
    """Once closed, a visit with four answers reads as a visit without any."""
    named, *seats = site_seats(cast, 2, 2, 1)
    say(named, share_level="named", minutes={"nurse": 50})
    close(cast.review)
    nobody = page_of(client, cast)
    for number, seat in enumerate(seats):
        say(seat, share_level="role" if number % 2 else "totals", minutes={"nurse": 99}, flags=["rooms"])
        say(seat, "v2")
    assert page_of(client, cast) == nobody
    assert shared_minutes(cast.review) == {"v1": {"nurse": 50}}


def test_removing_a_seat_after_closing_changes_nothing(client, cast):
    """Else the team could take seats away one by one and watch what goes."""
    seats = site_seats(cast, 2, 2, 1)
    for seat in seats:
        say(seat, minutes={"nurse": 50})
    close(cast.review)
    before = page_of(client, cast)
    assert "Answers counted" in before
    seats[0].removed_at = timezone.now()
    seats[0].save()
    assert page_of(client, cast) == before


def test_drafts_and_answers_taken_back_do_not_count(cast):
    seats = site_seats(cast, 2, 2, 1)
    for seat in seats:
        say(seat)
    SiteAnswer.objects.filter(seat=seats[0]).update(withdrawn_at=timezone.now())
    close(cast.review)
    assert told(cast).totals is None


def test_what_is_shown_by_role_holds_no_name_code_mail_or_time(client, cast):
    seats = site_seats(cast, 2, 2, 2)
    for seat in seats:
        say(seat, note="Cannot be done.")
    release_texts(cast)
    close(cast.review)
    for who in [*READERS, "MO"]:
        page = page_of(client, cast, who)
        assert "Cannot be done." in page
        secrets = [f"Quillbrook Infirmary {number}" for number in (1, 2, 3)]
        for seat in seats:
            secrets += [seat.code, seat.user.name, seat.user.email, seat.organisation.code, "Zebedee", "Quillbrook"]
        assert [secret for secret in secrets if secret in page] == []
        assert str(timezone.now().year) not in page.partition("<main")[2].partition("</main")[0]


def test_what_leaves_the_query_layer_has_no_ids_and_no_times(cast):
    for seat in site_seats(cast, 2, 2, 2):
        say(seat)
    close(cast.review)
    released = told(cast)
    assert set(vars(released)) == {"said", "totals", "is_role_shown", "is_rest_counted"}
    assert set(vars(released.said[0])) == {
        "who", "verdict", "flags", "severity", "would_stop_us", "note", "suggestion", "minutes", "details",
    }  # fmt: skip


def test_the_order_says_nothing_about_who_wrote_first(cast):
    seats = site_seats(cast, 4, 4, 4)
    for number, seat in enumerate(seats):
        say(seat, note=f"{number:02}")
        say(seat, "v2", note=f"{number:02}")
    release_texts(cast)
    close(cast.review)
    first = [said.note for said in told(cast).said]
    assert sorted(first) == [f"{number:02}" for number in range(12)]
    assert first != sorted(first)
    assert first == [said.note for said in told(cast).said]
    assert first != [said.note for said in told(cast, "v2").said]


def test_a_region_stands_only_where_enough_share_it(cast):
    for seat in site_seats(cast, 2, 2, 1):
        say(seat)
    close(cast.review)
    assert {said.who for said in told(cast).said} == {"Nurse, Southmark"}


def test_a_region_that_would_give_another_away_is_left_out(cast):
    for seat in site_seats(cast, 2, 2, 1) + site_seats(cast, 1, region="Eastmark", first=7):
        say(seat)
    close(cast.review)
    assert {said.who for said in told(cast).said} == {"Nurse"}


def test_totals_leave_no_small_rest_when_the_shown_are_subtracted(cast):
    """Five by role are shown, one more only in totals: counting all six would tell what the sixth said."""
    *by_role, last = site_seats(cast, 2, 2, 1, 1)
    for seat in by_role:
        say(seat, verdict="yes", minutes={"nurse": 10})
    say(last, verdict="no", share_level="totals", minutes={"nurse": 100})
    close(cast.review)
    totals = told(cast).totals
    assert (totals.answers, totals.verdicts, dict(totals.minutes)) == (5, (("Yes", 5),), {"nurse": 10})


def test_answers_by_role_that_are_too_few_can_still_be_counted_with_the_others(cast):
    for number, seat in enumerate(site_seats(cast, 2, 2, 2)):
        say(seat, verdict="yes", share_level="role" if number % 2 else "totals", note="Words")
    close(cast.review)
    assert told(cast).said == ()
    assert told(cast).totals.answers == 6
    assert told(cast).totals.verdicts == (("Yes", 6),)


def test_totals_are_not_divided_into_small_groups(cast):
    for number, seat in enumerate(site_seats(cast, 2, 2, 2)):
        say(seat, verdict="no" if number == 0 else "yes", share_level="totals", flags=["rooms"] if number < 2 else [],
            minutes={"nurse": 10} if number < 4 else {})  # fmt: skip
    close(cast.review)
    totals = told(cast).totals
    assert (totals.answers, totals.verdicts, totals.flags, dict(totals.minutes)) == (6, None, (), {})


def test_a_flag_that_all_but_one_set_is_not_counted(cast):
    for number, seat in enumerate(site_seats(cast, 2, 2, 2)):
        say(seat, share_level="totals", flags=["rooms"] if number else [], would_stop_us=bool(number))
    close(cast.review)
    assert (told(cast).totals.flags, told(cast).totals.would_stop_us) == ((), 0)


def test_large_groups_are_counted(cast):
    for number, seat in enumerate(site_seats(cast, 4, 4, 4)):
        is_even = number % 2 == 0
        say(seat, share_level="totals", verdict="no" if is_even else "yes", flags=["rooms"] if is_even else [],
            would_stop_us=is_even, minutes={"nurse": 10 if is_even else 21})  # fmt: skip
    close(cast.review)
    totals = told(cast).totals
    assert totals.verdicts == (("Yes", 6), ("No", 6))
    assert totals.flags == (("A room, chair or bed is missing", 6),)
    assert (totals.would_stop_us, dict(totals.minutes)) == (6, {"nurse": 16})  # (10 + 21) / 2 = 15.5, up


def test_named_answers_are_counted_from_the_first(cast):
    one, other = site_seats(cast, 1, 1)
    say(one, share_level="named", verdict="yes", flags=["rooms"], minutes={"nurse": 10})
    say(other, share_level="named", verdict="no", would_stop_us=True)
    totals = told(cast).totals
    assert (totals.answers, totals.verdicts, totals.would_stop_us) == (2, (("Yes", 1), ("No", 1)), 1)
    assert dict(totals.minutes) == {"nurse": 10}


def test_a_stricter_rule_of_the_review_holds(cast):
    for seat in site_seats(cast, 2, 2, 2):
        say(seat)
    type(cast.review).objects.update(least_respondents=7)
    close(cast.review)
    assert told(cast).totals is None


def test_the_facilitator_reads_all_texts_with_their_writers_sealed(client, cast):
    one, other = site_seats(cast, 1, 1)
    say(one, note="Cannot be done.", share_level="totals")
    say(other, note="It can.", share_level="named")
    page = page_of(client, cast, "MO")
    assert "Cannot be done." in page and "Who wrote them is sealed" in page
    assert "Quillbrook Infirmary 1" not in page and "Southmark" not in page
    assert "Quillbrook Infirmary 2, Nurse" in page
    assert told(cast).totals.answers == 1


def test_a_site_gets_its_own_sent_answers_only(cast):
    seats = site_seats(cast, 2)
    say(seats[0], note="Own")
    say(seats[1], note="Of a colleague")
    SiteAnswer.objects.filter(seat=say(seats[0], "v2").seat, visit__key="v2").update(sent_at=None)
    visits = site_answers_for(place_in(cast.review, seats[0].user)).visits
    assert {key: [said.note for said in released.said] for key, released in visits.items()} == {"v1": ["Own"]}


@pytest.mark.parametrize("who", ["AD", "AC"])
def test_others_get_nothing(client, cast, who):
    (seat,) = site_seats(cast, 1)
    say(seat, share_level="named")
    assert site_answers_for(place_in(cast.review, cast[who])).visits == {}
    client.force_login(cast[who])
    assert client.get(reverse("runthroughs:site_answers", args=[cast.review.code])).status_code == 403


def test_other_reviews_stay_apart(client, cast):
    (seat,) = site_seats(cast, 1)
    say(seat, share_level="named")
    client.force_login(cast["stranger"])
    assert client.get(reverse("runthroughs:site_answers", args=[cast.review.code])).status_code == 404


def test_an_empty_page_says_why(client, cast):
    assert "Nothing to show yet" in page_of(client, cast)
    close(cast.review)
    assert "No site gave an answer that may be shown." in page_of(client, cast)


def test_the_page_takes_few_queries_however_many_sites(client, cast, django_assert_max_num_queries):
    for seat in site_seats(cast, 4, 4, 4):
        say(seat)
        say(seat, "v2")
    close(cast.review)
    client.force_login(cast["SE"])
    with django_assert_max_num_queries(12):
        client.get(reverse("runthroughs:site_answers", args=[cast.review.code]))


def test_levels_are_the_three_of_the_promise():
    assert ShareLevel.values == ["named", "role", "totals"]


def test_a_seat_of_another_kind_never_answers_as_a_site(cast):
    add_seat(cast, SeatRole.ADVOCATE, "Other Advocate", cast.seats["AD"].organisation, key="AD2")
    assert told_to_sponsor(cast.review).visits == {}
