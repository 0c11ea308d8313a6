"""Windows, days, repeats and contacts are read from every way of writing them, and doubt is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.domain.importers.grid import timing
from protocols.domain.importers.grid.repeats import cycle_days, repeats_of
from protocols.domain.schedule import Contact, Repeats, Window


@pytest.mark.parametrize(
    ("text", "before", "after", "unit"),
    [
        ("±3", 3, 3, "day"),
        ("± 3 days", 3, 3, "day"),
        ("+/- 2", 2, 2, "day"),
        ("+/−2 weeks", 2, 2, "week"),
        ("-7 to 0", 7, 0, "day"),
        ("0 to +5", 0, 5, "day"),
        ("–1/+4", 1, 4, "day"),
        ("-3, +5 days", 3, 5, "day"),
        ("+3/-1", 1, 3, "day"),
        ("+7", 0, 7, "day"),
        ("-2", 2, 0, "day"),
        ("± 4 hrs", 4, 4, "hour"),
        ("±15 min", 0.25, 0.25, "hour"),
        ("±1 month", 30, 30, "day"),
        ("≤28 before V2", 28, 0, "day"),
        ("within 7 days before dosing", 7, 0, "day"),
        ("up to 3 days after", 0, 3, "day"),
        ("1 day before or 2 days after", 1, 2, "day"),
        ("within 2 days of the visit", 2, 2, "day"),
        ("28 (±5) days after the last dose", 5, 5, "day"),
        ("±0", 0, 0, "day"),
    ],
)
def test_a_window_in_a_row_of_windows(text: str, before: float, after: float, unit: str) -> None:
    read = timing.window_cell(text, "day")
    assert read.window == Window(before, after, unit)  # type: ignore[arg-type]
    assert not read.doubtful


@pytest.mark.parametrize("text", ["", "-", "N/A", "—"])
def test_no_window_is_no_doubt(text: str) -> None:
    assert timing.window_cell(text, "day") == timing.Timespan(None)


@pytest.mark.parametrize("text", ["-28 to -1", "see text", "3 to 5", "7 days after last dose"])
def test_what_can_be_read_in_two_ways_is_no_window_but_a_doubt(text: str) -> None:
    assert timing.window_cell(text, "day") == timing.Timespan(None, doubtful=True)


def test_a_bare_number_reaches_both_ways_and_is_told() -> None:
    assert timing.window_cell("3", "day") == timing.Timespan(Window(3, 3, "day"), doubtful=True)


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("D8 (± 1)", Window(1, 1, "day")),
        ("Week 4 (±1 week)", Window(1, 1, "week")),
        ("24 hrs (± 4 hrs)", Window(4, 4, "hour")),
        ("Pre-dose (- 4 hrs)", Window(4, 0, "hour")),
        ("15 min (+ 1 hr)", Window(0, 1, "hour")),
        ("Maintenance (every 8 weeks ± 10 days)", Window(10, 10, "day")),
        ("Day 28 (-2/+3 days)", Window(2, 3, "day")),
        ("Visit 1 (Day -14)", None),
        ("Screening (-28 to -1)", None),
        ("Day 3-28", None),
    ],
)
def test_a_window_inside_a_heading(text: str, window: Window | None) -> None:
    assert timing.stated_window(text, None) == window


@given(st.integers(1, 60), st.integers(1, 60), st.sampled_from(["-{}/+{}", "-{} to +{}", "−{}, +{}", "( -{} / +{} )"]))
def test_both_sides_of_a_window_keep_their_side(before: int, after: int, written: str) -> None:
    assert timing.window_cell(written.format(before, after), "week").window == Window(before, after, "week")


@pytest.mark.parametrize(
    ("text", "unit", "day"),
    [
        ("15", "day", 15),
        ("-14", "day", -14),
        ("-.3", "week", -2.1),
        ("4", "week", 28),
        ("3", "month", 90),
        ("Day 8", None, 8),
        ("Week 12 (±3)", None, 84),
        ("-2 to 0", "day", None),
        ("-28 to -1", "day", None),
        ("2 Wks post end", "week", None),
        ("4", None, None),
    ],
)
def test_the_day_of_a_row_of_days(text: str, unit: str | None, day: float | None) -> None:
    assert timing.day_of(text, unit) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Visit 3 (Week 4)", 28),
        ("Visit 1 (Day -14)", -14),
        ("D8 (± 1)", 8),
        ("Baseline", None),
        ("Days 3-28", None),
        ("Week 4 after last dose", None),
        ("Cycle 2 Day 1", None),
        ("Every 12 weeks", None),
        ("Screening (Day -28 to Day -1)", None),
        ("Wk 12/ET", 84),
    ],
)
def test_the_day_inside_a_label(text: str, day: float | None) -> None:
    assert timing.day_in_label(text) == day


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        ("Cycles 3–6/8", Repeats(4, 6)),
        ("Cycles 2-6", Repeats(5, 5)),
        ("C3 to C6", Repeats(4, 4)),
        ("Cycle 5 onwards", Repeats(1, None)),
        ("Every 12 weeks (±7)", Repeats(1, None)),
        ("901 - 90x", Repeats(1, None)),
        ("Q3W", Repeats(1, None)),
        ("Cycle ≥ 3", Repeats(1, None)),
        ("Day 1 of each cycle", Repeats(1, None)),
        ("Weeks 12, 16 and 20", Repeats(3, 3)),
        ("Screening (Weeks -4 to -1)", None),
        ("Week 4", None),
        ("D–28 to D–1", None),
        ("V3", None),
    ],
)
def test_a_column_that_stands_for_many_visits(text: str, repeats: Repeats | None) -> None:
    assert repeats_of(text) == repeats


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("Telephone call", Contact.PHONE),
        ("Video visit", Contact.VIDEO),
        ("Home visit", Contact.HOME),
        ("Clinic visit", Contact.SITE),
        ("Site or phone", Contact.UNKNOWN),
        ("Week 4", Contact.UNKNOWN),
    ],
)
def test_how_a_visit_takes_place(text: str, contact: Contact) -> None:
    assert timing.contact_of(text) is contact


def test_a_legend_in_a_heading_explains_letters_before_numbers() -> None:
    assert timing.contact_codes("Visit (V), Phone (P)") == {"V": Contact.SITE, "P": Contact.PHONE}


@pytest.mark.parametrize(("text", "days"), [("21-day cycles", 21), ("Cycle (28 days)", 28), ("Cycle 2", None)])
def test_the_length_of_a_cycle(text: str, days: int | None) -> None:
    assert cycle_days(text) == days
