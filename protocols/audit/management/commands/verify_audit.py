"""`./dev manage verify_audit`: says whether the audit log is whole, and names each event that is not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from protocols.audit.models import Event
from protocols.audit.services import FIRST_HASH, broken_links


class Command(BaseCommand):
    help = "Check the chain of the audit log. Exit status 1 and a line per broken event when somebody changed it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many events there are and the last hash, to be kept somewhere else."""
        broken = list(broken_links())
        for sentence in broken:
            self.stderr.write(sentence)
        if broken:
            raise CommandError(f"The audit log was changed: {len(broken)} broken links.", returncode=1)
        last = Event.objects.order_by("-id").values_list("hash", flat=True).first()
        self.stdout.write(f"The audit log is whole: {Event.objects.count()} events.")
        self.stdout.write(f"Last hash: {last or FIRST_HASH}")
