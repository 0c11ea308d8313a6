"""What a schedule asks for in plain numbers: visits, nights, needles, blood, fasting mornings, devices and more."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from ..catalogue import Procedure
from .amounts import NOTHING, ZERO, Range, rounded, total
from .estimate import Estimate
from .library import Row
from .persona import Persona
from .ruleset import Ruleset
from .tally import Tally
from .visits import Frame

MILLILITRES = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Counts:
    """Plain numbers over the whole arm, each at least, as planned, at most.

    A needle that fills many tubes counts once (see the shared steps of the catalogue). Nights count once per visit,
    for the procedure or for the journey. Devices are counted by kind, not by use.
    """

    visits: Range
    trips: Range
    nights: Range
    needles: Range
    blood_ml: Range
    fasting_mornings: Range
    invasive: Range
    questionnaires: Range
    questionnaire_minutes: Range
    devices: Range
    home_days: Range

    def to_dict(self) -> dict[str, dict[str, float | None]]:
        """Return plain JSON values."""
        return {each.name: getattr(self, each.name).to_dict() for each in fields(self)}


@dataclass(frozen=True, slots=True)
class PersonaCost:
    """What a schedule costs this persona besides load and time; shown beside the score, never part of it."""

    money: Range
    currency: str
    work_hours: Range
    carer_hours: Range


def count(tally: Tally, frame: Frame, persona: Persona | None, ruleset: Ruleset) -> Counts:
    """Count what is asked of a participant in one arm."""
    repeats = {visit.key: visit.repeats for visit in frame.visits}
    trips = total(visit.repeats for visit in frame.visits if visit.travels)
    return Counts(
        visits=total(repeats.values()),
        trips=trips,
        nights=_nights(tally, frame, persona),
        needles=tally.total(lambda row: Decimal(row.needles)),
        blood_ml=tally.total(lambda row: rounded(row.blood_ml, MILLILITRES) if row.blood_ml else NOTHING),
        fasting_mornings=total(tally.visits_with(_has_fasting, repeats).values()),
        invasive=tally.total(lambda row: Decimal(row.invasive)),
        questionnaires=tally.total(_number_of(lambda part: part.questionnaire)),
        questionnaire_minutes=_questionnaire_minutes(tally, ruleset),
        devices=_devices(tally),
        home_days=total(each.occurrence.times for each in tally.done if each.occurrence.is_home),
    )


def persona_cost(away: Iterable[Range], trips: Range, *, persona: Persona) -> PersonaCost:
    """Return money for trips, and the hours of work lost and of somebody's care, by the persona's shares.

    `away` are the minutes away from home. There is no cap: an hour is an hour.
    """
    hours = total(away).times(Decimal(1) / 60)
    return PersonaCost(
        money=trips.times(rounded(persona.cost_per_trip, Decimal("0.01"))),
        currency=persona.currency,
        work_hours=_tenths(hours.times(rounded(persona.work_share, Decimal("0.01")))),
        carer_hours=_tenths(hours.times(rounded(persona.carer_share, Decimal("0.01")))),
    )


def _tenths(hours: Range) -> Range:
    most = None if hours.most is None else rounded(float(hours.most), MILLILITRES)
    return Range(rounded(float(hours.least), MILLILITRES), rounded(float(hours.planned), MILLILITRES), most)


def _number_of(is_so: Callable[[Procedure], bool]) -> Callable[[Row], Decimal]:
    return lambda row: Decimal(sum(is_so(part) for part in row.procedures))


def _has_fasting(row: Row) -> bool:
    return any(part.fasting for part in row.procedures)


def _nights(tally: Tally, frame: Frame, persona: Persona | None) -> Range:
    """Nights per visit: that of an overnight procedure, or those the persona needs for the journey; the larger."""
    by_journey = Decimal(persona.nights_away) if persona else NOTHING
    repeats = {visit.key: visit.repeats for visit in frame.visits}
    stays = tally.visits_with(lambda row: any(part.overnight for part in row.procedures), repeats)
    return total(
        stays.get(visit.key, ZERO).larger(visit.repeats.times(by_journey) if visit.travels else ZERO)
        for visit in frame.visits
    )


def _questionnaire_minutes(tally: Tally, ruleset: Ruleset) -> Range:
    step, minutes = ruleset.step("rounding.minutes"), ZERO
    for _, done in tally.rows:
        if own := _minutes_asked(done[0].estimate, step):
            minutes = minutes + total(each.occurrence.times for each in done).times(own)
    return minutes


def _minutes_asked(estimate: Estimate, step: Decimal) -> Decimal:
    """Minutes of the questionnaires in a row: its estimate, or by the library where the row holds other things too."""
    asked = [part for part in estimate.row.procedures if part.questionnaire]
    if not asked or len(asked) == len(estimate.row.procedures):
        return estimate.minutes_each if asked else NOTHING
    return rounded(sum(value.value for part in asked for value in part.participant_minutes.values()), step)


def _devices(tally: Tally) -> Range:
    kinds: dict[str, Range] = {}
    for row, done in tally.rows:
        for part in row.procedures:
            if part.device:
                kinds[part.key] = total(each.occurrence.times for each in done) + kinds.get(part.key, ZERO)
    one = Decimal(1)
    return total(
        Range(one if times.least else NOTHING, one if times.planned else NOTHING, one) for times in kinds.values()
    )
