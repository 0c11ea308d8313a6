"""The site's side of a report: default minutes, and of sites' answers only what any sponsor may be told."""

from decimal import Decimal

from protocols.reviews.models import Review
from protocols.runthroughs.sites.access import told_to_sponsor
from protocols.runthroughs.sites.release import Released, Said
from protocols.scores.services import ReviewScore
from reports.sections import Site, SiteTold, SiteVisit, SiteVoice


def site_of(review: Review, found: ReviewScore) -> Site:
    """Return the site's side. Its minutes are the catalogue's; sites' own stand apart, as far as they may be told."""
    load = found.site
    roles = [role for role, amount in load.per_participant.items() if not amount.is_nothing or load.fixed.get(role)]
    peak = load.peak_visit
    return Site(
        roles=tuple((role, load.per_participant[role], load.fixed.get(role, Decimal(0))) for role in roles),
        total=load.total_per_participant,
        fixed=sum(load.fixed.values(), Decimal(0)),
        peak=SiteVisit(peak.label, peak.minutes) if peak and peak.minutes else None,
        visits=tuple(SiteVisit(visit.label, visit.minutes) for visit in load.visits),
        told=_told(review, found),
    )


def _told(review: Review, found: ReviewScore) -> tuple[SiteTold, ...]:
    """Return what the query layer lets through, in the order of visits. Nothing here counts what it holds back."""
    released = told_to_sponsor(review).visits
    visits = [visit for visit in found.score.schedule.visits if visit.key in released]
    return tuple(_visit(visit.label, released[visit.key]) for visit in visits if released[visit.key].totals)


def _visit(label: str, released: Released) -> SiteTold:
    totals = released.totals
    assert totals is not None  # noqa: S101 - visits without totals were left out
    return SiteTold(
        label=label,
        answers=totals.answers,
        verdicts=totals.verdicts,
        flags=totals.flags,
        would_stop=totals.would_stop_us,
        minutes=tuple((str(words), minutes) for words, minutes in totals.minutes_in_words),
        voices=tuple(_voice(said) for said in released.said),
    )


def _voice(said: Said) -> SiteVoice:
    of_flags = (text for flag in said.details for text in (str(flag.workaround), str(flag.change)))
    words = " ".join(text for text in (said.note, said.suggestion, *of_flags) if text)
    return SiteVoice(said.who, said.verdict, (*said.flags, *(str(flag.what) for flag in said.details)), words)
