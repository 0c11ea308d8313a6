"""Every screen of the workbench: its address, and who looks at it. `tests.browser.test_screens` opens each."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from protocols.domain.burden.changes import DropActivity, DropMark, HoldElsewhere, LessOften, MergeVisits, Shorten
from protocols.domain.schedule import Contact
from protocols.explainers.models import ExplainerDraft
from protocols.findings.heard import heard_in
from protocols.people.models import Membership
from protocols.runthroughs.ahead import is_taught_at
from protocols.runthroughs.models import Annotation, Walk
from protocols.runthroughs.sessions.access import stop_token
from protocols.runthroughs.sessions.models import Session, SessionPerson
from protocols.runthroughs.sessions.services import Said, answer_invitation
from protocols.runthroughs.steps import way_of
from protocols.schedules.drafts.services import drop_draft, start_draft
from protocols.schedules.models import Protocol, UploadState
from protocols.schedules.records import current_purposes
from protocols.scores.house.services import make_set, set_value
from protocols.scores.options.services import delete_option, save_option
from protocols.scores.services import default_persona, score_review
from reports.models import Report
from tests.access import places
from tests.browser import room_stages as rooms
from tests.cast import Cast
from tests.runthroughs.heard import hear_sessions
from tests.runthroughs.sessions import asked_session, begun_session
from tests.runthroughs.sessions import ready_session as session_that_is_ready
from tests.runthroughs.sites import fill_profile

Kwargs = Callable[[Cast], dict[str, object]]
NOBODY = ""


@dataclass(frozen=True)
class Screen:
    """One page as one person sees it. `only` names the stages that have it; `status` is what it answers there."""

    name: str
    who: str
    at: Kwargs = places.nowhere
    label: str = ""
    query: str = ""
    status: int = 200
    only: tuple[str, ...] = ("empty", "full", "longest")

    def __str__(self) -> str:
        """What the picture and the test are called."""
        parts = (self.label or self.name.replace(":", "-").replace("_", "-"), self.who or "anyone")
        return "-".join(parts)


def own_walk(cast: Cast) -> Walk:
    """The advocate's first walk."""
    return Walk.objects.filter(seat=cast.seats["AD"]).order_by("id")[0]


def run(cast: Cast) -> dict[str, object]:
    """The run-through of the advocate's first walk."""
    return {"code": own_walk(cast).run.code}


def walk(cast: Cast) -> dict[str, object]:
    """The advocate's own walk."""
    return {"code": own_walk(cast).code}


def step(kind: str) -> Kwargs:
    """A step of the advocate's walk: the first of its kind, an activity for most."""

    def kwargs(cast: Cast) -> dict[str, object]:
        own = own_walk(cast)
        number = next(each.number for each in way_of(own).steps if each.story.kind == kind)
        return {"code": own.code, "number": number}

    return kwargs


def visit(cast: Cast) -> dict[str, object]:
    """A visit of the schedule."""
    return {"code": cast.review.code, "key": cast.version.schedule.visits[0].key}


def second_visit(cast: Cast) -> dict[str, object]:
    """A visit about which the site sent its answer, where it said anything."""
    return {"code": cast.review.code, "key": cast.version.schedule.visits[1].key}


def filled_site(cast: Cast) -> dict[str, object]:
    """The review of a site that has filled in its profile and said how many participants it thinks of."""
    fill_profile(cast)
    return places.review(cast)


def filled_site_visit(cast: Cast) -> dict[str, object]:
    """A visit that asks for what that site does not have."""
    fill_profile(cast)
    visits = cast.version.schedule.visits
    return {"code": cast.review.code, "key": visits[2 % len(visits)].key}


def heard_review(cast: Cast) -> dict[str, object]:
    """A review with three sessions large enough to be told of."""
    hear_sessions(cast, 3)
    return places.review(cast)


def activity(cast: Cast) -> dict[str, object]:
    """An activity: the one with an explainer, where there is one."""
    draft = ExplainerDraft.objects.filter(activity__protocol=cast.protocol).select_related("activity").first()
    key = draft.activity.key if draft else cast.version.schedule.activities[-1].key
    return {"code": cast.review.code, "key": key}


