"""Word: the schedule is found among other tables, joined where it continues, and refused where it is a picture."""

import base64
import io
from collections.abc import Sequence

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table
from hypothesis import given, settings

from protocols.domain.importers import docx as word
from protocols.domain.importers.imported import Imported, Refused
from protocols.domain.schedule import MarkKind, Window
from tests.domain.importers.drawn import Drawn, Layout, Sheet, draw_sheet, schedules
from tests.domain.importers.test_grid_drawn import check

Merge = tuple[tuple[int, int], tuple[int, int]]
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_table(document: Document, rows: Sequence[Sequence[str]], merges: Sequence[Merge] = ()) -> Table:
    """Add a table; "X^a" is written as X with a raised letter."""
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            write(table.cell(number, column).paragraphs[0], text)
    for first, last in merges:
        merged = table.cell(*first).merge(table.cell(*last))
        for paragraph in merged.paragraphs[1:]:
            paragraph._element.getparent().remove(paragraph._element)
    return table


def write(paragraph, text: str) -> None:
    for number, piece in enumerate(text.split("^")):
        if piece:
            paragraph.add_run(piece).font.superscript = bool(number % 2)


def read(document: Document) -> Imported:
    return word.read(saved(document))


SCHEDULE = (
    ("Visit", "Screening", "Day 1", "Week 4 (±3 days)", "EOT"),
    ("Informed consent", "X", "", "", ""),
    ("Vital signs^a^", "X", "X", "X", "X"),
    ("ECG", "X^b^", "", "X", ""),
    ("Blood sample", "", "X", "X", "X"),
)


def test_the_schedule_is_found_among_other_tables() -> None:
    document = docx.Document()
    add_table(document, [("Arm", "Drug", "Dose"), ("A", "active", "10 mg"), ("B", "placebo", "")])
    document.add_paragraph("Table 3 Pharmacokinetic sampling")
    add_table(document, [("Visit", "Time", "PK", "ADA"), ("Day 1", "Pre-dose", "X", "X"), ("Day 1", "2 h", "X", "")])
    document.add_heading("Schedule of activities", 2)
    add_table(document, SCHEDULE)
    document.add_paragraph("Response").style = document.styles["Heading 2"]
    add_table(document, [("Target", "Non-target", "Overall"), ("CR", "CR", "CR"), ("PR", "any", "PR")])
    schedule = read(document).schedule
    assert schedule.title == "Schedule of activities"
    assert [visit.label for visit in schedule.visits] == list(SCHEDULE[0][1:])
    assert [activity.label for activity in schedule.activities] == [
        "Informed consent",
        "Vital signs",
        "ECG",
        "Blood sample",
    ]
    assert len(schedule.marks) == 10


def test_raised_letters_point_to_the_footnotes_below_up_to_the_next_heading() -> None:
    document = docx.Document()
    add_table(document, SCHEDULE)
    document.add_paragraph("CRP = C-reactive protein; ECG = electrocardiogram.")
    write(document.add_paragraph(), "^a^ After five minutes of rest.")
    write(document.add_paragraph(), "^b^\tTriplicate.")
    document.add_heading("Introduction", 1)
    document.add_paragraph("a note that belongs to the next chapter")
    schedule = read(document).schedule
    assert {note.key: note.text for note in schedule.footnotes} == {
        "note 1": "CRP = C-reactive protein; ECG = electrocardiogram.",
        "a": "After five minutes of rest.",
        "b": "Triplicate.",
    }
    assert [a.footnotes for a in schedule.activities] == [(), ("a",), (), ()]
    assert [mark.footnotes for mark in schedule.marks if mark.footnotes] == [("b",)]
    assert schedule.visits[2].window == Window(3, 3, "day")


