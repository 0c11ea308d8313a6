"""The reader decides by evidence: no name, label or number of the real protocols it is tried on stands in its code."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from protocols.domain import importers
from tests.conftest import DATA_FOLDER

pytestmark = pytest.mark.needs_data
SOURCES = [path for path in Path(importers.__path__[0]).rglob("*") if path.suffix in {".py", ".toml"}]
STUDY_NUMBER = re.compile(r"[A-Z]{2,}\d{4,}|[A-Z]\d[A-Z]-[A-Z]{2}-[A-Z]{4}")
# Shorter labels are words of the field ("Week 4", "Haematology", "End of treatment"), which a reader has to know.
TELLING = 20


def code() -> str:
    return "\n".join(path.read_text() for path in SOURCES).lower()


def facts() -> Iterator[dict[str, object]]:
    for path in DATA_FOLDER.rglob("*expected.json"):
        yield json.loads(path.read_text())


def texts(value: object) -> Iterator[str]:
    """Every text in a JSON value, names of fields left out."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value.strip()


def test_no_label_of_a_real_schedule_stands_in_the_code() -> None:
    written = code()
    labels = {text for fact in facts() for text in texts(fact) if len(text) >= TELLING and " " in text}
    assert len(labels) > 200
    assert sorted(label for label in labels if label.lower() in written) == []


def test_no_file_name_and_no_study_number_stands_in_the_code() -> None:
    written = code()
    names = {path.stem.partition(".")[0].lower() for path in (DATA_FOLDER / "schedules").rglob("*") if "_" in path.stem}
    numbers = {number for name in names for number in STUDY_NUMBER.findall(name.upper())}
    numbers |= {number for fact in facts() for text in texts(fact) for number in STUDY_NUMBER.findall(text)}
    assert len(names) > 15 and len(numbers) > 5
    assert sorted(name for name in names if name in written) == []
    assert sorted(number for number in numbers if number.lower() in written) == []