def draft_protocol(cast: Cast) -> dict[str, object]:
    """A protocol without a version."""
    return {"code": Protocol.objects.get(study_code="DRAFT-1").code}


def empty_draft(cast: Cast) -> dict[str, object]:
    """Changes that begin with an empty schedule."""
    return {"code": start_draft(protocol=Protocol.objects.get(study_code="DRAFT-1"), by=cast["SE"]).code}


def dropped_draft(cast: Cast) -> dict[str, object]:
    """Changes that were dropped."""
    return {"code": drop_draft(draft=start_draft(protocol=cast.protocol, by=cast["SA"])).code}


def upload(state: UploadState) -> Kwargs:
    """A file on its way, by how far it is."""

    def kwargs(cast: Cast) -> dict[str, object]:
        return {"code": Protocol.objects.get(study_code="DRAFT-1").uploads.get(state=state).code}

    return kwargs


def member(cast: Cast) -> dict[str, object]:
    """One of the sponsor's people."""
    return {"code": cast.sponsor.code, "number": Membership.objects.get(user=cast["SV"]).pk}


def report(cast: Cast) -> dict[str, object]:
    """The report that was made."""
    return {"code": Report.objects.get(review=cast.review).code}


def options(cast: Cast) -> dict[str, object]:
    """The options of the review: none at first, then three, with one more that was put aside."""
    review, schedule = cast.review, cast.version.schedule
    if cast.protocol.study_code != "ALD-1" and not review.options.exists():
        first, second = schedule.visits[0].key, schedule.visits[1].key
        rows = [activity.key for activity in schedule.activities]
        said = [state.activity.key for state in current_purposes(cast.protocol).values() if state.purpose == "primary"]
        tries = {
            "Leave out what serves the main question": [DropActivity((said or rows)[0])],
            "One day less": [MergeVisits(second, first)],
            "Less of everything, " * 5: [LessOften(row, 2) for row in rows[:4]] + [Shorten(rows[-1], 5.0)],
            "Put aside": [DropMark(first, rows[0])],
        }
        for name, changes in tries.items():
            note = "Answers finding 3. Ask the sites what they think of it."
            saved = save_option(review=review, by=cast["SE"], name=name[:120].strip(), note=note, changes=changes)
        delete_option(saved=saved)
    return {"code": review.code}


def option(cast: Cast) -> dict[str, object]:
    """A saved option: the one that touches the main question, where there are some."""
    options(cast)
    saved = cast.review.options.first()
    if saved is None:
        call = [HoldElsewhere("v2", Contact.PHONE)]
        saved = save_option(review=cast.review, by=cast["SE"], name="Call", note="", changes=call)
    return {"code": cast.review.code, "option": saved.code}


def finding(cast: Cast) -> dict[str, object]:
    """The first finding of the review; one is made where there is none."""
    first = cast.review.findings.first()
    return {"code": cast.review.code, "finding": first.code} if first else places.finding(cast)


def decided(cast: Cast) -> dict[str, object]:
    """A finding with a decision; one is made where there is none."""
    first = cast.review.findings.filter(status="decided").first()
    return {"code": cast.review.code, "finding": first.code} if first else places.decided(cast)


def topic(cast: Cast) -> dict[str, object]:
    """What was heard about the row about which most was."""
    heard = heard_in(cast.review, score_review(cast.review, persona=default_persona(cast.review)))
    most = max((each for each in heard.topics if each.kind == "activity"), key=lambda each: len(each.pieces))
    return {"code": cast.review.code, "key": most.key}


