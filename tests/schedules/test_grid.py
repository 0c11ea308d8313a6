"""A schedule laid out for reading: words for windows and repeats, signs for long marks, blocks of visits."""

import pytest

from protocols.domain.schedule import Activity, Arm, Contact, Footnote, Mark, MarkKind, Repeats, Schedule, Visit, Window
from protocols.schedules.grid import Block, Unsure, day_words, lay_out, repeats_words, window_words

NO_BREAK, MINUS = "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"


def schedule(*marks: Mark, visits: int = 3) -> Schedule:
    columns = tuple(Visit(f"v{n}", f"Week {n}", "A" if n < 3 else None) for n in range(1, visits + 1))
    rows = (Activity("a1", "ECG", "Heart"), Activity("a2", "Diary", None, ("b",)))
    return Schedule(visits=columns, activities=rows, marks=marks, footnotes=(Footnote("b", "At home"),))


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (Window(3, 3, "day"), f"±3{NO_BREAK}days"),
        (Window(7, 0, "day"), f"{MINUS}7 to 0 days"),
        (Window(0, 5, "week"), "0 to +5 weeks"),
        (Window(1.5, 2, "hour"), f"{MINUS}1.5 to +2 hours"),
    ],
)
def test_windows_in_words(window: Window, words: str) -> None:
    assert window_words(window) == words


@pytest.mark.parametrize(
    ("repeats", "words"),
    [
        (Repeats(1, None), "at least 1 visit"),
        (Repeats(4, None), "at least 4 visits"),
        (Repeats(4, 4), "4 visits"),
        (Repeats(4, 6), "4 to 6 visits"),
    ],
)
def test_repeats_in_words(repeats: Repeats, words: str) -> None:
    assert repeats_words(repeats) == words


def test_days_in_words() -> None:
    assert (day_words(15), day_words(-7), day_words(0.5)) == ("Day 15", f"Day {MINUS}7", "Day 0.5")


def test_epochs_are_bands_and_groups_are_blocks_of_rows() -> None:
    grid = lay_out(schedule(Mark("v1", "a1")))
    assert grid.bands == (("A", 2), ("", 1))
    assert [(group, [row.label for row in rows]) for group, rows in grid.groups] == [
        ("Heart", ["ECG"]),
        ("", ["Diary"]),
    ]
    assert grid.footnotes == (Footnote("b", "At home"),)


def test_each_cell_says_in_words_what_its_sign_says() -> None:
    mark = Mark("v2", "a1", "X", MarkKind.OPTIONAL, ("b",), spans=2, probability=0.25)
    (cell,) = [cell for _, rows in lay_out(schedule(mark)).groups for row in rows for cell in row.cells if cell]
    assert (cell.sign, cell.notes) == ("X", ("b",))
    assert cell.words == "may be done, one mark over 2 visits, counted once, for 25% of people"


def test_long_marks_get_a_sign_and_stand_in_words_below() -> None:
    marks = (
        Mark("v1", "a1", "As clinically indicated", MarkKind.CONDITIONAL),
        Mark("v2", "a1", "Only at relapse", MarkKind.CONDITIONAL),
        Mark("v3", "a1", "See table 4", MarkKind.REFERRED),
        Mark("v1", "a2", "P, 4h"),
    )
    grid = lay_out(schedule(*marks))
    assert grid.signs == (("C1", "As clinically indicated"), ("C2", "Only at relapse"), ("S1", "See table 4"))
    assert [cell.sign for cell in grid.columns[0].cells] == ["C1", "P, 4h"]


def test_what_is_unsure_is_marked_and_nothing_else() -> None:
    unsure = Unsure({("v1", "a1"): True, ("v2", "a1"): False}, {"v3"}, {"a2"})
    grid = lay_out(schedule(Mark("v1", "a1"), Mark("v2", "a1")), unsure)
    rows = [row for _, group in grid.groups for row in group]
    assert [cell.needs_look for cell in rows[0].cells if cell] == [True, False]
    assert [column.needs_look for column in grid.columns] == [False, False, True]
    assert [row.needs_look for row in rows] == [False, True]


def test_a_head_tells_place_day_window_repeats_and_arm() -> None:
    visit = Visit(
        "v1", "", None, "a", (), 8, Window(2, 2, "day"), Contact.PHONE, Repeats(1, None), same_visit_as="v0"
    )  # fmt: skip
    (column,) = lay_out(Schedule(arms=(Arm("a", "Arm A"),), visits=(visit,))).columns
    assert (column.label, column.arm) == ("No name", "Arm A")
    assert column.facts == ("Phone", "Day 8", f"±2{NO_BREAK}days", "at least 1 visit", "shared with another arm")


def test_a_wide_schedule_comes_in_blocks_that_cover_every_visit_once() -> None:
    rows = tuple(Activity(f"a{n}", f"Test {n}") for n in range(1000))
    visits = tuple(Visit(f"v{n}", f"Day {n}") for n in range(400))
    wide = Schedule(visits=visits, activities=rows)
    grid = lay_out(wide, first=13)
    assert grid.block == Block(13, 24) and [column.label for column in grid.columns][0] == "Day 12"
    shown = [column.key for block in grid.blocks for column in lay_out(wide, first=block.first).columns]
    assert shown == [visit.key for visit in visits]


def test_a_number_between_blocks_shows_the_first_block() -> None:
    assert lay_out(schedule(), first=2).block == Block(1, 3)


def test_nothing_at_all_is_laid_out_as_nothing() -> None:
    grid = lay_out(Schedule())
    assert (grid.columns, grid.groups, grid.bands) == ((), (), ())
