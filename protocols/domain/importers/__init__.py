"""Reading a schedule from a file: the one table of formats, and the one function that every caller uses.

    read(bytes, file name)  ->  Imported(format, schedule, problems)   or raises   Refused(problems)

The name of the file never decides: the guard looks at the content, then the first format of the table that
recognises it reads it. To add a format, write a module with `read(data: bytes) -> Imported` and add one row.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module

from protocols.domain.importers import recognise
from protocols.domain.importers.check import check_schedule
from protocols.domain.importers.guard import Content, look
from protocols.domain.importers.imported import Imported, Refused, refusal_document
from protocols.domain.problems import note

__all__ = ["FORMATS", "Format", "Imported", "Refused", "format_of", "read", "refusal_document"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Format:
    """One row: what the contract calls it, what people call it, how it is recognised, and which module reads it."""

    name: str
    label: str
    recognises: Callable[[Content], bool]
    module: str


FORMATS = (
    Format("xlsx", "our own workbook template", recognise.is_template, "template"),
    Format("usdm-xlsx", "USDM workbook", recognise.is_usdm_workbook, "usdm_xlsx"),
    Format("xlsx", "Excel workbook with a schedule grid", recognise.is_workbook, "xlsx_grid"),
    Format("docx", "Word document with a schedule table", recognise.is_document, "docx"),
    Format("pdf", "PDF with a ruled table", recognise.is_pdf, "pdf"),
    Format("usdm-json", "USDM JSON", recognise.is_json, "usdm_json"),
    Format("csv", "CSV with one row per mark", recognise.is_long_form, "longform"),
    Format("csv", "CSV with a schedule grid", recognise.is_text, "csv_grid"),
)


def read(data: bytes, filename: str) -> Imported:
    """Return what the file says. `filename` is only for a remark where its ending misleads. Raises Refused."""
    found = format_of(data)
    try:
        imported = check_schedule(import_module(f"{__name__}.{found.module}").read(data))
    except Refused as refused:
        refused.format = refused.format or found.name
        raise
    except MemoryError:
        raise  # the process that reads says it in its own words
    except Exception as problem:
        # A reader must refuse by itself; where one fails all the same, a person gets words and we get the traceback.
        logger.exception("The reader %s failed", found.module)
        raise _unreadable(found) from problem
    return _with_remark_on_name(imported, found, filename)


def format_of(data: bytes) -> Format:
    """Return the row of the table that reads this content. Raises Refused where no row does."""
    content = look(data)
    return next(row for row in FORMATS if row.recognises(content))


def _unreadable(found: Format) -> Refused:
    return Refused.because(
        "file",
        f"The file looks like: {found.label}, but it is built in a way that cannot be read.",
        "Open it in the program that made it, save it again and upload that copy.",
        format=found.name,
    )


def _with_remark_on_name(imported: Imported, found: Format, filename: str) -> Imported:
    ending = filename.rpartition(".")[2].lower() if "." in filename else ""
    if ending in recognise.ENDINGS[found.name]:
        return imported
    remark = note(
        "file name", f"The name does not end in {recognise.ENDINGS[found.name][0]!r}; it was read as: {found.label}."
    )
    return replace(imported, problems=(*imported.problems, remark))