def test_a_schedule_that_continues_over_three_tables_is_joined_by_its_labels() -> None:
    document = docx.Document()
    rows = ("Vital signs", "ECG^a^", "Serum IL-6", "Haematology")
    for caption, header in (
        ("Days 1-2", ("Day 1", "Day 2")),
        ("Days 3-5", ("Day 3", "Day 4", "Day 5")),
        ("After", ("Day 30",)),
    ):
        document.add_paragraph(f"Schedule of activities: {caption}")
        labels = [label.replace("IL-6", "IL6").replace("Haem", "Hem") for label in rows] if caption == "After" else rows
        add_table(document, [("Study day", *header), *((label, *("X" for _ in header)) for label in labels)])
        write(document.add_paragraph(), f"^a^ Note for {caption}.")
    imported = read(document)
    schedule = imported.schedule
    assert [visit.day for visit in schedule.visits] == [1, 2, 3, 4, 5, 30]
    assert [activity.label for activity in schedule.activities] == ["Vital signs", "ECG", "Serum IL-6", "Haematology"]
    assert len(schedule.marks) == 24
    assert [note.key for note in schedule.footnotes] == ["a", "a (2)", "a (3)"]
    assert schedule.activities[1].footnotes == ("a", "a (2)", "a (3)")
    assert any('"Serum IL6" and "Serum IL-6"' in problem.message for problem in imported.problems)


def test_arrows_in_a_symbol_font_over_merged_visits_are_one_optional_mark() -> None:
    document = docx.Document()
    rows = [
        ("Study day", *(str(day) for day in range(1, 7))),
        ("ECG", *"XXXXXX"),
        ("Blood gas", "", "", "", "", "", "X"),
    ]
    table = add_table(document, rows, merges=[((2, 1), (2, 5))])
    paragraph = table.cell(2, 1).paragraphs[0]
    for text, font in (("ß", "Wingdings"), (" Optional ", None), ("à", "Wingdings")):
        run = paragraph.add_run(text)
        run.font.name = font
    schedule = read(document).schedule
    marks = [mark for mark in schedule.marks if mark.activity == schedule.activities[1].key]
    assert [(mark.text, mark.kind, mark.spans) for mark in marks[:-1]] == [("← Optional →", MarkKind.OPTIONAL, 5)] * 5
    assert marks[-1].spans == 1


def test_words_own_footnotes_and_character_styles_are_markers() -> None:
    document = docx.Document()
    table = add_table(document, SCHEDULE)
    style = document.styles.add_style("NoteMark", WD_STYLE_TYPE.CHARACTER)
    style.font.superscript = True
    table.cell(4, 0).paragraphs[0].add_run("c").style = style
    add_footnote(document, "7", "Before anything else is done.")
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "7")
    table.cell(1, 0).paragraphs[0].add_run()._element.append(reference)
    write(document.add_paragraph(), "^a^ One.")
    write(document.add_paragraph(), "^b^ Two.")
    write(document.add_paragraph(), "^c^ Three.")
    schedule = read(document).schedule
    assert [a.label for a in schedule.activities] == ["Informed consent", "Vital signs", "ECG", "Blood sample"]
    assert schedule.activities[0].footnotes == ("1",)
    assert {note.key: note.text for note in schedule.footnotes}["1"] == "Before anything else is done."
    assert schedule.activities[3].footnotes == ("c",)


def add_footnote(document: Document, identifier: str, text: str) -> None:
    """Add the part in which Word keeps its own footnotes."""
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    blob = (
        f'<w:footnotes xmlns:w="{namespace}"><w:footnote w:id="{identifier}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    ).encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    document.part.relate_to(
        Part(PackURI("/word/footnotes.xml"), kind, blob, document.part.package), RELATIONSHIP_TYPE.FOOTNOTES
    )


def test_cells_merged_downwards_raised_positions_and_tracked_rows_are_read() -> None:
    document = docx.Document()
    rows = [
        ("Period", "Screening", "Treatment", ""),
        ("Visit", "", "V2", "V3"),
        ("Consent", "X", "", ""),
        ("Labs", "X", "X", "X"),
    ]
    table = add_table(
        document, [*rows, ("ECG", "", "X", "")], merges=[((0, 1), (1, 1)), ((0, 2), (0, 3)), ((3, 2), (4, 2))]
    )
    run = table.cell(3, 0).paragraphs[0].add_run("a")
    run._element.get_or_add_rPr().append(made("w:position", val="6"))
    table.cell(2, 0).paragraphs[0].add_run()._element.append(made("w:sym", font="Wingdings", char="F0FC"))
    table.cell(2, 0).paragraphs[0].add_run()._element.append(made("w:noBreakHyphen"))
    last = table.rows[-1]._tr
    control, content = made("w:sdt"), made("w:sdtContent")
    control.append(content)
    last.addprevious(control)
    content.append(last)
    document.add_paragraph("a. Fasting.")
    schedule = read(document).schedule
    assert [visit.header for visit in schedule.visits] == [("Screening",), ("Treatment", "V2"), ("Treatment", "V3")]
    assert [activity.label for activity in schedule.activities] == ["Consent✓-", "Labs", "ECG"]
    assert schedule.activities[1].footnotes == ("a",)
    assert [(mark.visit, mark.activity) for mark in schedule.marks][-1] == ("v2", "a3")


