"""The ruleset holds every number of ours, says why, and refuses what makes no sense."""

import ast
from pathlib import Path

import pytest

from protocols.domain import burden
from protocols.domain.burden.ruleset import RULESETS, RulesetError, from_toml, load

DEFAULT = (RULESETS / "default.toml").read_text(encoding="utf-8")
CODE = sorted(Path(burden.__file__).parent.glob("*.py"))


def test_the_default_is_sound_and_every_number_has_a_reason():
    found = load()
    assert (found.name, found.version, found.weights) == ("default", 1, (1 / 3, 1 / 3, 1 / 3))
    assert all(entry.why or entry.source for entry in found.entries.values())


def test_the_hash_follows_the_numbers_and_not_the_words():
    other = from_toml(DEFAULT.replace("Equal weights until", "As long as"))
    heavier = from_toml(DEFAULT.replace("high_estimate = { value = 3", "high_estimate = { value = 2"))
    assert load().sha256 == other.sha256 != heavier.sha256


def test_other_weights_make_another_ruleset():
    found = load().with_weights({"physical": 2}, reason="Pain counts more here.", version=2)
    assert found.weights == (0.5, 0.25, 0.25)
    assert (found.version, found.reason, found.entries["weights.physical"].why) == (2,) + (
        "Pain counts more here.",
    ) * 2
    assert found.sha256 != load().sha256


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"pain": 1}, "no dimension 'pain'"),
        ({"physical": -1}, "weights.physical must be a number that is 0 or more"),
        ({"physical": float("nan")}, "weights.physical must be"),
        ({"physical": 0, "worry": 0, "effort": 0}, "At least one of the weights"),
    ],
)
def test_weights_that_make_no_sense_are_refused(weights, words):
    with pytest.raises(RulesetError, match=words):
        load().with_weights(weights)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('name = "default"', "", "Give the ruleset a name"),
        ("version = 1", "version = true", "whole number as its version"),
        ("version = 1", "version = 1\nodd = 3", "odd: write it as"),
        ("[scale]", "[[scale]]]", "not TOML"),
        ("number = { value = 2000", "number = { value = 20.5", "draws.number must be a whole number"),
        ("number = { value = 2000", "size = { value = 2000", "draws.number must be .* missing"),
        ("number = { value = 2000", "size = { value = 2000", "draws.size is not a setting"),
        ("low = { value = 5", "low = { value = 96", "draws.low must lie below draws.high"),
        ("low = { value = 5", "low = { value = -1", "draws.low must be a number from 0 to 100"),
        ("difference = { value = 0.9", "difference = { value = 9", "draws.difference must be a number between 0 and 1"),
        ("outside_visits = { value = 1.47", "outside_visits = { value = 0.5", "1 or more"),
        ('planned = { value = "max"', 'planned = { value = "middle"', "repeats.planned must be one of"),
        (
            'others = { value = ["site", "team", "sponsor", "facilitator"]',
            "others = { value = []",
            "roles.others must be a list",
        ),
        ("[[0, 0.0], [10, 0.5]", "[[1, 0.0], [10, 0.5]", "must start at 0"),
        ("[[0, 0.0], [10, 0.5]", "[[0, 0.0], [10, 5.5]", "rise from row to row"),
        ("[360, 4.0]]", "[360, 4.5]]", "between 0 and 4"),
        ("[360, 4.0]]", '[360, "much"]]', "list of"),
        ("value = [[0, 0.0], [10, 0.5], [30, 1.0]", "value = 4, other = [[0, 0.0], [10, 0.5], [30, 1.0]", "list of"),
        ("lowest = { value = 0, why = \"The answer 'No trouble'.\" }", "lowest = { value = 0 }", "needs a reason"),
    ],
)
def test_a_ruleset_that_makes_no_sense_is_refused_with_words(old, new, words):
    assert old in DEFAULT
    with pytest.raises(RulesetError, match=words):
        from_toml(DEFAULT.replace(old, new, 1))


def test_no_number_of_ours_stands_in_code():
    """Fractions in the code are roundings for print (a string) or noise limits; everything else is in the ruleset."""
    noise = {0.0, 1.0, 1e-9, 7.0}  # 7.0: the days of a week
    found = {
        (path.name, node.value)
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and node.value not in noise
    }
    assert found == set()


def test_every_number_of_the_ruleset_is_used():
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE if path.name != "ruleset_faults.py")
    built = {"spread", "minutes.spread", "weights", "flags", "agreement", "rounding"}
    for path in load().entries.keys() - {"compound.dimensions"}:  # a rule, not a number; only one is known
        section, _, name = path.rpartition(".")
        assert f'"{path}"' in code or (section in built and (name in code or f"{section}.{{" in code)), path
