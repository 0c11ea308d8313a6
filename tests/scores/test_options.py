"""What-if options: tried by address, saved, changed under a lock, put aside, and shown side by side."""

from dataclasses import replace
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from protocols.domain.burden.changes import (
    Change,
    DropActivity,
    DropMark,
    HoldElsewhere,
    LessOften,
    MergeVisits,
    Move,
    Shorten,
    WidenWindow,
)
from protocols.domain.schedule import Contact, Window
from protocols.schedules.models import PurposeRecord
from protocols.scores.models import WhatIf
from protocols.scores.options.changes import decode, encode, in_words, misfit, read
from protocols.scores.options.services import delete_option, save_option
from protocols.scores.services import default_persona, score_review
from tests.cast import Cast, make_cast, match, small_schedule

KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)
CHANGES: st.SearchStrategy[Change] = st.one_of(
    st.builds(DropMark, KEYS, KEYS),
    st.builds(DropActivity, KEYS),
    st.builds(LessOften, KEYS, st.integers(2, 12)),
    st.builds(Move, KEYS, KEYS, KEYS),
    st.builds(HoldElsewhere, KEYS, st.sampled_from([Contact.PHONE, Contact.VIDEO, Contact.HOME])),
    st.builds(MergeVisits, KEYS, KEYS),
    st.builds(WidenWindow, KEYS, st.integers(0, 365).map(float), st.integers(0, 365).map(float)),
    st.builds(Shorten, KEYS, st.integers(0, 2000).map(float)),
)


@pytest.fixture
def cast(db) -> Cast:
    cast = make_cast()
    match(cast.protocol, "a1", "informed_consent")
    match(cast.protocol, "a2", "vital_signs")
    match(cast.protocol, "a3", "twelve_lead_ecg")
    return cast


def url(cast: Cast, name: str, *more: str) -> str:
    return reverse(f"scores:{name}", args=[cast.review.code, *more])


def saved(cast: Cast, *changes: Change, name: str = "Fewer ECGs") -> WhatIf:
    kept = changes or (DropMark("v1", "a3"),)
    return save_option(review=cast.review, by=cast["SE"], name=name, note="For finding 3", changes=kept)


def page(client, cast: Cast, name: str, *more: str, **query) -> str:
    return client.get(url(cast, name, *more), query).content.decode()


@given(CHANGES)
def test_a_change_survives_the_address(change):
    assert decode(encode(change)) == change


@pytest.mark.parametrize(
    "text",
    ["", "zorb,v1", "drop-mark,v1", "drop-mark,v1,a1,more", "less-often,a1,1", "less-often,a1,x", "shorten,a1,nan",
     "shorten,a1,-1", "shorten,a1,1e309", "hold-elsewhere,v1,unknown", "widen-window,v1,0,9999"],
)  # fmt: skip
def test_what_is_no_change_is_refused(text):
    with pytest.raises(ValueError):
        decode(text)


def test_changes_of_an_address_are_read_once_and_what_makes_no_sense_is_said():
    changes, notes = read(["drop-mark,v1,a1", "drop-mark,v1,a1", "drop-mark,v9,a1", "nonsense"], small_schedule())
    assert changes == (DropMark("v1", "a1"),)
    assert len(notes) == 1
    assert read([], small_schedule()) == ((), [])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (DropMark("v1", "a3"), "Leave out 12-lead ECG at Screening"),
        (DropActivity("a3"), "Leave out 12-lead ECG everywhere"),
        (LessOften("a2", 2), "Vital signs at every other visit"),
        (LessOften("a2", 3), "Vital signs only at each visit number 3 of those where it is planned"),
        (Move("v1", "a3", "v3"), "Move 12-lead ECG from Screening to Call 3"),
        (HoldElsewhere("v2", Contact.PHONE), "Hold Week 2 by phone"),
        (MergeVisits("v2", "v1"), "Hold Week 2 together with Screening"),
        (WidenWindow("v2", 7, 3.5), "Let people come to Week 2 up to 7 days early or 3.5 days late"),
        (Shorten("a1", 20), "Shorten Informed consent to 20 minutes"),
    ],
)
def test_a_change_is_said_in_words(change, words):
    assert in_words(change, small_schedule()) == words


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (DropMark("v3", "a1"), "activity"), (Move("v3", "a1", "v2"), "activity"), (Move("v1", "a1", "v1"), "to"),
        (MergeVisits("v1", "v1"), "into"), (HoldElsewhere("v3", Contact.PHONE), "contact"),
        (DropMark("v1", "a1"), None), (HoldElsewhere("v1", Contact.PHONE), None),
    ],
)  # fmt: skip
def test_a_change_that_would_do_nothing_is_found_and_others_are_not(change, field):
    found = misfit(change, small_schedule())
    assert (found[0] if found else None) == field


