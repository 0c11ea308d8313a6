"""PDF tables that are open at a side, broken off at the end of a page or printed over, and groups over two pages."""

import pytest
from weasyprint import HTML

from protocols.domain.importers import pdf
from protocols.domain.importers.grid.page_sides import closing_lines
from protocols.domain.importers.imported import Refused
from tests.domain.importers.test_pdf import NOTES, ROWS, STYLE, printed

LABELS = ["Informed consent", "Vital signs", "Phone interview", "ECG"]


def page(style: str = "", above: str = "", rows=ROWS) -> bytes:
    cells = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    body = f"{above}<h2>Schedule of activities</h2><table>{cells}</table>{NOTES}"
    return HTML(string=f"{STYLE}<style>{style}</style>{body}").write_pdf()


def labels(data: bytes) -> list[str]:
    return [activity.label for activity in pdf.read(data).schedule.activities]


@pytest.mark.parametrize(
    "style",
    [
        "td:first-child { border-left: none } td:last-child { border-right: none }",
        "tr:first-child td { border-top: none } tr:last-child td { border-bottom: none }",
    ],
)
def test_a_table_without_outer_lines_is_closed_where_its_lines_end(style: str) -> None:
    assert labels(page(style)) == LABELS


def test_a_table_with_lines_in_one_direction_only_is_still_refused() -> None:
    with pytest.raises(Refused):
        pdf.read(page("td { border-left: none; border-right: none }"))


def test_a_line_under_a_title_belongs_to_no_table() -> None:
    data = page("h2 { border-bottom: 1pt solid black }", above="<hr>")
    assert labels(data) == LABELS


def test_letters_that_are_printed_over_the_page_are_no_marks() -> None:
    above = "<div style='position: fixed; top: 1cm; font-size: 110pt; color: #ddd'>DRAFT</div>"
    schedule = pdf.read(page(above=above)).schedule
    assert {mark.text for mark in schedule.marks} == {"X"}


def test_a_group_goes_on_over_the_page() -> None:
    head = "<tr>" + "".join(f"<td>{text}</td>" for text in ("Procedure", "Screening", "Day 1", "Day 8")) + "</tr>"
    rows = "".join(f"<tr><td>Test {n}</td><td>X</td><td></td><td>X</td></tr>" for n in range(80))
    group = "<tr><td colspan=4>{}</td></tr>"
    last = "<tr><td>Scale</td><td>X</td><td></td><td>X</td></tr>"
    safety, efficacy = group.format("Safety"), group.format("Efficacy (continued)")
    body = f"<table><thead>{head}</thead>{safety}{rows}{efficacy}{last}</table>"
    schedule = pdf.read(HTML(string=f"{STYLE}<h2>Schedule of activities</h2>{body}").write_pdf()).schedule
    assert {activity.group for activity in schedule.activities[:80]} == {"Safety"}
    assert schedule.activities[80].group == "Efficacy"


def line(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict:
    return {"orientation": orientation, "x0": x0, "top": top, "x1": x1, "bottom": bottom}


def test_lines_that_cross_over_others_are_one_table() -> None:
    left, right = line("v", 10, 0, 10, 60), line("v", 90, 0, 90, 60)
    third, top, low = line("v", 50, 0, 50, 60), line("h", 0, 10, 100, 10), line("h", 0, 40, 100, 40)
    crossings = {
        (10.0, 10.0): {"v": [left], "h": [top]},
        (90.0, 40.0): {"v": [right], "h": [low]},
        (50.0, 10.0): {"v": [third], "h": [top]},
        (50.0, 40.0): {"v": [third], "h": [low]},
    }
    closing = closing_lines(crossings, 3, 6)
    assert [(found["orientation"], found["x0"], found["x1"], found["top"], found["bottom"]) for found in closing] == [
        ("h", 10, 90, 0, 0),
        ("h", 10, 90, 60, 60),
    ]


@pytest.mark.parametrize(
    ("rest", "label"), [("for biomarkers<sup>a</sup>", "Blood samples for biomarkers"), ("Biobank", "Blood samples")]
)
def test_a_label_that_breaks_off_at_the_end_of_a_page_is_one(rest: str, label: str) -> None:
    head = ("Procedure", "Screening", "Day 1", "Day 8")
    whole = printed(
        (head, ("Consent", "X", "", ""), ("ECG", "X", "X", ""), ("Blood samples", "X", "", "X")),
        (head, (rest, "", "", ""), ("Weight", "X", "X", ""), ("Diary", "X", "", "X")),
        notes=NOTES,
    )
    assert labels(whole) == ["Consent", "ECG", label, "Weight", "Diary"]
