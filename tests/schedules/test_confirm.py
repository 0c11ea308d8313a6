"""Saving a checked file as a version: all or nothing, once, and with the identities of earlier versions."""

import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from protocols.audit.models import Action, Event
from protocols.domain.catalogue import load
from protocols.domain.importers.imported import Refused
from protocols.schedules.checks.confirming import Preview, confirm_upload
from protocols.schedules.checks.corrections import Correction, Kind
from protocols.schedules.models import ProcedureMatch, ScheduleVersion, Upload, UploadState, Visit
from protocols.schedules.services import Names, Stale, correct_upload, create_protocol
from protocols.schedules.signals import version_confirmed
from tests.cast import Cast, make_cast
from tests.schedules.files import AMENDED, GRID, answers, confirmed, preview, uploaded

pytestmark = pytest.mark.django_db
PROCEDURE = min(load().procedures)


@pytest.fixture
def cast() -> Cast:
    """The cast, with a protocol that has no version yet."""
    cast = make_cast()
    names = Names("ALD-2", "Another study", "A study of a drink")
    cast.protocol = create_protocol(sponsor=cast.sponsor, by=cast["SE"], names=names)
    return cast


@pytest.fixture
def editor(client: Client, cast: Cast) -> Client:
    client.force_login(cast["SE"])
    return client


def confirm(client: Client, upload: Upload, **changed: object):
    return client.post(reverse("schedules:confirm", args=[upload.code]), answers(client, upload, **changed))


