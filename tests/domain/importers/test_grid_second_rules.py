"""Rules about windows, labels, arrows, notes and tables that go on, each with a case in which it must do nothing."""

import pytest

from protocols.domain.importers import csv_grid
from protocols.domain.importers.grid.arms import groups_with_the_same_visits, part_in_caption
from protocols.domain.importers.grid.cells import Cell, Grid, Span, table_address
from protocols.domain.importers.grid.continuing import joined_to
from protocols.domain.importers.grid.headings import HeadingRow, Role
from protocols.domain.importers.grid.layout import Layout, lay_out
from protocols.domain.importers.grid.markers import keys_in
from protocols.domain.importers.grid.marks import denies
from protocols.domain.importers.grid.naming import is_code, is_date, is_visit_like
from protocols.domain.importers.grid.notes import legend_of, notes_of
from protocols.domain.importers.grid.objectives import objectives_of
from protocols.domain.importers.grid.repeats import repeats_of
from protocols.domain.importers.grid.sheet_merges import hide_covered, merged_area
from protocols.domain.importers.grid.timing import day_of, limit_named, range_around, stated_window, window_cell
from protocols.domain.importers.grid.windows import window_over
from protocols.domain.importers.imported import Imported
from protocols.domain.importers.plain_text import without_unseen
from protocols.domain.schedule import Contact, Repeats, Window


def read(text: str) -> Imported:
    return csv_grid.read(text.encode())


def labels(text: str) -> list[str]:
    return [activity.label for activity in read(text).schedule.activities]


def grid(text: str, name: str = "page 1", **more) -> Grid:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    cells = {r: {c: Cell(cell) for c, cell in enumerate(row) if cell} for r, row in enumerate(rows)}
    return Grid(name, cells, address=table_address, ruled=frozenset(range(len(rows[0]))), **more)


def layout(text: str) -> Layout:
    found = lay_out(grid(text))
    assert found is not None
    return found


# ------------------------------------------------------------------ windows
def heading(name: str, role: Role, *texts: str, unit: str | None = "day") -> HeadingRow:
    count = len(texts)
    return HeadingRow(0, name, role, unit, texts, (True,) * count, ((),) * count)


@pytest.mark.parametrize(
    ("names", "window"),
    [
        (("Window (- days)", "Window (+ days)"), Window(3, 5, "day")),
        (("Window before (days)", "Window after (days)"), Window(3, 5, "day")),
        (("Lower window", "Upper window"), Window(3, 5, "day")),
        (("Window (± days)", "Window (+ days)"), Window(3, 3, "day")),  # the first row tells both sides by itself
    ],
)
def test_two_rows_tell_one_side_of_the_window_each(names: tuple[str, str], window: Window) -> None:
    rows = [heading(name, Role.WINDOW, size) for name, size in zip(names, ("3", "5"), strict=True)]
    assert window_over(rows, 0, []) == window


def test_sides_without_figures_are_no_window() -> None:
    rows = [heading("Window (- days)", Role.WINDOW, ""), heading("Window (+ days)", Role.WINDOW, "")]
    assert window_over(rows, 0, []) is None


@pytest.mark.parametrize(
    ("first", "last", "window"),
    [("13", "17", Window(2, 2, "day")), ("-3", "5", Window(3, 5, "day")), ("20", "30", None), ("", "17", None)],
)
def test_limits_are_a_window_around_the_planned_day(first: str, last: str, window: Window | None) -> None:
    rows = [
        heading("Earliest day", Role.WINDOW, first),
        heading("Planned day", Role.TIME, "15"),
        heading("Latest day", Role.WINDOW, last),
    ]
    assert window_over(rows, 0, []) == window


