"""Random schedules with everything that makes scoring hard: conditional, merged, repeated, unscored and rated rows."""

from dataclasses import dataclass, replace

from hypothesis import event
from hypothesis import strategies as st

from protocols.domain.burden.estimates import Estimates
from protocols.domain.burden.persona import Persona
from protocols.domain.burden.ratings import Rating
from protocols.domain.burden.score import Score, score
from protocols.domain.catalogue import Procedure
from protocols.domain.schedule import Activity, Contact, Mark, MarkKind, Repeats, Schedule, Visit

from .factory import DANA, RULES, estimates, procedure

POOL = {
    "plain": procedure("plain", 1.3, minutes={"active": 10, "waiting": 3}, staff={"nurse": 7, "investigator": 2}),
    "published": procedure("published", 2.0, grade="A", minutes={"active": 20}, blood_ml=None),
    "mixed": procedure("mixed", {"physical": 3.1, "worry": 0.2, "effort": 0}, minutes={"moving": 9}, invasive=True),
    "partly": procedure("partly", {"worry": 2.0}, staff={"rater": 5}),
    "timed only": procedure("timed only", {}, minutes={"active": 4}),
    "diary": procedure("diary", 0.4, minutes={"active": 3}, daily_at_home=True, questionnaire=True, device=True),
    "fasting": procedure("fasting", 0.9, fasting=True, overnight=True),
    "questionnaire": procedure("questionnaire", 0.6, minutes={"active": 35}, questionnaire=True),
    "needle a": procedure("needle a", 0.7, minutes={"active": 5}, staff={"nurse": 4}, shares="needle", needles=1),
    "needle b": procedure("needle b", 1.6, minutes={"active": 2, "waiting": 8}, shares="needle", needles=1),
    "needle c": procedure("needle c", 1.1, minutes={"active": 9}, staff={"nurse": 9}, shares="needle", needles=2),
}
KINDS = st.sampled_from([MarkKind.PLANNED] * 4 + [kind for kind in MarkKind if kind is not MarkKind.PLANNED])
REPEATS = st.sampled_from(
    [None] * 4 + [Repeats(2, 2), Repeats(1, 3), Repeats(0, 2), Repeats(1, None), Repeats(3, None)]
)
ANSWERS = st.none() | st.integers(0, 4).map(float)


@dataclass(frozen=True)
class Case:
    """A schedule with what is known and said about it."""

    schedule: Schedule
    procedures: dict[str, tuple[Procedure, ...]]
    ratings: tuple[Rating, ...]
    persona: Persona | None

    @property
    def estimates(self) -> Estimates:
        """What is believed of each row of this schedule."""
        return estimates(self.schedule, self.procedures, self.ratings)

    def score(self, given: Estimates | None = None) -> Score:
        """The score, with these estimates or its own."""
        return score(self.schedule, given or self.estimates, self.persona, RULES)

    def changed(self, **parts: object) -> "Case":
        """The same case with other parts of its schedule."""
        return replace(self, schedule=replace(self.schedule, **parts))


@st.composite
def visits(draw: st.DrawFn, key: str) -> Visit:
    """One column."""
    return Visit(
        key,
        label=draw(st.sampled_from(["Day", "Week"])),
        epoch=draw(st.sampled_from([None, "A", "B"])),
        day=draw(st.none() | st.integers(-5, 20).map(float)),
        contact=draw(st.sampled_from([Contact.SITE, Contact.SITE, Contact.UNKNOWN, Contact.HOME, Contact.PHONE])),
        repeats=draw(REPEATS),
    )


@st.composite
def marks(draw: st.DrawFn, at: str, row: str) -> Mark:
    """One cell."""
    kind = draw(KINDS)
    return Mark(
        at,
        row,
        kind=kind,
        spans=draw(st.sampled_from([1, 1, 1, 2, 3])),
        count_each=draw(st.booleans()),
        usual_care=draw(st.sampled_from([False, False, True])),
        probability=draw(st.none() | st.sampled_from([0.0, 0.25, 0.333, 1.0])),
    )


@st.composite
def ratings(draw: st.DrawFn, rows: list[str], columns: list[str]) -> Rating:
    """One answer, of an activity, a step around it or a whole visit."""
    times = st.none() | st.integers(0, 90).map(float)
    return Rating(
        rater=draw(st.sampled_from(["ann", "bob", "cat"])),
        role=draw(st.sampled_from(["advocate", "carer", "site"])),
        visit=draw(st.sampled_from(columns)),
        activity=draw(st.sampled_from([*rows, *rows, "journey", "between", None])),
        overall=draw(ANSWERS),
        physical=draw(ANSWERS),
        worry=draw(ANSWERS),
        active=draw(times),
        waiting=draw(times),
        could_not=draw(st.booleans()),
        timed=draw(st.booleans()),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A schedule of up to 5 columns and 4 rows, with ratings and perhaps a persona."""
    columns = [draw(visits(f"v{place}")) for place in range(1, draw(st.integers(1, 5)) + 1)]
    joined = draw(st.sampled_from([None, None, columns[0].key]))
    columns[-1] = replace(columns[-1], same_visit_as=joined if joined != columns[-1].key else None)
    rows = [f"a{place}" for place in range(1, draw(st.integers(1, 4)) + 1)]
    parts = st.lists(st.sampled_from(sorted(POOL)), max_size=2, unique=True)
    procedures = {row: tuple(POOL[key] for key in draw(parts)) for row in rows}
    cells = [draw(marks(column.key, row)) for row in rows for column in columns if draw(st.integers(0, 2))]
    given = draw(st.lists(ratings(rows, [column.key for column in columns]), max_size=5))
    case = Case(
        Schedule(visits=tuple(columns), activities=tuple(Activity(row, row) for row in rows), marks=tuple(cells)),
        procedures,
        tuple(given),
        draw(st.sampled_from([None, DANA])),
    )
    _tell(case)
    return case


def _tell(case: Case) -> None:
    """Count what kinds of cases are made, so that `--hypothesis-show-statistics` shows none is missing."""
    for mark in case.schedule.marks:
        event(f"a mark is {mark.kind}")
        event("a mark is merged", mark.spans > 1 and not mark.count_each)
        event("a mark is usual care", mark.usual_care)
    for visit in case.schedule.visits:
        event("a column stands for", "one visit" if visit.repeats is None else "several, or nobody knows")
    found = case.score()
    event("has unscored rows", bool(found.unscored))
    event("has partly scored rows", bool(found.partly_scored))
    event("has rated rows", any(line.estimate and line.estimate.raters for line in found.lines))
    event("has rows that share a needle", any(line.is_further for line in found.lines))
    event("has days at home", any(line.visit.startswith("home:") for line in found.lines))
    event("has columns that are one visit", any(len(each.columns) > 1 for each in found.found.frame.visits))
