"""Has a PDF laid out in a process of its own, with limits on time and memory, so that no report can hurt the server."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from reports.limits import limits

ROOT = Path(__file__).parents[1]
CHILD = "reports.pdf_child"
OUT_OF_MEMORY = 3  # exit status of a child that has no memory left to say so


class PdfError(Exception):
    """No PDF came out of it; the text says why, for people."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A made PDF, and what WeasyPrint complained of while making it."""

    content: bytes
    warnings: tuple[str, ...]


def pdf_of(html: str) -> Pdf:
    """Return the PDF of a whole document. Raises PdfError when it takes too long, too much, or fails."""
    # The command is our own interpreter and module; the document reaches it by standard input only.
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=_environment(),
        start_new_session=True,
    ) as child:
        try:
            answer, complaint = child.communicate(html.encode(), timeout=limits().wall_seconds)
        except subprocess.TimeoutExpired as problem:
            raise PdfError(_too_slow()) from problem
        finally:
            _end(child)
    if child.returncode != 0:
        raise PdfError(_why(child.returncode, complaint))
    return _from_answer(answer)


def _from_answer(answer: bytes) -> Pdf:
    header, _, content = answer.partition(b"\n")
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-32:]:
        raise PdfError("The PDF that came out is not whole. Try again.")
    if len(content) > limits().pdf_bytes:
        raise PdfError("The PDF would be too large to send. Choose a smaller part of the report.")
    return Pdf(content, tuple(json.loads(header)))


def _environment() -> dict[str, str]:
    """Pass on no secrets of the server."""
    return {
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "PATH": os.environ.get("PATH", ""),
        "HOME": os.environ.get("HOME", ""),  # where the list of fonts is kept, so that it is not made anew each time
    }


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)


def _why(status: int, complaint: bytes) -> str:
    if status == -signal.SIGXCPU:
        return _too_slow()
    if status == OUT_OF_MEMORY or b"MemoryError" in complaint:
        return "The PDF needs more memory than a report may take. Choose a smaller part of the report."
    if b"cannot load library" in complaint:
        return "The PDF cannot be made here: a library that it needs (Pango) is not installed."
    return "The program that makes the PDF stopped before it was done. Try again."


def _too_slow() -> str:
    return (
        f"The PDF took longer than {limits().wall_seconds} seconds. Try again, or choose a smaller part of the report."
    )
