"""One finding and the list: read, changed under a lock, merged and taken apart, split, and kept with options."""

import pytest
from django.urls import reverse
from django.utils import timezone

from protocols.audit.models import Action, Event
from protocols.domain.burden.changes import DropActivity, DropMark
from protocols.findings.models import Finding, Severity, Status
from protocols.findings.services import About, Stale, change_finding, make_finding, merge
from protocols.runthroughs.models import Walk
from protocols.scores.options.services import delete_option, save_option
from protocols.scores.services import default_persona, score_review
from tests.cast import Cast, make_cast, match
from tests.findings.said import say
from tests.findings.test_heard import heard

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    match(cast.protocol, "a3", "twelve_lead_ecg")
    return cast


def url(cast: Cast, name: str, *more: str) -> str:
    return reverse(f"findings:{name}", args=[cast.review.code, *more])


def made(cast: Cast, title: str = "The ECG hurts", activity: str | None = "a3", **content) -> Finding:
    about = About(cast.protocol.activities.get(key=activity) if activity else None)
    pieces = content.pop("pieces", ())
    said = {"title": title, **content}
    return make_finding(review=cast.review, by=cast["MO"], about=about, said=said, pieces=pieces)


def resting(cast: Cast, *words: str, title: str = "The ECG hurts") -> tuple[Finding, list[str]]:
    """A finding that rests on so many answers, and their keys."""
    keys = [f"answer:{say(cast, words=each).pk}" for each in words]
    pieces = heard(cast).pieces
    return made(cast, title, pieces=[pieces[key] for key in keys]), keys


def page(client, cast: Cast, name: str, *more: str, **query) -> str:
    return client.get(url(cast, name, *more), query).content.decode()


def form(finding: Finding, **changes) -> dict[str, object]:
    said = {name: getattr(finding, name) for name in ("title", "impact", "recommendation", "severity", "status")}
    return {**said, "owner": "", "revision": finding.revision, **changes}


def test_a_finding_leads_back_to_the_words_it_rests_on(client, cast):
    finding, _keys = resting(cast, "It hurts.", "My skin tore.")
    client.force_login(cast["RV"])
    text = page(client, cast, "finding", finding.code)
    assert all(words in text for words in ("The ECG hurts", "It hurts.", "My skin tore.", "Purpose not stated"))
    assert "Change it" not in text
    assert Event.objects.filter(action=Action.FINDING_MADE, subject=f"finding:{finding.code}").count() == 1


def test_words_that_were_taken_back_are_counted_and_no_longer_shown(client, cast):
    finding, _keys = resting(cast, "It hurts.", "My skin tore.")
    Walk.objects.filter(annotations__words="It hurts.").update(withdrawn_at=timezone.now())
    client.force_login(cast["SE"])
    text = page(client, cast, "finding", finding.code)
    assert "My skin tore." in text
    assert "It hurts." not in text
    assert "1 more was taken back" in text
    assert "1 taken back since" in page(client, cast, "list")


def test_a_finding_about_what_the_study_plan_has_no_more_says_so(client, cast):
    gone = cast.protocol.activities.create(key="a9", label="Old test")
    finding = make_finding(review=cast.review, by=cast["MO"], about=About(gone), said={"title": "It was long"})
    client.force_login(cast["SE"])
    text = page(client, cast, "finding", finding.code)
    assert "No longer in the study plan" in text
    assert "Old test" in page(client, cast, "list")


def test_a_finding_is_written_about_the_whole_study(client, cast):
    client.force_login(cast["MO"])
    response = client.post(url(cast, "new"), {"title": "Nobody is paid", "severity": 2})
    finding = Finding.objects.get()
    assert response["Location"] == url(cast, "finding", finding.code)
    assert "The whole study" in page(client, cast, "finding", finding.code)
    assert client.post(url(cast, "new"), {"title": "x" * 161, "severity": 2}).status_code == 422


def test_a_change_is_saved_with_its_history(client, cast):
    finding = made(cast)
    client.force_login(cast["SE"])
    given = form(finding, severity=3, status="looking", owner=cast["MO"].pk, impact="Some may leave.")
    assert client.post(url(cast, "change", finding.code), given).status_code == 302
    finding.refresh_from_db()
    assert (finding.severity, finding.status, finding.owner) == (Severity.HIGH, Status.LOOKING, cast["MO"])
    text = page(client, cast, "finding", finding.code)
    assert "How much it matters: Medium is now High" in text
    assert "Who looks after it: nothing is now Mo Facilitator" in text
    client.post(url(cast, "change", finding.code), form(finding, owner=cast["MO"].pk))
    assert finding.events.filter(kind="changed").count() == 1  # nothing changed, so nothing is noted


