"""The only way from a request to what sites said: their own to themselves, to all others what may be told.

What leaves this module has no id, no code and no time in it, and stands in an order that says nothing. Drafts and
answers that were taken back do not leave it. Not even the number of answers that are held back is told.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from protocols.reviews.access import Place
from protocols.reviews.models import Review, ReviewState
from protocols.reviews.permissions import Need, Role
from protocols.runthroughs.models import ShareLevel, SiteAnswer
from protocols.runthroughs.sites.records import SiteFlag
from protocols.runthroughs.sites.release import Entry, FlagSaid, Released, Rule, Said, release
from protocols.runthroughs.sites.texts import Decisions, place_of
from protocols.runthroughs.sites.words import STAFF, SiteRole, effect_words, flag_words, severity_words

VisitMinutes = dict[str, dict[str, int]]


@dataclass(frozen=True)
class SiteAnswers:
    """What one reader may know of what sites said, by visit key; a visit of which nothing may be told is left out."""

    rule: Rule
    is_closed: bool
    visits: Mapping[str, Released]


def own_answers(place: Place) -> dict[str, SiteAnswer]:
    """Return the person's own answers by visit key, drafts too. Nobody else's exist for them."""
    if place.seat is None or not place.may(Need.SITE_REVIEW):
        return {}
    own = SiteAnswer.objects.filter(seat=place.seat).select_related("visit").prefetch_related("details")
    return {answer.visit.key: answer for answer in own}


def site_answers_for(place: Place) -> SiteAnswers:
    """Return what this place may know: own answers, all texts without identity, or what the sponsor may be told."""
    if place.may(Need.SITE_REVIEW):
        own = {key: answer for key, answer in own_answers(place).items() if answer.is_sent}
        visits = {key: Released((as_said(answer, _("You")),), None) for key, answer in own.items()}
        return SiteAnswers(rule_of(place.review), _is_closed(place.review), visits)
    if not place.may(Need.SEE_SITE_ANSWERS):
        return SiteAnswers(rule_of(place.review), _is_closed(place.review), {})
    entries = _entries(place.review)
    told = _told(place.review, entries)
    if place.role != Role.FACILITATOR:
        return told
    texts = {key: replace(told.visits[key], said=_sealed_texts(own)) for key, own in entries.items()}
    return replace(told, visits=texts)


def told_to_sponsor(review: Review) -> SiteAnswers:
    """Return what a sponsor, a reviewer and every report of a review may say of sites' answers."""
    return _told(review, _entries(review))


def shared_minutes(review: Review) -> VisitMinutes:
    """Return mean staff minutes as sites gave them, by visit key and role, as far as they may be told."""
    told = {key: released.totals for key, released in told_to_sponsor(review).visits.items()}
    return {key: dict(totals.minutes) for key, totals in told.items() if totals and totals.minutes}


def own_minutes(place: Place) -> VisitMinutes:
    """Return a site's own minutes by visit key and role, as it has them now; roles left out keep the default."""
    return {key: dict(answer.minutes) for key, answer in own_answers(place).items() if answer.minutes}


def own_flag(place: Place, key: str, code: str) -> SiteFlag | None:
    """Return a flag of the person's own answer on a visit; nobody else's exist for them."""
    answer = own_answers(place).get(key)
    return answer.details.select_related("answer").filter(code=code).first() if answer else None


def rule_of(review: Review) -> Rule:
    """Return the small-number rule of a review."""
    return Rule(review.least_respondents, review.least_sites)


def as_said(answer: SiteAnswer, who: str, *, of: SiteAnswer | None = None, is_told: bool = False) -> Said:
    """Return an answer in words; with `is_told` only those of its free words that the facilitator released.

    `of` is the stored answer where `answer` is only what stands on a page.
    """
    stored = of or answer
    details = list(stored.details.all()) if stored.pk else []
    told = Decisions(stored.texts.all()).told if is_told else _as_written
    minutes = tuple((str(words), answer.minutes[role]) for role, words in STAFF.items() if role in answer.minutes)
    return Said(
        who=who,
        verdict=str(answer.get_verdict_display()),
        flags=flag_words([key for key in answer.flags if key not in {flag.category for flag in details}]),
        severity=severity_words(answer.severity),
        would_stop_us=answer.would_stop_us,
        note=told("note", answer.note),
        suggestion=told("suggestion", answer.suggestion),
        minutes=minutes,
        details=tuple(_flag_said(flag, told) for flag in details),
    )


