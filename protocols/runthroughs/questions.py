"""What people ask about why, and which approved text answers it: from the walk to the explainers and back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, QuerySet

from protocols.explainers.access import approved_text
from protocols.explainers.models import ExplainerDraft
from protocols.people.models import User
from protocols.reviews.access import Place
from protocols.runthroughs.models import Annotation, AnnotationQuerySet
from protocols.runthroughs.sessions.models import QuestionAnswer
from protocols.schedules.models import Activity


@dataclass(frozen=True)
class Asked:
    """One question, and the answer that was named for it as it stands now."""

    said: Annotation
    answer: QuestionAnswer | None


def questions_in(place: Place) -> AnnotationQuerySet:
    """Return what was asked in a review, as far as it was sent and may be seen. Who asked stays out of it."""
    found = Annotation.objects.that_count().filter(walk__run__review=place.review, activity__isnull=False)
    return found.exclude(question="")


def open_counts(place: Place) -> dict[int, int]:
    """Return how many questions wait for an answer, by activity."""
    counts: dict[int, int] = {}
    waiting = questions_in(place).exclude(pk__in=_answered())
    for activity in waiting.values_list("activity_id", flat=True):
        counts[activity] = counts.get(activity, 0) + 1
    return counts


def asked_about(place: Place, activity: Activity) -> list[Asked]:
    """Return the questions about one activity, those that wait first."""
    found = questions_in(place).filter(activity=activity).select_related("visit", "walk")
    found = found.prefetch_related("question_answers__draft").order_by("visit__id", "id")
    asked = [Asked(said, said.answer_to_question) for said in found]
    return sorted(asked, key=lambda each: each.answer is not None)


def said_back(place: Place, activity: Activity) -> list[str]:
    """Return why this is done in the words of those who read the text: how the text is understood, unmarked."""
    found = Annotation.objects.that_count().filter(walk__run__review=place.review, activity=activity)
    return list(found.exclude(teach_back="").order_by("id").values_list("teach_back", flat=True))


@dataclass(frozen=True)
class AnsweringText:
    """The approved text of an activity, and since when it is approved."""

    draft: ExplainerDraft
    approved_at: datetime

    def can_answer(self, said: Annotation) -> bool:
        """A text answers what was asked before it was approved: the others could read it already, and still asked."""
        return said.walk.sent_at is not None and self.approved_at > said.walk.sent_at


def answering_text(activity: Activity) -> AnsweringText | None:
    """Return the text that can answer questions about an activity, if one was approved."""
    draft = approved_text(activity)
    approved_at = draft.approvals.aggregate(last=Max("at"))["last"] if draft else None
    return AnsweringText(draft, approved_at) if draft and approved_at else None


@transaction.atomic
def name_answers(*, place: Place, activity: Activity, by: User, numbers: Iterable[int]) -> int:
    """Say that the approved text answers these questions, and return for how many it could be said."""
    text = answering_text(activity)
    if text is None:
        return 0
    ticked = questions_in(place).filter(activity=activity, pk__in=numbers).select_related("walk")
    answered = [said for said in ticked if text.can_answer(said)]
    for said in answered:
        QuestionAnswer.objects.update_or_create(
            annotation=said, draft=text.draft, defaults={"question": said.question, "by": by}
        )
    return len(answered)


def _answered() -> QuerySet[QuestionAnswer, int]:
    answers = QuestionAnswer.objects.filter(question=F("annotation__question"))
    return answers.values_list("annotation_id", flat=True)
