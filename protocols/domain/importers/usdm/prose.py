"""Texts of a study definition as plain words: HTML taken away, tags of the model replaced by what they stand for."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from protocols.domain.importers.usdm.model import Dictionary

# Only names of real elements: "CRP <upper limit" and "x < b and y > c" are words, not markup.
INLINE = re.compile(r"</?(?:b|i|u|a|em|sub|sup|span|font|small|strong|usdm:\w+)(?:\s[^<>]{0,2000})?/?>", re.IGNORECASE)
BLOCK = re.compile(
    r"</?(?:p|br|hr|div|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|img|figure)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
TAG = re.compile(
    r"<usdm:tag\s[^<>]{0,500}?name=[\"']([^\"'<>]{1,200})[\"'][^<>]{0,500}>(?:</usdm:tag>)?", re.IGNORECASE
)
REFERENCE = re.compile(r"<usdm:ref\s([^<>]{1,1000})>(?:</usdm:ref>)?", re.IGNORECASE)
ATTRIBUTE = re.compile(r"(\w+)=[\"']([^\"'<>]*)[\"']")
DEEPEST = 5  # a tag may stand for a text with tags in it, but not for itself


def plain(text: str) -> str:
    """Return the words of a text: no markup, no escapes, single spaces."""
    if "<" in text:
        text = INLINE.sub("", BLOCK.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.replace("\\'", "'").replace("\\’", "’").replace('\\"', '"').split())


class Tags:
    """Replaces `<usdm:tag>` and `<usdm:ref>` by the texts that they point to, wherever in the study those are."""

    def __init__(self, study: object, dictionaries: Iterable[Dictionary]) -> None:
        self._study = study
        self._dictionaries = {entry.id: {found.tag: found.reference for found in entry.maps} for entry in dictionaries}

    def resolve(self, text: str, dictionary_id: str | None) -> str:
        """Return the plain text. A tag that points nowhere stays visible as [its name]."""
        if "<usdm:" in text.lower():
            text = self._replace(text, dictionary_id, DEEPEST)
        return plain(text)

    def _replace(self, text: str, dictionary_id: str | None, depth: int) -> str:
        if not depth:
            return text
        tags = self._dictionaries.get(dictionary_id, {})

        def tagged(found: re.Match[str]) -> str:
            reference = tags.get(found[1])
            return self._replace(reference, dictionary_id, depth - 1) if reference else f"[{found[1]}]"

        def referred(found: re.Match[str]) -> str:
            wanted = dict(ATTRIBUTE.findall(found[1]))
            value = self._parts_by_id.get(wanted.get("id", ""), {}).get(wanted.get("attribute", ""))
            known = isinstance(value, str | int | float)
            return self._replace(str(value), dictionary_id, depth - 1) if known else f"[{wanted.get('id', '')}]"

        return REFERENCE.sub(referred, TAG.sub(tagged, text))

    @cached_property
    def _parts_by_id(self) -> dict[str, Mapping[str, object]]:
        """Made only for a file that has tags: it visits every object of the study."""
        found = ((part.get("id"), part) for part in _objects(self._study))
        return {key: part for key, part in found if isinstance(key, str)}


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            yield found
            waiting.extend(found.values())
        elif isinstance(found, list):
            waiting.extend(found)
