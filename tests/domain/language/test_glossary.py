"""The glossary explains each term once, in words that are plainer than the term."""

from hypothesis import given
from hypothesis import strategies as st

from protocols.domain.language.glossary import glossary, terms_in
from protocols.domain.language.readability import read_text


def test_there_are_about_120_terms_and_each_form_belongs_to_one():
    assert len(glossary()) >= 120
    forms = [form.lower() for term in glossary() for form in (term.name, *term.also)]
    assert sorted(forms) == sorted(set(forms))


def test_terms_are_sorted_and_explained():
    names = [term.name.lower() for term in glossary()]
    assert names == sorted(names)
    assert all(term.meaning.endswith(".") for term in glossary())
    assert all(term.example.endswith((".", "?")) for term in glossary() if term.example)


def test_meanings_are_plain():
    read = read_text("\n\n".join(f"{term.meaning} {term.example}" for term in glossary()))
    assert read.grade is not None and read.grade <= 6
    assert read.avoid == () and read.acronyms == () and read.long_sentences == ()


def test_a_meaning_does_not_use_its_own_term():
    for term in glossary():
        assert term not in terms_in(term.meaning), term.name


def test_terms_are_found_as_they_are_written():
    text = "The Vital  signs. A double-blind PLACEBO study, Phase III. The PI, not pi."
    assert [term.name for term in terms_in(text)] == [
        "vital signs",
        "double-blind",
        "placebo",
        "phase 3",
        "investigator",
    ]
    assert terms_in("Nothing here.") == ()


@given(st.text())
def test_any_text_can_be_searched(text):
    assert set(terms_in(text)) <= set(glossary())
