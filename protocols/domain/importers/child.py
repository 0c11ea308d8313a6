"""Reads a file in a process of its own, with limits on memory and time, so that no file can hurt the server.

The child is `python -m protocols.domain.importers.child`. It gets a line of JSON with the file name and then the file
on its standard input, and answers with one JSON document. It writes no file and asks for nothing over the network.
"""

import gc
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, NoReturn

from protocols.domain.importers import Imported, Refused, read
from protocols.domain.importers.limits import limits
from protocols.domain.problems import Problem
from protocols.domain.schedule import Schedule

ROOT = pathlib.Path(__file__).parents[3]
OUT_OF_MEMORY = 3  # exit status of a child that has no memory left to say so
SMALLER = "Save a copy with only the schedule and upload that."


def read_in_child(data: bytes, filename: str) -> Imported:
    """Return what the file says, like `read`. A child that crashes or runs out of its limits is a refusal."""
    request = json.dumps({"filename": filename}).encode() + b"\n" + data
    # The command is our own interpreter and module; nothing of the upload reaches it but by standard input.
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", __spec__.name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=_environment(),
        start_new_session=True,
    )
    try:
        answer, complaint = child.communicate(request, timeout=limits().child_wall_seconds)
    except subprocess.TimeoutExpired as problem:
        raise _too_slow() from problem
    finally:
        _end(child)
    if child.returncode != 0:
        raise _failed(child.returncode, complaint)
    return _from_answer(answer)


def _environment() -> dict[str, str]:
    """Pass on no secrets of the server; one thread, since each one would claim memory from the limit."""
    return {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "LANG": "C.UTF-8"}


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def _from_answer(said: bytes) -> Imported:
    try:
        answer: Mapping[str, Any] = json.loads(said)
    except ValueError as problem:
        raise _failed(0, b"") from problem
    problems = tuple(Problem.from_dict(problem) for problem in answer["problems"])
    if answer["schedule"] is None:
        raise Refused(problems, format=answer["format"])
    return Imported(answer["format"], Schedule.from_dict(answer["schedule"]), problems)


def _failed(status: int, complaint: bytes) -> Refused:
    if status == -signal.SIGXCPU:
        return _too_slow()
    if status == OUT_OF_MEMORY or b"MemoryError" in complaint:
        return Refused.because("file", "Reading the file needs more memory than any schedule should.", SMALLER)
    return Refused.because(
        "file",
        "The program that reads files stopped while it read this one. The file is probably damaged.",
        "Open it in the program that made it, save it again and upload that copy.",
    )


def _too_slow() -> Refused:
    seconds = limits().child_cpu_seconds
    return Refused.because(
        "file", f"Reading the file takes longer than any schedule should ({seconds} seconds).", SMALLER
    )


def main() -> None:
    """Be the child: read one request from standard input, answer on standard output."""
    _limit()
    # openpyxl loads numpy where it is installed; no reader needs it, and it costs half a second and much address space.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    gc.disable()  # the process ends with its one answer; looking for circles only costs time
    header, _, data = sys.stdin.buffer.read().partition(b"\n")
    try:
        answer = _answer(data, json.loads(header)["filename"])
    except MemoryError:
        _stop_for_memory()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def _answer(data: bytes, filename: str) -> bytes:
    try:
        imported = read(data, filename)
    except Refused as refused:
        problems = [problem.to_dict() for problem in refused.problems]
        return json.dumps({"format": refused.format, "schedule": None, "problems": problems}).encode()
    problems = [problem.to_dict() for problem in imported.problems]
    document = {"format": imported.format, "schedule": imported.schedule, "problems": problems}
    return json.dumps(document, default=_fields).encode()


def _fields(part: Any) -> dict[str, Any]:
    """Return a part of the schedule by its fields, as `Schedule.to_dict` does but without copying every text."""
    return {name: getattr(part, name) for name in type(part).__dataclass_fields__}


def _limit() -> None:
    memory, seconds = limits().child_memory_bytes, limits().child_cpu_seconds
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # The soft limit ends the process with a signal that says why; the hard one could not be told from other ends.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _stop_for_memory() -> NoReturn:
    os._exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    main()
