"""How hard a text is to read for a lay person: counts, a rough grade, and what a writer can look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from protocols.domain.language.acronyms import unexplained_acronyms
from protocols.domain.language.sentences import Sentence, paragraphs_of
from protocols.domain.language.shelf import read_toml
from protocols.domain.language.words import FoundWord, find_words


class Verdict(StrEnum):
    """What the check says: a smoke alarm, never a substitute for two lay readers."""

    EMPTY = "empty"
    EASY = "easy"
    LOOK_AGAIN = "look again"
    TOO_HARD = "too hard"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Readability:
    """What was counted in one text, and its grade where one can be given.

    `grade` is the Automated Readability Index and exists for English texts of 100 words or more; `lix` stands in for
    it in other languages. `long_sentences` are all that are over the limit, longest first; `paragraphs` are sentences
    in each paragraph. Positions are characters in the text that was read.
    """

    language: str
    words: int
    sentences: int
    letters: int
    long_sentences: tuple[Sentence, ...]
    long_words: tuple[str, ...]
    grade: float | None
    lix: float | None
    acronyms: tuple[str, ...]
    avoid: tuple[FoundWord, ...]
    paragraphs: tuple[int, ...]

    @property
    def words_per_sentence(self) -> float:
        """The mean, to one decimal; 0 for an empty text."""
        return round(self.words / self.sentences, 1) if self.sentences else 0.0

    @property
    def is_too_short_for_a_grade(self) -> bool:
        """Whether the text has words, but too few for a formula to mean anything."""
        return 0 < self.words < int(read_toml("readability.toml")["short_text"]["words"])

    @property
    def reasons(self) -> tuple[str, ...]:
        """What a writer should look at, in sentences; nothing if all is well."""
        limits = read_toml("readability.toml")
        most = limits["paragraph"]["sentences"]
        long_paragraphs = sum(count > most for count in self.paragraphs)
        grade, lix_value = self.grade or 0, self.lix or 0
        aim, lix_aim = limits["grade"]["aim"], limits["lix"]["aim"]
        said = (
            (grade > aim, f"School grade about {grade:.0f}. Aim for {aim} or less."),
            (lix_value > lix_aim, f"Lix {lix_value:.0f}. Aim for {lix_aim} or less."),
            (
                self.long_sentences,
                f"Sentences with more than {limits['sentence']['words']} words: {len(self.long_sentences)}.",
            ),
            (long_paragraphs, f"Paragraphs with more than {most} sentences: {long_paragraphs}."),
            (self.acronyms, f"Letters that are not explained: {', '.join(self.acronyms)}."),
            (self.avoid, f"Words that could be plainer: {len(self.avoid)}."),
        )
        return tuple(sentence for applies, sentence in said if applies)

    @property
    def verdict(self) -> Verdict:
        """What the check says of the whole text."""
        limits = read_toml("readability.toml")
        if not self.words:
            return Verdict.EMPTY
        if not _is_countable(self.language):
            return Verdict.CANNOT_TELL
        if (self.grade or 0) > limits["grade"]["block"] or (self.lix or 0) > limits["lix"]["block"]:
            return Verdict.TOO_HARD
        return Verdict.LOOK_AGAIN if self.reasons else Verdict.EASY


def automated_readability_index(*, letters: int, words: int, sentences: int) -> float:
    """Return the US school grade 4.71 x letters/words + 0.5 x words/sentences - 21.43, to one decimal.

    Letters count digits too. Source: Smith EA, Senter RJ. Automated Readability Index. AMRL-TR-66-220, 1967.
    Example: 23 letters in 6 words and 1 sentence give 18.06 + 3.00 - 21.43 = -0.4.
    """
    return round(4.71 * letters / words + 0.5 * words / sentences - 21.43, 1)


def lix(*, words: int, sentences: int, long_words: int) -> float:
    """Return words/sentences + 100 x long words/words, to one decimal; a long word has more than 6 letters.

    Source: Björnsson CH. Läsbarhet. Stockholm: Liber, 1968. Made for Swedish and used for many European languages.
    """
    return round(words / sentences + 100 * long_words / words, 1)


def read_text(text: str, language: str = "en") -> Readability:
    """Read a text and say how hard it is, with everything a writer needs to make it easier."""
    paragraphs = paragraphs_of(text)
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
    words = [word for sentence in sentences for word in sentence.words]
    countable, english = _is_countable(language), _base(language) == "en"
    return Readability(
        language=language,
        words=len(words),
        sentences=len(sentences),
        letters=sum(_letters(word) for word in words),
        long_sentences=_long_sentences(sentences) if countable else (),
        long_words=_long_words(words) if countable else (),
        grade=_grade(words, len(sentences)) if english else None,
        lix=_lix(words, len(sentences)) if countable and not english else None,
        acronyms=unexplained_acronyms(text) if english else (),
        avoid=find_words(text) if english else (),
        paragraphs=tuple(len(paragraph) for paragraph in paragraphs),
    )


def _base(language: str) -> str:
    return language.lower().replace("_", "-").split("-")[0]


def _is_countable(language: str) -> bool:
    return _base(language) not in read_toml("readability.toml")["languages"]["without_spaces"]


def _letters(word: str) -> int:
    return sum(character.isalnum() for character in word)


def _grade(words: Sequence[str], sentences: int) -> float | None:
    if len(words) < read_toml("readability.toml")["short_text"]["words"]:
        return None
    letters = sum(_letters(word) for word in words)
    return automated_readability_index(letters=letters, words=len(words), sentences=sentences)


def _lix(words: Sequence[str], sentences: int) -> float | None:
    limits = read_toml("readability.toml")
    if len(words) < limits["short_text"]["words"]:
        return None
    long_words = sum(_letters(word) > limits["lix"]["long_word_letters"] for word in words)
    return lix(words=len(words), sentences=sentences, long_words=long_words)


def _long_sentences(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    most = read_toml("readability.toml")["sentence"]["words"]
    return tuple(sorted((s for s in sentences if len(s.words) > most), key=lambda s: -len(s.words)))


def _long_words(words: Sequence[str]) -> tuple[str, ...]:
    least = read_toml("readability.toml")["long_word"]["letters"]
    return tuple(dict.fromkeys(word.lower() for word in words if _letters(word) >= least))