def test_the_page_saves_what_it_shows(editor: Client, cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"])
    response = confirm(editor, upload)
    version = ScheduleVersion.objects.get(protocol=cast.protocol)
    assert response["Location"] == reverse("schedules:version", args=[version.code])
    assert (version.number, version.created_by, version.filename) == (1, cast["SE"], "schedule.csv")
    assert version.schedule.sha256 == version.schedule_sha256
    assert [visit.key for visit in version.schedule.visits] == ["v1", "v2", "v3", "v4"]
    assert bytes(version.file.content) == GRID.encode()
    assert Event.objects.filter(action=Action.VERSION_CONFIRMED).count() == 1


def test_visits_activities_and_matches_are_stored_with_it(cast: Cast) -> None:
    version = confirmed(cast.protocol, cast["SE"])
    activities = {a.label: a for a in cast.protocol.activities.all()}
    assert {v.key: v.header for v in cast.protocol.visits.all()}["v2"] == ["Week 2"]
    assert set(activities) == {a.label for a in version.schedule.activities}
    assert activities["12-lead ECG"].matches.get().procedures
    assert activities["Zorbing"].matches.get().procedures == []
    assert not ProcedureMatch.objects.exclude(by=None).exists()


def test_saving_twice_makes_one_version(editor: Client, cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"])
    filled = answers(editor, upload)
    addresses = {editor.post(reverse("schedules:confirm", args=[upload.code]), filled)["Location"] for _ in range(2)}
    assert len(addresses) == 1
    assert cast.protocol.versions.count() == 1


def test_going_back_to_a_saved_file_leads_to_its_version(editor: Client, cast: Cast) -> None:
    version = confirmed(cast.protocol, cast["SE"])
    for name in ("check", "progress"):
        response = editor.get(reverse(f"schedules:{name}", args=[version.upload.code]), follow=True)
        assert response.redirect_chain[-1][0] == reverse("schedules:version", args=[version.code])


def test_answers_not_kept_yet_are_kept_and_shown_before_anything_is_saved(editor: Client, cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"])
    response = confirm(editor, upload, **{"v1-day": "16"})
    upload.refresh_from_db()
    assert response["Location"] == reverse("schedules:check", args=[upload.code])
    assert (len(upload.corrections), upload.state) == (1, UploadState.READ)
    assert not cast.protocol.versions.exists()


def test_corrections_are_part_of_the_version_and_so_is_who_chose_a_match(cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"])
    key = next(a["key"] for a in upload.schedule_json["activities"] if a["label"] == "Zorbing")
    settled = [Correction(Kind.DAY, "v2", None, 16), Correction(Kind.MATCH, None, key, [])]
    upload = correct_upload(upload=upload, by=cast["SE"], revision=0, corrections=settled)
    version = confirm_upload(upload=upload, by=cast["SA"], preview=preview(upload), reason="First draft")
    assert version.schedule.visit_by_key["v2"].day == 16
    assert [record["by"] for record in version.corrections] == [cast["SE"].pk] * 2
    assert (version.created_by, version.reason) == (cast["SA"], "First draft")
    assert ProcedureMatch.objects.get(by__isnull=False).activity.label == "Zorbing"


def test_a_persons_choice_is_remembered_for_the_sponsors_next_study(cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"])
    key = next(a["key"] for a in upload.schedule_json["activities"] if a["label"] == "Zorbing")
    settled = [Correction(Kind.MATCH, None, key, [PROCEDURE])]
    upload = correct_upload(upload=upload, by=cast["SE"], revision=0, corrections=settled)
    confirm_upload(upload=upload, by=cast["SE"], preview=preview(upload))
    other = create_protocol(sponsor=cast.sponsor, by=cast["SE"], names=Names("ALD-3", "Third", "Third"))
    confirmed(other, cast["SE"])
    match = ProcedureMatch.objects.get(activity__protocol=other, activity__label="Zorbing")
    assert (match.procedures, match.by) == ([PROCEDURE], None)


def test_an_amendment_keeps_the_keys_of_what_stayed(cast: Cast) -> None:
    first = confirmed(cast.protocol, cast["SE"])
    second = confirmed(cast.protocol, cast["SE"], AMENDED)
    keys = {a.label: a.key for a in first.schedule.activities}
    assert second.number == 2
    assert {a.label: a.key for a in second.schedule.activities} == {
        "Informed consent": keys["Informed consent"],
        "Vital signs": keys["Vital signs"],
        "12-lead ECG": keys["12-lead ECG"],
        "Chest X-ray": "a6",
    }
    assert [visit.key for visit in second.schedule.visits] == ["v1", "v2", "v3", "v5"]
    assert cast.protocol.activities.count() == 6  # what was removed stays known


def test_what_comes_back_in_a_third_version_is_what_it_was(cast: Cast) -> None:
    first = confirmed(cast.protocol, cast["SE"])
    confirmed(cast.protocol, cast["SE"], AMENDED)
    third = confirmed(cast.protocol, cast["SE"], GRID.replace("Zorbing,,X", "Zorbing,X,X"))
    assert [a.key for a in third.schedule.activities] == [a.key for a in first.schedule.activities]
    assert [v.key for v in third.schedule.visits] == [v.key for v in first.schedule.visits]


def test_an_identical_file_is_saved_again_only_when_asked_for(editor: Client, cast: Cast) -> None:
    confirmed(cast.protocol, cast["SE"])
    upload = uploaded(cast.protocol, cast["SE"], name="again.csv")
    assert confirm(editor, upload).status_code == 422
    assert cast.protocol.versions.count() == 1
    assert confirm(editor, upload, again="on").status_code == 302
    assert cast.protocol.versions.count() == 2


def test_a_stale_revision_or_another_schedule_is_409(editor: Client, cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"])
    for tampered in ({"revision": "5"}, {"sha256": "0" * 64}):
        assert confirm(editor, upload, **tampered).status_code == 409
    assert not cast.protocol.versions.exists()


def test_a_missing_or_broken_revision_is_422(editor: Client, cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"])
    for tampered in ({"revision": "soon"}, {"revision": "-1"}, {"sha256": "f" * 65}):
        assert confirm(editor, upload, **tampered).status_code == 422
    assert not cast.protocol.versions.exists()


def test_answers_that_leave_no_mark_cannot_be_saved_and_say_why(editor: Client, cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"])
    none = {"kind": "none", "probability": None}
    marks = [(mark["visit"], mark["activity"]) for mark in upload.schedule_json["marks"]]
    settled = [Correction(Kind.MARK, visit, activity, none) for visit, activity in marks]
    upload = correct_upload(upload=upload, by=cast["SE"], revision=0, corrections=settled)
    response = confirm(editor, upload)
    assert response.status_code == 422
    assert "This cannot be saved" in response.content.decode()
    with pytest.raises(Refused):
        confirm_upload(upload=upload, by=cast["SE"], preview=preview(upload))


def test_a_listener_hears_of_the_version_and_its_failure_undoes_everything(cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"])
    heard: list[ScheduleVersion] = []

    def listen(version: ScheduleVersion, **_: object) -> None:
        heard.append(version)
        assert version.protocol.activities.exists()
        raise RuntimeError("the slice above failed")

    version_confirmed.connect(listen)
    try:
        with pytest.raises(RuntimeError):
            confirm_upload(upload=upload, by=cast["SE"], preview=preview(upload))
    finally:
        version_confirmed.disconnect(listen)
    upload.refresh_from_db()
    assert heard and upload.state == UploadState.READ
    assert not ScheduleVersion.objects.filter(protocol=cast.protocol).exists()
    assert not Visit.objects.filter(protocol=cast.protocol).exists()


@pytest.mark.postgres
def test_a_saved_version_refuses_to_be_changed_or_removed(cast: Cast) -> None:
    version = confirmed(cast.protocol, cast["SE"])
    for change in (lambda: version.save(), lambda: ScheduleVersion.objects.filter(pk=version.pk).delete()):
        with pytest.raises((DatabaseError, Exception), match="never change|protected"), transaction.atomic():
            change()


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Run actions in threads that start together, and return their results or exceptions."""
    barrier = threading.Barrier(len(actions))
    results: list[object] = [None] * len(actions)

    def run(place: int, action: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[place] = action()
        except Exception as problem:  # noqa: BLE001 - the test looks at what came out
            results[place] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_files_saved_at_the_same_moment_become_two_versions(cast: Cast) -> None:
    uploads = [uploaded(cast.protocol, cast["SE"], text) for text in (GRID, AMENDED)]
    previews = [preview(upload) for upload in uploads]

    def save(place: int) -> Callable[[], object]:
        return lambda: confirm_upload(upload=uploads[place], by=cast["SE"], preview=previews[place]).number

    assert sorted(at_once(save(0), save(1)), key=str) == [1, 2]
    keys = [{a.label: a.key for a in version.schedule.activities} for version in cast.protocol.versions.all()]
    assert keys[0]["Vital signs"] == keys[1]["Vital signs"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_file_saved_by_two_people_at_the_same_moment_is_one_version(cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"])
    seen = preview(upload)

    def save(role: str) -> Callable[[], object]:
        return lambda: confirm_upload(upload=upload, by=cast[role], preview=seen).number

    assert at_once(save("SE"), save("SA")) == [1, 1]
    assert cast.protocol.versions.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_save_at_the_same_moment_lose_nothing(cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"])
    seen = Preview(0, preview(upload).sha256)
    settled = [Correction(Kind.DAY, "v2", None, 16)]
    answered, saved = at_once(
        lambda: correct_upload(upload=upload, by=cast["SE"], revision=0, corrections=settled),
        lambda: confirm_upload(upload=upload, by=cast["SA"], preview=seen),
    )
    assert [isinstance(result, Stale) for result in (answered, saved)].count(True) == 1
    assert cast.protocol.versions.count() == (0 if isinstance(saved, Stale) else 1)
