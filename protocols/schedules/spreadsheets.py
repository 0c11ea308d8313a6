"""Rows as a file for spreadsheets, in which nobody's text turns into a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

# Spreadsheets take a text that begins with one of these for a formula; a leading apostrophe keeps it a text.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
CSV = "text/csv; charset=utf-8"


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows under their heads as CSV, with the mark by which spreadsheets know the letters."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(heads)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")
