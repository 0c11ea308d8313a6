"""Real schedules, where their folder is: read right in count; nothing of them stands in the importers' code."""

import json
import re
from pathlib import Path

import pytest

from protocols.domain.importers import csv_grid, docx, pdf, xlsx_grid
from protocols.domain.importers.imported import Refused

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "schedules"
CODE = Path(xlsx_grid.__file__).parent
READERS = {".xlsx": xlsx_grid.read, ".csv": csv_grid.read, ".docx": docx.read, ".pdf": pdf.read}
FILES = [p for p in sorted(FOLDER.glob("*.*")) if p.suffix in READERS and "usdm" not in p.name]
pytestmark = pytest.mark.skipif(not FILES, reason="the folder of real schedules is not here")


def facts(path: Path) -> dict:
    return json.loads(path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_schedule_is_read_or_refused_as_its_facts_say(path: Path) -> None:
    expected = facts(path)
    if expected["grade"]["kind"] == "refuse":
        with pytest.raises(Refused):
            READERS[path.suffix](path.read_bytes())
        return
    schedule = READERS[path.suffix](path.read_bytes()).schedule
    assert len(schedule.visits) == len(expected["cell_visits"])
    assert len(schedule.marks) == len(expected["cells"])


def test_no_label_or_name_of_the_real_schedules_stands_in_the_importers() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in CODE.rglob("*") if p.suffix in {".py", ".toml"}).casefold()
    common = {"visit number", "informed consent", "study period", "vital signs", "dose escalation"}
    names = {path.stem for path in FILES} | set(re.findall(r"NCT\d{8}", " ".join(path.name for path in FILES)))
    for path in FILES:
        expected = facts(path)
        names |= {label for label in expected.get("cell_activities") or [] if len(label.split()) > 2}
    found = {name for name in names if name.casefold() in code} - common
    assert not found
