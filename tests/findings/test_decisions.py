"""Deciding about a finding: recorded, refused with words, decided twice at once, and the record of a review."""

from datetime import date, timedelta
from html import escape
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from protocols.audit.models import Action, Event
from protocols.domain.burden.changes import DropMark, Option
from protocols.domain.burden.savings import rescored
from protocols.findings import services
from protocols.findings.decisions.models import Choice, Decision
from protocols.findings.decisions.services import decide
from protocols.findings.models import Finding, Status
from protocols.findings.services import About, Stale, change_finding, make_finding, merge
from protocols.reviews.models import Review
from protocols.scores.models import WhatIf
from protocols.scores.options.services import delete_option, save_option
from protocols.scores.services import default_persona, score_review
from tests.cast import Cast, make_cast, match
from tests.findings.test_findings import form as changed
from tests.findings.test_findings import made, page, resting, url

pytestmark = pytest.mark.django_db

TOO_LONG = "x" * 2001


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    match(cast.protocol, "a3", "twelve_lead_ecg")
    return cast


def day(away: int) -> date:
    return timezone.localdate() + timedelta(days=away)


def in_words(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def typed(choice: str = "accept", **more) -> dict[str, object]:
    """What somebody types who is the first to decide: nothing but what is needed, and `more`."""
    needed = {"accept": {"outcome": "One ECG less."}, "no": {"reason": "The heart is at risk."}}
    return {"choice": choice, "tell_by": day(30).isoformat(), "known": 0, **needed.get(choice, {}), **more}


def decided(finding: Finding, cast: Cast, who: str = "SA", **said) -> Decision:
    """A decision that stands already."""
    said = {"choice": Choice.ACCEPT, "outcome": "One ECG less.", "tell_by": day(30), **said}
    return decide(finding=finding, by=cast[who], said=said, known=finding.decisions.count())


def option_of(review: Review, cast: Cast, name: str = "No ECG at first") -> WhatIf:
    return save_option(review=review, by=cast["SE"], name=name, note="", changes=[DropMark("v1", "a3")])


def another(cast: Cast) -> Review:
    return Review.objects.create(protocol=cast.protocol, version=cast.version, number=2, created_by=cast["SE"])


def still(response, **more) -> dict[str, object]:
    """What stands in the form of a page that was shown again, and `more`."""
    shown = response.context["form"]
    return {**{name: shown[name].value() or "" for name in shown.fields}, **more}


def in_order(text: str, *words: str) -> bool:
    """True where each of the words stands once, one after the other."""
    places = [text.index(each) for each in words]
    return places == sorted(places) and all(text.count(each) == 1 for each in words)


def test_a_decision_is_recorded_and_said_on_the_finding_and_in_the_record(client, cast):
    finding, option = made(cast, status="decision"), option_of(cast.review, cast)
    client.force_login(cast["SE"])
    assert "Nobody has decided yet." in page(client, cast, "finding", finding.code)
    given = typed(
        "part", outcome="The first ECG is left out.", reason="The second one keeps people safe.", option=option.code,
        owner=cast["MO"].pk, due=day(20).isoformat(), target="Amendment 1", dissent="The statistician wants both.",
    )  # fmt: skip
    response = client.post(url(cast, "decide", finding.code), given, follow=True)
    assert response.redirect_chain == [(url(cast, "finding", finding.code), 302)]
    assert "The decision is recorded." in response.content.decode()
    kept = Decision.objects.get()
    assert (kept.finding, kept.by, kept.choice, kept.option) == (finding, cast["SE"], Choice.PART, option)
    assert (kept.owner, kept.due, kept.tell_by) == (cast["MO"], day(20), day(30))
    finding.refresh_from_db()
    assert finding.status == Status.DECIDED
    one = page(client, cast, "finding", finding.code)
    assert "How far we are: Decision needed is now Decided" in one
    assert "Nobody has decided yet." not in one
    for text in (one, page(client, cast, "decisions")):
        assert "Accepted in part</span>" in text
        assert f"<span><bdi>Eve Editor</bdi>, {in_words(day(0))}</span>" in text
        assert '<dt>What will be done</dt><dd dir="auto">The first ECG is left out.</dd>' in text
        assert '<dt>Why not all of it</dt><dd dir="auto">The second one keeps people safe.</dd>' in text
        assert f"<dt>Who carries it out</dt><dd><bdi>Mo Facilitator</bdi>, by {in_words(day(20))}</dd>" in text
        assert ">No ECG at first. Leave out 12-lead ECG at Screening</a></dd>" in text
        assert '<dt>Where it will stand</dt><dd dir="auto">Amendment 1</dd>' in text
        assert '<dt>Who sees it otherwise</dt><dd dir="auto">The statistician wants both.</dd>' in text
        assert f"<dt>People are told by</dt><dd>{in_words(day(30))}</dd>" in text


@pytest.mark.parametrize("who", ["SA", "SE"])
@pytest.mark.parametrize(("choice", "words", "without"), [
    ("accept", ("Accepted</span>", "What will be done"), ("Why", "Who carries it out", "By which option")),
    ("no", ("Not accepted</span>", "<dt>Why not</dt>"), ("What will be done", "Where it will stand")),
])  # fmt: skip
def test_nothing_is_asked_that_is_not_needed(client, cast, who, choice, words, without):
    finding = made(cast, status="decision")
    client.force_login(cast[who])
    assert client.post(url(cast, "decide", finding.code), typed(choice)).status_code == 302
    assert Decision.objects.get().by == cast[who]
    text = page(client, cast, "decisions")
    assert all(each in text for each in words)
    assert not any(f"<dt>{each}" in text for each in without)


@pytest.mark.parametrize(("given", "field", "words"), [
    ({"choice": ""}, "choice", "Choose what you decide."),
    ({"choice": "perhaps"}, "choice", "Choose one from the list."),
    ({"choice": "accept", "outcome": ""}, "outcome", "Say in plain words what will be done."),
    ({"choice": "part", "outcome": ""}, "outcome", "Say in plain words what will be done."),
    ({"choice": "part", "reason": ""}, "reason", "Say in plain words why, for the people who raised it."),
    ({"choice": "no", "reason": " \n "}, "reason", "Say in plain words why, for the people who raised it."),
    ({"choice": "no", "outcome": TOO_LONG}, "outcome", "Ensure this value has at most 2000 characters (it has 2001)."),
    ({"target": "v" * 121}, "target", "Ensure this value has at most 120 characters (it has 121)."),
    ({"due": -1}, "due", "To be done by: {yesterday} has gone by. Enter today or a later day."),
    ({"due": "soon"}, "due", "To be done by: enter a date like 2027-05-12"),
    ({"tell_by": -1}, "tell_by", "Tell people by: {yesterday} has gone by. Enter today or a later day."),
    ({"tell_by": "soon"}, "tell_by", "Tell people by: enter a date like 2027-05-12"),
    ({"tell_by": ""}, "tell_by", "Enter by when people are told."),
    ({"option": "gone"}, "option", "Choose one from the list."),
    ({"owner": "AD"}, "owner", "Choose one from the list."),
    ({"owner": "SV"}, "owner", "Choose one from the list."),
])  # fmt: skip
def test_a_bad_form_says_what_is_wrong_and_keeps_what_was_typed(client, cast, given, field, words):
    finding = made(cast, status="decision")
    client.force_login(cast["SE"])
    texts = {"outcome": "One less.", "reason": "Safety first.", "target": "Amendment 1", "dissent": "Sites want both."}
    full = {**typed(), **texts, "due": day(9).isoformat(), **given}
    for name in ("due", "tell_by"):
        full[name] = day(-1).isoformat() if full[name] == -1 else full[name]
    if "owner" in full:
        full["owner"] = cast[full["owner"]].pk
    response = client.post(url(cast, "decide", finding.code), full)
    shown = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#id_{field}">{words.format(yesterday=in_words(day(-1)))}</a>' in shown
    assert shown.count('<a href="#id_') == 1
    assert all(each in shown for name, each in texts.items() if name != field)
    kept = response.context["form"]
    assert all(str(kept[name].value()) == str(value) for name, value in full.items())
    assert not Decision.objects.exists()
    finding.refresh_from_db()
    assert finding.status == Status.DECISION


def test_a_bad_form_is_not_recorded_and_the_same_form_mended_is(client, cast):
    finding = made(cast, status="decision")
    client.force_login(cast["SE"])
    bad = client.post(url(cast, "decide", finding.code), typed("no", reason="", dissent="Sites want it gone."))
    assert client.post(url(cast, "decide", finding.code), still(bad, reason="It is safer.")).status_code == 302
    kept = Decision.objects.get()
    assert (kept.choice, kept.reason, kept.dissent) == (Choice.NO, "It is safer.", "Sites want it gone.")


def test_today_has_not_gone_by(client, cast):
    finding = made(cast)
    client.force_login(cast["SE"])
    today = day(0).isoformat()
    assert client.post(url(cast, "decide", finding.code), typed(due=today, tell_by=today)).status_code == 302
    kept = Decision.objects.get()
    assert (kept.due, kept.tell_by) == (day(0), day(0))


def test_who_decides_second_reads_what_the_first_decided_and_keeps_what_they_typed(client, cast):
    finding = made(cast, status="decision")
    decided(finding, cast, "SA", outcome="It is done at home.")
    client.force_login(cast["SE"])
    mine = typed("no", reason="The heart is at risk.", target="Version 7")
    response = client.post(url(cast, "decide", finding.code), mine)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Somebody decided a moment ago" in text
    assert "There is a problem" not in text
    assert 'name="known" value="1"' in text
    assert all(words in text for words in ("Ada Admin", "It is done at home.", "The heart is at risk.", "Version 7"))
    assert client.post(url(cast, "decide", finding.code), mine).status_code == 409  # who sends the old page again
    assert Decision.objects.count() == 1
    assert client.post(url(cast, "decide", finding.code), still(response)).status_code == 302
    assert [(each.by, each.choice, each.target) for each in finding.decisions.all()] == [
        (cast["SE"], Choice.NO, "Version 7"),
        (cast["SA"], Choice.ACCEPT, ""),
    ]


def test_a_stale_decision_writes_nothing(cast):
    finding, other = made(cast, "One"), made(cast, "Other")
    said = {"choice": Choice.ACCEPT, "outcome": "One ECG less.", "tell_by": day(30)}
    decided(finding, cast)
    for known in (0, 2):
        with pytest.raises(Stale):
            decide(finding=finding, by=cast["SE"], said=said, known=known)
    merge(finding=other, into=finding, by=cast["MO"])
    with pytest.raises(Stale):  # it was opened before it was merged
        decide(finding=other, by=cast["SE"], said=said, known=0)
    assert Decision.objects.count() == Event.objects.filter(action=Action.DECIDED).count() == 1
    other.refresh_from_db()
    assert other.status == Status.NEW


def test_a_decision_is_never_changed(cast):
    kept = decided(made(cast), cast)
    for row in (kept, Decision.objects.get()):
        row.outcome = "Two ECGs less."
        for fields in (None, ["outcome"]):
            with pytest.raises(ValueError, match="never changed"):
                row.save(update_fields=fields)
    assert Decision.objects.get().outcome == "One ECG less."


def test_the_newest_decision_stands_first_and_the_older_ones_under_decided_before(client, cast):
    finding = made(cast, owner=cast["MO"])
    client.force_login(cast["SE"])
    assert "Decided so far" not in page(client, cast, "decide", finding.code)
    for number, words in enumerate(("First we keep it.", "Then we move it.", "Now we drop it.")):
        given = typed(outcome=words, known=number, tell_by=day(number).isoformat())
        assert client.post(url(cast, "decide", finding.code), given).status_code == 302
        text = page(client, cast, "finding", finding.code)
        assert ("Decided before" in text) == (number > 0)
    assert in_order(
        text, "Now we drop it.", "Decided before", "Then we move it.", "First we keep it.", ">Decide again<"
    )
    folded = text.split("Decided before")[1].split("</details>")[0]
    assert in_order(folded, "Then we move it.", "First we keep it.")
    record = page(client, cast, "decisions")
    assert "Now we drop it." in record
    assert not any(words in record for words in ("Then we move it.", "First we keep it."))
    response = client.get(url(cast, "decide", finding.code))
    before = response.content.decode().split('<h2 class="pb-h3">Decided so far</h2>')[1]
    assert in_order(before, "Now we drop it.", "Then we move it.", "First we keep it.")
    begun = response.context["form"]
    assert (begun["known"].value(), begun["tell_by"].value()) == (3, day(2))
    assert (begun["owner"].value(), begun["outcome"].value()) == (cast["MO"].pk, None)


def test_nobody_closes_a_finding_without_a_decision(client, cast):
    finding = made(cast, status="looking")
    client.force_login(cast["MO"])
    given = changed(finding, status="decided", title="The ECG tears skin", impact="Some leave.")
    response = client.post(url(cast, "change", finding.code), given)
    text = response.content.decode()
    assert response.status_code == 422
    words = "A finding is decided when its decision is recorded. Open the finding and record it first."
    assert f'<a href="#id_status">{words}</a>' in text
    assert 'value="The ECG tears skin"' in text
    assert "Some leave." in text
    finding.refresh_from_db()
    assert (finding.status, finding.title) == (Status.LOOKING, "The ECG hurts")
    decided(finding, cast)
    finding.refresh_from_db()
    assert client.post(url(cast, "change", finding.code), changed(finding, impact="Some leave.")).status_code == 302
    finding.refresh_from_db()
    assert (finding.status, finding.impact) == (Status.DECIDED, "Some leave.")


def test_many_findings_are_not_closed_while_one_waits_for_its_decision(client, cast):
    one, other, third = made(cast, "Consent is long"), made(cast, "Nobody is paid"), made(cast, "It is far")
    decided(one, cast)
    client.force_login(cast["MO"])
    client.post(url(cast, "many"), {"finding": [one.code], "status": "looking"})
    given = {"finding": [one.code, other.code, third.code], "status": "decided", "severity": 3}
    response = client.post(url(cast, "many"), given)
    text = response.content.decode()
    assert response.status_code == 422
    assert "Record the decision first. Not decided yet: “Nobody is paid”, “It is far”</a>" in text
    assert all(f'value="{each.code}" checked' in text for each in (one, other, third))
    assert set(Finding.objects.values_list("title", "status", "severity")) == {
        ("Consent is long", "looking", 2),
        ("Nobody is paid", "new", 2),
        ("It is far", "new", 2),
    }
    assert client.post(url(cast, "many"), {**given, "finding": [one.code]}).status_code == 302
    one.refresh_from_db()
    assert (one.status, one.severity) == (Status.DECIDED, 3)


def test_the_record_says_when_there_is_nothing_to_decide(client, cast):
    finding = made(cast, "Consent is long", status="looking")
    client.force_login(cast["SE"])
    text = page(client, cast, "decisions")
    assert "Nothing to decide yet" in text
    assert "Consent is long" not in text
    finding.status = Status.DECISION
    finding.save()
    text = page(client, cast, "decisions")
    assert "Nothing to decide yet" not in text
    assert "Consent is long" in text


def test_what_waits_is_listed_with_the_earliest_day_first(client, cast):
    made(cast, "Whenever", status="decision", severity=3)
    made(cast, "Later", status="decision", decide_by=day(9), severity=2)
    made(cast, "Sooner", status="decision", decide_by=day(2), severity=1)
    made(cast, "Looked into", status="looking", decide_by=day(1))
    client.force_login(cast["SE"])
    text = page(client, cast, "decisions")
    two, nine = (f"Decision needed by {in_words(day(away))}</span>" for away in (2, 9))
    assert in_order(text, ">Sooner</a>", two, ">Later</a>", nine, ">Whenever</a>", "Decision needed</span>")
    assert "Looked into" not in text
    assert 'id="made"' not in text


def test_what_is_decided_is_listed_with_the_newest_decision_first(client, cast):
    first, second, third = (made(cast, title, status="decision") for title in ("One", "Two", "Three"))
    for finding in (second, first, third, second):
        decided(finding, cast)
    again = made(cast, "Four")
    decided(again, cast)
    change_finding(finding=again, by=cast["MO"], said={"status": Status.DECISION})
    client.force_login(cast["SV"])
    waiting, done = page(client, cast, "decisions").split('id="made"')
    assert in_order(done, ">Two</a>", ">Three</a>", ">One</a>")
    assert ">Four</a>" not in done
    assert ">Four</a>" in waiting
    assert not any(f">{title}</a>" in waiting for title in ("One", "Two", "Three"))


def test_what_should_have_been_done_by_now_is_named_in_words(client, cast):
    late, today, again = made(cast, "Late"), made(cast, "Today"), made(cast, "Again")
    decided(late, cast, due=day(-1))
    decided(today, cast, due=day(0))
    decided(again, cast, due=day(-2))
    decided(again, cast, due=day(5))
    client.force_login(cast["SE"])
    text = page(client, cast, "decisions")
    assert text.count("Was to be done by") == 1
    assert in_order(text, ">Again</a>", ">Today</a>", ">Late</a>", f"Was to be done by {in_words(day(-1))}")


def test_the_record_asks_the_database_as_often_for_many_as_for_few(client, cast):
    def asked(number: int) -> int:
        for each in range(number):
            made(cast, f"Waits {each}", status="decision", decide_by=day(each), owner=cast["SE"])
            decided(made(cast, f"Done {each}"), cast, owner=cast["MO"], option=option_of(cast.review, cast))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(cast, "decisions")).status_code == 200
        return len(queries)

    client.force_login(cast["SE"])
    client.get(url(cast, "decisions"))  # the score is made once
    assert asked(1) == asked(8)


