"""Made-up studies of any size: schedules for the reader, and a review with ratings for the pages."""

import io
from itertools import cycle, islice
from random import Random

from openpyxl import Workbook

from protocols.domain.catalogue import load
from protocols.domain.schedule import Activity, Contact, Mark, Schedule, Visit
from protocols.people.models import Membership, MembershipRole, Organisation, OrganisationKind, User
from protocols.reviews.models import Review, ReviewState, Seat, SeatRole
from protocols.reviews.services import start_review
from protocols.runthroughs.models import Annotation, RunThrough, Walk
from protocols.schedules.models import Activity as StoredActivity
from protocols.schedules.models import ProcedureMatch, Protocol, ScheduleVersion, StoredFile
from protocols.schedules.models import Visit as StoredVisit

DENSITY = 0.35
SEED = 7
PEOPLE = 10


def schedule(visits: int, activities: int) -> Schedule:
    """Return a schedule of this size in which about a third of the cells are marked."""
    names = list(islice(cycle(load().procedures.values()), activities))
    random = Random(SEED)  # noqa: S311 - the same study each time, not a secret
    columns = tuple(
        Visit(f"v{n}", f"Week {n}", epoch=f"Part {n // 10 + 1}", header=(f"Week {n}",), day=n * 7, contact=Contact.SITE)
        for n in range(visits)
    )
    rows = tuple(Activity(f"a{n}", f"{each.name} {n}", group=each.category) for n, each in enumerate(names))
    marks = tuple(Mark(c.key, r.key) for c in columns for r in rows if random.random() < DENSITY)
    return Schedule(f"Study of {visits} by {activities}", (), columns, rows, marks)


def workbook(of: Schedule) -> bytes:
    """Return a schedule as a plain grid in a workbook, as teams keep it."""
    book = Workbook()
    sheet = book.create_sheet("Schedule", 0)
    sheet.append(["Procedure", *(visit.label for visit in of.visits)])
    sheet.append(["Day", *(visit.day for visit in of.visits)])
    for row in of.activities:
        sheet.append([row.label, *("X" if (visit.key, row.key) in of.mark_at else None for visit in of.visits)])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def review_of(of: Schedule, ratings: int) -> Review:
    """Return an open review of a schedule with so many ratings, by ten people."""
    sponsor = Organisation.objects.create(name="Bench sponsor", kind=OrganisationKind.SPONSOR)
    editor = _person(f"editor-{sponsor.code}", sponsor, MembershipRole.EDITOR)
    protocol = Protocol.objects.create(
        sponsor=sponsor, study_code="B-1", title="Bench", plain_title="Bench", created_by=editor
    )
    _keep_identities(protocol, of)
    version = ScheduleVersion.objects.create(
        protocol=protocol, number=1, file=StoredFile.keep(of.canonical_json().encode()), filename="bench.xlsx",
        format="xlsx", schedule_json=of.to_dict(), schedule_sha256=of.sha256, created_by=editor,
    )  # fmt: skip
    review = start_review(version=version, by=editor)
    Review.objects.filter(pk=review.pk).update(state=ReviewState.OPEN)
    review.refresh_from_db()
    _rate(review, of, ratings)
    return review


def walker(review: Review, number: int) -> Walk:
    """Return the walk of one person of a review, who is seated first where needed, as it is while people still type."""
    run = review.run_throughs.get()
    group = Organisation.objects.get_or_create(name="Bench group", kind=OrganisationKind.ADVOCACY)[0]
    name = f"person{number}-{review.code}"
    user = User.objects.filter(email=f"{name}@example.org").first()
    if user is None:
        user = _person(name, group, MembershipRole.MEMBER)
        Seat.objects.create(review=review, role=SeatRole.ADVOCATE, organisation=group, user=user)
    seat = Seat.objects.get(review=review, user=user)
    walk = Walk.objects.get_or_create(run=run, seat=seat, defaults={"persona": review.personas.first()})[0]
    walk.sent_at = None
    walk.save(update_fields=["sent_at"])
    return walk


def _person(name: str, home: Organisation, role: MembershipRole) -> User:
    user = User.objects.create_user(f"{name}@example.org", name=name)
    Membership.objects.create(user=user, organisation=home, role=role)
    return user


def _keep_identities(protocol: Protocol, of: Schedule) -> None:
    StoredVisit.objects.bulk_create(StoredVisit(protocol=protocol, key=v.key, label=v.label) for v in of.visits)
    kept = StoredActivity.objects.bulk_create(
        StoredActivity(protocol=protocol, key=a.key, label=a.label) for a in of.activities
    )
    names = cycle(load().procedures)
    ProcedureMatch.objects.bulk_create(
        ProcedureMatch(activity=each, procedures=[next(names)], confidence=1, reason="Bench") for each in kept
    )


def _rate(review: Review, of: Schedule, ratings: int) -> None:
    editor = review.created_by
    RunThrough.objects.create(review=review, title="Bench", visits=[of.visits[0].key], created_by=editor)
    walks = [walker(review, number) for number in range(PEOPLE)]
    Walk.objects.update(sent_at=review.created_at)
    visits = {visit.key: visit for visit in review.protocol.visits.all()}
    activities = {activity.key: activity for activity in review.protocol.activities.all()}
    places = [(walk, mark) for mark in of.marks for walk in walks][:ratings]
    Annotation.objects.bulk_create(
        Annotation(
            walk=walk, visit=visits[mark.visit], activity=activities[mark.activity], step=f"activity:{mark.activity}",
            answer="rated", overall=index % 5, entered_by=editor,
        )
        for index, (walk, mark) in enumerate(places)
    )  # fmt: skip
