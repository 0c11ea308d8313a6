"""The story of one visit for a lay person: from the evening before, through each activity, to the days after."""

from collections.abc import Mapping, Sequence

from protocols.domain.language.amounts import about, clock
from protocols.domain.language.between import tell_between
from protocols.domain.language.hard_topics import topic_line, topics_of, topics_sentence
from protocols.domain.language.scene import (
    DayClock,
    Doing,
    Scene,
    Step,
    StepKind,
    Traveller,
    activities_of,
    joined,
    texts_of,
    title_of,
)
from protocols.domain.language.shelf import read_toml
from protocols.domain.schedule import Activity, Mark, MarkKind, Schedule

__all__ = ["DayClock", "Doing", "Step", "StepKind", "Traveller", "tell"]


def tell(
    schedule: Schedule, visit: str, *, traveller: Traveller, doings: Mapping[str, Doing], clock: DayClock | None = None
) -> tuple[Step, ...]:
    """Tell one visit as steps with the keys before, journey, activity:<key>, back and between, in that order.

    `visit` is a visit key and `doings` are by activity key. A visit by phone, by video or at home has no journey.
    """
    told_visit = schedule.visit_by_key[visit]
    scene = Scene(schedule, told_visit, traveller, clock or DayClock(), doings, activities_of(schedule, told_visit))
    steps = [_before(scene)]
    if scene.is_travelled_to:
        steps.append(_journey(scene))
    steps.extend(_activities(scene))
    if scene.is_travelled_to:
        steps.append(_back(scene))
    return (*steps, tell_between(scene))


def _before(scene: Scene) -> Step:
    words, who = read_toml("story.toml")["before"], scene.traveller
    away = "" if scene.is_travelled_to else "_at_home"
    topics = [t for activity, _ in scene.marks for t in topics_of(activity.label, _hard(scene.doing(activity.key)))]
    own = [text.before for text in scene.texts()]
    not_eating = any("do not eat" in line for line in own)
    story = joined(
        words[scene.visit.contact.value],
        words[f"works{away}"] if who.works else "",
        words["cares_for_others"] if who.cares_for_others else "",
        words[f"carer{away}"] if who.carer else "",
        words["fasting"] if scene.some(lambda doing: doing.fasting) and not not_eating else "",
        words["device"] if scene.some(lambda doing: doing.device) else "",
        words["overnight"] if scene.some(lambda doing: doing.overnight) else "",
        *own,
    )
    return Step("before", StepKind.BEFORE, words["title"], story, None, "", topics_sentence(topics))


def _hard(doing: Doing) -> list[str]:
    return [text.hard for text in texts_of(doing) if text.hard]


def _journey(scene: Scene) -> Step:
    words, who = read_toml("story.toml")["journey"], scene.traveller
    leave = clock(scene.clock.starts - who.minutes_one_way)
    arrive = words["arrive"]
    by = words["by"].get(who.transport.lower().replace(" ", "_"), words["by"]["other"])
    story = joined(
        words["starts"].format(arrive=clock(scene.clock.starts)),
        words["leave"].format(leave=leave),
        by.format(time=about(who.minutes_one_way), transport=who.transport),
        arrive["carer"] if who.carer else "",
        arrive["fasting"] if scene.some(lambda doing: doing.fasting) else "",
        arrive["waiting"].format(time=about(scene.waiting)) if scene.waiting else arrive["no_waiting"],
    )
    return Step("journey", StepKind.JOURNEY, words["title"], story, None, leave)


def _activities(scene: Scene) -> list[Step]:
    steps: list[Step] = []
    said: list[str] = []
    gone, since, sure = scene.waiting, scene.waiting, True
    for activity, mark in scene.marks:
        doing = scene.doing(activity.key)
        now = _now(scene, gone, since=since, sure=sure) if steps else ""
        at = clock(scene.clock.starts + gone)
        topics = topics_of(activity.label, _hard(doing))
        steps.append(
            Step(
                key=f"activity:{activity.key}",
                kind=StepKind.ACTIVITY,
                title=title_of(activity, doing),
                story=joined(now, *_what_happens(activity, mark, doing=doing)),
                activity_key=activity.key,
                clock_text=at if sure else f"after {at}",
                ahead=topic_line(topics, said=said),
            )
        )
        said.extend(topics)
        since, gone = gone, gone + (doing.minutes or 0)
        sure = sure and doing.minutes is not None
    return steps


def _now(scene: Scene, gone: float, *, since: float, sure: bool) -> str:
    """What time it is, and after each full hour how long the person has been there; `since` is the step before."""
    words, every = read_toml("story.toml")["activity"], read_toml("story.toml")["clock"]["say_how_long_every"]
    at = clock(_to_five(scene.clock.starts + gone))
    been = words["been_here" if scene.is_travelled_to else "been_at_it"]
    return joined(
        words["time_now" if sure else "time_later"].format(clock=at),
        been.format(time=about(gone)) if sure and gone // every > since // every else "",
    )


def _to_five(minutes: float) -> float:
    return round(minutes / 5) * 5


def _what_happens(activity: Activity, mark: Mark, *, doing: Doing) -> Sequence[str]:
    words, texts = read_toml("story.toml")["activity"], texts_of(doing)
    told = [text.story for text in texts] or [words["not_known"].format(label=activity.label)]
    takes = words["takes"].format(time=about(doing.minutes)) if doing.minutes else ""
    kind = "" if mark.kind is MarkKind.PLANNED else words[mark.kind.value]
    return (*told, takes, kind, words["usual_care"] if mark.usual_care else "")


def _spent(scene: Scene) -> tuple[float, bool]:
    """Minutes at the visit as far as known, and whether all of them are."""
    minutes = [scene.doing(activity.key).minutes for activity, _ in scene.marks]
    return scene.waiting + sum(m for m in minutes if m is not None), None not in minutes


def _back(scene: Scene) -> Step:
    words, who = read_toml("story.toml")["back"], scene.traveller
    spent, sure = _spent(scene)
    done = scene.clock.starts + spent
    overnight = scene.some(lambda doing: doing.overnight)
    leave = words["leave" if sure else "leave_later"].format(clock=clock(_to_five(done)))
    story = joined(
        words["overnight"] if overnight else leave,
        words["been_here"].format(time=about(spent)) if sure and not overnight else "",
        words["carer"] if who.carer else "",
        words["way"].format(time=about(who.minutes_one_way)),
        words["home_at"].format(clock=clock(_to_five(done + who.minutes_one_way))) if sure and not overnight else "",
    )
    at = "" if overnight else clock(_to_five(done)) if sure else f"after {clock(_to_five(done))}"
    return Step("back", StepKind.BACK, words["title"], story, None, at)
