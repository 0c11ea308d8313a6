"""A planned session: what it is for, who is asked, what they said, and what each of them needs."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone

from protocols.people.models import User
from protocols.reviews.models import Persona, Seat


class Pay(models.TextChoices):
    """Whether people are paid for their time. One of these must be chosen before anybody is asked."""

    PAID = "paid", "Paid"
    EXPENSES = "expenses", "Expenses only"
    NOT_PAID = "not-paid", "Not paid"


class Session(models.Model):
    """The plan of one run-through. It is a draft until invitations are sent; cancelled, it stays as it was."""

    run = models.OneToOneField("runthroughs.RunThrough", on_delete=models.CASCADE, related_name="session")
    purpose = models.TextField(blank=True, max_length=2000)
    can_change = models.TextField(blank=True, max_length=2000)
    cannot_change = models.TextField(blank=True, max_length=2000)
    decide_on = models.DateField(null=True, blank=True)
    personas = models.ManyToManyField(Persona, related_name="+")
    length = models.PositiveSmallIntegerField(help_text="Minutes that the session has.")
    pay = models.CharField(max_length=8, choices=Pay, blank=True)
    pay_words = models.CharField(max_length=300, blank=True, help_text="How much, or why not.")
    at = models.DateTimeField(null=True, blank=True, help_text="Together: when it begins. Alone: the last moment.")
    zone = models.CharField(max_length=60, default="UTC")
    where = models.CharField(max_length=300, blank=True)
    is_agreed = models.BooleanField(default=False)
    agreement = models.CharField(max_length=500, blank=True, help_text="Who agreed, and on what terms.")
    agreed_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, help_text="Grows with each save; a stale save is refused.")
    sent_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    moves = models.PositiveIntegerField(default=0, help_text="How often the date changed after people were asked.")

    def __str__(self) -> str:
        return f"Plan of {self.run}"

    @property
    def is_draft(self) -> bool:
        """True until people were asked."""
        return self.sent_at is None

    @property
    def is_on(self) -> bool:
        """True once people were asked, while it is not cancelled."""
        return self.sent_at is not None and self.cancelled_at is None

    def local(self, zone: str = "") -> datetime | None:
        """Return the moment of the session as a clock in a zone shows it; without one, as the session's own does."""
        return self.at.astimezone(ZoneInfo(zone or self.zone)) if self.at else None


class Need(models.TextChoices):
    """What a person may need so as to take part. Seen by the facilitator only."""

    ACCESS = "access", "A room or page that I can get into and use"
    BREAKS = "breaks", "More breaks"
    INTERPRETER = "interpreter", "An interpreter"
    CARER = "carer", "Someone with me, or care for someone at home"
    OTHER = "other", "Something else"


class Reply(models.TextChoices):
    """What a person answers to an invitation. Saying no costs nothing."""

    YES = "yes", "Yes"
    MAYBE = "maybe", "Maybe, talk to me first"
    NOT_NOW = "not-now", "Not now"
    NO = "no", "No thanks"


class SessionPerson(models.Model):
    """One person who is asked to a session, through their seat."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="people")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="sessions")
    asked_at = models.DateTimeField(null=True, blank=True)
    reply = models.CharField(max_length=8, choices=Reply, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=60, blank=True, help_text="The person's own; empty is the session's.")
    needs = models.JSONField(default=list, help_text="Keys of what they need. For the facilitator only.")
    needs_words = models.TextField(blank=True, max_length=1000)
    no_reminders_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["session", "seat"], name="asked_once_to_a_session")]

    def __str__(self) -> str:
        return f"{self.seat} in {self.session}"

    @property
    def own_zone(self) -> str:
        """The zone in which this person reads dates."""
        return self.zone or self.session.zone

    @property
    def local(self) -> datetime | None:
        """The moment of the session on this person's own clock."""
        return self.session.local(self.own_zone)


class Reminder(models.Model):
    """One reminder that went out. Its number is unique, so that two runs of the command send it once."""

    to = models.ForeignKey(SessionPerson, on_delete=models.CASCADE, related_name="reminders")
    number = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["to", "number"], name="reminders_count_up")]

    def __str__(self) -> str:
        return f"Reminder {self.number} to {self.to}"


class QuestionAnswer(models.Model):
    """That an approved text answers somebody's question, in the words of the question as it stood then."""

    annotation = models.ForeignKey("runthroughs.Annotation", on_delete=models.CASCADE, related_name="question_answers")
    question = models.TextField(max_length=2000)
    draft = models.ForeignKey("explainers.ExplainerDraft", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["annotation", "draft"], name="one_text_answers_once")]

    def __str__(self) -> str:
        return f"Answer to a question on {self.annotation}"