def test_somebody_else_s_change_is_shown_beside_one_s_own(client, cast):
    finding = made(cast)
    change_finding(finding=finding, by=cast["MO"], said={"title": "The ECG hurts skin"}, expected_revision=1)
    client.force_login(cast["SE"])
    response = client.post(url(cast, "change", finding.code), form(finding, title="The ECG takes long"))
    text = response.content.decode()
    assert response.status_code == 409
    assert "Mo Facilitator changed this at" in text
    assert "The ECG hurts skin" in text
    assert 'value="The ECG takes long"' in text
    again = form(finding, title="The ECG takes long", revision=2)
    assert client.post(url(cast, "change", finding.code), again).status_code == 302
    finding.refresh_from_db()
    assert finding.title == "The ECG takes long"


def test_only_people_who_may_change_it_can_look_after_a_finding(client, cast):
    finding = made(cast)
    client.force_login(cast["SE"])
    for who, status in (("SA", 302), ("AD", 422), ("SV", 422), ("stranger", 422)):
        finding.refresh_from_db()
        given = form(finding, owner=cast[who].pk)
        assert client.post(url(cast, "change", finding.code), given).status_code == status


def test_the_list_is_ordered_by_what_it_is_about_and_can_be_narrowed(client, cast):
    made(cast, "The ECG hurts", "a3", severity=3)
    made(cast, "Consent is long", "a1", status="decision")
    made(cast, "Nobody is paid", None, owner=cast["SE"])
    client.force_login(cast["SV"])
    groups = client.get(url(cast, "list")).context["groups"]
    assert [about for about, _rows in groups] == ["The whole study", "Informed consent", "12-lead ECG"]
    for query, title in (
        ({"severity": 3}, "The ECG hurts"),
        ({"status": "decision"}, "Consent is long"),
        ({"owner": cast["SE"].pk}, "Nobody is paid"),
    ):
        shown = client.get(url(cast, "list"), query).context["groups"]
        assert [rests.finding.title for _about, rows in shown for rests in rows] == [title]
    assert "1 of 3 shown" in page(client, cast, "list", severity=3)
    assert "No finding is like this" in page(client, cast, "list", severity=1)
    nonsense = client.get(url(cast, "list"), {"severity": "x", "status": "y", "owner": "z"})
    assert (nonsense.status_code, nonsense.context["shown"]) == (200, 3)


def test_the_list_asks_the_database_as_often_for_many_as_for_few(client, cast, django_assert_max_num_queries):
    for number in range(12):
        made(cast, f"Finding {number}")
    client.force_login(cast["SE"])
    client.get(url(cast, "list"))  # the score is made once
    with django_assert_max_num_queries(40):
        client.get(url(cast, "list"))


def test_the_same_is_set_on_all_that_are_ticked(client, cast):
    one, other, third = made(cast, "One"), made(cast, "Other"), made(cast, "Third")
    client.force_login(cast["SE"])
    client.post(url(cast, "many"), {"finding": [one.code, other.code], "status": "looking", "owner": cast["MO"].pk})
    states = {each.title: (each.status, each.owner, each.severity) for each in Finding.objects.all()}
    assert states["One"] == states["Other"] == ("looking", cast["MO"], Severity.MEDIUM)
    assert states["Third"] == ("new", None, Severity.MEDIUM)
    assert third.events.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"status": "looking"}, "Tick the findings first."),
        ({"finding": ["gone"], "status": "looking"}, "One of them is gone."),
        ({"finding": "own"}, "Choose what to set"),
        ({"finding": "own", "status": "done"}, "Select a valid choice"),
    ],
)
def test_a_bad_form_for_many_changes_none(client, cast, given, words):
    finding = made(cast)
    client.force_login(cast["SE"])
    given = {**given, "finding": [finding.code]} if given.get("finding") == "own" else given
    response = client.post(url(cast, "many"), given)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert finding.events.count() == 1


def test_a_merge_keeps_everything_and_can_be_undone(client, cast):
    kept, _keys = resting(cast, "It hurts.", title="The ECG hurts")
    other, _keys = resting(cast, "My skin tore.", title="Plasters tear skin")
    client.force_login(cast["MO"])
    client.post(url(cast, "merge", other.code), {"into": kept.code})
    text = page(client, cast, "finding", kept.code)
    assert all(words in text for words in ("It hurts.", "My skin tore.", "Merged into it", "Plasters tear skin"))
    assert client.get(url(cast, "finding", other.code)).status_code == 404
    assert [each.title for each in Finding.objects.standing()] == ["The ECG hurts"]
    client.post(url(cast, "apart", kept.code, other.code))
    assert "My skin tore." in page(client, cast, "finding", other.code)
    assert "My skin tore." not in page(client, cast, "finding", kept.code)
    assert [event.kind for event in kept.events.all()] == ["apart", "merged", "made"]
    assert client.post(url(cast, "apart", kept.code, other.code)).status_code == 404


