"""The letters and numbers of Word's automatic lists: Word counts them when it shows a paragraph, they are no text."""

from collections.abc import Callable
from dataclasses import dataclass, field

from docx.document import Document
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DEEPEST = 9  # levels of a list in Word
LARGEST = 200  # entries of one list; no list of footnotes is longer
_PARENTS = 10  # styles that a style may be based on, one after the other
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class ListNumber:
    """What Word shows before a paragraph, such as "a." or "2)", and whether it is raised."""

    text: str
    raised: bool


@dataclass(frozen=True)
class _Level:
    form: str
    pattern: str
    start: int
    raised: bool


@dataclass
class _Lists:
    """The lists of a document: levels by abstract list, the abstract list and new starts of each list, and counts."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def next(self, number: str, depth: int) -> ListNumber | None:
        """Count one paragraph of a list. Lists that share their abstract list count on, unless they start anew."""
        kind = self.lists.get(number, "")
        if (level := self.levels.get((kind, depth))) is None:
            return None
        counts = self.counts.setdefault(kind, {})
        if (start := self.starts.pop((number, depth), None)) is not None:
            counts[depth] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return self._shown(kind, depth)

    def _shown(self, kind: str, depth: int) -> ListNumber | None:
        level = self.levels[kind, depth]
        if "%" not in level.pattern:
            return None
        text = level.pattern
        for outer in range(depth + 1):
            above = self.levels.get((kind, outer), level)
            write, count = _FORMS.get(above.form), self.counts[kind].get(outer, above.start)
            if f"%{outer + 1}" not in text:
                continue
            if write is None or not 0 < count <= LARGEST:
                return None
            text = text.replace(f"%{outer + 1}", write(count))
        return ListNumber(text.strip(), level.raised)


def list_numbers(document: Document) -> dict[etree._Element, ListNumber]:
    """Return what Word shows before each paragraph that a list counts; bullets are left out."""
    lists = _lists(document)
    if not lists.lists:
        return {}
    styles = _styles(document)
    found: dict[etree._Element, ListNumber] = {}
    for paragraph in document.element.body.iter(f"{W}p"):
        number, depth = _place(paragraph, styles)
        if number and (shown := lists.next(number, depth)):
            found[paragraph] = shown
    return found


def _lists(document: Document) -> _Lists:
    lists = _Lists()
    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith("/numbering"):
            continue
        root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        for kind in root.iterfind(f"{W}abstractNum"):
            for level in kind.iterfind(f"{W}lvl"):
                lists.levels[kind.get(f"{W}abstractNumId") or "", _whole(level.get(f"{W}ilvl"))] = _level(level)
        for entry in root.iterfind(f"{W}num"):
            number = entry.get(f"{W}numId") or ""
            lists.lists[number] = _value(entry, "abstractNumId")
            for override in entry.iterfind(f"{W}lvlOverride"):
                if start := _value(override, "startOverride"):
                    lists.starts[number, _whole(override.get(f"{W}ilvl"))] = _whole(start)
    return lists


def _level(level: etree._Element) -> _Level:
    raised = _value(level, f"rPr/{W}vertAlign") == "superscript"
    return _Level(_value(level, "numFmt"), _value(level, "lvlText"), _whole(_value(level, "start") or "1"), raised)


def _styles(document: Document) -> dict[str, etree._Element]:
    found = document.styles.element.iterfind(f"{W}style")
    return {style.get(f"{W}styleId") or "": style for style in found}


def _place(paragraph: etree._Element, styles: dict[str, etree._Element]) -> tuple[str, int]:
    """Return the list of a paragraph and its depth there: its own, else that of its style or of the style's parents."""
    holder: etree._Element | None = paragraph
    name = _value(paragraph, f"pPr/{W}pStyle")
    for _ in range(_PARENTS):
        if holder is None:
            break
        if number := _value(holder, f"pPr/{W}numPr/{W}numId"):
            depth = _whole(_value(holder, f"pPr/{W}numPr/{W}ilvl"))
            return (number, depth) if number != "0" and depth < DEEPEST else ("", 0)
        holder = styles.get(name)
        name = _value(holder, "basedOn") if holder is not None else ""
    return "", 0


def _value(element: etree._Element, path: str) -> str:
    found = element.find(f"{W}{path}")
    return (found.get(f"{W}val") or "") if found is not None else ""


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 5 else 0


def _letter(count: int) -> str:
    """Word counts a, b, ... z, aa, bb."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        text, count = text + sign * (count // worth), count % worth
    return text


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "lowerLetter": _letter,
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
}
