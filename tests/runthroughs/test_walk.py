"""An advocate walks through visits alone, and every word is kept."""

from uuid import uuid4

import pytest
from django.urls import reverse

from protocols.audit.models import Action, Event
from protocols.reviews.models import Persona, ReviewState
from protocols.runthroughs.models import Annotation, RunThrough, Walk
from protocols.runthroughs.steps import way_of
from tests.cast import Cast, add_seat, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    details = {"key": "near", "name": "Ruth", "minutes_one_way": 20, "transport": "bus", "carer_share": 1}
    Persona.objects.create(review=cast.review, key="near", name="Ruth, 71", one_line="Lives near.", details=details)
    cast.people["other"] = add_seat(cast, "AD", "Olu Other", cast.seats["AD"].organisation, key="AD2").user
    return cast


@pytest.fixture
def run(cast) -> RunThrough:
    return RunThrough.objects.create(
        review=cast.review, title="The first visits", visits=["v1", "v3"], created_by=cast["MO"]
    )


@pytest.fixture
def walk(cast, run) -> Walk:
    return Walk.objects.create(run=run, seat=cast.seats["AD"], persona=cast.review.personas.get())


def step_url(walk: Walk, number: int = 3, name: str = "step") -> str:
    return reverse(f"runthroughs:{name}", args=[walk.code, number])


def said(**fields):
    return {"key": str(uuid4()), "version": 0, "go": "on", **fields}


def test_an_advocate_begins_as_a_persona_and_lands_on_the_first_step(client, cast, run):
    client.force_login(cast["AD"])
    page = client.get(reverse("runthroughs:start", args=[run.code]))
    assert "Who sees it" in page.content.decode()
    persona = cast.review.personas.get()
    answer = client.post(page.request["PATH_INFO"], {"persona": persona.pk, "answering_for": "helped"})
    walk = Walk.objects.get()
    assert answer.url == step_url(walk, 1)
    assert (walk.persona, walk.answering_for, walk.seat) == (persona, "helped", cast.seats["AD"])


def test_beginning_without_a_persona_asks_for_one_and_keeps_the_other_answer(client, cast, run):
    client.force_login(cast["AD"])
    page = client.post(reverse("runthroughs:start", args=[run.code]), {"answering_for": "other"})
    assert page.status_code == 422
    assert "Choose a person to walk as." in page.content.decode()
    assert page.context["form"]["answering_for"].value() == "other"


def test_a_walk_goes_from_leaving_home_through_each_activity_to_the_days_between(walk):
    steps = [(step.visit_key, step.story.key) for step in way_of(walk).steps]
    assert steps == [
        ("v1", "before"), ("v1", "journey"), ("v1", "activity:a1"), ("v1", "activity:a2"), ("v1", "activity:a3"),
        ("v1", "back"), ("v1", "between"),
        ("v3", "before"), ("v3", "activity:a4"), ("v3", "between"),
    ]  # fmt: skip


def test_each_step_can_be_opened_and_the_walk_opens_there_again(client, cast, walk):
    client.force_login(cast["AD"])
    for step in way_of(walk).steps:
        page = client.get(step_url(walk, step.number))
        assert page.status_code == 200
        assert page.content.decode().count("<h1>") == 1
    walk.refresh_from_db()
    assert walk.at_step == len(way_of(walk).steps)


def test_a_step_saves_all_that_was_said_and_goes_on(client, cast, walk):
    client.force_login(cast["AD"])
    answer = client.post(
        step_url(walk),
        said(overall="3", could_not_do="on", reasons=["pain", "long"], words="Too long.", would_help="A break.",
             understood="partly", question="Why twice?", worry="2"),
    )  # fmt: skip
    assert answer.url == step_url(walk, 4)
    kept = Annotation.objects.get()
    assert (kept.visit.key, kept.activity.key, kept.step) == ("v1", "a1", "activity:a1")
    assert (kept.answer, kept.overall, kept.could_not_do, kept.worry) == ("rated", 3, True, 2)
    assert (kept.reasons, kept.words, kept.would_help) == (["pain", "long"], "Too long.", "A break.")
    assert (kept.understood, kept.question, kept.entered_by) == ("partly", "Why twice?", cast["AD"])


@pytest.mark.parametrize(
    ("fields", "answer", "overall"),
    [
        ({"overall": "not-sure"}, "not-sure", None),
        ({"go": "skip"}, "skipped", None),
        ({"go": "skip", "overall": "4"}, "skipped", None),
        ({"overall": "0"}, "rated", 0),
        ({"physical": "2"}, "rated", None),
        ({"could_not_do": "on"}, "", None),
        ({}, "", None),
    ],
)
def test_not_sure_skip_and_could_not_are_answers_of_their_own_and_never_zero(
    client, cast, walk, fields, answer, overall
):
    client.force_login(cast["AD"])
    client.post(step_url(walk), said(**fields))
    kept = Annotation.objects.get()
    assert (kept.answer, kept.overall) == (answer, overall)


