"""What the example people say on the sample run-through, written by the same services that a walk uses."""

from copy import deepcopy
from typing import Any
from uuid import uuid4

from protocols.explainers.first_drafts import WRITTEN, first_draft_of
from protocols.explainers.models import Approval
from protocols.explainers.services import approve, origins_of, save_draft, set_purpose
from protocols.people.models import User
from protocols.reviews.models import Review, Seat
from protocols.runthroughs.models import CONTENT_FIELDS, RunThrough, SiteAnswer, Walk
from protocols.runthroughs.rooms.services import plan_together
from protocols.runthroughs.services import StepPlace, plan_solo, save_annotation, send_answers, start_walk
from protocols.runthroughs.sites.records import TextState
from protocols.runthroughs.sites.services import SitePlace, save_site_answer
from protocols.runthroughs.sites.texts import decide, held_in
from protocols.runthroughs.steps import WalkStep, way_of
from workbench.demo.cast import told

BLANK: dict[str, Any] = {
    **dict.fromkeys(CONTENT_FIELDS),
    "answer": "",
    "could_not_do": False,
    "reasons": [],
    "taps": [],
    "words": "",
    "would_help": "",
    "keeps_going": "",
    "understood": "",
    "teach_back": "",
    "question": "",
}


def plan_walks(review: Review, facilitator: User) -> list[RunThrough]:
    """Plan the sample run-throughs."""
    keys = {visit.label: visit.key for visit in review.version.schedule.visits}
    return [
        plan_solo(review=review, by=facilitator, title=each["title"], visits=[keys[label] for label in each["visits"]])
        for each in told("answers")["walks"]
    ]


def plan_room(review: Review, facilitator: User) -> RunThrough:
    """Plan the sample run-through together; its room waits to be opened."""
    keys, stated = {visit.label: visit.key for visit in review.version.schedule.visits}, told("answers")["together"]
    visits = [keys[label] for label in stated["visits"]]
    return plan_together(review=review, by=facilitator, title=stated["title"], visits=visits)


def walk_all(runs: list[RunThrough], seats: dict[str, Seat]) -> int:
    """Walk through all steps as each example person who has answers, send them, and return how many were given."""
    given = 0
    for key, stated in told("answers")["people"].items():
        left = deepcopy(stated)
        given += sum(_walk(run, seats[key], left) for run in runs)
    return given


def answer_as_site(review: Review, seat: Seat) -> int:
    """Say as the example site what some visits would take, and return how many."""
    stated = told("answers")["site"]["visits"]
    visits = {visit.label: visit for visit in review.protocol.visits.all()}
    for label, content in stated.items():
        place = SitePlace(seat=seat, visit=visits[label], by=_sitter(seat))
        save_site_answer(place=place, expected_version=0, content={**SiteAnswer().content(), **content}, send=True)
    return len(stated)


def release_site_words(review: Review, facilitator: User) -> None:
    """Read the words of the example site as the facilitator, and release them."""
    for held in held_in(review):
        decide(review=review, token=held.token, by=facilitator, digest=held.digest, state=TextState.RELEASED)


def state_purposes(review: Review, by: User) -> int:
    """State the purposes that the example team has stated, and return how many."""
    activities = {activity.label: activity for activity in review.protocol.activities.all()}
    stated = told("answers")["purposes"]
    for label, purpose in stated.items():
        set_purpose(activity=activities[label], by=by, review=review, purpose=purpose, objective="", reason="")
    return len(stated)


def explain_one(review: Review, people: dict[str, User]) -> None:
    """Write one explainer and give it both checks."""
    stated = dict(told("answers")["explainer"])
    activity = review.protocol.activities.get(label=stated.pop("activity"))
    draft = first_draft_of(review, activity)
    general = {name: "" if name in draft.empty_fields else getattr(draft, name).text for name in WRITTEN}
    texts = {**general, **stated}
    written = save_draft(
        activity=activity,
        by=people["admin"],
        texts=texts,
        origins=origins_of(texts, general),
        expected_revision=0,
        send=True,
    )
    approve(draft=written, kind=Approval.Kind.CLINICAL, by=people["editor"], review=review)
    approve(draft=written, kind=Approval.Kind.LAY, by=people["contact"], review=review)


def _sitter(seat: Seat) -> User:
    if seat.user is None:
        raise ValueError("An example seat is always taken.")
    return seat.user


def _walk(run: RunThrough, seat: Seat, stated: dict[str, Any]) -> int:
    persona = run.review.personas.get(key=stated["persona"])
    walk = start_walk(run=run, seat=seat, persona=persona, answering_for=stated["answering_for"])
    given = sum(_answer(walk, seat, step, stated) for step in way_of(walk).steps)
    send_answers(walk=walk, by=_sitter(seat), quote_consent=stated["quote_consent"])
    return given


def _answer(walk: Walk, seat: Seat, step: WalkStep, stated: dict[str, Any]) -> bool:
    protocol = walk.run.review.protocol
    activity = protocol.activities.get(key=step.story.activity_key) if step.story.activity_key else None
    said = stated["activities"].get(activity.label) if activity else stated["steps"].get(step.story.key)
    if said is None:
        return False
    content = {**BLANK, "answer": "rated" if "overall" in said else "", **said}
    for once in ("words", "would_help", "keeps_going", "teach_back", "question"):
        said.pop(once, None)  # Nobody writes the same words at each visit.
    place = StepPlace(visit=protocol.visits.get(key=step.visit_key), step=step.story.key, activity=activity)
    save_annotation(walk=walk, place=place, by=_sitter(seat), expected_version=0, key=uuid4(), content=content)
    return True
