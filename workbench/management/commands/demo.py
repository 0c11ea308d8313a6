"""`./dev demo`: the main job on the shipped sample, then the app with example people who can sign in by a link."""

import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from protocols.people.models import User
from workbench.demo.cast import role_lines
from workbench.demo.job import Job, run
from workbench.demo.sign_in import sign_in_link
from workbench.serving import server


class Command(BaseCommand):
    """Sets up the database, does the main job, prints what it made, and serves."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what can be asked."""
        parser.add_argument("--once", action="store_true", help="do the main job and stop without serving")
        parser.add_argument("--port", type=int, default=8000, help="serve elsewhere than on port 8000")
        parser.add_argument("--out", type=Path, default=settings.BASE_DIR / "out", help="folder for the files made")

    def handle(self, *, once: bool, port: int, out: Path, **options: object) -> None:
        """Do it."""
        if not settings.IS_DEMO:
            raise CommandError("The demo makes example people who sign in by a link. Start it with ./dev demo.")
        begun = time.perf_counter()
        self.stdout.write("Setting up the database")
        call_command("migrate", verbosity=0)
        self.stdout.write("Doing the main job on the sample study")
        job = Job(out, self.stdout.write)
        people = run(job)
        self.stdout.write(f"Done in {time.perf_counter() - begun:.1f} s. In {out}:")
        for name in [*job.files, "summary.json"]:
            self.stdout.write(f"  {name}")
        if not once:
            self._serve(port, people)

    def _serve(self, port: int, people: dict[str, User]) -> None:
        settings.SITE_ADDRESS = f"http://127.0.0.1:{port}"
        self.stdout.write(f"\nServing on {settings.SITE_ADDRESS} (stop with Ctrl+C). Sign in by opening a link:")
        for key, role in role_lines():
            self.stdout.write(f"Sign in as {role}: {sign_in_link(people[key])}")
        self.stdout.flush()
        worker = subprocess.Popen([sys.executable, settings.BASE_DIR / "manage.py", "db_worker", "--verbosity", "0"])  # noqa: S603 - our own command
        try:
            subprocess.run(server("127.0.0.1", port, "--log-level", "warning"), check=False)  # noqa: S603 - our own server
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")
        finally:
            worker.terminate()
            worker.wait(timeout=10)
