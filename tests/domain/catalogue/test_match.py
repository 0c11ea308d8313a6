"""Labels as they stand in schedules find their procedures; labels that ask for something else find nothing."""

from collections import defaultdict

import pytest

from protocols.domain.catalogue import load
from protocols.domain.catalogue.index import names
from protocols.domain.catalogue.matching import match, remember_key
from protocols.domain.catalogue.wording import rules

ONE = [
    ("Informed consent", "informed_consent"),
    ("INFORMED CONSENT:", "informed_consent"),
    ("Haematology", "haematology"),
    ("Hematology", "haematology"),
    ("CBC with differential (local lab)", "haematology"),
    ("Randomisation", "randomisation"),
    ("Randomize participant", "randomisation"),
    ("Tumour assessment", "tumour_assessment"),
    ("Tumor Assessment (RECIST 1.1)", "tumour_assessment"),
    ("12-lead electrocardiogram", "twelve_lead_ecg"),
    ("ECG (12-lead)", "twelve_lead_ecg"),
    ("Electrocardiogam", "twelve_lead_ecg"),
    ("Hematologya", "haematology"),
    ("ECGb,c", "twelve_lead_ecg"),
    ("Vital signs¹", "vital_signs"),
    ("Vital signs6", "vital_signs"),
    ("Physical examination d", "physical_exam"),
    ("Examination, physical", "physical_exam"),
    ("Perform directed physical examination", "physical_exam_brief"),
    ("Vital Signs: Temperature", "temperature"),
    ("Laboratory: Haematology", "haematology"),
    ("Lipase [Act/Vol]", "pancreas_markers"),
    ("aPTT by Coagulation Assay", "coagulation"),
    ("Patient Health Questionnaire–9 (PHQ-9)", "phq9"),
    ("HbA1c", "hba1c"),
    ("Haemoglobin A1c (HbA1c)", "hba1c"),
    ("SpO2", "pulse_oximetry"),
    ("SpO₂", "pulse_oximetry"),
    ("Pregnancy test (women of childbearing potential only)", "urine_pregnancy"),
    ("Serum pregnancy test, if applicable", "serum_pregnancy"),
    ("CT Scan (if not within last year)", "ct_scan"),
    ("MRI lumbar spine", "mri_body"),
    ("Abdominal and pelvic ultrasound", "ultrasound_abdomen"),
    ("Anti-Semaglutide Antibody", "immunogenicity"),
    ("Tirzepatide plasma concentration", "pk_sample"),
    ("Dispense NovalGex", "dispensing"),
    ("Tocilizumab infusion", "iv_infusion_short"),
    ("Pembrolizumab", "study_drug_administration"),
    ("Study medication administration", "study_drug_administration"),
    ("Investigational product accountability", "drug_accountability"),
    ("Collect memory aid, if applicable", "temperature_diary"),
    ("History of smoking", "habits"),
    ("History of Parkinson's disease", "medical_history"),
    ("Adverse events‡", "adverse_events"),
    ("AE/SAE", "adverse_events"),
    ("Participant reporting of AEs", "adverse_events"),
    ("Subcutaneous injection", "sc_injection_site"),
    ("Whole blood in PAXgeneâ tubes for RNA analyses", "rna_sample"),
    ("Suicide ideation (CSSRS)", "cssrs"),
    ("IMP administration (s.c.)", "sc_injection_site"),
    ("Limited PE", "physical_exam_brief"),
    ("12-lead ECG (triplicate)", "triplicate_ecg"),
    ("ECHO or MUGA", "echocardiogram"),
    ("Sleep habits questionnaire", "questionnaire_short"),
]

