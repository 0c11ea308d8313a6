"""How numbers are written: None is for nothing, and unknown is never zero."""

import pytest

from workbench.templatetags.words import burden_level, burden_word, clock, duration, one_decimal


@pytest.mark.parametrize(
    ("estimate", "level", "word"),
    [
        (0, 0, "None"),
        (0.04, 0, "None"),
        (0.05, 1, "Low"),
        (0.4, 1, "Low"),
        (1.49, 1, "Low"),
        (1.5, 2, "Some"),
        (2.5, 3, "High"),
        (3.5, 4, "Very high"),
        (4.3, 4, "Very high"),
        (None, None, "We do not know yet"),
    ],
)
def test_the_level_of_an_estimate_has_a_word(estimate, level, word):
    assert (burden_level(estimate), burden_word(estimate)) == (level, word)


@pytest.mark.parametrize(
    ("minutes", "words", "short"),
    [(45, "45 min", "0:45"), (494, "8 h 14", "8:14"), (120, "2 h", "2:00"), (0, "0 min", "0:00")],
)
def test_minutes_are_written_as_people_say_them(minutes, words, short):
    assert duration(minutes).replace("\N{NO-BREAK SPACE}", " ") == words
    assert clock(minutes) == short


def test_what_is_not_known_is_never_a_zero():
    assert (duration(None), clock(None), one_decimal(None)) == ("We do not know yet", "?", "?")
