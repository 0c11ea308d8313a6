"""The cases of the score: a schedule scored with its draws beside bare draws, all changes ranked beside one score."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import cycle

import numpy as np

from protocols.domain.burden.estimates import estimate_activities
from protocols.domain.burden.library import Shelf
from protocols.domain.burden.proposals import single_changes
from protocols.domain.burden.ratings import Rating
from protocols.domain.burden.ruleset import load as load_ruleset
from protocols.domain.burden.savings import Ledger
from protocols.domain.burden.score import Score, score
from protocols.domain.burden.uncertainty import Drawn, Draws
from protocols.domain.catalogue import Procedure
from protocols.domain.catalogue import load as load_catalogue
from protocols.domain.schedule import Schedule
from workbench.bench import studies
from workbench.bench.cases import RUNS, Result
from workbench.bench.timing import compare

SHAPES = {1: (40, 80), 4: (80, 160), 16: (160, 320)}  # visits and activities: 4 and 16 times the cells
RATINGS = 2000
PERCENTS = (5, 95)


@dataclass(frozen=True)
class Study:
    """A schedule whose rows are matched, with ratings."""

    schedule: Schedule
    procedures: dict[str, tuple[Procedure, ...]]
    ratings: list[Rating]

    def score(self) -> tuple[Score, tuple[object, ...]]:
        """Score it from its ratings on, and answer what pages ask of the score and of its draws."""
        ruleset = load_ruleset()
        shelf = Shelf(ruleset, load_catalogue().shared)
        estimates = estimate_activities(self.schedule, self.procedures, ratings=self.ratings, shelf=shelf)
        drawn = Drawn(score(self.schedule, estimates, None, ruleset), Draws(ruleset))
        answers = (drawn.score.load, drawn.load_interval, drawn.minutes_interval, drawn.rank_intervals)
        return drawn.score, answers

    @cached_property
    def scored(self) -> Score:
        """Its score, made once."""
        return self.score()[0]


def study(visits: int, activities: int, ratings: int) -> Study:
    """Return a study of this size, rated by ten people."""
    schedule, known = (
        studies.schedule(visits=visits, activities=activities),
        cycle(load_catalogue().procedures.values()),
    )
    places = [(f"p{person}", mark) for mark in schedule.marks for person in range(studies.PEOPLE)][:ratings]
    given = [
        Rating(person, "advocate", mark.visit, activity=mark.activity, overall=place % 5)
        for place, (person, mark) in enumerate(places)
    ]
    return Study(schedule, {each.key: (next(known),) for each in schedule.activities}, given)


def bare_draws(activities: int, minutes: int, visits: int) -> None:
    """Draw as often and for as many things, with numbers that are known already, and ask the same three questions."""
    random, number = np.random.default_rng(studies.SEED), int(load_ruleset().number("draws.number"))
    weights = random.dirichlet([8.0, 8.0, 8.0], number)
    points = weights @ np.ones((3, activities)) + random.standard_normal((number, activities))
    np.percentile(points @ np.ones(activities), PERCENTS)
    np.percentile(np.exp(random.standard_normal((number, minutes))) @ np.ones(minutes), PERCENTS)
    loads = points @ random.random((activities, visits))
    np.percentile([1 + np.count_nonzero(loads > loads[:, [own]], axis=1) for own in range(visits)], PERCENTS, axis=1)


def scoring() -> Iterator[Result]:
    """Score a schedule from its ratings on, with 2,000 draws, beside bare numpy draws of the same size."""
    for size, (visits, activities) in SHAPES.items():
        own = study(visits, activities, RATINGS * size)
        lines = len(own.scored.lines)
        minutes = sum(len(each.minutes) for each in own.scored.estimates.activities.values())
        pair = compare(own.score, partial(bare_draws, activities, minutes, visits), runs=RUNS)
        ours, bare = pair.milliseconds
        each = f"{ours * 1000 / lines:.0f} µs for each of {lines:,} lines"
        note = f"{visits} x {activities}, {RATINGS * size:,} ratings, {each}"
        yield Result("Score with its draws", f"{size}x", ours, bare, pair.ratio, note)


def ranking() -> Iterator[Result]:
    """Rank every single change to a schedule of 40 x 80, beside one score of it."""
    own = study(*SHAPES[1], ratings=RATINGS)
    pair = compare(partial(rank, own.scored), own.score, runs=RUNS)
    yield Result("Rank every change, 40 x 80", "1x", *pair.milliseconds, pair.ratio, f"{rank(own.scored):,} changes")


def rank(scored: Score) -> int:
    """Work out what every single change saves, and return how many there are."""
    ledger = Ledger(scored)
    return len(sorted(ledger.saving(option) for option, _costs in single_changes(scored)))