def test_a_skipped_step_keeps_the_words_typed_before(client, cast, walk):
    client.force_login(cast["AD"])
    client.post(step_url(walk), said(go="skip", words="I would rather not say."))
    assert Annotation.objects.get().words == "I would rather not say."


@pytest.mark.parametrize(
    ("go", "lands_on"),
    [("on", 4), ("skip", 4), ("back", 2), ("answers", "answers"), ("stop", "leave")],
)
def test_each_button_saves_and_goes_where_it_says(client, cast, walk, go, lands_on):
    client.force_login(cast["AD"])
    answer = client.post(step_url(walk), said(go=go, words="Kept."))
    expected = {name: reverse(f"runthroughs:{name}", args=[walk.code]) for name in ("answers", "leave")}
    assert answer.url == expected.get(lands_on) or answer.url == step_url(walk, lands_on)
    assert Annotation.objects.get().words == "Kept."


def test_the_last_step_leads_to_the_answers(client, cast, walk):
    client.force_login(cast["AD"])
    answer = client.post(step_url(walk, 10), said(overall="1"))
    assert answer.url == reverse("runthroughs:answers", args=[walk.code])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"overall": "5"}, "overall"),
        ({"overall": "NaN"}, "overall"),
        ({"worry": "٣"}, "worry"),
        ({"reasons": ["nonsense"]}, "reasons"),
        ({"words": "x" * 2001}, "words"),
        ({"version": "-1"}, "version"),
        ({"key": "not a key"}, "key"),
    ],
)
def test_a_wrong_answer_is_refused_beside_its_field_and_nothing_typed_is_lost(client, cast, walk, fields, words):
    client.force_login(cast["AD"])
    page = client.post(step_url(walk), said(**{"would_help": "A cup of tea.", **fields}))
    assert page.status_code == 422
    assert words in page.context["form"].errors
    assert "A cup of tea." in page.content.decode()
    assert not Annotation.objects.exists()


def test_text_of_2000_characters_is_kept_and_one_more_says_how_long_it_is(client, cast, walk):
    client.force_login(cast["AD"])
    assert client.post(step_url(walk), said(words="x" * 2000)).status_code == 302
    page = client.post(step_url(walk, 4), said(words="y" * 2001)).content.decode()
    assert "“In your own words” is 2001 characters long. Please shorten it to 2000." in page
    assert "y" * 2001 in page


@pytest.mark.parametrize("nothing", ["   ", "\u200b\u200b", "\n\t "])
def test_invisible_text_counts_as_nothing(client, cast, walk, nothing):
    client.force_login(cast["AD"])
    client.post(step_url(walk), said(words=nothing))
    assert Annotation.objects.get().words == ""


def test_autosave_answers_with_a_fragment_that_carries_the_next_key(client, cast, walk):
    client.force_login(cast["AD"])
    page = client.post(step_url(walk, name="autosave"), said(words="Hm"), headers={"HX-Request": "true"})
    fragment = page.content.decode()
    assert page.status_code == 200
    assert "<html" not in fragment
    assert "Saved at" in fragment
    assert 'data-next-version="1"' in fragment


def test_autosave_of_a_wrong_answer_says_so_and_writes_nothing(client, cast, walk):
    client.force_login(cast["AD"])
    page = client.post(step_url(walk, name="autosave"), said(words="x" * 2001))
    assert page.status_code == 422
    assert "Your words are still here" in page.content.decode()
    assert not Annotation.objects.exists()


def test_autosave_when_signed_out_is_a_401_and_no_sign_in_page(client, walk):
    page = client.post(step_url(walk, name="autosave"), said(words="Hm"), headers={"HX-Request": "true"})
    assert (page.status_code, page.content) == (401, b"")


def test_a_second_device_cannot_overwrite_and_sees_both_texts(client, cast, walk):
    client.force_login(cast["AD"])
    client.post(step_url(walk), said(words="From the phone."))
    page = client.post(step_url(walk), said(words="From the laptop."))
    text = page.content.decode()
    assert page.status_code == 409
    assert "From the phone." in text
    assert "From the laptop." in text
    assert Annotation.objects.get().words == "From the phone."
    kept = page.context["form"]
    client.post(step_url(walk), said(words=kept["words"].value(), version=kept["version"].value()))
    assert Annotation.objects.get().words == "From the laptop."


def test_a_retry_with_the_same_key_is_the_same_hand_and_the_last_text_wins(client, cast, walk):
    client.force_login(cast["AD"])
    first = said(words="One")
    for words in ("One", "One two", "One two three"):
        assert client.post(step_url(walk, name="autosave"), {**first, "words": words}).status_code == 200
    kept = Annotation.objects.get()
    assert kept.words == "One two three"
    assert kept.changes.count() == 1


def test_history_keeps_each_sitting_and_what_was_sent(client, cast, walk):
    client.force_login(cast["AD"])
    client.post(step_url(walk), said(words="Before."))
    client.post(reverse("runthroughs:send", args=[walk.code]), {"quote_consent": "no"})
    client.post(step_url(walk), said(words="After.", version=1))
    kept = Annotation.objects.get()
    assert [change.content["words"] for change in kept.changes.all()] == ["Before.", "After."]
    assert Event.objects.filter(action=Action.ANSWERS_CHANGED).count() == 1


