"""The solo walk, deepened: what to know before it, practice, taps, motives, teach-back, and leaving without blame."""

import re
from html import unescape
from math import ceil
from uuid import uuid4

import pytest
from django.urls import reverse

from protocols.audit.models import Action, Event
from protocols.domain.language.readability import read_text
from protocols.explainers.models import Approval, ExplainerDraft
from protocols.reviews.access import place_in
from protocols.runthroughs.ahead import hard_topics_of, is_taught_at
from protocols.runthroughs.limits import minutes_per_step
from protocols.runthroughs.models import Annotation, AnnotationChange, RunThrough, Walk
from protocols.runthroughs.questions import open_counts
from protocols.runthroughs.services import start_walk
from protocols.runthroughs.sessions.services import Said, answer_invitation
from protocols.runthroughs.steps import way_of
from tests.cast import Cast, make_cast, match
from tests.runthroughs.sessions import asked_session, persona

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def walk(cast) -> Walk:
    run = RunThrough.objects.create(review=cast.review, title="Visits", visits=["v1", "v2"], created_by=cast["MO"])
    return Walk.objects.create(run=run, seat=cast.seats["AD"], persona=persona(cast))


def at(walk: Walk, number: int, name: str = "step") -> str:
    return reverse(f"runthroughs:{name}", args=[walk.code, number])


def said(**fields):
    return {"key": str(uuid4()), "version": 0, "go": "on", **fields}


def step_of(walk: Walk, key: str, visit: str = "v1") -> int:
    return next(s.number for s in way_of(walk).steps if (s.visit_key, s.story.key) == (visit, key))


def approve_text(cast: Cast, key: str = "a3", number: int = 1) -> ExplainerDraft:
    """An approved text, both checks given now."""
    activity = cast.protocol.activities.get(key=key)
    activity.explainers.filter(state="approved").update(state="replaced")
    draft = ExplainerDraft.objects.create(
        activity=activity, number=number, state="approved", written_by=cast["SE"],
        fields={"why_this_study": {"text": f"It shows that the heart is well. Text {number}."}},
    )  # fmt: skip
    for kind, who in (("clinical", "SE"), ("lay", "AC")):
        Approval.objects.create(draft=draft, kind=kind, by=cast[who], review=cast.review)
    return draft


def test_the_start_page_says_how_long_whether_paid_and_what_is_hard(client, cast, walk):
    match(cast.protocol, "a1", "lumbar_puncture")
    client.force_login(cast["AD"])
    page = client.get(reverse("runthroughs:start", args=[walk.run.code])).content.decode()
    steps = len(way_of(walk).steps)
    assert f"{steps} short pages: about {ceil(steps * minutes_per_step('solo'))}\xa0min in all." in page
    assert "Nothing was agreed about pay." in page
    assert "a needle in the back" in page
    assert "Who is answering?" in page
    assert reverse("runthroughs:practice", args=[walk.run.code]) in page


def test_without_hard_topics_none_are_announced(client, cast, walk):
    assert hard_topics_of(walk.run) == ""
    client.force_login(cast["AD"])
    assert "Hard topics" not in client.get(reverse("runthroughs:start", args=[walk.run.code])).content.decode()


def test_a_planned_walk_says_what_was_agreed_about_pay(client, cast):
    session = asked_session(cast, "solo")
    answer_invitation(asked=session.people.get(), said=Said("yes", "UTC", [], ""))
    client.force_login(cast["AD"])
    page = client.get(reverse("runthroughs:start", args=[session.run.code])).content.decode()
    assert "You are paid for your time. 60 pounds an hour" in page


def test_the_practice_step_saves_nothing_and_says_so(client, cast, walk):
    client.force_login(cast["AD"])
    url = reverse("runthroughs:practice", args=[walk.run.code])
    assert "Practice: nothing is saved" in client.get(url).content.decode()
    tried = client.post(url, said(overall="2", words="Only a try."), follow=True)
    assert "Nothing of it was saved." in tried.content.decode()
    assert not Annotation.objects.exists()
    refused = client.post(url, said(words="x" * 2001))
    assert refused.status_code == 422
    assert "x" * 2001 in refused.content.decode()


def test_stopping_leads_to_a_page_without_blame_and_keeps_all(client, cast, walk):
    client.force_login(cast["AD"])
    page = client.post(at(walk, 1), said(words="Kept.", go="stop"), follow=True)
    assert page.request["PATH_INFO"] == reverse("runthroughs:leave", args=[walk.code])
    assert "That is fine." in page.content.decode()
    assert Annotation.objects.get().words == "Kept."