def test_options_kept_with_a_finding_are_shown_with_numbers_before_and_after(client, cast):
    finding = made(cast)
    client.force_login(cast["SE"])
    assert "No option is kept with this finding." in page(client, cast, "decide", finding.code)
    kept, aside = option_of(cast.review, cast), option_of(cast.review, cast, "Put aside")
    option_of(cast.review, cast, "For another finding")
    finding.options.set([kept, aside])
    delete_option(saved=aside)
    response = client.get(url(cast, "decide", finding.code))
    text = response.content.decode()
    now = score_review(cast.review, persona=default_persona(cast.review)).score
    then = rescored(now, Option("", (DropMark("v1", "a3"),)))
    before, after = (f"{each.load.planned:.1f}" for each in (now, then))
    assert before != after
    assert f'<th scope="row">Load points</th><td>{before}</td><td class="pb-less">{after} ↓' in text
    trips = now.counts.trips.planned
    assert f'<th scope="row">Trips</th><td>{trips}</td><td>{trips} <span class="pb-soft">same</span>' in text
    assert "Leave out 12-lead ECG at Screening." in text
    assert "No option is kept with this finding." not in text
    assert text.count('<article class="pb-opt">') == 1
    assert "Put aside" not in text
    assert response.context["form"]["option"].value() == kept.code  # the only one, so it is suggested


