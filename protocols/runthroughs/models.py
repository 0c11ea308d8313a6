"""Walks through visits: who walks as whom, what they said at each step, and what a site says about a visit."""

from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from protocols.codes import new_code
from protocols.people.models import User
from protocols.reviews.models import Persona, Review, Seat
from protocols.schedules.models import Activity, Visit


class RunThrough(models.Model):
    """A set of visits to walk in one review, alone on one's own device or together with a facilitator."""

    class Kind(models.TextChoices):
        """Alone or together."""

        SOLO = "solo", "Alone, in your own time"
        GROUP = "group", "Together"

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="run_throughs")
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.SOLO)
    title = models.CharField(max_length=160)
    visits = models.JSONField(help_text="Keys of the visits to walk, in order.")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    revealed_at = models.DateTimeField(null=True, blank=True, help_text="Group only: when answers were shown to all.")
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class QuoteConsent(models.TextChoices):
    """How a person's own words may be used."""

    NAMED = "named", "Yes, with my name"
    UNNAMED = "unnamed", "Yes, without my name"
    NO = "no", "No, please do not quote me"


class Walk(models.Model):
    """One respondent's way through a run-through. A respondent is a seat, not a login."""

    class AnsweringFor(models.TextChoices):
        """Who the answers are about."""

        SELF = "self", "For myself"
        HELPED = "helped", "For myself, with someone helping me"
        OTHER = "other", "For someone I care for"

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    run = models.ForeignKey(RunThrough, on_delete=models.CASCADE, related_name="walks")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="walks")
    persona = models.ForeignKey(Persona, null=True, on_delete=models.PROTECT, related_name="+")
    answering_for = models.CharField(max_length=6, choices=AnsweringFor, default=AnsweringFor.SELF)
    at_step = models.PositiveIntegerField(default=0, help_text="Where the person was last: the number of the step.")
    quote_consent = models.CharField(max_length=7, choices=QuoteConsent, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    typed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Who typed it in from paper."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "seat"], name="one_walk_per_seat")]

    def __str__(self) -> str:
        return f"Walk {self.code}"

    @property
    def is_sent(self) -> bool:
        """True when the answers were sent and not taken back."""
        return self.sent_at is not None and self.withdrawn_at is None


class Answer(models.TextChoices):
    """What a person may answer besides a rating. None of these is ever zero."""

    RATED = "rated", "Rated"
    NOT_SURE = "not-sure", "I'm not sure"
    SKIPPED = "skipped", "Skipped"


class Understood(models.TextChoices):
    """Whether the person knows why this is done. Feeds the explainers, never the score."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class Reason(models.TextChoices):
    """What makes a step hard: taps that are counted and shown, never turned into numbers."""

    PAIN = "pain", "Pain or discomfort"
    WORRY = "worry", "Worry"
    PRIVACY = "privacy", "Privacy"
    TIRING = "tiring", "Tiring"
    PREPARING = "preparing", "Getting ready"
    LONG = "long", "Takes long"
    WAITING = "waiting", "Waiting"
    TRAVEL = "travel", "Travel"
    COST = "cost", "Cost"
    CARING = "caring", "Caring for others"
    TECHNOLOGY = "technology", "Technology"
    OTHER = "other", "Something else"


class Tap(models.TextChoices):
    """What one tap says about a step. None of them is a rating, and "this is fine" is no zero."""

    HARD = "hard", "Hard"
    CONFUSING = "confusing", "Confusing"
    PAINFUL = "painful", "Painful"
    EMBARRASSING = "embarrassing", "Embarrassing"
    NEED_HELP = "need-help", "I would need help"
    FINE = "fine", "This is fine"


def rating_field(words: str) -> models.PositiveSmallIntegerField:
    """Return a field for a 0-4 answer that may be missing."""
    return models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(4)], help_text=words)


def minutes_field(words: str) -> models.PositiveIntegerField:
    """Return a field for minutes within one day that may be missing."""
    return models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(24 * 60)], help_text=words
    )


# What a person says at one step, as opposed to where and when. The history keeps exactly these.
CONTENT_FIELDS = (
    "answer",
    "overall",
    "could_not_do",
    "physical",
    "worry",
    "effort",
    "reasons",
    "taps",
    "words",
    "would_help",
    "keeps_going",
    "understood",
    "teach_back",
    "question",
    "active_minutes",
    "waiting_minutes",
    "moving_minutes",
    "cost",
    "disruption",
)


class AnnotationQuerySet(models.QuerySet["Annotation"]):
    """Questions about many annotations."""

    def that_count(self) -> "AnnotationQuerySet":
        """Those that may be seen and scored: sent, not taken back, and revealed where people walked together."""
        return self.filter(walk__sent_at__isnull=False, walk__withdrawn_at=None).exclude(
            walk__run__kind=RunThrough.Kind.GROUP, walk__run__revealed_at=None
        )

    def that_counted_at(self, moment: datetime) -> "AnnotationQuerySet":
        """Those that counted at a moment in the past. What they said then is in their history."""
        sent = self.filter(walk__sent_at__lte=moment).exclude(walk__withdrawn_at__lte=moment)
        is_group = models.Q(walk__run__kind=RunThrough.Kind.GROUP)
        is_sealed = models.Q(walk__run__revealed_at=None) | models.Q(walk__run__revealed_at__gt=moment)
        return sent.exclude(is_group & is_sealed)


class Annotation(models.Model):
    """What one respondent said at one step. Unique per walk, visit and step; changing it appends to its history."""

    walk = models.ForeignKey(Walk, on_delete=models.CASCADE, related_name="annotations")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="annotations")
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="annotations")
    step = models.CharField(max_length=40, help_text="before, journey, activity:<key>, back or between.")
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    overall = rating_field("How hard would this be for you? 0 No trouble to 4 As hard as I can imagine.")
    could_not_do = models.BooleanField(default=False)
    physical = rating_field("Body, where the person rates the parts.")
    worry = rating_field("Worry, where the person rates the parts.")
    effort = rating_field("Effort, where the person rates the parts.")
    reasons = models.JSONField(default=list, help_text="What makes it hard: keys of the taps.")
    taps = models.JSONField(default=list, blank=True, help_text="Marked in a tap: keys, never numbers.")
    words = models.TextField(blank=True, max_length=2000)
    would_help = models.TextField(blank=True, max_length=2000)
    keeps_going = models.TextField(blank=True, max_length=2000, help_text="What keeps them going; on the way back.")
    understood = models.CharField(max_length=6, choices=Understood, blank=True)
    teach_back = models.TextField(blank=True, max_length=2000, help_text="Why this is done, in their own words.")
    question = models.TextField(blank=True, max_length=2000, help_text="What they would like to know about why.")
    active_minutes = minutes_field("Minutes of doing.")
    waiting_minutes = minutes_field("Minutes of waiting.")
    moving_minutes = minutes_field("Minutes of moving.")
    cost = rating_field("Cost of this visit; on the step back home.")
    disruption = rating_field("Disruption of work and family by this visit; on the step back home.")
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["walk", "visit", "step"], name="one_annotation_per_step")]

    def __str__(self) -> str:
        return f"{self.step} of {self.walk}"

    @property
    def is_blank(self) -> bool:
        """True when nothing was said, not even a skip."""
        said = [getattr(self, name) for name in CONTENT_FIELDS]
        return not any(value not in (None, "", False, []) for value in said)

    @property
    def answer_to_question(self) -> "session_models.QuestionAnswer | None":
        """The text that answers the question as it stands now, if the team named one."""
        answers = self.question_answers.all() if self.question else ()
        return next((each for each in reversed(answers) if each.question == self.question), None)

    def content(self) -> dict[str, object]:
        """Return what was said, as it goes into the history."""
        return {name: getattr(self, name) for name in CONTENT_FIELDS}


class AnnotationChange(models.Model):
    """One earlier state of an annotation. `key` is that of the page that wrote it."""

    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    key = models.CharField(max_length=36)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["annotation", "version"], name="versions_of_an_annotation"),
        ]

    def __str__(self) -> str:
        return f"{self.annotation} version {self.version}"


class ShareLevel(models.TextChoices):
    """Who sees that a site said it."""

    NAMED = "named", "With our name"
    ROLE = "role", "Our role and region only"
    TOTALS = "totals", "Only in totals"


# What a site says on a visit, as opposed to who says it and when.
SITE_CONTENT_FIELDS = (
    "verdict",
    "minutes",
    "flags",
    "note",
    "suggestion",
    "severity",
    "would_stop_us",
    "share_level",
    "site_role",
)


class SiteAnswerQuerySet(models.QuerySet["SiteAnswer"]):
    """Questions about many answers of sites."""

    def that_count(self) -> "SiteAnswerQuerySet":
        """Those that were sent and not taken back. A seat that was removed since keeps what it sent."""
        return self.filter(sent_at__isnull=False, withdrawn_at=None)


class SiteAnswer(models.Model):
    """What a site says about one visit on a normal day. Never used to choose sites: no screen does that."""

    class Verdict(models.TextChoices):
        """Could your site do this visit on a normal day?"""

        YES = "yes", "Yes"
        HELP = "help", "Yes, with help"
        NO = "no", "No"
        NOT_MINE = "not-mine", "Not my area"

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="site_answers")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="site_answers")
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True)
    minutes = models.JSONField(default=dict, help_text="Own minutes by role; roles left out keep the default.")
    flags = models.JSONField(default=list, help_text="What would not work: keys of the taps.")
    note = models.TextField(blank=True, max_length=2000)
    suggestion = models.TextField(blank=True, max_length=2000)
    severity = rating_field("How serious: 0 to 4.")
    would_stop_us = models.BooleanField(default=False)
    share_level = models.CharField(max_length=6, choices=ShareLevel, default=ShareLevel.ROLE)
    version = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=36, blank=True, help_text="That of the page that wrote last.")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)
    site_role = models.CharField(max_length=80, blank=True, help_text="The writer's role at the site.")
    sent_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SiteAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "visit"], name="one_site_answer_per_visit")]

    def __str__(self) -> str:
        return f"Site answer on {self.visit}"

    @property
    def is_sent(self) -> bool:
        """True when the answer was sent and not taken back."""
        return self.sent_at is not None and self.withdrawn_at is None

    def content(self) -> dict[str, object]:
        """Return what was said, in the fields of an answer."""
        return {name: getattr(self, name) for name in SITE_CONTENT_FIELDS}

    @property
    def categories(self) -> tuple[str, ...]:
        """What would not work: the taps, and the flags that say more."""
        return tuple(dict.fromkeys([*self.flags, *(each.category for each in self.details.all())]))


# So that Django finds what the packages beside keep.
from protocols.runthroughs.rooms import models as room_models  # noqa: E402, F401
from protocols.runthroughs.sessions import models as session_models  # noqa: E402, F401
from protocols.runthroughs.sites import records as site_records  # noqa: E402, F401
