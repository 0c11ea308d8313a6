"""A save asks the database little, and its shortcuts find what the long way finds."""

from uuid import uuid4

import pytest
from django.http import QueryDict
from django.urls import reverse

from protocols.audit import services as audit
from protocols.people.models import User
from protocols.prepared import Prepared
from protocols.reviews import access as reviews
from protocols.reviews.models import Persona
from protocols.runthroughs import access, services, steps
from protocols.runthroughs.forms import StepForm
from protocols.runthroughs.models import Annotation, RunThrough, Walk
from protocols.runthroughs.rooms import access as rooms
from protocols.runthroughs.rooms.forms import RoomStepForm
from tests.cast import Cast, make_cast, match
from tests.runthroughs.rooms import make_group

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

FAR = {"key": "far", "name": "Sam", "minutes_one_way": 90, "transport": "car"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def walk(cast: Cast) -> Walk:
    Persona.objects.create(review=cast.review, key="far", name="Sam", one_line="Far.", details=FAR)
    match(cast.protocol, "a1", "informed-consent")
    run = RunThrough.objects.create(review=cast.review, title="All", visits=["v1", "v3"], created_by=cast["MO"])
    return Walk.objects.create(run=run, seat=cast.seats["AD"], persona=cast.review.personas.get(key="far"))


def save(client, walk: Walk, version: int, **said):
    address = reverse("runthroughs:autosave", args=[walk.code, 3])
    form = {"key": str(uuid4()), "version": version, **said}
    return client.post(address, form, headers={"HX-Request": "true"})


def fields_of(record, *came_from: object) -> dict[str, object]:
    """What a record and the records fetched with it hold."""
    own = {name: value for name, value in vars(record).items() if name != "_state"}
    fetched = {name: each for name, each in record._state.fields_cache.items() if each not in {None, *came_from}}
    return own | {name: fields_of(each, record, *came_from) for name, each in fetched.items()}


def assert_same(prepared: Prepared, *values: str | int) -> None:
    expected = prepared._ask(*values).first()
    for _ in range(2):  # worked out, and then asked again
        found = prepared.first(*values)
        assert (found, fields_of(found)) == (expected, fields_of(expected))
        assert not found._state.adding


def test_each_prepared_question_finds_what_its_queryset_finds(client, cast, walk):
    client.force_login(cast["AD"])
    assert save(client, walk, 0, words="Loud", reasons=["pain", "worry"], could_not_do="on").status_code == 200
    assert save(client, walk, 1, words="Louder").status_code == 200
    said, bare = Annotation.objects.get(), Walk.objects.create(run=walk.run, seat=cast.seats["SI"])
    assert_same(access._walk, walk.code)
    assert_same(access._walk, bare.code)  # without a persona
    assert_same(reviews._membership, cast["SE"].pk, cast.protocol.pk)
    assert_same(steps._protocol, cast.protocol.pk)
    assert_same(services._annotation, walk.pk, said.visit_id, said.step)
    assert_same(services._last_change, said.pk)
    audit.record(action=audit.Action.SIGNED_IN, subject="user:1", actor=1)
    assert_same(audit._last)


def test_the_prepared_question_of_a_room_finds_what_its_queryset_finds():
    group = make_group()
    group.join("AD")
    group.open()
    assert_same(rooms._walk_in, group.run.code, group.cast["AD"].pk)
    assert rooms._walk_in.first(group.run.code, group.cast["stranger"].pk) is None


def test_the_next_question_is_asked_for_its_own_values(cast, walk):
    assert access._walk.first(walk.code) == walk
    assert access._walk.first("no-such") is None
    assert services._annotation.first(walk.pk, cast.protocol.visits.get(key="v1").pk, "before") is None
    assert reviews._membership.first(cast["stranger"].pk, cast.protocol.pk) is None


def test_a_question_that_would_drop_a_value_is_refused(cast):
    inside_another = Prepared(lambda part: User.objects.filter(name__contains=part), str)
    with pytest.raises(ValueError, match="would never be asked"):
        inside_another.first("Olu")


def test_a_save_asks_the_database_few_questions(client, cast, walk, django_assert_num_queries):
    client.force_login(cast["AD"])
    assert save(client, walk, 0, words="First").status_code == 200
    with django_assert_num_queries(11):  # session, user, walk, membership, matches, two of the step; a write of four
        assert save(client, walk, 1, words="Second").status_code == 200
    assert Annotation.objects.get().words == "Second"


@pytest.mark.parametrize("form", [StepForm, RoomStepForm])
@pytest.mark.parametrize(
    "typed",
    [
        "",
        "words=Loud&reasons=pain&reasons=worry&taps=hard&could_not_do=on&overall=3&physical=2&version=4",
        "overall=not-sure&version=0&active_minutes=12&question=%E2%80%8B&would_help=+++",
        "overall=9&reasons=nonsense&version=-1&active_minutes=x&cost=7",
        "version=1&words=" + "x" * 2001,
    ],
)
def test_a_form_that_is_only_read_reads_what_the_whole_form_reads(form, typed):
    data = QueryDict(f"{typed}&key={uuid4()}")
    whole, short = form(data), form(data, only_read=True)
    assert (short.is_valid(), short.cleaned_data, short.errors) == (whole.is_valid(), whole.cleaned_data, whole.errors)


def test_reading_leaves_the_next_form_as_it_was():
    before = str(StepForm())
    assert not StepForm(QueryDict("overall=9&version=x"), only_read=True).is_valid()
    assert str(StepForm()) == before
    assert StepForm.base_fields.keys() == StepForm().fields.keys()
    assert StepForm().fields["words"] is not StepForm.base_fields["words"]