def test_what_speaks_for_it_is_read_where_it_is_decided(client, cast):
    finding, _keys = resting(cast, "It hurts.", "My skin tore.")
    Finding.objects.update(impact="Some may leave.", recommendation="Do it once.", status="decision")
    client.force_login(cast["SE"])
    text = page(client, cast, "decide", finding.code)
    assert "All 2 things it rests on" in text
    assert all(
        words in text for words in ("The ECG hurts", "It hurts.", "My skin tore.", "Some may leave.", "Do it once.")
    )


@pytest.mark.parametrize(("who", "may"), [("SA", True), ("SE", True), ("SV", False), ("MO", False), ("RV", False)])
def test_others_read_what_is_decided_and_find_no_way_to_decide(client, cast, who, may):
    done, waits = made(cast, "Consent is long"), made(cast, "The ECG hurts", status="decision")
    decided(done, cast, outcome="It is two pages now.")
    client.force_login(cast[who])
    one, other = (page(client, cast, "finding", each.code) for each in (done, waits))
    record = page(client, cast, "decisions")
    assert "It is two pages now." in one
    assert "It is two pages now." in record
    for text, finding in ((one, done), (other, waits), (record, waits)):
        assert (f'href="{url(cast, "decide", finding.code)}"' in text) == may
    assert ("Nobody has decided yet." in other) == may
    assert (client.post(url(cast, "decide", waits.code), typed()).status_code == 302) == may
    assert waits.decisions.exists() == may


