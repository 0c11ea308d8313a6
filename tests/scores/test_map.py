"""The burden map in other colours and narrowed down: all in the address, each box with its number and its word."""

from decimal import Decimal

import pytest
from django.urls import reverse

from protocols.domain.catalogue import load as load_catalogue
from protocols.reviews.models import Persona
from protocols.runthroughs.models import Annotation, RunThrough, Walk
from protocols.schedules.models import PurposeRecord
from protocols.scores.maps.levels import Levels, levels
from tests.cast import Cast, add_seat, make_cast, match

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    for key, name in (("a1", "informed_consent"), ("a2", "vital_signs"), ("a3", "twelve_lead_ecg")):
        match(cast.protocol, key, name)
    Persona.objects.create(
        review=cast.review, key="tom", name="Tom", one_line="Example.",
        details={"key": "tom", "name": "Tom", "minutes_one_way": 90},
    )  # fmt: skip
    return cast


def url(cast: Cast) -> str:
    return reverse("scores:map", args=[cast.review.code])


def say(cast: Cast, activity: str, overall: int, words: str = "", who: str = "AD") -> None:
    run = RunThrough.objects.create(review=cast.review, title="Walk", visits=["v1"], created_by=cast["MO"])
    walk = Walk.objects.create(run=run, seat=cast.seats[who], sent_at=run.created_at)
    Annotation.objects.create(
        walk=walk,
        visit=cast.protocol.visits.get(key="v1"),
        activity=cast.protocol.activities.get(key=activity),
        step=f"activity:{activity}",
        answer="rated",
        overall=overall,
        words=words,
        entered_by=cast[who],
    )


def shades(page) -> dict[tuple[str, str], object]:
    table = page.context["map"]
    return {
        (column.visit.key, row.key): cell.shade
        for _, rows in table.groups
        for row in rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if cell
    }


def test_hours_show_the_minutes_of_each_box_and_they_add_up_to_the_visit(client, cast):
    client.force_login(cast["SV"])
    page = client.get(url(cast), {"colour": "hours"})
    found = shades(page)
    (line,) = [each for each in page.context["score"].lines if (each.visit, each.activity) == ("v1", "a3")]
    assert found["v1", "a3"].text == str(round(line.minutes_once))
    assert found["v1", "journey"].text == "180"
    assert found["v1", "journey"].look == "q4"
    visit = page.context["score"].visits[0]
    known = [int(shade.text) for (key, _), shade in found.items() if key == "v1" and shade.text != "?"]
    assert sum(known) == round(visit.minutes_once)


def test_what_nobody_has_timed_is_a_question_mark_and_no_zero(client, cast):
    client.force_login(cast["SV"])
    page = client.get(url(cast), {"colour": "hours"})
    assert shades(page)["v2", "a4"].text == "?"
    assert "we do not know how long it takes" in page.content.decode()


def test_site_minutes_have_a_ramp_of_their_own_and_the_sums_of_the_site_page(client, cast):
    client.force_login(cast["SV"])
    page = client.get(url(cast), {"colour": "site"})
    shade = shades(page)["v1", "a3"]
    staff = load_catalogue().procedures["twelve_lead_ecg"].staff_minutes
    assert shade.text == str(round(sum(value.value for value in staff.values())))
    assert {each.look[0] for each in shades(page).values() if each.look != "pb-hatch"} == {"s"}
    foot = page.context["layer"].foot
    assert foot["v1"] == str(round(page.context["scored"].found.site.visits[0].minutes))
    assert "journey" not in {row for _, row in shades(page)}


def test_notes_count_people_who_wrote_something_and_not_ratings(client, cast):
    home = cast.seats["AD"].organisation
    add_seat(cast, cast.seats["AD"].role, "Bo Other", home, key="other")
    say(cast, "a3", 3, words="Cold hands.")
    say(cast, "a3", 2, words="Long.", who="other")
    say(cast, "a3", 2, words="Again.", who="other")
    say(cast, "a2", 1)
    client.force_login(cast["SV"])
    found = shades(client.get(url(cast), {"colour": "notes"}))
    assert (found["v1", "a3"].text, found["v1", "a3"].look) == ("2", "q2")
    assert (found["v1", "a2"].text, found["v1", "a2"].look) == ("0", "q0")


