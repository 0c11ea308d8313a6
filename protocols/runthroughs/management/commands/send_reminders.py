"""`./dev manage send_reminders`: writes to people whose session is near. Run it once a day; more often does no harm."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from protocols.runthroughs.sessions import mail as session_mail
from protocols.runthroughs.sessions.services import due_reminders, forget_reminder


class Command(BaseCommand):
    help = "Send the reminders of sessions that are due. Never after a no, never more than the plan allows."

    def handle(self, *args: Any, **options: Any) -> None:
        """Claim each reminder before it goes out, so that two runs send it once; give back what could not be sent."""
        due = due_reminders(now=timezone.now())
        missed = {asked.pk for asked in session_mail.send("remind", [reminder.to for reminder in due])}
        for reminder in due:
            if reminder.to_id in missed:
                forget_reminder(reminder=reminder)
        self.stdout.write(f"Reminders sent: {len(due) - len(missed)}. Not reached: {len(missed)}.")
