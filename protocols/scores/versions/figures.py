"""The headline numbers of two versions, before and after, and the drawing of their visits side by side."""

from dataclasses import dataclass, fields
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from protocols.domain.burden.counts import Counts
from protocols.domain.burden.score import Score
from protocols.scores.overview import SKY_FLOOR, SKY_TOP, SKY_WIDTH, short_label
from protocols.scores.versions.comparison import Compare, VisitPair

HEADLINE = ("visits", "needles", "blood_ml")  # these stand among the headlines, the others in a table below
COUNTS = {
    "visits": gettext_lazy("Visits and calls"),
    "trips": gettext_lazy("Trips to the clinic"),
    "nights": gettext_lazy("Nights away"),
    "needles": gettext_lazy("Needles"),
    "blood_ml": gettext_lazy("Blood, ml"),
    "fasting_mornings": gettext_lazy("Fasting mornings"),
    "invasive": gettext_lazy("Invasive procedures"),
    "questionnaires": gettext_lazy("Questionnaires"),
    "questionnaire_minutes": gettext_lazy("Minutes of questionnaires"),
    "devices": gettext_lazy("Devices and log-ins"),
    "home_days": gettext_lazy("Tasks at home"),
}
BAR, GAP = 0.36, 0.06  # of the room of one visit in the drawing


@dataclass(frozen=True)
class Figure:
    """One number before and after, with the words for less and for more."""

    label: str
    before: Decimal
    after: Decimal
    less: str
    more: str
    is_time: bool = False
    index: Decimal | None = None

    @property
    def difference(self) -> Decimal:
        """How far apart they are, without a sign."""
        return abs(self.after - self.before)

    @property
    def is_less(self) -> bool:
        """True when the new version asks less."""
        return self.after < self.before

    @property
    def words(self) -> str:
        """The word for the direction."""
        return self.less if self.is_less else self.more


@dataclass(frozen=True)
class Duo:
    """One visit in the drawing: a bar for each version."""

    pair: VisitPair
    left: float
    right: float
    width: float
    before: float
    after: float
    label: str

    @property
    def tops(self) -> tuple[float, float]:
        """Where the bars begin."""
        return SKY_FLOOR - self.before, SKY_FLOOR - self.after

    @property
    def above(self) -> float:
        """Where the number of a changed visit stands."""
        return SKY_FLOOR - max(self.before, self.after) - 8

    @property
    def look(self) -> str:
        """How the bar of the new version is filled."""
        return "f-less" if self.pair.load < 0 else "f-more" if self.pair.load > 0 else "f-mid"


def figures(compared: Compare) -> list[Figure]:
    """Return the headline numbers: load, time, marks, and what is easiest to picture."""
    old, new = compared.old.score, compared.new.score
    found = compared.found
    return [
        Figure(_("Load points"), old.load.planned, new.load.planned, _("lighter"), _("heavier"), index=found.load),
        Figure(
            _("Time per person"), old.minutes.planned, new.minutes.planned, _("shorter"), _("longer"),
            is_time=True, index=found.minutes,
        ),
        _count("visits", old, new),
        Figure(_("Marks in the grid"), _marks(old), _marks(new), _("fewer"), _("more")),
        _count("needles", old, new),
        _count("blood_ml", old, new),
    ]  # fmt: skip


def further_counts(compared: Compare) -> list[Figure]:
    """Return the other plain numbers."""
    names = [each.name for each in fields(Counts) if each.name not in HEADLINE]
    return [_count(name, compared.old.score, compared.new.score) for name in names]


def duos(pairs: list[VisitPair]) -> list[Duo]:
    """Return a pair of bars for each visit, in a drawing as wide as the skyline."""
    top = max((_load(side) for pair in pairs for side in (pair.before, pair.after)), default=Decimal(0))
    step = SKY_WIDTH / max(len(pairs), 1)
    height = (SKY_FLOOR - SKY_TOP) / float(top) if top else 0.0
    return [
        Duo(
            pair=pair,
            left=round(step * (place + 0.5 - GAP / 2 - BAR), 1),
            right=round(step * (place + 0.5 + GAP / 2), 1),
            width=round(step * BAR, 1),
            before=round(float(_load(pair.before)) * height, 1),
            after=round(float(_load(pair.after)) * height, 1),
            label=short_label(pair.label, step),
        )
        for place, pair in enumerate(pairs)
    ]


def _load(visit: object) -> Decimal:
    load = getattr(visit, "load", None)
    return load.planned if load else Decimal(0)


def _count(name: str, old: Score, new: Score) -> Figure:
    before, after = (getattr(side.counts, name).planned for side in (old, new))
    return Figure(str(COUNTS[name]), before, after, _("fewer"), _("more"))


def _marks(scored: Score) -> Decimal:
    columns = scored.found.frame.of_column
    return Decimal(sum(mark.visit in columns for mark in scored.schedule.marks))