def test_limits_may_stand_beside_a_visit_that_names_its_day() -> None:
    visit = heading("Visit", Role.VISIT, "Day 1", unit=None)
    limits = [heading(f"{name} day", Role.WINDOW, day) for name, day in (("Earliest", "0"), ("Latest", "3"))]
    assert window_over([visit, *limits], 0, []) == Window(1, 2, "day")


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("Earliest day", "first"),
        ("Window closes (day)", "last"),
        ("Minimum and maximum day", None),
        ("Minimum dose", None),
        ("Day", None),
    ],
)
def test_which_limit_a_row_tells(name: str, limit: str | None) -> None:
    assert limit_named(name) == limit


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("Day 15 (13-17)", (15, 13, 17)),
        ("15 (Day 13 to Day 17)", (15, 13, 17)),
        ("-7 (-10 to -5)", (-7, -10, -5)),
        ("Day 15 (20-25)", None),  # does not hold it
        ("Week 4 (Days 26-32)", None),  # other units
        ("Day 15 (range: 13-17)", (15, 13, 17)),
        ("Visit 3 (2-4 weeks)", None),  # the number of a visit
        ("Cycle 3 (2-4)", None),
    ],
)
def test_a_range_in_brackets_holds_the_time_before_it(text: str, around: tuple[float, float, float] | None) -> None:
    assert range_around(text) == around
    if around:
        assert day_of(text, "day") == around[0]


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("Day 15 (+ up to 3 days)", Window(0, 3, "day")),
        ("Day 8 (minus 3 days)", Window(3, 0, "day")),
        ("Day 8 (+ 2 or - 1 days)", Window(1, 2, "day")),
        ("Follow-up (30 +7 days after the last dose)", Window(0, 7, "day")),
        ("Week 4 plus", None),
        ("Day 4 + 3", None),
    ],
)
def test_windows_in_words(text: str, window: Window | None) -> None:
    assert stated_window(text, None) == window


def test_two_signs_without_a_blank_are_a_window() -> None:
    assert window_cell("-2d+3d", None).window == Window(2, 3, "day")
    assert window_cell("minus 3 plus 5", None).window == Window(3, 5, "day")


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        ("Phone call 2 days after each injection", Repeats(1, None)),
        ("Days 1-7 (daily)", Repeats(7, 7)),
        ("Years 3, 4 and 5", Repeats(3, 3)),
        ("Day 7 after injection", None),
    ],
)
def test_columns_of_many_visits(text: str, repeats: Repeats | None) -> None:
    assert repeats_of(text) == repeats


# ------------------------------------------------------------------ labels and headings
HEAD = "Procedure,Screening,Week 1,Week 2\n"
BODY = "Consent,X,,\nECG,X,X,X\nVitals,X,,X\n"


def test_a_label_goes_on_while_its_bracket_is_open() -> None:
    assert labels(HEAD + "Exam (with,X,X,X\nheight),,,\n" + BODY)[0] == "Exam (with height)"
    assert labels(HEAD + "Exam (with,,,\nheight),X,X,X\n" + BODY)[0] == "Exam (with height)"


def test_a_label_goes_on_in_small_letters() -> None:
    text = HEAD + "Adverse events and concomitant,X,X,X\nmedications,,,\n" + BODY
    imported = read(text)
    assert [activity.label for activity in imported.schedule.activities][0].endswith("concomitant medications")
    assert any("goes on in the row beside it" in problem.message for problem in imported.problems)


@pytest.mark.parametrize(
    "rows",
    [
        "Study drug,,,\nchemotherapy,X,X,X\n",  # the name of a group
        "Vital signs,X,X,X\npulse,,,\ntemperature,,,\n",  # a list of parts
        "Labs,X,X,X\nSafety,,,\n",  # the next group
        "Labs,X,X,X\npulse,X,,\n",  # two activities
    ],
)
def test_a_row_of_its_own_is_not_joined(rows: str) -> None:
    first = labels(HEAD + rows + BODY)[0]
    assert first in {"chemotherapy", "Vital signs", "Labs"}


def test_a_letter_that_tells_two_visits_apart_is_no_marker() -> None:
    text = "Visit,1,2,3,3a\nConsent,X,,,\nECG,X,X,X,X\nVitals,X,X,X,X\na. Only by phone.\n"
    assert [visit.header for visit in read(text).schedule.visits][-1] == ("3a",)
    assert [visit.header for visit in read(text.replace("3,3a", "3,4a")).schedule.visits][-1] == ("4",)


def merged(text: str, *starts: int) -> Layout | None:
    return lay_out(grid(text, spans={(0, start): Span(1, 2) for start in starts}))


def test_a_row_that_names_the_parts_of_merged_headings_is_a_heading() -> None:
    text = "Week | Week 1 | | Week 2 |\nSession | HD1 | HD2 | HD1 | HD2\nWeight | X | X | X | X\nLabs | X | | X | X"
    found = merged(text, 1, 3)
    assert found is not None and found.header == (0, 1)


