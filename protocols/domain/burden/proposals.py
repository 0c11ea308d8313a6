"""What the app proposes by itself: every single change, ranked by what it saves, with what it would cost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ..schedule import Contact, MarkKind, Window
from .changes import DropActivity, DropMark, HoldElsewhere, LessOften, MergeVisits, Option, Shorten
from .compare import Comparison, compare
from .savings import Ledger, rescored, row_of
from .score import Score
from .shares import NOT_STATED
from .uncertainty import Drawn, Interval, load_saved
from .visits import VisitGroup

PROTECTED: Mapping[str, str] = {
    "primary": "It serves the main question of the study.",
    "safety": "It keeps people safe.",
}
AT_HOME, BY_PHONE = ("home", "either", "phone"), ("phone", "either")
EVERY_OTHER = 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change, what it saves as planned, what it costs, and whom it concerns.

    `cautions` say what it serves; where somebody has not stated a purpose, that is said too. `comparison` is there for
    the first ones only, and so is `load_saved`: between which ends the saved load lies.
    """

    option: Option
    saves_load: Decimal
    saves_minutes: Decimal
    costs: str
    cautions: tuple[str, ...]
    comparison: Comparison | None = None
    load_saved: Interval | None = None


def proposals(base: Drawn, purposes: Mapping[str, str] | None = None) -> tuple[Proposal, ...]:
    """Return every single change that saves load or time, the most load first, then the most time.

    `purposes` says what activities are for (primary, secondary, safety, exploratory, operational); nothing that serves
    the primary endpoint or safety is proposed without saying so. The first few are compared in full, with draws.
    """
    ledger = Ledger(base.score)
    found = [_proposal(ledger, option, costs, purposes or {}) for option, costs in single_changes(base.score)]
    saving = [each for each in found if each.saves_load > 0 or each.saves_minutes > 0]
    ranked = sorted(saving, key=lambda each: (-each.saves_load, -each.saves_minutes, each.option.name))
    first = int(base.score.ruleset.number("options.first_with_intervals"))
    return (*(_compared(base, each) for each in ranked[:first]), *ranked[first:])


def _compared(base: Drawn, proposal: Proposal) -> Proposal:
    changed = Drawn(rescored(base.score, proposal.option), base.draws)
    return replace(proposal, comparison=compare(changed, base), load_saved=load_saved(changed, base))


def _proposal(ledger: Ledger, option: Option, costs: str, purposes: Mapping[str, str]) -> Proposal:
    load, minutes = ledger.saving(option)
    return Proposal(option, load, minutes, costs, _cautions(option, purposes))


def _cautions(option: Option, purposes: Mapping[str, str]) -> tuple[str, ...]:
    rows = dict.fromkeys(row for row in map(row_of, option.changes) if row)
    stated = [purposes.get(row, NOT_STATED) for row in rows]
    found = [PROTECTED[purpose] for purpose in stated if purpose in PROTECTED]
    return tuple(dict.fromkeys([*found, *("Nobody has stated what it is for." for p in stated if p == "not-stated")]))


def single_changes(base: Score) -> Iterator[tuple[Option, str]]:
    """Yield every single change of the arm as an option, with what it would cost in words."""
    yield from _of_rows(base)
    yield from _of_visits(base)


def _of_rows(base: Score) -> Iterator[tuple[Option, str]]:
    frame = base.found.frame
    labels = {activity.key: activity.label for activity in base.schedule.activities}
    rows: dict[str, list[str]] = {}
    for mark in base.schedule.marks:
        if mark.visit in frame.of_column and mark.kind is not MarkKind.REFERRED:
            rows.setdefault(mark.activity, []).append(mark.visit)
    for row, columns in rows.items():
        label = labels[row]
        for column in columns:
            name = f"Leave out {label} at {frame.of_column[column].label}"
            yield (
                Option(name, (DropMark(column, row),)),
                f"{label} is done at {len(columns) - 1} visits, not {len(columns)}.",
            )
        if len(columns) > 1:
            yield Option(f"Leave out {label}", (DropActivity(row),)), f"Nothing is learned from {label} any more."
        if len(columns) > EVERY_OTHER:
            yield Option(f"{label} at every other visit", (LessOften(row, EVERY_OTHER),)), "Half of its results."
        yield from _shorter(base, row, label)


def _shorter(base: Score, row: str, label: str) -> Iterator[tuple[Option, str]]:
    limit = base.ruleset.number("flags.long_assessment_minutes")
    estimate = base.estimates.activities[row]
    if any(part.questionnaire for part in estimate.row.procedures) and estimate.each["active"] > limit:
        costs = "Fewer questions; check that the shorter form is validated."
        yield Option(f"Shorten {label} to {limit:g} minutes", (Shorten(row, limit),)), costs


def _of_visits(base: Score) -> Iterator[tuple[Option, str]]:
    visits = base.found.frame.visits
    for visit in visits:
        if contact := _elsewhere(base, visit):
            words = "by phone" if contact is Contact.PHONE else "at home"
            changes = tuple(HoldElsewhere(column, contact) for column in visit.columns)
            costs = (
                "Somebody calls." if contact is Contact.PHONE else "Somebody goes there, or the person is shown how."
            )
            yield Option(f"Hold {visit.label} {words}", changes), costs
    for earlier, later in zip(visits, visits[1:], strict=False):
        if _windows_meet(earlier, later):
            merged = tuple(MergeVisits(column, earlier.key) for column in later.columns)
            yield Option(f"Hold {later.label} together with {earlier.label}", merged), "One longer visit."


def _elsewhere(base: Score, visit: VisitGroup) -> Contact | None:
    """Return where a visit could be held: only if everything that is done there can be done there."""
    rows = [each.estimate.row for each in base.found.done if each.occurrence.visit == visit.key]
    settings = {part.setting for row in rows for part in row.procedures}
    if not visit.travels or not rows or any(not row.procedures for row in rows):
        return None
    return Contact.PHONE if settings <= set(BY_PHONE) else Contact.HOME if settings <= set(AT_HOME) else None


def _windows_meet(earlier: VisitGroup, later: VisitGroup) -> bool:
    if earlier.day is None or later.day is None or not (earlier.travels and later.travels):
        return False
    return later.day - earlier.day <= days_in(earlier.window)[1] + days_in(later.window)[0]


def days_in(window: Window | None) -> tuple[float, float]:
    """Return a window as days before and after; none where it is not stated."""
    if window is None:
        return 0.0, 0.0
    days = {"hour": 1 / 24, "day": 1.0, "week": 7.0}[window.unit]
    return window.before * days, window.after * days
