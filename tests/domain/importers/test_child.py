"""The reading process: the same answer as in process, and a refusal in words when it dies, hangs or grows too large."""

import io
import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from protocols.domain import importers
from protocols.domain.importers import Refused, child, limits, template
from protocols.domain.importers.child import read_in_child
from tests.domain.importers.factory import refusal, schedule, simple_study, words

STUDY = json.dumps(simple_study()).encode()


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give the child another program to run, which a test writes."""
    program = tmp_path / "stand_in.py"

    class Spec:
        name = "stand_in"

    monkeypatch.setattr(child, "__spec__", Spec)
    monkeypatch.setattr(child, "ROOT", tmp_path)
    return program


def refused_by(program: Path, text: str) -> str:
    """Run a stand-in for the child, and return what the refusal says."""
    program.write_text(text)
    with pytest.raises(Refused) as caught:
        read_in_child(b"data", "file.xlsx")
    return words(caught.value)


@pytest.mark.parametrize("data", [STUDY, template.write_template(schedule())])
def test_the_child_reads_what_the_process_itself_reads(data: bytes) -> None:
    assert read_in_child(data, "file.json") == importers.read(data, "file.json")


def test_the_child_refuses_what_the_process_itself_refuses() -> None:
    with pytest.raises(Refused) as caught:
        read_in_child(b"{}", "x.json")
    here = refusal(b"{}", "x.json")
    assert (caught.value.problems, caught.value.format) == (here.problems, here.format)


@pytest.mark.parametrize("filename", ["", "a\nb.json", "\udcff.json", "😀.json", "\0.json"])
def test_any_name_reaches_the_child(filename: str) -> None:
    assert read_in_child(STUDY, filename).schedule == importers.read(STUDY, filename).schedule


def test_a_child_that_crashes_is_a_refusal(stand_in: Path) -> None:
    assert "stopped while it read" in refused_by(stand_in, "import os; os.abort()")


def test_a_child_that_fails_is_a_refusal(stand_in: Path) -> None:
    assert "stopped while it read" in refused_by(stand_in, "raise ValueError('ours')")


def test_a_child_that_says_nothing_we_understand_is_a_refusal(stand_in: Path) -> None:
    assert "stopped while it read" in refused_by(stand_in, "print('not json')")


def test_a_child_without_memory_is_a_refusal(stand_in: Path) -> None:
    import_limits = f"import sys; sys.path.insert(0, {str(Path(child.__file__).parents[3])!r})\n"
    greedy = "import resource\nresource.setrlimit(resource.RLIMIT_AS, (200_000_000,) * 2)\nx = [bytearray(10**9)]\n"
    assert "more memory" in refused_by(stand_in, import_limits + greedy)
    assert "more memory" in refused_by(stand_in, f"import os; os._exit({child.OUT_OF_MEMORY})")


def test_a_child_that_hangs_is_ended_with_all_that_it_started(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short = replace(limits.limits(), child_wall_seconds=3)
    monkeypatch.setattr(child, "limits", lambda: short)
    mark = stand_in.with_name("pid")
    hang = (
        "import pathlib, subprocess, sys, time\n"
        "grandchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(mark)!r}).write_text(str(grandchild.pid))\ntime.sleep(60)\n"
    )
    begun = time.monotonic()
    assert "takes longer" in refused_by(stand_in, hang)
    assert time.monotonic() - begun < 20
    assert has_ended(int(mark.read_text()))


def has_ended(pid: int) -> bool:
    """Wait until a process that was sent its end is gone: a busy machine takes a moment to deliver the signal."""
    patience = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < patience:
        time.sleep(0.01)
    return not is_alive(pid)


def is_alive(pid: int) -> bool:
    """Tell whether a process still runs; one that only waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_child_that_computes_without_end_is_a_refusal(stand_in: Path) -> None:
    endless = "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass\n"
    assert "takes longer" in refused_by(stand_in, endless)


def test_the_child_knows_no_secrets_and_leaves_nothing(
    stand_in: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary")
    stand_in.write_text("import os, sys; sys.exit(7 if 'SECRET_KEY' in os.environ else 1)")
    with pytest.raises(Refused):
        read_in_child(b"data", "x")
    assert "SECRET_KEY" not in child._environment()
    assert set(os.listdir(tmp_path)) <= {"stand_in.py", "__pycache__"}


def test_the_child_limits_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    found: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(child.resource, "setrlimit", found.__setitem__)
    child._limit()
    memory, seconds = limits.limits().child_memory_bytes, limits.limits().child_cpu_seconds
    assert found[child.resource.RLIMIT_AS] == (memory, memory)
    assert found[child.resource.RLIMIT_CPU] == (seconds, seconds + 1)


def test_a_workbook_that_needs_too_much_memory_is_refused_by_the_real_child() -> None:
    # A quarter of a gigabyte of lists: inside the limits of a file, far beyond those of a schedule.
    nested = b'{"study": {"versions": [' + b"[]," * 3_000_000 + b"[]]}}"
    begun = time.monotonic()
    with pytest.raises(Refused):
        read_in_child(nested, "x.json")
    assert time.monotonic() - begun < 30


def test_the_command_line_of_the_child_is_our_own_interpreter() -> None:
    assert child.__spec__ is not None
    assert child.__spec__.name == "protocols.domain.importers.child"
    assert Path(sys.executable).exists()


class Pipe(io.StringIO):
    """A standard stream with bytes in it."""

    def __init__(self, content: bytes = b"") -> None:
        super().__init__()
        self.bytes = io.BytesIO(content)

    @property
    def buffer(self) -> io.BytesIO:
        return self.bytes


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be the child inside the test: without limits, and with everything put back afterwards."""
    monkeypatch.setattr(child, "_limit", lambda: None)
    monkeypatch.setattr(child.gc, "disable", lambda: None)
    monkeypatch.setitem(sys.modules, "numpy", sys.modules.get("numpy"))


def answer_to(data: bytes, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return what the child says to a file."""
    out = Pipe()
    monkeypatch.setattr(sys, "stdin", Pipe(b'{"filename": "x"}\n' + data))
    monkeypatch.setattr(sys, "stdout", out)
    child.main()
    found: dict[str, Any] = json.loads(out.bytes.getvalue())
    return found


@pytest.mark.usefixtures("unlimited")
def test_the_child_answers_with_a_schedule_or_with_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(answer_to(STUDY, monkeypatch)["schedule"]["visits"]) == 3
    refused = answer_to(b"{}", monkeypatch)
    assert refused["schedule"] is None and refused["problems"][0]["severity"] == "error"


@pytest.mark.usefixtures("unlimited")
def test_the_child_says_with_its_status_that_memory_ran_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(data: bytes, filename: str) -> None:
        raise MemoryError

    def leave(status: int) -> None:
        raise SystemExit(status)

    monkeypatch.setattr(child, "read", no_room)
    monkeypatch.setattr(child.os, "_exit", leave)
    with pytest.raises(SystemExit) as caught:
        answer_to(STUDY, monkeypatch)
    assert caught.value.code == child.OUT_OF_MEMORY


def test_memory_that_runs_out_is_not_taken_for_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(data: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr(importers.import_module("protocols.domain.importers.usdm_json"), "read", no_room)
    with pytest.raises(MemoryError):
        importers.read(STUDY, "x.json")
