"""The readability check counts what a person with a pencil would count, and says what it cannot know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.domain.language.acronyms import unexplained_acronyms
from protocols.domain.language.readability import Verdict, automated_readability_index, lix, read_text
from protocols.domain.language.sentences import paragraphs_of, words_of

CAT = "The cat sat down. "  # 4 words, 3 + 3 + 3 + 4 = 13 letters
JARGON = (
    "Venipuncture will be performed by the investigator at baseline in order to determine pharmacokinetic parameters, "
    "haematological biomarkers and hepatic function prior to administration of the investigational medicinal product, "
    "notwithstanding contraindications documented during screening procedures. "
)


def test_the_grade_is_the_one_worked_out_by_hand():
    # "A nurse takes blood from you." A1 nurse5 takes5 blood5 from4 you3 = 23 letters, 6 words, 1 sentence:
    # 4.71 x 23 / 6 = 18.055; 0.5 x 6 = 3; 18.055 + 3 - 21.43 = -0.375
    assert automated_readability_index(letters=23, words=6, sentences=1) == -0.4
    # 25 x CAT: 325 letters, 100 words, 25 sentences: 4.71 x 3.25 = 15.3075; 0.5 x 4 = 2; sum - 21.43 = -4.1225
    read = read_text(CAT * 25)
    assert (read.letters, read.words, read.sentences) == (325, 100, 25)
    assert read.grade == -4.1


def test_lix_is_the_one_worked_out_by_hand():
    # 10 words in 2 sentences, 3 of them longer than 6 letters: 5 + 30 = 35
    assert lix(words=10, sentences=2, long_words=3) == 35.0
    # "Patienten lämnar blod." patienten has 9 letters, lämnar 6, blod 4: one long word in three.
    read = read_text("Patienten lämnar blod. " * 34, language="sv-SE")
    assert read.lix == round(3 + 100 / 3, 1)
    assert read.grade is None


def test_a_short_text_has_counts_but_no_grade():
    read = read_text(CAT * 24)
    assert read.words == 96
    assert read.grade is None
    assert read.is_too_short_for_a_grade
    assert not read_text(CAT * 25).is_too_short_for_a_grade
    assert not read_text("").is_too_short_for_a_grade


def test_jargon_is_too_hard_and_plain_words_are_not():
    hard = read_text(JARGON * 3)
    assert hard.verdict is Verdict.TOO_HARD
    assert hard.grade is not None and hard.grade > 20
    assert any(reason.startswith("School grade about") for reason in hard.reasons)
    easy = read_text("\n\n".join([CAT * 3] * 10))
    assert easy.verdict is Verdict.EASY
    assert easy.reasons == ()


def test_nothing_to_read_is_said_to_be_empty():
    for nothing in ("", "   \n\n ", "... !!! ---"):
        assert read_text(nothing).verdict is Verdict.EMPTY
        assert read_text(nothing).words_per_sentence == 0


def test_a_language_without_spaces_is_not_judged():
    read = read_text("这是一项研究。" * 60, language="zh-Hans")
    assert read.sentences == 60
    assert read.verdict is Verdict.CANNOT_TELL
    assert read.grade is None and read.lix is None and read.long_words == ()


def test_a_hard_text_in_another_language_is_found_by_lix():
    read = read_text("Untersuchungsergebnisse dokumentieren Nebenwirkungen vollständig. " * 30, language="de")
    assert read.verdict is Verdict.TOO_HARD
    assert any(reason.startswith("Lix") for reason in read.reasons)
    assert read.avoid == () and read.acronyms == ()


def test_long_sentences_come_longest_first_with_their_place():
    text = "Short one. " + "word " * 21 + "end. Short two. " + "term " * 30 + "end."
    read = read_text(text)
    assert [len(sentence.words) for sentence in read.long_sentences] == [31, 22]
    longest = read.long_sentences[0]
    assert text[longest.start :].startswith("term term")
    assert "Sentences with more than 20 words: 2." in read.reasons


def test_twenty_words_are_not_too_long_and_twenty_one_are():
    assert read_text("word " * 19 + "end.").long_sentences == ()
    assert len(read_text("word " * 20 + "end.").long_sentences) == 1


def test_paragraphs_are_counted_in_sentences():
    read = read_text("One. Two. Three.\n\nOne. Two. Three. Four.\n \nLast")
    assert read.paragraphs == (3, 4, 1)
    assert "Paragraphs with more than 3 sentences: 1." in read.reasons


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Dr. Smith takes 3.5 ml. You rest.", 2),
        ("Come at 9 a.m. on Monday. Rest.", 2),
        ("Come at 9 a.m. You rest.", 2),
        ("Ask for tea, milk, etc.", 1),
        ("1. Wash.\n2. Rest.\n10) Go home.", 3),
        ("- Wash\n- Rest\n• Go home", 3),
        ("What now? Stop! “Yes.” He left…", 4),
        ("a line that was\nwrapped by hand", 1),
        ("Wait (e.g. in bed). Rest.", 2),
        ("कैसे हैं आप। ठीक हूँ।", 2),
        ("هل تنام؟ نعم.", 2),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, sentences):
    assert sum(len(paragraph) for paragraph in paragraphs_of(text)) == sentences


def test_words_are_what_stands_between_spaces():
    assert words_of("You can’t follow-up 3.5 ml and/or rest — now --- here") == (
        "You",
        "can’t",
        "follow-up",
        "3.5",
        "ml",
        "and",
        "or",
        "rest",
        "now",
        "here",
    )


def test_a_windows_line_break_does_not_move_positions():
    text = "One.\r\n\r\nTwo here."
    (_,), (second,) = paragraphs_of(text)
    assert text[second.start :] == "Two here."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You have an ECG. The ECG is short.", ("ECG",)),
        ("You have a heart trace (ECG). The ECG is short.", ()),
        ("An ECG (a heart trace) is made.", ()),
        ("A CT scan (a ring) is made.", ()),
        ("The ECG is made. A heart trace (ECG).", ("ECG",)),
        ("Two ECGs and one ECG.", ("ECG",)),
        ("The ADAS-Cog and HbA1c and eGFR tests.", ("ADAS-Cog", "HbA1c", "eGFR")),
        ("The UK and HIV and COVID-19 and 5 PM.", ()),
        ("STOP AT ANY TIME. Phase III. An X-ray. Mr McDonald. I go.", ()),
        ("(ECG)", ("ECG",)),
    ],
)
def test_capital_letters_are_explained_at_first_use(text, found):
    assert unexplained_acronyms(text) == found


def test_words_to_avoid_come_with_what_to_use_and_where_they_stand():
    text = "The investigator will stop. It is only a test."
    read = read_text(text)
    assert [(word.found, word.use) for word in read.avoid] == [
        ("investigator", "study doctor"),
        ("only", "say the number"),
    ]
    assert all(text[word.start : word.end] == word.found for word in read.avoid)
    assert read.verdict is Verdict.LOOK_AGAIN


def test_long_words_are_listed_once():
    assert read_text("Information and information. Cat.").long_words == ("information",)


@pytest.mark.parametrize("piece", ["word ", "You rest. ", "(", "... ", " \n ", "1. ", "don’t? "])
def test_a_very_long_text_is_read_to_its_end(piece):
    """A search that starts anew at each place would not come back from this."""
    assert read_text(piece * 20_000).words >= read_text(piece).words


@given(st.text(), st.sampled_from(["en", "sv", "zh", "ar", "", "EN_gb"]))
def test_any_text_can_be_read(text, language):
    read = read_text(text, language)
    assert read.sentences <= read.words
    assert sum(read.paragraphs) == read.sentences
    assert (read.verdict is Verdict.EMPTY) == (read.words == 0)
    assert all(0 <= word.start < word.end <= len(text) for word in read.avoid)


@given(st.text(), st.text())
def test_counts_of_two_texts_add_up(first, second):
    together, one, two = read_text(first + "\n\n" + second), read_text(first), read_text(second)
    assert together.words == one.words + two.words
    assert together.letters == one.letters + two.letters
    assert together.sentences == one.sentences + two.sentences
    assert together.paragraphs == one.paragraphs + two.paragraphs


prose = st.lists(
    st.sampled_from(["The", "study", "Dr.", "e.g.", "3.5", "(ECG)", "only", "end.", "Why?", "\n", "-"])
).map(" ".join)


@given(prose, prose)
def test_counts_of_two_pieces_of_prose_add_up(first, second):
    together, one, two = read_text(first + "\n\n" + second), read_text(first), read_text(second)
    assert together.sentences == one.sentences + two.sentences
    assert len(together.avoid) == len(one.avoid) + len(two.avoid)


@given(prose)
def test_a_longer_sentence_never_reads_easier(text):
    words, letters = len(words_of(text)) + 1, 5 * (len(words_of(text)) + 1)
    one = automated_readability_index(letters=letters, words=words, sentences=1)
    assert one >= automated_readability_index(letters=letters, words=words, sentences=2)
