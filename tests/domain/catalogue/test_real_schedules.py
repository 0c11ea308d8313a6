"""Every activity of the real schedules is matched, or listed here as left to a person."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from protocols.domain.catalogue.matching import match

SCHEDULES = Path(__file__).parents[3] / ".." / "shared" / "data" / "schedules"
pytestmark = pytest.mark.needs_data

# Rows that a person has to decide, with the reason.
LEFT_TO_A_PERSON: dict[str, str] = {}
# Rows that must not be mistaken: what the protocol means by them.
MEANT = {
    "Hachinski ≤4": ("hachinski",),
    "MMSE 10-23": ("mmse",),
    "Ambulatory ECG placed": ("holter_on",),
    "Ambulatory ECG removed": ("holter_off",),
    "Placebo TTS test": ("patch_tolerability",),
    "Laboratory (Chem/Hemat):": ("chemistry", "haematology"),
    "Laboratory (Urinalysis)": ("urinalysis",),
    "Plasma Specimen (Xanomeline)": ("pk_sample",),
    "TTS Acceptability Survey": ("treatment_satisfaction",),
    "Apo E genotyping": ("apoe_genotyping",),
    "CIBIC+": ("cibic_plus",),
    "NPI-X": ("npi",),
    "PaO2/FiO2": ("arterial_blood_gas",),
    "Hand out and instruct in PK dairy": ("diary_training",),
    "Participant Contact Card": ("contact_card",),
    "Participant Contact": ("phone_contact",),
    "MRI, Brain W Contrast": ("mri_contrast",),
    "MRI, Brain W/O Contrast": ("mri_brain",),
    "Informed Consent, Pharmacogenetic (PGx) Testing": ("consent_optional",),
    "Pharmacokinetic (PK) sample - Postdose": ("pk_postdose",),
    "ABPM training": ("device_training",),
    "Headache Diary Review": ("diary_review",),
    "Anti-Semaglutide Antibody": ("immunogenicity",),
    "Semaglutide plasma concentration": ("pk_sample",),
}


def labels() -> Iterator[tuple[str, str]]:
    for path in sorted(SCHEDULES.glob("*.expected.json")):
        expected = json.loads(path.read_text(encoding="utf-8"))
        yield from ((path.name, label) for label in expected.get("cell_activities", []))


def test_every_activity_is_matched_or_left_to_a_person():
    all_labels = dict.fromkeys(label for _, label in labels())
    unmatched = [label for label in all_labels if not match(label).procedures]
    assert len(all_labels) > 150
    assert set(unmatched) == set(LEFT_TO_A_PERSON)
    assert len(unmatched) / len(all_labels) < 0.1


def test_every_file_is_matched_well_and_with_confidence():
    for path in sorted({name for name, _ in labels()}):
        found = [match(label) for name, label in labels() if name == path]
        assert sum(bool(each.procedures) for each in found) / len(found) > 0.9, path
        assert sum(each.confidence >= 0.8 for each in found) / len(found) > 0.8, path


@pytest.mark.parametrize(("label", "procedures"), MEANT.items())
def test_rows_that_are_easily_mistaken_are_not(label, procedures):
    assert label in {each for _, each in labels()} | {"MRI, Brain W/O Contrast"}
    assert match(label).procedures == procedures
