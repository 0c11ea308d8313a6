"""PDF pages with ruled tables: what stands where is inferred from lines, so a person is asked to check closely."""

import io

import pdfplumber
from pdfplumber.pdf import PDF

from protocols.domain.importers.grid.cells import Grid
from protocols.domain.importers.grid.page_tables import page_grids, read_page
from protocols.domain.importers.grid.reading import only_colours, read_grids
from protocols.domain.importers.grid.vocabulary import limit
from protocols.domain.importers.imported import Imported, Refused
from protocols.domain.problems import warning

FORMAT = "pdf"


def read(data: bytes) -> Imported:
    """Return the schedule of a PDF with ruled tables. Raises Refused for scans, locked files and pages without any."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            grids, coloured = _grids(pdf)
    except Refused:
        raise
    except Exception as problem:  # pdfminer raises many kinds: a locked file, or none that it can read
        raise _unreadable(problem) from problem
    try:
        imported = read_grids(grids, FORMAT)
    except Refused as refused:
        raise (only_colours(coloured, FORMAT) if coloured >= limit("coloured_cells") else refused) from refused
    caution = warning(
        "file",
        "The schedule was read from a PDF, where a table is only lines on paper. Please check closely.",
        "Compare every row and column with the document. A Word, Excel or USDM file is read more surely.",
    )
    return Imported(FORMAT, imported.schedule, (caution, *imported.problems))


def _unreadable(problem: Exception) -> Refused:
    if "password" in type(problem).__name__.casefold() or "password" in repr(problem).casefold():
        message, remedy = "The PDF is protected by a password.", "Save it without the password and upload it again."
    else:
        message, remedy = (
            "The file is not a PDF that can be read.",
            "Save or print it as PDF again, or upload Word or Excel.",
        )
    return Refused.because("file", message, remedy, format=FORMAT)


def _grids(pdf: PDF) -> tuple[list[Grid], int]:
    """Return the ruled tables of all pages, and how many areas hold only a colour."""
    if len(pdf.pages) > limit("pdf_pages"):
        raise Refused.because(
            "file",
            f"The PDF has {len(pdf.pages)} pages; at most {limit('pdf_pages')} are read.",
            "Upload only the pages of the schedule of activities.",
            format=FORMAT,
        )
    grids: list[Grid] = []
    letters = pictures = coloured = 0
    for page in pdf.pages:
        sheet = read_page(page)
        page.close()
        letters += len(sheet.characters)
        pictures += sheet.pictures
        coloured += sheet.coloured
        grids.extend(page_grids(sheet))
    if not grids:
        raise _no_table(len(pdf.pages), letters, pictures)
    return grids, coloured


def _no_table(pages: int, letters: int, pictures: int) -> Refused:
    if pictures and letters < pages * limit("pdf_letters_on_a_page"):
        message = "The PDF is a scan: its pages are pictures without text."
    else:
        message = "The PDF has no table with ruled lines."
    remedy = "Upload the schedule as Word, Excel, CSV or USDM JSON. Text in pictures is not read."
    return Refused.because("file", message, remedy, format=FORMAT)
