"""Answers that people sent, for the tests of findings."""

from django.utils import timezone

from protocols.runthroughs.models import Annotation, RunThrough, Walk
from tests.cast import Cast


def say(cast: Cast, who: str = "AD", activity: str | None = "a3", visit: str = "v1", **content: object) -> Annotation:
    """One sent answer, on a run-through of its own. Without an activity it is about the way there."""
    run = RunThrough.objects.create(review=cast.review, title="Walk", visits=[visit], created_by=cast["MO"])
    walk = Walk.objects.create(run=run, seat=cast.seats[who], sent_at=timezone.now())
    return Annotation.objects.create(
        walk=walk,
        visit=cast.protocol.visits.get(key=visit),
        activity=cast.protocol.activities.get(key=activity) if activity else None,
        step=f"activity:{activity}" if activity else "journey",
        entered_by=cast[who],
        **content,
    )