def _as_written(_place: str, text: str) -> str:
    return text


def _flag_said(flag: SiteFlag, told: Callable[[str, str], str]) -> FlagSaid:
    return FlagSaid(
        what=str(flag.get_category_display()),
        severity=severity_words(flag.severity),
        effect=effect_words(flag.effect, flag.extra_minutes),
        done_by=str(STAFF.get(flag.done_by, "")),
        past_studies=flag.past_studies,
        would_stop_us=flag.would_stop_us,
        workaround=told(place_of(flag, "workaround"), flag.workaround),
        change=told(place_of(flag, "change"), flag.change),
    )


def as_sponsor_sees(answer: SiteAnswer, place: Place, of: SiteAnswer | None = None) -> Said | None:
    """Return what the sponsor will see of an answer by itself, saved or not; None where it only enters totals.

    Its words are all there: they follow when the facilitator has read and released them.
    """
    if place.seat is None or answer.share_level == ShareLevel.TOTALS:
        return None
    home, role = place.seat.organisation, _role_words(answer.site_role)
    if answer.share_level == ShareLevel.NAMED:
        return as_said(answer, _named(home.name, role), of=of)
    return as_said(answer, _placed(role, home.region), of=of)


def _told(review: Review, entries: Mapping[str, list[Entry]]) -> SiteAnswers:
    rule, is_closed = rule_of(review), _is_closed(review)
    visits = {key: release(own, rule, is_closed=is_closed) for key, own in entries.items()}
    return SiteAnswers(rule, is_closed, visits)


def _sealed_texts(entries: Iterable[Entry]) -> tuple[Said, ...]:
    """Return all sent texts for the neutral facilitator; only those who gave their name have one, and minutes."""
    return tuple(
        each.unread if each.level == ShareLevel.NAMED else replace(each.unread, who=_("A site"), minutes=())
        for each in sorted(entries, key=lambda each: each.order)
    )


def _entries(review: Review) -> dict[str, list[Entry]]:
    sent = SiteAnswer.objects.that_count().filter(seat__review=review)
    found: dict[str, list[Entry]] = {}
    for answer in sent.select_related("seat__organisation", "visit").prefetch_related("details", "texts"):
        found.setdefault(answer.visit.key, []).append(_entry(answer, review))
    return found


def _entry(answer: SiteAnswer, review: Review) -> Entry:
    role, site = _role_words(answer.site_role), answer.seat.organisation
    who = _named(site.name, role) if answer.share_level == ShareLevel.NAMED else role
    return Entry(
        visit=answer.visit.key,
        person=answer.seat.user_id or 0,
        site=site.pk,
        order=_place_in_line(answer, review),
        level=answer.share_level,
        role=role,
        region=site.region,
        verdict=answer.verdict,
        minutes=answer.minutes,
        flags=answer.categories,
        would_stop_us=answer.would_stop_us or any(flag.would_stop_us for flag in answer.details.all()),
        said=as_said(answer, who, is_told=True),
        unread=as_said(answer, who),
    )


def _place_in_line(answer: SiteAnswer, review: Review) -> str:
    """Return what answers are sorted by: a keyed hash, so that nobody can work out who wrote first."""
    moment = review.closed_at.isoformat() if review.closed_at else "open"
    return salted_hmac(__name__, f"{review.code}:{moment}:{answer.pk}", algorithm="sha256").hexdigest()


def _role_words(role: str) -> str:
    return str(SiteRole(role).label) if role in SiteRole.values else _("A site")


def _named(site: str, role: str) -> str:
    return f"{site}, {role}" if role != _("A site") else site


def _placed(role: str, region: str) -> str:
    return f"{role}, {region}" if region else role


def _is_closed(review: Review) -> bool:
    return review.state == ReviewState.CLOSED
