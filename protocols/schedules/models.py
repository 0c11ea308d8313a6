"""Protocols, uploads, immutable schedule versions, and the visits and activities that outlive a version."""

import hashlib
from datetime import timedelta

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from protocols.codes import new_code
from protocols.domain.problems import Problem
from protocols.domain.schedule import Schedule
from protocols.people.models import Organisation, User
from protocols.schedules.drafts.draft import ScheduleDraft as ScheduleDraft  # a model of this app too
from protocols.schedules.limits import limits


class StoredFile(models.Model):
    """Bytes kept once, by their SHA-256: uploaded originals and made reports. Rows never change."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.sha256[:12]

    @classmethod
    def keep(cls, content: bytes) -> "StoredFile":
        """Store bytes unless they are stored already, and return their row."""
        sha256 = hashlib.sha256(content).hexdigest()
        return cls.objects.get_or_create(sha256=sha256, defaults={"content": content, "size": len(content)})[0]

    @classmethod
    def drop_unused(cls, sha256: str) -> bool:
        """Remove bytes that nothing refers to any more, and say whether they went.

        Whatever refers to them protects them, in this slice or another, so nothing here has to know who does.
        """
        try:
            with transaction.atomic():
                return bool(cls.objects.select_for_update().filter(sha256=sha256).delete()[0])
        except models.ProtectedError:
            return False


class ProtocolQuerySet(models.QuerySet["Protocol"]):
    """Questions about many protocols."""

    def with_state(self) -> "ProtocolQuerySet":
        """Add how many versions each has, and whether a file waits to be checked, in the same query."""
        versions = ScheduleVersion.objects.filter(protocol=models.OuterRef("pk")).order_by("-number")
        return self.annotate(
            version_count=Coalesce(models.Subquery(versions.values("number")[:1]), 0),
            latest_version_at=models.Subquery(versions.values("created_at")[:1]),
            has_open_upload=models.Exists(Upload.objects.open().filter(protocol=models.OuterRef("pk"))),
        )


class Protocol(models.Model):
    """One study plan of a sponsor, through all its versions."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    sponsor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="protocols")
    study_code = models.CharField(max_length=40, help_text="The sponsor's own number for the study.")
    title = models.CharField(max_length=300)
    plain_title = models.CharField(max_length=120, help_text="What advocates see: short, in plain words.")
    is_example = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sponsor", "study_code"], name="one_protocol_per_study_code"),
        ]

    def __str__(self) -> str:
        return self.study_code


class UploadState(models.TextChoices):
    """Where an uploaded file stands on its way to a version."""

    WAITING = "waiting", "Waiting to be read"
    READING = "reading", "Being read"
    READ = "read", "Ready to check"
    REFUSED = "refused", "Not accepted"
    CONFIRMED = "confirmed", "Saved as a version"
    CANCELLED = "cancelled", "Cancelled"


OPEN_STATES = (UploadState.WAITING, UploadState.READING, UploadState.READ)


class UploadQuerySet(models.QuerySet["Upload"]):
    """Questions about many uploads."""

    def open(self) -> "UploadQuerySet":
        """Those on their way: waiting, being read, or ready to check; newest first."""
        return self.filter(state__in=OPEN_STATES).order_by("-created_at", "-id")

    def for_lists(self) -> "UploadQuerySet":
        """Without what is large and not shown in a list."""
        return self.defer("schedule_json", "problems_json", "corrections").select_related("created_by")


