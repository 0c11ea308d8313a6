"""The first draft of an explainer: general information and what the schedule counts, never a reason."""

from protocols.domain.catalogue import load
from protocols.domain.language.explainers import ExplainerDraft, first_draft
from protocols.domain.language.facts import computed_facts
from protocols.reviews.models import Review
from protocols.schedules.models import Activity

# What a person may write. The rest is counted from the schedule anew each time, so that it is never out of date.
WRITTEN = (
    "plain_name",
    "one_line",
    "why_this_study",
    "what_happens",
    "how_it_may_feel",
    "risks_plain",
    "get_ready",
    "where_who",
    "home_possible",
    "extra_to_usual_care",
    "results_to_you",
    "sample_data_use",
    "can_i_say_no",
    "could_it_change",
    "questions_to_ask",
)


def first_draft_of(review: Review, activity: Activity) -> ExplainerDraft:
    """Return the draft that the product can make for an activity of this review's version."""
    match = activity.matches.order_by("-id").first()
    procedures = tuple(match.procedures) if match else ()
    facts = computed_facts(review.version.schedule, activity.key, _minutes(procedures))
    return first_draft(activity.label, procedures, facts)


def _minutes(procedures: tuple[str, ...]) -> float | None:
    known = [load().procedures[key] for key in procedures if key in load().procedures]
    minutes = [part.value for procedure in known for part in procedure.participant_minutes.values()]
    return sum(minutes) if minutes else None
