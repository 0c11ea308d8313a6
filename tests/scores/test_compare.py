"""Two versions side by side: the changes in words, the numbers before and after, and nobody's words lost."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from protocols.domain.schedule import Contact, Endpoint, Footnote, Mark, Objective, Schedule, Visit
from protocols.reviews.models import Persona, Review
from protocols.runthroughs.models import Annotation, RunThrough, Walk
from protocols.schedules.models import ScheduleVersion
from protocols.scores.limits import limits
from tests.cast import Cast, make_cast, match, small_schedule, version_of

pytestmark = pytest.mark.django_db
SMALL = small_schedule()


def amended() -> Schedule:
    """The small schedule with one more visit, without the ECG, and with vital signs moved from week 2 to the call."""
    marks = [mark for mark in SMALL.marks if mark.activity != "a3" and (mark.visit, mark.activity) != ("v2", "a2")]
    return replace(
        SMALL,
        visits=(*SMALL.visits, Visit("v4", "Week 6", epoch="Treatment", day=43, header=("Week 6",))),
        activities=tuple(each for each in SMALL.activities if each.key != "a3"),
        marks=(*marks, Mark("v3", "a2"), Mark("v4", "a2")),
    )


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    for key, name in (("a1", "informed_consent"), ("a2", "vital_signs"), ("a3", "twelve_lead_ecg")):
        match(cast.protocol, key, name)
    return cast


@pytest.fixture
def second(cast: Cast) -> ScheduleVersion:
    return version_of(cast.protocol, amended(), cast["SE"], number=2)


def url(cast: Cast) -> str:
    return reverse("scores:compare", args=[cast.review.code])


def say(cast: Cast, activity: str, visit: str = "v1", words: str = "My skin tore.") -> Annotation:
    run = RunThrough.objects.create(review=cast.review, title="Walk", visits=[visit], created_by=cast["MO"])
    walk = Walk.objects.create(run=run, seat=cast.seats["AD"], sent_at=run.created_at)
    return Annotation.objects.create(
        walk=walk,
        visit=cast.protocol.visits.get(key=visit),
        activity=cast.protocol.activities.get(key=activity),
        step=f"activity:{activity}",
        answer="rated",
        overall=3,
        words=words,
        entered_by=cast["AD"],
    )


def test_one_visit_more_one_row_less_and_one_mark_moved_are_three_changes_in_words(client, cast, second):
    client.force_login(cast["SV"])
    page = client.get(url(cast))
    text = page.content.decode()
    assert [row.words for row in page.context["rows"]] == [
        "Added visit Week 6",
        "Removed 12-lead ECG",
        "Moved Vital signs from Week 2 to Call 3",
    ]
    assert "3 changes" in text
    for row in page.context["rows"]:
        assert row.words in text
        assert f">{row.sign}</span>" in text


def test_the_changes_add_up_to_the_difference_of_the_two_totals(client, cast, second):
    client.force_login(cast["SV"])
    found = client.get(url(cast)).context["compare"]
    load = sum((row.load for row in found.rows), Decimal(0)) + found.rest[0]
    minutes = sum((row.minutes for row in found.rows), Decimal(0)) + found.rest[1]
    old, new = found.old.score, found.new.score
    assert load == new.load.planned - old.load.planned != 0
    assert minutes == new.minutes.planned - old.minutes.planned != 0
    assert found.rest == (0, 0)
    removed = found.rows[1]
    assert removed.load == -sum((line.points.planned for line in old.lines if line.activity == "a3"), Decimal(0)) < 0


def test_each_visit_shows_its_load_before_and_after(client, cast, second):
    client.force_login(cast["SV"])
    pairs = {pair.key: pair for pair in client.get(url(cast)).context["compare"].visits}
    assert pairs["v4"].before is None
    assert pairs["v4"].after.load.planned > 0
    assert pairs["v1"].load < 0
    assert pairs["v1"].before.load.planned - pairs["v1"].after.load.planned == -pairs["v1"].load


def test_both_sides_use_the_same_ratings_and_the_index_is_from_the_older_one(client, cast, second):
    say(cast, "a2")
    client.force_login(cast["SV"])
    found = client.get(url(cast)).context["compare"]
    old, new = (side.score.estimates.activities["a2"] for side in (found.old, found.new))
    assert old == new
    assert old.raters == 1
    assert found.found.load == round(100 * found.new.score.load.planned / found.old.score.load.planned, 2)


def test_what_is_clearly_lighter_is_called_so_and_what_is_not_is_no_clear_difference(client, cast):
    match(cast.protocol, "a3", "lumbar_puncture")
    say(cast, "a3")
    lighter = replace(SMALL, marks=SMALL.marks[:2])
    version_of(cast.protocol, lighter, cast["SE"], number=2)
    client.force_login(cast["SV"])
    text = client.get(url(cast)).content.decode()
    assert "Version 2 is lighter than version 1" in text
    assert "In 100 of 100 random draws version 2 was lighter" in text
    versions = {version.number: version.code for version in cast.protocol.versions.all()}
    back = client.get(url(cast), {"a": versions[2], "b": versions[1]}).content.decode()
    assert "Version 1 is heavier than version 2" in back
    renamed = replace(lighter, visits=(replace(SMALL.visits[0], label="First visit"), *SMALL.visits[1:]))
    version_of(cast.protocol, renamed, cast["SE"], number=3)
    same = client.get(url(cast)).content.decode()
    assert "No clear difference between version 2 and version 3" in same
    assert "name: Screening, now First visit" in same


def test_nobodys_words_about_a_row_that_is_gone_are_lost(client, cast, second):
    say(cast, "a3")
    say(cast, "a2", words="Quick enough.")
    client.force_login(cast["SV"])
    text = client.get(url(cast)).content.decode()
    assert "My skin tore." in text
    assert "Removed in version 2" in text
    assert "given on version 1" in text
    assert "Quick enough." not in text


def test_it_says_in_which_version_a_row_was_removed(client, cast, second):
    say(cast, "a3")
    third = version_of(cast.protocol, replace(amended(), title="Third"), cast["SE"], number=3)
    client.force_login(cast["SV"])
    page = client.get(url(cast), {"a": cast.version.code, "b": third.code}).content.decode()
    assert "Removed in version 2" in page


def test_words_of_a_round_in_which_the_person_has_no_place_stay_there(client, cast, second):
    say(cast, "a3")
    later = Review.objects.create(protocol=cast.protocol, version=second, number=2, state="open", created_by=cast["SE"])
    seat = cast.seats["RV"]
    later.seats.create(role=seat.role, organisation=seat.organisation, user=seat.user)
    address = reverse("scores:compare", args=[later.code])
    seat.removed_at = later.created_at
    seat.save()
    client.force_login(cast["RV"])
    assert "My skin tore." not in client.get(address).content.decode()
    client.force_login(cast["SV"])
    assert "My skin tore." in client.get(address).content.decode()


def test_the_kind_of_change_can_be_chosen_in_the_address(client, cast, second):
    client.force_login(cast["SV"])
    for kind, words in (("visits", "Added visit"), ("activities", "Removed 12-lead"), ("marks", "Moved Vital")):
        (row,) = client.get(url(cast), {"show": kind}).context["rows"]
        assert row.words.startswith(words)
    odd = client.get(url(cast), {"show": "nothing"})
    assert len(odd.context["rows"]) == 3
    assert "There is no such kind of change" in odd.content.decode()


def test_the_reason_of_each_version_is_told(client, cast, second):
    third = version_of(cast.protocol, SMALL, cast["SE"], number=3)
    reasoned = ScheduleVersion(
        protocol=cast.protocol, number=4, file=third.file, filename="a.xlsx", format="xlsx",
        schedule_json=amended().to_dict(), schedule_sha256=amended().sha256, created_by=cast["SE"],
        reason="Advocates asked for fewer ECGs.",
    )  # fmt: skip
    reasoned.save()
    client.force_login(cast["SV"])
    text = client.get(url(cast)).content.decode()
    assert "Advocates asked for fewer ECGs." in text
    assert "No reason was written down." in text


def test_one_version_alone_has_nothing_to_compare(client, cast):
    client.force_login(cast["SV"])
    page = client.get(url(cast))
    assert page.status_code == 200
    assert "Only one version" in page.content.decode()


def test_the_same_version_twice_is_said(client, cast, second):
    client.force_login(cast["SV"])
    page = client.get(url(cast), {"a": second.code, "b": second.code})
    assert "This is the same version twice" in page.content.decode()


def test_a_version_of_another_study_is_not_there(client, cast, second):
    stranger = cast["stranger"]
    elsewhere = stranger.memberships.get().organisation.protocols.create(
        study_code="BIR-1", title="Another", plain_title="Another", created_by=stranger
    )
    other = version_of(elsewhere, SMALL, stranger)
    client.force_login(cast["SV"])
    assert client.get(url(cast), {"a": other.code, "b": second.code}).status_code == 404
    assert client.get(url(cast), {"b": "nowhere"}).status_code == 404


def test_an_arm_that_is_not_there_is_said(client, cast, second):
    client.force_login(cast["SV"])
    assert "Not both versions have this arm" in client.get(url(cast), {"arm": "x"}).content.decode()


@pytest.mark.parametrize("role", ["AD", "AC", "SI"])
def test_advocates_and_sites_do_not_see_it(client, cast, second, role):
    client.force_login(cast[role])
    assert client.get(url(cast)).status_code == 403


def test_a_stranger_finds_nothing_and_nothing_is_posted(client, cast, second):
    client.force_login(cast["stranger"])
    assert client.get(url(cast)).status_code == 404
    client.force_login(cast["SE"])
    assert client.post(url(cast)).status_code == 405


def test_the_number_of_queries_does_not_grow_with_what_was_said(client, cast, second, django_assert_num_queries):
    client.force_login(cast["SV"])
    say(cast, "a3")
    client.get(url(cast))
    with django_assert_num_queries(16):
        client.get(url(cast))
    for _ in range(3):
        say(cast, "a3")
    client.get(url(cast))
    with django_assert_num_queries(16):
        client.get(url(cast))


def test_the_page_of_the_study_plan_leads_there_once_there_are_two_versions(client, cast):
    client.force_login(cast["SV"])
    address = reverse("schedules:protocol", args=[cast.protocol.code])
    assert url(cast) not in client.get(address).content.decode()
    version_of(cast.protocol, amended(), cast["SE"], number=2)
    assert url(cast) in client.get(address).content.decode()


def test_an_amendment_that_is_not_under_review_yet_is_the_sponsors_own(client, cast, second):
    address = reverse("scores:compare", args=[cast.review.code])
    for role in ("MO", "RV"):
        client.force_login(cast[role])
        assert "Only one version" in client.get(address).content.decode()
        assert client.get(address, {"a": cast.version.code, "b": second.code}).status_code == 404
    later = Review.objects.create(protocol=cast.protocol, version=second, number=2, created_by=cast["SE"])
    seat = cast.seats["RV"]
    later.seats.create(role=seat.role, organisation=seat.organisation, user=seat.user)
    client.force_login(cast["RV"])
    assert "3 changes" in client.get(address).content.decode()
    assert "3 changes" in client.get(reverse("scores:compare", args=[later.code])).content.decode()


def test_of_very_many_changes_the_first_are_listed_and_all_are_summed(client, cast, monkeypatch):
    version_of(cast.protocol, amended(), cast["SE"], number=2)
    monkeypatch.setattr("protocols.scores.versions.views.limits", lambda: replace(limits(), changes_on_a_page=2))
    client.force_login(cast["SV"])
    page = client.get(url(cast))
    assert len(page.context["rows"]) == 2
    assert "3 changes" in page.content.decode()
    assert "Only the first 2 are listed." in page.content.decode()


def test_a_visit_that_becomes_a_call_saves_its_journey(client, cast):
    Persona.objects.create(
        review=cast.review, key="tom", name="Tom", one_line="Example.",
        details={"key": "tom", "name": "Tom", "minutes_one_way": 90},
    )  # fmt: skip
    call = replace(SMALL.visits[1], contact=Contact.PHONE)
    version_of(cast.protocol, replace(SMALL, visits=(SMALL.visits[0], call, SMALL.visits[2])), cast["SE"], number=2)
    client.force_login(cast["SV"])
    found = client.get(url(cast)).context["compare"]
    (row,) = found.rows
    assert row.words == "Changed visit Week 2"
    assert row.minutes == -180
    assert row.load == found.difference[0] < 0
    assert [pair.key for pair in found.changed_visits] == ["v2"]


def test_what_a_row_shares_with_another_falls_to_the_rest_when_the_other_goes(client, cast):
    match(cast.protocol, "a1", "haematology")
    match(cast.protocol, "a2", "chemistry")
    fewer = tuple(mark for mark in SMALL.marks if (mark.visit, mark.activity) != ("v1", "a1"))
    version_of(cast.protocol, replace(SMALL, marks=fewer), cast["SE"], number=2)
    client.force_login(cast["SV"])
    found = client.get(url(cast)).context["compare"]
    assert [row.words for row in found.rows] == ["Removed Informed consent at Screening"]
    assert found.rows[0].load + found.rest[0] == found.difference[0]
    assert found.rest[0] != 0


def test_seen_backwards_what_came_later_is_not_in_the_earlier_version(client, cast, second):
    say(cast, "a3")
    third = version_of(cast.protocol, SMALL, cast["SE"], number=3)
    client.force_login(cast["SV"])
    page = client.get(url(cast), {"a": third.code, "b": second.code}).content.decode()
    assert "Not in version 2" in page
    assert "My skin tore." in page


def test_footnotes_objectives_and_endpoints_are_named_and_change_no_load(client, cast):
    old = replace(SMALL, footnotes=(Footnote("a2", "Sitting."),))
    asked = Objective("secondary", "Does it help sleep?", (Endpoint(None, "Hours of sleep"),))
    marks = tuple(mark for mark in SMALL.marks if mark.activity != "a2")
    new = replace(SMALL, marks=marks, footnotes=(Footnote("a2", "Lying."),), objectives=(*SMALL.objectives, asked))
    before, after = (version_of(cast.protocol, each, cast["SE"], number=n) for n, each in ((2, old), (3, new)))
    chosen = {"a": before.code, "b": after.code}
    client.force_login(cast["SE"])
    page = client.get(url(cast), {**chosen, "show": "texts"})
    assert [(row.sign, row.words, row.load) for row in page.context["rows"]] == [
        ("~", "Changed footnote a2", Decimal(0)),
        ("+", "Added objective: Does it help sleep?", Decimal(0)),
    ]
    everything = client.get(url(cast), chosen)
    assert sum(row.load for row in everything.context["rows"]) + everything.context["compare"].rest[0] < 0
    text = everything.content.decode()
    for words in ("before: Sitting.", "now: Lying.", "Endpoint: Hours of sleep", "Footnotes and objectives"):
        assert words in text
