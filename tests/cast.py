"""The small cast of people and the small study that the tests play with."""

from dataclasses import dataclass, field

from protocols.domain.schedule import (
    Activity as ScheduleActivity,
)
from protocols.domain.schedule import (
    Contact,
    Mark,
    MarkKind,
    Objective,
    Schedule,
    Window,
)
from protocols.domain.schedule import (
    Visit as ScheduleVisit,
)
from protocols.people.models import Membership, MembershipRole, Organisation, OrganisationKind, User
from protocols.reviews.models import Review, ReviewState, Seat, SeatRole
from protocols.schedules.models import Activity, ProcedureMatch, Protocol, ScheduleVersion, StoredFile, Visit

PASSWORD = "a-long-enough-password"


def small_schedule() -> Schedule:
    """Three visits, four activities, seven marks: one phone call, one conditional mark, one window."""
    visits = (
        ScheduleVisit("v1", "Screening", epoch="Screening", header=("Screening", "V1"), day=-7, contact=Contact.SITE),
        ScheduleVisit(
            "v2",
            "Week 2",
            epoch="Treatment",
            header=("Treatment", "V2"),
            day=15,
            window=Window(3, 3, "day"),
            contact=Contact.SITE,
        ),  # fmt: skip
        ScheduleVisit("v3", "Call 3", epoch="Treatment", header=("Treatment", "P3"), day=29, contact=Contact.PHONE),
    )
    activities = (
        ScheduleActivity("a1", "Informed consent"),
        ScheduleActivity("a2", "Vital signs", group="Checks"),
        ScheduleActivity("a3", "12-lead ECG", group="Checks"),
        ScheduleActivity("a4", "Adverse events"),
    )
    marks = (
        Mark("v1", "a1"),
        Mark("v1", "a2"),
        Mark("v1", "a3"),
        Mark("v2", "a2"),
        Mark("v2", "a3", text="X (if needed)", kind=MarkKind.CONDITIONAL),
        Mark("v2", "a4"),
        Mark("v3", "a4"),
    )
    objectives = (Objective("primary", "To see whether the medicine works"),)
    return Schedule("A small study", (), visits, activities, marks, (), objectives)


def person(name: str, *, organisation: Organisation | None = None, role: str = "") -> User:
    """A person with a password, and a place in an organisation where one is given."""
    email = f"{name.lower().replace(' ', '.')}@example.org"
    user = User.objects.create_user(email, PASSWORD, name=name)
    if organisation is not None:
        Membership.objects.create(user=user, organisation=organisation, role=role or MembershipRole.MEMBER)
    return user


def organisation(name: str, kind: OrganisationKind, region: str = "North") -> Organisation:
    """An organisation."""
    return Organisation.objects.create(name=name, kind=kind, region=region)


def version_of(protocol: Protocol, schedule: Schedule, by: User, number: int = 1) -> ScheduleVersion:
    """A stored version with its identities, as confirming an upload leaves it."""
    for visit in schedule.visits:
        Visit.objects.get_or_create(
            protocol=protocol, key=visit.key, defaults={"label": visit.label, "header": list(visit.header)}
        )
    for activity in schedule.activities:
        Activity.objects.get_or_create(protocol=protocol, key=activity.key, defaults={"label": activity.label})
    return ScheduleVersion.objects.create(
        protocol=protocol,
        number=number,
        file=StoredFile.keep(schedule.canonical_json().encode()),
        filename="small.xlsx",
        format="xlsx",
        schedule_json=schedule.to_dict(),
        schedule_sha256=schedule.sha256,
        created_by=by,
    )


def match(protocol: Protocol, activity: str, *procedures: str) -> ProcedureMatch:
    """A recorded match of an activity to procedures of the catalogue."""
    return ProcedureMatch.objects.create(
        activity=protocol.activities.get(key=activity), procedures=list(procedures), confidence=1, reason="Same name."
    )


@dataclass
class Cast:
    """One sponsor's open review with a person in each role, and a stranger from another sponsor."""

    sponsor: Organisation
    protocol: Protocol
    version: ScheduleVersion
    review: Review
    people: dict[str, User]
    seats: dict[str, Seat] = field(default_factory=dict)

    def __getitem__(self, role: str) -> User:
        """The person in a role: SA SE SV MO AD AC SI RV, or `stranger`, `other_advocate`."""
        return self.people[role]


def make_cast(schedule: Schedule | None = None) -> Cast:
    """Build the cast in the database. Roles are the letters of the permission matrix."""
    sponsor = organisation("Alder Trials", OrganisationKind.SPONSOR)
    people = {
        "SA": person("Ada Admin", organisation=sponsor, role=MembershipRole.ADMIN),
        "SE": person("Eve Editor", organisation=sponsor, role=MembershipRole.EDITOR),
        "SV": person("Vic Viewer", organisation=sponsor, role=MembershipRole.VIEWER),
    }
    protocol = Protocol.objects.create(
        sponsor=sponsor,
        study_code="ALD-1",
        title="A small study",
        plain_title="A study of a tablet",
        created_by=people["SE"],
    )
    version = version_of(protocol, schedule or small_schedule(), people["SE"])
    review = Review.objects.create(
        protocol=protocol, version=version, number=1, state=ReviewState.OPEN, created_by=people["SE"]
    )
    cast = Cast(sponsor, protocol, version, review, people)
    host = organisation("Neutral Host", OrganisationKind.HOST)
    group = organisation("Memory Friends", OrganisationKind.ADVOCACY)
    site = organisation("Hill Clinic", OrganisationKind.SITE)
    for role, name, home in (
        (SeatRole.FACILITATOR, "Mo Facilitator", host),
        (SeatRole.ADVOCATE, "Ann Advocate", group),
        (SeatRole.ADVOCACY_CONTACT, "Cy Contact", group),
        (SeatRole.SITE, "Sid Site", site),
        (SeatRole.REVIEWER, "Rae Reviewer", host),
    ):
        add_seat(cast, role, name, home)
    elsewhere = organisation("Birch Pharma", OrganisationKind.SPONSOR)
    people["stranger"] = person("Stan Stranger", organisation=elsewhere, role=MembershipRole.ADMIN)
    return cast


def add_seat(cast: Cast, role: SeatRole, name: str, home: Organisation, key: str = "") -> Seat:
    """One more person in the review."""
    user = person(name, organisation=home)
    seat = Seat.objects.create(review=cast.review, role=role, organisation=home, user=user)
    cast.people[key or role.value] = user
    cast.seats[key or role.value] = seat
    return seat
