"""General information is plain, belongs to a procedure of the catalogue, and never says why a study asks for it."""

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from protocols.domain import catalogue, language
from protocols.domain.language.explainers import (
    DISCLAIMER,
    NO_REASON,
    NOT_KNOWN,
    Origin,
    first_draft,
    general_information,
)
from protocols.domain.language.facts import computed_facts
from protocols.domain.language.hard_topics import topic_line
from protocols.domain.language.readability import automated_readability_index, read_text
from protocols.domain.schedule import Activity, Mark, Schedule, Visit

CATALOGUE = Path(str(files(catalogue))) / "procedures"
GENERAL = Path(str(files(language))) / "general"
A_REASON = re.compile(
    r"\b(this study|the study (needs|wants|asks|must)|because|in order|safety|to find out|to see (if|whether) "
    r"(the|your) (treatment|medicine|study medicine)|why|purpose|objective|endpoint)\b",
    re.IGNORECASE,
)
ALL = sorted(general_information())


def procedure_keys():
    return {
        key
        for path in CATALOGUE.glob("*.toml")
        for key in re.findall(r"^\[([a-z0-9_]+)\]$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }


def test_every_procedure_of_the_catalogue_has_general_information_and_nothing_else_does():
    assert procedure_keys() == set(general_information())


def test_no_procedure_is_written_twice():
    keys = Counter(
        key
        for path in GENERAL.glob("*.toml")
        for key in re.findall(r"^\[([a-z0-9_]+)\]$", path.read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("key", ALL)
def test_general_information_is_plain(key):
    entry = general_information()[key]
    read = read_text(entry.as_text())
    assert automated_readability_index(letters=read.letters, words=read.words, sentences=read.sentences) <= 6
    assert read.avoid == () and read.acronyms == () and read.long_sentences == ()
    assert len(entry.one_line.split()) <= 20
    assert 3 <= len(entry.steps) <= 6
    assert entry.feel and entry.ready and entry.where_who and entry.ask and entry.story


@pytest.mark.parametrize("key", ALL)
def test_general_information_never_gives_a_reason(key):
    assert A_REASON.search(general_information()[key].as_text()) is None


def test_a_reason_would_be_found():
    assert A_REASON.search("This is done for your safety.")
    assert A_REASON.search("The study needs this.")
    assert A_REASON.search("To see if the medicine works.")


def test_sentences_end_and_questions_ask():
    for entry in general_information().values():
        assert all(question.endswith("?") for question in entry.ask), entry.procedure
        lines = (entry.one_line, entry.story, *entry.steps, entry.feel, entry.ready, entry.where_who)
        assert all(line.endswith(".") for line in lines), entry.procedure
        assert not entry.name.endswith("."), entry.procedure


def test_hard_topics_are_ones_that_have_a_kind_line():
    for entry in general_information().values():
        if entry.hard:
            assert topic_line([entry.hard])
    assert general_information()["cssrs"].hard == "self_harm"


def facts_for(minutes=20, **mark):
    schedule = Schedule(
        visits=(Visit("v1", "Week 1"), Visit("v2", "Week 2")),
        activities=(Activity("a", "Vital signs / Temperature"),),
        marks=(Mark("v1", "a", **mark), Mark("v2", "a", **mark)),
    )
    return computed_facts(schedule, "a", minutes)


def test_a_first_draft_says_where_each_part_comes_from():
    draft = first_draft("Vital signs / Temperature", ["vital_signs"], facts_for())
    assert draft.plain_name.origin is Origin.GENERAL
    assert draft.protocol_name.text == "Vital signs / Temperature"
    assert draft.how_often.text == "Twice in the study." and draft.how_often.origin is Origin.COMPUTED
    assert draft.total.text == "Twice, about 40 minutes in all."
    assert draft.disclaimer == DISCLAIMER
    assert draft.uses_general_information
    assert set(draft.empty_fields) == {
        "why_this_study",
        "risks_plain",
        "home_possible",
        "extra_to_usual_care",
        "results_to_you",
        "sample_data_use",
        "can_i_say_no",
        "could_it_change",
    }


@pytest.mark.parametrize("procedures", [[], ["vital_signs"], ["vital_signs", "temperature"], ["no_such_procedure"]])
def test_the_reason_is_always_left_to_a_person(procedures):
    draft = first_draft("Vital signs", procedures, facts_for())
    assert draft.why_this_study.lines == (NO_REASON,)
    assert draft.why_this_study.origin is Origin.EMPTY


def test_what_nobody_knows_is_said_and_never_guessed():
    draft = first_draft("Zorblat test", ["no_such_procedure"], facts_for(minutes=None))
    assert not draft.uses_general_information
    for field in (draft.plain_name, draft.one_line, draft.what_happens, draft.get_ready, draft.questions_to_ask):
        assert (field.text, field.origin) == (NOT_KNOWN, Origin.EMPTY)
    assert draft.time_each.text == "We do not know yet how long it takes."


def test_two_procedures_on_one_needle_say_their_steps_once():
    draft = first_draft("Haematology and chemistry", ["haematology", "chemistry"], facts_for())
    assert draft.plain_name.text == "Blood count and blood test for liver, kidneys and salts"
    assert draft.what_happens.lines == general_information()["blood_draw"].steps
    assert len(draft.one_line.lines) == 2


def test_usual_care_that_a_person_stated_is_in_the_draft():
    draft = first_draft("Vital signs", ["vital_signs"], facts_for(usual_care=True))
    assert draft.extra_to_usual_care.origin is Origin.COMPUTED
    assert draft.extra_to_usual_care.text.startswith("No.")


def test_a_draft_is_plain_as_a_whole():
    draft = first_draft("Blood", ["blood_draw"], facts_for())
    parts = (draft.one_line, draft.what_happens, draft.how_often, draft.total, draft.how_it_may_feel, draft.get_ready)
    read = read_text("\n\n".join(part.text for part in (*parts, draft.where_who, draft.why_this_study)))
    assert read.avoid == ()
    assert automated_readability_index(letters=read.letters, words=read.words, sentences=read.sentences) <= 6