def test_what_was_merged_before_goes_along(client, cast):
    one, two, three = made(cast, "One"), made(cast, "Two"), made(cast, "Three")
    merge(finding=one, into=two, by=cast["MO"])
    merge(finding=two, into=three, by=cast["MO"])
    assert {each.title for each in three.merged.all()} == {"One", "Two"}


def test_a_finding_cannot_be_merged_into_itself_or_into_one_that_is_merged(client, cast):
    one, two, three = made(cast, "One"), made(cast, "Two"), made(cast, "Three")
    client.force_login(cast["MO"])
    assert client.post(url(cast, "merge", one.code), {"into": one.code}).status_code == 422
    merge(finding=two, into=three, by=cast["MO"])
    assert client.post(url(cast, "merge", one.code), {"into": two.code}).status_code == 422
    for finding, into in ((one, one), (one, two), (two, one)):
        with pytest.raises(Stale):
            merge(finding=finding, into=into, by=cast["MO"])
    with pytest.raises(Stale):
        change_finding(finding=two, by=cast["MO"], said={"title": "Changed"})


def test_a_part_becomes_a_finding_of_its_own(client, cast):
    finding, keys = resting(cast, "It hurts.", "It is cold.")
    client.force_login(cast["MO"])
    client.post(url(cast, "split", finding.code), {"piece": [keys[1]]})
    part = Finding.objects.exclude(pk=finding.pk).get()
    assert part.title == "Part of: The ECG hurts"
    assert part.activity == finding.activity
    assert [source.key for source in part.sources.all()] == [keys[1]]
    assert [source.key for source in finding.sources.all()] == [keys[0]]


def test_a_split_needs_a_part_and_leaves_a_part(client, cast):
    finding, keys = resting(cast, "It hurts.", "It is cold.")
    client.force_login(cast["MO"])
    for pieces in ([], keys, ["answer:0"]):
        assert client.post(url(cast, "split", finding.code), {"piece": pieces}).status_code == 422
    assert Finding.objects.count() == 1


def test_an_option_is_kept_with_the_findings_it_would_answer(client, cast):
    finding, other = made(cast, "The ECG hurts"), made(cast, "Consent is long", "a1")
    option = save_option(
        review=cast.review, by=cast["SE"], name="No ECG at first", note="", changes=[DropMark("v1", "a3")]
    )
    client.force_login(cast["SE"])
    assert "No ECG at first" in page(client, cast, "of_option", option.code)
    client.post(url(cast, "of_option", option.code), {"finding": [finding.code]})
    assert list(option.findings.all()) == [finding]
    ecg = score_review(cast.review, persona=default_persona(cast.review)).score.estimates.activities["a3"]
    assert f"{ecg.points:.2f}" in page(client, cast, "finding", finding.code)
    client.post(url(cast, "options", other.code), {"option": [option.code]})
    assert option.findings.count() == 2
    client.post(url(cast, "of_option", option.code), {"finding": []})
    assert not option.findings.exists()
    assert "Options that would answer it: No ECG at first is now nothing" in page(client, cast, "finding", finding.code)
    assert client.post(url(cast, "options", other.code), {"option": ["gone"]}).status_code == 422


def test_an_option_that_was_put_aside_or_no_longer_fits_does_no_harm(client, cast):
    finding = made(cast)
    odd = save_option(review=cast.review, by=cast["SE"], name="Odd", note="", changes=[DropActivity("a77")])
    aside = save_option(review=cast.review, by=cast["SE"], name="Aside", note="", changes=[DropMark("v1", "a3")])
    finding.options.set([odd, aside])
    delete_option(saved=aside)
    client.force_login(cast["SE"])
    text = page(client, cast, "finding", finding.code)
    assert "Odd" in text
    assert "Aside" not in text
    assert client.get(url(cast, "of_option", aside.code)).status_code == 404


def test_findings_of_another_review_are_not_there(client, cast):
    finding = made(cast)
    client.force_login(cast["stranger"])
    assert client.get(url(cast, "finding", finding.code)).status_code == 404
    client.force_login(cast["SE"])
    assert client.get(url(cast, "finding", "nonsense")).status_code == 404
