"""What this slice tells the slices above it, which it does not know."""

from django.dispatch import Signal

# Sent inside the transaction that makes a version, after its identities and matches are stored: whoever listens
# writes with it or undoes it. Arguments: version (ScheduleVersion), by (User).
version_confirmed = Signal()
