"""The PDF: the same numbers as the page, tagged, DRAFT on each sheet, and nothing fetched whatever stands in it."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from socket import create_server
from threading import Thread

import pikepdf
import pypdf
import pytest
from django.db import transaction

from protocols.schedules.models import PurposeRecord
from reports import pdf
from reports.content import Content
from reports.document import document_of
from reports.gather import gather
from reports.limits import Limits, limits
from reports.pdf import Pdf, PdfError, pdf_of
from reports.templatetags.reports import exact
from tests.reports.factory import matched_cast, say, unsaved, walk

pytestmark = [pytest.mark.pdf, pytest.mark.django_db]

CANARY = "canary-of-a-local-file"
MARKUP = '<img src="http://evil.test/x"><script>alert(1)</script>{{ 7|add:7 }}{% load x %}'


@dataclass(frozen=True)
class Made:
    """A PDF with what it was made from."""

    content: Content
    html: str
    pdf: Pdf

    @property
    def pages(self) -> list[str]:
        """The text of each page, in one line each."""
        reader = pypdf.PdfReader(io.BytesIO(self.pdf.content))
        return [" ".join(page.extract_text().split()) for page in reader.pages]

    def open(self) -> pikepdf.Pdf:
        """The PDF's own structure."""
        return pikepdf.open(io.BytesIO(self.pdf.content))


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Made:
    """One report of what three people said, with markup in their words; made once, since laying it out takes long."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = matched_cast()
        for number, overall in enumerate((1, 3, 4)):
            say(walk(cast, f"Walker {number}", consent="unnamed"), "a3", overall, words=f"It hurt {MARKUP}")
        activity = cast.protocol.activities.get(key="a3")
        PurposeRecord.objects.create(activity=activity, purpose="safety", objective=MARKUP, by=cast["SE"])
        content = gather(cast.review)
        transaction.set_rollback(True)
    html = document_of(unsaved(content))
    return Made(content, html, pdf_of(html))


def test_weasyprint_had_nothing_to_complain_of(made: Made) -> None:
    assert made.pdf.warnings == ()


def test_every_page_says_draft_and_its_number(made: Made) -> None:
    pages = made.pages
    assert len(pages) == 10
    assert all("DRAFT - not signed" in page for page in pages)
    for number, page in enumerate(pages[1:], start=2):
        assert f"Page {number} of {len(pages)}" in page


def test_every_page_but_the_cover_names_study_version_data_and_hash(made: Made) -> None:
    short = f"{made.content.sha256[:4]} {made.content.sha256[4:8]}"
    for page in made.pages[1:]:
        assert "Burden review, ALD-1 version 1" in page
        assert "Data to" in page and "Ruleset default 1" in page and f"Hash {short}" in page


def test_the_numbers_are_the_contents(made: Made) -> None:
    text = " ".join(made.pages)
    load = exact(made.content.figures.load.planned)
    assert f"All visits together: {load} load points" in text
    assert f"Whole study: {load} load points" in text
    for visit in made.content.visits:
        if any(line.visit == visit.key for line in made.content.lines):
            assert re.search(rf"Sum {re.escape(exact(visit.load))} ", text), visit.label
    for line in made.content.lines:
        if line.each is not None:
            assert f"{exact(line.each)} {exact(line.points)}" in text, line.label


def test_title_language_tags_and_bookmarks_are_there(made: Made) -> None:
    with made.open() as document:
        root = document.Root
        assert str(root.Lang) == "en-gb"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo["/Title"]).strip() == "Burden review report, ALD-1 version 1, draft"
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        with document.open_outline() as outline:
            titles = [item.title for item in outline.root]
            assert len(titles) == 1 and "asks of people" in titles[0]
            assert "Annex A. Every line that adds up" in [item.title for item in outline.root[0].children]


def test_tables_have_heads_and_captions_and_no_table_is_in_two_pieces(made: Made) -> None:
    with made.open() as document:
        found = list(structure(document.Root.StructTreeRoot))
    kinds = [kind for kind, _ in found]
    assert kinds.count("/Table") == made.html.count("<table")
    assert kinds.count("/TH") >= made.html.count('<th scope="col')
    assert kinds.count("/Caption") == made.html.count("<caption")
    assert "/H1" in kinds and "/H2" in kinds and "/H3" in kinds


def test_every_drawing_has_words(made: Made) -> None:
    with made.open() as document:
        figures = [node for kind, node in structure(document.Root.StructTreeRoot) if kind == "/Figure"]
        assert len(figures) == 2
        assert all(str(node.Alt) for node in figures)


def test_fonts_are_embedded(made: Made) -> None:
    with made.open() as document:
        fonts = {
            str(font.BaseFont)
            for page in document.pages
            for font in page.Resources.get("/Font", {}).values()
            if "DescendantFonts" not in font or "/FontDescriptor" in font.DescendantFonts[0]
        }
    assert any("Atkinson" in name for name in fonts) and any("Bricolage" in name for name in fonts)


def test_markup_in_peoples_words_stays_text(made: Made) -> None:
    text = " ".join(made.pages).replace(" ", "")
    assert MARKUP.replace(" ", "") in text
    assert "http://evil.test" not in re.sub(r"&lt;.*?&gt;", "", made.html)


def test_the_same_document_gives_the_same_bytes() -> None:
    html = "<html lang=en><title>Same</title><body><main data-study=a data-draft=b data-foot=c><h1>Same</h1></main>"
    assert pdf_of(html).content == pdf_of(html).content


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """A server on this machine that notes whoever calls."""
    calls: list[bytes] = []
    server = create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            calls.append(connection.recv(1000))
            connection.close()

    Thread(target=listen, daemon=True).start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}", calls
    server.close()


def attacks(http: str, file: str) -> str:
    """Every way known to make a document fetch something, at once."""
    return f"""<html lang=en><head><title>Attack</title>
      <base href="{http}/base/">
      <link rel=stylesheet href="{http}/link.css"><link rel=attachment href="{file}"><link rel=icon href="{http}/icon">
      <style>@import url("{http}/import.css");@font-face{{font-family:x;src:url("{http}/font.woff2")}}
        body{{background:url("{http}/background.png");font-family:x}} li{{list-style-image:url("{http}/list.png")}}
        p::before{{content:url("{http}/content.png")}} @page{{background:url("{http}/page.png")}}</style>
      <meta http-equiv=refresh content="0;url={http}/refresh"></head>
      <body><p>Still here</p><ul><li>x</li></ul>
      <img src="{http}/img.png"><img src="{file}"><img srcset="{http}/srcset.png 2x"><img src="relative.png">
      <object data="{http}/object.svg" type="image/svg+xml"></object><embed src="{http}/embed.svg" type="image/svg+xml">
      <a rel=attachment href="{file}">x</a><iframe src="{http}/frame"></iframe><script src="{http}/script.js"></script>
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
        <image xlink:href="{http}/svg.png" width="9" height="9"/><use href="{http}/use.svg#x"/></svg>
      <img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage
        href='{http}/inner.png'/%3E%3C/svg%3E">
      </body></html>"""


def test_nothing_is_fetched_whatever_the_document_asks_for(listener: tuple[str, list[bytes]], tmp_path: Path) -> None:
    http, calls = listener
    canary = tmp_path / "secret.txt"
    canary.write_text(CANARY)
    made = pdf_of(attacks(http, canary.as_uri()))
    assert calls == []
    assert made.warnings, "each refusal is noted"
    with pikepdf.open(io.BytesIO(made.content)) as document:
        assert len(document.attachments) == 0
        for item in document.objects:
            assert not isinstance(item, pikepdf.Stream) or CANARY.encode() not in item.read_bytes()
    assert "Still here" in pypdf.PdfReader(io.BytesIO(made.content)).pages[0].extract_text()


@pytest.fixture
def allow(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets limits for the parent; the child reads its own from the file."""

    def change(**changed: int) -> None:
        values = {name: getattr(limits(), name) for name in Limits.__slots__} | changed
        monkeypatch.setattr(pdf, "limits", lambda: Limits(**values))

    return change