def house_set(cast: Cast) -> dict[str, object]:
    """A set of house values: empty at first, then with a value that was changed and one that was taken back."""
    own = cast.sponsor.house_sets.first()
    if own is None:
        long = cast.version.filename == "small.xlsx" and cast.protocol.study_code.startswith("W")
        why = "They tire sooner, and many live alone. " * (12 if long else 1)
        name = ("Older people " * 6 if long else "Older people")[:80].strip()
        own = make_set(sponsor=cast.sponsor, by=cast["SE"], name=name, why=why[:500])
        values = (("blood_draw", "worry", 2), ("blood_draw", "worry", 1.5), ("adas_cog", "effort", 3.5),
                  ("adas_cog", "effort", None), ("mmse", "waiting", 10))  # fmt: skip
        for procedure, number, value in values if cast.protocol.study_code != "ALD-1" else ():
            number_of = None if value is None else Decimal(str(value))
            set_value(house_set=own, by=cast["SE"], place=(procedure, number), value=number_of, why=why[:500])
    return {"code": cast.sponsor.code, "house": own.code}


def asked_activity(cast: Cast) -> dict[str, object]:
    """A test or task about which somebody asked why."""
    sent = Annotation.objects.filter(activity__protocol=cast.protocol, walk__sent_at__isnull=False)
    return {"code": cast.review.code, "key": sent.exclude(question="").select_related("activity")[0].activity.key}


def teaching_step(cast: Cast) -> dict[str, object]:
    """The step that asks why in the person's own words, where a text was approved."""
    for own in Walk.objects.filter(seat=cast.seats["AD"]).select_related("run__review"):
        way = way_of(own)
        for each in way.steps:
            if is_taught_at(way, each, cast.review):
                return {"code": own.code, "number": each.number}
    raise LookupError("No visit of the advocate's walks has an approved text.")


def draft_session(cast: Cast) -> dict[str, object]:
    """A plan that was only begun, alone, for the longest time."""
    draft = Session.objects.filter(run__review=cast.review, sent_at=None).first() or begun_session(cast, "solo")
    return {"code": draft.run.code}


def session(cast: Cast) -> dict[str, object]:
    """A session together, to which the advocate was asked and said maybe; with long words where all words are long."""
    asked = Session.objects.filter(run__review=cast.review, sent_at__isnull=False).first()
    if asked is None:
        long = (cast.protocol.plain_title * 20)[:2000] if cast.protocol.study_code.startswith("W") else ""
        words = {"purpose": long, "can_change": long, "pay_words": long[:300], "where": long[:300]} if long else {}
        visits = [visit.key for visit in cast.version.schedule.visits][:3]
        asked = asked_session(cast, visits=visits, **words)
        said = Said("maybe", "Europe/Berlin", ["breaks", "carer"], long[:1000] or "A chair with arms.")
        answer_invitation(asked=asked.people.all()[0], said=said)
    return {"code": asked.run.code}


def ready_session(cast: Cast) -> dict[str, object]:
    """A plan with nothing missing."""
    visits = [visit.key for visit in cast.version.schedule.visits][:3]
    return {"code": session_that_is_ready(cast, visits=visits).run.code}


def session_review(cast: Cast) -> dict[str, object]:
    """The review, with sessions in every state."""
    session(cast), draft_session(cast)
    return places.review(cast)


def stop_reminders(cast: Cast) -> dict[str, object]:
    """The link in a mail that stops reminders."""
    asked = SessionPerson.objects.get(session__run__code=session(cast)["code"])
    return {"token": stop_token(asked)}