def test_nobody_decides_about_a_finding_that_is_merged_or_of_another_review(client, cast):
    merged, kept = made(cast, "Plasters tear skin"), made(cast, "The ECG hurts")
    merge(finding=merged, into=kept, by=cast["MO"])
    elsewhere = make_finding(review=another(cast), by=cast["SE"], about=About(), said={"title": "Nobody is paid"})
    client.force_login(cast["SE"])
    for code, read, sent in ((merged.code, 404, 404), (elsewhere.code, 404, 404), (kept.code, 200, 302)):
        assert client.get(url(cast, "decide", code)).status_code == read
        assert client.post(url(cast, "decide", code), typed()).status_code == sent
    assert [each.finding for each in Decision.objects.all()] == [kept]


def test_an_option_of_another_review_or_one_put_aside_is_not_chosen(client, cast):
    finding, aside = made(cast), option_of(cast.review, cast, "Put aside")
    foreign = option_of(another(cast), cast, "Elsewhere")
    delete_option(saved=aside)
    client.force_login(cast["SE"])
    for option in (foreign, aside):
        response = client.post(url(cast, "decide", finding.code), typed(option=option.code))
        text = response.content.decode()
        assert response.status_code == 422
        assert '<a href="#id_option">Choose one from the list.</a>' in text
        assert option.name not in text
        assert "One ECG less." in text
    assert not Decision.objects.exists()
    own = option_of(cast.review, cast)
    assert client.post(url(cast, "decide", finding.code), typed(option=own.code)).status_code == 302


