"""What a cell says: the text is kept, its kind decided, and letters of footnotes taken off."""

import pytest

from protocols.domain.importers.grid.cells import Cell
from protocols.domain.importers.grid.markers import Evidence
from protocols.domain.importers.grid.marks import MarkRead, is_cross, read_mark
from protocols.domain.schedule import MarkKind

NOTED = Evidence(frozenset("abcd"), raised=False)


def read(text: str, raised: tuple[tuple[int, int], ...] = (), bare: frozenset[str] = frozenset()) -> MarkRead | None:
    return read_mark(Cell(text, raised), NOTED, bare, {"p": MarkKind.OPTIONAL})


@pytest.mark.parametrize(
    ("written", "text", "markers"),
    [
        ("X", "X", ()),
        ("x", "x", ()),
        ("✓", "✓", ()),
        ("●", "●", ()),
        ("Xc", "X", ("c",)),
        ("x b", "x", ("b",)),
        ("Xa,b", "X", ("a", "b")),
        ("X*", "X", ("*",)),
        ("X†", "X", ("†",)),
        ("X [a]", "X", ("a",)),
        ("Xᵃ", "X", ("a",)),
    ],
)
def test_a_cross_with_a_footnote_letter_is_a_cross(written: str, text: str, markers: tuple[str, ...]) -> None:
    mark = read(written)
    assert mark is not None
    assert (mark.text, mark.markers, mark.kind, mark.plain) == (text, markers, MarkKind.PLANNED, True)


def test_a_raised_letter_is_taken_off() -> None:
    mark = read("Xq", ((1, 2),))
    assert mark is not None and (mark.text, mark.markers) == ("X", ("q",))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("O", MarkKind.OPTIONAL),
        ("Optional", MarkKind.OPTIONAL),
        ("← Optional →", MarkKind.OPTIONAL),
        ("(X)", MarkKind.CONDITIONAL),
        ("X (if necessary)", MarkKind.CONDITIONAL),
        ("As clinically indicated", MarkKind.CONDITIONAL),
        ("Day 1 of Cycle 3 only", MarkKind.CONDITIONAL),
        ("See PK table", MarkKind.REFERRED),
        ("Continuously throughout period", MarkKind.CONTINUOUS),
        ("↔", MarkKind.CONTINUOUS),
        ("6h", MarkKind.PLANNED),
        ("P, 4h", MarkKind.PLANNED),
    ],
)
def test_other_texts_are_kept_and_said_to_be_something(text: str, kind: MarkKind) -> None:
    mark = read(text)
    assert mark is not None
    assert (mark.text, mark.kind, mark.plain) == (text, kind, False)


@pytest.mark.parametrize("text", ["-", "–", "N/A", "n/a", "0", "No", "□"])
def test_a_text_that_says_nothing_is_no_mark(text: str) -> None:
    assert read(text) is None


def test_a_legend_under_the_grid_decides_the_kind() -> None:
    mark = read("P")
    assert mark is not None and mark.kind is MarkKind.OPTIONAL


def test_a_letter_after_a_number_is_a_marker_only_if_the_number_stands_alone_elsewhere() -> None:
    alone, elsewhere = read("1d"), read("1d", bare=frozenset({"1"}))
    assert alone is not None and (alone.text, alone.markers) == ("1d", ())
    assert elsewhere is not None and (elsewhere.text, elsewhere.markers) == ("1", ("d",))


def test_a_cross_with_a_figure_that_no_footnote_has_is_kept_and_doubted() -> None:
    mark = read("X2")
    assert mark is not None and mark.text == "X2" and mark.doubtful


@pytest.mark.parametrize("text", ["X-ray", "Xanthine", "O", "P", "x 12 weeks", ""])
def test_what_only_begins_with_an_x_is_no_cross(text: str) -> None:
    assert not is_cross(text)
