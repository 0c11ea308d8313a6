"""`./dev manage read_schedule FILE --format json`: print what a file says, in the contract of the importers."""

import io
import json
import pathlib
import sys
import zipfile
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from protocols.domain.importers import Refused, read, refusal_document
from protocols.domain.importers.child import read_in_child

REFUSED = 2


class Command(BaseCommand):
    """Reads a schedule without a database. A folder is a set of CSV files with one row per mark."""

    help = "Print the schedule of a file. Exit status 0, or 2 where the file is refused."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=pathlib.Path)
        parser.add_argument("--format", choices=["json", "text"], default="text")
        parser.add_argument("--in-process", action="store_true", help="read without a child process and its limits")

    def handle(self, *args: Any, **options: Any) -> None:
        path: pathlib.Path = options["file"]
        reader = read if options["in_process"] else read_in_child
        try:
            document = reader(_bytes(path), path.name).to_document()
            status = 0
        except Refused as refused:
            document, status = refusal_document(refused), REFUSED
        self.stdout.write(
            json.dumps(document, ensure_ascii=False) if options["format"] == "json" else _in_words(document)
        )
        if status:
            sys.exit(status)


def _bytes(path: pathlib.Path) -> bytes:
    if path.is_dir():
        return _zipped(path)
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CommandError(f"{path} cannot be opened: {problem.strerror}.", returncode=1) from problem


def _zipped(folder: pathlib.Path) -> bytes:
    """Pack the CSV files of a folder as an upload would bring them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.glob("*.csv")):
            archive.write(path, path.name)
    return packed.getvalue()


def _in_words(document: dict[str, Any]) -> str:
    counts = ", ".join(f"{len(document[part])} {part}" for part in ("visits", "activities", "marks", "footnotes"))
    lines = [f"{document['format'] or 'not read'}: {counts}"]
    lines += [f"{p['severity']}: {p['where']}: {p['message']} {p['remedy']}" for p in document["problems"]]
    return "\n".join(lines)
