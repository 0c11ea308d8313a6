"""Scoring a review from its stored records, and changing its weights."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db import transaction

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.domain.burden.estimates import estimate_activities
from protocols.domain.burden.score import Score, score
from protocols.domain.burden.site import SiteLoad, site_load
from protocols.domain.burden.uncertainty import Drawn, Draws, Interval
from protocols.people.models import User
from protocols.reviews.models import Persona, Review
from protocols.scores.inputs import Inputs, Weights, inputs_of
from protocols.scores.models import ReviewRuleset


@dataclass(frozen=True)
class ReviewScore:
    """A review's score with all that it was made from."""

    inputs: Inputs
    score: Score

    @cached_property
    def site(self) -> SiteLoad:
        """The site's side of the same schedule."""
        return site_load(self.score)

    @cached_property
    def likely_load(self) -> Interval:
        """Where the load lies in 90 of 100 draws."""
        return self.drawn.load_interval

    @cached_property
    def drawn(self) -> Drawn:
        """The score with its draws, each activity's own under its lasting key."""
        return Drawn(self.score, Draws(self.score.ruleset))

    @property
    def raters(self) -> int:
        """How many people's answers are in it."""
        return self.inputs.raters


def score_review(
    review: Review, *, persona: Persona | None, weights: Weights | None = None, arm: str | None = None
) -> ReviewScore:
    """Score a review as it stands now, from its stored records."""
    return score_inputs(inputs_of(review, persona=persona, weights=weights), arm=arm)


def score_inputs(inputs: Inputs, *, arm: str | None = None) -> ReviewScore:
    """Score inputs as they are; KeyError for an arm that their schedule does not have."""
    return ReviewScore(inputs, _score(inputs, arm))


@lru_cache(maxsize=32)  # equal inputs give equal scores, and a team looks at the same one many times
def _score(inputs: Inputs, arm: str | None) -> Score:
    estimates = estimate_activities(inputs.schedule, inputs.procedures, ratings=inputs.ratings, shelf=inputs.shelf)
    return score(inputs.schedule, estimates, inputs.persona, inputs.ruleset, arm=arm)


def forget() -> None:
    """Forget the scores kept in memory: for tests, where row numbers come again."""
    _score.cache_clear()


def default_persona(review: Review) -> Persona | None:
    """Return the persona that scores are shown for when nobody chose one."""
    return review.personas.order_by("-is_default", "id").first()


@transaction.atomic
def change_weights(*, review: Review, by: User, weights: Weights, reason: str) -> ReviewRuleset:
    """Save other weights for a review as a new numbered ruleset. Earlier ones stay."""
    last = review.rulesets.select_for_update().order_by("-number").first()
    ruleset = ReviewRuleset.objects.create(
        review=review, number=last.number + 1 if last else 1, weights=weights, reason=reason, by=by
    )
    record(
        action=Action.RULESET_CHANGED,
        actor=by.pk,
        subject=f"review:{review.code}",
        review=review.code,
        detail={"number": ruleset.number, **weights},
    )
    return ruleset


def record_export(*, review: Review, by: User, kind: str, sha256: str) -> None:
    """Write down who took the lines of a score away, as which file, and from which inputs they were made."""
    record(
        action=Action.DOWNLOADED,
        actor=by.pk,
        subject=f"review:{review.code}",
        review=review.code,
        detail={"lines": kind, "inputs_sha256": sha256},
    )
