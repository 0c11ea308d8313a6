"""How numbers are written in reports: exact where somebody adds them up, in words where somebody reads them."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from protocols.domain.burden.amounts import Range
from protocols.schedules.grid import MINUS
from reports.content import Content
from reports.drawing import Bar
from reports.drawing import skyline as bars_of
from reports.heads import Head, heads
from reports.limits import limits
from reports.sections import Finding, Line, VisitSum
from reports.tables import GridColumn, stretches

register = template.Library()

CENT = Decimal("0.01")
COUNT_WORDS = {
    "visits": gettext_lazy("Visits and calls"),
    "trips": gettext_lazy("Journeys there and back"),
    "nights": gettext_lazy("Nights away from home"),
    "needles": gettext_lazy("Needle sticks"),
    "blood_ml": gettext_lazy("Blood, in ml"),
    "fasting_mornings": gettext_lazy("Fasting mornings"),
    "invasive": gettext_lazy("Invasive procedures"),
    "questionnaires": gettext_lazy("Questionnaires"),
    "questionnaire_minutes": gettext_lazy("Minutes of questionnaires"),
    "devices": gettext_lazy("Devices and log-ins"),
    "home_days": gettext_lazy("Tasks on days at home"),
}
BASIS_WORDS = {
    "A": gettext_lazy("rated by trial participants"),
    "B": gettext_lazy("rated by patients in care"),
    "D": gettext_lazy("published, not peer reviewed"),
    "T": gettext_lazy("a tariff's norm"),
    "J": gettext_lazy("the editors' judgement"),
    "house": gettext_lazy("the team's own values"),
    "ratings": gettext_lazy("this review's advocates"),
}
PLACE_WORDS = {
    "site": gettext_lazy("Clinic"),
    "home": gettext_lazy("Home"),
    "phone": gettext_lazy("Phone"),
    "video": gettext_lazy("Video"),
}


@register.filter
def exact(amount: Decimal | None) -> str:
    """Write an amount as it is added up: two decimals, more only where it has more."""
    if amount is None:
        return "?"
    rounded = amount.quantize(CENT)
    return f"{rounded:f}" if rounded == amount else f"{amount.normalize():f}"


@register.filter
def plain(amount: Decimal) -> str:
    """Write an amount without zeros at its end: 4, 0.5."""
    return f"{amount.normalize():f}"


@register.filter
def with_minus(number: str) -> str:
    """Write a number with a proper minus sign."""
    return number.replace("-", MINUS)


@register.filter
def ranged(amount: Range) -> str:
    """Write a range with what it is at least and at most, where these differ."""
    if amount.most is None:
        return _("at least %(least)s") % {"least": plain(amount.planned)}
    if amount.least == amount.most:
        return plain(amount.planned)
    ends = {"least": plain(amount.least), "most": plain(amount.most), "planned": plain(amount.planned)}
    return _("%(planned)s (%(least)s to %(most)s)") % ends


@register.filter
def count_words(name: str) -> str:
    """Return what people call a count."""
    return str(COUNT_WORDS.get(name, name))


@register.filter
def basis_words(basis: str) -> str:
    """Return where a part of the load comes from, in words."""
    return str(BASIS_WORDS.get(basis, basis))


@register.filter
def place_words(place: str) -> str:
    """Return where a visit takes place; nothing where nobody said."""
    return str(PLACE_WORDS.get(place, ""))


@register.filter
def grade_letters(grades: tuple[str, ...]) -> str:
    """Write the grades of a line: letters, and R for the ratings of this review."""
    return " ".join("R" if grade == "ratings" else "H" if grade == "house" else grade for grade in grades)


@register.filter
def skyline(visits: tuple[VisitSum, ...]) -> list[Bar]:
    """Return the bars of the cover."""
    return bars_of(visits)


@register.filter
def short_hash(sha256: str) -> str:
    """Write the beginning of a hash so that people can compare it: 7c1e 09b4."""
    return f"{sha256[:4]} {sha256[4:8]}"


@register.filter
def in_parts(rows: Sequence[object], lines: int = 1) -> list[Sequence[object]]:
    """Cut the rows of a table, of about so many lines each, into parts that fit one page."""
    return [rows[part] for part in stretches(len(rows), limits().rows_per_list // lines)]


@register.filter
def lines_at(report: Content, visit: VisitSum) -> list[Line]:
    """Return the lines of one visit."""
    return [line for line in report.lines if line.visit == visit.key]


@register.filter
def on_summary(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return as many findings as the summary has room for."""
    return findings[: limits().findings_on_summary]


@register.filter
def shown(listed: tuple[str, ...]) -> tuple[str, ...]:
    """Return as many entries of a list as are printed."""
    return listed[: limits().listed]


@register.filter
def not_shown(listed: tuple[str, ...]) -> int:
    """Return how many entries of a list are not printed."""
    return max(0, len(listed) - limits().listed)


@register.filter
def with_heads(columns: Sequence[VisitSum | GridColumn]) -> list[tuple[Head, VisitSum | GridColumn]]:
    """Return the columns of a table by visit, each with what its head says."""
    facts = [column.facts if isinstance(column, GridColumn) else () for column in columns]
    return list(zip(heads([column.label for column in columns], facts), columns, strict=True))


@register.filter
def cut_names(columns: Sequence[tuple[Head, object]]) -> list[str]:
    """Return the names that heads cut, in full, each with its number."""
    return [head.full for head, _column in columns if head.full]
