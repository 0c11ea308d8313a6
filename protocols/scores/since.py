"""Why a score changed since a moment: what was recorded since, and how much each kind of record moved load and time.

The score is made with the inputs as they stood then. Then one kind of input after the other is brought to today, in a
fixed order, so that the steps add up to the whole difference.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from protocols.domain.catalogue import load as load_catalogue
from protocols.reviews.models import Persona, Review
from protocols.schedules.models import ProcedureMatch, PurposeRecord
from protocols.schedules.records import current_purposes
from protocols.scores.inputs import Inputs, inputs_of, version_at
from protocols.scores.services import ReviewScore, score_inputs

KINDS: dict[str, str | Promise] = {
    "version": gettext_lazy("Study plan"),
    "matches": gettext_lazy("Matches to the catalogue"),
    "house": gettext_lazy("House values"),
    "ratings": gettext_lazy("People's answers"),
    "ruleset": gettext_lazy("Weights"),
    "purposes": gettext_lazy("Purposes"),
}


@dataclass(frozen=True)
class Step:
    """One kind of record: what changed in words, and by how much it moved load and minutes."""

    kind: str
    changed: tuple[str, ...]
    load: Decimal
    minutes: Decimal

    @property
    def words(self) -> str:
        """What the kind is called."""
        return str(KINDS[self.kind])

    @property
    def is_same(self) -> bool:
        """True when nothing of this kind was recorded since."""
        return not self.changed


@dataclass(frozen=True)
class Since:
    """The score then and now, with the steps between them."""

    moment: datetime
    then: ReviewScore
    now: ReviewScore
    steps: tuple[Step, ...]

    @property
    def changed(self) -> list[Step]:
        """Kinds of which something was recorded."""
        return [step for step in self.steps if not step.is_same]

    @property
    def unchanged(self) -> list[Step]:
        """Kinds of which nothing was recorded."""
        return [step for step in self.steps if step.is_same]

    @property
    def load(self) -> Decimal:
        """Load now less load then."""
        return self.now.score.load.planned - self.then.score.load.planned

    @property
    def minutes(self) -> Decimal:
        """Minutes now less minutes then."""
        return self.now.score.minutes.planned - self.then.score.minutes.planned

    @property
    def is_same(self) -> bool:
        """True when nothing at all was recorded since."""
        return not self.changed


def since(review: Review, moment: datetime, *, persona: Persona | None, arm: str | None = None) -> Since | None:
    """Return what changed since a moment; None when there was no study plan to score yet."""
    if version_at(review, moment) is None:
        return None
    then, now = inputs_of(review, persona=persona, by=moment), inputs_of(review, persona=persona)
    purposes = _purposes_changed(review, moment)
    scores = {"": _scored(then, arm)}
    current, last, steps = then, scores[""], []
    for kind, (changed, bring) in _kinds(then, now).items():
        current = bring(current)
        scored = _scored(current, arm) if changed else last
        moved = scored.score.load.planned - last.score.load.planned
        longer = scored.score.minutes.planned - last.score.minutes.planned
        steps.append(Step(kind, changed, moved, longer))
        last = scored
    steps.append(Step("purposes", purposes, Decimal(0), Decimal(0)))
    return Since(moment, scores[""], last, tuple(steps))


def _kinds(then: Inputs, now: Inputs) -> dict[str, tuple[tuple[str, ...], Callable[[Inputs], Inputs]]]:
    """Return for each kind of input what changed, and how to bring it to today."""
    return {
        "version": (_version(then, now), lambda inputs: replace(inputs, version=now.version)),
        "matches": (_matches(then, now), lambda inputs: replace(inputs, matches=now.matches)),
        "house": (_house(then, now), lambda inputs: replace(inputs, house=now.house)),
        "ratings": (_ratings(then, now), lambda inputs: replace(inputs, said=now.said, said_by=None)),
        "ruleset": (_ruleset(then, now), lambda inputs: replace(inputs, ruleset=now.ruleset)),
    }


def _scored(inputs: Inputs, arm: str | None) -> ReviewScore:
    try:
        return score_inputs(inputs, arm=arm)
    except KeyError:
        return score_inputs(inputs)


def _version(then: Inputs, now: Inputs) -> tuple[str, ...]:
    if then.version == now.version:
        return ()
    return (_("Version %(new)d instead of version %(old)d") % {"new": now.version.number, "old": then.version.number},)


def _matches(then: Inputs, now: Inputs) -> tuple[str, ...]:
    pairs = ((key, then.matches.get(key), match) for key, match in sorted(now.matches.items()))
    return tuple(
        _("%(activity)s: %(new)s, before %(old)s")
        % {"activity": match.activity.label, "new": _procedures(match), "old": _procedures(earlier)}
        for _key, earlier, match in pairs
        if _procedures(earlier) != _procedures(match)
    )


def _procedures(match: ProcedureMatch | None) -> str:
    known = load_catalogue().procedures
    names = [known[key].name if key in known else key for key in match.procedures] if match else []
    return ", ".join(names) or _("nothing")


def _house(then: Inputs, now: Inputs) -> tuple[str, ...]:
    count = len({each.pk for each in then.house} ^ {each.pk for each in now.house})
    words = ngettext("%(n)d value set, changed or taken back", "%(n)d values set, changed or taken back", count)
    return (words % {"n": count},) if count else ()


def _ratings(then: Inputs, now: Inputs) -> tuple[str, ...]:
    before = {pk: version for pk, version, _seat in then.said}
    after = {pk: version for pk, version, _seat in now.said}
    came, gone = len(set(after) - set(before)), len(set(before) - set(after))
    changed = sum(after[pk] != version for pk, version in before.items() if pk in after)
    said = (
        (came, ngettext("%(n)d answer came", "%(n)d answers came", came)),
        (changed, ngettext("%(n)d answer was changed", "%(n)d answers were changed", changed)),
        (gone, ngettext("%(n)d answer was taken back", "%(n)d answers were taken back", gone)),
    )
    return tuple(words % {"n": count} for count, words in said if count)


def _ruleset(then: Inputs, now: Inputs) -> tuple[str, ...]:
    if then.ruleset.sha256 == now.ruleset.sha256:
        return ()
    return (now.ruleset.reason or _("Other weights"),)


def _purposes_changed(review: Review, moment: datetime) -> tuple[str, ...]:
    then, now = current_purposes(review.protocol, by=moment), current_purposes(review.protocol)
    return tuple(
        _("%(activity)s: %(new)s, before %(old)s")
        % {"activity": record.activity.label, "new": record.get_purpose_display(), "old": _purpose(then, key)}
        for key, record in sorted(now.items())
        if key not in then or then[key].purpose != record.purpose
    )


def _purpose(records: Mapping[str, PurposeRecord], key: str) -> str:
    return str(records[key].get_purpose_display()) if key in records else _("not stated")