def test_one_tap_is_kept_in_words_and_is_no_rating(client, cast, walk):
    client.force_login(cast["AD"])
    client.post(at(walk, 3), said(taps=["fine"]))
    kept = Annotation.objects.get()
    assert (kept.taps, kept.answer, kept.overall) == (["fine"], "", None)
    assert not kept.is_blank
    assert "This is fine" in client.get(reverse("runthroughs:answers", args=[walk.code])).content.decode()
    assert AnnotationChange.objects.get().content["taps"] == ["fine"]


def test_a_made_up_tap_is_refused(client, cast, walk):
    client.force_login(cast["AD"])
    assert client.post(at(walk, 3), said(taps=["awful"])).status_code == 422


def test_what_keeps_people_going_is_asked_on_the_way_home_only(client, cast, walk):
    client.force_login(cast["AD"])
    home = step_of(walk, "back")
    assert "What would keep you going?" in client.get(at(walk, home)).content.decode()
    assert "What would keep you going?" not in client.get(at(walk, home - 1)).content.decode()
    client.post(at(walk, home), said(keeps_going="My grandchildren."))
    assert Annotation.objects.get().keeps_going == "My grandchildren."
    assert "My grandchildren." in client.get(reverse("runthroughs:answers", args=[walk.code])).content.decode()


def test_one_step_of_a_visit_with_an_approved_text_asks_why_in_own_words(client, cast, walk):
    way = way_of(walk)
    assert not any(is_taught_at(way, step, cast.review) for step in way.steps)
    approve_text(cast, "a2"), approve_text(cast, "a3")
    taught = [(s.visit_key, s.story.activity_key) for s in way.steps if is_taught_at(way, s, cast.review)]
    assert taught == [("v1", "a2"), ("v2", "a2")]


def test_comparing_saves_first_and_judges_nothing(client, cast, walk):
    approve_text(cast)
    client.force_login(cast["AD"])
    number = step_of(walk, "activity:a3")
    assert "Compare with the text" not in client.get(at(walk, number)).content.decode()
    answer = client.post(at(walk, number), said(teach_back="To see my heart.", go="compare"))
    assert answer.url == at(walk, number) + "#compare"
    page = client.get(at(walk, number)).content.decode()
    assert "To see my heart." in page
    assert "It shows that the heart is well." in page
    assert "wrong" not in page.lower()


def test_what_was_said_back_reaches_the_writer_once_it_is_sent(client, cast, walk):
    approve_text(cast)
    client.force_login(cast["AD"])
    client.post(at(walk, step_of(walk, "activity:a3")), said(teach_back="To see my heart."))
    page = reverse("runthroughs:questions", args=[cast.review.code, "a3"])
    client.force_login(cast["SE"])
    assert "To see my heart." not in client.get(page).content.decode()
    client.force_login(cast["AD"])
    client.post(reverse("runthroughs:send", args=[walk.code]), {"quote_consent": "no"})
    client.force_login(cast["SE"])
    assert "To see my heart." in client.get(page).content.decode()


def test_a_planned_walk_offers_the_personas_of_its_plan(client, cast):
    session = asked_session(cast, "solo")
    details = {"key": "far", "name": "Tom", "minutes_one_way": 180}
    cast.review.personas.create(key="far", name="Tom, 56", one_line="Lives far away.", details=details)
    client.force_login(cast["AD"])
    page = client.get(reverse("runthroughs:start", args=[session.run.code])).content.decode()
    assert "Ruth, 71" in page
    assert "Tom, 56" not in page


def test_a_question_flows_to_the_explainer_and_its_answer_back_to_who_asked(client, cast, walk):
    approve_text(cast, number=1)
    client.force_login(cast["AD"])
    client.post(at(walk, step_of(walk, "activity:a3")), said(question="Why at each visit?"))
    editor = place_in(cast.review, cast["SE"])
    assert open_counts(editor) == {}  # not sent yet
    client.post(reverse("runthroughs:send", args=[walk.code]), {"quote_consent": "no"})
    activity = cast.protocol.activities.get(key="a3")
    assert open_counts(editor) == {activity.pk: 1}
    client.force_login(cast["SE"])
    place = [cast.review.code, "a3"]
    assert "1 question waits" in client.get(reverse("explainers:list", args=place[:1])).content.decode()
    assert "1 question waits" in client.get(reverse("explainers:activity", args=place)).content.decode()
    page = client.get(reverse("runthroughs:questions", args=place)).content.decode()
    assert "Why at each visit?" in page
    assert "older than the questions" in page
    asked = Annotation.objects.get(question="Why at each visit?").pk
    url = reverse("runthroughs:answer_questions", args=place)
    assert client.post(url, {"question": [asked]}).status_code == 422  # the text is older than the question
    approve_text(cast, number=2)
    assert client.post(url, {"question": [asked]}).status_code == 302
    assert open_counts(editor) == {}
    assert "Answered" in client.get(reverse("runthroughs:questions", args=place)).content.decode()
    client.force_login(cast["AD"])
    assert "Text 2." in client.get(reverse("runthroughs:thanks", args=[walk.code])).content.decode()