SEVERAL = [
    ("Hematology, chemistry, urinalysis", ("haematology", "chemistry", "urinalysis")),
    ("Vital signs and weight", ("vital_signs", "weight")),
    ("Height/Weight", ("body_measurements",)),
    ("Laboratory (Chem/Hemat):", ("chemistry", "haematology")),
    (
        "Study drug record\nMedications dispensed\nMedications returned",
        ("study_drug_record", "dispensing", "drug_return"),
    ),
    ("Physical and neurological examination", ("physical_exam", "neurological_exam")),
    ("Serum and urine pregnancy test", ("serum_pregnancy", "urine_pregnancy")),
    ("Randomization followed by administration of study vaccine", ("randomisation", "im_injection")),
    ("Review AEs and con meds", ("adverse_events", "concomitant_medication")),
    ("Dispense diary and study drug", ("diary_training", "dispensing")),
    ("Informed consent and Demography", ("informed_consent", "demographics")),
    ("Adverse events and concomitant medications9", ("adverse_events", "concomitant_medication")),
    ("Coagulation INR, aPTT or PTT and PT", ("coagulation",)),
    ("HIV, HTLV-1, Hep B / C testing", ("virology",)),
]

NOTHING = [
    "",
    "   ",
    "***",
    "a",
    "SAFETY",
    "EFFICACY",
    "OTHER ASSESSMENTS",
    "TRIAL MATERIAL",
    "Administrative",
    "Screening",
    "Site staff meeting",
    "Widget calibration",
    "MRI compatibility check",
    "ECG electrode quality review",
    "Biopsy report review",
    "Blood pressure medication review",
    "Partner pregnancy follow-up",
    "Fetal ultrasound",
    "Surgical complications",
    "Hepatology consult",
    "Dermatology referral letter",
    "FAS",
    "Ammonia plasma concentration",
    "Anti-measles antibody",
    "Colour of the study folder",
    "Weight loss goal setting",
    "Pulse oximeter calibration",
    "Consent for publication of photographs of the site",
    "Recorded lecture",
    "Ventilator settings",
    "Substudies",
    "Physical activity",
    "Pulse therapy",
    "Pregnancy outcome",
    "Bone age reading",
    "Blood type",
    "Diet history",
    "CT dose log",
    "Height velocity",
    "Notes",
    "Week 4",
    "X",
]


@pytest.mark.parametrize(("label", "procedure"), ONE)
def test_a_label_finds_its_procedure(label, procedure):
    found = match(label)
    assert found.procedures == (procedure,), found.reason
    assert 0 < found.confidence <= 1 and found.reason


@pytest.mark.parametrize(("label", "procedures"), SEVERAL)
def test_a_row_that_asks_for_several_things_finds_all_of_them(label, procedures):
    assert match(label).procedures == procedures, match(label).reason


@pytest.mark.parametrize("label", NOTHING)
def test_a_label_that_is_no_procedure_finds_nothing_and_says_why(label):
    found = match(label)
    assert found.procedures == () and found.confidence == 0
    assert found.reason.endswith(".")


def test_every_name_of_every_procedure_finds_it():
    for procedure in load().procedures.values():
        for name in (procedure.name, *procedure.synonyms):
            assert procedure.key in match(name).procedures, (name, match(name))


def test_no_name_belongs_to_two_procedures():
    owners = defaultdict(set)
    for wording, key in names():
        assert wording, key
        owners[wording].add(key)
    assert {tuple(wording): keys for wording, keys in owners.items() if len(keys) > 1} == {}


def test_the_surer_reading_is_the_more_confident():
    exact, spelt, patterned = match("Urinalysis"), match("Uninalyss"), match("Dispense NovalGex")
    assert exact.confidence == 1 > spelt.confidence > 0
    assert patterned.confidence < 1


def test_one_of_two_scans_is_counted_once():
    found = match("Chest X-ray/CT scan")
    assert found.procedures == ("chest_xray",)
    assert "CT scan" in found.reason and found.confidence < 0.8


def test_a_part_that_is_not_known_is_named():
    found = match("ALSFRS-R and King's staging")
    assert found.procedures == ("neuro_qol",)
    assert "staging" in found.reason and found.confidence == 0.6


