"""The audit log is append-only in the database itself."""

from django.db import migrations

from protocols.audit.immutable import forbid


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [forbid("audit_event", "UPDATE", "DELETE")]
