"""The sections of a report as plain values: exact decimals, people's words unchanged, nothing of Django.

Minutes and points are those of the score, never added up anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from protocols.domain.burden.amounts import Range


@dataclass(frozen=True, slots=True)
class Cover:
    """What the report is about, and up to when. `named` counts the people who are quoted by name."""

    study_code: str
    title: str
    plain_title: str
    sponsor: str
    is_example: bool
    version: int
    version_at: datetime
    round: int
    state: str
    answer_by: date | None
    cutoff: datetime
    audience: str
    named: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the load by where it comes from: a grade, `house`, or `ratings`."""

    basis: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of the summary. `low` and `high` are the ends between which 90 of 100 draws lie."""

    load: Range
    low: Decimal
    high: Decimal
    minutes: Range
    minutes_low: Decimal
    minutes_high: Decimal
    on_site: Decimal
    travel: Decimal
    at_home: Decimal
    added_load: Decimal
    added_minutes: Decimal
    raters: int
    coverage: Decimal | None
    basis: tuple[Share, ...]
    is_at_least: bool
    weeks: int | None
    contacts: Mapping[str, int]
    months: Decimal | None
    load_per_month: Decimal | None
    minutes_per_month: Decimal | None


@dataclass(frozen=True, slots=True)
class Count:
    """One plain number over the whole study, such as needles."""

    name: str
    amount: Range


@dataclass(frozen=True, slots=True)
class VisitSum:
    """One visit, or the days at home of one epoch: the sum of its lines, and of one taking place of it."""

    key: str
    label: str
    epoch: str
    day: float | None
    place: str
    is_home: bool
    is_busiest: bool
    times: Decimal
    load: Decimal
    minutes: Decimal
    load_once: Decimal
    minutes_once: Decimal
    ranks: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line that adds up: `points` = `times` x `each`, exactly. `each` None: nothing is known, nothing is added."""

    visit: str
    activity: str
    label: str
    times: Decimal
    each: Decimal | None
    points: Decimal
    minutes: Decimal
    raters: int
    grades: tuple[str, ...]
    sources: tuple[str, ...]
    usual_care: bool
    shares_a_step: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """A person's own words, unchanged, with recorded consent. `name` is empty where they asked for none."""

    words: str
    visit: str
    name: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One activity that weighs: what it asks, who said so, why it is in the study, and people's words about it.

    `mean` is of the raters' answers with two digits at most; `low` and `high` are the ends of the estimate's range.
    """

    key: str
    label: str
    each: Decimal
    points: Decimal
    times: Decimal
    low: Decimal | None
    high: Decimal | None
    raters: int
    mean: Decimal | None
    grades: tuple[str, ...]
    could_not: int
    reasons: tuple[tuple[str, int], ...]
    purpose: str
    purpose_words: str
    objective: str
    why: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Saving:
    """An option that would answer a finding, with the planned load and minutes that it saves."""

    name: str
    load: Decimal
    minutes: Decimal


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided last about a finding, by whom and when."""

    choice: str
    outcome: str
    reason: str
    option: str
    owner: str
    due: date | None
    target: str
    dissent: str
    tell_by: date
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Told:
    """What those who spoke about a finding were told, in the words they read."""

    title: str
    looked_at: str
    did: str
    why: str
    next_step: str
    next_by: date | None
    came_of_it: str
    on: date


@dataclass(frozen=True, slots=True)
class Noted:
    """What the team made of what was heard. `people`, `site_visits` and `remarks` count what it rests on."""

    title: str
    about: str
    severity: str
    status: str
    needs_decision: bool
    owner: str
    impact: str
    recommendation: str
    people: int
    site_visits: int
    remarks: int
    options: tuple[Saving, ...]
    decide_by: date | None = None
    decided: Decided | None = None
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Walked:
    """One visit that people walked through, and how many."""

    label: str
    people: int


@dataclass(frozen=True, slots=True)
class People:
    """Who took part. `voices` says in words how many spoke for whom, as far as the small-number rule allows."""

    invited: int
    answered: int
    walked: tuple[Walked, ...]
    visits: int
    rated: int
    activities: int
    voices: tuple[tuple[str, str], ...]
    least_respondents: int
    least_sites: int


@dataclass(frozen=True, slots=True)
class Seen:
    """As whom the schedule is scored, or an arm of it, with load and time; `is_shown` for the one of this report."""

    name: str
    about: str
    load: Decimal
    minutes: Decimal
    travel: Decimal
    is_shown: bool


@dataclass(frozen=True, slots=True)
class SiteVisit:
    """Staff minutes of one taking place of one visit."""

    label: str
    minutes: Decimal


@dataclass(frozen=True, slots=True)
class SiteVoice:
    """One answer of a site that may be told by itself, with the name that it allowed."""

    who: str
    verdict: str
    flags: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class SiteTold:
    """What may be told of sites' answers on one visit; `verdicts` is None where dividing them would show too few."""

    label: str
    answers: int
    verdicts: tuple[tuple[str, int], ...] | None
    flags: tuple[tuple[str, int], ...]
    would_stop: int
    minutes: tuple[tuple[str, int], ...]
    voices: tuple[SiteVoice, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """The site's side: default minutes for one participant by role, what falls to a site once, its heaviest visit.

    `roles` holds each role with its minutes for one participant, and those that fall to a site once.
    """

    roles: tuple[tuple[str, Range, Decimal], ...]
    total: Range
    fixed: Decimal
    peak: SiteVisit | None
    visits: tuple[SiteVisit, ...]
    told: tuple[SiteTold, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """Something the score leaves out or only partly covers, and why."""

    label: str
    times: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each dimension counts in one ruleset, and the load that follows."""

    name: str
    number: int
    physical: float
    worry: float
    effort: float
    load: Decimal
    reason: str
    is_used: bool
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """One value of the sponsor's own that is held for this review, with who set it, when and why."""

    procedure: str
    number: str
    value: Decimal
    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class House:
    """The set of house values that the score uses: who chose it, when and why, and the values in it."""

    name: str
    about: str
    by: str
    at: datetime
    why: str
    values: tuple[HouseNumber, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """One number of the ruleset, why it was chosen, and where it was published if it was."""

    path: str
    value: str
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Source:
    """One source of values, and how it was seen."""

    key: str
    citation: str
    link: str
    seen: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """From what exactly the report was made. Equal stamps mean equal numbers."""

    tool: str
    schedule_sha256: str
    file_sha256: str
    catalogue_sha256: str
    ruleset_sha256: str
    ruleset_name: str
    ruleset_version: int
    inputs_sha256: str
    answers: int
    matches: int
    purposes: int
