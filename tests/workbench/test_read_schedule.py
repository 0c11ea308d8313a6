"""The command that prints what a file says: the contract's document, and its exit status."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from protocols.domain.importers.template import write_template
from protocols.domain.sample import sample_schedule


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Return the example study as a file."""
    path = tmp_path / "example.xlsx"
    path.write_bytes(write_template(sample_schedule()))
    return path


def said(path: Path, *options: str) -> str:
    """Run the command and return what it printed."""
    out = StringIO()
    call_command("read_schedule", str(path), *options, stdout=out)
    return out.getvalue()


def document(path: Path, *options: str) -> dict[str, Any]:
    """Run the command and return the document that it printed."""
    found: dict[str, Any] = json.loads(said(path, "--format", "json", *options))
    return found


@pytest.mark.parametrize("options", [(), ("--in-process",)])
def test_a_file_is_printed_as_one_document(workbook: Path, options: tuple[str, ...]) -> None:
    found = document(workbook, *options)
    assert found["format"] == "xlsx"
    assert (len(found["visits"]), len(found["activities"]), len(found["marks"])) == (16, 30, 122)


def test_people_get_the_counts_and_the_remarks(workbook: Path) -> None:
    assert said(workbook).startswith("xlsx: 16 visits, 30 activities, 122 marks, 3 footnotes")


def test_a_folder_is_a_set_of_csv_files(tmp_path: Path) -> None:
    (tmp_path / "marks.csv").write_text("visit,activity,mark\nV1,ECG,X\n")
    (tmp_path / "expected.json").write_text("{}")
    assert len(document(tmp_path)["marks"]) == 1


def test_a_refused_file_ends_with_status_2_and_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    with pytest.raises(SystemExit) as caught:
        call_command("read_schedule", str(path), "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert caught.value.code == 2
    assert found["visits"] == [] and found["problems"][0]["severity"] == "error"


def test_a_refusal_in_words_names_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.json"
    path.write_text("{}")
    with pytest.raises(SystemExit):
        call_command("read_schedule", str(path))
    assert "error: file: The file is JSON, but not a USDM study" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_not_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("read_schedule", str(tmp_path / "nowhere.xlsx"))
    assert caught.value.returncode == 1
