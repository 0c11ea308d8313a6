"""What must always hold, for any schedule; test_mutants.py shows that each of these tests can fail."""

import json
import random
from dataclasses import fields, replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.domain.burden.amounts import Range, number, rounded, total
from protocols.domain.burden.document import document
from protocols.domain.burden.score import Score, score
from protocols.domain.burden.site import site_load
from protocols.domain.burden.uncertainty import Drawn, Draws
from protocols.domain.schedule import Activity, Repeats

from .factory import RULES, estimates, with_numbers
from .strategies import POOL, Case, cases, marks, visits

FEW_DRAWS = with_numbers(draws__number=50)
FEW = Draws(FEW_DRAWS)
HALF = settings(max_examples=settings.default.max_examples // 2)  # for promises whose check is slow


def amounts(found: Score) -> dict[str, Range]:
    """Every total and count that a version is judged by."""
    site = site_load(found)
    return {
        "load": found.load,
        "minutes": found.minutes,
        **{f"count of {each.name}": getattr(found.counts, each.name) for each in fields(found.counts)},
        **{f"site minutes of {role}": minutes for role, minutes in site.per_participant.items()},
        **{f"fixed site minutes of {role}": Range(minutes, minutes, minutes) for role, minutes in site.fixed.items()},
    }


def assert_not_lower(new: Score, old: Score) -> None:
    """Compare every amount, end by end; no upper end is higher than any."""
    after = amounts(new)
    for name, before in amounts(old).items():
        now = after[name]
        assert now.least >= before.least, name
        assert now.planned >= before.planned, name
        assert now.most is None or (before.most is not None and now.most >= before.most), name


# 1. Lines add up.


def check_lines_add_up(case: Case) -> None:
    found = case.score()
    for line in found.lines:
        assert line.points == line.occurrences.times(line.points_each or Decimal(0))
        assert line.points_each is None or line.points_each == line.points_each.quantize(Decimal("0.01"))
        assert line.minutes == total(line.split.values())
    assert found.load == total(line.points for line in found.lines)
    assert found.load == total(visit.load for visit in found.visits)
    assert found.minutes == total(visit.minutes for visit in found.visits)
    assert found.minutes == total(found.minutes_by_place.values())
    assert found.load.least <= found.load.planned
    assert found.load.most is None or found.load.planned <= found.load.most


@HALF
@given(cases())
def test_lines_add_up_to_the_total_exactly(case):
    check_lines_add_up(case)


def check_document_adds_up(case: Case) -> None:
    printed = json.loads(json.dumps(document(Drawn(case.score(), FEW))))
    points = sum(Decimal(str(line["points"])) for line in printed["lines"])
    minutes = sum(Decimal(str(line["minutes"])) for line in printed["lines"])
    assert number(points) == printed["load"]["planned"]
    assert number(minutes) == printed["minutes"]["planned"]
    for line in printed["lines"]:
        each = Decimal(str(line["points_each"] or 0))
        assert Decimal(str(line["points"])) == Decimal(str(line["occurrences"])) * each


@HALF
@given(cases())
def test_the_printed_document_adds_up_by_hand(case):
    check_document_adds_up(case)


def check_shares(case: Case) -> None:
    found = case.score()
    if found.load.planned:
        assert sum(found.basis.values()) == 1
    assert found.coverage is None or 0 <= found.coverage <= 1
    named = {each.activity for each in found.unscored}
    scored = {line.activity for line in found.lines if line.points_each is not None}
    marked = {mark.activity for mark in case.schedule.marks}
    assert marked <= named | scored


@HALF
@given(cases())
def test_shares_sum_to_one_and_what_is_left_out_is_named(case):
    check_shares(case)


# 2. Adding never lowers.


@st.composite
def additions(draw: st.DrawFn) -> tuple[Case, Case]:
    """A case, and the same with a mark, a visit, an activity, a repeat or a minute more."""
    case = draw(cases())
    schedule = case.schedule
    rows = [activity.key for activity in schedule.activities]
    what = draw(st.sampled_from(["mark", "visit", "activity", "repeat", "minute", "journey"]))
    if what == "mark":
        taken = {(mark.visit, mark.activity) for mark in schedule.marks}
        free = [(column.key, row) for column in schedule.visits for row in rows if (column.key, row) not in taken]
        more = [draw(marks(*draw(st.sampled_from(free))))] if free else []
        return case, case.changed(marks=(*schedule.marks, *more))
    if what == "visit":
        column = draw(visits("v9"))
        column = replace(column, same_visit_as=draw(st.sampled_from([None, schedule.visits[0].key])))
        more = [draw(marks("v9", row)) for row in rows if draw(st.booleans())]
        return case, case.changed(visits=(*schedule.visits, column), marks=(*schedule.marks, *more))
    if what == "activity":
        more = [draw(marks(column.key, "a9")) for column in schedule.visits if draw(st.booleans())]
        larger = case.changed(activities=(*schedule.activities, Activity("a9", "a9")), marks=(*schedule.marks, *more))
        return case, replace(larger, procedures=case.procedures | {"a9": (POOL[draw(st.sampled_from(sorted(POOL)))],)})
    if what == "repeat":
        first, *others = schedule.visits
        return case, case.changed(visits=(replace(first, repeats=once_more(first.repeats)), *others))
    if what == "journey" and case.persona:
        longer = case.persona.minutes_one_way + draw(st.integers(0, 300))
        return case, replace(case, persona=replace(case.persona, minutes_one_way=longer, nights_away=1))
    row = draw(st.sampled_from(rows))
    return case, replace(case, procedures=case.procedures | {row: tuple(map(a_minute_longer, case.procedures[row]))})


def once_more(repeats: Repeats | None) -> Repeats:
    if repeats is None:
        return Repeats(2, 2)
    return Repeats(repeats.min + 1, None if repeats.max is None else repeats.max + 1)


def a_minute_longer(procedure):
    times = {name: replace(value, value=value.value + 1) for name, value in procedure.participant_minutes.items()}
    staff = {role: replace(value, value=value.value + 1) for role, value in procedure.staff_minutes.items()}
    return replace(procedure, participant_minutes=times, staff_minutes=staff)


def check_adding(pair: tuple[Case, Case]) -> None:
    case, larger = pair
    is_the_library_the_same = larger.procedures.items() >= case.procedures.items()
    held = larger.estimates
    assert_not_lower(larger.score(held), case.score(held if is_the_library_the_same else None))


@given(additions())
def test_adding_anything_never_lowers_load_time_site_minutes_or_a_count(pair):
    check_adding(pair)


def check_added_burden(pair: tuple[Case, Case]) -> None:
    """Adding what is not usual care never lowers the added load."""
    case, larger = pair
    known = set(case.schedule.marks)
    larger = larger.changed(
        marks=tuple(mark if mark in known else replace(mark, usual_care=False) for mark in larger.schedule.marks)
    )
    held = larger.estimates
    new, old = larger.score(held), case.score(held)
    assert new.added_load.planned >= old.added_load.planned
    assert new.added_load.planned <= new.load.planned


@HALF
@given(additions().filter(lambda pair: pair[1].procedures.items() >= pair[0].procedures.items()))
def test_adding_never_lowers_the_added_load(pair):
    check_added_burden(pair)


# 3. Order and splitting do not matter.


def check_order(case: Case, seed: int) -> None:
    chance = random.Random(seed)
    schedule = case.schedule
    parts = {name: list(getattr(schedule, name)) for name in ("visits", "activities", "marks")}
    for part in parts.values():
        chance.shuffle(part)
    mixed = replace(case.changed(**{name: tuple(part) for name, part in parts.items()}), ratings=case.ratings[::-1])
    one, other = document(Drawn(case.score(), Draws(FEW_DRAWS))), document(Drawn(mixed.score(), Draws(FEW_DRAWS)))
    for printed in (one, other):
        del printed["schedule_sha256"]
    assert json.dumps(one) == json.dumps(other)


@HALF
@given(cases(), st.integers(0, 10**6))
def test_the_order_in_the_file_does_not_matter(case, seed):
    check_order(case, seed)


@st.composite
def splits(draw: st.DrawFn) -> tuple[Case, Case]:
    """A case, and the same with some marks of one column in a second column of the same visit."""
    case = draw(cases())
    schedule = case.schedule
    column = draw(st.sampled_from(schedule.visits))
    second = replace(column, key="v8", same_visit_as=draw(st.sampled_from([column.key] * 2 + [None])))
    if column.day is None or column.same_visit_as:
        second = replace(second, same_visit_as=column.key)
    moved = {mark for mark in schedule.marks if mark.visit == column.key and draw(st.booleans())}
    new = tuple(replace(mark, visit="v8") if mark in moved else mark for mark in schedule.marks)
    return case, case.changed(visits=(*schedule.visits, second), marks=new)


def check_splitting(pair: tuple[Case, Case]) -> None:
    case, split = pair
    held = case.estimates
    assert amounts(split.score(held)) == amounts(case.score(held))


@HALF
@given(splits())
def test_splitting_a_visit_over_two_columns_does_not_matter(pair):
    check_splitting(pair)


# 4. Ratings move estimates the right way.

PARTS = st.lists(st.sampled_from(sorted(POOL)), max_size=2, unique=True)


def check_ratings(parts: list[str], answers: list[int]) -> None:
    from .factory import grid, ratings, visit

    schedule = grid({"draw": {"v1": "X"}}, [visit("v1", 1)])
    row = {"draw": tuple(POOL[key] for key in parts)}

    def of(*given):
        return estimates(schedule, row, ratings("draw", *given)).activities["draw"]

    steps = [of(*answers, answer) for answer in range(5)]
    assert all(low.mean < high.mean and low.points <= high.points for low, high in zip(steps, steps[1:], strict=False))
    assert all(0 <= each.mean <= 4 for each in steps)
    assert of(*answers, 2, 2).variance < of(*answers, 2).variance
    if answers:
        assert of(*answers, 2).variance < of(*answers).variance


@given(PARTS, st.lists(st.integers(0, 4), max_size=6))
def test_a_higher_rating_never_lowers_an_estimate_and_more_ratings_narrow_it(parts, answers):
    check_ratings(parts, answers)


# 5. Same inputs, same bytes.


def check_same_bytes(case: Case) -> None:
    one = document(Drawn(case.score(), Draws(FEW_DRAWS)))
    other = document(Drawn(score(case.schedule, case.estimates, case.persona, RULES), Draws(FEW_DRAWS)))
    assert json.dumps(one) == json.dumps(other)


@HALF
@given(cases())
def test_the_same_inputs_give_the_same_bytes(case):
    check_same_bytes(case)


# 6. Every number comes from the ruleset.


def check_weights_count(case: Case, weights: dict[str, float]) -> None:
    """Under other weights, each library value is the weighted sum that anyone can work out."""
    ruleset = RULES.with_weights(weights)
    found = estimates(case.schedule, case.procedures, ruleset=ruleset)
    for estimate in found.activities.values():
        if estimate.row.dimensions:
            known = sum(weights[name] * value.value for name, value in estimate.row.dimensions.items())
            assert estimate.points == rounded(known / sum(weights.values()), Decimal("0.01"))


@HALF
@given(cases(), st.fixed_dictionaries(dict.fromkeys(("physical", "worry", "effort"), st.integers(1, 5))))
def test_weights_come_from_the_ruleset(case, weights):
    check_weights_count(case, weights)