def test_with_less_than_half_known_nothing_is_taken():
    assert match("Gizmo, gadget and height").procedures == ()


def test_two_names_that_fit_equally_well_are_left_to_a_person():
    found = match("Skin test assessment")
    assert found.procedures == () and "nearest" in found.reason


def test_a_verb_governs_the_whole_row():
    """Dispensing a diary and a widget is no diary kept at home."""
    assert "diary_daily" not in match("Dispense study drug, diary").procedures


def test_a_training_is_not_the_thing_that_is_trained():
    assert match("ABPM training").procedures == ("device_training",)
    assert match("Wearable training session for site staff").procedures == ()


def test_the_heading_helps_where_the_label_alone_is_too_short():
    assert match("predose").procedures == ()
    found = match("predose", "PK")
    assert found.procedures == ("pk_sample",) and found.confidence < 1


def test_the_heading_never_overrules_the_label():
    assert match("Height", "Laboratory").procedures == ("height",)


def test_a_name_with_several_meanings_is_said_to_be_unsure():
    found = match("Biopsy")
    assert found.procedures == ("tumour_biopsy",) and found.confidence < 0.7
    assert "not the only one" in found.reason


def test_what_a_person_chose_wins_over_everything():
    chosen = {remember_key("Vital Signs"): ("weight", "height")}
    found = match("vital  signs", remembered=chosen)
    assert found.procedures == ("weight", "height") and found.confidence == 1
    assert "person" in found.reason


def test_a_choice_may_be_kept_under_the_label_as_it_stands():
    assert match("ECG (rest)", remembered={"ECG (rest)": ("triplicate_ecg",)}).procedures == ("triplicate_ecg",)


def test_a_person_may_say_that_nothing_fits():
    assert match("ECG", remembered={remember_key("ECG"): ()}).procedures == ()


def test_a_remembered_procedure_that_no_longer_exists_is_not_used():
    assert match("ECG", remembered={remember_key("ECG"): ("phlogiston",)}).procedures == ("twelve_lead_ecg",)


def test_labels_that_differ_in_case_and_spaces_share_one_memory():
    assert remember_key("  Vital   signs: ") == remember_key("VITAL SIGNS")
    assert remember_key("***") == "***"


def test_every_threshold_has_a_reason_and_every_rule_a_procedure():
    for limit in (*rules().limits.values(), *rules().confidence.values()):
        assert len(limit.why) > 10
    keys = load().procedures.keys()
    assert rules().words.generic <= keys
    for pattern in rules().patterns:
        assert set(pattern.procedures) <= keys and pattern.confidence in rules().confidence


@pytest.mark.parametrize(
    ("label", "procedures"),
    [
        ("1. Informed consent", ("informed_consent",)),
        ("2.1 Vital signs", ("vital_signs",)),
        ("3.2.1. HbA1c", ("hba1c",)),
        ("12-lead ECG", ("twelve_lead_ecg",)),
        ("24 hour urine collection", ("urine_24h",)),
    ],
)
def test_numbers_before_a_label_count_for_nothing(label: str, procedures: tuple[str, ...]) -> None:
    assert match(label).procedures == procedures


def test_an_interview_of_no_kind_is_unsure() -> None:
    assert match("Interview").confidence < 0.8


@pytest.mark.parametrize(
    ("label", "procedures"),
    [
        ("Lymphodepletion", ("chemotherapy_infusion",)),
        ("Post-void residual", ("ultrasound_abdomen",)),
        ("Assent (if applicable)", ("assent",)),
        ("Parental consent", ("informed_consent",)),
        ("Total bilirubin", ("chemistry",)),
        ("Sleep diary", ("diary_daily",)),
    ],
)
def test_names_that_were_missed_or_taken_for_something_heavier(label: str, procedures: tuple[str, ...]) -> None:
    assert match(label).procedures == procedures
