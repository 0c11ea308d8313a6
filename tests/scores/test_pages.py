"""The pages of the score: what they show adds up, and each asks who is asking."""

from decimal import Decimal

import pytest
from django.urls import reverse

from protocols.domain.schedule import Repeats, Schedule, Visit
from protocols.reviews.models import Persona
from protocols.runthroughs.models import Annotation, RunThrough, Walk
from protocols.schedules.models import PurposeRecord
from protocols.scores.models import ReviewRuleset
from protocols.scores.overview import short_label
from protocols.scores.services import default_persona, score_review
from tests.cast import Cast, make_cast, match, small_schedule

pytestmark = pytest.mark.django_db
NEAR = {"key": "near", "name": "Ruth", "minutes_one_way": 20}
FAR = {"key": "far", "name": "Tom", "minutes_one_way": 180}


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    match(cast.protocol, "a1", "informed_consent")
    match(cast.protocol, "a2", "vital_signs")
    match(cast.protocol, "a3", "twelve_lead_ecg")
    for details in (NEAR, FAR):
        Persona.objects.create(
            review=cast.review, key=details["key"], name=details["name"], one_line="Example.", details=details
        )
    return cast


def url(cast: Cast, name: str = "overview", *more: str) -> str:
    return reverse(f"scores:{name}", args=[cast.review.code, *more])


def rate(cast: Cast, activity: str, overall: int | None, *, sent: bool = True, **fields) -> Annotation:
    run = RunThrough.objects.create(review=cast.review, title="Walk", visits=["v1"], created_by=cast["MO"])
    walk = Walk.objects.create(run=run, seat=cast.seats["AD"], sent_at=run.created_at if sent else None)
    return Annotation.objects.create(
        walk=walk,
        visit=cast.protocol.visits.get(key="v1"),
        activity=cast.protocol.activities.get(key=activity),
        step=f"activity:{activity}",
        answer="rated" if overall is not None else "",
        overall=overall,
        entered_by=cast["AD"],
        **fields,
    )


def now(cast: Cast, **kwargs):
    return score_review(cast.review, persona=default_persona(cast.review), **kwargs).score


def test_the_lines_of_all_visits_add_up_to_the_total(cast):
    found = now(cast)
    assert sum(line.points.planned for line in found.lines) == found.load.planned > 0
    assert sum(visit.load.planned for visit in found.visits) == found.load.planned


def test_a_sent_rating_moves_the_estimate_and_a_draft_does_not(cast):
    before = now(cast).load.planned
    rate(cast, "a3", 4, sent=False)
    assert now(cast).load.planned == before
    rate(cast, "a3", 4)
    assert now(cast).load.planned > before


def test_a_rating_gives_an_unscored_activity_its_estimate(cast):
    assert "a4" in {each.activity for each in now(cast).unscored}
    rate(cast, "a4", 2)
    found = now(cast)
    assert "a4" not in {each.activity for each in found.unscored}
    assert found.estimates.activities["a4"].points == Decimal("2.00")


def test_could_not_do_raises_a_flag_and_no_rating(cast):
    before = now(cast).load.planned
    rate(cast, "a3", None, could_not_do=True)
    found = now(cast)
    assert found.load.planned == before
    assert "could_not" in {flag.kind for flag in found.flags}


def test_the_overview_says_in_words_what_the_study_asks(client, cast):
    client.force_login(cast["SV"])
    page = client.get(url(cast)).content.decode()
    assert "5 weeks" in page
    assert "2 clinic visits" in page
    assert "1 phone call" in page
    assert "No ratings yet" in page
    assert "4 tests and tasks have no stated purpose" in page


def test_a_stated_purpose_leaves_the_list_of_things_to_decide(client, cast):
    for activity in cast.protocol.activities.all():
        PurposeRecord.objects.create(activity=activity, purpose="safety", by=cast["SE"])
    client.force_login(cast["SV"])
    assert "no stated purpose" not in client.get(url(cast)).content.decode()


def test_the_map_has_a_cell_for_each_mark_and_a_question_mark_where_nothing_is_known(client, cast):
    client.force_login(cast["SV"])
    page = client.get(url(cast, "map")).content.decode()
    table = page[page.index("<table") : page.index("</table>")]
    assert table.count('<td class="b') == 5 + 2  # five scored marks, two journeys
    assert table.count("no estimate") == 2
    assert table.count('scope="row"') == 4 + 1 + 2


def test_the_map_counts_the_same_queries_whatever_was_rated(client, cast, django_assert_num_queries):
    client.force_login(cast["SV"])
    with django_assert_num_queries(13):
        client.get(url(cast, "map"))
    for _ in range(5):
        rate(cast, "a3", 3)
    with django_assert_num_queries(13):
        client.get(url(cast, "map"))
    with django_assert_num_queries(12):  # the score is known by now
        client.get(url(cast, "map"))


def test_the_map_can_show_only_what_is_high(client, cast):
    client.force_login(cast["SV"])
    assert "Nothing is high or very high" in client.get(url(cast, "map"), {"show": "high"}).content.decode()


def test_each_visit_and_activity_has_a_page_with_the_same_numbers(client, cast):
    client.force_login(cast["RV"])
    found = now(cast)
    for visit in found.visits:
        page = client.get(url(cast, "visit", visit.key)).content.decode()
        assert f"{visit.load.planned:.2f}" in page
    for activity in found.schedule.activities:
        assert client.get(url(cast, "activity", activity.key)).status_code == 200


