"""The sheet Schedule of our own template: the visits over the grid, the activities beside it, the marks in it."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from protocols.domain.importers import template_layout as layout
from protocols.domain.importers.grid.marks import kind_of
from protocols.domain.importers.imported import Refused
from protocols.domain.importers.sheets import Sheet, heading_key
from protocols.domain.importers.template_values import Faults, amount, keys, number, one_of, whole
from protocols.domain.problems import warning
from protocols.domain.schedule import Activity, Arm, Contact, Mark, Repeats, Visit, Window

UNITS: dict[str, Literal["hour", "day", "week"]] = {"hour": "hour", "day": "day", "week": "week"}


class ScheduleSheet:
    """Finds its rows by the labels in column A, so that they may be moved; collects every fault."""

    def __init__(self, sheet: Sheet, faults: Faults) -> None:
        self.sheet, self.faults = sheet, faults

    @cached_property
    def first_row(self) -> int:
        """The row after the one that says Activity, Group, Footnotes, Key."""
        wanted = tuple(map(heading_key, layout.GRID_HEADINGS[:2]))
        for row in range(1, self.sheet.last_row + 1):
            if (heading_key(self.sheet.text(row, 1)), heading_key(self.sheet.text(row, 2))) == wanted:
                return row + 1
        raise Refused.because(
            layout.SCHEDULE,
            "The row with the headings Activity and Group is missing.",
            "Download the template again and copy the schedule into it.",
            format="xlsx",
        )

    @cached_property
    def rows(self) -> dict[str, int]:
        """The rows over the grid by label. Two with one label are a fault."""
        found: dict[str, int] = {}
        for row in range(1, self.first_row - 1):
            if label := heading_key(self.sheet.text(row, layout.ACTIVITY_COLUMN)):
                if label in found:
                    where = self.sheet.where(row, layout.ACTIVITY_COLUMN)
                    self.faults.add(
                        where, f"The label stands in row {found[label]} too.", "Delete one of the two rows."
                    )
                found.setdefault(label, row)
        return found

    @cached_property
    def columns(self) -> list[int]:
        """The columns that hold anything at all."""
        return sorted({column for _, column in self.sheet.cells if column >= layout.FIRST_VISIT})

    @cached_property
    def visit_keys(self) -> dict[int, str]:
        """The key of each visit by column; made where there is none."""
        return self._keys({column: self._over(layout.VISIT_KEY, column) for column in self.columns}, "v")

    @cached_property
    def activity_rows(self) -> list[int]:
        """The rows under the grid's headings that hold anything."""
        return sorted({row for row, _ in self.sheet.cells if row >= self.first_row})

    @cached_property
    def activity_keys(self) -> dict[int, str]:
        """The key of each activity by row; made where there is none."""
        return self._keys({row: self.sheet.text(row, layout.KEY_COLUMN).strip() for row in self.activity_rows}, "a")

    @property
    def title(self) -> str | None:
        """The title of the study."""
        row = self.rows.get(heading_key(layout.TITLE))
        return (self.sheet.text(row, layout.GROUP_COLUMN).strip() or None) if row else None

    def visits(self, arms: Sequence[Arm]) -> Iterator[Visit]:
        """Yield the visits, left to right."""
        if heading_key(layout.VISIT) not in self.rows:
            self.faults.add(layout.SCHEDULE, f"The row {layout.VISIT!r} is missing.", "Download the template again.")
            return
        if not self.columns:
            self.faults.add(
                layout.SCHEDULE, "No visit is filled in.", "Name the visits and put an X where something is done."
            )
        for column in self.columns:
            label = self._over(layout.VISIT, column)
            if not label:
                where = self.sheet.where(self.rows[heading_key(layout.VISIT)], column)
                self.faults.add(where, "This column has no name.", "Name the visit, or empty the whole column.")
            yield Visit(
                key=self.visit_keys[column],
                label=label,
                epoch=self._over(layout.EPOCH, column) or None,
                arm=self._arm(column, arms),
                header=self._header(column, label),
                day=self._number(layout.DAY, column),
                window=self._window(column),
                contact=Contact(
                    self._word(layout.PLACE, column, [place.value for place in Contact]) or Contact.UNKNOWN
                ),
                repeats=self._repeats(column),
                same_visit_as=self._same_visit(column),
            )

    def activities(self) -> Iterator[Activity]:
        """Yield the activities, top to bottom."""
        for row in self.activity_rows:
            label = self.sheet.text(row, layout.ACTIVITY_COLUMN).strip()
            if not label:
                where = self.sheet.where(row, layout.ACTIVITY_COLUMN)
                self.faults.add(where, "This row has no name.", "Name the activity, or empty the whole row.")
            yield Activity(
                self.activity_keys[row],
                label,
                self.sheet.text(row, layout.GROUP_COLUMN).strip() or None,
                keys(self.sheet.text(row, layout.FOOTNOTES_COLUMN)),
            )

    def marks(self) -> Iterator[Mark]:
        """Yield the marks, visit by visit, as the texts alone say them."""
        for column in self.columns:
            for row in self.activity_rows:
                if text := self.sheet.text(row, column).strip():
                    spans = self.sheet.spans.get((row, column), 1)
                    yield Mark(self.visit_keys[column], self.activity_keys[row], text, kind_of(text), (), spans)

    def place_of(self, mark: Mark) -> str:
        """Return the cell of a mark."""
        row = next(row for row, key in self.activity_keys.items() if key == mark.activity)
        column = next(column for column, key in self.visit_keys.items() if key == mark.visit)
        return self.sheet.where(row, column)

    def _keys(self, given: dict[int, str], letter: str) -> dict[int, str]:
        taken = {key for key in given.values() if key}
        made = (key for number in range(1, len(given) + len(taken) + 1) if (key := f"{letter}{number}") not in taken)
        found: dict[int, str] = {}
        for place, key in given.items():
            if key and key in found.values():
                self.faults.add(
                    f"{layout.SCHEDULE}, keys", f"The key {key[:40]!r} is used twice.", "Change or empty one of them."
                )
            found[place] = key or next(made)
        return found

    def _over(self, label: str, column: int) -> str:
        row = self.rows.get(heading_key(label))
        return self.sheet.text(row, column).strip() if row else ""

    def _number(self, label: str, column: int) -> float | None:
        row = self.rows.get(heading_key(label))
        return number(self.sheet, row, column, self.faults) if row else None

    def _word(self, label: str, column: int, choices: Sequence[str]) -> str | None:
        row = self.rows.get(heading_key(label))
        return one_of(self.sheet, row, column, choices, self.faults) if row else None

    def _header(self, column: int, label: str) -> tuple[str, ...]:
        rows = [row for name, row in self.rows.items() if name.startswith(heading_key(layout.HEADING))]
        if not rows:
            return tuple(text for text in (self._over(layout.EPOCH, column), label) if text)
        texts = [self.sheet.text(row, column).strip() for row in rows]
        while texts and not texts[-1]:
            texts.pop()
        return tuple(texts)

    def _arm(self, column: int, arms: Sequence[Arm]) -> str | None:
        text = self._over(layout.ARM, column)
        found = [arm.key for arm in arms if arm.key == text] or [arm.key for arm in arms if arm.label == text]
        if text and len(found) != 1:
            where = self.sheet.where(self.rows[heading_key(layout.ARM)], column)
            remedy = f"Use a key of the sheet {layout.ARMS}, or add the arm there."
            self.faults.add(where, f"The arm {text[:40]!r} is not in the sheet {layout.ARMS}.", remedy)
        return found[0] if len(found) == 1 and text else None

    def _window(self, column: int) -> Window | None:
        sides = []
        for label in (layout.BEFORE, layout.AFTER):
            row = self.rows.get(heading_key(label))
            sides.append(amount(self.sheet, row, column, self.faults) if row else None)
        unit = self._word(layout.UNIT, column, list(UNITS))
        before, after = sides
        if before is None and after is None:
            return None
        if unit is None:
            where = self.sheet.where(self.rows.get(heading_key(layout.UNIT), 1), column)
            self.faults.problems.append(
                warning(where, "The window has no unit. It was read as days.", "Enter the unit.")
            )
        return Window(before or 0.0, after or 0.0, UNITS[unit or "day"])

    def _repeats(self, column: int) -> Repeats | None:
        least, most = (self._whole(label, column) for label in (layout.LEAST, layout.MOST))
        if least is None and most is None:
            return None
        if most is not None and least is not None and most < least:
            where = self.sheet.where(self.rows[heading_key(layout.MOST)], column)
            self.faults.add(where, f"At most {most} is less than at least {least}.", "Correct one of the two numbers.")
        return Repeats(1 if least is None else least, most)

    def _whole(self, label: str, column: int) -> int | None:
        row = self.rows.get(heading_key(label))
        return whole(self.sheet, row, column, self.faults) if row else None

    def _same_visit(self, column: int) -> str | None:
        text = self._over(layout.SAME_AS, column)
        if text and (text not in self.visit_keys.values() or text == self.visit_keys[column]):
            where = self.sheet.where(self.rows[heading_key(layout.SAME_AS)], column)
            self.faults.add(where, f"There is no other visit with the key {text[:40]!r}.", "Enter the key of a visit.")
            return None
        return text or None
