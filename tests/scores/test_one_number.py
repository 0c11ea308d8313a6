"""One number, many places: a change of the weights reaches every page, file and report that shows the load."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from protocols.scores.services import change_weights
from reports.gather import gather
from tests.cast import Cast, make_cast, match

pytestmark = pytest.mark.django_db
WORRY_ONLY = {"physical": 0.0, "worry": 1.0, "effort": 0.0}


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    for key, name in (("a2", "vital_signs"), ("a3", "lumbar_puncture")):
        match(cast.protocol, key, name)
    return cast


def loads(client: Client, cast: Cast) -> dict[str, Decimal]:
    """The load as each place has it."""
    code = cast.review.code
    pages = {
        name: client.get(reverse(f"scores:{name}", args=[code])).context["score"]
        for name in ("overview", "map", "made", "timeline")
    }
    lines = client.get(reverse("scores:lines_csv", args=[code])).content.decode("utf-8-sig")
    document = json.loads(client.get(reverse("scores:lines_json", args=[code])).content)
    report = gather(cast.review)
    return {
        **{name: score.load.planned for name, score in pages.items()},
        "lines.csv": sum((Decimal(row["points"] or 0) for row in csv.DictReader(io.StringIO(lines))), Decimal(0)),
        "lines.json": Decimal(str(document["load"]["planned"])),
        "report, lines": sum((line.points for line in report.lines), Decimal(0)),
        "report, weights in use": next(each.load for each in report.weights if each.is_used),
    }


def test_a_change_of_weights_reaches_every_place_that_shows_the_number(client: Client, cast: Cast) -> None:
    client.force_login(cast["SE"])
    before = loads(client, cast)
    assert len(set(before.values())) == 1
    change_weights(review=cast.review, by=cast["SE"], weights=WORRY_ONLY, reason="Worry decides.")
    after = loads(client, cast)
    assert len(set(after.values())) == 1
    assert after["overview"] != before["overview"]


def test_the_report_says_which_ruleset_it_used(cast: Cast) -> None:
    change_weights(review=cast.review, by=cast["SE"], weights=WORRY_ONLY, reason="Worry decides.")
    used = [each for each in gather(cast.review).weights if each.is_used]
    assert [(each.worry, each.reason) for each in used] == [(1.0, "Worry decides.")]
