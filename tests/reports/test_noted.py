"""Findings in a report: what people made of what was heard, without who said it."""

import io
import re
from datetime import date

import pytest
from django.utils import timezone
from django.utils.html import strip_tags
from openpyxl import load_workbook

from protocols.domain.burden.changes import DropMark
from protocols.findings.decisions.models import Decision
from protocols.findings.decisions.services import decide
from protocols.findings.feedback.models import Feedback
from protocols.findings.feedback.services import send, write
from protocols.findings.heard import heard_in
from protocols.findings.models import Finding
from protocols.findings.services import About, change_finding, make_finding, merge
from protocols.scores.options.services import save_option
from protocols.scores.services import default_persona, score_review
from reports.content import Content
from reports.document import document_of
from reports.gather import gather
from reports.xlsx import workbook_of
from tests.cast import Cast
from tests.reports.factory import matched_cast, say, unsaved, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return matched_cast()


def found(cast: Cast, title: str = "The ECG hurts", **said: object) -> Finding:
    """A finding that rests on all that was heard about the ECG."""
    heard = heard_in(cast.review, score_review(cast.review, persona=default_persona(cast.review)))
    topic, activity = heard.topic("activity:a3"), cast.protocol.activities.get(key="a3")
    pieces = topic.pieces if topic else ()
    return make_finding(
        review=cast.review, by=cast["MO"], about=About(activity), said={"title": title, **said}, pieces=pieces
    )


def words_of(content: Content) -> str:
    return re.sub(r"\s+", " ", strip_tags(document_of(unsaved(content)))).replace("&#x27;", "'")


def test_a_report_without_findings_has_no_such_section(cast: Cast) -> None:
    content = gather(cast.review)
    assert content.noted == ()
    assert "What we found" not in words_of(content)
    assert "Findings" not in load_workbook(io.BytesIO(workbook_of(content, content.sha256))).sheetnames


def test_findings_stand_in_the_report_and_the_workbook(cast: Cast) -> None:
    say(walk(cast, "Ann Hidden"), "a3", 4, words="It hurts.")
    made = found(
        cast, severity=3, status="decision", impact="Some may leave.", recommendation="Do it once.", owner=cast["SE"]
    )
    option = save_option(review=cast.review, by=cast["SE"], name="One ECG", note="", changes=[DropMark("v1", "a3")])
    made.options.add(option)
    content = gather(cast.review)
    (noted,) = content.noted
    each = score_review(cast.review, persona=default_persona(cast.review)).score.estimates.activities["a3"]
    assert (noted.people, noted.site_visits, noted.about) == (1, 0, "12-lead ECG")
    assert noted.remarks == len(made.sources.all()) - 1
    assert [(saving.name, saving.load) for saving in noted.options] == [("One ECG", each.points)]
    assert Content.from_dict(content.to_dict()) == content
    text = words_of(content)
    for words in (
        "finding waits for a decision",
        "What we found",
        "The ECG hurts",
        "Some may leave.",
        "Do it once.",
        "Matters: high",
        "An option: One",
    ):
        assert words in text
    start = text.index("Findings are written by people")
    section = text[start : text.index("What weighs most, one by one", start)]
    assert "Hidden" not in section
    assert "It hurts." not in section  # the person gave no leave to be quoted
    sheet = load_workbook(io.BytesIO(workbook_of(content, content.sha256)))["Findings"]
    assert [cell.value for cell in sheet[3]][:3] == ["The ECG hurts", "12-lead ECG", "High"]


def test_the_cut_off_counts_findings(cast: Cast) -> None:
    made = found(cast)
    assert gather(cast.review).cover.cutoff == made.changed_at


def test_what_was_merged_is_said_once(cast: Cast) -> None:
    kept, other = found(cast), found(cast, "It takes long")
    merge(finding=other, into=kept, by=cast["MO"])
    assert [each.title for each in gather(cast.review).noted] == ["The ECG hurts"]


def decided(cast: Cast, made: Finding, **said: object) -> Decision:
    """A decision on a finding."""
    words = {
        "choice": "part", "outcome": "One ECG less.", "reason": "Two show that it is safe.",
        "target": "Version 2", "dissent": "One site wants three.", "tell_by": timezone.localdate(), "owner": cast["SE"],
    }  # fmt: skip
    return decide(finding=made, by=cast["SE"], said={**words, **said}, known=made.decisions.count())


def answered(made: Finding, decision: Decision, did: str = "One ECG less for you.") -> Feedback:
    """What those who spoke were told."""
    words = {"title": "The heart test", "did": did, "why": "Two keep you safe.", "next_step": "We look again."}
    draft = write(finding=made, decision=decision.pk, by=decision.by, said=words, expected_revision=0)
    send(review=made.review, by=decision.by, drafts=[draft])
    return draft


def test_the_newest_decision_stands_in_the_report_and_the_workbook(cast: Cast) -> None:
    made = found(cast)
    decided(cast, made, outcome="Put off.")
    decided(cast, made)
    content = gather(cast.review)
    assert Content.from_dict(content.to_dict()) == content
    text = words_of(content)
    for words in ("What was decided", "Accepted in part", "One ECG less.", "Two show that it is safe.",
                  f"{cast['SE']} carries it out", "Version 2", "One site wants three.",
                  "Those who spoke are told by"):  # fmt: skip
        assert words in text
    assert "Put off." not in text and "You said, we did" not in text
    book = load_workbook(io.BytesIO(workbook_of(content, content.sha256)))
    assert [cell.value for cell in book["Decisions"][3]][:4] == [
        made.title, "Accepted in part", "One ECG less.", "Two show that it is safe."
    ]  # fmt: skip
    assert "You said, we did" not in book.sheetnames


def test_what_is_taken_up_again_is_not_decided(cast: Cast) -> None:
    made = found(cast)
    decided(cast, made)
    change_finding(finding=made, by=cast["MO"], said={"status": "decision", "decide_by": date(2027, 5, 12)})
    content = gather(cast.review)
    assert content.decided == () and "What was decided" not in words_of(content)
    assert "A decision is needed by 12 May 2027." in words_of(content)


def test_what_people_were_told_stands_there_in_their_words_and_drafts_do_not(cast: Cast) -> None:
    made = found(cast)
    decision = decided(cast, made)
    before = gather(cast.review)
    sent = answered(made, decision)
    write(
        finding=made, decision=decision.pk, by=cast["SE"], said={"title": "New", "did": "Secret."}, expected_revision=0
    )
    content = gather(cast.review)
    assert content.sha256 != before.sha256 and content.cover.cutoff >= sent.decision.at
    text = words_of(content)
    for words in ("You said, we did", "The heart test", "Changed in part", "One ECG less for you.", "We look again."):
        assert words in text
    assert "Secret." not in text and "Those who spoke are told by" not in text
    (row,) = load_workbook(io.BytesIO(workbook_of(content, content.sha256)))["You said, we did"].iter_rows(min_row=3)
    assert [cell.value for cell in row][:4] == ["The heart test", "Changed in part", None, "One ECG less for you."]
