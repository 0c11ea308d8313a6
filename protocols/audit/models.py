"""One event of the audit log: what happened, to what, by whom, chained to the event before it."""

from django.db import models


class Action(models.TextChoices):
    """What is worth an event. An autosave is not: it has the annotation's own history."""

    SIGNED_IN = "signed-in", "Signed in"
    SIGN_IN_FAILED = "sign-in-failed", "Sign-in failed"
    SIGNED_OUT = "signed-out", "Signed out"
    ACCESS_DENIED = "access-denied", "Access denied"
    ORGANISATION_CREATED = "organisation-created", "Organisation created"
    ROLE_CHANGED = "role-changed", "Role changed"
    INVITED = "invited", "Invited"
    INVITATION_RESENT = "invitation-resent", "Invitation sent again"
    INVITATION_REVOKED = "invitation-revoked", "Invitation taken back"
    INVITATION_ACCEPTED = "invitation-accepted", "Invitation accepted"
    SEAT_CHANGED = "seat-changed", "Seat changed"
    SEAT_REMOVED = "seat-removed", "Seat removed"
    PROTOCOL_CREATED = "protocol-created", "Protocol created"
    PROTOCOL_RENAMED = "protocol-renamed", "Protocol renamed"
    PROTOCOL_ARCHIVED = "protocol-archived", "Protocol archived"
    PROTOCOL_RESTORED = "protocol-restored", "Protocol brought back"
    DRAFT_DELETED = "draft-deleted", "Draft deleted"
    UPLOADED = "uploaded", "File uploaded"
    UPLOAD_REFUSED = "upload-refused", "File refused"
    UPLOAD_CANCELLED = "upload-cancelled", "Upload cancelled"
    VERSION_CONFIRMED = "version-confirmed", "Version confirmed"
    DOWNLOADED = "downloaded", "File downloaded"
    MATCH_CHANGED = "match-changed", "Matched procedure changed"
    PURPOSE_SET = "purpose-set", "Purpose set"
    REVIEW_STARTED = "review-started", "Review started"
    REVIEW_OPENED = "review-opened", "Review opened"
    REVIEW_CLOSED = "review-closed", "Review closed"
    RUN_STARTED = "run-started", "Run-through started"
    ANSWERS_SENT = "answers-sent", "Answers sent"
    ANSWERS_CHANGED = "answers-changed", "Answers changed after sending"
    ANSWERS_WITHDRAWN = "answers-withdrawn", "Answers withdrawn"
    REVEALED = "revealed", "Answers revealed"
    ROOM_OPENED = "room-opened", "Room opened"
    ROOM_TAKEN_OVER = "room-taken-over", "Leading taken over"
    ROOM_CLOSED = "room-closed", "Room closed"
    RULESET_CHANGED = "ruleset-changed", "Weights changed"
    HOUSE_CHOSEN = "house-chosen", "House values chosen"
    EXPLAINER_APPROVED = "explainer-approved", "Explainer approved"
    EXPLAINER_SENT_BACK = "explainer-sent-back", "Explainer sent back"
    FINDING_MADE = "finding-made", "Finding made"
    FINDING_MERGED = "finding-merged", "Finding merged into another"
    FINDING_APART = "finding-apart", "Merged finding taken apart again"
    DECIDED = "decided", "Decision recorded"
    FEEDBACK_SENT = "feedback-sent", "Answers sent to those who spoke"
    REPORT_MADE = "report-made", "Report made"
    REPORT_EXPORTED = "report-exported", "Report exported"


class Event(models.Model):
    """One row of the chain. `actor` is an id only: the log knows nobody's name.

    The table refuses UPDATE and DELETE by triggers, so `hash` over the row and `previous_hash` stays checkable.
    """

    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)
    action = models.CharField(max_length=30, choices=Action)
    subject = models.CharField(max_length=80, help_text="Kind and code of what was acted on, as kind:code.")
    organisation = models.BigIntegerField(null=True)
    review = models.CharField(max_length=10, blank=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["review", "id"]), models.Index(fields=["organisation", "id"])]

    def __str__(self) -> str:
        return f"{self.pk} {self.action} {self.subject}"
