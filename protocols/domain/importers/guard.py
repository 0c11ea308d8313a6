"""What an upload is, by its content, and whether it may be read at all; decided before any reader sees it."""

import zipfile
from dataclasses import dataclass
from enum import StrEnum

from protocols.domain.importers.archive import is_left_by_a_system, open_archive
from protocols.domain.importers.imported import Refused
from protocols.domain.importers.limits import limits, megabytes
from protocols.domain.importers.xml_parts import check_parts

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EMPTY_ZIP = b"PK\x05\x06"
SAVE_AS = "Save the schedule as .xlsx, .csv, .docx, .pdf or USDM .json and upload that."


class Kind(StrEnum):
    """The sorts of file that some reader takes."""

    WORKBOOK = "workbook"
    DOCUMENT = "document"
    TABLES = "zip of CSV files"
    PDF = "pdf"
    JSON = "json"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Content:
    """What the first look found: the kind of file and, for a workbook, the names of its sheets."""

    data: bytes
    kind: Kind
    sheets: tuple[str, ...] = ()


# What a file begins with, for kinds that are refused: first bytes, what it is called, what to do instead.
REFUSED_KINDS = (
    (b"\x89PNG", "a picture (PNG)", SAVE_AS),
    (b"\xff\xd8\xff", "a picture (JPEG)", SAVE_AS),
    (b"GIF8", "a picture (GIF)", SAVE_AS),
    (b"II*\x00", "a picture (TIFF)", SAVE_AS),
    (b"MM\x00*", "a picture (TIFF)", SAVE_AS),
    (b"BM", "a picture (BMP)", SAVE_AS),
    (b"RIFF", "a picture or recording", SAVE_AS),
    (b"{\\rtf", "a rich text file (RTF)", "Save it as .docx and upload that."),
    (b"\x1f\x8b", "a packed file (gzip)", "Unpack it and upload the file inside."),
    (b"7z\xbc\xaf", "a packed file (7-Zip)", "Unpack it and upload the file inside."),
    (b"Rar!", "a packed file (RAR)", "Unpack it and upload the file inside."),
    (b"MZ", "a program", SAVE_AS),
    (b"\x7fELF", "a program", SAVE_AS),
    (b"SQLite format 3", "a database", SAVE_AS),
)
BINARY_AS_TEXT = (b"BM", b"MZ", b"RIFF")  # letters that a CSV could begin with; only with a zero byte are they binary


def look(data: bytes) -> Content:
    """Return what the upload is. Raises Refused for what is empty, too large, unsafe or of no kind that is read."""
    if not data.strip(b"\x00\t\n\x0b\x0c\r \xef\xbb\xbf\xff\xfe"):
        raise Refused.because("file", "The file is empty.", "Choose the file again; it may not have been saved yet.")
    if len(data) > limits().upload_bytes:
        limit = megabytes(limits().upload_bytes)
        raise Refused.because(
            "file",
            f"The file is too large: {megabytes(len(data))}; the limit is {limit}.",
            "Upload only the part with the schedule.",
        )
    if data.startswith(OLE):
        raise _old_or_locked(data)
    if data.startswith((ZIP, EMPTY_ZIP)):
        return _look_into_zip(data)
    if b"%PDF-" in data[:1024]:
        return Content(data, Kind.PDF)
    _refuse_other_kinds(data)
    return Content(data, Kind.JSON if _begins(data) in ("{", "[") else Kind.TEXT)


def _look_into_zip(data: bytes) -> Content:
    with open_archive(data) as archive:
        names = {name.casefold() for name in archive.namelist()}
        counts = check_parts(archive)
        if "xl/workbook.bin" in names:
            raise _refused_kind("a binary Excel workbook (.xlsb)", "Save it as .xlsx and upload that.")
        if any(name.startswith("xl/") for name in names):
            if len(counts.sheet_names) > limits().sheets:
                raise _refused_kind(f"a workbook with more than {limits().sheets} sheets", SAVE_AS)
            return Content(data, Kind.WORKBOOK, tuple(counts.sheet_names))
        if any(name.startswith("word/") for name in names):
            return Content(data, Kind.DOCUMENT)
        if _holds_csv(archive):
            return Content(data, Kind.TABLES)
        raise _other_zip(names)


def _holds_csv(archive: zipfile.ZipFile) -> bool:
    listed = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    files = [name for name in listed if not is_left_by_a_system(name)]
    return bool(files) and all(name.lower().endswith(".csv") for name in files)


def _other_zip(names: set[str]) -> Refused:
    if any(name.startswith("ppt/") for name in names):
        return _refused_kind("a PowerPoint presentation", SAVE_AS)
    if "mimetype" in names and "content.xml" in names:
        return _refused_kind("an OpenDocument file (.ods or .odt)", "Save it as .xlsx or .docx and upload that.")
    return _refused_kind("a zip file without a workbook, document or CSV files in it", SAVE_AS)


def _old_or_locked(data: bytes) -> Refused:
    """Tell a password from an old format by the names in the compound file, which are UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _refused_kind("password-protected", "Remove the password, save it again and upload that copy.")
    if "WordDocument".encode("utf-16-le") in data:
        return _refused_kind("an old Word file (.doc)", "Open it in Word or LibreOffice and save as .docx.")
    return _refused_kind("an old Excel file (.xls) or a similar old format", "Open it and save as .xlsx.")


def _refuse_other_kinds(data: bytes) -> None:
    for start, name, remedy in REFUSED_KINDS:
        if data.startswith(start) and (start not in BINARY_AS_TEXT or b"\x00" in data[:512]):
            raise _refused_kind(name, remedy)
    head = data[:1024].lstrip(b"\xef\xbb\xbf\t\n\r ").lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<svg", b"<script")):
        raise _refused_kind("a web page or XML file", SAVE_AS)


def _begins(data: bytes) -> str:
    """Return the first letter of a text in UTF-8 or UTF-16, with or without a byte order mark."""
    letters = data[:64].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\t\n\r ")
    return letters[:1].decode("ascii", "ignore")


def _refused_kind(what: str, remedy: str) -> Refused:
    return Refused.because("file", f"The file is {what}.", remedy)
