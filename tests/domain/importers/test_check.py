"""The last look at what readers hand back, and the document that the contract prints."""

from dataclasses import replace

import pytest

from protocols.domain.importers import Imported, Refused, refusal_document
from protocols.domain.importers.check import check_schedule
from protocols.domain.importers.limits import limits
from protocols.domain.problems import error, note, warning
from protocols.domain.schedule import Activity, Contact, Mark, Schedule, Visit, Window
from tests.domain.importers.factory import schedule


def imported(made: Schedule, *problems: object) -> Imported:
    """Return what a reader could have handed back."""
    return Imported("xlsx", made, problems)  # type: ignore[arg-type]


def test_an_error_among_the_problems_refuses_the_file_with_the_errors_only() -> None:
    with pytest.raises(Refused) as caught:
        check_schedule(imported(schedule(), note("a", "b"), error("c", "d", "e")))
    assert caught.value.problems == (error("c", "d", "e"),)


def test_marks_are_put_in_the_order_of_the_grid() -> None:
    made = schedule()
    mixed = replace(made, marks=made.marks[::-1])
    assert check_schedule(imported(mixed)).schedule == made
    assert check_schedule(imported(made)).schedule is made


@pytest.mark.parametrize(
    "broken",
    [
        {"visits": (Visit("v1", "A"), Visit("v1", "B"))},
        {"activities": (Activity("a1", "A"), Activity("a1", "B"))},
        {"marks": (Mark("v1", "a1"), Mark("v1", "a1"))},
        {"marks": (Mark("v9", "a1"),)},
        {"marks": (Mark("v1", "a9"),)},
    ],
)
def test_a_reader_that_breaks_the_grid_is_our_own_mistake(broken: dict[str, tuple[Visit, ...]]) -> None:
    with pytest.raises((ValueError, KeyError)):
        check_schedule(imported(replace(schedule(), **broken)))


@pytest.mark.parametrize(
    ("big", "said"),
    [
        ({"visits": tuple(Visit(str(n), "V") for n in range(401))}, "401 visits; at most 400"),
        ({"activities": tuple(Activity(str(n), "A") for n in range(1001))}, "1,001 activities; at most 1,000"),
        ({"marks": (Mark("v1", "a1"),) * 60_001}, "60,001 marks; at most 60,000"),
        ({"title": "x" * 10_001}, "10,001 characters; at most 10,000"),
    ],
)
def test_what_is_too_much_is_refused_with_the_limit(big: dict[str, tuple[Visit, ...]], said: str) -> None:
    with pytest.raises(Refused, match=said):
        check_schedule(imported(replace(schedule(), **big)))


@pytest.mark.parametrize("part", ["visits", "activities", "marks"])
def test_a_schedule_without_anything_in_it_is_refused(part: str) -> None:
    with pytest.raises(Refused, match="No schedule was found"):
        check_schedule(imported(replace(schedule(), **{part: ()})))


def test_a_long_list_of_problems_is_cut_and_keeps_the_warnings() -> None:
    notes = [note("cell", f"note {number}") for number in range(300)]
    found = check_schedule(imported(schedule(), *notes, warning("last", "important", "do"))).problems
    assert len(found) == limits().problems + 1
    assert found[0] == warning("last", "important", "do")
    assert found[-1].message == "101 more remarks of the same kinds are not listed."


def test_the_document_has_the_keys_of_the_contract_and_no_others() -> None:
    made = schedule()
    first = replace(made.visits[0], contact=Contact.HOME, window=Window(1, 2, "week"), same_visit_as="v2")
    settled = replace(made, visits=(first, made.visits[1]), marks=(Mark("v1", "a1", count_each=True, probability=0.5),))
    document = imported(settled, note("a", "b")).to_document()
    assert list(document) == [
        "format",
        "title",
        "arms",
        "visits",
        "activities",
        "marks",
        "footnotes",
        "objectives",
        "problems",
    ]
    assert document["visits"][0] == {
        "key": "v1",
        "label": "Screening",
        "epoch": "Screening",
        "arm": None,
        "header": ["Screening", "Visit 1"],
        "day": -7.0,
        "window": {"before": 1, "after": 2, "unit": "week"},
        "contact": "home",
        "repeats": None,
    }
    assert document["marks"] == [
        {"visit": "v1", "activity": "a1", "text": "X", "kind": "planned", "footnotes": [], "spans": 1}
    ]
    assert document["objectives"][0]["endpoints"] == [{"level": "Primary", "text": "QTc"}]
    assert type(document["marks"][0]["kind"]) is str


def test_a_refusal_prints_empty_lists_and_its_errors() -> None:
    document = refusal_document(Refused.because("file", "No.", "Do this.", format="pdf"))
    assert document["format"] == "pdf" and document["visits"] == [] and document["title"] is None
    assert document["problems"] == [{"severity": "error", "where": "file", "message": "No.", "remedy": "Do this."}]


def test_a_nul_in_a_text_is_refused_with_the_text() -> None:
    made = replace(schedule(), activities=(Activity("a1", "ECG\x00 at rest"), Activity("a2", "Blood sample")))
    with pytest.raises(Refused) as caught:
        check_schedule(imported(made))
    assert "NUL" in caught.value.problems[0].message and "at rest" in caught.value.problems[0].message
