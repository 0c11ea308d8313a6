"""Before answers are shown no response holds a word of them; pages that look for news get 204 until there are some."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from protocols.runthroughs.rooms.models import Presence
from tests.runthroughs.rooms import ADVOCATES, Group, make_group, said

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}
SECRET = "Zanzibar-needles"
HELP = "Quokka-chair"
TASK = 3  # the informed consent, after the evening before and the journey


@pytest.fixture
def group() -> Group:
    """Three people have answered the first task, one of them with words that stand nowhere else."""
    made = make_group()
    made.join(*ADVOCATES)
    made.open()
    made.move(TASK)
    made.say("AD2", TASK, words=SECRET, would_help=HELP, question=SECRET, overall=4, reasons=["pain", "cost"])
    made.say("AD", TASK, overall=4)
    made.say("AD3", TASK, overall=4)
    return made


def responses(group: Group, who: str) -> dict[str, str]:
    """The body of every page and fragment of a room, and of the team's pages about it, for one person."""
    names = ["room", "room_state", "together", "together_state", "minutes", "start", "together_priorities"]
    addresses = [group.url(name) for name in names]
    addresses += [group.url(name) + "?seen=0" for name in ("room_state", "together_state")]
    addresses += [group.url("together_state") + f"?seen=0&at={number}" for number in (TASK, 2)]
    addresses += [group.url(name, TASK) for name in ("together_step", "together_answers")]
    client, found = group.client(who), {}
    for address in addresses:
        for headers in ({}, FRAGMENT):
            found[f"{address} {headers}"] = body(client.get(address, headers=headers))
    for name in (
        "runthroughs:list",
        "scores:overview",
        "scores:map",
        "scores:made",
        "scores:disagreement",
        "explainers:list",
    ):
        found[name] = body(client.get(reverse(name, args=[group.cast.review.code])))
    of_the_activity = ("scores:activity", "runthroughs:questions", "explainers:activity")
    for name, key in (("scores:visit", "v1"), *((name, "a1") for name in of_the_activity)):
        found[name] = body(client.get(reverse(name, args=[group.cast.review.code, key])))
    found["home"] = body(client.get(reverse("home")))
    found["save"] = body(client.post(group.url("together_save", TASK), said(words="Mine"), headers=FRAGMENT))
    return found


def body(answer) -> str:
    """All that a response brings."""
    return answer.content.decode() + str(answer.headers)


EVERYBODY_ELSE = ["AD", "AD3", "MO", "MO2", "SA", "SE", "SV", "RV", "SI", "AC", "stranger"]


def test_before_they_are_shown_nobody_elses_answers_are_in_any_response(group):
    for who in EVERYBODY_ELSE:
        bodies = responses(group, who)
        assert [name for name, text in bodies.items() if SECRET in text or HELP in text] == [], who


def test_the_same_search_finds_them_once_they_are_shown_and_only_in_the_room(group):
    group.show(TASK)
    for who, pages in (("AD", 8), ("MO", 6)):
        found = [name for name, text in responses(group, who).items() if SECRET in text]
        assert len(found) == pages, found
    for who in ("SA", "SE", "SV", "RV", "SI", "AC", "stranger"):
        assert [name for name, text in responses(group, who).items() if SECRET in text] == []


def test_after_sending_the_team_sees_them(group):
    group.show(TASK)
    group.close()
    group.client("AD2").post(f"/walks/{group.walk('AD2').code}/send/", {"quote_consent": "unnamed"})
    assert [name for name, text in responses(group, "SE").items() if SECRET in text]


def seen_by(group: Group, who: str) -> str:
    """The address that a person's page asks next."""
    name = "room" if who.startswith("MO") else "together"
    html = group.client(who).get(group.url(name), follow=True).content.decode()
    found = re.search(r'hx-get="([^"]+)"', html)
    assert found
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize("who", ["MO", "MO2", "AD"])
def test_while_nothing_changes_a_page_that_looks_for_news_gets_nothing(group, who):
    answer = group.client(who).get(seen_by(group, who), headers=FRAGMENT)
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize(("who", "words"), [("MO2", "on show"), ("AD", "on show")])
def test_when_something_changes_the_fragment_tells_it(group, who, words):
    address = seen_by(group, who)
    group.show(TASK)
    answer = group.client(who).get(address, headers=FRAGMENT)
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert words in answer.content.decode()


def test_a_person_who_finishes_is_news_for_the_console_but_not_for_other_participants(group):
    group.move(TASK + 1)
    console, other = seen_by(group, "MO"), seen_by(group, "AD")
    group.say("AD3", TASK + 1, overall=1)
    assert group.client("MO").get(console).status_code == 200
    assert group.client("AD").get(other).status_code == 204


def test_once_it_is_over_pages_stop_asking(group):
    group.close()
    html = group.client("AD").get(group.url("together")).content.decode()
    assert "hx-get" not in html
    answer = group.client("AD").get(group.url("together_state") + f"?seen={group.room.revision}")
    assert answer.status_code == 286
    stamp = group.client("MO").get(group.url("room")).context["board"].stamp
    assert group.client("MO").get(group.url("room_state"), {"seen": stamp}).status_code == 286


def test_who_is_quiet_for_a_while_is_away_and_comes_back_by_looking(group):
    quiet = group.room.presences.get(seat=group.cast.seats["AD"])
    Presence.objects.filter(pk=quiet.pk).update(last_seen=timezone.now() - timedelta(minutes=2), finished=[])
    assert "Away" in group.client("MO").get(group.url("room")).content.decode()
    group.client("AD").get(group.url("together_state") + "?seen=0")
    assert "Away" not in group.client("MO").get(group.url("room")).content.decode()


def test_who_is_writing_is_told_where_the_group_went_and_keeps_the_step(group):
    group.move(2)
    answer = group.client("AD").get(group.url("together_state") + "?seen=0&at=3", headers=FRAGMENT)
    html = answer.content.decode()
    assert "The group has moved on." in html and "Go to step 2" in html
    assert "textarea" not in html  # what is typed in is never swapped
