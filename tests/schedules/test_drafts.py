"""Changing a schedule in the browser: step by step, undone and done again, and saved as a version."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from protocols.audit.models import Action, Event
from protocols.domain import importers
from protocols.domain.editing import AddVisit, RemoveVisit, RenameVisit, SetActivity, SetMark, Together
from protocols.domain.importers.imported import Refused
from protocols.domain.schedule import Contact, Mark, MarkKind, Repeats, Schedule, Window
from protocols.schedules.drafts.draft import DraftState, ScheduleDraft
from protocols.schedules.drafts.saving import Identical, Wish, save_draft
from protocols.schedules.drafts.services import Unfit, drop_draft, make_edit, redo, start_draft, undo
from protocols.schedules.limits import limits
from protocols.schedules.models import ProcedureMatch, Protocol, ScheduleVersion, Visit
from protocols.schedules.services import Conflict, Names, Stale, create_protocol
from tests.cast import Cast, make_cast, small_schedule, version_of
from tests.schedules.test_confirm import at_once

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def editor(client: Client, cast: Cast) -> Client:
    client.force_login(cast["SE"])
    return client


@pytest.fixture
def draft(cast: Cast) -> ScheduleDraft:
    """The editor's changes to version 1, with none so far."""
    return start_draft(protocol=cast.protocol, by=cast["SE"])


@pytest.fixture
def blank(cast: Cast) -> Protocol:
    """A study plan of the sponsor without any version."""
    names = Names("ALD-2", "Another study", "A study of a drink")
    return create_protocol(sponsor=cast.sponsor, by=cast["SE"], names=names)


def at(name: str, draft: ScheduleDraft, *more: str) -> str:
    return reverse(f"schedules:{name}", args=[draft.code, *more])


def now(draft: ScheduleDraft) -> ScheduleDraft:
    return ScheduleDraft.objects.get(pk=draft.pk)


def edited(draft: ScheduleDraft, cast: Cast, *edits: object) -> ScheduleDraft:
    for edit in edits:
        draft = make_edit(draft=draft, by=cast["SE"], revision=now(draft).revision, edit=edit)  # type: ignore[arg-type]
    return draft


def saved(draft: ScheduleDraft, cast: Cast, reason: str = "Amendment 1") -> ScheduleVersion:
    draft = now(draft)
    newest = draft.protocol.versions.order_by("-number").first()
    wish = Wish(draft.revision, newest.number if newest else 0, reason)
    return save_draft(draft=draft, by=cast["SE"], wish=wish)


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_starting_changes_the_newest_version_and_going_on_finds_the_same(editor: Client, cast: Cast) -> None:
    addresses = {editor.post(reverse("schedules:change", args=[cast.protocol.code]))["Location"] for _ in range(2)}
    draft = ScheduleDraft.objects.get()
    assert addresses == {at("draft", draft)}
    assert (draft.base, draft.schedule) == (cast.version, small_schedule())
    assert "You began with version 1" in page(editor, at("draft", draft))


def test_each_person_has_a_draft_and_a_colleague_sees_and_continues_it(client: Client, cast: Cast) -> None:
    draft = start_draft(protocol=cast.protocol, by=cast["SE"])
    assert start_draft(protocol=cast.protocol, by=cast["SA"]) != draft
    client.force_login(cast["SA"])
    assert at("draft", draft) in page(client, reverse("schedules:protocol", args=[cast.protocol.code]))
    client.post(at("draft_edit", draft), {"revision": 0, "mark": "v3:a1"})
    assert "by Ada Admin" in page(client, at("draft", draft))


def test_only_those_who_may_change_it_see_the_buttons(client: Client, cast: Cast) -> None:
    older, _ = cast.version, version_of(cast.protocol, small_schedule(), cast["SE"], number=2)
    newest = cast.protocol.versions.get(number=2)
    for who, version, is_offered in (("SE", newest, True), ("SE", older, False), ("SV", newest, False)):
        client.force_login(cast[who])
        assert ("Change this schedule" in page(client, reverse("schedules:version", args=[version.code]))) is is_offered
    assert "Change this schedule" not in page(client, reverse("schedules:protocol", args=[cast.protocol.code]))