SAID = ("full", "longest")
HOUSE = [
    Screen("home", "SE"), Screen("home", "MO"), Screen("home", "AD"), Screen("home", "SI"), Screen("home", "AC"),
    Screen("home", "stranger", only=("empty",)), Screen("account", "SE"), Screen("account", "AD"),
    Screen("help", NOBODY, only=("full",)), Screen("accessibility", NOBODY, only=("full",)),
    Screen("privacy", NOBODY, only=("full",)), Screen("words", NOBODY, only=("full",)),
]  # fmt: skip
SIGNING_IN = [
    *(
        Screen(name, NOBODY, only=("full",))
        for name in (
            "account_login", "account_request_login_code", "account_reset_password", "account_reset_password_done",
            "account_email_verification_sent", "account_inactive", "account_signup",
            "account_reset_password_from_key_done",
        )
    ),
    Screen("account_confirm_email", NOBODY, places.old_mail_key, only=("full",)),
    Screen("account_reset_password_from_key", NOBODY, places.old_reset_key, only=("full",)),
    *(
        Screen(name, "SA", only=("full",))
        for name in (
            "account_logout", "account_email", "mfa_index", "mfa_activate_totp",
            "mfa_list_webauthn", "mfa_add_webauthn",
        )
    ),
    Screen("account_set_password", "SA", only=("full",)), Screen("account_change_password", "SA", only=("empty",)),
    Screen("account_reauthenticate", "SA", only=("empty",)),
]  # fmt: skip
PEOPLE = [
    Screen("people:name", "SE"), Screen("people:organisation", "SA", places.sponsor),
    Screen("people:organisation", "SV", places.sponsor), Screen("people:invite", "SA", places.sponsor),
    Screen("people:member", "SA", member),
]  # fmt: skip
SCHEDULES = [
    Screen("schedules:protocols", "SE"), Screen("schedules:protocols", "stranger", only=("empty",)),
    Screen("schedules:new", "SE"), Screen("schedules:protocol", "SE", places.protocol),
    Screen("schedules:protocol", "SE", draft_protocol, label="schedules-protocol-draft"),
    Screen("schedules:rename", "SE", places.protocol), Screen("schedules:delete", "SE", draft_protocol),
    Screen("schedules:upload", "SE", places.protocol), Screen("schedules:version", "SV", places.version),
    Screen("schedules:progress", "SE", upload(UploadState.WAITING)),
    Screen("schedules:check", "SE", upload(UploadState.READ)),
    Screen("schedules:progress", "SE", upload(UploadState.REFUSED), label="schedules-refused", status=422),
    Screen("schedules:draft", "SE", places.changes), Screen("schedules:draft_save", "SE", places.changes),
    Screen("schedules:draft", "SE", empty_draft, label="schedules-draft-blank"),
    Screen("schedules:draft", "SE", dropped_draft, label="schedules-draft-dropped", status=409, only=("full",)),
    Screen("schedules:draft_visit", "SE", places.changed_visit),
    Screen("schedules:draft_activity", "SE", places.changed_activity),
    Screen("schedules:draft_drop", "SE", places.changes, only=("full",)),
]  # fmt: skip
REVIEWS = [
    Screen("reviews:people", "SE", places.review), Screen("reviews:invite", "SE", places.review),
    Screen("reviews:invite", "AC", places.review), Screen("reviews:approvers", "SE", places.review),
    Screen("reviews:seat", "SE", places.advocates_seat), Screen("reviews:settings", "SE", places.review),
    Screen("reviews:open", "SE", places.review), Screen("reviews:close", "SE", places.review),
    Screen("reviews:audit", "SE", places.review), Screen("reviews:schedule", "RV", places.review),
    Screen("reviews:accept", NOBODY, places.unknown_invitation, only=("full",), status=404),
]  # fmt: skip
RUN_THROUGHS = [
    Screen("runthroughs:list", "SE", places.review), Screen("runthroughs:list", "AD", places.review),
    Screen("runthroughs:plan", "MO", places.review),
    Screen("runthroughs:session_plan", "MO", draft_session), Screen("runthroughs:session_send", "MO", draft_session),
    Screen("runthroughs:session_send", "MO", ready_session, label="runthroughs-session-letter", only=("full",)),
    Screen("runthroughs:session", "MO", session), Screen("runthroughs:session_move", "MO", session, only=("full",)),
    Screen("runthroughs:session_cancel", "MO", session, only=("full",)), Screen("runthroughs:asked", "AD", session),
    Screen("runthroughs:screen_test", "AD", session), Screen("runthroughs:list", "MO", session_review),
    Screen("runthroughs:leave", "AD", walk, only=("full",)), Screen("runthroughs:quotes", "AD", walk, only=("full",)),
    Screen("runthroughs:practice", "AD", run, only=("full",)),
    Screen("runthroughs:practice", "AD", run, label="runthroughs-practice-tried", query="?tried=1", only=("full",)),
    Screen("runthroughs:questions", "SE", activity), Screen("runthroughs:paper", "MO", run, only=SAID),
    Screen("runthroughs:paper", "AD", run, label="runthroughs-paper-large", query="?size=large", only=("full",)),
    Screen("runthroughs:paper_type", "MO", run),
    Screen("runthroughs:questions", "SE", asked_activity, label="runthroughs-questions-asked", only=SAID),
    Screen("runthroughs:step", "AD", teaching_step, label="runthroughs-step-teaching", only=("full",)),
    Screen("runthroughs:stop_reminders", NOBODY, stop_reminders, only=("full",)),
    Screen("runthroughs:start", "AD", run),
    Screen("runthroughs:step", "AD", step("before"), label="runthroughs-step-first"),
    Screen("runthroughs:step", "AD", step("activity"), label="runthroughs-step-activity"),
    Screen("runthroughs:step", "AD", step("back"), label="runthroughs-step-back"),
    Screen("runthroughs:answers", "AD", walk), Screen("runthroughs:thanks", "AD", walk, only=SAID),
    Screen("runthroughs:room", "MO", rooms.waiting, label="runthroughs-room-waiting"),
    Screen("runthroughs:room", "MO", rooms.writing, label="runthroughs-room-writing"),
    Screen("runthroughs:room", "MO", rooms.shown, label="runthroughs-room-shown"),
    Screen("runthroughs:room", "MO", rooms.over, label="runthroughs-room-over"),
    Screen("runthroughs:together", "AD", rooms.waiting, label="runthroughs-together-enter"),
    Screen("runthroughs:together_step", "AD", rooms.writing_step),
    Screen("runthroughs:together", "AD", rooms.shown, label="runthroughs-together-shown"),
    Screen("runthroughs:together_answers", "AD", rooms.shown_step),
    Screen("runthroughs:together_priorities", "AD", rooms.points),
    Screen("runthroughs:together", "AD", rooms.over, label="runthroughs-together-over"),
    Screen("runthroughs:minutes", "SE", rooms.shown), Screen("runthroughs:join", "AD"),
    Screen("runthroughs:site", "SI", places.review), Screen("runthroughs:site_visit", "SI", visit),
    Screen("runthroughs:site_visit", "SI", second_visit, label="runthroughs-site-visit-sent", only=SAID),
    Screen("runthroughs:site_answers", "SE", places.review),
    Screen("runthroughs:site_flag", "SI", places.site_flag), Screen("runthroughs:site_flag_new", "SI", visit),
    Screen("runthroughs:site_profile", "SI", places.review),
    Screen("runthroughs:site_load", "SI", places.review),
    Screen("runthroughs:site_load", "SI", filled_site, label="runthroughs-site-load-month", only=SAID),
    Screen("runthroughs:site_visit", "SI", filled_site_visit, label="runthroughs-site-visit-capacity", only=("full",)),
    Screen("runthroughs:site_texts", "MO", places.review), Screen("runthroughs:voices", "SE", places.review),
    Screen("runthroughs:voices", "SE", heard_review, label="runthroughs-voices-many", only=("full",)),
]  # fmt: skip
EXPLAINERS = [
    Screen("explainers:list", "SE", places.review), Screen("explainers:list", "AD", places.review),
    Screen("explainers:activity", "SE", activity), Screen("explainers:activity", "AD", activity),
    Screen("explainers:edit", "SE", activity), Screen("explainers:purpose", "SE", activity),
]  # fmt: skip
SCORES = [
    Screen("scores:how", "SE", only=("full",)), Screen("scores:overview", "SE", places.review),
    Screen("scores:map", "SE", places.review), Screen("scores:visit", "SE", visit),
    Screen("scores:activity", "SE", activity), Screen("scores:made", "SE", places.review),
    Screen("scores:weights", "SE", places.review), Screen("scores:compare", "SE", places.review),
    Screen("scores:disagreement", "SE", places.review), Screen("scores:timeline", "SE", places.review),
    Screen("scores:numbers", "SE", places.review),
    Screen("scores:changes", "SE", places.review),
    *(
        Screen("scores:map", "SE", places.review, label=f"scores-map-{colour}", query=f"?colour={colour}", only=SAID)
        for colour in ("hours", "site", "notes", "purpose", "disagreement")
    ),
    Screen(
        "scores:map", "SE", places.review, label="scores-map-narrowed", only=("full",),
        query="?show=high&q=adas&purpose=&colour=rainbow",
    ),
    Screen("scores:option_change", "SE", places.review, label="scores-option-kinds"),
    Screen("scores:option_change", "SE", places.review, label="scores-option-change", query="?kind=move"),
    Screen("scores:option_try", "SE", places.review, label="scores-option-none"),
    Screen("scores:option_try", "SV", places.review, query="?change=drop-mark,v1,a1&change=nonsense"),
    Screen("scores:options", "SE", options), Screen("scores:option", "SE", option),
    Screen("scores:options_compare", "SE", options),
    Screen("scores:proposals", "SE", places.review), Screen("scores:overlaps", "SE", places.review),
    Screen("findings:list", "SE", places.review), Screen("findings:list", "RV", places.review, query="?severity=3"),
    Screen("findings:heard", "MO", places.review),
    Screen("findings:topic", "MO", topic), Screen("findings:topic", "SV", topic),
    Screen("findings:new", "MO", places.review),
    Screen("findings:finding", "MO", finding), Screen("findings:finding", "RV", finding),
    Screen("findings:finding", "SE", decided, label="findings-finding-decided"),
    Screen("findings:decide", "SE", finding), Screen("findings:decide", "SE", decided, label="findings-decide-again"),
    Screen("findings:decisions", "SE", places.review), Screen("findings:decisions", "RV", places.review),
    Screen("findings:feedback", "SE", places.review), Screen("findings:feedback", "MO", places.review),
    Screen("findings:write_feedback", "SE", decided), Screen("findings:send_feedback", "SE", places.review),
    Screen("findings:you_said", "AD", places.review), Screen("findings:you_said", "SI", places.review),
    Screen("findings:you_said", "AC", places.review), Screen("findings:you_said", "SE", places.review),
    Screen("findings:change", "SE", finding), Screen("findings:of_option", "SE", option),
    Screen("scores:house", "SE", lambda cast: {"code": house_set(cast)["code"]}),
    Screen("scores:house_new", "SE", places.sponsor),
    Screen("scores:house_set", "SE", house_set), Screen("scores:house_value", "SE", house_set),
    Screen("scores:house_choose", "SE", places.review),
    Screen("scores:catalogue", "SE", only=("full",)),
    Screen("scores:catalogue", "AD", label="scores-catalogue-found", query="?q=blood&grade=B", only=("full",)),
    Screen("scores:catalogue", "SE", label="scores-catalogue-nothing", query="?q=zorbing&grade=Z", only=("full",)),
    Screen("scores:procedure", "SE", lambda cast: {"key": "lumbar_puncture"}, only=("full",)),
    Screen("scores:sources", "SE", only=("full",)), Screen("scores:rubric", "SE", only=("full",)),
]  # fmt: skip
REPORTS = [
    Screen("reports:list", "SE", places.review), Screen("reports:list", "SV", places.review),
    Screen("reports:report", "SE", report, only=SAID),
]  # fmt: skip
REFUSALS = [
    Screen("scores:overview", "AD", places.review, label="errors-forbidden", status=403, only=("full",)),
    Screen(
        "scores:overview", "SE", lambda cast: {"code": "nowhere"}, label="errors-not-found", status=404, only=("full",)
    ),
]
SCREENS = [
    *HOUSE, *SIGNING_IN, *PEOPLE, *SCHEDULES, *REVIEWS, *RUN_THROUGHS, *EXPLAINERS, *SCORES, *REPORTS, *REFUSALS,
]  # fmt: skip
