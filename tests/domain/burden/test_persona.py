"""Personas are read from TOML and refused with words."""

import pytest

from protocols.domain.burden.persona import EXAMPLES, Persona, PersonaError, examples, from_toml


def test_three_personas_come_with_the_program():
    assert [each.key for each in examples()] == ["near-and-retired", "shifts-and-children", "far-with-a-driver"]
    for each in examples():
        assert from_toml((EXAMPLES / f"{each.key}.toml").read_text(encoding="utf-8")) == each
        assert Persona.from_dict(each.to_dict()) == each


def test_travel_is_there_and_back():
    assert Persona("one", "One", 45).minutes_there_and_back == 90


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('name = "One"\nminutes_one_way = 5', "key is missing"),
        ('key = "one"\nname = ""\nminutes_one_way = 5', "name must be text"),
        ('key = "one"\nname = "One"\nminutes_one_way = -5', "minutes_one_way must be a number that is 0 or more"),
        ('key = "one"\nname = "One"\nminutes_one_way = nan', "minutes_one_way must be"),
        ('key = "one"\nname = "One"\nminutes_one_way = true', "minutes_one_way must be"),
        ('key = "one"\nname = "One"\nminutes_one_way = 5\nnights_away = 0.5', "nights_away must be a whole number"),
        ('key = "one"\nname = "One"\nminutes_one_way = 5\nwork_share = 2', "work_share must lie between 0 and 1"),
        ('key = "one"\nname = "One"\nminutes_one_way = 5\nage = 40', "age is not known"),
        ("key =", "not TOML"),
    ],
)
def test_a_persona_that_makes_no_sense_is_refused(lines, words):
    with pytest.raises(PersonaError, match=words):
        from_toml(lines)