def test_how_the_number_is_made_shows_every_line_and_who_chose_the_weights(client, cast):
    client.force_login(cast["SA"])
    page = client.get(url(cast, "made")).content.decode()
    assert f"{now(cast).load.planned:.2f}" in page
    assert "default 1" in page
    assert "Adverse events: Nothing is known about it and nobody rated it." in page


def test_weights_can_be_previewed_by_address_and_saved_with_a_reason(client, cast):
    client.force_login(cast["SE"])
    preview = {"physical": "0", "worry": "1", "effort": "0"}
    assert "You are looking at other weights" in client.get(url(cast, "made"), preview).content.decode()
    assert not ReviewRuleset.objects.exists()
    refused = client.post(url(cast, "weights"), preview)
    assert refused.status_code == 422
    assert "Say why." in refused.content.decode()
    before = now(cast).load.planned
    assert client.post(url(cast, "weights"), {**preview, "reason": "Worry decides."}).status_code == 302
    assert now(cast).load.planned != before
    assert "Worry decides." in client.get(url(cast, "made")).content.decode()


@pytest.mark.parametrize("weights", [{"physical": "x"}, {"physical": "-1"}, {"physical": "1e309"}, {"physical": "NaN"}])
def test_nonsense_in_the_address_is_left_out_and_said(client, cast, weights):
    client.force_login(cast["SV"])
    page = client.get(url(cast), {**weights, "persona": "nobody", "arm": "none"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "These weights make no sense" in text
    assert "There is no such persona" in text
    assert "There is no such arm" in text


def test_weights_that_are_all_nothing_are_refused(client, cast):
    client.force_login(cast["SA"])
    nothing = {"physical": "0", "worry": "0", "effort": "0", "reason": "None."}
    page = client.post(url(cast, "weights"), nothing)
    assert page.status_code == 422
    assert "At least one part has to count." in page.content.decode()


def test_a_persona_from_far_away_has_more_travel(client, cast):
    client.force_login(cast["SV"])
    near = client.get(url(cast), {"persona": "near"}).context["score"]
    far = client.get(url(cast), {"persona": "far"}).context["score"]
    assert far.minutes.planned - near.minutes.planned == 2 * 2 * (180 - 20)


@pytest.mark.parametrize("role", ["AD", "AC", "SI"])
@pytest.mark.parametrize("name", ["overview", "map", "made"])
def test_advocates_and_sites_do_not_see_the_score_of_others(client, cast, role, name):
    client.force_login(cast[role])
    assert client.get(url(cast, name)).status_code == 403


def test_a_stranger_and_an_unknown_visit_are_not_there(client, cast):
    client.force_login(cast["stranger"])
    assert client.get(url(cast)).status_code == 404
    client.force_login(cast["SV"])
    assert client.get(url(cast, "visit", "v99")).status_code == 404
    assert client.get(url(cast, "activity", "a99")).status_code == 404


@pytest.mark.parametrize("role", ["SV", "MO", "RV"])
def test_only_editors_change_weights(client, cast, role):
    client.force_login(cast[role])
    assert client.get(url(cast, "weights")).status_code == 403


def test_pages_take_no_post(client, cast):
    client.force_login(cast["SE"])
    for name in ("overview", "map", "made"):
        assert client.post(url(cast, name)).status_code == 405


@pytest.mark.parametrize("name", ["overview", "map", "made"])
def test_an_empty_schedule_has_pages_too(client, name):
    cast = make_cast(Schedule(visits=(Visit("v1", "Only visit"),)))
    client.force_login(cast["SV"])
    assert client.get(url(cast, name)).status_code == 200


def test_unknown_repeats_say_at_least(client, db):
    small = small_schedule()
    visits = (*small.visits[:2], Visit("v3", "Every month", header=("Every month",), repeats=Repeats(1, None)))
    cast = make_cast(Schedule("Cycles", (), visits, small.activities, small.marks))
    match(cast.protocol, "a2", "vital_signs")
    client.force_login(cast["SV"])
    page = client.get(url(cast)).content.decode()
    assert "at least" in page


def test_the_way_it_is_worked_out_lists_every_number_with_its_reason(client, cast):
    client.force_login(cast["AD"])
    page = client.get(reverse("scores:how")).content.decode()
    assert "draws.seed" in page
    assert "Dirks 2025" in page


def test_minutes_are_said_to_be_assumed_until_a_clock_ran(client, cast):
    client.force_login(cast["SV"])
    page = client.get(url(cast, "made")).content.decode()
    assert "<small>assumed</small>" in page and "timed" not in page
    said = rate(cast, "a3", 2, active_minutes=50)
    RunThrough.objects.filter(pk=said.walk.run_id).update(kind="group", revealed_at=said.saved_at)
    assert "timed, 1 person" in client.get(url(cast, "made")).content.decode()
    (line,) = {each.minutes.planned for each in now(cast).lines if each.activity == "a3" and each.visit == "v1"}
    assert line >= 50


@pytest.mark.parametrize(
    ("label", "letters", "expected"),
    [
        ("Week 2", 9, "Week 2"),
        ("Screening 1", 9, "Screen. 1"),
        ("Week 10 (telephone)", 9, "Week 10"),
        ("Early termination visit", 12, "Early visit"),
        ("Randomisation", 6, "Random"),
        ("Screening 1", 3, "S 1"),
    ],
)
def test_a_label_is_cut_to_its_bar_and_says_that_it_was(label, letters, expected):
    assert short_label(label, letters * 7.4 + 0.1) == expected
