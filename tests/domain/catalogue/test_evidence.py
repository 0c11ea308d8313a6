"""No number is attributed to a source that was not seen to hold it, and judgement follows the written rubric."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from protocols.domain.catalogue import DIMENSIONS, Grade, load

from .test_load import PROCEDURES, numbers_of

CATALOGUE = load()
PAGES = Path(__file__).parents[3] / ".." / "shared" / "design"
SEEN = {"seen", "seen: abstract", "seen: whole table", "seen in a secondary source"}
POSITION = re.compile(r"\b[A-Z]{2}\.\d{2}\.\d{4}\b")
ARITHMETIC = re.compile(r"\b(our|four|three|two|both|per|with the|less|first view|at the scan)\b")
needs_pages = pytest.mark.skipif(not (PAGES / "evidence.md").exists(), reason="the evidence pages are not here")

# Published pain of 0 to 10, from the same sources: 0.4 of it is the physical value.
PAIN = {
    "blood_draw": 1.80,
    "arterial_blood_gas": 3.6,
    "iv_cannula": 2.8,
    "iv_infusion_short": 2.8,
    "lumbar_puncture": 1.0,
    "bone_marrow_aspirate": 2.5,
    "bone_marrow_biopsy": 3.6,
    "breast_biopsy": 1.56,
    "prostate_biopsy": 4.0,
    "sc_injection_site": 1.71,
    "sc_injection_home": 1.71,
    "im_injection": 3.42,
    "mammogram": 3.55,
    "colonoscopy": 3.4,
    "cystoscopy": 2.83,
    "urinary_catheter": 2.5,
    "nasogastric_tube": 6.1,
    "nerve_conduction": 3.6,
    "pk_postdose": 1.80,
}


def values():
    return [(p.key, where, value) for p in PROCEDURES for where, value in numbers_of(p)]


def test_every_source_says_how_it_was_seen():
    for source in CATALOGUE.sources.values():
        assert source.seen in SEEN | ({"the written rubric"} if source.id == "editors" else set()), source.id


def test_every_source_is_used_and_none_twice():
    used = {value.source for _, _, value in values()}
    used |= {remark.source for procedure in PROCEDURES for remark in procedure.remarks}
    used |= {order.source for order in CATALOGUE.rubric.orders}
    assert used == set(CATALOGUE.sources)
    links = Counter(source.link for source in CATALOGUE.sources.values() if source.link)
    assert max(links.values()) == 1


def test_published_pain_enters_the_physical_dimension_only_as_four_tenths():
    published = {
        p.key: p.dimensions["physical"].value
        for p in PROCEDURES
        if p.shares == "" and "physical" in p.dimensions and p.dimensions["physical"].grade is not Grade.J
    }
    assert published == {key: round(0.4 * pain, 2) for key, pain in PAIN.items() if key != "blood_draw"}
    for procedure in PROCEDURES:
        if procedure.shares == "blood_draw":
            assert procedure.dimensions["physical"].value == round(0.4 * PAIN["blood_draw"], 2)
        assert all(procedure.dimensions[name].grade is Grade.J for name in ("worry", "effort"))


def test_only_research_participants_give_grade_a():
    graded = {(key, value.source) for key, _, value in values() if value.grade is Grade.A}
    assert {source for _, source in graded} == {"consent-hrb", "nobuhara-2020", "ispor-2023", "alliance-proctcae"}


def test_tariff_minutes_name_their_position_and_are_minutes_only():
    tariff = [(key, where, value) for key, where, value in values() if value.grade is Grade.T]
    assert len(tariff) > 80
    for key, where, value in tariff:
        assert value.source == "tardoc" and POSITION.search(value.note), (key, where)
        assert where.split(".")[0] in ("participant", "staff"), (key, where)


@pytest.mark.needs_data
@needs_pages
def test_minutes_of_a_physician_run_position_are_given_to_one_role_only():
    """LieS and RBZ are the same minutes where a physician runs the procedure, so only one of them may stand."""
    told = tariff_minutes()
    physician_run = {position for position, (lies, rbz) in told.items() if lies and lies >= rbz}
    assert len(physician_run) > 15
    for procedure in PROCEDURES:
        cited = Counter(
            position
            for value in procedure.staff_minutes.values()
            if value.grade is Grade.T
            for position in POSITION.findall(value.note)
        )
        assert not [position for position in physician_run if cited[position] > 1], procedure.key


def tariff_minutes() -> dict[str, tuple[float, float]]:
    """Return LieS and RBZ minutes per position, 0 where the tariff has none."""
    minutes: dict[str, tuple[float, float]] = {}
    with (PAGES / "evidence-2.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if "TARDOC" in row["source"] and row["quantity"] == "staff_minutes":
                position = POSITION.search(row["source"])[0]
                lies, rbz = minutes.get(position, (0.0, 0.0))
                value = float(row["value"])
                minutes[position] = (value, rbz) if "LieS" in row["role"] else (lies, value)
    return minutes


@pytest.mark.needs_data
@needs_pages
def test_tariff_minutes_are_those_of_the_evidence():
    minutes = tariff_minutes()
    told = (PAGES / "evidence-2.md").read_text(encoding="utf-8")
    checked = 0
    for key, where, value in values():
        positions = POSITION.findall(value.note) if value.grade is Grade.T else []
        assert all(position in told for position in positions), (key, where)
        if len(positions) == 1 and positions[0] in minutes and not ARITHMETIC.search(value.note):
            assert value.value in minutes[positions[0]], (key, where, value)
            checked += 1
    assert checked > 50


@pytest.mark.needs_data
@needs_pages
def test_every_link_stands_in_the_evidence():
    told = " ".join(
        (PAGES / name).read_text(encoding="utf-8") for name in ("evidence.md", "evidence-2.md", "evidence-2.csv")
    )
    own_pages = {"editors", "facit-org", "madariaga-2021"}
    for source in CATALOGUE.sources.values():
        if source.link and source.id not in own_pages:
            assert source.link in told, source.id
    assert "NCT02334761" in told and "facit.org" in told


@pytest.mark.needs_data
@needs_pages
def test_the_label_of_a_source_is_the_one_of_the_evidence_table():
    with (PAGES / "evidence-2.csv").open(encoding="utf-8") as file:
        labels = {row["doi_or_url"]: row["seen_how"] for row in csv.DictReader(file)}
    compared = [source for source in CATALOGUE.sources.values() if source.link in labels]
    assert len(compared) > 25
    for source in compared:
        assert source.seen == labels[source.link], source.id


def test_no_reason_of_judgement_is_used_twice():
    notes = Counter(value.note for _, _, value in values() if value.grade is Grade.J)
    assert [note for note, times in notes.items() if times > 1] == []


def test_reasons_of_judgement_are_not_one_text_with_words_exchanged():
    """Notes that start alike would be a template: at most four share their first four words."""
    starts = Counter(
        " ".join(value.note.split()[:4]).lower()
        for _, where, value in values()
        if value.grade is Grade.J and where.startswith("dimension") and len(value.note.split()) > 4
    )
    assert max(starts.values()) <= 4, starts.most_common(3)


def test_judgement_uses_half_steps_only():
    for key, where, value in values():
        if value.grade is Grade.J and where.startswith("dimension"):
            assert (value.value * 2).is_integer(), (key, where)


def test_every_level_of_the_rubric_has_two_anchors_that_round_to_it():
    for dimension in DIMENSIONS:
        for level in CATALOGUE.rubric.levels[dimension]:
            assert len(set(level.anchors)) == 2
            for key in level.anchors:
                assert int(CATALOGUE.procedures[key].dimensions[dimension].value + 0.5) == level.value, (dimension, key)


def test_physical_values_agree_with_every_published_order():
    judged = 0
    for order in CATALOGUE.rubric.orders:
        lighter, heavier = (CATALOGUE.procedures[key].dimensions["physical"] for key in (order.lighter, order.heavier))
        assert lighter.value <= heavier.value, (order.lighter, order.heavier)
        judged += Grade.J in (lighter.grade, heavier.grade)
    assert judged >= 8, "the orders have to bind judgement, not only published values"


def test_judged_needles_never_fall_below_a_finger_prick():
    least = CATALOGUE.procedures["finger_prick"].dimensions["physical"].value
    for procedure in PROCEDURES:
        physical = procedure.dimensions.get("physical")
        if procedure.needles and physical and physical.grade is Grade.J:
            assert physical.value >= least, procedure.key


def test_things_that_are_only_talked_about_or_ticked_do_not_hurt():
    for procedure in PROCEDURES:
        if procedure.category in ("questionnaire", "records", "consent", "teaching", "administration"):
            assert procedure.dimensions["physical"].value <= 0.5, procedure.key


def test_the_worry_of_a_lumbar_puncture_is_not_hidden_by_its_little_pain():
    puncture = CATALOGUE.procedures["lumbar_puncture"].dimensions
    assert puncture["physical"].value < 0.5 <= 3 <= puncture["worry"].value


def test_tufts_medidata_and_iqvia_are_no_source():
    told = " ".join(f"{s.citation} {s.says}" for s in CATALOGUE.sources.values()).lower()
    assert not any(name in told for name in ("tufts", "medidata", "iqvia"))
