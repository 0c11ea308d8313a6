"""Footnotes under a grid: their keys in every style, remarks without a key, and lines that go on."""

import pytest

from protocols.domain.importers.grid.cells import Cell
from protocols.domain.importers.grid.notes import Note, legend_of, notes_of


@pytest.mark.parametrize(
    ("line", "key", "text"),
    [
        ("a Only at screening.", "a", "Only at screening."),
        ("a. Only at screening.", "a", "Only at screening."),
        ("a) Only at screening.", "a", "Only at screening."),
        ("(b) Only at screening.", "b", "Only at screening."),
        ("[c] Only at screening.", "c", "Only at screening."),
        ("aa\tOnly at screening.", "aa", "Only at screening."),
        ("* Only at screening.", "*", "Only at screening."),
        ("†Only at screening.", "†", "Only at screening."),
        ("1. Only at screening.", "1", "Only at screening."),
        ("aOnly at screening.", "a", "Only at screening."),
        ("Xa = Only at screening.", "a", "Only at screening."),
    ],
)
def test_the_key_of_a_footnote(line: str, key: str, text: str) -> None:
    assert notes_of([Cell(line)]) == (Note(key, text),)


@pytest.mark.parametrize(
    "line",
    [
        "Abbreviations: ECG = electrocardiogram; MRI = imaging",
        "All visits take place at the site.",
        "7 days before dosing.",
        "eGFR is calculated centrally.",
        "6.4.1",
        "A visit may be repeated.",
    ],
)
def test_a_remark_without_a_key(line: str) -> None:
    assert notes_of([Cell(line)]) == (Note(None, line),)


def test_a_raised_letter_and_the_tab_after_it_are_the_key() -> None:
    assert notes_of([Cell("aa\tOnly at screening.", ((0, 2), (2, 3)))]) == (Note("aa", "Only at screening."),)


def test_all_footnotes_in_one_cell_are_told_apart() -> None:
    together = notes_of([Cell("a. One. b. Two, at V2. c. Three.")])
    assert together == (Note("a", "One."), Note("b", "Two, at V2."), Note("c", "Three."))
    lines = notes_of([Cell("a One\nwhich goes on\nb Two")])
    assert lines == (Note("a", "One which goes on"), Note("b", "Two"))


def test_figures_are_keys_only_if_they_count_from_one() -> None:
    assert [note.key for note in notes_of([Cell("1 Fasting"), Cell("2 Sitting")])] == ["1", "2"]
    assert [note.key for note in notes_of([Cell("2 Fasting"), Cell("9 Sitting")])] == [None, None]


def test_a_legend_says_what_a_mark_means() -> None:
    notes = notes_of([Cell("P = practice only"), Cell("X = done; O = optional, if the patient agrees")])
    assert legend_of(notes) == {
        "p": "P = practice only",
        "x": "done",
        "o": "optional, if the patient agrees",
    }


@pytest.mark.parametrize("line", ["(X) = if clinically indicated", "[x] only if needed", "(X): optional"])
def test_a_bracketed_cross_is_a_mark_and_no_key(line: str) -> None:
    assert [note.key for note in notes_of([Cell(line)])] == [None]


def test_signs_are_explained_without_a_sign_of_equality() -> None:
    assert legend_of(notes_of([Cell("● mandatory; ○ optional")])) == {"●": "mandatory", "○": "optional"}


@pytest.mark.parametrize(
    "lines",
    [
        ("• optional", "• in triplicate"),
        ("• Blood is drawn before the dose and optional samples are drawn after it",),
    ],
)
def test_bullets_of_a_list_explain_no_mark(lines: tuple[str, ...]) -> None:
    assert legend_of(notes_of([Cell(line) for line in lines])) == {}
