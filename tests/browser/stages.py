"""The four states in which screens are shown: nothing said yet, the whole sample, and the longest and oddest texts."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

from django.utils import timezone

from protocols.domain.burden.persona import examples
from protocols.domain.schedule import Activity, Contact, Footnote, Mark, MarkKind, Objective, Schedule, Visit
from protocols.explainers.first_drafts import WRITTEN
from protocols.explainers.services import origins_of, save_draft, set_purpose
from protocols.findings.heard import heard_in
from protocols.findings.services import About, make_finding
from protocols.reviews.models import Persona, Review, Seat
from protocols.reviews.services import open_review
from protocols.runthroughs.models import CONTENT_FIELDS, RunThrough, SiteAnswer, Walk
from protocols.runthroughs.services import StepPlace, plan_solo, save_annotation, send_answers, start_walk
from protocols.runthroughs.steps import way_of
from protocols.schedules.examples import create_example
from protocols.schedules.models import Protocol, StoredFile, Upload, UploadState
from protocols.schedules.services import Names, create_protocol
from protocols.schedules.tasks import read_upload
from protocols.scores.services import default_persona, score_review
from reports.gather import gather
from reports.models import Report
from tests.access import places
from tests.cast import Cast, make_cast, small_schedule, version_of
from workbench.demo.answers import answer_as_site, explain_one, plan_walks, state_purposes, walk_all
from workbench.demo.cast import make_people, seat_people, sponsor_of
from workbench.demo.decisions import decide_and_tell
from workbench.demo.findings import note_findings

LETTERS = {
    "SA": "admin", "SE": "editor", "SV": "viewer", "MO": "facilitator", "AD": "advocate", "AC": "contact",
    "SI": "site", "RV": "reviewer", "newcomer": "newcomer",
}  # fmt: skip

WORDY = "A visit with many examinations, and with each of them a reason, a time and a place that somebody wrote down. "
ONE_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ARABIC = "كم سيكون هذا صعبًا عليك؟ أحتاج إلى استراحة بين الاختبارات. "
MARKUP = "<script>alert(1)</script> <b>bold</b> {{ 7|add:7 }} &amp; <img src=x onerror=alert(2)> ${7*7} "
LONG_LABEL = (WORDY * 3)[:300]
LONG_TEXT = (WORDY + ARABIC + MARKUP) * 10
HUGE_WORD = "x" * 10_000


def empty() -> Cast:
    """A review of a study plan about which nobody has said anything, and a walk that was only begun."""
    cast = make_cast(replace(small_schedule(), objectives=()))
    _add_personas(cast.review)
    _begin(cast, ["v1", "v2"])
    _draft_protocol(cast)
    return cast


def full() -> Cast:
    """The shipped sample with all that the example people say about it."""
    people = make_people()
    protocol = create_example(sponsor=sponsor_of(people), by=people["editor"])
    review = protocol.reviews.get()
    seats = seat_people(review, people)
    open_review(review=review, by=people["editor"])
    review.refresh_from_db()
    walk_all(plan_walks(review, people["facilitator"]), seats)
    answer_as_site(review, seats["site"])
    state_purposes(review, people["editor"])
    explain_one(review, people)
    note_findings(review, people["facilitator"])
    decide_and_tell(review, people["editor"])
    cast = Cast(
        protocol.sponsor,
        protocol,
        review.version,
        review,
        {letter: people[key] for letter, key in LETTERS.items()},
        {letter: seats[key] for letter, key in LETTERS.items() if key in seats},
    )
    _draft_protocol(cast)
    _waiting_people(cast)
    make_report_without_laying_it_out(cast)
    version_of(protocol, amended(review.version.schedule), people["editor"], number=2)
    return cast


def longest() -> Cast:
    """Names, labels and words as long as they may be, in other scripts, and looking like markup."""
    cast = make_cast(long_schedule())
    _rename(cast)
    _add_personas(cast.review)
    walk = _begin(cast, [visit.key for visit in cast.version.schedule.visits][:1])
    _say_all(walk)
    _write_all(cast)
    _say_as_site(cast, LONG_TEXT[:2000])
    _draft_protocol(cast, filename=("y" * 240) + ".csv")
    _waiting_people(cast)
    _find_at_length(cast)
    make_report_without_laying_it_out(cast)
    version_of(cast.protocol, amended(cast.version.schedule), cast["SE"], number=2)
    return cast


STAGES: dict[str, Callable[[], Cast]] = {"empty": empty, "full": full, "longest": longest}


def long_schedule() -> Schedule:
    """Six visits and six activities whose labels fill what a file may hold."""
    labels = [LONG_LABEL, ONE_WORD, "ח" * 200, ARABIC * 4, MARKUP * 2, "x" * 300]
    visits = tuple(
        Visit(
            f"v{n}", labels[n % 6][:300], epoch=labels[(n + 1) % 6], header=(str(n),), day=n * 7.0, contact=Contact.SITE
        )
        for n in range(6)
    )
    activities = tuple(
        Activity(f"a{n}", labels[n % 6] if n else "ECG " + WORDY * 4, group=labels[(n + 2) % 6], footnotes=("a",))
        for n in range(6)
    )
    kinds = list(MarkKind)
    marks = tuple(
        Mark(v.key, a.key, text="X" if i % 5 else LONG_TEXT[:300], kind=kinds[i % 5], footnotes=("a",))
        for i, (v, a) in enumerate((v, a) for v in visits for a in activities)
    )
    notes = (Footnote("a", LONG_TEXT[:2000]), Footnote("b", HUGE_WORD))
    return Schedule(LONG_LABEL, (), visits, activities, marks, notes, (Objective("primary", LONG_TEXT[:1000]),))


def amended(schedule: Schedule) -> Schedule:
    """An amendment: a call more, a row less, a visit that becomes a call, and in each of three rows one mark less."""
    first, second, *others = schedule.visits
    *kept, gone = schedule.activities
    call = Visit("v90", "Safety call", epoch=first.epoch, header=("Safety call",), day=1000.0, contact=Contact.PHONE)
    fewer = {(first.key, activity.key) for activity in schedule.activities[-4:-1]}
    marks = [m for m in schedule.marks if m.activity != gone.key and (m.visit, m.activity) not in fewer]
    return replace(
        schedule,
        visits=(first, replace(second, contact=Contact.PHONE), *others, call),
        activities=tuple(kept),
        marks=(*marks, Mark("v90", kept[0].key)),
    )


def _find_at_length(cast: Cast) -> None:
    """A finding with texts as long as they may be, resting on all that was heard about the first row."""
    heard = heard_in(cast.review, score_review(cast.review, persona=default_persona(cast.review)))
    topic = next(each for each in heard.topics if each.kind == "activity")
    texts = {"title": LONG_LABEL[:160], "impact": LONG_TEXT[:2000], "recommendation": HUGE_WORD[:2000]}
    about = About(cast.protocol.activities.get(key=topic.about))
    make_finding(review=cast.review, by=cast["MO"], about=about, said=texts, pieces=topic.pieces)


def make_report_without_laying_it_out(cast: Cast) -> Report:
    """A report that is ready, with files of a few bytes: laying out the real ones takes half a minute."""
    content = gather(cast.review)
    return Report.objects.create(
        review=cast.review,
        content=content.to_dict(),
        content_sha256=content.sha256,
        cutoff=content.cover.cutoff,
        state=Report.State.READY,
        pdf=StoredFile.keep(b"%PDF-1.7"),
        xlsx=StoredFile.keep(b"PK"),
        made_by=cast["SE"],
    )


def _add_personas(review: Review) -> None:
    for place, each in enumerate(examples()):
        Persona.objects.create(
            review=review, key=each.key, name=each.name, one_line=each.about[:200], details=each.to_dict(),
            is_default=place == 0,
        )  # fmt: skip


def _begin(cast: Cast, visits: list[str]) -> Walk:
    run = plan_solo(review=cast.review, by=cast["MO"], title="The first visits", visits=visits)
    return _walk_of(run, cast.seats["AD"])


def _walk_of(run: RunThrough, seat: Seat) -> Walk:
    persona = run.review.personas.first()
    assert persona is not None
    return start_walk(run=run, seat=seat, persona=persona, answering_for="self")


def _draft_protocol(cast: Cast, filename: str = "new visits.csv") -> None:
    """One more protocol of the sponsor, without a version: a file waits, one was read, one was refused."""
    names = Names("DRAFT-1", "A study that is only beginning", "A study of sleep")
    draft = create_protocol(sponsor=cast.sponsor, by=cast["SE"], names=names)
    grid = b"Procedure,Screening,Week 2\nVital signs,X,X\nZorbing,,X (if needed)\n"
    _upload(draft, cast, filename, b"Procedure,Screening,Week 4\nECG,X,X\n", is_read=False)
    _upload(draft, cast, filename, grid if cast.version.filename != "small.xlsx" else grid + b"Consent,X,\n")
    _upload(draft, cast, "picture.xlsx", b"\x89PNG\r\n\x1a\n not a workbook")


def _upload(protocol: Protocol, cast: Cast, filename: str, content: bytes, is_read: bool = True) -> Upload:
    upload = Upload.objects.create(
        protocol=protocol, file=StoredFile.keep(content), filename=filename, created_by=cast["SE"]
    )
    if is_read:
        read_upload.call(upload.code)
    assert not is_read or Upload.objects.get(pk=upload.pk).state in {UploadState.READ, UploadState.REFUSED}
    return upload


def _waiting_people(cast: Cast) -> None:
    places.member_invitation(cast)
    places.waiting_seat(cast)


def _say_as_site(cast: Cast, words: str) -> None:
    for number, visit in enumerate(cast.protocol.visits.all()[:3]):
        SiteAnswer.objects.create(
            seat=cast.seats["SI"], visit=visit, verdict="help", minutes={"nurse": 95}, note=words, suggestion=words,
            severity=3, site_role="nurse", entered_by=cast["SI"], sent_at=timezone.now() if number else None,
        )  # fmt: skip


def _rename(cast: Cast) -> None:
    names = [LONG_LABEL[:120], ARABIC[:100], "N" * 120, MARKUP[:110], ONE_WORD]
    for place, user in enumerate(cast.people.values()):
        user.name = names[place % len(names)]
        user.save(update_fields=["name"])
    for place, seat in enumerate(cast.seats.values()):
        seat.organisation.name = names[(place + 1) % len(names)] + LONG_LABEL[:40]
        seat.organisation.save(update_fields=["name"])
    cast.sponsor.name = LONG_LABEL[:160]
    cast.sponsor.save(update_fields=["name"])
    protocol = cast.protocol
    protocol.study_code, protocol.title, protocol.plain_title = (
        "W" * 40,
        MARKUP * 2 + "t" * 80,
        LONG_LABEL[:60] + "p" * 60,
    )
    protocol.save()


def _say_all(walk: Walk) -> None:
    """Say the most that fits at each step, and send it."""
    protocol, texts = walk.run.review.protocol, [LONG_TEXT[:2000], "w" * 2000, ARABIC * 30, MARKUP * 15]
    for place, step in enumerate(way_of(walk).steps):
        said = texts[place % len(texts)].strip()[:2000]
        key = step.story.activity_key
        content = {
            **dict.fromkeys(CONTENT_FIELDS), "answer": "rated", "overall": place % 5, "could_not_do": place % 2 == 0,
            "reasons": ["pain", "worry", "privacy", "tiring", "preparing", "long", "waiting", "travel", "cost"],
            "taps": ["hard", "confusing", "painful", "embarrassing", "need-help"], "keeps_going": said,
            "words": said, "would_help": said, "understood": "partly", "question": said, "teach_back": said,
        }  # fmt: skip
        save_annotation(
            walk=walk,
            place=StepPlace(
                visit=protocol.visits.get(key=step.visit_key),
                step=step.story.key,
                activity=protocol.activities.get(key=key) if key else None,
            ),
            by=walk.seat.user,
            expected_version=0,
            key=uuid4(),
            content=content,
        )
    send_answers(walk=walk, by=walk.seat.user, quote_consent="named")


def _write_all(cast: Cast) -> None:
    """An explainer of the longest texts, and purposes with long reasons."""
    texts = dict.fromkeys(WRITTEN, (LONG_TEXT + "z" * 400)[-2000:])
    activity = cast.protocol.activities.get(key="a1")
    save_draft(
        activity=activity, by=cast["SE"], texts=texts, origins=origins_of(texts, {}), expected_revision=0, send=True
    )
    set_purpose(
        activity=activity, by=cast["SE"], review=cast.review, purpose="primary", objective=LONG_TEXT[:1000],
        reason="r" * 2000,
    )  # fmt: skip