def test_another_method_is_refused(client, cast):
    finding = made(cast)
    client.force_login(cast["SE"])
    for method in (client.put, client.patch, client.delete):
        assert method(url(cast, "decide", finding.code)).status_code == 405
    for method in (client.post, client.put, client.delete):
        assert method(url(cast, "decisions")).status_code == 405
    assert client.head(url(cast, "decide", finding.code)).status_code == 200


def test_what_people_type_is_shown_as_text_and_never_as_a_page(client, cast):
    bad = "<b onclick=go()>&amp;</b>"
    finding, option = made(cast, f"Title {bad}", status="decision"), option_of(cast.review, cast, f"Option {bad}")
    finding.options.set([option])
    fields = ("outcome", "reason", "target", "dissent")
    *said, title = (escape(f"{name} {bad}") for name in (*fields, "Option", "Title"))
    given = typed("part", option=option.code, **{name: f"{name} {bad}" for name in fields})
    client.force_login(cast["SE"])
    stale = client.post(url(cast, "decide", finding.code), {**given, "known": 5})
    refused = client.post(url(cast, "decide", finding.code), {**given, "tell_by": ""})
    many = client.post(url(cast, "many"), {"finding": [finding.code], "status": "decided"})
    waiting = page(client, cast, "decisions")
    assert (stale.status_code, refused.status_code, many.status_code) == (409, 422, 422)
    assert f"Decide: {title}" in waiting
    assert f"Not decided yet: “{title}”" in many.content.decode()
    assert client.post(url(cast, "decide", finding.code), given).status_code == 302
    texts = [page(client, cast, name, finding.code) for name in ("finding", "decide")]
    texts += [page(client, cast, "decisions"), stale.content.decode(), refused.content.decode()]
    assert all(each in text for text in texts for each in (*said, title))
    assert not any("<b onclick" in text for text in (*texts, waiting, many.content.decode()))