def test_an_activity_under_merged_headings_stays_one() -> None:
    text = "Week | Week 1 | | Week 2 |\nDose | 5 mg | 5 mg | 5 mg | 5 mg\nWeight | X | X | X | X\nLabs | X | | X | X"
    found = merged(text, 1, 3)
    assert found is not None and found.header == (0,)


@pytest.mark.parametrize(("text", "code"), [("ACT-001", True), ("B 12.3", True), ("Labs 1", False), ("12", False)])
def test_identifiers(text: str, *, code: bool) -> None:
    assert is_code(text) is code


def test_dates_and_east_asian_times() -> None:
    assert is_date("2024-03-04") and not is_date("Week 4")
    assert is_visit_like("第4周") and is_visit_like("12週") and not is_visit_like("血液検査")


# ------------------------------------------------------------------ arms and tables
def test_groups_of_people_with_the_same_visits_are_told_and_periods_are_not() -> None:
    lower = heading("", Role.OTHER, "Week 4", "Week 8", "Week 4", "Week 8")
    people = heading("", Role.EPOCH, "2 to 5 years", "2 to 5 years", "6 to 17 years", "6 to 17 years")
    periods = heading("", Role.EPOCH, "Induction", "Induction", "Period 2", "Period 2")
    assert groups_with_the_same_visits((people, lower)) == ("2 to 5 years", "6 to 17 years")
    assert groups_with_the_same_visits((periods, lower)) == ()


@pytest.mark.parametrize(
    ("caption", "part"),
    [("Schedule, Part B (MAD)", "Part B (MAD)"), ("Schedule (part 1 of 2)", None), ("Schedule", None)],
)
def test_parts_of_a_study(caption: str, part: str | None) -> None:
    assert part_in_caption(caption) == part


TABLE = "Procedure | Screening | Week 1 | Week 2\nConsent | X | | \nECG | X | X | X\nVitals | X | | X"


def test_a_table_without_headings_goes_on_below() -> None:
    whole = joined_to(layout(TABLE), grid("Labs | X | X | X\nDiary | | X | X\nPhoto | X | | X", "page 2"))
    assert whole is not None and len(whole.body) == 6
    assert whole.grid.where(5, 0) == "page 1, continued on page 2, row 2, column 1"


def test_a_table_without_names_is_a_facing_page() -> None:
    whole = joined_to(layout(TABLE), grid("Week 3 | Week 4\n | X\nX | X\nX | X", "page 2"))
    assert whole is not None and len(whole.visits) == 5


@pytest.mark.parametrize(
    "other",
    [
        "Task | Sponsor | Site | Both\nSupply | X | X | X\nLabels | X | | X\nReports | | X | X",  # headings of its own
        "Labs | X | X | X | X\nDiary | X | X | X | X\nPhoto | X | X | X | X",  # more columns
        "Week 3 | Week 4\nX | X\nX | X",  # fewer rows
        "Words | and | no | marks",
    ],
)
def test_another_table_does_not_go_on(other: str) -> None:
    assert joined_to(layout(TABLE), grid(other, "page 2")) is None


def test_a_table_of_other_things_does_not_go_on() -> None:
    rows = grid("Labs | X | X | X\nDiary | | X | X\nPhoto | X | | X", "page 2", caption="Table 2. Dose modifications")
    assert joined_to(layout(TABLE), rows) is None


def test_merged_cells_that_overlap_are_named() -> None:
    rows = {0: {0: Cell("a"), 1: Cell("b")}}
    spans = {(0, 0): Span(1, 2), (0, 1): Span(2, 2)}
    assert hide_covered(rows, spans) == [(0, 1)]
    assert rows == {0: {0: Cell("a")}}
    assert hide_covered({0: {0: Cell("a")}}, {(0, 0): Span(1, 2)}) == []
    assert [merged_area(area) for area in ("A0:B2", "C3:A1", "A1")] == [None, None, None]


