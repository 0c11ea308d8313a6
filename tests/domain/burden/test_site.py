"""Site minutes by role, the heaviest visit, people needed, and OPAL."""

from decimal import Decimal

import pytest

from protocols.domain.burden.opal import StudyFacts, opal
from protocols.domain.burden.site import site_load
from protocols.domain.schedule import Mark, MarkKind, Repeats

from .factory import grid, procedure, scored, value, visit

WEEKS = [visit("v1", 1), visit("v2", 31), visit("v3", 61)]
DRAW = procedure("draw", staff={"nurse": 10, "laboratory": 4}, fixed_staff_minutes={"nurse": value(120)})
ECG = procedure("ecg", staff={"nurse": 15, "investigator": 5})
SCHEDULE = grid({"draw": {"v1": "X", "v2": "X", "v3": "X"}, "ecg": {"v2": "X"}}, WEEKS)
BASE = scored(SCHEDULE, {"draw": DRAW, "ecg": ECG})


def test_minutes_by_role_are_summed_over_occurrences():
    site = site_load(BASE)
    planned = {role: minutes.planned for role, minutes in site.per_participant.items() if minutes.planned}
    assert planned == {"nurse": 45, "laboratory": 12, "investigator": 5}
    assert site.total_per_participant.planned == 62
    assert dict(site.fixed) == {"nurse": 120}


def test_the_heaviest_visit_is_the_peak():
    assert (site_load(BASE).peak_visit.key, site_load(BASE).peak_visit.minutes) == ("v2", 34)


def test_hours_and_people_for_a_number_of_participants():
    site = site_load(BASE)
    # 120 fixed and 30 x 62 minutes are 33 hours; 61 days are 2.004 months of 130 hours.
    assert site.hours(30) == 33
    assert site.fte_per_month(30) == Decimal("0.13")
    assert site.fte_per_month(30, months=Decimal(1)) == Decimal("0.25")
    assert site.hours(30, with_work_outside_visits=True) == Decimal("48.5")


def test_without_days_nobody_knows_the_people_per_month():
    assert site_load(scored(grid({"ecg": {"v1": "X"}}, [visit("v1")]), {"ecg": ECG})).fte_per_month(10) is None


def test_a_sites_own_minutes_stand_beside_the_default():
    site = site_load(BASE, {"v2": {"nurse": 60, "pharmacist": 7}})
    second = next(each for each in site.visits if each.key == "v2")
    assert (second.minutes, second.own_minutes) == (34, 76)
    own = {role: minutes.planned for role, minutes in site.own_per_participant.items() if minutes.planned}
    assert own == {"nurse": 80, "laboratory": 12, "investigator": 5, "pharmacist": 7}
    assert site.hours(60, own=True) == Decimal("106.0")


def test_own_minutes_of_a_repeated_visit_count_each_time():
    base = scored(grid({"ecg": {"v1": "X"}}, [visit("v1", 1, repeats=Repeats(3, 3))]), {"ecg": ECG})
    assert site_load(base, {"v1": {"nurse": 20}}).own_per_participant["nurse"].planned == 60
    assert site_load(base).peak_visit.minutes == 20


def test_one_needle_costs_a_site_once():
    rows = {key: procedure(key, staff={"nurse": 10}, shares="needle", needles=1) for key in ("blood", "serum")}
    base = scored(grid({key: {"v1": "X"} for key in rows}, WEEKS), rows)
    assert site_load(base).per_participant["nurse"].planned == 11


def test_what_may_be_done_gives_a_range():
    cells = {"v1": Mark("v1", "ecg", kind=MarkKind.OPTIONAL, probability=0.5)}
    nurse = site_load(scored(grid({"ecg": cells}, WEEKS), {"ecg": ECG})).per_participant["nurse"]
    assert (nurse.least, nurse.planned, nurse.most) == (0, Decimal("7.5"), 15)


def test_a_schedule_without_visits_has_no_peak():
    assert site_load(scored(grid({}, []), {})).peak_visit is None


PLAIN = StudyFacts(has_industry_sponsor=False)


def with_procedures(special, central):
    rows = {f"s{n}": procedure(f"s{n}", imaging=True) for n in range(special)}
    rows |= {f"c{n}": procedure(f"c{n}", staff={"laboratory": 5}) for n in range(central)}
    return scored(grid({key: {"v1": "X"} for key in rows}, WEEKS), rows)


@pytest.mark.parametrize(
    ("special", "central", "base"),
    [(0, 0, 4), (1, 0, 4), (0, 1, 4), (1, 1, 4), (2, 0, 5), (0, 2, 5), (1, 2, 6), (2, 1, 6), (2, 2, 7)],
)
def test_opal_of_a_drug_study_by_procedures_and_processes(special, central, base):
    assert opal(with_procedures(special, central), PLAIN).score == base


@pytest.mark.parametrize(
    ("facts", "base"),
    [
        (StudyFacts(is_phase_1=True, has_industry_sponsor=False), 8),
        (StudyFacts(is_observational=True, has_industry_sponsor=False), 2),
        (StudyFacts(has_study_drug=False, has_industry_sponsor=False), 3),
    ],
)
def test_opal_of_other_studies(facts, base):
    assert opal(BASE, facts).score == base


def test_opal_of_an_observational_study_with_one_visit():
    one = scored(grid({"ecg": {"v1": "X"}}, [visit("v1", 1)]), {"ecg": ECG})
    assert opal(one, StudyFacts(is_observational=True, has_industry_sponsor=False)).score == 1


def test_opal_adds_half_a_point_for_each_further_burden():
    rows = {f"q{n}": procedure(f"q{n}", questionnaire=True) for n in range(3)}
    rows |= {"stay": procedure("stay", overnight=True, minutes={"waiting": 240})}
    busy = scored(grid({key: {"v1": "X"} for key in rows}, WEEKS), rows)
    found = opal(busy, StudyFacts(has_frequent_monitoring=True))
    assert (found.base, found.additions, len(found.reasons)) == (4, Decimal("2.5"), 6)
    assert opal(busy).additions == 2
