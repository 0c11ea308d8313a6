"""Every address and every export, read by each role of the sponsor before and after one more site answered.

Between two moments in which one more answer without a name came in, nothing may differ, and nothing of a site's own
words or of what it says of itself may stand anywhere.
"""

import io
import re
import zipfile
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from protocols.runthroughs.models import ShareLevel, SiteAnswer
from protocols.runthroughs.sites.access import told_to_sponsor
from protocols.runthroughs.sites.texts import held_in
from reports.document import document_of
from reports.gather import gather
from reports.pdf import pdf_of
from reports.xlsx import workbook_of
from tests.access.rows import ROWS
from tests.cast import Cast
from tests.reports.factory import matched_cast, report_of
from tests.runthroughs.sites import close, fill_profile, release_texts, say, site_seats

pytestmark = pytest.mark.django_db

READERS = ("SA", "SE", "SV", "RV")
# Whatever these two words stand in has told of a site: its own words, and the number of hours that it has.
CANARY, HOURS = "Wolfram-hears-a-kettle", 4321
LEFT_OUT = {"health"}  # tells the time
SECRET = re.compile(
    r'(X-CSRFToken": ?"|X-CSRFToken&quot;: ?&quot;|csrfmiddlewaretoken" value=")[^"&]+|nonce="[^"]+"|'
    r"name=\"key\" value=\"[^\"]+\""
)


@pytest.fixture
def cast() -> Cast:
    return matched_cast()


@dataclass
class Readers:
    """The people of the sponsor's side, signed in, and every address that one of them may open."""

    browsers: dict[str, Client]
    places: dict[str, str]

    def read(self, who: str = "SE", fragment: str = "") -> dict[str, str]:
        """What one reader gets at each address: the status, the headers that say something, and the page.

        Whatever reading writes, such as a line in the log, is undone, so that the next reader finds the same.
        """
        headers = {"HX-Request": "true", "HX-Target": fragment} if fragment else {}
        with transaction.atomic():
            allowed = [name for name in self.places if who in ROWS[name].may.split()]
            in_order = sorted(allowed, key=lambda name: (name != "reviews:audit", name))
            found = {name: _answer(self.browsers[who], self.places[name], headers) for name in in_order}
            transaction.set_rollback(True)
        return found

    def read_all(self) -> dict[tuple[str, str], dict[str, str]]:
        """What each reader gets, and one of them also by the requests that a page makes for a piece of itself."""
        wholes = {(who, ""): self.read(who) for who in READERS}
        return wholes | {("SE", part): self.read("SE", part) for part in ("main", "preview")}


@pytest.fixture
def readers(cast: Cast) -> Readers:
    """Addresses are made once, so that asking again makes nothing new."""
    places, made, browsers = {}, {}, {who: Client() for who in READERS}
    for name, row in ROWS.items():
        is_read = "GET" in row.methods and {*READERS} & {*row.may.split()} and name not in LEFT_OUT
        if is_read and not name.startswith(("account_", "mfa_", "people:")):
            if row.kwargs not in made:
                made[row.kwargs] = row.kwargs(cast)
            places[name] = reverse(name, kwargs=made[row.kwargs])
    for who, browser in browsers.items():
        browser.force_login(cast[who])
    return Readers(browsers, places)


def _answer(client: Client, where: str, headers: dict[str, str]) -> str:
    answer = client.get(where, headers=headers)
    kept = {"Location", "Content-Disposition", "HX-Redirect", "HX-Trigger", "ETag", "Last-Modified"}
    said = sorted((name, value) for name, value in answer.headers.items() if name in kept)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if zipfile.is_zipfile(io.BytesIO(body)):
        return f"{answer.status_code} {said} {_cells(body)}"
    return f"{answer.status_code} {said} {SECRET.sub('', body.decode('utf-8', 'replace'))}"


def _cells(book: bytes) -> list[str]:
    return [str(cell.value) for sheet in load_workbook(io.BytesIO(book)) for row in sheet.iter_rows() for cell in row]


