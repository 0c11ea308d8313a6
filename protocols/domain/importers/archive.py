"""Whether a zip file (XLSX, DOCX, a set of CSV files) is safe to open, decided before anything in it is parsed."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from protocols.domain.importers.imported import Refused
from protocols.domain.importers.limits import limits, megabytes

MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
MACRO_FOLDER = "/macrosheets/"
SHEETS = "xl/worksheets/"
# Chunks grow as a part goes on: the XML parser begins an unfinished piece, such as a comment of 50 MB, again with each.
FIRST_CHUNK, LARGEST_CHUNK = 65_536, 8_388_608
LOCAL_HEADER = 30  # bytes of a local file header before the name (zip application note, 4.3.7)


@contextmanager
def open_archive(data: bytes) -> Iterator[zipfile.ZipFile]:
    """Open a zip whose entries were all checked by their headers. Raises Refused."""
    _check_count(_stated_count(data))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, UnicodeError, EOFError) as problem:
        raise damaged() from problem
    with archive:
        _check_entries(archive)
        yield archive


def is_left_by_a_system(name: str) -> bool:
    """Tell whether an entry is one that a computer puts beside the files of a folder: `__MACOSX/`, `.DS_Store`."""
    return any(part == "__MACOSX" or part.startswith(".") for part in PurePosixPath(name).parts)


def damaged() -> Refused:
    """Return the refusal of a zip that cannot be opened."""
    return Refused.because(
        "file",
        "The file is damaged or cut short: it is not a valid Excel workbook, Word document or zip file.",
        "Open it in the program that made it, save it again and upload that copy.",
    )


def inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> Iterator[bytes]:
    """Yield the chunks of one entry, counting what really comes out; more than `room` bytes is refused."""
    total, size = 0, FIRST_CHUNK
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(size):
                size = min(2 * size, LARGEST_CHUNK)
                total += len(chunk)
                if total > room:
                    raise _expands_too_large()
                yield chunk
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as problem:
        raise damaged() from problem


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    _check_count(len(entries))
    for entry in entries:
        _check_entry(entry)
    _check_names_are_unique(entries)
    _check_no_overlap(archive, entries)
    # A sheet that declares too much is streamed all the same: it is then refused for its rows, which says more.
    if sum(entry.file_size for entry in entries if not entry.filename.startswith(SHEETS)) > limits().inflated_bytes:
        raise _expands_too_large()


def _stated_count(data: bytes) -> int:
    """Return how many entries the end of the zip states, so that a huge list need not be read to be refused."""
    end = data.rfind(b"PK\x05\x06")
    return int.from_bytes(data[end + 10 : end + 12], "little") if end >= 0 else 0


def _check_count(count: int) -> None:
    if count > limits().zip_entries:
        raise Refused.because(
            "file",
            f"The file holds {count:,} parts; at most {limits().zip_entries:,} are read.",
            "Save a copy with only the schedule and upload that.",
        )


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise Refused.because(
            "file", "The file is password-protected.", "Remove the password, save it again and upload that copy."
        )
    name = entry.orig_filename
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name or ":" in name:
        raise _unsafe("a part whose name points outside the file")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _unsafe("a link to another file")
    if name.lower().endswith(MACRO_PARTS) or MACRO_FOLDER in f"/{name.lower()}":
        raise Refused.because(
            "file",
            "The file contains macros (small programs). Files with macros are not accepted.",
            "Save it without macros, as .xlsx or .docx, and upload that copy.",
        )


def _check_names_are_unique(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) < len(names):
        raise _unsafe("two parts with the same name")


def _check_no_overlap(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse entries that share bytes: a few kilobytes can then claim to be terabytes."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise _unsafe("parts that overlap")
        end = entry.header_offset + LOCAL_HEADER + len(entry.orig_filename) + entry.compress_size
    if entries and end > archive.start_dir:
        raise _unsafe("parts that overlap")


def _unsafe(what: str) -> Refused:
    return Refused.because(
        "file",
        f"The file is not built like a workbook or document: it contains {what}.",
        "Open it in Excel, Word or LibreOffice, save it again and upload that copy.",
    )


def _expands_too_large() -> Refused:
    return Refused.because(
        "file",
        f"The file expands too large when it is opened (more than {megabytes(limits().inflated_bytes)}).",
        "Save a copy with only the schedule and upload that.",
    )
