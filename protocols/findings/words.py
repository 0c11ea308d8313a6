"""Findings in words: a first title for what was heard, and a finding's history."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from protocols.findings.heard import Topic
from protocols.findings.models import FindingEvent, Severity, Status
from protocols.people.models import User
from protocols.runthroughs.models import Reason, Tap

MOST_REASONS = 2
LONGEST_START = 100
FIELD_WORDS = {
    "title": gettext_lazy("The finding"),
    "impact": gettext_lazy("What it means"),
    "recommendation": gettext_lazy("What we suggest"),
    "severity": gettext_lazy("How much it matters"),
    "status": gettext_lazy("How far we are"),
    "owner": gettext_lazy("Who looks after it"),
    "decide_by": gettext_lazy("Decision needed by"),
    "options": gettext_lazy("Options that would answer it"),
}


@dataclass(frozen=True)
class Entry:
    """One entry of the history as people read it: each change with what stood before and after."""

    at: datetime
    by: User
    what: str
    changes: tuple[tuple[str, str, str], ...] = ()


def suggested_title(topic: Topic) -> str:
    """Return a title to begin with: what it is about, and the reasons that most people gave."""
    answers = [piece.answer for piece in topic.new if piece.answer]
    reasons = Counter(each for answer in answers for each in answer.reasons if each in Reason.values)
    taps = Counter(each for answer in answers for each in answer.taps if each in Tap.values and each != Tap.FINE)
    said = [str(Reason(each).label) for each, _number in reasons.most_common(MOST_REASONS)]
    said = said or [str(Tap(each).label) for each, _number in taps.most_common(MOST_REASONS)]
    start = topic.label[:LONGEST_START]
    return f"{start}: {', '.join(said).lower()}" if start and said else start


def history_of(events: Iterable[FindingEvent]) -> list[Entry]:
    """Return the history of a finding in words."""
    return [Entry(each.at, each.by, _what(each), tuple(_changes(each))) for each in events]


def _what(event: FindingEvent) -> str:
    words = str(event.get_kind_display())
    other = event.detail.get("title")
    return f"{words}: “{other}”" if isinstance(other, str) else words


def _changes(event: FindingEvent) -> Iterable[tuple[str, str, str]]:
    for name, words in FIELD_WORDS.items():
        pair = event.detail.get(name)
        if isinstance(pair, list):
            before, after = (_value(name, each) for each in pair)
            yield str(words), before, after


def _value(name: str, value: object) -> str:
    if value in (None, ""):
        return _("nothing")
    if name == "severity" and value in Severity.values:
        return str(Severity(value).label)
    if name == "status" and value in Status.values:
        return str(Status(value).label)
    return str(value)
