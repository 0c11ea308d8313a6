"""One round of review of exactly one version, the seats in it, and the personas people walk as."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from protocols.codes import new_code
from protocols.people.models import Invitation, Organisation, User
from protocols.schedules.models import Protocol, ScheduleVersion


class ReviewState(models.TextChoices):
    """Draft: the team looks by itself. Open: people answer. Closed: nothing more comes in."""

    DRAFT = "draft", "Not open yet"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class Review(models.Model):
    """A round of review of one version of a protocol."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(ScheduleVersion, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveIntegerField(help_text="Round 1, 2, ... of this protocol.")
    state = models.CharField(max_length=6, choices=ReviewState, default=ReviewState.DRAFT)
    answer_by = models.DateField(null=True, blank=True)
    decide_by = models.DateField(null=True, blank=True)
    least_respondents = models.PositiveSmallIntegerField(default=5, help_text="Small-number rule: people.")
    least_sites = models.PositiveSmallIntegerField(default=3, help_text="Small-number rule: sites.")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["protocol", "number"], name="rounds_count_up")]

    def __str__(self) -> str:
        return f"{self.protocol} round {self.number}"

    @property
    def is_open(self) -> bool:
        """True while people may answer."""
        return self.state == ReviewState.OPEN


class SeatRole(models.TextChoices):
    """What a seat is for. Sponsor people see by membership; a seat names one of them as clinical approver."""

    SPONSOR = "SP", "Sponsor team"
    FACILITATOR = "MO", "Facilitator"
    ADVOCATE = "AD", "Advocate"
    ADVOCACY_CONTACT = "AC", "Advocacy group contact"
    SITE = "SI", "Site"
    REVIEWER = "RV", "Reviewer"


class SeatQuerySet(models.QuerySet["Seat"]):
    """Questions about many seats."""

    def taken(self) -> "SeatQuerySet":
        """Seats that a person sits in now."""
        return self.filter(user__isnull=False, removed_at=None)

    def current(self) -> "SeatQuerySet":
        """Seats that were not removed, taken or waiting."""
        return self.filter(removed_at=None)


class Seat(models.Model):
    """A place in a review. Answers belong to the seat, not to a login; a waiting seat has no user yet."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=2, choices=SeatRole)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    invitation = models.OneToOneField(Invitation, null=True, blank=True, on_delete=models.PROTECT, related_name="seat")
    is_clinical_approver = models.BooleanField(default=False)
    is_lay_approver = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "user"],
                condition=Q(user__isnull=False, removed_at=None),
                name="one_seat_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} in {self.review}"


class Persona(models.Model):
    """As whom people walk: a made-up person with a distance, a job and people to care for. No real patient."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="personas")
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    one_line = models.CharField(max_length=200)
    details = models.JSONField(help_text="The fields of the burden domain's Persona.")
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["review", "key"], name="one_persona_per_key")]

    def __str__(self) -> str:
        return self.name
