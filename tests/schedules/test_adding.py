"""Adding a second table to a schedule: asked on the check page, shown there, and saved as what was shown."""

import pytest
from django.test import Client
from django.urls import reverse

from protocols.schedules.checks.confirming import Preview, confirm_upload
from protocols.schedules.checks.corrections import Correction, Kind
from protocols.schedules.checks.page import check
from protocols.schedules.models import ScheduleVersion, Upload, UploadState
from protocols.schedules.services import Names, Stale, correct_upload, create_protocol
from tests.cast import Cast, make_cast
from tests.schedules.files import AMENDED, answers, confirmed, uploaded

pytestmark = pytest.mark.django_db
MORE = """Procedure,Week 4,Week 8,Week 12
Vital signs,X,X,X
12-lead ECG,O,X,
Body weight,,X,X
"""


@pytest.fixture
def cast() -> Cast:
    """The cast, with a protocol whose first version is a small table."""
    cast = make_cast()
    names = Names("ALD-2", "Another study", "A study of a drink")
    cast.protocol = create_protocol(sponsor=cast.sponsor, by=cast["SE"], names=names)
    cast.version = confirmed(cast.protocol, cast["SE"])
    return cast


@pytest.fixture
def editor(client: Client, cast: Cast) -> Client:
    client.force_login(cast["SE"])
    return client


def added(upload: Upload, cast: Cast, value: bool = True) -> Upload:
    """The upload after somebody said that it is a further part."""
    corrections = [Correction(Kind.ADDED, None, None, value)]
    return correct_upload(upload=upload, by=cast["SE"], revision=upload.revision, corrections=corrections)


def saved(upload: Upload, cast: Cast) -> ScheduleVersion:
    preview = Preview(upload.revision, check(upload).saved.shown.sha256)
    return confirm_upload(upload=upload, by=cast["SE"], preview=preview, reason="Table 2")


def test_the_first_file_is_not_asked_what_it_is(editor: Client, cast: Cast) -> None:
    empty = create_protocol(sponsor=cast.sponsor, by=cast["SE"], names=Names("E-1", "Empty", "Empty"))
    for protocol, is_asked in ((cast.protocol, True), (empty, False)):
        page = editor.get(reverse("schedules:check", args=[uploaded(protocol, cast["SE"], MORE).code]))
        assert ("What is this file?" in page.content.decode()) is is_asked


def test_the_page_shows_both_and_saves_what_it_shows(editor: Client, cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"], MORE)
    confirm = reverse("schedules:confirm", args=[upload.code])
    first = editor.post(confirm, answers(editor, upload, added="add"))
    assert first["Location"] == reverse("schedules:check", args=[upload.code])  # shown before it is saved
    page = editor.get(first["Location"])
    assert [c.label for c in page.context["grid"].columns] == [
        "Screening", "Week 2", "Week 4", "Week 8", "Week 12", "Phone call 5",
    ]  # fmt: skip
    assert "<b>6</b>visits" in page.content.decode() and "That of the schedule is kept." in page.content.decode()
    done = editor.post(confirm, answers(editor, upload, reason="Table 2"))
    version = cast.protocol.versions.get(number=2)
    assert done["Location"] == reverse("schedules:version", args=[version.code])
    assert "a further part, added to version 1" in editor.get(done["Location"]).content.decode()
    assert [a.label for a in version.schedule.activities] == [
        "Informed consent", "Vital signs", "12-lead ECG", "Body weight", "Zorbing", "Adverse events",
    ]  # fmt: skip


def test_nothing_of_the_version_is_lost_and_keys_stay(cast: Cast) -> None:
    version = saved(added(uploaded(cast.protocol, cast["SE"], MORE), cast), cast)
    before, after = cast.version.schedule, version.schedule
    assert before.mark_at.items() <= after.mark_at.items()
    assert {v.key: v.label for v in before.visits}.items() <= {v.key: v.label for v in after.visits}.items()
    assert len(after.marks) == len(before.marks) + 5  # three at Week 8, two at Week 12; those at Week 4 were there
    assert (version.is_addition, cast.version.is_addition) == (True, False)
    assert version.problems[-1].message == "The mark is “X (if needed)” in the schedule and “O” in this file."
    weight = cast.protocol.activities.get(label="Body weight")
    assert weight.matches.get().procedures


def test_what_needs_a_look_is_marked_where_it_stands_in_the_whole(cast: Cast) -> None:
    seen = check(added(uploaded(cast.protocol, cast["SE"], MORE), cast))
    keys = {row.label: row.key for row in seen.saved.shown.activities}
    asked = {activity for _, activity in seen.unsure.marks}
    assert asked == {keys["12-lead ECG"]}


def test_the_answer_can_be_taken_back(cast: Cast) -> None:
    upload = added(added(uploaded(cast.protocol, cast["SE"], MORE), cast), cast, value=False)
    version = saved(upload, cast)
    assert [visit.label for visit in version.schedule.visits] == ["Week 4", "Week 8", "Week 12"]
    assert not version.is_addition


def test_a_version_saved_meanwhile_has_to_be_looked_at_first(cast: Cast) -> None:
    upload = added(uploaded(cast.protocol, cast["SE"], MORE), cast)
    preview = Preview(upload.revision, check(upload).saved.shown.sha256)
    confirmed(cast.protocol, cast["SE"], AMENDED)
    with pytest.raises(Stale):
        confirm_upload(upload=upload, by=cast["SE"], preview=preview)
    upload.refresh_from_db()
    assert upload.state == UploadState.READ
    assert saved(upload, cast).number == 3


def test_a_part_that_adds_nothing_is_told_to_be_identical(cast: Cast) -> None:
    part = "Procedure,Screening,Week 2\nInformed consent,X,\nVital signs,X,X\n"
    upload = added(uploaded(cast.protocol, cast["SE"], part), cast)
    assert check(upload).identical == cast.version
