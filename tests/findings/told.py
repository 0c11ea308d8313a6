"""People who spoke, findings that rest on it, and what they are told, for the tests of “You said, we did”."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from protocols.findings.decisions.models import Decision
from protocols.findings.decisions.services import decide
from protocols.findings.feedback.models import Feedback
from protocols.findings.feedback.services import send, write
from protocols.findings.models import Finding
from protocols.findings.services import About, make_finding
from protocols.people.models import OrganisationKind
from protocols.reviews.models import SeatRole
from protocols.runthroughs.models import Annotation, SiteAnswer, Walk
from tests.cast import Cast, add_seat, make_cast, match, organisation
from tests.findings.said import say
from tests.findings.test_findings import page, url
from tests.findings.test_heard import heard
from tests.runthroughs.sites import say as say_as_site


def two_groups() -> Cast:
    """The cast with a second advocate of the same group, and an advocate and a contact of another group."""
    cast = make_cast()
    match(cast.protocol, "a3", "twelve_lead_ecg")
    add_seat(cast, SeatRole.ADVOCATE, "Bo Brook", cast.seats["AD"].organisation, key="AD2")
    others = organisation("Heart Circle", OrganisationKind.ADVOCACY)
    add_seat(cast, SeatRole.ADVOCATE, "Flo Field", others, key="AD3")
    add_seat(cast, SeatRole.ADVOCACY_CONTACT, "Di Desk", others, key="AC3")
    return cast


def day(away: int) -> date:
    return timezone.localdate() + timedelta(days=away)


def in_words(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def spoke(cast: Cast, who: str = "AD", words: str = "It hurts.", consent: str = "", **content) -> Annotation:
    """One sent answer of a person, and how they want to be quoted."""
    said = say(cast, who, words=words, **content)
    Walk.objects.filter(pk=said.walk_id).update(quote_consent=consent)
    return said


def site_spoke(cast: Cast, visit: str = "v1") -> SiteAnswer:
    """The site of the cast answers with its name, so that a finding can rest on what sites said on the visit."""
    return say_as_site(cast.seats["SI"], visit, share_level="named")


def found(cast: Cast, *said: Annotation, title: str = "The ECG hurts", visits: Iterable[str] = ()) -> Finding:
    """A finding that rests on these answers, and on what sites said on these visits."""
    pieces = heard(cast).pieces
    keys = [*(f"answer:{each.pk}" for each in said), *(f"sites:{visit}" for visit in visits)]
    about, words = About(cast.protocol.activities.get(key="a3")), {"title": title}
    return make_finding(
        review=cast.review, by=cast["MO"], about=about, said=words, pieces=[pieces[key] for key in keys]
    )


def decided(cast: Cast, finding: Finding, choice: str = "accept", tell_by: date | None = None, **said) -> Finding:
    """The same finding with one more decision."""
    words = {"outcome": "One ECG less.", "reason": "" if choice == "accept" else "The heart is at risk.", **said}
    words |= {"choice": choice, "tell_by": tell_by or day(30)}
    decide(finding=finding, by=cast["SA"], said=words, known=Decision.objects.about(finding).count())
    finding.refresh_from_db()
    return finding


def written(cast: Cast, finding: Finding, **said) -> Feedback:
    """A draft about the newest decision."""
    newest, draft = Decision.objects.about(finding).first(), finding.feedback.drafts().first()
    words = {"title": finding.title, "did": f"We did: {finding.title}", **said}
    seen = draft.revision if draft else 0
    return write(finding=finding, decision=newest.pk, by=cast["SA"], said=words, expected_revision=seen)


def told(cast: Cast, finding: Finding, **said) -> Feedback:
    """An answer that was sent."""
    draft = written(cast, finding, **said)
    send(review=cast.review, by=cast["SA"], drafts=[draft])
    draft.refresh_from_db()
    return draft


def answered(cast: Cast, *said: Annotation, title: str = "The ECG hurts", choice: str = "accept", **words) -> Finding:
    """A finding that rests on these answers, decided, and with an answer that was sent."""
    finding = decided(cast, found(cast, *said, title=title), choice)
    told(cast, finding, **words)
    return finding


def typed(**more) -> dict[str, object]:
    """What somebody types into the form for the first time, with everything in it."""
    said = {
        "title": "A painful ECG", "looked_at": "Leaving it out.", "did": "One ECG less.", "why": "The heart matters.",
        "next_step": "We ask again.", "next_by": day(40).isoformat(), "for_all": "on", "revision": 0,
    }  # fmt: skip
    newest = Decision.objects.first()
    return {**said, "decision": newest.pk if newest else "", **more}


def checked(client, cast: Cast) -> dict[str, list[str]]:
    """What the check page says that a person has read, as its button sends it."""
    return {"draft": re.findall(r'name="draft" value="([^"]+)"', page(client, cast, "send_feedback"))}


def shown(client, cast: Cast, who: str) -> str:
    """What a person reads on "You said, we did"."""
    client.force_login(cast[who])
    return page(client, cast, "you_said")


def card(text: str, title: str) -> str:
    """One card of that page, without the rest of it."""
    own = [each for each in text.split('<li><div class="said">')[1:] if f">{title}</h2>" in each]
    assert len(own) == 1, f"{len(own)} cards with the title {title}"
    return own[0].split("</li>")[0]


def titles(text: str) -> list[str]:
    return re.findall(r'<li><div class="said"><h2 dir="auto">(.*?)</h2>', text)


def row(text: str, title: str) -> str:
    """One finding on the team's page of answers."""
    return next(each.split("</li>")[0] for each in text.split("<li>") if f">{title}</a></strong>" in each)


def send_all(client, cast: Cast, who: str = "SE"):
    client.force_login(cast[who])
    return client.post(url(cast, "send_feedback"), checked(client, cast), follow=True)


def recipients(mailoutbox: list[EmailMessage]) -> list[str]:
    return sorted(address for message in mailoutbox for address in message.to)


def tasks(client, cast: Cast, who: str) -> str:
    client.force_login(cast[who])
    return client.get(reverse("home")).content.decode()
