"""OPAL, a recognised scale of site workload (Smuck 2011), computed as a cross-check on the minutes."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .score import Score

Several = Literal[0, 1, 2]


@dataclass(frozen=True, slots=True)
class StudyFacts:
    """What a schedule does not say and OPAL asks. The defaults are the usual case of a sponsor's study."""

    is_observational: bool = False
    is_phase_1: bool = False
    has_study_drug: bool = True
    has_industry_sponsor: bool = True
    has_frequent_monitoring: bool = False


@dataclass(frozen=True, slots=True)
class Opal:
    """The score from 1 to 8, the half points, and the sentences that say why."""

    base: int
    additions: Decimal
    reasons: tuple[str, ...]

    @property
    def score(self) -> Decimal:
        """Base and additions."""
        return self.base + self.additions


def opal(score: Score, facts: StudyFacts | None = None) -> Opal:
    """Compute OPAL, from 1 to 8 with half points (Smuck 2011, as reproduced in Tyson 2024, JCTR 10(4):229-36).

    1 observational with one visit, 2 with more; 3 phase II to IV without a drug; 4 a drug with one special procedure
    or central process, 5 with two or more of either; 6 one kind once and the other several times; 7 several of both;
    8 phase I. Half a point each for a stay in hospital, frequent monitoring, many or long visits, an industry
    sponsor, and three surveys or more.

    Special procedures are the different invasive or imaging ones, central processes the different ones with laboratory
    work; a drug study with neither stands at 4, the scale's lowest place for one.
    """
    facts = facts or StudyFacts()
    base, why = _base(score, facts)
    additions = _additions(score, facts)
    half = Decimal(str(score.ruleset.number("opal.addition")))
    return Opal(base, half * len(additions), (why, *additions))


def _base(score: Score, facts: StudyFacts) -> tuple[int, str]:
    if facts.is_phase_1:
        return 8, "A phase I study."
    if facts.is_observational:
        several = score.counts.visits.planned > 1
        return (2, "Observational, with two visits or more.") if several else (1, "Observational, with one visit.")
    if not facts.has_study_drug:
        return 3, "Phase II to IV without a study drug."
    special, central = _special_and_central(score)
    found = f"A study drug, {special} special procedures and {central} central processes."
    if special > 1 and central > 1:
        return 7, found
    if (special == 1 and central > 1) or (special > 1 and central == 1):
        return 6, found
    return (5, found) if special + central > 1 and max(special, central) > 1 else (4, found)


def _special_and_central(score: Score) -> tuple[int, int]:
    procedures = {part.key: part for each in score.found.done for part in each.estimate.row.procedures}
    special = sum(part.imaging or (part.invasive and not part.shares) for part in procedures.values())
    central = sum("laboratory" in part.staff_minutes for part in procedures.values())
    return special, central


def _additions(score: Score, facts: StudyFacts) -> list[str]:
    limits = score.ruleset.number
    longest = max((visit.minutes_once for visit in score.visits if not visit.is_home), default=Decimal(0))
    surveys = {part.key for each in score.found.done for part in each.estimate.row.procedures if part.questionnaire}
    stays = any(part.overnight for each in score.found.done for part in each.estimate.row.procedures)
    many = score.counts.visits.planned >= limits("opal.many_visits")
    reasons = [
        (stays, "The protocol asks for a stay in hospital."),
        (
            facts.has_frequent_monitoring,
            "On-site monitoring at least every three months, or all sources submitted.",
        ),
        (many or longest >= limits("opal.long_visit_minutes"), "Many visits, or long ones."),
        (facts.has_industry_sponsor, "An industry sponsor or a contract research organisation."),
        (len(surveys) >= limits("opal.surveys"), "Three surveys or more."),
    ]
    return [sentence for holds, sentence in reasons if holds]
