"""What of the burden map is shown, as the address says: colour, part of the study, purpose, kind, words to look for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from protocols.domain.catalogue import Procedure
from protocols.schedules.models import Purpose
from protocols.scores.maps.grid import BurdenMap, MapRow
from protocols.scores.maps.layers import COLOURS

HIGH = Decimal(3)


@dataclass(frozen=True)
class Filters:
    """What was asked for. Empty text means everything."""

    colour: str = "load"
    only_high: bool = False
    epoch: str = ""
    purpose: str = ""
    category: str = ""
    search: str = ""

    @property
    def narrows(self) -> bool:
        """True when something is left out."""
        return self != Filters(self.colour)


@dataclass(frozen=True)
class Known:
    """What rows can be told apart by: parts of the study, purposes by row, and kinds of procedure by row."""

    epochs: tuple[str, ...]
    purposes: Mapping[str, str]
    procedures: Mapping[str, tuple[Procedure, ...]]

    @property
    def categories(self) -> set[str]:
        """The kinds of procedure that the schedule has."""
        return {procedure.category for own in self.procedures.values() for procedure in own}

    def has_category(self, row: str, category: str) -> bool:
        """Answer whether a row holds a procedure of this kind."""
        return any(procedure.category == category for procedure in self.procedures.get(row, ()))

    def has_purpose(self, row: str, purpose: str) -> bool:
        """Answer whether a row is for this; a row of which nobody said it is "not stated"."""
        return self.purposes.get(row, Purpose.NOT_STATED) == purpose


def read_filters(asked: QueryDict, known: Known, notes: list[str]) -> Filters:
    """Read the filters from the address. What makes no sense is left out, and `notes` says so."""
    return Filters(
        colour=_one_of(asked.get("colour", ""), COLOURS, notes, _("There is no such colour. Burden is shown."))
        or "load",
        only_high=bool(_one_of(asked.get("show", ""), ["high"], notes, _("There is no such choice. All are shown."))),
        epoch=_one_of(asked.get("epoch", ""), known.epochs, notes, _("There is no such part of the study.")),
        purpose=_one_of(asked.get("purpose", ""), Purpose.values, notes, _("There is no such purpose.")),
        category=_one_of(asked.get("kind", ""), known.categories, notes, _("There is no such kind of test.")),
        search=asked.get("q", "").strip(),
    )


def _one_of(value: str, allowed: Iterable[str], notes: list[str], note: str) -> str:
    if not value or value in allowed:
        return value
    notes.append(note)
    return ""


def narrowed(table: BurdenMap, filters: Filters, known: Known) -> BurdenMap:
    """Return the map with only what the filters let through. Totals stay those of the whole schedule."""
    places = [place for place, each in enumerate(table.columns) if filters.epoch in ("", each.visit.epoch)]
    columns = tuple(table.columns[place] for place in places)
    groups = []
    for name, rows in table.groups:
        kept = [replace(row, cells=tuple(row.cells[place] for place in places)) for row in rows]
        kept = [row for row in kept if _is_shown(row, filters, known)]
        if kept:
            groups.append((name, tuple(kept)))
    shown = [(name, span) for name, span in table.epochs if filters.epoch in ("", name)]
    return BurdenMap(columns, tuple(shown), tuple(groups))


def _is_shown(row: MapRow, filters: Filters, known: Known) -> bool:
    is_known = row.is_activity
    return (
        any(row.cells)
        and filters.search.casefold() in row.label.casefold()
        and (not filters.only_high or any(c and c.points is not None and c.points >= HIGH for c in row.cells))
        and (not filters.purpose or (is_known and known.has_purpose(row.key, filters.purpose)))
        and (not filters.category or known.has_category(row.key, filters.category))
    )
