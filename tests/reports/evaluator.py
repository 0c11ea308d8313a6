"""Works out the formulas that our workbooks use: products, N, SUM, SUMIF, IF, AND and ROUND. Nothing else."""

import re
from decimal import Decimal
from functools import cache

from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook

Value = Decimal | str | bool | None


class Sheets:
    """The values of a workbook, formulas worked out."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.value = cache(self._value)

    def _value(self, sheet: str, cell: str) -> Value:
        found = self.book[sheet][cell]
        if found.data_type == "f":
            return self.formula(sheet, found.value[1:])
        return found.value if isinstance(found.value, str | None) else Decimal(str(found.value))

    def formula(self, sheet: str, text: str) -> Value:
        """Work out one formula."""
        if match := re.fullmatch(r'IF\((.+),"(\w+)","(\w+)"\)', text):
            return match[2] if self.formula(sheet, match[1]) else match[3]
        if match := re.fullmatch(r"AND\((ROUND\(.+\)=0),(ROUND\(.+\)=0)\)", text):
            return bool(self.formula(sheet, match[1]) and self.formula(sheet, match[2]))
        if match := re.fullmatch(r"ROUND\((\w+)-(\w+),6\)=0", text):
            return round(self.number(sheet, match[1]) - self.number(sheet, match[2]), 6) == 0
        if match := re.fullmatch(r"(\w+)\*N\((\w+)\)", text):
            return self.number(sheet, match[1]) * self.number(sheet, match[2])
        if match := re.fullmatch(r"SUM\((\w+)!([\w:]+)\)", text):
            return sum((self.number(match[1], cell) for cell in cells(match[2])), Decimal(0))
        if match := re.fullmatch(r"SUMIF\((\w+)!([$\w:]+),\$(\w+),(\w+)!([$\w:]+)\)", text):
            wanted = self.value(sheet, match[3])
            pairs = zip(cells(match[2]), cells(match[5]), strict=True)
            kept = (amount for key, amount in pairs if self.value(match[1], key) == wanted)
            return sum((self.number(match[4], amount) for amount in kept), Decimal(0))
        raise AssertionError(f"a formula that we did not expect: {text}")

    def number(self, sheet: str, cell: str) -> Decimal:
        """Return a cell as a number; words and empty cells are 0, as N and SUM take them."""
        value = self.value(sheet, cell)
        return value if isinstance(value, Decimal) else Decimal(0)


def cells(reference: str) -> list[str]:
    """Return the names of the cells of one column."""
    left, top, right, bottom = range_boundaries(reference.replace("$", ""))
    assert left == right
    letter = re.match(r"[A-Z]+", reference.replace("$", ""))[0]
    return [f"{letter}{row}" for row in range(top, bottom + 1)]
