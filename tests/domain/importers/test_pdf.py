"""PDF: ruled tables are read with a caution, sideways pages are turned, scans and locked files are refused."""

import base64
import io
from collections.abc import Sequence

import pikepdf
import pytest
from weasyprint import HTML

from protocols.domain.importers import pdf
from protocols.domain.importers.imported import Refused
from protocols.domain.problems import Severity

STYLE = """<style>@page { size: A4; margin: 1cm } body { font: 9pt sans-serif }
table { border-collapse: collapse } td { border: 0.5pt solid black; padding: 3pt } sup { font-size: 6pt }</style>"""
ROWS = (
    ("Visit (V), Phone (P)", "V1", "V2", "P3", "V4"),
    ("Week", "-2", "0", "4", "8"),
    ("Window (days)", "-7 to 0", "", "±3", "±3"),
    ("Informed consent", "X", "", "", ""),
    ("Vital signs<sup>a</sup>", "X", "X", "", "X"),
    ("Phone interview", "", "", "X", ""),
    ("ECG", "X", "X<sup>b</sup>", "", "X"),
)
NOTES = "<p>a After five minutes of rest.<br>b In triplicate.</p>"
SQUARE = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
).decode()


def printed(*tables: Sequence[Sequence[str]], notes: str = NOTES) -> bytes:
    """Print each table on a page of its own."""
    pages = []
    for rows in tables:
        cells = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
        pages.append(f"<h2>Schedule of activities</h2><table>{cells}</table>{notes}")
    return HTML(string=STYLE + "<div style='page-break-before: always'></div>".join(pages)).write_pdf()


def changed(data: bytes, change) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        options = change(document) or {}
        document.save(buffer, **options)
    return buffer.getvalue()


def test_a_ruled_table_is_read_and_a_person_is_asked_to_check_closely() -> None:
    imported = pdf.read(printed(ROWS))
    schedule = imported.schedule
    assert [visit.label for visit in schedule.visits] == ["V1", "V2", "P3", "V4"]
    assert [visit.day for visit in schedule.visits] == [-14, 0, 28, 56]
    assert [visit.contact.value for visit in schedule.visits] == ["site", "site", "phone", "site"]
    assert [activity.label for activity in schedule.activities] == [
        "Informed consent",
        "Vital signs",
        "Phone interview",
        "ECG",
    ]
    assert [(m.visit, m.activity, m.text) for m in schedule.marks if m.footnotes] == [("v2", "a4", "X")]
    assert {note.key: note.text for note in schedule.footnotes} == {
        "a": "After five minutes of rest.",
        "b": "In triplicate.",
    }
    assert len(schedule.marks) == 8
    assert "check closely" in imported.problems[0].message
    assert imported.problems[0].severity is Severity.WARNING


def test_rows_that_continue_on_the_next_page_are_joined() -> None:
    upper, lower = (*ROWS[:3], *ROWS[3:5]), (*ROWS[:3], *ROWS[5:])
    schedule = pdf.read(printed(upper, lower)).schedule
    assert [activity.label for activity in schedule.activities] == [
        "Informed consent",
        "Vital signs",
        "Phone interview",
        "ECG",
    ]
    assert len(schedule.visits) == 4
    assert [note.key for note in schedule.footnotes] == ["a", "b"]


@pytest.mark.parametrize("matrix", ["0 1 -1 0 595 0 cm", "0 -1 1 0 0 842 cm"])
def test_a_table_that_is_printed_sideways_is_turned(matrix: str) -> None:
    def turn(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            page.contents_coalesce()
            content = page.Contents.read_bytes()
            page.Contents = document.make_stream(f"q {matrix}\n".encode() + content + b"\nQ")

    straight, sideways = (pdf.read(data).schedule for data in (printed(ROWS), changed(printed(ROWS), turn)))
    assert sideways.visits == straight.visits
    assert sideways.activities == straight.activities
    assert sideways.marks == straight.marks


def test_section_numbers_behind_many_labels_are_no_part_of_them() -> None:
    rows = [ROWS[0], *((f"{label} (9.{number})", *marks) for number, (label, *marks) in enumerate(ROWS[3:]))]
    schedule = pdf.read(printed(rows)).schedule
    assert [activity.label for activity in schedule.activities][0] == "Informed consent"


def test_a_scan_is_refused_in_clear_words() -> None:
    data = HTML(string=f'<img src="data:image/png;base64,{SQUARE}" width=400 height=400>').write_pdf()
    with pytest.raises(Refused, match="scan"):
        pdf.read(data)


def test_text_without_ruled_lines_is_refused() -> None:
    with pytest.raises(Refused, match="ruled lines"):
        pdf.read(HTML(string="<p>Schedule of activities: see the protocol.</p>").write_pdf())


def test_a_locked_pdf_is_refused_with_what_to_do() -> None:
    data = changed(printed(ROWS), lambda document: {"encryption": pikepdf.Encryption(owner="x", user="y")})
    with pytest.raises(Refused, match="password"):
        pdf.read(data)


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(Refused, match="not a PDF"):
        pdf.read(b"%PDF-1.7 broken")


def test_too_many_pages_are_refused_before_they_are_read() -> None:
    def multiply(document: pikepdf.Pdf) -> None:
        for _ in range(80):
            document.pages.append(document.pages[0])

    with pytest.raises(Refused, match="81 pages"):
        pdf.read(changed(printed(ROWS), multiply))
