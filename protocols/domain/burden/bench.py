"""Scores whole schedules against the catalogue: what the command line does, and what compares two files."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..catalogue import Catalogue
from ..problems import Problem, warning
from ..schedule import Schedule
from .document import Document, document
from .estimates import estimate_activities
from .library import shelf
from .matched import carried_over, identities, matched_procedures
from .persona import Persona
from .ratings import Rating, fit_to, not_there
from .ruleset import Ruleset
from .score import Score, score
from .uncertainty import Drawn, Draws


@dataclass(frozen=True)
class Bench:
    """What every schedule of one comparison is scored with."""

    catalogue: Catalogue
    ruleset: Ruleset
    persona: Persona | None = None
    arm: str | None = None

    def score(self, schedule: Schedule, ratings: Sequence[Rating]) -> Score:
        """Score a schedule whose rows are matched by the catalogue; ratings name its visits and activities by key."""
        estimates = estimate_activities(
            schedule,
            matched_procedures(schedule, self.catalogue),
            ratings=ratings,
            shelf=shelf(self.ruleset, shared=self.catalogue.shared),
            identities=identities(schedule),
        )
        return score(schedule, estimates, self.persona, self.ruleset, arm=self.arm)

    def document(
        self, schedule: Schedule, ratings: Sequence[Rating] = (), *, baseline: Schedule | None = None
    ) -> Document:
        """Score a schedule, and a baseline with the same ratings, ruleset and draws, as one document."""
        own, left = fit_to(schedule, ratings)
        roles, draws = self._unknown_roles(ratings), Draws(self.ruleset)
        drawn = Drawn(self.score(schedule, own), draws)
        if baseline is None:
            return document(drawn, problems=[*map(not_there, left), *roles])
        # What was rated only on the baseline counts there: both sides get all the ratings there are.
        elsewhere, lost = fit_to(baseline, left)
        both = (*carried_over(own, schedule, baseline), *elsewhere)
        problems = [*map(not_there, lost), *roles]
        return document(drawn, baseline=Drawn(self.score(baseline, both), draws), problems=problems)

    def _unknown_roles(self, ratings: Sequence[Rating]) -> list[Problem]:
        lists = ("roles.feed_load", "roles.feed_times", "roles.others")
        known = list(dict.fromkeys(role for path in lists for role in self.ruleset.words(path)))
        unknown = sorted({rating.role for rating in ratings} - set(known))
        remedy = f"Roles are: {', '.join(known)}."
        message = "The role {!r} is not known; its answers do not count."
        return [warning("ratings", message.format(role), remedy) for role in unknown]
