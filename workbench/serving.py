"""How the workbench is served: the same few threads in the demo, in the bench and in production."""

import sys

from django.db import connection

# Few threads on purpose. People wait in the server's fair queue; with many threads they would wait in SQLite's unfair
# one, and each would hold its write lock for as long as all the others want the processor.
THREADS = 4
# How long a server that stops waits for whoever still reads or writes: less than the 10 s that containers are given.
LAST_WAIT_MS = 2000


def server(host: str, port: int, *options: str) -> list[str]:
    """Return the command that serves the workbench with granian."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--blocking-threads", str(THREADS), "--backlog", "1024", *options, "workbench.wsgi:application",
    ]  # fmt: skip


def leave_one_file() -> None:
    """Put what SQLite keeps beside its file into the file, so that a copy of that one file has every word.

    A server's threads keep their connections, and so nobody is the last to close one, who would do it otherwise.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout={LAST_WAIT_MS}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
