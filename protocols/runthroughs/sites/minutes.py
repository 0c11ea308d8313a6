"""The table of staff minutes on one visit: the standard, the site's own time, and the difference."""

from dataclasses import dataclass

from django.forms import BoundField
from django.utils.translation import gettext as _

from protocols.runthroughs.sites.forms import SiteAnswerForm
from protocols.runthroughs.sites.plans import SitePlan
from protocols.runthroughs.sites.words import STAFF

MINUS = "\N{MINUS SIGN}"
BAR = 200  # length of the longest bar in its drawing


def signed(minutes: int) -> str:
    """Return a difference with its sign, or a word where there is none."""
    return f"{'+' if minutes > 0 else MINUS}{abs(minutes)}" if minutes else _("same")


@dataclass(frozen=True)
class MinutesRow:
    """One role: standard minutes, own minutes as they stand in the box (None: as standard), and lengths of bars."""

    role: str
    box: BoundField
    standard: int
    own: int | None
    longest: int

    @property
    def difference(self) -> int:
        """Own minutes beyond the standard."""
        return (self.standard if self.own is None else self.own) - self.standard

    @property
    def difference_words(self) -> str:
        """The difference with its sign."""
        return signed(self.difference)

    @property
    def standard_bar(self) -> int:
        """Length of the standard in the drawing."""
        return round(self.standard * BAR / self.longest)

    @property
    def own_bar(self) -> int:
        """Length of the own time in the drawing."""
        return round((self.standard + self.difference) * BAR / self.longest)


@dataclass(frozen=True)
class MinutesTable:
    """All roles of one visit: those that the standard or the site gives time, and the others apart."""

    rows: list[MinutesRow]
    others: list[MinutesRow]

    @property
    def standard(self) -> int:
        """All standard minutes."""
        return sum(row.standard for row in self.rows)

    @property
    def difference(self) -> int:
        """Own minutes of all roles beyond the standard."""
        return sum(row.difference for row in self.rows)

    @property
    def difference_words(self) -> str:
        """The difference of all roles with its sign."""
        return signed(self.difference)

    @property
    def own(self) -> int:
        """All minutes as the site sees them; roles left blank keep the standard."""
        return self.standard + self.difference


def minutes_table(plan: SitePlan, form: SiteAnswerForm) -> MinutesTable:
    """Return the table for what stands on the page now, the longest role first."""
    own = form.own_minutes()
    longest = max([1, *plan.minutes.values(), *(minutes for minutes in own.values() if minutes)])
    rows = [
        MinutesRow(role, form[f"minutes_{role}"], plan.minutes.get(role, 0), own[role], longest)
        for role in sorted(STAFF, key=lambda role: -plan.minutes.get(role, 0))
    ]
    used = [row for row in rows if row.standard or row.box.value() not in (None, "")]
    return MinutesTable(used, [row for row in rows if row not in used])
