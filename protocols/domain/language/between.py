"""The story of the days between one visit and the next: what is done at home, and when the next visit is."""

from protocols.domain.language.amounts import days, duration, times
from protocols.domain.language.scene import Scene, Step, StepKind, joined, texts_of, title_of
from protocols.domain.language.shelf import read_toml
from protocols.domain.schedule import Schedule, Visit


def tell_between(scene: Scene) -> Step:
    """Tell the days after a visit as one step."""
    words = read_toml("story.toml")["between"]
    coming = _next_visit(scene.schedule, scene.visit)
    tasks = [*(text.between for text in scene.texts()), *_home_tasks(scene)]
    story = joined(
        *(tasks if any(tasks) else [words["nothing"]]),
        _repeats(scene.visit),
        _gap(scene.visit, coming),
        _window(coming),
    )
    title = words["title" if coming else "title_after"]
    return Step("between", StepKind.BETWEEN, title, story, None, "")


def _home_tasks(scene: Scene) -> list[str]:
    words = read_toml("story.toml")["between"]
    tasks = []
    for activity, _ in scene.marks:
        doing = scene.doing(activity.key)
        if not any(text.between for text in texts_of(doing)):
            if doing.daily_at_home:
                tasks.append(words["daily"].format(label=title_of(activity, doing)))
            elif doing.device:
                tasks.append(words["device"])
    return tasks


def _next_visit(schedule: Schedule, visit: Visit) -> Visit | None:
    """The next column that the same person comes to: same arm or for all, and not a part of this visit."""
    whole = visit.same_visit_as or visit.key
    later = schedule.visits[schedule.visits.index(visit) + 1 :]
    arms = {None, visit.arm} if visit.arm else {v.arm for v in later}
    return next((v for v in later if v.arm in arms and v.same_visit_as != whole and v.key != whole), None)


def _repeats(visit: Visit) -> str:
    words = read_toml("story.toml")["between"]
    if visit.repeats is None or visit.repeats.max == 1:
        return ""
    if visit.repeats.max is None:
        return str(words["repeats_unknown"])
    return str(words["repeats"].format(times=times(visit.repeats.max)))


def _gap(visit: Visit, coming: Visit | None) -> str:
    words = read_toml("story.toml")["between"]
    if coming is None:
        return str(words["last"])
    if visit.day is None or coming.day is None or coming.day < visit.day:
        return str(words["gap_unknown"].format(label=coming.label))
    if coming.day == visit.day:
        return str(words["gap_same_day"].format(label=coming.label))
    return str(words["gap"].format(label=coming.label, time=days(coming.day - visit.day)))


def _window(coming: Visit | None) -> str:
    if coming is None or coming.window is None or not (coming.window.before or coming.window.after):
        return ""
    window = coming.window
    minutes = {"hour": 60, "day": 24 * 60, "week": 7 * 24 * 60}[window.unit]
    said = [
        days(n * minutes / 1440) if window.unit != "hour" else duration(n * minutes)
        for n in (window.before, window.after)
    ]
    words = read_toml("story.toml")["between"]
    chosen = "window" if window.before and window.after else "window_before" if window.before else "window_after"
    return str(words[chosen].format(before=said[0], after=said[1], what="time" if window.unit == "hour" else "day"))
