"""What the overview says: one sentence first, then the figures, then what weighs most."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from protocols.domain.burden.flags import Flag
from protocols.domain.burden.lines import TRAVEL
from protocols.domain.burden.score import AT_HOME, ON_SITE, Score
from protocols.domain.burden.summaries import VisitScore
from protocols.domain.schedule import Contact, Schedule
from protocols.runthroughs.models import Annotation, QuoteConsent
from protocols.schedules.models import Purpose, PurposeRecord

DAYS_PER_WEEK = 7
# The skyline's drawing, in its own units: room for a number above each bar and two lines of words below.
SKY_WIDTH, SKY_TOP, SKY_FLOOR, SHARE_OF_BAR = 1180.0, 20.0, 190.0, 0.84
BASIS_WORDS = {
    "A": "rated in trials (A)",
    "B": "rated by patients (B)",
    "D": "published (D)",
    "T": "by a tariff (T)",
    "J": "judgement (J)",
    "house": "your own values",
    "ratings": "your advocates",
}
LONGEST_QUOTE = 240  # longer words are read where they were said; a quote is never cut


@dataclass(frozen=True)
class Bar:
    """One visit in the skyline: where its bar stands in the drawing."""

    visit: VisitScore
    x: float
    width: float
    height: float
    is_top: bool
    is_call: bool
    short_label: str

    @property
    def y(self) -> float:
        """Top of the bar in the drawing."""
        return SKY_FLOOR - self.height

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return self.x + self.width / 2

    @property
    def above(self) -> float:
        """Where its number stands."""
        return self.y - 7


@dataclass(frozen=True)
class Share:
    """One part of the load by where it comes from, with its place in the bar of 200 units."""

    basis: str
    words: str
    percent: int
    x: float
    width: float


@dataclass(frozen=True)
class Quote:
    """A person's own words, which they allowed to be quoted."""

    words: str
    who: str
    about: str


@dataclass(frozen=True)
class Weight:
    """One activity that weighs, with what is known about why it is asked."""

    key: str
    label: str
    points_each: Decimal
    points: Decimal
    raters: int
    could_not: int
    purpose: PurposeRecord | None

    @property
    def has_no_purpose(self) -> bool:
        """True when nobody said what it is for."""
        return self.purpose is None or self.purpose.purpose == Purpose.NOT_STATED


def skyline(scored: Score) -> list[Bar]:
    """Return a bar for each visit; the heaviest is marked."""
    visits = [visit for visit in scored.visits if not visit.is_home]
    top = max((visit.load_once for visit in visits), default=Decimal(0))
    step = SKY_WIDTH / max(len(visits), 1)
    return [
        Bar(
            visit=visit,
            x=round(index * step + step * (1 - SHARE_OF_BAR) / 2, 1),
            width=round(step * SHARE_OF_BAR, 1),
            height=round(float(visit.load_once / top) * (SKY_FLOOR - SKY_TOP), 1) if top else 0.0,
            is_top=bool(top) and visit == scored.busiest_visit,
            is_call=scored.schedule.visit_by_key[visit.key].contact in {Contact.PHONE, Contact.VIDEO},
            short_label=short_label(visit.label, step),
        )
        for index, visit in enumerate(visits)
    ]


def basis_shares(scored: Score) -> list[Share]:
    """Return the parts of the load by where it comes from, in the order of evidence; empty when the load is 0."""
    shares, start = [], 0.0
    for basis, words in BASIS_WORDS.items():
        if share := scored.basis.get(basis):
            shares.append(Share(basis, words, round(share * 100), round(start, 1), round(float(share) * 200, 1)))
            start += float(share) * 200
    return shares


def hours_by_place(scored: Score) -> dict[str, Decimal]:
    """Return planned minutes at visits, on the way and at home."""
    places = scored.minutes_by_place
    return {"on_site": places[ON_SITE].planned, "travel": places[TRAVEL].planned, "at_home": places[AT_HOME].planned}


def length_in_weeks(schedule: Schedule) -> int | None:
    """Return how many weeks lie between the first and the last day; None where days are missing."""
    days = [visit.day for visit in schedule.visits if visit.day is not None]
    return round((max(days) - min(days)) / DAYS_PER_WEEK) if len(days) > 1 else None


def contacts(scored: Score) -> dict[str, int]:
    """Return how many visits of each kind of contact one participant has, as planned."""
    found: dict[str, int] = {}
    for visit in scored.visits:
        if not visit.is_home:
            kind = scored.schedule.visit_by_key[visit.key].contact.value
            found[kind] = found.get(kind, 0) + int(visit.repeats.planned)
    return found


def heaviest(scored: Score, purposes: Mapping[str, PurposeRecord], *, most: int) -> list[Weight]:
    """Return the activities that add most to the load, heaviest first."""
    totals: dict[str, Decimal] = {}
    for line in scored.lines:
        if line.is_activity and not line.is_unscored:
            totals[line.activity] = totals.get(line.activity, Decimal(0)) + line.points.planned
    ordered = sorted(totals, key=lambda key: (-totals[key], key))[:most]
    return [_weight(scored, key, totals[key], purposes.get(key)) for key in ordered]


def quote(annotations: Iterable[Annotation], order: Iterable[str]) -> Quote | None:
    """Return words about the activity that weighs most, from someone who allowed quoting; None where there are none."""
    rank = {key: index for index, key in enumerate(order)}
    allowed = [
        (rank.get(each.activity.key, len(rank)), each.pk, each.activity.label, each)
        for each in annotations
        if 0 < len(each.words) <= LONGEST_QUOTE and each.activity and _may_be_quoted(each)
    ]
    if not allowed:
        return None
    _, _, about, best = min(allowed)
    is_named = best.walk.quote_consent == QuoteConsent.NAMED and best.walk.seat.user
    who = str(best.walk.seat.user) if is_named else best.walk.seat.get_role_display()
    return Quote(best.words, who, about)


def _may_be_quoted(said: Annotation) -> bool:
    return said.walk.quote_consent in {QuoteConsent.NAMED, QuoteConsent.UNNAMED}


def flags_by_kind(flags: tuple[Flag, ...]) -> list[tuple[str, list[Flag]]]:
    """Return the flags kind by kind, in the order in which the score raises them."""
    kinds: dict[str, list[Flag]] = {}
    for flag in flags:
        kinds.setdefault(flag.kind, []).append(flag)
    return list(kinds.items())


def _weight(scored: Score, key: str, points: Decimal, purpose: PurposeRecord | None) -> Weight:
    estimate = scored.estimates.activities[key]
    return Weight(
        key, estimate.label, estimate.points or Decimal(0), points, estimate.raters, estimate.could_not, purpose
    )


def without_brackets(label: str) -> str:
    """Return a label without what stands in brackets."""
    return re.sub(r"\s*\(.*?\)", "", label).strip()


def short_label(label: str, step: float) -> str:
    """Shorten a label to what fits under a bar: about a letter for each 7.4 units. The last word tells visits apart."""
    room, words = max(int(step / 7.4), 1), without_brackets(label).split() or [label]
    short, first, last = " ".join(words), words[0], words[-1]
    if len(short) <= room or len(words) == 1:
        return short[:room]
    left = room - len(last) - len(". ")
    begun = first if len(first) <= left + 1 else f"{first[:left]}." if left > 0 else first[:1]
    return f"{begun} {last}"[:room]
