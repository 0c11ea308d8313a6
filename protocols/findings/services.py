"""Making findings from what was heard, changing, merging and splitting them, and keeping each one's history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.findings.heard import Piece
from protocols.findings.models import Finding, FindingEvent, FindingSource
from protocols.people.models import User
from protocols.reviews.models import Review
from protocols.schedules.models import Activity, Visit
from protocols.scores.models import WhatIf

TITLE_LENGTH = 160
SAID = ("title", "impact", "recommendation", "severity", "status", "owner", "decide_by")


class Stale(Exception):
    """Somebody else changed the finding since it was opened; `current` is what stands now."""

    def __init__(self, current: Finding) -> None:
        self.current = current
        super().__init__(current.title)


@dataclass(frozen=True)
class About:
    """What a finding is about: a test or task, a visit, or with neither the whole study."""

    activity: Activity | None = None
    visit: Visit | None = None


@transaction.atomic
def make_finding(
    *, review: Review, by: User, about: About, said: Mapping[str, object], pieces: Iterable[Piece] = ()
) -> Finding:
    """Make a finding that rests on pieces of what was heard, or on none."""
    finding = Finding.objects.create(
        review=review, activity=about.activity, visit=about.visit, made_by=by, changed_by=by, **said
    )
    _rest_on(finding, pieces)
    _note(finding, FindingEvent.Kind.MADE, by)
    record(action=Action.FINDING_MADE, actor=by.pk, subject=f"finding:{finding.code}", review=review.code)
    return finding


@transaction.atomic
def add_pieces(*, finding: Finding, by: User, pieces: Iterable[Piece]) -> None:
    """Let a finding rest on more of what was heard."""
    if added := _rest_on(finding, pieces):
        _note(finding, FindingEvent.Kind.ADDED, by, {"number": added})


@transaction.atomic
def change_finding(
    *, finding: Finding, by: User, said: Mapping[str, object], expected_revision: int | None = None
) -> Finding:
    """Change what a finding says; Stale where somebody else did since revision `expected_revision`.

    Without `expected_revision` only what is given is set, whoever was last: for changing many findings together.
    """
    now = Finding.objects.select_for_update().get(pk=finding.pk)
    if expected_revision is not None and now.revision != expected_revision or now.merged_into_id:
        raise Stale(now)
    detail = {
        name: [_plain(getattr(now, name)), _plain(new)] for name, new in said.items() if getattr(now, name) != new
    }
    if not detail:
        return now
    for name, new in said.items():
        setattr(now, name, new)
    now.revision, now.changed_by, now.changed_at = now.revision + 1, by, timezone.now()
    now.save()
    _note(now, FindingEvent.Kind.CHANGED, by, detail)
    return now


@transaction.atomic
def change_many(*, findings: Iterable[Finding], by: User, said: Mapping[str, object]) -> int:
    """Set the same on several findings, and return how many there were."""
    changed = [change_finding(finding=finding, by=by, said=said) for finding in findings]
    return len(changed)


@transaction.atomic
def merge(*, finding: Finding, into: Finding, by: User) -> None:
    """Merge a finding into another one of its review. It keeps its words and sources, so that it can be undone."""
    locked = {each.pk: each for each in Finding.objects.select_for_update().filter(pk__in=[finding.pk, into.pk])}
    one, other = locked[finding.pk], locked[into.pk]
    if one.pk == other.pk or one.review_id != other.review_id or one.merged_into_id or other.merged_into_id:
        raise Stale(one)
    one.merged.update(merged_into=other)  # a chain of merges would hide what stands at its far end
    one.merged_into = other
    one.save(update_fields=["merged_into"])
    _note(other, FindingEvent.Kind.MERGED, by, {"title": one.title})
    record(action=Action.FINDING_MERGED, actor=by.pk, subject=f"finding:{one.code}", review=one.review.code)


@transaction.atomic
def take_apart(*, merged: Finding, by: User) -> None:
    """Undo a merge: the finding stands for itself again, with all that it had."""
    kept = merged.merged_into
    if kept is None or not Finding.objects.filter(pk=merged.pk, merged_into=kept).update(merged_into=None):
        return
    _note(kept, FindingEvent.Kind.APART, by, {"title": merged.title})
    record(action=Action.FINDING_APART, actor=by.pk, subject=f"finding:{merged.code}", review=merged.review.code)


@transaction.atomic
def split(*, finding: Finding, by: User, title: str, keys: Iterable[str]) -> Finding:
    """Make a finding of its own from some of the sources of another. They move to it."""
    part = Finding.objects.create(
        review=finding.review, activity=finding.activity, visit=finding.visit, title=title[:TITLE_LENGTH],
        severity=finding.severity, owner=finding.owner, made_by=by, changed_by=by,
    )  # fmt: skip
    FindingSource.objects.filter(finding=finding, key__in=list(keys)).update(finding=part)
    _note(part, FindingEvent.Kind.MADE, by)
    _note(finding, FindingEvent.Kind.SPLIT, by, {"title": part.title})
    record(action=Action.FINDING_MADE, actor=by.pk, subject=f"finding:{part.code}", review=finding.review.code)
    return part


@transaction.atomic
def keep_options(*, finding: Finding, by: User, options: Iterable[WhatIf]) -> None:
    """Say which options would answer a finding. Those that were put aside keep their place, should they come back."""
    aside, after = finding.options.exclude(deleted_at=None), list(options)
    before = [each.name for each in finding.options.filter(deleted_at=None)]
    finding.options.set([*after, *aside])
    names = [each.name for each in after]
    if sorted(before) != sorted(names):
        _note(finding, FindingEvent.Kind.CHANGED, by, {"options": [", ".join(before), ", ".join(names)]})


@transaction.atomic
def keep_with(*, option: WhatIf, by: User, findings: Iterable[Finding], among: Iterable[Finding]) -> None:
    """Say which of the findings `among` an option would answer; the others lose it."""
    chosen = {each.pk for each in findings}
    for finding in among:
        others = [each for each in finding.options.filter(deleted_at=None) if each.pk != option.pk]
        keep_options(finding=finding, by=by, options=[*others, option] if finding.pk in chosen else others)


def _rest_on(finding: Finding, pieces: Iterable[Piece]) -> int:
    has = set(finding.sources.values_list("key", flat=True))
    new = {piece.key: piece for piece in pieces if piece.key not in has}
    FindingSource.objects.bulk_create(
        FindingSource(finding=finding, key=key, annotation=piece.answer) for key, piece in new.items()
    )
    return len(new)


def _note(finding: Finding, kind: FindingEvent.Kind, by: User, detail: Mapping[str, object] | None = None) -> None:
    FindingEvent.objects.create(finding=finding, kind=kind, by=by, detail=detail or {})


def _plain(value: object) -> object:
    """Return a field's value as the history keeps it: people by name, since rows may go."""
    return value if isinstance(value, str | int | None) else str(value)
