"""Which text of "why we ask this" a person may read: advocates see approved ones, lay approvers what waits for them."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from protocols.domain.language.explainers import ExplainerDraft as FirstDraft
from protocols.explainers.first_drafts import first_draft_of
from protocols.explainers.models import Approval, DraftState, ExplainerDraft
from protocols.people.access import NOT_HERE
from protocols.reviews.access import Place, get_place
from protocols.reviews.permissions import Need, Role
from protocols.schedules.models import Activity

LAY = {Role.ADVOCATE, Role.ADVOCACY_CONTACT}


@dataclass(frozen=True)
class Explained:
    """One activity with the texts that this person may read: the approved one, and the newest where they may see it."""

    activity: Activity
    approved: ExplainerDraft | None
    newest: ExplainerDraft | None
    waits_for: frozenset[str] = frozenset()

    @property
    def shown(self) -> ExplainerDraft | None:
        """The text to read: what is approved, else what this person may see of the draft."""
        return self.approved or self.newest


def get_activity(request: HttpRequest, code: str, key: str, need: Need = Need.SEE) -> tuple[Place, Activity]:
    """Return an activity that stands in the version of this review."""
    place = get_place(request, code, need)
    activity = place.review.protocol.activities.filter(key=key).first()
    if activity is None or key not in place.review.version.schedule.activity_by_key:
        raise Http404(NOT_HERE)
    return place, activity


def explained(place: Place, activity: Activity) -> Explained:
    """Return what this person may read about one activity."""
    drafts = sorted(activity.explainers.all(), key=lambda draft: -draft.number)
    approved = next((draft for draft in drafts if draft.state == DraftState.APPROVED), None)
    newest = drafts[0] if drafts else None
    if newest and newest != approved and not _may_see(place, newest):
        newest = None
    return Explained(activity, approved, newest, _waits_for(newest))


def explained_all(place: Place) -> list[Explained]:
    """Return what this person may read about each activity of the review, in the order of the schedule."""
    order = [activity.key for activity in place.review.version.schedule.activities]
    found = place.review.protocol.activities.filter(key__in=order).prefetch_related("explainers__approvals")
    by_key = {activity.key: activity for activity in found}
    return [explained(place, by_key[key]) for key in order if key in by_key]


def approved_text(activity: Activity) -> ExplainerDraft | None:
    """Return the text that everyone may read, if there is one."""
    return activity.explainers.filter(state=DraftState.APPROVED).first()


def may_approve(place: Place, draft: ExplainerDraft, kind: str) -> bool:
    """Answer whether this person is named for this approval and has not given the other one."""
    need, named = {
        Approval.Kind.CLINICAL: (Need.APPROVE_CLINICAL, "is_clinical_approver"),
        Approval.Kind.LAY: (Need.APPROVE_LAY, "is_lay_approver"),
    }[Approval.Kind(kind)]
    is_named = place.may(need) and place.seat is not None and getattr(place.seat, named)
    return bool(is_named and draft.state == DraftState.CHECKING and not _has_spoken(draft, place, kind))


def general_text(place: Place, activity: Activity) -> FirstDraft:
    """Return what is generally known of an activity and counted from the schedule."""
    return first_draft_of(place.review, activity)


def _may_see(place: Place, draft: ExplainerDraft) -> bool:
    if place.role in LAY:
        return bool(place.seat and place.seat.is_lay_approver and draft.state == DraftState.CHECKING)
    return place.may(Need.SEE_DRAFTS)


def _waits_for(draft: ExplainerDraft | None) -> frozenset[str]:
    if draft is None or draft.state != DraftState.CHECKING:
        return frozenset()
    return frozenset(Approval.Kind.values) - {approval.kind for approval in draft.approvals.all()}


def _has_spoken(draft: ExplainerDraft, place: Place, kind: str) -> bool:
    return any(approval.by_id == place.user.pk or approval.kind == kind for approval in draft.approvals.all())
