"""House values: a sponsor's own numbers take the place of judgement, with who, when and why, and nothing is lost."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from protocols.audit.models import Action, Event
from protocols.scores.house.services import choose_set, make_set, set_value
from protocols.scores.house.values import contents, entries_of
from protocols.scores.models import HouseEntry, HouseSet
from protocols.scores.services import default_persona, score_review
from tests.cast import Cast, make_cast, match

pytestmark = pytest.mark.django_db
WHY = "Our patients are over eighty."


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    match(cast.protocol, "a1", "informed_consent")
    match(cast.protocol, "a2", "vital_signs")
    match(cast.protocol, "a3", "lumbar_puncture")
    return cast


@pytest.fixture
def own(cast) -> HouseSet:
    return make_set(sponsor=cast.sponsor, by=cast["SE"], name="Over eighty", why=WHY)


def put(own: HouseSet, value: str | None, number: str = "worry", procedure: str = "lumbar_puncture") -> HouseEntry:
    amount = None if value is None else Decimal(value)
    return set_value(house_set=own, by=own.by, place=(procedure, number), value=amount, why=WHY)


def use(cast: Cast, own: HouseSet | None) -> None:
    choose_set(review=cast.review, by=cast["SE"], house_set=own, why="They fit.")


def now(cast: Cast):
    return score_review(cast.review, persona=default_persona(cast.review))


def page(name: str, own: HouseSet) -> str:
    return reverse(f"scores:{name}", args=[own.sponsor.code, own.code])


def test_a_value_counts_only_in_a_review_that_uses_its_set(cast, own):
    before = now(cast)
    put(own, "1")
    assert now(cast).inputs.sha256 == before.inputs.sha256
    use(cast, own)
    after = now(cast)
    # Lumbar puncture: body 0.4 (published), mind 3 -> 1, effort 1.5; a third each. 1.63 -> 0.97, planned once and a
    # conditional mark that is not counted as planned in full.
    assert before.score.estimates.activities["a3"].points == Decimal("1.63")
    assert after.score.estimates.activities["a3"].points == Decimal("0.97")
    assert after.inputs.sha256 != before.inputs.sha256
    assert after.score.basis["house"] > 0
    assert before.score.basis["house"] == 0


def test_what_is_published_stays_whatever_the_house_says(cast, own):
    put(own, "4", "physical")  # as if it had slipped past the form
    use(cast, own)
    assert now(cast).score.estimates.activities["a3"].row.dimensions["physical"].basis == "A"


def test_a_value_that_was_taken_back_leaves_the_library_s(cast, own):
    before = now(cast).score.load.planned
    put(own, "0")
    use(cast, own)
    assert now(cast).score.load.planned < before
    put(own, None)
    assert now(cast).score.load.planned == before


def test_minutes_of_the_house_are_minutes_of_the_score(cast, own):
    before = now(cast).score.minutes.planned
    put(own, "55", "waiting")  # 45 in the library, once as planned and once if needed
    use(cast, own)
    assert now(cast).score.minutes.planned > before


def test_an_old_score_can_be_made_again_from_the_records_of_its_time(cast, own):
    first = put(own, "1")
    use(cast, own)
    old, moment = now(cast), timezone.now()
    put(own, "2")
    assert now(cast).inputs.used["house"] != old.inputs.used["house"] == [first.pk]
    then = replace(old.inputs, house=entries_of(cast.review, by=moment))
    assert then.sha256 == old.inputs.sha256
    assert entries_of(cast.review, by=cast.review.created_at) == ()


def test_records_never_change_in_the_database_itself(cast, own):
    entry = put(own, "1")
    for change in (lambda: HouseEntry.objects.filter(pk=entry.pk).update(value=4), entry.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert HouseEntry.objects.get(pk=entry.pk).value == 1


def test_a_copy_begins_with_the_values_and_then_stands_alone(cast, own, client):
    put(own, "1")
    put(own, "2")
    put(own, "3", "effort")
    put(own, None, "effort")
    client.force_login(cast["SE"])
    address = reverse("scores:house_new", args=[cast.sponsor.code]) + f"?copy={own.code}"
    assert "Copy Over eighty" in client.get(address).content.decode()
    assert client.post(address, {"name": "Copy", "why": "For children."}).status_code == 302
    copy = HouseSet.objects.get(name="Copy")
    assert [(each.entry.number, each.value) for each in contents(copy)] == [("worry", Decimal(2))]
    put(copy, "4")
    assert contents(own)[0].value == 2
    assert "Copied from Over eighty." in client.get(reverse("scores:house", args=[cast.sponsor.code])).content.decode()


def test_a_value_is_set_changed_and_its_history_shown(cast, own, client):
    client.force_login(cast["SA"])
    given = {"procedure": "lumbar_puncture", "number": "worry", "value": "2,5", "why": "Asked forty people."}
    assert client.post(page("house_value", own), given).status_code == 302
    again = client.get(page("house_value", own), {"procedure": "lumbar_puncture", "number": "worry"}).content.decode()
    assert 'value="2.50"' in again
    client.post(page("house_value", own), {**given, "value": "3.5", "why": "Asked ten more."})
    text = client.get(page("house_set", own)).content.decode()
    assert "1 earlier record" in text
    assert "Asked forty people." in text
    assert "Asked ten more." in text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"value": "4.5"}, "A value must lie between 0 and 4. You wrote 4.5."),
        ({"value": "-1"}, "A value must lie between 0 and 4."),
        ({"number": "active", "value": "99999"}, "A value must lie between 0 and 2880."),
        ({"value": "NaN"}, "Write the value as a number"),
        ({"value": "lots"}, "Write the value as a number"),
        ({"value": "1e9"}, "A value must lie between 0 and 4."),
        ({"value": ""}, "There is none to take back."),
        ({"why": " "}, "Say why."),
        ({"procedure": "zorbing"}, "Choose one from the list."),
        ({"number": "zorbing"}, "Choose one from the list."),
        ({"number": "physical"}, "The library has a published value here: 0.4."),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_and_what_was_typed_stays(cast, own, client, wrong, words):
    client.force_login(cast["SE"])
    given = {"procedure": "lumbar_puncture", "number": "worry", "value": "1", "why": "A good reason.", **wrong}
    answer = client.post(page("house_value", own), given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert given["why"].strip() in text
    assert not HouseEntry.objects.exists()


def test_two_sets_of_a_sponsor_are_not_called_alike(cast, own, client):
    client.force_login(cast["SE"])
    address = reverse("scores:house_new", args=[cast.sponsor.code])
    answer = client.post(address, {"name": " OVER  eighty ", "why": "Again."})
    assert answer.status_code == 422
    assert "Another set has this name already." in answer.content.decode()


def test_a_review_chooses_its_set_with_a_reason_and_it_stands_in_the_log(cast, own, client):
    client.force_login(cast["SE"])
    address = reverse("scores:house_choose", args=[cast.review.code])
    refused = client.post(address, {"house_set": own.code})
    assert refused.status_code == 422
    assert "Say why." in refused.content.decode()
    assert client.post(address, {"house_set": "other", "why": "x"}).status_code == 422
    assert client.post(address, {"house_set": own.code, "why": "Same patients."}).status_code == 302
    assert "Over eighty: Same patients." in client.get(reverse("scores:made", args=[cast.review.code])).content.decode()
    assert Event.objects.filter(action=Action.HOUSE_CHOSEN).count() == 1
    assert client.post(address, {"house_set": "", "why": "Back."}).status_code == 302
    assert entries_of(cast.review) == ()


def test_another_sponsor_s_set_cannot_be_seen_or_chosen(cast, own, client):
    stranger = cast["stranger"]
    theirs = stranger.memberships.get().organisation
    foreign = make_set(sponsor=theirs, by=stranger, name="Theirs", why="x")
    client.force_login(cast["SE"])
    assert client.get(page("house_set", foreign)).status_code == 404
    assert client.get(reverse("scores:house_set", args=[cast.sponsor.code, foreign.code])).status_code == 404
    address = reverse("scores:house_choose", args=[cast.review.code])
    assert client.post(address, {"house_set": foreign.code, "why": "x"}).status_code == 422


def test_a_viewer_reads_and_does_not_write(cast, own, client):
    client.force_login(cast["SV"])
    text = client.get(page("house_set", own)).content.decode()
    assert "No values yet" in text
    assert "Set a value" not in text
    assert client.get(page("house_value", own)).status_code == 403
    assert client.post(page("house_value", own)).status_code == 403


def test_only_a_sponsor_has_house_values(cast, client):
    client.force_login(cast["SI"])
    assert client.get(reverse("scores:house", args=[cast.seats["SI"].organisation.code])).status_code == 404


def test_pages_that_only_show_take_no_post(cast, own, client):
    client.force_login(cast["SE"])
    assert client.post(page("house_set", own)).status_code == 405
    assert client.post(reverse("scores:house", args=[cast.sponsor.code])).status_code == 405
