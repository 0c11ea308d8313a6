"""What a person should know before a walk, and where on it they are asked to say a reason in their own words."""

from protocols.domain.language.hard_topics import topics_of, topics_sentence
from protocols.domain.language.scene import Doing, texts_of
from protocols.explainers.models import DraftState
from protocols.reviews.models import Review
from protocols.runthroughs.models import RunThrough
from protocols.runthroughs.steps import WalkStep, Way, doings_of


def hard_topics_of(run: RunThrough) -> str:
    """Return the sentence on topics of this run-through that people may find hard; empty if there are none."""
    schedule = run.review.version.schedule
    doings = doings_of(run.review, schedule)
    found = [
        topic
        for visit in run.visits
        for mark in schedule.marks_of_visit(visit)
        for topic in topics_of(schedule.activity_by_key[mark.activity].label, _known(doings.get(mark.activity)))
    ]
    return topics_sentence(found, of="walk")


def is_taught_at(way: Way, here: WalkStep, review: Review) -> bool:
    """Answer whether this is the one step of its visit that asks why in the person's own words.

    It is the first with a text that was approved: without a text there would be nothing to compare with.
    """
    keys = [step.story.activity_key for step in way.of_visit(here.visit_key) if step.story.activity_key]
    explained = review.protocol.activities.filter(key__in=keys, explainers__state=DraftState.APPROVED)
    written = set(explained.values_list("key", flat=True)) if here.story.activity_key else set()
    first = next((key for key in keys if key in written), None)
    return first is not None and first == here.story.activity_key


def _known(doing: Doing | None) -> list[str]:
    return [text.hard for text in texts_of(doing) if text.hard] if doing else []
