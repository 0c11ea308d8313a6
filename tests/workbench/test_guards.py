"""Rows that must never change cannot be changed, whatever the code does."""

import pytest
from django.db import IntegrityError, transaction

from protocols.audit.models import Action, Event
from protocols.audit.services import record
from protocols.schedules.models import ScheduleVersion, StoredFile
from tests.cast import make_cast


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_to_change_versions_events_and_bytes():
    cast = make_cast()
    record(action=Action.SIGNED_IN, subject="user:1", actor=1)
    for change in (
        lambda: ScheduleVersion.objects.update(reason="quietly"),
        lambda: ScheduleVersion.objects.filter(pk=cast.version.pk)._raw_delete("default"),
        lambda: Event.objects.update(actor=2),
        lambda: Event.objects.all()._raw_delete("default"),
        lambda: StoredFile.objects.update(size=1),
    ):
        with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
            change()
    assert Event.objects.get().actor == 1


@pytest.mark.django_db(transaction=True)
def test_the_tables_are_empty_again_for_the_next_test():
    assert not Event.objects.exists()
    assert not ScheduleVersion.objects.exists()