def test_an_archived_study_plan_is_not_changed(editor: Client, cast: Cast) -> None:
    Protocol.objects.filter(pk=cast.protocol.pk).update(archived_at=timezone.now() - timedelta(days=1))
    assert editor.post(reverse("schedules:change", args=[cast.protocol.code])).status_code == 409
    assert not ScheduleDraft.objects.exists()


def test_pressing_a_cell_sets_a_mark_and_pressing_it_again_takes_it_away(editor: Client, draft: ScheduleDraft) -> None:
    response = editor.post(at("draft_edit", draft), {"revision": 0, "mark": "v3:a1"})
    assert response["Location"] == at("draft", draft) + "#c-v3-a1"
    assert now(draft).schedule.mark_at["v3", "a1"] == Mark("v3", "a1")
    editor.post(at("draft_edit", draft), {"revision": 1, "mark": "v3:a1"})
    assert now(draft).schedule == small_schedule()


def test_what_a_press_sets_is_chosen_above_the_grid_and_stays_chosen(editor: Client, draft: ScheduleDraft) -> None:
    typed = {"revision": 0, "mark": "v1:a2", "pen": "conditional", "words": "X (if needed)"}
    response = editor.post(at("draft_edit", draft) + "?from=1", typed)
    assert now(draft).schedule.mark_at["v1", "a2"] == Mark("v1", "a2", "X (if needed)", MarkKind.CONDITIONAL)
    shown = editor.get(response["Location"])
    assert shown.context["pen"]["pen"].value() == "conditional"
    assert shown.context["pen"]["words"].value() == "X (if needed)"


def test_with_htmx_only_the_cell_and_the_line_above_the_grid_are_answered(editor: Client, draft: ScheduleDraft) -> None:
    response = editor.post(at("draft_edit", draft), {"revision": 0, "mark": "v3:a1"}, headers=HTMX)
    text = response.content.decode()
    assert response.status_code == 200 and "<html" not in text and "<table" not in text
    assert 'hx-swap-oob="innerHTML:#c-v3-a1"' in text and text.count("#c-") == 1
    assert "Informed consent at Call 3: done" in text
    assert 'name="revision" value="1"' in text
    undone = editor.post(at("draft_undo", draft), {"revision": 1}, headers=HTMX).content.decode()
    assert 'hx-swap-oob="innerHTML:#c-v3-a1"' in undone and "not done" in undone


def test_with_htmx_a_new_sign_comes_with_its_meaning(editor: Client, draft: ScheduleDraft) -> None:
    pressed = {"revision": 0, "mark": "v3:a1", "pen": "optional"}
    text = editor.post(at("draft_edit", draft), pressed, headers=HTMX).content.decode()
    assert '<b aria-hidden="true">O1</b>' in text and "<dt>O1</dt><dd>Optional</dd>" in text


def test_undoing_what_is_more_than_a_cell_shows_the_page_anew(editor: Client, cast: Cast, draft: ScheduleDraft) -> None:
    edited(draft, cast, AddVisit("Week 3", "v2"))
    response = editor.post(at("draft_undo", draft), {"revision": 1}, headers=HTMX)
    assert response["HX-Refresh"] == "true"
    assert now(draft).schedule == small_schedule()


