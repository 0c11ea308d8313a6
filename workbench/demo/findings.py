"""The findings that the example facilitator made of what the example people said."""

from protocols.findings.heard import ACTIVITY, VISIT, heard_in
from protocols.findings.services import About, make_finding
from protocols.people.models import User
from protocols.reviews.models import Review
from protocols.scores.services import default_persona, score_review
from workbench.demo.cast import told


def note_findings(review: Review, by: User) -> int:
    """Make the example findings, each resting on everything that was heard about it; return how many."""
    heard = heard_in(review, score_review(review, persona=default_persona(review)))
    stated = [dict(each) for each in told("answers")["findings"]]
    activities = {row.label: row for row in review.protocol.activities.all()}
    visits = {row.label: row for row in review.protocol.visits.all()}
    for said in stated:
        about = About(activities.get(said.pop(ACTIVITY, "")), visits.get(said.pop(VISIT, "")))
        key = (
            f"{ACTIVITY}:{about.activity.key}"
            if about.activity
            else f"{VISIT}:{about.visit.key}"
            if about.visit
            else ""
        )
        topic = heard.topic(key)
        make_finding(review=review, by=by, about=about, said=said, pieces=topic.pieces if topic else ())
    return len(stated)
