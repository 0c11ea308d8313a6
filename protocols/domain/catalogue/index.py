"""All names that procedures go by, laid out so that a label can be looked up fast."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from . import load
from .wording import plain, rules, words

Wording = frozenset[str]


@dataclass(frozen=True, slots=True)
class Near:
    """A known name that is like a label: the procedure, and how much wording they share (0 to 1)."""

    procedure: str
    likeness: float


@dataclass(frozen=True)
class Index:
    """Names by their words: `exact` for whole names, `by_word` for the names that hold a word."""

    exact: Mapping[Wording, str]
    by_word: Mapping[str, frozenset[Wording]]
    weights: Mapping[str, float]
    name_weights: Mapping[Wording, float]
    by_first_letter: Mapping[str, tuple[str, ...]]

    def knows(self, word: str) -> bool:
        """True when some name holds this word."""
        return word in self.weights

    def weight(self, wording: Wording) -> float:
        """Return how much a wording says: the sum of its words' weights."""
        return sum([self.weights.get(word, 1.0) for word in wording])

    def best(self, wording: Wording) -> list[Near]:
        """Return the procedures whose names are most like a wording, best first, one entry each."""
        near: dict[str, float] = {}
        own = self.weight(wording)
        for name in self._candidates(wording):
            key = self.exact[name]
            likeness = 2 * self.weight(wording & name) / (own + self.name_weights[name])
            near[key] = max(near.get(key, 0.0), likeness)
        return sorted((Near(key, value) for key, value in near.items()), key=lambda n: (-n.likeness, n.procedure))

    def _candidates(self, wording: Wording) -> set[Wording]:
        """Return the names that share a telling word and every word that turns the meaning."""
        turning, light = rules().words.turning, rules().words.light
        turns = wording & turning
        telling = (wording - light) or wording
        found = {name for word in telling for name in self.by_word.get(word, ())}
        return {name for name in found if name & turning == turns}


def spelt(word: str) -> tuple[str, float]:
    """Return the known word that this one is a misspelling of, and how alike they are; the word itself when none is."""
    limits, index = rules().limits, the_index()
    if index.knows(word) or word in rules().spelling.never or len(word) < limits["shortest_misspelt"].value:
        return word, 1.0
    return _nearest_word(word)


@lru_cache(maxsize=20_000)
def _nearest_word(word: str) -> tuple[str, float]:
    least = rules().limits["spelling"].value
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word)
    best, how_alike = word, 1.0
    for known in the_index().by_first_letter.get(word[0], ()):
        matcher.set_seq1(known)
        if (
            matcher.real_quick_ratio() >= least
            and matcher.quick_ratio() >= least
            and (alike := matcher.ratio()) >= least
        ):
            best, how_alike, least = known, alike, alike
    return best, how_alike


@cache
def the_index() -> Index:
    """Return the index of the catalogue that comes with the program, built once."""
    exact = dict(names())
    by_word: dict[str, set[Wording]] = defaultdict(set)
    for wording in exact:
        for word in wording:
            by_word[word].add(wording)
    letters: dict[str, list[str]] = defaultdict(list)
    for word in sorted(by_word):
        if len(word) >= rules().limits["shortest_misspelt"].value - 1 and word not in rules().spelling.never:
            letters[word[0]].append(word)
    weights = {word: _weight(word) for word in by_word}
    return Index(
        exact=exact,
        by_word={word: frozenset(found) for word, found in by_word.items()},
        weights=weights,
        name_weights={wording: sum(weights[word] for word in wording) for wording in exact},
        by_first_letter={letter: tuple(found) for letter, found in letters.items()},
    )


def names() -> Iterator[tuple[Wording, str]]:
    """Yield every name of every procedure as its words, with the procedure's key."""
    for procedure in load().procedures.values():
        for name in (procedure.name, *procedure.synonyms):
            yield frozenset(words(plain(name))), procedure.key


def _weight(word: str) -> float:
    """Return what a word says: 1, or what `matching.toml` gives to light words. Rare words count no more than common
    ones, since the commonest (diary, ECG, biopsy) say best what is done."""
    return rules().limits["light_weight"].value if word in rules().words.light else 1.0