def test_steps_are_undone_done_again_and_forgotten_by_a_new_one(
    editor: Client, cast: Cast, draft: ScheduleDraft
) -> None:
    edited(draft, cast, RenameVisit("v1", "Start"), RemoveVisit("v3"))
    assert editor.post(at("draft_undo", draft), {"revision": 2})["Location"] == at("draft", draft) + "#step"
    assert [v.label for v in now(draft).schedule.visits] == ["Start", "Week 2", "Call 3"]
    editor.post(at("draft_redo", draft), {"revision": 3})
    assert [v.label for v in now(draft).schedule.visits] == ["Start", "Week 2"]
    undo(draft=now(draft), revision=4)
    edited(draft, cast, SetMark("v1", "a4"))
    assert (now(draft).position, len(now(draft).edits), now(draft).can_redo) == (2, 2, False)


def test_undoing_nothing_changes_nothing(editor: Client, draft: ScheduleDraft) -> None:
    for name in ("draft_undo", "draft_redo"):
        assert editor.post(at(name, draft), {"revision": 0}).status_code == 302
        assert editor.post(at(name, draft), {"revision": 0}, headers=HTMX).status_code == 200
    assert now(draft).revision == 0
    assert undo(draft=draft, revision=0) == redo(draft=draft, revision=0)


def test_a_visit_and_a_test_are_added_where_they_belong(editor: Client, draft: ScheduleDraft) -> None:
    typed = {"revision": 0, "do": "add-visit", "visit-label": "Week 3", "visit-after": "v2"}
    assert editor.post(at("draft_edit", draft), typed)["Location"] == at("draft", draft) + "#h-new-v1"
    typed = {"revision": 1, "do": "add-activity", "row-label": "Urine test", "row-group": "Checks", "row-after": "a3"}
    assert editor.post(at("draft_edit", draft), typed)["Location"] == at("draft", draft) + "#r-new-a1"
    schedule = now(draft).schedule
    assert [v.label for v in schedule.visits] == ["Screening", "Week 2", "Week 3", "Call 3"]
    assert [(a.label, a.group) for a in schedule.activities][3] == ("Urine test", "Checks")


def test_a_name_that_is_missing_or_too_long_keeps_what_was_typed(editor: Client, draft: ScheduleDraft) -> None:
    long = "x" * 301
    for typed, said in (
        ({"do": "add-visit", "visit-label": "", "visit-after": "v1"}, "Enter a name for the visit"),
        ({"do": "add-visit", "visit-label": long, "visit-after": "v1"}, "Enter 300 characters or fewer"),
        ({"do": "add-visit", "visit-label": "\x01", "visit-after": "v1"}, "It has no name."),
        ({"do": "add-activity", "row-label": "", "row-group": "Checks of mine"}, "Enter a name for the test"),
    ):
        response = editor.post(at("draft_edit", draft), {"revision": 0, **typed})
        text = response.content.decode()
        assert response.status_code == 422 and said in text and "Error:" in text
        assert long not in str(typed) or long in text
        assert "row-group" not in typed or "Checks of mine" in text
    assert now(draft).position == 0


def test_a_press_that_makes_no_sense_is_422(editor: Client, draft: ScheduleDraft) -> None:
    for typed in ({"mark": "v1"}, {"mark": "v1:a1", "pen": "paint"}, {"mark": "v1:a1", "words": "x" * 41}):
        assert editor.post(at("draft_edit", draft), {"revision": 0, **typed}).status_code == 422
        part = editor.post(at("draft_edit", draft), {"revision": 0, **typed}, headers=HTMX)
        assert part.status_code == 422 and 'role="alert"' in part.content.decode()
    assert editor.post(at("draft_edit", draft), {"revision": 0, "mark": "v9:a1"}).status_code == 409


