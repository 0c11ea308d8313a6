"""What an address needs besides its name: the codes of things in the cast's review, made where they are missing."""

from django.utils import timezone

from protocols.domain.burden.changes import DropMark
from protocols.domain.editing import SetMark
from protocols.domain.schedule import MarkKind
from protocols.findings.decisions.services import decide
from protocols.findings.services import About, make_finding, merge
from protocols.people.invitations import Invitee, make_invitation
from protocols.people.models import MembershipRole
from protocols.reviews.access import place_in
from protocols.reviews.models import SeatRole
from protocols.reviews.seating import Guest, invite_to_review
from protocols.runthroughs.models import Walk
from protocols.runthroughs.rooms import services as rooms
from protocols.runthroughs.rooms.models import Room
from protocols.runthroughs.rooms.services import plan_together
from protocols.runthroughs.services import plan_solo
from protocols.runthroughs.sessions.access import stop_token as stop_link
from protocols.runthroughs.sites.texts import held_in
from protocols.runthroughs.steps import way_through
from protocols.schedules.drafts.services import make_edit, start_draft
from protocols.schedules.models import StoredFile, Upload, UploadState
from protocols.schedules.services import Names, create_protocol
from protocols.scores.house.services import make_set
from protocols.scores.options.services import delete_option, save_option
from tests.cast import Cast
from tests.reports.factory import report_of
from tests.runthroughs.sessions import asked_session, begun_session
from tests.runthroughs.sites import say as say_as_site


def nowhere(cast: Cast) -> dict[str, object]:
    """An address without a code."""
    return {}


def review(cast: Cast) -> dict[str, object]:
    """The cast's review."""
    return {"code": cast.review.code}


def protocol(cast: Cast) -> dict[str, object]:
    """The cast's protocol."""
    return {"code": cast.protocol.code}


def version(cast: Cast) -> dict[str, object]:
    """The cast's version."""
    return {"code": cast.version.code}


def draft(cast: Cast) -> dict[str, object]:
    """A protocol of the sponsor without any version."""
    names = Names("ALD-DRAFT", "A draft", "A draft")
    return {"code": create_protocol(sponsor=cast.sponsor, by=cast["SE"], names=names).code}


def read_upload(cast: Cast) -> dict[str, object]:
    """A file of the cast's protocol that was read and waits to be checked."""
    upload = Upload.objects.create(
        protocol=cast.protocol,
        file=StoredFile.keep(b"A file"),
        filename="file.csv",
        state=UploadState.READ,
        format="csv",
        schedule_json=cast.version.schedule_json,
        created_by=cast["SE"],
    )
    return {"code": upload.code}


def changes(cast: Cast) -> dict[str, object]:
    """A draft of the next version, begun by the editor with one press."""
    draft = start_draft(protocol=cast.protocol, by=cast["SE"])
    if not draft.edits:
        draft = make_edit(draft=draft, by=cast["SE"], revision=draft.revision, edit=_one_press(cast))
    return {"code": draft.code}


def _one_press(cast: Cast) -> SetMark:
    """Press the first row's cell at the last visit: a mark more, or one less where there is one."""
    schedule = cast.version.schedule
    visit, activity = schedule.visits[-1].key, schedule.activities[0].key
    return SetMark(visit, activity, None if (visit, activity) in schedule.mark_at else MarkKind.PLANNED)


def changed_visit(cast: Cast) -> dict[str, object]:
    """A visit of that draft."""
    return {**changes(cast), "key": cast.version.schedule.visits[1].key}


def changed_activity(cast: Cast) -> dict[str, object]:
    """A test or task of that draft."""
    return {**changes(cast), "key": cast.version.schedule.activities[1].key}


def sponsor(cast: Cast) -> dict[str, object]:
    """The sponsor's own organisation."""
    return {"code": cast.sponsor.code}


def member(cast: Cast) -> dict[str, object]:
    """One of the sponsor's people."""
    membership = cast["SV"].memberships.get()
    return {"code": cast.sponsor.code, "number": membership.pk}


def member_invitation(cast: Cast) -> dict[str, object]:
    """An invitation into the sponsor's organisation."""
    invitee = Invitee("new@example.org", "New Person", cast.sponsor, MembershipRole.VIEWER)
    sent = make_invitation(invitee=invitee, by=cast["SA"])
    return {"code": cast.sponsor.code, "invitation": sent.invitation.code}


def advocates_seat(cast: Cast) -> dict[str, object]:
    """The seat of the cast's advocate."""
    return {"code": cast.review.code, "seat": cast.seats["AD"].code}


def waiting_seat(cast: Cast) -> dict[str, object]:
    """A seat kept free for an advocate of the same group, who was invited."""
    place = place_in(cast.review, cast["SE"])
    assert place is not None
    group = cast.seats["AC"].organisation
    sent = invite_to_review(place=place, guest=Guest("new@example.org", "New Advocate", SeatRole.ADVOCATE, group))
    return {"code": cast.review.code, "seat": sent.invitation.seat.code}


def unknown_invitation(cast: Cast) -> dict[str, object]:
    """A secret that was never given out."""
    return {"token": "never-given-out"}


def old_mail_key(cast: Cast) -> dict[str, object]:
    """A link to confirm an e-mail address that nobody knows any more."""
    return {"key": "long-ago"}


def old_reset_key(cast: Cast) -> dict[str, object]:
    """A link to a new password that nobody knows any more."""
    return {"uidb36": "1", "key": "long-ago"}


def somebodys_passkey(cast: Cast) -> dict[str, object]:
    """A passkey that is nobody's."""
    return {"pk": 1}


