"""What a report says: the numbers of the score, people's words by consent, and the same each time."""

import tomllib
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from protocols.domain.schedule import Arm, Schedule, Visit
from protocols.reviews.models import Review
from protocols.runthroughs.models import Annotation, ShareLevel, SiteAnswer
from protocols.schedules.models import PurposeRecord
from protocols.scores.models import ReviewRuleset
from protocols.scores.services import default_persona, score_review
from reports.content import Content, Extent
from reports.gather import gather
from reports.method import TOOL
from reports.voices import voices_of
from tests.cast import Cast, make_cast, match, small_schedule
from tests.reports.factory import matched_cast, rated_cast, say, walk
from tests.runthroughs.sites import release_texts

pytestmark = pytest.mark.django_db


def score_of(cast: Cast):
    return score_review(cast.review, persona=default_persona(cast.review)).score


def test_the_numbers_are_those_of_the_score() -> None:
    cast = rated_cast()
    content, score = gather(cast.review), score_of(cast)
    assert content.figures.load == score.load
    assert content.figures.minutes == score.minutes
    assert content.figures.coverage == score.coverage
    assert {part.basis: part.share for part in content.figures.basis} == {k: v for k, v in score.basis.items() if v}
    assert content.busiest is not None and content.busiest.key == score.busiest_visit.key


def test_lines_add_up_to_visits_and_visits_to_the_load() -> None:
    content = gather(rated_cast().review)
    for visit in content.visits:
        lines = [line for line in content.lines if line.visit == visit.key]
        assert sum(line.points for line in lines) == visit.load
        assert sum(line.minutes for line in lines) == visit.minutes
    assert sum(visit.load for visit in content.visits) == content.figures.load.planned > 0
    assert sum(visit.minutes for visit in content.visits) == content.figures.minutes.planned > 0


def test_points_of_a_line_are_times_times_each() -> None:
    lines = gather(rated_cast().review).lines
    assert all(line.points == line.times * (line.each or 0) for line in lines)
    assert any(line.each is not None for line in lines)


def test_the_same_records_give_the_same_content() -> None:
    review = rated_cast().review
    first, second = gather(review), gather(Review.objects.get(pk=review.pk))
    assert first == second
    assert first.sha256 == second.sha256


def test_one_more_answer_changes_the_content() -> None:
    cast = rated_cast()
    before = gather(cast.review).sha256
    say(walk(cast, "Late Walker"), "a3", 0)
    assert gather(cast.review).sha256 != before


def test_a_content_comes_back_from_storage_as_it_was() -> None:
    content = gather(rated_cast().review)
    stored = content.to_dict()
    assert Content.from_dict(stored) == content
    assert Content.from_dict(stored).sha256 == content.sha256


def test_nothing_later_than_the_cut_off_is_in_the_report() -> None:
    cast = rated_cast()
    content = gather(cast.review)
    assert content.cover.cutoff >= max(Annotation.objects.values_list("saved_at", flat=True))
    assert content.cover.cutoff <= timezone.now()


def test_a_draft_and_an_answer_taken_back_do_not_count() -> None:
    cast = rated_cast()
    before = gather(cast.review)
    say(walk(cast, "Still Writing", sent=False), "a3", 0)
    gone = walk(cast, "Took It Back")
    say(gone, "a3", 0)
    gone.withdrawn_at = timezone.now()
    gone.save()
    after = gather(cast.review)
    assert after.figures == before.figures
    assert after.people.answered == before.people.answered == 3


def test_words_are_quoted_only_with_consent_and_named_only_where_they_said_so() -> None:
    cast = matched_cast()
    for name, consent in (("Nora", "named"), ("Una", "unnamed"), ("Nick", "no"), ("Sy", "")):
        say(walk(cast, name, consent=consent), "a3", 3, words=f"Words of {name}.")
    content = gather(cast.review)
    quotes = {quote.words: quote.name for finding in content.findings for quote in finding.quotes}
    assert quotes == {"Words of Nora.": "Nora", "Words of Una.": ""}
    assert content.cover.named == 1
    text = str(content.to_dict())
    assert "Words of Nick" not in text and "Words of Sy" not in text and "Una" not in text.replace("Words of Una", "")


def test_a_quote_is_not_edited() -> None:
    cast = matched_cast()
    words = "  I said: <b>no</b>…\nTwice! "
    say(walk(cast, "Nora", consent="unnamed"), "a3", 3, words=words)
    assert gather(cast.review).first_quote[0].words == words.strip()


def test_reasons_are_counted_by_people() -> None:
    cast = matched_cast()
    one = walk(cast, "One")
    say(one, "a3", 3, reasons=["worry", "pain"])
    say(walk(cast, "Two"), "a3", 3, reasons=["worry", "not-a-reason"])
    finding = next(each for each in gather(cast.review).findings if each.key == "a3")
    assert finding.reasons == (("Worry", 2), ("Pain or discomfort", 1))


def test_a_mean_has_two_digits_at_most() -> None:
    cast = rated_cast((1, 3, 4))
    finding = next(each for each in gather(cast.review).findings if each.key == "a3")
    assert finding.mean == Decimal("2.7")
    assert finding.raters == 3


