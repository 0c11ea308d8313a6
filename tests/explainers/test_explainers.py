"""Why we ask this: an honest gap, a person's reason, two checks by different people, and what participants see."""

import pytest
from django.urls import reverse

from protocols.audit.models import Action, Event
from protocols.explainers.models import ExplainerDraft
from protocols.reviews.models import Seat, SeatRole
from protocols.schedules.models import PurposeRecord
from tests.cast import Cast, make_cast, match

pytestmark = pytest.mark.django_db
GAP = "The study team has not yet said why this is needed."
REASON = "We look at your heart to keep you safe."


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    match(cast.protocol, "a3", "twelve_lead_ecg")
    Seat.objects.create(
        review=cast.review, role=SeatRole.SPONSOR, organisation=cast.sponsor, user=cast["SE"], is_clinical_approver=True
    )
    Seat.objects.filter(pk=cast.seats["AD"].pk).update(is_lay_approver=True)
    return cast


def url(cast: Cast, name: str = "activity", *more: str) -> str:
    return reverse(f"explainers:{name}", args=[cast.review.code, "a3", *more])


def write(client, cast: Cast, *, go: str = "send", revision: int = 0, role: str = "SA", **texts):
    client.force_login(cast[role])
    return client.post(url(cast, "edit"), {"plain_name": "Heart tracing", "revision": revision, "go": go, **texts})


def approve(client, cast: Cast, role: str, kind: str):
    client.force_login(cast[role])
    return client.post(url(cast, "approve", kind))


def test_without_a_reason_everyone_reads_the_honest_gap(client, cast):
    for role in ("SV", "AD", "SI"):
        client.force_login(cast[role])
        assert GAP in client.get(url(cast)).content.decode()


def test_the_first_draft_has_general_information_and_never_a_reason(client, cast):
    client.force_login(cast["SE"])
    form = client.get(url(cast, "edit")).context["form"]
    assert form["what_happens"].value()
    assert form["why_this_study"].value() == ""


def test_sending_without_a_reason_is_refused_and_keeps_the_texts(client, cast):
    page = write(client, cast, get_ready="Wear a loose top.")
    assert page.status_code == 422
    assert "Only a person can." in page.content.decode()
    assert "Wear a loose top." in page.content.decode()
    assert not ExplainerDraft.objects.exists()


def test_a_draft_can_be_saved_without_a_reason(client, cast):
    assert write(client, cast, go="save").status_code == 302
    assert ExplainerDraft.objects.get().state == "writing"


def test_two_checks_by_different_people_make_it_live(client, cast):
    write(client, cast, why_this_study=REASON)
    client.force_login(cast["SI"])
    assert REASON not in client.get(url(cast)).content.decode()
    assert approve(client, cast, "SE", "clinical").status_code == 302
    assert ExplainerDraft.objects.get().state == "checking"
    assert approve(client, cast, "AD", "lay").status_code == 302
    assert ExplainerDraft.objects.get().state == "approved"
    client.force_login(cast["SI"])
    text = client.get(url(cast)).content.decode()
    assert REASON in text
    assert GAP not in text
    assert Event.objects.filter(action=Action.EXPLAINER_APPROVED).count() == 2


@pytest.mark.parametrize(("role", "kind"), [("SA", "clinical"), ("AC", "lay"), ("SE", "lay"), ("AD", "clinical")])
def test_only_those_who_are_named_may_check(client, cast, role, kind):
    write(client, cast, why_this_study=REASON)
    assert approve(client, cast, role, kind).status_code == 403
    assert not ExplainerDraft.objects.get().approvals.exists()


def test_nobody_checks_twice(client, cast):
    write(client, cast, why_this_study=REASON)
    approve(client, cast, "SE", "clinical")
    assert approve(client, cast, "SE", "clinical").status_code == 403


def test_an_unknown_check_is_not_there(client, cast):
    assert approve(client, cast, "SE", "nonsense").status_code == 404


def test_changing_a_text_under_check_takes_its_approvals_away(client, cast):
    write(client, cast, why_this_study=REASON)
    approve(client, cast, "SE", "clinical")
    write(client, cast, why_this_study=REASON + " Truly.", revision=1)
    draft = ExplainerDraft.objects.get()
    assert (draft.state, draft.revision, draft.approvals.count()) == ("checking", 2, 0)


