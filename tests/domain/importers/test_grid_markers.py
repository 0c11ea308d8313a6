"""Footnote letters are taken off words, and letters that belong to a word stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.domain.importers.grid import timing
from protocols.domain.importers.grid.cells import Cell
from protocols.domain.importers.grid.markers import Evidence, evidence_of, split_markers
from protocols.domain.importers.grid.marks import read_mark
from protocols.domain.importers.grid.notes import legend_of, notes_of
from protocols.domain.importers.grid.repeats import cycle_days, repeats_of
from tests.domain.importers.drawn import LABELS

GLUED = evidence_of([], ["Demography consists of date of birth."], keys="abcdefg", raised=False)


@pytest.mark.parametrize(
    ("written", "label", "markers"),
    [
        ("Informed consent and Demographya", "Informed consent and Demography", ("a",)),
        ("Inclusion criteria", "Inclusion criteria", ()),
        ("Childbearing potentialb", "Childbearing potential", ("b",)),
        ("Tobacco usec", "Tobacco use", ("c",)),
        ("Bone scand", "Bone scan", ("d",)),
        ("HbA1c", "HbA1c", ()),
        ("HbA1cb", "HbA1c", ("b",)),
        ("SpO2", "SpO2", ()),
        ("Short form (SF-36)b", "Short form (SF-36)", ("b",)),
        ("Vital signsa,b", "Vital signs", ("a", "b")),
        ("ECGe", "ECG", ("e",)),
        ("Hand out direction for use", "Hand out direction for use", ()),
        ("Follow-upf", "Follow-up", ("f",)),
        ("Urine dipstick c", "Urine dipstick", ("c",)),
        ("Hepatitis b", "Hepatitis b", ()),
        ("Attend visit fasting", "Attend visit fasting", ()),
        ("Pulse", "Pulse", ()),
    ],
)
def test_letters_glued_to_words_are_known_by_the_footnote_list(
    written: str, label: str, markers: tuple[str, ...]
) -> None:
    marked = split_markers(Cell(written), GLUED)
    assert (marked.text, marked.markers) == (label, markers)


def test_a_word_that_the_file_uses_elsewhere_is_a_word() -> None:
    evidence = evidence_of(["Zylophora", "Zylophora test"], [], keys="a", raised=False)
    assert split_markers(Cell("Zylophora test"), evidence).text == "Zylophora test"


def test_an_unknown_word_with_an_unlikely_ending_is_kept_and_doubted() -> None:
    marked = split_markers(Cell("Zylobtc"), GLUED)
    assert (marked.text, marked.markers, marked.doubtful) == ("Zylobtc", (), True)


def test_without_a_footnote_list_no_letter_is_taken_off() -> None:
    assert split_markers(Cell("Demographya"), Evidence()).text == "Demographya"


def test_visits_that_are_lettered_keep_their_letters() -> None:
    evidence = evidence_of(["1a", "1b", "2"], [], keys="ab", raised=False)
    assert split_markers(Cell("1a"), evidence).text == "1a"
    alone = evidence_of(["Visit 9a", "Visit 8"], [], keys="ab", raised=False)
    assert split_markers(Cell("Visit 9a"), alone).markers == ("a",)


@pytest.mark.parametrize(
    ("written", "raised", "label", "markers"),
    [
        ("Weighta", ((6, 7),), "Weight", ("a",)),
        ("Weight a, b", ((6, 11),), "Weight", ("a", "b")),
        ("BMI (kg/m2)", ((9, 10),), "BMI (kg/m2)", ()),
        ("Week 52", ((6, 7),), "Week 5", ("2",)),
        ("5th visit", ((1, 3),), "5th visit", ()),
        ("Tubes® for RNA", ((5, 6),), "Tubes® for RNA", ()),
        ("Labsa (local)", ((4, 5),), "Labs (local)", ("a",)),
    ],
)
def test_raised_letters(
    written: str, raised: tuple[tuple[int, int], ...], label: str, markers: tuple[str, ...]
) -> None:
    evidence = Evidence(frozenset("ab2"), raised=True)
    marked = split_markers(Cell(written, raised), evidence)
    assert (marked.text, marked.markers) == (label, markers)


@pytest.mark.parametrize(
    ("written", "label", "markers"),
    [
        ("ECG*", "ECG", ("*",)),
        ("ECG **", "ECG", ("**",)),
        ("Blood†‡", "Blood", ("†", "‡")),
        ("Labs[1]", "Labs", ("1",)),
        ("Labs (a)", "Labs", ("a",)),
        ("Labs (serum)", "Labs (serum)", ()),
        ("Labsᵃ", "Labs", ("a",)),
        ("Labs^a", "Labs", ("a",)),
        ("Volume (m²)", "Volume (m²)", ()),
    ],
)
def test_signs_that_are_no_part_of_a_word(written: str, label: str, markers: tuple[str, ...]) -> None:
    marked = split_markers(Cell(written), Evidence(frozenset(("a", "1")), raised=True))
    assert (marked.text, marked.markers) == (label, markers)


@given(st.sampled_from(LABELS), st.sampled_from("abcdefgh"))
def test_labels_without_a_letter_are_never_shortened(label: str, key: str) -> None:
    evidence = evidence_of(LABELS, [], keys=key, raised=False)
    assert split_markers(Cell(label), evidence).text == label


@pytest.mark.parametrize("keys", ["ab", ("ab",)])
def test_two_raised_letters_are_one_footnote_or_two(keys: tuple[str, ...]) -> None:
    evidence = Evidence(frozenset(keys), raised=True)
    assert split_markers(Cell("Labsab", ((4, 6),)), evidence).markers == tuple(keys)


@pytest.mark.parametrize(
    ("written", "label"),
    [("1h", "1h"), ("Signs1", "Signs"), ("FEV1", "FEV1"), ("QTc", "QTc"), ("Zb", "Zb"), ("AEs", "AEs")],
)
def test_letters_and_figures_after_short_words_and_numbers(written: str, label: str) -> None:
    evidence = evidence_of([], [], keys=["h", "1", "b", "s"], raised=False)
    assert split_markers(Cell(written), evidence).text == label


ODD = ("a" * 9_999, "1" * 9_999, "*" * 9_999 + "x", "(" * 9_999, "± " * 5_000, "a," * 5_000, "1-" * 5_000, "= " * 5_000)


@pytest.mark.parametrize("text", ODD, ids=lambda text: text[:2])
def test_odd_texts_are_read_to_their_end(text: str) -> None:
    """A pattern that tries every way to cut a text would need years for these."""
    evidence = Evidence(frozenset("abc1*"), raised=False)
    for cell in (Cell(text), Cell(text, ((0, len(text) - 1),))):
        assert split_markers(cell, evidence) is not None
        read_mark(cell, evidence, frozenset(), {})
        legend_of(notes_of([cell]))
    for reader in (
        timing.day_in_label,
        repeats_of,
        timing.contact_codes,
        cycle_days,
        timing.is_window_cell,
    ):
        reader(text)
