"""The catalogue loads whole, says what is wrong with it, and has no number without a source."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from protocols.domain.catalogue import (
    DIMENSIONS,
    PARTICIPANT_TIMES,
    ROLES,
    SETTINGS,
    CatalogueError,
    Grade,
    Procedure,
    Value,
    load,
)
from protocols.domain.catalogue.reading import FOLDER, read

CATALOGUE = load()
PROCEDURES = list(CATALOGUE.procedures.values())


def numbers_of(procedure: Procedure) -> Iterator[tuple[str, Value]]:
    tables = {
        "dimension": procedure.dimensions,
        "participant": procedure.participant_minutes,
        "staff": procedure.staff_minutes,
        "once": procedure.fixed_staff_minutes,
        "blood": {"ml": procedure.blood_ml} if procedure.blood_ml else {},
    }
    for name, table in tables.items():
        yield from ((f"{name}.{key}", value) for key, value in table.items())


def test_it_holds_at_least_150_procedures_of_many_kinds():
    assert len(PROCEDURES) >= 150
    kinds = Counter(procedure.category for procedure in PROCEDURES)
    assert set(kinds) == set(CATALOGUE.categories)
    assert min(kinds.values()) >= 3


def test_it_is_read_once_and_cannot_be_changed():
    assert load() is CATALOGUE
    with pytest.raises(TypeError):
        CATALOGUE.procedures["new"] = PROCEDURES[0]
    with pytest.raises(AttributeError):
        PROCEDURES[0].name = "other"


def test_it_carries_a_version_and_a_hash_of_its_bytes(tmp_path):
    assert CATALOGUE.version
    assert CATALOGUE.sha256 == read().sha256
    folder = copied(tmp_path)
    with (folder / "rubric.toml").open("a", encoding="utf-8") as file:
        file.write("\n# one more remark\n")
    assert read(folder).sha256 != CATALOGUE.sha256


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.key)
def test_every_number_has_a_grade_a_source_and_a_note(procedure):
    for where, value in numbers_of(procedure):
        assert isinstance(value.grade, Grade), where
        assert value.source in CATALOGUE.sources, where
        assert len(value.note) >= 6, where


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.key)
def test_every_procedure_can_be_shown_to_people(procedure):
    assert procedure.name and procedure.plain_name and procedure.who
    assert procedure.setting in SETTINGS
    assert set(procedure.dimensions) <= set(DIMENSIONS)
    assert set(procedure.participant_minutes) <= set(PARTICIPANT_TIMES)
    assert set(procedure.staff_minutes) | set(procedure.fixed_staff_minutes) <= set(ROLES)
    assert all(0 <= value.value <= 4 for value in procedure.dimensions.values())


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.key)
def test_flags_agree_with_each_other(procedure):
    assert not procedure.needles or procedure.invasive, "a needle is invasive"
    assert not procedure.daily_at_home or procedure.setting == "home"
    assert not procedure.fasting or procedure.dimensions["effort"].value >= 1, "fasting is an effort"
    if procedure.shares:
        assert procedure.needles == 1 and procedure.blood_ml, "rows that share a needle draw blood with it"


def test_an_unknown_dimension_is_left_out_not_zero():
    """How a study drug is given decides what it does to the body, and this row does not say it."""
    assert "physical" not in CATALOGUE.procedures["study_drug_administration"].dimensions


def test_what_asks_nothing_of_the_participant_weighs_nothing():
    for key in ("patient_number", "sample_shipping", "egfr"):
        procedure = CATALOGUE.procedures[key]
        assert [value.value for value in procedure.dimensions.values()] == [0, 0, 0]
        assert not procedure.participant_minutes and procedure.staff_minutes


def test_no_two_rows_differ_only_by_their_name():
    seen: dict[object, str] = {}
    for procedure in PROCEDURES:
        content = (
            tuple((where, value.value, value.note) for where, value in numbers_of(procedure)),
            procedure.needles,
            procedure.setting,
        )
        assert content not in seen, f"{procedure.key} repeats {seen.get(content)}"
        seen[content] = procedure.key


def test_tubes_of_one_blood_draw_share_its_needle():
    step = CATALOGUE.shared["blood_draw"]
    assert set(step.dimensions) == set(DIMENSIONS)
    sharing = {procedure.key for procedure in PROCEDURES if procedure.shares == "blood_draw"}
    assert {"haematology", "chemistry", "hba1c", "pk_sample", "apoe_genotyping"} <= sharing
    assert not sharing & {"pk_serial", "pk_postdose", "ogtt", "arterial_blood_gas", "finger_prick"}


def copied(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogue"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return folder


def broken(tmp_path: Path, old: str, new: str, name: str = "procedures/examination.toml") -> str:
    folder = copied(tmp_path)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        read(folder)
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('category = "examination"', 'category = "cooking"', "unknown category 'cooking'"),
        ('setting = "either"', 'setting = "moon"', "unknown setting 'moon'"),
        ('grade = "B"', 'grade = "C"', "should be 'A', 'B', 'D', 'T' or 'J'"),
        ('grade = "B"', 'grade = "J"', "grade J and the source 'editors' go together"),
        ('source = "dallora-2021"', 'source = "hearsay"', "unknown source 'hearsay'"),
        ("value = 0.5,", "value = 4.5,", "4.5 is out of range"),
        ("value = 0.5,", "value = -1,", "-1.0 is out of range"),
        ("dimensions.physical", "dimensions.charm", "dimensions cannot hold 'charm'"),
        ("staff_minutes.nurse", "staff_minutes.butler", "staff cannot hold 'butler'"),
        ('who = "nurse"', 'who = "nurse"\ncharm = 1', "charm: Unexpected"),
        ('plain_name = "', 'plain = "', "plain_name: Field required"),
        ('who = "nurse"', 'who = "nurse"\nshares = "soup"', "shares the unknown step 'soup'"),
        ('who = "nurse"', 'who = "nurse"\nneedles = -1', "fewer than no needles"),
        (
            "remarks = [{ source = ",
            "remarks = [{ source = 'nobody', note = 'x' }, { source = ",
            "unknown source 'nobody'",
        ),
        ("[vital_signs]", "[vital_signs", "examination.toml"),
        ("[vital_signs]", "[informed_consent]", "already in another file: informed_consent"),
        ('note = "A cuff', 'note = " ", other = "A cuff', "Unexpected"),
    ],
)
def test_a_broken_file_is_refused_by_name_of_the_fault(tmp_path, old, new, said):
    assert said in broken(tmp_path, old, new)


def test_a_tariff_cannot_tell_how_something_feels(tmp_path):
    said = broken(
        tmp_path, 'value = 0.5, grade = "J", source = "editors"', 'value = 0.5, grade = "T", source = "tardoc"'
    )
    assert "minutes only" in said


def test_an_empty_note_is_refused(tmp_path):
    said = broken(tmp_path, "A cuff that squeezes hard for half a minute and a thermometer.", " ")
    assert "vital_signs.physical: no note" in said


def test_an_empty_source_is_refused(tmp_path):
    said = broken(tmp_path, 'seen = "seen"', 'seen = ""', "sources.toml")
    assert "citation, seen and says must all be written" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('anchors = ["demographics", "height"]', 'anchors = ["demographics", "flying"]', "unknown procedure 'flying'"),
        ("{ value = 0, meaning", "{ value = 5, meaning", "needs the levels 0 to 4"),
        ('source = "chest-1996"', 'source = "hearsay"', "order of an unknown source 'hearsay'"),
    ],
)
def test_a_broken_rubric_is_refused(tmp_path, old, new, said):
    assert said in broken(tmp_path, old, new, "rubric.toml")


def test_a_missing_file_is_refused(tmp_path):
    folder = copied(tmp_path)
    (folder / "sources.toml").unlink()
    with pytest.raises(CatalogueError, match=r"sources\.toml"):
        read(folder)


def test_all_faults_are_told_at_once(tmp_path):
    folder = copied(tmp_path)
    path = folder / "procedures" / "examination.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('setting = "either"', 'setting = "moon"'), encoding="utf-8"
    )
    with pytest.raises(CatalogueError) as refused:
        read(folder)
    assert len(str(refused.value).splitlines()) > 3