def test_sending_needs_a_choice_about_quotes(client, cast, walk):
    client.force_login(cast["AD"])
    page = client.post(reverse("runthroughs:send", args=[walk.code]))
    assert page.status_code == 422
    assert "Choose how your words may be used." in page.content.decode()
    walk.refresh_from_db()
    assert walk.sent_at is None


def test_only_sent_answers_count_and_taking_them_back_undoes_it(client, cast, walk):
    client.force_login(cast["AD"])
    client.post(step_url(walk), said(overall="3"))
    assert not Annotation.objects.that_count().exists()
    sent = client.post(reverse("runthroughs:send", args=[walk.code]), {"quote_consent": "unnamed"})
    assert sent.url == reverse("runthroughs:thanks", args=[walk.code])
    assert Annotation.objects.that_count().count() == 1
    assert "Very hard" in client.get(sent.url).content.decode()
    client.post(reverse("runthroughs:withdraw", args=[walk.code]))
    assert not Annotation.objects.that_count().exists()
    actions = [Action.ANSWERS_SENT, Action.ANSWERS_WITHDRAWN]
    assert list(Event.objects.filter(action__in=actions).values_list("action", flat=True)) == actions


def test_answers_of_a_group_count_only_once_revealed(cast, run, walk):
    Annotation.objects.create(
        walk=walk,
        visit=cast.protocol.visits.get(key="v1"),
        step="before",
        overall=2,
        answer="rated",
        entered_by=cast["AD"],
    )
    walk.sent_at = run.created_at
    walk.save()
    RunThrough.objects.filter(pk=run.pk).update(kind="group")
    assert not Annotation.objects.that_count().exists()
    RunThrough.objects.filter(pk=run.pk).update(revealed_at=run.created_at)
    assert Annotation.objects.that_count().count() == 1


def test_a_closed_review_takes_nothing_more_and_gives_the_words_back(client, cast, walk):
    cast.review.state = ReviewState.CLOSED
    cast.review.save()
    client.force_login(cast["AD"])
    page = client.post(step_url(walk), said(words="Too late?"))
    assert page.status_code == 409
    assert "Too late?" in page.content.decode()
    assert client.post(step_url(walk, name="autosave"), said(words="Too late?")).status_code == 409
    assert client.post(reverse("runthroughs:send", args=[walk.code]), {"quote_consent": "no"}).status_code == 409
    assert client.get(reverse("runthroughs:start", args=[walk.run.code])).status_code == 409
    assert not Annotation.objects.exists()


@pytest.mark.parametrize("role", ["SA", "SE", "SV", "MO", "RV", "SI", "AC", "other"])
def test_nobody_else_opens_or_writes_my_walk(client, cast, walk, role):
    client.force_login(cast[role])
    for name in ("answers", "thanks"):
        assert client.get(reverse(f"runthroughs:{name}", args=[walk.code])).status_code == 403
    assert client.get(step_url(walk)).status_code == 403
    assert client.post(step_url(walk), said(words="Mine now")).status_code == 403
    assert client.post(step_url(walk, name="autosave"), said(words="Mine now")).status_code == 403
    assert not Annotation.objects.exists()


def test_a_stranger_finds_nothing(client, cast, run, walk):
    client.force_login(cast["stranger"])
    for url in (step_url(walk), reverse("runthroughs:start", args=[run.code])):
        assert client.get(url).status_code == 404
    assert client.get(reverse("runthroughs:list", args=[cast.review.code])).status_code == 404


@pytest.mark.parametrize("name", ["autosave", "send", "withdraw"])
def test_writing_takes_a_post(client, cast, walk, name):
    client.force_login(cast["AD"])
    arguments = [walk.code, 1] if name == "autosave" else [walk.code]
    assert client.get(reverse(f"runthroughs:{name}", args=arguments)).status_code == 405


def test_a_step_that_is_not_there_is_a_404(client, cast, walk):
    client.force_login(cast["AD"])
    assert client.get(step_url(walk, 11)).status_code == 404
    assert client.get(step_url(walk, 0)).status_code == 404


def test_markup_in_words_is_shown_as_text(client, cast, walk):
    client.force_login(cast["AD"])
    client.post(step_url(walk), said(words="<script>alert(1)</script>{{ 7*7 }}"))
    page = client.get(reverse("runthroughs:answers", args=[walk.code])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page


def test_the_list_says_to_each_what_they_can_do(client, cast, run, walk):
    url = reverse("runthroughs:list", args=[cast.review.code])
    client.force_login(cast["AD"])
    assert "Go on" in client.get(url).content.decode()
    client.force_login(cast["SV"])
    text = client.get(url).content.decode()
    assert "0 of 1 started have sent their answers" in text
    assert "Plan a session" not in text