# ------------------------------------------------------------------ marks and notes
def arrows(row: str) -> list[tuple[str, str, int]]:
    schedule = read(f"Procedure,Screening,Week 1,Week 2,Week 3\nDiary,{row}\nECG,X,X,X,X\nLabs,X,,X,X\n").schedule
    return [(mark.text, mark.kind.value, mark.spans) for mark in schedule.marks if mark.activity == "a1"]


def test_an_arrow_of_several_cells_is_one_mark_over_all() -> None:
    assert arrows(",←,—,→") == [("← →", "continuous", 3)] * 3
    assert arrows("←,,,→") == [("← →", "continuous", 4)] * 4


def test_signs_that_make_no_arrow_stay_marks_of_their_own() -> None:
    assert [spans for _, _, spans in arrows("←,X,X,→")] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("b-d", ("b", "c", "d")),
        ("a,c–e", ("a", "c", "d", "e")),
        ("2-4", ("2", "3", "4")),
        ("iii", ("iii",)),
        ("d-b", ("d", "b")),
        ("a,b", ("a", "b")),
    ],
)
def test_ranges_of_markers(text: str, keys: tuple[str, ...]) -> None:
    assert keys_in(text) == keys


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("● is used to indicate a procedure that is documented.", "●"),
        ("O indicates a procedure that is not documented.", "o"),
        ("Xs indicate nothing", None),
    ],
)
def test_a_legend_may_be_a_sentence(line: str, sign: str | None) -> None:
    assert next(iter(legend_of(notes_of([Cell(line)]))), None) == sign


def test_notes_in_one_line_with_colons() -> None:
    notes = notes_of([Cell("a: Before; b: Fasting; c: Thrice.")])
    assert [note.key for note in notes] == ["a", "b", "c"]
    assert [note.key for note in notes_of([Cell("a: At 8; z: Never")])] == ["a"]


def test_a_legend_that_denies_makes_no_mark() -> None:
    assert denies("not done") and denies("N = no") and not denies("nurse")
    text = HEAD + "Blood,N,N,N\n" + BODY
    assert "Blood" in labels(text + "N = nurse\n")
    assert "Blood" not in labels(text + "N = not done\n")


def test_what_nobody_sees_is_taken_out() -> None:
    assert without_unseen("\ufeffX\u200b") == "X" and without_unseen("é X") == "é X"


# ------------------------------------------------------------------ objectives
OBJECTIVES = """Objectives | Endpoints
Primary |
To see whether it heals | Area at Week 12
Secondary |
To describe pain | Pain at Week 4
 | Pain at Week 12
Exploratory: To look further | Markers"""


def test_a_table_of_objectives_gives_levels_and_endpoints() -> None:
    found = objectives_of([grid(OBJECTIVES), grid(OBJECTIVES)])
    assert [(one.level, one.text, [each.text for each in one.endpoints]) for one in found] == [
        ("Primary", "To see whether it heals", ["Area at Week 12"]),
        ("Secondary", "To describe pain", ["Pain at Week 4", "Pain at Week 12"]),
        ("Exploratory", "To look further", ["Markers"]),
    ]


def test_several_objectives_in_one_cell_have_an_endpoint_each() -> None:
    rows = {0: {0: Cell("Primary objectives"), 1: Cell("Endpoints")}, 1: {0: Cell("• A\n• B"), 1: Cell("• One\n• Two")}}
    found = objectives_of([Grid("t", rows)])
    assert [(one.text, one.endpoints[0].text) for one in found] == [("A", "One"), ("B", "Two")]
    rows[1][1] = Cell("• One\n• Two\ngoes on\n• Three")
    found = objectives_of([Grid("t", rows)])
    assert [[each.text for each in one.endpoints] for one in found] == [["One", "Two goes on", "Three"], []]


def test_a_column_of_levels_beside_the_objectives() -> None:
    text = "Type | Objective | Outcome measure\nPrimary | To see | Area\nSecondary objective | To hear | Noise"
    assert [one.level for one in objectives_of([grid(text)])] == ["Primary", "Secondary"]
    inside = {0: {0: Cell("Objective"), 1: Cell("Endpoint")}, 1: {0: Cell("Primary:\nTo see"), 1: Cell("Area")}}
    assert [(one.level, one.text) for one in objectives_of([Grid("t", inside)])] == [("Primary", "To see")]