def test_the_page_of_a_visit_sets_all_that_is_said_of_it_in_one_step(editor: Client, draft: ScheduleDraft) -> None:
    typed = {
        **filled(editor, at("draft_visit", draft, "v2")),
        "label": "Week 3", "epoch": "Later", "contact": "home", "day": "22", "before": "1", "after": "", "unit": "week",
        "least": "2", "most": "4", "m-a1": "optional", "m-a2": "",
    }  # fmt: skip
    response = editor.post(at("draft_visit", draft, "v2"), typed)
    assert response["Location"] == at("draft", draft) + "#h-v2"
    schedule = now(draft).schedule
    visit = schedule.visit_by_key["v2"]
    assert (visit.label, visit.epoch, visit.day, visit.contact) == ("Week 3", "Later", 22, Contact.HOME)
    assert (visit.window, visit.repeats) == (Window(1, 0, "week"), Repeats(2, 4))
    assert {m.activity: m.kind.value for m in schedule.marks_of_visit("v2")} == {
        "a1": "optional", "a3": "conditional", "a4": "planned",
    }  # fmt: skip
    assert schedule.mark_at["v2", "a3"].text == "X (if needed)"
    assert now(draft).position == 1


def filled(client: Client, address: str) -> dict[str, object]:
    """The form of a page as a browser sends it."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


def test_keeping_a_page_as_it_is_takes_no_step(editor: Client, draft: ScheduleDraft) -> None:
    for name, key in (("draft_visit", "v2"), ("draft_activity", "a2")):
        assert editor.post(at(name, draft, key), filled(editor, at(name, draft, key))).status_code == 302
    assert now(draft).position == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"label": ""}, "Enter a name"),
        ({"day": "soon"}, "enter a number"),
        ({"before": "-3"}, "enter 0 or more"),
        ({"least": "3", "most": "2"}, "Enter the same number or a larger one"),
        ({"least": "", "most": "2"}, "Enter how many visits it stands for at least"),
        ({"least": "1.5"}, "Enter a whole number"),
        ({"epoch": "x" * 301}, "Enter 300 characters or fewer"),
        ({"contact": "moon"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_on_the_page_of_a_visit_is_said_beside_it(
    editor: Client, draft: ScheduleDraft, typed: dict[str, str], said: str
) -> None:
    address = at("draft_visit", draft, "v2")
    response = editor.post(address, {**filled(editor, address), "epoch": "My own words", **typed})
    assert response.status_code == 422 and said in response.content.decode()
    assert "epoch" in typed or "My own words" in response.content.decode()
    assert now(draft).position == 0


def test_a_name_that_no_file_can_hold_is_refused_on_the_page_of_a_visit(editor: Client, draft: ScheduleDraft) -> None:
    address = at("draft_visit", draft, "v2")
    response = editor.post(address, {**filled(editor, address), "label": "\x01"})
    assert response.status_code == 422 and "It has no name. Enter a name." in response.content.decode()


def test_a_visit_is_moved_copied_and_removed_and_what_was_typed_is_kept(editor: Client, draft: ScheduleDraft) -> None:
    address = at("draft_visit", draft, "v2")
    moved = editor.post(address, {**filled(editor, address), "label": "Week 2b", "go": "earlier"})
    assert moved["Location"] == address
    assert [v.label for v in now(draft).schedule.visits] == ["Week 2b", "Screening", "Call 3"]
    editor.post(address, {**filled(editor, address), "go": "earlier"})  # it is the first: nothing happens
    editor.post(address, {**filled(editor, address), "go": "later"})
    copied = editor.post(address, {**filled(editor, address), "go": "copy"})
    assert copied["Location"] == at("draft_visit", draft, "new-v1")
    assert [v.label for v in now(draft).schedule.visits] == ["Screening", "Week 2b", "Week 2b (copy)", "Call 3"]
    assert len(now(draft).schedule.marks_of_visit("new-v1")) == 3
    editor.post(address, {"revision": now(draft).revision, "go": "remove"})
    assert [v.key for v in now(draft).schedule.visits] == ["v1", "new-v1", "v3"]


def test_a_test_is_renamed_moved_and_removed(editor: Client, draft: ScheduleDraft) -> None:
    address = at("draft_activity", draft, "a3")
    editor.post(
        address, {**filled(editor, address), "label": "ECG", "group": "Heart", "m-v3": "planned", "go": "later"}
    )
    rows = now(draft).schedule.activities
    assert [(a.key, a.label, a.group) for a in rows][2:] == [("a4", "Adverse events", None), ("a3", "ECG", "Heart")]
    assert now(draft).schedule.mark_at["v3", "a3"].kind is MarkKind.PLANNED
    editor.post(address, {"revision": now(draft).revision, "go": "remove"})
    assert "a3" not in now(draft).schedule.activity_by_key


def test_a_row_that_is_not_there_is_404(editor: Client, draft: ScheduleDraft) -> None:
    for name, key in (("draft_visit", "v9"), ("draft_activity", "v1")):
        assert editor.get(at(name, draft, key)).status_code == 404


def test_a_step_that_comes_too_late_says_what_others_did_and_changes_nothing(
    editor: Client, cast: Cast, draft: ScheduleDraft
) -> None:
    edited(draft, cast, RenameVisit("v1", "Start"))
    for name, typed in (
        ("draft_edit", {"mark": "v3:a1"}),
        ("draft_edit", {"do": "add-visit", "visit-label": "Week 3"}),
        ("draft_undo", {}),
        ("draft_save", {"newest": 1, "reason": "My long reason"}),
    ):
        response = editor.post(at(name, draft), {"revision": 0, **typed})
        text = response.content.decode()
        assert (
            response.status_code == 409 and "Visit “Screening” renamed to “Start”" in text and "by Eve Editor" in text
        )
    assert "My long reason" in text
    part = editor.post(at("draft_edit", draft), {"revision": 0, "mark": "v3:a1"}, headers=HTMX)
    assert part.status_code == 409 and "Not kept: Informed consent at Call 3: done." in part.content.decode()
    assert (now(draft).position, cast.protocol.versions.count()) == (1, 1)


def test_a_page_that_comes_too_late_shows_both_and_pressing_again_keeps_mine(
    editor: Client, cast: Cast, draft: ScheduleDraft
) -> None:
    address = at("draft_visit", draft, "v2")
    mine = {**filled(editor, address), "label": "Mine"}
    edited(draft, cast, RenameVisit("v2", "Theirs"))
    response = editor.post(address, mine)
    assert response.status_code == 409
    assert "Stored now: “Theirs”. Yours: “Mine”." in response.content.decode()
    again = {name: field.value() for name, field in ((n, response.context["form"][n]) for n in mine)}
    editor.post(address, {name: "" if value is None else value for name, value in again.items()})
    assert now(draft).schedule.visit_by_key["v2"].label == "Mine"
    edited(draft, cast, RemoveVisit("v2"))
    assert editor.post(address, {**mine, "revision": 1}).status_code == 404


def test_saving_asks_why_and_makes_a_version_with_a_file_that_says_the_same(
    editor: Client, cast: Cast, draft: ScheduleDraft
) -> None:
    edited(
        draft, cast, RenameVisit("v2", "Week 3"), AddVisit("Week 6", "v3"), SetMark("new-v1", "a2"),
        SetMark("v1", "a3", None),
    )  # fmt: skip
    shown = page(editor, at("draft_save", draft))
    for words in ("name: “Week 2” before, now “Week 3”", "new, with 1 mark", "no longer at Screening"):
        assert words in shown
    typed = {"revision": 4, "newest": 1, "reason": ""}
    refused = editor.post(at("draft_save", draft), typed)
    assert refused.status_code == 422 and "Say why there is a new version" in refused.content.decode()
    done = editor.post(at("draft_save", draft), {**typed, "reason": "Amendment 1: fewer tests"})
    version = cast.protocol.versions.get(number=2)
    assert done["Location"] == reverse("schedules:version", args=[version.code])
    assert (version.reason, version.filename) == ("Amendment 1: fewer tests", "ALD-1 version 2 (edited).xlsx")
    assert [(v.key, v.label) for v in version.schedule.visits][1:] == [
        ("v2", "Week 3"),
        ("v3", "Call 3"),
        ("v4", "Week 6"),
    ]
    assert importers.read(bytes(version.file.content), version.filename).schedule == version.schedule
    assert version.schedule.sha256 == version.schedule_sha256
    assert Visit.objects.get(protocol=cast.protocol, key="v2").label == "Week 3"
    assert Event.objects.filter(action=Action.VERSION_CONFIRMED).count() == 1
    assert version.reviews.get().number == 2  # whoever listens heard of it
    assert "Amendment 1: fewer tests" in page(editor, reverse("schedules:protocol", args=[cast.protocol.code]))
    assert "Amendment 1: fewer tests" in page(editor, done["Location"])


def test_a_second_save_finds_the_version_of_the_first(editor: Client, cast: Cast, draft: ScheduleDraft) -> None:
    first = saved(edited(draft, cast, SetMark("v3", "a1")), cast)
    assert save_draft(draft=draft, by=cast["SE"], wish=Wish(1, 2, "Again")) == first
    for name in ("draft", "draft_save", "draft_drop"):
        assert editor.get(at(name, draft))["Location"] == reverse("schedules:version", args=[first.code])
    assert editor.get(at("draft_visit", draft, "v1")).status_code == 302
    assert editor.get(at("draft_activity", draft, "a1")).status_code == 302
    with pytest.raises(Conflict):
        drop_draft(draft=draft)
    assert start_draft(protocol=cast.protocol, by=cast["SE"]).base == first


def test_an_identical_schedule_is_refused(editor: Client, cast: Cast, draft: ScheduleDraft) -> None:
    edited(draft, cast, SetMark("v1", "a1", None), SetMark("v1", "a1"))
    assert "identical to version 1" in page(editor, at("draft_save", draft))
    with pytest.raises(Identical):
        saved(draft, cast)
    assert editor.post(at("draft_save", draft), {"revision": 2, "newest": 1, "reason": "None"}).status_code == 409
    assert cast.protocol.versions.count() == 1


def test_a_schedule_without_a_mark_says_so_and_is_not_saved(editor: Client, cast: Cast, draft: ScheduleDraft) -> None:
    marks = [SetMark(mark.visit, mark.activity, None) for mark in small_schedule().marks]
    edited(draft, cast, Together(tuple(marks)))
    response = editor.post(at("draft_save", draft), {"revision": 1, "newest": 1, "reason": "Nothing"})
    assert response.status_code == 422 and "no visit with an activity marked" in response.content.decode()
    with pytest.raises(Refused):
        saved(draft, cast)
    assert now(draft).state == DraftState.OPEN


def test_a_version_saved_meanwhile_has_to_be_passed_over_knowingly(editor: Client, cast: Cast, draft: ScheduleDraft):
    edited(draft, cast, SetMark("v3", "a1"))
    version_of(cast.protocol, SetMark("v3", "a2").apply(small_schedule()), cast["SE"], number=2)
    typed = {"revision": 1, "newest": 1, "reason": "Mine"}
    assert "Version 2 was saved since these changes began" in page(editor, at("draft_save", draft))
    assert editor.post(at("draft_save", draft), typed).status_code == 422
    assert editor.post(at("draft_save", draft), {**typed, "older": "on"}).status_code == 409
    assert editor.post(at("draft_save", draft), {**typed, "newest": 2, "older": "on"}).status_code == 302
    assert cast.protocol.versions.get(number=3).schedule.mark_at.get(("v3", "a2")) is None


def test_an_empty_schedule_becomes_version_1(editor: Client, cast: Cast, blank: Protocol) -> None:
    assert "Start with an empty schedule" in page(editor, reverse("schedules:protocol", args=[blank.code]))
    editor.post(reverse("schedules:change", args=[blank.code]))
    draft = blank.drafts.get()
    assert "There is no grid yet" in page(editor, at("draft", draft))
    editor.post(at("draft_edit", draft), {"revision": 0, "do": "add-visit", "visit-label": "Day 1"})
    editor.post(at("draft_edit", draft), {"revision": 1, "do": "add-activity", "row-label": "Vital signs"})
    editor.post(at("draft_edit", draft), {"revision": 2, "mark": "new-v1:new-a1"})
    assert "What is in it" in page(editor, at("draft_save", draft))
    assert editor.post(at("draft_save", draft), {"revision": 3, "newest": 0}).status_code == 302
    version = blank.versions.get()
    assert version.number == 1
    assert version.schedule.marks == (Mark("v1", "a1"),)
    assert ProcedureMatch.objects.get(activity__protocol=blank).procedures


def test_only_new_and_renamed_rows_are_matched_anew(cast: Cast, draft: ScheduleDraft) -> None:
    saved(edited(draft, cast, SetActivity("a3", "Chest X-ray"), SetMark("v3", "a1")), cast)
    assert [match.activity.key for match in ProcedureMatch.objects.all()] == ["a3"]


def test_what_was_removed_and_comes_back_is_what_it_was(cast: Cast, draft: ScheduleDraft) -> None:
    saved(edited(draft, cast, RemoveVisit("v2")), cast)
    second = start_draft(protocol=cast.protocol, by=cast["SE"])
    back = [AddVisit("Week 2", "v1"), SetMark("new-v1", "a2"), AddVisit("Week 9", "v3"), SetMark("new-v2", "a2")]
    third = saved(edited(second, cast, *back), cast)
    assert [(v.key, v.label) for v in third.schedule.visits] == [
        ("v1", "Screening"), ("v2", "Week 2"), ("v3", "Call 3"), ("v4", "Week 9"),
    ]  # fmt: skip


def test_visits_that_swap_their_names_stay_who_they_were(cast: Cast, draft: ScheduleDraft) -> None:
    version = saved(edited(draft, cast, RenameVisit("v1", "Week 2"), RenameVisit("v2", "Screening")), cast)
    assert [(v.key, v.label) for v in version.schedule.visits][:2] == [("v1", "Week 2"), ("v2", "Screening")]


def test_dropping_asks_first_and_forgets_the_steps(editor: Client, cast: Cast, draft: ScheduleDraft) -> None:
    edited(draft, cast, SetMark("v3", "a1"))
    assert "1 step is lost" in page(editor, at("draft_drop", draft))
    assert editor.post(at("draft_drop", draft)).status_code == 302
    assert (now(draft).state, now(draft).edits) == (DraftState.DROPPED, [])
    assert drop_draft(draft=draft).state == DraftState.DROPPED
    assert "These changes were dropped" in page(editor, at("draft", draft), 409)
    with pytest.raises(Stale):
        edited(draft, cast, SetMark("v3", "a1"))
    assert start_draft(protocol=cast.protocol, by=cast["SE"]) != draft


def test_a_draft_has_an_end(cast: Cast, draft: ScheduleDraft, monkeypatch: pytest.MonkeyPatch) -> None:
    ScheduleDraft.objects.filter(pk=draft.pk).update(position=limits().draft_edits)
    monkeypatch.setattr(ScheduleDraft, "after", lambda self, count: self.began)
    with pytest.raises(Unfit, match="This draft has 2,000 steps"):
        edited(draft, cast, SetMark("v3", "a1"))


def test_a_wide_schedule_is_changed_in_blocks_of_visits(editor: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch):
    wide = Schedule(visits=small_schedule().visits, activities=small_schedule().activities)
    for number in range(6):
        wide = AddVisit(f"Week {number}", "v3").apply(wide)
    protocol = create_protocol(sponsor=cast.sponsor, by=cast["SE"], names=Names("W-1", "Wide", "Wide"))
    version_of(protocol, wide, cast["SE"])
    draft = start_draft(protocol=protocol, by=cast["SE"])
    narrow = type("Narrow", (), {"editing_cells": 16})()
    monkeypatch.setattr("protocols.schedules.drafts.pages.limits", lambda: narrow)
    assert "Visits 5 to 8" in page(editor, at("draft", draft) + "?from=5")
    response = editor.post(at("draft_edit", draft) + "?from=5", {"revision": 0, "mark": "v1:a1"})
    assert response["Location"] == at("draft", draft) + "?from=5#c-v1-a1"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_the_same_moment_one_is_kept_and_the_other_told(cast: Cast, draft: ScheduleDraft) -> None:
    def press(role: str, activity: str) -> Callable[[], object]:
        return lambda: make_edit(draft=draft, by=cast[role], revision=0, edit=SetMark("v3", activity))

    results = at_once(press("SE", "a1"), press("SA", "a2"))
    assert [isinstance(result, Stale) for result in results].count(True) == 1
    assert (now(draft).position, now(draft).revision, len(now(draft).edits)) == (1, 1, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_draft_saved_twice_at_the_same_moment_is_one_version(cast: Cast, draft: ScheduleDraft) -> None:
    edited(draft, cast, SetMark("v3", "a1"))

    def save(role: str) -> Callable[[], object]:
        return lambda: save_draft(draft=draft, by=cast[role], wish=Wish(1, 1, "Once")).number

    assert at_once(save("SE"), save("SA")) == [2, 2]
    assert cast.protocol.versions.count() == 2


def test_a_press_in_a_large_schedule_is_answered_with_one_cell(
    editor: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    visits = tuple(replace(small_schedule().visits[0], key=f"v{n}", label=f"Week {n}") for n in range(1, 41))
    rows = tuple(replace(small_schedule().activities[0], key=f"a{n}", label=f"Test {n}") for n in range(1, 81))
    marks = tuple(Mark(v.key, a.key) for i, v in enumerate(visits) for j, a in enumerate(rows) if (i + j) % 3 == 0)
    protocol = create_protocol(sponsor=cast.sponsor, by=cast["SE"], names=Names("L-1", "Large", "Large"))
    version_of(protocol, Schedule(visits=visits, activities=rows, marks=marks), cast["SE"])
    draft = start_draft(protocol=protocol, by=cast["SE"])
    assert page(editor, at("draft", draft)).count('name="mark"') == 40 * 80
    with django_assert_max_num_queries(14):
        response = editor.post(at("draft_edit", draft), {"revision": 0, "mark": "v40:a80"}, headers=HTMX)
    assert response.status_code == 200 and len(response.content) < 4_000


def test_no_page_of_a_draft_takes_another_method_or_a_stranger(
    client: Client, cast: Cast, draft: ScheduleDraft
) -> None:
    for who, status in (("stranger", 404), ("SV", 403)):
        client.force_login(cast[who])
        for address in (at("draft", draft), at("draft_visit", draft, "v1"), at("draft_save", draft)):
            assert client.get(address).status_code == status
        assert client.post(at("draft_edit", draft), {"revision": 0, "mark": "v3:a1"}).status_code == status
    client.force_login(cast["SE"])
    for name in ("draft_edit", "draft_undo", "draft_redo"):
        assert client.get(at(name, draft)).status_code == 405
    assert client.post(at("draft", draft)).status_code == 405
    assert now(draft).position == 0


def test_usual_care_is_ticked_for_a_row_and_saved_with_the_version(editor: Client, draft: ScheduleDraft) -> None:
    address = at("draft_activity", draft, "a2")
    label = now(draft).schedule.activity_by_key["a2"].label
    response = editor.post(address, {**filled(editor, address), "usual_care": "on", "go": "save"})
    assert response.status_code == 302
    assert {mark.activity for mark in now(draft).schedule.marks if mark.usual_care} == {"a2"}
    assert f"Usual care for “{label}” changed" in editor.get(at("draft", draft)).content.decode()
    assert "in usual care anyway at" in editor.get(at("draft_save", draft)).content.decode()