def made(name: str, **values: str) -> BaseOxmlElement:
    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    return element


def test_a_document_with_several_headings_and_no_notes_has_no_footnotes() -> None:
    document = docx.Document()
    add_table(document, SCHEDULE)
    for number in range(5):
        document.add_paragraph(f"Paragraph {number} of the text that follows.")
    document.add_paragraph("a far away line")
    assert read(document).schedule.footnotes == ()


def test_a_schedule_that_is_a_picture_is_refused_with_a_remedy() -> None:
    document = docx.Document()
    document.add_heading("Schedule of activities", 2)
    document.add_picture(io.BytesIO(DOT))
    add_table(document, [("Objective", "Endpoint"), ("Primary", "Survival")])
    with pytest.raises(Refused) as refused:
        read(document)
    assert "picture" in refused.value.problems[0].message
    assert refused.value.problems[0].remedy


def test_a_document_without_any_schedule_is_refused() -> None:
    document = docx.Document()
    add_table(
        document, [("Role", "Investigator", "Nurse"), ("Consent", "X", ""), ("Blood", "", "X"), ("Drug", "", "X")]
    )
    with pytest.raises(Refused):
        read(document)


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(Refused, match="not a valid Word document"):
        word.read(b"PK\x03\x04 no document")


@settings(max_examples=25)
@given(schedules())
def test_a_drawn_schedule_is_read_from_a_word_table(drawn: Drawn) -> None:
    layout = Layout()
    document = docx.Document()
    put_sheet(document, draw_sheet(drawn, layout, merge=True))
    check(read(document), drawn, layout)


def put_sheet(document: Document, sheet: Sheet) -> None:
    notes = {row for (row, _), cell in sheet.cells.items() if cell[2] == "note"}
    rows = max(row for row, _ in sheet.cells if row not in notes) + 1
    columns = max(column for _, column in sheet.cells) + 1
    table = document.add_table(rows=rows, cols=columns)
    grid = {place: cell for place, cell in sheet.cells.items() if place[0] not in notes}
    cells = table._cells
    for (row, column), (text, letter, _) in grid.items():
        write(cells[row * columns + column].paragraphs[0], f"{text}^{letter}^" if letter else text)
    for top, left, bottom, right in sheet.merges:
        table.cell(top, left).merge(table.cell(bottom, right))
    for row in sorted(notes):
        text, letter, _ = next(cell for (at, _), cell in sheet.cells.items() if at == row)
        write(document.add_paragraph(), f"^{letter}^ {text}")


def test_a_table_of_objectives_is_read_beside_the_schedule() -> None:
    document = docx.Document()
    add_table(
        document,
        [
            ["Objectives", "Endpoints"],
            ["Primary", ""],
            ["To see whether it heals", "Area at Week 4"],
            ["Secondary", ""],
            ["To describe pain", "Pain at Week 1\nPain at Week 4"],
        ],
        [((1, 0), (1, 1)), ((3, 0), (3, 1))],
    )
    document.add_paragraph("Schedule of activities")
    add_table(
        document,
        [["Procedure", "Screening", "Week 1", "Week 4"], ["Consent", "X", "", ""], ["Photo", "X", "X", "X"]],
    )
    imported = word.read(saved(document))
    assert [(one.level, len(one.endpoints)) for one in imported.schedule.objectives] == [
        ("Primary", 1),
        ("Secondary", 2),
    ]
    assert any("2 objectives with 3 endpoints" in problem.message for problem in imported.problems)


NOTES_IN_A_TABLE = [("a", "After five minutes of rest."), ("b", "In triplicate.")]


