"""Which answers of a walk together the group never saw: they reach the team all the same, once they are sent."""

from protocols.runthroughs.models import RunThrough, Walk
from protocols.runthroughs.rooms.models import RoomStep
from protocols.runthroughs.steps import way_of


def unshown_titles(walk: Walk) -> list[str]:
    """Return the titles of the steps that the person answered and that were not shown; none of a walk alone."""
    if walk.run.kind != RunThrough.Kind.GROUP:
        return []
    shown = set(RoomStep.objects.filter(room__run=walk.run, revealed_at__isnull=False).values_list("ref", flat=True))
    said = [each for each in walk.annotations.select_related("visit") if not each.is_blank]
    answered = {f"{each.visit.key}/{each.step}" for each in said} - shown
    return [step.story.title for step in way_of(walk).steps if step.ref in answered]