def test_what_nobody_stated_is_a_finding() -> None:
    cast = matched_cast()
    for key, purpose in (("a1", "operational"), ("a3", "exploratory"), ("a4", "not-stated")):
        activity = cast.protocol.activities.get(key=key)
        PurposeRecord.objects.create(activity=activity, purpose=purpose, by=cast["SE"])
    content = gather(cast.review)
    assert content.not_stated == ("Vital signs", "Adverse events")
    assert content.extra == ("12-lead ECG",)


def test_what_is_not_known_is_named_and_adds_nothing() -> None:
    content = gather(matched_cast().review)
    assert [each.label for each in content.unscored] == ["Adverse events"]
    assert not any(line.label == "Adverse events" and line.points for line in content.lines)
    assert content.figures.coverage < 1


def test_small_groups_are_not_counted() -> None:
    cast = matched_cast()
    for number in range(7):
        kind = "other" if number > 4 else "self"
        say(walk(cast, f"Walker {number}", answering_for=kind), "a3", 2)
    voices = dict(gather(cast.review).people.voices)
    assert voices["For myself"] == "5 or more"
    assert voices["For someone I care for"] == "Fewer than 5"
    assert voices["For myself, with someone helping me"] == "Fewer than 5"


def test_large_groups_are_counted() -> None:
    cast = matched_cast()
    walks = [walk(cast, f"Walker {number}") for number in range(6)]
    assert dict(voices_of(walks, 5)) == {
        "For myself": "6",
        "For myself, with someone helping me": "0",
        "For someone I care for": "0",
    }


def test_sites_without_a_name_are_not_told_of_before_they_are_enough() -> None:
    cast = matched_cast()
    said = {
        "visit": cast.protocol.visits.get(key="v1"), "verdict": "no", "note": "Too long for us.",
        "entered_by": cast["SI"], "sent_at": timezone.now(),
    }  # fmt: skip
    SiteAnswer.objects.create(seat=cast.seats["SI"], share_level=ShareLevel.ROLE, **said)
    before = gather(cast.review)
    assert before.site.told == ()
    assert "Too long for us" not in str(before.to_dict())
    SiteAnswer.objects.update(share_level=ShareLevel.NAMED)
    (told,) = gather(cast.review).site.told
    assert told.answers == 1 and told.voices[0].words == ""  # held until the facilitator has read it
    release_texts(cast)
    (told,) = gather(cast.review).site.told
    assert told.voices[0].words == "Too long for us."


def test_held_back_answers_of_sites_leave_no_trace_in_the_hash() -> None:
    cast = matched_cast()
    before = gather(cast.review).sha256
    SiteAnswer.objects.create(
        seat=cast.seats["SI"], share_level=ShareLevel.TOTALS, visit=cast.protocol.visits.get(key="v1"), verdict="no",
        entered_by=cast["SI"], sent_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    assert gather(cast.review).sha256 == before


def test_default_and_chosen_weights_are_both_there() -> None:
    cast = matched_cast()
    assert [each.name for each in gather(cast.review).weights] == ["default"]
    weights = {"physical": 3, "worry": 1, "effort": 0}
    ReviewRuleset.objects.create(review=cast.review, number=1, weights=weights, reason="We asked them.", by=cast["SE"])
    content = gather(cast.review)
    default, chosen = content.weights
    assert (default.is_used, chosen.is_used) == (False, True)
    assert (chosen.physical, chosen.worry, chosen.effort) == (0.75, 0.25, 0)
    assert chosen.reason == "We asked them."
    assert chosen.load == content.figures.load.planned != default.load


def test_each_persona_is_scored_and_the_default_one_is_marked() -> None:
    near, far = gather(matched_cast().review).personas
    assert (near.is_shown, far.is_shown) == (True, False)
    assert far.travel > near.travel and far.load > near.load


def test_arms_stand_apart() -> None:
    plan = small_schedule()
    visits = (*plan.visits, Visit("v4", "Extra", arm="high", day=40), Visit("v5", "Other", arm="low", day=40))
    schedule = Schedule(
        plan.title, (Arm("high", "High dose"), Arm("low", "Low dose")), visits, plan.activities, plan.marks
    )
    cast = make_cast(schedule)
    match(cast.protocol, "a2", "vital_signs")
    arms = gather(cast.review).arms
    assert [(arm.name, arm.is_shown) for arm in arms] == [("High dose", True), ("Low dose", False)]


def test_a_review_in_which_nothing_is_known_gives_a_valid_report() -> None:
    content = gather(make_cast(Schedule("Nothing")).review)
    assert content.figures.load.planned == 0 and content.figures.coverage is None
    assert content.findings == () and content.lines == () and content.first_quote is None


def test_a_smaller_extent_has_fewer_cells_and_another_hash() -> None:
    review = rated_cast().review
    whole, middle, brief = (gather(review, extent=extent) for extent in Extent)
    assert whole.cells > middle.cells > brief.cells == 0
    assert len({whole.sha256, middle.sha256, brief.sha256}) == 3
    assert whole.lines == brief.lines


def test_the_report_names_the_version_of_the_program() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == TOOL
