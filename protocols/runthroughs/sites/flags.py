"""Keeping flags of their own: adding, changing, merging two that say the same, and taking one away."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from protocols.runthroughs.models import SiteAnswer
from protocols.runthroughs.sites.records import FLAG_TEXTS, SiteFlag
from protocols.runthroughs.sites.services import SitePlace, answer_at, tell_changed

LONGEST = 2000


@dataclass(frozen=True)
class SavedFlag:
    """What became of a save. With a conflict nothing was written, and `flag` is what stands there now."""

    flag: SiteFlag
    is_conflict: bool = False


def alike(answer: SiteAnswer | None, category: str, besides: SiteFlag | None = None) -> SiteFlag | None:
    """Return a flag on the same visit about the same thing, if the site has one besides this."""
    if answer is None:
        return None
    own = answer.details.filter(category=category)
    return (own.exclude(pk=besides.pk) if besides else own).first()


@transaction.atomic
def add_flag(*, place: SitePlace, content: dict[str, object]) -> SiteFlag:
    """Add a flag to what a site says on a visit. The same words again are the same button pressed twice."""
    answer = answer_at(place)
    same = answer.details.filter(Q(**content)).first()
    if same is not None:
        return same
    tell_changed(answer, place)
    return SiteFlag.objects.create(answer=answer, **content)


@transaction.atomic
def change_flag(*, place: SitePlace, flag: SiteFlag, expected_version: int, content: dict[str, object]) -> SavedFlag:
    """Change a flag; if somebody else changed it in between, nothing is written and the conflict comes back."""
    if flag.content() == content:
        return SavedFlag(flag)
    written = SiteFlag.objects.filter(pk=flag.pk, version=expected_version).update(
        **content, version=F("version") + 1, saved_at=timezone.now()
    )
    flag.refresh_from_db()
    if written:
        tell_changed(flag.answer, place)
    return SavedFlag(flag, is_conflict=not written)


@transaction.atomic
def merge_flag(*, place: SitePlace, into: SiteFlag, content: dict[str, object], gone: SiteFlag | None = None) -> None:
    """Put what was typed into a flag that stands there already; the flag that was open, if any, goes."""
    merged = merged_content(into.content(), content)
    SiteFlag.objects.filter(pk=into.pk).update(**merged, version=F("version") + 1, saved_at=timezone.now())
    if gone is not None:
        gone.delete()
    tell_changed(into.answer, place)


@transaction.atomic
def remove_flag(*, place: SitePlace, flag: SiteFlag) -> None:
    """Take a flag away, and with it the tap on the same thing."""
    answer = flag.answer
    flag.delete()
    if flag.category in answer.flags and not alike(answer, flag.category):
        left = [key for key in answer.flags if key != flag.category]
        SiteAnswer.objects.filter(pk=answer.pk).update(flags=left, version=F("version") + 1, saved_at=timezone.now())
    tell_changed(answer, place)


def merged_content(one: dict[str, object], other: dict[str, object]) -> dict[str, object]:
    """Return two flags as one: the larger numbers, all words, and whatever only one of them says."""
    found = {name: one[name] if one[name] not in (None, "", False) else other[name] for name in one}
    for name in ("severity", "extra_minutes", "past_studies"):
        numbers = [number for number in (one[name], other[name]) if isinstance(number, int)]
        found[name] = max(numbers, default=None)
    for name in FLAG_TEXTS:
        texts = dict.fromkeys(str(each[name]) for each in (one, other) if each[name])
        found[name] = "\n".join(texts)
    return found


def is_too_long(content: dict[str, object]) -> bool:
    """Answer whether merged words no longer fit into their boxes."""
    return any(len(str(content[name])) > LONGEST for name in FLAG_TEXTS)