def test_a_question_that_was_changed_since_waits_again(client, cast, walk):
    client.force_login(cast["AD"])
    client.post(at(walk, step_of(walk, "activity:a3")), said(question="Why?"))
    client.post(reverse("runthroughs:send", args=[walk.code]), {"quote_consent": "no"})
    approve_text(cast)
    kept = Annotation.objects.get()
    client.force_login(cast["SE"])
    client.post(reverse("runthroughs:answer_questions", args=[cast.review.code, "a3"]), {"question": [kept.pk]})
    editor = place_in(cast.review, cast["SE"])
    assert open_counts(editor) == {}
    Annotation.objects.update(question="Why five times?")
    assert list(open_counts(editor).values()) == [1]
    kept.refresh_from_db()
    assert kept.answer_to_question is None


def test_nobody_can_answer_a_question_of_another_review(client, cast, walk):
    client.force_login(cast["SE"])
    url = reverse("runthroughs:answer_questions", args=[cast.review.code, "a3"])
    for number in ("999", "x", "٣", ""):
        assert client.post(url, {"question": [number]}).status_code == 422


def test_consent_to_quotes_can_be_changed_until_the_end(client, cast, walk):
    client.force_login(cast["AD"])
    url = reverse("runthroughs:quotes", args=[walk.code])
    assert client.get(url).status_code == 200
    assert client.post(url, {"quote_consent": "shout it"}).status_code == 422
    assert client.post(url, {"quote_consent": "named"}).url == reverse("home")
    client.post(reverse("runthroughs:send", args=[walk.code]), {"quote_consent": "named"})
    assert client.post(url, {"quote_consent": "no"}).url == reverse("runthroughs:thanks", args=[walk.code])
    client.post(url, {"quote_consent": "no"})
    walk.refresh_from_db()
    assert walk.quote_consent == "no"
    changes = Event.objects.filter(action=Action.ANSWERS_CHANGED, subject=f"walk:{walk.code}")
    assert [event.detail["quotes"] for event in changes] == ["named", "no"]
    cast.review.state = "closed"
    cast.review.save()
    assert client.post(url, {"quote_consent": "named"}).status_code == 409


def test_consent_to_quotes_is_kept_when_a_walk_begins_and_can_change(cast, walk):
    chosen = {"run": walk.run, "seat": walk.seat, "persona": walk.persona, "answering_for": "self"}
    assert start_walk(**chosen, quote_consent="named").quote_consent == "named"
    assert start_walk(**chosen).quote_consent == "named"
    assert start_walk(**chosen, quote_consent="no").quote_consent == "no"


@pytest.mark.parametrize("name", ["start", "practice", "leave", "asked"])
def test_what_advocates_read_is_easy(client, cast, walk, name):
    session = asked_session(cast, "solo", pay_words="60 pounds an hour.")
    answer_invitation(asked=session.people.get(), said=Said("yes", "UTC", [], ""))
    code = {"leave": walk.code, "asked": session.run.code}.get(name, walk.run.code)
    client.force_login(cast["AD"])
    page = client.get(reverse(f"runthroughs:{name}", args=[code])).content.decode()
    reading = read_text(own_text(page))
    assert reading.grade is None or reading.grade <= 6, reading.grade


def own_text(page: str) -> str:
    """The sentences of a page's main part, without lists of zones and other choices."""
    main = page[page.index("<main") : page.index("</main>")]
    main = re.sub(r"<select.*?</select>|<svg.*?</svg>|<script.*?</script>", " ", main, flags=re.DOTALL)
    ends = r"</(?:p|li|dd|dt|h\d|label|legend|button|div)>"
    blocks = [re.sub(r"<[^>]+>", " ", block) for block in re.split(ends, main)]
    sentences = [" ".join(unescape(block).split()) for block in blocks]
    return "\n\n".join(each if each[-1] in ".?!:" else f"{each}." for each in sentences if each)
