"""A server that stops leaves all that was saved in one file; the bench's signed-in row is behind sign-in and CSRF."""

import os
import shutil
import socket
import sqlite3
import subprocess
import time
from urllib.request import Request, urlopen

import pytest
from django.db import connection
from django.test import Client, override_settings

from tests.cast import person
from workbench import serving
from workbench.bench import baselines

ROWS = 12


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def post(port: int) -> int:
    """Write a row, as soon as the server is there."""
    for _ in range(100):
        try:
            with urlopen(Request(f"http://127.0.0.1:{port}/bare/row", data=b"words=Loud")) as answer:  # noqa: S310
                return answer.status
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The server did not start.")


def test_a_copy_of_the_one_file_of_a_stopped_server_has_every_word(tmp_path):
    database = tmp_path / "workbench.sqlite3"
    with sqlite3.connect(database) as made:
        made.execute(baselines.MAKE_TABLE.format(serial="INTEGER"))
    made.close()
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told = {"DJANGO_ENV": "demo", "DJANGO_SETTINGS_MODULE": "workbench.bench.settings", "VAR_DIR": str(tmp_path)}
    port = free_port()
    server = subprocess.Popen(serving.server("127.0.0.1", port, "--log-level", "error"), env={**kept, **told})
    try:
        assert [post(port) for _ in range(ROWS)] == [200] * ROWS
        assert (tmp_path / "workbench.sqlite3-wal").stat().st_size  # its threads keep their connections
    finally:
        server.terminate()
        server.wait(timeout=20)
    copy = shutil.copy(database, tmp_path / "copy.sqlite3")
    opened = sqlite3.connect(copy)
    assert opened.execute("SELECT COUNT(*) FROM bare_row").fetchone() == (ROWS,)
    opened.close()


@pytest.mark.django_db(transaction=True)
@override_settings(ROOT_URLCONF="workbench.bench.urls")
def test_the_signed_in_baseline_writes_for_nobody_else():
    baselines.make_table()
    try:
        client = Client(enforce_csrf_checks=True)
        assert client.post("/bare/signed-row", {"words": "Loud"}).status_code == 403
        client.cookies["csrftoken"] = "b" * 32
        token = {"X-CSRFToken": "b" * 32}
        assert client.post("/bare/signed-row", {"words": "Loud"}, headers=token).status_code == 302
        client.force_login(person("Pat Person"))
        assert client.post("/bare/signed-row", {"words": "Loud"}).status_code == 403
        assert baselines.count_rows() == 0
        assert client.post("/bare/signed-row", {"words": "Loud"}, headers=token).status_code == 200
        assert baselines.count_rows() == 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bare_row")
