"""Decides which procedures a row's label asks for, and says why; it would rather find nothing than the wrong thing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from . import load
from .index import spelt, the_index
from .patterns import pattern_of
from .wording import inside_brackets, outside_brackets, plain, rules, until_condition, words


@dataclass(frozen=True, slots=True)
class Match:
    """The procedures that a row asks for (none when unsure), how sure that is (0 to 1), and the reason in words."""

    procedures: tuple[str, ...]
    confidence: float
    reason: str


NOTHING = Match((), 0.0, "No name in the catalogue is close enough.")


def match(label: str, group: str | None = None, *, remembered: Mapping[str, tuple[str, ...]] | None = None) -> Match:
    """Return the procedures that an activity's label asks for.

    `group` is the heading that the row stands under. `remembered` holds what people chose before, by the label or by
    `remember_key(label)`; it wins, also when the choice was "none of them". Unmatched gives no procedures and a reason.
    """
    choices = remembered or {}
    chosen = choices.get(label, choices.get(remember_key(label)))
    if chosen is not None and set(chosen) <= load().procedures.keys():
        return Match(tuple(chosen), _sure("remembered"), "A person chose this for the same label.")
    return _match(label, group or "")


def remember_key(label: str) -> str:
    """Return the form of a label under which a person's choice is remembered: its plain words, whatever their case."""
    return " ".join(words(plain(label))) or " ".join(label.lower().split())


@lru_cache(maxsize=10_000)
def _match(label: str, group: str) -> Match:
    text = plain(label)
    if not words(text):
        return Match((), 0.0, "The label holds no words.")
    for found in _attempts(text, group):
        if found.procedures:
            return found
    return _why_nothing(text)


def _attempts(text: str, group: str) -> Iterator[Match]:
    """Yield the answers of each way of reading a label, the surest first."""
    outside = outside_brackets(text)
    short = until_condition(outside)
    if ":" in text:
        yield _exact(text.rpartition(":")[2], "after_colon", "what follows the colon")
    yield _exact(text, "exact", "the whole label")
    yield _inside_if_outside_is_generic(text)
    yield _exact(outside, "outside_brackets", "the label without its brackets")
    yield _exact(until_condition(text), "remark_cut", "the label without its condition")
    yield _exact(short, "remark_cut", "the label without its condition")
    yield _trimmed(short)
    yield _compound(short.rpartition(":")[2])
    yield _pattern(short)
    yield _near(short)
    for part in inside_brackets(text):
        yield _not_generic(_exact(part, "inside_brackets", "what stands in brackets"))
    yield _compound(until_condition(text))
    if group:
        yield _exact(f"{plain(group)} {short}", "with_group", "the label with its heading")


@cache
def _unsure_names() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(words(name)) for name in rules().words.unsure)


def _sure(how: str) -> float:
    return rules().confidence[how].value


def _exact(text: str, how: str, what: str) -> Match:
    found = words(text)
    key = the_index().exact.get(frozenset(found))
    if key is None:
        return NOTHING
    name = load().procedures[key].name
    if frozenset(found) in _unsure_names():
        return Match((key,), _sure("unsure"), f"“{name}” is the commonest meaning of this label, but not the only one.")
    is_short = len("".join(found)) <= len("PT")
    return Match((key,), _sure("abbreviation" if is_short else how), f"“{name}”: {what} is one of its names.")


def _not_generic(found: Match) -> Match:
    return NOTHING if set(found.procedures) & rules().words.generic else found


def _inside_if_outside_is_generic(text: str) -> Match:
    outside = _exact(outside_brackets(text), "outside_brackets", "")
    if not set(outside.procedures) & rules().words.generic:
        return NOTHING
    for part in inside_brackets(text):
        for found in (_exact(part, "inside_brackets", "what stands in brackets"), _compound(part)):
            if found.confidence > _sure("compound_partly"):
                return found
    return NOTHING


def _trimmed(text: str) -> Match:
    """Try without a verb in front, and without footnote signs left behind the last word or stuck to it."""
    found = words(text)
    while len(found) > 1:
        if found[0] in rules().words.leading:
            found = found[1:]
        elif len(found[-1]) == 1:
            found = found[:-1]
        else:
            break
        if (answer := _exact(" ".join(found), "remark_cut", "the label without a verb or footnote sign")).procedures:
            return answer
    if not found or the_index().knows(found[-1]):
        return NOTHING
    for freed in (re.sub(r"\d{1,2}$", "", found[-1]), found[-1][:-1]):
        if len(freed) < rules().limits["shortest_freed"].value:
            continue
        wording = " ".join((*found[:-1], freed))
        if (answer := _exact(wording, "glued_footnote", "the label without a glued footnote sign")).procedures:
            return answer
    return NOTHING


