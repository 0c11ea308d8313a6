"""Many people saving at once against a running server: how long a save takes, and whether anything was lost."""

import http.client
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from protocols.runthroughs.models import Walk
from workbench import serving

HOST = "127.0.0.1"
FORM = "application/x-www-form-urlencoded"
CSRF = "b" * 32


@dataclass(frozen=True)
class Saves:
    """What one kind of save took: seconds of each, and how many were not acknowledged."""

    seconds: list[float]
    failed: int

    @property
    def median_ms(self) -> float:
        """Half of the saves were faster."""
        return median(self.seconds) * 1000

    @property
    def p95_ms(self) -> float:
        """Nineteen of twenty saves were faster."""
        return quantiles(self.seconds, n=20)[-1] * 1000


@contextmanager
def server() -> Iterator[int]:
    """Run the workbench as production runs it, and give its port."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    running = subprocess.Popen(serving.server(HOST, port, "--log-level", "error"))  # noqa: S603 - our own server
    try:
        _wait_for(port)
        yield port
    finally:
        running.terminate()
        running.wait(timeout=20)


def session_of(walk: Walk) -> str:
    """Sign the walker in, and return the cookie that says so."""
    user = walk.seat.user
    assert user is not None  # noqa: S101 - the bench seats its walkers itself
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF}"


def warm_up(port: int, walk: Walk) -> None:
    """Open one step and save the next, so that nothing is done for the first time while saves are counted."""
    cookie = session_of(walk)
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    connection.request("GET", f"/walks/{walk.code}/steps/1/", headers={"Cookie": cookie})
    connection.getresponse().read()
    connection.close()
    body = urlencode({"words": "warm", "key": str(uuid4()), "version": 0})
    _post(port, f"/walks/{walk.code}/steps/2/save/", body, _signed_in(cookie))


def save_steps(port: int, walks: list[Walk], saves: int) -> Saves:
    """Let each walker save one step again and again, as the page does while a person types."""
    cookies = [session_of(walk) for walk in walks]

    def one(writer: int) -> Saves:
        walk, version, key = walks[writer], 0, str(uuid4())  # the first save, which makes the row, is counted too
        headers = _signed_in(cookies[writer])
        address, seconds, failed = f"/walks/{walk.code}/steps/1/save/", [], 0
        for number in range(saves):
            body = urlencode({"words": f"{writer} {number}", "key": key, "version": version})
            status, took = _post(port, address, body, headers)
            seconds.append(took)
            failed += status != 200
            version, key = version + (status == 200), str(uuid4())
        return Saves(seconds, failed)

    return _all(one, len(walks))


def insert_rows(port: int, writers: int, saves: int) -> Saves:
    """Let each writer write bare rows, as nobody."""
    return _insert(port, "/bare/row", [{"Content-Type": FORM}] * writers, saves)


def insert_signed_rows(port: int, walks: list[Walk], saves: int) -> Saves:
    """Let each walker write bare rows, signed in and with a CSRF token as when they save a step."""
    return _insert(port, "/bare/signed-row", [_signed_in(session_of(walk)) for walk in walks], saves)


def _insert(port: int, address: str, headers: list[dict[str, str]], saves: int) -> Saves:
    def one(writer: int) -> Saves:
        seconds, failed = [], 0
        for number in range(saves):
            body = urlencode({"words": f"{writer} {number}"})
            status, took = _post(port, address, body, headers[writer])
            seconds.append(took)
            failed += status != 200
        return Saves(seconds, failed)

    return _all(one, len(headers))


def _signed_in(cookie: str) -> dict[str, str]:
    return {"Content-Type": FORM, "Cookie": cookie, "X-CSRFToken": CSRF, "HX-Request": "true"}


def _all(one: Callable[[int], Saves], writers: int) -> Saves:
    with ThreadPoolExecutor(writers) as people:
        found = list(people.map(one, range(writers)))
    return Saves([second for each in found for second in each.seconds], sum(each.failed for each in found))


def _post(port: int, address: str, body: str, headers: dict[str, str]) -> tuple[int, float]:
    begun = time.perf_counter()
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request("POST", address, body, headers)
        status = connection.getresponse().status
    except OSError:
        status = 0
    finally:
        connection.close()
    return status, time.perf_counter() - begun


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start within 20 seconds.")
