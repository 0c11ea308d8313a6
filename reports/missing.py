"""What a report of a review would still lack: said before somebody makes it."""

from dataclasses import dataclass

from protocols.reviews.models import Review
from protocols.schedules.models import Purpose
from protocols.schedules.records import current_matches, current_purposes
from protocols.scores.inputs import annotations_that_count


@dataclass(frozen=True, slots=True)
class Missing:
    """Counts of what is not there yet."""

    has_answers: bool
    no_purpose: int
    no_match: int
    activities: int

    @property
    def anything(self) -> bool:
        """True when something is missing."""
        return not self.has_answers or bool(self.no_purpose or self.no_match)


def missing_in(review: Review) -> Missing:
    """Return what a report made now would lack."""
    keys = {activity.key for activity in review.version.schedule.activities}
    purposes, matches = current_purposes(review.protocol), current_matches(review.protocol)
    stated = {key for key, record in purposes.items() if record.purpose != Purpose.NOT_STATED}
    matched = {key for key, match in matches.items() if match.procedures}
    said = next(iter(annotations_that_count(review)), None)
    return Missing(said is not None, len(keys - stated), len(keys - matched), len(keys))
