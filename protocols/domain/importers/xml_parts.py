"""What the XML parts of a workbook or document hold, found by streaming before anything builds them in memory."""

import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from protocols.domain.importers.archive import damaged, inflate
from protocols.domain.importers.imported import Refused
from protocols.domain.importers.limits import limits

XML_ENDINGS = (".xml", ".rels", ".vml")
CELL, ROW, COMMENT, SHEET = "c", "row", "comment", "sheet"
COVERING = frozenset(("mergeCell", "hyperlink", COMMENT))
TYPES = frozenset(("Default", "Override"))
CONTENT = frozenset(("v", "is", "f"))
TO_REMOVE = "Delete what is not part of the schedule, or copy the schedule alone into a new workbook."


@dataclass
class PartCounts:
    """What was counted while the parts of one file were streamed."""

    sheet_names: list[str] = field(default_factory=list)
    cells: int = 0
    stored_cells: int = 0
    rows: int = 0
    covered: int = 0


def check_parts(archive: zipfile.ZipFile) -> PartCounts:
    """Inflate every part once, under the limit of really inflated bytes, and count what the XML parts hold."""
    counts = PartCounts()
    room = limits().inflated_bytes
    for entry in archive.infolist():
        reader = _PartReader(entry.filename, counts) if entry.filename.lower().endswith(XML_ENDINGS) else None
        for chunk in inflate(archive, entry, room):
            room -= len(chunk)
            if reader:
                reader.feed(chunk)
        if reader:
            reader.feed(b"", is_final=True)
    return counts


class _PartReader:
    """Streams one XML part through expat. Every part is counted: a worksheet may lie under any name."""

    def __init__(self, name: str, counts: PartCounts) -> None:
        self.name, self.counts = name, counts
        self.row = self.column = 0
        self.is_filled = True  # until a cell begins
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start

    def feed(self, chunk: bytes, *, is_final: bool = False) -> None:
        """Take the next bytes of the part. Raises Refused."""
        try:
            self.parser.Parse(chunk, is_final)
        except expat.ExpatError as problem:
            raise damaged() from problem

    def _refuse_doctype(self, *_: object) -> None:
        raise Refused.because(
            self.name,
            "The file contains a document type declaration. No Excel or Word file has one, and it is unsafe to read.",
            "Open it in Excel, Word or LibreOffice, save it again and upload that copy.",
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("}")[2]
        if local == CELL:
            self._start_cell(attributes.get("r"))
        elif local in CONTENT:
            self._fill_cell()
        elif local == ROW:
            self._start_row(attributes.get("r"))
        elif local in COVERING:
            self._cover(local, attributes.get("ref", ""))
        elif local == SHEET and "name" in attributes:
            self.counts.sheet_names.append(attributes["name"])
        elif local in TYPES and "macroenabled" in attributes.get("ContentType", "").lower():
            raise Refused.because(
                self.name,
                "The file is of a type that can hold macros (small programs). Such files are not accepted.",
                "Save it without macros, as .xlsx or .docx, and upload that copy.",
            )

    def _fill_cell(self) -> None:
        if self.is_filled:
            return
        self.is_filled = True
        self.counts.cells += 1
        if self.counts.cells > limits().cells:
            raise _too_many(self.name, "filled cells", limits().cells)
        self._check_place(self.row, self.column)

    def _start_row(self, number: str | None) -> None:
        self.row = _number(number, self.row + 1)
        self.column = 0
        self.counts.rows += 1
        if self.counts.rows > limits().sheet_rows:
            raise _too_many(self.name, "rows", limits().sheet_rows)

    def _start_cell(self, reference: str | None) -> None:
        self.is_filled = False
        self.counts.stored_cells += 1
        if self.counts.stored_cells > limits().stored_cells:
            raise _too_many(self.name, "formatted cells", limits().stored_cells)
        if reference:
            self.row, self.column = _place(reference, self.name)
        else:
            self.column += 1

    def _cover(self, element: str, reference: str) -> None:
        for corners in reference.split():
            first, _, last = corners.partition(":")
            top, left = _place(first, self.name)
            bottom, right = _place(last or first, self.name)
            self._check_place(bottom, right)
            if element != COMMENT:
                self.counts.covered += max(0, bottom - top + 1) * max(0, right - left + 1)
            if self.counts.covered > limits().merged_cells:
                raise _too_many(self.name, "merged or linked cells", limits().merged_cells)

    def _check_place(self, row: int, column: int) -> None:
        if row > limits().sheet_rows or column > limits().sheet_columns:
            raise Refused.because(
                f"{self.name}, row {row:,}, column {column:,}",
                "A cell lies far outside any schedule: "
                f"at most {limits().sheet_rows:,} rows and {limits().sheet_columns:,} columns are read.",
                TO_REMOVE,
            )


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and len(text) < 9 and text.isascii() and text.isdigit() else otherwise


def _place(reference: str, part: str) -> tuple[int, int]:
    """Return (row, column), from 1, of a reference such as AB12. A whole row or column counts as endless."""
    letters = reference.replace("$", "").rstrip("0123456789")
    digits = reference.replace("$", "")[len(letters) :]
    if len(letters) > 3 or len(digits) > 7 or not (letters.isascii() and (letters.isalpha() or not letters)):
        raise Refused.because(part, f"The workbook names a cell that cannot exist: {reference[:20]!r}.", TO_REMOVE)
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(digits) if digits else limits().sheet_rows + 1, column if letters else limits().sheet_columns + 1


def _too_many(part: str, what: str, limit: int) -> Refused:
    return Refused.because(part, f"The workbook has more than {limit:,} {what}, the limit of what is read.", TO_REMOVE)