def _pattern(text: str) -> Match:
    found = pattern_of(text)
    return Match(found.procedures, _sure(found.confidence), found.reason) if found else NOTHING


def _near(text: str) -> Match:
    """Find the name that shares most wording, spelling mistakes forgiven; nothing when two are too close to tell."""
    corrected = [spelt(word) for word in words(text)]
    spelling = min(alike for _, alike in corrected)
    near = the_index().best(frozenset(word for word, _ in corrected))
    if len(corrected) == 1 and near and near[0].likeness < 1:
        return NOTHING  # one word that is only part of a name says too little
    if not near or near[0].likeness * spelling < rules().limits["accept"].value:
        return NOTHING
    first, second = near[0], near[1].likeness if len(near) > 1 else 0.0
    if first.likeness - second < rules().limits["margin"].value:
        return NOTHING
    name = load().procedures[first.procedure].name
    what = "allowing for spelling" if spelling < 1 else "in most of its words"
    return Match((first.procedure,), round(first.likeness * spelling, 2), f"“{name}”: the label agrees {what}.")


def _compound(text: str) -> Match:
    """Read a row that asks for several things at once; every part is looked up by itself."""
    parts = [part for part in (p.strip(" :.-()") for p in re.split(rules().text.separators, text)) if words(part)]
    if len(parts) < 2:
        return NOTHING
    found = [_part(part, parts) for part in parts]
    known = [match for match in found if match.procedures]
    if not known or len(known) < rules().limits["known_parts"].value * len(parts):
        return NOTHING
    procedures = tuple(dict.fromkeys(key for match in known for key in match.procedures))
    unknown = [part for part, match in zip(parts, found, strict=True) if not match.procedures]
    if len(procedures) > 1 and _is_choice(text, procedures):
        names = " or ".join(_names(procedures))
        return Match(procedures[:1], _sure("one_of"), f"One of them is done, {names}; the first is taken.")
    return _said(procedures, min(match.confidence for match in known), unknown)


def _is_choice(text: str, procedures: tuple[str, ...]) -> bool:
    found = [load().procedures[key] for key in procedures]
    are_alike = all(each.imaging or each.category in rules().text.one_of_categories for each in found)
    return are_alike and bool(re.search(rules().text.alternatives, text))


def _said(procedures: tuple[str, ...], lowest: float, unknown: list[str]) -> Match:
    names = ", ".join(f"“{name}”" for name in _names(procedures))
    if unknown:
        left = ", ".join(f"“{part}”" for part in unknown)
        return Match(procedures, _sure("compound_partly"), f"The row names {names}; not known: {left}.")
    sure = round(lowest * _sure("compound"), 2)
    return Match(procedures, sure, f"The row names {names}{'' if len(procedures) > 1 else ' more than once'}.")


def _names(procedures: tuple[str, ...]) -> list[str]:
    return [load().procedures[key].name for key in procedures]


def _part(part: str, parts: list[str]) -> Match:
    """Look up one part by itself, else with the words that it shares with its neighbours."""
    for wording in _wordings(part, parts):
        for found in (_exact(wording, "exact", "this part"), _trimmed(wording), _pattern(wording), _near(wording)):
            if found.procedures:
                return found
    return NOTHING


def _wordings(part: str, parts: list[str]) -> Iterator[str]:
    """Yield a part by itself (or under the verb that governs the row), then with the row's last or first words."""
    head, tail = words(parts[0]), words(parts[-1])
    if head[0] in rules().words.governing and part is not parts[0]:
        yield f"{head[0]} {part}"
        return
    yield part
    if part is not parts[-1]:
        yield from (f"{part} {' '.join(tail[-count:])}" for count in (1, 2) if len(tail) > count)
    if part is not parts[0]:
        yield from (f"{' '.join(head[:count])} {part}" for count in (1, 2) if len(head) > count)


def _why_nothing(text: str) -> Match:
    near = the_index().best(frozenset(words(outside_brackets(text)) or words(text)))
    if not near:
        return replace(NOTHING, reason="No name in the catalogue shares a telling word with this label.")
    name = load().procedures[near[0].procedure].name
    return replace(NOTHING, reason=f"Nothing is close enough; the nearest is “{name}”.")
