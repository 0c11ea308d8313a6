"""Keeping what a site says of itself. None of it goes into the audit log: the log is read by others."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from protocols.people.models import Organisation, User
from protocols.reviews.models import Review
from protocols.runthroughs.sites.records import SitePace, SiteProfile


@dataclass(frozen=True)
class SavedProfile:
    """What became of a save. With a conflict nothing was written, and `profile` is what stands there now."""

    profile: SiteProfile
    is_conflict: bool = False


@transaction.atomic
def save_profile(*, site: Organisation, by: User, expected_version: int, content: dict[str, object]) -> SavedProfile:
    """Save a site's profile; if a colleague saved in between, nothing is written and the conflict comes back."""
    profile = SiteProfile.objects.filter(organisation=site).first() or _first(site, by, content)
    if profile.content() == content:
        return SavedProfile(profile)
    written = SiteProfile.objects.filter(pk=profile.pk, version=expected_version).update(
        **content, version=F("version") + 1, saved_by=by, saved_at=timezone.now()
    )
    profile.refresh_from_db()
    return SavedProfile(profile, is_conflict=not written)


def _first(site: Organisation, by: User, content: dict[str, object]) -> SiteProfile:
    """Store the first profile; where a colleague was faster, return what they stored."""
    try:
        with transaction.atomic():
            return SiteProfile.objects.create(organisation=site, saved_by=by, **content)
    except IntegrityError:
        return SiteProfile.objects.get(organisation=site)


def set_pace(*, site: Organisation, review: Review, participants: int) -> None:
    """Keep how many participants a month a site thinks of."""
    SitePace.objects.update_or_create(organisation=site, review=review, defaults={"participants": participants})
