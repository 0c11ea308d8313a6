"""Saving options: new, changed, copied, put aside and brought back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from protocols.domain.burden.changes import Change, Option
from protocols.people.models import User
from protocols.reviews.models import Review
from protocols.scores.models import WhatIf

LONGEST_NAME = 120


class Stale(Exception):
    """Somebody else saved the option since it was opened; `current` is what stands now."""

    def __init__(self, current: WhatIf) -> None:
        self.current = current
        super().__init__(current.name)


def save_option(*, review: Review, by: User, name: str, note: str, changes: Iterable[Change]) -> WhatIf:
    """Save a new option."""
    return WhatIf.objects.create(
        review=review, name=name, note=note, changes=_stored(changes), made_by=by, changed_by=by
    )


@transaction.atomic
def change_option(
    *, saved: WhatIf, by: User, words: tuple[str, str], changes: Iterable[Change], expected_revision: int | None
) -> WhatIf:
    """Save an option anew with other `words` (name, note) or changes; raises Stale where somebody was faster."""
    now = WhatIf.objects.select_for_update().get(pk=saved.pk)
    if now.revision != expected_revision or now.deleted_at is not None:
        raise Stale(now)
    now.name, now.note = words
    now.changes, now.revision = _stored(changes), now.revision + 1
    now.changed_by, now.changed_at = by, timezone.now()
    now.save()
    return now


def copy_option(*, saved: WhatIf, by: User) -> WhatIf:
    """Save a copy under a name of its own."""
    name = (_("Copy of %(name)s") % {"name": saved.name})[:LONGEST_NAME]
    return WhatIf.objects.create(
        review_id=saved.review_id, name=name, note=saved.note, changes=saved.changes, made_by=by, changed_by=by
    )


def delete_option(*, saved: WhatIf) -> None:
    """Put an option aside. It can be brought back."""
    WhatIf.objects.filter(pk=saved.pk, deleted_at=None).update(deleted_at=timezone.now())


def restore_option(*, saved: WhatIf) -> None:
    """Bring an option back."""
    WhatIf.objects.filter(pk=saved.pk).update(deleted_at=None)


def _stored(changes: Iterable[Change]) -> object:
    return Option("", tuple(changes)).to_dict()["changes"]
