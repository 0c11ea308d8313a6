"""Word's automatic lists: the letters that Word counts before footnotes, and what is no footnote."""

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from protocols.domain.importers.grid.word_lists import list_numbers
from tests.domain.importers.test_docx import SCHEDULE, add_table, read

LEVEL = (
    '<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
    '<w:lvlText w:val="{text}"/>{look}</w:lvl>'
)
RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
Level = tuple[str, str, int]  # form, text, start


def add_list(document: Document, *levels: Level, raised: bool = False, anew: int | None = None) -> str:
    """Add a list and return its number; `anew` is where a second list that shares the first one starts."""
    part = document.part.numbering_part.element
    look = RAISED if raised else ""
    drawn = "".join(
        LEVEL.format(depth=depth, form=form, text=text, start=start, look=look)
        for depth, (form, text, start) in enumerate(levels)
    )
    part.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{drawn}</w:abstractNum>'))
    for number, start in (("90", None), ("91", anew)):
        again = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if start else ""
        num = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="90"/>{again}</w:num>'
        part.append(parse_xml(num))
    return "90"


def add_entry(holder, text: str, number: str = "90", depth: int = 0):
    """Add a paragraph to a list; `holder` is the document or a cell."""
    paragraph = holder.add_paragraph(text)
    place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(place))
    return paragraph


def shown(document: Document) -> list[str]:
    return [number.text for number in list_numbers(document).values()]


def test_letters_of_a_list_below_the_table_are_the_keys_of_footnotes() -> None:
    document = docx.Document()
    add_table(document, SCHEDULE)
    add_list(document, ("lowerLetter", "%1.", 1))
    add_entry(document, "After five minutes of rest.")
    add_entry(document, "In triplicate.")
    schedule = read(document).schedule
    assert {note.key: note.text for note in schedule.footnotes} == {
        "a": "After five minutes of rest.",
        "b": "In triplicate.",
    }
    assert schedule.activities[1].footnotes == ("a",)


def test_a_list_in_the_last_merged_row_holds_footnotes_and_a_list_of_labels_does_not() -> None:
    document = docx.Document()
    table = add_table(document, [*SCHEDULE, ("", "", "", "", "")], merges=[((5, 0), (5, 4))])
    add_list(document, ("lowerLetter", "%1", 1), raised=True)
    add_entry(table.cell(5, 0), "After five minutes of rest.")
    add_entry(table.cell(5, 0), "In triplicate.")
    for row in range(1, 5):
        paragraph = table.cell(row, 0).paragraphs[0]
        place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="91"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(place))
    document.part.numbering_part.element.num_having_numId(91).append(
        parse_xml(f'<w:lvlOverride {nsdecls("w")} w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    )
    schedule = read(document).schedule
    assert [activity.label for activity in schedule.activities][:2] == ["Informed consent", "Vital signs"]
    assert [note.text for note in schedule.footnotes] == ["After five minutes of rest.", "In triplicate."]


@pytest.mark.parametrize(
    ("level", "numbers"),
    [
        (("decimal", "%1)", 1), ["1)", "2)", "3)"]),
        (("lowerRoman", "(%1)", 3), ["(iii)", "(iv)", "(v)"]),
        (("upperRoman", "%1", 9), ["IX", "X", "XI"]),
        (("upperLetter", "%1.", 1), ["A.", "B.", "C."]),
        (("lowerLetter", "%1", 26), ["z", "aa", "bb"]),
        (("bullet", "-", 1), []),
        (("chicago", "%1", 1), []),  # signs such as * and †, which this reader does not count
        (("decimal", "%1", 500), []),
    ],
)
def test_what_word_shows(level: Level, numbers: list[str]) -> None:
    document = docx.Document()
    add_list(document, level)
    for text in ("One", "Two", "Three"):
        add_entry(document, text)
    assert shown(document) == numbers


def test_lists_count_on_and_start_anew_as_word_does() -> None:
    document = docx.Document()
    add_list(document, ("decimal", "%1", 1), ("lowerLetter", "%1%2", 1), anew=7)
    for number, depth in (
        ("90", 0),
        ("90", 1),
        ("90", 1),
        ("90", 0),
        ("90", 1),
        ("91", 0),
        ("91", 0),
        ("0", 0),
        ("404", 0),
    ):
        add_entry(document, "Text", number, depth)
    assert shown(document) == ["1", "1a", "1b", "2", "2a", "7", "8"]


def test_a_style_may_put_its_paragraphs_into_a_list() -> None:
    document = docx.Document()
    add_list(document, ("lowerLetter", "%1.", 1))
    style = document.styles.add_style("Table note", 1)
    parent = document.styles.add_style("Any note", 1)
    style.base_style = parent
    place = f'<w:pPr {nsdecls("w")}><w:numPr><w:numId w:val="90"/></w:numPr></w:pPr>'
    parent._element.append(parse_xml(place))
    document.add_paragraph("One", style=style)
    document.add_paragraph("Two", style=style)
    assert shown(document) == ["a.", "b."]


def test_styles_that_are_based_on_each_other_end() -> None:
    document = docx.Document()
    add_list(document, ("lowerLetter", "%1.", 1))
    style, other = document.styles.add_style("One", 1), document.styles.add_style("Two", 1)
    style.base_style, other.base_style = other, style
    document.add_paragraph("Text", style=style)
    assert shown(document) == []


def test_a_deeper_level_may_leave_the_outer_one_out() -> None:
    document = docx.Document()
    add_list(document, ("decimal", "%1.", 1), ("lowerLetter", "%2)", 1))
    for depth in (0, 1, 1):
        add_entry(document, "Text", depth=depth)
    assert shown(document) == ["1.", "a)", "b)"]


def test_a_document_without_lists_has_no_numbers() -> None:
    document = docx.Document()
    document.add_paragraph("Text")
    numbering = next(key for key, rel in document.part.rels.items() if rel.reltype.endswith("/numbering"))
    document.part.rels.pop(numbering)
    assert shown(document) == []


def test_rows_of_one_cell_in_which_a_list_goes_on_are_footnotes_and_a_numbered_band_is_a_group() -> None:
    document = docx.Document()
    rows = [
        *SCHEDULE[:2],
        ("Safety", "", "", "", ""),
        *SCHEDULE[2:],
        *[(text, "", "", "", "") for text in ("One.", "Two.")],
    ]
    table = add_table(document, rows, merges=[((row, 0), (row, 4)) for row in (2, 6, 7)])
    add_list(document, ("lowerLetter", "%1.", 1), anew=1)
    for row, number in ((2, "91"), (6, "90"), (7, "90")):
        place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        table.cell(row, 0).paragraphs[0]._p.get_or_add_pPr().append(parse_xml(place))
    schedule = read(document).schedule
    assert schedule.activities[1].group == "Safety"
    assert [note.text for note in schedule.footnotes] == ["One.", "Two."]
