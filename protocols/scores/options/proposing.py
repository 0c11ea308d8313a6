"""What the app proposes by itself for a review, and where the schedule asks the same twice, ready for their pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from protocols.domain.burden.changes import DropMark, Option
from protocols.domain.burden.overlaps import ONE_TOPIC, REPEATED, USUAL_CARE, Overlap, overlaps
from protocols.domain.burden.proposals import PROTECTED, Proposal, proposals
from protocols.domain.catalogue import load as load_catalogue
from protocols.domain.schedule import Schedule
from protocols.schedules.models import PurposeRecord
from protocols.scores.inputs import Inputs
from protocols.scores.options.changes import encode
from protocols.scores.services import ReviewScore, score_inputs

SHOWN = {
    "": _("All changes"),
    "free": _("What serves neither the main question nor safety"),
    "unstated": _("What nobody has stated a purpose for"),
}
KINDS = {
    REPEATED: _("The same procedure twice within a few days"),
    ONE_TOPIC: _("Two questionnaires or interviews on one topic at one visit"),
    USUAL_CARE: _("Also done in usual care"),
}
NOT_STATED = "not-stated"
Stated = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Ranked:
    """One proposal with its place among all, and the address that tries it."""

    place: int
    proposal: Proposal

    @property
    def query(self) -> str:
        """What tries it."""
        return trying(self.proposal.option)

    @property
    def is_protected(self) -> bool:
        """True for what serves the main question, or keeps people safe."""
        return any(caution in PROTECTED.values() for caution in self.proposal.cautions)


@dataclass(frozen=True)
class Pair:
    """Two rows that may ask the same, at one visit or at several, with the address that tries leaving either out."""

    words: str
    first: str
    second: str


@dataclass(frozen=True)
class Repeats:
    """All pairs of one subject: a procedure or a topic."""

    subject: str
    pairs: tuple[Pair, ...]


def ranked(found: ReviewScore, purposes: Mapping[str, PurposeRecord], *, show: str = "") -> list[Ranked]:
    """Return every single change that saves something, ranked; `show` leaves some out and keeps the places."""
    stated = tuple(sorted((key, record.purpose) for key, record in purposes.items()))
    every = [Ranked(place, each) for place, each in enumerate(_ranked(found.inputs, found.score.arm, stated), start=1)]
    if show == "free":
        return [each for each in every if not each.is_protected]
    if show == "unstated":
        return [each for each in every if each.proposal.cautions and not each.is_protected]
    return every


@lru_cache(maxsize=8)  # ranking takes many times as long as a score, and a team turns its pages
def _ranked(inputs: Inputs, arm: str | None, stated: Stated) -> tuple[Proposal, ...]:
    return proposals(score_inputs(inputs, arm=arm).drawn, dict(stated))


def forget() -> None:
    """Forget the proposals kept in memory: for tests, where row numbers come again."""
    _ranked.cache_clear()


def doubled(found: ReviewScore) -> list[tuple[str, list[Repeats]]]:
    """Return where the schedule may ask the same twice: kind by kind, subject by subject."""
    every = overlaps(found.score)
    schedule = found.score.schedule
    return [
        (str(words), _by_subject([each for each in every if each.kind == kind], schedule))
        for kind, words in KINDS.items()
    ]


def _by_subject(own: Sequence[Overlap], schedule: Schedule) -> list[Repeats]:
    subjects: dict[str, dict[object, list[Overlap]]] = {}
    for each in own:
        subjects.setdefault(each.subject, {}).setdefault(_same_rows(each), []).append(each)
    known = load_catalogue().procedures
    names = {subject: known[subject].name if subject in known else subject for subject in subjects}
    ordered = sorted(subjects, key=lambda subject: (-len(subjects[subject]), names[subject]))
    return [
        Repeats(names[subject], tuple(_pair(group, schedule) for group in subjects[subject].values()))
        for subject in ordered
    ]


def _same_rows(each: Overlap) -> object:
    """Two rows that meet at one visit after the other are one thing to think about."""
    is_one_visit = each.first[0] == each.second[0]
    return (each.first[1], each.second[1]) if is_one_visit else (each.first, each.second)


def _pair(group: Sequence[Overlap], schedule: Schedule) -> Pair:
    one = group[0]
    words = one.message
    if len(group) > 1:
        labels = [schedule.activity_by_key[activity].label for _, activity in (one.first, one.second)]
        visits = [visit.label for visit in schedule.visits if visit.key in {each.first[0] for each in group}]
        words = _("%(one)s and %(other)s, at %(n)d visits: %(visits)s.") % {
            "one": labels[0], "other": labels[1], "n": len(group), "visits": ", ".join(visits),
        }  # fmt: skip
    return Pair(str(words), _without(each.first for each in group), _without(each.second for each in group))


def _without(places: Iterable[tuple[str, str]]) -> str:
    return trying(Option("", tuple(DropMark(*place) for place in places)))


def trying(option: Option) -> str:
    """Return what stands in the address of the page that tries an option."""
    return urlencode([("change", encode(change)) for change in option.changes])
