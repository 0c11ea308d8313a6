"""Which procedures of the catalogue the activities of a schedule are: the app's proposals and a person's choices."""

from collections.abc import Mapping
from dataclasses import dataclass

from protocols.domain.catalogue.matching import match, remember_key
from protocols.domain.schedule import Schedule
from protocols.people.models import Organisation, User
from protocols.schedules.checks.corrections import Kind, Settled
from protocols.schedules.models import Activity, ProcedureMatch, Protocol


@dataclass(frozen=True, slots=True)
class Matched:
    """What an activity is taken for, and why. `is_persons` where somebody chose it on this check page."""

    procedures: tuple[str, ...]
    confidence: float
    reason: str
    is_persons: bool = False

    @property
    def is_open(self) -> bool:
        """True where nothing fits and no person has said that this is right."""
        return not self.procedures and self.confidence == 0


def remembered(sponsor: Organisation) -> dict[str, tuple[str, ...]]:
    """Return what people of a sponsor chose before, by what is remembered of a label; the newest choice counts."""
    chosen = ProcedureMatch.objects.filter(activity__protocol__sponsor=sponsor, by__isnull=False)
    rows = chosen.order_by("id").values_list("activity__label", "procedures")
    return {remember_key(label): tuple(procedures) for label, procedures in rows}


def matched(schedule: Schedule, settled: Settled, memory: Mapping[str, tuple[str, ...]]) -> dict[str, Matched]:
    """Return for each activity's key what it is taken for: a person's choice first, then the catalogue's proposal."""
    found: dict[str, Matched] = {}
    for activity in schedule.activities:
        choice = settled.get((Kind.MATCH.value, None, activity.key))
        if choice is not None:
            found[activity.key] = Matched(tuple(choice), 1.0, "Chosen on the check page.", is_persons=True)
            continue
        proposal = match(activity.label, activity.group, remembered=memory)
        found[activity.key] = Matched(tuple(proposal.procedures), proposal.confidence, proposal.reason)
    return found


def record_matches(protocol: Protocol, found: Mapping[str, Matched], *, by: User) -> list[ProcedureMatch]:
    """Store what is new among `found` (by lasting key). What a person chose earlier stays until a person changes it."""
    activities = {activity.key: activity for activity in protocol.activities.filter(key__in=found)}
    newest = _newest(protocol)
    records = [
        _record(activities[key], match, by)
        for key, match in found.items()
        if _says_something_new(newest.get(key), match)
    ]
    return ProcedureMatch.objects.bulk_create(records)


def _newest(protocol: Protocol) -> dict[str, ProcedureMatch]:
    records = ProcedureMatch.objects.filter(activity__protocol=protocol).select_related("activity").order_by("id")
    return {record.activity.key: record for record in records}


def _says_something_new(earlier: ProcedureMatch | None, match: Matched) -> bool:
    if earlier is None:
        return True
    if earlier.by_id is not None and not match.is_persons:
        return False
    return list(match.procedures) != earlier.procedures or (match.is_persons and earlier.by_id is None)


def _record(activity: Activity, match: Matched, by: User) -> ProcedureMatch:
    return ProcedureMatch(
        activity=activity,
        procedures=list(match.procedures),
        confidence=match.confidence,
        reason=match.reason[:300],
        by=by if match.is_persons else None,
    )
