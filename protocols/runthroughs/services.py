"""Planning run-throughs, walking through them, and keeping every word that was said."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.people.models import User
from protocols.prepared import Prepared
from protocols.reviews.models import Persona, Review, Seat
from protocols.runthroughs.models import Annotation, AnnotationChange, Answer, RunThrough, Walk
from protocols.runthroughs.steps import WalkStep, Way
from protocols.schedules.models import Activity, Visit
from protocols.turns import in_turn

# Typing makes a save each second or two; the history keeps one state for each half minute of it.
ONE_SITTING = timedelta(seconds=30)

_annotation = Prepared(
    lambda walk, visit, step: Annotation.objects.filter(walk=walk, visit=visit, step=step), int, int, str
)
_last_change = Prepared(
    lambda annotation: AnnotationChange.objects.filter(annotation=annotation).order_by("-id").defer("content"), int
)


@dataclass(frozen=True)
class Saved:
    """What became of a save. With a conflict nothing was written, and `annotation` is what stands there now."""

    annotation: Annotation
    is_conflict: bool = False


@dataclass(frozen=True)
class StepPlace:
    """Where something is said: a step of a visit, and the activity if the step is one."""

    visit: Visit
    step: str
    activity: Activity | None = None

    @classmethod
    def at(cls, way: Way, here: WalkStep) -> "StepPlace":
        """Return where answers at a step of a way are kept."""
        key = here.story.activity_key
        return cls(way.visits[here.visit_key], here.story.key, way.activities[key] if key else None)


@transaction.atomic
def plan_solo(*, review: Review, by: User, title: str, visits: list[str]) -> RunThrough:
    """Plan a run-through that people walk alone, in their own time."""
    run = RunThrough.objects.create(review=review, title=title, visits=visits, created_by=by)
    record(action=Action.RUN_STARTED, actor=by.pk, subject=f"run:{run.code}", review=review.code)
    return run


@transaction.atomic
def start_walk(
    *, run: RunThrough, seat: Seat, persona: Persona, answering_for: str, quote_consent: str | None = None
) -> Walk:
    """Begin a walk, or go on with the one that this seat has. Consent to quotes changes only where it was asked."""
    chosen: dict[str, object] = {"persona": persona, "answering_for": answering_for}
    if quote_consent is not None:
        chosen["quote_consent"] = quote_consent
    walk, _ = Walk.objects.update_or_create(run=run, seat=seat, defaults=chosen)
    return walk


def save_annotation(
    *, walk: Walk, place: StepPlace, by: User, expected_version: int, key: UUID, content: dict[str, object]
) -> Saved:
    """Save what was said at one step.

    `expected_version` is the version the person saw (0 for a blank step). If somebody else saved in between, nothing
    is written and the conflict comes back. `key` belongs to one page on one device until a save is acknowledged: the
    same key again is the same hand going on writing (its answer got lost), so it is never a conflict and never doubles.
    """
    annotation = _annotation.first(walk.pk, place.visit.pk, place.step)
    if annotation is None:
        return _first_save(walk=walk, place=place, by=by, key=key, content=content)
    if all(getattr(annotation, name) == said for name, said in content.items()):
        return Saved(annotation)
    last = _last_change.first(annotation.pk)
    if annotation.version != expected_version and (last is None or last.key != str(key)):
        return Saved(annotation, is_conflict=True)
    annotation.walk = walk
    if _write(annotation, last, by=by, key=key, content=content):
        return Saved(annotation)
    # Somebody wrote between reading and writing: look again, who it was.
    return save_annotation(walk=walk, place=place, by=by, expected_version=expected_version, key=key, content=content)


def skip_step(
    *, walk: Walk, place: StepPlace, by: User, expected_version: int, key: UUID, content: dict[str, object]
) -> Saved:
    """Record that the person skipped a step. A skip is no zero, and words typed before it stay."""
    content = {**content, "answer": Answer.SKIPPED, "overall": None, "physical": None, "worry": None, "effort": None}
    return save_annotation(walk=walk, place=place, by=by, expected_version=expected_version, key=key, content=content)


def go_to(*, walk: Walk, step: int) -> None:
    """Remember where the person is, so that any device opens there."""
    Walk.objects.filter(pk=walk.pk).exclude(at_step=step).update(at_step=step)


@transaction.atomic
def send_answers(*, walk: Walk, by: User, quote_consent: str) -> None:
    """Send the answers to the team. From now on they count."""
    walk.sent_at, walk.withdrawn_at, walk.quote_consent = timezone.now(), None, quote_consent
    walk.save(update_fields=["sent_at", "withdrawn_at", "quote_consent"])
    record(action=Action.ANSWERS_SENT, actor=by.pk, subject=f"walk:{walk.code}", review=walk.run.review.code)


@transaction.atomic
def withdraw_answers(*, walk: Walk, by: User) -> None:
    """Take the answers back. They stay with the person, and count no more."""
    walk.withdrawn_at = timezone.now()
    walk.save(update_fields=["withdrawn_at"])
    record(action=Action.ANSWERS_WITHDRAWN, actor=by.pk, subject=f"walk:{walk.code}", review=walk.run.review.code)


def _first_save(*, walk: Walk, place: StepPlace, by: User, key: UUID, content: dict[str, object]) -> Saved:
    try:
        with in_turn():
            annotation = Annotation.objects.create(
                walk=walk, visit=place.visit, activity=place.activity, step=place.step, entered_by=by, **content
            )
            _remember(annotation, None, by, key)
    except IntegrityError:  # Another device wrote this step a moment ago.
        annotation = Annotation.objects.get(walk=walk, visit=place.visit, step=place.step)
        is_ours = annotation.content() == content or _last_key(annotation) == str(key)
        return Saved(annotation, is_conflict=not is_ours)
    return Saved(annotation)


@in_turn()
def _write(
    annotation: Annotation, last: AnnotationChange | None, *, by: User, key: UUID, content: dict[str, object]
) -> bool:
    """Write over the version that was read, and remember it; False, and nothing written, if that is not it any more.

    What is read is read before: other writers wait for as short a time as can be.
    """
    changes = {**content, "version": annotation.version + 1, "saved_at": timezone.now(), "entered_by": by}
    if not Annotation.objects.filter(pk=annotation.pk, version=annotation.version).update(**changes):
        return False
    for name, value in changes.items():
        setattr(annotation, name, value)
    _remember(annotation, last, by, key)
    walk = annotation.walk
    if walk.is_sent:
        record(action=Action.ANSWERS_CHANGED, actor=by.pk, subject=f"walk:{walk.code}", review=walk.run.review.code)
    return True


def _last_key(annotation: Annotation) -> str | None:
    last = _last_change.first(annotation.pk)
    return last.key if last else None


def _remember(annotation: Annotation, last: AnnotationChange | None, by: User, key: UUID) -> None:
    """Put the state of an annotation into its history: into the last entry while the same hand goes on writing."""
    state = {"version": annotation.version, "content": annotation.content(), "key": str(key), "at": annotation.saved_at}
    goes_on = last is not None and last.by_id == by.pk and not annotation.walk.is_sent
    if last and goes_on and annotation.saved_at - last.at < ONE_SITTING:
        AnnotationChange.objects.filter(pk=last.pk).update(**{**state, "at": last.at})
    else:
        AnnotationChange.objects.create(annotation=annotation, by=by, **state)