@pytest.mark.parametrize(
    ("below", "keys"),
    [
        (NOTES_IN_A_TABLE, ["a", "b"]),
        ([("X", "Recorded in the data base."), *NOTES_IN_A_TABLE], ["a", "b"]),
        ([("a", "b"), ("Arm", "Dose")], []),  # not every line begins like a footnote
        ([(*note, "more") for note in NOTES_IN_A_TABLE], []),  # a table of three columns is another table
    ],
)
def test_footnotes_may_stand_in_a_narrow_table_under_the_schedule(
    below: list[tuple[str, ...]], keys: list[str]
) -> None:
    document = docx.Document()
    add_table(document, SCHEDULE)
    document.add_paragraph("")
    add_table(document, below)
    assert [note.key for note in read(document).schedule.footnotes if len(note.key) == 1] == keys


def test_a_legend_in_a_table_does_not_part_the_footnotes_from_the_schedule() -> None:
    document = docx.Document()
    add_table(document, SCHEDULE)
    add_table(document, [("X Recorded in the data base",)])
    write(document.add_paragraph(), "^a^ After five minutes of rest.")
    assert {note.key for note in read(document).schedule.footnotes} == {"note 1", "a"}


def test_a_numbered_caption_makes_a_table_of_its_own() -> None:
    document = docx.Document()
    add_table(document, SCHEDULE)
    document.add_paragraph("Table 2. Stages")
    add_table(document, NOTES_IN_A_TABLE)
    assert read(document).schedule.footnotes == ()


@pytest.mark.parametrize(
    ("inner", "ticked"), [("<w:default w:val='1'/>", True), ("<w:checked w:val='0'/>", False), ("", False)]
)
def test_a_check_box_of_a_form_is_a_mark_where_it_is_ticked(inner: str, ticked: bool) -> None:
    document = docx.Document()
    table = add_table(document, SCHEDULE)
    box = f"<w:ffData><w:checkBox><w:sizeAuto/>{inner}</w:checkBox></w:ffData>"
    run = f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="begin">{box}</w:fldChar></w:r>'
    table.cell(1, 2).paragraphs[0]._p.append(parse_xml(run))
    marks = read(document).schedule.marks
    assert ("v2" in {mark.visit for mark in marks if mark.activity == "a1"}) is ticked


def test_any_raised_sign_is_a_marker_where_a_footnote_begins_with_it() -> None:
    document = docx.Document()
    add_table(document, [*SCHEDULE, ("Calcium^+^", "X", "", "", ""), ("Swab^&^", "X", "", "X^∞^", "")])
    for line in ("^&^ At home.", "^∞^ Where symptoms last."):
        write(document.add_paragraph(), line)
    schedule = read(document).schedule
    assert [activity.label for activity in schedule.activities][-2:] == ["Calcium+", "Swab"]
    assert schedule.activities[-1].footnotes == ("&",)
    assert [mark.footnotes for mark in schedule.marks if mark.activity == "a6"] == [(), ("∞",)]


def below(*lines: str) -> dict[str, str]:
    document = docx.Document()
    add_table(document, SCHEDULE)
    for line in lines:
        write(document.add_paragraph(), line)
    return {note.key: note.text for note in read(document).schedule.footnotes if not note.key.startswith("note ")}


def test_footnotes_with_raised_letters_may_stand_in_one_line() -> None:
    assert below("^a^Dose in mg/m^b^ of skin; ^b^In triplicate.") == {
        "a": "Dose in mg/mb of skin;",
        "b": "In triplicate.",
    }
    assert below("^*^ Once. ^†^ Twice. ^#^ Last.") == {"*": "Once.", "†": "Twice. # Last."}


def test_more_remarks_may_stand_before_raised_letters_than_before_others() -> None:
    remarks = [f"Remark {number} holds for all visits." for number in range(4)]
    assert list(below(*remarks, "^a^ After rest.")) == ["a"]
    assert list(below(*remarks, "a After rest.")) == []
    assert list(below(*remarks, *remarks, *remarks, "^a^ After rest.")) == []


def test_two_parts_that_begin_with_the_same_screening_have_other_people() -> None:
    document = docx.Document()
    for part, day in (("A", "Day 10"), ("B", "Days 2-20")):
        write(document.add_paragraph(), f"Schedule of activities for Part {part}")
        rows = [("Assessment", "Screening", "Day 1", day, f"End of part {part}"), *SCHEDULE[1:]]
        add_table(document, rows)
    schedule = read(document).schedule
    assert [arm.label for arm in schedule.arms] == ["Part A", "Part B"]
    assert len(schedule.visits) == 8
