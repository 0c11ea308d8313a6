"""`./dev bench`: what the workbench costs beside the shortest correct code, as ratios, at 1x, 4x and 16x the work."""

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from workbench.bench import baselines, cases, scoring, writers
from workbench.bench.cases import Result

CASES = {"reading": cases.reading, "usdm": cases.reading_usdm, "map": cases.burden_map, "report": cases.report,
         "score": scoring.scoring, "ranking": scoring.ranking}  # fmt: skip
SETTINGS = "workbench.bench.settings"
SAVING = """The ratio is the median over runs; for saving it is p95 beside p95 of a bare row behind the same CSRF and
sign-in. What sign-in itself costs can be seen beside the row that anybody may write."""
HEAD = f"{'case':<26}{'size':>5}{'ours ms':>10}{'bare ms':>10}{'ratio':>8}  note"


class Command(BaseCommand):
    """Runs the cases on a database of its own, which is gone afterwards."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what can be asked."""
        parser.add_argument("only", nargs="*", choices=[*CASES, "saving", []], help="which cases")

    def handle(self, *, only: list[str], **options: object) -> None:
        """Start again on a fresh database, unless this is that start."""
        if settings.SETTINGS_MODULE != SETTINGS:
            sys.exit(_again(only))
        call_command("migrate", verbosity=0)
        baselines.make_table()
        self.stdout.write(HEAD)
        for name in (name for name in CASES if not only or name in only):
            self._print(CASES[name]())
        if not only or "saving" in only:
            with writers.server() as port:
                self._print(cases.saving(port))
        self.stdout.write(SAVING)

    def _print(self, results: Iterable[Result]) -> None:
        for each in results:
            times = f"{each.ours_ms:>10.1f}{each.bare_ms:>10.1f}{each.ratio:>8.2f}"
            self.stdout.write(f"{each.case:<26}{each.size:>5}{times}  {each.note}")
            self.stdout.flush()


def _again(only: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS, "VAR_DIR": folder}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench", *only]
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - our own command
