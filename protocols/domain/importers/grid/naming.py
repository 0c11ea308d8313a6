"""What a heading text names: a row of headings, a visit, a column of remarks, or only a number."""

import re

from protocols.domain.importers.grid.vocabulary import limit, only_of, plain, says, tokens, words

_FIGURES = re.compile(r"^[-+]?\s*\.?\d+(?:\.\d+)?(?:\s*(?:-|to|/)\s*[-+]?\.?\d+(?:\.\d+)?)?$")
_CODED = re.compile(
    r"^(?:visits?|v|weeks?|wk|w|days?|d|months?|mo|m|cycles?|cyc|c|periods?|years?|yr|y|hours?|hr|h|p|phone|call|t|fu|part|stage|phase)"
    r"\s*[-#.:]?\s*[-+≥>]?\s*\d",
    re.IGNORECASE,
)
_CJK = re.compile(r"^(?:第)?-?\d+\s*(?:週|周|日|天|月|个月|か月|ヶ月)(?:目|後)?$")
_DATE = re.compile(r"^(?:\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}[ -][A-Z][a-z]{2,8}[ -]\d{2,4})$")
_CODE = re.compile(r"^[A-Z]{1,5}[-_. ]?\d+(?:[-_.]\d+)*$")
_NUMBERS = re.compile(r"\d+(?:-\d+)?$")
_NUMBERED = re.compile(r"^\d+(?:\.\d+)*\.?$")


def is_row_name(text: str) -> bool:
    """Tell whether a text only names what a heading row holds: "Visit number", "Window (days)"."""
    return len(text) < 90 and only_of(text, words("row_names", "core"), words("row_names", "fill"))


def names_rows(text: str) -> bool:
    """Tell whether a heading names what stands in the rows: "Study procedures", "Procedure / visit"."""
    return is_row_name(text) or not words("row_names", "rows").isdisjoint(tokens(text))


def is_visit_like(text: str) -> bool:
    """Tell whether a heading names a visit or a stretch of the study: "V3", "Week 12", "End of treatment"."""
    bare = plain(text)
    if len(bare) > limit("heading_text"):
        return False
    if _DATE.match(bare):
        return True
    if "_" in bare and any(is_visit_like(piece) for piece in bare.split("_")):
        return True  # a data base writes "SE_C1D1" or "SCREENING_1"
    return bool(_CODED.match(bare) or _CJK.match(bare)) or says(bare, "visit_words", "words") or bool(_says_time(bare))


def _says_time(text: str) -> bool:
    units = {word for unit in ("day", "week", "month") for word in words("units", unit)} | {
        "cycle",
        "cycles",
        "visit",
        "visits",
    }
    found = tokens(text)
    return any(token in units and len(token) > 1 for token in found) and any(_NUMBERS.match(token) for token in found)


def is_date(text: str) -> bool:
    """Tell whether a whole heading is a date of the calendar."""
    return _DATE.match(plain(text)) is not None


def is_code(text: str) -> bool:
    """Tell whether a text is only an identifier: capital letters with a number, such as "ACT-001"."""
    return _CODE.match(text.strip()) is not None


def is_remark_heading(text: str) -> bool:
    """Tell whether a heading names a column of remarks: "Notes", "Comments", "Protocol section"."""
    return len(text) < 40 and only_of(text, words("note_columns", "words"), words("note_columns", "fill"))


def is_figures(text: str) -> bool:
    """Tell whether a heading is only a number or a range of numbers: "3", "-14", "-28 to -1"."""
    return _FIGURES.match(plain(text)) is not None


def is_reference(text: str) -> bool:
    """Tell whether a text is only a number, of a row or of a section."""
    return _NUMBERED.match(text.strip()) is not None
