"""People, the organisations they belong to, and the invitations that bring them in."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from protocols.codes import new_code

INVITATION_DAYS = 7


class UserManager(BaseUserManager["User"]):
    """Makes users; e-mail addresses are stored in lower case, so that one mailbox is one person."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person. Without a password they sign in by a code sent to their e-mail."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by e-mail, however it is written."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_example = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_mailbox")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        """Up to two letters, for lists where a whole name is too much."""
        return "".join(word[0] for word in self.name.split()[:2]).upper() or self.email[0].upper()


class OrganisationKind(models.TextChoices):
    """What an organisation is in the work on a protocol."""

    SPONSOR = "sponsor", "Sponsor"
    ADVOCACY = "advocacy", "Advocacy group"
    SITE = "site", "Site"
    HOST = "host", "Host"


class Organisation(models.Model):
    """A sponsor, an advocacy group, a site, or the host who runs the workbench."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=OrganisationKind)
    region = models.CharField(max_length=80, blank=True, help_text="Coarse: a country or a part of one.")
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class MembershipRole(models.TextChoices):
    """What a person may do in their own organisation."""

    ADMIN = "admin", "Admin"
    EDITOR = "editor", "Editor"
    VIEWER = "viewer", "Viewer"
    MEMBER = "member", "Member"
    FACILITATOR = "facilitator", "Facilitator"
    OPERATOR = "operator", "Operator"
    DATA_PROTECTION = "data-protection", "Data protection officer"


class Membership(models.Model):
    """A person's place in an organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=MembershipRole)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="one_place_per_organisation")]

    def __str__(self) -> str:
        return f"{self.user} in {self.organisation} as {self.role}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about many invitations."""

    def waiting(self) -> "InvitationQuerySet":
        """Those that can still be accepted."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def with_token(self, token: str) -> "InvitationQuerySet":
        """The one that this secret opens, whatever its state."""
        return self.filter(token_hash=hash_token(token))


class Invitation(models.Model):
    """A single-use way in, bound to an e-mail address, an organisation and a role. Only the token's hash is kept."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    membership_role = models.CharField(max_length=20, choices=MembershipRole, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sent_invitations")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="used_invitations")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Invitation {self.code}"

    @property
    def state(self) -> str:
        """One word for lists: accepted, revoked, expired or waiting."""
        if self.used_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= timezone.now() else "waiting"

    def renew(self) -> str:
        """Give the invitation a new secret and a new week, and return the secret. The caller saves."""
        token = secrets.token_urlsafe(32)
        self.token_hash = hash_token(token)
        self.sent_at = timezone.now()
        self.expires_at = self.sent_at + timedelta(days=INVITATION_DAYS)
        return token


def hash_token(token: str) -> str:
    """Return what is stored of an invitation's secret: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()
