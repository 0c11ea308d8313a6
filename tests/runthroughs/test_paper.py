"""The paper way: printing a walk, and typing in for somebody who then sees it, changes it, takes it back."""

from uuid import uuid4

import pytest
from django.urls import reverse

from protocols.audit.models import Event
from protocols.runthroughs.forms import StepForm
from protocols.runthroughs.models import Annotation, RunThrough, Walk
from protocols.runthroughs.steps import way_of, way_through
from tests.cast import Cast, add_seat, make_cast
from tests.runthroughs.sessions import asked_session, persona

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def run(cast) -> RunThrough:
    persona(cast)
    return RunThrough.objects.create(review=cast.review, title="Visits", visits=["v1", "v3"], created_by=cast["MO"])


def chosen(cast: Cast, **changes):
    return {"seat": cast.seats["AD"].pk, "persona": persona(cast).pk, "answering_for": "self", "knows": "on", **changes}


def begin(client, cast: Cast, run: RunThrough) -> Walk:
    client.force_login(cast["MO"])
    client.post(reverse("runthroughs:paper_type", args=[run.code]), chosen(cast))
    return Walk.objects.get()


def step(client, walk: Walk, **said):
    url = reverse("runthroughs:step", args=[walk.code, 1])
    return client.post(url, {"key": str(uuid4()), "version": 0, "go": "on", **said})


def send(client, walk: Walk):
    return client.post(reverse("runthroughs:send", args=[walk.code]), {"quote_consent": "no"})


@pytest.mark.parametrize("who", ["MO", "AD"])
def test_the_paper_has_every_step_with_the_same_questions(client, cast, run, who):
    client.force_login(cast[who])
    page = client.get(reverse("runthroughs:paper", args=[run.code])).content.decode()
    steps = way_through(run, persona(cast)).steps
    for each in steps:
        assert f"{each.number}. {each.story.title}" in page
    form = StepForm()
    for label in ("Mark what fits", *(form[name].label for name in ("overall", "reasons", "words", "would_help"))):
        assert page.count(f"<strong>{label}</strong>") == len(steps)
    activities = [each for each in steps if each.story.activity_key]
    assert page.count(f"<strong>{form['understood'].label}</strong>") == len(activities)
    assert page.count("What would keep you going?") == sum(each.story.kind == "back" for each in steps)
    assert "<script" not in page[page.index("<main") :]


def test_large_letters_and_another_persona_can_be_chosen(client, cast, run):
    client.force_login(cast["MO"])
    url = reverse("runthroughs:paper", args=[run.code])
    assert "pb-paper-l" in client.get(url, {"size": "large", "persona": "near"}).content.decode()
    odd = client.get(url, {"size": "huge", "persona": "nobody"}).content.decode()
    assert "pb-paper-l" not in odd
    assert "You walk as Ruth, 71." in odd


def test_a_facilitator_types_in_and_it_says_so_to_everybody(client, cast, run):
    walk = begin(client, cast, run)
    assert (walk.typed_by, walk.seat) == (cast["MO"], cast.seats["AD"])
    page = client.get(reverse("runthroughs:step", args=[walk.code, 1])).content.decode()
    assert "You type in from paper for Ann Advocate." in page
    step(client, walk, overall="3", words="As she wrote it.")
    assert Annotation.objects.get().entered_by == cast["MO"]
    assert send(client, walk).url == reverse("runthroughs:list", args=[cast.review.code])
    assert Event.objects.filter(actor=cast["MO"].pk, subject=f"walk:{walk.code}").count() == 2
    client.force_login(cast["AD"])
    page = client.get(reverse("runthroughs:thanks", args=[walk.code])).content.decode()
    assert "Typed in from paper by Mo Facilitator." in page
    assert "As she wrote it." in page


def test_the_person_may_change_it_and_take_it_back(client, cast, run):
    walk = begin(client, cast, run)
    step(client, walk, words="As typed.")
    send(client, walk)
    client.force_login(cast["AD"])
    assert step(client, walk, words="As I meant it.", version=1).status_code == 302
    kept = Annotation.objects.get()
    assert (kept.words, kept.entered_by) == ("As I meant it.", cast["AD"])
    client.post(reverse("runthroughs:withdraw", args=[walk.code]))
    walk.refresh_from_db()
    assert not walk.is_sent


def test_who_typed_it_in_sees_no_more_of_it_once_it_is_sent_or_the_person_writes(client, cast, run):
    walk = begin(client, cast, run)
    client.force_login(cast["AD"])
    step(client, walk, words="I went on myself.")
    client.force_login(cast["MO"])
    page = client.get(reverse("runthroughs:step", args=[walk.code, 1]))
    assert page.status_code == 403
    assert "I went on myself." not in page.content.decode()
    Annotation.objects.all().delete()
    send(client, walk)
    assert client.get(reverse("runthroughs:answers", args=[walk.code])).status_code == 403


def test_another_facilitator_cannot_open_what_somebody_types(client, cast, run):
    walk = begin(client, cast, run)
    other = add_seat(cast, "MO", "Max Facilitator", cast.seats["MO"].organisation, key="MO2")
    client.force_login(other.user)
    assert client.get(reverse("runthroughs:step", args=[walk.code, 1])).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"seat": ""}, "Choose whose paper it is."),
        ({"seat": 999}, "has begun on a screen"),
        ({"knows": ""}, "Type in a paper only if its writer wants that."),
        ({"persona": ""}, "Choose a person to walk as."),
    ],
)
def test_what_is_missing_is_named_and_nothing_begins(client, cast, run, wrong, words):
    client.force_login(cast["MO"])
    page = client.post(reverse("runthroughs:paper_type", args=[run.code]), chosen(cast, **wrong))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Walk.objects.exists()


def test_nothing_is_typed_over_what_somebody_began_on_a_screen(client, cast, run):
    Walk.objects.create(run=run, seat=cast.seats["AD"], persona=persona(cast))
    client.force_login(cast["MO"])
    url = reverse("runthroughs:paper_type", args=[run.code])
    assert "Nobody waits for this" in client.get(url).content.decode()
    assert client.post(url, chosen(cast)).status_code == 422
    assert Walk.objects.get().typed_by is None


def test_for_a_planned_walk_only_those_who_were_asked(client, cast):
    session = asked_session(cast, "solo")
    other = add_seat(cast, "AD", "Olu Other", cast.seats["AD"].organisation, key="AD2")
    client.force_login(cast["MO"])
    page = client.get(reverse("runthroughs:paper_type", args=[session.run.code])).content.decode()
    assert "Ann Advocate" in page
    assert "Olu Other" not in page
    begin(client, cast, session.run)
    listed = client.get(reverse("runthroughs:session", args=[session.run.code])).content.decode()
    assert "Typed in from paper by Mo Facilitator" in listed
    assert other.walks.count() == 0


def test_a_closed_run_through_takes_no_paper(client, cast, run):
    cast.review.state = "closed"
    cast.review.save()
    client.force_login(cast["MO"])
    assert client.post(reverse("runthroughs:paper_type", args=[run.code]), chosen(cast)).status_code == 409


def test_all_steps_can_be_typed_in(client, cast, run):
    walk = begin(client, cast, run)
    for each in way_of(walk).steps:
        url = reverse("runthroughs:step", args=[walk.code, each.number])
        assert client.post(url, {"key": str(uuid4()), "version": 0, "go": "on", "overall": "1"}).status_code == 302
    assert Annotation.objects.filter(entered_by=cast["MO"]).count() == len(way_of(walk).steps)
