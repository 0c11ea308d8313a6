"""Which two versions of a study a request compares, both scored alike, and what people said about what is gone."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from protocols.people.access import NOT_HERE
from protocols.reviews.access import SPONSOR_ROLES, Place, get_place, place_in
from protocols.reviews.models import Persona, Review
from protocols.reviews.permissions import Need
from protocols.runthroughs.models import Annotation
from protocols.schedules.models import ScheduleVersion
from protocols.scores.access import persona_asked
from protocols.scores.inputs import Inputs, annotations_that_count, inputs_of
from protocols.scores.services import ReviewScore, score_inputs


@dataclass(frozen=True)
class Compared:
    """Two versions of one study, scored with the same ratings, matches, persona and ruleset.

    `old` and `new` are None where there are not two versions to compare.
    """

    place: Place
    versions: list[ScheduleVersion]
    old: ReviewScore | None
    new: ReviewScore | None
    personas: list[Persona]
    persona: Persona | None
    notes: list[str]


def get_compared(request: HttpRequest, code: str) -> Compared:
    """Return the versions `?a=` and `?b=` of the review's study, scored; without them the newest and the one before.

    A version of another study is not there: 404. `?persona=` and `?arm=` choose, as on the other pages.
    """
    place = get_place(request, code, Need.SEE_SCORE)
    versions = versions_for(place)
    notes: list[str] = []
    personas = list(place.review.personas.all())
    persona = persona_asked(request, place, personas, notes)
    pair = _pair(request, versions)
    if pair is None or pair[0] == pair[1]:
        return Compared(place, versions, None, None, personas, persona, notes)
    inputs = inputs_of(place.review, persona=persona)
    old, new = _scored(request, inputs, pair, notes)
    return Compared(place, versions, old, new, personas, persona, notes)


def versions_for(place: Place) -> list[ScheduleVersion]:
    """Return the versions that a person may compare, newest first.

    The sponsor's people see all. Others see those up to the one under review, and those of rounds in which they may
    see the schedule: an amendment that is not under review yet is the sponsor's own.
    """
    versions = list(place.review.protocol.versions.for_lists())
    if place.role in SPONSOR_ROLES.values():
        return versions
    rounds = place.review.protocol.reviews.select_related("protocol__sponsor", "version")
    own = [review for review in rounds if _may_see_schedule(review, place)]
    newest = max((review.version.number for review in own), default=place.review.version.number)
    shown = {review.version_id for review in own} | {place.review.version_id}
    return [each for each in versions if each.pk in shown or each.number < newest]


def _may_see_schedule(review: Review, place: Place) -> bool:
    found = place_in(review, place.user)
    return found is not None and found.may(Need.SEE_SCHEDULE)


def _pair(request: HttpRequest, versions: list[ScheduleVersion]) -> tuple[ScheduleVersion, ScheduleVersion] | None:
    by_code = {version.code: version for version in versions}
    asked = [request.GET.get(name) for name in ("a", "b")]
    if any(code and code not in by_code for code in asked):
        raise Http404(NOT_HERE)
    if len(versions) < 2:
        return None
    new = by_code[asked[1]] if asked[1] else next(each for each in versions if each.code != asked[0])
    earlier = [version for version in versions if version.number < new.number]
    old = by_code[asked[0]] if asked[0] else (earlier or versions)[0]
    return old, new


def _scored(
    request: HttpRequest, inputs: Inputs, pair: tuple[ScheduleVersion, ScheduleVersion], notes: list[str]
) -> tuple[ReviewScore, ReviewScore]:
    """Score both; where one does not have the arm that was asked for, both show their first one, and it is said."""
    whole = {version.pk: version for version in inputs.review.protocol.versions.filter(pk__in=[v.pk for v in pair])}
    old, new = (replace(inputs, version=whole[version.pk]) for version in pair)
    arm = request.GET.get("arm") or None
    try:
        return score_inputs(old, arm=arm), score_inputs(new, arm=arm)
    except KeyError:
        notes.append(_("Not both versions have this arm. The first one of each is shown."))
        return score_inputs(old), score_inputs(new)


def said_about(place: Place, activities: Collection[str], visits: Collection[str]) -> list[Annotation]:
    """Return what people said about these activities and visits, in each round in which the person may read it."""
    found: list[Annotation] = []
    if not activities and not visits:
        return found
    for review in place.review.protocol.reviews.select_related("protocol__sponsor", "version").order_by("number"):
        own = place if review == place.review else place_in(review, place.user)
        if own is not None and own.may(Need.SEE_ANNOTATIONS):
            rows = annotations_that_count(review).filter(
                Q(activity__key__in=activities) | Q(visit__key__in=visits, activity__isnull=False)
            )
            found += rows.select_related("walk__run__review__version", "visit", "activity")
    return [each for each in found if not each.is_blank]


def lacking_since(place: Place, old: ScheduleVersion, new: ScheduleVersion) -> dict[str, int]:
    """Return in which version each visit and activity that `old` has and `new` lacks was removed, by its key."""
    between = place.review.protocol.versions.filter(number__gt=old.number, number__lte=new.number)
    keys = _keys(old) - _keys(new)
    found: dict[str, int] = {}
    for version in between.order_by("-number"):
        keys -= _keys(version)
        found |= dict.fromkeys(keys, version.number)
    return found


def _keys(version: ScheduleVersion) -> set[str]:
    schedule = version.schedule
    return {*schedule.visit_by_key, *schedule.activity_by_key}
