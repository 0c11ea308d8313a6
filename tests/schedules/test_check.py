"""The check page: counts first, the grid as it will be saved, questions whose answers become records."""

import pytest
from django.test import Client
from django.urls import reverse

from protocols.schedules.checks.confirming import confirm_upload
from protocols.schedules.checks.corrections import corrected_schedule
from protocols.schedules.checks.page import check
from protocols.schedules.models import Upload, UploadState
from protocols.schedules.services import cancel_upload
from tests.cast import Cast, make_cast
from tests.schedules.files import GRID, answers, confirmed, preview, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def upload(cast: Cast) -> Upload:
    return uploaded(cast.protocol, cast["SE"])


@pytest.fixture
def editor(client: Client, cast: Cast) -> Client:
    client.force_login(cast["SE"])
    return client


def page(client: Client, upload: Upload):
    return client.get(reverse("schedules:check", args=[upload.code]))


def correct(client: Client, upload: Upload, **changed: object):
    address = reverse("schedules:correct", args=[upload.code])
    response = client.post(address, answers(client, upload, **changed), follow=True)
    upload.refresh_from_db()
    return response


def question(upload: Upload, kind: str) -> str:
    """The name of the control of the first question of a kind."""
    return f"q{[q.kind for q in check(upload).questions].index(kind)}"


def test_counts_come_first_and_are_those_of_the_file(editor: Client, upload: Upload) -> None:
    text = page(editor, upload).content.decode()
    for count, word in ((4, "visits"), (5, "procedures"), (10, "marks"), (0, "footnotes")):
        assert f"<b>{count}</b>{word}" in text
    seen = check(upload)
    assert f"<b>{seen.to_check}</b>things to check" in text
    assert text.index("things to check") < text.index("How it will be saved")


def test_the_grid_shows_what_will_be_saved_with_unsure_cells_in_words(editor: Client, upload: Upload) -> None:
    text = page(editor, upload).content.decode()
    assert 'class="on ask"' in text
    assert "done only in some cases" in text
    assert "X (if needed)" in text
    assert text.count('<td class="on') == 10


def test_a_row_without_a_match_stands_out_with_the_reason(editor: Client, upload: Upload) -> None:
    response = page(editor, upload)
    assert [row.activity.label for row in response.context["unmatched"]] == ["Zorbing"]
    assert "1 row we could not match" in response.content.decode()
    assert all(row.match.reason for row in response.context["matched"])


def test_an_answer_becomes_a_record_and_the_schedule_follows(editor: Client, cast: Cast, upload: Upload) -> None:
    response = correct(editor, upload, **{question(upload, "mark"): "optional"})
    (record,) = upload.corrections
    assert (record["kind"], record["value"]) == ("mark", {"kind": "optional", "probability": None})
    assert (record["by"], upload.revision) == (cast["SE"].pk, 1)
    assert {m.kind for m in corrected_schedule(upload).marks if m.text == "X (if needed)"} == {"optional"}
    assert "Your answers are kept" in response.content.decode()
    assert "Answered" in response.content.decode()


def test_what_the_file_said_stays_beside_the_answers(editor: Client, upload: Upload) -> None:
    before = upload.schedule_json
    correct(editor, upload, **{question(upload, "mark"): "none"})
    assert upload.schedule_json == before
    assert len(corrected_schedule(upload).marks) == 9


def test_an_answer_equal_to_the_reading_settles_the_question(editor: Client, upload: Upload) -> None:
    open_before = check(upload).to_check
    correct(editor, upload, **{question(upload, "mark"): "conditional"})
    assert check(upload).to_check == open_before - 1


def test_one_answer_counts_for_all_visits_without_a_place(editor: Client, upload: Upload) -> None:
    correct(editor, upload, **{question(upload, "contact"): "site"})
    assert [visit.contact.value for visit in corrected_schedule(upload).visits] == ["site", "site", "site", "phone"]


def test_a_single_visit_can_be_changed(editor: Client, upload: Upload) -> None:
    correct(editor, upload, **{"v1-contact": "home", "v1-day": "15"})
    visit = corrected_schedule(upload).visits[1]
    assert (visit.contact.value, visit.day) == ("home", 15)


def test_a_share_of_people_goes_with_a_mark(editor: Client, upload: Upload) -> None:
    name = question(upload, "mark")
    correct(editor, upload, **{name: "conditional", f"{name}-share": "30"})
    assert [m.probability for m in corrected_schedule(upload).marks if m.text == "X (if needed)"] == [0.3]


