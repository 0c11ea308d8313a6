"""Invented documents whose table breaks off, turns its headings, or stands among tables that are no schedule."""

import io
from collections.abc import Callable, Sequence

import docx
from docx.document import Document
from weasyprint import HTML

from tests.domain.importers.invented.facts import Invented

VISITS = ("Screening", "Baseline Day 1", "Week 2 (±3 d)", "Week 6 (±3 d)", "Early termination", "Follow-up")
MARKS = {
    "Informed consent": "x.....",
    "Physical examination": "xxxxxx",
    "ECG": "x..xx.",
    "Haematology": "xx.xxx",
    "Study drug dispensing": ".xxx..",
    "Adverse events": ".xxxxx",
}
ROWS = [[label, *("X" if mark == "x" else "" for mark in marks)] for label, marks in MARKS.items()]
HEAD = ["Procedure", *VISITS]
RIGHT = "\n".join(f"{label} {marks}" for label, marks in MARKS.items())
PAGE = """<style>@page { size: A4 landscape; margin: 1cm } body { font: 7pt sans-serif }
table { border-collapse: collapse } td { border: 0.5pt solid black; padding: 1pt 3pt } sup { font-size: 5pt } STYLE
</style>"""
BREAK = "<div style='page-break-before: always'></div>"
CAPTION = "<h3>Table 1. Schedule of activities</h3>"


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = ("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    return f"<table>{''.join(lines)}</table>"


def _pdf(name: str, body: str, style: str = "", **facts) -> Invented:
    def make() -> bytes:
        return HTML(string=PAGE.replace("STYLE", style) + CAPTION + body).write_pdf()

    facts = {"visits": " | ".join(VISITS), "rows": RIGHT, "windows": "? ? 3d 3d ? ?", **facts}
    return Invented(name, (), "pdf", make=make, **facts)


def _word(name: str, build: Callable[[Document], None], **facts) -> Invented:
    def make() -> bytes:
        document = docx.Document()
        build(document)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return Invented(name, (), "docx", " | ".join(VISITS), RIGHT, make=make, **facts)


def put(document: Document, caption: str, rows: Sequence[Sequence[str]]) -> None:
    """Write a table under a line of text."""
    document.add_paragraph(caption)
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text


def _without_headings_again(document: Document) -> None:
    put(document, "Table 1. Schedule of activities", [HEAD, *ROWS[:3]])
    put(document, "", ROWS[3:])


def _responsibilities(document: Document) -> None:
    tasks = ("Monitoring", "Data entry", "Archiving", "Labels", "Supply", "Reports")
    put(document, "Table 1. Schedule of activities", [HEAD, *ROWS])
    put(document, "Table 2. Responsibilities", [["Task", "Sponsor", "Site"], *([task, "X", "X"] for task in tasks)])


def _toxicity_and_sampling(document: Document) -> None:
    grades = [["Toxicity", "Grade 1", "Grade 2", "Grade 3"], ["Rash", "X", "X", "stop"], ["Fever", "X", "", "stop"]]
    times = [["Day", "Pre-dose", "0.5 h", "1 h", "2 h"], ["Day 1", "X", "X", "X", "X"], ["Week 2", "X", "", "X", "X"]]
    put(document, "Table 1. Dose modifications", grades)
    put(document, "Table 2. Schedule of activities", [HEAD, *ROWS])
    put(document, "Table 3. Sampling times", times)


def _turned(degrees: int) -> tuple[str, str]:
    rows = [["Procedure", *(f"<div class=r>{visit}</div>" for visit in VISITS)], *ROWS]
    style = f".r {{ transform: rotate({degrees}deg); width: 80pt; height: 14pt; margin: 34pt -30pt }}"
    return _table(rows), style


LEFT, OTHER = [row[:4] for row in [HEAD, *ROWS]], [row[4:] for row in [HEAD, *ROWS]]
MANY = [[f"{label} {n}", *marks] for n in range(1, 9) for label, *marks in ROWS]
KEYED = [[row[0], *(f"{cell}<sup>a-c,e</sup>" if cell else "" for cell in row[1:])] for row in ROWS]

ALL = (
    _pdf("PDF: headings turned upwards", *_turned(-90)),
    _pdf("PDF: headings turned downwards", *_turned(90)),
    _pdf(
        "PDF: a second page without headings",
        _table([HEAD, *MANY]),
        "tr { height: 15pt }",
        rows="\n".join(f"{label} {n} {marks}" for n in range(1, 9) for label, marks in MARKS.items()),
        told=("no headings of its own",),
    ),
    _pdf("PDF: a facing page without labels", _table(LEFT) + BREAK + CAPTION + _table(OTHER), "td { height: 9pt }",
         told=("no names of rows",)),
    _pdf("PDF: more raised letters than mark", _table([HEAD, *KEYED]) + "<p>a. One.</p><p>b. Two.</p><p>c. Three.</p>"
         "<p>d. Four.</p><p>e. Five.</p>", notes=5, pointed={"ECG": "a b c e"}),
    _word("Word: a second table without headings", _without_headings_again, told=("no headings of its own",)),
    _word("Word: a table of responsibilities after the schedule", _responsibilities, told=("It was not read",)),
    _word("Word: toxicity before and sampling times after", _toxicity_and_sampling),
)  # fmt: skip
