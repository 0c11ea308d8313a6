"""What a number of occurrences asks for is remembered by the estimate; that must never show in a score."""

from decimal import Decimal

from hypothesis import given

from protocols.domain.burden.amounts import NOTHING, ONE, ZERO, Range, exactly
from protocols.domain.schedule import Mark, MarkKind, Repeats

from .factory import estimates, grid, procedure, scored, visit
from .strategies import POOL, Case, cases


def row_of(key):
    """The estimate of a row with one procedure of the pool."""
    return estimates(grid({key: {"v1": "X"}}, [visit("v1", 1)]), {key: POOL[key]}).activities[key]


def told(score):
    """Every amount of every line, with its digits."""
    return [repr(line._replace(estimate=None, timed=None)) for line in score.lines]


def test_three_times_ask_three_times_as_much():
    asked = row_of("plain").asked(exactly(Decimal(3)))
    assert (asked.points.planned, asked.minutes.planned) == (Decimal("3.9"), 39)
    assert {kind: amount.most for kind, amount in asked.split.items()} == {"active": 30, "waiting": 9}


def test_a_certain_number_is_worked_out_once():
    row = row_of("plain")
    assert row.asked(ONE) is row.asked(exactly(Decimal(1)))
    assert row.asked(ONE) is not row.asked(exactly(Decimal(2)))


def test_what_is_not_certain_keeps_its_digits():
    row = row_of("plain")
    found = [str(row.asked(Range(NOTHING, Decimal(text), Decimal(1))).points.planned) for text in ("1", "1.00", "1")]
    assert found == ["1.30", "1.3000", "1.30"]


def test_a_row_is_asked_less_where_another_is_charged_for_the_needle():
    row = row_of("needle b")
    once, nobody = (ONE, Decimal(1)), (ZERO, NOTHING)
    full = row.asked_sharing(ONE, Decimal(1), (once, once, nobody))
    less = row.asked_sharing(ONE, Decimal(1), (nobody, nobody, nobody))
    again = row.asked_sharing(ONE, Decimal(1), (once, once, nobody))
    assert (full.minutes.planned, less.minutes.planned) == (10, Decimal("0.5"))
    assert again == full


def test_rows_that_are_done_unequally_often_share_a_needle():
    perhaps = Mark("v1", "needle a", kind=MarkKind.OPTIONAL, probability=0.5)
    rows = {"needle a": {"v1": perhaps, "v2": "X"}, "needle b": {"v1": "X", "v2": "X"}}
    columns = [visit("v1", 1), visit("v2", 8, repeats=Repeats(2, 2))]
    found = scored(grid(rows, columns), {row: POOL[row] for row in rows})
    minutes = {(line.visit, line.activity): line.minutes.planned for line in found.lines}
    # The needle is 4.5 active minutes of row a and 1.5 of row b; without it each is half a minute.
    assert (minutes["v1", "needle a"], minutes["v1", "needle b"]) == (Decimal("2.5"), Decimal("9.25"))
    assert (minutes["v2", "needle a"], minutes["v2", "needle b"]) == (2 * 5, 2 * (Decimal("0.5") + 8))


def test_once_to_three_times_is_not_taken_for_three_times():
    columns = {"v1": visit("v1", 1, repeats=Repeats(1, 3)), "v2": visit("v2", 8, repeats=Repeats(3, 3))}
    rows = ("needle a", "needle c")

    def found(*at):
        schedule = grid({row: dict.fromkeys(at, "X") for row in rows}, [columns[key] for key in at])
        return told(scored(schedule, {row: POOL[row] for row in rows}))

    assert found("v1", "v2") == [*found("v1"), *found("v2")]


def test_a_needle_that_nobody_finds_heavier_is_charged_to_one_row():
    light = {row: procedure(row, 0.0, minutes={"active": 0.5}, shares="needle") for row in ("a", "b")}
    found = scored(grid({"a": {"v1": "X"}, "b": {"v1": "X"}}, [visit("v1", 1)]), light)
    assert sorted(line.is_further for line in found.lines) == [False, True]


@given(cases(), cases())
def test_what_was_scored_before_changes_nothing(case: Case, other: Case):
    shared, columns = case.estimates, {each.key for each in other.schedule.visits}
    fitting = tuple(mark for mark in case.schedule.marks if mark.visit in columns)
    case.changed(visits=other.schedule.visits, marks=fitting).score(shared)
    assert told(case.score(shared)) == told(case.score())
