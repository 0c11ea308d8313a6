"""What a file is follows from its content; what must not be opened is refused before anything opens it."""

import io
import os
import random
import struct
import zipfile

import pytest

from protocols.domain.importers import format_of, read, template
from protocols.domain.importers import limits as limits_module
from protocols.domain.importers.guard import Kind, look
from protocols.domain.importers.imported import Refused
from protocols.domain.importers.limits import Limits, limits, megabytes
from tests.domain.importers.factory import (
    grid_workbook,
    parts_of,
    raw_workbook,
    refusal,
    schedule,
    told,
    with_part,
    words,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize("ending", ["xlsx", "csv", "docx", "json"])
@pytest.mark.parametrize("content", [b"", b"  \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe", b"\0" * 100])
def test_an_empty_file_is_said_to_be_empty(ending: str, content: bytes) -> None:
    assert "is empty" in words(refusal(content, f"file.{ending}"))


def test_random_bytes_are_no_workbook() -> None:
    noise = random.Random(1).randbytes(50_000)
    refusal(noise)
    assert "not a valid Excel workbook" in words(refusal(b"PK\x03\x04" + noise))


def test_an_old_excel_file_is_asked_for_in_the_new_format() -> None:
    assert ".xlsx" in words(refusal(OLE + "Workbook".encode("utf-16-le") + b"\0" * 600))


def test_an_old_word_file_is_asked_for_in_the_new_format() -> None:
    assert ".docx" in words(refusal(OLE + "WordDocument".encode("utf-16-le") + b"\0" * 600, "file.docx"))


def test_a_locked_workbook_is_said_to_be_password_protected() -> None:
    assert "password-protected" in words(refusal(OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")))


def test_an_encrypted_zip_is_said_to_be_password_protected() -> None:
    data = bytearray(zipped({"xl/workbook.xml": "<a/>"}))
    central = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[central + 8] |= 1
    assert "password-protected" in words(refusal(bytes(data)))


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "word/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_not_accepted_whatever_the_name_says(part: str) -> None:
    assert "macros" in words(refusal(with_part(grid_workbook(), part, b"\0")))


def test_a_type_for_macros_is_not_accepted() -> None:
    parts = parts_of(grid_workbook())
    types = parts["[Content_Types].xml"].replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    assert "macros" in words(refusal(zipped({**parts, "[Content_Types].xml": types})))


@pytest.mark.parametrize("kept", [0.5, 0.9, None])
def test_a_file_that_was_cut_short_is_said_to_be_damaged(kept: float | None) -> None:
    whole = grid_workbook()
    cut = whole[: int(len(whole) * kept)] if kept else whole[:-22]
    assert "damaged or cut short" in words(refusal(cut))


def test_one_byte_over_the_limit_is_too_large_and_the_limit_is_named() -> None:
    assert "10 MB" in words(refusal(b"x" * (limits().upload_bytes + 1), "file.csv"))
    assert look(b"x" * limits().upload_bytes).kind is Kind.TEXT


def test_a_20_mb_study_is_refused_with_the_limit() -> None:
    assert "10 MB" in words(refusal(b'{"study": "' + b"x" * 20_000_000 + b'"}', "study.json"))


def test_a_part_that_expands_too_far_is_refused_without_unpacking_it() -> None:
    bomb = with_part(grid_workbook(), "xl/sharedStrings.xml", b"\0" * 200_000_000)
    assert "expands too large" in words(refusal(bomb))


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    bomb = bytearray(zipped({"xl/workbook.xml": b"<a/>", "xl/sharedStrings.xml": b"\0" * 100_000_000}))
    lie = struct.pack("<I", 100_000_000)
    while (at := bomb.find(lie)) >= 0:
        bomb[at : at + 4] = struct.pack("<I", 1000)
    refusal(bytes(bomb))


def test_a_sheet_that_expands_too_far_is_refused_while_it_expands() -> None:
    bomb = raw_workbook("<!--" + " " * 60_000_000 + "-->")
    assert "expands too large" in words(refusal(bomb))


def test_a_part_that_would_reach_into_the_list_of_parts_is_refused() -> None:
    data = zipped({"xl/a.xml": b"<a/>" * 300})
    central = data.rindex(b"PK\x01\x02")
    spoiled = data[: central + 20] + struct.pack("<I", 60_000) + data[central + 24 :]
    assert "overlap" in words(refusal(spoiled))


def test_many_small_parts_count_together() -> None:
    parts = {f"xl/media/{number}.bin": b"\0" * 9_000_000 for number in range(6)}
    assert "50 MB" in words(refusal(zipped({**parts_of(grid_workbook()), **parts})))


def test_65000_parts_are_too_many() -> None:
    begun = io.BytesIO()
    with zipfile.ZipFile(begun, "w") as archive:
        for number in range(65_000):
            archive.writestr(f"{number}", b"")
    assert "parts" in words(refusal(begun.getvalue()))


def test_a_zip_in_a_zip_is_no_schedule() -> None:
    assert "zip file without" in words(refusal(zipped({"inner.zip": grid_workbook()}), "file.zip"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_with_one_name_are_refused() -> None:
    packed = io.BytesIO(grid_workbook())
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<other/>")
    assert "same name" in words(refusal(packed.getvalue()))


def test_names_that_differ_only_in_case_are_refused() -> None:
    assert "same name" in words(refusal(with_part(grid_workbook(), "XL/WORKBOOK.XML", b"<other/>")))


def test_parts_that_share_their_bytes_are_refused() -> None:
    data = zipped({"xl/a.xml": b"<a/>" * 300, "xl/b.xml": b"<a/>" * 300})
    central = data.rindex(b"PK\x01\x02")
    spoiled = bytearray(data)
    spoiled[central + 42 : central + 46] = struct.pack("<I", 0)  # the second entry now begins where the first does
    assert "overlap" in words(refusal(bytes(spoiled)))


@pytest.mark.parametrize(
    "name", ["../../app/settings.py", "/etc/passwd", "xl/../../x", "C:/x.xml", "..\\x.xml", "xl\\workbook.xml"]
)
def test_a_part_that_points_outside_is_refused_and_nothing_is_written(name: str, tmp_path: os.PathLike[str]) -> None:
    before = sorted(os.listdir(tmp_path))
    assert "outside the file" in words(refusal(with_part(grid_workbook(), name, b"x")))
    assert sorted(os.listdir(tmp_path)) == before


def test_a_link_to_another_file_is_refused() -> None:
    packed = io.BytesIO(grid_workbook())
    with zipfile.ZipFile(packed, "a") as archive:
        entry = zipfile.ZipInfo("xl/link")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    assert "a link" in words(refusal(packed.getvalue()))


def test_a_stray_cell_in_the_last_corner_is_refused_at_once() -> None:
    data = raw_workbook('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    text = words(refusal(data))
    assert "far outside" in text and "20,000 rows" in text


def test_a_million_rows_are_refused_with_the_limit_within_seconds() -> None:
    data = raw_workbook("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_000_001)))
    assert "20,000 rows" in words(refusal(data))


def test_a_million_empty_rows_are_refused() -> None:
    assert "20,000 rows" in words(refusal(raw_workbook("<row/>" * 1_000_000)))


def test_more_filled_cells_than_the_limit_are_refused() -> None:
    row = "".join(f"<c><v>{n}</v></c>" for n in range(100))
    assert "60,000 filled cells" in words(refusal(raw_workbook(f"<row>{row}</row>" * 601)))


def test_more_formatted_cells_than_the_limit_are_refused() -> None:
    assert "300,000 formatted cells" in words(refusal(raw_workbook(f"<row>{'<c/>' * 1000}</row>" * 301)))


def test_a_sheet_under_any_name_is_counted() -> None:
    parts = parts_of(grid_workbook())
    sheet = parts.pop("xl/worksheets/sheet1.xml")
    relations = parts["xl/_rels/workbook.xml.rels"].replace(b"/xl/worksheets/sheet1.xml", b"/data/notes.xml")
    far = sheet.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    moved = zipped({**parts, "xl/_rels/workbook.xml.rels": relations, "data/notes.xml": far})
    assert "far outside" in words(refusal(moved))


@pytest.mark.parametrize(
    "after",
    [
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<mergeCells><mergeCell ref="A1:ALL10000"/></mergeCells>',
        '<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>',
        '<mergeCells><mergeCell ref="A:ZZ"/></mergeCells>',
        '<mergeCells><mergeCell ref="A1:ZZZZZZ99999999"/></mergeCells>',
    ],
)
def test_merges_and_links_over_a_whole_sheet_are_refused_at_once(after: str) -> None:
    refusal(raw_workbook('<row r="1"><c r="A1"><v>1</v></c></row>', after=after))


def test_a_comment_in_the_last_corner_is_refused() -> None:
    comments = '<comments><commentList><comment ref="XFD1048576"/></commentList></comments>'
    assert "far outside" in words(refusal(with_part(grid_workbook(), "xl/comments1.xml", comments)))


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"GIF89a", "picture"),
        (b"BM\x00\x01\x00", "picture"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"MZ\x90\x00", "program"),
        (b"<!DOCTYPE html><p>", "web page"),
        (b"  <html>", "web page"),
        (b"<svg xmlns='x'>", "web page"),
        (b"<?xml version='1.0'?><a/>", "web page"),
    ],
)
def test_files_of_other_kinds_are_called_what_they_are(start: bytes, said: str) -> None:
    assert said in words(refusal(start + b" and more", "schedule.xlsx"))


def test_a_web_page_with_a_workbook_behind_it_is_a_web_page() -> None:
    assert "web page" in words(refusal(b"<html><script>alert(1)</script>" + grid_workbook()))


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"ppt/presentation.xml": "<a/>"}, "PowerPoint"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}, "OpenDocument"),
        ({"xl/workbook.bin": b"\0"}, ".xlsb"),
        ({"readme.txt": "x"}, "zip file without"),
    ],
)
def test_zips_of_other_kinds_are_called_what_they_are(parts: dict[str, str], said: str) -> None:
    assert said in words(refusal(zipped(parts)))