def test_changing_an_approved_text_leaves_it_live_until_the_new_one_is_checked(client, cast):
    write(client, cast, why_this_study=REASON)
    approve(client, cast, "SE", "clinical")
    approve(client, cast, "AD", "lay")
    write(client, cast, why_this_study="A newer reason for you.")
    assert [draft.state for draft in ExplainerDraft.objects.order_by("number")] == ["approved", "checking"]
    client.force_login(cast["SI"])
    assert REASON in client.get(url(cast)).content.decode()
    approve(client, cast, "SE", "clinical")
    approve(client, cast, "AD", "lay")
    assert [draft.state for draft in ExplainerDraft.objects.order_by("number")] == ["replaced", "approved"]


def test_a_stale_save_writes_nothing_and_shows_both_texts(client, cast):
    write(client, cast, go="save", why_this_study="First hand.")
    page = write(client, cast, go="save", why_this_study="Second hand.")
    text = page.content.decode()
    assert page.status_code == 409
    assert "First hand." in text
    assert "Second hand." in text
    assert ExplainerDraft.objects.get().why_this_study == "First hand."


def test_a_checker_can_send_it_back_with_words(client, cast):
    write(client, cast, why_this_study=REASON)
    client.force_login(cast["AD"])
    assert client.post(url(cast, "send_back", "lay")).status_code == 422
    assert client.post(url(cast, "send_back", "lay"), {"words": "What is a tracing?"}).status_code == 302
    client.force_login(cast["SV"])
    assert "What is a tracing?" in client.get(url(cast)).content.decode()


def test_text_that_is_too_hard_needs_a_reason_of_its_own(client, cast):
    hard = "Electrocardiographic interpretation facilitates comprehensive cardiovascular characterisation. " * 20
    page = write(client, cast, why_this_study=hard)
    assert page.status_code == 422
    assert "too hard to read" in page.content.decode()
    assert write(client, cast, why_this_study=hard, hard_reason="Names of laws.").status_code == 302


def test_checking_the_words_answers_with_a_fragment_and_saves_nothing(client, cast):
    client.force_login(cast["SE"])
    page = client.post(url(cast, "check_words"), {"why_this_study": "One two three."}, headers={"HX-Request": "true"})
    assert "<html" not in page.content.decode()
    assert "3 words" in page.content.decode()
    assert not ExplainerDraft.objects.exists()


def test_an_editor_states_the_purpose_and_earlier_ones_stay(client, cast):
    client.force_login(cast["SE"])
    for purpose in ("exploratory", "safety"):
        client.post(url(cast, "purpose"), {"purpose": purpose})
    assert [record.purpose for record in PurposeRecord.objects.all()] == ["exploratory", "safety"]
    assert "Purpose: Safety." in client.get(url(cast)).content.decode()
    assert client.post(url(cast, "purpose"), {}).status_code == 422


def test_an_objective_must_be_one_of_the_schedule(client, cast):
    client.force_login(cast["SE"])
    objective = "To see whether the medicine works"
    assert client.post(url(cast, "purpose"), {"purpose": "primary", "objective": "Made up"}).status_code == 422
    client.post(url(cast, "purpose"), {"purpose": "primary", "objective": objective})
    assert PurposeRecord.objects.get().objective == objective


@pytest.mark.parametrize("role", ["SV", "MO", "AD", "AC", "SI", "RV"])
def test_only_editors_write(client, cast, role):
    client.force_login(cast[role])
    assert client.get(url(cast, "edit")).status_code == 403
    assert client.post(url(cast, "purpose"), {"purpose": "safety"}).status_code == 403


def test_a_stranger_and_an_activity_of_another_study_are_not_there(client, cast):
    client.force_login(cast["stranger"])
    assert client.get(url(cast)).status_code == 404
    client.force_login(cast["SE"])
    assert client.get(reverse("explainers:activity", args=[cast.review.code, "a99"])).status_code == 404


def test_the_list_shows_the_team_all_and_advocates_what_they_can_read(client, cast, django_assert_max_num_queries):
    address = reverse("explainers:list", args=[cast.review.code])
    client.force_login(cast["SV"])
    with django_assert_max_num_queries(12):
        text = client.get(address).content.decode()
    assert text.count("Not written yet") == 4
    client.force_login(cast["AD"])
    assert "Nothing to read yet" in client.get(address).content.decode()
    write(client, cast, why_this_study=REASON)
    client.force_login(cast["AD"])
    assert "Please check this text" in client.get(address).content.decode()