class Upload(models.Model):
    """A file on its way to a version: what was read, what was unsure, and what a person settled."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="uploads")
    file = models.ForeignKey(
        StoredFile,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty once refused or cancelled: nothing of the file is kept then.",
    )
    filename = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.WAITING)
    format = models.CharField(max_length=12, blank=True)
    schedule_json = models.JSONField(null=True, blank=True, help_text="The schedule as read, before corrections.")
    problems_json = models.JSONField(default=list)
    corrections = models.JSONField(default=list, help_text="What a person settled on the check page, in order.")
    revision = models.PositiveIntegerField(
        default=0, help_text="Grows with each correction; a stale confirm is refused."
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    version = models.OneToOneField(
        "ScheduleVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="upload",
        help_text="What it was saved as; a second confirm finds it here.",
    )

    objects = UploadQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.filename} ({self.state})"

    @property
    def is_open(self) -> bool:
        """True until it is saved, refused or cancelled."""
        return self.state in OPEN_STATES

    @property
    def has_stalled(self) -> bool:
        """True when nobody can be working on it any more."""
        age = timezone.now() - self.created_at
        return self.state in OPEN_STATES[:2] and age > timedelta(minutes=limits().minutes_until_stuck)

    @property
    def problems(self) -> list[Problem]:
        """What the reader was not sure of."""
        return [Problem.from_dict(stored) for stored in self.problems_json]


class UploadAttempt(models.Model):
    """One try to upload, whatever became of it: what the limit per minute counts. Older rows are swept away."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["user", "at"])]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.at:%H:%M:%S}"


class VersionQuerySet(models.QuerySet["ScheduleVersion"]):
    """Questions about many versions."""

    def for_lists(self) -> "VersionQuerySet":
        """Newest first, without what is large and not shown in a list."""
        large = ("schedule_json", "problems_json", "corrections")
        return self.defer(*large).select_related("created_by").order_by("-number")


class ScheduleVersion(models.Model):
    """One version of the schedule: a fact. The table refuses UPDATE and DELETE."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=255)
    format = models.CharField(max_length=12)
    schedule_json = models.JSONField(help_text="The schedule; keys of visits and activities are the protocol's own.")
    schedule_sha256 = models.CharField(max_length=64)
    problems_json = models.JSONField(default=list)
    corrections = models.JSONField(default=list)
    reason = models.TextField(blank=True, help_text="Why this version was made, in the team's words.")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["protocol", "number"], name="versions_count_up")]

    def __str__(self) -> str:
        return f"{self.protocol} version {self.number}"

    @property
    def schedule(self) -> Schedule:
        """The schedule as domain objects."""
        return Schedule.from_dict(self.schedule_json)

    @property
    def problems(self) -> list[Problem]:
        """What the reader was not sure of when this version was made."""
        return [Problem.from_dict(stored) for stored in self.problems_json]

    @property
    def is_newest(self) -> bool:
        """True until a later version is saved."""
        return not self.protocol.versions.filter(number__gt=self.number).exists()

    @property
    def is_addition(self) -> bool:
        """True where its file holds a further part, which was added to the version before."""
        return [record["value"] for record in self.corrections if record["kind"] == "added"][-1:] == [True]


class Visit(models.Model):
    """A visit through all versions of a protocol; annotations and findings hang on it."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="visits")
    key = models.CharField(max_length=12)
    label = models.CharField(max_length=300)
    header = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["protocol", "key"], name="one_visit_per_key")]

    def __str__(self) -> str:
        return self.label


class Activity(models.Model):
    """An activity through all versions of a protocol; explainers, purposes and annotations hang on it."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="activities")
    key = models.CharField(max_length=12)
    label = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["protocol", "key"], name="one_activity_per_key")]

    def __str__(self) -> str:
        return self.label


class ProcedureMatch(models.Model):
    """A dated record: which procedures of the catalogue an activity is. The newest one counts."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="matches")
    procedures = models.JSONField(default=list, help_text="Keys of the catalogue; empty when nothing fits.")
    confidence = models.FloatField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: by the app.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.activity}: {', '.join(self.procedures) or 'nothing'}"


class Purpose(models.TextChoices):
    """What an activity is for, as a person stated it."""

    PRIMARY = "primary", "Main question of the study"
    SECONDARY = "secondary", "Other question of the study"
    SAFETY = "safety", "Safety"
    EXPLORATORY = "exploratory", "Extra research"
    OPERATIONAL = "operational", "Running the study"
    NOT_STATED = "not-stated", "Not stated"


class PurposeRecord(models.Model):
    """A dated record: why an activity is in the study. The newest one counts; a purpose comes from a person."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="purposes")
    purpose = models.CharField(max_length=12, choices=Purpose)
    objective = models.TextField(blank=True, help_text="The objective or endpoint it serves, in the protocol's words.")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.activity}: {self.purpose}"