def run(cast: Cast) -> dict[str, object]:
    """A run-through that the facilitator planned."""
    planned = plan_solo(review=cast.review, by=cast["MO"], title="First visits", visits=["v1"])
    return {"code": planned.code}


def draft_session(cast: Cast) -> dict[str, object]:
    """The plan of a session that the facilitator has only begun."""
    return {"code": begun_session(cast).run.code}


def session(cast: Cast) -> dict[str, object]:
    """A session together to which the advocate was asked."""
    return {"code": asked_session(cast).run.code}


def stop_token(cast: Cast) -> dict[str, object]:
    """The link in a mail that stops reminders."""
    return {"token": stop_link(asked_session(cast).people.all()[0])}


def walk(cast: Cast) -> dict[str, object]:
    """The advocate's own walk."""
    planned = plan_solo(review=cast.review, by=cast["MO"], title="First visits", visits=["v1"])
    return {"code": Walk.objects.create(run=planned, seat=cast.seats["AD"]).code}


def step(cast: Cast) -> dict[str, object]:
    """The first step of the advocate's own walk."""
    return {**walk(cast), "number": 1}


def waiting_room(cast: Cast) -> dict[str, object]:
    """A run-through together that waits to be opened."""
    return {"code": plan_together(review=cast.review, by=cast["MO"], title="Together", visits=["v1"]).code}


def open_room(cast: Cast) -> dict[str, object]:
    """A room that the facilitator opened and that the advocate has joined."""
    found = waiting_room(cast)
    room = Room.objects.get(run__code=found["code"])
    rooms.open_room(room=room, seat=cast.seats["MO"], by=cast["MO"])
    rooms.join(room=room, seat=cast.seats["AD"])
    Walk.objects.create(run=room.run, seat=cast.seats["AD"])
    return found


def room_act(cast: Cast) -> dict[str, object]:
    """An act of the one who leads a room."""
    return {**open_room(cast), "act": "extend"}


def room_step(cast: Cast) -> dict[str, object]:
    """The step where a group is."""
    return {**open_room(cast), "number": 1}


def shown_step(cast: Cast) -> dict[str, object]:
    """A step whose answers were shown."""
    found = room_step(cast)
    room = Room.objects.get(run__code=found["code"])
    step = way_through(room.run, None).steps[0]
    rooms.reveal(room=room, seat=cast.seats["MO"], by=cast["MO"], step=step, answers=3)
    return found


def activity(cast: Cast) -> dict[str, object]:
    """An activity of the cast's schedule."""
    return {"code": cast.review.code, "key": "a3"}


def approval(cast: Cast) -> dict[str, object]:
    """The lay check of an activity's explainer, for which nobody was named."""
    return {**activity(cast), "kind": "lay"}


def visit(cast: Cast) -> dict[str, object]:
    """A visit of the cast's schedule."""
    return {"code": cast.review.code, "key": "v1"}


def report(cast: Cast) -> dict[str, object]:
    """A report that is ready."""
    return {"code": report_of(cast.review).code}


def house_set(cast: Cast) -> dict[str, object]:
    """A set of the sponsor's own values."""
    made = make_set(sponsor=cast.sponsor, by=cast["SE"], name="Older people", why="They tire sooner.")
    return {"code": cast.sponsor.code, "house": made.code}


def option(cast: Cast) -> dict[str, object]:
    """An option that an editor saved."""
    changes = [DropMark("v2", "a3")]
    saved = save_option(review=cast.review, by=cast["SE"], name="Fewer ECGs", note="", changes=changes)
    return {"code": cast.review.code, "option": saved.code}


def option_put_aside(cast: Cast) -> dict[str, object]:
    """An option that was deleted, and can be brought back."""
    found = option(cast)
    delete_option(saved=cast.review.options.get(code=found["option"]))
    return found


def site_flag(cast: Cast) -> dict[str, object]:
    """A flag of the site about the first visit."""
    answer = cast.seats["SI"].site_answers.first() or say_as_site(cast.seats["SI"])
    flag = answer.details.first() or answer.details.create(category="rooms")
    return {"code": cast.review.code, "key": answer.visit.key, "flag": flag.code}


def site_text(cast: Cast) -> dict[str, object]:
    """A text of the site that waits for the facilitator."""
    if not cast.seats["SI"].site_answers.exists():
        say_as_site(cast.seats["SI"])
    return {"code": cast.review.code, "token": held_in(cast.review)[0].token}


def topic(cast: Cast) -> dict[str, object]:
    """A test or task of which nobody has said what it is for."""
    return {"code": cast.review.code, "key": "activity:a1"}


def finding(cast: Cast) -> dict[str, object]:
    """A finding about the whole study."""
    made = make_finding(review=cast.review, by=cast["MO"], about=About(), said={"title": "Travel is too long"})
    return {"code": cast.review.code, "finding": made.code}


def decided(cast: Cast) -> dict[str, object]:
    """A finding with a decision."""
    made = make_finding(review=cast.review, by=cast["MO"], about=About(), said={"title": "Travel is too long"})
    said = {"choice": "accept", "outcome": "Travel is paid on the day.", "tell_by": timezone.localdate()}
    decide(finding=made, by=cast["SE"], said=said, known=0)
    return {"code": cast.review.code, "finding": made.code}


def merged_finding(cast: Cast) -> dict[str, object]:
    """A finding that was merged into another."""
    one, other = (
        make_finding(review=cast.review, by=cast["MO"], about=About(), said={"title": title})
        for title in ("Parking is dear", "Travel is too long")
    )
    merge(finding=one, into=other, by=cast["MO"])
    return {"code": cast.review.code, "finding": other.code, "merged": one.code}
