"""Which steps touch on something that people may find hard, and the kind line that says so beforehand."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from protocols.domain.language.shelf import read_toml


def topics_of(label: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the hard topics of an activity: those its procedures are known for, and those its label tells of."""
    flat = _flat(label)
    told = [topic for topic, parts in read_toml("story.toml")["hard"]["labels"].items() if _tells(flat, parts)]
    return tuple(dict.fromkeys((*known, *told)))


def _tells(flat: str, parts: Sequence[str]) -> bool:
    # A part must start a word, or "dna" is found inside others.
    return any(_flat(part).rstrip() in flat for part in parts)


@lru_cache(maxsize=1024)  # the parts of all labels are asked for at each step of each walk
def _flat(text: str) -> str:
    return f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} "


def topic_line(topics: Sequence[str], *, said: Collection[str] = ()) -> str:
    """Return the line that stands above a step about these topics; empty if there are none.

    It is about the first topic that is not among those `said` at this visit already, unless it is said every time.
    """
    once = read_toml("story.toml")["hard"]["said_once"]
    fresh = [topic for topic in topics if topic not in once or topic not in said]
    return str(_topic(fresh[0])["line"]) if fresh else ""


def topics_sentence(topics: Sequence[str], *, of: str = "visit") -> str:
    """Return the sentence that announces a whole visit (or `of` a whole "walk") with these topics; empty without."""
    names = [str(_topic(topic)["topic"]) for topic in dict.fromkeys(topics)]
    if not names:
        return ""
    joined = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return str(read_toml("story.toml")["hard"][f"announce_{of}"].format(topics=joined))


def _topic(name: str) -> dict[str, str]:
    found: dict[str, str] = read_toml("story.toml")["hard"]["topics"][name]
    return found
