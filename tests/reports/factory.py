"""Reviews to report on: people who walked, what they said, and reports of it."""

from collections.abc import Sequence

from django.utils import timezone

from protocols.reviews.models import Persona, Review, SeatRole
from protocols.runthroughs.models import Annotation, RunThrough, Walk
from protocols.schedules.models import StoredFile
from reports.content import Content, Extent
from reports.gather import gather
from reports.models import Report
from tests.cast import Cast, add_seat, make_cast, match

ADVOCATES = 3
NEAR = {"key": "near", "name": "Ruth, near", "minutes_one_way": 20}
FAR = {"key": "far", "name": "Tom, far away", "minutes_one_way": 180}


def matched_cast() -> Cast:
    """The cast with two personas, and its activities matched but for the last, which nobody knows anything about."""
    cast = make_cast()
    match(cast.protocol, "a1", "informed_consent")
    match(cast.protocol, "a2", "vital_signs")
    match(cast.protocol, "a3", "twelve_lead_ecg")
    for details in (NEAR, FAR):
        Persona.objects.create(
            review=cast.review,
            key=details["key"],
            name=details["name"],
            one_line="Example.",
            details=details,
            is_default=details is NEAR,
        )
    return cast


def walk(cast: Cast, name: str, *, consent: str = "no", answering_for: str = "self", sent: bool = True) -> Walk:
    """One more advocate, who walked through the first visit."""
    home = cast.seats["AD"].organisation
    seat = add_seat(cast, SeatRole.ADVOCATE, name, home, key=name)
    run, _ = RunThrough.objects.get_or_create(
        review=cast.review, title="First visits", defaults={"visits": ["v1"], "created_by": cast["MO"]}
    )
    sent_at = timezone.now() if sent else None
    return Walk.objects.create(run=run, seat=seat, quote_consent=consent, answering_for=answering_for, sent_at=sent_at)


def say(walk: Walk, activity: str, overall: int | None = 2, **fields: object) -> Annotation:
    """What somebody said about one activity of the first visit."""
    protocol = walk.run.review.protocol
    return Annotation.objects.create(
        walk=walk,
        visit=protocol.visits.get(key="v1"),
        activity=protocol.activities.get(key=activity),
        step=f"activity:{activity}",
        answer="rated" if overall is not None else "",
        overall=overall,
        entered_by=walk.seat.user,
        **fields,
    )


def rated_cast(ratings: Sequence[int] = (1, 3, 4)) -> Cast:
    """The matched cast, with one more advocate for each rating of the ECG."""
    cast = matched_cast()
    for number, overall in enumerate(ratings):
        say(walk(cast, f"Walker {number}"), "a3", overall)
    return cast


def report_of(review: Review, *, extent: Extent = Extent.WHOLE, state: str = Report.State.READY) -> Report:
    """A stored report, with files that are none."""
    content = gather(review, extent=extent)
    return Report.objects.create(
        review=review,
        content=content.to_dict(),
        content_sha256=content.sha256,
        cutoff=content.cover.cutoff,
        state=state,
        pdf=StoredFile.keep(b"%PDF-1.7 not really"),
        xlsx=StoredFile.keep(b"PK not really"),
        made_by=review.created_by,
    )


def unsaved(content: Content) -> Report:
    """A report that is in no database."""
    return Report(
        code="unsaved",
        content=content.to_dict(),
        content_sha256=content.sha256,
        cutoff=content.cover.cutoff,
        made_at=content.cover.cutoff,
    )
