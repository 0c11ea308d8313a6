"""The workbook in a real spreadsheet program: what it works out is what the page shows, to the hundredth."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from protocols.scores.services import default_persona, score_review
from reports.gather import gather
from reports.xlsx import workbook_of
from tests.libreoffice import recomputed
from tests.reports.factory import rated_cast

pytestmark = [pytest.mark.django_db, pytest.mark.libreoffice]
HUNDREDTH = Decimal("0.01")


def opened(book: bytes, folder: Path) -> Workbook:
    return load_workbook(io.BytesIO(recomputed(book, folder)), data_only=True)


def hundredths(value: object) -> Decimal:
    return Decimal(str(value)).quantize(HUNDREDTH)


def test_a_spreadsheet_program_works_out_the_totals_of_the_page(tmp_path: Path) -> None:
    review = rated_cast().review
    content = gather(review)
    shown = score_review(review, persona=default_persona(review)).score
    book = opened(workbook_of(content, content.sha256), tmp_path)
    totals, visits = book["Totals"], book["Visits"]
    for row, planned in ((3, shown.load.planned), (4, shown.minutes.planned)):
        assert [hundredths(totals.cell(row, column).value) for column in (2, 3, 4)] == [planned] * 3
        assert planned > 0
        assert totals.cell(row, 5).value == "yes"
    for row, visit in enumerate(shown.visits, start=3):
        assert hundredths(visits.cell(row, 6).value) == visit.load.planned
        assert hundredths(visits.cell(row, 7).value) == visit.minutes.planned
        assert visits.cell(row, 9).value == "yes"


def test_a_total_that_does_not_add_up_is_told(tmp_path: Path) -> None:
    content = gather(rated_cast().review)
    first, *others = content.lines
    changed = replace(content, lines=(replace(first, minutes=first.minutes + 1), *others))
    book = opened(workbook_of(changed, content.sha256), tmp_path)
    assert book["Totals"]["E4"].value == "NO"
    assert book["Totals"]["E3"].value == "yes"