def test_notes_of_sites_are_not_counted_since_few_could_be_told_apart(client, cast):
    say(cast, "a3", 3, words="Our scanner is old.", who="SI")
    client.force_login(cast["SV"])
    assert shades(client.get(url(cast), {"colour": "notes"}))["v1", "a3"].text == "0"


def test_the_part_that_htmx_swaps_names_the_persona(client, cast):
    client.force_login(cast["SV"])
    part = client.get(url(cast), {"persona": "tom"}, headers={"HX-Request": "true"})
    assert "Seen as Tom." in part.content.decode()


def test_purposes_have_a_letter_and_a_word_beside_the_points(client, cast):
    PurposeRecord.objects.create(activity=cast.protocol.activities.get(key="a3"), purpose="safety", by=cast["SE"])
    client.force_login(cast["SV"])
    page = client.get(url(cast), {"colour": "purpose"})
    found = shades(page)
    points = page.context["score"].estimates.activities["a3"].points
    assert (found["v1", "a3"].text, found["v1", "a3"].words) == (f"{points:.1f} S", "Safety")
    assert found["v1", "a2"].words == "Not stated"
    assert found["v2", "a4"].text == "? ?"
    PurposeRecord.objects.create(activity=cast.protocol.activities.get(key="a3"), purpose="primary", by=cast["SE"])
    assert f"{points:.1f} M" in client.get(url(cast), {"colour": "purpose"}).content.decode()


def test_disagreement_is_the_highest_less_the_lowest_answer_and_one_answer_says_nothing(client, cast):
    add_seat(cast, cast.seats["AD"].role, "Bo Other", cast.seats["AD"].organisation, key="other")
    say(cast, "a3", 4)
    say(cast, "a3", 1, who="other")
    say(cast, "a2", 1)
    client.force_login(cast["SV"])
    page = client.get(url(cast), {"colour": "disagreement"})
    found = shades(page)
    assert (found["v1", "a3"].text, found["v1", "a3"].look) == ("3", "q3")
    assert found["v1", "a2"].words == "fewer than two answers"
    assert "never a ground for leaving anybody" in page.content.decode()


def test_each_box_has_its_word_and_the_legend_says_what_the_colours_mean(client, cast):
    client.force_login(cast["SV"])
    for colour in ("hours", "site", "notes", "purpose", "disagreement"):
        text = client.get(url(cast), {"colour": colour}).content.decode()
        table = text[text.index("<table") : text.index("</table>")]
        boxes = table.count("<td class=") - table.count('<td class="none"') - table.count('<td class="tot"')
        assert table.count('<span class="pb-hide"> ') == boxes > 0
        assert 'class="pb-legend"' in text


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({"q": "ecg"}, {"a3"}),
        ({"epoch": "Treatment"}, {"a2", "a3", "a4", "journey"}),
        ({"purpose": "safety"}, {"a3"}),
        ({"purpose": "not-stated"}, {"a1", "a2", "a4"}),
        ({"q": "ecg", "epoch": "Screening"}, {"a3"}),
        ({"q": "consent", "epoch": "Treatment"}, set()),
    ],
)
def test_filters_keep_rows_and_columns(client, cast, asked, rows):
    PurposeRecord.objects.create(activity=cast.protocol.activities.get(key="a3"), purpose="safety", by=cast["SE"])
    client.force_login(cast["SV"])
    table = client.get(url(cast), asked).context["map"]
    assert {row.key for _, own in table.groups for row in own} == rows
    if "epoch" in asked:
        assert {column.visit.epoch for column in table.columns} == {asked["epoch"]}


def test_a_kind_of_procedure_can_be_chosen(client, cast):
    client.force_login(cast["SV"])
    kind = load_catalogue().procedures["twelve_lead_ecg"].category
    table = client.get(url(cast), {"kind": kind}).context["map"]
    assert "a3" in {row.key for _, own in table.groups for row in own}
    assert "a1" not in {row.key for _, own in table.groups for row in own}