def test_the_audit_log_knows_who_decided_about_what(client, cast):
    finding = made(cast)
    client.force_login(cast["SE"])
    events = Event.objects.filter(action=Action.DECIDED)
    client.post(url(cast, "decide", finding.code), typed(outcome=""))
    client.post(url(cast, "decide", finding.code), typed(known=1))
    assert not events.exists()
    client.post(url(cast, "decide", finding.code), typed())
    event = events.get()
    assert (event.actor, event.subject, event.review) == (cast["SE"].pk, f"finding:{finding.code}", cast.review.code)


def test_the_database_itself_refuses_to_change_a_decision(cast):
    kept = decided(made(cast), cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=kept.pk).update(outcome="Two ECGs less.")
    assert Decision.objects.get().outcome == "One ECG less."


def test_a_button_pressed_twice_records_once(client, cast):
    finding = made(cast)
    client.force_login(cast["SE"])
    for _press in range(2):
        assert client.post(url(cast, "decide", finding.code), typed()).status_code == 302
    assert Decision.objects.count() == Event.objects.filter(action=Action.DECIDED).count() == 1
    client.force_login(cast["SA"])  # the same words of somebody else are another decision, on top of one not read
    assert client.post(url(cast, "decide", finding.code), typed()).status_code == 409


def test_what_is_typed_outlives_a_merge(client, cast):
    finding, other = made(cast, "One"), made(cast, "The other")
    client.force_login(cast["SE"])
    opened = client.get(url(cast, "decide", finding.code))
    assert opened.status_code == 200
    mine = typed(outcome="It is done at home.")
    with patch.object(services, "change_finding", side_effect=merge_first(finding, other, cast)):
        response = client.post(url(cast, "decide", finding.code), mine)
    text = response.content.decode()
    assert response.status_code == 409
    assert "“One” was merged into this finding a moment ago" in text and "It is done at home." in text
    assert url(cast, "decide", other.code) in text
    assert client.post(url(cast, "decide", other.code), still(response, known=0)).status_code == 302
    assert [each.outcome for each in other.decisions.all()] == ["It is done at home."]


