"""`./dev manage score FILE --format json`: print the burden score of a schedule, as the scoring page has it."""

import json
import pathlib
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError

from protocols.domain import catalogue
from protocols.domain.burden import persona, ruleset
from protocols.domain.burden.bench import Bench
from protocols.domain.burden.ratings import Rating, read_ratings
from protocols.domain.importers import Refused, refusal_document
from protocols.domain.importers.child import read_in_child
from protocols.domain.schedule import Schedule

REFUSED = 2
T = TypeVar("T")


class Command(BaseCommand):
    """Scores a schedule without a database. Exit status 0, or 2 where a file is refused."""

    help = "Print the burden score of a schedule."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=pathlib.Path, help="the schedule, in any format that read_schedule reads")
        parser.add_argument("--ratings", type=pathlib.Path, help="answers to steps, as CSV")
        parser.add_argument("--persona", type=pathlib.Path, help="as whom it is scored, as TOML")
        parser.add_argument("--ruleset", type=pathlib.Path, help="other numbers than the default ones, as TOML")
        parser.add_argument("--arm", help="the key of the arm to score; the first one where it is left out")
        parser.add_argument("--against", type=pathlib.Path, help="a schedule to compare with (= 100)")
        parser.add_argument("--format", choices=["json", "text"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            schedule = read_in_child(_bytes(options["file"]), options["file"].name).schedule
            against = options["against"]
            baseline = read_in_child(_bytes(against), against.name).schedule if against else None
        except Refused as refused:
            self.stdout.write(json.dumps(refusal_document(refused), ensure_ascii=False))
            sys.exit(REFUSED)
        document = self._document(schedule, baseline, options)
        self.stdout.write(
            json.dumps(document, ensure_ascii=False) if options["format"] == "json" else _in_words(document)
        )

    def _document(self, schedule: Schedule, baseline: Schedule | None, options: dict[str, Any]) -> dict[str, Any]:
        rules = _read(options["ruleset"], ruleset.from_toml) if options["ruleset"] else ruleset.load()
        who = _read(options["persona"], persona.from_toml) if options["persona"] else None
        ratings: tuple[Rating, ...] = ()
        if options["ratings"]:
            ratings, problems = _read(options["ratings"], read_ratings)
            for problem in problems:
                self.stderr.write(f"{problem.severity}: {problem.where}: {problem.message} {problem.remedy}")
        bench = Bench(catalogue.load(), rules, who, options["arm"])
        try:
            return bench.document(schedule, ratings, baseline=baseline)
        except KeyError as missing:
            raise CommandError(f"{missing.args[0]}.", returncode=1) from missing


def _read(path: pathlib.Path, read: Callable[[str], T]) -> T:
    try:
        return read(_bytes(path).decode("utf-8-sig"))
    except (ValueError, UnicodeDecodeError) as problem:
        raise CommandError(f"{path.name}: {problem}", returncode=1) from problem


def _bytes(path: pathlib.Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CommandError(f"{path} cannot be opened: {problem.strerror}.", returncode=1) from problem


def _in_words(document: dict[str, Any]) -> str:
    at_least = "at least " if document["at_least"] else ""
    load, minutes = document["load"], document["minutes"]
    lines = [
        f"Load: {at_least}{load['planned']} points (90 % of draws: {load['low']} to {load['high']})",
        f"Time: {at_least}{minutes['planned'] / 60:.1f} hours",
        f"Coverage: {document['coverage']}; not scored: {', '.join(document['unscored']) or 'nothing'}",
    ]
    lines += [f"Flag: {flag['message']}" for flag in document["flags"]]
    return "\n".join(lines)