def test_a_preview_shows_both_sides_and_saves_nothing(client, cast):
    client.force_login(cast["SV"])
    base = score_review(cast.review, persona=default_persona(cast.review)).score
    response = client.get(url(cast, "option_try"), {"change": encode(DropMark("v1", "a3"))})
    text = response.content.decode()
    ecg = base.estimates.activities["a3"]
    load, minutes = response.context["trying"].tried.measures[:2]
    assert (load.before, load.after) == (base.load.planned, base.load.planned - ecg.points)
    assert minutes.before - minutes.after == ecg.minutes_each
    assert f"↓ {ecg.points:.2f} lighter" in text
    assert "Screening" in text
    assert "Save the option" not in text
    assert "Nothing is saved yet" in text
    assert not WhatIf.objects.exists()


def test_what_serves_the_main_question_or_safety_is_said_clearly(client, cast):
    for key, purpose in (("a3", "primary"), ("a2", "safety")):
        activity = cast.protocol.activities.get(key=key)
        PurposeRecord.objects.create(activity=activity, purpose=purpose, objective="To see the heart", by=cast["SE"])
    client.force_login(cast["SV"])
    text = page(client, cast, "option_try", change=["drop-activity,a3", "less-often,a2,2", "drop-mark,v1,a1"])
    assert "Serves a primary objective" in text
    assert "Objective: To see the heart" in text
    assert "Keeps people safe" in text
    assert "Nobody has stated what it is for" in text
    assert "Nothing is learned from it any more." in text
    other = page(client, cast, "option_try", change="drop-mark,v1,a1")
    assert "Serves a primary objective" not in other


def test_the_page_of_an_option_agrees_with_the_difference_of_its_visits(client, cast):
    client.force_login(cast["SE"])
    own = saved(cast, DropMark("v1", "a3"), DropActivity("a2"))
    tried = client.get(url(cast, "option", own.code)).context["trying"].tried
    assert sum(each.load for each in tried.comparison.visits) == tried.measures[0].difference < 0
    assert sum(each.minutes for each in tried.comparison.visits) == tried.measures[1].difference


def test_merging_visits_saves_a_journey_and_loses_nothing(client, cast):
    client.force_login(cast["SV"])
    text = page(client, cast, "option_try", change="merge-visits,v2,v1")
    assert "Nothing that is done is left out." in text
    assert "no visit of its own any more" in text


def test_a_wider_window_saves_no_points_says_so_and_takes_its_flag_away(client, db):
    small = small_schedule()
    narrow = replace(small.visits[1], window=Window(0, 1, "day"))
    cast = make_cast(replace(small, visits=(small.visits[0], narrow, small.visits[2])))
    client.force_login(cast["SV"])
    response = client.get(url(cast, "option_try"), {"change": "widen-window,v2,7,7"})
    text, tried = response.content.decode(), response.context["trying"].tried
    assert "No clear difference in load." in text
    assert [(flag.kind, flag.visit) for flag in tried.flags_gone] == [("narrow_window", "v2")]
    assert "No longer to look at" in text
    worse = client.get(url(cast, "option_try"), {"change": "widen-window,v2,0,0"}).context["trying"].tried
    assert not worse.flags_gone


