"""What a person can do next in one review, in their own words; home shows nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from protocols.explainers.access import explained_all, may_approve
from protocols.findings.access import findings_in
from protocols.findings.feedback.access import last_clarity, rows_in, told_in
from protocols.findings.models import Status
from protocols.reviews.access import Place
from protocols.reviews.permissions import Need, Role
from protocols.runthroughs.access import own_invitations, own_walks, runs_in
from protocols.runthroughs.models import RunThrough
from protocols.runthroughs.sessions.models import Reply
from protocols.schedules.records import current_purposes

NOT_STARTED, IN_PROGRESS, DONE = "not-started", "in-progress", "done"


@dataclass(frozen=True)
class Task:
    """One thing to do, where to do it, and how far it is."""

    words: str
    address: str
    state: str = NOT_STARTED
    hint: str = ""


def tasks_of(place: Place) -> list[Task]:
    """Return what this person can do now in this review, the most pressing first and what is done last."""
    found = [*_told(place), *_walks(place), *_site(place), *_checks(place), *_team(place)]
    return sorted(found, key=lambda task: task.state == DONE)


def _told(place: Place) -> Iterator[Task]:
    newest = told_in(place).own_newest if place.may(Need.HEAR_BACK) else None
    if newest is None or newest.sent_at is None:
        return
    said = last_clarity(place)
    is_read = said is not None and said.at > newest.sent_at
    hint = "" if is_read else _("Tell the team if it is clear")
    address = reverse("findings:you_said", args=[place.review.code])
    yield Task(_("Read what came of what you said"), address, DONE if is_read else NOT_STARTED, hint)


def _walks(place: Place) -> Iterator[Task]:
    if place.role is not Role.ADVOCATE or not place.review.is_open:
        return
    walks, asked = own_walks(place), own_invitations(place)
    for run in runs_in(place):
        walk = walks.get(run.pk)
        if walk is None and run.closed_at:
            continue
        if walk is None and run.pk in asked and asked[run.pk].reply != Reply.YES:
            if asked[run.pk].reply in {"", Reply.MAYBE}:  # who said no is left alone
                hint = _("Say whether you can take part")
                yield Task(run.title, reverse("runthroughs:asked", args=[run.code]), hint=hint)
            continue
        if walk and walk.is_sent:
            yield Task(
                run.title,
                reverse("runthroughs:thanks", args=[walk.code]),
                DONE,
                _("Thank you. You can still change it."),
            )
        else:
            state = IN_PROGRESS if walk else NOT_STARTED
            together = run.kind == RunThrough.Kind.GROUP
            hint = _("Together, with a facilitator") if together else _("Walk through the visits")
            yield Task(run.title, reverse("runthroughs:start", args=[run.code]), state, hint)


def _site(place: Place) -> Iterator[Task]:
    if place.role is Role.SITE and place.review.is_open:
        yield Task(
            _("Say what each visit would take at your site"), reverse("runthroughs:site", args=[place.review.code])
        )


def _checks(place: Place) -> Iterator[Task]:
    if not (place.may(Need.APPROVE_CLINICAL) or place.may(Need.APPROVE_LAY)):
        return
    for one in explained_all(place):
        if one.newest and any(may_approve(place, one.newest, kind) for kind in one.waits_for):
            address = reverse("explainers:activity", args=[place.review.code, one.activity.key])
            name = one.newest.plain_name or one.activity.label
            yield Task(_("Check the text about: %(name)s") % {"name": name}, address)


def _team(place: Place) -> Iterator[Task]:
    code = place.review.code
    if place.may(Need.PLAN_SESSION) and not place.review.run_throughs.exists():
        yield Task(_("Plan the first run-through"), reverse("runthroughs:plan", args=[code]))
    if place.may(Need.RUN_REVIEW) and place.review.state == "draft":
        yield Task(_("Invite people and open the review"), reverse("reviews:people", args=[code]))
    if place.may(Need.SET_PURPOSE):
        yield from _decisions(place)
        yield from _promises(place)
        stated = {key for key, each in current_purposes(place.review.protocol).items() if each.purpose != "not-stated"}
        missing = len({activity.key for activity in place.review.version.schedule.activities} - stated)
        if missing:
            words = ngettext(
                "State the purpose of %(n)d test or task", "State the purpose of %(n)d tests and tasks", missing
            )
            yield Task(words % {"n": missing}, reverse("explainers:list", args=[code]))


def _decisions(place: Place) -> Iterator[Task]:
    waiting = findings_in(place).filter(status=Status.DECISION).count()
    if waiting:
        words = ngettext("%(n)d finding waits for a decision", "%(n)d findings wait for a decision", waiting)
        address = reverse("findings:list", args=[place.review.code])
        yield Task(words % {"n": waiting}, f"{address}?status={Status.DECISION}")


def _promises(place: Place) -> Iterator[Task]:
    waiting = [row for row in rows_in(place) if row.decision and not row.is_told]
    if not waiting:
        return
    late = sum(row.is_overdue for row in waiting)
    words = ngettext("Answer %(n)d point that people raised", "Answer %(n)d points that people raised", len(waiting))
    hint = ngettext("%(n)d promised day has gone by", "%(n)d promised days have gone by", late) % {"n": late}
    address = reverse("findings:feedback", args=[place.review.code])
    yield Task(words % {"n": len(waiting)}, address, hint=hint if late else "")
