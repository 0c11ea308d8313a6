"""What the story of a visit is made from: who comes, what is known of each activity, and the steps that are told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from protocols.domain.language.explainers import GeneralInformation, general_information
from protocols.domain.language.shelf import read_toml
from protocols.domain.schedule import Activity, Contact, Mark, Schedule, Visit


class StepKind(StrEnum):
    """What a step of the story is about."""

    BEFORE = "before"
    JOURNEY = "journey"
    ACTIVITY = "activity"
    BACK = "back"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Traveller:
    """What the story needs to know of a persona: the way to the clinic in minutes, and who depends on whom.

    `transport` is a word such as "car" or "bus"; `carer` says that someone comes along to help.
    """

    minutes_one_way: float
    transport: str = "car"
    carer: bool = False
    works: bool = False
    cares_for_others: bool = False


@dataclass(frozen=True, slots=True)
class Doing:
    """What is known of one activity: matched procedures, minutes (None if unknown), and what it brings along."""

    procedures: tuple[str, ...] = ()
    minutes: float | None = None
    fasting: bool = False
    device: bool = False
    overnight: bool = False
    daily_at_home: bool = False


@dataclass(frozen=True, slots=True)
class DayClock:
    """When the visit starts, in minutes after midnight, and how long you wait first; both assumed if not given."""

    starts: float = field(default_factory=lambda: float(read_toml("story.toml")["clock"]["visit_starts"]))
    waiting: float = field(default_factory=lambda: float(read_toml("story.toml")["clock"]["waiting"]))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a walk. `clock_text` is empty where no time can be given; `ahead` announces a hard topic."""

    key: str
    kind: StepKind
    title: str
    story: str
    activity_key: str | None
    clock_text: str
    ahead: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """One visit with everything that its story is told from."""

    schedule: Schedule
    visit: Visit
    traveller: Traveller
    clock: DayClock
    doings: Mapping[str, Doing]
    marks: tuple[tuple[Activity, Mark], ...]

    @property
    def is_travelled_to(self) -> bool:
        """Whether the person goes somewhere for this visit; where the plan says nothing, we take it that they do."""
        return self.visit.contact in (Contact.SITE, Contact.UNKNOWN)

    @property
    def waiting(self) -> float:
        """Minutes of waiting before the first activity; none at home or on the phone."""
        return self.clock.waiting if self.is_travelled_to else 0

    def doing(self, activity: str) -> Doing:
        """What is known of an activity, by its key; nothing if nobody said."""
        return self.doings.get(activity, Doing())

    def some(self, holds: Callable[[Doing], bool]) -> bool:
        """Whether something holds for any activity of this visit."""
        return any(holds(self.doing(activity.key)) for activity, _ in self.marks)

    def texts(self) -> list[GeneralInformation]:
        """Return the general information for the whole visit, in the order of the activities."""
        return [text for activity, _ in self.marks for text in texts_of(self.doing(activity.key))]


def activities_of(schedule: Schedule, visit: Visit) -> tuple[tuple[Activity, Mark], ...]:
    """Return the activities of a visit in the order of the rows, over all columns that are this one visit."""
    whole = visit.same_visit_as or visit.key
    columns = [v.key for v in schedule.visits if whole in (v.key, v.same_visit_as)]
    found = []
    for activity in schedule.activities:
        marks = [m for column in columns if (m := schedule.mark_at.get((column, activity.key)))]
        if marks:
            found.append((activity, marks[0]))
    return tuple(found)


def texts_of(doing: Doing) -> list[GeneralInformation]:
    """Return the general information of an activity's procedures, where there is any."""
    known = general_information()
    return [known[key] for key in doing.procedures if key in known]


def joined(*lines: str) -> str:
    """Return lines as one running text: empty ones left out, nothing said twice."""
    return " ".join(dict.fromkeys(line for line in lines if line))


def title_of(activity: Activity, doing: Doing) -> str:
    """Return the plain name of an activity, or its label where it has no plain name or several."""
    names = list(dict.fromkeys(text.name for text in texts_of(doing)))
    return names[0] if len(names) == 1 else activity.label