def test_a_workbook_with_too_many_sheets_is_refused() -> None:
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}"/>' for n in range(201))
    workbook = f"<workbook><sheets>{sheets}</sheets></workbook>"
    assert "200 sheets" in words(refusal(with_part(grid_workbook(), "xl/workbook.xml", workbook)))


@pytest.mark.parametrize(
    "filename",
    [
        "report.XLSX",
        "report.xlsx.exe",
        "report",
        "x.png",
        "../../x.xlsx",
        "CON.csv",
        ".htaccess",
        'a";x=".csv',
        "a\r\nb.csv",
        "\N{RIGHT-TO-LEFT OVERRIDE}xslx.exe",
        "😀.xlsx",
        "x" * 400 + ".xlsx",
        "<img src=x onerror=alert(1)>.csv",
    ],
)
def test_the_content_decides_and_never_the_name(filename: str) -> None:
    imported = read(template.write_template(schedule()), filename)
    assert imported.schedule == schedule()
    misleads = not filename.lower().endswith(".xlsx")
    assert ("The name does not end in" in told(imported)) == misleads


def test_each_format_is_told_by_its_content() -> None:
    assert format_of(grid_workbook()).module == "xlsx_grid"
    assert format_of(template.write_template()).module == "template"
    assert format_of(b"%PDF-1.4 ...").module == "pdf"
    assert format_of(zipped({"word/document.xml": "<a/>"})).module == "docx"
    assert format_of(b'\xef\xbb\xbf {"study": {}}').module == "usdm_json"
    assert format_of('{"study": {}}'.encode("utf-16")).module == "usdm_json"
    assert format_of(b"visit,activity,mark\n").module == "longform"
    assert format_of(zipped({"a.csv": "visit,activity\n"})).module == "longform"
    assert format_of(b"Procedure,Visit 1,Visit 2\n").module == "csv_grid"


def test_a_limit_that_nobody_knows_is_our_own_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module.tomllib, "loads", lambda text: {"colour": {"value": 1, "why": "none"}})
    with pytest.raises(ValueError, match="colour"):
        limits.__wrapped__()


def test_every_limit_says_why_and_no_unknown_one_is_kept() -> None:
    assert all(getattr(limits(), name) > 0 for name in Limits.__dataclass_fields__)
    assert megabytes(10_000_000) == "10 MB"


def test_a_refusal_says_what_it_is_about_as_an_exception_too() -> None:
    assert str(Refused.because("file", "No.", "Yes.")) == "No."
