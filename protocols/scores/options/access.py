"""Which option a request asks for: one that was saved, or one that stands in the address and is saved nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, QueryDict

from protocols.domain.burden.changes import Change, Option
from protocols.people.access import NOT_HERE
from protocols.reviews.access import require
from protocols.reviews.permissions import Need
from protocols.schedules.models import PurposeRecord
from protocols.schedules.records import current_purposes
from protocols.scores.access import Scored, get_scored
from protocols.scores.models import WhatIf, WhatIfQuerySet
from protocols.scores.options.changes import encode, read
from protocols.scores.options.tried import Tried

CARRIED = ("persona", "arm")


@dataclass(frozen=True)
class Trying:
    """An option under construction: what was changed so far, and the saved option that it began from, if any."""

    scored: Scored
    purposes: Mapping[str, PurposeRecord]
    changes: tuple[Change, ...]
    saved: WhatIf | None
    carried: tuple[tuple[str, str], ...]

    @property
    def tried(self) -> Tried:
        """The changes beside the schedule as it is."""
        return Tried(Option("", self.changes), self.scored.found.drawn, self.purposes)

    def query(self, changes: tuple[Change, ...] | None = None) -> str:
        """Return what stands behind the question mark for these changes, or for others."""
        own = self.changes if changes is None else changes
        saved = [("option", self.saved.code)] if self.saved else []
        return urlencode([*self.carried, *saved, *(("change", encode(each)) for each in own)])

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Each change in words, with what stands in the address without it."""
        places = range(len(self.changes))
        without = [self.query(self.changes[:place] + self.changes[place + 1 :]) for place in places]
        return list(zip(self.tried.changes, without, strict=True))


def get_trying(request: HttpRequest, code: str, *, save: bool = False) -> Trying:
    """Return the option of `?change=...&change=...`; `?option=` names the saved one that it changes."""
    scored = get_scored(request, code)
    if save:
        require(request, scored.place, Need.SET_PURPOSE)
    saved = options_in(scored).filter(code=request.GET.get("option", "")).first()
    changes, notes = read(request.GET.getlist("change"), scored.found.inputs.schedule)
    scored.notes.extend(notes)
    return Trying(scored, purposes_in(scored), changes, saved, _carried(request.GET))


def _carried(given: QueryDict) -> tuple[tuple[str, str], ...]:
    return tuple((name, given.get(name, "")) for name in CARRIED if given.get(name))


def options_in(scored: Scored) -> WhatIfQuerySet:
    """Return the options of a review that nobody put aside."""
    return WhatIf.objects.current().filter(review=scored.place.review).select_related("made_by", "changed_by")


def put_aside(scored: Scored) -> WhatIfQuerySet:
    """Return the options of a review that were put aside."""
    return WhatIf.objects.filter(review=scored.place.review, deleted_at__isnull=False).order_by("-deleted_at")


def get_option(
    request: HttpRequest, code: str, option: str, *, save: bool = False, aside: bool = False
) -> tuple[Scored, WhatIf]:
    """Return a saved option with the score that it changes; 404 for another review's, 403 without the right to save."""
    scored = get_scored(request, code)
    saved = (put_aside(scored) if aside else options_in(scored)).filter(code=option).first()
    if saved is None:
        raise Http404(NOT_HERE)
    if save:
        require(request, scored.place, Need.SET_PURPOSE)
    return scored, saved


def purposes_in(scored: Scored) -> Mapping[str, PurposeRecord]:
    """Return what the activities of the review's study are for."""
    return current_purposes(scored.place.review.protocol)


def trying_saved(scored: Scored, saved: WhatIf, purposes: Mapping[str, PurposeRecord]) -> Trying:
    """Return a saved option as one that can be tried. What the schedule has no more is left out, and said."""
    changes, notes = read(map(encode, saved.option.changes), scored.found.inputs.schedule)
    scored.notes.extend(notes)
    return Trying(scored, purposes, changes, saved, ())
