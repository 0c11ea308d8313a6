"""How each format is told by its content: by the kind of file, the names of its sheets, or its first line."""

from protocols.domain.importers import longform, template_layout
from protocols.domain.importers.guard import Content, Kind

USDM_SHEET = "studydesign"

# The endings that a file of a format may have, the usual one first.
ENDINGS = {
    "xlsx": ("xlsx",),
    "usdm-xlsx": ("xlsx",),
    "docx": ("docx",),
    "pdf": ("pdf",),
    "usdm-json": ("json",),
    "csv": ("csv", "txt", "tsv", "zip"),
}


def is_template(content: Content) -> bool:
    """Tell whether a workbook is our own template."""
    names = set(content.sheets)
    return template_layout.SCHEDULE in names and bool(names & template_layout.TELLING_SHEETS)


def is_usdm_workbook(content: Content) -> bool:
    """Tell whether a workbook is a USDM study definition.

    "Study Design" is also what people call any sheet; then another sheet must have such a name, as studyDesignArms.
    """
    names = {name.strip().casefold() for name in content.sheets}
    spaced = [name.replace(" ", "") for name in names]
    return USDM_SHEET in names or (USDM_SHEET in spaced and sum(name.startswith(USDM_SHEET) for name in spaced) > 1)


def is_workbook(content: Content) -> bool:
    """Tell whether the file is an Excel workbook of any other kind."""
    return content.kind is Kind.WORKBOOK


def is_document(content: Content) -> bool:
    """Tell whether the file is a Word document."""
    return content.kind is Kind.DOCUMENT


def is_pdf(content: Content) -> bool:
    """Tell whether the file is a PDF."""
    return content.kind is Kind.PDF


def is_json(content: Content) -> bool:
    """Tell whether the file is JSON."""
    return content.kind is Kind.JSON


def is_long_form(content: Content) -> bool:
    """Tell whether the file is a set of CSV files, or one CSV file with a row for each mark."""
    return content.kind is Kind.TABLES or (content.kind is Kind.TEXT and longform.is_long_form(content.data))


def is_text(content: Content) -> bool:
    """Tell whether the file is any other text."""
    return content.kind is Kind.TEXT