def test_a_change_is_added_by_choosing_its_kind_and_its_parts(client, cast):
    client.force_login(cast["SV"])
    assert "Leave it out everywhere" in page(client, cast, "option_change", activity="a3")
    assert "Merge two visits" not in page(client, cast, "option_change", activity="a3")
    first = encode(DropMark("v1", "a1"))
    form = page(client, cast, "option_change", kind="move", activity="a3", visit="v1", change=first)
    assert '<option value="a3" selected>' in form
    address = f"{url(cast, 'option_change')}?kind=move&change={first}"
    answer = client.post(address, {"visit": "v1", "activity": "a3", "to": "v2"})
    assert answer.status_code == 302
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert asked == {"change": [first, encode(Move("v1", "a3", "v2"))]}


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("drop-mark", {"visit": "v3", "activity": "a1"}, "Informed consent is not planned at Call 3."),
        ("drop-mark", {"visit": "v99", "activity": "a1"}, "Choose one from the list."),
        ("less-often", {"activity": "a2", "every": "1"}, "Enter a number from 2 to 12."),
        ("shorten", {"activity": "a1", "minutes": "soon"}, "Enter a number from 0 to 2880."),
        ("widen-window", {"visit": "v1", "days_before": "9999", "days_after": ""}, "Enter a number from 0 to 365."),
        ("hold-elsewhere", {"visit": "v3", "contact": "phone"}, "Call 3 is held by phone already."),
        ("merge-visits", {"visit": "v1", "into": "v1"}, "Choose two different visits."),
        ("zorb", {}, "What would you change?"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_in_words(client, cast, kind, given, words):
    client.force_login(cast["SV"])
    answer = client.post(f"{url(cast, 'option_change')}?kind={kind}", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_an_option_is_saved_with_name_and_note_and_listed_with_what_it_saves(client, cast):
    client.force_login(cast["SE"])
    address = f"{url(cast, 'option_save')}?change={encode(DropMark('v1', 'a3'))}"
    refused = client.post(address, {"name": "", "note": "Keep my words"})
    assert refused.status_code == 422
    assert "Keep my words" in refused.content.decode()
    assert client.post(address, {"name": "Fewer ECGs", "note": "For finding 3"}).status_code == 302
    own = WhatIf.objects.get()
    assert own.option.changes == (DropMark("v1", "a3"),)
    text = page(client, cast, "options")
    assert "Fewer ECGs" in text
    assert "points lighter" in text
    assert "For finding 3" in page(client, cast, "option", own.code)


def test_an_option_without_a_change_is_not_saved(client, cast):
    client.force_login(cast["SE"])
    answer = client.post(url(cast, "option_save"), {"name": "Nothing"})
    assert answer.status_code == 422
    assert "Add a change first" in answer.content.decode()
    assert not WhatIf.objects.exists()


def test_reading_the_saving_address_leads_back_to_the_preview(client, cast):
    client.force_login(cast["SE"])
    answer = client.get(url(cast, "option_save"), {"change": "drop-mark,v1,a1"})
    assert answer["Location"].endswith("/options/try/?change=drop-mark%2Cv1%2Ca1")


def test_a_saved_option_is_renamed_and_changed(client, cast):
    client.force_login(cast["SA"])
    own = saved(cast)
    address = f"{url(cast, 'option_save')}?option={own.code}&change=drop-activity,a3"
    assert client.post(address, {"name": "No ECGs", "note": "", "revision": "1"}).status_code == 302
    own.refresh_from_db()
    assert (own.name, own.revision, own.changed_by) == ("No ECGs", 2, cast["SA"])
    assert own.option.changes == (DropActivity("a3"),)


def test_the_slower_of_two_editors_sees_both_texts_and_may_save_again(client, cast):
    client.force_login(cast["SA"])
    own = saved(cast)
    address = f"{url(cast, 'option_save')}?option={own.code}&change=drop-activity,a3"
    client.post(address, {"name": "Theirs", "note": "Their note", "revision": "1"})
    client.force_login(cast["SE"])
    late = client.post(address, {"name": "Mine", "note": "My note", "revision": "1"})
    text = late.content.decode()
    assert late.status_code == 409
    assert all(words in text for words in ("Theirs", "Their note", "Mine", "My note", "Ada Admin saved this option"))
    own.refresh_from_db()
    assert own.name == "Theirs"
    assert client.post(address, {"name": "Mine", "note": "My note", "revision": "2"}).status_code == 302


def test_a_copy_stands_alone(client, cast):
    client.force_login(cast["SE"])
    own = saved(cast)
    client.post(url(cast, "option_copy", own.code))
    copy = WhatIf.objects.exclude(pk=own.pk).get()
    assert (copy.name, copy.changes, copy.revision) == ("Copy of Fewer ECGs", own.changes, 1)


def test_an_option_is_put_aside_and_brought_back(client, cast):
    client.force_login(cast["SE"])
    own = saved(cast)
    client.post(url(cast, "option_delete", own.code))
    assert client.get(url(cast, "option", own.code)).status_code == 404
    text = page(client, cast, "options")
    assert "1 option put aside" in text
    assert "No option is saved yet" in text
    client.post(url(cast, "option_restore", own.code))
    assert client.get(url(cast, "option", own.code)).status_code == 200


def test_what_was_put_aside_is_not_saved_over(client, cast):
    client.force_login(cast["SE"])
    own = saved(cast)
    delete_option(saved=own)
    client.post(
        f"{url(cast, 'option_save')}?option={own.code}&change=drop-mark,v1,a1", {"name": "Late", "revision": "1"}
    )
    own.refresh_from_db()
    assert own.name == "Fewer ECGs"


def test_pages_of_many_options_ask_the_database_no_more_than_those_of_one(client, cast, django_assert_max_num_queries):
    client.force_login(cast["SV"])
    saved(cast)
    with CaptureQueriesContext(connection) as one:
        page(client, cast, "options")
        page(client, cast, "options_compare")
    for number in range(5):
        saved(cast, DropMark("v1", "a3"), DropMark("v2", "a2"), name=f"Option {number}")
    with django_assert_max_num_queries(len(one)):
        page(client, cast, "options")
        page(client, cast, "options_compare")


def test_several_options_stand_side_by_side(client, cast):
    client.force_login(cast["RV"])
    first, second = saved(cast), saved(cast, MergeVisits("v2", "v1"), name="One day")
    saved(cast, DropActivity("a4"), name="Third")
    text = page(client, cast, "options_compare", option=[first.code, second.code])
    assert text.count('<article class="pb-opt">') == 2
    assert "Third" not in text
    assert page(client, cast, "options_compare").count('<article class="pb-opt">') == 3


def test_an_option_of_a_row_that_a_newer_version_lacks_says_so(client, cast):
    client.force_login(cast["SV"])
    own = saved(cast, DropMark("v1", "a3"), DropActivity("gone"))
    text = page(client, cast, "option", own.code)
    assert "Some changes in the address make no sense" in text
    assert "Leave out 12-lead ECG at Screening" in text


def test_another_persona_stays_chosen_while_changes_are_added(client, cast):
    client.force_login(cast["SV"])
    text = page(client, cast, "option_try", persona="near", change="drop-mark,v1,a1")
    assert "?persona=near&amp;change=drop-mark%2Cv1%2Ca1" in text


def test_strangers_and_other_reviews_do_not_see_an_option(client, cast):
    own = saved(cast)
    client.force_login(cast["stranger"])
    assert client.get(url(cast, "option", own.code)).status_code == 404
    client.force_login(cast["SE"])
    assert client.get(url(cast, "option", "nothing234")).status_code == 404


@pytest.mark.parametrize("role", ["SV", "MO", "RV"])
def test_those_who_only_look_cannot_save_copy_or_delete(client, cast, role):
    own = saved(cast)
    client.force_login(cast[role])
    for name in ("option_copy", "option_delete"):
        assert client.post(url(cast, name, own.code)).status_code == 403
    assert client.post(url(cast, "option_save") + "?change=drop-mark,v1,a1", {"name": "x"}).status_code == 403
    own.refresh_from_db()
    assert own.deleted_at is None


def test_pages_that_only_show_take_no_post(client, cast):
    client.force_login(cast["SE"])
    for name in ("options", "option_try", "options_compare"):
        assert client.post(url(cast, name)).status_code == 405


def test_points_of_the_score_itself_never_change_by_trying(client, cast):
    client.force_login(cast["SE"])
    before = score_review(cast.review, persona=default_persona(cast.review)).score.load.planned
    saved(cast, DropActivity("a1"))
    page(client, cast, "options")
    assert score_review(cast.review, persona=default_persona(cast.review)).score.load.planned == before > Decimal(0)
