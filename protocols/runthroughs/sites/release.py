"""What may be told of sites' answers: the small-number rule, and how it closes the ways around it.

An answer that is not shown by itself is counted only in groups that are large enough, and only where what is left
over when one subtracts everything else on the page is large enough too, or nothing at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise

from protocols.runthroughs.models import ShareLevel, SiteAnswer
from protocols.runthroughs.sites.words import STAFF, flag_words

Words = str | Promise


@dataclass(frozen=True)
class FlagSaid:
    """One flag in words: what would not work, how serious, what it would mean, who would do it, and own words."""

    what: Words
    severity: Words = ""
    effect: Words = ""
    done_by: Words = ""
    past_studies: int | None = None
    would_stop_us: bool = False
    workaround: Words = ""
    change: Words = ""


@dataclass(frozen=True)
class Said:
    """One answer as a reader may see it. It holds no id, no code and no time."""

    who: str
    verdict: str
    flags: tuple[str, ...] = ()
    severity: str = ""
    would_stop_us: bool = False
    note: str = ""
    suggestion: str = ""
    minutes: tuple[tuple[str, int], ...] = ()
    details: tuple[FlagSaid, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One sent answer inside the query layer. `person` and `site` are there to be counted, and go nowhere.

    `said` holds the words that the facilitator released, `unread` all of them.
    """

    visit: str
    person: int
    site: int
    order: str
    level: str
    role: str
    region: str
    verdict: str
    minutes: Mapping[str, int]
    flags: tuple[str, ...]
    would_stop_us: bool
    said: Said
    unread: Said


@dataclass(frozen=True)
class Rule:
    """The small-number rule of a review: how many people from how many sites at least."""

    people: int
    sites: int

    def holds(self, entries: Iterable[Entry]) -> bool:
        """Answer whether a group is large enough to be told of."""
        found = list(entries)
        return len({each.person for each in found}) >= self.people and len({each.site for each in found}) >= self.sites

    def hides_nothing(self, entries: Sequence[Entry]) -> bool:
        """Answer whether a rest may be worked out by subtraction: there is none, or it is large enough."""
        return not entries or self.holds(entries)


@dataclass(frozen=True)
class Totals:
    """The answers on one visit, added up. `verdicts` is None where dividing them would leave a small group."""

    answers: int
    verdicts: tuple[tuple[str, int], ...] | None
    flags: tuple[tuple[str, int], ...]
    would_stop_us: int
    minutes: Mapping[str, int]

    @property
    def minutes_in_words(self) -> list[tuple[Words, int]]:
        """Mean minutes with the words of the role, in the order of the catalogue."""
        return [(words, self.minutes[role]) for role, words in STAFF.items() if role in self.minutes]


@dataclass(frozen=True)
class Released:
    """What may be told of one visit. `is_role_shown` and `is_rest_counted` say what the rule let through."""

    said: tuple[Said, ...]
    totals: Totals | None
    is_role_shown: bool = False
    is_rest_counted: bool = False


def release(entries: Iterable[Entry], rule: Rule, *, is_closed: bool) -> Released:
    """Return what the sponsor may be told of the answers on one visit.

    Named answers are shown as soon as they are sent. All others wait until the review is closed: then those by role
    and region are shown if they are enough, and what is not shown is counted if it is enough.
    """
    ordered = sorted(entries, key=lambda each: each.order)
    named = [each for each in ordered if each.level == ShareLevel.NAMED]
    by_role = [each for each in ordered if each.level == ShareLevel.ROLE]
    is_role_shown = is_closed and rule.holds(by_role)
    shown = [*named, *by_role] if is_role_shown else named
    rest = [each for each in ordered if each not in shown]
    is_rest_counted = is_closed and rule.holds(rest)
    said = [*(each.said for each in named), *(_by_role(by_role, rule) if is_role_shown else [])]
    totals = totals_of(shown, rest if is_rest_counted else [], rule)
    return Released(tuple(said), totals, is_role_shown, is_rest_counted)


def totals_of(shown: Sequence[Entry], rest: Sequence[Entry], rule: Rule) -> Totals | None:
    """Add up answers that stand on the page and those that do not. A part of the rest counts only if it is enough."""
    everyone = [*shown, *rest]
    if not everyone:
        return None
    flags = sorted({flag for each in everyone for flag in each.flags})
    stopping = _counted(shown, rest, [each for each in everyone if each.would_stop_us], rule)
    flagged = {flag: _counted(shown, rest, [each for each in everyone if flag in each.flags], rule) for flag in flags}
    return Totals(
        answers=len(everyone),
        verdicts=_verdicts(shown, rest, rule),
        flags=tuple((words, count) for flag, count in flagged.items() if count for words in flag_words([flag])),
        would_stop_us=stopping,
        minutes=_mean_minutes(shown, rest, rule),
    )


def _by_role(entries: Sequence[Entry], rule: Rule) -> list[Said]:
    """Return answers under role and region; a region that too few share is left out, and so is what gives it away."""
    regions = {each.region for each in entries if each.region}
    shared = {region for region in regions if rule.holds(each for each in entries if each.region == region)}
    if not rule.hides_nothing([each for each in entries if each.region not in shared]):
        shared = set()
    return [
        replace(each.said, who=f"{each.role}, {each.region}" if each.region in shared else each.role)
        for each in entries
    ]


def _counted(shown: Sequence[Entry], rest: Sequence[Entry], part: Sequence[Entry], rule: Rule) -> int:
    """Count a part of all answers; that of the rest only if neither it nor its complement is a small group."""
    within = [each for each in rest if each in part]
    without = [each for each in rest if each not in part]
    counts = rule.holds(within) and rule.hides_nothing(without)
    return sum(each in part for each in shown) + (len(within) if counts else 0)


def _verdicts(shown: Sequence[Entry], rest: Sequence[Entry], rule: Rule) -> tuple[tuple[str, int], ...] | None:
    groups = {verdict: [each for each in rest if each.verdict == verdict] for verdict in SiteAnswer.Verdict.values}
    if not all(rule.hides_nothing(group) for group in groups.values()):
        return None
    seen = [each.verdict for each in shown]
    counts = {verdict: seen.count(verdict) + len(group) for verdict, group in groups.items()}
    return tuple((str(SiteAnswer.Verdict(verdict).label), count) for verdict, count in counts.items() if count)


def _mean_minutes(shown: Sequence[Entry], rest: Sequence[Entry], rule: Rule) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for role in STAFF:
        hidden = [each for each in rest if role in each.minutes]
        counted = [*(each for each in shown if role in each.minutes), *(hidden if rule.holds(hidden) else [])]
        if counted:
            mean = Decimal(sum(each.minutes[role] for each in counted)) / len(counted)
            found[role] = int(mean.quantize(Decimal(1), ROUND_HALF_UP))
    return found
