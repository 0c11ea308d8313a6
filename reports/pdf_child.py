"""The process that lays out one PDF: a document comes in, a PDF goes out, and nothing else is read, fetched or written.

It gets the HTML on its standard input, and answers with one line of JSON (what WeasyPrint complained of) and the PDF.
"""

import gc
import json
import logging
import os
import resource
import sys
from pathlib import Path
from typing import NoReturn

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.limits import limits
from reports.pdf import OUT_OF_MEMORY

STATIC = Path(__file__).parents[1] / "workbench" / "static" / "workbench"
BASE = "https://report.invalid/"  # a name that leads nowhere
SHEET = "css/report.css"
FONTS = "fonts/print"


class OwnFiles(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
    """Serves our own style sheet and fonts by their exact names; every other address is refused, whatever it is."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        fonts = {f"{BASE}{FONTS}/{path.name}": path for path in (STATIC / FONTS).glob("*.woff2")}
        self._files = {f"{BASE}{SHEET}": STATIC / SHEET, **fonts}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return one of our own files; raises ValueError for any other address."""
        path = self._files.get(url)
        if path is None:
            raise ValueError("A report fetches nothing but its own style and fonts.")
        kind = "text/css" if path.suffix == ".css" else "font/woff2"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


class Complaints(logging.Handler):
    """Keeps what WeasyPrint says while it works."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


def lay_out(html: str) -> bytes:
    """Return the tagged PDF of a document, made to the rules of PDF/UA-1."""
    # The fetcher goes to the document and to every sheet: a sheet made without it would fetch by itself.
    fetcher, fonts = OwnFiles(), FontConfiguration()
    sheet = CSS(url=f"{BASE}{SHEET}", url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=html, base_url=BASE, url_fetcher=fetcher)
    pdf: bytes = document.write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", presentational_hints=False
    )
    return pdf


def main() -> None:
    """Be the child: read the document from standard input, answer on standard output."""
    _limit()
    gc.disable()  # the process ends with its one answer; looking for circles takes a fifth of its time
    complaints = Complaints()
    logging.getLogger("weasyprint").addHandler(complaints)
    html = sys.stdin.buffer.read().decode()
    try:
        pdf = lay_out(html)
    except MemoryError:
        _stop_for_memory()
    sys.stdout.buffer.write(json.dumps(complaints.messages).encode() + b"\n" + pdf)
    sys.stdout.buffer.flush()


def _limit() -> None:
    allowed = limits()
    resource.setrlimit(resource.RLIMIT_AS, (allowed.memory_bytes, allowed.memory_bytes))
    # The harder limit stands a little later: at the softer one the child still ends with a reason.
    resource.setrlimit(resource.RLIMIT_CPU, (allowed.cpu_seconds, allowed.cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _stop_for_memory() -> NoReturn:
    os._exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    main()
