"""Our word list holds what the plain-language guide asks for, and finds words as they are typed."""

import pytest

from protocols.domain.language.words import find_words, word_list

ASKED_FOR = """administer; adverse event; assessment; baseline; biopsy; concomitant; discontinue; efficacy;
eligibility criteria; endpoint; enrol; fasting; follow-up; hepatic; renal; informed consent; intravenous; invasive;
lumbar puncture; monitored; pharmacokinetic; placebo; procedure; protocol; randomise; screening; serious; subject;
titrate; venipuncture; washout; visit window; simply; just; only; minor; minimal discomfort; compliance; failed;
drop-out; suffering from; the patient must; passed away; &; III"""


@pytest.mark.parametrize("word", [word.strip() for word in ASKED_FOR.replace("\n", " ").split(";")])
def test_the_list_holds_what_the_guide_asks_for(word):
    (found,) = find_words(f"Here is {word} in a line.")
    assert found.found == word
    assert found.use and found.why


def test_every_entry_says_what_to_use_and_why():
    assert len(word_list()) >= 120
    for advice in word_list():
        assert advice.avoid and advice.use and advice.why.endswith(".")


def test_no_form_stands_in_two_entries():
    forms = [form.lower() for advice in word_list() for form in advice.avoid]
    assert sorted(forms) == sorted(set(forms))


def test_what_to_use_does_not_hold_words_to_avoid_outside_brackets():
    for advice in word_list():
        assert not find_words(advice.use), advice


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Endpoints were met.", ["Endpoints"]),
        ("A follow\nup and a follow-up.", ["follow\nup", "follow-up"]),
        ("An adverse event happened.", ["adverse event"]),
        ("He took a small piece (biopsy) of it.", []),
        ("He did (a biopsy) of it.", ["biopsy"]),
        ("It is simple and subjective.", []),
        ("Phase III, a civic duty, iii.", ["III"]),
        ("Q&A", ["&"]),
        ("You don’t want it.", []),
        ("Don’t you want it? You do not.", ["Don’t"]),
        ("Do you not want it?", ["not"]),
        ("Is it not", []),
    ],
)
def test_words_are_found_as_they_are_typed(text, found):
    assert [word.found for word in find_words(text)] == found
