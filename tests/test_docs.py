"""What the documents say is there, and what is there is said in the documents."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Made when they are wanted, so they may be absent; xx stands for a language.
MADE_LATER = ("out/", "workbench/locale/xx", "uv.lock", "utils.py")


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_setting_is_described() -> None:
    settings = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", _read("workbench/settings.py")))
    assert settings, "the settings are read in another way now"
    assert {name for name in settings if f"`{name}`" not in _read("README.md")} == set()


def test_every_setting_that_is_described_is_read() -> None:
    table = _read("README.md").split("| Setting |")[1].split("\n\n")[0]
    described = {name for line in table.splitlines() for name in re.findall(r"`([A-Z_]{4,})`", line.split("|")[1])}
    assert {name for name in described if f'"{name}"' not in _read("workbench/settings.py")} == set()


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_file_that_is_named_is_there(document: str) -> None:
    named = set(re.findall(r"`([\w.\-]+/[\w./\-]*|\w+\.(?:md|toml|yaml))`", _read(document)))
    assert named
    absent = {name for name in named if not name.startswith(MADE_LATER) and not (ROOT / name).exists()}
    assert absent == set()


def test_every_command_of_dev_is_in_its_help() -> None:
    script = _read("dev")
    commands = set(re.findall(r"^    (\w+)(?: \|[^)]*)?\) \w+", script.split("case $verb in")[1], flags=re.MULTILINE))
    words = subprocess.run(["./dev", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert commands >= {"demo", "test", "check", "bench", "manage", "lock", "help"}
    assert {name for name in commands if not re.search(rf"^  {name}\b", words, flags=re.MULTILINE)} == set()


def test_an_unknown_command_is_told_the_known_ones() -> None:
    answer = subprocess.run(["./dev", "serve"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert "'serve' is not one of the commands" in answer.stderr
    assert "./dev COMMAND" in answer.stderr


def test_every_library_that_is_installed_is_credited() -> None:
    installed = set(re.findall(r"^([a-z0-9][\w.\-]*)==", _read("requirements.lock"), flags=re.MULTILINE))
    notices = _read("THIRD_PARTY_NOTICES")
    assert {
        name for name in installed if not re.search(rf"^{re.escape(name)} +\S", notices, flags=re.MULTILINE)
    } == set()


def test_every_marker_is_described() -> None:
    markers = re.findall(
        r"^  \"(\w+)[(:]", _read("pyproject.toml").split("markers = [")[1].split("\n]")[0], re.MULTILINE
    )
    assert "browser" in markers
    assert {name for name in markers if f"| `{name}` |" not in _read("CONTRIBUTING.md")} == set()


def test_the_licence_is_the_one_that_is_named() -> None:
    assert 'license = "Apache-2.0"' in _read("pyproject.toml")
    assert _read("LICENSE").lstrip().startswith("Apache License")
