"""The list of study plans, a new one, its names, the example, putting away and deleting."""

import pytest
from django.test import Client
from django.urls import reverse

from protocols.audit.models import Action, Event
from protocols.people.models import Organisation, OrganisationKind
from protocols.schedules.examples import STUDY_CODE
from protocols.schedules.models import Protocol, StoredFile, Upload
from protocols.schedules.services import Names, StudyCodeTaken, create_protocol, rename_protocol
from tests.cast import Cast, make_cast
from tests.schedules.files import confirmed, csv, uploaded

pytestmark = pytest.mark.django_db
TYPED = {"study_code": "ALD-2", "title": "A randomised study", "plain_title": "A study of a drink"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def editor(client: Client, cast: Cast) -> Client:
    client.force_login(cast["SE"])
    return client


@pytest.fixture
def draft(cast: Cast) -> Protocol:
    return create_protocol(sponsor=cast.sponsor, by=cast["SE"], names=Names(**TYPED))


def test_the_list_shows_each_sponsor_its_own(client: Client, cast: Cast) -> None:
    for who, sees in (("SE", True), ("SV", True), ("stranger", False), ("AD", False), ("MO", False)):
        client.force_login(cast[who])
        response = client.get(reverse("schedules:protocols"))
        assert (cast.protocol.plain_title in response.content.decode()) is sees, who


def test_an_empty_list_says_what_to_do_next(client: Client, cast: Cast) -> None:
    client.force_login(cast["stranger"])
    text = client.get(reverse("schedules:protocols")).content.decode()
    assert "No study plans yet" in text and "Add the example study" in text
    client.force_login(cast["AD"])
    text = client.get(reverse("schedules:protocols")).content.decode()
    assert "No study plans yet" in text and "Add the example study" not in text


def test_a_longer_list_costs_no_more_queries(editor: Client, cast: Cast, django_assert_num_queries) -> None:
    for number in range(20):
        names = Names(f"X-{number}", "A title", "A study")
        uploaded(create_protocol(sponsor=cast.sponsor, by=cast["SA"], names=names), cast["SA" if number < 10 else "SE"])
    with django_assert_num_queries(4):
        text = editor.get(reverse("schedules:protocols")).content.decode()
    assert text.count("A file waits to be checked") == 20


def test_a_new_one_with_a_file_goes_on_to_reading_it(editor: Client, cast: Cast) -> None:
    response = editor.post(reverse("schedules:new"), {**TYPED, "file": csv()})
    upload = Upload.objects.get(protocol__study_code="ALD-2")
    assert response["Location"] == reverse("schedules:progress", args=[upload.code])
    assert Event.objects.filter(action=Action.PROTOCOL_CREATED).count() == 1


def test_a_new_one_without_a_file_waits_for_it(editor: Client) -> None:
    text = editor.post(reverse("schedules:new"), TYPED, follow=True).content.decode()
    assert "No schedule yet" in text and "Upload a schedule" in text and "Download the template" in text


def test_a_new_page_shows_no_errors_before_anything_was_typed(editor: Client) -> None:
    text = editor.get(reverse("schedules:new")).content.decode()
    assert "There is a problem" not in text and "Error:" not in text


def test_missing_names_are_said_and_what_was_typed_stays(editor: Client) -> None:
    response = editor.post(reverse("schedules:new"), {"study_code": "ALD-2"})
    text = response.content.decode()
    assert response.status_code == 422
    assert "Enter the full title" in text and 'value="ALD-2"' in text
    assert not Protocol.objects.filter(study_code="ALD-2").exists()


def test_a_taken_study_code_names_the_study_that_has_it(editor: Client) -> None:
    response = editor.post(reverse("schedules:new"), {**TYPED, "study_code": " ald-1 "})
    assert response.status_code == 422
    assert "“A study of a tablet” has this study code already" in response.content.decode()


def test_other_sponsors_may_have_the_same_code(client: Client, cast: Cast) -> None:
    client.force_login(cast["stranger"])
    assert client.post(reverse("schedules:new"), {**TYPED, "study_code": "ALD-1"}).status_code == 302


def test_a_code_taken_at_the_same_moment_is_refused_by_the_service(cast: Cast, draft: Protocol) -> None:
    with pytest.raises(StudyCodeTaken):
        create_protocol(sponsor=cast.sponsor, by=cast["SE"], names=Names(**TYPED))
    with pytest.raises(StudyCodeTaken):
        rename_protocol(protocol=draft, by=cast["SE"], names=Names("ALD-1", "a", "b"))


def test_a_file_above_the_limit_starts_no_study(editor: Client) -> None:
    response = editor.post(reverse("schedules:new"), {**TYPED, "file": csv("x" * 10_000_001)})
    assert response.status_code == 413
    assert 'value="ALD-2"' in response.content.decode()
    assert not Protocol.objects.filter(study_code="ALD-2").exists()


def test_invented_fields_are_ignored(editor: Client, cast: Cast) -> None:
    invented = {**TYPED, "is_example": "1", "sponsor": "99", "code": "aaaaaaaaaa", "created_by": "1"}
    editor.post(reverse("schedules:new"), invented)
    made = Protocol.objects.get(study_code="ALD-2")
    assert (made.is_example, made.sponsor, made.created_by) == (False, cast.sponsor, cast["SE"])
    assert made.code != "aaaaaaaaaa"


def test_only_editors_of_a_sponsor_start_studies(client: Client, cast: Cast) -> None:
    for who in ("SV", "MO", "AD", "AC", "SI", "RV"):
        client.force_login(cast[who])
        for address in (reverse("schedules:new"), reverse("schedules:sample")):
            assert client.post(address, TYPED).status_code == 403, who
    assert Protocol.objects.count() == 1


def test_the_example_is_made_once_and_marked(editor: Client, cast: Cast) -> None:
    for _ in range(2):
        text = editor.post(reverse("schedules:sample"), follow=True).content.decode()
    example = cast.sponsor.protocols.get(is_example=True)
    schedule = example.versions.get().schedule
    assert (len(schedule.visits), len(schedule.activities), len(schedule.marks)) == (16, 30, 122)
    assert example.study_code == STUDY_CODE and "Example data" in text


def test_the_example_gives_way_to_a_study_with_its_code(editor: Client, cast: Cast) -> None:
    create_protocol(sponsor=cast.sponsor, by=cast["SE"], names=Names(STUDY_CODE, "Real", "Real"))
    editor.post(reverse("schedules:sample"))
    assert cast.sponsor.protocols.get(is_example=True).study_code == f"{STUDY_CODE} (example)"


def test_the_example_is_made_by_post_only(editor: Client) -> None:
    assert editor.get(reverse("schedules:sample")).status_code == 405


def test_names_can_be_changed_and_that_is_recorded(editor: Client, cast: Cast) -> None:
    address = reverse("schedules:rename", args=[cast.protocol.code])
    assert 'value="ALD-1"' in editor.get(address).content.decode()
    assert editor.post(address, {**TYPED, "study_code": "ALD-1B"}).status_code == 302
    cast.protocol.refresh_from_db()
    assert cast.protocol.study_code == "ALD-1B"
    detail = Event.objects.get(action=Action.PROTOCOL_RENAMED).detail
    assert (detail["before"], detail["after"]) == ("ALD-1", "ALD-1B")


def test_bad_names_are_refused_with_what_was_typed(editor: Client, cast: Cast, draft: Protocol) -> None:
    response = editor.post(reverse("schedules:rename", args=[cast.protocol.code]), TYPED)
    assert response.status_code == 422
    assert 'value="A randomised study"' in response.content.decode()


def test_archiving_and_bringing_back(editor: Client, cast: Cast) -> None:
    for action, is_archived in (("archive", True), ("archive", True), ("restore", False)):
        editor.post(reverse(f"schedules:{action}", args=[cast.protocol.code]))
        cast.protocol.refresh_from_db()
        assert bool(cast.protocol.archived_at) is is_archived
    assert Event.objects.filter(action=Action.PROTOCOL_ARCHIVED).count() == 1
    assert Event.objects.filter(action=Action.PROTOCOL_RESTORED).count() == 1


def test_a_mistaken_draft_is_deleted_with_all_that_belongs_to_it(editor: Client, cast: Cast, draft: Protocol) -> None:
    uploaded(draft, cast["SE"])
    before = StoredFile.objects.count()
    address = reverse("schedules:delete", args=[draft.code])
    assert "Delete this draft?" in editor.get(address).content.decode()
    assert "Nothing of it is kept" in editor.post(address, follow=True).content.decode()
    assert not Protocol.objects.filter(pk=draft.pk).exists()
    assert not Upload.objects.exists()
    assert StoredFile.objects.count() == before - 1


def test_bytes_that_another_study_needs_stay(editor: Client, cast: Cast, draft: Protocol) -> None:
    confirmed(cast.protocol, cast["SE"])
    uploaded(draft, cast["SE"])
    before = StoredFile.objects.count()
    editor.post(reverse("schedules:delete", args=[draft.code]))
    assert StoredFile.objects.count() == before


def test_a_study_with_a_version_cannot_be_deleted(editor: Client, cast: Cast) -> None:
    address = reverse("schedules:delete", args=[cast.protocol.code])
    for response in (editor.get(address), editor.post(address)):
        assert response.status_code == 409
        assert "You can archive it" in response.content.decode()
    assert Protocol.objects.filter(pk=cast.protocol.pk).exists()


def test_the_page_shows_versions_files_on_their_way_and_reviews(editor: Client, cast: Cast) -> None:
    uploaded(cast.protocol, cast["SE"], name="on-its-way.csv")
    text = editor.get(reverse("schedules:protocol", args=[cast.protocol.code])).content.decode()
    assert "Version 1" in text and "on-its-way.csv" in text and "Round 1, of version 1" in text


def test_more_versions_cost_no_more_queries(editor: Client, cast: Cast, django_assert_num_queries) -> None:
    for number in range(4):
        confirmed(cast.protocol, cast["SE" if number % 2 else "SA"], f"Procedure,V1,V2\nTest {number},X,X\nMore,X,\n")
    with django_assert_num_queries(9):
        text = editor.get(reverse("schedules:protocol", args=[cast.protocol.code])).content.decode()
    assert "Version 5" in text


def test_a_viewer_sees_but_has_no_buttons_that_change(client: Client, cast: Cast) -> None:
    client.force_login(cast["SV"])
    text = client.get(reverse("schedules:protocol", args=[cast.protocol.code])).content.decode()
    assert "Version 1" in text
    assert "Archive it" not in text and "Upload a new version" not in text and "Change the names" not in text
    for action in ("archive", "restore", "delete", "rename"):
        assert client.post(reverse(f"schedules:{action}", args=[cast.protocol.code])).status_code == 403


def test_changes_are_posts(editor: Client, cast: Cast) -> None:
    for action in ("archive", "restore"):
        assert editor.get(reverse(f"schedules:{action}", args=[cast.protocol.code])).status_code == 405


def test_a_person_of_two_kinds_of_organisation_acts_for_the_sponsor(client: Client, cast: Cast) -> None:
    host = Organisation.objects.create(name="Host", kind=OrganisationKind.HOST)
    cast["SE"].memberships.create(organisation=host, role="admin")
    client.force_login(cast["SE"])
    client.post(reverse("schedules:new"), TYPED)
    assert Protocol.objects.get(study_code="ALD-2").sponsor == cast.sponsor
