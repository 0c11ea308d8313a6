"""How an upload will be saved: its own schedule in the place of the newest version, or added to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from protocols.domain.editing.joining import joined
from protocols.domain.problems import Problem
from protocols.domain.schedule import Schedule
from protocols.schedules.checks.corrections import is_added, said_to_be_same
from protocols.schedules.identities import Known, with_lasting_keys
from protocols.schedules.models import ScheduleVersion, Upload


@dataclass(frozen=True)
class ToSave:
    """What an upload becomes.

    `own` is the schedule of the file with lasting keys, `schedule` what will be saved, `shown` what its page shows and
    a person decides on, `problems` where the file and the version to which it is added do not agree.
    """

    own: Schedule
    schedule: Schedule
    shown: Schedule
    problems: tuple[Problem, ...] = ()


def to_save(upload: Upload, schedule: Schedule, versions: Sequence[ScheduleVersion], known: Known) -> ToSave:
    """Return what a corrected schedule becomes; `versions` and `known` are those of its protocol, oldest first."""
    own = with_lasting_keys(schedule, known, said=said_to_be_same(upload.corrections))
    if not (versions and is_added(upload.corrections)):
        return ToSave(own, own, schedule)
    both = joined(versions[-1].schedule, own)
    return ToSave(own, both.schedule, both.schedule, both.problems)