def exports(cast: Cast) -> list[str]:
    """What a report made now would say: its content, its workbook, and the document that becomes the PDF."""
    content = gather(cast.review)
    return [str(content.to_dict()), *_cells(workbook_of(content, content.sha256))]


def differing(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """The addresses that say something else than before, or hold a secret."""
    return [name for name in now if now[name] != before[name] or _tells(now[name])]


def _tells(page: str) -> bool:
    return CANARY in page or str(HOURS) in page


def sent(seat, level: str, **content) -> SiteAnswer:
    """An answer with all that a site can say: taps, a flag of its own, minutes and words."""
    answer = say(seat, share_level=level, note=CANARY, suggestion=CANARY, minutes={"nurse": 50}, **content)
    answer.details.create(category="imaging", change=CANARY, workaround=CANARY, severity=3, extra_minutes=33)
    return answer


def test_while_a_review_is_open_nothing_without_a_name_leaves_a_trace_anywhere(cast, readers):
    """One more answer, a text released, a flag added, an answer taken back: each moment reads as the one before."""
    fill_profile(cast, hours={"nurse": HOURS})
    *seats, last, other = site_seats(cast, 2, 2, 2)
    answers = [sent(seat, "role") for seat in seats]
    before, exported = readers.read_all(), exports(cast)
    assert readers.read() == before["SE", ""]  # else the others could not fail for the right reason
    sent(last, "role")
    assert differing(before["SE", ""], readers.read()) == []
    sent(other, "totals")
    release_texts(cast)
    assert len(held_in(cast.review)) == 24
    answers[0].details.create(category="rooms", would_stop_us=True)
    SiteAnswer.objects.filter(pk=answers[1].pk).update(withdrawn_at=answers[1].sent_at)
    for (who, part), now in readers.read_all().items():
        assert (who, part, differing(before[who, part], now)) == (who, part, [])
    assert exports(cast) == exported and not _tells(str(exported))


def test_after_closing_too_few_read_as_none_at_all(cast, readers):
    seats = site_seats(cast, 2, 2, 1)
    close(cast.review)
    before, exported = readers.read(), exports(cast)
    for number, seat in enumerate(seats[:-1]):
        sent(seat, "role" if number % 2 else "totals")
    assert differing(before, readers.read()) == []
    assert exports(cast) == exported


def test_when_they_are_enough_no_number_belongs_to_fewer_and_no_site_is_named(cast, readers):
    seats = site_seats(cast, 2, 2, 2)
    for seat in seats:
        sent(seat, "role", flags=["rooms"])
    close(cast.review)
    told = told_to_sponsor(cast.review).visits["v1"]
    assert told.totals.answers == 6 and {count for _words, count in told.totals.flags} == {6}
    pages = readers.read()
    assert "Scan slots are hard to get" in pages["runthroughs:site_answers"]
    assert [name for name, page in pages.items() if _tells(page)] == []
    # Who sits in a review is no secret; that, and who said what, stay apart.
    who_sits = {"reviews:people", "reviews:seat", "reviews:invite"}
    assert [name for name, page in pages.items() if name not in who_sits and "Zebedee" in page] == []
    assert [name for name, page in pages.items() if name not in who_sits and "Quillbrook" in page] == []


def test_the_text_of_the_pdf_holds_nothing_that_is_held_back(cast):
    for seat in site_seats(cast, 2, 2, 2):
        sent(seat, ShareLevel.ROLE)
    sent(cast.seats["SI"], ShareLevel.NAMED)
    report = report_of(cast.review)
    html = document_of(report)
    assert CANARY not in html and "Quillbrook" not in html
    assert "Hill Clinic" in html  # the named one is there, without the words that nobody has released


@pytest.mark.pdf
def test_the_pdf_itself_holds_none_of_it_either(cast):
    import pypdf

    for seat in site_seats(cast, 2, 2, 2):
        sent(seat, ShareLevel.ROLE)
    html = document_of(report_of(cast.review))
    pages = pypdf.PdfReader(io.BytesIO(pdf_of(html).content)).pages
    text = " ".join(page.extract_text() for page in pages)
    assert len(text) > 1000 and CANARY not in text and "Quillbrook" not in text