def merge_first(finding: Finding, other: Finding, cast: Cast):
    """What happens when somebody merges a finding after it was opened and before it is decided."""

    def late(**said: object) -> None:
        merge(finding=finding, into=other, by=cast["MO"])
        finding.refresh_from_db()
        raise Stale(finding)

    return late


def test_decisions_of_a_merged_finding_count_for_the_one_it_went_into(client, cast):
    finding, other = made(cast, "One"), made(cast, "The other")
    decided(finding, cast, outcome="It is done at home.")
    merge(finding=finding, into=other, by=cast["MO"])
    client.force_login(cast["SE"])
    assert "It is done at home." in page(client, cast, "finding", other.code)
    assert "It is done at home." in page(client, cast, "decisions")
    assert client.post(url(cast, "decide", other.code), typed()).status_code == 409
    assert client.post(url(cast, "decide", other.code), typed(known=1)).status_code == 302


def test_what_is_late_and_what_was_taken_up_again_is_said(client, cast):
    finding = made(cast, status="decision", decide_by=day(-1))
    client.force_login(cast["SE"])
    assert "That day has gone by" in page(client, cast, "decisions")
    decided(finding, cast, due=day(-1))
    late = page(client, cast, "decisions")
    assert "That day has gone by" not in late and f"Was to be done by {in_words(day(-1))}" in late
    change_finding(finding=finding, by=cast["MO"], said={"status": Status.LOOKING})
    assert "Taken up again: looking into it" in page(client, cast, "decisions")
    change_finding(finding=finding, by=cast["MO"], said={"status": Status.DECISION})
    again = page(client, cast, "decisions")
    assert "That day has gone by" in again and f"Decided before: Accepted, {in_words(day(0))}" in again


def test_what_stays_as_it_is_is_never_late(client, cast):
    decided(made(cast), cast, choice=Choice.NO, reason="It is safe.", due=day(-1))
    client.force_login(cast["SE"])
    assert "Was to be done by" not in page(client, cast, "decisions")


def test_an_option_that_was_put_aside_or_changed_stays_in_the_record_as_it_was(client, cast):
    option, finding = option_of(cast.review, cast), made(cast)
    decided(finding, cast, option=option)
    delete_option(saved=option)
    client.force_login(cast["SE"])
    text = page(client, cast, "finding", finding.code)
    assert "<dd>No ECG at first. Leave out 12-lead ECG at Screening</dd>" in text


def test_a_promised_day_that_has_gone_by_is_not_suggested_again(client, cast):
    finding = made(cast)
    decided(finding, cast, tell_by=day(-1))
    client.force_login(cast["SE"])
    assert client.get(url(cast, "decide", finding.code)).context["form"]["tell_by"].value() is None


def test_a_text_that_is_too_long_is_not_called_missing_too(client, cast):
    client.force_login(cast["SE"])
    text = client.post(url(cast, "decide", made(cast).code), typed(outcome=TOO_LONG)).content.decode()
    assert "at most 2000 characters" in text and "Say in plain words what will be done." not in text
