"""A walk as a row of numbered steps: each visit of a run-through, from the evening before to the days after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from django.db.models import Max

from protocols.domain.burden.persona import Persona as WalkingPersona
from protocols.domain.catalogue import Catalogue, Procedure, load
from protocols.domain.language.story import Doing, Step, Traveller, tell
from protocols.domain.schedule import Schedule
from protocols.prepared import Prepared
from protocols.reviews.models import Persona, Review
from protocols.runthroughs.models import RunThrough, Walk
from protocols.schedules.models import Activity, Protocol, Visit
from protocols.schedules.records import current_matches

# Ways are told again only when something in them changed. One holds its schedule, a few hundred kB for a large study.
WAYS_KEPT = 64

# Below this share of working or caring time a persona's story does not speak of it.
WORTH_SAYING = 0

# With the number of its newest match. Asked at each save.
_protocol = Prepared(
    lambda key: Protocol.objects.filter(pk=key).only("pk").annotate(newest_match=Max("activities__matches")), int
)


@dataclass(frozen=True)
class WalkStep:
    """One page of a walk. Numbers count from 1: of the visit, of the step in the visit, and of all steps."""

    number: int
    visit_key: str
    visit_number: int
    step_number: int
    story: Step

    @property
    def ref(self) -> str:
        """What the step is called in a run-through, whoever walks: its visit and its step."""
        return f"{self.visit_key}/{self.story.key}"


@dataclass(frozen=True)
class Way:
    """All steps of a run-through as one persona would meet them, with the rows on which answers hang."""

    schedule: Schedule
    steps: tuple[WalkStep, ...]
    visits: Mapping[str, Visit]
    activities: Mapping[str, Activity]

    @cached_property
    def visit_keys(self) -> list[str]:
        """The visits, in the order in which they are walked."""
        return list(dict.fromkeys(step.visit_key for step in self.steps))

    def step(self, number: int) -> WalkStep | None:
        """Return step `number`, or None when there is no such step."""
        return self.steps[number - 1] if 0 < number <= len(self.steps) else None

    def of_visit(self, key: str) -> list[WalkStep]:
        """Return the steps of one visit."""
        return [step for step in self.steps if step.visit_key == key]

    def called(self, ref: str) -> WalkStep | None:
        """Return the step of this name, or None when there is no such step."""
        return next((step for step in self.steps if step.ref == ref), None)


def way_of(walk: Walk) -> Way:
    """Return the steps of a person's own walk."""
    return way_through(walk.run, walk.persona)


def way_through(run: RunThrough, persona: Persona | None) -> Way:
    """Return the steps of a run-through. Visits that the version does not have are left out.

    A version never changes and matches are only added, so the newest match says whether the way is still the same.
    """
    protocol = _protocol.first(run.review.protocol_id)
    newest = getattr(protocol, "newest_match", None)
    told = _Told(run.review, run.review.version_id, tuple(run.visits), _traveller(persona), newest)
    return _way(told)


@dataclass(frozen=True)
class _Told:
    """What a way depends on. Two reviews of one version tell the same."""

    review: Review = field(compare=False)
    version: int
    visits: tuple[str, ...]
    traveller: Traveller
    newest_match: int | None


@lru_cache(maxsize=WAYS_KEPT)
def _way(told: _Told) -> Way:
    schedule = told.review.version.schedule
    doings = doings_of(told.review, schedule)
    steps: list[WalkStep] = []
    walked = [key for key in told.visits if key in schedule.visit_by_key]
    for visit_number, key in enumerate(walked, 1):
        story_of_visit = tell(schedule, key, traveller=told.traveller, doings=doings)
        asked = [story for story in story_of_visit if not _asks_nothing(story, doings)]
        for step_number, story in enumerate(asked, 1):
            steps.append(WalkStep(len(steps) + 1, key, visit_number, step_number, story))
    protocol = told.review.protocol
    visits = {visit.key: visit for visit in protocol.visits.all()}
    return Way(schedule, tuple(steps), visits, {activity.key: activity for activity in protocol.activities.all()})


def forget() -> None:
    """Forget the ways kept in memory: for tests, where row numbers come again."""
    _way.cache_clear()


def doings_of(review: Review, schedule: Schedule) -> dict[str, Doing]:
    """Return what the catalogue knows of each activity, by activity key."""
    matches, catalogue = current_matches(review.protocol), load()
    return {
        activity.key: _doing(catalogue, tuple(matches[activity.key].procedures))
        for activity in schedule.activities
        if activity.key in matches
    }


def _asks_nothing(story: Step, doings: Mapping[str, Doing]) -> bool:
    """True for rows that only the site's papers know, such as giving out a number: nobody could rate them."""
    doing = doings.get(story.activity_key or "")
    known = [load().procedures[key] for key in doing.procedures] if doing else []
    return bool(known) and not any(
        value.value
        for procedure in known
        for value in (*procedure.dimensions.values(), *procedure.participant_minutes.values())
    )


def _doing(catalogue: Catalogue, keys: tuple[str, ...]) -> Doing:
    known = [catalogue.procedures[key] for key in keys if key in catalogue.procedures]
    return Doing(
        procedures=tuple(procedure.key for procedure in known),
        minutes=_minutes(known),
        fasting=any(procedure.fasting for procedure in known),
        device=any(procedure.device for procedure in known),
        overnight=any(procedure.overnight for procedure in known),
        daily_at_home=any(procedure.daily_at_home for procedure in known),
    )


def _minutes(procedures: list[Procedure]) -> float | None:
    minutes = [part.value for procedure in procedures for part in procedure.participant_minutes.values()]
    return sum(minutes) if minutes else None


def _traveller(persona: Persona | None) -> Traveller:
    if persona is None:
        return Traveller(0)
    who = WalkingPersona.from_dict(persona.details)
    return Traveller(
        minutes_one_way=who.minutes_one_way,
        transport=who.transport or "car",
        carer=who.carer_share > WORTH_SAYING,
        works=who.work_share > WORTH_SAYING,
    )