def test_too_long_by_the_clock_is_said(allow: Callable[..., None]) -> None:
    allow(wall_seconds=0)
    with pytest.raises(PdfError, match="took longer than 0 seconds"):
        pdf_of("<p>Hello</p>")


def test_too_large_a_file_is_not_kept(allow: Callable[..., None]) -> None:
    allow(pdf_bytes=10)
    with pytest.raises(PdfError, match="too large to send"):
        pdf_of("<p>Hello</p>")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "stopped before it was done"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "took longer"),
        ("import sys; sys.stdin.read(); sys.stdout.write('[]\\n%PDF-1.7 half')", "not whole"),
        ("import sys; sys.stdin.read(); sys.exit(3)", "more memory"),
        ("raise OSError('cannot load library pango')", "Pango"),
    ],
)
def test_a_child_that_fails_leaves_no_half_of_a_pdf(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, words: str
) -> None:
    (tmp_path / "failing_child.py").write_text(code)
    monkeypatch.setattr(pdf, "CHILD", "failing_child")
    monkeypatch.setattr(pdf, "ROOT", tmp_path)
    with pytest.raises(PdfError, match=words):
        pdf_of("<p>Hello</p>" * 100_000)


def test_the_child_gets_none_of_the_servers_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://u:secret@db/x")
    assert "secret" not in str(pdf._environment())


def structure(node: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
    """Every tag of a document, from the top."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from structure(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S), node
        if "/K" in node:
            yield from structure(node.K)
