"""The dated records on activities, as they hold now or held then: which procedures an activity is, and what for."""

from datetime import datetime

from protocols.schedules.models import ProcedureMatch, Protocol, PurposeRecord


def current_matches(protocol: Protocol, *, by: datetime | None = None) -> dict[str, ProcedureMatch]:
    """Return the newest match of each activity, by the activity's key; the newest until `by` where it is given."""
    records = ProcedureMatch.objects.filter(activity__protocol=protocol).select_related("activity").order_by("id")
    records = records.filter(at__lte=by) if by else records
    return {record.activity.key: record for record in records}


def current_purposes(protocol: Protocol, *, by: datetime | None = None) -> dict[str, PurposeRecord]:
    """Return the newest purpose of each activity for which one was stated, by its key; until `by` where it is given."""
    records = PurposeRecord.objects.filter(activity__protocol=protocol).select_related("activity", "by").order_by("id")
    records = records.filter(at__lte=by) if by else records
    return {record.activity.key: record for record in records}
