"""Heads of the tables by visit: whole words on paper, however many visits there are and whatever they are called."""

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdf
import pytest
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from protocols.domain.schedule import Activity, Contact, Mark, Schedule, Visit, Window
from reports.gather import gather
from reports.heads import extra_lines, fitting, heads, reckoning
from reports.pdf import pdf_of
from reports.tables import HeatTable
from tests.cast import make_cast, match
from tests.reports.test_pdf import structure

FONT = "workbench/static/workbench/fonts/print/atkinson-hyperlegible-next-latin-700-normal.woff2"
SAMPLE = ["Screening 1", "Screening 2", "Baseline", *(f"Week {week}" for week in range(2, 14)), "Week 14 (telephone)"]
LONG = "Unscheduled safety assessment after an infusion reaction of grade 2 or more"
GLUED = "Electroencephalographicandpolysomnographic"
NAMES = ["Screening", "Randomisation", "Week 10 (telephone)", "Cycle 1 Day 15", LONG, "Early discontinuation", GLUED]


def long_study(visits: int, names: Sequence[str] = NAMES) -> Schedule:
    """A study of so many visits, which take their names in turn, and more rows than a page has room for."""
    columns = tuple(
        Visit(
            f"v{number}",
            f"{names[number % len(names)]} {number}" if number % len(names) else names[0],
            epoch="Double-blind treatment",
            day=1 + 7 * number,
            window=Window(3, 3, "day"),
            contact=Contact.SITE,
        )
        for number in range(visits)
    )
    rows = tuple(Activity(f"a{number}", f"Test number {number}") for number in range(60 if visits < 20 else 12))
    marks = tuple(Mark(visit.key, row.key) for visit in columns for row in rows)
    return Schedule(None, (), columns, rows, marks)


@pytest.mark.pdf
@pytest.mark.django_db
@pytest.mark.parametrize("visits", [5, 16, 40, 120])
def test_heads_break_between_words_only_and_no_table_over_a_page(visits: int) -> None:
    cast = make_cast(long_study(visits))
    for row in cast.version.schedule.activities:
        match(cast.protocol, row.key, "vital_signs")
    content = gather(cast.review)
    parts = [render_to_string(f"reports/{name}.html", {"report": content}) for name in ("map", "schedule")]
    made = pdf_of(f"<!doctype html><html lang=en><title>T</title><main><h1>T</h1>{''.join(parts)}</main></html>")
    assert made.warnings == ()
    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(made.content)).pages]
    for kind, tables in (("Load points", content.heat), ("Schedule", content.grid.tables)):
        for number, table in enumerate(tables, start=1):
            (page,) = (each for each in pages if f"Table {number} of {len(tables)}. {kind}, " in each)
            columns = table.visits if isinstance(table, HeatTable) else table.columns
            for head in heads([column.label for column in columns]):
                assert set(head.name.split()) <= set(page.split()), "no word in two pieces"
                assert head.full in page
    with pikepdf.open(io.BytesIO(made.content)) as document:
        kinds = [kind for kind, _ in structure(document.Root.StructTreeRoot)]
    assert kinds.count("/Table") == len(content.heat) + len(content.grid.tables), "no table over two pages"


def test_the_sample_stands_on_tables_that_show_whole_words() -> None:
    assert [len(table) for table in _tables(SAMPLE)] == [8, 8]
    assert [len(table) for table in _tables([f"Week {week}" for week in range(20)])] == [10, 10]


def _tables(names: list[str]) -> list[list[str]]:
    return [names[part] for part in fitting(names)]


@given(st.lists(st.sampled_from([*SAMPLE, *NAMES])))
def test_each_visit_stands_in_one_table_and_each_word_fits_its_column(names: list[str]) -> None:
    tables = _tables(names)
    assert [name for table in tables for name in table] == names
    for table in tables:
        room = reckoning().room(len(table))
        for head in heads(table):
            assert all(reckoning().width(word) <= room for word in head.name.split())


def test_a_name_that_is_cut_is_said_in_full_by_its_number() -> None:
    first, second, third = heads([LONG, "Week 2", GLUED])
    assert first.name.endswith("… (1)") and first.full == f"(1) {LONG}"
    assert (second.name, second.full) == ("Week 2", "")
    assert third.name.endswith("… (2)") and third.full == f"(2) {GLUED}"


def test_a_high_head_takes_the_place_of_rows() -> None:
    assert extra_lines(["Week 2", "Week 4"]) == 0
    assert extra_lines([LONG] * 8, [("Treatment", "Clinic", "Day 1", "±3 days")] * 8) == 2


def test_no_letter_is_wider_than_it_is_taken_for() -> None:
    font = TTFont(Path(FONT))
    names, advances, size = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    known = reckoning()
    for letter, width in known.widths.items():
        assert advances[names[ord(letter)]][0] / size <= width, letter
    assert max(advance for advance, _ in advances.metrics.values()) / size <= known.widest


def test_no_visits_and_no_name_are_no_table_and_no_word() -> None:
    assert fitting([]) == [] and extra_lines([]) == 0 and heads([""])[0].name == ""