def test_equal_marks_can_be_answered_one_by_one(editor: Client, cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"], GRID.replace("Zorbing,,X,,", "Zorbing,,X (if needed),,"))
    name = question(upload, "mark")
    correct(editor, upload, **{name: "optional", f"{name}-1": "planned"})
    kinds = [mark.kind.value for mark in corrected_schedule(upload).marks if mark.text == "X (if needed)"]
    assert sorted(kinds) == ["optional", "planned"]


def test_a_match_can_be_chosen_by_name_and_holds_for_the_same_words(editor: Client, cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"], f"{GRID}More,,,,\nzorbing,,,X,\n")
    row = next(row for row in page(editor, upload).context["unmatched"] if row.activity.label == "Zorbing")
    name = page(editor, upload).context["procedures"][0]
    correct(editor, upload, **{row.field.name: f"{name};"})
    chosen = [match for match in check(upload).matches.values() if match.is_persons]
    assert len(chosen) == 2
    assert len({match.procedures for match in chosen}) == 1


def test_a_name_that_is_not_in_the_library_is_quoted_and_nothing_is_lost(editor: Client, upload: Upload) -> None:
    row = page(editor, upload).context["unmatched"][0]
    response = correct(editor, upload, **{row.field.name: "Juggling", "v1-day": "15"})
    text = response.content.decode()
    assert response.status_code == 422
    assert "“Juggling” is not in the library" in text
    assert 'value="Juggling"' in text and 'name="v1-day" value="15"' in text
    assert upload.corrections == []


def test_a_day_that_is_no_number_is_said_beside_its_field(editor: Client, upload: Upload) -> None:
    response = correct(editor, upload, **{"v1-day": "soon"})
    assert response.status_code == 422
    assert "Day of Week 2: enter a number, like 4" in response.content.decode()
    assert "<title>Error:" in response.content.decode()


@pytest.mark.parametrize("day", ["NaN", "1e309", "inf", "1e6", "٣٣٣٣٣٣"])
def test_a_day_outside_reason_is_refused(editor: Client, upload: Upload, day: str) -> None:
    assert correct(editor, upload, **{"v1-day": day}).status_code == 422
    assert upload.corrections == []


def test_nothing_changed_makes_no_record(editor: Client, upload: Upload) -> None:
    correct(editor, upload)
    assert (upload.corrections, upload.revision) == ([], 0)


def test_answers_on_an_old_page_are_refused_with_a_way_on(editor: Client, upload: Upload) -> None:
    old = answers(editor, upload, **{"v1-day": "20"})
    correct(editor, upload, **{"v1-day": "15"})
    response = editor.post(reverse("schedules:correct", args=[upload.code]), old)
    assert response.status_code == 409
    assert reverse("schedules:check", args=[upload.code]) in response.content.decode()
    assert corrected_schedule(upload).visits[1].day == 15


def test_controls_that_the_page_does_not_have_are_ignored(editor: Client, upload: Upload) -> None:
    invented = {"q99": "done", "v77-day": "4", "m50": "x", "state": "confirmed", "version": "9", "protocol": "1"}
    assert correct(editor, upload, **invented).status_code == 200
    assert (upload.corrections, upload.state) == ([], UploadState.READ)


def test_a_choice_that_the_page_does_not_offer_is_refused(editor: Client, upload: Upload) -> None:
    assert correct(editor, upload, **{question(upload, "mark"): "gone"}).status_code == 422
    assert correct(editor, upload, **{"v1-contact": "moon"}).status_code == 422
    assert upload.corrections == []


def test_left_out_controls_change_nothing(editor: Client, upload: Upload) -> None:
    sha256 = corrected_schedule(upload).sha256
    address = reverse("schedules:correct", args=[upload.code])
    assert editor.post(address, {"revision": 0, "sha256": sha256}).status_code == 302
    upload.refresh_from_db()
    assert upload.corrections == []


def test_a_cancelled_file_cannot_be_answered_or_checked(editor: Client, cast: Cast, upload: Upload) -> None:
    filled = answers(editor, upload, **{"v1-day": "15"})
    cancel_upload(upload=upload, by=cast["SE"])
    for name in ("correct", "confirm"):
        assert editor.post(reverse(f"schedules:{name}", args=[upload.code]), filled).status_code == 409
    assert page(editor, upload)["Location"] == reverse("schedules:progress", args=[upload.code])


def test_the_same_file_again_is_named_as_identical(editor: Client, cast: Cast) -> None:
    confirmed(cast.protocol, cast["SE"])
    again = uploaded(cast.protocol, cast["SE"], name="renamed.csv")
    assert "This is identical to version 2." in page(editor, again).content.decode()


def test_another_file_with_the_same_schedule_is_named_as_identical(editor: Client, cast: Cast) -> None:
    confirmed(cast.protocol, cast["SE"])
    again = uploaded(cast.protocol, cast["SE"], GRID.replace(",", ";"))
    assert "This is identical to version 2." in page(editor, again).content.decode()


def test_a_changed_file_is_not_named_as_identical(editor: Client, cast: Cast) -> None:
    confirmed(cast.protocol, cast["SE"])
    changed = uploaded(cast.protocol, cast["SE"], GRID.replace("Zorbing,,X", "Zorbing,X,"))
    assert "identical" not in page(editor, changed).content.decode()


def test_the_questions_of_the_page_do_not_cost_more_queries_with_more_rows(
    editor: Client, cast: Cast, upload: Upload, django_assert_num_queries
) -> None:
    rows = "".join(f"Test {number},X,X (if {number}),X,\n" for number in range(60))
    large = uploaded(cast.protocol, cast["SE"], GRID + rows)
    for found in (upload, large):
        with django_assert_num_queries(6):
            page(editor, found)


def test_strangers_and_viewers_do_not_check(client: Client, cast: Cast, upload: Upload) -> None:
    for who, status in (("SV", 403), ("stranger", 404), ("MO", 404)):
        client.force_login(cast[who])
        assert page(client, upload).status_code == status
        for name in ("correct", "confirm"):
            assert client.post(reverse(f"schedules:{name}", args=[upload.code])).status_code == status


def test_answers_and_saving_are_posts(editor: Client, upload: Upload) -> None:
    for name in ("correct", "confirm"):
        assert editor.get(reverse(f"schedules:{name}", args=[upload.code])).status_code == 405
    assert editor.post(reverse("schedules:check", args=[upload.code])).status_code == 405


LOST = GRID + "Caf\ufffd visit,X,,,\n"  # a letter that was lost before the upload: the reader warns


def test_a_remark_is_ticked_off_and_stays_as_a_record(editor: Client, cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"], LOST)
    before = check(upload).to_check
    boxes = page(editor, upload).content.decode().count("I looked at this")
    correct(editor, upload, w0="on")
    assert [record["kind"] for record in upload.corrections] == ["seen"]
    assert check(upload).to_check == before - 1
    text = page(editor, upload).content.decode()
    assert text.count("Looked at") == 1 and text.count("I looked at this") == boxes - 1


def test_the_filter_leaves_out_what_needs_no_look(editor: Client, cast: Cast) -> None:
    upload = uploaded(cast.protocol, cast["SE"], LOST)
    correct(editor, upload, w0="on", w1="on", **{question(upload, "contact"): "site"})
    whole = editor.get(reverse("schedules:check", args=[upload.code])).content.decode()
    narrow = editor.get(reverse("schedules:check", args=[upload.code]), {"show": "look"}).content.decode()
    assert ">Vital signs<" in whole and "Looked at" in whole and "Where they take place" in whole
    for gone in (">Vital signs<", "Looked at", "Where they take place", "Change the day or the place"):
        assert gone not in narrow
    assert "Zorbing" in narrow and "X (if needed)" in narrow


def test_answers_given_under_the_filter_lead_back_to_it(editor: Client, upload: Upload) -> None:
    address = reverse("schedules:correct", args=[upload.code]) + "?show=look"
    filled = answers(editor, upload, **{question(upload, "mark"): "optional"})
    assert editor.post(address, filled)["Location"] == reverse("schedules:check", args=[upload.code]) + "?show=look"
    upload.refresh_from_db()
    assert [record["kind"] for record in upload.corrections] == ["mark"]


RENAMED = GRID.replace("Week 4", "Week 4 visit").replace("Zorbing", "Zorbing outside")


def test_a_new_name_like_a_gone_one_is_asked_about(editor: Client, cast: Cast) -> None:
    confirmed(cast.protocol, cast["SE"])
    upload = uploaded(cast.protocol, cast["SE"], RENAMED)
    asked = [each for each in check(upload).questions if each.kind == "same-as"]
    assert [each.where for each in asked] == ["Week 4 visit", "Zorbing outside"]
    text = page(editor, upload).content.decode()
    assert "Is this the “Week 4” of the last version?" in text
    assert "Is this the “Zorbing” of the last version?" in text


def test_what_is_said_to_be_the_same_keeps_its_identity_and_the_rest_is_new(editor: Client, cast: Cast) -> None:
    before = confirmed(cast.protocol, cast["SE"]).schedule
    upload = uploaded(cast.protocol, cast["SE"], RENAMED)
    first = question(upload, "same-as")
    correct(editor, upload, **{first: "same", f"q{int(first[1:]) + 1}": "apart"})
    after = confirm_upload(upload=upload, by=cast["SE"], preview=preview(upload)).schedule
    week4 = next(visit for visit in before.visits if visit.label == "Week 4")
    assert after.visit_by_key[week4.key].label == "Week 4 visit"
    zorbing = next(row for row in before.activities if row.label == "Zorbing")
    assert zorbing.key not in after.activity_by_key
    assert {row.label for row in after.activities if row.key not in before.activity_by_key} == {"Zorbing outside"}


def test_without_an_answer_a_new_name_is_new(cast: Cast) -> None:
    before = confirmed(cast.protocol, cast["SE"]).schedule
    after = confirmed(cast.protocol, cast["SE"], RENAMED).schedule
    assert len(after.visit_by_key.keys() - before.visit_by_key.keys()) == 1


def test_a_first_version_asks_nothing_about_earlier_ones(upload: Upload) -> None:
    assert "same-as" not in {each.kind for each in check(upload).questions}
