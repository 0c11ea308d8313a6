"""The shortest correct code for the work of each case. What the workbench costs is told as a ratio to these."""

import io
import json

from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from openpyxl import load_workbook
from weasyprint import HTML

MAKE_TABLE = "CREATE TABLE IF NOT EXISTS bare_row (id {serial} PRIMARY KEY, words TEXT NOT NULL)"
SHEET = "workbench/css/report.css"
INSERT = "INSERT INTO bare_row (words) VALUES (%s)"
page = b""


def read_workbook(data: bytes) -> None:
    """Open a workbook with its rich text, as the importer has to."""
    load_workbook(io.BytesIO(data), rich_text=True)


def read_json(data: bytes) -> None:
    """Parse a JSON file, and do nothing with it."""
    json.load(io.BytesIO(data))


def show_page(request: HttpRequest) -> HttpResponse:
    """Answer with bytes that are there already."""
    return HttpResponse(page)


def make_pdf(html: str) -> bytes:
    """Make a tagged PDF of a page with its style sheet."""
    return bytes(HTML(string=html).write_pdf(stylesheets=[finders.find(SHEET)], pdf_variant="pdf/ua-1"))


def make_table() -> None:
    """Make the table of bare rows."""
    serial = "SERIAL" if connection.vendor == "postgresql" else "INTEGER"
    with connection.cursor() as cursor:
        cursor.execute(MAKE_TABLE.format(serial=serial))


@csrf_exempt
def insert_row(request: HttpRequest) -> HttpResponse:
    """Write one row in a transaction, whoever asks: no sign-in, no CSRF token."""
    return _insert(request)


@login_required
def insert_signed_row(request: HttpRequest) -> HttpResponse:
    """Write one row in a transaction, for somebody who is signed in and whose CSRF token the middleware has checked."""
    return _insert(request)


def _insert(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, [request.POST["words"]])
    return HttpResponse("ok")


def count_rows() -> int:
    """Return how many bare rows there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM bare_row")
        return int(cursor.fetchone()[0])
