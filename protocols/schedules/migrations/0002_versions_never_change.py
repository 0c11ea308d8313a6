"""Versions never change or go; stored bytes never change (unused ones may go, references keep the others)."""

from django.db import migrations

from protocols.audit.immutable import forbid


class Migration(migrations.Migration):
    dependencies = [("schedules", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        forbid("schedules_scheduleversion", "UPDATE", "DELETE"),
        forbid("schedules_storedfile", "UPDATE"),
    ]