@pytest.mark.parametrize("text", ["Objective | Text\nA | B", "Endpoint | Test\nA | B", "Visit | Day\nA | B"])
def test_other_tables_give_no_objectives(text: str) -> None:
    assert objectives_of([grid(text)]) == ()


# ------------------------------------------------------------------ headings
def test_a_unit_over_all_columns_counts_the_numbers_below() -> None:
    visits = read(",Month,,\n,0,1,6\nHIV test,X,,X\nChest X-ray,X,X,X\nSputum,X,X,").schedule.visits
    assert [visit.day for visit in visits] == [0, 30, 180]
    assert [visit.label for visit in visits] == ["Month 0", "Month 1", "Month 6"]


def test_a_row_that_is_named_for_cycles_among_others_counts_cycles() -> None:
    text = "Treatment cycle/title,Screening,1,2,3 to 35\nConsent,X,,,\nInfusion,,X,X,X\nECG,X,X,,X"
    assert [visit.repeats for visit in read(text).schedule.visits] == [None, None, None, Repeats(33, 33)]


@pytest.mark.parametrize(
    ("days", "repeats"),
    [
        ("-1,1,2-6,7", Repeats(1, 5)),
        ("-1,1-3,4-6,7-9", None),  # a row of ranges tells windows
    ],
)
def test_a_range_in_a_row_of_days_may_be_one_visit_or_several(days: str, repeats: Repeats | None) -> None:
    visits = read(f"Study day,{days}\nVital signs,X,X,X,X\nDosing,,X,X,\nECG,X,X,,X").schedule.visits
    assert visits[2].repeats == repeats


def test_codes_in_a_row_of_visit_details_are_explained_in_the_remarks() -> None:
    heads = "Visit number,1,2,3,Comments\nVisit detail,,T,,T = telephone visit"
    text = f"{heads}\nConsent,X,,,\nECG,X,,X,\nAdverse events,X,X,X,"
    schedule = read(text).schedule
    assert [visit.contact for visit in schedule.visits][1] is Contact.PHONE
    assert [activity.label for activity in schedule.activities] == ["Consent", "ECG", "Adverse events"]


def test_a_row_of_sampling_times_is_a_heading() -> None:
    text = "Visit,1,2,3\nSampling timepoint,PRE,,POST\nConsent,X,,\nBlood,X,X,X\nVaccination,X,X,"
    assert labels(text) == ["Consent", "Blood", "Vaccination"]


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("C2 Day 8", 29),
        ("Cycle 2 Day 8 (±1)", 29),
        ("Cycle 2: Day 1", 22),
        ("C2-C4 Day 1", None),  # several visits have no one day
        ("C2 Day 1-3", None),
        ("C4+ Day 1", None),
    ],
)
def test_a_day_of_a_cycle_is_a_study_day_where_the_length_of_cycles_is_known(heading: str, day: float | None) -> None:
    heads = ",Screening,Cycles (21 days),"
    text = f"{heads}\nVisit,Screening,Cycle 1 Day 1,{heading}\nConsent,X,,\nInfusion,,X,X\nECG,X,X,X"
    days = [visit.day for visit in read(text).schedule.visits]
    assert days == [None, 1, day]


def test_an_arm_that_is_named_like_a_visit_is_an_arm() -> None:
    text = (
        "|All|Surgery arm||Control arm|\n|Baseline|Week 6|Week 12|Week 2|Week 12\n"
        "Consent|X||||\nScore|X|X|X|X|X\nX-ray||X|X||X"
    )
    schedule = csv_grid.read(text.encode()).schedule
    named = {arm.key: arm.label for arm in schedule.arms}
    assert [named.get(visit.arm or "") for visit in schedule.visits] == [
        None, "Surgery arm", "Surgery arm", "Control arm", "Control arm",
    ]  # fmt: skip


def test_a_column_with_a_place_is_a_visit() -> None:
    text = (
        "Procedure,Screening,Index procedure,Day 30\nContact type,Clinic,Hospital,Phone\n"
        "Consent,X,,\nImplant,,X,\nAdverse events,,X,X"
    )
    imported = read(text)
    assert not [problem.message for problem in imported.problems if "It is not sure" in problem.message]
    assert [visit.contact for visit in imported.schedule.visits] == [Contact.SITE, Contact.SITE, Contact.PHONE]
