"""Taking one's own words away: an advocate's answers and a site person's entries, and nothing of anybody else."""

import csv
import io

import pytest
from django.http import HttpResponse
from django.urls import reverse

from protocols.audit.models import Action, Event
from protocols.reviews.models import SeatRole
from protocols.runthroughs.models import Annotation, SiteAnswer, Walk
from protocols.runthroughs.services import plan_solo, start_walk
from protocols.runthroughs.sites.records import SiteFlag
from tests.cast import Cast, add_seat, make_cast
from tests.runthroughs.rooms import said
from tests.runthroughs.sessions import persona
from tests.runthroughs.sites import close, say

pytestmark = pytest.mark.django_db
ATTACK = '=HYPERLINK("http://example.org";"press")'


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def own_walk(cast: Cast, who: str = "AD") -> Walk:
    run = plan_solo(review=cast.review, by=cast["MO"], title="Alone", visits=["v1", "v3"])
    return start_walk(run=run, seat=cast.seats[who], persona=persona(cast), answering_for="self")


def answer(client, walk: Walk, number: int, **fields: object) -> None:
    sent = client.post(reverse("runthroughs:step", args=[walk.code, number]), said(**fields))
    assert sent.status_code == 302


def rows_of(response: HttpResponse) -> list[dict[str, str]]:
    assert response.status_code == 200 and response["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def walk_copy(client, walk: Walk) -> list[dict[str, str]]:
    return rows_of(client.get(reverse("runthroughs:walk_copy", args=[walk.code])))


def site_copy(client, cast: Cast) -> list[dict[str, str]]:
    return rows_of(client.get(reverse("runthroughs:site_copy", args=[cast.review.code])))


def test_an_advocates_copy_says_in_words_what_they_answered_in_the_order_of_the_walk(client, cast):
    walk = own_walk(cast)
    client.force_login(cast["AD"])
    answer(client, walk, 4, overall="not-sure", question="Why twice?")
    answer(client, walk, 1, overall="3", reasons=["worry"], words="I sleep badly.", could_not_do="on", taps=["hard"])
    answer(client, walk, 2, go="skip")
    before, skipped, unsure = walk_copy(client, walk)
    assert (before["Visit"], before["Step"], before["How hard"]) == ("Screening", "Before the visit", "Very hard")
    assert (before["In your words"], before["I could not do this"]) == ("I sleep badly.", "Yes")
    assert before["What makes it hard"] and before["Marked"] and before["Saved (UTC)"]
    assert (skipped["How hard"], skipped["Body"]) == ("Skipped", "")
    assert (unsure["How hard"], unsure["Your question"]) == ("I'm not sure", "Why twice?")


def test_minutes_of_a_room_and_levels_of_zero_stand_in_the_copy_on_page_and_in_the_file(client, cast):
    walk = own_walk(cast)
    client.force_login(cast["AD"])
    answer(client, walk, 3, physical="0")
    Annotation.objects.filter(walk=walk).update(waiting_minutes=0, active_minutes=12)
    (row,) = walk_copy(client, walk)
    assert (row["Body"], row["How hard"]) == ("No trouble", "")
    assert [row[f"Minutes of {kind}"] for kind in ("doing", "waiting", "moving")] == ["12", "0", ""]
    page = client.get(reverse("runthroughs:answers", args=[walk.code])).content.decode()
    assert "<dt>Minutes of waiting</dt><dd>0</dd>" in page and "Minutes of moving" not in page


def test_a_walk_without_answers_gives_a_file_with_its_heads_only(client, cast):
    walk = own_walk(cast)
    client.force_login(cast["AD"])
    response = client.get(reverse("runthroughs:walk_copy", args=[walk.code]))
    assert response.content.decode("utf-8-sig").count("\r\n") == 1
    assert 'filename="ALD-1-round-1-my-answers.csv"' in response["Content-Disposition"]


def test_an_answer_at_a_step_that_the_walk_no_longer_has_is_not_lost(client, cast):
    walk = own_walk(cast)
    client.force_login(cast["AD"])
    answer(client, walk, 1, words="First.")
    answer(client, walk, 2, words="Of a step that is gone.")
    Annotation.objects.filter(words="Of a step that is gone.").update(step="activity:gone")
    assert [row["In your words"] for row in walk_copy(client, walk)] == ["First.", "Of a step that is gone."]


def test_the_copy_is_there_before_and_after_sending_and_once_the_review_is_closed(client, cast):
    walk = own_walk(cast)
    client.force_login(cast["AD"])
    answer(client, walk, 1, words="Mine.")
    address = reverse("runthroughs:walk_copy", args=[walk.code])
    assert address in client.get(reverse("runthroughs:answers", args=[walk.code])).content.decode()
    client.post(reverse("runthroughs:send", args=[walk.code]), {"quote_consent": "no"})
    assert address in client.get(reverse("runthroughs:thanks", args=[walk.code])).content.decode()
    close(cast.review)
    assert [row["In your words"] for row in walk_copy(client, walk)] == ["Mine."]


def test_nobody_takes_another_persons_answers_away(client, cast):
    add_seat(cast, SeatRole.ADVOCATE, "Olu Other", cast.seats["AD"].organisation, key="AD2")
    walk = own_walk(cast)
    for who, status in (("AD2", 403), ("SE", 403), ("SI", 403), ("stranger", 404)):
        client.force_login(cast[who])
        assert client.get(reverse("runthroughs:walk_copy", args=[walk.code])).status_code == status


def test_a_sites_copy_has_its_minutes_flags_and_words(client, cast):
    spoken = say(
        cast.seats["SI"], minutes={"nurse": 95, "pharmacist": 0}, note="No bed.", suggestion="Two days.",
        flags=["rooms", "unpaid"], severity=0, would_stop_us=True,
    )  # fmt: skip
    SiteFlag.objects.create(
        answer=spoken, category="rooms", severity=4, effect="minutes", extra_minutes=30, done_by="nurse",
        workaround="A chair.", change="Book one.", past_studies=2,
    )  # fmt: skip
    client.force_login(cast["SI"])
    told, flag = site_copy(client, cast)
    assert (told["Visit"], told["Entry"], told["State"]) == ("Screening", "Answer", "Sent")
    assert told["Can be done on a normal day"] == "Yes, with help"
    assert (told["In own words"], told["What would change it"]) == ("No bed.", "Two days.")
    assert (told["Own minutes: Nurse"], told["Own minutes: Pharmacist"], told["Own minutes: Rater"]) == ("95", "0", "")
    assert "This work is not paid" in told["What would not work"] and told["How serious"] == "A remark only"
    assert (told["Would stop us"], flag["Would stop us"]) == ("Yes", "")
    assert (told["Role"], told["Who sees it"]) == ("Nurse", "Our role and region only")
    assert (flag["Entry"], flag["What we do instead"], flag["Past studies"]) == ("Flag", "A chair.", "2")
    assert (flag["What it means"], flag["Who does it"]) == ("30 extra minutes at each visit", "Nurse")


def test_a_sites_copy_goes_by_the_schedule_and_says_what_is_a_draft_and_what_was_taken_back(client, cast):
    say(cast.seats["SI"], "v3", note="Third.")
    say(cast.seats["SI"], "v2", note="Second.")
    say(cast.seats["SI"], "v1", note="First.")
    SiteAnswer.objects.filter(note="Second.").update(sent_at=None)
    SiteAnswer.objects.filter(note="First.").update(withdrawn_at=cast.review.created_at)
    client.force_login(cast["SI"])
    found = [(row["In own words"], row["State"]) for row in site_copy(client, cast)]
    assert found == [("First.", "Taken back"), ("Second.", "Draft, not sent"), ("Third.", "Sent")]


def test_a_site_person_gets_nothing_of_a_colleague_at_the_same_site(client, cast):
    colleague = add_seat(cast, SeatRole.SITE, "Cleo Colleague", cast.seats["SI"].organisation, key="SI2")
    say(colleague, note="Of a colleague.")
    client.force_login(cast["SI"])
    assert site_copy(client, cast) == []
    for who, status in (("SE", 403), ("MO", 403), ("AD", 403), ("stranger", 404)):
        client.force_login(cast[who])
        assert client.get(reverse("runthroughs:site_copy", args=[cast.review.code])).status_code == status


def test_words_that_look_like_a_formula_stay_words(client, cast):
    walk = own_walk(cast)
    client.force_login(cast["AD"])
    answer(client, walk, 1, words=ATTACK)
    assert walk_copy(client, walk)[0]["In your words"] == f"'{ATTACK}"
    say(cast.seats["SI"], note=ATTACK, suggestion="+1")
    client.force_login(cast["SI"])
    (row,) = site_copy(client, cast)
    assert (row["In own words"], row["What would change it"]) == (f"'{ATTACK}", "'+1")


def test_taking_a_file_away_is_written_down(client, cast):
    client.force_login(cast["SI"])
    site_copy(client, cast)
    event = Event.objects.filter(action=Action.DOWNLOADED).get()
    assert (event.actor, event.review, event.detail) == (cast["SI"].pk, cast.review.code, {"own": "our-entries"})
    assert (
        client.get(reverse("runthroughs:site", args=[cast.review.code])).content.decode().count("our-entries.csv") == 1
    )


@pytest.mark.parametrize("name", ["walk_copy", "site_copy"])
def test_files_are_only_fetched_never_posted(client, cast, name):
    walk = own_walk(cast)
    client.force_login(cast["AD" if name == "walk_copy" else "SI"])
    code = walk.code if name == "walk_copy" else cast.review.code
    assert client.post(reverse(f"runthroughs:{name}", args=[code])).status_code == 405
