"""Writing to the audit chain, and checking that nobody has changed it."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC

from django.db import connection, transaction
from django.utils import timezone

from protocols.audit.models import Action, Event
from protocols.prepared import Prepared

FIRST_HASH = "0" * 64
PG_LOCK = 7_305_112_004  # any constant: one lock for the one chain

_last = Prepared(lambda: Event.objects.order_by("-id").only("hash"))  # asked while others wait to write

Detail = dict[str, str | int | float | bool | None | list[str]]


@transaction.atomic
def record(
    *,
    action: Action,
    subject: str,
    actor: int | None = None,
    organisation: int | None = None,
    review: str = "",
    detail: Detail | None = None,
) -> Event:
    """Append one event. Part of the caller's transaction: what is undone was never said."""
    _lock_chain()
    last = _last.first()
    event = Event(
        at=timezone.now(),
        actor=actor,
        action=action,
        subject=subject[:80],
        organisation=organisation,
        review=review,
        detail=detail or {},
        previous_hash=last.hash if last else FIRST_HASH,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    return event


def digest(event: Event) -> str:
    """Return the SHA-256 of an event's fields and of the hash before it."""
    fields = [
        event.previous_hash,
        event.at.astimezone(UTC).isoformat(),
        event.actor,
        str(event.action),
        event.subject,
        event.organisation,
        event.review,
        event.detail,
    ]
    return hashlib.sha256(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def broken_links() -> Iterator[str]:
    """Yield a sentence for each event whose hash or place in the chain is wrong."""
    previous = FIRST_HASH
    for event in Event.objects.order_by("id").iterator():
        if event.previous_hash != previous:
            yield f"Event {event.pk}: the event before it is missing or was changed."
        if digest(event) != event.hash:
            yield f"Event {event.pk}: its content was changed after it was written."
        previous = event.hash


def _lock_chain() -> None:
    """Let one writer at a time append. SQLite's IMMEDIATE transaction does that by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PG_LOCK])
