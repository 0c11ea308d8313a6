"""What a report says, as one plain value: the same records give the same content, byte for byte.

Nothing here knows Django, the clock or how a report is laid out.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from pydantic import TypeAdapter

from reports.sections import (
    Count,
    Cover,
    Figures,
    Finding,
    House,
    Left,
    Line,
    Noted,
    People,
    Quote,
    Seen,
    Setting,
    Site,
    Source,
    Stamp,
    Told,
    VisitSum,
    Weights,
)
from reports.tables import Grid, HeatTable

CELLS_PER_LINE = 7  # columns of the table of lines


class Extent(StrEnum):
    """How much of the content the page and the PDF show. The workbook always has all of it."""

    WHOLE = "whole"
    WITHOUT_ANNEXES = "without-annexes"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Content:
    """The whole report."""

    extent: Extent
    cover: Cover
    figures: Figures
    counts: tuple[Count, ...]
    visits: tuple[VisitSum, ...]
    heat: tuple[HeatTable, ...]
    findings: tuple[Finding, ...]
    flags: tuple[tuple[str, tuple[str, ...]], ...]
    personas: tuple[Seen, ...]
    arms: tuple[Seen, ...]
    people: People
    site: Site
    not_stated: tuple[str, ...]
    extra: tuple[str, ...]
    unscored: tuple[Left, ...]
    partly: tuple[Left, ...]
    weights: tuple[Weights, ...]
    settings: tuple[Setting, ...]
    glossary: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    sources: tuple[Source, ...]
    grid: Grid
    stamp: Stamp
    house: House | None = None  # reports from before this was said have none
    noted: tuple[Noted, ...] = ()  # nor these

    @property
    def busiest(self) -> VisitSum | None:
        """The visit with the most load at one taking place."""
        return next((visit for visit in self.visits if visit.is_busiest), None)

    @property
    def first_quote(self) -> tuple[Quote, str] | None:
        """The first words about what weighs most, and what they are about."""
        return next(((quote, each.label) for each in self.findings for quote in each.quotes), None)

    @property
    def to_decide(self) -> tuple[Noted, ...]:
        """The findings that wait for a decision, those that matter most first."""
        return tuple(each for each in self.noted if each.needs_decision)

    @property
    def decided(self) -> tuple[Noted, ...]:
        """The findings about which something was decided."""
        return tuple(each for each in self.noted if each.decided)

    @property
    def told(self) -> tuple[Told, ...]:
        """What those who spoke were told."""
        return tuple(each.told for each in self.noted if each.told)

    @property
    def has_map(self) -> bool:
        """True when the tables by visit are part of it."""
        return self.extent != Extent.SUMMARY

    @property
    def has_annexes(self) -> bool:
        """True when every line and the schedule are part of it."""
        return self.extent == Extent.WHOLE

    @property
    def cells(self) -> int:
        """How many table cells the page and the PDF have, in about; what laying out takes grows with it."""
        heat = sum(len(table.visits) * sum(len(rows) for _, rows in table.groups) for table in self.heat)
        grid = sum(len(table.columns) * sum(len(rows) for _, rows in table.groups) for table in self.grid.tables)
        annexes = CELLS_PER_LINE * len(self.lines) + grid
        return (heat if self.has_map else 0) + (annexes if self.has_annexes else 0)

    def to_dict(self) -> dict[str, object]:
        """Return plain JSON values; `from_dict` gives an equal content back."""
        plain: dict[str, object] = _adapter().dump_python(self, mode="json")
        return plain

    @classmethod
    def from_dict(cls, stored: Mapping[str, object]) -> "Content":
        """Rebuild a content from `to_dict`."""
        return _adapter().validate_python(stored)

    @property
    def sha256(self) -> str:
        """SHA-256 over the one text form of this content: sorted keys, no spaces."""
        text = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@cache
def _adapter() -> TypeAdapter[Content]:
    return TypeAdapter(Content)
