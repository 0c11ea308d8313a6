"""How a report's numbers were made: weights with the load that follows from each, settings, sources, words, stamp."""

from collections.abc import Iterable
from dataclasses import replace

from protocols.domain.burden.ruleset import Ruleset
from protocols.domain.burden.ruleset import load as default_ruleset
from protocols.domain.catalogue import DIMENSIONS, load
from protocols.domain.language.glossary import terms_in
from protocols.domain.schedule import Schedule
from protocols.reviews.models import Persona, Review
from protocols.scores.house.values import choice_of
from protocols.scores.models import HouseEntry
from protocols.scores.services import ReviewScore, score_review
from protocols.scores.templatetags.catalogue import number_words
from reports.sections import House, HouseNumber, Line, Setting, Source, Stamp, Weights

TOOL = "0.1.0"  # the version in pyproject.toml; a test holds the two together


def weights_of(review: Review, found: ReviewScore, persona: Persona | None) -> tuple[Weights, ...]:
    """Return the default weights, and the chosen ones where they differ, each with the load that it leads to."""
    used, default = found.score.ruleset, default_ruleset()
    if used.weights == default.weights:
        return (_weights("default", used, found, is_used=True),)
    raw = {name: default.number(f"weights.{name}") for name in DIMENSIONS}
    plain = score_review(review, persona=persona, weights=raw, arm=found.score.arm)
    chosen = _weights("chosen", used, found, is_used=True)
    if record := review.rulesets.select_related("by").last():
        chosen = replace(chosen, by=str(record.by), at=record.at)
    return _weights("default", default, plain, is_used=False), chosen


def _weights(name: str, ruleset: Ruleset, found: ReviewScore, *, is_used: bool) -> Weights:
    physical, worry, effort = (round(weight, 4) for weight in ruleset.weights)
    reason = ruleset.reason or ruleset.entries["weights.physical"].why
    load_then = found.score.load.planned
    return Weights(name, ruleset.version, physical, worry, effort, load_then, reason, is_used)


def house_of(review: Review, found: ReviewScore) -> House | None:
    """Return the house values that the score uses, with who chose them, when and why; None where it uses none."""
    choice = choice_of(review)
    if choice is None or choice.house_set is None:
        return None
    values = tuple(_house_number(entry) for entry in found.inputs.house)
    return House(choice.house_set.name, choice.house_set.why, str(choice.by), choice.at, choice.why, values)


def _house_number(entry: HouseEntry) -> HouseNumber:
    assert entry.value is not None  # noqa: S101 - what was taken back does not count
    procedure = load().procedures.get(entry.procedure)
    name = procedure.name if procedure else entry.procedure
    return HouseNumber(name, number_words(entry.number), entry.value, str(entry.by), entry.at, entry.why)


def settings_of(ruleset: Ruleset) -> tuple[Setting, ...]:
    """Return every number of the ruleset, in its own order."""
    return tuple(Setting(each.path, str(each.value), each.why, each.source) for each in ruleset.entries.values())


def sources_of(lines: Iterable[Line]) -> tuple[Source, ...]:
    """Return the sources that the lines rest on, by their key."""
    known = load().sources
    keys = sorted({key for line in lines for key in line.sources if key in known})
    return tuple(Source(key, known[key].citation, known[key].link, known[key].seen) for key in keys)


def words_in(schedule: Schedule) -> tuple[tuple[str, str], ...]:
    """Return the words of the schedule that the glossary explains, sorted."""
    labels = [*(activity.label for activity in schedule.activities), *(visit.label for visit in schedule.visits)]
    terms = terms_in(". ".join(labels))
    return tuple(sorted(((term.name, term.meaning) for term in terms), key=lambda each: each[0].lower()))


def stamp_of(review: Review, found: ReviewScore, *, purposes: int) -> Stamp:
    """Return from what exactly the report is made."""
    used, ruleset = found.inputs.used, found.score.ruleset
    return Stamp(
        tool=TOOL,
        schedule_sha256=review.version.schedule_sha256,
        file_sha256=str(review.version.file_id),
        catalogue_sha256=str(used["catalogue"]),
        ruleset_sha256=ruleset.sha256,
        ruleset_name=ruleset.name,
        ruleset_version=ruleset.version,
        inputs_sha256=found.inputs.sha256,
        answers=len(found.inputs.annotations),
        matches=len(found.inputs.matches),
        purposes=purposes,
    )
