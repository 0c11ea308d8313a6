"""A site person's own entries in a review as a file: what was said at each visit, each flag in a row of its own."""

from collections.abc import Iterator
from datetime import UTC

from django.utils.translation import gettext as _

from protocols.reviews.access import Place
from protocols.runthroughs.models import SiteAnswer
from protocols.runthroughs.sites.access import own_answers
from protocols.runthroughs.sites.records import SiteFlag
from protocols.runthroughs.sites.words import STAFF, SiteRole, effect_words, flag_words, severity_words
from protocols.schedules.spreadsheets import csv_of

Row = list[str]


def own_entries(place: Place) -> bytes:
    """Return what this person said in the review, drafts and what they took back too. Nobody else's is in it."""
    own, keys = own_answers(place), [visit.key for visit in place.review.version.schedule.visits]
    in_order = sorted(
        own.values(), key=lambda each: keys.index(each.visit.key) if each.visit.key in keys else len(keys)
    )
    return csv_of(_heads(), (row for answer in in_order for row in _rows(answer)))


def _heads() -> list[str]:
    minutes = [_("Own minutes: %(role)s") % {"role": role} for role in STAFF.values()]
    return [
        _("Visit"), _("Entry"), _("State"), _("Can be done on a normal day"), _("What would not work"),
        _("How serious"), _("What it means"), _("Who does it"), _("In own words"), _("What would change it"),
        _("What we do instead"), _("Past studies"), _("Would stop us"), *minutes, _("Role"), _("Who sees it"),
        _("Saved (UTC)"),
    ]  # fmt: skip


def _rows(answer: SiteAnswer) -> Iterator[Row]:
    """Return the answer on a visit, and then its flags."""
    told, ends = (answer.visit.label,), _ends(answer)
    minutes = [str(answer.minutes.get(role, "")) for role in STAFF]
    yield [
        *told, _("Answer"), _state(answer), str(answer.get_verdict_display()), "; ".join(flag_words(answer.flags)),
        severity_words(answer.severity), "", "", answer.note, answer.suggestion, "", "", _yes(answer.would_stop_us),
        *minutes, *ends,
    ]  # fmt: skip
    for flag in answer.details.all():
        yield [*told, _("Flag"), _state(answer), "", *_flag(flag), *("" for _role in STAFF), *ends]


def _flag(flag: SiteFlag) -> Row:
    past = "" if flag.past_studies is None else str(flag.past_studies)
    return [
        str(flag.get_category_display()), severity_words(flag.severity), effect_words(flag.effect, flag.extra_minutes),
        str(STAFF.get(flag.done_by, "")), "", flag.change, flag.workaround, past, _yes(flag.would_stop_us),
    ]  # fmt: skip


def _ends(answer: SiteAnswer) -> Row:
    role = str(SiteRole(answer.site_role).label) if answer.site_role in SiteRole.values else answer.site_role
    return [role, str(answer.get_share_level_display()), f"{answer.saved_at.astimezone(UTC):%Y-%m-%d %H:%M}"]


def _state(answer: SiteAnswer) -> str:
    if answer.withdrawn_at:
        return _("Taken back")
    return _("Sent") if answer.is_sent else _("Draft, not sent")


def _yes(is_so: bool) -> str:
    return _("Yes") if is_so else ""
