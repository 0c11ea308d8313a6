"""House values in a report: which set the score uses, who chose it, when and why, and each value in it."""

import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.html import strip_tags
from openpyxl import load_workbook

from protocols.scores.house.services import choose_set, make_set, set_value
from protocols.scores.models import HouseSet, ReviewRuleset
from reports.content import Content
from reports.document import document_of
from reports.gather import gather
from reports.xlsx import workbook_of
from tests.cast import Cast, match
from tests.reports.factory import matched_cast, unsaved

pytestmark = pytest.mark.django_db
PLACE = ("lumbar_puncture", "worry")


@pytest.fixture
def cast() -> Cast:
    cast = matched_cast()
    match(cast.protocol, "a3", "lumbar_puncture")
    return cast


@pytest.fixture
def own(cast: Cast) -> HouseSet:
    own = make_set(sponsor=cast.sponsor, by=cast["SE"], name="Over eighty", why="Our patients are over eighty.")
    set_value(house_set=own, by=cast["SE"], place=PLACE, value=Decimal(1), why="They told us.")
    return own


def use(cast: Cast, own: HouseSet | None) -> Content:
    choose_set(review=cast.review, by=cast["SE"], house_set=own, why="They fit.")
    return gather(cast.review)


def words_of(content: Content) -> str:
    return re.sub(r"\s+", " ", strip_tags(document_of(unsaved(content)))).replace("&#x27;", "'")


def summary_of(content: Content) -> dict[object, tuple[object, object]]:
    book = load_workbook(io.BytesIO(workbook_of(content, content.sha256)))
    return {row[0]: (row[1], row[2]) for row in book["Summary"].iter_rows(min_row=3, values_only=True)}


def test_the_report_names_the_set_with_who_when_and_why(cast: Cast, own: HouseSet) -> None:
    content = use(cast, own)
    assert content.house is not None
    assert (content.house.name, content.house.why, content.house.by) == ("Over eighty", "They fit.", str(cast["SE"]))
    (value,) = content.house.values
    assert (value.procedure, value.value, value.why) == ("Lumbar puncture", Decimal(1), "They told us.")
    assert Content.from_dict(content.to_dict()) == content
    words, today = words_of(content), timezone.now()
    assert "Over eighty. Our patients are over eighty." in words
    assert f"Chosen for this review by {cast['SE']}, {today.day} {today:%B %Y}: They fit." in words
    assert f"{cast['SE']}, {today.day} {today:%B %Y}: They told us." in words


def test_the_workbook_names_it_too_and_lists_its_values(cast: Cast, own: HouseSet) -> None:
    content = use(cast, own)
    name, why = summary_of(content)["House values"]
    assert name == "Over eighty (1 value)" and str(why).startswith(f"They fit. ({cast['SE']}, ")
    sheet = load_workbook(io.BytesIO(workbook_of(content, content.sha256)))["House values"]
    assert [cell.value for cell in sheet[3]][:4] == ["Lumbar puncture", "Mind", 1, str(cast["SE"])]
    assert sheet["F3"].value == "They told us."


def test_a_report_without_house_values_says_so(cast: Cast, own: HouseSet) -> None:
    for content in (gather(cast.review), use(cast, None)):
        assert content.house is None
        assert "None: the score uses the library's values only." in words_of(content)
        assert summary_of(content)["House values"][0] == "None"


def test_a_value_that_was_taken_back_is_not_named(cast: Cast, own: HouseSet) -> None:
    set_value(house_set=own, by=cast["SE"], place=PLACE, value=None, why="It was wrong.")
    content = use(cast, own)
    assert content.house is not None and content.house.values == ()
    assert "The set has no values, so the library's count." in words_of(content)


def test_a_report_from_before_house_values_were_named_can_still_be_shown(cast: Cast) -> None:
    stored = gather(cast.review).to_dict()
    del stored["house"]
    assert Content.from_dict(stored).house is None


def test_house_values_are_no_later_than_the_data_of_the_report(cast: Cast, own: HouseSet) -> None:
    later = timezone.now() + timedelta(hours=1)
    use(cast, own)
    own.entries.model.objects.create(
        house_set=own, procedure=PLACE[0], number=PLACE[1], value=2, why="Later.", by=cast["SE"], at=later
    )
    assert gather(cast.review).cover.cutoff == later


def test_the_ruleset_is_named_with_its_version_and_chosen_weights_with_who_and_when(cast: Cast) -> None:
    ruleset, _why = summary_of(gather(cast.review))["Ruleset"]
    assert str(ruleset).startswith("default, version ")
    weights = {"physical": 3, "worry": 1, "effort": 0}
    ReviewRuleset.objects.create(review=cast.review, number=1, weights=weights, reason="We asked.", by=cast["SE"])
    content, today = gather(cast.review), timezone.now()
    said = f"We asked. ({cast['SE']}, {today.day} {today:%B %Y})"
    assert summary_of(content)["Weights"][1] == said
    assert "Chosen for this review, version 1" in words_of(content) and said in words_of(content)