def test_totals_stay_those_of_the_whole_schedule(client, cast):
    client.force_login(cast["SV"])
    page = client.get(url(cast), {"q": "ecg"})
    assert "1 of 5 rows shown. Totals are of the whole study plan." in page.content.decode()
    assert f"{page.context['score'].load.planned:.1f}" in page.content.decode()


def test_nonsense_in_the_address_is_left_out_and_said(client, cast):
    client.force_login(cast["SV"])
    odd = {"colour": "rainbow", "show": "low", "epoch": "Nowhere", "purpose": "fun", "kind": "magic"}
    page = client.get(url(cast), odd)
    text = page.content.decode()
    assert page.status_code == 200
    assert page.context["filters"].colour == "load"
    assert not page.context["filters"].narrows
    for note in ("no such colour", "no such choice", "no such part", "no such purpose", "no such kind"):
        assert note in text


def test_htmx_gets_the_part_that_changes_and_everybody_else_the_page(client, cast):
    client.force_login(cast["SV"])
    part = client.get(url(cast), {"colour": "hours"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert '<div id="status" hx-swap-oob="innerHTML">' in part.content.decode()
    assert "HX-Request" in part.headers["Vary"]
    whole = client.get(url(cast), {"colour": "hours"})
    assert "<html" in whole.content.decode()
    assert "hx-swap-oob" not in whole.content.decode()
    back = client.get(url(cast), headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in back.content.decode()


@pytest.mark.parametrize("number", [0, 4, 5, 14, 15, 59, 60, 600])
def test_a_number_on_a_bound_takes_the_colour_that_begins_there(number):
    steps = Levels((5, 15, 30, 60), "An example.")
    assert steps.of(number) == sum(number >= bound for bound in (5, 15, 30, 60))
    assert steps.stretches == ["under 5", "5 to 14", "15 to 29", "30 to 59", "60 or more"]


def test_each_set_of_levels_rises_and_says_why():
    for name, steps in levels().items():
        assert list(steps.bounds) == sorted(set(steps.bounds)), name
        assert len(steps.bounds) == 4
        assert len(steps.why) > 40


def test_the_map_in_other_colours_needs_few_queries(client, cast, django_assert_max_num_queries):
    client.force_login(cast["SV"])
    for number in range(4):
        say(cast, "a3", number, words="Cold.")
    for colour in ("hours", "site", "notes", "purpose", "disagreement"):
        with django_assert_max_num_queries(14):
            client.get(url(cast), {"colour": colour})


def test_a_load_of_a_row_is_kept_beside_its_colour(client, cast):
    client.force_login(cast["SV"])
    table = client.get(url(cast), {"colour": "site"}).context["map"]
    points = [cell.points for _, rows in table.groups for row in rows for cell in row.cells if cell and cell.points]
    assert all(isinstance(each, Decimal) for each in points)


def test_the_levels_stand_on_the_page_that_says_how_it_is_worked_out(client, cast):
    client.force_login(cast["AD"])
    text = client.get(reverse("scores:how")).content.decode()
    for steps in levels().values():
        assert steps.why in text


def test_a_change_is_tried_from_the_map_without_a_script(client, cast):
    client.force_login(cast["SE"])
    text = client.get(url(cast)).content.decode()
    target = reverse("scores:option_change", args=[cast.review.code])
    assert f'method="get" action="{target}" aria-labelledby="try-a-change"' in text
    assert '<option value="v2">Week 2</option>' in text and '<option value="a3">12-lead ECG</option>' in text
    assert f'href="{target}?visit=v2"' in text, "the list of phones leads there too"
    chosen = client.get(target, {"visit": "v2", "activity": "a3"})
    assert chosen.context["about"] == ["12-lead ECG", "Week 2"]
    assert client.get(target, {"visit": "", "activity": "a3"}).context["about"] == ["12-lead ECG"]
    assert client.get(target, {"visit": "", "activity": ""}).status_code == 200


def test_the_part_that_filters_replace_holds_no_second_form_to_try_a_change(client, cast):
    client.force_login(cast["SE"])
    part = client.get(url(cast), HTTP_HX_REQUEST="true").content.decode()
    assert 'id="try-a-change"' not in part
