"""The document of the command line: its keys and sums, the catalogue behind it, and a baseline with carried ratings."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from protocols.domain.burden.bench import Bench
from protocols.domain.burden.matched import carried_over, identities, procedures_by_key
from protocols.domain.burden.persona import examples
from protocols.domain.catalogue import load as load_catalogue
from protocols.domain.schedule import Activity, Arm, Mark, Schedule

from .factory import grid, rating, visit, with_numbers

HERE = Path(__file__).resolve()
DATA = HERE.parents[4] / "shared" / "data" / "schedules"
KEYS = {
    "ruleset", "schedule_sha256", "load", "minutes", "added", "lines", "visits", "site", "flags", "unscored",
    "partly_scored", "coverage", "basis", "against",
}  # fmt: skip
LINE = {
    "visit", "activity", "procedure", "occurrences", "library", "ratings_mean", "raters", "points_each", "points",
    "minutes", "sources",
}  # fmt: skip
BENCH = Bench(load_catalogue(), with_numbers(draws__number=100), examples()[1])


def study(*labels, visits=("v1", "v2"), keys=None):
    rows = keys or [f"a{place}" for place in range(1, len(labels) + 1)]
    return Schedule(
        visits=tuple(visit(key, 7 * place, label=f"Week {place}") for place, key in enumerate(visits, 1)),
        activities=tuple(Activity(key, label) for key, label in zip(rows, labels, strict=True)),
        marks=tuple(Mark(at, row) for row in rows for at in visits),
    )


BLOOD = study("Haematology", "12-lead ECG", "Zorbing in space")


def test_the_document_has_what_the_contract_names():
    found = BENCH.document(BLOOD, [rating("ann", "a1", 4)])
    assert found.keys() >= KEYS
    assert all(line.keys() >= LINE for line in found["lines"])
    assert found["load"].keys() == {"least", "planned", "most", "low", "high"}
    assert found["unscored"] == ["Zorbing in space"]
    assert found["coverage"] == pytest.approx(4 / 6, abs=0.0001)
    assert sum(found["basis"].values()) == pytest.approx(1)
    assert found["against"] is None
    json.dumps(found, allow_nan=False)


def test_a_line_says_where_it_comes_from():
    lines = {
        line["activity"]: line
        for line in BENCH.document(BLOOD, [rating("ann", "a1", 4), rating("bob", "a1", 3)])["lines"]
    }
    assert (lines["a1"]["raters"], lines["a1"]["ratings_mean"]) == (2, 3.5)
    assert lines["a1"]["sources"][0] == "2 ratings"
    assert lines["a1"]["library"]["grades"]["worry"] == "J"
    assert lines["journey"]["library"]["grades"] == {"overall": "J"}
    assert "journey table" in lines["journey"]["sources"][0]


def test_a_mean_of_answers_is_shown_with_two_digits():
    given = [rating(name, "a1", answer) for name, answer in (("ann", 4), ("bob", 4), ("cat", 3))]
    assert BENCH.document(BLOOD, given)["lines"][0]["ratings_mean"] == 3.7


def test_time_given_for_a_whole_visit_is_a_line_without_points():
    found = BENCH.document(BLOOD, [rating("ann", None, waiting=300)])
    (line,) = [line for line in found["lines"] if line["activity"] == "at_visit"]
    assert (line["points_each"], line["points"], line["sources"], line["library"]["grades"]) == (None, 0, [], {})


def test_a_long_study_has_rates_and_arms_have_names():
    long = Schedule(
        arms=(Arm("a", "Arm A"),),
        visits=(visit("v1", 1, arm="a"), visit("v2", 100)),
        activities=(Activity("a1", "ECG"),),
        marks=(Mark("v1", "a1"),),
    )
    found = BENCH.document(long)
    assert found["per_month"]["months"] == 3.29
    assert (found["arm"], found["arms"]) == ("a", [{"key": "a", "label": "Arm A"}])


def test_ratings_that_fit_nowhere_and_odd_roles_are_told():
    found = BENCH.document(BLOOD, [rating("ann", "mri", 4), rating("bob", "a1", 4, role="wizard")])
    assert [problem["message"] for problem in found["problems"]] == [
        "There is no visit 'v1', activity 'mri' in the schedule.",
        "The role 'wizard' is not known; its answers do not count.",
    ]
    assert found["basis"]["ratings"] == 0


def test_a_baseline_gets_the_same_ratings_by_what_rows_are_called():
    old = study("12-lead ECG", "Haematology", "Physical examination", keys=["a1", "a2", "a3"])
    new = study("Haematology", "12-lead ECG", keys=["a1", "a2"])
    given = [rating("ann", "a1", 4), rating("bob", "Physical examination", 2), rating("cat", "mri", 1)]
    found = BENCH.document(new, given, baseline=old)
    alone = BENCH.score(old, [rating("ann", "a2", 4), rating("bob", "a3", 2)])
    expected = 100 * found["load"]["planned"] / float(alone.load.planned)
    assert found["against"]["load"] == pytest.approx(expected, abs=0.01)
    assert found["against"]["newly_unscored"] == []
    assert found["against"]["share_lighter"] > 0.5
    assert [problem["message"] for problem in found["problems"]] == [
        "There is no visit 'v1', activity 'mri' in the schedule."
    ]


def test_rows_of_the_same_name_are_told_apart():
    names = identities(study("ECG", " ecg ", "X-ray"))
    assert (names["a1"], names["a2"]) == (" / ecg", " / ecg (2)")


def test_ratings_are_carried_over_by_name():
    old = study("ECG", "X-ray", visits=("v1", "v2"))
    new = study("X-ray", visits=("w1",))
    given = [
        rating("ann", "a2", 1), rating("ann", "a1", 1), rating("ann", None, waiting=9), rating("bob", None, visit="v2"),
        rating("ann", "a2", 2, visit="v2"), rating("ann", "journey", 3),
    ]  # fmt: skip
    found = [(each.visit, each.activity) for each in carried_over(given, old, new)]
    assert found == [("w1", "a1"), ("w1", None), ("v2", "a1"), ("w1", "journey")]


def test_visits_that_are_called_alike_are_carried_over_by_key():
    alike = grid({"ecg": {"v1": "X"}}, [visit("v1", label="SCR"), visit("v2", label="SCR")])
    given = [rating("ann", None, visit="v2", waiting=5)]
    assert carried_over(given, alike, alike) == tuple(given)


def test_procedures_that_a_catalogue_no_longer_has_are_left_out():
    catalogue = load_catalogue()
    key = next(iter(catalogue.procedures))
    assert [each.key for each in procedures_by_key((key, "no longer there"), catalogue)] == [key]


# The command


def printed_here(*arguments):
    out = StringIO()
    call_command("score", *map(str, arguments), format="json", stdout=out)
    return out.getvalue()


def printed_by_another_process(*arguments):
    """Another process has other hashes of strings, so that the order of a set would show."""
    done = subprocess.run(
        [sys.executable, "manage.py", "score", *map(str, arguments), "--format", "json"],
        cwd=HERE.parents[3],
        capture_output=True,
        env={**os.environ, "DJANGO_ENV": "test", "PYTHONHASHSEED": "12345"},
        timeout=120,
        check=True,
    )
    assert done.stderr == b""
    return done.stdout.decode()


FILES = {
    "s.csv": "Procedure,V1,V2\nDay,1,8\nHaematology,X,X\n12-lead ECG,X,\n",
    "p.toml": 'key = "one"\nname = "One"\nminutes_one_way = 60\n',
    "r.csv": "rater,role,visit,activity,overall\nann,carer,V1,Haematology,4\n",
    "bad.csv": "rater,role,visit,activity,overall\nann,carer,V1,Haematology,9\n",
    "odd.toml": 'key = "one"\n',
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_command_prints_the_same_bytes_each_time(folder):
    given = [folder / "s.csv", "--persona", folder / "p.toml", "--ratings", folder / "r.csv"]
    text = printed_here(*given)
    assert text == printed_by_another_process(*given)
    printed = json.loads(text)
    assert sum(line["points"] for line in printed["lines"]) == pytest.approx(printed["load"]["planned"])
    assert (printed["basis"]["ratings"] > 0, printed["unscored"], printed["persona"]["key"]) == (True, [], "one")


def test_the_command_speaks_in_words_too(folder, capsys):
    out = StringIO()
    call_command("score", str(folder / "s.csv"), ratings=folder / "bad.csv", stdout=out)
    assert "Load: " in out.getvalue()
    assert "overall is '9'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["s.csv", "--persona", "odd.toml"], "name is missing"),
        (["s.csv", "--persona", "nowhere.toml"], "cannot be opened"),
        (["s.csv", "--ruleset", "p.toml"], "odd.toml|name|version"),
        (["s.csv", "--arm", "b"], "arm 'b'"),
    ],
)
def test_the_command_refuses_with_words(folder, arguments, words):
    paths = [str(folder / each) if "." in each else each for each in arguments]
    with pytest.raises(CommandError, match=words):
        call_command("score", *paths)


def test_a_schedule_that_cannot_be_read_is_refused_with_status_2(folder):
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("score", str(folder / "odd.toml"), stdout=out)
    assert left.value.code == 2
    assert json.loads(out.getvalue())["problems"]


@pytest.mark.skipif(not DATA.is_dir(), reason="the real schedules are not part of this repository")
def test_real_schedules_are_scored_and_add_up():
    given = [DATA / "xgrid_novo_NCT03548935.csv", "--against", DATA / "usdm4_lzzt_pilot.json"]
    printed = json.loads(printed_here(*given))
    assert sum(line["points"] for line in printed["lines"]) == pytest.approx(printed["load"]["planned"])
    assert sum(visit["load"] for visit in printed["visits"]) == pytest.approx(printed["load"]["planned"])
    assert printed["against"]["load"] > 100
